"""Views of the frozen graph, worked out by hand, and what they become elsewhere."""

from __future__ import annotations

import networkx as nx
import pytest

import pubinnov
from pubinnov.errors import UnknownTermError, ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.property_graph.graph import WEIGHTS, PropertyGraph, Record
from pubinnov.property_graph.views import view, views


def edges(graph: PropertyGraph) -> dict[str, tuple[int, ...]]:
    """Return the weights of each edge, by its ends (the last part of their ids) and kind."""
    ids = [node.id.partition(":")[2] for node in graph.nodes]
    return {
        f"{ids[edge.source]} {edge.kind} {ids[edge.target]}": tuple(edge.weight(name) for name in WEIGHTS)
        for edge in graph.edges
    }


def test_means_and_effects(frozen: KnowledgeGraph) -> None:
    # Claims one (A), two (D), four (B) and ten (C) came about and name a means: records, initiatives, countries, evidence.
    assert edges(frozen.network("means_effects")) == {
        "one-stop-shop brings user-time-saving": (1, 1, 1, 3),
        "e-id brings exclusion": (1, 1, 1, 4),
        "e-id-card brings user-time-saving": (1, 1, 1, 5),
        "mobile-id brings user-time-saving": (1, 1, 1, 2),
    }


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"place": "Finland"}, {"mobile-id brings user-time-saving"}),
        ({"grade": "grade:B"}, {"e-id brings exclusion", "e-id-card brings user-time-saving"}),
        ({"since": 2005}, {"mobile-id brings user-time-saving"}),
        ({"until": "1999"}, {"one-stop-shop brings user-time-saving"}),
        ({"type": "process innovation"}, {"one-stop-shop brings user-time-saving"}),
        ({"direction": "direction:no-effect"}, {"e-id was not found to bring user-time-saving"}),
        ({"direction": "direction:contradicts"}, {"open-data is said not to bring transparency"}),
        ({"place": "Finland", "since": 2020}, set()),
    ],
)
def test_filters(filters: dict[str, str | int], left: set[str], frozen: KnowledgeGraph) -> None:
    graph = frozen.network("means_effects", **filters)
    assert set(edges(graph)) == left
    assert len(graph.filters) == len(filters)
    assert all(str(value) in graph.caption for value in graph.filters.values())


def test_countries_and_means(frozen: KnowledgeGraph) -> None:
    # Finland: beta and epsilon use mobile-id; gamma open data and a pilot. Estonia: alpha an e-ID card, delta the others.
    assert edges(frozen.network("country-technology")) == {
        "EE uses pilot-project": (1, 1, 1, 1),
        "EE uses one-stop-shop": (1, 1, 1, 1),
        "EE uses e-id-card": (1, 1, 1, 1),
        "FI uses mobile-id": (2, 2, 1, 2),
        "FI uses open-data": (1, 1, 1, 1),
        "FI uses pilot-project": (1, 1, 1, 1),
    }
    [pilot] = [edge.records for edge in frozen.network("countries").edges]
    assert [record.record.rpartition("/")[2] for record in pilot] == ["pilot-project"]


def test_initiatives(frozen: KnowledgeGraph) -> None:
    assert set(edges(frozen.network("initiatives"))) == {
        "alpha pi:replaces delta",
        "alpha pi:dependsOn gamma",
        "beta pi:inspiredBy alpha",
        "beta pi:partOf gamma",
        "beta shares means with epsilon",
        "delta shares means with gamma",
    }


def test_everything_is_every_link_between_resources(frozen: KnowledgeGraph) -> None:
    graph = frozen.network("everything")
    [row] = frozen.select(
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o) && ?p != rdf:type) }"
    ).to_dicts()
    assert len(graph.edges) == row["n"]


@pytest.mark.parametrize("name", views())
def test_networkx_and_frames_hold_the_same(name: str, packaged: KnowledgeGraph) -> None:
    view(name).check()
    graph = packaged.network(name)
    made = graph.to_networkx()
    assert (made.number_of_nodes(), made.number_of_edges()) == (len(graph.nodes), len(graph.edges))
    assert made.is_directed() is graph.directed
    assert made.is_multigraph() is graph.has_parallel_edges
    assert len(graph.node_frame()) == len(graph.nodes)
    frame = graph.edge_frame()
    assert list(frame.columns) == ["source", "target", "kind", *WEIGHTS]
    for source, target, attributes in list(made.edges(data=True))[:500]:
        assert all(isinstance(attributes[weight], int) and attributes[weight] >= 1 for weight in WEIGHTS)
        assert isinstance(made.nodes[source]["label"], str) and isinstance(made.nodes[target]["kind"], str)
    assert nx.utils.graphs_equal(made, packaged.to_networkx(name))


def test_every_country_is_of_its_class(packaged: KnowledgeGraph) -> None:
    assert {node.kind for node in packaged.network("countries").nodes} == {"Country"}
    assert {node.kind for node in packaged.network("means_effects").nodes} == {
        "Technology",
        "Method",
        "Benefit",
        "Harm",
    }


def test_the_order_of_the_data_does_not_matter(tmp_path: object, frozen: KnowledgeGraph) -> None:
    import random

    from pyoxigraph import Quad

    from pubinnov.store.embedded import EmbeddedStore

    quads: list[Quad] = list(frozen.store.quads())
    random.Random(5).shuffle(quads)
    store = EmbeddedStore()
    store.extend(quads)
    again = KnowledgeGraph(store)
    for name in views():
        assert again.network(name).edges == frozen.network(name).edges


def test_what_is_wrong_is_told(frozen: KnowledgeGraph) -> None:
    with pytest.raises(ViewError, match="no view is called 'countrys'") as caught:
        frozen.network("countrys")
    assert caught.value.hint == "did you mean countries?"
    with pytest.raises(ViewError, match="takes no parameter 'colour'"):
        frozen.network("countries", colour="red")
    with pytest.raises(ViewError, match="is not a year"):
        frozen.network("countries", since="soon")
    with pytest.raises(UnknownTermError):
        frozen.network("countries", place="Nowhereland")


def test_a_view_goes_by_the_words_of_its_users(frozen: KnowledgeGraph) -> None:
    for name in ("technology–benefit", "Technology-Benefit", "means effect", "means_effects"):
        assert frozen.network(name).view == "means_effects"


def test_data_of_ones_own(tmp_path: object) -> None:
    graph = pubinnov.open(str(pubinnov.__file__).replace("__init__.py", "../tests/data/given.ttl"))
    assert graph.network("everything").edges
    assert graph.network("means_effects").edges == []


def test_a_node_is_found_by_id_iri_and_label_and_unknown_ones_suggest(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    node = graph.nodes[graph.place("e-ID")]
    assert node.id == "tech:e-id"
    assert graph.place("tech:e-id") == graph.place(node.iri) == graph.place("e-ID")
    with pytest.raises(ViewError, match="no node of this view is called 'opendata'") as caught:
        graph.place("opendata")
    assert caught.value.hint == "did you mean open data or open data portal?"


def test_a_part_keeps_its_nodes_and_the_edges_among_them(packaged: KnowledgeGraph) -> None:
    graph = packaged.network("countries_means", place="Africa")
    kept = {"Kenya", "Ghana", "e-ID", "randomised trial", "participatory budgeting"}
    part = graph.part(graph.place(name) for name in kept)
    assert {node.label for node in part.nodes} == kept

    def links(network: PropertyGraph) -> list[tuple[str, str, str, list[Record]]]:
        ids = [node.label for node in network.nodes]
        return [(ids[edge.source], ids[edge.target], edge.kind, list(edge.records)) for edge in network.edges]

    assert links(part) == [link for link in links(graph) if {link[0], link[1]} <= kept]
    assert links(part)


def test_places_and_weights_that_are_none_are_told(frozen: KnowledgeGraph) -> None:
    graph = frozen.network("means_effects")
    for place in (-1, len(graph.nodes)):
        with pytest.raises(ViewError, match=f"no node at place {place}"):
            graph.part([0, place])
    with pytest.raises(ViewError, match="edges have no weight 'gold'"):
        graph.edges[0].weight("gold")
