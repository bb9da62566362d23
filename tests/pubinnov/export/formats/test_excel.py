"""Workbooks are read back with openpyxl and pandas."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats import excel
from pubinnov.export.loss import Loss

openpyxl = pytest.importorskip("openpyxl", reason="pip install openpyxl")

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2", "source": "source_2",
}  # fmt: skip


@pytest.fixture
def sheets(promise: Any, as_text: Callable[[Any], str], nasty: Document) -> Callable[[Document], Any]:
    """The rows of both sheets, as FATES promises."""

    def value(each: Any, column: Column) -> Any:
        if column.many:
            return json.dumps(each, ensure_ascii=False)
        # Of the nasty document, some integers are beyond what a double holds, some doubles are not finite, and a date
        # is one that Excel has not.
        if column.name in {"count", "n", "day"}:
            return as_text(each)
        return as_text(each) if str(each) in {"nan", "-inf"} else each

    promised = promise(
        {"id": "Id", "label": "Label", "kind": "Kind"},
        {"source": "Source", "target": "Target", "id": "Id", "kind": "Kind", "weight": "Weight"},
        NAMES,
        value,
        missing=True,
    )

    def of(document: Document) -> dict[str, list[list[Any]]]:
        made = {}
        for name, rows in (("nodes", promised.nodes(document)), ("edges", promised.edges(document))):
            years = {"start": "Start", "end": "End"}
            made[name] = [[years.get(each, each) for each in rows[0]]]
            made[name] += [[None if each == "" else each for each in row.values()] for row in rows]
        return made

    return of


def _decoded(value: Any) -> Any:
    """Read _xHHHH_ as Excel does; openpyxl leaves it."""
    if not isinstance(value, str):
        return value
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)


def _read(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet, with the long texts in their cells."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = {sheet.title: [[_decoded(cell.value) for cell in row] for row in sheet.rows] for sheet in book}
    for title, row, column, _, text in sheets.pop("long texts", [None])[1:]:
        place = sheets[title][0].index(column)
        sheets[title][row - 1][place] += text
    return sheets


def test_openpyxl(document: Document, written: Any, sheets: Any) -> None:
    found = _read(written(document))
    assert list(found) == ["nodes", "edges", "about"]
    about = dict(found.pop("about"))
    assert found == sheets(document)
    assert about["Title"] == document.title.replace("\ud800", "\ufffd")
    assert about["Directed"] == ("yes" if document.directed else "no")
    assert (about["Nodes"], about["Edges"]) == (len(document.nodes), len(list(document.edges())))
    assert about["NaN"] == excel.FATES["NaN"]


def test_pandas(document: Document, written: Any, sheets: Any) -> None:
    pandas = pytest.importorskip("pandas", reason="pip install pandas")
    frames = pandas.read_excel(
        io.BytesIO(written(document)), sheet_name=["nodes", "edges"], dtype={"Id": str}, keep_default_na=False
    )
    expected = sheets(document)
    for name, frame in frames.items():
        assert list(frame.columns) == expected[name][0]
        assert len(frame) == len(expected[name]) - 1
    assert frames["nodes"]["Id"].tolist() == [row[0] for row in expected["nodes"][1:]]
    assert frames["edges"]["Weight"].tolist() == [row.weight for row in document.edges()]


def test_no_formulas(nasty: Document, written: Any) -> None:
    nodes = [NodeRow("=1", "=SUM(A1)", "#N/A", ())]
    for document in (
        nasty,
        Document("=2", True, (Column("=x", "string"),), (), [NodeRow("=1", "=A1", "#N/A", ("=y",))], []),
        Document("", True, (), (), nodes, []),
    ):
        data = written(document)
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert not [cell for sheet in book for row in sheet.rows for cell in row if cell.data_type in "fe"]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]
    assert book["nodes"]["A2"].value == "=1"
    assert book["nodes"]["A2"].quotePrefix


def test_dates_and_integers(written: Any) -> None:
    columns = (
        Column("day", "date"),
        Column("days", "date", many=True),
        Column("whole", "integer"),
        Column("open", "boolean"),
    )
    nodes = [
        NodeRow("a", "a", "k", ("1900-03-01", ["1800-01-01"], 2**53 - 1, False)),
        NodeRow("b", "b", "k", ("9999-12-31", None, -3, True)),
    ]
    book = openpyxl.load_workbook(io.BytesIO(written(Document("", True, columns, (), nodes, []))))
    rows = [[cell.value for cell in row[3:]] for row in book["nodes"].rows][1:]
    assert rows == [
        [datetime(1900, 3, 1), '["1800-01-01"]', 2**53 - 1, False],
        [datetime(9999, 12, 31), None, -3, True],
    ]
    assert book["nodes"]["D2"].number_format == "yyyy-mm-dd"
    assert date(1900, 3, 1) == excel._FIRST_DAY


def test_every_character(written: Any) -> None:
    text = "".join(map(chr, [*range(0x300), 0xFFFE, 0xFFFF, 0x1F600])) + "_x0041_ _x_ __x0042_"
    nodes = [NodeRow(text, text, "", ()), NodeRow("\ud800", "", "", ()), NodeRow("\ud801", "", "", ())]
    loss = Loss()
    found = _read(written(Document("t\x00", True, (), (), nodes, []), loss=loss))
    assert found["nodes"][1:] == [[text, text, None], ["�", None, None], ["�_2", None, None]]
    assert found["about"][0] == ["Title", "t\x00"]
    assert "ids made unique by a number" in loss.lines()


@pytest.mark.parametrize("text", ["😀" * 20_000, "\x01" * 32_767, "x" * 32_768, "_x0041_" * 10_000])
def test_long_texts(text: str, written: Any) -> None:
    data = written(Document("", True, (), (), [NodeRow("a", text, "", ())], []))
    assert _read(data)["nodes"][1] == ["a", text, None]
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.rows:
            assert all(len(str(cell.value).encode("utf-16-le")) <= 2 * 32_767 for cell in row)


def test_a_text_that_just_fits(written: Any) -> None:
    document = Document("", True, (), (), [NodeRow("a", "x" * 32_767, "", ())], [])
    book = openpyxl.load_workbook(io.BytesIO(written(document)))
    assert book.sheetnames == ["nodes", "edges", "about"]
    assert book["nodes"]["B2"].value == "x" * 32_767


@pytest.mark.parametrize(("rows", "sheets_"), [(2, 3), (3, 2), (4, 1)])
def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch, rows: int, sheets_: int, written: Any) -> None:
    monkeypatch.setattr(excel, "_ROWS", rows)
    nodes = [NodeRow(f"n{number}", "x" * 40_000, "k", ()) for number in range(3)]
    found = _read(written(Document("", True, (), (), nodes, [EdgeRow("e0", 0, 1, "k", 1, ())])))
    titles = ["nodes", *(f"nodes {number}" for number in range(2, sheets_ + 1))]
    assert list(found) == [*titles, "edges", "about"]
    assert [row for title in titles for row in found[title][1:]] == [[row.id, row.label, row.kind] for row in nodes]


def test_the_time_of_writing_is_not_told(undirected: Document, monkeypatch: pytest.MonkeyPatch, written: Any) -> None:
    import time

    first = written(undirected)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert written(undirected) == first


def test_a_full_disk_is_an_error_of_the_disk(
    undirected: Document, monkeypatch: pytest.MonkeyPatch, written: Any
) -> None:
    etree = pytest.importorskip("lxml.etree", reason="pip install lxml")

    def full(*_: Any) -> None:
        raise etree.SerialisationError(told)

    monkeypatch.setattr(excel._Sheets, "fill", full)
    told = "IO_ENOSPC"
    with pytest.raises(OSError, match="No space left on device"):
        written(undirected)
    told = "something else"
    with pytest.raises(etree.SerialisationError, match=told):
        written(undirected)
