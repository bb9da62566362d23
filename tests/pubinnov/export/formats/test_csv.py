"""CSV is read back with Python's csv, pandas, polars and Kuzu."""

from __future__ import annotations

import csv as reader
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss

pandas = pytest.importorskip("pandas", reason="pip install pandas")
polars = pytest.importorskip("polars", reason="pip install polars")

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2", "source": "source_2",
}  # fmt: skip


@pytest.fixture
def expected(promise: Any, as_text: Callable[[Any], str]) -> Callable[[Document, str], list[dict[str, str | None]]]:
    """What FATES promises, as texts; None where the field is empty."""

    def value(each: Any, column: Column) -> str:
        return json.dumps(each, ensure_ascii=False) if column.many else as_text(each)

    promised = promise(
        {"id": "Id", "label": "Label", "kind": "Kind"},
        {"source": "Source", "target": "Target", "id": "Id", "kind": "Kind", "weight": "Weight"},
        NAMES,
        value,
        missing=True,
    )

    def rows(document: Document, part: str) -> list[dict[str, str | None]]:
        made = []
        for row in promised.nodes(document) if part == "nodes" else promised.edges(document):
            years = {"start": "Start", "end": "End"}
            texts = {years.get(name, name): None if each is None else as_text(each) for name, each in row.items()}
            if part == "edges":
                texts = {
                    "Source": texts.pop("Source"),
                    "Target": texts.pop("Target"),
                    "Type": "Directed" if document.directed else "Undirected",
                    **texts,
                }
            made.append(texts)
        return made

    return rows


def _blank(rows: list[dict[str, str | None]]) -> list[dict[str, str]]:
    return [{name: value or "" for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_python(document: Document, part: str, written: Any, expected: Any) -> None:
    reader.field_size_limit(2**20)  # less is usual, and the list of 10,000 values is longer
    rows = list(reader.DictReader(io.StringIO(written(document, part).decode(), newline=""), strict=True))
    assert rows == _blank(expected(document, part))


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_pandas(document: Document, part: str, written: Any, expected: Any) -> None:
    frame = pandas.read_csv(io.BytesIO(written(document, part)), dtype=str, keep_default_na=False, lineterminator="\n")
    assert frame.to_dict("records") == _blank(expected(document, part))


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_polars_tells_missing_from_empty(document: Document, part: str, written: Any, expected: Any) -> None:
    frame = polars.read_csv(io.BytesIO(written(document, part)), infer_schema=False)
    # In headers, polars leaves quotes doubled.
    assert frame.rename(lambda name: name.replace('""', '"')).to_dicts() == expected(document, part)


def test_numbers(nasty: Document, written: Any) -> None:
    frame = polars.read_csv(io.BytesIO(written(nasty, "nodes")), schema_overrides={"share": polars.Float64})
    shares = frame.filter(polars.col("share").is_not_null())["share"].to_list()
    assert math.isnan(shares[0])
    assert shares[1:] == [-math.inf, 1e-300]


def test_kuzu(document: Document, tmp_path: Path, written: Any, expected: Any) -> None:
    kuzu = pytest.importorskip("kuzu", reason="pip install kuzu")
    connection = kuzu.Connection(kuzu.Database())
    rows = {part: expected(document, part) for part in ("nodes", "edges")}
    names = {part: list(each[0]) for part, each in rows.items()}
    nodes = ", ".join(f"`{name}` STRING" for name in names["nodes"])
    edges = ", ".join(f"`{name}` STRING" for name in names["edges"][2:])
    connection.execute(f"CREATE NODE TABLE N ({nodes}, PRIMARY KEY (`Id`))")
    connection.execute(f"CREATE REL TABLE L (FROM N TO N, {edges})")
    for table, part in (("N", "nodes"), ("L", "edges")):
        path = tmp_path / f"g.{part}.csv"
        path.write_bytes(written(document, part))
        # Unless told otherwise, Kuzu looks for line ends first and quotes later, and takes empty texts for missing ones.
        connection.execute(f"COPY {table} FROM '{path.as_posix()}' (header=true, parallel=false)")
    found = connection.execute("MATCH (n:N) RETURN " + ", ".join(f"n.`{name}`" for name in names["nodes"]))
    assert _sorted(found.get_all()) == _sorted([[value or None for value in row.values()] for row in rows["nodes"]])
    values = ", ".join(f"r.`{name}`" for name in names["edges"][2:])
    found = connection.execute(f"MATCH (a:N)-[r:L]->(b:N) RETURN a.Id, b.Id, {values}")
    assert _sorted(found.get_all()) == _sorted([[value or None for value in row.values()] for row in rows["edges"]])


def _sorted(rows: list[list[Any]]) -> list[list[Any]]:
    return sorted(rows, key=repr)


def test_surrogates_and_names(written: Any) -> None:
    columns = (Column("label", "string"), Column("start", "integer"), Column("x\ud800", "double"))
    nodes = [NodeRow("a\ud800", "\udfff", "", ("1", 2, 3), 1990), NodeRow("a\ud801", "", "", (None, None, None))]
    document = Document("", True, columns, (Column("Type", "string"),), nodes, [EdgeRow("e0", 0, 1, "", 1, ("t",))])
    loss = Loss()
    assert written(document, "nodes", loss).decode() == (
        'Id,Label,Kind,label_2,start_2,x�,Start,End\na�,�,"",1,2,3.0,1990,\na�_2,"","",,,,,\n'
    )
    assert sorted(loss.lines()) == [
        "ids made unique by a number",
        "label is called label_2",
        "lone surrogates replaced by �: 4 times",
        "start is called start_2",
    ]
    assert written(document, "edges").decode() == (
        'Source,Target,Type,Id,Kind,Weight,Type_2\na�,a�_2,Directed,e0,"",1.0,t\n'
    )


def test_the_title_is_noted(undirected: Document, written: Any) -> None:
    assert written.losses(undirected, "nodes") == ["the title left out"]
