from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

import pubinnov
from pubinnov.errors import (
    BindingError,
    DataError,
    DataSyntaxError,
    QueryError,
    QuerySyntaxError,
    UnknownTermError,
)
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.results import Solutions, TripleResult
from pubinnov.terms import ID, PI

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"


def test_open_without_sources_is_the_packaged_graph(packaged: KnowledgeGraph) -> None:
    assert len(packaged) > 15_000
    assert packaged.label("https://w3id.org/pubinnov/id/tech/e-id") == "e-ID"
    assert "statements" in repr(packaged)


@pytest.mark.parametrize(
    ("ending", "rdf_format"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
        ("trig", RdfFormat.TRIG),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_open_reads_every_format_by_its_ending(
    frozen: KnowledgeGraph, tmp_path: Path, ending: str, rdf_format: RdfFormat, packed: bool
) -> None:
    triples = [quad.triple for quad in frozen.store.quads()]
    data = serialize(triples, format=rdf_format)
    assert data is not None
    path = tmp_path / (f"a.{ending}" + ".gz" * packed)
    path.write_bytes(gzip.compress(data) if packed else data)
    assert len(pubinnov.open(path)) == len(frozen)


def test_open_reads_folders_and_adds(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.ttl").write_text(TRIPLE)
    (tmp_path / "notes.txt").write_text("not RDF")
    extra = tmp_path / "more.nt"
    extra.write_text("<http://e/s> <http://e/p> <http://e/more> .\n")
    assert len(pubinnov.open(tmp_path / "deep")) == 1
    assert len(pubinnov.open(tmp_path / "deep", add=[extra])) == 2


def test_broken_turtle_names_file_line_and_shows_the_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(TRIPLE + "<http://e/s> <http://e/p> nothing .\n")
    with pytest.raises(DataSyntaxError) as caught:
        pubinnov.open(path)
    assert caught.value.lineno == 2
    assert caught.value.filename == str(path)
    assert caught.value.text == "<http://e/s> <http://e/p> nothing ."
    assert f"{path}:2:" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"not gzip", gzip.compress(b"<a> <b>")[:-8]],
    ids=["not gzip", "cut off"],  # the bytes hold the time, so they cannot name a test
)
def test_broken_gzip_is_a_data_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.ttl\.gz"):
        pubinnov.open(path)


def test_missing_file_suggests_a_near_one(tmp_path: Path) -> None:
    (tmp_path / "estonia.ttl").write_text(TRIPLE)
    with pytest.raises(DataError) as caught:
        pubinnov.open(tmp_path / "estoni.ttl")
    assert "estonia.ttl" in caught.value.hint


def test_folder_without_rdf_and_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRIPLE)
    with pytest.raises(DataError, match="holds no RDF"):
        pubinnov.open(tmp_path)
    with pytest.raises(DataError, match="cannot tell the RDF format"):
        pubinnov.open(tmp_path / "a.txt")
    assert len(pubinnov.open(tmp_path / "a.txt", input_format="turtle")) == 1
    with pytest.raises(DataError, match="no RDF format is called"):
        pubinnov.open(tmp_path / "a.txt", input_format="turtel")


def test_query_gives_rows_truth_and_triples(frozen: KnowledgeGraph) -> None:
    rows = frozen.query("SELECT ?i ?y WHERE { ?i pi:startYear ?y } ORDER BY ?y")
    assert isinstance(rows, Solutions)
    assert [str(row["i"]) for row in rows] == [f"<{ID}init/{name}>" for name in ("delta", "alpha", "beta")]
    assert frozen.query("ASK { init:alpha a pi:Initiative }") is True
    assert frozen.query("ASK { init:alpha a pi:Claim }") is False
    triples = frozen.query("CONSTRUCT { ?i a pi:Thing } WHERE { ?i a pi:Initiative }")
    assert isinstance(triples, TripleResult)
    assert len(triples) == 5
    assert len(triples.to_rdflib()) == 5


def test_bindings_are_terms_and_never_text(frozen: KnowledgeGraph) -> None:
    nasty = 'x" } INSERT DATA { <a:a> <a:b> "'
    rows = frozen.select("SELECT ?name WHERE { BIND(?given AS ?name) }", {"given": nasty})
    assert rows[0]["name"] == Literal(nasty)
    rows = frozen.select("SELECT ?i WHERE { ?i pi:usesMeans ?m }", {"m": NamedNode(f"{ID}tech/open-data")})
    assert [row.to_dict() for row in rows] == [{"i": f"{ID}init/gamma"}]
    with pytest.raises(BindingError, match=r"no variable \?mean\b"):
        frozen.select("SELECT ?i WHERE { ?i pi:usesMeans ?means }", {"mean": "x"})


@pytest.mark.parametrize(
    "value",
    [
        3,
        True,
        2.5,
        Decimal("1.50"),
        date(2026, 1, 2),
        "text",
        rdflib.URIRef("http://e/x"),
        rdflib.Literal("a", lang="fr"),
    ],
)
def test_python_and_rdflib_values_can_be_bound(frozen: KnowledgeGraph, value: object) -> None:
    [row] = frozen.select("SELECT ?out WHERE { BIND(?in AS ?out) }", {"in": value})
    expected = str(value) if isinstance(value, rdflib.URIRef | rdflib.Literal) else value
    assert row.to_dict()["out"] == expected


def test_updates_and_services_are_refused(frozen: KnowledgeGraph) -> None:
    before = len(frozen)
    with pytest.raises(QueryError, match="update"):
        frozen.query("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="SERVICE"):
        frozen.query("SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }")
    assert len(frozen) == before


@pytest.mark.parametrize(
    ("query", "message", "hint"),
    [
        ("SELCT ?s WHERE { ?s ?p ?o }", "'SELCT' is not a keyword", "SELECT"),
        ("SELECT ?s\nWHERE { ?s ?p ?o FLTER(?s = 1) }", "line 2", "FILTER"),
        ("SELECT ?s WHERE { ?s pii:means ?o }", "unknown prefix pii:", "pi:"),
        ("SELECT ?s WHERE { ?s ?p ?o", "ends too early", "brace"),
        ("SELECT ?s WHERE { ?s ?p ) }", "unexpected", ""),
        ("", "empty", ""),
    ],
)
def test_query_mistakes_say_which_and_suggest(frozen: KnowledgeGraph, query: str, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        frozen.query(query)
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert "\n" not in str(caught.value)


def test_derived_links_follow_from_claims(frozen: KnowledgeGraph) -> None:
    def pairs(link: str) -> set[tuple[str, str]]:
        rows = frozen.select(f"SELECT ?a ?b WHERE {{ ?a pi:{link} ?b }}")
        return {tuple(str(v)[len(ID) + 1 : -1] for v in row.values()) for row in rows}  # type: ignore[misc]

    assert pairs("enables") == {
        ("tech/e-id-card", "benefit/user-time-saving"),
        ("tech/mobile-id", "benefit/user-time-saving"),
        ("method/one-stop-shop", "benefit/user-time-saving"),
    }
    assert pairs("expectedToEnable") == {("tech/mobile-id", "benefit/transparency")}
    assert pairs("risks") == {("tech/e-id", "harm/exclusion")}
    assert ("init/alpha", "benefit/public-trust") in pairs("hasEffect")
    assert pairs("expectedEffect") == {("init/beta", "benefit/transparency")}
    # What is only planned is not adopted.
    assert pairs("adopts") == {
        ("country/EE", "tech/e-id-card"),
        ("country/EE", "method/one-stop-shop"),
        ("country/EE", "method/pilot-project"),
        ("country/FI", "tech/open-data"),
        ("country/FI", "method/pilot-project"),
        ("country/FI", "tech/mobile-id"),
    }
    grades = {a.removeprefix("claim/"): b.removeprefix("grade/") for a, b in pairs("grade")}
    assert grades == dict(
        zip(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"],
            "ADCBDCBDDCE",
            strict=True,
        )
    )


def test_derived_links_are_not_counted_as_stated(frozen: KnowledgeGraph) -> None:
    stated = frozen.statistics().statements
    assert frozen.query("ASK { ?s pi:enables ?o }") is True
    assert frozen.statistics().statements == stated == len(frozen.to_rdflib())


def test_named_graphs_are_seen_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text("<http://e/a> <http://e/p> 1 . GRAPH <http://e/imports/un> { <http://e/b> <http://e/p> 2 }")
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://e/p> ?o }"
    for graph, expected in [(None, 1), ("un", 2), ("http://e/imports/un", 2), ("all", 2)]:
        [row] = pubinnov.open(path, graph=graph).select(count).to_dicts()
        assert row["n"] == expected, graph
    inside = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s <http://e/p> ?o } }"
    assert pubinnov.open(path).select(inside).to_dicts() == [{"n": 0}]
    assert pubinnov.open(path, graph="un").select(inside).to_dicts() == [{"n": 1}]
    # A query that names its graphs itself gets these.
    named = "SELECT ?o FROM <http://e/imports/un> WHERE { ?s <http://e/p> ?o }"
    for graph in (None, "un", "all"):
        assert pubinnov.open(path, graph=graph).select(named).to_dicts() == [{"o": 2}]
    with pytest.raises(UnknownTermError, match="no named graph"):
        pubinnov.open(path, graph="eu")


def test_to_rdflib_is_a_real_graph(frozen: KnowledgeGraph) -> None:
    graph = frozen.to_rdflib()
    assert isinstance(graph, rdflib.Graph)
    assert (rdflib.URIRef(f"{ID}init/alpha"), rdflib.RDF.type, rdflib.URIRef(f"{PI}Initiative")) in graph
    assert len(list(graph.query("SELECT ?i WHERE { ?i a pi:Initiative }"))) == 5


def test_cards_show_both_directions(frozen: KnowledgeGraph) -> None:
    card = frozen.card("Alpha")
    assert card.kinds == ("initiative",)
    told = {group.relation: group.values for group in card.groups if not group.incoming}
    assert told["start year"] == ("2002",)
    assert told["uses means"] == ("electronic identity card",)
    [about] = [group for group in card.groups if group.incoming and group.relation == "about"]
    assert set(about.values) == {"One.", "Three.", "Four.", "Seven.", "It cost a million euro."}
    concept = frozen.card("e-ID")
    assert concept.description.startswith("A means issued or recognised by a government")
    assert any("identité électronique" in name for name in concept.also)


def test_statistics_count_by_hand(frozen: KnowledgeGraph) -> None:
    found = frozen.statistics()
    assert found.counts["initiatives"] == 5
    assert found.counts["countries with initiatives"] == 2
    assert found.counts["claims"] == 11
    assert list(found.grouped["claims by grade"].values()) == [1, 2, 3, 4, 1]
    assert found.grouped["claims by direction"] == {"supports": 9, "contradicts": 1, "no effect found": 1}


def test_query_syntax_error_is_a_value_error(frozen: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="not SPARQL"):
        frozen.query("SELECT")
    assert issubclass(QuerySyntaxError, ValueError)
