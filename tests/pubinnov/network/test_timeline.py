"""Adoption by year, worked out by hand and counted anew."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.timeline import Step, timeline
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record


def network(count: int, *edges: Edge, directed: bool = True) -> PropertyGraph:
    nodes = [Node(f"t:{place}", f"http://e.org/{place}", "", f"node {place}") for place in range(count)]
    return PropertyGraph("v", "A view", {}, directed, nodes, list(edges))


def record(initiative: str, year: int | None, country: str = "", name: str = "") -> Record:
    return Record(name or initiative, initiative, country, "", year, "")


def test_countries_join_with_their_first_initiative() -> None:
    graph = network(
        3,
        Edge(0, 2, "e", [record("i", 2004, "http://e.org/0"), record("j", None, "http://e.org/0")]),
        Edge(1, 2, "e", [record("k", 2001, "http://e.org/1"), record("i", 2002, "http://e.org/9")]),
    )
    # The initiative i has two years, of which the first counts, in both of its countries.
    assert timeline(graph, label=lambda iri: iri[-1]) == (
        [Step(2001, 1, 1, ("node 1",), 1), Step(2002, 1, 2, ("9", "node 0"), 3)],
        1,
        "countries",
    )
    assert timeline(graph, 0).steps == [Step(2004, 1, 1, ("node 0",), 1)]
    assert timeline(graph, 1).unknown == 0


def test_without_countries_the_sources_join() -> None:
    graph = network(3, Edge(0, 2, "e", [record("i", 2004)]), Edge(1, 2, "e", [record("k", 2001), record("l", 2003)]))
    found = timeline(graph)
    assert found.what == "sources of edges"
    assert found.steps == [
        Step(2001, 1, 1, ("node 1",), 1),
        Step(2003, 1, 2, (), 1),
        Step(2004, 1, 3, ("node 0",), 2),
    ]


def test_without_initiatives_nodes_begin() -> None:
    edges = Edge(0, 1, "e", [record("", 2004, name="r")]), Edge(1, 2, "e", [record("", 2001, name="s")])
    # Undirected, either end begins; of the last, which is the source of no edge, the year is not told.
    found = timeline(network(3, *edges, directed=False))
    assert [(step.year, step.newcomers) for step in found.steps] == [(2001, ("node 1",)), (2004, ("node 0",))]
    assert found.unknown == 1
    assert timeline(network(3, *edges)).unknown == 0
    # At a node, the year of its neighbour is that of the neighbour's own edges.
    assert [step.year for step in timeline(network(3, *edges, directed=False), 0).steps] == [2001, 2004]


def test_without_years_there_are_no_steps(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("countries")
    assert timeline(graph) == ([], len(graph.nodes), "sources of edges")


@pytest.mark.parametrize("view", ["countries_means", "means_effects"])
def test_views_are_counted_anew(view: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(view)
    for node in (None, *range(0, len(graph.nodes), 40)):
        every = [r for edge in graph.edges if node is None or node in edge[:2] for r in edge.records]
        steps, unknown, what = timeline(graph, node)
        assert what == "countries"
        dated = {r.initiative for r in every if r.year is not None}
        assert unknown == len({r.initiative for r in every} - dated)
        for step in steps:
            begun = {r.initiative for r in every if r.year is not None and r.year <= step.year}
            assert step.total == len(begun)
            assert step.joined == len({r.country for r in every if r.initiative in begun and r.country})
        assert sum(step.initiatives for step in steps) == len(dated)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 3),
            st.sampled_from(["i", "j", "k", ""]),
            st.none() | st.integers(2000, 2004),
            st.sampled_from(["x", "y", ""]),
        ),
        min_size=1,
        max_size=10,
    ),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_sums_hold_and_order_does_not_matter(
    rows: list[tuple[int, int, str, int | None, str]], directed: bool, chance: random.Random
) -> None:
    edges = [Edge(one, two, "e", [record(name, year, country, "r")]) for one, two, name, year, country in rows]
    found = timeline(network(4, *edges, directed=directed))
    total = joined = 0
    for step in found.steps:
        total, joined = total + step.initiatives, joined + len(step.newcomers)
        assert (step.total, step.joined) == (total, joined)
        assert step.initiatives > 0
    assert [step.year for step in found.steps] == sorted({step.year for step in found.steps})
    chance.shuffle(edges)
    assert timeline(network(4, *edges, directed=directed)) == found


def test_what_is_wrong_is_told() -> None:
    for graph, node, message in (
        (network(0), None, "no edges"),
        (network(2), 0, "no edges"),
        (network(3, Edge(0, 1, "e", [])), 3, "no node at place 3"),
        (network(3, Edge(0, 1, "e", [])), -1, "no node at place -1"),
        (network(3, Edge(0, 1, "e", [])), 2, "node 2 has no edges"),
    ):
        with pytest.raises(ViewError, match=message) as caught:
            timeline(graph, node)
        assert caught.value.hint
