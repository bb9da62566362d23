"""What tests of networks share."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pubinnov.property_graph.graph import PropertyGraph

Shuffled = Callable[[PropertyGraph, int], tuple[PropertyGraph, dict[int, int]]]


@pytest.fixture(scope="session")
def shuffled() -> Shuffled:
    """What returns the same network in another order by a seed, and where the nodes went."""

    def moved(graph: PropertyGraph, seed: int) -> tuple[PropertyGraph, dict[int, int]]:
        chosen = random.Random(seed)
        order = chosen.sample(range(len(graph.nodes)), len(graph.nodes))
        place = {old: new for new, old in enumerate(order)}
        edges = []
        for edge in graph.edges:
            ends = place[edge.source], place[edge.target]
            # An undirected edge has no beginning.
            turned = not graph.directed and chosen.random() < 0.5
            edges.append(edge._replace(source=ends[turned], target=ends[not turned]))
        chosen.shuffle(edges)
        nodes = [graph.nodes[each] for each in order]
        return PropertyGraph(graph.view, graph.title, {}, graph.directed, nodes, edges), place

    return moved
