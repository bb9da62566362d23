"""Any RDF as a document: every resource a node, every link an edge, every literal a value of its node."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, overload

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from pubinnov import terms
from pubinnov.export.document import Column, Document, EdgeIds, EdgeRow, NodeRow, Type, Value
from pubinnov.export.loss import Loss
from pubinnov.export.statements import Statements
from pubinnov.lookup import Lookup
from pubinnov.results import Solutions

_INTEGERS = {
    f"{terms.XSD}{name}"
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "gYear",
    )
}  # fmt: skip
_DOUBLES = {f"{terms.XSD}{name}" for name in ("decimal", "double", "float")}
# Not longer than Python reads, nor than a double holds.
_INTEGER = re.compile(r"[+-]?[0-9]{1,300}")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
# What a column becomes when its values are of two types.
_WIDER: dict[frozenset[Type], Type] = {frozenset(("integer", "double")): "double"}
# What a column keeps of the type of its literals.
_TOLD = {
    "string": {f"{terms.XSD}string", f"{terms.RDF}langString"},
    "integer": {f"{terms.XSD}integer"},
    "double": {f"{terms.XSD}double"},
    "boolean": {f"{terms.XSD}boolean"},
    "date": {f"{terms.XSD}date"},
}
_GRAPH = Column("graph", "string")

# The values of a node by column, each by its text and type.
_Literals: TypeAlias = dict[str, dict[tuple[str, str], Any]]


def resources(statements: Statements, *, lookup: Lookup, loss: Loss) -> Document:
    """Return RDF as a document.

    A column has the short name of a property; one of texts in a language has it behind an `@`, `rdfs:label@fr`, so that
    no language is lost. Its type is that of all its values, or text where they have several; it holds lists if a node
    has several values. A link is an edge called by its property, `rdf:type` included; where there are several graphs,
    it tells its graph. Rows are made as they are written.

    Args:
        statements: The RDF.
        lookup: Names the resources.
        loss: Where to note types of literals that are not told.
    """
    literals: dict[str, _Literals] = {}
    types: dict[str, Type] = {}
    datatypes: Counter[tuple[str, str]] = Counter()
    iris: dict[str, str] = {}
    kinds: dict[str, tuple[bool, str]] = {}
    links = _Links(told=len(statements.graphs) > 1)
    within = 0
    for quad in statements:
        node, value = _name(quad.subject, iris), quad.object
        if isinstance(value, Literal):
            link = _id(quad.predicate)
            # What an IRI has behind an @ is no language.
            link = f"<{link}>" if "@" in link else link
            column = f"{link}@{value.language}" if value.language else link
            within += not isinstance(quad.graph_name, DefaultGraph)
            of, converted = _value(value)
            known = types.get(column)
            types[column] = of if known in {None, of} else _WIDER.get(frozenset((known or of, of)), "string")
            datatypes[column, value.datatype.value] += 1
            literals.setdefault(node, {}).setdefault(column, {})[value.value, value.datatype.value] = converted
        elif isinstance(value, NamedNode | BlankNode):
            links.add(node, _name(value, iris), _id(quad.predicate), _graph(quad))
            if quad.predicate == terms.RDF_TYPE and isinstance(value, NamedNode):
                # The project's own classes come first, and are called as in the views.
                own = value.value.startswith(terms.PI)
                kind = (not own, value.value.removeprefix(terms.PI) if own else terms.shorten(value.value))
                kinds[node] = min(kinds.get(node, kind), kind)
        else:
            loss.note("statements about statements left out")
    for (column, datatype), times in datatypes.items():
        if datatype not in _TOLD[types[column]]:
            loss.note(f"values of type {terms.shorten(datatype)} written as {types[column]}", times)
    if len(statements.graphs) > 1:
        loss.note("values of nodes without the graph that they are in", within)
    lookup.load_labels([iri for iri in iris.values() if iri])
    several = {column for values in literals.values() for column, each in values.items() if len(each) > 1}
    columns = [Column(column, types[column], column in several) for column in sorted(types)]
    ids = sorted(iris, key=lambda each: (not iris[each], each if iris[each] else int(each.removeprefix("_:b"))))
    nodes = _Nodes(
        [
            (
                each,
                lookup.label(iris[each]) if iris[each] else each,
                kinds.get(each, (True, ""))[1],
                iris[each] or None,
                literals.get(each, {}),
            )
            for each in ids
        ],
        columns,
    )
    links.settle(ids)
    edge_columns = (_GRAPH,) if links.told else ()
    return Document(statements.title, True, (Column("iri", "string"), *columns), edge_columns, nodes, links)


def rows(found: Solutions, *, title: str, lookup: Lookup, loss: Loss) -> Document:
    """Return rows of two terms as a document: each row an edge, which weighs how often it comes.

    Args:
        found: The rows; one with an unbound value is left out.
        title: What they are.
        lookup: Names the resources; a literal is called by its text.
        loss: Where to note rows that are left out.
    """
    times: Counter[tuple[str, str]] = Counter()
    names: dict[str, str] = {}
    blank: dict[BlankNode, str] = {}
    for row in found:
        ends = []
        for term in row.values():
            if isinstance(term, NamedNode):
                end = terms.shorten(term.value)
                names[end] = lookup.label(term.value)
            elif isinstance(term, BlankNode):
                # The engine calls them at random.
                end = blank.setdefault(term, f"_:b{len(blank)}")
                names[end] = end
            elif term is not None:
                end = str(term)
                names[end] = term.value if isinstance(term, Literal) else end
            else:
                continue
            ends.append(end)
        if len(ends) == 2:
            times[ends[0], ends[1]] += 1
        else:
            loss.note("rows without a second end left out")
    linked = sorted({end for ends in times for end in ends})
    place = {each: number for number, each in enumerate(linked)}
    nodes = [NodeRow(each, names[each], "", ()) for each in linked]
    ids = EdgeIds(linked)
    edges = [
        EdgeRow(ids(place[one], "", place[other]), place[one], place[other], "", count, ())
        for (one, other), count in sorted(times.items())
    ]
    return Document(title, True, (), (), nodes, edges)


class _Nodes(Sequence[NodeRow]):
    """Nodes as rows, made anew each time: most have values in few of the columns, of which there may be thousands.

    Args:
        nodes: Id, label, kind, IRI and values by column of each.
        columns: What they have values of.
    """

    def __init__(self, nodes: Sequence[tuple[str, str, str, str | None, _Literals]], columns: Sequence[Column]) -> None:
        self._nodes = nodes
        self._columns = {column.name: (place, column) for place, column in enumerate(columns, 1)}

    def __len__(self) -> int:
        return len(self._nodes)

    @overload
    def __getitem__(self, place: int) -> NodeRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[NodeRow]: ...

    def __getitem__(self, place: int | slice) -> NodeRow | list[NodeRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        id_, label, kind, iri, values = self._nodes[place]
        cells: list[Value] = [None] * (len(self._columns) + 1)
        cells[0] = iri
        for name, found in values.items():
            at, column = self._columns[name]
            cells[at] = _cell(found, column)
        return NodeRow(id_, label, kind, tuple(cells), _year(values, "startYear"), _year(values, "endYear"))


class _Links:
    """The links as rows, made anew each time they are iterated over, from three numbers each.

    Attributes:
        told: Whether rows tell the graph of a link.
    """

    def __init__(self, *, told: bool) -> None:
        self.told = told
        self._nodes: dict[str, int] = {}
        self._kinds: dict[tuple[str, str | None], int] = {}
        self._numbers = array("L")
        self._ids = EdgeIds(())
        self._places: list[int] = []

    def add(self, source: str, target: str, kind: str, graph: str | None) -> None:
        """Add a link."""
        nodes, kinds = self._nodes, self._kinds
        self._numbers.append(nodes.setdefault(source, len(nodes)))
        self._numbers.append(nodes.setdefault(target, len(nodes)))
        self._numbers.append(kinds.setdefault((kind, graph), len(kinds)))

    def settle(self, ids: Sequence[str]) -> None:
        """Take the nodes in their order, once all links are there."""
        place = {each: number for number, each in enumerate(ids)}
        self._places = [place[node] for node in self._nodes]
        self._ids = EdgeIds(ids)

    def __iter__(self) -> Iterator[EdgeRow]:
        numbers, places = self._numbers, self._places
        # A space is in no IRI.
        kinds = [
            (kind, f"{kind} {graph}" if graph else kind, (graph,) if self.told else ()) for kind, graph in self._kinds
        ]
        for at in range(0, len(numbers), 3):
            source, target = places[numbers[at]], places[numbers[at + 1]]
            kind, told, values = kinds[numbers[at + 2]]
            yield EdgeRow(self._ids(source, told, target), source, target, kind, 1, values)


def _name(term: object, iris: dict[str, str]) -> str:
    """Return the id of a resource, and keep its IRI, an empty string for a blank node."""
    name = _id(term)
    iris.setdefault(name, term.value if isinstance(term, NamedNode) else "")
    return name


def _id(term: object) -> str:
    if not isinstance(term, NamedNode):
        return str(term)
    short = terms.shorten(term.value)
    # An IRI whose scheme is called like a prefix is not what the prefixed name stands for.
    return f"<{short}>" if short == term.value and short.partition(":")[0] in terms.PREFIXES else short


def _graph(quad: Quad) -> str | None:
    graph = quad.graph_name
    if isinstance(graph, DefaultGraph):
        return None
    return terms.shorten(graph.value) if isinstance(graph, NamedNode) else str(graph)


def _value(literal: Literal) -> tuple[Type, Any]:
    datatype, text = literal.datatype.value, literal.value
    if datatype in _INTEGERS and _INTEGER.fullmatch(text):
        return "integer", int(text)
    if datatype in _DOUBLES and _DOUBLE.fullmatch(text):
        return "double", float(text.replace("INF", "inf"))
    if datatype == f"{terms.XSD}boolean" and text in _TRUTH:
        return "boolean", _TRUTH[text]
    if datatype == f"{terms.XSD}date" and _DATE.fullmatch(text):
        return "date", text
    return "string", text


def _cell(values: dict[tuple[str, str], Any], column: Column) -> Value:
    cells = [
        text if column.type == "string" else float(value) if column.type == "double" else value
        for (text, _), value in sorted(values.items())
    ]
    return cells if column.many else cells[0]


def _year(values: _Literals, name: str) -> int | None:
    years = [each for each in values.get(f"pi:{name}", {}).values() if isinstance(each, int)]
    return min(years, default=None)
