"""The project's own shapes: every class has one, every demand says what to do, in two languages, and all of it is SHACL."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF
from rdflib.namespace import OWL, SH

from pubinnov import terms
from pubinnov.package_files import files, model_files, ontology_folder
from pubinnov.validation.oversights import unknown_words
from pubinnov.validation.screening import Screen
from pubinnov.validation.select_screen import _prepared
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Triples

FILES = [Path(path) for path in files(str(Path(ontology_folder(), "shapes")), ".ttl")]

#: Classes that only group others, which have shapes.
ABSTRACT = {"Statement", "Region", "Supranational", "PublicBody"}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    found = rdflib.Graph()
    for path in FILES:
        found.parse(path)
    return found


def test_every_class_has_a_shape(graph: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(model_files()[0])
    classes = {
        str(each).removeprefix(terms.PI)
        for each in ontology.subjects(RDF.type, OWL.Class)
        if str(each).startswith(terms.PI)
    }
    aimed_at = {str(each).removeprefix(terms.PI) for each in graph.objects(None, SH.targetClass)}
    assert classes - aimed_at - ABSTRACT == set(), "add a file to ontology/shapes"


def test_every_demand_has_a_message_in_english_and_french(graph: rdflib.Graph) -> None:
    demands = {*graph.subjects(RDF.type, SH.PropertyShape), *graph.subjects(RDF.type, SH.SPARQLConstraint)}
    for demand in demands:
        languages = {message.language for message in graph.objects(demand, SH.message)}
        assert languages == {"en", "fr"}, f"add sh:message to {demand}"


def test_three_severities_are_used(graph: rdflib.Graph) -> None:
    assert {SH.Warning, SH.Info} <= set(graph.objects(None, SH.severity))


def test_nothing_is_mistyped() -> None:
    assert list(unknown_words(Shapes.of_the_project())) == []
    assert Shapes.of_the_project().recursion() == []


def test_they_are_valid_shacl(graph: rdflib.Graph) -> None:
    conforms, _, text = pyshacl.validate(
        rdflib.Graph().parse(data="<x:a> <x:b> <x:c> ."), shacl_graph=graph, meta_shacl=True
    )
    assert conforms, text


def test_their_queries_can_be_screened() -> None:
    shapes = Shapes.of_the_project()
    queries = [shapes.select_query(constraint) for constraint in shapes.subjects(sh("select"))]
    assert queries
    assert all(query is not None and _prepared(query) for query in queries), "see select_screen.py for what it takes"


def test_each_shape_screens_an_empty_graph() -> None:
    shapes, nothing = Shapes.of_the_project(), Triples()
    for shape in shapes:
        assert not Screen(nothing, shapes).suspects(shape, shapes.targets(shape, nothing))
