"""Terms of the library in other shapes: plain Python values, rdflib terms, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from pubinnov import terms
from pubinnov.errors import BindingError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib
    from rdflib.term import Node

    from pubinnov.store.protocol import Term

_INTEGERS = frozenset(
    terms.XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


def to_python(term: Term | None) -> Any:
    """Return the plain Python value of a term.

    Returns:
        None for an unbound value; the string of an IRI; `_:label` for a blank node; int, Decimal, float, bool,
        date or datetime for literals of these types whose text is well-formed; else the literal's text.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    datatype, text = term.datatype.value, term.value
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == terms.XSD + "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text]
        if datatype == terms.XSD + "decimal":
            from decimal import Decimal

            return Decimal(text)
        if datatype in {terms.XSD + "double", terms.XSD + "float"}:
            return float(text.replace("INF", "inf"))
        if datatype == terms.XSD + "date":
            from datetime import date

            return date.fromisoformat(text)
        if datatype == terms.XSD + "dateTime":
            from datetime import datetime

            return datetime.fromisoformat(text)
    except (ValueError, KeyError, ArithmeticError):
        return text
    return text


def to_term(value: object) -> NamedNode | Literal:
    """Return the term for a Python value, an rdflib term or a term of the library.

    A plain string becomes a string literal; an IRI is given as `NamedNode`, or by `kg.term("tech:e-id")`.

    Raises:
        BindingError: If the value has no term, or is a blank node, which would match anything.
    """
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, BlankNode):
        raise BindingError(
            "a blank node cannot be bound: in a query it stands for anything", "bind an IRI or a literal"
        )
    module = type(value).__module__
    if module.startswith("rdflib."):
        return _from_rdflib(value)
    if isinstance(value, bool | int | float | str):
        return Literal(value)
    from datetime import date, datetime
    from decimal import Decimal

    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=NamedNode(terms.XSD + "decimal"))
    if isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=NamedNode(terms.XSD + "dateTime"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(terms.XSD + "date"))
    raise BindingError(
        f"a value of type {type(value).__name__} has no RDF term",
        "bind an IRI, a string, a number, a truth value or a date",
    )


def _from_rdflib(value: object) -> NamedNode | Literal:
    import rdflib

    if isinstance(value, rdflib.URIRef):
        return NamedNode(str(value))
    if isinstance(value, rdflib.Literal):
        if value.language:
            return Literal(str(value), language=value.language)
        if value.datatype is not None:
            return Literal(str(value), datatype=NamedNode(str(value.datatype)))
        return Literal(str(value))
    raise BindingError("only an IRI or a literal can be bound", "give rdflib.URIRef or rdflib.Literal")


def to_rdflib(term: Term | DefaultGraph) -> Node:
    """Return the rdflib term, its text as it stands.

    Raises:
        ValueError: If the term is a quoted triple, which rdflib does not know.
    """
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == terms.XSD + "string":
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise ValueError("rdflib has no term for a quoted triple")


def rdflib_graph(triples: Iterable[Triple | Quad]) -> rdflib.Graph:
    """Return a real rdflib graph with these triples and the known prefixes bound."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in terms.PREFIXES.items():
        graph.bind(prefix, namespace)
    # rdflib's terms are costly to make and the same ones come again and again.
    made: dict[object, Node] = {}

    def node(term: Any) -> Node:
        found = made.get(term)
        if found is None:
            found = made[term] = to_rdflib(term)
        return found

    for triple in triples:
        graph.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    return graph
