"""GEXF 1.3, the format of Gephi: https://gexf.net, with colours by kind, sizes by degree, and years."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import IO, Any

from pubinnov.drawing.colours import by_kind
from pubinnov.export import text
from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss
from pubinnov.export.table import Table, edges, node_ids, nodes
from pubinnov.export.xml import RULES, TYPES, Elements, attribute, clean

TITLE = "GEXF 1.3: Gephi, Gephi Lite, networkx, sigma.js"
ENDINGS = (".gexf",)
FATES = {
    "lists": "`liststring`: networkx fails on a list of any other type, so numbers in lists are texts",
    "dates": "texts, YYYY-MM-DD; the years of nodes and edges are their `start` and `end`, and the graph is dynamic",
    "missing values": "left out; Gephi takes empty texts for missing, too",
    "kinds": "the attribute `kind`; the colours of nodes; the label and `kind` of edges, their type in Gephi",
    "parallel edges": "kept, each with an id of its own; Gephi merges those of one kind",
    "control characters": "replaced by �, as XML has no place for them",
    "large integers": "`long`; beyond 64 bits the attribute is text",
    "NaN": "kept: NaN, Infinity and -Infinity, as Gephi reads them",
}

_RULES = RULES._replace(lists=True)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">\n'
)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    ids = node_ids(document, loss, attribute)
    rows_of_nodes = nodes(document, {"kind": "kind"}, _RULES, loss, ids)
    rows_of_edges = edges(document, {"kind": "kind"}, _RULES, loss, ids)
    # The years have a place of their own; they are no attributes.
    node_columns, edge_columns = _attributes(rows_of_nodes, loss), _attributes(rows_of_edges, loss)
    dated = len(rows_of_nodes.columns) > len(node_columns) or len(rows_of_edges.columns) > len(edge_columns)

    yield _HEAD
    if document.title:
        yield f"  <meta>\n    <description>{clean(document.title, loss)}</description>\n  </meta>\n"
    directed = "directed" if document.directed else "undirected"
    # Gephi knows no integers as times; networkx reads no times without a format.
    mode = 'mode="dynamic" timeformat="double" timerepresentation="interval"' if dated else 'mode="static"'
    yield f'  <graph defaultedgetype="{directed}" idtype="string" {mode}>\n'
    for domain, columns in (("node", node_columns), ("edge", edge_columns)):
        yield f'    <attributes class="{domain}" mode="static">\n'
        for place, column in enumerate(columns):
            kind = "liststring" if column.many else TYPES[column.type]
            # graphology takes an id that is no number for the title.
            yield f'      <attribute id="{place}" title={attribute(column.name, loss)} type="{kind}"/>\n'
        yield "    </attributes>\n"
    colours = {
        kind: '<viz:color r="{}" g="{}" b="{}"/>'.format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
        for kind, colour in by_kind(node.kind for node in document.nodes).items()
    }
    sizes, count = _sizes(document)
    kinds, data = _elements(node_columns, loss)
    yield f'    <nodes count="{len(document.nodes)}">\n'
    for place, (node, asked, values) in enumerate(rows_of_nodes.parts()):
        yield (
            f"      <node id={ids[place]} label={attribute(node.label, loss)}{_years(node)}>"
            f"<attvalues>{kinds.few(asked)}{data(values)}</attvalues>"
            f'{colours[node.kind]}<viz:size value="{sizes[place]:.2f}"/></node>\n'
        )
    kinds, data = _elements(edge_columns, loss)
    yield f'    </nodes>\n    <edges count="{count}">\n'
    for edge, asked, values in rows_of_edges.parts():
        kind = attribute(edge.kind, loss)
        named = f" label={kind} kind={kind}" if edge.kind else ""
        yield (
            f"      <edge id={attribute(edge.id, loss)} source={ids[edge.source]} target={ids[edge.target]}{named}"
            f' weight="{float(edge.weight)!r}"{_years(edge)}>'
            f"<attvalues>{kinds.few(asked)}{data(values)}</attvalues></edge>\n"
        )
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _attributes(table: Table[Any], loss: Loss) -> tuple[Column, ...]:
    """Return the columns without the years."""
    columns = table.columns[:-2] if table.timed else table.columns
    for column in columns:
        if column.many and column.type not in {"string", "date"}:
            loss.note(f"values in lists of {column.name} written as texts")
    return columns


def _elements(columns: tuple[Column, ...], loss: Loss) -> tuple[Elements, Elements]:
    """Return what writes the kinds of rows, and their attributes."""
    element = '<attvalue for="{}" value={}/>'
    kinds, data = (
        Elements(element, each, first, _joined, attribute, '"', loss)
        for each, first in ((columns[:1], 0), (columns[1:], 1))
    )
    return kinds, data


def _sizes(document: Document) -> tuple[list[float], int]:
    """Return the sizes of nodes, whose areas grow with their degrees, and the number of edges."""
    degrees = [0] * len(document.nodes)
    count = 0
    for edge in document.edges():
        degrees[edge.source] += 1
        degrees[edge.target] += 1
        count += 1
    largest = max(degrees, default=0) or 1
    return [5 + 35 * math.sqrt(degree / largest) for degree in degrees], count


def _years(row: NodeRow | EdgeRow) -> str:
    # A row has one spell, which is what `start` and `end` are for; networkx fails on a `spell` with an open end.
    start = "" if row.start is None else f' start="{row.start}"'
    end = "" if row.end is None else f' end="{row.end}"'
    return start + end


def _joined(value: Any, column: Column) -> str:
    """Return a value as text, a list as Gephi and graphology read it, each value in quotes."""
    if not column.many:
        return text.one(value)
    return "[" + ", ".join(f'"{text.one(each).translate(_ESCAPES)}"' for each in value) + "]"
