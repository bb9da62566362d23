"""What validation found, as plain typed values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import rdflib

    from pubinnov.validation.triples import Node

Severity = Literal["violation", "warning", "info"]

#: From the gravest to the lightest.
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        file: The file as it was named, or `-`.
        line: The line, counted from 1.
        column: The column, counted from 1.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Result:
    """One problem.

    Attributes:
        severity: How grave it is, as its shape says.
        focus: The node that does not conform.
        label: Its name.
        path: The property or path at fault, in SPARQL's notation with prefixes, or None where the node itself is.
        value: The value at fault, or None where none can be named.
        message: What is wrong and what to do, in the language asked for.
        advice: The nearest right value, or what the value really is; empty where there is nothing to say.
        shape: The shape that was violated, as a prefixed name; empty where a blank node.
        component: The constraint component, as a prefixed name.
        native: Whether it was found by a check of this project that SHACL does not define or engines do not make.
        place: Where it stands, or None where that could not be told.
    """

    severity: Severity
    focus: Node
    label: str
    path: str | None
    value: Node | None
    message: str
    advice: str
    shape: str
    component: str
    native: bool
    place: Place | None = None


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    Attributes:
        results: The problems, gravest first, then by place.
        oversights: What was probably meant to be checked and was not: a sentence each.
        triples: How many triples were looked at, context included.
        nodes: How many focus nodes were checked.
    """

    results: list[Result]
    oversights: list[str]
    triples: int
    nodes: int
    _graph: rdflib.Graph | None = field(default=None, repr=False)

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, as SHACL defines it."""
        return not self.results

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """The number of results by severity."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def fails(self, severity: Severity) -> bool:
        """Tell whether there is a result of this severity or a graver one."""
        return any(self.counts[each] for each in SEVERITIES[: SEVERITIES.index(severity) + 1])

    def to_rdflib(self) -> rdflib.Graph:
        """Return the W3C validation report: pySHACL's own, with the native results added."""
        import rdflib
        from rdflib import RDF, SH

        if self._graph is not None:
            return self._graph
        graph, report = rdflib.Graph(), rdflib.BNode()
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, rdflib.Literal(True)))
        return graph
