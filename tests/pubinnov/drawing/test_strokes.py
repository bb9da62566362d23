"""Edges of several kinds are told apart, and those that join the same two nodes do not lie on each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.drawing.strokes import STYLES, lines, styled
from pubinnov.property_graph.graph import Edge


def _edges(*kinds: str) -> list[Edge]:
    return [Edge(0, 1, kind, ()) for kind in kinds]


def test_the_most_frequent_kind_is_solid_and_every_kind_differs() -> None:
    found = styled(["b", "a", "b", "c", "a", "b"], STYLES)
    assert list(found) == ["b", "a", "c"]
    assert found["b"] == "solid"
    assert len(set(found.values())) == 3


@pytest.mark.parametrize("count", [len(STYLES), len(STYLES) + 1])
def test_more_kinds_than_styles_are_all_solid(count: int) -> None:
    found = styled(map(str, range(count)), STYLES)
    assert len(set(found.values())) == (count if count <= len(STYLES) else 1)


def test_one_edge_is_straight() -> None:
    assert lines(_edges("a"), [(0.0, 0.0), (3.0, 4.0)]) == [[(0.0, 0.0), (3.0, 4.0)]]


@given(st.lists(st.booleans(), min_size=2, max_size=6), st.integers(-9, 9), st.integers(1, 9))
def test_edges_between_the_same_nodes_are_apart_and_meet_at_the_ends(turned: list[bool], across: int, up: int) -> None:
    spots = [(1.0, 2.0), (1.0 + across, 2.0 + up)]
    edges = [Edge(*((1, 0) if turn else (0, 1)), str(place), ()) for place, turn in enumerate(turned)]
    found = lines(edges, spots)
    middles = [
        path[len(path) // 2] if len(path) > 2 else ((path[0][0] + path[1][0]) / 2, (path[0][1] + path[1][1]) / 2)
        for path in found
    ]
    apart = min(math.dist(one, other) for place, one in enumerate(middles) for other in middles[:place])
    assert apart > 0.09 * math.dist(*spots), "two edges lie on each other"
    for path in found:
        assert {(round(x, 9), round(y, 9)) for x, y in (path[0], path[-1])} == {
            (round(x, 9), round(y, 9)) for x, y in spots
        }


def test_a_loop_is_drawn_without_failing() -> None:
    assert lines([Edge(0, 0, "a", ()), Edge(0, 0, "b", ())], [(1.0, 1.0)])[0][0] == (1.0, 1.0)
