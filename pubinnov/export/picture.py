"""A document as a picture."""

from __future__ import annotations

import warnings
from typing import IO

from pubinnov.drawing.strokes import STYLES
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.xml import NO_CHARACTER
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph

_LIGHTEST = 0.01

FATES = {
    "lists": "not shown",
    "dates": "not shown",
    "missing values": "not shown",
    "kinds": "colours of nodes; styles of lines, for up to five kinds of edges",
    "parallel edges": "bent apart",
    "control characters": "replaced by �, as an SVG has no place for them",
    "large integers": "not shown",
    "NaN": "not shown",
}


def write(document: Document, output: IO[bytes], loss: Loss, form: str) -> None:
    """Draw a document in one of the formats of `pubinnov.drawing.picture`."""
    from pubinnov.drawing.picture import LettersMissing
    from pubinnov.drawing.plot import draw

    nodes = [Node(node.id, node.id, _clean(node.kind, loss), _clean(node.label, loss)) for node in document.nodes]
    edges: list[Edge] = []
    weights: list[float] = []
    for edge in document.edges():
        edges.append(Edge(edge.source, edge.target, _clean(edge.kind, loss), ()))
        # What weighs nothing is drawn all the same.
        weights.append(max(edge.weight, _LIGHTEST))
    title = _clean(document.title, loss)
    if len({edge.kind for edge in edges}) > len(STYLES):
        loss.note(f"kinds of edges drawn alike, as there are more than {len(STYLES)}")
    loss.note("attributes are not shown in a picture, and only the names of the largest nodes")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", LettersMissing)
        draw(PropertyGraph("", title, {}, document.directed, nodes, edges), output, form, weights=weights)
    for each in caught:
        loss.note(str(each.message))


def _clean(text: str, loss: Loss) -> str:
    cleaned, times = NO_CHARACTER.subn("\ufffd", text)
    loss.note("characters that XML has no place for replaced by \ufffd", times)
    return cleaned
