"""Where nodes are put, and the colours they get."""

from __future__ import annotations

import math
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubinnov.drawing.colours import NEUTRAL, PALETTE, by_group, by_kind
from pubinnov.drawing.layout import layout
from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record


def network(count: int, pairs: list[tuple[int, int]], *, directed: bool = False, kind: str = "links") -> PropertyGraph:
    nodes = [Node(f"n{at:04}", f"http://e.org/n{at:04}", "Method", f"node {at}") for at in range(count)]
    edges = [Edge(one, two, kind, [Record("r", "", "", "", None, "")]) for one, two in pairs]
    return PropertyGraph("made", "Made up", {}, directed, nodes, edges)


GRAPHS = st.integers(1, 30).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60),
        st.booleans(),
    )
)


@settings(max_examples=40, deadline=None)
@given(GRAPHS, st.randoms(use_true_random=False))
def test_every_node_has_a_place_of_its_own_in_the_unit_square(
    graph: tuple[int, list[tuple[int, int]], bool], shuffler: random.Random
) -> None:
    count, pairs, directed = graph
    places = layout(network(count, pairs, directed=directed))
    assert len(places) == count
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
    gaps = [math.dist(one, two) for at, one in enumerate(places) for two in places[:at]]
    assert min(gaps, default=1) > 0.005
    shuffled = shuffler.sample(pairs, len(pairs))
    assert layout(network(count, shuffled, directed=directed)) == places, "the order of edges does not count"


def test_the_seed_decides() -> None:
    ring = network(12, [(at, (at + 1) % 12) for at in range(12)])
    assert layout(ring) == layout(ring, seed=0)
    assert layout(ring) != layout(ring, seed=1)


def test_linked_nodes_are_nearer_than_others() -> None:
    groups = [range(10), range(10, 20)]
    pairs = [(one, two) for group in groups for one in group for two in group if one < two]
    places = layout(network(20, [*pairs, (0, 10)]))
    within = [math.dist(places[one], places[two]) for one, two in pairs]
    across = [math.dist(places[one], places[two]) for one in groups[0] for two in groups[1]]
    assert sum(across) / len(across) > 1.5 * sum(within) / len(within)


def test_separate_parts_stand_beside_the_largest() -> None:
    pairs = [(one, two) for one in range(8) for two in range(one)]
    places = layout(network(14, [*pairs, (8, 9), (10, 11)]))
    edge_of_largest = max(x for x, _ in places[:8])
    assert all(x > edge_of_largest for x, _ in places[8:])
    assert len(set(places)) == 14


def test_a_small_network_of_two_sides_has_two_columns_without_needless_crossings() -> None:
    # Sources 0 to 3, targets 4 to 7, in opposite order.
    places = layout(network(8, [(at, 7 - at) for at in range(4)], directed=True))
    assert [x for x, _ in places] == [0.0] * 4 + [1.0] * 4
    assert all(places[at][1] == pytest.approx(places[7 - at][1]) for at in range(4))


def test_a_chain_has_no_sides() -> None:
    assert {x for x, _ in layout(network(3, [(0, 1), (1, 2)], directed=True))} != {0.0, 1.0}


def test_one_node_stands_in_the_middle() -> None:
    assert layout(network(1, [])) == [(0.5, 0.5)]


def test_an_empty_view_has_no_layout() -> None:
    with pytest.raises(ViewError, match="empty"):
        layout(network(0, []))


def test_a_large_view_is_quick(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("initiatives")
    begun = time.perf_counter()
    places = layout(graph)
    assert time.perf_counter() - begun < 20
    assert len(places) == len(graph.nodes)


def test_repulsion_from_a_sample_places_all() -> None:
    count = 1200
    places = layout(network(count, [(at, at // 2) for at in range(1, count)]))
    assert places == layout(network(count, [(at, at // 2) for at in range(1, count)]))
    assert len(set(places)) == count


def test_kinds_keep_their_colours() -> None:
    few = by_kind(["Method", "Harm"])
    many = by_kind(["Harm", "Source", "Method", "Benefit", "Technology", "", "Country", "Initiative", "Goal", "Law"])
    assert few.items() <= many.items()
    assert len(set(many.values())) == len(many), "no two kinds look the same"
    assert many[""] == NEUTRAL
    assert by_kind(reversed(list(many))) == many


def test_groups_keep_their_colours() -> None:
    assert by_group(0) == []
    assert by_group(3) == list(PALETTE[:3])
    assert len(set(by_group(21))) == 21
    assert by_group(50)[:21] == by_group(21)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in by_group(50))
