"""Two networks side by side, by hand and against NetworkX and SciPy."""

from __future__ import annotations

import random
from math import isnan

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.contrast import Counts, contrast
from pubinnov.property_graph.graph import WEIGHTS, Edge, Node, PropertyGraph, Record


def network(names: str, *edges: str, directed: bool = True, view: str = "v") -> PropertyGraph:
    """Return a network whose nodes have one letter, and whose edges are `ab3`: a to b, three records."""
    nodes = [Node(name, f"http://e.org/{name}", "", name) for name in names]
    made = [
        Edge(
            names.index(edge[0]),
            names.index(edge[1]),
            "e",
            [Record(f"{number}", "", "", "", None, "") for number in range(int(edge[2]))],
        )
        for edge in edges
    ]
    return PropertyGraph(view, "A view", {}, directed, nodes, made)


def test_by_hand() -> None:
    found = contrast(network("abc", "ab3", "ac1"), network("abd", "ab1", "bd1"))
    assert (found.only_first, found.only_second, found.both) == (Counts(1, 1), Counts(1, 1), Counts(2, 1))
    assert found.density == pytest.approx((2 / 3, 2 / 3))
    # Of a, all weight before and half after; d had none.
    assert [(each.node.id, each.first, each.second, each.change) for each in found.movers] == [
        ("a", 1.0, 0.5, -0.5),
        ("d", 0.0, 0.5, 0.5),
        ("b", 0.75, 1.0, 0.25),
        ("c", 0.25, 0.0, -0.25),
    ]
    assert found.rank_correlation == pytest.approx(-1)


def test_ends_of_undirected_edges_have_no_order() -> None:
    one, two = network("ab", "ab1", directed=False), network("ab", "ba1", directed=False)
    assert contrast(one, two).both == Counts(2, 1)
    assert contrast(network("ab", "ab1"), network("ab", "ba1")).both == Counts(2, 0)


def test_correlation_is_not_defined_for_ties_or_a_single_node() -> None:
    assert contrast(network("ab", "ab1"), network("ab", "ab3")).rank_correlation is None
    assert contrast(network("ab", "ab1"), network("bc", "bc1")).rank_correlation is None


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("view", ["countries_means", "means_effects", "initiatives"])
def test_periods_agree_with_networkx(view: str, weight: str, packaged: KnowledgeGraph) -> None:
    graphs = packaged.network(view, until=2010), packaged.network(view, since=2011)
    found = contrast(*graphs, weight=weight, limit=10**6)
    simple = [nx.Graph(graph.to_networkx().to_undirected()) for graph in graphs]
    assert found.density == pytest.approx(tuple(map(nx.density, simple)), abs=1e-12)
    assert found.density == pytest.approx(
        [igraph.Graph(len(g.nodes), [e[:2] for e in g.edges]).simplify().density() for g in graphs]
    )
    degrees: list[dict[str, int]] = []
    for graph in graphs:
        degree = {node.id: 0 for node in graph.nodes}
        for edge in graph.edges:
            for end in edge[:2]:
                degree[graph.nodes[end].id] += edge.weight(weight)
        degrees.append(degree)
    shared = sorted(degrees[0].keys() & degrees[1].keys())
    expected = spearmanr([degrees[0][name] for name in shared], [degrees[1][name] for name in shared]).statistic
    # Where all weights are equal, as those of `initiatives` by initiative are, there is no order to agree with.
    assert found.rank_correlation == (None if isnan(expected) else pytest.approx(expected, abs=1e-12))
    # No edge of these views leads from a node to itself, so that an edge's weight is at two nodes.
    for place in (1, 2):
        assert sum(mover[place] for mover in found.movers) <= 2 + 1e-9
    for mover in found.movers:
        for degree, share in zip(degrees, mover[1:3], strict=True):
            assert share == pytest.approx(2 * degree.get(mover.node.id, 0) / sum(degree.values()), abs=1e-12)
    assert found.only_first.nodes + found.both.nodes == len(graphs[0].nodes)
    assert found.only_second.edges + found.both.edges == len(graphs[1].edges)


EDGES = st.lists(st.builds("{}{}{}".format, *map(st.sampled_from, ("abcd", "abcd", "123"))), min_size=1, max_size=8)


@given(EDGES, EDGES, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_sides_can_be_swapped(
    first: list[str], second: list[str], directed: bool, chance: random.Random
) -> None:
    found = contrast(network("abcd", *first, directed=directed), network("abcd", *second, directed=directed))
    back = contrast(network("abcd", *second, directed=directed), network("abcd", *first, directed=directed))
    assert (back.only_first, back.only_second, back.both) == (found.only_second, found.only_first, found.both)
    assert [mover.node for mover in back.movers] == [mover.node for mover in found.movers]
    assert all(0 <= share <= 1 for mover in found.movers for share in mover[1:3])
    chance.shuffle(first)
    assert (
        contrast(network("cabd", *first, directed=directed), network("dabc", *second, directed=directed)).movers
        == found.movers
    )


def test_a_network_is_like_itself(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("countries_means")
    found = contrast(graph, graph)
    assert found.movers == []
    assert found.rank_correlation == pytest.approx(1)
    assert found.both == Counts(len(graph.nodes), len(graph.edges))


def test_what_is_wrong_is_told() -> None:
    one = network("ab", "ab1")
    for other, options, message in (
        (network("ab", "ab1", view="w"), {}, "two views, v and w"),
        (network("ab"), {}, "no edges"),
        (network(""), {}, "no edges"),
        (one, {"limit": -1}, "-1 movers"),
        (one, {"weight": "fame"}, "no weight 'fame'"),
    ):
        with pytest.raises(ViewError, match=message) as caught:
            contrast(one, other, **options)  # type: ignore[arg-type]
        assert caught.value.hint
