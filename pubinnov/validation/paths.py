"""Property paths, followed over tables of triples."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import NamedNode

from pubinnov.validation.constraints import Doubt
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples

_LONGEST_PATH = 6  # pySHACL fails beyond a depth of 10


class Paths:
    """Follows the paths of shapes.

    Args:
        data: Where they lead.
        shapes: Where they are described.
    """

    def __init__(self, data: Triples, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes

    def follow(self, path: Node, depth: int = 0) -> Callable[[Node], set[Node]]:
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
            follows = [self.follow(step, depth + 1) for step in steps]

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
            ways = [self.follow(branch, depth + 1) for branch in branches]
            return lambda node: {found for way in ways for found in way(node)}
        if kind in {sh("zeroOrMorePath"), sh("oneOrMorePath"), sh("zeroOrOnePath")}:
            step = self.follow(inner, depth + 1)
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
