"""The command group: global options, commands found by their module's name, errors told in one line."""

from __future__ import annotations

import os
import sys
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pubinnov.errors import NotUnderstoodError, PubinnovError

from . import _output

if TYPE_CHECKING:
    from pubinnov.knowledge_graph import KnowledgeGraph

_PACKAGE = __name__.rpartition(".")[0]


class Settings:
    """The global options, and the graph that they describe, opened when a command needs it."""

    def __init__(
        self, data: tuple[str, ...], add: tuple[str, ...], graph: str | None, lang: str, input_format: str | None
    ) -> None:
        self.data = data
        self.add = add
        self.graph_name = graph
        self.languages = tuple(part.strip() for part in lang.split(",") if part.strip()) or ("en",)
        self.input_format = input_format

    def graph(self) -> KnowledgeGraph:
        """Open the graph."""
        from pubinnov.knowledge_graph import KnowledgeGraph
        from pubinnov.knowledge_graph import open as open_graph
        from pubinnov.store.reading import inputs

        if self.data:
            return open_graph(
                *self.data,
                add=self.add,
                graph=self.graph_name,
                languages=self.languages,
                input_format=self.input_format,
            )
        from . import _graph

        store = _graph.packaged()
        if self.add:
            store.load(inputs(self.add, self.input_format))
        return KnowledgeGraph(store, graph=self.graph_name, languages=self.languages)


class Commands(click.Group):
    """Finds a command by the name of its module, so that only the one that runs is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        modules = (name.partition(".")[0] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
        return sorted(name for name in modules if not name.startswith("_") and name != "main")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{_PACKAGE}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command; an unknown one gets the nearest known."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near and not args[0].startswith("-"):
                raise click.UsageError(f"no command is called {args[0]!r}; did you mean {near[0]}?", ctx) from None
            raise error from None


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from pubinnov.package_files import content_hash, data_version
    from pubinnov.version import __version__

    click.echo(f"pubinnov {__version__}, data {data_version()} ({content_hash()})")
    ctx.exit()


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Try: pubinnov ask "which benefits does e-ID enable?"',
)
@click.option(
    "--data", multiple=True, metavar="PATH", help="Read this in place of the packaged graph: a file, a folder, or -."
)
@click.option("--add", multiple=True, metavar="PATH", help="Read this in addition.")
@click.option("--graph", metavar="NAME", help="Query this named graph too, or 'all'.")
@click.option("--lang", default="en", metavar="CODES", show_default=True, help="Languages of names, best first: fr,en.")
@click.option("--input-format", metavar="FORMAT", help="The RDF format of - and of files whose ending does not tell.")
@click.option("--debug", is_flag=True, help="Show a traceback when something fails.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of software and data.",
)
@click.pass_context
def pubinnov(
    ctx: click.Context,
    data: tuple[str, ...],
    add: tuple[str, ...],
    graph: str | None,
    lang: str,
    input_format: str | None,
    debug: bool,  # noqa: ARG001 - read by run(), which also sees errors before this
) -> None:
    """Which public-sector innovations bring which benefits: who says so, on what evidence."""
    ctx.obj = Settings(data, add, graph, lang, input_format)


def run() -> NoReturn:
    """Run the command line and exit: 0 done, 1 no answer, 2 an error of use or data, 130 interrupted."""
    _output.prepare_streams()
    _output.watch_interrupts()
    warnings.showwarning = _tell_warning
    code = _run()
    code = _output.finish(code)
    # Taking a large store apart piece by piece costs more than ending the process does.
    os._exit(code)


def _tell_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    click.echo(f"pubinnov: {message}", err=True)


def _run() -> int:
    try:
        result: Any = pubinnov.main(prog_name="pubinnov", standalone_mode=False)
    except NotUnderstoodError as error:
        return tell(error, 1)
    except PubinnovError as error:
        return tell(error, 2)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except SystemExit:  # how click ends when the reader of a pipe has left, as `head` does: that is no error
        _output.drop_stdout()
        return 0
    except BrokenPipeError:
        _output.drop_stdout()
        return 0
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        where = f" {error.filename}" if error.filename else ""
        return tell(PubinnovError(f"cannot read or write{where}: {error.strerror or error}"), 2)
    return result if isinstance(result, int) else 0


def tell(error: PubinnovError, code: int) -> int:
    """Print an error in one line, with its hint, and return the exit status."""
    if "--debug" in sys.argv:
        import traceback

        traceback.print_exception(error)
    line = getattr(error, "text", None)
    click.echo(f"pubinnov: {error}", err=True)
    if line:
        click.echo(f"    {line.strip()}", err=True)
    if error.hint:
        click.echo(f"    {error.hint}", err=True)
    return code
