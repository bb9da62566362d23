"""The ways between two nodes of a network, shortest first, and what they say in words.

A network is taken as undirected: the edges between two nodes, in either direction and of any kind, count as one whose
weight is the sum of theirs.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.property_graph.graph import WEIGHTS, Edge, PropertyGraph


class Path(NamedTuple):
    """A way from one node to another that visits no node twice.

    Attributes:
        nodes: The places of its nodes, from start to end.
        edges: An edge for each step, the one of the largest weight where there are several.
        cost: How long it is: its steps, or with a weight the sum of 1/weight of its steps.
    """

    nodes: tuple[int, ...]
    edges: tuple[Edge, ...]
    cost: float


# A node's neighbours, each with the length of the step to it.
_Steps = list[dict[int, int]]


def paths(graph: PropertyGraph, start: int, end: int, *, count: int = 1, weight: str | None = None) -> list[Path]:
    """Return the shortest ways between two nodes.

    The algorithm is that of Yen (1971) with the partition of Lawler (1972), by which no way is found twice. Among ways
    of equal cost, the one whose first differing node has the lower id is first, and lengths are reckoned in whole
    numbers, so that the result does not depend on the order of nodes and edges.

    Args:
        graph: The network, taken as undirected.
        start: The place of a node.
        end: The place of another.
        count: How many ways at most.
        weight: A key of `WEIGHTS`, by which an edge is 1/weight long, or None for a length of 1.

    Returns:
        At least one, by cost, and fewer than `count` if there are no more.

    Raises:
        ViewError: If there is no way, a node is outside of the network, both are the same, `count` is below 1, or the
            weight is unknown.
    """
    check_weight(weight)
    if count < 1:
        raise ViewError(f"there cannot be {count} ways", "take 1 or more")
    for place in (start, end):
        if not 0 <= place < len(graph.nodes):
            raise ViewError(f"the network has no node at place {place}", f"it has {len(graph.nodes)} nodes")
    if start == end:
        raise ViewError(f"{_name(graph, start)} is both start and end", "take two different nodes")

    # Nodes go by their position in the order of ids, so that comparing numbers compares ids.
    ordered = sorted(range(len(graph.nodes)), key=lambda place: graph.nodes[place].id)
    position = {place: number for number, place in enumerate(ordered)}
    pairs, unit = lengths(merged(graph.edges, weight))
    steps: _Steps = [{} for _ in ordered]
    for (one, other), length in pairs.items():
        steps[position[one]][position[other]] = steps[position[other]][position[one]] = length

    found = _shortest(steps, position[start], position[end], count)
    if not found:
        raise ViewError(
            f"no way leads from {_name(graph, start)} to {_name(graph, end)}", "take fewer or wider filters"
        )
    strongest = _strongest(graph, weight)
    made = []
    for total, way in found:
        nodes = tuple(ordered[each] for each in way)
        edges = tuple(strongest[min(pair), max(pair)] for pair in pairwise(nodes))
        made.append(Path(nodes, edges, total / unit))
    return made


def in_words(path: Path, graph: PropertyGraph) -> str:
    """Return what a way says, a clause for each step: `e-ID brings transparency (3 records); open data brings …`.

    An edge is told from its source to its target, as on record, whichever way the path takes it. Where the network is
    undirected, a dash joins them.

    Args:
        path: A way in the network.
        graph: The network.
    """
    clauses = []
    for edge in path.edges:
        kind = _kind_in_words(edge.kind)
        grounded = any(each.record for each in edge.records)
        number = edge.weight("records")
        records = [f"{number} record" if number == 1 else f"{number} records"] if grounded else []
        source, target = _name(graph, edge.source), _name(graph, edge.target)
        if graph.directed:
            clauses.append(" ".join([source, kind, target, *(f"({each})" for each in records)]))
        else:
            clauses.append(f"{source} – {target} ({', '.join([kind, *records])})")
    return "; ".join(clauses) + "."


def merged(edges: Iterable[Edge], weight: str | None) -> dict[tuple[int, int], int]:
    """Return the weight of each pair of linked nodes, the lower place first; without a weight, 1.

    Args:
        edges: Of a network; those between the same nodes are added up.
        weight: A key of `WEIGHTS`, or None.
    """
    pairs: dict[tuple[int, int], int] = {}
    for edge in edges:
        pair = _pair(edge)
        pairs[pair] = (pairs.get(pair, 0) + edge.weight(weight)) if weight else 1
    return pairs


def lengths(pairs: Mapping[tuple[int, int], int]) -> tuple[dict[tuple[int, int], int], int]:
    """Return the inverse of each weight as a whole number of equal parts, and how many parts make 1.

    Sums of floating-point numbers depend on their order, by which ways of equal length would look unequal.
    """
    unit = math.lcm(*pairs.values())
    return {pair: unit // weight for pair, weight in pairs.items()}, unit


def check_weight(weight: str | None) -> None:
    """Do nothing if a weight is None or a key of `WEIGHTS`.

    Raises:
        ViewError: If it is not.
    """
    if weight is not None and weight not in WEIGHTS:
        raise ViewError(f"edges have no weight {weight!r}", f"there are: {', '.join(WEIGHTS)}")


def _shortest(steps: _Steps, start: int, end: int, count: int) -> list[tuple[int, tuple[int, ...]]]:
    """Return the first ways and their lengths, by length and then by nodes.

    The ways not yet returned are parted into classes: those that begin with the same nodes and do not go on to some.
    The heap has the first way of each class. When it is returned, the rest of its class is parted in turn, by the node
    at which a way leaves it.
    """
    first = _first(steps, (start,), frozenset(), end)
    heap = [(*first, 1, frozenset[int]())] if first else []
    found: list[tuple[int, tuple[int, ...]]] = []
    while heap and len(found) < count:
        total, way, shared, barred = heapq.heappop(heap)
        found.append((total, way))
        for length in range(shared, len(way)):
            refused = frozenset({way[length]}) | (barred if length == shared else frozenset())
            another = _first(steps, way[:length], refused, end)
            if another:
                heapq.heappush(heap, (*another, length, refused))
    return found


def _first(
    steps: _Steps, begun: tuple[int, ...], refused: frozenset[int], end: int
) -> tuple[int, tuple[int, ...]] | None:
    """Return the shortest way that begins with some nodes and does not go on to others, of equal ones the first."""
    last = begun[-1]
    onward = {node: length for node, length in steps[last].items() if node not in refused and node not in begun}
    # From the end backwards (Dijkstra, 1959), because then each node knows how far it still is.
    left: dict[int, int] = {}
    queue = [(0, end)]
    best = math.inf
    while queue:
        far, node = heapq.heappop(queue)
        if far >= best:
            break
        if node in left:
            continue
        left[node] = far
        if node in onward:
            best = min(best, far + onward[node])
        for near, length in steps[node].items():
            if near not in left and near not in begun:
                heapq.heappush(queue, (far + length, near))
    reached = [(onward[node] + left[node], node) for node in onward if node in left]
    if not reached:
        return None
    rest, node = min(reached)
    way = [*begun, node]
    while node != end:
        # Lengths are positive, so that what is left shrinks with each step and no node comes twice.
        node = min(near for near, length in steps[node].items() if left.get(near) == left[node] - length)
        way.append(node)
    return sum(steps[one][other] for one, other in pairwise(begun)) + rest, tuple(way)


def _strongest(graph: PropertyGraph, weight: str | None) -> dict[tuple[int, int], Edge]:
    """Return the edge of the largest weight for each pair of nodes, of equal ones the first by kind."""
    best: dict[tuple[int, int], Edge] = {}

    def order(edge: Edge) -> tuple[int, str, str]:
        return -edge.weight(weight or "records"), edge.kind, graph.nodes[edge.source].id

    for edge in graph.edges:
        pair = _pair(edge)
        if pair not in best or order(edge) < order(best[pair]):
            best[pair] = edge
    return best


def _pair(edge: Edge) -> tuple[int, int]:
    return min(edge.source, edge.target), max(edge.source, edge.target)


def _name(graph: PropertyGraph, place: int) -> str:
    node = graph.nodes[place]
    return node.label or node.id


def _kind_in_words(kind: str) -> str:
    """Return the last part of a name, its words apart: `depends on` for `pi:dependsOn`."""
    last = re.split(r"[:/#]", kind)[-1]
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f" {match[1].lower()}", last)
