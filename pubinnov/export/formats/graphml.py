"""GraphML, as networkx, igraph, Gephi, Cytoscape and yEd read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any, Protocol

from pubinnov.export import text
from pubinnov.export.document import Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss
from pubinnov.export.table import Table, edges, node_ids, nodes
from pubinnov.export.xml import RULES, TYPES, Elements, attribute, clean

TITLE = "GraphML: Gephi, Cytoscape, yEd, igraph, networkx"
ENDINGS = (".graphml",)
FATES = {
    "lists": "texts, the values joined by `; `",
    "dates": "texts, YYYY-MM-DD; the years of nodes and edges are the attributes `start` and `end`",
    "missing values": "left out",
    "kinds": "the attribute `kind`",
    "parallel edges": "kept, each with an id of its own",
    "control characters": "replaced by �, as XML has no place for them",
    "large integers": "`long`; beyond 64 bits the attribute is text",
    "NaN": "kept: NaN, Infinity and -Infinity, as Java writes them, whose types GraphML has",
}

_NAMESPACES = (
    'xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd"'
)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(lines(document, loss), output, loss)


def lines(document: Document, loss: Loss, flavour: Flavour | None = None) -> Iterator[str]:
    """Write a document piece by piece.

    Args:
        document: The document.
        loss: Where to note what is lost.
        flavour: What a program adds to the format.
    """
    ids = node_ids(document, loss, attribute)
    rows_of_nodes = nodes(document, {"label": "label", "kind": "kind"}, RULES, loss, ids)
    rows_of_edges = edges(document, {"weight": "weight", "kind": "kind"}, RULES, loss, ids)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml {_NAMESPACES}{flavour.namespaces if flavour else ""}>\n'
    if document.title:
        yield f"  <desc>{clean(document.title, loss)}</desc>\n"
    yield flavour.keys if flavour else ""
    for domain, columns in (("node", rows_of_nodes.columns), ("edge", rows_of_edges.columns)):
        for place, column in enumerate(columns):
            kind = "string" if column.many else TYPES[column.type]
            name = attribute(column.name, loss)
            yield f'  <key id="{domain[0]}{place}" for="{domain}" attr.name={name} attr.type="{kind}"/>\n'
    yield f'  <graph id="G" edgedefault="{"directed" if document.directed else "undirected"}">\n'
    data = _data("n", rows_of_nodes, loss)
    for place, (node, asked, values) in enumerate(rows_of_nodes.parts()):
        added = flavour.node(place, node) if flavour else ""
        yield f"    <node id={ids[place]}>{added}{data(node, asked, values)}</node>\n"
    data = _data("e", rows_of_edges, loss)
    for edge, asked, values in rows_of_edges.parts():
        added = flavour.edge(edge) if flavour else ""
        yield (
            f"    <edge id={attribute(edge.id, loss)} source={ids[edge.source]} target={ids[edge.target]}>"
            f"{added}{data(edge, asked, values)}</edge>\n"
        )
    yield "  </graph>\n</graphml>\n"


def _data(letter: str, table: Table[Any], loss: Loss) -> Callable[[NodeRow | EdgeRow, tuple[Any, ...], Any], str]:
    """Return what writes the values of a row."""
    element = f'<data key="{letter}{{}}">{{}}</data>'
    last = len(table.columns) - 2 * table.timed
    asked, attributes, years = (
        Elements(element, table.columns[start:end], start, text.joined, clean, "", loss)
        for start, end in ((0, table.asked), (table.asked, last), (last, len(table.columns)))
    )
    # Edges have few weights and kinds; the labels of nodes differ.
    given = asked.few if letter == "e" else asked
    if table.timed:
        return lambda row, fixed, values: f"{given(fixed)}{attributes(values)}{years.few((row.start, row.end))}"
    return lambda _, fixed, values: given(fixed) + attributes(values)


class Flavour(Protocol):
    """What a program adds to GraphML.

    Attributes:
        namespaces: Further declarations of the root element.
        keys: Further keys.
    """

    namespaces: str
    keys: str

    def node(self, place: int, node: NodeRow) -> str:
        """Return further data of a node."""

    def edge(self, edge: EdgeRow) -> str:
        """Return further data of an edge."""
