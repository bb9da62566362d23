"""Two networks of one view side by side: two periods, or two regions."""

from __future__ import annotations

from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.network.paths import check_weight, merged
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record


class Counts(NamedTuple):
    """How many nodes and edges.

    Attributes:
        nodes: Nodes, by id.
        edges: Edges, by the ids of their ends and their kind.
    """

    nodes: int
    edges: int


class Mover(NamedTuple):
    """A node, and how its share of the weight changed.

    Attributes:
        node: The node.
        first: The share of the weight of all edges of the first network that is on edges at the node, 0 to 1; 0 where
            it is missing.
        second: The same of the second.
        change: The second less the first.
    """

    node: Node
    first: float
    second: float
    change: float


class Contrast(NamedTuple):
    """Two networks of one view side by side.

    Attributes:
        first: The caption of the first.
        second: The caption of the second.
        only_first: How many nodes and edges only the first has.
        only_second: How many only the second has.
        both: How many both have.
        density: Of each: pairs of linked nodes to all pairs of nodes, 0 to 1; 0 for a single node.
        movers: The nodes whose share changed, the greatest change either way first.
        rank_correlation: Spearman's (1904), of the weighted degrees of the nodes that both have, -1 to 1; None where
            there are fewer than two, or all degrees of one network are equal.
    """

    first: str
    second: str
    only_first: Counts
    only_second: Counts
    both: Counts
    density: tuple[float, float]
    movers: list[Mover]
    rank_correlation: float | None


def contrast(first: PropertyGraph, second: PropertyGraph, *, weight: str = "records", limit: int = 10) -> Contrast:
    """Return what two networks of one view have in common and what changed, taking them as undirected for measures.

    A share is that of all weight, so that networks of different size can be compared. What is missing in one may be
    missing on record only.

    Args:
        first: A network.
        second: Another of the same view, such as of a later period or another region.
        weight: A key of `WEIGHTS`.
        limit: How many movers at most.

    Raises:
        ViewError: If they are of different views, one has no edges, the limit is negative, or the weight is unknown.
    """
    check_weight(weight)
    if (first.view, first.directed) != (second.view, second.directed):
        raise ViewError(
            f"these are two views, {first.view} and {second.view}", "compare two periods or regions of one view"
        )
    for graph in (first, second):
        if not graph.edges:
            raise ViewError(f"the network has no edges: {graph.caption}", "take fewer or wider filters")
    if limit < 0:
        raise ViewError(f"there cannot be {limit} movers", "take 0 or more")
    one, other = _Side(first, weight), _Side(second, weight)
    movers = []
    for name in one.nodes.keys() | other.nodes.keys():
        before, after = one.share(name), other.share(name)
        if before != after:
            movers.append(Mover(one.nodes.get(name) or other.nodes[name], before, after, after - before))
    movers.sort(key=lambda mover: (-abs(mover.change), mover.node.id))
    shared = sorted(one.nodes.keys() & other.nodes.keys())
    return Contrast(
        first.caption,
        second.caption,
        Counts(len(one.nodes.keys() - other.nodes.keys()), len(one.edges - other.edges)),
        Counts(len(other.nodes.keys() - one.nodes.keys()), len(other.edges - one.edges)),
        Counts(len(shared), len(one.edges & other.edges)),
        (one.density, other.density),
        movers[:limit],
        _spearman([one.degree.get(name, 0) for name in shared], [other.degree.get(name, 0) for name in shared]),
    )


def union(first: PropertyGraph, second: PropertyGraph) -> tuple[PropertyGraph, list[int]]:
    """Return the nodes and edges of two networks of one view together, and whose each node is.

    Returns:
        The network, an edge with the records of both; and for each node 0 if both have it, 1 if only the first does, 2
        if only the second.
    """
    nodes = sorted({*first.nodes, *second.nodes})
    places = {node.id: place for place, node in enumerate(nodes)}
    records: dict[tuple[int, int, str], dict[Record, None]] = {}
    for graph in (first, second):
        for edge in graph.edges:
            ends = (places[graph.nodes[edge.source].id], places[graph.nodes[edge.target].id], edge.kind)
            records.setdefault(ends, {}).update(dict.fromkeys(edge.records))
    one, other = ({node.id for node in graph.nodes} for graph in (first, second))
    groups = [0 if node.id in one & other else 1 if node.id in one else 2 for node in nodes]
    edges = [Edge(*ends, list(its)) for ends, its in sorted(records.items(), key=lambda each: each[0])]
    title = f"{first.caption} and {second.caption}"
    return PropertyGraph(first.view, title, {}, first.directed, nodes, edges), groups


class _Side:
    """One of the two networks, by the ids of its nodes."""

    def __init__(self, graph: PropertyGraph, weight: str) -> None:
        ids = [node.id for node in graph.nodes]
        self.nodes = dict(zip(ids, graph.nodes, strict=True))
        self.edges = {
            (*(ends if graph.directed else sorted(ends)), edge.kind)
            for edge in graph.edges
            for ends in [(ids[edge.source], ids[edge.target])]
        }
        pairs = merged(graph.edges, weight)
        self._total = sum(pairs.values())
        self._incident: dict[str, int] = {}
        #: By convention, an edge from a node to itself counts twice.
        self.degree: dict[str, int] = {}
        for ends, weighs in pairs.items():
            for end in set(ends):
                self._incident[ids[end]] = self._incident.get(ids[end], 0) + weighs
            for end in ends:
                self.degree[ids[end]] = self.degree.get(ids[end], 0) + weighs
        count = len(ids)
        linked = sum(source != target for source, target in pairs)
        self.density = 2 * linked / (count * (count - 1)) if count > 1 else 0.0

    def share(self, name: str) -> float:
        return self._incident.get(name, 0) / self._total


def _spearman(before: list[int], after: list[int]) -> float | None:
    # Not defined for fewer than two nodes, nor where all ranks are tied.
    if len(set(before)) < 2 or len(set(after)) < 2:
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(before, after).statistic)
