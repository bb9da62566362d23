"""`pubinnov ask`: a question in words."""

from __future__ import annotations

import click

from ._app import Settings
from ._options import output_file, print_answer, row_format


@click.command("ask", short_help="Answer a question in words, with evidence and sources.")
@click.argument("question", nargs=-1, required=True)
@row_format
@output_file
@click.option(
    "--evidence",
    type=click.Choice(["best", "all"]),
    default="best",
    show_default=True,
    help="Tell the strongest claims of each row, or all.",
)
@click.option("--show-query", is_flag=True, help="Print the SPARQL query in place of the answer.")
@click.pass_obj
def command(
    settings: Settings, question: tuple[str, ...], form: str, output: str | None, evidence: str, show_query: bool
) -> int:
    r"""Answer a QUESTION in words: English, French, Spanish or German.

    \b
    pubinnov ask "which benefits does e-ID enable?"
    pubinnov ask "which initiatives are there in Estonia?"

    Exit status 1 when the question is not understood or nothing is recorded.
    """
    # Imported here, while the graph is still being read.
    from pubinnov.questions.answers import Answer  # noqa: F401
    from pubinnov.questions.understanding import in_words

    graph = settings.graph()
    answer = graph.ask(" ".join(question))
    if show_query:
        click.echo(answer.sparql, nl=False)
        return 0
    click.echo(f"Understood as: {answer.understood}", err=True)
    if answer.others:
        readings = " | ".join(in_words(other, graph.lookup) for other in answer.others)
        click.echo(f"It could also mean: {readings}", err=True)
    return print_answer(answer, form, output, evidence=evidence)
