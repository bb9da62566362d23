"""Pajek networks, which Pajek, igraph, networkx, Gephi and VOSviewer read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from pubinnov.export import text
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.text import finite

TITLE = "Pajek: Pajek, igraph, networkx, Gephi, VOSviewer"
ENDINGS = (".net",)
FATES = {
    "lists": "in comments, as JSON lists",
    "dates": "in comments, as JSON texts, YYYY-MM-DD",
    "missing values": "in comments, as null",
    "kinds": "of edges, the label of the line; of nodes in comments",
    "parallel edges": "kept",
    "control characters": "replaced by spaces, double quotes by single ones, and backslashes by /; in comments kept",
    "large integers": "in comments, digit by digit",
    "NaN": "in comments, as the texts NaN, Infinity and -Infinity",
}

# Pajek has no way to write a quote within quotes; readers disagree on backslashes.
_SAFE = str.maketrans({'"': "'", "\\": "/"})
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    # Everything is also written as comments, which stand before the network, as networkx reads none after its start.
    # Pajek takes a file for UTF-8 by the mark at its start. It stands before a comment, as networkx passes over that.
    yield "\ufeff% Attributes of nodes and edges, a line of JSON for each\n"
    names = ["id", "label", "kind", "start", "end", *(column.name for column in document.node_columns)]
    yield f"% nodes {json.dumps(names)}\n"
    for number, node in enumerate(document.nodes, 1):
        row = [node.id, node.label, node.kind, node.start, node.end, *map(finite, node.values)]
        yield f"% {number} {json.dumps(row)}\n"
    names = ["id", "kind", "weight", "start", "end", *(column.name for column in document.edge_columns)]
    yield f"% edges {json.dumps(names)}\n"
    for edge in document.edges():
        row = [edge.id, edge.kind, edge.weight, edge.start, edge.end, *map(finite, edge.values)]
        yield f"% {json.dumps(row)}\n"
    if title := _safe(document.title, loss).strip():
        yield f"*Network {title}\n"
    yield f"*Vertices {len(document.nodes)}\n"
    for number, label in enumerate(_labels(document, loss), 1):
        yield f'{number} "{label}"\n'
    yield "*Arcs\n" if document.directed else "*Edges\n"
    for edge in document.edges():
        kind = _safe(edge.kind, loss)
        yield f"{edge.source + 1} {edge.target + 1} {edge.weight!r}" + (f' l "{kind}"\n' if kind else "\n")
    loss.note("ids, kinds of nodes and attributes written as comments, which programs do not read")


def _labels(document: Document, loss: Loss) -> list[str]:
    """Return a name for each node, not two the same, since programs take nodes of one name for one node."""
    plain = [_safe(node.label, loss) for node in document.nodes]
    times = Counter(plain)
    kept = {label for label in plain if label.strip() and times[label] == 1}
    others = [
        f"{label} [{_safe(node.id, loss)}]".strip()
        for node, label in zip(document.nodes, plain, strict=True)
        if label not in kept
    ]
    loss.note("labels that are empty or shared followed by ids", len(others))
    made = iter(text.unique(others, taken=kept))
    return [label if label in kept else next(made) for label in plain]


def _safe(label: str, loss: Loss) -> str:
    plain, times = _CONTROL.subn(" ", text.clean(label, loss))
    loss.note("control characters in labels replaced by spaces", times)
    safe = plain.translate(_SAFE)
    loss.note("quotes and backslashes in labels replaced", safe != plain)
    return safe
