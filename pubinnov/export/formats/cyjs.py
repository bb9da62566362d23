"""Cytoscape.js JSON: `cytoscape(data)` in a browser, or a file that Cytoscape opens.

Cytoscape makes a column of doubles of any number, and none of null, hence what is missing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from pubinnov.export import json, text
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.table import edges, node_ids, nodes

TITLE = "Cytoscape.js JSON: Cytoscape, Cytoscape.js"
ENDINGS = (".cyjs",)
FATES = {
    "lists": "arrays",
    "missing values": "left out",
    "kinds": "the attributes `kind` of nodes and `interaction` of edges",
    "parallel edges": "kept, each with an id of its own",
    **json.FATES,
}

_NODES = {"id": "id", "label": "name", "kind": "kind"}
_EDGES = {"source": "source", "target": "target", "id": "id", "kind": "interaction", "weight": "weight"}
# "parent" makes compound nodes; Cytoscape skips SUID and selected, and its columns do not tell capitals apart.
_RULES = json.rules("parent", "SUID", "selected", capitals=False)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    ids = node_ids(document, loss)
    rows_of_nodes = nodes(document, _NODES, _RULES, loss, ids)
    rows_of_edges = edges(document, _EDGES, _RULES, loss, ids)
    prefix = _prefix(document, set(ids), loss)
    yield f'{{"data":{json.encoded({"name": document.title, "directed": document.directed})}'
    if not document.directed:
        loss.note("edges have no direction, which only the attribute `directed` of the network tells")
    yield ',"elements":{"nodes":'
    yield from json.array({"data": json.present(rows_of_nodes.columns, values)} for _, values in rows_of_nodes.rows())
    yield ',"edges":'
    yield from json.array(
        {"data": json.present(rows_of_edges.columns, values) | {"id": prefix + edge.id}}
        for edge, values in rows_of_edges.rows()
    )
    yield "}}\n"


def _prefix(document: Document, ids: set[str], loss: Loss) -> str:
    """Return what to put before the ids of edges: Cytoscape.js drops an edge that has the id of a node."""
    prefix = ""
    while any(prefix + edge.id in ids for edge in document.edges()):
        prefix += "edge:"
    if prefix:
        loss.note(f"ids of edges begin with {prefix}, as nodes have the same ids")
    return prefix
