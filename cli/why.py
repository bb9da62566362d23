"""`pubinnov why`: the claims behind a link."""

from __future__ import annotations

import click

from ._app import Settings
from ._options import AnswerOptions, answer_options, print_answer


@click.command("why", short_help="Tell the claims, for and against, that link two things.")
@click.argument("cause")
@click.argument("effect")
@answer_options
@click.pass_obj
def command(settings: Settings, cause: str, effect: str, options: AnswerOptions) -> int:
    """Tell the claims that link CAUSE, a technology, method or initiative, to EFFECT, a benefit or harm.

    \b
    pubinnov why e-Residency employment
    """
    from pubinnov.questions.telling import argue

    answer = settings.graph().why(cause, effect)
    return print_answer(answer, options, tell=lambda text: argue(answer, text))
