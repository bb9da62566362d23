"""Checks that SHACL does not define, or that its engines do not make.

They stand in the report beside the others, marked by a constraint component of the namespace `shape:`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.validation import lexical
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples

WELL_FORMED = NamedNode(terms.PREFIXES["shape"] + "WellFormedLiteral")
DEFINED = NamedNode(terms.PREFIXES["shape"] + "DefinedTerm")


class Finding(NamedTuple):
    """A problem: the node, the property, the value, which check found it and by which shape it was asked for."""

    focus: Node
    predicate: NamedNode
    value: Node
    component: NamedNode
    shape: Node | None
    message: str


def ill_typed(data: Triples, shapes: Shapes, targets: Mapping[Node, Set[Node]]) -> Iterator[Finding]:
    """Find literals that have the datatype which sh:datatype asks for, and a text outside its lexical space.

    SHACL counts them as violations; pySHACL knows the lexical spaces of some datatypes only, and takes `"20x1"` for a
    year.

    Args:
        data: What is checked.
        shapes: What it is checked against.
        targets: Focus nodes by shape.
    """
    for shape in shapes.subjects(sh("datatype")):
        paths = shapes.objects(shape, sh("path"))
        nodes = _focus_nodes(shape, shapes, targets)
        for datatype in shapes.objects(shape, sh("datatype")):
            for path in paths:
                if not isinstance(path, NamedNode) or not isinstance(datatype, NamedNode) or not nodes:
                    continue
                if not lexical.is_limited(datatype.value):
                    continue
                wrong = {value for value in data.values(path) if _is_ill_typed(value, datatype)}
                for value in wrong:
                    for focus in data.inverse(path)[value]:
                        if focus in nodes:
                            name = terms.shorten(datatype.value)
                            yield Finding(focus, path, value, WELL_FORMED, shape, f"This is no {name}")


def _is_ill_typed(value: Node, datatype: NamedNode) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype == datatype
        and not lexical.certain(datatype.value)(value.value)
        and not lexical.is_well_formed(value.value, datatype.value)
    )


def _focus_nodes(shape: Node, shapes: Shapes, targets: Mapping[Node, Set[Node]]) -> set[Node]:
    """Return the focus nodes of a property shape: its own targets, and those of the node shapes that name it."""
    found = set(targets.get(shape, ()))
    for owner in shapes.subjects(sh("property")):
        if shape in shapes.objects(owner, sh("property")) and not shapes.deactivated(owner):
            found |= targets.get(owner, set())
    return set() if shapes.deactivated(shape) else found


def undefined(data: Triples, checked: Callable[[Node], bool]) -> Iterator[Finding]:
    """Find terms of this project's namespaces that are used and defined nowhere.

    Args:
        data: What is checked, with the ontology.
        checked: Tells whether a node is to be looked at.
    """
    defined = data.nodes()
    for predicate, table in data.tables.items():
        if predicate.value.startswith(terms.PI) and predicate not in defined:
            for focus, values in table.items():
                if checked(focus):
                    yield Finding(focus, predicate, values[0], DEFINED, None, "The ontology has no such property")
        for value in data.values(predicate) - defined:
            if type(value) is NamedNode and _is_ours(value.value):
                what = "The ontology has no such class" if predicate == terms.RDF_TYPE else "There is no such thing"
                for focus in data.inverse(predicate)[value]:
                    if checked(focus):
                        yield Finding(focus, predicate, value, DEFINED, None, what)


def _is_ours(iri: str) -> bool:
    """Tell whether an IRI is a name in one of this project's namespaces, and not the namespace itself."""
    return iri.startswith((terms.PI, terms.ID)) and not iri.endswith(("#", "/"))
