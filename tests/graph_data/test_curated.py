"""The curated data keep the method of `docs/data.md`. Each failure names the entries to mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.lookup import key
from pubinnov.package_files import curated_files
from pubinnov.terms import DERIVED_PROPERTIES, ID, PI, shorten

#: Names of things in versions that were given out; scripts/release_names.py adds to it.
RELEASED = Path(__file__).parent / "released.txt"

UNVERIFIED = {"init:jp-innovation-contact-points", "init:xe-east-africa-voice"}


def found(graph: KnowledgeGraph, pattern: str) -> list[str]:
    """Return the short names of what `?x` stands for in a pattern."""
    return sorted({shorten(str(row["x"])[1:-1]) for row in graph.select(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")})


def test_what_is_linked_exists(packaged: KnowledgeGraph) -> None:
    dangling = found(
        packaged,
        f'?s ?p ?x FILTER(isIRI(?x) && STRSTARTS(STR(?x), "{ID}")) FILTER NOT EXISTS {{ ?x a ?class }}'
        f' FILTER(!STRSTARTS(STR(?x), "{ID}graph/"))',
    )
    assert not dangling, "define these, or mend the links to them"


@pytest.mark.parametrize(
    "name", ["effect", "direction", "claimKind", "evidenceType", "independence", "statement", "reading", "locator"]
)
def test_every_claim_has_each_field_once(packaged: KnowledgeGraph, name: str) -> None:
    assert not found(packaged, f"?x a pi:Claim FILTER NOT EXISTS {{ ?x pi:{name} ?v }}"), f"add pi:{name}"
    assert not found(packaged, f"?x a pi:Claim ; pi:{name} ?a , ?b FILTER(STR(?a) < STR(?b))"), f"one pi:{name} a claim"


def test_every_claim_speaks_of_an_initiative_or_a_means(packaged: KnowledgeGraph) -> None:
    pattern = "?x a pi:Claim FILTER NOT EXISTS { ?x pi:about ?i } FILTER NOT EXISTS { ?x pi:means ?m }"
    assert not found(packaged, pattern), "add pi:about"


def test_a_public_service_can_be_or_could_be_used(packaged: KnowledgeGraph) -> None:
    pattern = "?x a cpsv:PublicService ; pi:status ?s VALUES ?s { status:planned status:development }"
    assert not found(packaged, pattern), "what nobody can use yet is not typed as cpsv:PublicService: see docs/data.md"


def test_every_statement_has_one_source_and_a_reading_of_it(packaged: KnowledgeGraph) -> None:
    kinds = "VALUES ?kind { pi:Claim pi:Fact } ?x a ?kind"
    assert not found(packaged, f"{kinds} FILTER NOT EXISTS {{ ?x dcterms:source ?s }}"), "add dcterms:source"
    assert not found(packaged, f"{kinds} ; dcterms:source ?a , ?b FILTER(?a != ?b)"), "two sources are two claims"
    pattern = f"{kinds} ; pi:reading ?r ; dcterms:source ?s FILTER NOT EXISTS {{ ?r prov:used ?s }}"
    assert not found(packaged, pattern), "pi:reading must be a reading of the claim's own source"


def test_every_source_is_described_and_used(packaged: KnowledgeGraph) -> None:
    for name in ("dcterms:title", "dcterms:publisher", "dcterms:language"):
        assert not found(packaged, f"?x a pi:Source FILTER NOT EXISTS {{ ?x {name} ?v }}"), f"add {name}"
    unread = "?x a pi:Source FILTER NOT EXISTS { ?r prov:used ?x }"
    assert not found(packaged, unread), "a source that was not read is not cited: add its reading, or remove it"
    unused = "?x a pi:Source FILTER NOT EXISTS { ?c dcterms:source ?x } FILTER NOT EXISTS { ?s prov:wasDerivedFrom ?x }"
    assert not found(packaged, unused), "remove the sources that nothing uses"


def test_no_initiative_stands_under_two_names(packaged: KnowledgeGraph) -> None:
    names: dict[tuple[str, str], set[str]] = {}
    for row in packaged.select(
        """SELECT ?x ?name ?country WHERE { ?x a pi:Initiative ; rdfs:label|skos:altLabel ?name ;
          pi:place/schema:containedInPlace* ?country . ?country a pi:Country }"""
    ):
        names.setdefault((key(row["name"].value), row["country"].value), set()).add(shorten(row["x"].value))
    twice = {name: found for (name, _), found in names.items() if len(found) > 1}
    assert not twice, "make them one, or give the one that is not the whole a name of its own"


def test_what_was_released_is_still_there(packaged: KnowledgeGraph) -> None:
    """A name that others may have used never vanishes: it is marked withdrawn, or what took its place is told."""
    there = set(found(packaged, f'?x ?p ?o FILTER(isIRI(?x) && STRSTARTS(STR(?x), "{ID}"))'))
    gone = [name for name in RELEASED.read_text(encoding="utf-8").split() if name not in there]
    assert not gone, "say what replaces them: OLD dcterms:isReplacedBy NEW; or run scripts/withdraw_names.py"


def test_every_initiative_is_deep_enough(packaged: KnowledgeGraph) -> None:
    for name in ("rdfs:label", "dcterms:description", "pi:place", "dcterms:source"):
        assert not found(packaged, f"?x a pi:Initiative FILTER NOT EXISTS {{ ?x {name} ?v }}"), f"add {name}"
    for name in ("governmentLevel", "innovationType", "usesMeans", "policyArea", "responsibleBody"):
        without = set(found(packaged, f"?x a pi:Initiative FILTER NOT EXISTS {{ ?x pi:{name} ?v }}"))
        assert without <= UNVERIFIED, f"add pi:{name} to {sorted(without - UNVERIFIED)}"
    without = found(packaged, "?x a pi:Initiative FILTER NOT EXISTS { ?c a pi:Claim ; pi:about ?x }")
    assert not without, "add at least one claim"


def test_what_a_body_says_of_its_own_is_not_independent(packaged: KnowledgeGraph) -> None:
    pattern = (
        "?x pi:about ?i ; dcterms:source/dcterms:publisher ?b ; pi:independence independence:independent ."
        " ?i pi:responsibleBody ?b"
    )
    assert not found(packaged, pattern), "set independence:affiliated"


def test_figures_have_value_unit_and_year(packaged: KnowledgeGraph) -> None:
    for name in ("value", "unit", "periodEnd"):
        assert not found(packaged, f"?x a pi:Measure FILTER NOT EXISTS {{ ?x pi:{name} ?v }}"), f"add pi:{name}"


def test_nothing_ends_before_it_starts(packaged: KnowledgeGraph) -> None:
    pattern = "?x pi:startYear ?s ; pi:endYear ?e FILTER(STR(?e) < STR(?s))"
    assert not found(packaged, pattern)
    assert not found(packaged, "?x pi:periodStart ?s ; pi:periodEnd ?e FILTER(STR(?e) < STR(?s))")


@pytest.mark.parametrize("name", ["partOf", "replaces"])
def test_relations_have_no_cycles(packaged: KnowledgeGraph, name: str) -> None:
    assert not found(packaged, f"?x pi:{name}+ ?x")


@pytest.mark.parametrize("path", [Path(path) for path in curated_files()], ids=lambda path: path.name)
def test_form(path: Path) -> None:
    derived = {PI + name for name in DERIVED_PROPERTIES}
    slug = re.compile(re.escape(ID) + r"(?:country/[A-Z]{2}|[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*)$")
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        assert not isinstance(quad.subject, BlankNode), "no blank nodes in curated data"
        assert not isinstance(quad.object, BlankNode), "no blank nodes in curated data"
        assert quad.predicate.value not in derived, f"{quad.subject}: derived links are never typed by hand"
        subject = str(quad.subject)[1:-1]
        if subject.startswith(ID):
            assert slug.match(subject), f"{subject}: names are lower-case ASCII letters, digits and hyphens"


def test_the_seed_article_is_in_the_graph(packaged: KnowledgeGraph) -> None:
    assert set(found(packaged, "?x pi:verification verification:unverified")) == UNVERIFIED
    claims = found(packaged, "?x a pi:Claim ; dcterms:source src:batd-public-sector-innovation")
    assert len(claims) >= 40
    graded = found(
        packaged,
        "?x a pi:Claim ; dcterms:source src:batd-public-sector-innovation ; pi:evidenceType evidence:assertion",
    )
    assert graded == claims, "the article gives no evidence: evidence:assertion"


def test_contradiction_has_its_place(packaged: KnowledgeGraph) -> None:
    against = found(packaged, "?x a pi:Claim ; pi:direction ?d FILTER(?d != direction:supports)")
    harms = found(packaged, "?x a pi:Claim ; pi:effect/a pi:Harm ; pi:direction direction:supports")
    assert len(against) >= 10
    assert len(harms) >= 10
    assert len(found(packaged, "?x a pi:Initiative")) >= 30
