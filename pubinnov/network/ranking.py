"""Ranks of nodes by a measure, with how much they owe to what the curation chose."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pubinnov.errors import ViewError
from pubinnov.network.measures import EQUAL, Frame, Pairs, checked
from pubinnov.network.paths import merged
from pubinnov.property_graph.graph import Edge, PropertyGraph, Record

# The hundredths of the resamples that an interval leaves out at either end, which makes it one of 90 %.
_TAIL = 5
_Unit = tuple[str, ...]
_UNITS = {"initiative": "initiatives", "origin": "sources", "record": "shared means and relations"}


class Ranked(NamedTuple):
    """A node in a ranking.

    Attributes:
        node: Its place in the list of nodes.
        value: Of the measure.
        rank: 1 for the highest; nodes of equal value share the lowest number.
        low: The lower end of the 90 % interval of its rank under resampling, or None without resampling. As a
            resample leaves out about a third of what is on record, the rank itself can lie outside.
        high: The upper end of it.
        robust: Whether interval and rank together span no more than a tenth of the nodes, or 2 ranks if that is more;
            None without resampling.
    """

    node: int
    value: float
    rank: int
    low: int | None
    high: int | None
    robust: bool | None


def rank(
    graph: PropertyGraph,
    measure: str = "degree",
    *,
    weight: str | None = None,
    resamples: int = 0,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> list[Ranked]:
    """Return the nodes ranked by a measure, with intervals of their ranks.

    The interval is that of the percentile bootstrap (Efron, 1979) over what the curation chose. Records of an
    initiative stand or fall together, so that whole initiatives are drawn, as in the cluster bootstrap (Davison and
    Hinkley, 1997, section 3.8): from all initiatives, with replacement, as many as there are. A record without an
    initiative is drawn by its origin, without one by itself, and an edge without records by itself. An edge is kept if
    one of its records was drawn. Records, initiatives and evidence weigh as often as they were drawn; a country drawn
    twice is still one country. Nodes without edges get value 0.

    Args:
        graph: The network, taken as undirected.
        measure: A key of `MEASURES`.
        weight: As `values` takes it.
        resamples: How many; 0 for ranks without intervals, 200 or more for intervals worth quoting.
        seed: Of the draws; the same seed gives the same intervals.
        progress: Called after each resample with how many are done, and of how many.

    Returns:
        One for each node, by rank, then by id.

    Raises:
        ViewError: As `values` does, or if the number of resamples is negative.
    """
    weight = checked(graph, measure, weight)
    if resamples < 0:
        raise ViewError("the number of resamples is negative", "0 for none, 200 or more for intervals")
    frame = Frame(graph)
    found = frame.values(merged(graph.edges, weight), measure, weight)
    ranks = _ranks(found)
    drawn: list[list[int]] = [[] for _ in graph.nodes]
    for done, pairs in enumerate(_resampled(graph, weight, resamples, seed), 1):
        for each, its in zip(drawn, _ranks(frame.values(pairs, measure, weight)), strict=True):
            each.append(its)
        if progress:
            progress(done, resamples)
    rows = [
        Ranked(place, value, its, *_interval(sorted(each), its, len(graph.nodes)))
        for place, (value, its, each) in enumerate(zip(found, ranks, drawn, strict=True))
    ]
    return sorted(rows, key=lambda row: (row.rank, graph.nodes[row.node].id))


def drawn_units(graph: PropertyGraph) -> tuple[str, int]:
    """Return what `rank` draws anew, in words, and how many of them there are.

    They are initiatives where the records of a view name them; else what the records are, such as shared means.
    """
    units = {_unit(record, ("edge", str(number))) for number, edge in enumerate(graph.edges) for record in edge.records}
    named = {unit[0] for unit in units}
    return next((word for name, word in _UNITS.items() if name in named), "links"), len(units)


def _ranks(found: list[float]) -> list[int]:
    """Return the rank of each value: 1 for the highest, the lowest number where several are equal."""
    near = max(found) * EQUAL
    ranks = [0] * len(found)
    current, before = 1, math.inf
    for number, place in enumerate(sorted(range(len(found)), key=lambda place: -found[place]), 1):
        if before - found[place] > near:
            current = number
        ranks[place], before = current, found[place]
    return ranks


def _interval(drawn: list[int], its: int, count: int) -> tuple[int | None, int | None, bool | None]:
    if not drawn:
        return None, None, None
    left_out = len(drawn) * _TAIL // 100
    low, high = drawn[left_out], drawn[-1 - left_out]
    return low, high, max(high, its) - min(low, its) <= max(2, count / 10)


def _resampled(graph: PropertyGraph, weight: str | None, resamples: int, seed: int) -> Iterator[Pairs]:
    """Yield the merged pairs of each resample."""
    if not resamples:
        return
    edges = [(min(e.source, e.target), max(e.source, e.target), _parts(e, graph, weight)) for e in graph.edges]
    units = sorted({unit for *_, parts in edges for part in parts for unit in part[0]})
    chosen = random.Random(seed)
    for _ in range(resamples):
        times = Counter(chosen.choices(units, k=len(units)))
        pairs: dict[tuple[int, int], int] = {}
        for source, target, parts in edges:
            total, kept = 0, False
            for of, amount, repeats in parts:
                most = max(times[unit] for unit in of)
                kept = kept or most > 0
                total += amount * (most if repeats else min(most, 1))
            if kept:
                # As Edge.weight does, an edge that is there weighs 1 at least.
                pairs[source, target] = (pairs.get((source, target), 0) + max(total, 1)) if weight else 1
        yield pairs


def _parts(edge: Edge, graph: PropertyGraph, weight: str | None) -> list[tuple[set[_Unit], int, bool]]:
    """Return what an edge's weight is a sum of: drawn by which units, how much, and whether it repeats when they do.

    With each unit drawn once, the sum is the weight of the edge.
    """
    alone: _Unit = ("edge", graph.nodes[edge.source].id, graph.nodes[edge.target].id, edge.kind)
    # A weight counts what the records name: the records themselves, initiatives or countries.
    field = {"initiatives": "initiative", "countries": "country"}.get(weight or "", "record")
    groups: dict[str, list[Record]] = {}
    for record in edge.records or [Record("", "", "", "", None, "")]:
        groups.setdefault(getattr(record, field), []).append(record)
    parts = []
    for name, records in groups.items():
        # What has no initiative or country does not add to their number, but it can keep the edge.
        amount = 1 if name or field == "record" else 0
        if weight == "evidence":
            amount = edge._replace(records=records).weight(weight)
        parts.append(({_unit(record, alone) for record in records}, amount, field != "country"))
    return parts


def _unit(record: Record, alone: _Unit) -> _Unit:
    for name in ("initiative", "origin", "record"):
        if value := getattr(record, name):
            return (name, value)
    return alone
