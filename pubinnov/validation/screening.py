"""Which nodes may violate a shape: a superset of those that do, found by set algebra.

pySHACL has the last word on every node named here. A node that is not named conforms for certain; so whatever is not
understood beyond doubt (a constraint of another vocabulary, a parameter that is not well-formed, two values that cannot
be compared) makes every node at that place a suspect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set

from pyoxigraph import Literal, NamedNode, Store

from pubinnov import terms
from pubinnov.validation.constraints import (
    FALSE,
    ONE,
    TRUE,
    Doubt,
    Table,
    beyond,
    not_matching,
    not_of_datatype,
    not_of_kind,
    order,
    same_language,
    too_few,
    too_long,
    too_many,
    too_short,
    whole,
)
from pubinnov.validation.paths import Paths
from pubinnov.validation.select_screen import SelectScreen
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples

# pySHACL fails beyond a depth of 15 shapes; what nests deeper than this is left to it altogether.
_DEEPEST = 6

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
        self._paths = Paths(data, shapes)
        self._select = SelectScreen(data, engine)
        self._failing: dict[tuple[NamedNode, NamedNode, Node], frozenset[Node]] = {}
        self._under_way: list[Node] = []
        self._on_values: dict[NamedNode, Callable[[Node, Set[Node]], Set[Node]]] = {
            sh("class"): self._not_of_class,
            sh("datatype"): not_of_datatype,
            sh("nodeKind"): not_of_kind,
            sh("in"): self._not_in,
            sh("minLength"): too_short,
            sh("maxLength"): too_long,
            sh("languageIn"): self._not_in_languages,
            **{sh(name): beyond(name) for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")},
        }
        self._on_tables: dict[NamedNode, Callable[[Node, Set[Node], Table], Set[Node]]] = {
            sh("minCount"): too_few,
            sh("maxCount"): too_many,
            sh("uniqueLang"): same_language,
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
            return self._with_failing(nodes, predicate, table, lambda each: not_matching(values, flags, each))
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
        if parameter == sh("minCount") and count == ONE:
            return nodes - subjects
        if parameter == sh("maxCount") and whole(count) == 0:
            return nodes & subjects
        if parameter == sh("maxCount") and (number := whole(count)):
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
        follow = self._paths.follow(path)
        return {node: follow(node) for node in nodes}

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
                if not all(order(value, more) == -1 for more in rows.get(node, ())):
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
        if closed == FALSE:
            return set()
        if closed != TRUE or predicate is not None or table is not None:
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
