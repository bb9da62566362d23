from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.lookup import key
from pubinnov.terms import DERIVED_PROPERTIES, PI, shorten

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "pubinnov.ttl")


@pytest.fixture(scope="module")
def concepts() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted((ROOT / "ontology" / "concepts").glob("*.ttl")):
        graph.parse(path)
    return graph


def names(nodes: object) -> list[str]:
    return sorted(shorten(str(node)) for node in nodes)  # type: ignore[attr-defined]


def test_an_owl_tool_loads_it(ontology: rdflib.Graph, tmp_path: Path) -> None:
    horned = pytest.importorskip("pyhornedowl", reason="py-horned-owl is not installed: pip install 'pubinnov[dev]'")
    path = tmp_path / "pubinnov.owl"
    ontology.serialize(path, format="xml")
    loaded = horned.open_ontology(str(path))
    assert f"{PI}Claim" in loaded.get_classes()
    assert f"{PI}usesMeans" in loaded.get_object_properties()
    assert len(loaded.get_axioms()) > 200


def test_the_header_names_version_and_licence(ontology: rdflib.Graph) -> None:
    [header] = ontology.subjects(RDF.type, OWL.Ontology)
    assert ontology.value(header, OWL.versionIRI)
    assert ontology.value(header, rdflib.DCTERMS.license)


def test_every_term_has_an_english_label_and_a_comment(ontology: rdflib.Graph) -> None:
    own = {subject for subject in ontology.subjects() if str(subject).startswith(PI)}
    for wanted in (RDFS.label, RDFS.comment):
        without = [s for s in own if not any(o.language == "en" for o in ontology.objects(s, wanted))]  # type: ignore[attr-defined]
        assert not without, f"add {shorten(str(wanted))} in English to {names(without)}"


def test_every_term_that_is_used_is_defined(packaged: KnowledgeGraph) -> None:
    rows = packaged.select(
        """SELECT DISTINCT ?term WHERE {
          { ?s ?term ?o } UNION { ?s a ?term } UNION { ?f pi:property ?term }
          FILTER(STRSTARTS(STR(?term), STR(pi:)))
          FILTER NOT EXISTS { ?term rdfs:comment ?c } }"""
    )
    assert not rows, f"define in ontology/pubinnov.ttl, or mend: {[str(row['term']) for row in rows]}"


def test_derived_properties_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    link = rdflib.URIRef(f"{PI}derivedLink")
    found = {str(s).removeprefix(PI) for s in ontology.subjects(RDFS.subPropertyOf, link)} | {"derivedLink"}
    assert found == set(DERIVED_PROPERTIES)


def test_every_concept_is_complete(concepts: rdflib.Graph) -> None:
    everything = set(concepts.subjects(RDF.type, SKOS.Concept))
    assert len(everything) > 500
    assert not names(c for c in everything if len(list(concepts.objects(c, SKOS.inScheme))) != 1), "one scheme each"
    assert not names(c for c in everything if len(list(concepts.objects(c, SKOS.definition))) != 1), (
        "one definition each"
    )
    english = {c for c in everything for o in concepts.objects(c, SKOS.prefLabel) if o.language == "en"}  # type: ignore[attr-defined]
    assert not names(everything - english), "an English prefLabel each"
    for child, parent in concepts.subject_objects(SKOS.broader):
        assert parent in everything, (
            f"{shorten(str(child))} is narrower than {shorten(str(parent))}, which is not there"
        )
    for concept in everything:
        above = set(concepts.transitive_objects(concept, SKOS.broader)) - {concept}
        assert all(concept not in concepts.objects(each, SKOS.broader) for each in above), f"a cycle at {concept}"


def test_no_two_concepts_of_a_scheme_share_a_name(concepts: rdflib.Graph) -> None:
    seen: dict[tuple[object, str], object] = {}
    for concept, scheme in concepts.subject_objects(SKOS.inScheme):
        for label in (*concepts.objects(concept, SKOS.prefLabel), *concepts.objects(concept, SKOS.altLabel)):
            other = seen.setdefault((scheme, key(str(label))), concept)
            assert other == concept, f"{label!r} names both {shorten(str(other))} and {shorten(str(concept))}"


@pytest.mark.parametrize(("kind", "least"), [("Technology", 60), ("Method", 20), ("Benefit", 40)])
def test_the_schemes_are_rich_enough(concepts: rdflib.Graph, kind: str, least: int) -> None:
    assert len(list(concepts.subjects(RDF.type, rdflib.URIRef(PI + kind)))) >= least


def test_every_public_value_flag_is_matched(concepts: rdflib.Graph) -> None:
    flags = {c for c in concepts.subjects(RDF.type, SKOS.Concept) if "/id/pstw/" in str(c)}
    matched = set(concepts.objects(None, SKOS.exactMatch)) | set(concepts.objects(None, SKOS.closeMatch))
    assert len(flags) == 18
    assert flags <= matched


def test_every_rule_yields_something(packaged: KnowledgeGraph) -> None:
    for name in DERIVED_PROPERTIES:
        if name != "derivedLink":
            assert packaged.query(f"ASK {{ ?s pi:{name} ?o }}") is True, f"no rule in ontology/rules made pi:{name}"
