"""`pubinnov fmt`: the one form of Turtle files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from pubinnov.errors import DataError, DataSyntaxError, PubinnovError

from . import _output
from ._app import Settings, tell

if TYPE_CHECKING:
    from pubinnov.store.reading import Input


@click.command("fmt", short_help="Bring Turtle files to their one form.")
@click.argument("path", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing: list the files that would change, and exit 1 if any would.")
@click.pass_obj
def command(settings: Settings, path: tuple[str, ...], check: bool) -> int:
    """Rewrite Turtle files in their one form, and list those that change.

    PATH is a file, a folder, or - for standard input, which is written to standard output. Without it, these are the
    ontology and the curated graph of the checkout. A file that would lose a comment or change its meaning is left as it
    is, with exit status 2.
    """
    from pubinnov.formatting import formatted

    changed = same = troubled = 0
    for source in _sources(settings, path):
        try:
            if isinstance(source, PubinnovError):
                raise source
            old = source.read()
            new = formatted(_decoded(old, source.name), source.name).encode()
            if source.name == "-" and not check:
                with _output.binary(None) as stream:
                    stream.write(new)
            elif old != new:
                if not check:
                    with _output.binary(source.name) as stream:
                        stream.write(new)
                click.echo(source.name)
        except PubinnovError as error:
            troubled += 1
            tell(error, 2)
            continue
        changed += old != new
        same += old == new
    click.echo(_summary(changed, same, troubled, check), err=True)
    return 2 if troubled else int(check and changed > 0)


def _summary(changed: int, same: int, troubled: int, check: bool) -> str:
    files = "1 file" if changed == 1 else f"{changed} files"
    parts = [f"{files} {'would change' if check else 'changed'}", f"{same} in form already"]
    if troubled:
        parts.append(f"{troubled} left as {'it is' if troubled == 1 else 'they are'}")
    return ", ".join(parts) + "."


def _sources(settings: Settings, paths: tuple[str, ...]) -> Iterator[Input | PubinnovError]:
    """Iterate over what is to be formatted; an error stands for a path that cannot be."""
    from pubinnov.store.reading import inputs

    for path in paths or _packaged():
        given = settings.input_format or ("turtle" if path == "-" else None)
        try:
            found = list(inputs([path], given))
            turtle = [each for each in found if _is_turtle(each)]
            if not turtle:
                what = "holds no Turtle file" if os.path.isdir(path) else "is not a Turtle file"
                raise DataError(f"{path} {what}", "name files that end in .ttl")
        except PubinnovError as error:
            yield error
        else:
            yield from turtle


def _packaged() -> tuple[str, str]:
    from pubinnov.package_files import graph_data_folder, ontology_folder

    folders = ontology_folder(), graph_data_folder()
    if os.path.basename(folders[0]) != "ontology":
        raise DataError("the ontology and the data are not in a checkout, but installed", "name the files to format")
    here = os.path.join(os.getcwd(), "")
    return folders[0].removeprefix(here), folders[1].removeprefix(here)


def _is_turtle(source: Input) -> bool:
    from pyoxigraph import RdfFormat

    return source.format == RdfFormat.TURTLE and (source.name == "-" or source.plain_path is not None)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name}:{line}: this is not UTF-8"
        raise DataSyntaxError(message, "save the file as UTF-8", filename=name, lineno=line) from None
