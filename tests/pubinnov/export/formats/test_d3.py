"""Node-link JSON is read back with networkx and, in Node, with the force simulation of D3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow

D3 = """
import fs from "node:fs";
import {forceLink, forceSimulation} from "d3-force";
const data = JSON.parse(fs.readFileSync(0, "utf8"));
const before = JSON.stringify(data);
const link = forceLink(data.links).id(node => node.id);
forceSimulation(data.nodes).force("link", link).stop().tick(2);
console.log(JSON.stringify({
    before: JSON.parse(before),
    placed: data.nodes.every(node => Number.isFinite(node.x) && Number.isFinite(node.y)),
    ends: link.links().map(each => [each.source.id, each.target.id]),
}));
"""

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "source": "source_2",
}  # fmt: skip


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some numbers are beyond what JavaScript has, or not finite.
    texts = {"count", "n", "share"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        return as_text(each) if column.name in texts else each

    return promise(
        {"id": "id", "label": "label", "kind": "kind"},
        {"source": "source", "target": "target", "id": "key", "kind": "kind", "weight": "weight"},
        NAMES,
        value,
    )


def test_networkx_reads_every_value(document: Document, written: Any, strict: Any, promised: Any) -> None:
    graph = nx.node_link_graph(strict(written(document)), edges="links")
    assert graph.is_directed() == document.directed
    assert graph.is_multigraph()
    assert graph.graph == {"name": document.title.replace("\ud800", "\ufffd")}
    assert [{"id": name, **values} for name, values in graph.nodes(data=True)] == promised.nodes(document)
    found = {
        key: {"source": source, "target": target, "key": key, **values}
        for source, target, key, values in graph.edges(keys=True, data=True)
    }
    assert graph.number_of_edges() == len(found)
    assert found == {edge["key"]: edge for edge in promised.edges(document)}


def test_d3_links_the_nodes(document: Document, written: Any, strict: Any, node: Any, promised: Any) -> None:
    text = written(document)
    seen = node(D3, "d3-force", text=text)
    assert seen["placed"]
    assert seen["before"] == strict(text)
    assert seen["ends"] == [[edge["source"], edge["target"]] for edge in promised.edges(document)]


def test_what_is_lost_is_told(nasty: Document, curated: Document, written: Any) -> None:
    assert written.losses(curated) == []
    assert written.losses(nasty) == [
        "dates of day written as text",
        "doubles of share written as text, as not all can be held as such",
        "id is called id_2",
        "integers of count written as text, as not all can be held as such",
        "integers of n written as text, as not all can be held as such",
        "kind is called kind_2",
        "label is called label_2",
        "source is called source_2",
        "start is called start_2",
        "what has no name is called unnamed",
    ]


def test_names_that_d3_uses_and_numbers_that_javascript_rounds(written: Any, strict: Any) -> None:
    columns = [Column("x", "double"), Column("id", "string"), Column("Label", "string"), Column("__proto__", "string")]
    nodes = [NodeRow("a", "A", "k", (1, "other", "L", "p")), NodeRow("b", "B", "k", (None, None, None, None))]
    edge = EdgeRow("e0", 0, 1, "k", 1e300, ("s", [2**53, 1]))
    edge_columns = [Column("source", "string"), Column("many", "integer", many=True)]
    data = strict(written(Document("t", True, columns, edge_columns, nodes, [edge])))
    assert data["nodes"] == [
        {"id": "a", "label": "A", "kind": "k", "x_2": 1.0, "id_2": "other", "Label": "L", "__proto___2": "p"},
        {"id": "b", "label": "B", "kind": "k"},
    ]
    assert data["links"] == [
        {"source": "a", "target": "b", "key": "e0", "kind": "k", "weight": 1e300, "source_2": "s"}
        | {"many": ["9007199254740992", "1"]}
    ]


def test_nothing(written: Any, strict: Any) -> None:
    data = strict(written(Document("", True, (), (), [], [])))
    assert data == {"directed": True, "multigraph": True, "graph": {"name": ""}, "nodes": [], "links": []}
