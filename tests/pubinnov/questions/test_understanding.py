from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubinnov.errors import NotUnderstoodError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.questions.understanding import in_words, understand
from pubinnov.terms import shorten

WORDINGS = [
    line.split("\t")
    for line in (Path(__file__).parents[2] / "data" / "wordings.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def understood(text: str, graph: KnowledgeGraph) -> str:
    try:
        best = understand(text, graph.questions, graph.lookup).best
    except NotUnderstoodError:
        return "declined"
    arguments = {name: shorten(iri.value) for name, iri in best.arguments.items()}
    ordered = [f"{name}={arguments[name]}" for name in best.question.parameters if name in arguments]
    return " ".join([best.question.name, *ordered])


def canonical(expected: str, graph: KnowledgeGraph) -> str:
    name, *arguments = expected.split(" ")
    if name == "declined":
        return name
    given_arguments = dict(argument.split("=") for argument in arguments)
    ordered = [f"{key}={given_arguments[key]}" for key in graph.questions[name].parameters if key in given_arguments]
    return " ".join([name, *ordered])


@pytest.mark.parametrize(("text", "expected"), WORDINGS, ids=[text for text, _ in WORDINGS])
def test_wordings(text: str, expected: str, packaged: KnowledgeGraph) -> None:
    assert understood(text, packaged) == canonical(expected, packaged), (
        "add the missing word to ontology/questions/words.json, an alias to the concept, or a wording to the question"
    )


def test_declined_questions_offer_the_users_own_terms(packaged: KnowledgeGraph) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        packaged.ask("who invented blockchain")
    assert any("blockchain" in suggestion for suggestion in caught.value.suggestions)
    assert "invented" in str(caught.value)
    for suggestion in caught.value.suggestions:
        packaged.ask(suggestion)


def test_what_is_told_can_be_asked_again(packaged: KnowledgeGraph) -> None:
    for text, expected in WORDINGS:
        if expected != "declined":
            best = understand(text, packaged.questions, packaged.lookup).best
            told = in_words(best, packaged.lookup)
            again = understand(told, packaged.questions, packaged.lookup).best
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
