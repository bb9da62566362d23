"""The question catalogue: one file a question in `ontology/questions/`, found by being there.

A file is SPARQL with a head. The head's lines begin with `#+` and hold JSON, which is YAML too, as grlc
writes such heads:

    #+ {"title": "Effects of a technology or method",
    #+  "parameters": {"means": {"kind": "Means"}, "place": {"kind": "Place", "optional": true}},
    #+  "wordings": {"en": ["which benefits does {means} enable"]},
    #+  "sentence": {"found": "Effects that sources ascribe to {means}: {count}.", "none": "…"},
    #+  "example": "which benefits does e-ID enable?"}
    SELECT ?effect … WHERE { … }

Parameters and lines are as in `pubinnov.query_file`. A column called `claims` holds the IRIs of the claims behind a
row, separated by spaces: from them an answer gets its statements, grades and sources. A column `sources` holds the IRIs
of sources that ground plain facts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from pubinnov import sparql
from pubinnov.errors import CatalogueError, PubinnovError, QuestionError
from pubinnov.lookup import Lookup
from pubinnov.package_files import files, ontology_folder
from pubinnov.query_file import Argument, Given, QueryFile

_SLOT = re.compile(r"\{(\w+)\}")


class Question(QueryFile):
    """A question of the catalogue.

    Attributes:
        wordings: How it is asked, by language, with `{parameter}` for its names.
        found: The answer in a sentence where there are rows.
        none: The same where there are none.
        example: A question that it answers.
        besides: A parameter and the value that a reader should know of beside the one asked for.
    """

    noun: ClassVar[str] = "question"
    error: ClassVar[type[PubinnovError]] = QuestionError

    def _read(self, fields: dict[str, Any]) -> None:
        self.wordings: dict[str, list[str]] = fields.pop("wordings")
        self.found: str = fields["sentence"]["found"]
        self.none: str = fields.pop("sentence")["none"]
        self.example: str = fields.pop("example")
        self.besides: dict[str, str] = fields.pop("besides", {})

    def check(self) -> None:
        """Check that the head fits the query.

        Raises:
            CatalogueError: If a parameter is not a variable of the query, or a wording names no parameter.
        """
        super().check()
        variables = {token.text[1:] for token in sparql.tokens(self.text) if token.sort == "variable"}
        for name in self.besides:
            if name not in variables:
                raise CatalogueError(f"question {self.name}: the query has no variable ?{name}")
        for wording in (word for several in self.wordings.values() for word in several):
            for name in _SLOT.findall(wording):
                if name not in self.parameters:
                    raise CatalogueError(f"question {self.name}: {wording!r} names no parameter {name!r}")


class Call(NamedTuple):
    """A question with its arguments."""

    question: Question
    arguments: dict[str, Argument]


def catalogue() -> dict[str, Question]:
    """Return the questions by name.

    Raises:
        CatalogueError: If a file is not well-formed.
    """
    return {
        question.name: question for question in map(load, files(os.path.join(ontology_folder(), "questions"), ".rq"))
    }


def load(path: str) -> Question:
    """Read one question file."""
    with open(path, encoding="utf-8") as stream:
        return Question(os.path.splitext(os.path.basename(path))[0], stream.read())


def call(questions: Mapping[str, Question], name: str, arguments: Mapping[str, Given], lookup: Lookup) -> Call:
    """Return a question with its arguments looked up.

    Raises:
        QuestionError: If there is no such question, it does not take these parameters, or a year is none.
        TermError: If an argument names nothing, or more than one thing.
    """
    question = questions.get(name)
    if question is None:
        from difflib import get_close_matches

        near = get_close_matches(name, list(questions), n=1)
        raise QuestionError(
            f"no question is called {name!r}", f"did you mean {near[0]}?" if near else "list them: pubinnov questions"
        )
    return Call(question, question.arguments(arguments, lookup))
