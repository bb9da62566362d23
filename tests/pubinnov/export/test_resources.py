"""Any RDF as nodes and edges, and rows of a query as edges."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

import pubinnov
from pubinnov.errors import ViewError
from pubinnov.export.document import Column, Document
from pubinnov.export.loss import Loss
from pubinnov.export.resources import resources, rows
from pubinnov.export.statements import of_store
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.results import Solutions

DATA = """
@prefix e: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix pi: <https://w3id.org/pubinnov/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
e:a a foaf:Person, foaf:Agent ; rdfs:label "Ann"@en, "Anne"@fr ; e:age 41 ; e:knows e:b, [ rdfs:label "blank" ] , e:a .
e:b e:age 42.5 ; e:born "1999"^^xsd:gYear ; e:tag "x", "y" ; e:flag true ; e:mixed 1, "one" .
e:c a pi:Initiative, skos:Concept ; pi:startYear "2001"^^xsd:gYear ; pi:endYear "2004"^^xsd:gYear ; e:day "2020-02-29"^^xsd:date .
"""


def _made(text: str, folder: Path, name: str = "data.ttl", graph: str | None = None) -> tuple[Document, list[str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    kg = pubinnov.open(path, graph=graph)
    loss = Loss()
    return resources(of_store("all", kg.store, kg.graphs), lookup=kg.lookup, loss=loss), loss.lines()


def test_every_resource_link_and_literal(tmp_path: Path) -> None:
    made, lost = _made(DATA, tmp_path)
    assert {column.name: (column.type, column.many) for column in made.node_columns} == {
        "iri": ("string", False),
        "http://example.org/age": ("double", False),
        "http://example.org/born": ("integer", False),
        "http://example.org/day": ("date", False),
        "http://example.org/flag": ("boolean", False),
        "http://example.org/mixed": ("string", True),
        "http://example.org/tag": ("string", True),
        "pi:endYear": ("integer", False),
        "pi:startYear": ("integer", False),
        "rdfs:label": ("string", False),
        "rdfs:label@en": ("string", False),
        "rdfs:label@fr": ("string", False),
    }
    nodes = {node.id: node for node in made.nodes}
    named = [column.name for column in made.node_columns]

    def value(node: str, column: str) -> object:
        return nodes[node].values[named.index(column)]

    assert (nodes["http://example.org/a"].label, nodes["http://example.org/a"].kind) == ("Ann", "foaf:Agent")
    assert value("http://example.org/a", "http://example.org/age") == 41.0
    assert value("http://example.org/b", "http://example.org/tag") == ["x", "y"]
    assert value("http://example.org/b", "http://example.org/mixed") == ["1", "one"]
    assert value("_:b0", "rdfs:label") == "blank"
    # The project's own class comes before any other, and is called as in the views.
    assert (
        nodes["http://example.org/c"].kind,
        nodes["http://example.org/c"].start,
        nodes["http://example.org/c"].end,
    ) == ("Initiative", 2001, 2004)
    links = [(made.nodes[edge.source].id, edge.kind, made.nodes[edge.target].id) for edge in made.edges()]
    assert sorted(links) == [
        ("http://example.org/a", "http://example.org/knows", "_:b0"),
        ("http://example.org/a", "http://example.org/knows", "http://example.org/a"),
        ("http://example.org/a", "http://example.org/knows", "http://example.org/b"),
        ("http://example.org/a", "rdf:type", "foaf:Agent"),
        ("http://example.org/a", "rdf:type", "foaf:Person"),
        ("http://example.org/c", "rdf:type", "pi:Initiative"),
        ("http://example.org/c", "rdf:type", "skos:Concept"),
    ]
    assert list(made.edges()) == list(made.edges()), "edges can be iterated over once only"
    assert sorted(lost) == [
        "values of type xsd:decimal written as double",
        "values of type xsd:gYear written as integer: 3 times",
        "values of type xsd:integer written as double",
        "values of type xsd:integer written as string",
    ]


def test_the_curated_graph_is_whole(packaged: KnowledgeGraph) -> None:
    made = resources(of_store("all", packaged.store, packaged.graphs), lookup=packaged.lookup, loss=Loss())
    (row,) = packaged.select(
        "SELECT (COUNT(*) AS ?all) (SUM(IF(ISLITERAL(?o), 0, 1)) AS ?links) WHERE { ?s ?p ?o FILTER(?p NOT IN (pi:none)) }"
    )
    values = sum(
        len(value) if column.many else 1  # type: ignore[arg-type]
        for node in made.nodes
        for column, value in zip(made.node_columns[1:], node.values[1:], strict=True)
        if value is not None
    )
    everything = list(packaged.store.quads(graph=packaged.graphs[0]))
    links = sum(not isinstance(quad.object, Literal) for quad in everything)
    assert row is not None
    assert sum(1 for _ in made.edges()) == links
    assert values == len(everything) - links, "a literal was lost"
    assert len({edge.id for edge in made.edges()}) == links


def test_literals_that_differ_by_their_type_only_are_both_kept(tmp_path: Path) -> None:
    made, _ = _made('<http://e/a> <http://e/p> 1, "1", "1"^^<http://e/odd> .', tmp_path)
    assert made.nodes[0].values[1] == ["1", "1", "1"]


def test_an_iri_that_looks_like_a_prefixed_name_is_another_node(tmp_path: Path) -> None:
    made, _ = _made(
        "<http://e/a> a <skos:Concept>, <http://www.w3.org/2004/02/skos/core#Concept> .\n"
        '<http://e/a> <http://e/p@fr> "plain" ; <http://e/p> "french"@fr .',
        tmp_path,
    )
    assert {node.id for node in made.nodes} == {"http://e/a", "<skos:Concept>", "skos:Concept"}
    assert len({edge.id for edge in made.edges()}) == 2
    assert [column.name for column in made.node_columns] == ["iri", "<http://e/p@fr>", "http://e/p@fr"]


def test_numbers_that_are_none_stay_texts(tmp_path: Path) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    made, _ = _made(
        f'<http://e/a> <http://e/p> "1_000"^^<{xsd}integer> ; <http://e/q> "{"1" * 400}"^^<{xsd}integer>, 1.5e0 .',
        tmp_path,
    )
    assert [column.type for column in made.node_columns] == ["string", "string", "string"]


def test_several_graphs_are_told_by_edges(tmp_path: Path) -> None:
    text = "@prefix e: <http://e/> . e:a e:p e:b . e:g { e:a e:p e:b ; e:q 1 }"
    made, lost = _made(text, tmp_path, "data.trig", "all")
    assert "values of nodes without the graph that they are in" in lost
    assert made.edge_columns == (Column("graph", "string"),)
    assert [edge.values for edge in made.edges()] == [(None,), ("http://e/g",)]
    assert len({edge.id for edge in made.edges()}) == 2


def test_rows_of_two_terms(packaged: KnowledgeGraph) -> None:
    node = BlankNode("random7")
    found = Solutions.of(
        ("one", "other"),
        [
            (NamedNode("https://w3id.org/pubinnov/id/tech/e-id"), Literal("x", language="en")),
            (NamedNode("https://w3id.org/pubinnov/id/tech/e-id"), Literal("x", language="en")),
            (node, NamedNode("http://e/a")),
            (node, None),
        ],
    )
    loss = Loss()
    made = rows(found, title="t", lookup=packaged.lookup, loss=loss)
    assert [(each.id, each.label) for each in made.nodes] == [
        ('"x"@en', "x"), ("_:b0", "_:b0"), ("http://e/a", "http://e/a"), ("tech:e-id", "e-ID"),
    ]  # fmt: skip
    assert [(made.nodes[edge.source].id, made.nodes[edge.target].id, edge.weight) for edge in made.edges()] == [
        ("_:b0", "http://e/a", 1), ("tech:e-id", '"x"@en', 2),
    ]  # fmt: skip
    assert loss.lines() == ["rows without a second end left out"]


def test_any_rdf_through_the_front_door(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    kg = pubinnov.open(path)
    output = io.BytesIO()
    kg.export(output, "rdf", format="graphml")
    graph = nx.read_graphml(io.BytesIO(output.getvalue()))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (8, 7)


@pytest.mark.parametrize(
    "query", ["ASK { ?s ?p ?o }", "SELECT ?s WHERE { ?s ?p ?o }", "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"]
)
def test_queries_that_give_no_graph(packaged: KnowledgeGraph, query: str) -> None:
    with pytest.raises(ViewError, match="neither a CONSTRUCT nor a SELECT of two columns"):
        packaged.export(io.BytesIO(), format="gexf", query=query)
