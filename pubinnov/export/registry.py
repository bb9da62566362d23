"""The formats: those of graphs, found by their modules being there, and the syntaxes of RDF."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import IO, Protocol, TypeAlias, cast

from pubinnov.errors import OutputError
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.rdf import SYNTAXES, Syntax

#: Writes a document to a stream and notes what is lost.
Writer: TypeAlias = Callable[[Document, IO[bytes], Loss], None]


class Format(Protocol):
    """A module of `pubinnov.export.formats`.

    It has either `write`, a `Writer`, or `PARTS` for several files: a `Writer` by what comes between the name and the
    ending, so that `-o graph.csv` writes `graph.nodes.csv` and `graph.edges.csv`; a part with a dot, `import.sh`,
    has an ending of its own.

    Attributes:
        TITLE: What it is called, and who reads it.
        ENDINGS: Of its files, with the dot, the usual one first.
        FATES: What becomes of what the format has no place for: of `lists`, `dates`, `missing values`, `kinds`,
            `parallel edges`, `control characters`, `large integers` and `NaN`.
    """

    TITLE: str
    ENDINGS: tuple[str, ...]
    FATES: dict[str, str]


def formats() -> dict[str, Format]:
    """Return the formats of graphs by name, the name of the module."""
    folder = os.path.join(os.path.dirname(__file__), "formats")
    names = sorted(
        name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_")
    )
    return {name: cast(Format, import_module(f"pubinnov.export.formats.{name}")) for name in names}


def names() -> list[str]:
    """Return the names of all formats and syntaxes."""
    return [*formats(), *SYNTAXES]


def writers(form: Format) -> Mapping[str, Writer]:
    """Return what writes each file of a format, by what comes between its name and the ending."""
    parts: Mapping[str, Writer] | None = getattr(form, "PARTS", None)
    return parts or {"": cast(Writer, form.write)}  # type: ignore[attr-defined]  # it has one of the two


def endings() -> dict[str, str]:
    """Return the names of formats and syntaxes by the endings of their files."""
    found = {ending: name for name, form in formats().items() for ending in form.ENDINGS}
    return found | {ending: name for name, syntax in SYNTAXES.items() for ending in syntax.endings}


def find(path: str | None, name: str | None = None) -> Format | Syntax:
    """Return the format of a name, or else of a file's ending, the longest that fits.

    Raises:
        OutputError: If none has the name or ending.
    """
    known: dict[str, Format | Syntax] = {**formats(), **SYNTAXES}
    if name is None:
        by_ending = endings()
        lowered = (path or "").lower()
        fitting = [ending for ending in by_ending if lowered.endswith(ending)]
        if not fitting:
            raise OutputError(
                f"the ending of {path!r} tells no format" if path else "a stream has no ending that tells the format",
                _near(lowered, by_ending) or f"name a format, or use one of: {', '.join(sorted(by_ending))}",
            )
        name = by_ending[max(fitting, key=len)]
    if name not in known:
        # What is called by its ending is meant beyond doubt.
        near = [endings()[f".{name}"]] if f".{name}" in endings() else get_close_matches(name, known, n=1)
        raise OutputError(
            f"no format is called {name!r}", f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
        )
    return known[name]


def _near(path: str, known: Mapping[str, str]) -> str:
    """Return a question after the ending that is nearly that of a path, or an empty string."""
    near = get_close_matches(os.path.splitext(path)[1], known, n=1)
    return f"did you mean {near[0]}?" if near else ""
