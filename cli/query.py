"""`pubinnov query`: SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import _output
from ._app import Settings
from ._options import ROWS, output_file, query_text

if TYPE_CHECKING:
    from pubinnov.engine import Result
    from pubinnov.knowledge_graph import KnowledgeGraph

_GRAPHS = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld")


@click.command("query", short_help="Run a SPARQL query.")
@click.argument("sparql", required=False)
@click.option("--file", "file", metavar="FILE", help="Read the query from this file.")
@click.option(
    "--bind",
    multiple=True,
    metavar="NAME=VALUE",
    help='Give a variable a value: a label, a prefixed name, an IRI, a number, or a "quoted text".',
)
@click.option(
    "--format",
    "form",
    type=click.Choice((*ROWS, *_GRAPHS)),
    help="How to write the result; table, or turtle for triples.",
)
@output_file
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Stop after this time.")
@click.option("--allow-service", is_flag=True, help="Allow the query to call other servers with SERVICE.")
@click.pass_obj
def command(
    settings: Settings,
    sparql: str | None,
    file: str | None,
    bind: tuple[str, ...],
    form: str | None,
    output: str | None,
    timeout: float | None,
    allow_service: bool,
) -> int:
    """Run a SPARQL 1.1 query given as text, as --file, or as - for standard input.

    All prefixes of the ontology are declared already.

    \b
    pubinnov query "SELECT ?means WHERE { ?means pi:enables benefit:transparency }"
    pubinnov query --file effects.rq --bind means=e-ID --format csv
    """
    text = _text(sparql, file)
    with _output.time_limit(timeout):
        graph = settings.graph()
        bindings = dict(_binding(item, graph) for item in bind)
        result = graph.query(text, bindings, allow_service=allow_service)
        _write(result, form, output)
    return 0


def _text(sparql: str | None, file: str | None) -> str:
    if (sparql is None) == (file is None):
        raise click.UsageError("give the query as text, or as --file FILE, or as - for standard input")
    return query_text(file or "-") if file is not None or sparql == "-" else sparql or ""


def _binding(item: str, graph: KnowledgeGraph) -> tuple[str, object]:
    name, equals, value = item.partition("=")
    if not equals or not name or not value:
        raise click.UsageError(f"--bind {item!r} is not NAME=VALUE, such as means=e-ID")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return name, value[1:-1]
    if value in {"true", "false"}:
        return name, value == "true"
    try:
        return name, int(value)
    except ValueError:
        pass
    try:
        from decimal import Decimal

        return name, Decimal(value)
    except ArithmeticError:
        return name, graph.term(value)


def _write(result: Result, form: str | None, output: str | None) -> None:
    from pubinnov.results import Solutions, TripleResult

    if isinstance(result, TripleResult):
        chosen = form or "turtle"
        if chosen not in _GRAPHS:
            raise click.UsageError(
                f"this query gives triples, which are not written as {chosen}; choose from {', '.join(_GRAPHS)}"
            )
        with _output.binary(output) as stream:
            result.write(stream, chosen)
        if not len(result):
            click.echo("The query yields no triples.", err=True)
        return
    chosen = form or "table"
    if chosen in _GRAPHS:
        raise click.UsageError(
            f"this query gives rows, which are not written as {chosen}; choose from {', '.join(ROWS)}"
        )
    if isinstance(result, Solutions):
        _write_rows(result, chosen, output)
    else:
        _write_truth(result, chosen, output)


def _write_rows(rows: object, form: str, output: str | None) -> None:
    from pubinnov.results import Solutions, plain

    assert isinstance(rows, Solutions)
    if form in {"csv", "tsv", "json", "xml"}:
        with _output.binary(output) as stream:
            rows.write(stream, form)
        return
    with _output.text(output) as text:
        if form == "jsonl":
            _output.json_lines((row.to_dict() for row in rows), text)
            return
        cells = [[plain(term) for term in row.values()] for row in rows]
        if not cells:
            click.echo("The query yields no rows.", err=True)
        if form == "markdown":
            _output.markdown(rows.variables, cells, text)
        elif cells:
            _output.table(rows.variables, cells, text)


def _write_truth(truth: bool, form: str, output: str | None) -> None:
    from pubinnov.results import write_truth

    if form in {"csv", "tsv", "json", "xml"}:
        with _output.binary(output) as stream:
            write_truth(truth, stream, form)
    else:
        with _output.text(output) as text:
            text.write(f"{'true' if truth else 'false'}\n")
