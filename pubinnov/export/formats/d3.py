"""Node-link JSON, as D3 and networkx read it.

`d3.forceLink(data.links).id(node => node.id)`, or `networkx.node_link_graph(data, edges="links")`, in which the `key`
of an edge is its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from pubinnov.export import json, text
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.table import Table, edges, node_ids, nodes

TITLE = "Node-link JSON: D3, networkx"
ENDINGS = (".json",)
FATES = {
    "lists": "arrays",
    "missing values": "left out",
    "kinds": "the attribute `kind`",
    "parallel edges": "kept, each with an id of its own, its `key`",
    **json.FATES,
}

_NODES = {"id": "id", "label": "label", "kind": "kind"}
_EDGES = {"source": "source", "target": "target", "id": "key", "kind": "kind", "weight": "weight"}
# The force simulation of D3 keeps its state in these.
_RULES = json.rules("index", "x", "y", "vx", "vy", "fx", "fy")


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    ids = node_ids(document, loss)
    yield f'{{"directed":{"true" if document.directed else "false"},"multigraph":true'
    yield f',"graph":{json.encoded({"name": document.title})},"nodes":'
    yield from json.array(_objects(nodes(document, _NODES, _RULES, loss, ids)))
    yield ',"links":'
    yield from json.array(_objects(edges(document, _EDGES, _RULES, loss, ids)))
    yield "}\n"


def _objects(table: Table[Any]) -> Iterator[dict[str, Any]]:
    return (json.present(table.columns, values) for _, values in table.rows())
