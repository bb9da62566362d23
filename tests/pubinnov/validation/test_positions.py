"""The lines that a report names are those of the triples at fault, in every syntax that has lines."""

from __future__ import annotations

from pathlib import Path

import pytest

import pubinnov
from pubinnov.validation.report import Result

SHAPES = """@prefix e: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

e:s a sh:NodeShape ; sh:targetSubjectsOf e:p ;
    sh:property [ sh:path e:p ; sh:nodeKind sh:IRI ] , [ sh:path e:q ; sh:minCount 1 ] , [ sh:path e:r ; sh:maxCount 1 ] .
"""


def results(tmp_path: Path, name: str, text: str) -> list[Result]:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    return pubinnov.validate_files(tmp_path / name, shapes=[tmp_path / "shapes.ttl"]).results


def places(tmp_path: Path, name: str, text: str) -> dict[str | None, tuple[int, int]]:
    return {
        result.path: (result.place.line, result.place.column)
        for result in results(tmp_path, name, text)
        if result.place
    }


P = "<http://example.org/p>"
TURTLE = "@prefix e: <http://example.org/> .\n\ne:ok e:p e:a ; e:q 1 .\n\ne:bad\n  e:p e:a ,\n      'text' ;\n  e:r 1 ,\n    2 .\n"


@pytest.mark.parametrize(
    ("name", "text", "value", "missing", "several"),
    [
        ("a.ttl", TURTLE, (7, 7), (5, 1), (8, 3)),
        ("a.ttl", TURTLE.replace("e:bad", "<http://example.org/bad>"), (7, 7), (5, 1), (8, 3)),
        ("a.ttl", "@base <http://example.org/> .\n" + TURTLE.replace("e:bad", "<bad>"), (8, 7), (6, 1), (9, 3)),
        ("a.ttl", TURTLE.replace("e:bad", '_:b e:x """\ne:bad """ . e:bad'), (8, 7), (6, 13), (9, 3)),
        ("a.ttl", TURTLE.replace("\n", "\r\n"), (7, 7), (5, 1), (8, 3)),
        ("a.trig", TURTLE.replace("e:bad", "e:g { e:bad").replace("2 .", "2 . }"), (7, 7), (5, 7), (8, 3)),
        ("a.ttl", TURTLE.replace("e:bad", "e:other e:x e:bad .\ne:bad"), (8, 7), (6, 1), (9, 3)),
    ],
)  # fmt: skip
def test_turtle_and_trig(
    tmp_path: Path, name: str, text: str, value: tuple[int, int], missing: tuple[int, int], several: tuple[int, int]
) -> None:
    assert places(tmp_path, name, text) == {
        "<http://example.org/p>": value,
        "<http://example.org/q>": missing,
        "<http://example.org/r>": several,
    }


@pytest.mark.parametrize("name", ["a.nt", "a.nq"])
def test_lines_of_triples(tmp_path: Path, name: str) -> None:
    text = f'<http://example.org/a> {P} <http://example.org/b> .\n<http://example.org/a> {P} "text" .\n'
    found = places(tmp_path, name, text)
    assert found["<http://example.org/p>"] == (2, 47)
    assert found["<http://example.org/q>"] == (1, 1)


def test_in_the_file_that_says_it(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text("@prefix e: <http://example.org/> .\ne:a e:q 1 .\n", encoding="utf-8")
    other.write_text("@prefix e: <http://example.org/> .\n\ne:a e:p 'text' .\n", encoding="utf-8")
    (result,) = pubinnov.validate_files(one, other, shapes=[tmp_path / "shapes.ttl"]).results
    assert result.place
    assert (Path(result.place.file).name, result.place.line) == ("other.ttl", 3)


def test_what_has_no_lines_is_reported_without(tmp_path: Path) -> None:
    text = '[{"@id": "http://example.org/a", "http://example.org/p": "text"}]'
    found = results(tmp_path, "a.jsonld", text)
    assert found
    assert all(result.place is None for result in found)
