"""Answers: a sentence, a table, and for each row the claims and sources behind it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import NamedNode

from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.questions.catalogue import Call
from pubinnov.questions.understanding import in_words
from pubinnov.results import Solutions, plain

if TYPE_CHECKING:
    import pandas

    from pubinnov.store.protocol import Term

# The column of a question that names the claims behind a row.
_CLAIMS = "claims"

_EVIDENCE = """
SELECT ?claim ?statement ?direction ?kind ?grade ?source ?locator ?initiative WHERE {
  VALUES ?claim { %s }
  ?claim pi:statement ?statement ; pi:direction ?direction ; pi:claimKind ?kind ;
    pi:evidenceType ?type ; pi:independence ?independence ; dcterms:source ?source .
  ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
  BIND(IF(?independence = independence:independent, ?high, ?low) AS ?grade)
  OPTIONAL { ?claim pi:locator ?locator }
  OPTIONAL { ?claim pi:about ?initiative }
}
"""

_SOURCES = """
SELECT ?source ?title ?publisher ?issued ?url WHERE {
  VALUES ?source { %s }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source schema:url ?url }
}
"""

# How claims are told: what came about first, by grade; then what speaks against it; then what is only expected.
_DIRECTIONS = {"supports": 0, "contradicts": 1, "no-effect": 2}


class Source(NamedTuple):
    """A source behind an answer.

    Attributes:
        number: By which the rows of the answer refer to it, from 1.
        iri: Its name in the graph.
        title: Its title in its own language.
        publisher: Who published it.
        year: When, or an empty string where that is not known.
        url: Where it is, or an empty string.
    """

    number: int
    iri: str
    title: str
    publisher: str
    year: str
    url: str


class Evidence(NamedTuple):
    """One claim behind an answer.

    Attributes:
        claim: Its IRI.
        statement: What the source says, in the words of the graph.
        grade: A to E.
        direction: `supports`, `contradicts` or `no-effect`.
        kind: `expected`, `output`, `outcome` or `impact`.
        source: The number of its source.
        locator: Where in the source it stands.
        initiative: The IRI of the initiative it speaks of, empty where it speaks of none.
    """

    claim: str
    statement: str
    grade: str
    direction: str
    kind: str
    source: int
    locator: str
    initiative: str


class Answer:
    """The answer to a question of the catalogue.

    Attributes:
        call: The question and its arguments.
        sparql: The query that was run; it can be run as it stands.
        solutions: Its rows. A column `claims` holds the IRIs of the claims behind each row.
        others: Other readings of the user's words that fit almost as well.
    """

    def __init__(self, call: Call, engine: Engine, lookup: Lookup, others: tuple[Call, ...] = ()) -> None:
        self.call = call
        self.others = others
        self._engine = engine
        self._lookup = lookup
        self.sparql = call.question.query(call.arguments)
        self.solutions: Solutions = engine.select(self.sparql)

    def __len__(self) -> int:
        return len(self.solutions)

    @property
    def understood(self) -> str:
        """The question as it was understood, in words that can be asked again."""
        return in_words(self.call, self._lookup)

    @cached_property
    def sentence(self) -> str:
        """The answer in a sentence. What is not recorded is said to be just that."""
        names = dict.fromkeys(self.call.question.parameters, "any")
        names |= {name: self._lookup.label(iri.value) for name, iri in self.call.arguments.items()}
        form = self.call.question.found if len(self) else self.call.question.none
        return form.format(count=len(self), **names)

    @cached_property
    def besides(self) -> str:
        """What a reader should know beside the rows asked for, such as harms beside benefits; mostly empty."""
        for name, value in self.call.question.besides.items():
            asked = self.call.arguments.get(name)
            other = self._lookup.find(value)
            if asked is not None and asked != other:
                call = Call(self.call.question, self.call.arguments | {name: other})
                rows = self._engine.select(call.question.query(call.arguments))
                names = [self._name(row[0]) for row in rows]
                if names:
                    return f"Also on record: {', '.join(names)}. Ask: {in_words(call, self._lookup)}"
        return ""

    @cached_property
    def _claims_by_row(self) -> list[list[str]]:
        if _CLAIMS not in self.solutions.variables:
            return [[] for _ in self.solutions]
        return [sorted(set(plain(row[_CLAIMS]).split())) for row in self.solutions]

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        claims = list(dict.fromkeys(claim for row in self._claims_by_row for claim in row))
        if not claims:
            return {}
        found = self._engine.select(_EVIDENCE % _terms(claims))
        rows = {str(row["claim"]): row for row in found}
        numbers: dict[str, int] = {}
        evidence = {}
        for claim in claims:
            row = rows.get(f"<{claim}>")
            if row is None:
                continue
            source = _iri(row["source"])
            evidence[claim] = Evidence(
                claim,
                plain(row["statement"]),
                _slug(row["grade"]),
                _slug(row["direction"]),
                _slug(row["kind"]),
                numbers.setdefault(source, len(numbers) + 1),
                plain(row["locator"]),
                _iri(row["initiative"]),
            )
        self._numbers = numbers
        return evidence

    def evidence(self, row: int | None = None) -> list[Evidence]:
        """Return the claims behind a row, or behind the whole answer.

        Those that the effect came about stand first, the best grade in front; then what speaks against it; what is only
        expected comes last.
        """
        claims = self._evidence.keys() if row is None else self._claims_by_row[row]
        found = [self._evidence[claim] for claim in claims if claim in self._evidence]
        return sorted(
            found,
            key=lambda each: (each.kind == "expected", _DIRECTIONS.get(each.direction, 3), each.grade, each.source),
        )

    @cached_property
    def sources(self) -> list[Source]:
        """The sources behind the answer, as the rows number them."""
        if not self._evidence:
            return []
        rows = {_iri(row["source"]): row for row in self._engine.select(_SOURCES % _terms(self._numbers))}
        sources = []
        for iri, number in self._numbers.items():
            row = rows.get(iri)
            if row is None:
                sources.append(Source(number, iri, self._lookup.label(iri), "", "", ""))
            else:
                publisher = self._lookup.label(_iri(row["publisher"])) if row["publisher"] else ""
                sources.append(
                    Source(number, iri, plain(row["title"]), publisher, plain(row["issued"])[:4], plain(row["url"]))
                )
        return sources

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the head and the rows as people read them: names for IRIs, numbers of sources for claims."""
        shown = [name for name in self.solutions.variables if name != _CLAIMS]
        head = [_title(name) for name in shown]
        with_sources = _CLAIMS in self.solutions.variables
        rows = []
        for index, row in enumerate(self.solutions):
            cells = [self._name(row[name]) for name in shown]
            if with_sources:
                numbers = sorted({each.source for each in self.evidence(index)})
                cells.append(" ".join(f"[{number}]" for number in numbers))
            rows.append(cells)
        return head + ["Sources"] * with_sources, rows

    def _name(self, term: Term | None) -> str:
        return self._lookup.label(term.value) if isinstance(term, NamedNode) else plain(term)

    def to_solutions(self) -> Solutions:
        """Return the rows with a column of names after each column of IRIs: `effect`, `effect_label`."""
        from pyoxigraph import Literal

        variables: list[str] = []
        columns: list[list[Term | None]] = []
        for name in self.solutions.variables:
            column = [row[name] for row in self.solutions]
            variables.append(name)
            columns.append(column)
            if any(isinstance(term, NamedNode) for term in column):
                variables.append(f"{name}_label")
                columns.append([None if term is None else Literal(self._name(term)) for term in column])
        return Solutions.of(tuple(variables), list(zip(*columns, strict=True)) if len(self) else [])

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain Python values, names included."""
        return self.to_solutions().to_dicts()

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame, names included."""
        return self.to_solutions().to_pandas()

    def _repr_html_(self) -> str:
        from html import escape

        head, rows = self.table()
        cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        titles = "".join(f"<th>{escape(name)}</th>" for name in head)
        listed = "".join(
            f"<li><a href='{escape(each.url)}'>{escape(each.title)}</a>, {escape(each.publisher)} {each.year}</li>"
            for each in self.sources
        )
        return (
            f"<p>{escape(self.sentence)}</p><table><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table>"
            f"<ol>{listed}</ol>"
        )


def answer(call: Call, engine: Engine, lookup: Lookup, *, others: tuple[Call, ...] = ()) -> Answer:
    """Run a question."""
    return Answer(call, engine, lookup, others)


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _slug(term: Term | None) -> str:
    return _iri(term).rpartition("/")[2]


def _title(variable: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in variable)
    return words[:1].upper() + words[1:]
