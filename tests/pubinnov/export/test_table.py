from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow, Value
from pubinnov.export.formats import csv, cx2, cyjs, cypher, d3, dot, excel, gexf, gml, graphml, neo4j, parquet
from pubinnov.export.loss import Loss
from pubinnov.export.table import INT64, Rules, as_date, edges, node_ids, nodes, several
from pubinnov.export.text import clean, unique

RULES = {
    "csv": csv.RULES, "excel": excel._RULES, "graphml": graphml.RULES,
    **{module.__name__.rpartition(".")[2]: module._RULES for module in (cx2, cyjs, cypher, d3, dot, gexf, gml, neo4j, parquet)},
}  # fmt: skip

# Names that meet those that formats reserve, and one another in one case or without surrogates.
_NAME = st.sampled_from(
    ["id", "ID", "label", "start", "end", "weight", "a", "A", "a_2", "", "x:y", "ü", "\ud800", "\udfff"]
)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=3),
    "integer": st.integers() | st.sampled_from([2**31 - 1, 2**31, 2**53, 2**53 + 1, *INT64, INT64[1] + 1]),
    "double": st.floats() | st.integers(-3, 3),
    "boolean": st.booleans(),
    "date": st.dates().map(date.isoformat) | st.sampled_from(["soon", "20200229", "2020-02-30", "1900-02-28"]),
}


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    columns = draw(st.lists(st.builds(Column, _NAME, st.sampled_from(list(_VALUES)), st.booleans()), max_size=5))

    def cell(column: Column) -> Value:
        one = _VALUES[column.type]
        return draw(st.none() | (st.lists(one, max_size=3) if column.many else one))

    years = st.none() | st.integers(1900, 2030)
    ids = draw(
        st.lists(st.sampled_from(["a", "b", "c", "a_2", "\ud800", "\ud801"]), min_size=1, max_size=5, unique=True)
    )
    made = [NodeRow(id_, "label", "kind", tuple(map(cell, columns)), draw(years), draw(years)) for id_ in ids]
    place = st.integers(0, len(ids) - 1)
    links = [
        EdgeRow(f"e{number}", draw(place), draw(place), "kind", draw(st.integers(1, 3)), tuple(map(cell, columns)), draw(years))
        for number in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    return Document("", True, columns, columns, made, links)


def _tables(document: Document, rules: Rules, loss: Loss) -> Sequence[Any]:
    ids = node_ids(document, loss)
    of_nodes = {"id": "id", "label": "label", "kind": "kind"}
    of_edges = {"source": "source", "target": "target", "id": "id", "kind": "kind", "weight": "weight"}
    return nodes(document, of_nodes, rules, loss, ids), edges(document, of_edges, rules, loss, ids)


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
@settings(max_examples=25)  # of each format
@given(_documents())
def test_names_are_unique_and_never_reserved(rules: Rules, document: Document) -> None:
    for table in _tables(document, rules, Loss()):
        names = [column.name for column in table.columns]
        folded = [rules.fold(name) for name in names]
        assert len(set(folded)) == len(folded)
        # Of what comes first, a format itself has made the names.
        attributes = folded[len(folded) - len(document.node_columns) - 2 * table.timed :]
        attributes = attributes[: len(document.node_columns)]
        assert not set(attributes) & set(map(rules.fold, rules.reserved))
        assert all(names)
        assert [name for name in names if rules.name(name) != name] == []
        assert "".join(names).encode("utf-8")


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
@settings(max_examples=25)  # of each format
@given(_documents())
def test_every_value_is_what_the_rules_promise(rules: Rules, document: Document) -> None:
    for table in _tables(document, rules, Loss()):
        for _, values in table.rows():
            assert len(values) == len(table.columns)
            for value, column in zip(values, table.columns, strict=True):
                for one in several(value, column):
                    _assert_held(one, column, rules)


def _assert_held(value: Any, column: Column, rules: Rules) -> None:
    kinds = {"string": str, "integer": int, "double": float, "boolean": bool, "date": str}
    assert type(value) is kinds[column.type]
    if column.type == "integer" and rules.integers is not None and column.name not in {"start", "end"}:
        assert rules.integers[0] <= value <= rules.integers[1]
    if column.type == "double" and rules.finite:
        assert math.isfinite(value)
    if column.type == "date" and rules.first_day is not None:
        day = as_date(value)
        assert day is not None and day >= rules.first_day


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
@settings(max_examples=25)  # of each format
@given(_documents())
def test_no_value_is_lost(rules: Rules, document: Document) -> None:
    ids = node_ids(document, Loss())
    for table, rows in zip(_tables(document, rules, Loss()), (document.nodes, list(document.edges())), strict=True):
        columns = document.node_columns
        first = len(table.columns) - len(columns) - 2 * table.timed
        assert table.timed == any(row.start is not None or row.end is not None for row in rows)
        for _ in range(2):  # as often as needed
            written = list(table.rows())
            assert [row for row, _ in written] == list(rows)
            for row, values in written:
                assert values[0] == (ids[row.source] if isinstance(row, EdgeRow) else ids[document.nodes.index(row)])
                assert values[first + len(columns) :] == ((row.start, row.end) if table.timed else ())
                for value, held, column in zip(row.values, values[first:], columns, strict=False):
                    assert (held is None) == (value is None)
                    texts = [[str(each) for each in several(of, column)] for of in (value, held)]
                    if column.type in {"string", "integer", "date"}:
                        assert texts[0] == texts[1]
                    else:
                        assert len(texts[0]) == len(texts[1])


def _one(column: Column, values: Sequence[Value], rules: Rules) -> tuple[Column, list[Value], list[str]]:
    rows = [NodeRow(f"n{number}", "", "", (value,)) for number, value in enumerate(values)]
    loss = Loss()
    table = nodes(Document("", True, [column], [], rows, []), {}, rules, loss, [])
    return table.columns[0], [held for _, (held,) in table.rows()], loss.lines()


@pytest.mark.parametrize(
    ("column", "values", "rules", "held", "made", "told"),
    [
        (Column("n", "integer"), [1, 2**63 - 1], Rules(), Column("n", "integer"), [1, 2**63 - 1], []),
        (Column("n", "integer"), [1, None, 2**63], Rules(), Column("n", "string"), ["1", None, str(2**63)],
         ["integers of n written as text, as not all can be held as such: 2 times"]),
        (Column("n", "integer"), [2**63], Rules(integers=None), Column("n", "integer"), [2**63], []),
        (Column("n", "integer", True), [[1], [], [2**63]], Rules(), Column("n", "string", True), [["1"], [], [str(2**63)]],
         ["integers of n written as text, as not all can be held as such: 3 times"]),
        (Column("x", "double"), [1, 0.5], Rules(finite=True), Column("x", "double"), [1.0, 0.5], []),
        (Column("x", "double"), [0.5, math.inf], Rules(finite=True), Column("x", "string"), ["0.5", "Infinity"],
         ["doubles of x written as text, as not all can be held as such: 2 times"]),
        (Column("d", "date"), ["2020-02-29"], Rules(first_day=date.min), Column("d", "date"), ["2020-02-29"], []),
        (Column("d", "date"), ["2020-02-29"], Rules(), Column("d", "date"), ["2020-02-29"], ["dates of d written as text"]),
        (Column("d", "date"), ["1900-02-28"], Rules(first_day=date(1900, 3, 1)), Column("d", "string"), ["1900-02-28"],
         ["dates of d written as text, as not all can be held as such"]),
        (Column("b", "boolean"), [True], Rules(booleans=False), Column("b", "boolean"), [True], ["booleans of b written as text"]),
        (Column("l", "string", True), [["a"], None], Rules(lists=False), Column("l", "string", True), [["a"], None],
         ["lists of l joined to text"]),
        (Column("", "string"), ["x"], Rules(), Column("unnamed", "string"), ["x"], ["what has no name is called unnamed"]),
        (Column("\ud800", "string"), ["x"], Rules(), Column("\ufffd", "string"), ["x"], ["lone surrogates replaced by \ufffd"]),
        (Column("ID", "string"), ["x"], Rules(reserved=("id",), fold=str.lower), Column("ID_2", "string"), ["x"], ["ID is called ID_2"]),
    ],
)  # fmt: skip
def test_what_becomes_of_a_column(
    column: Column, values: list[Value], rules: Rules, held: Column, made: list[Value], told: list[str]
) -> None:
    assert _one(column, values, rules) == (held, made, told)


def test_a_column_of_no_value_keeps_its_type_and_loses_nothing() -> None:
    rules = Rules(integers=(0, 0), finite=True, lists=False, booleans=False)
    for of in _VALUES:
        assert _one(Column("c", of), [None], rules) == (Column("c", of), [None], [])  # type: ignore[arg-type]


def test_years_come_last_and_only_where_one_is_known() -> None:
    rows = [NodeRow("a", "A", "", (1,)), NodeRow("b", "B", "", (2,), None, 2004)]
    document = Document("", True, [Column("start", "integer")], [], rows, [EdgeRow("e0", 0, 1, "", 1, ())])
    table, links = _tables(document, Rules(), Loss())
    assert [column.name for column in table.columns] == ["id", "label", "kind", "start_2", "start", "end"]
    assert [values[3:] for _, values in table.rows()] == [(1, None, None), (2, None, 2004)]
    assert (table.timed, links.timed) == (True, False)
    assert [values for _, values in links.rows()] == [("a", "b", "e0", "", 1.0)]


@given(st.lists(st.text("ab\0\ud800\udfff", max_size=3), unique=True))
def test_ids_of_nodes_differ_as_they_are_written(ids: list[str]) -> None:
    def form(text: str, loss: Loss) -> str:
        return clean(text, loss).replace("\0", "b")

    loss = Loss()
    made = node_ids(Document("", True, [], [], [NodeRow(id_, "", "", ()) for id_ in ids], []), loss, form)
    assert len(set(made)) == len(made) == len(ids)
    plain = [form(id_, Loss()) for id_ in ids]
    assert made == unique(plain)
    changed = sum(one != other for one, other in zip(made, plain, strict=True))
    assert any(line.startswith("ids made unique by a number") for line in loss.lines()) == bool(changed)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-29", date(2020, 2, 29)), ("0001-01-01", date.min), ("9999-12-31", date.max), ("2021-02-29", None), ("20200229", None),
        ("2020-W09-6", None), ("2020-2-9", None), ("2020", None), ("", None), ("2020-02-29T00:00", None),
    ],
)  # fmt: skip
def test_a_date_is_written_in_one_way(text: str, day: date | None) -> None:
    assert as_date(text) == day


def test_edges_in_a_row_with_the_very_same_values_are_all_counted() -> None:
    values = (["a"],)
    links = [EdgeRow(f"e{number}", 0, 0, "", 1, values) for number in range(5)]
    document = Document("", True, [], [Column("l", "string", many=True)], [NodeRow("a", "", "", ())], links)
    loss = Loss()
    edges(document, {}, Rules(lists=False), loss, ["a"])
    assert loss.lines() == ["lists of l joined to text: 5 times"]
