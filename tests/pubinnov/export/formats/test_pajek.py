"""Pajek networks are read back with igraph and networkx, and the comments as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

from pubinnov.export.document import Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss


def _safe(text: str) -> str:
    spaced = re.sub("[\0-\x1f\x7f-\x9f\u2028\u2029]", " ", re.sub("[\ud800-\udfff]", "\ufffd", text))
    return spaced.replace('"', "'").replace("\\", "/")


def _labels(document: Document) -> list[str]:
    """Return what FATES promises: labels, followed by ids where they are blank or shared."""
    labels = [_safe(node.label) for node in document.nodes]
    times = Counter(labels)
    return [
        f"{label} [{_safe(node.id)}]".strip() if not label.strip() or times[label] > 1 else label
        for node, label in zip(document.nodes, labels, strict=True)
    ]


def _edges(document: Document) -> list[tuple[str, str, float, str]]:
    labels = _labels(document)
    rows = []
    for edge in document.edges():
        ends = [labels[edge.source], labels[edge.target]]
        source, target = ends if document.directed else sorted(ends)
        rows.append((source, target, float(edge.weight), _safe(edge.kind)))
    return sorted(rows)


def test_igraph_reads_it(document: Document, tmp_path: Path, written: Any) -> None:
    igraph = pytest.importorskip("igraph", reason="pip install igraph")
    path = tmp_path / "graph.net"
    path.write_bytes(written(document))
    graph = igraph.Graph.Read_Pajek(str(path))
    assert graph.is_directed() == document.directed
    assert graph.vs["name"] == _labels(document)
    found = []
    for edge in graph.es:
        ends = [graph.vs[place]["name"] for place in edge.tuple]
        source, target = ends if document.directed else sorted(ends)
        found.append((source, target, edge["weight"], edge["label"]))
    assert sorted(found) == _edges(document)


def test_networkx_reads_it(document: Document, tmp_path: Path, written: Any) -> None:
    path = tmp_path / "graph.net"
    path.write_bytes(written(document))
    graph = networkx.read_pajek(path)
    assert graph.is_directed() == document.directed
    assert graph.name == _safe(document.title).strip()
    assert list(graph) == _labels(document)
    found = []
    for *ends, data in graph.edges(data=True):
        source, target = ends if document.directed else sorted(ends)
        found.append((source, target, data["weight"], data["l"]))
    assert sorted(found) == _edges(document)


def test_comments_hold_everything(
    document: Document, written: Any, strict: Callable[[str], Any], as_text: Callable[[Any], str]
) -> None:
    def plain(value: Any) -> Any:
        # Two halves of a pair, one after the other, are one character in JSON.
        whole = value.replace("\ud83d\ude00", "😀") if isinstance(value, str) else value
        return as_text(whole) if str(whole) in {"nan", "-inf"} else whole

    lines = written(document).decode("utf-8-sig").split("\n")
    rows = [line.partition("[") for line in lines if line.startswith("% ")]
    expected: list[tuple[str, list[Any]]] = []
    names = ["id", "label", "kind", "start", "end", *(each.name for each in document.node_columns)]
    expected.append(("% nodes ", names))
    for number, node in enumerate(document.nodes, 1):
        row = [node.id, node.label, node.kind, node.start, node.end, *map(plain, node.values)]
        expected.append((f"% {number} ", row))
    names = ["id", "kind", "weight", "start", "end", *(each.name for each in document.edge_columns)]
    expected.append(("% edges ", names))
    for edge in document.edges():
        expected.append(("% ", [edge.id, edge.kind, edge.weight, edge.start, edge.end, *map(plain, edge.values)]))
    assert [(head, strict(mark + tail)) for head, mark, tail in rows if mark] == expected


def test_names_stay_unique_and_weights_numbers(tmp_path: Path, written: Any) -> None:
    named = [("a", "x"), ("b", "x"), ("c", 'q"'), ("d", "q'"), ("e", "x [a]"), ("f", "x\\"), ("g", " ")]
    nodes = [NodeRow(id_, label, "", ()) for id_, label in named]
    edges = [EdgeRow("e0", 0, 1, "", 1e300, ()), EdgeRow("e1", 0, 1, "k", 1e-300, ())]
    loss = Loss()
    path = tmp_path / "graph.net"
    path.write_bytes(written(Document("\x0b", True, (), (), nodes, edges), loss=loss))
    graph = networkx.read_pajek(path)
    assert list(graph) == ["x [a]_2", "x [b]", "q' [c]", "q' [d]", "x [a]", "x/", "[g]"]
    assert [data for *_, data in graph.edges(data=True)] == [{"weight": 1e300}, {"weight": 1e-300, "l": "k"}]
    assert "labels that are empty or shared followed by ids: 5 times" in loss.lines()


def test_what_is_lost_is_told(nasty: Document, undirected: Document, written: Any) -> None:
    assert written.losses(undirected) == [
        "ids, kinds of nodes and attributes written as comments, which programs do not read"
    ]
    assert {
        "control characters in labels replaced by spaces",
        "labels that are empty or shared followed by ids",
        "quotes and backslashes in labels replaced",
    } <= set(written.losses(nasty))
