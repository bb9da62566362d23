"""GML is read back with networkx and igraph."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

from pubinnov.export.document import Column, Document, NodeRow
from pubinnov.export.loss import Loss

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "weight": "weight_2", "start": "start_2", "": "unnamed", "case": "case_2",
    "source": "source_2",
}  # fmt: skip


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some integers are beyond 32 bits, and some numbers not finite.
    texts = {"count", "n", "share"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        if column.many:
            return "; ".join(map(as_text, each))
        return each if column.type in {"integer", "double"} and column.name not in texts else as_text(each)

    return promise(
        {"id": "name", "label": "label", "kind": "kind"},
        {"source": "<", "target": ">", "id": "name", "kind": "kind", "weight": "weight"},
        NAMES,
        value,
        name=lambda name: re.sub("[^A-Za-z0-9_]", "_", name),
    )


def _by_networkx(row: dict[str, Any]) -> dict[str, Any]:
    # However it is written, networkx takes this text for an empty list; that is noted as a loss.
    return {name: [] if value == "[]" else value for name, value in row.items()}


def test_networkx_reads_every_value(
    document: Document, tmp_path: Path, written: Any, promised: Any, comparable: Any
) -> None:
    path = tmp_path / "graph.gml"
    path.write_bytes(written(document))
    graph = networkx.read_gml(path, label="name")
    assert graph.is_directed() == document.directed
    assert graph.graph["label"] == document.title.replace("\ud800", "\ufffd")
    nodes = [{"name": name, **values} for name, values in graph.nodes(data=True)]
    assert comparable(nodes) == comparable([_by_networkx(row) for row in promised.nodes(document)])
    edges = {data["name"]: {"<": source, ">": target, **data} for source, target, data in graph.edges(data=True)}
    assert graph.number_of_edges() == len(edges)
    expected = {edge["name"]: _by_networkx(edge) for edge in promised.edges(document)}
    if not document.directed:
        for rows in (edges, expected):
            for row in rows.values():
                row["<"], row[">"] = sorted((row["<"], row[">"]))
    assert comparable(edges) == comparable(expected)


def _decoded(value: Any) -> Any:
    # igraph knows names of characters, but leaves codes as they are.
    return re.sub("&#([0-9]+);", lambda found: chr(int(found[1])), value) if isinstance(value, str) else value


def test_igraph_reads_every_value(document: Document, tmp_path: Path, written: Any, promised: Any) -> None:
    igraph = pytest.importorskip("igraph", reason="pip install igraph")
    path = tmp_path / "graph.gml"
    path.write_bytes(written(document))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        graph = igraph.Graph.Read_GML(str(path))
    assert graph.is_directed() == document.directed
    nodes = promised.nodes(document)
    assert graph.vcount() == len(nodes)
    for vertex, row in zip(graph.vs, nodes, strict=True):
        assert {name: _decoded(vertex[name]) for name in row} == row
    edges = {edge["name"]: edge for edge in promised.edges(document)}
    assert graph.ecount() == len(edges)
    names = [node["name"] for node in nodes]
    for edge in graph.es:
        row = edges.pop(edge["name"])
        ends = [row.pop("<"), row.pop(">")]
        found = [names[place] for place in edge.tuple]
        assert found == ends if document.directed else sorted(found) == sorted(ends)
        assert {name: _decoded(edge[name]) for name in row} == row


def test_it_is_what_the_specification_says(document: Document, written: Any) -> None:
    """Lines are a key, and a number or a text in ASCII without quotes; integers have 32 bits."""
    line = re.compile(
        r' *(?:[A-Za-z][A-Za-z0-9_]* (?:\[|"[^"&]*(?:&[a-z#0-9]+;[^"&]*)*"|(-?[0-9]+)|-?[0-9]+\.[0-9]+(?:E[-+]?[0-9]+)?)|\])'
    )
    for text in written(document).decode("ascii").splitlines():
        found = line.fullmatch(text)
        assert found, text
        assert found[1] is None or -(2**31) <= int(found[1]) < 2**31


def test_types_names_and_hard_texts(tmp_path: Path, written: Any) -> None:
    columns = (
        Column("within", "integer"), Column("beyond", "integer"), Column("finite", "double"), Column("odd name", "string"),
        Column("Label", "string"), Column("Ünï", "string"),
    )  # fmt: skip
    nodes = [
        NodeRow("a", "same", "", (2**31 - 1, 2**31, 1e300, "o", "x", "&amp;")),
        NodeRow("b", "same", "", (-(2**31), 1, 3, "&#38;", "y", None)),
    ]
    loss = Loss()
    path = tmp_path / "graph.gml"
    path.write_bytes(written(Document("", True, columns, (), nodes, []), loss=loss))
    graph = networkx.read_gml(path, label="name")
    assert dict(graph.nodes(data=True)) == {
        "a": {"label": "same", "kind": "", "within": 2**31 - 1, "beyond": "2147483648", "finite": 1e300, "odd_name": "o", "Label_2": "x", "x_n_": "&amp;"},
        "b": {"label": "same", "kind": "", "within": -(2**31), "beyond": "1", "finite": 3.0, "odd_name": "&#38;", "Label_2": "y"},
    }  # fmt: skip
    assert sorted(loss.lines()) == [
        "Label is called Label_2",
        "integers of beyond written as text, as not all can be held as such: 2 times",
        "labels that an earlier node has, so that networkx needs label='name'",
        "odd name is called odd_name",
        "Ünï is called x_n_",
    ]


def test_what_is_lost_is_told(curated: Document, nasty: Document, undirected: Document, written: Any) -> None:
    assert "booleans of open written as text" in written.losses(nasty)
    assert "texts [] and (), which networkx reads as an empty list and tuple" in written.losses(nasty)
    assert "lists of years joined to text" in written.losses(curated)
    assert written.losses(undirected) == []
