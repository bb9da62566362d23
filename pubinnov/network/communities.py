"""Communities: groups of nodes with more links among them than chance would bring, and whether there are any.

Networks are taken as undirected: the edges between two nodes, in either direction and of any kind, count as one whose
weight is the sum of theirs. The results do not depend on the order of nodes and edges.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from statistics import fmean
from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.network.null_model import Pair, links, null_networks
from pubinnov.property_graph.graph import Node, PropertyGraph

# Modularities nearer than this differ by rounding only.
_DIGITS = 12

# The positions of the nodes of each community.
_Groups = list[list[int]]


class Partition(NamedTuple):
    """The nodes of a network in communities.

    Attributes:
        communities: Each node in one of them; the largest first, of equal ones that with the lowest id. Nodes are by
            id. A node without neighbours is a community of its own.
        modularity: The share of the links within communities less the share expected by chance, at most 1 (Newman and
            Girvan, 2004); with a resolution, what is expected is multiplied by it.
        stability: How alike the partitions of other seeds are to this one: the mean adjusted Rand index (Hubert and
            Arabie, 1985), 1 if they are the same and about 0 if they agree by chance only; None with one seed.
        null_modularity: The mean and the greatest modularity found, in the same way, in random networks in which every
            node has as many neighbours as here; None if not asked for.
    """

    communities: list[list[Node]]
    modularity: float
    stability: float | None
    null_modularity: tuple[float, float] | None

    @property
    def is_more_than_chance(self) -> bool | None:
        """Whether the modularity is above that of every random network; None if not asked for."""
        return None if self.null_modularity is None else self.modularity > self.null_modularity[1]


def communities(
    graph: PropertyGraph,
    *,
    weight: str | None = None,
    resolution: float = 1.0,
    seeds: int = 10,
    null: int = 10,
    progress: Callable[[int, int], None] | None = None,
) -> Partition:
    """Return the communities of a network, by the method of Louvain (Blondel et al., 2008).

    The method depends on a random order of the nodes, so that it is run with several seeds. The partition of the
    highest modularity is kept, of equal ones the first in the order of ids.

    Random networks have communities too (Guimerà et al., 2004), so that a modularity means little by itself. They are
    made by rewiring (see `null_model.rewired`), on which weights stay with their links, and partitioned with as many
    seeds, as the best of ten is better than the best of one. If the network is bipartite, there can only be links
    between the sides, which the modularity does not know (Barber, 2007); the random networks keep the sides and so have
    the same error.

    Args:
        graph: The network, taken as undirected.
        weight: A key of `WEIGHTS`, or None to count every pair of linked nodes once.
        resolution: Above 1 for smaller communities, below for larger ones (Reichardt and Bornholdt, 2006).
        seeds: How often the network is partitioned.
        null: How many random networks; 0 for none. Each takes as long as the network itself, or longer.
        progress: Called after each network with how many are done, and of how many.

    Raises:
        ViewError: If the network has no nodes or no edges, the weight is unknown, the resolution is not a positive
            number, `seeds` is below 1, or `null` is negative.
    """
    if not (resolution > 0 and math.isfinite(resolution)):
        raise ViewError(f"the resolution is not a positive number: {resolution}", "1 is usual, 2 gives smaller groups")
    if seeds < 1:
        raise ViewError(f"the network cannot be partitioned {seeds} times", "take 1 seed or more")
    if null < 0:
        raise ViewError("the number of random networks is negative", "0 for none, 10 or more to compare with chance")
    found = links(graph, weight)
    count = len(found.nodes)
    done = 0

    def partitioned(weights: dict[Pair, int]) -> tuple[float, list[_Groups]]:
        nonlocal done
        made = _partitioned(count, weights, resolution, seeds)
        done += 1
        if progress:
            progress(done, 1 + null)
        return made

    modularity, (best, *others) = partitioned(found.weights)
    by_chance = [partitioned(weights)[0] for weights in null_networks(found, null)]
    stability = fmean(_rand_index(best, each, count) for each in others) if others else None
    return Partition(
        [[found.nodes[position] for position in group] for group in best],
        modularity,
        stability,
        (fmean(by_chance), max(by_chance)) if by_chance else None,
    )


def _partitioned(count: int, weights: dict[Pair, int], resolution: float, seeds: int) -> tuple[float, list[_Groups]]:
    """Return the highest modularity, and the partitions of all seeds, the one that has it first."""
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(range(count))
    network.add_weighted_edges_from((*pair, its) for pair, its in weights.items())
    tried = []
    for seed in range(seeds):
        raw = nx.community.louvain_communities(network, resolution=resolution, seed=seed)
        groups = sorted((sorted(group) for group in raw), key=lambda group: (-len(group), group[0]))
        modularity = float(nx.community.modularity(network, groups, resolution=resolution))
        tried.append((-round(modularity, _DIGITS), groups, modularity))
    tried.sort(key=lambda each: each[:2])
    return tried[0][2], [groups for _, groups, _ in tried]


def _rand_index(one: _Groups, other: _Groups, count: int) -> float:
    """Return the adjusted Rand index of two partitions: the share of pairs they agree on, above what chance gives."""
    place = {node: number for number, group in enumerate(other) for node in group}
    both = Counter((number, place[node]) for number, group in enumerate(one) for node in group)
    together = sum(math.comb(size, 2) for size in both.values())
    in_one, in_other = (sum(math.comb(len(group), 2) for group in each) for each in (one, other))
    if in_one == in_other == together:
        return 1.0
    expected = in_one * in_other / math.comb(count, 2)
    return (together - expected) / ((in_one + in_other) / 2 - expected)
