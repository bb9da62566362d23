"""The order of statements, and the names of their blank nodes."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rdflib.compare import isomorphic

import pubinnov
from pubinnov.export.statements import of_store, of_triples

NODES = [
    *(NamedNode(f"http://example.org/{name}") for name in "abcdef"),
    *(BlankNode(f"x{place}") for place in range(4)),
]
VALUES = [
    *NODES,
    Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    Literal("é", language="fr"),
]
TRIPLES = st.lists(
    st.builds(
        Triple,
        st.sampled_from(NODES),
        st.sampled_from([NamedNode("http://example.org/p"), NamedNode("http://example.org/q")]),
        st.sampled_from(VALUES),
    ),
    max_size=25,
)


def _graph(triples: list[Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(io.BytesIO(serialize(triples, format=RdfFormat.N_TRIPLES)), format="nt")


@given(TRIPLES)
def test_nothing_is_lost_or_added_but_names_of_blank_nodes(triples: list[Triple]) -> None:
    found = list(of_triples("x", triples))
    assert len(found) == len(set(triples)), "a statement was lost or came twice"
    assert isomorphic(_graph(triples), _graph([quad.triple for quad in found]))
    # IRIs come first, in their order; each subject's statements are together.
    subjects = list(dict.fromkeys(quad.subject for quad in found))
    named = [each for each in subjects if isinstance(each, NamedNode)]
    assert named == subjects[: len(named)] == sorted(named, key=lambda node: node.value)
    changes = sum(one.subject != other.subject for one, other in itertools.pairwise(found))
    assert changes == max(len(subjects) - 1, 0), "the statements of a subject are apart"


@given(TRIPLES)
def test_what_blank_nodes_were_called_does_not_matter(triples: list[Triple]) -> None:
    def called(term: object, prefix: str) -> object:
        return BlankNode(prefix + term.value) if isinstance(term, BlankNode) else term

    once = [Triple(called(one, "m"), link, called(other, "m")) for one, link, other in triples]
    twice = [Triple(called(one, "zz"), link, called(other, "zz")) for one, link, other in triples]
    assert list(of_triples("x", once)) == list(of_triples("x", twice))


def test_graphs_of_a_store(tmp_path: Path) -> None:
    data = tmp_path / "data.trig"
    data.write_text(
        "@prefix e: <http://e/> . e:z e:p [ e:q 1 ] . e:a e:p _:b .\n"
        "e:g { e:a e:p 2 ; a e:T . _:b e:p e:a } _:h { e:a e:p 3 }",
        encoding="utf-8",
    )
    kg = pubinnov.open(data, graph="all")
    found = list(of_store("x", kg.store, kg.graphs))
    graphs = list(dict.fromkeys(quad.graph_name for quad in found))
    assert graphs[0] == DefaultGraph()
    assert NamedNode("http://e/g") in graphs
    assert len(graphs) == 3
    assert {quad.subject for quad in found if isinstance(quad.subject, BlankNode)} <= {
        BlankNode(f"b{n}") for n in range(3)
    }
    # The same blank node has one name in all graphs.
    assert any(quad.object == BlankNode("b0") and quad.graph_name == DefaultGraph() for quad in found)
    assert Quad(BlankNode("b0"), NamedNode("http://e/p"), NamedNode("http://e/a"), NamedNode("http://e/g")) in found
    own = list(of_store("x", kg.store, pubinnov.open(data).graphs))
    assert {quad.graph_name for quad in own} == {DefaultGraph()}
    assert len(own) == 3


def test_the_type_comes_first() -> None:
    text = "@prefix e: <http://e/> . e:a e:p 1 ; a e:T ; <http://a/first> 2 ."
    found = [quad.predicate.value for quad in of_triples("x", [quad.triple for quad in parse(text, RdfFormat.TURTLE)])]
    assert found == ["http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://a/first", "http://e/p"]


def test_thousands_of_blank_nodes_are_walked_once() -> None:
    chain = [Triple(BlankNode(f"x{n}"), NamedNode("http://e/next"), BlankNode(f"x{n + 1}")) for n in range(20_000)]
    found = list(of_triples("x", chain))
    assert len(found) == len(chain)
    assert all(one.object == other.subject for one, other in itertools.pairwise(found)), (
        "one does not follow its mention"
    )
