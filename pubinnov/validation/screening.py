"""Which nodes may violate a shape: a superset of those that do, found by set algebra.

pySHACL has the last word on every node named here. A node that is not named conforms for certain; so whatever is not
understood beyond doubt (a constraint of another vocabulary, a parameter that is not well-formed, two values that cannot
be compared) makes every node at that place a suspect.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from pubinnov import terms
from pubinnov.validation import lexical
from pubinnov.validation.select_screen import SelectScreen
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import WRITTEN_STRING, Node, Triples

#: Values by focus node.
Table: TypeAlias = Mapping[Node, Collection[Node]]

# pySHACL fails beyond a depth of 15 shapes; what nests deeper than this is left to it altogether.
_DEEPEST = 6
_LONGEST_PATH = 6

_NUMBERS = frozenset(terms.XSD + name for name in ("integer", "decimal", "int", "long", "short", "nonNegativeInteger"))
_DATE = terms.XSD + "date"

# What a shape may say without making it stricter. Other vocabularies' words are no constraints either, unless a custom
# constraint component of the shapes graph takes them as parameters: then nothing is screened.
_SILENT = frozenset(
    sh(name)
    for name in (
        "path", "message", "severity", "name", "description", "order", "group", "defaultValue", "deactivated", "flags",
        "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "ignoredProperties",
    )
)  # fmt: skip

_ONLY_ONCE = frozenset(sh(name) for name in ("minCount", "maxCount", "uniqueLang"))
_ONLY_ON_PATHS = _ONLY_ONCE | {sh("lessThan"), sh("lessThanOrEquals")}


class Doubt(Exception):  # noqa: N818 - not an error: it only says that pySHACL must judge
    """Something that only pySHACL can judge."""


class Screen:
    """Names the suspects among the focus nodes of shapes.

    Args:
        data: What is checked.
        shapes: What it is checked against.
        engine: Gives a store that has all of the data, where there is one.
    """

    def __init__(self, data: Triples, shapes: Shapes, engine: Callable[[], Store | None] | None = None) -> None:
        self._data = data
        self._shapes = shapes
        self._select = SelectScreen(data, engine)
        self._failing: dict[tuple[NamedNode, NamedNode, Node], frozenset[Node]] = {}
        self._under_way: list[Node] = []
        self._on_values: dict[NamedNode, Callable[[Node, Set[Node]], Set[Node]]] = {
            sh("class"): self._not_of_class,
            sh("datatype"): _not_of_datatype,
            sh("nodeKind"): _not_of_kind,
            sh("in"): self._not_in,
            sh("minLength"): _too_short,
            sh("maxLength"): _too_long,
            sh("languageIn"): self._not_in_languages,
            **{sh(name): _beyond(name) for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")},
        }
        self._on_tables: dict[NamedNode, Callable[[Node, Set[Node], Table], Set[Node]]] = {
            sh("minCount"): _too_few,
            sh("maxCount"): _too_many,
            sh("uniqueLang"): _same_language,
            sh("hasValue"): lambda wanted, nodes, table: {node for node in nodes if wanted not in table.get(node, ())},
            sh("equals"): self._unequal,
            sh("disjoint"): self._overlapping,
            sh("lessThan"): self._not_less,
            sh("lessThanOrEquals"): self._not_less,
        }

    def suspects(self, shape: Node, nodes: Set[Node]) -> Set[Node]:
        """Return the nodes that may violate a shape.

        Args:
            shape: A node shape or property shape.
            nodes: The nodes to look at, whether the shape targets them or not.
        """
        if not nodes or self._shapes.deactivated(shape):
            return set()
        if shape in self._under_way or len(self._under_way) >= _DEEPEST or self._shapes.custom_components:
            return nodes
        self._under_way.append(shape)
        try:
            return self._judge(shape, nodes)
        except Doubt:
            return nodes
        finally:
            self._under_way.pop()

    def _judge(self, shape: Node, nodes: Set[Node]) -> Set[Node]:
        paths = self._shapes.objects(shape, sh("path"))
        if len(paths) > 1:
            raise Doubt
        predicate = next((path for path in paths if isinstance(path, NamedNode)), None)
        table = self._table(paths.pop(), nodes) if paths and predicate is None else None
        found: set[Node] = set()
        for parameter, values in self._shapes.statements(shape):
            if parameter in _SILENT or not parameter.value.startswith(terms.PREFIXES["sh"]):
                continue
            found |= self._violating(shape, parameter, values, nodes, predicate, table)
            if len(found) == len(nodes):
                break
        return found

    def _violating(
        self,
        shape: Node,
        parameter: NamedNode,
        values: Collection[Node],
        nodes: Set[Node],
        predicate: NamedNode | None,
        table: Table | None,
    ) -> Set[Node]:
        is_property = predicate is not None or table is not None
        on_table = self._on_tables.get(parameter)
        if on_table is not None:
            if (parameter in _ONLY_ON_PATHS and not is_property) or (parameter in _ONLY_ONCE and len(values) != 1):
                raise Doubt
            found: set[Node] = set()
            for value in values:
                if predicate is not None and isinstance(value, Literal):
                    quick = self._counted(parameter, value, nodes, predicate)
                    if quick is not None:
                        found |= quick
                        continue
                rows = self._data.table(predicate) if predicate is not None else table
                found |= on_table(value, nodes, {node: (node,) for node in nodes} if rows is None else rows)
            return found
        if parameter == sh("sparql"):
            if is_property:
                raise Doubt
            return self._selected(values, nodes)
        if parameter == sh("closed"):
            return self._open(shape, values, nodes, predicate, table)
        if parameter == sh("property"):
            return self._with_failing(nodes, predicate, table, lambda each: self._failing_any(values, each))
        if parameter in {sh("node"), sh("and"), sh("or")}:
            return self._with_failing(
                nodes, predicate, table, lambda each: self._failing_logic(parameter, values, each)
            )
        if parameter == sh("pattern"):
            flags = self._shapes.objects(shape, sh("flags"))
            return self._with_failing(nodes, predicate, table, lambda each: _not_matching(values, flags, each))
        on_values = self._on_values.get(parameter)
        if on_values is None or (len(values) != 1 and parameter != sh("class")):
            raise Doubt
        failing: set[Node] = set()
        for value in values:
            failing |= self._with_failing(
                nodes,
                predicate,
                table,
                lambda each, value=value: on_values(value, each),  # type: ignore[misc]
                (parameter, value),
            )
        return failing

    def _counted(
        self, parameter: NamedNode, count: Literal, nodes: Set[Node], predicate: NamedNode
    ) -> Set[Node] | None:
        """Answer the commonest two constraints by one operation on sets, or None where that is not enough."""
        subjects = self._data.subjects(predicate)
        if parameter == sh("minCount") and count == _ONE:
            return nodes - subjects
        if parameter == sh("maxCount") and _whole(count) == 0:
            return nodes & subjects
        if parameter == sh("maxCount") and (number := _whole(count)):
            table = self._data.table(predicate)
            several = self._data.with_several(predicate) & nodes
            return {node for node in several if len(set(table[node])) > number}
        return None

    def _with_failing(
        self,
        nodes: Set[Node],
        predicate: NamedNode | None,
        table: Table | None,
        failing: Callable[[Set[Node]], Set[Node]],
        key: tuple[NamedNode, Node] | None = None,
    ) -> Set[Node]:
        """Return the focus nodes that have a value which fails.

        Args:
            nodes: The focus nodes.
            predicate: The path, where it is one property.
            table: The values by focus node, where the path is another; with neither, each node is its own value.
            failing: Returns those of some values that fail.
            key: Constraint and parameter, where what fails depends on nothing else and may be remembered.
        """
        if predicate is None and table is None:
            return failing(nodes)
        if table is not None:
            rows: Table = table
            failed: Set[Node] = failing({value for values in table.values() for value in values})
        else:
            assert predicate is not None
            rows = self._data.table(predicate)
            if key is None:
                failed = failing(self._data.restricted(nodes, predicate))
            else:
                known = self._failing.get((predicate, *key))
                if known is None:
                    known = self._failing[(predicate, *key)] = frozenset(failing(self._data.values(predicate)))
                failed = known
        if not failed:
            return set()
        if len(nodes) < len(rows):
            return {node for node in nodes if not failed.isdisjoint(rows.get(node, ()))}
        return {node for node, values in rows.items() if node in nodes and not failed.isdisjoint(values)}

    def _table(self, path: Node, nodes: Set[Node]) -> Table:
        follow = self._path(path, 0)
        return {node: follow(node) for node in nodes}

    def _path(self, path: Node, depth: int) -> Callable[[Node], set[Node]]:
        """Return what follows a path from a node, as pySHACL does.

        Raises:
            Doubt: If the path is not well-formed, or one on which pySHACL has a way of its own.
        """
        if depth > _LONGEST_PATH:
            raise Doubt
        if isinstance(path, NamedNode):
            table = self._data.table(path)
            return lambda node: set(table.get(node, ()))
        steps = self._shapes.list_of(path)
        if steps is not None:
            if not 2 <= len(steps) <= _LONGEST_PATH:
                raise Doubt
            follows = [self._path(step, depth + 1) for step in steps]

            def along(node: Node) -> set[Node]:
                reached = {node}
                for follow in follows:
                    reached = {found for each in reached for found in follow(each)}
                return reached

            return along
        statements = self._shapes.statements(path)
        if len(statements) != 1 or len(statements[0][1]) != 1:
            raise Doubt
        (kind, (inner,)) = statements[0]
        if kind == sh("inversePath") and isinstance(inner, NamedNode):
            inverse = self._data.inverse(inner)
            return lambda node: set(inverse.get(node, ()))
        if kind == sh("alternativePath"):
            branches = self._shapes.list_of(inner)
            if branches is None or len(branches) < 2:
                raise Doubt
            ways = [self._path(branch, depth + 1) for branch in branches]
            return lambda node: {found for way in ways for found in way(node)}
        if kind in {sh("zeroOrMorePath"), sh("oneOrMorePath"), sh("zeroOrOnePath")}:
            step = self._path(inner, depth + 1)
            if kind == sh("zeroOrOnePath"):
                return lambda node: {node} | step(node)

            def closure(node: Node) -> set[Node]:
                reached: set[Node] = {node} if kind == sh("zeroOrMorePath") else set()
                pending = list(step(node))
                while pending:
                    each = pending.pop()
                    if each not in reached:
                        reached.add(each)
                        pending.extend(step(each))
                return reached

            return closure
        raise Doubt

    # Constraints on single values: what fails among them

    def _not_of_class(self, kind: Node, values: Set[Node]) -> Set[Node]:
        if not isinstance(kind, NamedNode):
            raise Doubt
        return values - self._data.instances(kind)

    def _not_in(self, head: Node, values: Set[Node]) -> Set[Node]:
        return values - set(self._members(head))

    def _not_in_languages(self, head: Node, values: Set[Node]) -> Set[Node]:
        allowed = set()
        for member in self._members(head):
            if not isinstance(member, Literal) or member.language is not None:
                raise Doubt
            allowed.add(member.value.lower())
        return {
            value
            for value in values
            if not isinstance(value, Literal)
            or value.language is None
            or (value.language.lower() not in allowed and value.language.lower().split("-")[0] not in allowed)
        }

    def _members(self, head: Node) -> list[Node]:
        members = self._shapes.list_of(head)
        if members is None:
            raise Doubt
        return members

    def _failing_any(self, shapes: Iterable[Node], values: Set[Node]) -> Set[Node]:
        found: set[Node] = set()
        for shape in shapes:
            if not self._shapes.objects(shape, sh("path")):
                raise Doubt  # sh:property wants property shapes
            found |= self.suspects(shape, values)
        return found

    def _failing_logic(self, parameter: NamedNode, shapes: Iterable[Node], values: Set[Node]) -> Set[Node]:
        found: set[Node] = set()
        for each in shapes:
            if parameter == sh("node"):
                if self._shapes.objects(each, sh("path")) or not self._shapes.statements(each):
                    raise Doubt
                found |= self.suspects(each, values)
                continue
            members = self._members(each)
            if not members or not all(self._shapes.statements(member) for member in members):
                raise Doubt
            if parameter == sh("and"):
                for member in members:
                    found |= self.suspects(member, values)
            else:
                remaining: Set[Node] = values
                for member in members:
                    remaining = remaining & self.suspects(member, remaining)
                found |= remaining
        return found

    # Constraints on all values of a node together: which nodes fail

    def _unequal(self, other: Node, nodes: Set[Node], table: Table) -> Set[Node]:
        rows = self._other(other)
        return {node for node in nodes if set(table.get(node, ())) != set(rows.get(node, ()))}

    def _overlapping(self, other: Node, nodes: Set[Node], table: Table) -> Set[Node]:
        rows = self._other(other)
        return {node for node in nodes if not set(table.get(node, ())).isdisjoint(rows.get(node, ()))}

    def _not_less(self, other: Node, nodes: Set[Node], table: Table) -> Set[Node]:
        rows = self._other(other)
        found = set()
        for node in nodes:
            for value in table.get(node, ()):
                # Equal values are left to pySHACL, which knows whether they are allowed.
                if not all(_order(value, more) == -1 for more in rows.get(node, ())):
                    found.add(node)
        return found

    def _other(self, predicate: Node) -> Table:
        if not isinstance(predicate, NamedNode):
            raise Doubt
        return self._data.table(predicate)

    def _open(
        self, shape: Node, values: Collection[Node], nodes: Set[Node], predicate: NamedNode | None, table: Table | None
    ) -> Set[Node]:
        closed = next(iter(values)) if len(values) == 1 else None
        if closed == _FALSE:
            return set()
        if closed != _TRUE or predicate is not None or table is not None:
            raise Doubt
        allowed: set[Node] = set()
        for each in self._shapes.objects(shape, sh("property")):
            allowed |= self._shapes.objects(each, sh("path"))
        for head in self._shapes.objects(shape, sh("ignoredProperties")):
            allowed.update(self._members(head))
        found: set[Node] = set()
        for each, rows in self._data.tables.items():
            if each not in allowed:
                found |= rows.keys() & nodes
        return found

    def _selected(self, constraints: Collection[Node], nodes: Set[Node]) -> Set[Node]:
        found: set[Node] = set()
        for constraint in constraints:
            query = self._shapes.select_query(constraint)
            selected = None if query is None else self._select.nodes(query)
            if selected is None:
                raise Doubt
            found |= selected & nodes
        return found


_ONE = Literal("1", datatype=NamedNode(terms.XSD + "integer"))
_TRUE, _FALSE = (Literal(text, datatype=NamedNode(terms.XSD + "boolean")) for text in ("true", "false"))


def _whole(value: Node) -> int:
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


def _too_few(least: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    number = _whole(least)
    return {node for node in nodes if len(set(table.get(node, ()))) < number}


def _too_many(most: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    number = _whole(most)
    return {node for node in nodes if len(set(table.get(node, ()))) > number}


def _same_language(unique: Node, nodes: Set[Node], table: Table) -> Set[Node]:
    if unique == _FALSE:
        return set()
    if unique != _TRUE:
        raise Doubt
    found = set()
    for node in nodes:
        values = table.get(node, ())
        if len(values) > 1:
            tags = Counter(value.language for value in set(values) if isinstance(value, Literal) and value.language)
            if any(count > 1 for count in tags.values()):
                found.add(node)
    return found


def _not_of_datatype(datatype: Node, values: Set[Node]) -> Set[Node]:
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


def _not_of_kind(kind: Node, values: Set[Node]) -> Set[Node]:
    allowed = _KINDS.get(kind)
    if allowed is None:
        raise Doubt
    return {value for value in values if type(value) not in allowed}


def _text(value: Node) -> str | None:
    return value.value if isinstance(value, NamedNode | Literal) else None


def _too_short(least: Node, values: Set[Node]) -> Set[Node]:
    number = _whole(least)
    return {value for value in values if (text := _text(value)) is None or len(text) < number}


def _too_long(most: Node, values: Set[Node]) -> Set[Node]:
    number = _whole(most)
    return {value for value in values if (text := _text(value)) is None or len(text) > number}


def _not_matching(patterns: Collection[Node], flags: Collection[Node], values: Set[Node]) -> Set[Node]:
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


def _beyond(name: str) -> Callable[[Node, Set[Node]], Set[Node]]:
    good = {"minInclusive": {0, 1}, "minExclusive": {1}, "maxInclusive": {-1, 0}, "maxExclusive": {-1}}[name]

    def failing(bound: Node, values: Set[Node]) -> Set[Node]:
        return {value for value in values if _order(value, bound) not in good}

    return failing


def _order(one: Node, other: Node) -> int | None:
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
