"""The tables for Neo4j are read back with Python's csv and polars, as its import tool reads them, and with Kuzu."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats import neo4j
from pubinnov.export.loss import Loss

polars = pytest.importorskip("polars", reason="pip install polars")

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2",
    "source": "source_2", "x:y": "x_y",
}  # fmt: skip


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some integers are beyond 64 bits.
    texts = {"count", "n"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        if column.name in texts:
            return as_text(each)
        # A list without a value is left out.
        return date.fromisoformat(each) if column.type == "date" else None if each == [] else each

    return promise(
        {"id": "id", "label": "label", "kind": ":LABEL"},
        {"source": ":START_ID", "target": ":END_ID", "id": "id", "kind": ":TYPE", "weight": "weight"},
        NAMES,
        value,
        missing=True,
    )


@pytest.fixture
def separator(written: Any) -> Callable[[Document], str]:
    def find(document: Document) -> str:
        found = re.search("--array-delimiter='(.*?)'", written(document, "import.sh").decode())
        assert found
        return chr(int(found[1][2:], 16)) if len(found[1]) > 1 else found[1]

    return find


_PARSERS: dict[str, Any] = {
    "string": str,
    "long": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


@pytest.fixture
def read(written: Any, separator: Callable[[Document], str]) -> Callable[[Document, str], list[dict[str, Any]]]:
    """Reads as neo4j-admin does: an empty field is missing, `""` is an empty text."""

    def rows(document: Document, part: str) -> list[dict[str, Any]]:
        between = separator(document)
        frame = polars.read_csv(io.BytesIO(written(document, part)), infer_schema=False)
        # In headers, polars leaves quotes doubled.
        frame = frame.rename(lambda name: name.replace('""', '"'))
        made = []
        for row in frame.to_dicts():
            values = {}
            for header, value in row.items():
                name, kind = header.split(":")
                if kind in _PARSERS or kind.endswith("[]"):
                    parse = _PARSERS[kind.removesuffix("[]")]
                    each = None if value is None else value.split(between) if kind.endswith("[]") else value
                    values[name] = each and [parse(one) for one in each] if kind.endswith("[]") else None if each is None else parse(each)  # fmt: skip
                    assert kind != "long" or value is None or abs(values[name]) <= 2**63
                else:
                    values[name or header] = value
            made.append(values)
        return made

    return rows


def test_nodes(document: Document, read: Any, promised: Any, comparable: Any) -> None:
    expected = [row | {":LABEL": row[":LABEL"] or None} for row in promised.nodes(document)]
    assert comparable(read(document, "nodes")) == comparable(expected)


def test_edges(document: Document, read: Any, promised: Any, comparable: Any) -> None:
    assert comparable(read(document, "edges")) == comparable(promised.edges(document))


def test_header(nasty: Document, written: Any) -> None:
    header = next(csv.reader(io.StringIO(written(nasty, "nodes").decode())))
    assert header == [
        "id:ID", "label:string", ":LABEL", "text:string", "count:string", "share:double", "open:boolean", "day:date", "tags:string[]",
        "label_2:string", "id_2:long", "kind_2:string", "weight:double", "start_2:string", "two words:string", 'say "it":string',
        "label@fr:string", "x_y:string", "größe 数:string", "unnamed:string", "Case:string", "case_2:string", "start:long", "end:long",
    ]  # fmt: skip
    header = next(csv.reader(io.StringIO(written(nasty, "edges").decode())))
    assert header == [
        ":START_ID", ":END_ID", "id:string", ":TYPE", "weight:double", "n:string", "note:string", "source_2:string", "start:long", "end:long",
    ]  # fmt: skip


def test_kuzu(document: Document, tmp_path: Path, written: Any, promised: Any) -> None:
    kuzu = pytest.importorskip("kuzu", reason="pip install kuzu")
    connection = kuzu.Connection(kuzu.Database())
    types = {"string": "STRING", "long": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "ID": "STRING", "LABEL": "STRING", "TYPE": "STRING"}  # fmt: skip
    for part, table, skipped, start in (("nodes", "N", 0, ""), ("edges", "L", 2, "FROM N TO N, ")):
        path = tmp_path / f"g.{part}.neo4j.csv"
        path.write_bytes(written(document, part))
        header = next(csv.reader(io.StringIO(path.read_text("utf-8"))))[skipped:]
        pairs = [header.split(":") for header in header]
        # Arrays of Neo4j are texts for Kuzu.
        columns = ", ".join(f"`{name or 'kind'}` {types.get(kind, 'STRING')}" for name, kind in pairs)
        table_kind, end = ("NODE", ", PRIMARY KEY (id)") if table == "N" else ("REL", "")
        connection.execute(f"CREATE {table_kind} TABLE {table} ({start}{columns}{end})")
        connection.execute(f"COPY {table} FROM '{path.as_posix()}' (header=true, parallel=false)")
    found = connection.execute("MATCH (n:N) RETURN n.id, n.label, n.kind").get_all()
    assert sorted(found) == sorted(
        [row["id"], row["label"] or None, row[":LABEL"] or None] for row in promised.nodes(document)
    )
    found = connection.execute("MATCH (a:N)-[r:L]->(b:N) RETURN a.id, b.id, r.id, r.kind, r.weight").get_all()
    assert sorted(found) == sorted(list(row.values())[:5] for row in promised.edges(document))


def test_separator_is_in_no_value(nasty: Document, separator: Any, read: Any) -> None:
    assert separator(nasty) == "|"
    tags = ["a;b", "c|d", "\x1f"]
    document = Document("", True, (Column("tags", "string", many=True),), (), [NodeRow("a", "a", "", (tags,))], [])
    assert separator(document) == "\ue000"
    assert read(document, "nodes")[0]["tags"] == tags


def test_separator_is_in_no_label(separator: Any) -> None:
    assert separator(Document("", True, (), (), [NodeRow("a", "a", "one;two", ())], [])) == "|"


@pytest.mark.parametrize(
    ("arguments", "database", "options"),
    [([], "neo4j", []), (["graph"], "graph", []), (["my graph", "--a b", "--c"], "my graph", ["--a b", "--c"])],
)
def test_command_finds_its_tables(
    arguments: list[str], database: str, options: list[str], nasty: Document, tmp_path: Path, written: Any, program: Any
) -> None:
    (tmp_path / "my graph.import.sh").write_bytes(written(nasty, "import.sh"))
    tool = tmp_path / "neo4j-admin"
    tool.write_text('#!/bin/sh\nfor each; do echo "$each"; done\n')
    tool.chmod(0o755)
    script = 'folder=$1; shift; PATH="$folder:$PATH" exec sh "$folder/my graph.import.sh" "$@"'
    found = program("sh", "-c", script, "sh", str(tmp_path), *arguments, remedy="needs a POSIX shell")
    assert found.decode().splitlines() == [
        "database", "import", "full", database, f"--nodes={tmp_path}/my graph.nodes.neo4j.csv",
        f"--relationships={tmp_path}/my graph.edges.neo4j.csv", "--id-type=string", "--array-delimiter=|", "--multiline-fields=true",
        *options,
    ]  # fmt: skip


def test_losses(written: Any) -> None:
    columns = (Column("a:b", "string"), Column("days", "date", many=True))
    nodes = [NodeRow("a", "", "k\0", ("x", [])), NodeRow("b", "", "", (None, ["2020-01-01", "soon"]))]
    document = Document("one\ntwo", False, columns, (), nodes, [EdgeRow("e0", 0, 1, "", 1, ())])
    loss = Loss()
    nodes_text, edges_text, script = (written(document, part, loss).decode() for part in neo4j.PARTS)
    assert nodes_text == 'id:ID,label:string,:LABEL,a_b:string,days:string[]\na,"",k�,x,\nb,"",,,"2020-01-01;soon"\n'
    assert edges_text == ":START_ID,:END_ID,id:string,:TYPE,weight:double\na,b,e0,EDGE,1.0\n"
    assert "# one two\n" in script
    assert sorted(loss.lines()) == [
        "a:b is called a_b",
        "dates of days written as text, as not all can be held as such: 2 times",
        "edges without a kind given the type EDGE",
        "edges without direction given one",
        "lists of days without a value left out",
    ]
