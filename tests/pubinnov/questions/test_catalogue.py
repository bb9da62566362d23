from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from pubinnov.errors import CatalogueError, QuestionError, UnknownTermError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.questions.catalogue import Question, catalogue
from pubinnov.terms import ID

E_ID = NamedNode(f"{ID}tech/e-id")
HEAD = (
    '#+ {"title": "t", "parameters": {"a": {"kind": "Means"}, "b": {"kind": "Place", "optional": true}},\n'
    '#+  "wordings": {"en": ["what of {a}"]}, "sentence": {"found": "f", "none": "n"}, "example": "e"}\n'
)
BODY = "SELECT ?x WHERE {\n  ?x pi:means ?a .\n  ?x pi:place ?b .\n}\n"


@pytest.mark.parametrize("name", catalogue())
def test_every_question_is_well_formed_and_runs(name: str, packaged: KnowledgeGraph) -> None:
    question = packaged.questions[name]
    question.check()
    samples = {
        "means": "e-ID", "effect": "transparency", "place": "Estonia", "initiative": "e-Residency",
        "sort": "pi:Benefit", "status": "operational", "component": "X-Road",
    }  # fmt: skip
    assert question.parameters.keys() <= samples.keys(), "add a sample for the new parameter to this test"
    required = {key: samples[key] for key in question.required}
    for arguments in (required, {key: samples[key] for key in question.parameters}):
        answer = packaged.answer(name, **arguments)
        # What is shown as the query gives the same rows when it is run as it stands.
        again = packaged.select(answer.sparql)
        assert [list(row.values()) for row in again] == [list(row.values()) for row in answer.solutions]


@pytest.mark.parametrize("name", catalogue())
def test_every_example_is_understood_as_its_question(name: str, packaged: KnowledgeGraph) -> None:
    assert packaged.ask(packaged.questions[name].example).call.question.name == name


def test_lines_of_absent_parameters_are_left_out() -> None:
    question = Question("q", HEAD + BODY)
    assert "pi:place" not in question.query({"a": E_ID})
    assert "pi:place <https://w3id.org/pubinnov/id/country/EE>" in question.query(
        {"a": E_ID, "b": NamedNode(f"{ID}country/EE")}
    )
    assert question.signature() == "a=… [b=…]"


def test_wrong_calls_are_told(packaged: KnowledgeGraph) -> None:
    with pytest.raises(QuestionError, match="needs means"):
        packaged.answer("effects_of_means")
    with pytest.raises(QuestionError, match="takes no parameter 'colour'"):
        packaged.answer("effects_of_means", means="e-ID", colour="red")
    with pytest.raises(QuestionError, match="no question is called") as caught:
        packaged.answer("effects_of_mean", means="e-ID")
    assert "effects_of_means" in caught.value.hint
    with pytest.raises(UnknownTermError):
        packaged.answer("effects_of_means", means="zzzzzz")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("#+ {\n", "not JSON"),
        ('#+ {"title": "t"}\n', "lacks 'wordings'"),
        (HEAD.replace('"title": "t"', '"title": "t", "colour": 1'), "unknown field 'colour'"),
    ],
)
def test_broken_heads_are_the_authors_mistake(head: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        Question("q", head + BODY)


def test_heads_must_fit_the_query() -> None:
    with pytest.raises(CatalogueError, match=r"no variable \?a"):
        Question("q", HEAD + "SELECT ?x WHERE { ?x ?y ?b }").check()
    with pytest.raises(CatalogueError, match="names no parameter 'c'"):
        Question("q", HEAD.replace("what of {a}", "what of {c}") + BODY).check()
