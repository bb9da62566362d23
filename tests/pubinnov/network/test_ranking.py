"""Measures against NetworkX and igraph; intervals against a bootstrap written another way."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from pubinnov.errors import ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.measures import MEASURES, values
from pubinnov.network.ranking import Ranked, rank
from pubinnov.property_graph.graph import WEIGHTS, Edge, Node, PropertyGraph, Record

CASES = [(measure, weight) for measure in MEASURES for weight in (None, *WEIGHTS) if measure != "degree" or not weight]


def network(count: int, edges: list[Edge], directed: bool = True) -> PropertyGraph:
    nodes = [Node(f"tech:{place:02}", f"http://e.org/{place}", "", f"node {place}") for place in range(count)]
    return PropertyGraph("v", "A view", {}, directed, nodes, edges)


def record(name: str, initiative: str = "", country: str = "", origin: str = "", grade: str = "") -> Record:
    return Record(name, initiative, country, origin, None, grade)


def plain(count: int, *ends: tuple[int, int]) -> PropertyGraph:
    return network(count, [Edge(*each, "e", [record(f"{each}", f"{each}")]) for each in ends])


@st.composite
def networks(draw: st.DrawFn, *, initiatives: str = "ijk ") -> PropertyGraph:
    """Draw a network with parallel and self edges, isolated nodes, and records that lack this or that."""
    count = draw(st.integers(1, 8))
    place = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(place, place, st.sampled_from("ab")), min_size=1, max_size=14))
    grades = dict(
        zip("rstuv ", draw(st.lists(st.sampled_from(["A", "C", "E", ""]), min_size=6, max_size=6)), strict=True)
    )
    one = st.builds(
        lambda name, initiative, country, origin: record(
            name.strip(), initiative.strip(), country.strip(), origin.strip(), grades[name]
        ),
        *map(st.sampled_from, ("rstuv ", initiatives, "xy ", "op ")),
    )
    edges = [Edge(*each, draw(st.lists(one, max_size=4, unique=True))) for each in sorted(ends)]
    return network(count, edges, draw(st.booleans()))


def simple(graph: PropertyGraph, weight: str | None) -> nx.Graph:
    """Return the merged network, with exact distances."""
    made = nx.Graph()
    made.add_nodes_from(range(len(graph.nodes)))
    for edge in graph.edges:
        before = made.get_edge_data(edge.source, edge.target, {"weight": 0})["weight"]
        made.add_edge(edge.source, edge.target, weight=before + edge.weight(weight) if weight else 1)
    for *_, attributes in made.edges(data=True):
        attributes["distance"] = Fraction(1, attributes["weight"])
    return made


def expected(graph: PropertyGraph, measure: str, weight: str | None) -> list[float]:
    """Return what NetworkX says, and for the eigenvector what follows from all eigenvectors."""
    made = simple(graph, "records" if measure == "weighted-degree" and not weight else weight)
    distance = "distance" if weight else None
    if measure in {"degree", "weighted-degree"}:
        found = dict(made.degree(weight="weight"))
    elif measure == "betweenness":
        found = nx.betweenness_centrality(made, weight=distance)
    elif measure == "closeness":
        found = nx.closeness_centrality(made, distance=distance)
    elif measure == "pagerank":
        found = nx.pagerank(made, tol=1e-12, max_iter=1000)
    elif measure == "bridging":
        found = nx.betweenness_centrality(made, weight=distance)
        made.remove_edges_from(list(nx.selfloop_edges(made)))
        for node in made:
            near = [1 / made.degree(each) for each in made[node]]
            found[node] *= 1 / made.degree(node) / sum(near) if near else 0
    else:
        eigenvalues, vectors = np.linalg.eigh(nx.to_numpy_array(made, nodelist=range(len(made))))
        top = vectors[:, eigenvalues > eigenvalues[-1] - 1e-7]
        projected = top @ (top.T @ np.ones(len(made)))
        found = dict(enumerate(projected / np.linalg.norm(projected)))
    return [float(found[node]) for node in range(len(made))]


@pytest.mark.parametrize(("measure", "weight"), CASES)
@settings(max_examples=25)
@given(graph=networks())
def test_generated_networks(measure: str, weight: str | None, graph: PropertyGraph) -> None:
    assert values(graph, measure, weight) == pytest.approx(expected(graph, measure, weight), abs=1e-9)


@pytest.mark.parametrize("name", ["means_effects", "countries_means", "countries"])
@pytest.mark.parametrize("measure", MEASURES)
def test_views(name: str, measure: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(name)
    assert values(graph, measure) == pytest.approx(expected(graph, measure, None), abs=1e-9)


@pytest.mark.parametrize("measure", ["betweenness", "closeness", "pagerank", "eigenvector"])
def test_weighted_views(measure: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    assert values(graph, measure, "evidence") == pytest.approx(expected(graph, measure, "evidence"), abs=1e-9)


@pytest.mark.parametrize("name", ["countries", "initiatives", "means_effects"])
def test_igraph_agrees(name: str, packaged: KnowledgeGraph) -> None:
    graph = packaged.network(name)
    other = igraph.Graph(len(graph.nodes), [edge[:2] for edge in graph.edges])
    other.es["weight"] = [edge.weight("records") for edge in graph.edges]
    other.simplify(combine_edges="sum")
    count = len(graph.nodes)
    between = [2 * each / (count - 1) / (count - 2) for each in other.betweenness()]
    assert values(graph, "betweenness") == pytest.approx(between, abs=1e-9)
    assert values(graph, "degree") == other.degree()
    assert values(graph, "weighted-degree") == other.strength(weights="weight")
    assert values(graph, "pagerank", "records") == pytest.approx(other.pagerank(weights="weight"), abs=1e-9)
    if other.is_connected():
        assert values(graph, "closeness") == pytest.approx(other.closeness(), abs=1e-9)
        core = np.array(other.eigenvector_centrality(weights="weight"))
        assert values(graph, "eigenvector", "records") == pytest.approx(core / np.linalg.norm(core), abs=1e-7)


def test_a_large_part_has_the_same_eigenvector(packaged: KnowledgeGraph) -> None:
    # Larger than what is solved by a dense matrix.
    graph = packaged.network("initiatives")
    assert values(graph, "eigenvector") == pytest.approx(expected(graph, "eigenvector", None), abs=1e-9)


def test_values_by_hand() -> None:
    # Two triangles, joined by the way over node 3; 7 is isolated.
    graph = plain(8, (0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6))
    assert values(graph, "degree") == [2, 2, 3, 2, 3, 2, 2, 0]
    assert values(graph, "betweenness")[3] == pytest.approx(9 / 21)
    assert values(graph, "closeness")[3] == pytest.approx(6 / 10 * 6 / 7)
    # Its coefficient: 1/2 over 1/3 + 1/3. Nodes 2 and 4 lie between nearly as much, but are hubs of one group.
    bridging = values(graph, "bridging")
    assert bridging[3] == pytest.approx(9 / 21 * 3 / 4)
    assert bridging[2] == pytest.approx(8 / 21 / 3 / (3 / 2))


def test_the_eigenvector_of_parts() -> None:
    # A triangle (eigenvalue 2) and a link (1); then two links, which are equal.
    assert values(plain(5, (0, 1), (1, 2), (0, 2), (3, 4)), "eigenvector") == pytest.approx([3**-0.5] * 3 + [0, 0])
    assert values(plain(5, (0, 1), (3, 4)), "eigenvector") == pytest.approx([0.5, 0.5, 0, 0.5, 0.5])


def test_equal_values_share_the_lowest_rank() -> None:
    found = rank(plain(5, (0, 1), (0, 2), (0, 3)))
    assert [(row.node, row.value, row.rank) for row in found] == [(0, 3, 1), (1, 1, 2), (2, 1, 2), (3, 1, 2), (4, 0, 5)]
    assert {row[3:] for row in found} == {(None, None, None)}


@pytest.mark.parametrize("measure", MEASURES)
def test_rounding_does_not_part_equals(measure: str) -> None:
    # All nodes of a cycle are alike; the long one is solved otherwise, and an even start is its solution already.
    for count in (7, 401):
        assert {row.rank for row in rank(plain(count, *((i, (i + 1) % count) for i in range(count))), measure)} == {1}


def resampled(graph: PropertyGraph, measure: str, weight: str | None, count: int, seed: int) -> list[tuple[Any, ...]]:
    """Return rank, low and high by node, from networks in which each drawn copy has a name of its own."""

    def unit(edge: Edge, each: Record) -> tuple[str, ...]:
        for name in ("initiative", "origin", "record"):
            if getattr(each, name):
                return name, getattr(each, name)
        return "edge", graph.nodes[edge.source].id, graph.nodes[edge.target].id, edge.kind

    # An edge without records is as one with an empty record.
    full = [edge if edge.records else edge._replace(records=[record("")]) for edge in graph.edges]
    units = sorted({unit(edge, each) for edge in full for each in edge.records})
    chosen = random.Random(seed)

    def ranks(made: PropertyGraph) -> list[int]:
        return [int(each) for each in rankdata([-round(value, 9) for value in values(made, measure, weight)], "min")]

    rows = []
    for _ in range(count):
        drawn = chosen.choices(units, k=len(units))
        edges = []
        for edge in full:
            copies = [
                each._replace(record=f"{each.record}#{k}", initiative=each.initiative and f"{each.initiative}#{k}")
                for each in edge.records
                for k in range(drawn.count(unit(edge, each)))
            ]
            edges += [edge._replace(records=copies)] * bool(copies)
        rows.append(ranks(network(len(graph.nodes), edges)))
    k = count * 5 // 100
    ends = [sorted(each) for each in zip(*rows, strict=True)]
    return [(its, each[k], each[-1 - k]) for its, each in zip(ranks(graph), ends, strict=True)]


@pytest.mark.parametrize(("measure", "weight"), [c for c in CASES if c[0] in {"degree", "weighted-degree"}])
@settings(max_examples=40)
@given(graph=networks(), seed=st.integers(0, 99))
def test_intervals(measure: str, weight: str | None, graph: PropertyGraph, seed: int) -> None:
    found = sorted(rank(graph, measure, weight=weight, resamples=25, seed=seed))
    assert [row[2:5] for row in found] == resampled(graph, measure, weight, 25, seed)


@pytest.mark.parametrize("measure", ["betweenness", "closeness", "pagerank"])
def test_intervals_of_a_view(measure: str, frozen: KnowledgeGraph) -> None:
    graph = frozen.network("country-technology")
    found = sorted(rank(graph, measure, weight="records", resamples=40))
    assert [row[2:5] for row in found] == resampled(graph, measure, "records", 40, 0)


@pytest.mark.parametrize(("measure", "weight"), CASES)
@settings(max_examples=25)
@given(graph=networks(initiatives="i"))
def test_what_one_initiative_says_has_no_spread(measure: str, weight: str | None, graph: PropertyGraph) -> None:
    # What nobody says is said by the one that says the rest.
    edges = [edge if edge.records else edge._replace(records=[record("said", "i")]) for edge in graph.edges]
    said = PropertyGraph(graph.view, graph.title, graph.filters, graph.directed, graph.nodes, edges)
    assert all(
        row.low == row.high == row.rank and row.robust for row in rank(said, measure, weight=weight, resamples=3)
    )


def test_what_hangs_on_one_initiative_is_not_robust() -> None:
    # Node 0 has one link from each of thirty initiatives; node 31 has ten links, all from one.
    edges = [Edge(0, place, "e", [record(f"r{place}", f"i{place}")]) for place in range(1, 31)]
    edges += [Edge(31, place, "e", [record(f"s{place}", "one")]) for place in range(1, 11)]
    found: dict[int, Ranked] = {row.node: row for row in rank(network(32, edges), resamples=200)}
    assert found[0][2:] == (1, 1, 1, True)
    assert found[31].rank == 2
    assert found[31].low == 2
    assert found[31].robust is False


@given(graph=networks(), case=st.sampled_from(CASES), order=st.randoms(use_true_random=False))
def test_the_order_of_the_data_does_not_matter(
    graph: PropertyGraph, case: tuple[str, str | None], order: random.Random
) -> None:
    places = list(range(len(graph.nodes)))
    order.shuffle(places)
    edges = [
        Edge(places.index(edge.source), places.index(edge.target), edge.kind, edge.records) for edge in graph.edges
    ]
    order.shuffle(edges)
    other = PropertyGraph("v", "", {}, graph.directed, [graph.nodes[place] for place in places], edges)

    def told(its: PropertyGraph) -> list[tuple[Any, ...]]:
        return [(its.nodes[row.node].id, *row[1:]) for row in rank(its, case[0], weight=case[1], resamples=3, seed=5)]

    assert told(graph) == told(other)


def test_progress_and_seeds(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    seen: list[tuple[int, int]] = []
    first = rank(graph, resamples=20, seed=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 20) for done in range(1, 21)]
    assert first == rank(graph, resamples=20, seed=1)
    assert first != rank(graph, resamples=20, seed=2)
    assert [row[:3] for row in first] == [row[:3] for row in rank(graph)]


def test_bare_links_are_drawn_one_by_one(frozen: KnowledgeGraph) -> None:
    found = rank(frozen.network("everything"), resamples=20)
    assert any(row.low != row.high for row in found)


@pytest.mark.parametrize(
    ("graph", "measure", "weight", "message"),
    [
        (plain(2, (0, 1)), "betweeness", None, "no measure is called 'betweeness'"),
        (plain(2, (0, 1)), "pagerank", "euros", "edges have no weight 'euros'"),
        (plain(2, (0, 1)), "degree", "records", "has no weight"),
        (plain(0), "degree", None, "is empty"),
        (plain(2), "degree", None, "has no edges"),
    ],
)
def test_what_cannot_be_measured(graph: PropertyGraph, measure: str, weight: str | None, message: str) -> None:
    with pytest.raises(ViewError, match=message) as one:
        values(graph, measure, weight)
    with pytest.raises(ViewError, match=message):
        rank(graph, measure, weight=weight)
    assert one.value.hint


def test_a_negative_number_of_resamples() -> None:
    with pytest.raises(ViewError, match="negative"):
        rank(plain(2, (0, 1)), resamples=-1)
