"""The lines of what a report speaks of, looked up only when there is something to report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from pubinnov import terms, turtle
from pubinnov.errors import DataError, DataSyntaxError
from pubinnov.store.reading import Input
from pubinnov.turtle import Statement, Term, statements
from pubinnov.validation.advice import written
from pubinnov.validation.report import SEVERITIES, Place, Report, Result
from pubinnov.validation.triples import WRITTEN_STRING, Node

_FORMATS = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_PREFIX = re.compile(
    r"^[ \t]*(?:@prefix|PREFIX)[ \t]+([\w.-]*:)[ \t]*<([^>\s]*)>[ \t]*\.?", re.MULTILINE | re.IGNORECASE
)
_BLOCK = re.compile(r"^([\w.-]*:[\w.\-%:]+|<[^>\s]+>)(?=[ \t\r\n])", re.MULTILINE)
_LONGEST = 200_000  # characters of one block that are looked at


def locate(report: Report, documents: Iterable[Input]) -> Report:
    """Return the report with the place of each result: of the triple at fault, else of the node.

    Args:
        report: What was found.
        documents: What was checked. Only Turtle, TriG, N-Triples and N-Quads have lines that can be told.
    """
    found: dict[int, tuple[int, Place]] = {}
    for document in documents:
        wanted: dict[Node, list[int]] = defaultdict(list)
        for index, result in enumerate(report.results):
            if found.get(index, (_NOWHERE, None))[0] < _OBJECT:
                wanted[result.focus].append(index)
        if wanted and document.format in _FORMATS and document.name != "-":
            _search(document, wanted, report.results, found)
    results = [
        replace(result, place=found[index][1]) if index in found else result
        for index, result in enumerate(report.results)
    ]
    results.sort(key=lambda result: (SEVERITIES.index(result.severity), *_order(result.place)))
    return replace(report, results=results)


# How near a place is to what is at fault: the better one is told, and the first of equals.
_NOWHERE, _SUBJECT, _PREDICATE, _OBJECT = range(4)


def _order(place: Place | None) -> tuple[str, int, int]:
    return ("", 0, 0) if place is None else (place.file, place.line, place.column)


def _search(
    document: Input,
    wanted: Mapping[Node, list[int]],
    results: Sequence[Result],
    found: dict[int, tuple[int, Place]],
) -> None:
    """Put in the places that a document has for these results, where they are nearer than those that are known."""
    try:
        text = document.read().decode()
    except (DataError, UnicodeDecodeError):
        return
    try:
        for statement, lines_before in _statements(text, document, wanted):
            subject = _node(statement.subject)
            for index in wanted.get(subject, ()) if subject is not None else ():
                nearness, at = _nearest(statement, results[index])
                if nearness > found.get(index, (_NOWHERE, None))[0]:
                    found[index] = nearness, Place(document.name, at.line + lines_before, at.column)
    except DataSyntaxError:  # a file that changed meanwhile
        return


def _nearest(statement: Statement, result: Result) -> tuple[int, turtle.Place]:
    if result.path is not None and result.path == written(NamedNode(statement.predicate.text)):
        if result.value is None:
            return _PREDICATE, statement.predicate_at
        if _node(statement.object) == result.value:
            return _OBJECT, statement.object_at
    return _SUBJECT, statement.subject_at


def _statements(text: str, document: Input, wanted: Mapping[Node, list[int]]) -> Iterable[tuple[Statement, int]]:
    """Iterate over the statements about these nodes, each with the number of lines before the text it was read from.

    Reading all of a large file to find a few nodes would take longer than validating it. Where each prefix is declared
    once and each node opens a block at the start of a line, only those blocks are read.
    """
    blocks = _blocks(text, document, wanted)
    if blocks is None:
        for statement in statements(text, document.format, base=document.base_iri, name=document.name):
            yield statement, 0
        return
    head, starts = blocks
    for start in starts:
        before = text.count("\n", 0, start)
        yield from ((each, before - 1) for each in _block(head, text[start : start + _LONGEST], document))


def _blocks(text: str, document: Input, wanted: Mapping[Node, list[int]]) -> tuple[str, list[int]] | None:
    if document.format not in {RdfFormat.TURTLE, RdfFormat.N_TRIPLES}:
        return None
    declared: dict[str, str] = {}
    for name, namespace in _PREFIX.findall(text):
        if declared.setdefault(name, namespace) != namespace:
            return None
    if re.search(r"^[ \t]*@?base\b", text, re.MULTILINE | re.IGNORECASE) or '"""' in text or "'''" in text:
        return None
    iris = {node.value for node in wanted if isinstance(node, NamedNode)}
    if len(iris) != len(wanted):
        return None
    starts: list[int] = []
    seen: set[str] = set()
    for found in _BLOCK.finditer(text):
        name = found[1]
        if name.startswith("<"):
            iri = name[1:-1]
        else:
            prefix, _, local = name.partition(":")
            iri = declared.get(prefix + ":", "") + local
        if iri in iris:
            seen.add(iri)
            starts.append(found.start())
    # A node that no line opens with may stand elsewhere in the file, or in another one.
    local_names = (terms.shorten(iri).rpartition(":")[2] for iri in iris - seen)
    if any(local in text for local in local_names):
        return None
    # On one line, so that the block begins on the second.
    head = " ".join(f"@prefix {name} <{namespace}> ." for name, namespace in declared.items())
    return head, starts


def _block(head: str, text: str, document: Input) -> Iterable[Statement]:
    """Iterate over the statements of the block that a text begins with."""
    first: Term | None = None
    try:
        for statement in statements(f"{head}\n{text}", document.format, name=document.name):
            first = first or statement.subject
            if statement.subject != first and statement.subject.kind != "blank":
                return
            yield statement
    except DataSyntaxError:  # the text was cut off within a later block
        return


def _node(term: Term) -> Node | None:
    """Return the term of the library, as `Triples` has it."""
    try:
        if term.kind == "iri":
            return NamedNode(term.text)
        if term.kind == "blank":
            return BlankNode(term.text)
        if term.language:
            return Literal(term.text, language=term.language)
        if term.datatype == WRITTEN_STRING.value:
            return None
        return Literal(term.text, datatype=NamedNode(term.datatype))
    except ValueError:
        return None
