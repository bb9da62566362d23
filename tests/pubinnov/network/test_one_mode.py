"""Projection to one side against NetworkX, and what cannot be projected."""

from __future__ import annotations

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.one_mode import WEIGHTINGS, one_mode
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph

PEERS = {
    "count": bipartite.weighted_projected_graph,
    "newman": bipartite.collaboration_weighted_projected_graph,
    "jaccard": lambda graph, side: bipartite.overlap_weighted_projected_graph(graph, side, jaccard=True),
}


def network(kinds: str, *ends: tuple[int, int], directed: bool = True) -> PropertyGraph:
    """Return a network whose nodes have one-letter kinds; a third number of an edge makes it parallel."""
    nodes = [Node(f"t:{place}", f"http://e.org/{place}", kind, f"node {place}") for place, kind in enumerate(kinds)]
    return PropertyGraph("v", "A view", {"since": "2000"}, directed, nodes, [Edge(*each[:2], "e", []) for each in ends])


def peer(graph: PropertyGraph, weighting: str, side: set[str]) -> dict[tuple[str, str], float]:
    made = nx.Graph()
    made.add_nodes_from(node.id for node in graph.nodes)
    made.add_edges_from((graph.nodes[edge.source].id, graph.nodes[edge.target].id) for edge in graph.edges)
    found = PEERS[weighting](made, side)
    return {tuple(sorted(ends)): weight for *ends, weight in found.edges(data="weight")}  # type: ignore[misc]


def ours(graph: PropertyGraph, weighting: str, kind: str) -> dict[tuple[str, str], float]:
    made, weights = one_mode(graph, kind, weighting=weighting)
    return {
        (made.nodes[edge.source].id, made.nodes[edge.target].id): weight
        for edge, weight in zip(made.edges, weights, strict=True)
    }


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize(
    ("view", "kind", "kinds"),
    [
        ("countries_means", "country", {"Country"}),
        ("countries_means", "target", {"Method", "Technology"}),
        ("means_effects", "Means", {"Method", "Technology"}),
        ("means_effects", "Harm", {"Benefit", "Harm"}),
    ],
)
def test_views_agree_with_networkx(
    view: str, kind: str, kinds: set[str], weighting: str, packaged: KnowledgeGraph
) -> None:
    graph = packaged.network(view)
    side = {node.id for node in graph.nodes if node.kind in kinds}
    assert {node.id for node in one_mode(graph, kind).graph.nodes} == side
    assert ours(graph, weighting, kind) == pytest.approx(peer(graph, weighting, side), abs=1e-12)


@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(5, 9)), min_size=1),
    st.sampled_from(list(WEIGHTINGS)),
    st.sampled_from("ab"),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_generated_networks_agree_with_networkx(
    ends: set[tuple[int, int]], weighting: str, kind: str, flipped: bool, chance: random.Random
) -> None:
    # Isolated nodes, parallel edges, and edges that begin on either side.
    listed = [(two, one) if flipped and chance.random() < 0.5 else (one, two) for one, two in sorted(ends)]
    graph = network("aaaaabbbbb", *listed, *listed[:2], directed=not flipped)
    side = {node.id for node in graph.nodes if node.kind == kind}
    made = one_mode(graph, kind, weighting=weighting)
    assert {node.id for node in made.graph.nodes} == side
    assert ours(graph, weighting, kind) == pytest.approx(peer(graph, weighting, side), abs=1e-12)
    chance.shuffle(graph.edges)
    again = one_mode(graph, kind, weighting=weighting)
    assert (again.graph.nodes, again.graph.edges, again.weights) == (made.graph.nodes, made.graph.edges, made.weights)


def test_the_order_of_nodes_does_not_matter() -> None:
    graph = network("aaabb", (0, 3), (1, 3), (1, 4), (2, 4), (0, 4))
    order = [4, 2, 0, 3, 1]
    moved = PropertyGraph(
        "v",
        "A view",
        {},
        True,
        [graph.nodes[place] for place in order],
        [Edge(order.index(edge.source), order.index(edge.target), "e", []) for edge in graph.edges],
    )
    one, two = one_mode(graph, "a", weighting="newman"), one_mode(moved, "a", weighting="newman")
    assert (one.graph.nodes, one.graph.edges, one.weights) == (two.graph.nodes, two.graph.edges, two.weights)


def test_records_are_the_shared_neighbours() -> None:
    made = one_mode(network("aabb", (0, 2), (1, 2), (0, 3), (1, 3)), "source")
    [edge] = made.graph.edges
    assert [record.record for record in edge.records] == ["http://e.org/2", "http://e.org/3"]
    assert edge.weight("records") == made.weights[0] == 2.0
    assert made.graph.directed is False
    assert made.graph.filters == {"since": "2000"}


@pytest.mark.parametrize(
    ("graph", "kind", "message"),
    [
        (network(""), "a", "no edges"),
        (network("ab"), "a", "no edges"),
        (network("ab", (0, 1)), "c", "no side has"),
        (network("aa", (0, 1)), "a", "both sides have"),
        (network("aaa", (0, 1), (1, 2)), "a", "on one side of every edge"),
        (network("aaa", (0, 1), (1, 2)), "source", "on one side of every edge"),
        (network("ab", (0, 0), (0, 1)), "a", "on one side of every edge"),
    ],
)
def test_what_cannot_be_projected_is_told(graph: PropertyGraph, kind: str, message: str) -> None:
    with pytest.raises(ViewError, match=message) as caught:
        one_mode(graph, kind)
    assert caught.value.hint


def test_an_unknown_weighting_is_told() -> None:
    with pytest.raises(ViewError, match="'newmann'") as caught:
        one_mode(network("ab", (0, 1)), "a", weighting="newmann")
    assert caught.value.hint == "did you mean newman?"
