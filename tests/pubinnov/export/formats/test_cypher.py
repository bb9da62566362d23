"""Cypher is run by Kuzu, and its graph compared; Neo4j's own linter reads it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats import cypher
from pubinnov.export.loss import Loss

kuzu = pytest.importorskip("kuzu", reason="pip install kuzu")

LINT = """
import fs from "node:fs";
import { createRequire } from "node:module";
// As a module of its own kind, it lacks files.
const { lintCypherQuery } = createRequire(process.cwd() + "/")("@neo4j-cypher/language-support");
const found = lintCypherQuery(fs.readFileSync(0, "utf8"), {});
console.log(JSON.stringify((found.diagnostics ?? found).map(each => each.message)));
"""

NAMES = {
    "label": "label_2", "id": "id_2", "start": "start_2", "": "unnamed", "case": "case_2", "source": "source_2",
}  # fmt: skip

# Kinds that surrogates told apart, and edges without the names of nodes.
LABELS = {"": "Node", **dict(zip(("K\udc00", "K\udfff"), ("K\ufffd", "K\ufffd_2"), strict=True))}
TYPES = dict(zip(("k\ud800", "k\udfff"), ("k\ufffd_3", "k\ufffd_4"), strict=True))


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some integers are beyond 64 bits.
    texts = {"count", "n"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        if column.name in texts:
            return as_text(each)
        return date.fromisoformat(each) if column.type == "date" else each

    return promise(
        {"kind": "", "id": "id", "label": "label"},
        {"source": "<", "target": ">", "kind": "", "id": "id", "weight": "weight"},
        NAMES,
        value,
        missing=True,
    )


def _run(script: bytes) -> Any:
    """Run a script as its head tells users of Kuzu."""
    connection = kuzu.Connection(kuzu.Database())
    connection.execute(re.sub("^// kuzu: ", "", script.decode(), flags=re.MULTILINE))
    return connection


def _found(connection: Any, pattern: str, returned: list[str]) -> list[list[Any]]:
    return sorted(connection.execute(f"MATCH {pattern} RETURN {', '.join(returned)}").get_all(), key=repr)


def test_nodes(document: Document, written: Any, promised: Any, comparable: Any) -> None:
    rows = promised.nodes(document)
    for row, node in zip(rows, document.nodes, strict=True):
        row[""] = LABELS.get(node.kind, node.kind)
    returned = ["label(n)", *(f"n.`{name}`" for name in rows[0] if name)]
    found = _found(_run(written(document)), "(n)", returned)
    assert comparable(found) == comparable(sorted((list(row.values()) for row in rows), key=repr))


def test_edges(document: Document, written: Any, promised: Any, comparable: Any) -> None:
    rows = promised.edges(document)
    for row, edge in zip(rows, document.edges(), strict=True):
        row[""] = TYPES.get(edge.kind, edge.kind)
    returned = ["a.id", "b.id", "label(r)", *(f"r.`{name}`" for name in list(rows[0])[3:])]
    found = _found(_run(written(document)), "(a)-[r]->(b)", returned)
    assert comparable(found) == comparable(sorted((list(row.values()) for row in rows), key=repr))


def test_batches(monkeypatch: pytest.MonkeyPatch, curated: Document, written: Any) -> None:
    monkeypatch.setattr(cypher, "_BATCH", 40)
    script = written(curated)
    assert script.count(b"\nUNWIND [\n") > len(list(curated.edges())) // 40
    connection = _run(script)
    assert connection.execute("MATCH (n) RETURN count(*)").get_all() == [[len(curated.nodes)]]
    assert connection.execute("MATCH ()-[r]->() RETURN count(*)").get_all() == [[len(list(curated.edges()))]]


def test_edges_of_every_sort_of_value(written: Any) -> None:
    columns = (Column("whole", "integer"), Column("share", "double"), Column("tags", "string", many=True))
    values = [(-(2**63), math.inf, []), (None, -math.inf, ["it's", "a\\'b"]), (2**63 - 1, None, None), (None, None, [])]
    nodes = [NodeRow("a", "", "", ()), NodeRow("b", "", "Node", ())]
    edges = [EdgeRow(f"e{number}", 0, 1, "", 1, row) for number, row in enumerate(values)]
    loss = Loss()
    connection = _run(written(Document("two\nlines", False, (), columns, nodes, edges), loss=loss))
    found = _found(
        connection, "(a)-[r]->(b)", ["r.id", "label(a)", "label(b)", "label(r)", "r.whole", "r.share", "r.tags"]
    )
    assert found == [[f"e{number}", "Node_2", "Node", "EDGE", *row] for number, row in enumerate(values)]
    assert sorted(loss.lines()) == [
        "edges without a kind given the type EDGE: 4 times",
        "edges without direction given one: 4 times",
        "kinds made different by a number",
        "nodes without a kind given the label Node",
    ]


def test_kinds_that_differ_by_case_and_those_of_nodes_and_edges(written: Any) -> None:
    nodes = [NodeRow("a", "", "Kind", ()), NodeRow("b", "", "kind", ())]
    document = Document(
        "", True, (), (), nodes, [EdgeRow("e0", 0, 1, "KIND", 1, ()), EdgeRow("e1", 0, 1, "x\0", 1, ())]
    )
    connection = _run(written(document))
    assert _found(connection, "(n)", ["label(n)"]) == [["Kind"], ["kind_2"]]
    assert _found(connection, "()-[r]->()", ["label(r)"]) == [["KIND_3"], ["x�"]]
    assert written.losses(document) == ["kinds made different by a number"]


def test_names_that_kuzu_has_itself_and_quotes_in_names(written: Any) -> None:
    columns = (
        Column("it's `quoted`", "string"), Column("when", "date"), Column("_ID", "string"), Column("_src", "string"),
        Column("nul\0", "string"),
    )  # fmt: skip
    nodes = [
        NodeRow("x", "", "a`b", ("x", "2020-02-30", "I", "S", "N")),
        NodeRow("y", "", "a`b", (None, None, None, None, None)),
    ]
    connection = _run(written(Document("\r// x", True, columns, (), nodes, [])))
    # Kuzu takes doubled quotes of names for two.
    returned = ["n.id", "label(n)", "n.`it's ``quoted```", "n.`when`", "n._ID_2", "n._src_2", "n.`nul�`"]
    assert _found(connection, "(n)", returned) == [
        ["x", "a``b", "x", "2020-02-30", "I", "S", "N"],
        ["y", "a``b", None, None, None, None, None],
    ]


def test_what_one_engine_knows_is_a_comment(nasty: Document, written: Any) -> None:
    lines = written(nasty).decode().split("CREATE\n")[0].splitlines()
    assert len(lines) > 5
    assert [line for line in lines if not line.startswith("// ")] == []


def test_empty(written: Any) -> None:
    assert written(Document("Nothing", True, (), (), [], [])).startswith(b"// Nothing\n")


def test_neo4j_finds_nothing_wrong(nasty: Document, written: Any, node: Any) -> None:
    # The linter takes a minute for the whole of it.
    numbers = next(each for each in nasty.nodes if each.label == "numbers")
    values = ("it's \\ \n", 2**70, math.nan, True, "2020-02-29", ["a", "b;c", ""])
    numbers = numbers._replace(values=(*values, *numbers.values[len(values) :]))
    edges = [EdgeRow("e0", 0, 1, 'k"<&>\n', 1, (1, "x", "s"), 2001), EdgeRow("e1", 1, 0, "", 1, (-(2**63), None, None))]
    columns = (nasty.node_columns, nasty.edge_columns)
    script = written(Document(nasty.title, True, *columns, [nasty.nodes[2], numbers, nasty.nodes[0]], edges)).decode()
    script = re.sub("^// neo4j: ", "", script, flags=re.MULTILINE)
    assert node(LINT, "@neo4j-cypher/language-support", text=script.encode()) == []
