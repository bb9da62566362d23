"""Where the nodes of a network are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from pubinnov.errors import ViewError
from pubinnov.property_graph.graph import PropertyGraph

Points: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]

# A side of a two-sided network with more nodes than this has no room for its labels in a column.
_COLUMN = 30
# Repulsion is reckoned between this many pairs of nodes in a round; with more, from a sample drawn anew in each round.
_PAIRED = 1_200_000
_ROUNDS = 200
# Rows of a matrix are worked on in blocks of about this many cells, which the processor's cache holds.
_BLOCK = 50_000
# The share of a node's place that is its rank from left to right and from bottom to top, which evens out crowds.
_EVEN = 0.45
# How near two nodes may come, where 1 is the gap of as many nodes in a square grid.
_APART = 0.7

_Pairs = dict[tuple[int, int], float]


def layout(graph: PropertyGraph, *, seed: int = 0, weights: Sequence[float] | None = None) -> list[tuple[float, float]]:
    """Return a place in the unit square for each node, by its place in the list of nodes.

    A small network of two sides, such as means and effects, has a column for each side, in an order of few crossings
    (barycentre method; Sugiyama, Tagawa and Toda, 1981). In any other, linked nodes attract and all nodes repel each
    other (ForceAtlas2; Jacomy et al., 2014, here with the cooling of Fruchterman and Reingold, 1991); its separate
    parts stand beside each other, each in a square whose area is in proportion to its nodes. Directions do not count,
    and edges between the same nodes are added up.

    Args:
        graph: The network.
        seed: Of the random places that the forces start from. The same seed gives the same places.
        weights: Of each edge, more than 0; without, as many as it has `records`.

    Returns:
        For each node x and y, in 0..1 from left to right and from bottom to top.

    Raises:
        ViewError: If the network has no nodes.
    """
    if not graph.nodes:
        raise ViewError("the view is empty: there is nothing to draw", "use fewer or wider filters")
    pairs: _Pairs = {}
    for place, edge in enumerate(graph.edges):
        if edge.source != edge.target:
            pair = (min(edge.source, edge.target), max(edge.source, edge.target))
            pairs[pair] = pairs.get(pair, 0) + (edge.weight("records") if weights is None else weights[place])
    columns = _columns(graph, pairs)
    if columns:
        return columns
    random = np.random.default_rng(seed)
    parts = _components(len(graph.nodes), pairs)
    numbers = {node: (number, at) for number, part in enumerate(parts) for at, node in enumerate(part)}
    own: list[_Pairs] = [{} for _ in parts]
    for (one, two), weight in sorted(pairs.items()):
        number = numbers[one][0]
        own[number][numbers[one][1], numbers[two][1]] = weight
    places = np.empty((len(graph.nodes), 2))
    for part, links, (left, bottom, width, height) in zip(
        parts, own, _packed([len(part) for part in parts]), strict=True
    ):
        # A margin keeps parts apart; it is as wide as half the way to the next node within the part.
        margin = 0.5 / (len(part) ** 0.5 + 1)
        inside = margin + (1 - 2 * margin) * _placed(len(part), links, random)
        places[part] = np.array([left, bottom]) + np.array([width, height]) * inside
    return [(float(x), float(y)) for x, y in _unit(places)]


def _columns(graph: PropertyGraph, pairs: _Pairs) -> list[tuple[float, float]]:
    """Return places in two columns, or none if the network is not a small one of two sides."""
    sources = {edge.source for edge in graph.edges}
    targets = {edge.target for edge in graph.edges}
    sides = [sorted(sources), sorted(set(range(len(graph.nodes))) - sources)]
    if not graph.directed or not sources or sources & targets or max(map(len, sides)) > _COLUMN:
        return []
    near: dict[int, list[tuple[int, float]]] = {node: [] for side in sides for node in side}
    for (one, two), weight in sorted(pairs.items()):
        near[one].append((two, weight))
        near[two].append((one, weight))
    heights: dict[int, float] = {}
    for side in sides:
        heights.update(_spread(side))
    # Orders settle after few rounds; more would not undo the crossings that are left.
    for turn in range(24):
        side = sides[turn % 2 ^ 1]
        middle = {
            node: sum(heights[other] * weight for other, weight in near[node]) / sum(weight for _, weight in near[node])
            if near[node]
            else 0.0
            for node in side
        }
        side.sort(key=lambda node: (-middle[node], node))
        heights.update(_spread(side))
    return [(0.0 if node in sources else 1.0, heights[node]) for node in range(len(graph.nodes))]


def _spread(side: list[int]) -> dict[int, float]:
    """Return heights from the top down, with equal gaps."""
    return {node: 1 - (at + 0.5) / len(side) for at, node in enumerate(side)}


def _components(count: int, pairs: _Pairs) -> list[list[int]]:
    """Return the separate parts, the largest first, each sorted."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs)
    return sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))


def _packed(sizes: list[int]) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, width and height of a box for each size; sizes fall.

    A part of more than half of the nodes has the left side to itself; all others stand in rows.
    """
    sides = [size**0.5 for size in sizes]
    total = sum(sizes)
    main = 2 * sizes[0] > total
    boxes = [(0.0, 0.0, sides[0], sides[0])] * main
    rest = sides[len(boxes) :]
    if not rest:
        return boxes
    start = sides[0] if main else 0.0
    width = max(rest[0], (total - sizes[0]) / sides[0] if main else total**0.5 * (1 + 1e-9))
    across = bottom = height = 0.0
    for side in rest:
        if across + side > width:
            across, bottom, height = 0.0, bottom + height, 0.0
        boxes.append((start + across, bottom, side, side))
        across += side
        height = max(height, side)
    if main:
        boxes[0] = (0.0, 0.0, sides[0], max(sides[0], bottom + height))
    return boxes


def _unit(places: Points) -> Points:
    """Return places stretched to the unit square; a side without extent is put in the middle."""
    low, extent = places.min(axis=0), np.ptp(places, axis=0)
    flat = extent < 1e-12
    return np.where(flat, 0.5, (places - low) / np.where(flat, 1.0, extent))


def _placed(count: int, pairs: _Pairs, random: np.random.Generator) -> Points:
    """Return places of the nodes of a connected network in the unit square."""
    if count < 3:
        return np.array([[0.0, 0.5], [1.0, 0.5]])[:count] if count == 2 else np.full((1, 2), 0.5)

    ends = np.array(list(pairs), dtype=np.intp)
    one, two = ends[:, 0], ends[:, 1]
    pull = np.array(list(pairs.values()), dtype=float)
    mass = 1 + np.bincount(one, pull, count) + np.bincount(two, pull, count)
    radius = float(mass.sum() ** 0.5)
    places = random.uniform(-radius, radius, (count, 2))
    exact = count**2 <= _PAIRED
    for turn in range(_ROUNDS):
        some = np.arange(count) if exact else np.sort(random.choice(count, _PAIRED // count, replace=False))
        push = _pushed(places, places[some], mass[some] * (count / len(some)))
        drawn = (places[two] - places[one]) * pull[:, None]
        force = np.stack(
            [np.bincount(one, drawn[:, axis], count) - np.bincount(two, drawn[:, axis], count) for axis in (0, 1)],
            axis=1,
        )
        # All forces on a node are in proportion to its mass or degree, which therefore cancels out.
        step = push + force / mass[:, None]
        length = np.maximum(np.linalg.norm(step, axis=1), 1e-12)
        heat = 0.1 * radius * (1 - turn / _ROUNDS)
        places += step * (np.minimum(length, heat) / length)[:, None]
        places -= places.mean(axis=0)
    # The longest extent lies across the page, which is wider than high.
    places = places @ np.linalg.eigh(np.cov(places.T))[1][:, ::-1]
    ranks = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable") / max(count - 1, 1)
    even = (1 - _EVEN) * _unit(places) + _EVEN * ranks
    return _apart(even) if exact else even


def _pushed(places: Points, others: Points, mass: np.ndarray[Any, Any]) -> Points:
    """Return the push that each place gets from others: of their mass, and the inverse of the distance."""
    push = np.empty_like(places)
    step = max(_BLOCK // len(others), 1)
    for at in range(0, len(places), step):
        across = places[at : at + step, None, 0] - others[None, :, 0]
        up = places[at : at + step, None, 1] - others[None, :, 1]
        strength = mass / np.maximum(across**2 + up**2, 1e-4)
        push[at : at + step, 0] = (across * strength).sum(axis=1)
        push[at : at + step, 1] = (up * strength).sum(axis=1)
    return push


def _apart(places: Points) -> Points:
    """Return places in the unit square of which those too near to each other are pushed apart."""
    count = len(places)
    least = _APART / count**0.5
    step = max(_BLOCK // count, 1)
    for _ in range(40):
        moved = places.copy()
        for at in range(0, count, step):
            across = places[at : at + step, None, 0] - places[None, :, 0]
            up = places[at : at + step, None, 1] - places[None, :, 1]
            gap = np.maximum(np.sqrt(across**2 + up**2), 1e-9)
            # A little less than half of what is missing: the other node moves as well, and many may push.
            push = np.where(gap < least, 0.3 * (least - gap) / gap, 0.0)
            moved[at : at + step, 0] += (across * push).sum(axis=1)
            moved[at : at + step, 1] += (up * push).sum(axis=1)
        places = moved
    return _unit(places)
