"""What the network commands share: the options that choose a view, and how results are written and drawn."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pubinnov.property_graph.graph import WEIGHTS

from . import _output
from ._app import Settings
from ._options import short_row_format

if TYPE_CHECKING:
    from pubinnov.knowledge_graph import KnowledgeGraph
    from pubinnov.property_graph.graph import Node, PropertyGraph

FILTERS = {
    "place": "Only initiatives of this place.",
    "type": "Only this type of innovation, such as 'social innovation'.",
    "since": "Only initiatives that began in this year or later.",
    "until": "Only initiatives that began in this year or earlier.",
    "grade": "Only evidence of this grade or better, A to E.",
    "direction": "Only claims of this direction: supports, contradicts, no-effect.",
}
_PROGRESS_AFTER = 2.0  # seconds


class Chosen(NamedTuple):
    """What the options of a network command choose.

    Attributes:
        kg: The graph.
        graph: The view.
        weight: What edges weigh; None for one each.
        form: How rows are written.
        output: Where; None for standard output.
        plot: A file for a picture, or None.
    """

    kg: KnowledgeGraph
    graph: PropertyGraph
    weight: str | None
    form: str
    output: str | None
    plot: str | None

    def place(self, text: str) -> int:
        """Return the place of a thing in the view.

        Raises:
            TermError: If the graph has nothing called so, or several.
            ViewError: If it is not in the view.
        """
        from pubinnov.errors import UnknownTermError, ViewError

        kinds = sorted({node.kind for node in self.graph.nodes})
        try:
            iri = self.kg.term(text, kind=kinds or None).value
        except UnknownTermError:
            # It may be something that the view does not show, which is another mistake than a wrong name.
            iri = self.kg.term(text).value
        if not any(node.iri == iri for node in self.graph.nodes):
            raise ViewError(
                f"{self.kg.label(iri)} has no link in this view: {self.graph.caption}",
                "widen the filters, or choose another --view",
            )
        return self.graph.place(iri)

    @property
    def is_data(self) -> bool:
        """Whether rows are for programs, which get everything, and ids beside names."""
        return self.form in {"csv", "jsonl"}

    def limit(self, limit: int | None, usual: int) -> int | None:
        """Return how many rows to give: what was asked for, else the usual number in tables and all in data."""
        return limit or (None if self.is_data else usual)

    def names(self, labels: Iterable[str], limit: int = 12) -> str:
        """Return names in a row: the first of them and how many more in tables, all in data."""
        told = list(labels)
        return "; ".join(told) if self.is_data else names(told, limit)

    def refuse_weight(self, command: str) -> None:
        """Do nothing unless a weight was given to a command that has no use for it.

        Raises:
            ViewError: If it was.
        """
        from pubinnov.errors import ViewError

        if self.weight:
            raise ViewError(f"{command} counts links and takes no --weight", "leave it out")

    def write(self, sentence: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
        """Write rows in the format that was asked for, after a sentence where people read them.

        Returns:
            The exit status: 0, or 1 when there are no rows.
        """
        return write(self.form, self.output, sentence, head, rows)

    def draw(self, graph: PropertyGraph | None = None, **options: Any) -> None:
        """Draw the view, or another network, if a picture is asked for."""
        if self.plot:
            from pubinnov.drawing.plot import plot

            plot(graph or self.graph, self.plot, **options)


def write(form: str, output: str | None, sentence: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """Write rows; see `Chosen.write`."""
    _progress.stop()
    with _output.text(output) as text:
        if form == "csv":
            import csv

            csv.writer(text).writerows([head, *([_whole(value) for value in row] for row in rows)])
        elif form == "jsonl":
            _output.json_lines((dict(zip(head, row, strict=True)) for row in rows), text)
        else:
            if sentence:
                text.write(f"{sentence}\n\n")
            cells = [[cell(value) for value in row] for row in rows]
            if cells:
                (_output.markdown if form == "markdown" else _output.table)(head, cells, text)
    return 0 if rows else 1


def view_options(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that choose a view, its filters and the output; they reach the command as `chosen`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        @click.pass_obj
        def gathered(settings: Settings, /, **values: Any) -> Any:
            filters = {name: value for name in FILTERS if (value := values.pop(f"filter_{name}")) is not None}
            view, weight, form, output, plot = (
                values.pop(each) for each in ("view", "weight", "form", "output", "plot")
            )
            # Before the work, not after it.
            _check_files(plot, output)
            with working():
                kg = settings.graph()
                graph = kg.network(view, **filters)
                _check(graph, weight)
                return function(Chosen(kg, graph, weight, form, output, plot), **values)

        options = [
            click.option("--view", default=default, show_default=True, help="The view, by name or alias."),
            *(click.option(f"--{name}", f"filter_{name}", help=told) for name, told in FILTERS.items()),
            click.option(
                "--weight",
                type=click.Choice(list(WEIGHTS)),
                help="What an edge weighs; without it one each, where not told otherwise.",
            ),
            click.option("--plot", metavar="FILE", help="Draw it too: to a .png, .svg or .pdf."),
        ]
        command: Callable[..., Any] = gathered
        for option in reversed(options):
            command = option(command)
        return short_row_format(command)

    return decorate


def _check_files(plot: str | None, output: str | None) -> None:
    import os

    from pubinnov.errors import OutputError

    if plot is None:
        return
    from pubinnov.drawing.picture import check_ending

    check_ending(plot)
    folder = os.path.dirname(os.path.abspath(plot))
    if not os.path.isdir(folder):
        raise OutputError(f"cannot write {plot}: No such file or directory", "check the folder")
    if output and os.path.abspath(output) == os.path.abspath(plot):
        raise click.UsageError("-o and --plot name the same file, and one would replace the other")


def _check(graph: PropertyGraph, weight: str | None) -> None:
    """Do nothing if a view has nodes, and what a weight counts.

    Raises:
        ViewError: If it has not.
    """
    from pubinnov.errors import ViewError

    if not graph.nodes:
        raise ViewError(
            f"the network is empty: {graph.caption}", "use fewer or wider filters" if graph.filters else "add data"
        )
    if weight and weight not in graph.weights:
        raise ViewError(f"the view {graph.view} tells no {weight} to weigh by", "use --weight records")


def cell(value: object) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _whole(value: object) -> str:
    """Return a value as data: a number with all its digits."""
    return repr(value) if isinstance(value, float) else cell(value)


def names(labels: Iterable[str], limit: int = 12) -> str:
    """Return the first of some names in a row, and how many more there are."""
    told = list(labels)
    return ", ".join(told[:limit]) + (f" and {len(told) - limit} more" if len(told) > limit else "")


def labels(nodes: Iterable[Node]) -> list[str]:
    """Return what nodes are called."""
    return [node.label or node.id for node in nodes]


class _Progress:
    """Tells on a terminal that work goes on, once it has taken two seconds: how far it is, or for how long."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._began = time.monotonic()
        self._told = ""
        self._shown = False

    def begin(self) -> None:
        """Begin to count the seconds."""
        if sys.stderr.isatty():
            Thread(target=self._tick, daemon=True).start()

    def far(self, told: str) -> None:
        """Tell how far the work is, in place of the seconds."""
        self._told = told

    def stop(self) -> None:
        """Clear the line, before results are written."""
        self._stopped.set()
        with _LINE:
            if self._shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
            self._shown = False

    def _tick(self) -> None:
        wait = _PROGRESS_AFTER
        while not self._stopped.wait(wait):
            wait = 0.5
            with _LINE:
                if not self._stopped.is_set():
                    self._shown = True
                    sys.stderr.write(f"\r\x1b[K{self._told or f'working, {time.monotonic() - self._began:.0f} s'}")
                    sys.stderr.flush()


_LINE = Lock()
_progress = _Progress()


@contextmanager
def working() -> Iterator[None]:
    """Tell on a terminal that work goes on, until the block has ended."""
    _progress.begin()
    try:
        yield
    finally:
        _progress.stop()


def progress(what: str) -> Callable[[int, int], None]:
    """Return what takes how far the work is, for the line that tells it."""
    return lambda done, of: _progress.far(f"{what}: {done} of {of}")
