"""What can be read as RDF: files by their ending, folders, gzip, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import RdfFormat

from pubinnov.errors import DataError, DataSyntaxError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

#: File endings and the names that `--input-format` takes, each with its format.
FORMATS: dict[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ntriples": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "nquads": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
}

# In a folder, only files whose ending can mean nothing but RDF are taken.
_FOLDER_ENDINGS = frozenset(FORMATS) - {"json", "xml"}


class Input:
    """One RDF document to read.

    Attributes:
        name: The path as the user gave it, or `-`.
        format: How to parse it.
        base_iri: What relative IRIs are resolved against, or None for standard input.
    """

    def __init__(self, name: str, rdf_format: RdfFormat, path: Path | None) -> None:
        self.name = name
        self.format = rdf_format
        self.base_iri = path.absolute().as_uri() if path is not None else None
        self._path = path

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """Open the document for reading, unpacked.

        Raises:
            OSError: If it cannot be opened.
        """
        if self._path is None:
            return nullcontext(sys.stdin.buffer)
        if self._path.suffix.lower() == ".gz":
            import gzip

            return cast("IO[bytes]", gzip.open(self._path, "rb"))
        return self._path.open("rb")

    def failure(self, error: Exception) -> DataError:
        """Return what to raise when the document cannot be read, or not as a stream of bytes."""
        reason = getattr(error, "strerror", None) or str(error)
        return DataError(f"cannot read {self.name}: {reason}")

    def line(self, number: int) -> str | None:
        """Return one line of the document, without its end, or None where it cannot be read again."""
        if self._path is None:
            return None
        try:
            with self.open() as stream:
                for count, line in enumerate(stream, 1):
                    if count == number:
                        return line.decode("utf-8", "replace").rstrip("\r\n")
        except (OSError, EOFError):
            return None
        return None


def _format_of(path: Path) -> RdfFormat | None:
    endings = [ending.lstrip(".").lower() for ending in path.suffixes]
    if endings and endings[-1] == "gz":
        endings.pop()
    return FORMATS.get(endings[-1]) if endings else None


def format_named(name: str) -> RdfFormat:
    """Return the format with this name or file ending.

    Raises:
        DataError: If no format has this name; the hint lists the known ones.
    """
    found = FORMATS.get(name.lower().lstrip("."))
    if found is None:
        raise DataError(f"no RDF format is called {name!r}", f"known: {', '.join(FORMATS)}")
    return found


def inputs(
    sources: Iterable[str | os.PathLike[str]], input_format: str | None = None
) -> Iterator[Input]:
    """Iterate over the RDF documents that paths stand for, folders walked in a fixed order.

    Args:
        sources: Files, folders, or `-` for standard input.
        input_format: The format of standard input and of files whose ending does not tell.

    Raises:
        DataError: If a path does not exist, a folder holds no RDF, or a format cannot be told.
    """
    given = format_named(input_format) if input_format is not None else None
    for source in sources:
        name = os.fspath(source)
        if name == "-":
            if given is None:
                raise DataError(
                    "standard input has no file ending to tell its format by",
                    "add --input-format turtle, ntriples, trig, nquads, rdfxml or jsonld",
                )
            yield Input(name, given, None)
            continue
        path = Path(name)
        if path.is_dir():
            found = False
            for file in sorted(path.rglob("*")):
                endings = [ending.lstrip(".").lower() for ending in file.suffixes]
                ending = endings[-2] if endings[-1:] == ["gz"] and len(endings) > 1 else "".join(endings[-1:])
                if ending in _FOLDER_ENDINGS and file.is_file():
                    found = True
                    yield Input(str(file), FORMATS[ending], file)
            if not found:
                raise DataError(
                    f"the folder {name} holds no RDF file",
                    f"RDF files end in {', '.join('.' + ending for ending in sorted(_FOLDER_ENDINGS))}",
                )
        elif path.exists():
            rdf_format = _format_of(path) or given
            if rdf_format is None:
                raise DataError(
                    f"cannot tell the RDF format of {name} by its ending",
                    "rename it, or name its format with --input-format",
                )
            yield Input(name, rdf_format, path)
        else:
            raise DataError(f"no such file or folder: {name}", _nearest_file(path))


def _nearest_file(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return "check the spelling of its folder"
    near = get_close_matches(path.name, names, n=1)
    return f"did you mean {path.parent / near[0]}?" if near else "check the spelling"


def syntax_error(source: Input, error: SyntaxError) -> DataSyntaxError:
    """Return the parser's error with file, line, column and the line itself."""
    reason = str(error.msg or error)
    # The parser repeats the place in its message; the place is told once, in front.
    if reason.startswith("Parser error at ") and ": " in reason:
        reason = reason.split(": ", 1)[1]
    line, column = error.lineno, error.offset
    text = source.line(line) if line else None
    place = source.name
    if line:
        place += f":{line}" + (f":{column}" if column else "")
    return DataSyntaxError(
        f"{place}: {reason}", filename=source.name, lineno=line, offset=column, text=text
    )
