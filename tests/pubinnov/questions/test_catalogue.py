from __future__ import annotations

import inspect

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
    question = packaged.questions[name].question
    question.check()
    samples = {
        "means": "e-ID", "effect": "transparency", "place": "Estonia", "initiative": "e-Residency",
        "sort": "pi:Benefit", "status": "operational", "component": "X-Road", "subject": "e-ID", "since": "2010",
        "area": "Health", "goal": "SDG 16", "country": "Estonia", "peers": "Finland,Africa",
    }  # fmt: skip
    assert question.parameters.keys() <= samples.keys(), "add a sample for the new parameter to this test"
    required = {key: samples[key] for key in question.required}
    alone = [required | {key: samples[key]} for key in question.parameters]
    for arguments in (required, *alone, {key: samples[key] for key in question.parameters}):
        answer = packaged.answer(name, **arguments)
        # What is shown as the query gives the same rows when it is run as it stands.
        again = packaged.select(answer.query)
        assert [list(row.values()) for row in again] == [list(row.values()) for row in answer.solutions]


@pytest.mark.parametrize("name", catalogue())
def test_every_example_is_understood_as_its_question(name: str, packaged: KnowledgeGraph) -> None:
    assert packaged.ask(packaged.questions[name].question.example).call.question.name == name


def test_lines_of_absent_parameters_are_left_out() -> None:
    question = Question("q", HEAD + BODY)
    assert "pi:place" not in question.query({"a": E_ID})
    assert "pi:place <https://w3id.org/pubinnov/id/country/EE>" in question.query(
        {"a": E_ID, "b": NamedNode(f"{ID}country/EE")}
    )
    assert question.signature() == "a=… [b=…]"


def test_lines_that_hold_unless_a_parameter_is_given() -> None:
    head = HEAD.replace('"optional": true', '"optional": true, "many": true')
    body = "SELECT ?x WHERE {\n  ?x pi:means ?a . # unless ?b\n  VALUES ?y { ?b } ?x pi:place ?y .\n}\n"
    question = Question("q", head.replace('"kind": "Means"', '"kind": "Means", "optional": true') + body)
    places = tuple(NamedNode(f"{ID}country/{code}") for code in ("EE", "FI"))
    assert "pi:means" in question.query({"a": E_ID})
    assert question.query({}).split() == ["SELECT", "?x", "WHERE", "{", "}"], "the line names an absent parameter, too"
    assert f"VALUES ?y {{ {places[0]} {places[1]} }}" in question.query({"b": places})


def test_years_and_several_things(frozen: KnowledgeGraph) -> None:
    assert len(frozen.answer("initiatives", since=2002)) == len(frozen.answer("initiatives", since="2002")) == 2
    for wrong in ("20x2", "02", "next year", ""):
        with pytest.raises(QuestionError, match="is not a year"):
            frozen.answer("initiatives", since=wrong)
    for peers in ("Finland, Estonia", ["Finland", "Estonia"], ["Finland", NamedNode(f"{ID}country/EE")]):
        assert len(frozen.answer("gaps", country="Estonia", peers=peers)) == 1


def test_questions_are_functions_with_help(frozen: KnowledgeGraph) -> None:
    function = frozen.questions.effects_of_means
    assert len(function(means="e-ID", place="Estonia")) == len(
        frozen.answer("effects_of_means", means="e-ID", place="Estonia")
    )
    assert function(means="e-ID", place=None).call.arguments.keys() == {"means"}
    assert "technology or method" in (function.__doc__ or "")
    assert list(inspect.signature(function).parameters) == ["means", "sort", "place", "since"]
    assert {"effects_of_means", "gaps"} <= set(dir(frozen.questions))
    assert set(frozen.questions) == catalogue().keys()
    with pytest.raises(AttributeError, match="did you mean effects_of_means"):
        frozen.questions.effect_of_means  # noqa: B018 - the access is the test


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
        ('#+ {"title": "t"}\n', "lacks 'parameters'"),
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
