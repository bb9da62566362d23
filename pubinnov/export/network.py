"""A view of the graph as a document: what its nodes are called in every language, and what grounds its edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from pubinnov import terms
from pubinnov.errors import ViewError
from pubinnov.export.document import GRADE, GROUNDS, Column, Document, EdgeIds, EdgeRow, Ground, NodeRow, Value
from pubinnov.lookup import Lookup
from pubinnov.package_files import data_version
from pubinnov.property_graph.graph import Edge, PropertyGraph, Record
from pubinnov.store.protocol import GraphName, Store

_INITIATIVE = "Initiative"
_DCTERMS_SOURCE = NamedNode(f"{terms.DCTERMS}source")
_ADDRESSES = (NamedNode(f"{terms.SCHEMA}url"), NamedNode(f"{terms.DCTERMS}identifier"))
# What edges tell beside their weights.
_GROUNDED = (Column("years", "integer", many=True), GRADE, GROUNDS, Column("sources", "string", many=True))
# A name without a language is in one that was not determined: ISO 639-2.
_NO_LANGUAGE = "und"

_Names: TypeAlias = dict[tuple[str, str], list[str]]


def document(
    graph: PropertyGraph,
    store: Store,
    lookup: Lookup,
    *,
    weight: str = "records",
    graphs: Sequence[GraphName] = (terms.DEFAULT_GRAPH,),
) -> Document:
    """Return a view as a document, whose edges are made as they are written.

    Nodes have a column for their labels in each language, such as `label@fr`, and one for other names, `alias@fr`.
    Initiatives are there from their own first year, other nodes and edges from that of the first record about them, and
    an edge between initiatives from when both are there.

    Args:
        graph: The view.
        store: What it is a view of.
        lookup: Names what grounds the edges.
        weight: One of the weights that the view tells, which becomes that of edges; all are attributes.
        graphs: Where names, years and sources are looked for: the graphs that the view sees.

    Raises:
        ViewError: If the view does not tell this weight.
    """
    if weight not in graph.weights:
        raise ViewError(f"the view {graph.view} tells no {weight} to weigh by", "use the weight records")
    seen = _Seen(store, graphs)
    names = _names(graph, seen)
    found = sorted({key for each in names.values() for key in each})
    several = {key for each in names.values() for key, values in each.items() if len(values) > 1}
    columns = [
        Column("@".join(key), "string", many=key in several or key[0] == "alias")
        # Labels before aliases.
        for key in sorted(found, key=lambda key: (key[0] == "alias", key))
    ]
    keys = [(each.name.partition("@")[0], each.name.partition("@")[2]) for each in columns]
    years = _years(graph, seen)
    nodes = []
    for place, node in enumerate(graph.nodes):
        of = names.get(node.iri, {})
        values = (_value(of.get(key), column) for key, column in zip(keys, columns, strict=True))
        nodes.append(NodeRow(node.id, node.label, node.kind, (node.iri, *values), *years[place]))
    credit = f" · pubinnov data {data_version()}, CC BY 4.0" if store.is_packaged else ""
    return Document(
        graph.caption + credit,
        graph.directed,
        (Column("iri", "string"), *columns),
        (*(Column(name, "integer") for name in graph.weights), *_GROUNDED),
        nodes,
        _Edges(graph, weight, [node.start if node.kind == _INITIATIVE else None for node in nodes]),
        lambda: _grounds(graph, seen, lookup),
    )


class _Seen:
    """What some graphs of a store have."""

    def __init__(self, store: Store, graphs: Sequence[GraphName]) -> None:
        self._store = store
        self._graphs = graphs

    def quads(self, subject: NamedNode | None, predicate: NamedNode) -> Iterator[Quad]:
        for graph in self._graphs:
            yield from self._store.quads(subject, predicate, graph=graph)


def _names(graph: PropertyGraph, store: _Seen) -> dict[str, _Names]:
    """Return the names of each node by sort and language."""
    iris = {node.iri for node in graph.nodes}
    names: dict[str, _Names] = {}
    for sort, properties in (("label", terms.NAME_PROPERTIES), ("alias", (terms.SKOS_ALT_LABEL,))):
        for named_by in properties:
            for quad in store.quads(None, named_by):
                value = quad.object
                if isinstance(value, Literal) and isinstance(quad.subject, NamedNode) and quad.subject.value in iris:
                    of = names.setdefault(quad.subject.value, {})
                    of.setdefault((sort, value.language or _NO_LANGUAGE), []).append(value.value)
    return names


def _value(names: list[str] | None, column: Column) -> Value:
    if names is None:
        return None
    return sorted(set(names)) if column.many else names[0]


def _years(graph: PropertyGraph, store: _Seen) -> dict[int, tuple[int | None, int | None]]:
    """Return the years of nodes: an initiative has its own, another the first year of what grounds its edges."""
    first: dict[int, int] = {}
    for edge in graph.edges:
        for record in edge.records:
            if record.year is not None:
                for end in (edge.source, edge.target):
                    first[end] = min(first.get(end, record.year), record.year)
    own: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for years, name in zip(own, ("startYear", "endYear"), strict=True):
        for quad in store.quads(None, terms.pi(name)):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                digits = quad.object.value[:4]
                if digits.isdecimal():
                    years[quad.subject.value] = int(digits)
    starts, ends = own
    return {
        place: (starts.get(node.iri, None if node.kind == _INITIATIVE else first.get(place)), ends.get(node.iri))
        for place, node in enumerate(graph.nodes)
    }


def _grounds(graph: PropertyGraph, store: _Seen, lookup: Lookup) -> dict[str, Ground]:
    """Return what grounds the edges, by its short name."""
    records = {record.record: record for edge in graph.edges for record in edge.records if record.record}
    return {terms.shorten(iri): _ground(record, store, lookup) for iri, record in sorted(records.items())}


def _ground(record: Record, store: _Seen, lookup: Lookup) -> Ground:
    node = NamedNode(record.record)
    independence = _first(node, terms.pi("independence"), store)
    about = record.initiative if record.initiative != record.record else ""
    sources = set()
    for quad in store.quads(node, _DCTERMS_SOURCE):
        if isinstance(quad.object, NamedNode):
            addresses = (_first(quad.object, by, store) for by in _ADDRESSES)
            address = next((each for each in addresses if each and each.startswith(("http://", "https://"))), "")
            sources.add((lookup.label(quad.object.value), address))
    return Ground(
        _first(node, terms.pi("statement"), store) or lookup.label(record.record),
        record.grade,
        lookup.label(about) if about else "",
        tuple(sorted(sources)),
        lookup.label(independence) if independence else "",
    )


def _first(node: NamedNode, link: NamedNode, store: _Seen) -> str | None:
    """Return the first value of a property by its text."""
    values = [quad.object for quad in store.quads(node, link)]
    return min((each.value for each in values if isinstance(each, Literal | NamedNode)), default=None)


class _Edges:
    """The edges of a view as rows, made anew each time they are iterated over."""

    def __init__(self, graph: PropertyGraph, weight: str, initiatives: list[int | None]) -> None:
        self._graph = graph
        # Records of relations between initiatives have the year of one of them.
        self._begun = initiatives if {node.kind for node in graph.nodes} == {_INITIATIVE} else None
        self._weights = graph.weights
        self._place = self._weights.index(weight)
        self._ids = EdgeIds(node.id for node in graph.nodes)

    def __iter__(self) -> Iterator[EdgeRow]:
        place, ids, begun = self._place, self._ids, self._begun
        # Edges in a row often have the same record, such as none.
        records: object = None
        values: tuple[Value, ...] = ()
        start: int | None = None
        for edge in self._graph.edges:
            source, target, kind, its = edge
            if its is not records:
                records = its
                values, start = self._values(edge)
            if begun is not None:
                years = (begun[source], begun[target])
                start = None if None in years else max(years)  # type: ignore[type-var]
            yield EdgeRow(ids(source, kind, target), source, target, kind, values[place], values, start)  # type: ignore[arg-type]

    def _values(self, edge: Edge) -> tuple[tuple[Value, ...], int | None]:
        """Return the values of the columns for what grounds an edge, and its first year."""
        records = edge.records
        years = sorted({record.year for record in records if record.year is not None and self._begun is None})
        return (
            *(edge.weight(name) for name in self._weights),
            years or None,
            min((record.grade for record in records if record.grade), default=None),
            _short(record.record for record in records),
            _short(record.origin for record in records),
        ), years[0] if years else None


def _short(iris: Iterable[str]) -> list[str] | None:
    return sorted({terms.shorten(iri) for iri in iris if iri}) or None
