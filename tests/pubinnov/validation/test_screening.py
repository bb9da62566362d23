"""The screen never hides a violation: with it, the report is pySHACL's full report, on whatever shapes and data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .peer import difference, full_report, screened_report

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

NODES = [f"ex:n{number}" for number in range(5)] + ["_:b0", "_:b1"]
CLASSES = ["ex:A", "ex:B", "ex:C"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '"a"', '"b"@en', '"b"@de', '"c"@en-GB', '"a"^^xsd:string', "1", "01", "2", "-3", "1.0", "0.50", "1.0E3", "true",
    '"1"^^xsd:boolean', '"yes"^^xsd:boolean', '"2020-01-01"^^xsd:date', '"2020-13-01"^^xsd:date', '"2021-06-30"^^xsd:date',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020"^^xsd:gYear', '"x"^^xsd:integer', '"5"^^xsd:byte', '"long text of many letters"',
    '"x"^^ex:own', '""',
]  # fmt: skip


def triples() -> st.SearchStrategy[str]:
    link = st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(NODES + LITERALS))
    typing = st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES))
    narrower = st.tuples(st.sampled_from(CLASSES), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES))
    several = st.lists(st.one_of(link, link, typing, narrower), min_size=1, max_size=14)
    return several.map(lambda rows: PREFIXES + "".join(f"{s} {p} {o} .\n" for s, p, o in rows))


def pick(draw: st.DrawFn, options: Sequence[str]) -> str:
    return draw(st.sampled_from(options))


def path(draw: st.DrawFn, depth: int = 0) -> str:
    kind = draw(st.integers(0, 9)) if depth < 2 else 0
    if kind < 5:
        return pick(draw, PROPERTIES)
    inner = path(draw, depth + 1)
    if kind == 5:
        return f"[ sh:inversePath {inner} ]"
    if kind == 6:
        return f"( {inner} {path(draw, depth + 1)} )"
    if kind == 7:
        return f"[ sh:alternativePath ( {inner} {path(draw, depth + 1)} ) ]"
    return f"[ sh:{pick(draw, ['zeroOrMorePath', 'oneOrMorePath', 'zeroOrOnePath'])} {inner} ]"


DATATYPES = ["string", "integer", "boolean", "date", "decimal", "byte", "dateTime", "gYear", "double"]


def on_values(draw: st.DrawFn) -> str:
    """One constraint on single values, or on a set of them."""
    term = ["ex:n0", "ex:n1", *LITERALS]
    options = {
        "class": lambda: pick(draw, CLASSES),
        "datatype": lambda: pick(draw, [f"xsd:{name}" for name in DATATYPES] + ["rdf:langString", "ex:own"]),
        "nodeKind": lambda: (
            "sh:" + pick(draw, ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"])
        ),
        "in": lambda: f"( {' '.join(draw(st.lists(st.sampled_from(term), min_size=1, max_size=4, unique=True)))} )",
        "minLength": lambda: str(draw(st.integers(0, 6))),
        "maxLength": lambda: str(draw(st.integers(0, 6))),
        "pattern": lambda: pick(draw, ['"^a"', '"[0-9]"', '"B" ; sh:flags "i"', '"n[01]$"']),
        "languageIn": lambda: pick(draw, ['( "en" )', '( "de" "en" )', '( "en-GB" )']),
        "minInclusive": lambda: pick(draw, BOUNDS),
        "maxInclusive": lambda: pick(draw, BOUNDS),
        "minExclusive": lambda: pick(draw, BOUNDS),
        "maxExclusive": lambda: pick(draw, BOUNDS),
        "hasValue": lambda: pick(draw, term),
        "equals": lambda: pick(draw, PROPERTIES),
        "disjoint": lambda: pick(draw, PROPERTIES),
    }
    name = pick(draw, list(options))
    return f"sh:{name} {options[name]()}"


BOUNDS = ["1", "1.5", "-3", '"2020-06-01"^^xsd:date']


def on_paths(draw: st.DrawFn) -> str:
    """One constraint that only a property shape may have."""
    options = {
        "minCount": lambda: str(draw(st.integers(0, 3))),
        "maxCount": lambda: str(draw(st.integers(0, 3))),
        "uniqueLang": lambda: pick(draw, ["true", "false"]),
        "lessThan": lambda: pick(draw, PROPERTIES),
        "lessThanOrEquals": lambda: pick(draw, PROPERTIES),
    }
    name = pick(draw, list(options))
    return f"sh:{name} {options[name]()}"


def lines(draw: st.DrawFn, depth: int, has_path: bool) -> list[str]:
    """The constraints of a shape, each at most once."""
    found: dict[str, str] = {}
    for _ in range(draw(st.integers(1, 3))):
        line = constraint(draw, depth, has_path)
        found.setdefault(line.split()[0], line)
    return list(found.values())


def constraint(draw: st.DrawFn, depth: int, has_path: bool) -> str:
    kind = draw(st.integers(0, 14)) if depth < 3 else 0
    if kind < 5:
        return on_paths(draw) if has_path and draw(st.booleans()) else on_values(draw)
    if kind < 8:
        return f"sh:property [ sh:path {path(draw)} ; {' ; '.join(lines(draw, depth + 1, True))} ]"
    if kind == 8:
        allowed = draw(st.lists(st.sampled_from(PROPERTIES), max_size=2, unique=True))
        return f"sh:closed true ; sh:ignoredProperties ( rdf:type {' '.join(allowed)} )"
    inner = f"[ {' ; '.join(lines(draw, depth + 1, False))} ]"
    if kind == 9:
        return f"sh:property [ sh:path {path(draw)} ; sh:qualifiedValueShape {inner} ; sh:qualifiedMinCount 1 ]"
    if kind in {10, 11}:
        return f"sh:{pick(draw, ['node', 'not'])} {inner}"
    more = f"[ {' ; '.join(lines(draw, depth + 1, False))} ]" if draw(st.booleans()) else ""
    return f"sh:{pick(draw, ['and', 'or', 'xone'])} ( {inner} {more} )"


@st.composite
def shapes(draw: st.DrawFn) -> str:
    targets = [
        *(f"sh:targetClass {each}" for each in CLASSES),
        *(f"sh:targetNode {each}" for each in [*NODES[:5], '"a"', "1"]),
        *(f"sh:target{side}Of {each}" for each in PROPERTIES for side in ("Subjects", "Objects")),
    ]
    extras = ["", " ; sh:severity sh:Warning", ' ; sh:message "one"@en , "un"@fr', " ; sh:deactivated true"]
    text = PREFIXES
    for number in range(draw(st.integers(1, 3))):
        chosen = draw(st.lists(st.sampled_from(targets), min_size=1, max_size=2, unique=True))
        body = " ; ".join(chosen + lines(draw, 0, False))
        text += f"ex:shape{number} a sh:NodeShape ; {body}{pick(draw, extras)} .\n"
    return text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(triples(), shapes())
def test_generated_shapes_and_data(data: str, shapes: str) -> None:
    with TemporaryDirectory() as name:
        paths = Path(name, "data.ttl"), Path(name, "shapes.ttl")
        for path, text in zip(paths, (data, shapes), strict=True):
            path.write_text(text, encoding="utf-8")
        ours, _, _ = screened_report([paths[0]], [paths[1]])
        found = difference(full_report([paths[0]], [paths[1]]), ours)
    assert not found, f"{found}\ndata:\n{data}\nshapes:\n{shapes}"


DATA = (
    PREFIXES
    + """
ex:n0 a ex:A ; ex:p 1 , 2 ; ex:q "x"@en , "y"@en ; ex:r ex:n1 .
ex:n1 a ex:B ; ex:p "20x1"^^xsd:gYear ; ex:r ex:n0 .
ex:B rdfs:subClassOf ex:A .
"""
)

#: Shapes that are not valid SHACL, or that cannot be evaluated: whatever pySHACL says of them, so do we.
TROUBLE = {
    "two counts": "ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ] .",
    "a count that is none": 'ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount "one" ] .',
    "no path": "ex:s sh:targetClass ex:A ; sh:property [ a sh:PropertyShape ; sh:minCount 1 ] .",
    "a node shape with a path": "ex:s a sh:NodeShape ; sh:targetClass ex:A ; sh:path ex:p .",
    "a path of nothing": "ex:s sh:targetClass ex:A ; sh:property [ sh:path [ ] ; sh:minCount 1 ] .",
    "a recursion": "ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:r ; sh:node ex:s ] .",
    "a regular expression that is none": 'ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:pattern "(" ] .',
    "an empty list": "ex:s sh:targetClass ex:A ; sh:or () .",
    "years that are compared": "ex:s sh:targetClass ex:B ; sh:property [ sh:path ex:p ; sh:lessThan ex:p ] .",
    "a query that is none": 'ex:s sh:targetClass ex:A ; sh:sparql [ sh:select "SELECT $this WHERE { $this ?p }" ] .',
    "a count on a node": "ex:s sh:targetClass ex:A ; sh:minCount 1 .",
    "a mistyped word": "ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:mincount 9 ] .",
    "nothing to look at": "ex:s sh:targetClass ex:None ; sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ] .",
}


@pytest.mark.parametrize("shape", TROUBLE.values(), ids=TROUBLE.keys())
def test_shapes_in_trouble_end_as_with_pyshacl(tmp_path: Path, shape: str) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(PREFIXES + shape, encoding="utf-8")
    ours, _, _ = screened_report([data], [shapes])
    assert not difference(full_report([data], [shapes]), ours)


#: Queries of constraints, whether the engine may screen them or not.
QUERIES = [
    "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (STR(?value) > STR(1)) }",
    "SELECT $this WHERE { $this ex:r+ $this }",
    "SELECT $this ?value WHERE { $this ex:q ?value . FILTER NOT EXISTS { ?value ex:p ?x } }",
    "SELECT $this WHERE { $this ex:p ?a ; ex:p ?b . FILTER (!sameTerm(?a, ?b)) }",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:q ?x } }",
    "SELECT $this WHERE { { $this ex:p ?x } UNION { FILTER ($this = ex:n1) } }",
    "SELECT $this WHERE { $this ex:p ?x . BIND (1 AS ?one) FILTER (?x > ?one) }",
    "SELECT $this WHERE { $this ex:q ?x . FILTER (LANG(?x) = 'en') }",
    "SELECT DISTINCT $this WHERE { $this ex:r/ex:r ?x . OPTIONAL { ?x ex:p ?y } }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_sparql_constraints(tmp_path: Path, query: str) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, encoding="utf-8")
    head = '<http://example.org/> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
    select = f'ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes <http://example.org/> ; sh:select "{query}" ] .'
    shapes.write_text(PREFIXES + head + select, encoding="utf-8")
    ours, _, _ = screened_report([data], [shapes])
    assert not difference(full_report([data], [shapes]), ours)
