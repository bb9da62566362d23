"""GEXF is read back with networkx, lxml and graphology."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.drawing.colours import by_kind
from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats import gexf
from pubinnov.export.loss import Loss

etree = pytest.importorskip("lxml.etree", reason="pip install lxml")

_SPACE = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
GRAPHOLOGY = """
import fs from "node:fs";
import graphology from "graphology";
import gexf from "graphology-gexf";
const graph = gexf.parse(graphology, fs.readFileSync(0, "utf8"));
const plain = (key, value) => typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
console.log(JSON.stringify({...graph.export(), type: graph.type}, plain));
"""

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "weight": "weight_2", "start": "start_2", "": "unnamed",
}  # fmt: skip


@pytest.fixture
def promised(
    promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document, xml_text: Callable[[str], str]
) -> Any:
    """What FATES promises, lists as lists of texts."""
    # Of the nasty document, some integers are beyond 64 bits.
    texts = {"count", "n"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        if column.many:
            return list(map(as_text, each))
        return as_text(each) if column.name in texts else each

    return promise(
        {"id": "id", "label": "label", "kind": "kind"},
        {"source": "<", "target": ">", "id": "id", "kind": "kind", "weight": "weight"},
        NAMES,
        value,
        xml_text,
    )


def _unlisted(text: str) -> list[str]:
    """Read a list as Gephi does; without the control characters that JSON does not escape, it is JSON."""
    return list(json.loads(text, strict=False))


def test_networkx_reads_every_value_with_its_type(
    document: Document, written: Any, promised: Any, comparable: Any
) -> None:
    graph = networkx.read_gexf(io.BytesIO(written(document)))
    edges = list(document.edges())
    dated = any(row.start is not None or row.end is not None for row in (*document.nodes, *edges))
    assert graph.graph["mode"] == ("dynamic" if dated else "static")
    assert graph.is_directed() == document.directed
    columns = [column for column in (*document.node_columns, *document.edge_columns) if column.many]
    lists = {column.name.replace("\ud83d", "\ufffd") for column in columns}
    colours = by_kind(node.kind for node in document.nodes)
    nodes = []
    for (id_, found), node in zip(graph.nodes(data=True), document.nodes, strict=True):
        viz = found.pop("viz")
        assert viz["size"] > 0
        assert "#{r:02x}{g:02x}{b:02x}".format(**viz["color"]) == colours[node.kind]
        nodes.append(
            {"id": id_, **_years(found), **{name: found[name] for name in found if name not in {"start", "end"}}}
        )
    for row in nodes:
        row.update({name: _unlisted(row[name]) for name in lists & set(row)})
    assert comparable(nodes) == comparable(promised.nodes(document))
    read = {}
    for source, target, found in graph.edges(data=True):
        assert found.pop("label") == found["kind"]
        values = {**found, **_years(found), "<": source, ">": target}
        values.update({name: _unlisted(values[name]) for name in lists & set(values)})
        read[found["id"]] = values
    assert graph.number_of_edges() == len(edges)
    assert comparable(read) == comparable({edge["id"]: edge for edge in promised.edges(document)})


def _years(found: dict[str, Any]) -> dict[str, int]:
    # As times, they are doubles; 1999 is one in which year.
    return {name: int(found[name]) for name in ("start", "end") if name in found}


def test_graphology_reads_every_value(
    document: Document, written: Any, promised: Any, node: Any, xml_text: Callable[[str], str], as_text: Any
) -> None:
    found = node(GRAPHOLOGY, "graphology", "graphology-gexf", text=written(document))
    assert found["type"] == ("directed" if document.directed else "undirected")
    assert found["attributes"]["description"] == xml_text(document.title)
    for row in found["nodes"]:
        assert row["attributes"].pop("color").startswith("rgb(")
        assert row["attributes"].pop("size") > 0
    assert [{"id": row["key"], **row["attributes"]} for row in found["nodes"]] == [
        _by_graphology(row) for row in promised.nodes(document)
    ]
    for row in found["edges"]:
        assert row["attributes"].pop("label") == row["attributes"]["kind"]
    assert [
        {"id": row["key"], "<": row["source"], ">": row["target"], **row["attributes"]} for row in found["edges"]
    ] == [_by_graphology(row) for row in promised.edges(document)]


def _by_graphology(row: dict[str, Any]) -> dict[str, Any]:
    # It leaves empty labels and years out, and JSON has no numbers that are not finite.
    numbers = {"nan": "NaN", "-inf": "-Infinity"}
    return {
        name: numbers.get(str(value), value) if isinstance(value, float) else value
        for name, value in row.items()
        if name not in {"start", "end"} and (name != "label" or value)
    }


def test_it_has_what_the_schema_has_in_its_order(document: Document, written: Any) -> None:
    """GEXF 1.3 is published as RELAX NG and XSD, which no package carries: this is what they say, in short."""
    root = etree.fromstring(written(document))
    # Each element by its children, in this order, its attributes that must be there, and those that may.
    schema: dict[str, tuple[list[str], set[str], set[str]]] = {
        "gexf": (["meta", "graph"], {"version"}, {"variant", "schemaLocation"}),
        "meta": (["creator", "keywords", "description"], set(), {"lastmodifieddate"}),
        "description": ([], set(), set()),
        "graph": (
            ["attributes", "nodes", "edges"],
            set(),
            {"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation", "start", "end", "timezone"},
        ),
        "attributes": (["attribute"], {"class"}, {"mode"}),
        "attribute": (["default", "options"], {"id", "title", "type"}, set()),
        "nodes": (["node"], set(), {"count"}),
        "edges": (["edge"], set(), {"count"}),
        "node": (["attvalues", "color", "size"], {"id"}, {"label", "start", "end"}),
        "edge": (
            ["attvalues"], {"source", "target"}, {"id", "type", "label", "weight", "kind", "start", "end"},
        ),
        "attvalues": (["attvalue"], set(), set()),
        "attvalue": ([], {"for", "value"}, set()),
        "color": ([], {"r", "g", "b"}, {"a"}),
        "size": ([], {"value"}, set()),
    }  # fmt: skip
    for element in root.iter():
        children, must, may = schema[etree.QName(element).localname]
        places = [children.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places)
        attributes = {etree.QName(name).localname for name in element.attrib}
        assert must <= attributes <= must | may
    types = {each.get("type") for each in root.iterfind(".//g:attribute", _SPACE)}
    assert types <= {"string", "long", "double", "boolean", "liststring"}
    graph = root.find("g:graph", _SPACE)
    for part, one in (("nodes", "node"), ("edges", "edge")):
        assert graph.find(f"g:{part}", _SPACE).get("count") == str(len(graph.findall(f"g:{part}/g:{one}", _SPACE)))
    for part in graph.iterfind("g:attributes", _SPACE):
        titles = [each.get("title") for each in part]
        assert len(set(titles)) == len(titles)
    assert len(graph.findall("g:nodes/g:node/viz:color", _SPACE)) == len(document.nodes)


def test_without_what_is_new_it_is_valid_by_the_schema_before(document: Document, written: Any, schemas: Path) -> None:
    """The schema of GEXF 1.2 is the latest that a package carries."""
    text = written(document).replace(b"http://gexf.net/1.3", b"http://www.gexf.net/1.2draft")
    root = etree.fromstring(text.replace(b'version="1.3"', b'version="1.2"', 1))
    root.find("{*}graph").attrib.pop("timerepresentation", None)
    for edge in root.iter("{*}edge"):
        edge.attrib.pop("kind", None)
    # There, what is drawn is in the same namespace.
    for drawn in (*root.iter("{*}color"), *root.iter("{*}size")):
        drawn.tag = f"{{http://www.gexf.net/1.2draft}}{etree.QName(drawn).localname}"
    etree.XMLSchema(file=str(schemas / "gexf.xsd")).assertValid(root)


def test_sizes_grow_with_degrees(undirected: Document, written: Any) -> None:
    graph = networkx.read_gexf(io.BytesIO(written(undirected)))
    assert [graph.nodes[name]["viz"]["size"] for name in "bac"] == [40.0, 25.21, 5.0]


def test_losses_are_told(nasty: Document, curated: Document, written: Any) -> None:
    assert written.losses(nasty) == [
        "characters that XML has no place for replaced by \ufffd",
        "dates of day written as text",
        "id is called id_2",
        "integers of count written as text, as not all can be held as such",
        "integers of n written as text, as not all can be held as such",
        "kind is called kind_2",
        "label is called label_2",
        "start is called start_2",
        "weight is called weight_2",
        "what has no name is called unnamed",
    ]
    assert written.losses(curated) == ["values in lists of years written as texts"]


_LIST = ["a, b", '"quoted"', "back\\slash", "[x]", "tab\tline\nreturn\r", "", " spaced ", "it's", "null", "\\n"]


@pytest.fixture(scope="module")
def lists() -> Document:
    columns = [Column("tags", "string", many=True), Column("flags", "boolean", many=True)]
    return Document("", True, columns, [], [NodeRow("a", "A", "", (_LIST, [True, False]))], [])


def test_networkx_keeps_what_tells_the_values_of_a_list_apart(lists: Document, written: Any) -> None:
    graph = networkx.read_gexf(io.BytesIO(written(lists)))
    assert _unlisted(graph.nodes["a"]["tags"]) == _LIST
    assert _unlisted(graph.nodes["a"]["flags"]) == ["true", "false"]


def test_graphology_keeps_what_tells_the_values_of_a_list_apart(lists: Document, written: Any, node: Any) -> None:
    found = node(GRAPHOLOGY, "graphology", "graphology-gexf", text=written(lists))
    assert found["nodes"][0]["attributes"]["tags"] == _LIST


def test_ids_that_become_equal(written: Any) -> None:
    nodes = [NodeRow("a\x00", "A", "", ()), NodeRow("a\x01", "B", "", (), 1999)]
    document = Document("", True, [], [Column("key", "string")], nodes, [EdgeRow("e0", 0, 1, "", 1, ("k",))])
    graph = networkx.read_gexf(io.BytesIO(written(document)))
    assert list(graph) == ["a\ufffd", "a\ufffd_2"]
    assert graph.edges["a\ufffd", "a\ufffd_2"]["key_2"] == "k"


def test_nothing_is_a_graph(written: Any) -> None:
    assert len(networkx.read_gexf(io.BytesIO(written(Document("", True, [], [], [], []))))) == 0


_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n\r\x85")
)


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS.filter(bool))
def test_any_text_of_characters_of_xml_is_kept(id_: str, label: str, kind: str, value: str, name: str) -> None:
    column = Column(f"a {name}", "string")
    edge = EdgeRow(f"e{id_}", 0, 0, kind, 1, (value,))
    output, loss = io.BytesIO(), Loss()
    gexf.write(Document(label, True, [column], [column], [NodeRow(id_, label, kind, (value,))], [edge]), output, loss)
    root = etree.fromstring(output.getvalue())
    node = root.find(".//g:node", _SPACE)
    assert [each.get("title") for each in root.iterfind(".//g:attribute", _SPACE)] == ["kind", column.name] * 2
    assert (root.findtext(".//g:description", namespaces=_SPACE) or "") == label
    assert (node.get("id"), node.get("label")) == (id_, label)
    read = root.find(".//g:edge", _SPACE)
    assert [read.get(of) for of in ("id", "source", "target")] == [f"e{id_}", id_, id_]
    assert (read.get("label", ""), read.get("kind", "")) == (kind, kind)
    for element in (node, read):
        assert [each.get("value") for each in element.iterfind(".//g:attvalue", _SPACE)] == [kind, value]
    assert loss.lines() == []
