"""GraphML of yEd is read back with networkx, igraph, lxml and graphology."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

from pubinnov.export.document import Document, EdgeRow, NodeRow
from pubinnov.export.formats import graphml
from pubinnov.export.loss import Loss

igraph = pytest.importorskip("igraph", reason="pip install igraph")
etree = pytest.importorskip("lxml.etree", reason="pip install lxml")

_SPACE = {"g": "http://graphml.graphdrawing.org/xmlns", "y": "http://www.yworks.com/xml/graphml"}
GRAPHOLOGY = """
import fs from "node:fs";
import graphology from "graphology";
import graphml from "graphology-graphml";
console.log(JSON.stringify(graphml.parse(graphology, fs.readFileSync(0, "utf8")).export()));
"""


def _plain(document: Document, loss: Loss | None = None) -> bytes:
    """Return a document as GraphML without what yEd adds, which its own tests hold to the document."""
    output = io.BytesIO()
    graphml.write(document, output, Loss() if loss is None else loss)
    return output.getvalue()


def test_networkx_reads_what_it_reads_of_plain_graphml_and_the_shapes(
    document: Document, written: Any, comparable: Any
) -> None:
    plain = networkx.read_graphml(io.BytesIO(_plain(document)), force_multigraph=True)
    drawn = networkx.read_graphml(io.BytesIO(written(document)), force_multigraph=True)
    assert drawn.is_directed() == document.directed
    for _, values in drawn.nodes(data=True):
        assert values.pop("shape_type")
        values.pop("x")
        values.pop("y")
    for *_, values in drawn.edges(data=True):
        assert values.pop("label", "") == values["kind"]
    assert comparable(list(drawn.nodes(data=True))) == comparable(list(plain.nodes(data=True)))
    assert comparable(list(drawn.edges(keys=True, data=True))) == comparable(list(plain.edges(keys=True, data=True)))
    assert (len(drawn), drawn.number_of_edges()) == (len(document.nodes), len(list(document.edges())))


def test_igraph_reads_what_it_reads_of_plain_graphml(
    document: Document, tmp_path: Path, written: Any, comparable: Any
) -> None:
    read = []
    for text in (_plain(document), written(document)):
        path = tmp_path / "graph.graphml"
        path.write_bytes(text)
        graph = igraph.Graph.Read_GraphML(str(path))
        # The drawing comes as attributes without a name.
        found = [
            {name: each for name, each in item.attributes().items() if "graphics" not in name}
            for items in (graph.vs, graph.es)
            for item in items
        ]
        read.append((graph.get_edgelist(), comparable(found)))
    assert read[0] == read[1]


def test_graphology_reads_ids_labels_and_kinds(
    document: Document, written: Any, node: Any, xml_text: Callable[[str], str]
) -> None:
    found = node(GRAPHOLOGY, "graphology", "graphology-graphml", text=written(document))
    assert [(each["attributes"]["label"], each["attributes"]["kind"]) for each in found["nodes"]] == [
        (xml_text(each.label), xml_text(each.kind)) for each in document.nodes
    ]
    assert len({each["key"] for each in found["nodes"]}) == len(document.nodes)
    assert [(edge["key"], edge["attributes"]["kind"], edge["attributes"]["weight"]) for edge in found["edges"]] == [
        (edge.id, xml_text(edge.kind), edge.weight) for edge in document.edges()
    ]


def test_the_drawing_is_as_yed_writes_it(document: Document, written: Any, xml_text: Callable[[str], str]) -> None:
    root = etree.fromstring(written(document))
    keys = {key.get("yfiles.type"): key for key in root.findall("g:key", _SPACE) if key.get("yfiles.type")}
    assert {kind: key.get("for") for kind, key in keys.items()} == {"nodegraphics": "node", "edgegraphics": "edge"}
    places = set()
    looks: dict[str, set[tuple[str, str]]] = {}
    nodes = root.findall("g:graph/g:node", _SPACE)
    for node, row in zip(nodes, document.nodes, strict=True):
        drawn = node.find("g:data[@key='nodegraphics']/y:ShapeNode", _SPACE)
        assert (drawn.find("y:NodeLabel", _SPACE).text or "") == xml_text(row.label)
        geometry = drawn.find("y:Geometry", _SPACE)
        places.add((geometry.get("x"), geometry.get("y")))
        assert float(geometry.get("width")) > 0 < float(geometry.get("height"))
        colour = drawn.find("y:Fill", _SPACE).get("color")
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        assert drawn.find("y:NodeLabel", _SPACE).get("textColor") in {"#000000", "#ffffff"}
        looks.setdefault(row.kind, set()).add((drawn.find("y:Shape", _SPACE).get("type"), colour))
    assert len(places) == len(nodes)
    assert {len(look) for look in looks.values()} == {1}
    assert len(set.union(*looks.values())) == len(looks)
    edges = root.findall("g:graph/g:edge", _SPACE)
    for edge, row in zip(edges, document.edges(), strict=True):
        drawn = edge.find("g:data[@key='edgegraphics']/y:PolyLineEdge", _SPACE)
        assert drawn.find("y:EdgeLabel", _SPACE).text == xml_text(row.kind)
        assert drawn.find("y:Arrows", _SPACE).get("target") == ("standard" if document.directed else "none")


def test_kinds_have_the_same_shapes_in_all_files(curated: Document, written: Any) -> None:
    graph = networkx.read_graphml(io.BytesIO(written(curated)), force_multigraph=True)
    found = {(values["kind"], values["shape_type"]) for _, values in graph.nodes(data=True)}
    assert {("Technology", "rectangle"), ("Benefit", "ellipse")} <= found


def test_more_kinds_than_shapes_and_none_at_all(written: Any) -> None:
    nodes = [NodeRow(f"n{number}", "", f"Kind {number}", ()) for number in range(40)]
    edges = [EdgeRow("e0", 0, 1, "", 1, ())]
    root = etree.fromstring(written(Document("", True, [], [], nodes, edges)))
    assert len(root.findall(".//y:Shape", _SPACE)) == 40
    assert root.findall(".//y:EdgeLabel", _SPACE) == []
    assert etree.fromstring(written(Document("", True, [], [], [], []))).findall(".//g:node", _SPACE) == []


def test_the_losses_are_those_of_graphml(document: Document, written: Any) -> None:
    losses = [Loss(), Loss()]
    _plain(document, losses[0])
    written(document, loss=losses[1])
    assert losses[0].lines() == losses[1].lines()
