"""CX2, the Cytoscape exchange format, version 2, with a declaration of each attribute.

Ids are integers in it: of nodes and edges, their places. The ids of the document are in the attributes `represents`,
which CX2 reserves for that, and `edge_id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from pubinnov.export import json, text
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.table import edges, node_ids, nodes

TITLE = "CX2: NDEx, Cytoscape, Cytoscape Web"
ENDINGS = (".cx2",)
FATES = {
    "lists": "lists of their type",
    "missing values": "left out",
    "kinds": "the attributes `kind` of nodes and `interaction` of edges",
    "parallel edges": "kept, each with an id of its own, the attribute `edge_id`",
    **json.FATES,
}

_TYPES = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean", "date": "string"}
_NODES = {"id": "represents", "label": "name", "kind": "kind"}
_EDGES = {"id": "edge_id", "kind": "interaction", "weight": "weight"}
# "id" is not allowed, "alias" is a list of other ids, and Cytoscape has SUID and selected, in any letters.
_RULES = json.rules("id", "alias", "SUID", "selected", capitals=False)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    ids = node_ids(document, loss)
    rows_of_nodes = nodes(document, _NODES, _RULES, loss, ids)
    rows_of_edges = edges(document, _EDGES, _RULES, loss, ids)
    declared: dict[str, dict[str, dict[str, str]]] = {
        "networkAttributes": {"name": {"d": "string"}, "directed": {"d": "boolean"}}
    }
    for aspect, columns in (("nodes", rows_of_nodes.columns), ("edges", rows_of_edges.columns)):
        declared[aspect] = {column.name: {"d": "list_of_" * column.many + _TYPES[column.type]} for column in columns}
    counts = {
        "attributeDeclarations": 1,
        "networkAttributes": 1,
        "nodes": len(document.nodes),
        "edges": sum(1 for _ in document.edges()),
    }
    yield '[{"CXVersion":"2.0","hasFragments":false},\n{"metaData":'
    yield from json.array({"name": name, "elementCount": count} for name, count in counts.items())
    yield '},\n{"attributeDeclarations":'
    yield from json.array([declared])
    yield '},\n{"networkAttributes":'
    yield from json.array([{"name": document.title, "directed": document.directed}])
    if not document.directed:
        loss.note("edges have no direction, which only the attribute `directed` of the network tells")
    yield '},\n{"nodes":'
    yield from json.array(
        {"id": place, "v": json.present(rows_of_nodes.columns, values)}
        for place, (_, values) in enumerate(rows_of_nodes.rows())
    )
    yield '},\n{"edges":'
    yield from json.array(
        {"id": place, "s": edge.source, "t": edge.target, "v": json.present(rows_of_edges.columns, values)}
        for place, (edge, values) in enumerate(rows_of_edges.rows())
    )
    yield '},\n{"status":[{"error":"","success":true}]}]\n'
