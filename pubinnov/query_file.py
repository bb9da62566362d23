"""Files of SPARQL with a head: how a query that is data names its parameters, and takes them.

A file is SPARQL with a head. The head's lines begin with `#+` and hold JSON, which is YAML too, as grlc writes such
heads. `parameters` names variables of the query, each with its `kind`:

    #+ {"title": "…",
    #+  "parameters": {"means": {"kind": "Means"}, "place": {"kind": "Place", "optional": true}}, …}
    SELECT ?effect … WHERE { … }

The query is run with the variable bound. A `kind` is a class of the ontology, several of them, or `Year`; with
`"many": true` a parameter takes several things, for `VALUES ?x { ?parameter }`. **A line that mentions an optional
parameter which was not given is left out; a line that ends in `# unless ?parameter` is left out when it was.**
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self, TypeAlias

from pyoxigraph import Literal, NamedNode

from pubinnov import sparql, terms
from pubinnov.errors import CatalogueError, PubinnovError, QuestionError
from pubinnov.lookup import Lookup, key
from pubinnov.package_files import files, ontology_folder

_VARIABLE = re.compile(r"[?$](\w+)")
_YEAR = re.compile(r"[12]\d{3}")

#: The kind of a parameter that takes a year instead of a thing of the graph.
YEAR = "Year"

#: What a parameter is given: a thing, a year, or several things.
Argument: TypeAlias = NamedNode | Literal | tuple[NamedNode, ...]

#: The same as people give it.
Given: TypeAlias = str | int | Argument | Sequence[str | NamedNode]

_KINDS_IN_WORDS = {"Means": "technology or method", "Effect": "benefit or harm"}


def _in_words(kind: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()


class Parameter(NamedTuple):
    """What a query takes.

    Attributes:
        name: The variable of the query, without `?`.
        kinds: The classes of the ontology that a value may belong to, the first that knows it winning; or `Year` alone.
        optional: Whether the query can be run without it.
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


class QueryFile:
    """A query that is data.

    Args:
        name: The name of its file, without ending.
        text: The file's contents.

    Attributes:
        title: What it gives.
        parameters: What it takes, by name.
        text: The query without its head.
        fields: What else the head holds.

    Raises:
        CatalogueError: If the head is not JSON of the form above, or lacks something.
    """

    #: What such a file is called in messages, and the error of a wrong call.
    noun: ClassVar[str] = "query"
    error: ClassVar[type[PubinnovError]] = QuestionError

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = text.splitlines()
        head = [line for line in lines if line.startswith("#+")]
        self.text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
        try:
            self.fields: dict[str, Any] = json.loads("\n".join(line[2:] for line in head))
            self.title: str = self.fields.pop("title")
            self.parameters = {
                key: Parameter(
                    key,
                    tuple(value["kind"].split()),
                    bool(value.get("optional", False)),
                    tuple(value.get("values", ())),
                    bool(value.get("many", False)),
                )
                for key, value in self.fields.pop("parameters").items()
            }
            self._read(self.fields)
        except json.JSONDecodeError as error:
            raise CatalogueError(
                f"{self.noun} {name}: line {error.lineno}: the head is not JSON: {error.msg}",
                "see docs/architecture.md",
            ) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise CatalogueError(f"{self.noun} {name}: the head lacks {error}", "see docs/architecture.md") from None
        if self.fields:
            raise CatalogueError(f"{self.noun} {name}: the head has an unknown field {min(self.fields)!r}")

    def _read(self, fields: dict[str, Any]) -> None:
        """Take from the head what this sort of file has beside title and parameters."""

    def check(self) -> None:
        """Check that the head fits the query.

        Raises:
            CatalogueError: If a parameter is not a variable of the query.
        """
        variables = {token.text[1:] for token in sparql.tokens(self.text) if token.sort == "variable"}
        for name in self.parameters:
            if name not in variables:
                raise CatalogueError(f"{self.noun} {self.name}: the query has no variable ?{name}")

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the parameters that must be given."""
        return frozenset(name for name, parameter in self.parameters.items() if not parameter.optional)

    def query(self, arguments: Mapping[str, Argument]) -> str:
        """Return the SPARQL text for these arguments: it can be run as it stands.

        Raises:
            PubinnovError: Of the class `error`, if a required parameter is missing, or an unknown one is given.
        """
        unknown = sorted(arguments.keys() - self.parameters.keys())
        if unknown:
            raise self.error(
                f"the {self.noun} {self.name} takes no parameter {unknown[0]!r}",
                f"it takes: {self.signature() or 'none'}",
            )
        missing = sorted(self.required - arguments.keys())
        if missing:
            raise self.error(f"the {self.noun} {self.name} needs {missing[0]}=…", f"it takes: {self.signature()}")
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

    def arguments(self, given: Mapping[str, Given], lookup: Lookup) -> dict[str, Argument]:
        """Return arguments as people give them as terms.

        Raises:
            PubinnovError: Of the class `error`, if it does not take one of these parameters, or a year is none.
            TermError: If an argument names nothing, or more than one thing.
        """
        unknown = sorted(given.keys() - self.parameters.keys())
        if unknown:
            raise self.error(
                f"the {self.noun} {self.name} takes no parameter {unknown[0]!r}",
                f"it takes: {self.signature() or 'none'}",
            )
        return {key: _argument(self.parameters[key], value, lookup, self.error) for key, value in given.items()}


class NamedQueryFile(QueryFile):
    """A query that is called by its name or an alias, and found by being in a folder of the ontology.

    Attributes:
        aliases: Other names of it.
    """

    #: The folder of such files in the ontology.
    folder: ClassVar[str]

    def _read(self, fields: dict[str, Any]) -> None:
        self.aliases: list[str] = fields.pop("aliases")

    @classmethod
    def all(cls) -> dict[str, Self]:
        """Return the queries of this sort by name.

        Raises:
            CatalogueError: If a file is not well-formed.
        """
        found = {}
        for path in files(os.path.join(ontology_folder(), cls.folder), ".rq"):
            with open(path, encoding="utf-8") as stream:
                query = cls(os.path.splitext(os.path.basename(path))[0], stream.read())
            found[query.name] = query
        return found

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the query with a name or alias; case, hyphens and dashes do not count.

        Raises:
            PubinnovError: Of the class `error`, if none is called so.
        """
        known = cls.all()
        by_key = {key(each): found for found in known.values() for each in (found.name, *found.aliases)}
        if key(name) not in by_key:
            near = get_close_matches(key(name), list(by_key), n=1)
            hint = f"did you mean {by_key[near[0]].name}?" if near else f"there are: {', '.join(known)}"
            raise cls.error(f"no {cls.noun} is called {name!r}", hint)
        return by_key[key(name)]


def year(text: str, error: type[PubinnovError] = QuestionError) -> Literal:
    """Return the literal of a year.

    Raises:
        PubinnovError: Of the class `error`, if it is not a year of four digits.
    """
    if not _YEAR.fullmatch(text):
        raise error(f"{text!r} is not a year", "give four digits, such as 2020")
    return Literal(text, datatype=NamedNode(f"{terms.XSD}gYear"))


def _argument(parameter: Parameter, value: Given, lookup: Lookup, error: type[PubinnovError]) -> Argument:
    if parameter.kinds == (YEAR,):
        return value if isinstance(value, Literal) else year(str(value), error)
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


def told(argument: Argument, lookup: Lookup) -> str:
    """Return an argument as people read it."""
    if isinstance(argument, tuple):
        return " and ".join(lookup.label(each.value) for each in argument)
    return argument.value if isinstance(argument, Literal) else lookup.label(argument.value)
