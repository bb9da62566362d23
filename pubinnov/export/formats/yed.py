"""GraphML as yEd draws it: shapes, colours and labels beside the plain data, which any reader of GraphML finds."""

from __future__ import annotations

import math
from typing import IO

from pubinnov.drawing.colours import by_kind
from pubinnov.drawing.strokes import styled
from pubinnov.export import text
from pubinnov.export.document import Document, EdgeRow, NodeRow
from pubinnov.export.formats import graphml
from pubinnov.export.loss import Loss
from pubinnov.export.xml import clean

TITLE = "GraphML for yEd, with labels, shapes and colours"
ENDINGS = (".yed.graphml",)
FATES = {
    **graphml.FATES,
    "kinds": "the attribute `kind`; shapes and colours of nodes, labels of edges, and styles of lines, for up to four"
    " kinds of edges",
}

# Shapes of yEd in which a line of text has room.
_SHAPES = (
    "rectangle", "roundrectangle", "ellipse", "octagon", "hexagon", "parallelogram", "trapezoid", "trapezoid2",
    "parallelogram2", "diamond",
)  # fmt: skip
# Of lines.
_LINES = ("line", "dashed", "dotted", "dashed_dotted")
# What is drawn most often keeps its shape in all files, as it keeps its colour.
_KINDS = dict(zip(("Technology", "Method", "Benefit", "Harm", "Country", "Initiative"), _SHAPES, strict=False))


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(graphml.lines(document, loss, _Yed(document)), output, loss)


class _Yed:
    namespaces = ' xmlns:y="http://www.yworks.com/xml/graphml"'
    keys = (
        '  <key id="nodegraphics" for="node" yfiles.type="nodegraphics"/>\n'
        '  <key id="edgegraphics" for="edge" yfiles.type="edgegraphics"/>\n'
    )

    def __init__(self, document: Document) -> None:
        self._colours = by_kind(node.kind for node in document.nodes)
        others = sorted(kind for kind in self._colours if kind and kind not in _KINDS)
        free = [shape for shape in _SHAPES if shape not in {_KINDS.get(kind) for kind in self._colours}]
        self._shapes = {kind: free[number % len(free)] for number, kind in enumerate(others)}
        # yEd does not lay a file out by itself: in a grid nothing hides anything until a layout is chosen.
        self._across = math.ceil(math.sqrt(len(document.nodes))) or 1
        self._lines = styled((edge.kind for edge in document.edges()), _LINES)
        self._arrow = "standard" if document.directed else "none"

    def node(self, place: int, node: NodeRow) -> str:
        # What XML has no place for is noted where the label is written as plain data; once is enough.
        label = clean(node.label, Loss())
        lines = node.label.splitlines() or [""]
        colour = self._colours[node.kind]
        shape = _KINDS.get(node.kind) or self._shapes.get(node.kind, "rectangle")
        row, column = divmod(place, self._across)
        width = min(40 + 7 * max(map(len, lines)), 400)
        return (
            '<data key="nodegraphics"><y:ShapeNode>'
            f'<y:Geometry height="{14 + 16 * len(lines)}" width="{width}" x="{column * 420}" y="{row * 90}"/>'
            f'<y:Fill color="{colour}" transparent="false"/>'
            '<y:BorderStyle color="#333333" type="line" width="1.0"/>'
            f'<y:NodeLabel xml:space="preserve" textColor="{_readable(colour)}">{label}</y:NodeLabel>'
            f'<y:Shape type="{shape}"/></y:ShapeNode></data>'
        )

    def edge(self, edge: EdgeRow) -> str:
        kind = clean(edge.kind, Loss())
        label = f'<y:EdgeLabel xml:space="preserve">{kind}</y:EdgeLabel>' if kind else ""
        return (
            '<data key="edgegraphics"><y:PolyLineEdge><y:LineStyle color="#666666"'
            f' type="{self._lines[edge.kind]}" width="1.0"/>'
            f'<y:Arrows source="none" target="{self._arrow}"/>{label}</y:PolyLineEdge></data>'
        )


def _readable(colour: str) -> str:
    """Return black or white, whichever stands out more from a colour: the contrast of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
