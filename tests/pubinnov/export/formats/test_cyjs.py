"""Cytoscape.js JSON is read back with Cytoscape.js in Node, and as JSON by its specification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss

CYTOSCAPE = """
import fs from "node:fs";
import cytoscape from "cytoscape";
const data = JSON.parse(fs.readFileSync(0, "utf8"));
const cy = cytoscape({...data, headless: true});
console.log(JSON.stringify({
    data: cy.data(),
    nodes: cy.nodes().map(node => node.data()),
    edges: cy.edges().map(edge => ({...edge.data(), ends: [edge.source().id(), edge.target().id()]})),
    loops: cy.edges().filter(edge => edge.isLoop()).length,
}));
"""

NAMES = {"id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2", "source": "source_2"}


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some numbers are beyond what JavaScript has, or not finite.
    texts = {"count", "n", "share"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        return as_text(each) if column.name in texts else each

    return promise(
        {"id": "id", "label": "name", "kind": "kind"},
        {"source": "source", "target": "target", "id": "id", "kind": "interaction", "weight": "weight"},
        NAMES,
        value,
    )


def _about(document: Document) -> dict[str, Any]:
    return {"name": document.title.replace("\ud800", "\ufffd"), "directed": document.directed}


def test_every_value(document: Document, written: Any, strict: Any, promised: Any) -> None:
    data = strict(written(document))
    assert data["data"] == _about(document)
    assert [each["data"] for each in data["elements"]["nodes"]] == promised.nodes(document)
    assert [each["data"] for each in data["elements"]["edges"]] == promised.edges(document)


def test_cytoscape_reads_every_value(document: Document, written: Any, node: Any, promised: Any) -> None:
    seen = node(CYTOSCAPE, "cytoscape", text=written(document))
    assert seen["data"] == _about(document)
    assert seen["nodes"] == promised.nodes(document)
    assert seen["edges"] == [{**edge, "ends": [edge["source"], edge["target"]]} for edge in promised.edges(document)]
    assert seen["loops"] == sum(edge.source == edge.target for edge in document.edges())


def test_what_is_lost_is_told(nasty: Document, curated: Document, undirected: Document, written: Any) -> None:
    assert written.losses(curated) == []
    assert written.losses(nasty) == [
        "case is called case_2",
        "dates of day written as text",
        "doubles of share written as text, as not all can be held as such",
        "id is called id_2",
        "integers of count written as text, as not all can be held as such",
        "integers of n written as text, as not all can be held as such",
        "kind is called kind_2",
        "source is called source_2",
        "start is called start_2",
        "what has no name is called unnamed",
    ]
    assert written.losses(undirected) == [
        "edges have no direction, which only the attribute `directed` of the network tells"
    ]


def test_edges_with_ids_of_nodes(written: Any, node: Any) -> None:
    nodes = [NodeRow(name, name, "", ()) for name in ("e0", "edge:e1", "n")]
    edges = [EdgeRow("e0", 0, 1, "k", 1, ()), EdgeRow("e1", 1, 2, "k", 1, ())]
    loss = Loss()
    text = written(Document("", True, (), (), nodes, edges), loss=loss)
    assert loss.lines() == ["ids of edges begin with edge:edge:, as nodes have the same ids"]
    seen = node(CYTOSCAPE, "cytoscape", text=text)
    assert [each["id"] for each in seen["nodes"]] == ["e0", "edge:e1", "n"]
    assert [each["id"] for each in seen["edges"]] == ["edge:edge:e0", "edge:edge:e1"]


def test_names_that_cytoscape_uses(written: Any, node: Any) -> None:
    names = ["parent", "Name", "suid", "selected", "a", "A", "__proto__"]
    nodes = [NodeRow("n", "label", "k", tuple(names)), NodeRow("m", "other", "k", (None,) * len(names))]
    document = Document(
        "", True, [Column(name, "string") for name in names], [Column("Source", "string")], nodes, [EdgeRow("e0", 0, 1, "k", 1, ("s",))]
    )  # fmt: skip
    seen = node(CYTOSCAPE, "cytoscape", text=written(document))
    renamed = ["parent_2", "Name_2", "suid_2", "selected_2", "a", "A_2", "__proto___2"]
    assert seen["nodes"] == [
        {"id": "n", "name": "label", "kind": "k", **dict(zip(renamed, names, strict=True))},
        {"id": "m", "name": "other", "kind": "k"},
    ]
    assert seen["edges"][0]["Source_2"] == "s"
    assert "A is called A_2" in written.losses(document)
