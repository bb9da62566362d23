"""Every syntax is read back by rdflib and by the engine, and gives the same statements."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.compare import isomorphic, to_isomorphic

import pubinnov
from pubinnov.errors import OutputError
from pubinnov.export import rdf
from pubinnov.export.loss import Loss
from pubinnov.export.registry import find
from pubinnov.export.statements import Statements, of_store, of_triples
from pubinnov.knowledge_graph import KnowledgeGraph

E = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NASTY = """
@prefix e: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:text "quotes \\" ' ''' \\"\\"\\" \\\\ \\n\\t end", "", "<b>&amp;]]>", "مرحبا"@ar, "日本 😀"@ja, "x"@en-GB ;
    e:list ( 1 "two" [ e:p e:a ] ( ) ) ; e:self e:a ; a e:T, e:U ;
    e:number 1, 1.0, 1e0, "007"^^xsd:integer, "x"^^xsd:integer, "1"^^e:odd, true ;
    e:when "2020-02-29"^^xsd:date, "0000"^^xsd:gYear .
<http://example.org/ä?q=1&r=%20#f> e:to <urn:x:y>, <mailto:a@b.c>, _:shared . _:shared e:to [ e:to [] ] .
<http://example.org/a/> <http://example.org/with-dash> e:a .
"""
FORMS = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "rdfxml": "xml",
    "n3": "n3",
    "jsonld": "json-ld",
}


@pytest.fixture(autouse=True, scope="module")
def _literals_as_written() -> Iterator[None]:
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


def _nasty() -> Statements:
    return of_triples("nasty", [quad.triple for quad in parse(NASTY, RdfFormat.TURTLE)])


def _written(statements: Statements, name: str) -> tuple[bytes, list[str]]:
    output, loss = io.BytesIO(), Loss()
    rdf.write(statements, output, rdf.SYNTAXES[name], loss)
    return output.getvalue(), loss.lines()


def _by_rdflib(text: bytes, name: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own parts
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(io.BytesIO(text), format=FORMS[name])
        for triple in dataset.triples((None, None, None)):
            graph.add(triple)
    return graph


def _by_the_engine(text: bytes, name: str) -> rdflib.Graph:
    return pubinnov.interchange.rdflib_graph([quad.triple for quad in parse(text, rdf.SYNTAXES[name].form)])


@pytest.mark.parametrize("name", rdf.SYNTAXES)
def test_all_of_a_nasty_graph_comes_back(name: str) -> None:
    text, lost = _written(_nasty(), name)
    wanted = pubinnov.interchange.rdflib_graph([quad.triple for quad in _nasty()])
    assert lost == []
    assert isomorphic(_by_the_engine(text, name), wanted), f"the engine reads other statements from {name}"
    read = _by_rdflib(text, name)
    for graph in (read, wanted):
        # rdflib's reader of Turtle writes bare numbers such as 007 and 1e0 anew.
        graph.remove((None, rdflib.URIRef(E + "number"), None))
    assert isomorphic(read, wanted), f"rdflib reads other statements from {name}"


@pytest.mark.parametrize("name", rdf.SYNTAXES)
def test_the_curated_graph_comes_back(name: str, packaged: KnowledgeGraph) -> None:
    text, lost = _written(of_store("all", packaged.store, packaged.graphs), name)
    assert lost == []
    wanted = set(map(str, packaged.store.quads(graph=packaged.graphs[0])))
    assert {str(quad) for quad in parse(text, rdf.SYNTAXES[name].form)} == wanted, f"{name} has other statements"


@pytest.mark.parametrize("name", ["nquads", "trig", "jsonld"])
def test_named_graphs_keep_their_names(name: str, tmp_path: Path) -> None:
    data = tmp_path / "data.trig"
    data.write_text(
        "@prefix e: <http://example.org/> . e:a e:p 1 . e:g { e:a e:p 2, [ e:q 3 ] } e:h { e:a a e:T }",
        encoding="utf-8",
    )
    kg = pubinnov.open(data, graph="all")
    text, lost = _written(of_store("all", kg.store, kg.graphs), name)
    assert lost == []
    found = list(parse(text, rdf.SYNTAXES[name].form))
    assert sorted(str(quad.graph_name) for quad in found) == ["<http://example.org/g>"] * 3 + [
        "<http://example.org/h>",
        "DEFAULT",
    ]
    assert to_isomorphic(_by_rdflib(text, name)) == to_isomorphic(_by_the_engine(text, name))


def test_a_syntax_without_graphs_tells_that_it_merges_them(tmp_path: Path) -> None:
    data = tmp_path / "data.trig"
    data.write_text("<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/a> <http://e/p> 2 }", encoding="utf-8")
    kg = pubinnov.open(data, graph="all")
    text, lost = _written(of_store("all", kg.store, kg.graphs), "turtle")
    assert len(list(parse(text, RdfFormat.TURTLE))) == 2
    assert lost == ["graphs merged into one: 2 times"]


def test_what_xml_has_no_place_for_is_told() -> None:
    one = NamedNode(E + "a")
    triples = [
        Triple(one, NamedNode(E + "p"), Literal("a\x01b\x0b", language="en")),
        Triple(one, NamedNode(E + "p"), Literal("line\r\nend")),
        Triple(one, NamedNode(E + "1"), Literal("no element has this name")),
        Triple(one, NamedNode(E + "2a"), Literal("the engine finds one")),
    ]
    text, lost = _written(of_triples("x", triples), "rdfxml")
    assert sorted(lost) == [
        "carriage returns read back as line ends",
        "characters that XML has no place for replaced by \ufffd: 2 times",
        f"links left out, as RDF/XML has no way to write <{E}1>",
    ]
    found = _by_rdflib(text, "rdfxml")
    assert set(found.objects()) == {
        rdflib.Literal("a\ufffdb\ufffd", lang="en"), rdflib.Literal("line\nend"), rdflib.Literal("the engine finds one"),
    }  # fmt: skip
    assert set(found.predicates()) == {rdflib.URIRef(E + "p"), rdflib.URIRef(E + "2a")}


def test_json_ld_has_a_context_of_what_is_used(packaged: KnowledgeGraph) -> None:
    result = packaged.query("CONSTRUCT { tech:e-id ?p ?o } WHERE { tech:e-id ?p ?o }")
    data: Any = json.loads(_written(of_triples("x", result), "jsonld")[0])  # type: ignore[arg-type]
    (node,) = data["@graph"]
    assert node["@id"] == "tech:e-id"
    assert "pi:Technology" in node["@type"]
    assert {
        "@language": "fr",
        "@value": packaged.select("SELECT ?x { tech:e-id skos:prefLabel ?x FILTER(LANG(?x) = 'fr') }")[0][0].value,
    } in node["skos:prefLabel"]  # type: ignore[union-attr]
    assert data["@context"]["tech"] == "https://w3id.org/pubinnov/id/tech/"
    assert "measure" not in data["@context"], "the context has what is not used"


def test_an_iri_that_looks_like_a_prefix_stays_itself() -> None:
    triples = [
        Triple(NamedNode("https://w3id.org/pubinnov/id/kind/output"), NamedNode(E + "p"), NamedNode("kind:of-its-own")),
        Triple(NamedNode("src:x"), NamedNode("https://w3id.org/pubinnov/ontology#means"), NamedNode("https://w3id.org/pubinnov/id/src/x")),
    ]  # fmt: skip
    text, _ = _written(of_triples("x", triples), "jsonld")
    for graph in (_by_rdflib(text, "jsonld"), _by_the_engine(text, "jsonld")):
        assert isomorphic(graph, pubinnov.interchange.rdflib_graph(triples))


LITERALS = st.one_of(
    st.builds(Literal, st.text()),
    st.builds(lambda text, language: Literal(text, language=language), st.text(), st.sampled_from(["en", "zh-hant-tw"])),
    st.builds(lambda text, kind: Literal(text, datatype=NamedNode(kind)), st.text(), st.sampled_from([XSD + "integer", E + "odd", XSD + "string"])),
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(rdf.SYNTAXES) - {"rdfxml"}))
@given(values=st.lists(LITERALS, max_size=6))
def test_any_text_comes_back(name: str, values: list[Literal]) -> None:
    triples = [Triple(NamedNode(E + "a"), NamedNode(E + "p"), value) for value in values]
    text, _ = _written(of_triples("x", triples), name)
    assert {quad.object for quad in parse(text, rdf.SYNTAXES[name].form)} == set(values)


@given(values=st.lists(LITERALS, max_size=6))
def test_any_text_comes_back_from_xml_or_is_told(values: list[Literal]) -> None:
    triples = [Triple(NamedNode(E + "a"), NamedNode(E + "p"), value) for value in values]
    text, lost = _written(of_triples("x", triples), "rdfxml")
    found = {Quad(*triple).object for triple in (quad.triple for quad in parse(text, RdfFormat.RDF_XML))}
    assert bool(lost) or found == set(values)


@pytest.mark.parametrize(
    ("path", "name"), [("a.ttl", "turtle"), ("A.TTL", "turtle"), ("a.b.jsonld", "jsonld"), ("a.owl", "rdfxml")]
)
def test_endings(path: str, name: str) -> None:
    assert find(path) is rdf.SYNTAXES[name]


@pytest.mark.parametrize(
    ("path", "name", "message", "hint"),
    [
        ("x", "turtel", "no format is called 'turtel'", "did you mean turtle?"),
        ("x", "qqq", "no format is called 'qqq'", "there are: csv, cx2"),
        ("graph.xyz", None, "the ending of 'graph.xyz' tells no format", ".gexf, "),
        ("graph", None, "the ending of 'graph' tells no format", ".ttl, "),
        (None, None, "a stream has no ending", "name a format"),
        ("x", "json", "no format is called 'json'", "did you mean d3?"),
        ("a.gefx", None, "the ending of 'a.gefx' tells no format", "did you mean .gexf?"),
    ],
)
def test_unknown_names_and_endings(path: str | None, name: str | None, message: str, hint: str) -> None:
    with pytest.raises(OutputError) as caught:
        find(path, name)
    assert message in str(caught.value)
    assert hint in (caught.value.hint or "")
