"""The lexical spaces of XML Schema's datatypes, held against its own examples and against Oxigraph and rdflib."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from pubinnov import terms
from pubinnov.validation.lexical import certain, is_limited, is_well_formed
from pubinnov.validation.triples import quiet

GOOD = {
    "boolean": ["true", "false", "0", "1"],
    "integer": ["0", "-0", "+7", "007", "12678967543233"],
    "byte": ["-128", "127", "+5"],
    "unsignedByte": ["0", "255"],
    "positiveInteger": ["1", "+1"],
    "decimal": ["1", "-1.23", ".5", "5.", "+0.50"],
    "double": ["1e3", "-1.5E-10", "INF", "-INF", "NaN", ".5"],
    "gYear": ["2004", "0004", "-0045", "12004", "2004Z", "2004+05:00"],
    "gYearMonth": ["2004-05", "2004-05Z"],
    "gMonth": ["--05"],
    "gMonthDay": ["--02-29"],
    "gDay": ["---31"],
    "date": ["2004-02-29", "2000-02-29", "-0045-01-01", "2004-04-12-05:00"],
    "dateTime": ["2004-04-12T13:20:00", "2004-04-12T13:20:15.5", "2004-04-12T24:00:00", "2004-04-12T13:20:00Z"],
    "time": ["13:20:00", "24:00:00", "13:20:30.5555"],
    "duration": ["P1Y", "-P1Y2M3DT5H20M30.123S", "PT1S", "P1M"],
    "dayTimeDuration": ["P3DT5H", "PT0S"],
    "hexBinary": ["", "0FB8"],
    "base64Binary": ["", "aGVsbG8=", "aGk="],
    "language": ["en", "en-GB"],
}
BAD = {
    "boolean": ["TRUE", "yes", ""],
    "integer": ["1.0", "", "x", "1 000"],
    "byte": ["128", "-129"],
    "unsignedByte": ["-1", "256"],
    "positiveInteger": ["0"],
    "decimal": ["1e3", ".", "1,5"],
    "double": ["e3", "inf", "1.5.2"],
    "gYear": ["20x1", "04", "02014", "99999x", "٢٠١٤"],
    "gYearMonth": ["2004-13", "2004"],
    "gMonth": ["05", "--13"],
    "gMonthDay": ["--13-01"],
    "gDay": ["---32"],
    "date": ["2003-02-29", "1900-02-29", "2004-04-31", "04-04-12", "2004/04/12"],
    "dateTime": ["2004-04-12", "2004-04-12T25:00:00", "2004-04-12 13:20:00", "2003-02-29T00:00:00"],
    "time": ["1:20:10", "13:60:00"],
    "duration": ["P", "PT", "1Y", "P1S"],
    "dayTimeDuration": ["P1Y"],
    "hexBinary": ["F", "XY"],
    "base64Binary": ["a", "===="],
    "language": ["e_n", "toolonglanguage"],
}


def cases(found: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in found.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), cases(GOOD))
def test_well_formed(name: str, text: str) -> None:
    assert is_well_formed(text, terms.XSD + name)


@pytest.mark.parametrize(("name", "text"), cases(BAD))
def test_ill_formed(name: str, text: str) -> None:
    assert not is_well_formed(text, terms.XSD + name)
    assert is_limited(terms.XSD + name)


def test_of_other_datatypes_every_text_is_taken() -> None:
    assert is_well_formed("anything", "http://example.org/own")
    assert not is_limited("http://example.org/own")
    assert not is_limited(terms.XSD + "string")


@given(st.sampled_from(sorted(GOOD)), st.text(alphabet="0123456789-+:.TZPYMDHSeEx ", max_size=12))
def test_what_is_certain_is_well_formed_and_so_for_rdflib(name: str, text: str) -> None:
    if certain(terms.XSD + name)(text):
        assert is_well_formed(text, terms.XSD + name)
        with quiet():
            assert not rdflib.Literal(text, datatype=rdflib.XSD[name]).ill_typed


@given(
    st.sampled_from(["integer", "decimal", "date", "dateTime", "gYear", "boolean"]),
    st.text(alphabet="0123456789-:T.+", max_size=19),
)
def test_what_the_engine_brings_to_another_form_is_well_formed(name: str, text: str) -> None:
    store = Store()
    literal = Literal(text, datatype=NamedNode(terms.XSD + name))
    store.update(f"INSERT DATA {{ <x:s> <x:p> {literal} }}")
    kept = next(iter(store)).object
    if kept != literal:  # the engine understood it
        assert is_well_formed(text, terms.XSD + name)
