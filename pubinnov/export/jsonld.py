"""JSON-LD with a context, written as it comes: engines and rdflib write either without a context or from memory.

The context holds the prefixes that are used and nothing that would change a value, so that every reader of JSON-LD
gives back the very statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from pubinnov import terms
from pubinnov.export.json import encoded
from pubinnov.export.loss import Loss
from pubinnov.export.statements import Statements

_STRING = f"{terms.XSD}string"


def lines(statements: Statements, loss: Loss) -> Iterator[str]:
    """Write statements, a subject a line."""
    context = _Context(statements)
    yield f'{{"@context":{encoded(context.prefixes)},"@graph":[\n'
    separator = ""
    for graph, quads in groupby(statements, key=lambda quad: quad.graph_name):
        named = not isinstance(graph, DefaultGraph)
        if named:
            yield f'{separator}{{"@id":{encoded(context.name(graph))},"@graph":[\n'
            separator = ""
        for subject, its in groupby(quads, key=lambda quad: quad.subject):
            yield separator + encoded(_node(subject, its, context, loss))
            separator = ",\n"
        if named:
            yield "\n]}"
            separator = ",\n"
    yield "\n]}\n"


class _Context:
    """Shortens IRIs.

    Attributes:
        prefixes: Those that are used, without those that are the scheme of an IRI, which would be taken for them.
    """

    def __init__(self, statements: Statements) -> None:
        schemes = statements.schemes
        self.prefixes = {prefix: iri for prefix, iri in statements.prefixes.items() if prefix not in schemes}

    def name(self, term: object) -> str:
        """Return how a node is called."""
        if isinstance(term, NamedNode):
            return self.short(term.value)
        return str(term)

    def short(self, iri: str) -> str:
        short = terms.shorten(iri)
        return short if short.partition(":")[0] in self.prefixes else iri


def _node(subject: object, quads: Iterator[Quad], context: _Context, loss: Loss) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": context.name(subject)}
    for quad in quads:
        value = quad.object
        if isinstance(value, Triple):
            loss.note("statements about statements left out, which JSON-LD does not have")
        elif quad.predicate == terms.RDF_TYPE and isinstance(value, NamedNode | BlankNode):
            node.setdefault("@type", []).append(context.name(value))
        else:
            node.setdefault(context.short(quad.predicate.value), []).append(_value(value, context))
    return {key: values[0] if len(values) == 1 and key != "@id" else values for key, values in node.items()}


def _value(value: NamedNode | BlankNode | Literal, context: _Context) -> Any:
    if not isinstance(value, Literal):
        return {"@id": context.name(value)}
    if value.language:
        direction = {"@direction": value.direction.value} if value.direction else {}
        return {"@language": value.language, **direction, "@value": value.value}
    if value.datatype.value == _STRING:
        return value.value
    return {"@type": context.short(value.datatype.value), "@value": value.value}
