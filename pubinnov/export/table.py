"""Nodes and edges as a format can hold them: every column with a name that it has, and one type for all its values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow, Type, Value
from pubinnov.export.loss import Loss
from pubinnov.export.text import clean, one, unique

Row = TypeVar("Row", NodeRow, EdgeRow)

#: The integers of 64 bits.
INT64 = (-(2**63), 2**63 - 1)


class Rules(NamedTuple):
    """What a format can hold.

    Attributes:
        reserved: Names that its readers use for something else.
        name: Makes a text, which is not empty, a name of the format.
        fold: What two names may not share, such as their small letters.
        integers: The least and the largest integer, None for any.
        finite: Whether doubles must be finite.
        first_day: The first date that it holds; None where it has no dates.
        lists: Whether it has lists.
        booleans: Whether it has true and false.
    """

    reserved: tuple[str, ...] = ()
    name: Callable[[str], str] = str
    fold: Callable[[str], str] = str
    integers: tuple[int, int] | None = INT64
    finite: bool = False
    first_day: date | None = None
    lists: bool = True
    booleans: bool = True


class Table(Generic[Row]):
    """Rows under columns.

    Attributes:
        columns: First those that a format asked for, then the attributes, then `start` and `end` if a year is known.
            Their names are unique, and their types such that the format holds each value.
        asked: How many of them the format asked for.
        timed: Whether they end in `start` and `end`.
    """

    def __init__(
        self,
        rows: Callable[[], Iterable[Row]],
        fixed: Sequence[tuple[Column, Callable[[Row], Value]]],
        attributes: Sequence[Column],
        rules: Rules,
        loss: Loss,
    ) -> None:
        self._rows: Callable[[], Iterable[Row]] = rows
        self._fixed: list[Callable[[Row], Value]] = [get for _, get in fixed]
        counts, outside, timed = _scanned(rows(), attributes, rules)
        self.asked = len(fixed)
        self.timed = timed
        years: Sequence[Column] = (Column("start", "integer"), Column("end", "integer")) if timed else ()
        taken = [*rules.reserved, *(column.name for column, _ in fixed), *(column.name for column in years)]
        given = [clean(column.name, loss) for column in attributes]
        # No program shows a name that is empty, and many refuse one.
        names = unique((rules.name(name or "unnamed") for name in given), rules.fold, taken)
        self._turned = [place for place, wrong in enumerate(outside) if wrong]
        held: list[Column] = []
        for column, before, name, count, wrong in zip(attributes, given, names, counts, outside, strict=True):
            called = before or "what has no name"
            if name != before:
                loss.note(f"{called} is called {name}")
            if column.many and not rules.lists:
                loss.note(f"lists of {called} joined to text", count)
            elif wrong:
                loss.note(f"{column.type}s of {called} written as text, as not all can be held as such", count)
            elif (column.type == "date" and not rules.first_day) or (column.type == "boolean" and not rules.booleans):
                loss.note(f"{column.type}s of {called} written as text", count)
            held.append(Column(name, "string" if wrong else column.type, column.many))
        self.columns: tuple[Column, ...] = (*(column for column, _ in fixed), *held, *years)
        self._doubles = [place for place, column in enumerate(held) if column.type == "double"]

    def rows(self) -> Iterator[tuple[Row, tuple[Value, ...]]]:
        """Iterate over the rows, each with its values in the order of the columns, as often as needed."""
        given: tuple[Value, ...]
        values: Sequence[Value]
        for row, given, values in self.parts():
            years: tuple[Value, ...] = (row.start, row.end) if self.timed else ()
            yield row, (*given, *values, *years)

    def parts(self) -> Iterator[tuple[Row, tuple[Value, ...], Sequence[Value]]]:
        """Iterate over the rows, each with the values that the format asked for, and those of the attributes.

        Attributes that several rows share are one object, unless they have to be changed.
        """
        fixed, changed = self._fixed, sorted({*self._turned, *self._doubles})
        for row in self._rows():
            yield row, tuple([get(row) for get in fixed]), self._held(row.values, changed) if changed else row.values

    def _held(self, values: tuple[Value, ...], changed: Sequence[int]) -> list[Value]:
        held = list(values)
        for place in changed:
            value = held[place]
            if value is not None:
                make: Callable[[Any], Value] = one if place in self._turned else float
                held[place] = [make(each) for each in value] if isinstance(value, list | tuple) else make(value)  # type: ignore[misc]
        return held


def nodes(document: Document, names: Mapping[str, str], rules: Rules, loss: Loss, ids: Sequence[str]) -> Table[NodeRow]:
    """Return the nodes of a document.

    Args:
        document: Where they are.
        names: What the columns are called that a format wants first, by `id`, `label` and `kind`.
        rules: What the format can hold.
        loss: What is renamed or changed is noted here.
        ids: Of the nodes, as they are written.
    """
    # Ids are unique in a document, and rows come in any order.
    written = dict(zip(map(attrgetter("id"), document.nodes), ids, strict=True)) if "id" in names else {}
    get: dict[str, Callable[[NodeRow], Value]] = {
        "id": lambda row: written[row.id],
        "label": attrgetter("label"),
        "kind": attrgetter("kind"),
    }
    fixed = [(Column(name, "string"), get[field]) for field, name in names.items()]
    return Table(lambda: document.nodes, fixed, document.node_columns, rules, loss)


def edges(document: Document, names: Mapping[str, str], rules: Rules, loss: Loss, ids: Sequence[str]) -> Table[EdgeRow]:
    """Return the edges of a document.

    Args:
        document: Where they are.
        names: What the columns are called that a format wants first, by `source`, `target`, `id`, `kind` and `weight`.
        rules: What the format can hold.
        loss: What is renamed or changed is noted here.
        ids: Of the nodes, as they are written.
    """
    get: dict[str, Callable[[EdgeRow], Value]] = {
        "source": lambda row: ids[row.source],
        "target": lambda row: ids[row.target],
        "id": attrgetter("id"),
        "kind": attrgetter("kind"),
        "weight": lambda row: float(row.weight),
    }
    fixed = [(Column(name, "double" if field == "weight" else "string"), get[field]) for field, name in names.items()]
    return Table(document.edges, fixed, document.edge_columns, rules, loss)


def node_ids(document: Document, loss: Loss, form: Callable[[str, Loss], str] = clean) -> list[str]:
    """Return the ids of nodes as a format writes them, unique also where it has no place for what tells them apart.

    Args:
        document: Where they are.
        loss: What is changed is noted here.
        form: Writes an id.
    """
    written = [form(node.id, loss) for node in document.nodes]
    if len(set(written)) == len(written):
        return written
    names = unique((node.id for node in document.nodes), lambda name: form(name, Loss()))
    made = [form(name, Loss()) for name in names]
    loss.note("ids made unique by a number", sum(one != other for one, other in zip(written, made, strict=True)))
    return made


def as_date(text: str) -> date | None:
    """Return the date that a text YYYY-MM-DD tells; None if it tells none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # 20200229 and 2020-W09-6 are dates too


def several(value: Value, column: Column) -> Sequence[Any]:
    """Return the values of a cell: none, one, or those of the list."""
    if value is None:
        return ()
    return value if column.many else (value,)  # type: ignore[return-value]  # the column tells lists from texts


def _scanned(
    rows: Iterable[NodeRow] | Iterable[EdgeRow], columns: Sequence[Column], rules: Rules
) -> tuple[list[int], list[bool], bool]:
    """Look at all values.

    Returns:
        How many values each column has, whether one of them is beyond what the format holds, whether a year is known.
    """
    counts = [0] * len(columns)
    outside = [False] * len(columns)
    timed = False
    watched = [
        (place, column, _outside(column.type, rules)) for place, column in enumerate(columns) if _matters(column, rules)
    ]
    before: object = None
    seen: list[int] = []
    for row in rows:
        if not timed and (row.start is not None or row.end is not None):
            timed = True
        values = row.values
        if values is not before:  # edges in a row often have the very same
            before = values
            seen = []
            for place, column, wrong in watched:
                value = values[place]
                if value is not None:
                    seen.append(place)
                    if wrong is not None and not outside[place]:
                        outside[place] = any(map(wrong, value)) if column.many else wrong(value)  # type: ignore[arg-type]
        for place in seen:
            counts[place] += 1
    return counts, outside, timed


def _matters(column: Column, rules: Rules) -> bool:
    return (
        (column.many and not rules.lists)
        or column.type == "date"
        or (column.type == "boolean" and not rules.booleans)
        or _outside(column.type, rules) is not None
    )


def _outside(of: Type, rules: Rules) -> Callable[[Any], bool] | None:
    """Return what tells whether a value of a type is beyond what the format holds; None if nothing can be."""
    if of == "integer" and rules.integers is not None:
        least, largest = rules.integers
        return lambda value: not least <= value <= largest
    if of == "double" and rules.finite:
        return lambda value: not math.isfinite(value)
    if of == "date" and rules.first_day is not None:
        first = rules.first_day
        return lambda value: (day := as_date(value)) is None or day < first
    return None
