"""What can be read as RDF: files by their ending, folders, gzip, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from pyoxigraph import RdfFormat

from pubinnov.errors import DataError, DataSyntaxError
from pubinnov.package_files import curated_files, files, model_files

# Said without importing typing, which would hold up the reading of the graph: see cli/_graph.py.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import IO

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
        base_iri: What relative IRIs are resolved against, or None where there is nothing to resolve them against.
    """

    def __init__(self, name: str, rdf_format: RdfFormat, path: str | None, base_iri: str | None = None) -> None:
        self.name = name
        self.format = rdf_format
        self.base_iri = base_iri
        self._path = path

    @property
    def plain_path(self) -> str | None:
        """The path, where the document is a file that is not packed."""
        return None if self._path is None or self._path.lower().endswith(".gz") else self._path

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """Open the document for reading, unpacked.

        Raises:
            OSError: If it cannot be opened.
        """
        if self._path is None:
            from contextlib import nullcontext

            return nullcontext(sys.stdin.buffer)
        if self._path.lower().endswith(".gz"):
            import gzip

            return gzip.open(self._path, "rb")  # type: ignore[return-value]  # it reads as a file does
        return open(self._path, "rb")

    def read(self) -> bytes:
        """Return the whole document, unpacked.

        Raises:
            DataError: If it cannot be read.
        """
        try:
            with self.open() as stream:
                return stream.read()
        except (OSError, EOFError) as error:
            raise self.failure(error) from None

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


def _ending(path: str) -> str:
    """Return the file ending that tells the format: of `a.ttl.gz`, `ttl`."""
    parts = os.path.basename(path).lower().split(".")[1:]
    if parts[-1:] == ["gz"]:
        parts.pop()
    return parts[-1] if parts else ""


def format_named(name: str) -> RdfFormat:
    """Return the format with this name or file ending.

    Raises:
        DataError: If no format has this name; the hint lists the known ones.
    """
    found = FORMATS.get(name.lower().lstrip("."))
    if found is None:
        raise DataError(f"no RDF format is called {name!r}", f"known: {', '.join(FORMATS)}")
    return found


def inputs(sources: Iterable[str | os.PathLike[str]], input_format: str | None = None) -> Iterator[Input]:
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
        if os.path.isdir(name):
            found = [path for path in files(name, "") if _ending(path) in _FOLDER_ENDINGS]
            if not found:
                raise DataError(
                    f"the folder {name} holds no RDF file",
                    f"RDF files end in {', '.join('.' + ending for ending in sorted(_FOLDER_ENDINGS))}",
                )
            for path in found:
                yield Input(path, FORMATS[_ending(path)], path, _file_iri(path))
        elif os.path.exists(name):
            rdf_format = FORMATS.get(_ending(name)) or given
            if rdf_format is None:
                raise DataError(
                    f"cannot tell the RDF format of {name} by its ending",
                    "rename it, or name its format with --input-format",
                )
            yield Input(name, rdf_format, name, _file_iri(name))
        else:
            raise DataError(f"no such file or folder: {name}", _nearest_file(name))


def _file_iri(path: str) -> str:
    from pathlib import Path

    return Path(path).absolute().as_uri()


def _nearest_file(path: str) -> str:
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        near = get_close_matches(name, os.listdir(folder or "."), n=1)
    except OSError:
        return "check the spelling of its folder"
    return f"did you mean {os.path.join(folder, near[0])}?" if near else "check the spelling"


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
    return DataSyntaxError(f"{place}: {reason}", filename=source.name, lineno=line, offset=column, text=text)


def packaged_inputs() -> Iterator[Input]:
    """Iterate over the ontology, the concept schemes and the curated graph that come with the package."""
    for path in (*model_files(), *curated_files()):
        yield Input(path, RdfFormat.TURTLE, path)


def packaged_document() -> bytes:
    """Return all that comes with the package as one Turtle document.

    That is possible because none of the files has blank nodes, whose labels would run into each other.
    """
    return b"\n".join(each.read() for each in packaged_inputs())
