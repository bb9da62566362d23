"""Links that are likely missing: what the pattern of the known ones suggests, and how often it is right.

A suggestion is a lead for research, not a statement of fact: the two may be linked without a source that says so, or
not at all.

Networks are taken as undirected: the edges between two nodes, in either direction and of any kind, count as one. An
edge from a node to itself does not count. The results do not depend on the order of nodes and edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from pubinnov.errors import ViewError
from pubinnov.network.null_model import Links, Pair, links, neighbours
from pubinnov.property_graph.graph import Node, PropertyGraph

# Scores that differ by rounding only are equal to this many digits.
_DIGITS = 12


class Suggestion(NamedTuple):
    """A link that is likely missing.

    Attributes:
        source: In a bipartite network the source; else the node asked for, or the one of the lower id.
        target: The other end.
        score: Comparable within a network only; not a probability.
        because: The common ground, what adds most to the score first. In a bipartite network the nodes linked to the
            target that share neighbours with the source, such as the like countries that use a technology; else the
            neighbours of both.
    """

    source: Node
    target: Node
    score: float
    because: tuple[Node, ...]


class Accuracy(NamedTuple):
    """How many of the links that were hidden come back as suggestions, all rounds together.

    Attributes:
        hidden: How many links were hidden, which is also how many were suggested.
        hits: How many suggestions were hidden links.
        hit_rate: The share of them: precision and recall, which are the same here.
        baseline_hits: How many hits there are if the most linked nodes are suggested to each other.
        baseline_rate: The share of them.
    """

    hidden: int
    hits: int
    hit_rate: float
    baseline_hits: int
    baseline_rate: float


def suggest(graph: PropertyGraph, node: int | None = None, *, limit: int = 10) -> list[Suggestion]:
    """Return links that are likely missing.

    In a bipartite network, one whose edges all lead from nodes of some kinds to nodes of others, the score of a source
    and a target is the number of paths of length 3 between them, each divided by the square root of the product of the
    degrees of the two nodes on its way (L3; Kovács et al., 2019). In other networks it is the sum of the inverse
    degrees of the common neighbours (resource allocation; Zhou et al., 2009). Both did best when links were hidden in
    the views, against collaborative filtering and Adamic-Adar among others.

    Args:
        graph: The network, taken as undirected.
        node: The place of the node to suggest links of, or None for the whole network.
        limit: How many at most.

    Returns:
        Those with common ground, by score, then by the ids of source and target.

    Raises:
        ViewError: If the network has no nodes or no edges, the node is outside of it, or `limit` is below 1.
    """
    if limit < 1:
        raise ViewError(f"there cannot be {limit} suggestions", "take 1 or more")
    found = links(graph, None).between_two()
    scores = _Scores(found, list(found.weights))
    starts = scores.starts if node is None else [found.position(graph, node)]
    made = []
    for score, *ends in scores.best(scores.likely, starts, limit):
        source, target = ends[::-1] if found.bipartite and ends[0] not in scores.sources else ends
        ground = scores.ground(source, target)
        because = tuple(found.nodes[each] for each in ground)
        made.append(Suggestion(found.nodes[source], found.nodes[target], score, because))
    return made


def accuracy(graph: PropertyGraph, *, share: float = 0.1, seed: int = 0, rounds: int = 5) -> Accuracy:
    """Return how well `suggest` finds links that were hidden from it.

    In each round some links are hidden, and as many are suggested over the whole network. The baseline suggests those
    with the highest product of degrees (preferential attachment; Barabási and Albert, 1999), which needs no pattern.
    Where links were made from what nodes have in common, as in views of things that share means, hidden links follow
    from those that were left, and the share of hits says nothing about new ones.

    Args:
        graph: The network, taken as undirected.
        share: Of the links to hide, above 0 and below 1; one link at least.
        seed: Of the draws; the same seed hides the same links.
        rounds: How often.

    Raises:
        ViewError: If the network has no nodes or fewer than two linked pairs, the share is not between 0 and 1, or
            `rounds` is below 1.
    """
    if not 0 < share < 1:
        raise ViewError(f"the share of links to hide is not between 0 and 1: {share}", "0.1 is usual")
    if rounds < 1:
        raise ViewError(f"there cannot be {rounds} rounds", "take 1 or more")
    found = links(graph, None).between_two()
    pairs = list(found.weights)
    if len(pairs) < 2:
        raise ViewError("the network has fewer than two links, and none can be hidden", "take fewer or wider filters")
    hidden = min(max(round(share * len(pairs)), 1), len(pairs) - 1)
    random = np.random.default_rng(seed)
    hits = baseline_hits = 0
    for _ in range(rounds):
        taken = {pairs[each] for each in random.choice(len(pairs), hidden, replace=False).tolist()}
        scores = _Scores(found, [pair for pair in pairs if pair not in taken])
        suggested, popular = (scores.best(row, scores.starts, hidden) for row in (scores.likely, scores.popular))
        hits += sum((one, other) in taken for _, one, other in suggested)
        baseline_hits += sum((one, other) in taken for _, one, other in popular)
    total = hidden * rounds
    return Accuracy(total, hits, hits / total, baseline_hits, baseline_hits / total)


class _Scores:
    """Scores of the pairs of nodes that are not linked.

    Attributes:
        sources: The nodes that links lead from, if the network is bipartite.
        starts: The nodes whose rows together have every pair: the sources, or all nodes.
    """

    def __init__(self, found: Links, pairs: list[Pair]) -> None:
        count = len(found.nodes)
        near = neighbours(count, dict.fromkeys(pairs, 1))
        self._bipartite = found.bipartite
        # Of all links on record, so that a node keeps its side when its links are hidden.
        self.sources = {one for one, _ in found.weights} if found.bipartite else set()
        self._targets = sorted({other for _, other in found.weights})
        self.starts = sorted(self.sources) if found.bipartite else list(range(count))
        self._near = [np.array(list(each), dtype=int) for each in near]
        self._degree = np.array([len(each) for each in near], dtype=float)

    def likely(self, one: int) -> Any:
        """Return the score of each node as the other end: L3 in a bipartite network, else resource allocation."""
        row = np.zeros(len(self._near))
        if self._bipartite:
            like = self._like(one)
            for each in np.flatnonzero(like):
                row[self._near[each]] += like[each]
        else:
            for each in self._near[one]:
                row[self._near[each]] += 1 / self._degree[each]
        return self._unlinked(one, row.round(_DIGITS))

    def popular(self, one: int) -> Any:
        """Return the product of the degrees of a node and of each other one, on the other side if there are sides."""
        row = self._degree[one] * self._degree
        if self._bipartite:
            across = np.zeros(len(row))
            across[self._targets] = row[self._targets]
            row = across
        return self._unlinked(one, row)

    def ground(self, source: int, target: int) -> list[int]:
        """Return the nodes that a score consists of, those that add most first."""
        ends = self._near[target].tolist()
        if self._bipartite:
            adds = self._like(source).round(_DIGITS)
            return sorted((each for each in ends if adds[each] > 0), key=lambda each: (-adds[each], each))
        common = set(ends).intersection(self._near[source].tolist())
        return sorted(common, key=lambda each: (self._degree[each], each))

    def best(self, row: Callable[[int], Any], starts: Iterable[int], limit: int) -> list[tuple[float, int, int]]:
        """Return the pairs of the highest scores above 0, with their scores; of equal ones the first in order.

        Where both ends of a pair are among the starts, it is given once.

        Args:
            row: `likely` or `popular`.
            starts: One end.
            limit: How many at most.
        """
        seen = np.zeros(len(self._near), dtype=bool)
        kept = np.empty((3, 0))
        lowest = 0.0
        for one in starts:
            scores = row(one)
            scores[seen] = 0
            seen[one] = True
            others = np.flatnonzero((scores > 0) & (scores >= lowest))
            kept = np.hstack([kept, [scores[others], np.full(len(others), one), others]])
            # Cut now and then only, as sorting takes longer than adding.
            if kept.shape[1] > 2 * limit + 10_000:
                kept = self._first(kept, limit)
                lowest = kept[0, -1]
        return [(score, int(one), int(other)) for score, one, other in self._first(kept, limit).T.tolist()]

    def _first(self, kept: Any, limit: int) -> Any:
        return kept[:, np.lexsort((kept[2], kept[1], -kept[0]))[:limit]]

    def _like(self, one: int) -> Any:
        """Return how much each node on the same side adds to the score of each of its neighbours."""
        like = np.zeros(len(self._near))
        for each in self._near[one]:
            like[self._near[each]] += self._degree[each] ** -0.5
        like[one] = 0
        return like / np.sqrt(np.maximum(self._degree, 1))

    def _unlinked(self, one: int, row: Any) -> Any:
        row[self._near[one]] = 0
        row[one] = 0
        return row
