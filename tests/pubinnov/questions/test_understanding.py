from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from pubinnov.errors import NotUnderstoodError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.query_file import Argument
from pubinnov.questions.catalogue import catalogue
from pubinnov.questions.understanding import in_words, understand
from pubinnov.terms import shorten

DATA = Path(__file__).parents[2] / "data"


def read(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


WORDINGS = read("wordings.tsv")


def understood(text: str, graph: KnowledgeGraph) -> tuple[str, bool]:
    """Return question and arguments as the files write them, and whether the reading is certain."""
    try:
        found = understand(text, graph._catalogue, graph.lookup)
    except NotUnderstoodError:
        return "declined", False
    written = {name: _written(value) for name, value in found.best.arguments.items()}
    # To ask for effects of every kind is to ask for no kind.
    written = {name: value for name, value in written.items() if value != "pi:Effect"}
    return _canonical(found.best.question.name, written), found.is_certain


def _written(value: Argument) -> str:
    if isinstance(value, tuple):
        return ",".join(shorten(each.value) for each in value)
    return value.value if isinstance(value, Literal) else shorten(value.value)


def _canonical(name: str, arguments: dict[str, str]) -> str:
    return " ".join([name, *(f"{key}={value}" for key, value in sorted(arguments.items()))])


def canonical(expected: str) -> str:
    name, *arguments = expected.split(" ")
    return _canonical(name, dict(argument.split("=") for argument in arguments))


@pytest.mark.parametrize("name", ["wordings.tsv", "wordings_of_others.tsv"])
def test_wordings(name: str, packaged: KnowledgeGraph) -> None:
    wrong = []
    certain = []
    wordings = read(name)
    for text, expected in wordings:
        got, is_certain = understood(text, packaged)
        if got != canonical(expected):
            wrong.append(f"{text!r} is {expected}, understood as {got}")
            if is_certain:
                certain.append(wrong[-1])
    remedy = (
        "add the missing word to ontology/questions/words.json, an alias to the concept, or a wording to the question"
    )
    assert not certain, "\n".join(["wrong and given as certain:", *certain, remedy])
    assert len(wrong) <= 0.05 * len(wordings), "\n".join([*wrong, remedy])


def test_the_wordings_are_many_and_varied() -> None:
    wordings = [*WORDINGS, *read("wordings_of_others.tsv")]
    assert len({text for text, _ in wordings}) == len(wordings) >= 150
    assert sum(expected == "declined" for _, expected in wordings) >= 40
    asked = {expected.split(" ")[0] for _, expected in wordings}
    assert catalogue().keys() <= asked, f"add wordings for {', '.join(sorted(catalogue().keys() - asked))}"


def test_a_doubtful_reading_says_so(packaged: KnowledgeGraph) -> None:
    found = understand("initiatives with e-ID in Africa", packaged._catalogue, packaged.lookup)
    assert not found.is_certain
    assert {each.question.name for each in found.close} == {"users_of_means"}
    assert understand("which benefits does e-ID enable?", packaged._catalogue, packaged.lookup).is_certain


def test_order_tells_which_is_which(packaged: KnowledgeGraph) -> None:
    for text, lacking in [
        ("what does Norway have that Sweden lacks", "SE"),
        ("what does Sweden have that Norway lacks", "NO"),
    ]:
        found = understand(text, packaged._catalogue, packaged.lookup).best
        assert str(found.arguments["country"]).endswith(f"/{lacking}>"), text


@pytest.mark.parametrize(
    ("text", "year"), [("since 2020", "2020"), ("after 2019", "2020"), ("depuis 2020", "2020"), ("nach 2019", "2020")]
)
def test_years(text: str, year: str, packaged: KnowledgeGraph) -> None:
    found = understand(f"new initiatives {text}", packaged._catalogue, packaged.lookup).best
    assert found.arguments["since"].value == year  # type: ignore[union-attr]


def test_declined_questions_offer_the_users_own_terms(packaged: KnowledgeGraph) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        packaged.ask("who invented blockchain")
    assert any("blockchain" in suggestion for suggestion in caught.value.suggestions)
    assert "invented" in str(caught.value)
    for suggestion in caught.value.suggestions:
        packaged.ask(suggestion)


def test_what_is_told_can_be_asked_again(packaged: KnowledgeGraph) -> None:
    for text, expected in WORDINGS:
        if expected != "declined" and understood(text, packaged)[0] != "declined":
            best = understand(text, packaged._catalogue, packaged.lookup).best
            told = in_words(best, packaged.lookup)
            again = understand(told, packaged._catalogue, packaged.lookup).best
            assert again.arguments == best.arguments, f"{text!r} was told as {told!r}"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_understood_or_declined(text: str) -> None:
    graph = _graph()
    understood(text, graph)


def _graph() -> KnowledgeGraph:
    global _kept  # noqa: PLW0603 - hypothesis takes no fixtures
    if _kept is None:
        import pubinnov

        _kept = pubinnov.open()
    return _kept


_kept: KnowledgeGraph | None = None
