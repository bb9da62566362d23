"""Random networks in which every node has as many neighbours as on record: what chance alone would bring.

Networks are taken as undirected, with the edges between two nodes merged, as `pubinnov.network.paths.merged` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pubinnov.errors import ViewError
from pubinnov.network.paths import check_weight, merged
from pubinnov.property_graph.graph import Node, PropertyGraph

# Attempted swaps for each link. In the views, the share of links that are left as they were no longer falls after 10.
_SWAPS = 10

Pair = tuple[int, int]


class Links(NamedTuple):
    """A network for measures that must not depend on the order of its nodes and edges.

    Attributes:
        nodes: By id.
        weights: Of the pairs of linked nodes, by their positions in `nodes`, in order. A pair is given with its source
            first if the network is bipartite, and else the lower position first.
        bipartite: Whether all edges lead from nodes of some kinds to nodes of others.
    """

    nodes: list[Node]
    weights: dict[Pair, int]
    bipartite: bool

    def position(self, graph: PropertyGraph, place: int) -> int:
        """Return the position of the node at a place of the network these are the links of.

        Raises:
            ViewError: If the network has no such place.
        """
        if not 0 <= place < len(graph.nodes):
            raise ViewError(f"the network has no node at place {place}", f"it has {len(graph.nodes)} nodes")
        return self.nodes.index(graph.nodes[place])

    def between_two(self) -> Links:
        """Return the network without links from a node to itself."""
        return self._replace(weights={pair: its for pair, its in self.weights.items() if pair[0] != pair[1]})


def links(graph: PropertyGraph, weight: str | None) -> Links:
    """Return the linked pairs of a network.

    Args:
        graph: The network.
        weight: A key of `WEIGHTS`, or None for weights of 1.

    Raises:
        ViewError: If the network has no nodes or no edges, or the weight is unknown.
    """
    check_weight(weight)
    if not graph.nodes:
        raise ViewError("the network is empty", "take fewer or wider filters")
    if not graph.edges:
        raise ViewError("the network has no edges to measure", "take fewer or wider filters")
    ordered = sorted(range(len(graph.nodes)), key=lambda place: graph.nodes[place].id)
    position = {place: number for number, place in enumerate(ordered)}
    sources = {graph.nodes[edge.source].kind for edge in graph.edges}
    targets = {graph.nodes[edge.target].kind for edge in graph.edges}
    bipartite = graph.directed and sources.isdisjoint(targets)
    weights = {}
    for pair, its in merged(graph.edges, weight).items():
        one, other = sorted(position[place] for place in pair)
        if bipartite and graph.nodes[ordered[one]].kind not in sources:
            one, other = other, one
        weights[one, other] = its
    return Links([graph.nodes[place] for place in ordered], dict(sorted(weights.items())), bipartite)


def neighbours(count: int, weights: Mapping[Pair, int]) -> list[dict[int, int]]:
    """Return each node's neighbours, in order, with the weights; a node linked to itself is one of its own."""
    near: list[dict[int, int]] = [{} for _ in range(count)]
    for (one, other), its in weights.items():
        near[one][other] = near[other][one] = its
    return [dict(sorted(each.items())) for each in near]


def rewired(pairs: Sequence[Pair], seed: int, bipartite: bool) -> list[Pair]:
    """Return a random network in which each node has as many neighbours as before.

    Two links a–b and c–d become a–d and c–b, unless that would double a link or join a node to itself, ten attempts for
    each link (Maslov and Sneppen, 2002). As a refused attempt counts, all networks with these degrees are equally
    likely in the long run (Milo et al., 2003). Links from a node to itself stay.

    Args:
        pairs: Different pairs of linked nodes; where `bipartite`, all sources first.
        seed: The same seed and pairs give the same network.
        bipartite: Whether links may only lead from a first to a second node of a pair.

    Returns:
        As many pairs. Where `bipartite`, each has the same first node as the one in its place before.

    """
    made = list(pairs)
    movable = [place for place, (one, other) in enumerate(made) if one != other]
    if len(movable) < 2:
        return made
    random = np.random.default_rng(seed)
    attempts = _SWAPS * len(movable)
    drawn = [random.integers(len(movable), size=attempts).tolist() for _ in range(2)]
    # A link has no direction unless the network is bipartite, so that either end can be swapped.
    turned = [False] * attempts if bipartite else (random.random(attempts) < 0.5).tolist()
    firsts, seconds = [made[place][0] for place in movable], [made[place][1] for place in movable]
    size = 1 + max(map(max, made))
    # A link as one number, lower end first unless sides matter: faster to look up than a pair.
    known = {_number(one, other, size, bipartite) for one, other in made}
    for i, j, turn in zip(*drawn, turned, strict=True):
        a, b = firsts[i], seconds[i]
        c, d = (seconds[j], firsts[j]) if turn else (firsts[j], seconds[j])
        if a == d or b == c:
            continue
        new = a * size + d if bipartite or a < d else d * size + a
        other_new = c * size + b if bipartite or c < b else b * size + c
        if new in known or other_new in known or new == other_new:
            continue
        known.remove(a * size + b if bipartite or a < b else b * size + a)
        known.remove(c * size + d if bipartite or c < d else d * size + c)
        known.add(new)
        known.add(other_new)
        seconds[i] = d
        firsts[j], seconds[j] = c, b
    for place, one, other in zip(movable, firsts, seconds, strict=True):
        made[place] = one, other
    return made


def null_networks(found: Links, count: int) -> Iterator[dict[Pair, int]]:
    """Yield the weights of random networks in which each node has as many neighbours as on record.

    A weight stays with its link as that is rewired: the weights are the same, but on other links. In a bipartite
    network the weights of a source still add up to the same.
    """
    pairs, weights = list(found.weights), list(found.weights.values())
    for seed in range(count):
        yield dict(zip(rewired(pairs, seed, found.bipartite), weights, strict=True))


def _number(one: int, other: int, size: int, bipartite: bool) -> int:
    return one * size + other if bipartite or one < other else other * size + one
