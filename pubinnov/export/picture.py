"""A document as a picture."""

from __future__ import annotations

import warnings
from typing import IO

from pubinnov.drawing.picture import LettersMissing
from pubinnov.drawing.plot import draw
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.text import clean
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record

# An edge is no wider however much more it weighs.
_WIDEST = 100

FATES = {
    "lists": "not shown",
    "dates": "not shown",
    "missing values": "not shown",
    "kinds": "colours of nodes; styles of lines, for up to five kinds of edges",
    "parallel edges": "bent apart",
    "control characters": "as the font has them",
    "large integers": "not shown",
    "NaN": "not shown",
}


def write(document: Document, output: IO[bytes], loss: Loss, form: str) -> None:
    """Draw a document in one of the formats of `pubinnov.drawing.picture`."""
    nodes = [Node(node.id, node.id, clean(node.kind, loss), clean(node.label, loss)) for node in document.nodes]
    edges = [Edge(edge.source, edge.target, clean(edge.kind, loss), _records(edge.weight)) for edge in document.edges()]
    title = clean(document.title, loss)
    loss.note("attributes are not shown in a picture, and only the names of the largest nodes")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", LettersMissing)
        draw(PropertyGraph("", title, {}, document.directed, nodes, edges), output, form)
    for each in caught:
        loss.note(str(each.message))


def _records(weight: float) -> list[Record]:
    """Return as many records as an edge weighs, which is what its width is drawn from."""
    return [Record(str(number), "", "", "", None, "") for number in range(min(int(weight), _WIDEST))]
