"""The triples of RDF sources to the letter, in tables that answer set questions at once.

A store canonicalises literals while it reads (`"0.50"` becomes `0.5`, `xsd:byte` becomes `xsd:integer`) and merges
those that become equal, so that it cannot speak of what a file says. Here the parser's terms are kept, in a table for
each property; that is also faster to fill than a store, and what a shape asks ("which of these nodes lack this
property") is one difference of two sets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, KeysView, Set
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuadParser, RdfFormat, parse

from pubinnov import terms
from pubinnov.memory import without_collecting
from pubinnov.store.reading import Input, syntax_error

if TYPE_CHECKING:
    import rdflib

    from pubinnov.store.protocol import Term

#: What may stand for a node of the graph.
Node: TypeAlias = "Term"

#: Stands for xsd:string where a source writes it out. rdflib, and so pySHACL, holds `"a"^^xsd:string` and `"a"` to be
#: two terms; the parser's literals do not tell them apart.
WRITTEN_STRING = NamedNode("urn:pubinnov:written-xsd-string")

_XSD_STRING = NamedNode(terms.XSD + "string")
_PLAIN_TYPES = frozenset(
    {_XSD_STRING, WRITTEN_STRING, NamedNode(terms.RDF + "langString"), NamedNode(terms.XSD + "gYear")}
)

_WHOLE = re.compile(r"-?[1-9]\d*|0")
#: Literals of these datatypes that rdflib reads without changing their text. Of any other that it has a Python type
#: for, it is asked.
_UNCHANGED: dict[str, re.Pattern[str]] = {
    terms.XSD + "boolean": re.compile("true|false"),
    terms.XSD + "decimal": re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?"),
    terms.XSD + "date": re.compile(r"\d{4}-\d\d-\d\d"),
    terms.XSD + "dateTime": re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d"),
    **{
        terms.XSD + name: _WHOLE
        for name in (
            "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
            "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
        )
    },
    **{
        terms.XSD + name: re.compile(".*", re.DOTALL)
        for name in ("anyURI", "gYearMonth", "gMonth", "gDay", "gMonthDay")
    },
}  # fmt: skip

_TEXT_FORMATS = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_XSD_IRI = b"<http://www.w3.org/2001/XMLSchema#>"
_CAPITAL_TAG = re.compile(rb"[\"']@[a-z0-9-]*[A-Z]")
_TAG = re.compile(rb"[\"']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)")
_DECLARED_NAME = re.compile(rb"([\w.-]*):\s*$")


class Triples:
    """The distinct triples of one or more sources, graph names left aside.

    Attributes:
        tables: For each property its subjects, each with its values; a triple that is said twice may stand twice.
        written_strings: Whether some literal has xsd:string written out.
        prefixes: Those that the sources declare; the last declaration counts.
        tags: Language tags as the sources write them, by how the parser gives them, all in small letters; those that
            are written in more than one way are missing.
    """

    def __init__(self) -> None:
        self.tables: dict[NamedNode, dict[Node, list[Node]]] = {}
        self.written_strings = False
        self.prefixes: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self._nodes: frozenset[Node] | None = None
        self._values: dict[NamedNode, frozenset[Node]] = {}
        self._inverse: dict[NamedNode, dict[Node, list[Node]]] = {}
        self._several: dict[NamedNode, frozenset[Node]] = {}
        self._instances: dict[NamedNode, frozenset[Node]] = {}

    def read(self, inputs: Iterable[Input]) -> None:
        """Add what these documents say.

        Raises:
            DataSyntaxError: If one is not well-formed, with file, line, column and the line itself.
            DataError: If one cannot be read.
        """
        for each in inputs:
            try:
                quads = _parse(each, self)
                self.extend(quads)
                self.prefixes |= quads.prefixes
            except SyntaxError as error:
                raise syntax_error(each, error) from None
            except (OSError, EOFError, ValueError) as error:
                raise each.failure(error) from None

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add the triples of these quads."""
        tables = self.tables
        with without_collecting():
            for subject, predicate, value, _ in quads:
                table = tables.get(predicate)
                if table is None:
                    table = tables[predicate] = {}
                values = table.get(subject)
                if values is None:
                    table[subject] = [value]
                else:
                    values.append(value)
        for cache in (self._values, self._inverse, self._several, self._instances):
            cache.clear()
        self._nodes = None

    def nodes(self) -> frozenset[Node]:
        """Return every node that is the subject of a triple."""
        if self._nodes is None:
            self._nodes = frozenset(chain.from_iterable(self.tables.values()))
        return self._nodes

    def quads(self, predicates: Iterable[NamedNode] | None = None) -> Iterator[Quad]:
        """Iterate over the triples, all or those with one of these properties, as quads of the default graph."""
        for predicate in self.tables if predicates is None else predicates:
            for subject, values in self.table(predicate).items():
                for value in values:
                    yield Quad(subject, predicate, value)  # type: ignore[arg-type] # only nodes stand as subjects

    def normalise(self) -> None:
        """Bring the text of literals to the form that rdflib gives them when it reads a file.

        pySHACL reports on data that rdflib has read; only literals that it would change are touched.
        """
        for predicate, table in self.tables.items():
            changed: dict[Node, Node] = {}
            for value in self.values(predicate):
                if type(value) is Literal and value.language is None and value.datatype not in _PLAIN_TYPES:
                    unchanged = _UNCHANGED.get(value.datatype.value)
                    if (unchanged is None or unchanged.fullmatch(value.value) is None) and (
                        (text := _as_rdflib_writes(value)) != value.value
                    ):
                        changed[value] = Literal(text, datatype=value.datatype)
            if changed:
                for subject, values in table.items():
                    table[subject] = [changed.get(value, value) for value in values]
                self._values.pop(predicate)

    def __len__(self) -> int:
        return sum(len(set(values)) for table in self.tables.values() for values in table.values())

    def table(self, predicate: NamedNode) -> dict[Node, list[Node]]:
        """Return the subjects of a property, each with its values."""
        return self.tables.get(predicate, {})

    def subjects(self, predicate: NamedNode) -> KeysView[Node]:
        """Return the subjects of a property."""
        return self.table(predicate).keys()

    def objects(self, subject: Node, predicate: NamedNode) -> set[Node]:
        """Return the distinct values of a property of a node."""
        return set(self.table(predicate).get(subject, ()))

    def values(self, predicate: NamedNode) -> frozenset[Node]:
        """Return the distinct values of a property, of whatever node."""
        found = self._values.get(predicate)
        if found is None:
            found = self._values[predicate] = frozenset(chain.from_iterable(self.table(predicate).values()))
        return found

    def inverse(self, predicate: NamedNode) -> dict[Node, list[Node]]:
        """Return the values of a property, each with its subjects."""
        found = self._inverse.get(predicate)
        if found is None:
            found = self._inverse[predicate] = {}
            for subject, values in self.table(predicate).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found

    def with_several(self, predicate: NamedNode) -> frozenset[Node]:
        """Return the subjects for which a property is said more than once."""
        found = self._several.get(predicate)
        if found is None:
            table = self.table(predicate)
            found = self._several[predicate] = frozenset(node for node, values in table.items() if len(values) > 1)
        return found

    def instances(self, kind: NamedNode) -> frozenset[Node]:
        """Return the instances of a class and of its subclasses, as the data themselves state them."""
        found = self._instances.get(kind)
        if found is None:
            typed, narrower = self.inverse(terms.RDF_TYPE), self.inverse(terms.RDFS_SUBCLASS_OF)
            kinds: set[Node] = set()
            pending: list[Node] = [kind]
            while pending:
                each = pending.pop()
                if each not in kinds:
                    kinds.add(each)
                    pending.extend(narrower.get(each, ()))
            found = self._instances[kind] = frozenset(chain.from_iterable(typed.get(each, ()) for each in kinds))
        return found

    def items(self, head: Node) -> list[Node] | None:
        """Return the members of a list, or None where it is not well-formed."""
        members: list[Node] = []
        seen: set[Node] = set()
        while head != _NIL:
            first, rest = self.objects(head, _FIRST), self.objects(head, _REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            members.extend(first)
            head = rest.pop()
        return members

    def predicates(self, subject: Node) -> Iterator[NamedNode]:
        """Iterate over the properties that a node has."""
        return (predicate for predicate, table in self.tables.items() if subject in table)

    def restricted(self, nodes: Collection[Node] | Set[Node], predicate: NamedNode) -> frozenset[Node]:
        """Return the distinct values of a property of these nodes."""
        table = self.table(predicate)
        if len(nodes) * 2 >= len(table):
            return self.values(predicate)
        return frozenset(chain.from_iterable(table.get(node, ()) for node in nodes))


_FIRST, _REST, _NIL = (NamedNode(terms.RDF + name) for name in ("first", "rest", "nil"))


def _parse(source: Input, triples: Triples) -> QuadParser:
    """Return the quads of a document; blank nodes of different documents stay apart."""
    document = source.read()
    if source.format in _TEXT_FORMATS:
        names = _names_of_xsd(document)
        written = b"|".join(re.escape(name) + rb":string(?![\w\-.:%\\])" for name in sorted(names))
        datatype = (
            rb"\^\^\s*(?:<http://www\.w3\.org/2001/XMLSchema#string>" + (b"|" + written if names else b"") + rb")"
        )
        if re.search(datatype, document):
            replacement = rb"\1^^<" + WRITTEN_STRING.value.encode() + rb">"
            document = re.sub(rb"([\"'])\s*" + datatype, replacement, document)
            triples.written_strings = True
        if _CAPITAL_TAG.search(document):
            written_tags = sorted({tag.decode() for tag in _TAG.findall(document)})
            count = Counter(tag.lower() for tag in written_tags)
            triples.tags |= {tag.lower(): tag for tag in written_tags if count[tag.lower()] == 1}
    elif b"XMLSchema#string" in document:
        triples.written_strings = True
    return parse(document, format=source.format, base_iri=source.base_iri, rename_blank_nodes=True)


def _names_of_xsd(document: bytes) -> set[bytes]:
    """Return the prefixes that a document declares for XML Schema's datatypes."""
    names = set()
    start = document.find(_XSD_IRI)
    while start >= 0:
        found = _DECLARED_NAME.search(document[max(start - 80, 0) : start])
        if found:
            names.add(found[1])
        start = document.find(_XSD_IRI, start + 1)
    return names


def _as_rdflib_writes(literal: Literal) -> str:
    import rdflib

    with quiet():
        read = rdflib.Literal(literal.value, datatype=rdflib.URIRef(literal.datatype.value))
        # What is ill-typed keeps its text, by which it is known to be so.
        return literal.value if read.ill_typed else str(read)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal, and from warning of its own deprecated ways."""
    import logging
    import warnings

    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def from_rdflib(dataset: rdflib.Dataset) -> Triples:
    """Return the triples of all graphs of an rdflib dataset; blank nodes keep their labels."""
    triples = Triples()
    with quiet():
        triples.extend(Quad(*map(term_of, each[:3])) for each in dataset.quads((None, None, None, None)))
    return triples


def term_of(node: Any) -> Any:
    """Return the term of the library for one of rdflib's."""
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if node.language:
        return Literal(str(node), language=node.language)
    if node.datatype is None:
        return Literal(str(node))
    datatype = NamedNode(str(node.datatype))
    return Literal(str(node), datatype=WRITTEN_STRING if datatype == _XSD_STRING else datatype)
