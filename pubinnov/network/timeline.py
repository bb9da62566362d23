"""How a practice spread: what began in each year, and who joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pubinnov import terms
from pubinnov.errors import ViewError
from pubinnov.property_graph.graph import Edge, PropertyGraph


class Step(NamedTuple):
    """A year in which something began.

    Attributes:
        year: The year.
        initiatives: How many initiatives began in it.
        total: How many had begun by its end, of those whose year is known.
        newcomers: The names of those that joined in it, sorted.
        joined: How many had joined by its end.
    """

    year: int
    initiatives: int
    total: int
    newcomers: tuple[str, ...]
    joined: int


class Timeline(NamedTuple):
    """Adoption year by year.

    Attributes:
        steps: The years in which something began, first to last; a year without is left out.
        unknown: For how many initiatives the records of these edges tell no year; they are in no step.
        what: What the newcomers are: `countries`, or `sources of edges` in a view whose records name no country.
    """

    steps: list[Step]
    unknown: int
    what: str


def timeline(graph: PropertyGraph, node: int | None = None, *, label: Callable[[str], str] = terms.shorten) -> Timeline:
    """Return how adoption grew by year, as the cumulative curve of the diffusion of innovations (Rogers, 1962).

    A year is that in which an initiative began; of several, the first. A country joins in the year in which the first
    of its initiatives began. In a view whose records name no initiative, the nodes where edges begin stand for them,
    and as an undirected edge begins at either end, both ends do; the year of a record is that of the source.

    Args:
        graph: The network.
        node: The place of a node, for the edges at it alone; None for all edges.
        label: Names a country, by its IRI, that is no node of the network.

    Raises:
        ViewError: If the network has no edges, the node is outside of it, or no edge is at the node.
    """
    if not graph.edges:
        raise ViewError("the network has no edges", "take fewer or wider filters")
    edges: Iterable[Edge] = graph.edges
    if node is not None:
        if not 0 <= node < len(graph.nodes):
            raise ViewError(f"the network has no node at place {node}", f"it has {len(graph.nodes)} nodes")
        edges = [edge for edge in graph.edges if node in (edge.source, edge.target)]
        if not edges:
            raise ViewError(f"{graph.nodes[node].label or graph.nodes[node].id} has no edges", "take another node")
    # What a view records is a matter of the view, not of the edges at one node.
    every = [record for edge in graph.edges for record in edge.records]
    has_initiatives = any(record.initiative for record in every)
    has_countries = any(record.country for record in every)

    years = _years_of_initiatives(edges) if has_initiatives else _years_of_nodes(graph, edges)
    # Whom each initiative makes join.
    joins: dict[str, set[str]] = {}
    if has_initiatives or has_countries:
        for edge in edges:
            source = graph.nodes[edge.source].iri
            for record in edge.records:
                if member := record.country if has_countries else source:
                    joins.setdefault(record.initiative if has_initiatives else source, set()).add(member)
    else:
        joins = {iri: {iri} for iri in years}

    began = {iri: min(known) for iri, known in years.items() if known}
    first: dict[str, int] = {}
    for iri, year in began.items():
        for member in joins.get(iri, ()):
            first[member] = min(year, first.get(member, year))
    names = {each.iri: each.label or each.id for each in graph.nodes}
    newcomers: dict[int, list[str]] = {}
    for iri, year in first.items():
        newcomers.setdefault(year, []).append(names.get(iri) or label(iri))
    steps: list[Step] = []
    total = joined = 0
    for year, count in sorted(Counter(began.values()).items()):
        new = tuple(sorted(newcomers.get(year, ())))
        total, joined = total + count, joined + len(new)
        steps.append(Step(year, count, total, new, joined))
    return Timeline(steps, len(years) - len(began), "countries" if has_countries else "sources of edges")


def _years_of_initiatives(edges: Iterable[Edge]) -> dict[str, list[int]]:
    years: dict[str, list[int]] = {}
    for edge in edges:
        for record in edge.records:
            if record.initiative:
                years.setdefault(record.initiative, []).extend([] if record.year is None else [record.year])
    return years


def _years_of_nodes(graph: PropertyGraph, edges: Iterable[Edge]) -> dict[str, list[int]]:
    """Return the years of the nodes where edges begin; all edges of the network tell them, not only these."""
    years: dict[str, list[int]] = {
        graph.nodes[end].iri: []
        for edge in edges
        for end in ((edge.source,) if graph.directed else (edge.source, edge.target))
    }
    for edge in graph.edges:
        if (source := graph.nodes[edge.source].iri) in years:
            years[source] += [record.year for record in edge.records if record.year is not None]
    return years
