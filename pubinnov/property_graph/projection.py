"""From the store to nodes and edges."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from itertools import chain, combinations, repeat

from pyoxigraph import NamedNode

from pubinnov import terms
from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.memory import without_collecting
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record
from pubinnov.property_graph.views import View
from pubinnov.query_file import Argument, told
from pubinnov.results import Solutions

_COLUMNS = ("record", "initiative", "country", "origin", "year", "graded")
_YEAR = re.compile(r'"?(-?\d+)')

# With more nodes than this, it is quicker to read the kinds and names of everything than to look up each.
_MANY = 5_000

# In place of the number of a node.
_NO_NODE, _NO_END = -1, -2

# What the engine writes for an IRI, `<…>`.
_Cell = str
_Ends = tuple[int, int, str]


def project(view: View, arguments: Mapping[str, Argument], engine: Engine, lookup: Lookup) -> PropertyGraph:
    """Return a view of the graph as a network.

    Args:
        view: Which one.
        arguments: Its filters.
        engine: Runs its query.
        lookup: Names the nodes.

    Raises:
        ViewError: If the view does not take one of these filters.
    """
    query = view.query(arguments)
    with without_collecting():
        nodes, edges = _projected(view, engine.select(query), engine, lookup)
    filters = {name: told(value, lookup) for name, value in arguments.items()}
    return PropertyGraph(view.name, view.title, filters, view.directed, nodes, edges)


def _projected(view: View, solutions: Solutions, engine: Engine, lookup: Lookup) -> tuple[list[Node], list[Edge]]:
    # Rows come as text and are held as columns: a view may have millions of rows, and to have the engine make each of
    # their terms an object takes several times as long. What rows have in common is made once: each node is a number,
    # each kind and each record one object, and the only record of an edge the same tuple wherever it is.
    written = io.BytesIO()
    solutions.write(written, "tsv")
    width = len(solutions.variables)
    # The engine escapes tabs and line ends in a cell.
    cells = written.getvalue().decode().replace("\n", "\t").split("\t")[width:-1]
    columns = {name: cells[place::width] for place, name in enumerate(solutions.variables)}
    sources, targets = columns["source"], columns["target"]
    cells = list(dict.fromkeys(chain(sources, targets)))
    named = sorted((terms.shorten(cell[1:-1]), cell) for cell in cells if cell[:1] == "<")
    numbers = {cell: number for number, (_, cell) in enumerate(named)}
    # What is no resource is no node; what has no other end is joined below.
    numbers.update((cell, _NO_END if cell == "" else _NO_NODE) for cell in cells if cell[:1] != "<")
    links = columns.get("edge") or repeat("")
    kinds = {cell: terms.shorten(cell[1:-1]) if cell else view.edge for cell in set(columns.get("edge") or [""])}
    fields = [field for field, name in enumerate(_COLUMNS) if name in columns]
    values = zip(*(columns[_COLUMNS[field]] for field in fields), strict=True) if fields else repeat(())
    ends = zip(
        map(numbers.__getitem__, sources),
        map(numbers.__getitem__, targets),
        map(kinds.__getitem__, links),
        strict=False,  # links may be without end
    )
    grounds: dict[_Ends, tuple[Record]] = {}
    several: dict[_Ends, dict[Record, None]] = {}

    def ground(ends: _Ends, record: tuple[Record]) -> None:
        if grounds.setdefault(ends, record) is not record:
            several.setdefault(ends, dict.fromkeys(grounds[ends]))[record[0]] = None

    if not fields and len(named) == len(cells):
        grounds = dict.fromkeys(ends, (_record(fields, ()),))
    records: dict[tuple[_Cell, ...], tuple[Record]] = {}
    alike: dict[tuple[str, str], dict[int, tuple[Record]]] = {}
    for each, of in zip(ends, values, strict=False):
        record = records.get(of)
        if record is None:
            record = records[of] = (_record(fields, of),)
        begin, end, kind = each
        if begin >= 0 and end >= 0:
            ground(each, record)
        elif begin >= 0 and end == _NO_END:
            alike.setdefault((record[0].record, kind), {})[begin] = record
    iris = [cell[1:-1] for _, cell in named]
    for (_, kind), members in alike.items():
        for one, other in combinations(sorted(members, key=iris.__getitem__), 2):
            ground((one, other, kind), members[one])

    edges = [
        Edge(*ends, sorted(several[ends], key=_order) if ends in several else record)
        for ends, record in grounds.items()
    ]
    # No two are alike in ends and kind, so that records are never compared.
    edges.sort()
    if alike or len(named) < len(cells):
        # Who shares what it has with nobody is in no edge, nor is who is linked to no resource.
        linked = sorted({end for edge in edges for end in edge[:2]})
        position = {number: place for place, number in enumerate(linked)}
        edges = [Edge(position[one], position[other], kind, its) for one, other, kind, its in edges]
        named = [named[number] for number in linked]
    used = [cell[1:-1] for _, cell in named]
    kinds_of = _kinds(used, engine)
    if len(used) > _MANY:
        lookup.load_labels(used)
    nodes = [
        Node(name, iri, kinds_of[iri], lookup.label(iri)) for name, iri in ((name, cell[1:-1]) for name, cell in named)
    ]
    return nodes, edges


def _record(fields: list[int], values: tuple[_Cell, ...]) -> Record:
    """Return the record whose fields, by their place in `_COLUMNS`, have these values, and whose others are empty."""
    whole = [""] * len(_COLUMNS)
    for field, value in zip(fields, values, strict=True):
        # Records name the same sources and countries: one string does for all.
        whole[field] = sys.intern(value[1:-1] if value[:1] == "<" else value)
    record, initiative, country, origin, year, grade = whole
    began = _YEAR.match(year)
    return Record(
        record, initiative, country, origin, int(began[1]) if began else None, sys.intern(grade.rpartition("/")[2])
    )


def _order(record: Record) -> tuple[str, ...]:
    return tuple(map(str, record))


def _kinds(iris: list[str], engine: Engine) -> dict[str, str]:
    """Return the class of the ontology that each thing is stated to belong to, of several the first by name."""
    found = dict.fromkeys(iris, "")

    def add(iri: str, kind: str) -> None:
        if iri in found and kind.startswith(terms.PI):
            name = kind.removeprefix(terms.PI)
            found[iri] = min(found[iri] or name, name)

    if len(iris) > _MANY:
        for quad in engine.store.quads(None, terms.RDF_TYPE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                add(quad.subject.value, quad.object.value)
        return found
    for iri in iris:
        for quad in engine.store.quads(NamedNode(iri), terms.RDF_TYPE):
            if isinstance(quad.object, NamedNode):
                add(iri, quad.object.value)
    return found
