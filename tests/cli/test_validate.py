"""`pubinnov validate` as a data steward meets it: file, line, what is wrong, what to do; and what cannot be validated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

Run = Callable[..., object]

HEAD = """@prefix pi: <https://w3id.org/pubinnov/ontology#> .
@prefix init: <https://w3id.org/pubinnov/id/init/> .
@prefix tech: <https://w3id.org/pubinnov/id/tech/> .
@prefix country: <https://w3id.org/pubinnov/id/country/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
CASE = (
    HEAD
    + """init:xx-case a pi:Initiative ;
    rdfs:label "My case"@en ;
    pi:place country:EEE ;
    pi:startYear "20x1"^^xsd:gYear ;
    pi:usesMeans tech:e-idd , "open data" ;
    pi:partOff init:ee-e-residency .
"""
)


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "case.ttl").write_text(CASE, encoding="utf-8")
    return "case.ttl"


def test_each_problem_has_line_name_reason_and_remedy(run: Run, case: str) -> None:
    done = run("validate", case)
    assert done.returncode == 1
    assert not done.stderr
    out = done.stdout
    assert out.startswith("case.ttl\n")
    assert "12:18  violation  My case (init:xx-case)" in out
    assert "pi:usesMeans tech:e-idd: pi:usesMeans takes a technology" in out
    assert "no such thing; did you mean tech:e-id, e-ID" in out
    assert "this is a text, not a thing of the graph; did you mean tech:open-data, open data" in out
    assert "did you mean country:EE, Estonia?" in out
    assert "11:18  violation" in out
    assert "This is no xsd:gYear" in out
    assert "did you mean pi:partOf" in out
    assert out.splitlines()[-1].endswith("triples checked.")
    assert "\x1b" not in out, "output to a pipe carries no colour"


def test_the_curated_graph_conforms(run: Run) -> None:
    done = run("validate")
    assert done.returncode == 0, done.stdout[-3000:]


def test_messages_in_french(run: Run, case: str) -> None:
    assert "Une initiative appartient à un lieu" in run("--lang", "fr", "validate", case).stdout


def test_json(run: Run, case: str) -> None:
    done = run("validate", case, "--format", "json")
    document = json.loads(done.stdout)
    assert document["conforms"] is False
    years = [result for result in document["results"] if result["path"] == "pi:startYear" and result["native"]]
    assert [(year["file"], year["line"], year["value"]) for year in years] == [("case.ttl", 11, '"20x1"^^xsd:gYear')]


def test_sarif(run: Run, case: str) -> None:
    log = json.loads(run("validate", case, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "case.ttl"
        assert place["region"]["startLine"] > 7


def test_github(run: Run, case: str) -> None:
    lines = run("validate", case, "--format", "github").stdout.splitlines()
    assert any(line.startswith("::error title=My case,file=case.ttl,line=12,col=18::pi:usesMeans: ") for line in lines)
    assert any(line.startswith("::warning ") for line in lines)


def test_turtle_is_the_report_of_the_w3c(run: Run, case: str, tmp_path: Path) -> None:
    done = run("validate", case, "--format", "turtle", "-o", "report.ttl")
    assert done.returncode == 1
    assert not done.stdout
    graph = rdflib.Graph().parse(tmp_path / "report.ttl")
    report = graph.value(None, RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    components = {str(graph.value(each, SH.sourceConstraintComponent)) for each in graph.objects(report, SH.result)}
    assert str(SH.ClassConstraintComponent) in components
    assert "https://w3id.org/pubinnov/id/shape/WellFormedLiteral" in components


def test_fail_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("@prefix ex: <http://example.org/> . ex:a ex:p 1 .", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
        "ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Warning ] .",
        encoding="utf-8",
    )
    assert run("validate", "data.ttl", "--shapes", "shapes.ttl").returncode == 0
    assert run("validate", "data.ttl", "--shapes", "shapes.ttl", "--fail-on", "warning").returncode == 1
    assert run("validate", "data.ttl", "--shapes", "shapes.ttl", "--fail-on", "violation").returncode == 0


def test_standard_input(run: Run) -> None:
    done = run("--input-format", "turtle", "validate", "-", stdin=CASE)
    assert done.returncode == 1
    assert "tech:e-idd" in done.stdout


def test_only_what_is_named_counts_with_shapes_of_ones_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(
        "@prefix ex: <http://example.org/> . ex:a a ex:A ; ex:p ex:b .", encoding="utf-8"
    )
    (tmp_path / "more.ttl").write_text("@prefix ex: <http://example.org/> . ex:b a ex:B .", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
        "ex:s a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:B ] .",
        encoding="utf-8",
    )
    alone = run("validate", "data.ttl", "--shapes", "shapes.ttl")
    assert alone.returncode == 1
    assert "1 node in 2 triples checked" in alone.stdout
    assert run("validate", "data.ttl", "--shapes", "shapes.ttl", "--context", "more.ttl").returncode == 0


def test_shapes_that_check_nothing_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("@prefix ex: <http://example.org/> . ex:a a ex:A .", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
        "ex:s a sh:NodeShape ; sh:targetClass ex:AA ; sh:property [ sh:path ex:p ; sh:mincount 1 ] .",
        encoding="utf-8",
    )
    done = run("validate", "data.ttl", "--shapes", "shapes.ttl")
    assert "SHACL has no sh:mincount, so that nothing is checked by it: did you mean sh:minCount?" in done.stdout
    assert "checks nothing: the data have no instance of http://example.org/AA" in done.stdout


def test_a_mistyped_class_is_no_way_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.ttl").write_text(
        HEAD + 'init:xx-case a pi:Initative ; rdfs:label "My case"@en .', encoding="utf-8"
    )
    done = run("validate", "case.ttl")
    assert done.returncode == 1
    assert "did you mean pi:Initiative" in done.stdout
    assert "no shape looked at init:xx-case" in done.stdout


@pytest.mark.parametrize(
    ("data", "shapes", "said"),
    [
        ("ex:a ex:p", None, "data.ttl:1"),
        ("ex:a ex:p 1 .", "ex:s sh:targetClass", "shapes.ttl:1"),
        ("ex:a a ex:A .", "ex:s a sh:NodeShape ; sh:path ex:p ; sh:targetClass ex:A .", "cannot be the subject of"),
        (
            "ex:a a ex:A ; ex:p ex:a .",
            "ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:node ex:s ] .",
            "recurs",
        ),
        ("ex:a a ex:A .", 'ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount "x" ] .', "minCount"),
    ],
)
def test_what_cannot_be_validated_is_one_line(
    run: Run, tmp_path: Path, data: str, shapes: str | None, said: str
) -> None:
    head = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    (tmp_path / "data.ttl").write_text(head + data, encoding="utf-8")
    arguments = ["validate", "data.ttl"]
    if shapes is not None:
        (tmp_path / "shapes.ttl").write_text(head + shapes, encoding="utf-8")
        arguments += ["--shapes", "shapes.ttl"]
    done = run(*arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("pubinnov: ")


def test_missing_file(run: Run) -> None:
    done = run("validate", "none.ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such file or folder: none.ttl" in done.stderr
