"""Triples keep what sources say to the letter, and answer as a set of triples would."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.errors import DataSyntaxError
from pubinnov.store.reading import inputs
from pubinnov.validation.triples import WRITTEN_STRING, Triples

E = "http://example.org/"
P = NamedNode(E + "p")


def read(tmp_path: Path, text: str) -> Triples:
    path = tmp_path / "a.ttl"
    path.write_text(
        f"@prefix e: <{E}> .\n@prefix xsd: <{terms.XSD}> .\n@prefix rdfs: <{terms.RDFS}> .\n{text}", encoding="utf-8"
    )
    triples = Triples()
    triples.read(inputs([path]))
    return triples


def texts(triples: Triples, predicate: NamedNode = P) -> set[str]:
    return {value.value for value in triples.values(predicate) if isinstance(value, Literal)}


def test_literals_keep_their_letters(tmp_path: Path) -> None:
    triples = read(tmp_path, 'e:a e:p 0.50 , 01 , "5"^^xsd:byte , "1"^^xsd:boolean .')
    assert texts(triples) == {"0.50", "01", "5", "1"}
    assert {value.datatype.value.removeprefix(terms.XSD) for value in triples.values(P)} == {
        "decimal",
        "integer",
        "byte",
        "boolean",
    }


def test_normalised_they_are_as_rdflib_reads_them(tmp_path: Path) -> None:
    triples = read(tmp_path, 'e:a e:p 01 , 1 , 1.0E3 , "2020-01-01T00:00:00Z"^^xsd:dateTime , "no"^^xsd:boolean .')
    triples.normalise()
    assert texts(triples) == {"1", "1000.0", "2020-01-01T00:00:00+00:00", "no"}
    assert len(triples) == 4


def test_a_string_type_that_is_written_out_is_told_apart(tmp_path: Path) -> None:
    triples = read(tmp_path, 'e:a e:p "a"^^xsd:string , "a" , """b"^^xsd:strings""" .')
    assert triples.written_strings
    assert triples.objects(NamedNode(E + "a"), P) == {
        Literal("a", datatype=WRITTEN_STRING),
        Literal("a"),
        Literal('b"^^xsd:strings'),
    }


def test_language_tags_as_written(tmp_path: Path) -> None:
    assert read(tmp_path, 'e:a e:p "colour"@en-GB .').tags == {"en-gb": "en-GB"}
    assert read(tmp_path, 'e:a e:p "colour"@en-GB , "x"@en-gb .').tags == {}


def test_what_is_said_twice_counts_once(tmp_path: Path) -> None:
    triples = read(tmp_path, "e:a e:p e:b , e:c . e:a e:p e:b .")
    assert len(triples) == 2
    assert triples.objects(NamedNode(E + "a"), P) == {NamedNode(E + "b"), NamedNode(E + "c")}


def test_instances_of_narrower_classes(tmp_path: Path) -> None:
    triples = read(
        tmp_path, "e:B rdfs:subClassOf e:A . e:C rdfs:subClassOf e:B . e:A rdfs:subClassOf e:C . e:x a e:C ."
    )
    assert triples.instances(NamedNode(E + "A")) == {NamedNode(E + "x")}


def test_lists(tmp_path: Path) -> None:
    triples = read(tmp_path, "e:a e:p ( e:b e:c ) ; e:q () .")
    (head,) = triples.values(P)
    assert triples.items(head) == [NamedNode(E + "b"), NamedNode(E + "c")]
    assert triples.items(NamedNode(E + "a")) is None


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    paths = [tmp_path / "a.nt", tmp_path / "b.nt"]
    for path in paths:
        path.write_text(f"_:x <{E}p> <{E}b> .\n", encoding="utf-8")
    triples = Triples()
    triples.read(inputs(paths))
    assert len(triples.nodes()) == 2


def test_a_broken_file_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataSyntaxError, match=r"a\.ttl:4"):
        read(tmp_path, "e:a e:p .")
