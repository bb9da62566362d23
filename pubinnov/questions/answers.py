"""Answers: a sentence, a table, and for each row the claims and sources behind it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import NamedNode

from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.query_file import told
from pubinnov.questions.catalogue import Call
from pubinnov.questions.understanding import Understanding, in_words
from pubinnov.results import Solutions, plain

if TYPE_CHECKING:
    import pandas

    from pubinnov.store.protocol import Term

# The columns of a question that name the claims and the sources behind a row.
_CLAIMS = "claims"
_SOURCES = "sources"

_EVIDENCE_QUERY = """
SELECT ?claim ?statement ?direction ?kind ?grade ?independence ?source ?locator ?initiative WHERE {
  VALUES ?claim { %s }
  ?claim pi:statement ?statement ; pi:direction ?direction ; pi:claimKind ?kind ;
    pi:evidenceType ?type ; pi:independence ?independence ; dcterms:source ?source .
  ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
  BIND(IF(?independence = independence:independent, ?high, ?low) AS ?grade)
  OPTIONAL { ?claim pi:locator ?locator }
  OPTIONAL { ?claim pi:about ?initiative }
}
"""

_SOURCES_QUERY = """
SELECT ?source ?title ?publisher ?issued ?url ?doi ?language (MAX(?date) AS ?read) WHERE {
  VALUES ?source { %s }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source dcterms:identifier ?doi }
  OPTIONAL { ?source dcterms:language ?language }
  OPTIONAL { ?reading prov:used ?source ; dcterms:date ?date }
}
GROUP BY ?source ?title ?publisher ?issued ?url ?doi ?language
"""

# How claims are told: what came about first, by grade; then what speaks against it; then what is only expected.
_DIRECTIONS = {"supports": 0, "contradicts": 1, "no-effect": 2}


class Source(NamedTuple):
    """A source behind an answer. What is not known is an empty string.

    Attributes:
        number: By which the rows of the answer refer to it, from 1.
        iri: Its name in the graph.
        title: Its title in its own language.
        publisher: Who published it.
        issued: When: `2020`, `2020-05` or `2020-05-01`.
        url: Where it is.
        doi: Its DOI.
        language: The code of its language.
        read: The day on which it was last read for the graph, `2026-11-25`.
    """

    number: int
    iri: str
    title: str
    publisher: str
    issued: str
    url: str
    doi: str
    language: str
    read: str

    @property
    def year(self) -> str:
        """The year in which it was published, or an empty string."""
        return self.issued[:4]


class Evidence(NamedTuple):
    """One claim behind an answer.

    Attributes:
        claim: Its IRI.
        statement: What the source says, in the words of the graph.
        grade: A to E.
        direction: `supports`, `contradicts` or `no-effect`.
        kind: `expected`, `output`, `outcome` or `impact`.
        independence: Of the source from the initiative: `independent`, `affiliated` or `unknown`.
        source: The number of its source.
        locator: Where in the source it stands.
        initiative: The IRI of the initiative it speaks of, empty where it speaks of none.
    """

    claim: str
    statement: str
    grade: str
    direction: str
    kind: str
    independence: str
    source: int
    locator: str
    initiative: str

    @property
    def came_about(self) -> bool:
        """Whether it says that the effect came about, rather than that it did not or is expected."""
        return self.direction == "supports" and self.kind != "expected"


class Answer:
    """The answer to a question of the catalogue.

    Attributes:
        call: The question and its arguments.
        understanding: How the user's words were understood; None for a question that was called by name.
        query: The SPARQL that was run; it can be run as it stands.
        solutions: Its rows. A column `claims` holds the IRIs of the claims behind each row, a column `sources` those
            of sources of plain facts.
    """

    def __init__(self, call: Call, engine: Engine, lookup: Lookup, understanding: Understanding | None = None) -> None:
        self.call = call
        self.understanding = understanding
        self.lookup = lookup
        self._engine = engine
        self.query = call.question.query(call.arguments)
        self.solutions: Solutions = engine.select(self.query)

    def __len__(self) -> int:
        return len(self.solutions)

    def __repr__(self) -> str:
        return f"<Answer to {self.understood!r}: {len(self)} rows>"

    @property
    def is_of_packaged_graph(self) -> bool:
        """Whether the packaged graph gave it, with nothing added."""
        return self._engine.store.is_packaged

    @property
    def understood(self) -> str:
        """The question as it was understood, in words that can be asked again."""
        return in_words(self.call, self.lookup)

    @cached_property
    def sentence(self) -> str:
        """The answer in a sentence. What is not recorded is said to be just that."""
        names = dict.fromkeys(self.call.question.parameters, "any")
        names |= {name: told(value, self.lookup) for name, value in self.call.arguments.items()}
        form = self.call.question.found if len(self) else self.call.question.none
        return form.format(count=len(self), **names)

    @cached_property
    def besides(self) -> str:
        """What a reader should know beside the rows asked for, such as harms beside benefits; mostly empty."""
        for name, value in self.call.question.besides.items():
            asked = self.call.arguments.get(name)
            other = self.lookup.find(value)
            if asked is not None and asked != other:
                call = Call(self.call.question, self.call.arguments | {name: other})
                rows = self._engine.select(call.question.query(call.arguments))
                names = [self._name(row[0]) for row in rows]
                if names:
                    return f"Also on record: {', '.join(names)}. Ask: {in_words(call, self.lookup)}"
        return ""

    @cached_property
    def text(self) -> str:
        """The whole answer as plain text: the sentence, the table, the evidence and the sources."""
        from pubinnov.questions.telling import text

        return text(self)

    @cached_property
    def rows(self) -> Solutions:
        """The rows with a column of names after each column of IRIs: `effect`, `effect_label`."""
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

    def _listed(self, column: str) -> list[list[str]]:
        if column not in self.solutions.variables:
            return [[] for _ in self.solutions]
        return [sorted(set(plain(row[column]).split())) for row in self.solutions]

    @cached_property
    def _claims_by_row(self) -> list[list[str]]:
        return self._listed(_CLAIMS)

    @cached_property
    def _sources_by_row(self) -> list[list[str]]:
        return self._listed(_SOURCES)

    @cached_property
    def _gathered(self) -> tuple[dict[str, Evidence], dict[str, int]]:
        """The evidence by claim, and the numbers of the sources in the order in which rows need them."""
        claims = list(dict.fromkeys(claim for row in self._claims_by_row for claim in row))
        rows = {}
        if claims:
            rows = {str(row["claim"]): row for row in self._engine.select(_EVIDENCE_QUERY % _terms(claims))}
        numbers: dict[str, int] = {}
        evidence = {}
        for place, listed in enumerate(self._claims_by_row):
            for claim in listed:
                row = rows.get(f"<{claim}>")
                if row is None or claim in evidence:
                    continue
                source = _iri(row["source"])
                evidence[claim] = Evidence(
                    claim,
                    plain(row["statement"]),
                    _slug(row["grade"]),
                    _slug(row["direction"]),
                    _slug(row["kind"]),
                    _slug(row["independence"]),
                    numbers.setdefault(source, len(numbers) + 1),
                    plain(row["locator"]),
                    _iri(row["initiative"]),
                )
            for source in self._sources_by_row[place]:
                numbers.setdefault(source, len(numbers) + 1)
        return evidence, numbers

    def evidence(self, row: int | None = None) -> list[Evidence]:
        """Return the claims behind a row, or behind the whole answer.

        Those that the effect came about stand first, the best grade in front; then what speaks against it; what is only
        expected comes last.
        """
        known, _ = self._gathered
        claims = known.keys() if row is None else self._claims_by_row[row]
        found = [known[claim] for claim in claims if claim in known]
        return sorted(
            found,
            key=lambda each: (each.kind == "expected", _DIRECTIONS.get(each.direction, 3), each.grade, each.source),
        )

    def cited(self, row: int) -> list[int]:
        """Return the numbers of the sources behind a row."""
        _, numbers = self._gathered
        behind = {each.source for each in self.evidence(row)}
        return sorted(behind | {numbers[source] for source in self._sources_by_row[row]})

    @cached_property
    def sources(self) -> list[Source]:
        """The sources behind the answer, as the rows number them."""
        _, numbers = self._gathered
        if not numbers:
            return []
        rows = {_iri(row["source"]): row for row in self._engine.select(_SOURCES_QUERY % _terms(numbers))}
        sources = []
        for iri, number in numbers.items():
            row = rows.get(iri)
            if row is None:
                sources.append(Source(number, iri, self.lookup.label(iri), "", "", "", "", "", ""))
                continue
            publisher = _iri(row["publisher"])
            sources.append(
                Source(
                    number,
                    iri,
                    plain(row["title"]),
                    self.lookup.label(publisher) if publisher else "",
                    plain(row["issued"]),
                    plain(row["url"]),
                    plain(row["doi"]),
                    plain(row["language"]),
                    plain(row["read"]),
                )
            )
        return sources

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the head and the rows as people read them.

        Names stand for IRIs and numbers for sources. Where the query does not count them itself, the best grade of a
        claim that the effect came about (– for none) and the number of claims against it are added.
        """
        variables = self.solutions.variables
        shown = [name for name in variables if name not in {_CLAIMS, _SOURCES}]
        graded = _CLAIMS in variables and not {"bestGrade", "grade"} & set(variables)
        weighed = _CLAIMS in variables and not {"against", "direction"} & set(variables)
        sourced = bool({_CLAIMS, _SOURCES} & set(variables))
        head = (
            [_title(name) for name in shown] + ["Best grade"] * graded + ["Against"] * weighed + ["Sources"] * sourced
        )
        rows = []
        for index, row in enumerate(self.solutions):
            cells = [self._name(row[name]) for name in shown]
            claims = self.evidence(index) if graded or weighed else []
            if graded:
                cells.append(min((each.grade for each in claims if each.came_about), default="–"))
            if weighed:
                cells.append(str(sum(each.direction == "contradicts" for each in claims)))
            if sourced:
                cells.append(" ".join(f"[{number}]" for number in self.cited(index)))
            rows.append(cells)
        return head, rows

    def _name(self, term: Term | None) -> str:
        return self.lookup.label(term.value) if isinstance(term, NamedNode) else plain(term)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain Python values, names included."""
        return self.rows.to_dicts()

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame, names included."""
        return self.rows.to_pandas()

    def cite(self, form: str = "bibtex") -> str:
        """Return a citation of this answer and of its sources.

        Args:
            form: `bibtex` or `csl-json`. The first entry is the graph: version of software and data, hash of the
                content, the question and the date; the others are the sources.

        Raises:
            OutputError: If the form is not known.
        """
        from pubinnov.questions.citing import cite

        return cite(self, form)

    def _repr_html_(self) -> str:
        from pubinnov.questions.telling import html

        return html(self)


def answer(call: Call, engine: Engine, lookup: Lookup, *, understanding: Understanding | None = None) -> Answer:
    """Run a question."""
    return Answer(call, engine, lookup, understanding)


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _slug(term: Term | None) -> str:
    return _iri(term).rpartition("/")[2]


def _title(variable: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in variable)
    return words[:1].upper() + words[1:]
