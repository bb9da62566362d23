"""A well-formed entry broken in more than a hundred ways, against the project's own shapes.

Each break is found, and the report is pySHACL's full report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDFS, SDO, SH, XSD
from rdflib.plugins.sparql import processor

from pubinnov import terms
from pubinnov.package_files import files, ontology_folder
from pubinnov.store.reading import inputs
from pubinnov.validation.native import DEFINED, WELL_FORMED
from pubinnov.validation.shapes import Shapes
from pubinnov.validation.triples import quiet
from pubinnov.validation.validator import validate_inputs

from .peer import full_report

PI = Namespace(terms.PI)
ID = Namespace(terms.ID)
SERVICE = URIRef("http://purl.org/vocab/cpsv#PublicService")
YEAR = XSD.gYear


def entry(number: int) -> dict[str, URIRef]:
    """Return the names of the things that one well-formed entry consists of."""
    kinds = ("init", "claim", "fact", "measure", "src", "reading", "body", "law", "comp", "place")
    return {kind: ID[f"{kind}/xx-case-{number}"] for kind in kinds}


def described(number: int) -> rdflib.Graph:
    """Return a complete, conforming entry."""
    name, graph = entry(number), rdflib.Graph()

    def say(subject: URIRef, *pairs: tuple[URIRef, object]) -> None:
        for predicate, value in pairs:
            graph.add((subject, predicate, value if isinstance(value, rdflib.term.Node) else Literal(value)))

    def text(words: str) -> Literal:
        return Literal(f"{words} {number}", lang="en")

    statement = [
        (DCTERMS.source, name["src"]), (PI.reading, name["reading"]), (PI.locator, "page 3"), (PI.statement, text("Statement")),
        (PI.evidenceType, ID["evidence/survey"]), (PI.independence, ID["independence/independent"]), (PI.about, name["init"]),
    ]  # fmt: skip
    say(name["place"], (RDF.type, PI.City), (RDFS.label, text("City")), (SDO.containedInPlace, ID["country/EE"]))
    say(
        name["body"],
        (RDF.type, PI.PublicBody),
        (RDFS.label, text("Body")),
        (PI.bodyType, ID["btype/ministry"]),
        (PI.place, ID["country/EE"]),
    )
    say(
        name["src"], (RDF.type, PI.Source), (DCTERMS.title, text("Source")), (DCTERMS.publisher, ID["body/oecd"]),
        (DCTERMS.language, "en"), (DCTERMS.issued, Literal("2020", datatype=YEAR)),
        (SDO.url, Literal(f"https://example.org/{number}", datatype=XSD.anyURI)),
    )  # fmt: skip
    say(
        name["reading"], (RDF.type, PI.Reading), (PROV.used, name["src"]), (PI.extentRead, ID["extent/whole"]),
        (DCTERMS.date, Literal("2026-01-31", datatype=XSD.date)),
    )  # fmt: skip
    say(
        name["law"], (RDF.type, PI.Law), (RDFS.label, text("Law")), (PI.place, ID["country/EE"]), (DCTERMS.source, name["src"]),
        (PI.year, Literal("2001", datatype=YEAR)),
    )  # fmt: skip
    say(
        name["comp"], (RDF.type, PI.Component), (RDFS.label, text("Component")), (DCTERMS.description, text("What it is")),
        (PI.implements, ID["tech/e-id"]), (DCTERMS.source, name["src"]), (PI.place, ID["country/EE"]),
    )  # fmt: skip
    say(
        name["init"], (RDF.type, PI.Initiative), (RDFS.label, text("Initiative")), (DCTERMS.description, text("What it does")),
        (PI.place, name["place"]), (PI.governmentLevel, ID["level/local"]), (PI.startYear, Literal("2010", datatype=YEAR)),
        (PI.endYear, Literal("2015", datatype=YEAR)), (PI.status, ID["status/stopped"]), (PI.statusReason, text("Why")),
        (PI.responsibleBody, name["body"]), (PI.innovationType, ID["itype/process"]), (PI.usesMeans, ID["tech/e-id"]),
        (PI.policyArea, ID["area/transport"]), (PI.sdg, URIRef("http://metadata.un.org/sdg/3")), (PI.enablingLaw, name["law"]),
        (PI.dependsOn, name["comp"]), (PI.addresses, ID["challenge/corruption"]), (DCTERMS.source, name["src"]),
    )  # fmt: skip
    say(
        name["claim"], (RDF.type, PI.Claim), *statement, (PI.means, ID["tech/e-id"]), (PI.effect, ID["benefit/equity"]),
        (PI.direction, ID["direction/supports"]), (PI.claimKind, ID["kind/outcome"]), (PI.affects, ID["group/citizen"]),
        (PI.measure, name["measure"]),
    )  # fmt: skip
    say(
        name["measure"], (RDF.type, PI.Measure), (RDFS.label, text("what was counted")), (PI.value, 97), (PI.unit, ID["unit/percent"]),
        (PI.periodEnd, Literal("2012", datatype=YEAR)), (PI.periodStart, Literal("2011", datatype=YEAR)),
    )  # fmt: skip
    say(
        name["fact"], (RDF.type, PI.Fact), *statement, (PI.property, PI.users), (PI.value, 1300), (PI.unit, ID["unit/person"]),
        (PI.periodEnd, Literal("2012", datatype=YEAR)),
    )  # fmt: skip
    return graph


Break = Callable[[rdflib.Graph, dict[str, URIRef]], None]


def ways() -> Iterator[tuple[str, Break]]:
    """Iterate over the ways to break an entry: every property of every thing, and the rules beyond form."""
    sample, names = described(0), entry(0)
    for kind, subject in names.items():
        for predicate in sorted({p for p in sample.predicates(subject) if p != RDF.type}):
            value = sample.value(subject, predicate)
            yield from _of_property(kind, predicate, value)
    yield from BEYOND_FORM.items()


def _of_property(kind: str, predicate: URIRef, value: rdflib.term.Node | None) -> Iterator[tuple[str, Break]]:
    name = f"{kind} {terms.shorten(str(predicate))}"

    def replace(new: rdflib.term.Node) -> Break:
        return lambda graph, names: graph.set((names[kind], predicate, new)) and None

    if (kind, predicate) in NEEDED:
        yield f"{name} missing", lambda graph, names: graph.remove((names[kind], predicate, None)) and None
    if isinstance(value, URIRef) and predicate not in {PI.property, PI.sdg}:
        yield f"{name} to nowhere", replace(ID["tech/no-such-thing"])
        yield f"{name} to the wrong kind", replace(ID["scheme/benefits"])
        yield f"{name} a text", replace(Literal("e-ID"))
    elif isinstance(value, Literal) and value.datatype == YEAR and predicate != DCTERMS.issued:
        yield f"{name} ill-typed", replace(Literal("20x1", datatype=YEAR))
        yield f"{name} a number", replace(Literal(2011))
        yield (
            f"{name} twice",
            lambda graph, names: graph.add((names[kind], predicate, Literal("2013", datatype=YEAR))) and None,
        )
        if predicate not in {PI.startYear, PI.periodEnd}:
            yield f"{name} of five digits", replace(Literal("02014", datatype=YEAR))
    elif isinstance(value, Literal) and value.language:
        yield f"{name} without language", replace(Literal("words"))


#: What must be there; the rest may be left out.
NEEDED = {
    *(("init", each) for each in (RDFS.label, DCTERMS.description, PI.place, DCTERMS.source, PI.governmentLevel, PI.status,
      PI.responsibleBody, PI.innovationType, PI.usesMeans, PI.policyArea)),
    *((kind, each) for kind in ("claim", "fact") for each in (DCTERMS.source, PI.reading, PI.locator, PI.statement,
      PI.evidenceType, PI.independence)),
    *(("claim", each) for each in (PI.effect, PI.direction, PI.claimKind)),
    *(("fact", each) for each in (PI.property, PI.value, PI.about)),
    *(("measure", each) for each in (PI.value, PI.unit, PI.periodEnd)),
    *(("src", each) for each in (DCTERMS.title, DCTERMS.publisher, DCTERMS.language, SDO.url)),
    *(("reading", each) for each in (PROV.used, DCTERMS.date, PI.extentRead)),
    *(("body", each) for each in (RDFS.label, PI.bodyType)),
    *(("law", each) for each in (RDFS.label, PI.place, DCTERMS.source)),
    *(("comp", each) for each in (RDFS.label, DCTERMS.description, PI.implements, DCTERMS.source)),
    *(("place", each) for each in (RDFS.label, SDO.containedInPlace)),
}  # fmt: skip

BEYOND_FORM: dict[str, Break] = {
    "an end before the start": lambda graph, names: graph.set(
        (names["init"], PI.endYear, Literal("2009", datatype=YEAR))
    ),
    "a period that ends before it starts": lambda graph, names: graph.set(
        (names["measure"], PI.periodEnd, Literal("1999", datatype=YEAR))
    ),
    "a part of itself": lambda graph, names: graph.add((names["init"], PI.partOf, names["init"])),
    "a replacement of itself": lambda graph, names: graph.add((names["init"], PI.replaces, names["init"])),
    "a body's own word": lambda graph, names: graph.set((names["src"], DCTERMS.publisher, names["body"])),
    "an own report that is independent": lambda graph, names: graph.set(
        (names["claim"], PI.evidenceType, ID["evidence/own-report"])
    ),
    "a reading of another source": lambda graph, names: graph.set(
        (names["reading"], PROV.used, ID["src/batd-public-sector-innovation"])
    ),
    "a derived link": lambda graph, names: graph.add((names["init"], PI.hasEffect, ID["benefit/equity"])),
    "two sources": lambda graph, names: graph.add(
        (names["claim"], DCTERMS.source, ID["src/batd-public-sector-innovation"])
    ),
    "two effects": lambda graph, names: graph.add((names["claim"], PI.effect, ID["harm/exclusion"])),
    "two labels in a language": lambda graph, names: graph.add(
        (names["init"], RDFS.label, Literal("Another", lang="en"))
    ),
    "a taken name": lambda graph, names: graph.set((names["init"], RDFS.label, Literal("e-Residency", lang="en"))),
    "about nothing": lambda graph, names: graph.remove((names["claim"], PI.about, None)).remove(
        (names["claim"], PI.means, None)
    ),
    "a goal that is none": lambda graph, names: graph.set(
        (names["init"], PI.sdg, URIRef("http://metadata.un.org/sdg/18"))
    ),
    "an unknown property": lambda graph, names: graph.add((names["init"], PI.usesMean, ID["tech/e-id"])),
    "an unknown class": lambda graph, names: graph.add((names["init"], RDF.type, PI.Initative)),
    "a language that is none": lambda graph, names: graph.set((names["src"], DCTERMS.language, Literal("English"))),
    "an impossible day": lambda graph, names: graph.set(
        (names["reading"], DCTERMS.date, Literal("2026-02-30", datatype=XSD.date))
    ),
    "a source that nobody read": lambda graph, names: graph.remove((names["reading"], PROV.used, None)),
    "a service whose body has no place": lambda graph, names: graph.add((names["init"], RDF.type, SERVICE)).remove(
        (names["body"], PI.place, None)
    ),
    "a service that no public body answers for": lambda graph, names: graph.add((names["init"], RDF.type, SERVICE)).set(
        (names["body"], RDF.type, PI.Organisation)
    ),
    "a service that is no initiative": lambda graph, names: graph.add((names["comp"], RDF.type, SERVICE)),
    "a value that is no number": lambda graph, names: graph.set((names["measure"], PI.value, Literal("many"))),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A file of entries, each broken in one way, and the ways in their order; the first entry is whole."""
    graph, names = described(0), ["whole"]
    with quiet():
        for number, (way, spoil) in enumerate(ways(), 1):
            one = described(number)
            spoil(one, entry(number))
            graph += one
            names.append(way)
        path = tmp_path_factory.mktemp("broken") / "broken.nt"
        graph.serialize(path, format="nt", encoding="utf-8")
    return path, names


def context() -> list[Path]:
    """What the entries link to: the ontology, the concepts that they name, and a few things of the curated graph."""
    root = Path(ontology_folder())
    return [
        root / "pubinnov.ttl",
        *sorted((root / "concepts").glob("*.ttl")),
        Path(__file__).parents[2] / "data" / "given.ttl",
    ]


def test_each_way_is_found(broken: tuple[Path, list[str]]) -> None:
    path, names = broken
    report = validate_inputs(inputs([path]), Shapes.of_the_project(), inputs(context()))
    found = {str(result.focus)[1:-1].rpartition("-case-")[2] for result in report.results}
    assert len(names) > 100
    assert "0" not in found, [result for result in report.results if str(result.focus).endswith("-case-0>")]
    missed = [name for number, name in enumerate(names) if number and str(number) not in found]
    assert not missed
    assert all(result.place and result.message for result in report.results)


def test_the_report_is_pyshacls(broken: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    # pySHACL parses the query of a constraint anew for each node, 40 ms each time; remembered, the results are the same.
    for name in ("parseQuery", "translateQuery"):
        whole = getattr(processor, name)
        memory: dict[str, object] = {}
        monkeypatch.setattr(processor, name, _remembering(whole, memory))
    path, _ = broken
    shapes = [Path(each) for each in files(str(Path(ontology_folder(), "shapes")), ".ttl")]
    theirs = full_report([path, *context()], shapes)
    ours = validate_inputs(inputs([path, *context()]), Shapes.of_the_project()).to_rdflib()
    assert isinstance(theirs, rdflib.Graph)
    assert _rows(theirs) == _rows(ours)


def _remembering(whole: Callable[..., object], memory: dict[str, object]) -> Callable[..., object]:
    def run(first: object, *rest: object) -> object:
        key = first if isinstance(first, str) else str(id(first))
        if key not in memory:
            memory[key] = whole(first, *rest)
        return memory[key]

    return run


@lru_cache(maxsize=1)
def _native() -> frozenset[URIRef]:
    return frozenset(URIRef(each.value) for each in (WELL_FORMED, DEFINED))


def _rows(graph: rdflib.Graph) -> list[tuple[str, ...]]:
    """Return the results that SHACL defines, without messages, of which pySHACL takes any one where there are several."""
    wanted = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
    report = graph.value(None, RDF.type, SH.ValidationReport)
    rows = []
    for node in graph.objects(report, SH.result):
        if graph.value(node, SH.sourceConstraintComponent) not in _native():
            path = graph.value(node, SH.resultPath)
            rows.append(
                (
                    "path" if isinstance(path, rdflib.BNode) else str(path),
                    *(str(graph.value(node, each)) for each in wanted),
                )
            )
    return sorted(rows)
