"""GraphML is read back with networkx, igraph, lxml and graphology."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
import rustworkx
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.formats import graphml
from pubinnov.export.loss import Loss

igraph = pytest.importorskip("igraph", reason="pip install igraph")
etree = pytest.importorskip("lxml.etree", reason="pip install lxml")

_NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"
GRAPHOLOGY = """
import fs from "node:fs";
import graphology from "graphology";
import graphml from "graphology-graphml";
const graph = graphml.parse(graphology, fs.readFileSync(0, "utf8"));
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
    # Of the nasty document, some integers are beyond 64 bits.
    texts = {"count", "n"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        if column.many:
            return "; ".join(map(as_text, each))
        return as_text(each) if column.name in texts else each

    return promise(
        {"id": "<id>", "label": "label", "kind": "kind"},
        {"source": "<", "target": ">", "id": "<id>", "kind": "kind", "weight": "weight"},
        NAMES,
        value,
        xml_text,
    )


def test_networkx_reads_every_value_with_its_type(
    document: Document, written: Any, promised: Any, comparable: Any
) -> None:
    graph = networkx.read_graphml(io.BytesIO(written(document)), force_multigraph=True)
    assert graph.is_directed() == document.directed
    nodes = [{"<id>": id_, **values} for id_, values in graph.nodes(data=True)]
    assert comparable(nodes) == comparable(promised.nodes(document))
    edges = {
        key: {"<": source, ">": target, "<id>": key, **values}
        for source, target, key, values in graph.edges(keys=True, data=True)
    }
    assert graph.number_of_edges() == len(edges)
    assert comparable(edges) == comparable({edge["<id>"]: edge for edge in promised.edges(document)})


def test_igraph_reads_every_value(
    document: Document, tmp_path: Path, written: Any, promised: Any, comparable: Any
) -> None:
    path = tmp_path / "graph.graphml"
    path.write_bytes(written(document))
    graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.is_directed() == document.directed
    nodes, edges = promised.nodes(document), promised.edges(document)
    # igraph 1.0 leaves & in ids as it is in the file.
    assert [name.replace("&#38;", "&") for name in graph.vs["id"]] == [row["<id>"] for row in nodes]
    ids = [row["<id>"] for row in nodes]
    # igraph 1.0 gives the edges the ids of nodes, whatever the file says: theirs is for the other readers to prove.
    assert [{ids[place] for place in edge.tuple} for edge in graph.es] == [{edge["<"], edge[">"]} for edge in edges]
    for read, rows in ((graph.vs, nodes), (graph.es, edges)):
        for found, row in zip(read, rows, strict=True):
            wanted = {
                # It has no other numbers than doubles.
                name: float(value) if type(value) is int else value
                for name, value in row.items()
                if name not in {"<id>", "<", ">"}
            }
            assert comparable({name: found[name] for name in wanted}) == comparable(wanted)


def test_rustworkx_reads_every_value(
    document: Document, tmp_path: Path, written: Any, promised: Any, comparable: Any
) -> None:
    path = tmp_path / "graph.graphml"
    path.write_bytes(written(document))
    [graph] = rustworkx.read_graphml(str(path))
    assert isinstance(graph, rustworkx.PyDiGraph if document.directed else rustworkx.PyGraph)
    nodes, edges = promised.nodes(document), promised.edges(document)
    # What is missing is None there, and so are empty texts.
    found = [{name: value for name, value in node.items() if value is not None} for node in graph.nodes()]
    assert comparable(found) == comparable([{"id": row["<id>"], **_without(row)} for row in nodes])
    ids = [node["id"] for node in graph.nodes()]
    read = [
        {"<": ids[source], ">": ids[target], **{name: value for name, value in values.items() if value is not None}}
        for source, target, values in graph.weighted_edge_list()
    ]
    ends = [{"<": row["<"], ">": row[">"], "id": row["<id>"], **_without(row)} for row in edges]
    assert comparable(read) == comparable(ends)


def _without(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"<id>", "<", ">"} and value != ""}


def test_it_is_well_formed_and_in_the_order_of_the_schema(
    document: Document, written: Any, xml_text: Callable[[str], str]
) -> None:
    root = etree.fromstring(written(document))
    order = [child.tag.removeprefix(_NAMESPACE) for child in root]
    assert order == ["desc", *["key"] * (len(order) - 2), "graph"]
    assert root[0].text == xml_text(document.title)
    keys = {key.get("id"): key for key in root.iter(f"{_NAMESPACE}key")}
    names = [(key.get("for"), key.get("attr.name")) for key in keys.values()]
    assert len(set(names)) == len(names)
    assert {key.get("attr.type") for key in keys.values()} <= {"string", "long", "double", "boolean"}
    for data in root.iter(f"{_NAMESPACE}data"):
        assert data.getparent().tag == _NAMESPACE + keys[data.get("key")].get("for")
    assert len(list(root.iter(f"{_NAMESPACE}node"))) == len(document.nodes)


def test_it_is_valid_by_the_schema(document: Document, written: Any, schemas: Path) -> None:
    root = etree.fromstring(written(document))
    # In the schema, ids and names of attributes are name tokens, which IRIs and `label@fr` are not: that both stay what
    # they are is worth more to readers, none of which minds. All else is held to it, with numbers in their place.
    numbers: dict[str, str] = {}
    for element in root.iter():
        for name in ("attr.name", *(["id"] if etree.QName(element).localname == "node" else []), "source", "target"):
            if name in element.attrib:
                element.set(name, numbers.setdefault(element.get(name), f"t{len(numbers)}"))
    etree.XMLSchema(file=str(schemas / "graphml.xsd")).assertValid(root)


def test_graphology_reads_every_value(document: Document, written: Any, promised: Any, node: Any) -> None:
    found = node(GRAPHOLOGY, "graphology", "graphology-graphml", text=written(document))
    assert found["type"] == ("directed" if document.directed else "undirected")
    assert [{"<id>": row["key"], **row["attributes"]} for row in found["nodes"]] == [
        _by_graphology(row) for row in promised.nodes(document)
    ]
    assert [
        {"<id>": row["key"], "<": row["source"], ">": row["target"], **row["attributes"]} for row in found["edges"]
    ] == [_by_graphology(row) for row in promised.edges(document)]


def _by_graphology(row: dict[str, Any]) -> dict[str, Any]:
    # JSON, in which it tells what it has read, has no numbers that are not finite.
    numbers = {"nan": "NaN", "-inf": "-Infinity"}
    return {name: numbers.get(str(value), value) if isinstance(value, float) else value for name, value in row.items()}


def test_losses_are_told(nasty: Document, curated: Document, written: Any) -> None:
    assert written.losses(nasty) == [
        "characters that XML has no place for replaced by \ufffd",
        "dates of day written as text",
        "id is called id_2",
        "integers of count written as text, as not all can be held as such",
        "integers of n written as text, as not all can be held as such",
        "kind is called kind_2",
        "label is called label_2",
        "lists of tags joined to text",
        "start is called start_2",
        "weight is called weight_2",
        "what has no name is called unnamed",
    ]
    assert "lists of years joined to text" in written.losses(curated)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(2**63 - 1, "long"), (-(2**63), "long"), (2**63, "string"), (-(2**63) - 1, "string"), (None, "long")],
)
def test_an_attribute_with_an_integer_beyond_64_bits_is_text(value: int | None, kind: str, written: Any) -> None:
    nodes = [NodeRow("a", "a", "", (1,)), NodeRow("b", "b", "", (value,))]
    root = etree.fromstring(written(Document("", True, [Column("n", "integer")], [], nodes, [])))
    assert [key.get("attr.type") for key in root.iter(f"{_NAMESPACE}key") if key.get("attr.name") == "n"] == [kind]


def test_names_that_are_taken_and_ids_that_become_equal(written: Any) -> None:
    columns = [Column("label", "string"), Column("label_", "string"), Column("id", "integer")]
    nodes = [NodeRow("a\x00", "A", "", ("x", "y", 1)), NodeRow("a\x01", "B", "", ("z", None, None))]
    document = Document("", True, columns, [], nodes, [EdgeRow("e0", 0, 1, "", 1, ())])
    loss = Loss()
    graph = networkx.read_graphml(io.BytesIO(written(document, loss=loss)))
    assert dict(graph.nodes(data=True)) == {
        "a\ufffd": {"label": "A", "kind": "", "label_2": "x", "label_": "y", "id_2": 1},
        "a\ufffd_2": {"label": "B", "kind": "", "label_2": "z"},
    }
    assert list(graph.edges) == [("a\ufffd", "a\ufffd_2")]
    assert "label is called label_2" in loss.lines()


def test_nothing_is_a_graph(written: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(networkx.read_graphml(io.BytesIO(written(Document("", True, [], [], [], []))))) == 0


_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n\r\x85")
)


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)
def test_any_text_of_characters_of_xml_is_kept(id_: str, label: str, kind: str, value: str, name: str) -> None:
    column = Column(f"a {name}", "string")
    edge = EdgeRow(f"e{id_}", 0, 0, kind, 1, (value,))
    output, loss = io.BytesIO(), Loss()
    nodes = [NodeRow(id_, label, kind, (value,))]
    graphml.write(Document(label, True, [column], [column], nodes, [edge]), output, loss)
    root = etree.fromstring(output.getvalue())
    node, read = root.find(f".//{_NAMESPACE}node"), root.find(f".//{_NAMESPACE}edge")
    assert [each.get("attr.name") for each in root.iter(f"{_NAMESPACE}key")] == [
        "label", "kind", column.name, "weight", "kind", column.name,
    ]  # fmt: skip
    assert (root.findtext(f"{_NAMESPACE}desc") or "") == label
    assert node.get("id") == id_
    assert [read.get(of) for of in ("id", "source", "target")] == [f"e{id_}", id_, id_]
    assert [each.text or "" for each in node] == [label, kind, value]
    assert [each.text or "" for each in read] == ["1.0", kind, value]
    assert loss.lines() == []
