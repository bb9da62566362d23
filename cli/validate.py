"""`pubinnov validate`: what is wrong with data, where, and what to do about it."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from pubinnov.validation import formats
from pubinnov.validation.report import SEVERITIES, Severity

from . import _output
from ._app import Settings
from ._options import output_file

if TYPE_CHECKING:
    from pubinnov.store.reading import Input


@click.command("validate", short_help="Check data against the shapes of the model.")
@click.argument("path", nargs=-1)
@click.option(
    "--shapes", multiple=True, metavar="PATH", help="Check against this shapes graph instead of the project's."
)
@click.option("--context", multiple=True, metavar="PATH", help="Take this as given: links into it hold.")
@click.option(
    "--format", "form", type=click.Choice(formats.names()), default="text", show_default=True, help="How to write it."
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="violation",
    show_default=True,
    help="The least grave result that makes the exit status 1.",
)
@output_file
@click.pass_obj
def command(
    settings: Settings,
    path: tuple[str, ...],
    shapes: tuple[str, ...],
    context: tuple[str, ...],
    form: str,
    fail_on: Severity,
    output: str | None,
) -> int:
    """Check data against SHACL shapes, and name file, line and remedy of each problem.

    PATH is a file, a folder, or -. Without it, the curated graph is checked. With the project's shapes, what PATH says
    is checked together with the curated graph; with --shapes, only what is named counts.

    Exit status: 0 if nothing is as grave as --fail-on, 1 if something is, 2 if validation was not possible.
    """
    from pubinnov.store.reading import inputs
    from pubinnov.validation.shapes import Shapes
    from pubinnov.validation.validator import validate_inputs

    # The tables of triples are many objects and no cycles among them.
    gc.disable()
    graph = _graph(settings)
    given = list(inputs(context, settings.input_format))
    if path and not shapes:
        given += graph
    report = validate_inputs(
        list(inputs(path, settings.input_format)) if path else graph,
        Shapes.read(inputs(shapes, settings.input_format)) if shapes else Shapes.of_the_project(),
        given,
        settings.languages,
    )
    with _output.text(output) as stream:
        formats.writer(form)(report, stream, form == "text" and stream.isatty())
    return int(report.fails(fail_on))


def _graph(settings: Settings) -> list[Input]:
    from pubinnov.store.reading import inputs, packaged_inputs

    found: Iterable[Input] = inputs(settings.data, settings.input_format) if settings.data else packaged_inputs()
    return [*found, *inputs(settings.add, settings.input_format)]
