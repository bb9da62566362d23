"""`pubinnov why`: the claims behind a link."""

from __future__ import annotations

import click

from ._app import Settings
from ._options import output_file, print_answer, row_format


@click.command("why", short_help="Tell the claims, for and against, that link two things.")
@click.argument("cause")
@click.argument("effect")
@row_format
@output_file
@click.pass_obj
def command(settings: Settings, cause: str, effect: str, form: str, output: str | None) -> int:
    r"""Tell the claims that link CAUSE, a technology, method or initiative, to EFFECT, a benefit or harm.

    \b
    pubinnov why e-Residency employment
    """
    return print_answer(settings.graph().why(cause, effect), form, output, evidence="all")
