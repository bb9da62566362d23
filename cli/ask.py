"""`pubinnov ask`: a question in words."""

from __future__ import annotations

import click

from ._app import Settings
from ._options import AnswerOptions, answer_options, print_answer


@click.command("ask", short_help="Answer a question in words, with evidence and sources.")
@click.argument("question", nargs=-1, required=True)
@answer_options
@click.pass_obj
def command(settings: Settings, question: tuple[str, ...], options: AnswerOptions) -> int:
    """Answer a QUESTION in words: English, French, Spanish or German.

    \b
    pubinnov ask "which benefits does e-ID enable?"
    pubinnov ask "which initiatives are there in Estonia?"
    pubinnov ask "harms of e-ID since 2015" --cite bibtex -o sources.bib

    How the question was understood is told on standard error. Exit status 1 when it is not understood or nothing is
    recorded.
    """
    # Imported here, while the graph is still being read.
    from pubinnov.questions.answers import Answer  # noqa: F401
    from pubinnov.questions.understanding import in_words

    graph = settings.graph()
    answer = graph.ask(" ".join(question))
    if not options.show_query:
        assert answer.understanding is not None
        doubt = "" if answer.understanding.is_certain else ", with some doubt,"
        click.echo(f"Understood{doubt} as: {answer.understood}", err=True)
        if answer.understanding.close:
            readings = " | ".join(in_words(other, graph.lookup) for other in answer.understanding.close)
            click.echo(f"It could also mean: {readings}", err=True)
    return print_answer(answer, options)
