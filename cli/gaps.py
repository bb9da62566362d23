"""`pubinnov gaps`: what comparable countries have and a country lacks."""

from __future__ import annotations

from typing import IO

import click

from ._app import Settings
from ._options import AnswerOptions, answer_options, print_answer


@click.command("gaps", short_help="Tell what comparable countries have on record and one has not.")
@click.argument("country")
@click.option(
    "--peers", metavar="PLACES", help="Compare with these, not with the UN region: Estonia,Finland or Europe."
)
@click.option("--means", metavar="MEANS", help="Only this technology or method, and the kinds of it.")
@answer_options
@click.pass_obj
def command(settings: Settings, country: str, peers: str | None, means: str | None, options: AnswerOptions) -> int:
    """Tell which technologies and methods comparable countries have on record and COUNTRY has not.

    \b
    pubinnov gaps Latvia
    pubinnov gaps Kenya --peers Uganda,Rwanda
    """
    from pubinnov.questions.telling import tell

    from . import _output

    graph = settings.graph()
    among = tuple(each for each in (peers or "").split(",") if each.strip())
    answer = graph.gaps(country, peers=among, means=means)

    def told(text: IO[str]) -> None:
        tell(answer, text, table=_output.table, limit=options.limit or None, evidence=options.evidence)
        text.write(f"\n{graph.coverage(country, peers=among)}\n")

    return print_answer(answer, options, tell=told)
