from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.errors import AmbiguousTermError, UnknownTermError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.lookup import key, keys
from pubinnov.terms import ID

E_ID = f"{ID}tech/e-id"


@pytest.mark.parametrize(
    "text",
    [
        "e-ID", "eID", "e-Id", "E ID", "electronic identity", "Electronic  Identity", "electronic-identity",
        "digital identity card", "identité électronique", "IDENTITE ELECTRONIQUE", "identidad electrónica",
        "elektronische Identität", "الهوية الإلكترونية", "الهُوِيّة الإلكترونيّة", "электронное удостоверение личности",
        "tech:e-id", f"<{E_ID}>", E_ID,
    ],
)  # fmt: skip
def test_one_concept_by_many_spellings(packaged: KnowledgeGraph, text: str) -> None:
    assert packaged.term(text).value == E_ID


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Estonie", "country/EE"), ("Ivory Coast", "country/CI"), ("Kosovo", "country/XK"), ("爱沙尼亚", "country/EE"),
     ("Эстония", "country/EE"), ("East Africa", "place/east-africa"), ("UK", "country/GB"), ("Türkei", "country/TR")],
)  # fmt: skip
def test_places_in_many_languages(packaged: KnowledgeGraph, text: str, expected: str) -> None:
    assert packaged.term(text).value == ID + expected


def test_near_misses_get_suggestions(packaged: KnowledgeGraph) -> None:
    with pytest.raises(UnknownTermError) as caught:
        packaged.term("electronc identty")
    assert any("tech:e-id" in suggestion for suggestion in caught.value.suggestions)
    with pytest.raises(UnknownTermError) as caught:
        packaged.term("tech:e-idd")
    assert "tech:e-id" in caught.value.hint
    with pytest.raises(UnknownTermError):
        packaged.term("qqqqqqqqqqqqqqqq")


def test_ambiguity_is_said(packaged: KnowledgeGraph) -> None:
    with pytest.raises(AmbiguousTermError) as caught:
        packaged.term("corruption")
    assert set(caught.value.candidates) == {"harm:corruption-risk", "challenge:corruption"}
    assert packaged.term("corruption", kind="Harm").value == f"{ID}harm/corruption-risk"


def test_the_wrong_kind_is_refused(packaged: KnowledgeGraph) -> None:
    with pytest.raises(UnknownTermError, match="is not country"):
        packaged.term("tech:e-id", kind="Country")


def test_search_finds_parts_and_typos(packaged: KnowledgeGraph) -> None:
    found = [match.term.value for match in packaged.search("participatory budgetng")]
    assert found[0] == f"{ID}method/participatory-budgeting"
    assert f"{ID}method/participatory-budgeting" in [m.term.value for m in packaged.search("budget", kind="Method")]
    assert packaged.search("") == []
    assert packaged.search("---") == []


def test_labels_follow_the_languages(packaged: KnowledgeGraph) -> None:
    import pubinnov

    french = KnowledgeGraph(packaged.store, languages=["fr", "en"])
    assert french.label(E_ID) == "identité électronique"
    assert packaged.label(E_ID) == "e-ID"
    assert packaged.label(f"{ID}tech/none-such") == "tech:none-such"
    assert pubinnov.__version__


@given(st.text())
def test_a_key_is_folded_already(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.lists(st.text(), min_size=1))
def test_many_keys_are_the_keys_of_each(texts: list[str]) -> None:
    assert keys(texts) == [key(text) for text in texts]


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F)))
def test_case_and_punctuation_do_not_count(text: str) -> None:
    assert key("-".join(text)) == key(text)
    assert key(text.casefold()) == key(text)
