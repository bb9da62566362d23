"""A workbook with a sheet of nodes, one of edges, and one about them."""

from __future__ import annotations

import errno
import math
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pubinnov.errors import OutputError
from pubinnov.export import text
from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats.csv import EDGES, NODES, RULES, headers, single
from pubinnov.export.loss import Loss
from pubinnov.export.table import Table, as_date, edges, node_ids, nodes

if TYPE_CHECKING:
    from openpyxl import Workbook

TITLE = "Excel workbook: Excel, LibreOffice, Numbers, Gephi"
ENDINGS = (".xlsx",)
FATES = {
    "lists": 'texts, JSON arrays, such as ["a", "b"]',
    "dates": "dates; where one is before March 1900 or not YYYY-MM-DD the column is text",
    "missing values": "empty cells; so are empty texts",
    "kinds": "the column Kind",
    "parallel edges": "kept, each with an Id of its own",
    "control characters": "written _xHHHH_, as Excel does, which shows the character; lone surrogates are replaced"
    " by �. Texts longer than 32,767 characters go on in the sheet `long texts`",
    "large integers": "numbers up to 2^53, which Excel holds exactly; beyond, the column is text",
    "NaN": "the texts NaN, Infinity and -Infinity",
}

_ROWS, _COLUMNS = 1_048_576, 16_384
_CHARACTERS = 32_767
# Of a text that is too long: no character takes more than the seven of _x0001_ .
_PIECE = _CHARACTERS // 7
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was
# What XML has no place for, what XML would change, and what Excel would take for a character written as here.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONG = "long texts"
# Numbers of Excel are doubles.
_RULES = RULES._replace(integers=(-(2**53), 2**53), first_day=_FIRST_DAY, lists=False)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook(write_only=True)
    # The library would tell the time of writing.
    workbook.properties.created = workbook.properties.modified = datetime(2000, 1, 1)
    sheets = _Sheets(workbook, loss)
    ids = node_ids(document, loss)
    with _errors_of_the_disk():
        counts = [
            sheets.fill("nodes", nodes(document, NODES, _RULES, loss, ids)),
            sheets.fill("edges", edges(document, EDGES, _RULES, loss, ids)),
        ]
        sheets.about(document, *counts)
        sheets.rest()
        archive = _Archive(output, "w", ZIP_DEFLATED, allowZip64=True)
        try:
            ExcelWriter(workbook, archive).save()
        except BaseException:
            # Or it would write its end when it is thrown away.
            archive.fp = None
            raise


@contextmanager
def _errors_of_the_disk() -> Iterator[None]:
    """Tell of a full disk as such: lxml, which openpyxl writes with if it is there, has an error of its own."""
    try:
        yield
    except Exception as error:
        number = getattr(errno, str(error).removeprefix("IO_"), None)
        if type(error).__name__ != "SerialisationError" or number is None:
            raise
        raise OSError(number, os.strerror(number)) from error


class _Archive(ZipFile):
    """An archive that does not tell when its files were made."""

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_options: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(arcname or filename), "w") as target:
            while block := source.read(1 << 20):
                target.write(block)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_options: Any) -> None:
        super().writestr(self._entry(zinfo_or_arcname), data)

    @staticmethod
    def _entry(name: str) -> ZipInfo:
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = ZIP_DEFLATED
        return entry


class _Sheets:
    def __init__(self, workbook: Workbook, loss: Loss) -> None:
        self.workbook = workbook
        self.loss = loss
        # Sheet, row, column, piece and text; written last, so that the sheet comes last.
        self.long: list[tuple[str, int, str, int, str]] = []

    def fill(self, name: str, table: Table[NodeRow] | Table[EdgeRow]) -> int:
        """Write a table, on as many sheets as it needs, and return how many rows it has."""
        header = headers(table.columns)
        if len(header) > _COLUMNS:
            raise OutputError(
                f"the {name} have {len(header):,} columns, and Excel has room for {_COLUMNS:,}", "choose another format"
            )
        rows = (values for _, values in table.rows())
        count = 0
        number = 1
        first = next(rows, None)
        while number == 1 or first is not None:
            title = name if number == 1 else f"{name} {number}"
            self.loss.note(f"{name} went on in another sheet", number > 1)
            sheet = self.workbook.create_sheet(title)
            sheet.freeze_panes = "A2"
            sheet.append([self._text(sheet, each, (title, 1, each)) for each in header])
            for row in islice(chain([first] if first is not None else [], rows), _ROWS - 1):
                count += 1
                at = (count - 1) % (_ROWS - 1) + 2
                sheet.append(
                    [
                        self._cell(sheet, value, column, (title, at, heading))
                        for value, column, heading in zip(row, table.columns, header, strict=True)
                    ]
                )
            number += 1
            first = next(rows, None)
        return count

    def about(self, document: Document, nodes: int, edges: int) -> None:
        """Write what the workbook shows, and what became of what it has no place for."""
        sheet = self.workbook.create_sheet("about")
        lines: list[tuple[str, str | int]] = [
            ("Title", document.title),
            ("Directed", "yes" if document.directed else "no"),
            ("Nodes", nodes),
            ("Edges", edges),
            *((what.capitalize() if what != "NaN" else what, fate) for what, fate in FATES.items()),
        ]
        for row, (name, value) in enumerate(lines, start=1):
            place = ("about", row, name)
            written = self._text(sheet, value, place) if isinstance(value, str) else value
            sheet.append([name, written])

    def rest(self) -> None:
        """Write what did not fit into cells."""
        if self.long:
            sheet = self.workbook.create_sheet(_LONG)
            sheet.append(["Sheet", "Row", "Column", "Piece", "Text"])
            for title, row, column, piece, rest in self.long:
                place = (title, row, column)
                sheet.append([title, row, self._text(sheet, column, place), piece, self._text(sheet, rest, place)])

    def _cell(self, sheet: Any, value: Any, column: Column, place: tuple[str, int, str]) -> Any:
        if value is None:
            return None
        if column.many or column.type == "string":
            return self._text(sheet, single(value, column), place)
        if column.type == "date":
            return as_date(value)
        if column.type == "double" and not math.isfinite(value):
            self.loss.note(f"numbers of {column.name} that are not finite written as text")
            return text.number(value)
        return value

    def _text(self, sheet: Any, value: str, place: tuple[str, int, str]) -> Any:
        from openpyxl.cell import WriteOnlyCell

        escaped = self._escaped(value)
        # Excel counts what lies beyond 16 bits twice.
        if len(escaped.encode("utf-16-le")) // 2 > _CHARACTERS:
            self.loss.note("texts too long for a cell went on in the sheet `long texts`")
            first, *others = _pieces(value)
            self.long += [(*place, number, piece) for number, piece in enumerate(others, start=2)]
            escaped = self._escaped(first)
        self.loss.note("empty texts written as empty cells", not escaped)
        if not escaped.startswith(("=", "#")):
            return escaped
        # A formula or an error for the library, unless told.
        cell = WriteOnlyCell(sheet, escaped)
        cell.data_type = "s"
        cell.quotePrefix = True  # nor when somebody edits the cell
        return cell

    def _escaped(self, value: str) -> str:
        cleaned = text.clean(value, self.loss)
        escaped, times = _ESCAPED.subn(lambda found: f"_x{ord(found[0]):04X}_", cleaned)
        self.loss.note("characters written as _xHHHH_", times)
        return escaped


def _pieces(value: str) -> Iterator[str]:
    for start in range(0, len(value), _PIECE):
        yield value[start : start + _PIECE]
