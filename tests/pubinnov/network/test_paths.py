"""Ways against all ways that there are, and what they say."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import islice, pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.paths import Path, in_words, paths
from pubinnov.property_graph.graph import WEIGHTS, Edge, Node, PropertyGraph, Record


def network(count: int, edges: list[Edge], directed: bool = True) -> PropertyGraph:
    nodes = [Node(f"tech:{place}", f"http://e.org/{place}", "", "ABCDEFGH"[place]) for place in range(count)]
    return PropertyGraph("v", "A view", {}, directed, nodes, edges)


def edge(source: int, target: int, kind: str = "brings", records: int = 1) -> Edge:
    return Edge(
        source, target, kind, [Record(f"r{each}", f"i{each % 2}", "x", "", None, "") for each in range(records)]
    )


@st.composite
def networks(draw: st.DrawFn) -> PropertyGraph:
    count = draw(st.integers(2, 7))
    place = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(place, place, st.sampled_from("ab")), max_size=20))
    return network(count, [edge(*each, draw(st.integers(0, 4))) for each in sorted(ends)], draw(st.booleans()))


def merged(graph: PropertyGraph, weight: str | None) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(range(len(graph.nodes)))
    for each in graph.edges:
        before = made.get_edge_data(each.source, each.target, {"weight": 0})["weight"]
        made.add_edge(each.source, each.target, weight=before + each.weight(weight) if weight else 1)
    for *_, attributes in made.edges(data=True):
        attributes["length"] = Fraction(1, attributes["weight"])
    return made


@given(graph=networks(), weight=st.sampled_from([None, *WEIGHTS]), count=st.integers(1, 60))
def test_the_first_of_all_ways(graph: PropertyGraph, weight: str | None, count: int) -> None:
    made = merged(graph, weight)
    every = sorted((nx.path_weight(made, way, "length"), tuple(way)) for way in nx.all_simple_paths(made, 0, 1))
    if not every:
        with pytest.raises(ViewError, match="no way leads from A to B"):
            paths(graph, 0, 1, count=count, weight=weight)
        return
    found = paths(graph, 0, 1, count=count, weight=weight)
    assert [path.nodes for path in found] == [way for _, way in every[:count]]
    assert [path.cost for path in found] == [float(cost) for cost, _ in every[:count]]
    for path in found:
        for ends, its in zip(pairwise(path.nodes), path.edges, strict=True):
            assert its in graph.edges
            parallel = [each for each in graph.edges if {each.source, each.target} == set(ends)]
            assert its.weight(weight or "records") == max(each.weight(weight or "records") for each in parallel)


@pytest.mark.parametrize("name", ["means_effects", "countries_means"])
@pytest.mark.parametrize("weight", [None, "records"])
def test_views(name: str, weight: str | None, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(name)
    made = merged(graph, weight)
    part = sorted(max(nx.connected_components(made), key=len))
    for start, end in [(part[0], part[-1]), (part[5], part[50]), (part[60], part[3])]:
        found = [path.cost for path in paths(graph, start, end, count=8, weight=weight)]
        ways = islice(nx.shortest_simple_paths(made, start, end, weight="length"), 8)
        assert found == [float(nx.path_weight(made, way, "length")) for way in ways]


@given(graph=networks(), weight=st.sampled_from([None, "records"]), order=st.randoms(use_true_random=False))
def test_the_order_of_the_data_does_not_matter(graph: PropertyGraph, weight: str | None, order: random.Random) -> None:
    places = list(range(len(graph.nodes)))
    order.shuffle(places)
    edges = [each._replace(source=places.index(each.source), target=places.index(each.target)) for each in graph.edges]
    order.shuffle(edges)
    other = PropertyGraph("v", "", {}, graph.directed, [graph.nodes[place] for place in places], edges)

    def told(its: PropertyGraph, start: int, end: int) -> list[str]:
        try:
            return [in_words(path, its) for path in paths(its, start, end, count=5, weight=weight)]
        except ViewError as error:
            return [str(error)]

    assert told(graph, 0, 1) == told(other, places.index(0), places.index(1))


def test_weights_add_up_and_the_strongest_edge_is_told() -> None:
    # From A to B directly: 1 and 2 records, and 1 back; over C: 8 each.
    graph = network(3, [edge(0, 1, "a"), edge(0, 1, "b", 2), edge(1, 0, "c"), edge(0, 2, "a", 8), edge(2, 1, "a", 8)])
    [direct] = paths(graph, 0, 1)
    assert direct == Path((0, 1), (graph.edges[1],), 1.0)
    [over, last] = paths(graph, 0, 1, count=9, weight="records")
    assert (over.nodes, over.cost) == ((0, 1), 0.25)
    assert (last.nodes, last.cost) == ((0, 2, 1), 0.25)


def test_sums_of_fractions_are_exact() -> None:
    # As floating-point numbers, 1/3 + 1/6 + 1/10 and 1/10 + 1/6 + 1/3 differ.
    graph = network(
        6, [edge(0, 2, "a", 10), edge(2, 3, "a", 6), edge(3, 1, "a", 3), edge(0, 4, "a", 3), edge(4, 5, "a", 6), edge(5, 1, "a", 10)]
    )  # fmt: skip
    assert [path.nodes for path in paths(graph, 0, 1, count=2, weight="records")] == [(0, 2, 3, 1), (0, 4, 5, 1)]
    assert len({path.cost for path in paths(graph, 0, 1, count=2, weight="records")}) == 1


def test_a_way_in_words_respects_direction() -> None:
    graph = network(3, [edge(0, 1, "brings", 3), edge(2, 1)])
    assert in_words(paths(graph, 0, 2)[0], graph) == "A brings B (3 records); C brings B (1 record)."
    assert in_words(paths(graph, 2, 0)[0], graph) == "C brings B (1 record); A brings B (3 records)."


def test_a_way_of_properties_and_bare_links_in_words() -> None:
    edges = [edge(0, 1, "pi:dependsOn", 2), Edge(1, 2, "http://e.org/ns#partOf", [])]
    directed = network(3, edges)
    assert in_words(paths(directed, 0, 2)[0], directed) == "A depends on B (2 records); B part of C."
    undirected = network(3, edges, directed=False)
    assert in_words(paths(undirected, 2, 0)[0], undirected) == "B – C (part of); A – B (depends on, 2 records)."


def test_a_way_of_the_frozen_graph(frozen: KnowledgeGraph) -> None:
    graph = frozen.network("means_effects")
    place = {node.label: number for number, node in enumerate(graph.nodes)}
    [path] = paths(graph, place["one-stop shop"], place["mobile ID"])
    assert in_words(path, graph) == (
        "one-stop shop brings time saved by users (1 record); mobile ID brings time saved by users (1 record)."
    )


@pytest.mark.parametrize(
    ("start", "end", "count", "weight", "message"),
    [
        (0, 2, 1, None, "no way leads from A to C"),
        (0, 3, 1, None, "no node at place 3"),
        (-1, 1, 1, None, "no node at place -1"),
        (1, 1, 1, None, "B is both start and end"),
        (0, 1, 0, None, "cannot be 0 ways"),
        (0, 1, 1, "euros", "no weight 'euros'"),
    ],
)
def test_no_way(start: int, end: int, count: int, weight: str | None, message: str) -> None:
    with pytest.raises(ViewError, match=message) as error:
        paths(network(3, [edge(0, 1)]), start, end, count=count, weight=weight)
    assert error.value.hint
