"""Parquet is read back with pyarrow, pandas and polars."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, NodeRow
from pubinnov.export.formats import parquet
from pubinnov.export.loss import Loss

pa = pytest.importorskip("pyarrow", reason="pip install pyarrow")
pq = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2", "source": "source_2",
}  # fmt: skip


@pytest.fixture
def expected(promise: Any, as_text: Callable[[Any], str], nasty: Document) -> Callable[[Document, str], Any]:
    def rows(document: Document, part: str) -> Any:
        # Of the nasty document, some integers are beyond 64 bits.
        texts = {"count", "n"} if document is nasty else set()

        def value(each: Any, column: Column) -> Any:
            if column.name in texts:
                return as_text(each)
            return date.fromisoformat(each) if column.type == "date" else each

        promised = promise(
            {"id": "id", "label": "label", "kind": "kind"},
            {"source": "source", "target": "target", "id": "id", "kind": "kind", "weight": "weight"},
            NAMES,
            value,
            missing=True,
        )
        return promised.nodes(document) if part == "nodes" else promised.edges(document)

    return rows


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_pyarrow(document: Document, part: str, written: Any, expected: Any, comparable: Any) -> None:
    table = pq.read_table(io.BytesIO(written(document, part)))
    assert comparable(table.to_pylist()) == comparable(expected(document, part))
    assert table.schema.metadata[b"title"].decode() == document.title.replace("\ud800", "\ufffd")
    assert table.schema.metadata[b"directed"] == (b"true" if document.directed else b"false")


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_polars(document: Document, part: str, written: Any, expected: Any, comparable: Any) -> None:
    polars = pytest.importorskip("polars", reason="pip install polars")
    frame = polars.read_parquet(io.BytesIO(written(document, part)))
    assert comparable(frame.to_dicts()) == comparable(expected(document, part))


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_pandas(document: Document, part: str, written: Any, expected: Any) -> None:
    pandas = pytest.importorskip("pandas", reason="pip install pandas")
    frame = pandas.read_parquet(io.BytesIO(written(document, part)))
    rows = expected(document, part)
    assert list(frame.columns) == list(rows[0])
    assert frame["id"].tolist() == [row["id"] for row in rows]
    assert len(frame) == len(rows)


def test_types(nasty: Document, written: Any) -> None:
    schema = pq.read_schema(io.BytesIO(written(nasty, "nodes")))
    assert {field.name: str(field.type) for field in schema if str(field.type) != "string"} == {
        "share": "double", "open": "bool", "day": "date32[day]", "tags": "list<element: string>", "id_2": "int64", "weight": "double",
        "start": "int64", "end": "int64",
    }  # fmt: skip


def test_groups_of_rows(
    monkeypatch: pytest.MonkeyPatch, nasty: Document, written: Any, expected: Any, comparable: Any
) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 9)
    read = pq.ParquetFile(io.BytesIO(written(nasty, "nodes")))
    assert read.num_row_groups == 3
    assert comparable(read.read().to_pylist()) == comparable(expected(nasty, "nodes"))


def test_losses(written: Any) -> None:
    columns = (Column("big", "integer", many=True), Column("days", "date", many=True), Column("end", "boolean"))
    nodes = [NodeRow("a", "", "", ([1, 2**63], ["2020-01-01"], True), 1), NodeRow("b", "", "", (None, None, None))]
    loss = Loss()
    table = pq.read_table(io.BytesIO(written(Document("", True, columns, (), nodes, []), "nodes", loss)))
    assert table.to_pylist() == [
        {"id": "a", "label": "", "kind": "", "big": ["1", str(2**63)], "days": [date(2020, 1, 1)], "end_2": True, "start": 1, "end": None},
        {"id": "b", "label": "", "kind": "", "big": None, "days": None, "end_2": None, "start": None, "end": None},
    ]  # fmt: skip
    assert sorted(loss.lines()) == [
        "end is called end_2",
        "integers of big written as text, as not all can be held as such",
    ]


def test_no_edges(written: Any) -> None:
    document = Document("", True, (), (), [], [])
    assert pq.read_table(io.BytesIO(written(document, "edges"))).num_rows == 0
    assert pa.types.is_string(pq.read_schema(io.BytesIO(written(document, "nodes"))).field("id").type)
