"""`pubinnov compare`: places, means or initiatives side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import _output
from ._app import Settings
from ._options import short_row_format

if TYPE_CHECKING:
    from pubinnov.questions.comparison import Comparison

_TITLES = {"overview": "On record", "means": "Initiatives by technology or method", "effects": "Claims by effect"}


@click.command("compare", short_help="Put places, means or initiatives side by side.")
@click.argument("things", nargs=-1, required=True)
@short_row_format
@click.pass_obj
def command(settings: Settings, things: tuple[str, ...], form: str, output: str | None) -> int:
    """Put THINGS side by side: places, or technologies and methods, or initiatives.

    \b
    pubinnov compare Estonia Finland
    pubinnov compare e-ID "open data"

    An empty cell is nothing recorded, which is not a no.
    """
    comparison = settings.graph().compare(*things)
    with _output.text(output) as text:
        if form == "jsonl":
            _output.json_lines(comparison.rows(), text)
        elif form == "csv":
            import csv

            rows = comparison.rows()
            writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            write = _output.markdown if form == "markdown" else _output.table
            for place, (part, rows_of_part) in enumerate(_parts(comparison)):
                text.write("\n" * (place > 0))
                write([_TITLES[part], *comparison.things], rows_of_part, text)
    return 0


def _parts(comparison: Comparison) -> list[tuple[str, list[list[str]]]]:
    parts = [(part, getattr(comparison, part)) for part in _TITLES]
    return [(part, rows) for part, rows in parts if rows]
