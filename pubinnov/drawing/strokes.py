"""How edges are drawn: a line style for each kind, and apart from each other where several join the same two nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from pubinnov.property_graph.graph import Edge

Point: TypeAlias = tuple[float, float]

Style = TypeVar("Style")

#: Line styles of Matplotlib, that of the most frequent kind first. Not more, or nobody could tell them apart.
STYLES: tuple[Any, ...] = ("solid", (0, (5, 2.5)), (0, (1, 1.8)), (0, (8, 2, 1.5, 2)), (0, (3, 1.5, 1, 1.5, 1, 1.5)))

# How far the middle of one of two edges is from the straight line, as a part of its length; and the points of a curve.
_BEND = 0.05
_POINTS = 17


def styled(kinds: Iterable[str], styles: Sequence[Style]) -> dict[str, Style]:
    """Return a style for each kind of edge, the first for the most frequent; the first for all if there are too many.

    Args:
        kinds: Of all edges, each as often as it comes.
        styles: What can be told apart.
    """
    counts = Counter(kinds)
    found = sorted(counts, key=lambda kind: (-counts[kind], kind))
    if len(found) > len(styles):
        return dict.fromkeys(found, styles[0])
    return dict(zip(found, styles, strict=False))


def lines(edges: Sequence[Edge], spots: Sequence[Point]) -> list[list[Point]]:
    """Return the points that each edge passes: two, or more for one that is bent away from others.

    Args:
        edges: The edges.
        spots: Where the nodes are.
    """
    total = Counter(_pair(edge) for edge in edges)
    seen: Counter[tuple[int, int]] = Counter()
    found = []
    for edge in edges:
        pair = _pair(edge)
        bend = (seen[pair] - (total[pair] - 1) / 2) * 2 * _BEND
        seen[pair] += 1
        # To the same side whichever way the edge leads.
        one, other = (spots[place] for place in pair)
        found.append(_curve(one, other, bend) if bend else [one, other])
    return found


def _pair(edge: Edge) -> tuple[int, int]:
    return min(edge.source, edge.target), max(edge.source, edge.target)


def _curve(one: Point, other: Point, bend: float) -> list[Point]:
    """Return points of a parabola between two others."""
    (x, y), (right, up) = one, (other[0] - one[0], other[1] - one[1])
    steps = [step / (_POINTS - 1) for step in range(_POINTS)]
    # 4 t (1 - t) is 1 in the middle.
    return [(x + right * t - up * bend * 4 * t * (1 - t), y + up * t + right * bend * 4 * t * (1 - t)) for t in steps]
