"""Reports as values, of files and of an open graph."""

from __future__ import annotations

from pathlib import Path

import pytest

import pubinnov
from pubinnov.errors import DataError, ShapesError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.validation import formats

SHAPES = """@prefix e: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

e:s a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ; sh:maxCount 1 ; sh:severity sh:%s ; sh:message "one"@en , "un"@fr ] .
"""
DATA = "@prefix e: <http://example.org/> .\ne:a e:p 1 , 2 .\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(SHAPES % "Warning", encoding="utf-8")
    return data, shapes


def test_typed_results(files: tuple[Path, Path]) -> None:
    data, shapes = files
    report = pubinnov.validate_files(data, shapes=[shapes], languages=["fr"])
    (result,) = report.results
    assert not report.conforms
    assert report.counts == {"violation": 0, "warning": 1, "info": 0}
    assert (result.severity, result.message, result.component) == ("warning", "un", "sh:MaxCountConstraintComponent")
    assert report.fails("warning")
    assert report.fails("info")
    assert not report.fails("violation")
    assert len(report.to_rdflib()) > 5


def test_an_open_graph_is_validated(files: tuple[Path, Path]) -> None:
    data, shapes = files
    report = pubinnov.open(data).validate([shapes])
    assert [result.severity for result in report.results] == ["warning"]
    assert report.results[0].place is None


def test_the_packaged_graph_conforms(packaged: KnowledgeGraph) -> None:
    report = packaged.validate()
    assert not report.counts["violation"], [
        f"{each.label}: {each.message} {each.advice}" for each in report.results[:5]
    ]


def test_a_conforming_report_is_a_report(files: tuple[Path, Path], tmp_path: Path) -> None:
    data = tmp_path / "fine.ttl"
    data.write_text("@prefix e: <http://example.org/> .\ne:a e:p 1 .\n", encoding="utf-8")
    report = pubinnov.validate_files(data, shapes=[files[1]])
    assert report.conforms
    assert "conforms true" in report.to_rdflib().serialize().replace("sh:", "")


def test_errors(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        pubinnov.validate_files(tmp_path / "none.ttl")
    recursive = tmp_path / "recursive.ttl"
    recursive.write_text(SHAPES % "Warning" + "e:s sh:node e:t . e:t sh:node e:s .", encoding="utf-8")
    with pytest.raises(ShapesError, match="recurse"):
        pubinnov.validate_files(files[0], shapes=[recursive])


def test_every_form_is_found_by_its_file() -> None:
    assert formats.names()[0] == "text"
    assert {"json", "sarif", "turtle", "github"} <= set(formats.names())
