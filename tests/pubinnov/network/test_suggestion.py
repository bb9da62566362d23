"""Suggested links against paths counted one by one and NetworkX, and their accuracy against a plain reckoning."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.paths import merged
from pubinnov.network.suggestion import accuracy, suggest
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph


def network(kinds: str, ends: list[tuple[int, int]], *, directed: bool) -> PropertyGraph:
    nodes = [Node(f"n:{place:03}", f"http://e.org/{place}", kind, f"node {place}") for place, kind in enumerate(kinds)]
    return PropertyGraph("v", "A view", {}, directed, nodes, [Edge(*each, "e", []) for each in ends])


#: Sources 0, 1, 2 and targets 3, 4, 5; 1 and 2 use 5, and share with 0 one and two others.
BIPARTITE = network("AAAXXX", [(0, 3), (0, 4), (1, 3), (1, 5), (2, 3), (2, 4), (2, 5)], directed=True)


@st.composite
def one_mode(draw: st.DrawFn) -> PropertyGraph:
    count = draw(st.integers(1, 9))
    place = st.integers(0, count - 1)
    ends = draw(st.lists(st.tuples(place, place), min_size=1, max_size=20))
    return network("A" * count, ends, directed=draw(st.booleans()))


@st.composite
def bipartite(draw: st.DrawFn) -> PropertyGraph:
    """Draw a network of sources of two kinds and targets of another, with the ids of both mixed."""
    kinds = "AXBXAXBXA"
    ends = draw(st.sets(st.tuples(st.sampled_from([0, 2, 4, 6]), st.sampled_from([1, 3, 5, 7])), min_size=1))
    return network(kinds, sorted(ends), directed=True)


def simple(graph: PropertyGraph) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(graph.nodes)
    made.add_edges_from(
        (graph.nodes[one], graph.nodes[other]) for one, other in merged(graph.edges, None) if one != other
    )
    return made


def l3(made: nx.Graph, source: Node, target: Node) -> float:
    return sum(
        1 / math.sqrt(made.degree(x) * made.degree(y))
        for x, y in product(made[source], made[target])
        if made.has_edge(x, y) and y != source and x != target
    )


def test_a_bipartite_network_by_hand() -> None:
    found = suggest(BIPARTITE)
    assert [(each.source.id, each.target.id) for each in found] == [("n:000", "n:005"), ("n:001", "n:004")]
    # By way of 3 and 1, 3 and 2, 4 and 2: degrees 3 and 2, 3 and 3, 2 and 3.
    assert found[0].score == pytest.approx(1 / math.sqrt(6) + 1 / 3 + 1 / math.sqrt(6))
    assert [node.id for node in found[0].because] == ["n:002", "n:001"]
    assert suggest(BIPARTITE, 0) == found[:1]
    assert suggest(BIPARTITE, 4) == found[1:], "a target's, from source to target"
    assert suggest(BIPARTITE, 3) == []
    assert suggest(BIPARTITE, limit=1) == found[:1]


def test_a_one_mode_network_by_hand() -> None:
    graph = network("AAAAA", [(0, 2), (1, 2), (0, 3), (1, 3), (3, 4), (3, 3)], directed=False)
    found = suggest(graph)
    ends = [("n:002", "n:003"), ("n:000", "n:001"), ("n:000", "n:004"), ("n:001", "n:004")]
    assert [(each.source.id, each.target.id) for each in found] == ends
    assert [each.score for each in found] == pytest.approx([1 / 2 + 1 / 2, 1 / 2 + 1 / 3, 1 / 3, 1 / 3])
    assert [node.id for node in found[1].because] == ["n:002", "n:003"], "the one of fewer links first"
    mine = suggest(graph, 1)
    assert [(each.source.id, each.target.id) for each in mine] == [("n:001", "n:000"), ("n:001", "n:004")]


@settings(max_examples=60)
@given(one_mode())
def test_one_mode_scores_are_those_of_networkx(graph: PropertyGraph) -> None:
    made = simple(graph)
    found = {(each.source, each.target): each for each in suggest(graph, limit=999)}
    for one, other in combinations(graph.nodes, 2):
        if made.has_edge(one, other):
            assert (one, other) not in found
            continue
        score = next(iter(nx.resource_allocation_index(made, [(one, other)])))[2]
        if (one, other) in found:
            assert found[one, other].score == pytest.approx(score, abs=1e-9)
            assert set(found[one, other].because) == set(nx.common_neighbors(made, one, other))
        else:
            assert score == 0
    assert all(each.source != each.target for each in found.values())


@settings(max_examples=60)
@given(bipartite())
def test_bipartite_scores_are_paths_of_three(graph: PropertyGraph) -> None:
    made = simple(graph)
    found = {(each.source, each.target): each for each in suggest(graph, limit=999)}
    for one, other in product(graph.nodes, graph.nodes):
        score = l3(made, one, other) if not made.has_edge(one, other) and one.kind != "X" == other.kind else 0
        if (one, other) in found:
            each = found[one, other]
            assert each.score == pytest.approx(score, abs=1e-9)
            ways = {y for y in made[other] if y != one and set(made[y]) & set(made[one])}
            assert set(each.because) == ways
        else:
            assert score == 0


@settings(max_examples=60)
@given(one_mode() | bipartite(), st.integers(0, 99))
def test_order_does_not_matter(
    shuffled: Callable[..., tuple[PropertyGraph, dict[int, int]]], graph: PropertyGraph, seed: int
) -> None:
    other, place = shuffled(graph, seed)
    assert suggest(graph) == suggest(other)
    for node in range(len(graph.nodes)):
        assert suggest(graph, node) == suggest(other, place[node])
    if len({frozenset(edge[:2]) for edge in graph.edges if edge.source != edge.target}) > 1:
        assert accuracy(graph, seed=seed) == accuracy(other, seed=seed)


@settings(max_examples=60)
@given(one_mode() | bipartite())
def test_a_node_has_the_suggestions_of_the_whole_network(graph: PropertyGraph) -> None:
    every = suggest(graph, limit=999)
    for place, node in enumerate(graph.nodes):
        mine = {frozenset(each[:2]): each.score for each in every if node in each[:2]}
        assert {frozenset(each[:2]): each.score for each in suggest(graph, place, limit=999)} == pytest.approx(mine)


@pytest.mark.parametrize("view", ["means_effects", "countries_means", "countries"])
def test_views(view: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(view)
    made = simple(graph)
    found = suggest(graph, limit=50)
    assert len(found) == 50
    for each in found:
        assert not made.has_edge(each.source, each.target)
        if view == "countries":
            score = next(iter(nx.resource_allocation_index(made, [each[:2]])))[2]
        else:
            score = l3(made, each.source, each.target)
        assert each.score == pytest.approx(score, abs=1e-9)
    order = [(-each.score, each.source.id, each.target.id) for each in found]
    assert order == sorted(order)


def test_more_pairs_than_are_kept_at_a_time(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("countries_means")
    # For the larger limit all pairs with ground in common are sorted at once, for the smaller they are not.
    assert suggest(graph, limit=20) == suggest(graph, limit=5000)[:20]


@pytest.mark.parametrize(("view", "rate"), [("means_effects", 0.03), ("countries_means", 0.05), ("countries", 0.5)])
def test_more_hidden_links_come_back_than_by_popularity(view: str, rate: float, packaged: KnowledgeGraph) -> None:
    found = accuracy(packaged.network(view), rounds=8)
    assert found.hit_rate > rate
    assert found.hits > 1.1 * found.baseline_hits
    assert found.hit_rate == found.hits / found.hidden
    assert found.baseline_rate == found.baseline_hits / found.hidden


def test_accuracy_is_that_of_a_plain_reckoning(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    sources = sorted({edge.source for edge in graph.edges})
    targets = sorted({edge.target for edge in graph.edges})
    links = sorted(edge[:2] for edge in graph.edges)
    hidden = round(len(links) / 10)
    chosen = np.random.default_rng(3)
    hits = baseline = 0
    for _ in range(2):
        taken = {links[each] for each in chosen.choice(len(links), hidden, replace=False)}
        left = np.zeros((len(graph.nodes),) * 2)
        for each in set(links) - taken:
            left[each] = 1
        left = left[np.ix_(sources, targets)]
        by_source, by_target = (np.maximum(left.sum(axis), 1) for axis in (1, 0))
        likely = (left / by_target**0.5) @ (left / by_source[:, None] ** 0.5).T @ left
        popular = np.outer(left.sum(1), left.sum(0))
        best = []
        for scores in (likely, popular):
            order = np.argsort(-np.where(left == 0, scores, -1).round(12).ravel(), kind="stable")[:hidden]
            best.append({(sources[each // len(targets)], targets[each % len(targets)]) for each in order.tolist()})
        hits += len(best[0] & taken)
        baseline += len(best[1] & taken)
    found = accuracy(graph, seed=3, rounds=2)
    assert (found.hidden, found.hits, found.baseline_hits) == (2 * hidden, hits, baseline)


def test_a_link_that_follows_comes_back() -> None:
    # Two cliques: whichever link is hidden, it is the only one with much in common.
    ends = [*combinations(range(6), 2), *combinations(range(6, 12), 2)]
    found = accuracy(network("A" * 12, ends, directed=False), share=0.01)
    assert (found.hidden, found.hits) == (5, 5)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"share": 0}, "between 0 and 1: 0"), ({"share": 1}, "between 0 and 1: 1"), ({"rounds": 0}, "0 rounds")],
)
def test_wrong_options_of_accuracy(options: dict[str, float], message: str) -> None:
    with pytest.raises(ViewError, match=message) as caught:
        accuracy(BIPARTITE, **options)  # type: ignore[arg-type]
    assert caught.value.hint


def test_too_few_links_to_hide() -> None:
    with pytest.raises(ViewError, match="fewer than two links"):
        accuracy(network("AA", [(0, 1), (1, 0), (1, 1)], directed=True))


@pytest.mark.parametrize(
    ("node", "limit", "message"), [(-1, 1, "place -1"), (6, 1, "place 6"), (None, 0, "cannot be 0")]
)
def test_wrong_options(node: int | None, limit: int, message: str) -> None:
    with pytest.raises(ViewError, match=message):
        suggest(BIPARTITE, node, limit=limit)


@pytest.mark.parametrize("kinds", ["", "AA"])
def test_networks_without_edges(kinds: str) -> None:
    for measure in (suggest, accuracy):
        with pytest.raises(ViewError, match=r"empty|no edges"):
            measure(network(kinds, [], directed=True))
