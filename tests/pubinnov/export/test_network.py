"""What a document tells of a view: names in every language, years, weights, and what grounds the edges."""

from __future__ import annotations

import pytest

from pubinnov.errors import ViewError
from pubinnov.export.document import GROUNDS, Document
from pubinnov.export.network import document
from pubinnov.knowledge_graph import KnowledgeGraph


@pytest.fixture(scope="module")
def made(packaged: KnowledgeGraph) -> Document:
    return document(packaged.network("means_effects"), packaged.store, packaged.lookup)


def _column(made: Document, name: str, of: str = "node") -> int:
    columns = made.node_columns if of == "node" else made.edge_columns
    return [column.name for column in columns].index(name)


def test_names_in_every_language(made: Document, packaged: KnowledgeGraph) -> None:
    places = {node.id: place for place, node in enumerate(made.nodes)}
    told: dict[tuple[str, str, str], set[str]] = {}
    for node in made.nodes:
        for column, value in zip(made.node_columns, node.values, strict=True):
            sort, at, language = column.name.partition("@")
            if at and value is not None:
                told[node.id, sort, language] = set(value) if column.many else {str(value)}  # type: ignore[arg-type]
    wanted: dict[tuple[str, str, str], set[str]] = {}
    for sort, name in (("label", "skos:prefLabel"), ("alias", "skos:altLabel")):
        for row in packaged.select(f"SELECT ?x ?l WHERE {{ ?x {name} ?l }}"):
            from pubinnov.terms import shorten

            thing, label = row.values()
            if shorten(thing.value) in places:  # type: ignore[union-attr]
                wanted.setdefault((shorten(thing.value), sort, label.language), set()).add(label.value)  # type: ignore[union-attr]
    assert told == wanted, "a name of a node was lost or made up"


def test_every_ground_is_told_with_its_source(made: Document) -> None:
    place = made.edge_columns.index(GROUNDS)
    named = {name for edge in made.edges() for name in edge.values[place] or ()}  # type: ignore[union-attr]
    grounds = made.grounds()
    assert set(grounds) == named
    assert all(ground.text and ground.grade in set("ABCDE") and ground.about for ground in grounds.values())
    assert all(ground.independence for ground in grounds.values())
    assert all(ground.sources and ground.sources[0][0] for ground in grounds.values()), "a claim without its source"
    addresses = [address for ground in grounds.values() for _, address in ground.sources]
    assert sum(map(bool, addresses)) > 0.95 * len(addresses)
    assert all(address.startswith(("http://", "https://")) for address in addresses if address)


def test_the_best_grade_and_the_years(made: Document, packaged: KnowledgeGraph) -> None:
    graph = packaged.network("means_effects")
    grade, years = _column(made, "grade", "edge"), _column(made, "years", "edge")
    for edge, row in zip(graph.edges, made.edges(), strict=True):
        assert row.values[grade] == min(record.grade for record in edge.records)
        known = sorted({record.year for record in edge.records if record.year is not None})
        assert row.values[years] == (known or None)
        assert row.start == (known[0] if known else None)
        assert row.weight == edge.weight("records")


def test_initiatives_have_their_own_years(packaged: KnowledgeGraph) -> None:
    made = document(packaged.network("initiatives", place="Estonia"), packaged.store, packaged.lookup)
    own = {
        str(row["x"]).removeprefix("<https://w3id.org/pubinnov/id/init/").removesuffix(">"): int(row["y"].value[:4])  # type: ignore[union-attr]
        for row in packaged.select("SELECT ?x ?y WHERE { ?x a pi:Initiative ; pi:startYear ?y }")
    }
    starts = {node.id.removeprefix("init:"): node.start for node in made.nodes}
    known = {name: year for name, year in starts.items() if name in own}
    assert known
    assert known == {name: own[name] for name in known}


def test_no_edge_between_initiatives_is_there_before_both_are(packaged: KnowledgeGraph) -> None:
    made = document(packaged.network("initiatives"), packaged.store, packaged.lookup)
    own = {
        f"init:{row['x'].value.rpartition('/')[2]}": int(row["y"].value[:4])  # type: ignore[union-attr]
        for row in packaged.select("SELECT ?x ?y WHERE { ?x a pi:Initiative ; pi:startYear ?y }")
    }
    assert all(node.start == own.get(node.id) for node in made.nodes), "a year was made up"
    for edge in made.edges():
        years = [made.nodes[place].start for place in (edge.source, edge.target)]
        assert edge.start == (None if None in years else max(years))  # type: ignore[type-var]


@pytest.mark.parametrize("view", ["countries", "initiatives", "everything"])
def test_weights_that_a_view_does_not_tell_are_no_columns(packaged: KnowledgeGraph, view: str) -> None:
    graph = packaged.network(view, **({} if view == "everything" else {"place": "Oceania"}))
    made = document(graph, packaged.store, packaged.lookup)
    names = [column.name for column in made.edge_columns]
    assert "records" in names
    assert "evidence" not in names
    with pytest.raises(ViewError, match="tells no evidence"):
        document(graph, packaged.store, packaged.lookup, weight="evidence")


def test_ids_of_edges_differ_and_outlast_a_filter(packaged: KnowledgeGraph) -> None:
    def ids(graph: Document) -> dict[tuple[str, str, str], str]:
        return {(graph.nodes[e.source].id, e.kind, graph.nodes[e.target].id): e.id for e in graph.edges()}

    whole = ids(document(packaged.network("means_effects"), packaged.store, packaged.lookup))
    part = ids(document(packaged.network("means_effects", place="Africa"), packaged.store, packaged.lookup))
    assert len(set(whole.values())) == len(whole)
    assert part.items() <= whole.items(), "an edge is called otherwise in another export"
