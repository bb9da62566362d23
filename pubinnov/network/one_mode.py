"""A network of two sides, such as countries and means, as a network of one side."""

from __future__ import annotations

import math
from difflib import get_close_matches
from itertools import combinations
from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record

#: What an edge between two nodes of one side weighs, and what that means.
WEIGHTINGS: dict[str, str] = {
    "count": "how many neighbours the two share",
    "newman": "each shared neighbour counts 1/(its degree - 1): what few share binds more (Newman, 2001)",
    "jaccard": "the share of the neighbours of either that are neighbours of both (Jaccard, 1901)",
}

# Classes of the ontology whose members are stated to belong to one of several kinds.
_CLASSES = {"means": ("Method", "Technology"), "effect": ("Benefit", "Harm")}


class OneMode(NamedTuple):
    """A network projected onto one side.

    Attributes:
        graph: The undirected network of that side. A record of an edge has the IRI of a shared neighbour.
        weights: The weight of each edge, parallel to `graph.edges`.
    """

    graph: PropertyGraph
    weights: list[float]


def one_mode(graph: PropertyGraph, kind: str, *, weighting: str = "count") -> OneMode:
    """Project a network of two sides onto one of them: two nodes are linked if they share a neighbour.

    Several edges between two nodes count as one, in either direction. A node without edges is on the side of its kind;
    where both sides have nodes of its kind, or none has, it is left out.

    Args:
        graph: A network each of whose edges leads from one side to the other.
        kind: The side: `source`, `target`, or a kind that only nodes of this side have, such as `Country` or
            `Technology`; `Means` and `Effect` stand for their kinds. The side is kept whole, with its other kinds.
        weighting: A key of `WEIGHTINGS`.

    Returns:
        The nodes of the side, sorted by id, and an edge `shares` for each two that share a neighbour.

    Raises:
        ViewError: If the network has no edges or is not bipartite, no side or both have the kind, or there is no such
            weighting.
    """
    if weighting not in WEIGHTINGS:
        near = get_close_matches(weighting, WEIGHTINGS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(WEIGHTINGS)}"
        raise ViewError(f"no weighting is called {weighting!r}", hint)
    if not graph.edges:
        raise ViewError("the network has no edges to project", "take fewer or wider filters")
    side = _side(graph, kind)
    neighbours: dict[int, set[int]] = {place: set() for place in side}
    shared_by: dict[int, set[int]] = {}
    for edge in graph.edges:
        own, other = (edge.source, edge.target) if edge.source in side else (edge.target, edge.source)
        neighbours[own].add(other)
        shared_by.setdefault(other, set()).add(own)
    ordered = sorted(side, key=lambda place: graph.nodes[place].id)
    numbers = {place: number for number, place in enumerate(ordered)}
    shared: dict[tuple[int, int], list[int]] = {}
    for other in sorted(shared_by, key=lambda place: graph.nodes[place].iri):
        for pair in combinations(sorted(numbers[own] for own in shared_by[other]), 2):
            shared.setdefault(pair, []).append(other)
    records = {other: Record(graph.nodes[other].iri, "", "", "", None, "") for other in shared_by}
    edges, weights = [], []
    for (one, two), others in sorted(shared.items()):
        edges.append(Edge(one, two, "shares", [records[other] for other in others]))
        if weighting == "count":
            weight = float(len(others))
        elif weighting == "newman":
            weight = math.fsum(1 / (len(shared_by[other]) - 1) for other in others)
        else:
            weight = len(others) / len(neighbours[ordered[one]] | neighbours[ordered[two]])
        weights.append(weight)
    nodes = [graph.nodes[place] for place in ordered]
    title = f"{graph.title}; joined by what they share: {_kinds(nodes)}"
    return OneMode(PropertyGraph(graph.view, title, dict(graph.filters), False, nodes, edges), weights)


def _side(graph: PropertyGraph, kind: str) -> set[int]:
    """Return the places of the nodes of one side."""
    # In an undirected network an edge may begin on either side, so that kinds tell the sides apart where they can.
    side = {place for place, node in enumerate(graph.nodes) if node.kind.casefold() in _wanted(kind)}
    if all((edge.source in side) != (edge.target in side) for edge in graph.edges):
        return side
    sources, targets = {edge.source for edge in graph.edges}, {edge.target for edge in graph.edges}
    if sources.isdisjoint(targets):
        return _with_isolated(graph, _named(graph, kind, sources, targets), sources, targets)
    raise ViewError(
        f"the network does not have {kind} on one side of every edge and others on the other",
        "take a view of two sides, such as countries_means or means_effects",
    )


def _named(graph: PropertyGraph, kind: str, sources: set[int], targets: set[int]) -> set[int]:
    word = kind.strip().casefold()
    if word in {"source", "target"}:
        return sources if word == "source" else targets
    wanted = _wanted(kind)
    having = [
        side for side in (sources, targets) if any(graph.nodes[place].kind.casefold() in wanted for place in side)
    ]
    if len(having) == 1:
        return having[0]
    told = "; ".join(
        f"{name}: {_kinds([graph.nodes[place] for place in side])}"
        for name, side in (("source", sources), ("target", targets))
    )
    raise ViewError(f"{'both sides have' if having else 'no side has'} nodes of the kind {kind!r}", told)


def _wanted(kind: str) -> set[str]:
    word = kind.strip().casefold()
    return {each.casefold() for each in _CLASSES.get(word, (word,))}


def _with_isolated(graph: PropertyGraph, side: set[int], sources: set[int], targets: set[int]) -> set[int]:
    own = {graph.nodes[place].kind for place in side}
    other = {graph.nodes[place].kind for place in (targets if side is sources else sources)}
    linked = sources | targets
    return side | {place for place, node in enumerate(graph.nodes) if place not in linked and node.kind in own - other}


def _kinds(nodes: list[Node]) -> str:
    return ", ".join(sorted({node.kind or "without a kind" for node in nodes}))
