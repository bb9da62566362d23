"""Which nodes are alike: those that are linked to the same others.

Networks are taken as undirected: the edges between two nodes, in either direction and of any kind, count as one whose
weight is the sum of theirs; an edge from a node to itself does not count. The results do not depend on the order of
nodes and edges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.network.null_model import links, neighbours, null_networks
from pubinnov.property_graph.graph import Node, PropertyGraph

#: The methods, and what each means for a reader.
METHODS: dict[str, str] = {
    "jaccard": "the share of their neighbours that are common to both",
    "cosine": "how much their links point the same way, whether one has many or few",
    "weighted-jaccard": "the share of the weight of their links that is common to both",
}

# The neighbours of a node and the weights of the links.
_Near = Mapping[int, int]


class Likeness(NamedTuple):
    """A node and how much it is like the one asked for.

    Attributes:
        node: The other node.
        likeness: 0 for nothing in common to 1 for the same neighbours, and with weights the same proportions (cosine)
            or the same weights.
        shared: The neighbours of both, of which the likeness consists: what adds most to it first, then what has the
            fewest neighbours, as what is rare says more.
        chance: The share of random networks, in which every node has as many neighbours as here, in which the two are
            at least as alike; None if not asked for. Where several nodes are looked at, some are below any share.
    """

    node: Node
    likeness: float
    shared: tuple[Node, ...]
    chance: float | None


def similar(
    graph: PropertyGraph,
    node: int,
    *,
    method: str = "jaccard",
    weight: str | None = None,
    limit: int = 10,
    null: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> list[Likeness]:
    """Return the nodes of the same kind that are most like one, by their neighbours.

    - `jaccard` (Jaccard, 1901): the neighbours of both over the neighbours of either. It has no weight.
    - `cosine` (Salton and McGill, 1983): of the vectors of the weights of their links, 1 where no weight is named.
    - `weighted-jaccard` (Růžička, 1958): for each neighbour the lower of the two weights, over the higher, both added
      up; by `records` where no weight is named.

    Args:
        graph: The network, taken as undirected.
        node: The place of the node.
        method: A key of `METHODS`.
        weight: A key of `WEIGHTS`, or None.
        limit: How many at most.
        null: How many random networks to compare with; 0 for none, 100 or more for a chance worth quoting.
        progress: Called after each random network with how many are done, and of how many.

    Returns:
        Those with a neighbour in common, by likeness, then by id.

    Raises:
        ViewError: If the network has no nodes or no edges, the node is outside of it, the method or weight is unknown,
            `jaccard` has a weight, `limit` is below 1, or `null` is negative.
    """
    if method not in METHODS:
        nearest = get_close_matches(method, METHODS, n=1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"there are: {', '.join(METHODS)}"
        raise ViewError(f"no method is called {method!r}", hint)
    if method == "jaccard" and weight:
        raise ViewError("jaccard counts neighbours and has no weight", "take weighted-jaccard")
    if limit < 1:
        raise ViewError(f"there cannot be {limit} nodes", "take 1 or more")
    if null < 0:
        raise ViewError("the number of random networks is negative", "0 for none, 100 or more to compare with chance")
    if method == "weighted-jaccard" and weight is None:
        weight = "records"
    found = links(graph, weight).between_two()
    own = found.position(graph, node)
    compare = _COMPARED[method]
    near = neighbours(len(found.nodes), found.weights)
    reached = {other for between in near[own] for other in near[between]} - {own}
    kind = found.nodes[own].kind
    alike = [(compare(near[own], near[other]), other) for other in reached if found.nodes[other].kind == kind]
    best = sorted(alike, key=lambda each: (-each[0], each[1]))[:limit]

    as_alike = [0] * len(best)
    for done, weights in enumerate(null_networks(found, null), 1):
        by_chance: dict[int, dict[int, int]] = {each: {} for each in (own, *(other for _, other in best))}
        for (one, other), its in weights.items():
            if one in by_chance:
                by_chance[one][other] = its
            if other in by_chance:
                by_chance[other][one] = its
        for number, (likeness, other) in enumerate(best):
            as_alike[number] += compare(by_chance[own], by_chance[other]) >= likeness
        if progress:
            progress(done, null)

    adds = _ADDS[method]
    made = []
    for (likeness, other), times in zip(best, as_alike, strict=True):
        common = near[own].keys() & near[other].keys()
        shared = sorted((-adds(near[own][each], near[other][each]), len(near[each]), each) for each in common)
        chance = times / null if null else None
        made.append(Likeness(found.nodes[other], likeness, tuple(found.nodes[each] for *_, each in shared), chance))
    return made


def _jaccard(one: _Near, other: _Near) -> float:
    either = len(one.keys() | other.keys())
    return len(one.keys() & other.keys()) / either if either else 0.0


def _cosine(one: _Near, other: _Near) -> float:
    product = sum(its * other[each] for each, its in one.items() if each in other)
    # Whole numbers up to the root, so that equal likenesses are equal.
    squares = sum(its**2 for its in one.values()) * sum(its**2 for its in other.values())
    return math.sqrt(product**2 / squares) if product else 0.0


def _weighted_jaccard(one: _Near, other: _Near) -> float:
    lower = sum(min(its, other[each]) for each, its in one.items() if each in other)
    # What is not the lower of two is the higher of two.
    return lower / (sum(one.values()) + sum(other.values()) - lower) if lower else 0.0


_COMPARED: dict[str, Callable[[_Near, _Near], float]] = {
    "jaccard": _jaccard,
    "cosine": _cosine,
    "weighted-jaccard": _weighted_jaccard,
}

# What a shared neighbour adds to a likeness, by the weights of the two links to it.
_ADDS: dict[str, Callable[[int, int], int]] = {
    "jaccard": lambda _one, _other: 1,
    "cosine": lambda one, other: one * other,
    "weighted-jaccard": min,
}
