"""Profiles hold what other people's vocabularies demand, and lose nothing that those can say."""

from __future__ import annotations

import logging
from pathlib import Path

import pyshacl
import pytest
import rdflib
import skosify
from rdflib import DCTERMS, OWL, RDF, SH, SKOS, Literal, Namespace, URIRef

import pubinnov
from pubinnov import terms
from pubinnov.errors import CatalogueError, ProfileError, UnknownTermError
from pubinnov.export.profiles import Profile, profile, profiles
from pubinnov.knowledge_graph import KnowledgeGraph

CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
HEAD = '#+ {"title": "x", "aliases": [], "parameters": {}}\n'


@pytest.fixture(scope="module")
def thesaurus(packaged: KnowledgeGraph) -> rdflib.Graph:
    return packaged.profile("skos").to_rdflib()


@pytest.fixture(scope="module")
def written(packaged: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The thesaurus as a file."""
    path = tmp_path_factory.mktemp("profiles") / "skos.ttl"
    with path.open("wb") as output:
        packaged.profile("skos").write(output, "turtle")
    return path


@pytest.fixture(scope="module")
def services(packaged: KnowledgeGraph) -> rdflib.Graph:
    return packaged.profile("cpsv-ap").to_rdflib()


@pytest.mark.parametrize("name", profiles())
def test_each_is_well_formed_and_gives_each_triple_once(name: str, packaged: KnowledgeGraph) -> None:
    profile(name).check()
    triples = [str(each) for each in packaged.profile(name)]
    assert triples
    assert len(triples) == len(set(triples))
    assert set(triples) == {str(each) for each in packaged.profile(name)}
    assert not [each for each in triples if "_:" in each], "no blank nodes: two runs would differ in them"
    assert not [each for each in triples if f"<{terms.PI}" in each], "name a term of the profile's vocabulary instead"


@pytest.mark.parametrize("name", profiles())
def test_no_profile_needs_the_derived_links(name: str) -> None:
    kg = pubinnov.open()
    assert len(kg.profile(name)) > 0
    assert terms.DERIVED_GRAPH not in set(kg.store.named_graphs()), "write the properties out: see profiles.py"


def test_names() -> None:
    assert profile("Thesaurus").name == "skos"
    assert profile("CPSV AP").name == "cpsv-ap"
    with pytest.raises(ProfileError, match="'cpsvap2'") as failure:
        profile("cpsvap2")
    assert failure.value.hint == "did you mean cpsv-ap?"
    with pytest.raises(ProfileError) as failure:
        profile("rico")
    assert failure.value.hint == "there are: cpsv-ap, skos"


def test_a_profile_is_a_construct_query() -> None:
    with pytest.raises(CatalogueError, match="not a CONSTRUCT"):
        Profile("x", f"{HEAD}SELECT * WHERE {{ ?s ?p ?o }}").check()
    with pytest.raises(CatalogueError, match="'aliases'"):
        Profile("x", HEAD.replace('"aliases": [], ', ""))


def test_filters(packaged: KnowledgeGraph) -> None:
    def kept(**filters: str | int) -> set[str]:
        found = packaged.profile("services", **filters)
        return {triple.subject.value for triple in found if str(triple.object) == f"<{CPSV.PublicService}>"}

    everything, estonian = kept(), kept(place="Estonia")
    assert f"{terms.ID}init/ee-id-card" in estonian
    assert f"{terms.ID}init/ee-rahvakogu" not in everything, "an assembly of citizens is no service"
    assert all("/init/ee-" in each for each in estonian)
    assert estonian < kept(place="Northern Europe") < everything
    for narrower in ({"area": "health"}, {"means": "e-ID"}, {"since": 2015}, {"until": 2000}):
        assert set() < kept(**narrower) < everything  # type: ignore[arg-type]
    assert kept(until=2000) & kept(since=2001) == set()
    with pytest.raises(ProfileError, match="takes no parameter 'grade'"):
        packaged.profile("cpsv-ap", grade="A")
    with pytest.raises(ProfileError, match="not a year"):
        packaged.profile("cpsv-ap", since="long ago")
    with pytest.raises(UnknownTermError):
        packaged.profile("cpsv-ap", place="Atlantis")


# SKOS ----------------------------------------------------------------------------------------------------------------

#: The integrity conditions of the SKOS reference, and what thesaurus tools take for granted: a query that finds what
#: breaks each, and triples that do.
CONDITIONS = {
    "S9: no scheme is a concept": (
        "?bad a skos:Concept, skos:ConceptScheme",
        "scheme:benefits a skos:Concept",
    ),
    "S13: preferred, other and hidden labels are disjoint": (
        """VALUES (?p ?q) { (skos:prefLabel skos:altLabel) (skos:prefLabel skos:hiddenLabel) (skos:altLabel skos:hiddenLabel) }
           ?bad ?p ?label ; ?q ?label""",
        'tech:e-id skos:altLabel "e-ID"@en',
    ),
    "S14: one preferred label a language": (
        "?bad skos:prefLabel ?one, ?other FILTER(LANG(?one) = LANG(?other) && STR(?one) < STR(?other))",
        'tech:e-id skos:prefLabel "eID"@en',
    ),
    "S27: what is related is not broader": (
        "?bad skos:related ?other . ?bad skos:broader+|^skos:broader+ ?other",
        "tech:e-id-card skos:related tech:digital-identity",
    ),
    "S46: an exact match is no broad or related match": (
        "?bad skos:exactMatch ?other . ?bad skos:broadMatch|^skos:broadMatch|skos:narrowMatch|^skos:narrowMatch|skos:relatedMatch ?other",
        "area:health skos:broadMatch <https://w3id.org/ipsoeu/ramon-ld/cofog/1999/GF07>",
    ),
    "S4: a concept is in a scheme": (
        "?x skos:inScheme ?bad FILTER NOT EXISTS { ?bad a skos:ConceptScheme }",
        "tech:e-id skos:inScheme tech:digital-identity",
    ),
    "S5, S6: a scheme has concepts on top": (
        "?scheme skos:hasTopConcept ?bad FILTER NOT EXISTS { ?bad a skos:Concept . ?scheme a skos:ConceptScheme }",
        "scheme:benefits skos:hasTopConcept scheme:harms",
    ),
    "S19, S20: relations are between concepts": (
        "?one skos:broader|skos:narrower|skos:related ?other . VALUES ?n { 0 1 } BIND(IF(?n = 0, ?one, ?other) AS ?bad) "
        "FILTER NOT EXISTS { ?bad a skos:Concept }",
        "tech:e-id skos:broader scheme:technologies",
    ),
    "S7: on top of a scheme is in it": (
        "?bad skos:topConceptOf ?scheme FILTER NOT EXISTS { ?bad skos:inScheme ?scheme }",
        "tech:digital-identity skos:topConceptOf scheme:methods",
    ),
    "S8: top concepts both ways": (
        "{ ?bad skos:topConceptOf ?scheme FILTER NOT EXISTS { ?scheme skos:hasTopConcept ?bad } } UNION "
        "{ ?scheme skos:hasTopConcept ?bad FILTER NOT EXISTS { ?bad skos:topConceptOf ?scheme } }",
        "scheme:technologies skos:hasTopConcept tech:e-id",
    ),
    "S25: broader and narrower both": (
        "{ ?bad skos:broader ?other FILTER NOT EXISTS { ?other skos:narrower ?bad } } UNION "
        "{ ?other skos:narrower ?bad FILTER NOT EXISTS { ?bad skos:broader ?other } }",
        "tech:digital-identity skos:narrower tech:x-no-such-thing",
    ),
    "S44: matches within the graph both ways": (
        "VALUES ?match { skos:exactMatch skos:closeMatch skos:relatedMatch } "
        "?bad ?match ?other . ?other a skos:Concept FILTER NOT EXISTS { ?other ?match ?bad }",
        "benefit:equity skos:closeMatch group:citizen",
    ),
    "each concept in one scheme": (
        "?bad a skos:Concept FILTER NOT EXISTS { ?bad skos:inScheme ?scheme }",
        "tech:new a skos:Concept",
    ),
    "each concept reached from the top of its scheme": (
        "?bad a skos:Concept ; skos:inScheme ?scheme FILTER NOT EXISTS { ?bad skos:broader*/skos:topConceptOf ?scheme }",
        "tech:new a skos:Concept ; skos:inScheme scheme:technologies",
    ),
    "nothing on top has something broader in its scheme": (
        "?bad skos:topConceptOf ?scheme ; skos:broader/skos:inScheme ?scheme",
        "tech:e-id skos:topConceptOf scheme:technologies",
    ),
    "nothing is broader than itself": ("?bad skos:broader+ ?bad", "tech:digital-identity skos:broader tech:e-id"),
    "labels have a language": (
        "?bad skos:prefLabel|skos:altLabel|skos:definition ?text FILTER(LANG(?text) = '')",
        'tech:e-id skos:altLabel "eID"',
    ),
    "each scheme and concept has an English name": (
        "{ ?bad a skos:Concept } UNION { ?bad a skos:ConceptScheme } "
        "FILTER NOT EXISTS { ?bad skos:prefLabel ?name FILTER(LANG(?name) = 'en') }",
        "scheme:new a skos:ConceptScheme",
    ),
    "no two concepts of a scheme share a notation": (
        "?bad skos:notation ?code ; skos:inScheme ?scheme . ?other skos:notation ?code ; skos:inScheme ?scheme FILTER(?bad != ?other)",
        'grade:A skos:notation "B"',
    ),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_skos_conditions_hold(condition: str, written: Path, tmp_path: Path) -> None:
    pattern, breach = CONDITIONS[condition]
    query = f"SELECT DISTINCT ?bad WHERE {{ {pattern} }}"
    found = [str(row["bad"]) for row in pubinnov.open(written).select(query)]
    assert not found, f"{condition}: mend ontology/profiles/skos.rq or ontology/concepts: {found[:5]}"
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in terms.PREFIXES.items())
    (tmp_path / "breach.ttl").write_text(f"{head}{breach} .", encoding="utf-8")
    assert pubinnov.open(written, tmp_path / "breach.ttl").select(query), "the query cannot fail: mend the test"


def test_only_terms_of_skos_and_dublin_core(thesaurus: rdflib.Graph) -> None:
    foreign = {predicate for predicate in thesaurus.predicates() if predicate not in SKOS}
    assert foreign <= {RDF.type, DCTERMS.title, DCTERMS.description, DCTERMS.license}
    assert set(thesaurus.objects(None, RDF.type)) == {SKOS.Concept, SKOS.ConceptScheme}


def test_skos_loses_nothing(thesaurus: rdflib.Graph, packaged: KnowledgeGraph) -> None:
    whole = packaged.to_rdflib()
    concepts = set(whole.subjects(RDF.type, SKOS.Concept))
    assert set(thesaurus.subjects(RDF.type, SKOS.Concept)) == concepts
    assert set(thesaurus.subjects(RDF.type, SKOS.ConceptScheme)) == set(whole.subjects(RDF.type, SKOS.ConceptScheme))
    told = {
        triple
        for triple in whole
        # Sources are things of the graph, and not of a thesaurus.
        if triple[1] not in {RDF.type, DCTERMS.source}
        and (triple[0] in concepts or (triple[0], RDF.type, SKOS.ConceptScheme) in whole)
        and not str(triple[1]).startswith(terms.PI)
    }
    assert told <= set(thesaurus), f"add a line to ontology/profiles/skos.rq: {sorted(told - set(thesaurus))[:3]}"
    for name in ("prefLabel", "altLabel", "definition", "notation", "broader", "topConceptOf", "inScheme"):
        ours = {(s, o) for s, o in whole.subject_objects(SKOS[name]) if s in concepts}
        given = {(s, o) for s, o in thesaurus.subject_objects(SKOS[name]) if s in concepts}
        assert given == ours, name
    for name in ("exactMatch", "closeMatch"):
        ours = {frozenset(pair) for pair in whole.subject_objects(SKOS[name]) if pair[0] in concepts}
        assert {frozenset(pair) for pair in thesaurus.subject_objects(SKOS[name])} == ours, name


def test_our_own_shapes_accept_the_thesaurus(written: Path) -> None:
    assert not pubinnov.open(written).validate().results
    assert not pubinnov.validate_files(written).results


def test_skosify_finds_nothing_to_mend(thesaurus: rdflib.Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        mended = skosify.skosify(thesaurus)
    # It complains of several schemes in one file, which is meant, and adds matches that lead back from elsewhere.
    complaints = [record.message for record in caplog.records if "Multiple concept schemes" not in record.message]
    assert not complaints
    assert not set(thesaurus) - set(mended)
    concepts = set(thesaurus.subjects(RDF.type, SKOS.Concept))
    assert all(
        predicate == SKOS.exactMatch and subject not in concepts
        for subject, predicate, _ in set(mended) - set(thesaurus)
    )


# CPSV-AP -------------------------------------------------------------------------------------------------------------

SHAPES = ("cpsv-ap-3.2.0-SHACL.ttl", "cpov-2.1.2-SHACL.ttl", "core-location-2.1.0-SHACL.ttl")


@pytest.fixture(scope="module")
def semic(shared: Path) -> Path:
    """The folder of the EU's core vocabularies and their shapes."""
    folder = shared / "sources" / "semic_vocabs"
    if not folder.is_dir():
        pytest.skip(f"the EU's core vocabularies are absent: {folder}")
    return folder


def test_as_many_services_as_initiatives_typed_so(services: rdflib.Graph, packaged: KnowledgeGraph) -> None:
    [row] = packaged.select("SELECT (COUNT(*) AS ?n) WHERE { ?s a pi:Initiative, cpsv:PublicService }").to_dicts()
    assert row["n"] > 400
    assert len(set(services.subjects(RDF.type, CPSV.PublicService))) == row["n"]
    assert len(set(services.objects(None, DCTERMS.identifier))) == row["n"]


@pytest.mark.parametrize("name", SHAPES)
def test_services_are_valid_by_official_shapes(
    name: str, services: rdflib.Graph, packaged: KnowledgeGraph, semic: Path, tmp_path: Path
) -> None:
    shapes = rdflib.Graph().parse(semic / name)
    aimed_at = set(shapes.objects(None, SH.targetClass)) & set(services.objects(None, RDF.type))
    assert aimed_at, "the shapes look at nothing"
    conforms, _, text = pyshacl.validate(services, shacl_graph=shapes)
    assert conforms, text[:2000]
    path = tmp_path / "services.ttl"
    with path.open("wb") as output:
        packaged.profile("cpsv-ap").write(output, "turtle")
    report = pubinnov.validate_files(path, shapes=[semic / name])
    assert report.conforms
    assert not report.results
    assert not pubinnov.open(path).validate([semic / name]).results


@pytest.mark.parametrize(
    "broken",
    [
        (None, CV.hasCompetentAuthority, None),
        (None, DCTERMS.identifier, None),
        (None, DCTERMS.title, None),
        (None, DCTERMS.description, None),
        (None, SKOS.prefLabel, None),
        (None, DCTERMS.spatial, None),
        (None, RDF.type, DCTERMS.Location),
        (None, RDF.type, URIRef("http://data.europa.eu/eli/ontology#LegalResource")),
        (None, RDF.type, SKOS.Concept),
        (None, RDF.type, CV.PublicOrganisation),
    ],
    ids=lambda triple: " ".join(str(term).rpartition("/")[2] for term in triple if term),
)
def test_a_broken_service_is_found(
    broken: tuple[None, URIRef, URIRef | None], packaged: KnowledgeGraph, semic: Path, tmp_path: Path
) -> None:
    few = packaged.profile("cpsv-ap", place="Estonia").to_rdflib()
    few.remove(broken)
    conforms, _, _ = pyshacl.validate(few, shacl_graph=rdflib.Graph().parse(semic / SHAPES[0]))
    assert not conforms
    few.serialize(tmp_path / "broken.ttl")
    assert not pubinnov.validate_files(tmp_path / "broken.ttl", shapes=[semic / SHAPES[0]]).conforms


def test_only_terms_that_there_are(services: rdflib.Graph, semic: Path) -> None:
    vocabulary = rdflib.Graph().parse(semic / "cpsv-ap-3.2.0.ttl")
    known = {
        term
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in vocabulary.subjects(RDF.type, kind)
    }
    for name in SHAPES[1:]:
        shapes = rdflib.Graph().parse(semic / name)
        known |= {*shapes.objects(None, SH.path), *shapes.objects(None, SH.targetClass)}
    assert set(services.objects(None, RDF.type)) <= known
    # SKOS describes the concepts.
    assert set(services.predicates()) - known == {RDF.type, SKOS.exactMatch}


def test_what_a_service_tells(services: rdflib.Graph) -> None:
    card, authority = URIRef(f"{terms.ID}init/ee-id-card"), services.value(None, SKOS.prefLabel, None)
    assert services.value(card, DCTERMS.identifier) == Literal(str(card))
    assert set(services.objects(card, DCTERMS.title)) == {Literal("Estonian ID card", "en"), Literal("ID-kaart", "et")}
    assert services.value(card, DCTERMS.spatial) == URIRef(f"{terms.ID}country/EE")
    authority = services.value(card, CV.hasCompetentAuthority)
    assert (authority, RDF.type, CV.PublicOrganisation) in services
    assert URIRef(f"{terms.ID}tech/e-id-card") in set(services.objects(card, CV.isClassifiedBy))
    assert set(services.objects(card, CV.thematicArea)) == set(services.objects(card, DCTERMS.type))
    assert services.value(card, CV.hasLegalResource)
    every = set(services.subjects(RDF.type, CPSV.PublicService))
    for link in (DCTERMS.requires, CV.relatedService):
        assert {end for pair in services.subject_objects(link) for end in pair} <= every
