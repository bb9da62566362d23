from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from pubinnov import sparql
from pubinnov.errors import BindingError

X = NamedNode("http://e/x")


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(token.text for token in sparql.tokens(text)) == text


@given(st.text().filter(lambda text: "\0" not in text and not any(0xD800 <= ord(c) < 0xE000 for c in text)))
def test_no_value_leaves_its_place(value: str) -> None:
    query = sparql.bind("SELECT ?out WHERE { BIND(?in AS ?out) }", {"in": Literal(value)})
    [row] = Store().query(query)  # type: ignore[misc]
    assert row["out"] == Literal(value)


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?x WHERE { ?x ?p ?o }", "SELECT (<http://e/x> AS ?x) WHERE { <http://e/x> ?p ?o }"),
        ("SELECT (COUNT(?x) AS ?n) WHERE { $x ?p ?o }", "SELECT (COUNT(<http://e/x>) AS ?n) WHERE { <http://e/x> ?p ?o }"),
        ('ASK { ?s ?p "?x" # ?x\n ; <http://e/?x> ?x }', 'ASK { ?s ?p "?x" # ?x\n ; <http://e/?x> <http://e/x> }'),
        ("SELECT * WHERE { { SELECT ?x WHERE { ?x ?p 1 } } }", "SELECT * WHERE { { SELECT (<http://e/x> AS ?x) WHERE { <http://e/x> ?p 1 } } }"),
    ],
)  # fmt: skip
def test_a_bound_variable_stays_a_column(query: str, bound: str) -> None:
    assert sparql.bind(query, {"x": X}) == bound


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x WHERE { BIND(1 AS ?x) }",
        "SELECT ?x WHERE { VALUES ?x { 1 } }",
        "SELECT ?x WHERE { ?x ?p ?o } GROUP BY ?x",
    ],
)
def test_an_assigned_variable_cannot_be_bound(query: str) -> None:
    with pytest.raises(BindingError, match=r"\?x is assigned"):
        sparql.bind(query, {"x": X})


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX a: <http://e/> SELECT ?s WHERE { ?s ?p ?o }", "SELECT"),
        ("# SELECT\nASK { ?s ?p ?o }", "ASK"),
        ("DESCRIBE <http://e/x>", "DESCRIBE"),
        ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "UPDATE"),
        ("LOAD <http://e/x>", "UPDATE"),
        ('BASE <http://e/select> CONSTRUCT WHERE { ?s ?p "DELETE" }', "CONSTRUCT"),
        ("{", ""),
    ],
)
def test_forms(query: str, form: str) -> None:
    assert sparql.form(query) == form


@pytest.mark.parametrize(
    ("query", "matters"),
    [
        ("SELECT ?m WHERE { ?m pi:enables ?b }", True),
        ("SELECT ?m WHERE { ?m <https://w3id.org/pubinnov/ontology#enables> ?b }", True),
        ("PREFIX o: <https://w3id.org/pubinnov/ontology#> SELECT ?m WHERE { ?m o:grade ?b }", True),
        ("SELECT ?m WHERE { ?m ?p ?b }", True),
        ("SELECT ?m WHERE { ?m !pi:about ?b }", True),
        ("DESCRIBE tech:e-id", True),
        ("SELECT ?m WHERE { ?m pi:means ?b }", False),
        ('SELECT ?m WHERE { ?m rdfs:label "pi:enables" }', False),
    ],
)
def test_when_derived_links_matter(query: str, matters: bool) -> None:
    assert sparql.with_derived(query) is matters


def test_declared_prefixes_win() -> None:
    query = "PREFIX pi: <http://e/mine#> SELECT ?s WHERE { ?s pi:x ?o }"
    assert sparql.prepare(query, allow_service=False) == query
