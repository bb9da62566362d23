"""Two Parquet files, whose columns have types."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import IO, Any

from pubinnov.errors import MissingDependencyError
from pubinnov.export.document import Column, Document, EdgeRow, NodeRow, Value
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, Table, as_date, edges, node_ids, nodes, several
from pubinnov.export.text import clean

TITLE = "Parquet, a file of nodes and one of edges: pandas, polars, DuckDB, Spark"
ENDINGS = (".parquet",)
FATES = {
    "lists": "lists",
    "dates": "dates; where one is not YYYY-MM-DD the column is text",
    "missing values": "null",
    "kinds": "the column `kind`",
    "parallel edges": "kept, each with an id of its own",
    "control characters": "kept; lone surrogates are replaced by �",
    "large integers": "64 bits; beyond them the column is text",
    "NaN": "kept, and not null",
}

_GROUP = 50_000
_RULES = Rules(fold=str.casefold, first_day=date.min)
_NODES = {"id": "id", "label": "label", "kind": "kind"}
_EDGES = {"source": "source", "target": "target", "id": "id", "kind": "kind", "weight": "weight"}


def _write_nodes(document: Document, output: IO[bytes], loss: Loss) -> None:
    _write(nodes(document, _NODES, _RULES, loss, node_ids(document, loss)), document, output, loss)


def _write_edges(document: Document, output: IO[bytes], loss: Loss) -> None:
    # The nodes have told what became of their ids.
    _write(edges(document, _EDGES, _RULES, loss, node_ids(document, Loss())), document, output, loss)


#: What writes each file, by what comes between its name and the ending.
PARTS = {"nodes": _write_nodes, "edges": _write_edges}


def _write(table: Table[NodeRow] | Table[EdgeRow], document: Document, output: IO[bytes], loss: Loss) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingDependencyError("Parquet needs pyarrow", "pip install 'pubinnov[parquet]'") from None

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    schema = pa.schema(
        [
            pa.field(column.name, pa.list_(types[column.type]) if column.many else types[column.type])
            for column in table.columns
        ],
        metadata={"title": clean(document.title, loss), "directed": str(document.directed).lower()},
    )
    rows = table.rows()
    with pq.ParquetWriter(output, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            arrays = [
                pa.array([_cell(values[place], column, loss) for _, values in group], schema.field(place).type)
                for place, column in enumerate(table.columns)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _cell(value: Value, column: Column, loss: Loss) -> Any:
    if value is None or column.type in {"integer", "double", "boolean"}:
        return value
    cells = [as_date(each) if column.type == "date" else clean(each, loss) for each in several(value, column)]
    return cells if column.many else cells[0]
