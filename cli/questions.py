"""`pubinnov questions`: the catalogue, and a question of it by name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from . import _output
from ._app import Settings
from ._options import AnswerOptions, answer_options, print_answer

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pubinnov.questions.catalogue import Question

    _ParamType = click.ParamType[tuple[str, str]]
else:
    _ParamType = click.ParamType  # older versions of click are not generic


class Argument(_ParamType):
    """`KEY=VALUE`, a parameter of a question and what it is given."""

    name = "key=value"

    def __init__(self, question: Question) -> None:
        self._question = question

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return key and value."""
        key, equals, given = str(value).partition("=")
        if not equals or not key or not given:
            self.fail(f"{value!r} is not KEY=VALUE; the question takes {self._question.signature()}", param, ctx)
        return key, given

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Complete the names of parameters, and values where only a few are taken."""
        from click.shell_completion import CompletionItem

        key, equals, begun = incomplete.partition("=")
        if equals:
            parameter = self._question.parameters.get(key)
            values = parameter.values if parameter else ()
            return [CompletionItem(f"{key}={value}") for value in values if value.startswith(begun)]
        return [
            CompletionItem(f"{parameter.name}=", help=parameter.takes)
            for parameter in self._question.parameters.values()
            if parameter.name.startswith(key)
        ]


class Catalogue(click.Group):
    """The questions as commands, found by their files being there."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the questions."""
        from pubinnov.questions.catalogue import catalogue

        return list(catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of a question."""
        from pubinnov.questions.catalogue import catalogue

        question = catalogue().get(cmd_name)
        return _command(question) if question else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a question; an unknown one gets the nearest known."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f"did you mean {near[0]}?" if near else "list them: pubinnov questions"
            raise click.UsageError(f"no question is called {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


def _command(question: Question) -> click.Command:
    from pubinnov.questions.calling import describe

    @click.command(
        question.name,
        help="\b\n" + describe(question).replace("\n\n", "\n\n\b\n"),
        short_help=question.title,
        options_metavar="[OPTIONS]",
    )
    @click.argument("arguments", nargs=-1, type=Argument(question), metavar=question.signature() or None)
    @answer_options
    @click.pass_obj
    def command(settings: Settings, arguments: tuple[tuple[str, str], ...], options: AnswerOptions) -> int:
        return print_answer(settings.graph().answer(question.name, **dict(arguments)), options)

    return command


@click.group(
    "questions", cls=Catalogue, invoke_without_command=True, short_help="List the questions, or run one by name."
)
@click.pass_context
def command(ctx: click.Context) -> int | None:
    """List the questions of the catalogue; or run the one that is named.

    \b
    pubinnov questions
    pubinnov questions effects_of_means --help
    pubinnov questions effects_of_means means=e-ID place=Estonia
    """
    if ctx.invoked_subcommand is not None:
        return None
    from pubinnov.questions.catalogue import catalogue

    rows = [[each.name, each.signature(), each.title, each.example] for each in catalogue().values()]
    _output.table(["Name", "Parameters", "Title", "Example"], rows, sys.stdout)
    return 0
