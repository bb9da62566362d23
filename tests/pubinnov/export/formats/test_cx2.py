"""CX2 is read back with the client of NDEx, and as JSON by its specification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, NodeRow

NAMES = {"id": "id_2", "kind": "kind_2", "start": "start_2", "": "unnamed", "case": "case_2"}


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str], document: Document, nasty: Document) -> Any:
    # Of the nasty document, some numbers are beyond what JavaScript has, or not finite.
    texts = {"count", "n", "share"} if document is nasty else set()

    def value(each: Any, column: Column) -> Any:
        return as_text(each) if column.name in texts else each

    return promise(
        {"id": "represents", "label": "name", "kind": "kind"},
        {"id": "edge_id", "kind": "interaction", "weight": "weight"},
        NAMES,
        value,
    )


@pytest.fixture
def by_ndex(written: Any, tmp_path: Path) -> Callable[[Document], Any]:
    reader = pytest.importorskip("ndex2.cx2", reason="pip install ndex2")

    def read(document: Document) -> Any:
        path = tmp_path / "network.cx2"
        path.write_bytes(written(document))
        network = reader.CX2Network()
        network.create_from_raw_cx2(str(path))
        return network

    return read


def test_ndex_reads_every_value(document: Document, by_ndex: Any, promised: Any) -> None:
    network = by_ndex(document)
    title = document.title.replace("\ud800", "\ufffd")
    assert network.get_network_attributes() == {"name": title, "directed": document.directed}
    nodes = network.get_nodes()
    assert list(nodes) == list(range(len(document.nodes)))
    assert [node["v"] for node in nodes.values()] == promised.nodes(document)
    edges = network.get_edges()
    assert [(edge["s"], edge["t"]) for edge in edges.values()] == [
        (edge.source, edge.target) for edge in document.edges()
    ]
    assert [edge["v"] for edge in edges.values()] == promised.edges(document)
    assert network.get_status() == {"error": "", "success": True}
    assert network.get_opaque_aspects() == []


def test_strict_json_with_counts(document: Document, written: Any, strict: Any) -> None:
    head, meta, *aspects, status = strict(written(document))
    assert head == {"CXVersion": "2.0", "hasFragments": False}
    assert status == {"status": [{"error": "", "success": True}]}
    assert [(*aspect, *map(len, aspect.values())) for aspect in aspects] == [
        (each["name"], each["elementCount"]) for each in meta["metaData"]
    ]
    by_name = {name: values for aspect in aspects for name, values in aspect.items()}
    declared = by_name["attributeDeclarations"][0]
    # What Python reads is of the declared type, without the help of a converter.
    types = {"string": str, "long": int, "double": float, "boolean": bool}
    for aspect in ("networkAttributes", "nodes", "edges"):
        for each in by_name[aspect]:
            for key, value in each.get("v", each).items():
                kind = declared[aspect][key]["d"]
                for one in value if kind.startswith("list_of_") else [value]:
                    assert type(one) is types[kind.removeprefix("list_of_")]


def test_declarations(nasty: Document, curated: Document, by_ndex: Any) -> None:
    declared = by_ndex(nasty).get_attribute_declarations()
    types = {aspect: {name: each["d"] for name, each in of.items()} for aspect, of in declared.items()}
    assert types == {
        "networkAttributes": {"name": "string", "directed": "boolean"},
        "nodes": {
            "represents": "string", "name": "string", "kind": "string", "start": "long", "end": "long", "text": "string",
            "count": "string", "share": "string", "open": "boolean", "day": "string", "tags": "list_of_string",
            "label": "string", "id_2": "long", "kind_2": "string", "weight": "double", "start_2": "string", "two words": "string",
            'say "it"': "string", "label@fr": "string", "x:y": "string", "größe 数": "string", "unnamed": "string",
            "Case": "string", "case_2": "string",
        },
        "edges": {
            "edge_id": "string", "interaction": "string", "weight": "double", "start": "long", "end": "long",
            "n": "string", "note": "string", "source": "string",
        },
    }  # fmt: skip
    edges = by_ndex(curated).get_attribute_declarations()["edges"]
    assert edges["records"] == {"d": "long"}
    assert edges["years"] == {"d": "list_of_long"}


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
        "start is called start_2",
        "what has no name is called unnamed",
    ]
    assert written.losses(undirected) == [
        "edges have no direction, which only the attribute `directed` of the network tells"
    ]


def test_names_that_cx2_uses_and_numbers_at_the_edge(by_ndex: Any) -> None:
    columns = [Column(name, "string") for name in ("id", "alias", "Name", "x")]
    numbers = [Column("fits", "integer"), Column("many", "integer", many=True), Column("shares", "double", many=True)]
    nodes = [
        NodeRow("n", "", "k", ("i", "a", "N", "x", 2**53 - 1, [2**53], [1, 0.1])),
        NodeRow("m", "", "", (None, None, None, None, 1 - 2**53, [], [])),
    ]
    network = by_ndex(Document("", True, [*columns, *numbers], (), nodes, []))
    assert [node["v"] for node in network.get_nodes().values()] == [
        {"represents": "n", "name": "", "kind": "k", "id_2": "i", "alias_2": "a", "Name_2": "N", "x": "x"}
        | {"fits": 2**53 - 1, "many": ["9007199254740992"], "shares": [1.0, 0.1]},
        {"represents": "m", "name": "", "kind": "", "fits": 1 - 2**53, "many": [], "shares": []},
    ]
