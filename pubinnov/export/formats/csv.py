"""Two tables of comma-separated values, with the headers that Gephi looks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from pubinnov.export import text
from pubinnov.export.document import Column, Document, Value
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, edges, node_ids, nodes

TITLE = "CSV, a table of nodes and one of edges: Gephi, spreadsheets, data frames"
ENDINGS = (".csv",)
FATES = {
    "lists": 'JSON arrays, such as ["a", "b"], which Gephi reads as lists',
    "dates": "texts, YYYY-MM-DD",
    "missing values": 'an empty field; an empty text is ""',
    "kinds": "the column Kind",
    "parallel edges": "kept, each with an Id of its own",
    "control characters": "kept, the field in quotes; lone surrogates are replaced by �",
    "large integers": "kept, all digits",
    "NaN": "kept, NaN, Infinity and -Infinity",
}

#: What tables can hold whose values are all texts; Type is a column of Gephi's.
RULES = Rules(reserved=("type",), fold=str.casefold, integers=None)
NODES = {"id": "Id", "label": "Label", "kind": "Kind"}
EDGES = {"source": "Source", "target": "Target", "id": "Id", "kind": "Kind", "weight": "Weight"}

_SAFE = re.compile(r"[^\s\",;'\x00-\x1f\x7f-\x9f]+(?: [^\s\",;'\x00-\x1f\x7f-\x9f]+)*")


def headers(columns: Iterable[Column]) -> list[str]:
    """Return the names of columns, the years with a capital, as Gephi shows its own."""
    return [column.name.capitalize() if column.name in {"start", "end"} else column.name for column in columns]


def single(value: Any, column: Column) -> str:
    """Return a value as text, a list as a JSON array."""
    return json.dumps(text.finite(list(value)), ensure_ascii=False) if column.many else text.one(value)


def line(fields: Iterable[str | None]) -> str:
    """Return a row; None is an empty field, and an empty text is in quotes.

    The `csv` module writes both alike before Python 3.12.
    """
    return ",".join(map(_field, fields)) + "\n"


def _write_nodes(document: Document, output: IO[bytes], loss: Loss) -> None:
    loss.note("the title left out", bool(document.title))
    text.write(_nodes(document, loss), output, loss)


def _write_edges(document: Document, output: IO[bytes], loss: Loss) -> None:
    text.write(_edges(document, loss), output, loss)


#: What writes each file, by what comes between its name and the ending.
PARTS = {"nodes": _write_nodes, "edges": _write_edges}


def _nodes(document: Document, loss: Loss) -> Iterator[str]:
    table = nodes(document, NODES, RULES, loss, node_ids(document, loss))
    yield line(headers(table.columns))
    for _, values in table.rows():
        yield line(_fields(values, table.columns))


def _edges(document: Document, loss: Loss) -> Iterator[str]:
    # The nodes have told what became of their ids.
    table = edges(document, EDGES, RULES, loss, node_ids(document, Loss()))
    direction = "Directed" if document.directed else "Undirected"
    names = headers(table.columns)
    yield line([*names[:2], "Type", *names[2:]])
    for _, values in table.rows():
        fields = _fields(values, table.columns)
        yield line([*fields[:2], direction, *fields[2:]])


def _fields(values: Sequence[Value], columns: Sequence[Column]) -> list[str | None]:
    return [None if value is None else single(value, column) for value, column in zip(values, columns, strict=True)]


def _field(field: str | None) -> str:
    if field is None:
        return ""
    return field if _SAFE.fullmatch(field) else '"' + field.replace('"', '""') + '"'
