"""Likeness against NetworkX, SciPy and igraph, and against random networks."""

from __future__ import annotations

from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cosine

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.paths import merged
from pubinnov.network.similarity import METHODS, similar
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record


def network(kinds: str, ends: list[tuple[int, int, str, int]], *, directed: bool = False) -> PropertyGraph:
    """Return a network of nodes of kinds, and edges of a kind with so many records."""
    nodes = [Node(f"n:{place:02}", f"http://e.org/{place}", kind, f"node {place}") for place, kind in enumerate(kinds)]
    edges = [
        Edge(source, target, kind, [Record(str(number), "", "", "", None, "") for number in range(records)])
        for source, target, kind, records in ends
    ]
    return PropertyGraph("v", "A view", {}, directed, nodes, edges)


#: Two of kind A that share 2 and 3; 3 is also linked to another; node 5 is of another kind, node 6 alone.
SMALL = network(
    "AAXXABA",
    [(0, 2, "e", 2), (0, 2, "f", 1), (1, 2, "e", 1), (0, 3, "e", 5), (3, 1, "e", 4), (4, 3, "e", 1), (5, 2, "e", 1)],
)


@st.composite
def networks(draw: st.DrawFn) -> PropertyGraph:
    """Draw a network with parallel and self edges, and isolated nodes."""
    kinds = draw(st.text("AB", min_size=1, max_size=8))
    place = st.integers(0, len(kinds) - 1)
    ends = draw(st.sets(st.tuples(place, place, st.sampled_from("ab"), st.integers(1, 4)), min_size=1, max_size=20))
    distinct = {each[:3]: each for each in sorted(ends)}
    return network(kinds, list(distinct.values()), directed=draw(st.booleans()))


def matrix(graph: PropertyGraph, weight: str | None) -> np.ndarray:
    made = np.zeros((len(graph.nodes),) * 2)
    for (one, other), its in merged(graph.edges, weight).items():
        made[one, other] = made[other, one] = its
    np.fill_diagonal(made, 0)
    return made


def expected(graph: PropertyGraph, method: str, weight: str | None, one: int, other: int) -> float:
    if method == "jaccard":
        made = nx.Graph([pair for pair in merged(graph.edges, None) if pair[0] != pair[1]])
        made.add_nodes_from(range(len(graph.nodes)))
        return float(next(iter(nx.jaccard_coefficient(made, [(one, other)])))[2])
    a, b = (matrix(graph, weight)[each] for each in (one, other))
    if method == "cosine":
        return 1 - float(cosine(a, b)) if a.any() and b.any() else 0.0
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum()) if a.any() or b.any() else 0.0


def test_a_likeness_tells_in_what_it_consists() -> None:
    first, second = similar(SMALL, 0)
    assert (first.node.id, first.likeness, first.chance) == ("n:01", 1.0, None)
    assert (second.node.id, second.likeness) == ("n:04", 0.5)
    assert [node.id for node in first.shared] == ["n:02", "n:03"]
    assert [node.id for node in second.shared] == ["n:03"]
    weighted = similar(SMALL, 0, method="weighted-jaccard")[0]
    assert weighted.likeness == (1 + 4) / (3 + 5)
    assert [node.id for node in weighted.shared] == ["n:03", "n:02"], "the strongest first"


def test_what_is_rare_comes_first() -> None:
    graph = network("AAAXX", [(0, 3, "e", 1), (1, 3, "e", 1), (2, 3, "e", 1), (0, 4, "e", 1), (1, 4, "e", 1)])
    assert [node.id for node in similar(graph, 0)[0].shared] == ["n:04", "n:03"]


@pytest.mark.parametrize(
    ("method", "weight"), [("jaccard", None), ("cosine", None), ("cosine", "records"), ("weighted-jaccard", "records")]
)
@settings(max_examples=40)
@given(graph=networks())
def test_generated_networks(method: str, weight: str | None, graph: PropertyGraph) -> None:
    for node in range(len(graph.nodes)):
        found = {each.node.id: each.likeness for each in similar(graph, node, method=method, weight=weight, limit=99)}
        for other in range(len(graph.nodes)):
            if other == node or graph.nodes[other].kind != graph.nodes[node].kind:
                assert graph.nodes[other].id not in found
            else:
                value = found.get(graph.nodes[other].id, 0.0)
                assert value == pytest.approx(expected(graph, method, weight, node, other), abs=1e-9)
        assert all(0 < value <= 1 for value in found.values())


@pytest.mark.parametrize("view", ["means_effects", "countries_means", "countries"])
def test_views_against_igraph(view: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(view)
    other = igraph.Graph(len(graph.nodes), [*merged(graph.edges, None)])
    values = other.similarity_jaccard(loops=False)
    for node in range(0, len(graph.nodes), 29):
        for each in similar(graph, node, limit=20):
            assert each.likeness == pytest.approx(values[node][graph.nodes.index(each.node)], abs=1e-9)


@settings(max_examples=40)
@given(networks(), st.sampled_from(sorted(METHODS)), st.integers(0, 99))
def test_order_does_not_matter(
    shuffled: Callable[..., tuple[PropertyGraph, dict[int, int]]], graph: PropertyGraph, method: str, seed: int
) -> None:
    other, place = shuffled(graph, seed)
    for node in range(len(graph.nodes)):
        assert similar(graph, node, method=method, null=2) == similar(other, place[node], method=method, null=2)


def test_equal_likenesses_are_in_the_order_of_ids() -> None:
    # Cosines of 1/√2, once as 1/√2 and once as 3/√18.
    ends = [(0, 6, "e", 1), (1, 6, "e", 3), (1, 7, "e", 3), (2, 6, "e", 1), (2, 8, "e", 1)]
    found = similar(network("AAABBBXXX", ends), 0, method="cosine", weight="records")
    assert [each.node.id for each in found] == ["n:01", "n:02"]
    assert found[0].likeness == found[1].likeness


def test_chance_is_low_for_what_a_pattern_explains_and_high_for_what_degree_does() -> None:
    # Ten of kind A in two camps; each camp uses its own ten.
    camps = [(a, 10 + 10 * (a // 5) + x, "e", 1) for a in range(10) for x in range(10) if (a + x) % 4]
    found = similar(network("A" * 10 + "X" * 20, camps, directed=True), 0, null=50)
    assert [each.node.id for each in found[:4]] == ["n:04", "n:01", "n:02", "n:03"]
    assert max(each.chance for each in found if each.chance is not None) < 0.1
    # Everyone is linked to everything, which cannot be otherwise.
    full = network("AAAXX", [(a, x, "e", 1) for a in range(3) for x in (3, 4)], directed=True)
    assert [each.chance for each in similar(full, 0, null=5)] == [1, 1]


def test_limit_and_nodes_alone() -> None:
    assert len(similar(SMALL, 0, limit=1)) == 1
    assert similar(SMALL, 6) == []
    assert similar(SMALL, 5) == [], "no other is of its kind"


@pytest.mark.parametrize(
    ("node", "options", "message"),
    [
        (-1, {}, "no node at place -1"),
        (7, {}, "no node at place 7"),
        (0, {"method": "jacard"}, "no method is called 'jacard'"),
        (0, {"weight": "records"}, "jaccard counts neighbours"),
        (0, {"method": "cosine", "weight": "size"}, "no weight 'size'"),
        (0, {"limit": 0}, "cannot be 0"),
        (0, {"null": -1}, "negative"),
    ],
)
def test_wrong_options(node: int, options: dict[str, object], message: str) -> None:
    with pytest.raises(ViewError, match=message) as caught:
        similar(SMALL, node, **options)  # type: ignore[arg-type]
    assert caught.value.hint


@pytest.mark.parametrize("kinds", ["", "AA"])
def test_networks_without_edges(kinds: str) -> None:
    with pytest.raises(ViewError, match=r"empty|no edges"):
        similar(network(kinds, []), 0)
