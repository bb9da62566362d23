"""Where labels of nodes are written so that none overlaps another.

A greedy search, as is usual for labels of points (Christensen, Marks and Shieber, 1995): the most important node first
takes the best of the places around it that are free.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

# How far from the rim of its node a label may stand, and in how many directions.
_GAPS = (2.0, 6.0, 12.0, 20.0, 30.0, 42.0, 56.0)
_DIRECTIONS = 16
# How much farther off a label is put rather than cover a node that is not named, or one that is.
_COVERED, _NAMED = 35.0, 45.0
# A label that can do no better than this is left out.
_WORST = 80.0
# A label farther from the rim of its node than this needs a line to it.
_APART = 4.0


_Line = tuple[tuple[float, float], tuple[float, float]]


class Box(NamedTuple):
    """A rectangle, its sides parallel to those of the page.

    Attributes:
        left: Its least x.
        bottom: Its least y.
        right: Its largest x.
        top: Its largest y.
    """

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def overlaps(self, other: Box) -> bool:
        """Return whether two share an area."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return the point of it that is nearest to a point."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top)

    def meets(self, line: _Line) -> bool:
        """Return whether a straight line from a point to another passes through it (Liang and Barsky, 1984)."""
        (x, y), (to_x, to_y) = line
        begin, end = 0.0, 1.0
        for start, way, low, high in ((x, to_x - x, self.left, self.right), (y, to_y - y, self.bottom, self.top)):
            if abs(way) < 1e-12:
                if not low < start < high:
                    return False
                continue
            ways = sorted(((low - start) / way, (high - start) / way))
            begin, end = max(begin, ways[0]), min(end, ways[1])
        return begin < end


def placed(
    order: Sequence[int],
    count: int,
    extents: Sequence[tuple[float, float]],
    spots: Sequence[tuple[float, float]],
    radii: Sequence[float],
    area: Box,
) -> dict[int, Box]:
    """Return a box for each node that is named.

    A node that finds no room for its label is passed over, and the next in order has a try.

    Args:
        order: The nodes, by place, the most important first.
        count: How many to name.
        extents: Width and height of the label of each node in order.
        spots: Where each node of the network is.
        radii: Of each node.
        area: What no label may leave.
    """
    important = set(order[:count])
    found: dict[int, Box] = {}
    ties: list[_Line] = []
    for node, extent in zip(order, extents, strict=True):
        if len(found) == count:
            break
        reach = radii[node] + _GAPS[-1] + max(radii)
        near = [
            other
            for other, (x, y) in enumerate(spots)
            if other != node
            and abs(x - spots[node][0]) < reach + extent[0]
            and abs(y - spots[node][1]) < reach + extent[1]
        ]
        best, least = None, _WORST
        for box, off in _candidates(spots[node], radii[node], extent, area):
            # Candidates come nearest first: none that follows can be better.
            if off >= least:
                break
            line = tie(box, spots[node], radii[node])
            if any(box.overlaps(other) or (line and other.meets(line)) for other in found.values()):
                continue
            if any(box.meets(other) for other in ties):
                continue
            cost = off + sum(
                _NAMED if other in important else _COVERED
                for other in near
                if math.dist(box.nearest(spots[other]), spots[other]) < radii[other]
            )
            if cost < least:
                best, least = box, cost
        if best:
            found[node] = best
            line = tie(best, spots[node], radii[node])
            ties += [line] if line else []
    return found


def tie(box: Box, spot: tuple[float, float], radius: float) -> _Line | None:
    """Return the line from a node to its label, or None where the label is near enough to need none."""
    near = box.nearest(spot)
    return (spot, near) if math.dist(near, spot) > radius + _APART else None


def _candidates(
    spot: tuple[float, float], radius: float, extent: tuple[float, float], area: Box
) -> list[tuple[Box, float]]:
    """Return boxes around a node and how far off they are, the nearest first."""
    width, height = extent
    boxes = []
    outward = 1 if spot[0] >= area.middle[0] else -1
    for gap in _GAPS:
        for turn in range(_DIRECTIONS):
            angle = 2 * math.pi * turn / _DIRECTIONS
            across, up = math.cos(angle) * outward, math.sin(angle)
            # The box touches the circle of this radius from outside, in this direction.
            reach = radius + gap
            x = spot[0] + across * reach + width / 2 * max(-1.0, min(1.0, across * 1.6))
            y = spot[1] + up * reach + height / 2 * up
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            inside = area.left <= box.left and box.right <= area.right
            if inside and area.bottom <= box.bottom and box.top <= area.top:
                boxes.append((box, gap + 0.1 * min(turn, _DIRECTIONS - turn)))
    return sorted(boxes, key=lambda each: each[1])
