"""RDF as RDF: every syntax, the same bytes in every run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from pubinnov.export import jsonld, text
from pubinnov.export.loss import Loss
from pubinnov.export.statements import Statements
from pubinnov.export.xml import NO_CHARACTER


class Syntax(NamedTuple):
    """A syntax of RDF.

    Attributes:
        form: As the engine calls it.
        endings: Of its files, the usual one first.
        title: What it is called.
    """

    form: RdfFormat
    endings: tuple[str, ...]
    title: str


#: The syntaxes by name, as `pubinnov query --format` calls them.
SYNTAXES = {
    "turtle": Syntax(RdfFormat.TURTLE, (".ttl",), "Turtle"),
    "ntriples": Syntax(RdfFormat.N_TRIPLES, (".nt",), "N-Triples"),
    "nquads": Syntax(RdfFormat.N_QUADS, (".nq",), "N-Quads, with named graphs"),
    "trig": Syntax(RdfFormat.TRIG, (".trig",), "TriG, with named graphs"),
    "rdfxml": Syntax(RdfFormat.RDF_XML, (".rdf", ".owl"), "RDF/XML"),
    "n3": Syntax(RdfFormat.N3, (".n3",), "Notation3"),
    "jsonld": Syntax(RdfFormat.JSON_LD, (".jsonld",), "JSON-LD with a context, and named graphs"),
}

# RDF/XML writes a property as an element, whose name is the end of its IRI.
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*\Z")


def syntax(path: str, name: str | None = None) -> Syntax | None:
    """Return the syntax of a name, or else of a file's ending; None if it is that of no syntax."""
    if name is not None:
        return SYNTAXES.get(name)
    return next((each for each in SYNTAXES.values() if path.lower().endswith(each.endings)), None)


def write(statements: Statements, output: IO[bytes], chosen: Syntax, loss: Loss) -> None:
    """Write statements with the prefixes of the project that occur, and note what is lost."""
    # N-Triples and N-Quads write every IRI out.
    prefixes = None if chosen.form in {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS} else statements.prefixes
    if chosen.form == RdfFormat.JSON_LD:
        text.write(jsonld.lines(statements, loss), output, loss)
    elif chosen.form.supports_datasets:
        serialize(statements, output, chosen.form, prefixes=prefixes)
    else:
        serialize(_triples(statements, chosen, loss), output, chosen.form, prefixes=prefixes)


def _triples(statements: Statements, chosen: Syntax, loss: Loss) -> Iterator[Triple]:
    if len(statements.graphs) > 1:
        loss.note("graphs merged into one", len(statements.graphs))
    for quad in statements:
        if chosen.form != RdfFormat.RDF_XML:
            yield quad.triple
            continue
        if not _ELEMENT.search(quad.predicate.value):
            loss.note(f"links left out, as RDF/XML has no way to write {quad.predicate}")
            continue
        yield _in_xml(quad, loss)


def _in_xml(quad: Quad, loss: Loss) -> Triple:
    """Return a triple without what XML has no place for."""
    value = quad.object
    if not isinstance(value, Literal):
        return quad.triple
    cleaned, times = NO_CHARACTER.subn("\ufffd", value.value)
    loss.note("characters that XML has no place for replaced by \ufffd", times)
    # The engine writes carriage returns as they are, and readers of XML take each for a line end.
    loss.note("carriage returns read back as line ends", cleaned.count("\r"))
    if cleaned == value.value:
        return quad.triple
    if value.language:
        return Triple(quad.subject, quad.predicate, Literal(cleaned, language=value.language))
    return Triple(quad.subject, quad.predicate, Literal(cleaned, datatype=value.datatype))
