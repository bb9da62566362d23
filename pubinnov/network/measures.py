"""Measures of how central a node is.

Every measure takes a network as undirected: the edges between two nodes, in either direction and of any kind, count as
one whose weight is the sum of theirs. The results do not depend on the order of nodes and edges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pubinnov.errors import ViewError
from pubinnov.network.paths import check_weight, lengths, merged
from pubinnov.property_graph.graph import PropertyGraph

#: The measures, and what each means for a reader.
MEASURES: dict[str, str] = {
    "degree": "how many others it is directly linked to",
    "weighted-degree": "how much its links weigh together: how much is on record about it in this view",
    "betweenness": "how often it lies on the shortest ways between others: what connects through it",
    "closeness": "how few steps it is from all others: how near it is to the whole field",
    "pagerank": "how much it is linked to by others that are themselves much linked to, each sharing out its own score",
    "eigenvector": "how much it belongs to the core, the group of the most linked that are linked to each other",
    "bridging": "how much it joins groups that have few other links between them, rather than being a hub of one",
}

#: Values nearer to each other than this share of the largest are equal: they differ by rounding only.
EQUAL = 1e-9
# Above this many nodes, a dense matrix takes more time and memory than it saves.
_DENSE = 400

# From how many nodes the breadth-first search starts at once, so that a level of it stays in the processor's cache.
_AT_ONCE = 1024

#: The weight of each pair of linked nodes, by their places.
Pairs = Mapping[tuple[int, int], int]


def values(graph: PropertyGraph, measure: str, weight: str | None = None) -> list[float]:
    """Return the value of a measure for each node, by its place.

    - `degree`: the number of neighbours; an edge from a node to itself counts twice, as is the convention. It has no
      weight.
    - `weighted-degree`: the sum of the weights of the edges (Barrat et al., 2004), `records` where none is named.
    - `betweenness` (Freeman, 1977; algorithm of Brandes, 2001): the share of the pairs of other nodes, 0 to 1. With a
      weight, an edge is 1/weight long (Newman, 2001), reckoned in whole numbers, so that equal lengths are equal.
    - `closeness` (Freeman, 1979): the inverse of the mean distance to the nodes that can be reached, times the share of
      the nodes that can be reached (Wasserman and Faust, 1994). With a weight, an edge is 1/weight long.
    - `pagerank` (Page et al., 1999), with damping 0.85; the values add up to 1.
    - `eigenvector` (Bonacich, 1972): the leading eigenvector of the adjacency matrix, of Euclidean length 1. It is
      unique only in a connected network. In others it is 0 outside of the connected part of the largest eigenvalue;
      where several parts have that one, each gets its share of an even start, which is what power iteration tends to.
    - `bridging` (bridging centrality; Hwang et al., 2006): betweenness times the bridging coefficient, the inverse of
      the degree over the sum of the inverse degrees of the neighbours. A weight affects the betweenness only.

    Args:
        graph: The network, taken as undirected.
        measure: A key of `MEASURES`.
        weight: A key of `WEIGHTS`, or None to count every pair of linked nodes once.

    Raises:
        ViewError: If the network has no nodes or no edges, the measure or weight is unknown, or `degree` has a weight.
    """
    weight = checked(graph, measure, weight)
    return Frame(graph).values(merged(graph.edges, weight), measure, weight)


def checked(graph: PropertyGraph, measure: str, weight: str | None) -> str | None:
    """Return the weight that a measure uses."""
    if measure not in MEASURES:
        near = get_close_matches(measure, MEASURES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(MEASURES)}"
        raise ViewError(f"no measure is called {measure!r}", hint)
    check_weight(weight)
    if measure == "degree" and weight:
        raise ViewError("the degree counts neighbours and has no weight", "take weighted-degree")
    if not graph.nodes:
        raise ViewError("the network is empty", "take fewer or wider filters")
    if not graph.edges:
        raise ViewError("the network has no edges to measure", "take fewer or wider filters")
    return "records" if measure == "weighted-degree" and weight is None else weight


class Frame:
    """The nodes of a network in the order of their ids, in which everything is computed.

    Rounding depends on the order of sums, so that another order of the same nodes would change last digits.
    """

    def __init__(self, graph: PropertyGraph) -> None:
        ordered = sorted(range(len(graph.nodes)), key=lambda place: graph.nodes[place].id)
        self._position = [0] * len(ordered)
        for position, place in enumerate(ordered):
            self._position[place] = position

    def values(self, pairs: Pairs, measure: str, weight: str | None) -> list[float]:
        """Return the values by place; nodes that no pair joins have no edges."""
        at = self._position
        moved = {(min(at[u], at[v]), max(at[u], at[v])): its for (u, v), its in pairs.items()}
        found = _MEASURED[measure](len(at), dict(sorted(moved.items())), weight is not None)
        return [found[position] for position in at]


def _degree(count: int, pairs: Pairs, _weighted: bool) -> list[float]:
    found = [0.0] * count
    for ends, weight in pairs.items():
        for end in ends:
            found[end] += weight
    return found


def _betweenness(count: int, pairs: Pairs, weighted: bool) -> list[float]:
    if not weighted:
        import rustworkx as rx

        # Several threads would add up the shares in another order in every run.
        found = rx.betweenness_centrality(_rustworkx(count, pairs), parallel_threshold=count + 1)
        return [found[node] for node in range(count)]
    import networkx as nx

    found = nx.betweenness_centrality(_networkx(count, lengths(pairs)[0]), weight="weight")
    return [float(found[node]) for node in range(count)]


def _closeness(count: int, pairs: Pairs, weighted: bool) -> list[float]:
    if not weighted:
        return _closeness_in_steps(count, pairs)
    import networkx as nx

    length, unit = lengths(pairs)
    graph = _networkx(count, length)
    made = []
    for node in range(count):
        reached = nx.single_source_dijkstra_path_length(graph, node)
        others, total = len(reached) - 1, sum(reached.values())
        # Division of whole numbers first: they can be too large for a floating-point number.
        made.append(others * unit / total * (others / (count - 1)) if total else 0.0)
    return made


def _closeness_in_steps(count: int, pairs: Pairs) -> list[float]:
    """Return the closeness by breadth-first search from many nodes at once, each a bit (MS-BFS; Then et al., 2014).

    Searches that start from one node after the other, as those of networkx and rustworkx do, take ten times as long.
    """
    import numpy as np

    ends = np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    steps = np.concatenate([ends, ends[:, ::-1]])
    steps = steps[np.argsort(steps[:, 0], kind="stable")]
    # Nodes without neighbours reach nothing, and the others are numbered without them.
    linked, numbered = np.unique(steps, return_inverse=True)
    origins, targets = numbered.reshape(-1, 2).T
    begins = np.searchsorted(origins, np.arange(len(linked)))
    reached, total = np.zeros(len(linked), dtype=np.int64), np.zeros(len(linked), dtype=np.int64)
    for start in range(0, len(linked), _AT_ONCE):
        sources = np.arange(start, min(start + _AT_ONCE, len(linked)))
        # A row a node: the sources that have reached it, each a bit.
        frontier = np.zeros((len(linked), -(-len(sources) // 64)), dtype=np.uint64)
        bits = sources - start
        frontier[sources, bits // 64] = np.uint64(1) << (bits % 64).astype(np.uint64)
        seen = frontier.copy()
        distance = 0
        while frontier.any():
            distance += 1
            frontier = np.bitwise_or.reduceat(frontier[targets], begins, axis=0) & ~seen
            seen |= frontier
            arrived = np.bitwise_count(frontier).sum(axis=1, dtype=np.int64)
            reached += arrived
            total += distance * arrived
    found = np.zeros(count)
    found[linked] = reached / total * (reached / max(count - 1, 1))
    return [float(each) for each in found]


def _pagerank(count: int, pairs: Pairs, weighted: bool) -> list[float]:
    import networkx as nx

    # Iterated well beyond the default, so that ranks do not depend on where it stops.
    found = nx.pagerank(_networkx(count, pairs), weight="weight" if weighted else None, tol=1e-14, max_iter=1000)
    return [float(found[node]) for node in range(count)]


def _eigenvector(count: int, pairs: Pairs, _weighted: bool) -> list[float]:
    import networkx as nx

    graph = _networkx(count, pairs)
    leading = [(_leading(graph, part), part) for part in map(sorted, nx.connected_components(graph))]
    largest = max(value for (value, _), _ in leading)
    found = [0.0] * count
    for (value, vector), part in leading:
        if value >= largest * (1 - EQUAL):
            share = math.fsum(vector)
            for node, its in zip(part, vector, strict=True):
                found[node] = its * share
    length = math.hypot(*found)
    return [each / length for each in found]


def _leading(graph: Any, part: list[int]) -> tuple[float, list[float]]:
    """Return the largest eigenvalue of a connected part, and its eigenvector, of length 1 and without a sign."""
    import networkx as nx

    if len(part) == 1:
        return float(graph.get_edge_data(part[0], part[0], {"weight": 0})["weight"]), [1.0]
    import scipy

    matrix = nx.to_scipy_sparse_array(graph, part, dtype=float)
    if len(part) <= _DENSE:
        last = len(part) - 1
        found, vectors = scipy.linalg.eigh(matrix.toarray(), subset_by_index=[last, last])
    else:
        # From an even start, not a random one, for the same result in every run.
        found, vectors = scipy.sparse.linalg.eigsh(matrix, k=1, which="LA", v0=[1.0] * len(part))
    return float(found[0]), [abs(float(each)) for each in vectors[:, 0]]


def _bridging(count: int, pairs: Pairs, weighted: bool) -> list[float]:
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        if source != target:
            neighbours[source].append(target)
            neighbours[target].append(source)
    inverse = [1 / len(near) if near else 0.0 for near in neighbours]
    coefficient = [
        own / math.fsum(inverse[each] for each in near) if near else 0.0
        for own, near in zip(inverse, neighbours, strict=True)
    ]
    return [a * b for a, b in zip(_betweenness(count, pairs, weighted), coefficient, strict=True)]


_MEASURED: dict[str, Callable[[int, Pairs, bool], list[float]]] = {
    "degree": _degree,
    "weighted-degree": _degree,
    "betweenness": _betweenness,
    "closeness": _closeness,
    "pagerank": _pagerank,
    "eigenvector": _eigenvector,
    "bridging": _bridging,
}


def _networkx(count: int, pairs: Pairs) -> Any:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((*ends, its) for ends, its in pairs.items())
    return graph


def _rustworkx(count: int, pairs: Pairs) -> Any:
    """Return a rustworkx graph without edges from a node to itself."""
    import rustworkx as rx

    graph = rx.PyGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data([ends for ends in pairs if ends[0] != ends[1]])
    return graph
