"""The question catalogue: one file a question in `ontology/questions/`, found by being there.

A file is SPARQL with a head. The head's lines begin with `#+` and hold JSON, which is YAML too, as grlc
writes such heads:

    #+ {"title": "Effects of a technology or method",
    #+  "parameters": {"means": {"kind": "Means"}, "place": {"kind": "Place", "optional": true}},
    #+  "wordings": {"en": ["which benefits does {means} enable"]},
    #+  "sentence": {"found": "Effects that sources ascribe to {means}: {count}.", "none": "…"},
    #+  "example": "which benefits does e-ID enable?"}
    SELECT ?effect … WHERE { … }

A parameter is a variable of the query, which is run with the variable bound. Its `kind` is a class of the ontology,
several of them, or `Year`; with `"many": true` it takes several things, for `VALUES ?x { ?parameter }`. **A line that
mentions an optional parameter which was not given is left out; a line that ends in `# unless ?parameter` is left out
when it was.**

A column called `claims` holds the IRIs of the claims behind a row, separated by spaces: from them an answer gets its
statements, grades and sources. A column `sources` holds the IRIs of sources that ground plain facts.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode

from pubinnov import sparql, terms
from pubinnov.errors import CatalogueError, QuestionError
from pubinnov.lookup import Lookup
from pubinnov.package_files import files, ontology_folder

_SLOT = re.compile(r"\{(\w+)\}")
_VARIABLE = re.compile(r"[?$](\w+)")
_YEAR = re.compile(r"[12]\d{3}")

#: The kind of a parameter that takes a year instead of a thing of the graph.
YEAR = "Year"

#: What a parameter is given: a thing, a year, or several things.
Argument: TypeAlias = NamedNode | Literal | tuple[NamedNode, ...]


_KINDS_IN_WORDS = {"Means": "technology or method", "Effect": "benefit or harm"}


def _in_words(kind: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()


class Parameter(NamedTuple):
    """What a question takes.

    Attributes:
        name: The variable of the query, without `?`.
        kinds: The classes of the ontology that a value may belong to, the first that knows it winning; or `Year` alone.
        optional: Whether the question can be asked without it.
        values: The only values it may take, as prefixed names; empty for any.
        many: Whether it takes several values.
    """

    name: str
    kinds: tuple[str, ...]
    optional: bool
    values: tuple[str, ...]
    many: bool

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        if self.values:
            return " or ".join(value.partition(":")[2].lower() for value in self.values)
        what = " or ".join(_KINDS_IN_WORDS.get(kind, _in_words(kind)) for kind in self.kinds)
        return f"one {what} or more, separated by commas" if self.many else what


class Question:
    """A question of the catalogue.

    Args:
        name: The name of its file, without ending.
        text: The file's contents.

    Raises:
        CatalogueError: If the head is not JSON of the form above, or does not fit the query.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = text.splitlines()
        head = [line for line in lines if line.startswith("#+")]
        self.text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
        try:
            fields: dict[str, Any] = json.loads("\n".join(line[2:] for line in head))
            self.title: str = fields.pop("title")
            self.wordings: dict[str, list[str]] = fields.pop("wordings")
            self.found: str = fields["sentence"]["found"]
            self.none: str = fields.pop("sentence")["none"]
            self.example: str = fields.pop("example")
            self.besides: dict[str, str] = fields.pop("besides", {})
            self.parameters = {
                key: Parameter(
                    key,
                    tuple(value["kind"].split()),
                    bool(value.get("optional", False)),
                    tuple(value.get("values", ())),
                    bool(value.get("many", False)),
                )
                for key, value in fields.pop("parameters").items()
            }
        except json.JSONDecodeError as error:
            raise CatalogueError(
                f"question {name}: line {error.lineno}: the head is not JSON: {error.msg}", "see docs/architecture.md"
            ) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise CatalogueError(f"question {name}: the head lacks {error}", "see docs/architecture.md") from None
        if fields:
            raise CatalogueError(f"question {name}: the head has an unknown field {min(fields)!r}")

    def check(self) -> None:
        """Check that the head fits the query.

        Raises:
            CatalogueError: If a parameter is not a variable of the query, or a wording names no parameter.
        """
        variables = {token.text[1:] for token in sparql.tokens(self.text) if token.sort == "variable"}
        for name in (*self.parameters, *self.besides):
            if name not in variables:
                raise CatalogueError(f"question {self.name}: the query has no variable ?{name}")
        for wording in (word for several in self.wordings.values() for word in several):
            for name in _SLOT.findall(wording):
                if name not in self.parameters:
                    raise CatalogueError(f"question {self.name}: {wording!r} names no parameter {name!r}")

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the parameters that must be given."""
        return frozenset(name for name, parameter in self.parameters.items() if not parameter.optional)

    def query(self, arguments: Mapping[str, Argument]) -> str:
        """Return the SPARQL text for these arguments: it can be run as it stands.

        Raises:
            QuestionError: If a required parameter is missing, or one is given that the question does not take.
        """
        unknown = sorted(arguments.keys() - self.parameters.keys())
        if unknown:
            raise QuestionError(
                f"the question {self.name} takes no parameter {unknown[0]!r}", f"it takes: {self.signature()}"
            )
        missing = sorted(self.required - arguments.keys())
        if missing:
            raise QuestionError(f"the question {self.name} needs {missing[0]}=…", f"it takes: {self.signature()}")
        absent = self.parameters.keys() - arguments.keys()
        kept = []
        for line in self.text.splitlines():
            code, unless, present = line.partition("# unless ?")
            if present.strip() not in arguments and absent.isdisjoint(_VARIABLE.findall(code)):
                kept.append(code.rstrip() if unless else line)
        return sparql.bind("\n".join(kept) + "\n", arguments)

    def signature(self) -> str:
        """Return the parameters as the command line takes them: `means=… [place=…]`."""
        return " ".join(
            f"[{name}=…]" if parameter.optional else f"{name}=…" for name, parameter in self.parameters.items()
        )


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


def call(
    questions: Mapping[str, Question],
    name: str,
    arguments: Mapping[str, str | int | Argument | Sequence[str | NamedNode]],
    lookup: Lookup,
) -> Call:
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
    unknown = sorted(arguments.keys() - question.parameters.keys())
    if unknown:
        raise QuestionError(
            f"the question {name} takes no parameter {unknown[0]!r}", f"it takes: {question.signature()}"
        )
    found = {key: _argument(question.parameters[key], value, lookup) for key, value in arguments.items()}
    return Call(question, found)


def year(text: str) -> Literal:
    """Return the literal of a year.

    Raises:
        QuestionError: If it is not a year of four digits.
    """
    if not _YEAR.fullmatch(text):
        raise QuestionError(f"{text!r} is not a year", "give four digits, such as 2020")
    return Literal(text, datatype=NamedNode(f"{terms.XSD}gYear"))


def _argument(
    parameter: Parameter, value: str | int | Argument | Sequence[str | NamedNode], lookup: Lookup
) -> Argument:
    if parameter.kinds == (YEAR,):
        return value if isinstance(value, Literal) else year(str(value))
    if parameter.many:
        # A comma separates, and is part of no name that a question of this kind takes.
        several = value.split(",") if isinstance(value, str) else value if isinstance(value, Sequence) else (value,)
        return tuple(_thing(parameter, each, lookup) for each in several)
    return _thing(parameter, value, lookup)


def _thing(parameter: Parameter, value: object, lookup: Lookup) -> NamedNode:
    if isinstance(value, NamedNode):
        return value
    text = str(value).strip()
    return lookup.find(text) if parameter.values else lookup.find_first(text, parameter.kinds)
