"""What single constraints demand: the values that fail one, or the nodes whose values together do.

Each names a superset of what fails, and raises `Doubt` where its parameter is not plainly well-formed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Set
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from pubinnov import terms
from pubinnov.validation import lexical
from pubinnov.validation.shapes import sh
from pubinnov.validation.triples import WRITTEN_STRING, Node

#: Values by focus node.
Table: TypeAlias = Mapping[Node, Collection[Node]]

_NUMBERS = frozenset(terms.XSD + name for name in ("integer", "decimal", "int", "long", "short", "nonNegativeInteger"))
_DATE = terms.XSD + "date"


class Doubt(Exception):  # noqa: N818 - not an error: it only says that pySHACL must judge
    """Something that only pySHACL can judge."""


ONE = Literal("1", datatype=NamedNode(terms.XSD + "integer"))
TRUE, FALSE = (Literal(text, datatype=NamedNode(terms.XSD + "boolean")) for text in ("true", "false"))


def whole(value: Node) -> int:
    """Return a count that a parameter gives.

    Raises:
        Doubt: If it is not plainly one.
    """
    if (
        not isinstance(value, Literal)
        or value.datatype.value != terms.XSD + "integer"
        or re.fullmatch(r"0|[1-9]\d{0,8}", value.value) is None
    ):
        raise Doubt
    return int(value.value)


def too_few(least: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    """Return the nodes with fewer values than sh:minCount asks for."""
    number = whole(least)
    return {node for node in nodes if len(set(table.get(node, ()))) < number}


def too_many(most: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    """Return the nodes with more values than sh:maxCount allows."""
    number = whole(most)
    return {node for node in nodes if len(set(table.get(node, ()))) > number}


def same_language(unique: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    """Return the nodes with two values in one language, against sh:uniqueLang."""
    if unique == FALSE:
        return set()
    if unique != TRUE:
        raise Doubt
    found = set()
    for node in nodes:
        values = table.get(node, ())
        if len(values) > 1:
            tags = Counter(value.language for value in set(values) if isinstance(value, Literal) and value.language)
            if any(count > 1 for count in tags.values()):
                found.add(node)
    return found


def not_of_datatype(datatype: Node, values: Set[Node]) -> Set[Node]:
    """Return the values that are not well-formed literals of the datatype beyond doubt."""
    if not isinstance(datatype, NamedNode):
        raise Doubt
    wanted = {datatype, WRITTEN_STRING} if datatype.value == terms.XSD + "string" else {datatype}
    certain = lexical.certain(datatype.value)
    return {
        value
        for value in values
        if type(value) is not Literal or value.datatype not in wanted or not certain(value.value)
    }


_KINDS: dict[Node, tuple[type, ...]] = {
    sh("IRI"): (NamedNode,),
    sh("BlankNode"): (BlankNode,),
    sh("Literal"): (Literal,),
    sh("BlankNodeOrIRI"): (BlankNode, NamedNode),
    sh("BlankNodeOrLiteral"): (BlankNode, Literal),
    sh("IRIOrLiteral"): (NamedNode, Literal),
}


def not_of_kind(kind: Node, values: Set[Node]) -> Set[Node]:
    """Return the values that are not of the sh:nodeKind."""
    allowed = _KINDS.get(kind)
    if allowed is None:
        raise Doubt
    return {value for value in values if type(value) not in allowed}


def _text(value: Node) -> str | None:
    return value.value if isinstance(value, NamedNode | Literal) else None


def too_short(least: Node, values: Set[Node]) -> Set[Node]:
    """Return the values that are shorter than sh:minLength, and those that have no text."""
    number = whole(least)
    return {value for value in values if (text := _text(value)) is None or len(text) < number}


def too_long(most: Node, values: Set[Node]) -> Set[Node]:
    """Return the values that are longer than sh:maxLength, and those that have no text."""
    number = whole(most)
    return {value for value in values if (text := _text(value)) is None or len(text) > number}


def not_matching(patterns: Collection[Node], flags: Collection[Node], values: Set[Node]) -> Set[Node]:
    """Return the values that do not match every sh:pattern."""
    known = {Literal("i"): re.IGNORECASE, Literal("m"): re.MULTILINE}
    if len(flags) > 1 or any(flag not in known for flag in flags):
        raise Doubt
    found: set[Node] = set()
    for pattern in patterns:
        if not isinstance(pattern, Literal):
            raise Doubt
        try:
            search = re.compile(pattern.value, known[next(iter(flags))] if flags else 0).search  # type: ignore[index]
        except re.error:
            raise Doubt from None
        found |= {value for value in values if (text := _text(value)) is None or search(text) is None}
    return found


def beyond(name: str) -> Callable[[Node, Set[Node]], Set[Node]]:
    """Return what finds the values beyond a bound: `minInclusive`, `maxExclusive` ..."""
    good = {"minInclusive": {0, 1}, "minExclusive": {1}, "maxInclusive": {-1, 0}, "maxExclusive": {-1}}[name]

    def failing(bound: Node, values: Set[Node]) -> Set[Node]:
        return {value for value in values if order(value, bound) not in good}

    return failing


def order(one: Node, other: Node) -> int | None:
    """Return -1, 0 or 1 for two plain numbers or two plain dates as they compare, else None."""
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return None
    first, second = one.datatype.value, other.datatype.value
    if first in _NUMBERS and second in _NUMBERS:
        if not (lexical.certain(first)(one.value) and lexical.certain(second)(other.value)):
            return None
        left, right = Decimal(one.value), Decimal(other.value)
        return (left > right) - (left < right)
    if first == second == _DATE and lexical.certain(_DATE)(one.value) and lexical.certain(_DATE)(other.value):
        return (one.value > other.value) - (one.value < other.value)
    return None
