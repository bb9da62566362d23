"""`pubinnov search`: find things by name."""

from __future__ import annotations

import click

from . import _output
from ._app import Settings
from ._options import output_file


@click.command("search", short_help="Find things by name, typing errors and other languages included.")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many at the most.")
@output_file
@click.pass_obj
def command(settings: Settings, text: tuple[str, ...], limit: int, output: str | None) -> int:
    """Find things whose label or alias, in any language, is like TEXT; best first."""
    from pubinnov.terms import shorten

    graph = settings.graph()
    wanted = " ".join(text)
    found = graph.search(wanted, limit=limit)
    if not found:
        click.echo(f"Nothing in the graph is called anything like {wanted!r}.", err=True)
        return 1
    rows = [
        [graph.label(match.term), shorten(match.term.value), match.name, f"{match.likeness:.0f}"] for match in found
    ]
    with _output.text(output) as stream:
        _output.table(["Name", "Term", "Found as", "Likeness"], rows, stream)
    return 0
