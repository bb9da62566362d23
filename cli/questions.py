"""`pubinnov questions`: the catalogue, and a question of it by name."""

from __future__ import annotations

import sys

import click

from . import _output
from ._app import Settings
from ._options import output_file, print_answer, row_format


@click.command("questions", short_help="List the question catalogue, or run one of it.")
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@row_format
@output_file
@click.pass_obj
def command(settings: Settings, name: str | None, arguments: tuple[str, ...], form: str, output: str | None) -> int:
    r"""List the question catalogue; or run the question called NAME.

    \b
    pubinnov questions
    pubinnov questions effects_of_means means=e-ID place=Estonia
    """
    from pubinnov.questions.catalogue import catalogue

    if name is None:
        questions = catalogue().values()
        rows = [[each.name, each.signature(), each.title, each.example] for each in questions]
        _output.table(["Name", "Parameters", "Title", "Example"], rows, sys.stdout)
        return 0
    given = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals or not key or not value:
            raise click.UsageError(f"{argument!r} is not KEY=VALUE, such as means=e-ID")
        given[key] = value
    return print_answer(settings.graph().answer(name, **given), form, output)
