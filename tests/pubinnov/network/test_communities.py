"""Communities against NetworkX and igraph, and random networks by what they must keep."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from statistics import fmean

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.communities import communities
from pubinnov.network.null_model import links, null_networks, rewired
from pubinnov.network.paths import merged
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record


def network(count: int, ends: list[tuple[int, int, str, int]], *, directed: bool = False) -> PropertyGraph:
    """Return a network of edges of a kind with so many records."""
    nodes = [Node(f"n:{place:02}", f"http://e.org/{place}", "Thing", f"node {place}") for place in range(count)]
    edges = [
        Edge(source, target, kind, [Record(str(number), "", "", "", None, "") for number in range(records)])
        for source, target, kind, records in ends
    ]
    return PropertyGraph("v", "A view", {}, directed, nodes, edges)


def plain(count: int, *ends: tuple[int, int]) -> PropertyGraph:
    return network(count, [(*each, "e", 1) for each in ends])


@st.composite
def networks(draw: st.DrawFn) -> PropertyGraph:
    """Draw a network with parallel and self edges, and isolated nodes."""
    count = draw(st.integers(1, 10))
    place = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(place, place, st.sampled_from("ab"), st.integers(1, 4)), min_size=1, max_size=20))
    distinct = {each[:3]: each for each in sorted(ends)}
    return network(count, list(distinct.values()), directed=draw(st.booleans()))


def simple(graph: PropertyGraph, weight: str | None) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(graph.nodes)
    for (one, other), its in merged(graph.edges, weight).items():
        made.add_edge(graph.nodes[one], graph.nodes[other], weight=its)
    return made


def two_cliques() -> PropertyGraph:
    return plain(11, *combinations(range(5), 2), *combinations(range(5, 10), 2), (4, 5))


def test_two_cliques_and_a_node_alone() -> None:
    found = communities(two_cliques())
    assert [[int(node.id[2:]) for node in group] for group in found.communities] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10],
    ]
    # 10 of 21 links in each, whose nodes have 21 of 42 ends.
    assert found.modularity == pytest.approx(2 * (10 / 21 - 1 / 4))
    assert found.stability == 1
    assert found.is_more_than_chance


@settings(max_examples=60)
@given(networks(), st.sampled_from([None, "records"]), st.sampled_from([0.5, 1.0, 2.0]))
def test_modularity_is_that_of_networkx(graph: PropertyGraph, weight: str | None, resolution: float) -> None:
    found = communities(graph, weight=weight, resolution=resolution, seeds=3, null=0)
    made = simple(graph, weight)
    assert found.modularity == pytest.approx(
        nx.community.modularity(made, found.communities, resolution=resolution), abs=1e-9
    )
    assert sorted(node for group in found.communities for node in group) == graph.nodes
    order = [(-len(group), group[0]) for group in found.communities]
    assert order == sorted(order)
    for node in nx.isolates(made):
        assert [node] in found.communities
    assert found.null_modularity is None
    assert found.is_more_than_chance is None


@pytest.mark.parametrize("weight", [None, "records"])
@pytest.mark.parametrize("view", ["means_effects", "countries_means", "countries"])
def test_views_against_igraph(view: str, weight: str | None, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(view)
    found = communities(graph, weight=weight, seeds=4, null=0)
    pairs = merged(graph.edges, weight)
    other = igraph.Graph(len(graph.nodes), list(pairs))
    group = {node: number for number, nodes in enumerate(found.communities) for node in nodes}
    membership = [group[node] for node in graph.nodes]
    weights = list(pairs.values())
    assert found.modularity == pytest.approx(other.modularity(membership, weights=weights), abs=1e-9)
    # The best of another implementation is no better by more than the method varies.
    best = max(other.community_multilevel(weights=weights).modularity for _ in range(4))
    assert found.modularity > best - 0.03


def test_stability_is_the_mean_rand_index_of_igraph(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    found = communities(graph, seeds=4, null=0)
    made = nx.Graph()
    made.add_nodes_from(range(len(graph.nodes)))
    made.add_edges_from(sorted(merged(graph.edges, None)))
    tried = []
    for seed in range(4):
        group = {
            node: number
            for number, nodes in enumerate(nx.community.louvain_communities(made, seed=seed))
            for node in nodes
        }
        tried.append([group[node] for node in range(len(graph.nodes))])
    own = {node: number for number, nodes in enumerate(found.communities) for node in nodes}
    chosen = [own[node] for node in graph.nodes]
    indices = [igraph.compare_communities(chosen, each, method="adjusted_rand") for each in tried]
    assert max(indices) == pytest.approx(1), "the partition kept is one of those"
    indices.remove(max(indices))
    assert found.stability == pytest.approx(fmean(indices), abs=1e-9)


def test_one_seed_has_no_stability() -> None:
    assert communities(two_cliques(), seeds=1, null=0).stability is None


@settings(max_examples=40)
@given(networks(), st.integers(0, 99))
def test_order_does_not_matter(
    shuffled: Callable[..., tuple[PropertyGraph, dict[int, int]]], graph: PropertyGraph, seed: int
) -> None:
    assert communities(graph, seeds=3, null=2) == communities(shuffled(graph, seed)[0], seeds=3, null=2)


def test_order_does_not_matter_for_a_view(
    shuffled: Callable[..., tuple[PropertyGraph, dict[int, int]]], packaged: KnowledgeGraph
) -> None:
    graph = packaged.network("means_effects")
    assert communities(graph, seeds=2, null=2) == communities(shuffled(graph, 1)[0], seeds=2, null=2)


def test_groups_are_more_than_chance_and_random_networks_are_not(packaged: KnowledgeGraph) -> None:
    assert communities(packaged.network("means_effects"), null=3, seeds=2).is_more_than_chance
    chosen = random.Random(0)
    # Four groups of ten: half of the links within them, a twentieth of those between.
    ends = [
        pair
        for pair in combinations(range(40), 2)
        if chosen.random() < (0.5 if pair[0] // 10 == pair[1] // 10 else 0.05)
    ]
    graph = plain(40, *ends)
    assert communities(graph, null=9, seeds=2).is_more_than_chance
    by_chance = [
        communities(plain(40, *weights), null=9, seeds=2).is_more_than_chance
        for weights in null_networks(links(graph, None), 10)
    ]
    # One in ten by definition.
    assert sum(map(bool, by_chance)) <= 3


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    communities(two_cliques(), null=2, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weight": "size"}, "no weight 'size'"),
        ({"resolution": 0}, "not a positive number: 0"),
        ({"resolution": float("nan")}, "not a positive number"),
        ({"resolution": float("inf")}, "not a positive number"),
        ({"seeds": 0}, "partitioned 0 times"),
        ({"null": -1}, "negative"),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(ViewError, match=message) as caught:
        communities(two_cliques(), **options)  # type: ignore[arg-type]
    assert caught.value.hint


@pytest.mark.parametrize("count", [0, 3])
def test_networks_without_edges(count: int) -> None:
    with pytest.raises(ViewError, match=r"empty|no edges"):
        communities(plain(count))


def degrees(pairs: list[tuple[int, int]]) -> Counter[int]:
    return Counter(end for pair in pairs for end in pair)


@given(
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).map(lambda pair: (min(pair), max(pair)))), st.integers(0, 9)
)
def test_random_networks_keep_degrees(drawn: set[tuple[int, int]], seed: int) -> None:
    pairs = sorted(drawn)
    made = rewired(pairs, seed, False)
    assert degrees(made) == degrees(pairs)
    assert len({frozenset(pair) for pair in made}) == len(pairs), "no link twice"
    assert [pair for pair in made if pair[0] == pair[1]] == [pair for pair in pairs if pair[0] == pair[1]]
    assert rewired(pairs, seed, False) == made


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(6, 12))), st.integers(0, 9))
def test_random_bipartite_networks_keep_sides(drawn: set[tuple[int, int]], seed: int) -> None:
    pairs = sorted(drawn)
    made = rewired(pairs, seed, True)
    assert [one for one, _ in made] == [one for one, _ in pairs]
    assert Counter(other for _, other in made) == Counter(other for _, other in pairs)
    assert len(set(made)) == len(pairs)


def test_all_random_networks_are_equally_likely() -> None:
    # The three ways to pair four nodes; then all networks of degrees 2, 2, 1, 1, 1, 1, by enumeration.
    found = Counter(frozenset(map(frozenset, rewired([(0, 1), (2, 3)], seed, False))) for seed in range(1500))
    assert len(found) == 3
    assert max(found.values()) < 600
    pairs = [(0, 1), (0, 2), (1, 3), (4, 5)]
    possible = {
        frozenset(map(frozenset, each))
        for each in combinations(combinations(range(6), 2), len(pairs))
        if degrees(list(each)) == degrees(pairs)
    }
    found = Counter(frozenset(map(frozenset, rewired(pairs, seed, False))) for seed in range(3000))
    assert set(found) == possible
    mean = 3000 / len(possible)
    assert all(abs(times - mean) < 5 * mean**0.5 for times in found.values())


def test_weights_stay_with_their_links(packaged: KnowledgeGraph) -> None:
    found = links(packaged.network("countries_means"), "records")
    assert found.bipartite
    for weights in null_networks(found, 2):
        assert weights.keys() != found.weights.keys()
        assert Counter(weights.values()) == Counter(found.weights.values())
        for each in (weights, found.weights):
            assert all(found.nodes[one].kind == "Country" != found.nodes[other].kind for one, other in each)
