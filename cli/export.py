"""`pubinnov export`: the graph as a file that other programs read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pubinnov.property_graph.graph import WEIGHTS

from . import _output
from ._app import Settings
from ._network import FILTERS, working
from ._options import query_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

# So many sorts of loss are told in a line.
_TOLD = 3


def _complete(names: Callable[[], list[str]]) -> Callable[..., list[CompletionItem]]:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in names() if name.startswith(incomplete)]

    return complete


def _formats() -> list[str]:
    from pubinnov.export.registry import names

    return names()


def _views() -> list[str]:
    from pubinnov.export.writer import views_and_profiles

    return views_and_profiles()


# What the profiles take beside the filters of networks.
_MORE_FILTERS = {"area": "Only this policy area, of cpsv-ap.", "means": "Only this technology or method, of cpsv-ap."}


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, told in reversed((FILTERS | _MORE_FILTERS).items()):
        command = click.option(f"--{name}", f"filter_{name}", help=told)(command)
    return command


@click.command("export", short_help="Write the graph for Gephi, Cytoscape, yEd, Neo4j, D3, spreadsheets …")
@click.option("-o", "--output", metavar="FILE", help="The file; its ending tells the format. - for standard output.")
@click.option(
    "--format",
    "form",
    metavar="NAME",
    shell_complete=_complete(_formats),
    help="The format, where the ending does not tell it; list lists them.",
)
@click.option(
    "--view",
    shell_complete=_complete(_views),
    help="A network by name or alias, skos, cpsv-ap, or rdf for every resource and link.  [default: means_effects, or"
    " rdf for a syntax of RDF]",
)
@_filters
@click.option("--query", metavar="FILE", help="The graph of a CONSTRUCT, or the edges in two columns of a SELECT.")
@click.option("--weight", type=click.Choice(list(WEIGHTS)), help="What edges weigh.  [default: records]")
@click.option("--report", is_flag=True, help="Print what the format could not carry, a line each.")
@click.pass_obj
def command(
    settings: Settings,
    /,
    output: str | None,
    form: str | None,
    view: str | None,
    query: str | None,
    weight: str | None,
    report: bool,
    **filters: str | None,
) -> int:
    """Export a view, the result of a query, or all of the RDF.

    \b
    pubinnov export -o graph.gexf
    pubinnov export --view countries --place Europe -o countries.graphml
    pubinnov export --view rdf -o everything.ttl
    pubinnov --data other.ttl export --view rdf -o other.graphml
    """
    from pubinnov.export.writer import files

    if form == "list":
        _list()
        return 0
    if output is None:
        raise click.UsageError("say where: -o FILE; --format list lists the formats")
    target = sys.stdout.buffer if output == "-" else output
    given = {name.removeprefix("filter_"): value for name, value in filters.items() if value is not None}
    text = query_text(query) if query else None
    with working():
        kg = settings.graph()
        lost = kg.export(target, view, format=form, query=text, weight=weight, **given)
    written = files(output, form) if output != "-" else []
    if len(written) > 1:
        click.echo(f"wrote {', '.join(written)}", err=True)
    if report:
        click.echo("\n".join(lost) or "nothing lost", err=output == "-")
    elif lost:
        more = f"; and {len(lost) - _TOLD} more, which --report tells" if len(lost) > _TOLD else ""
        click.echo(f"not carried whole: {'; '.join(lost[:_TOLD])}{more}", err=True)
    return 0


def _list() -> None:
    from pubinnov.export.rdf import SYNTAXES
    from pubinnov.export.registry import formats

    rows = [[name, " ".join(form.ENDINGS), form.TITLE] for name, form in formats().items()]
    rows += [[name, " ".join(syntax.endings), f"RDF: {syntax.title}"] for name, syntax in SYNTAXES.items()]
    _output.table(["Format", "Endings", "What it is: who reads it"], rows, sys.stdout)
