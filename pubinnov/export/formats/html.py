"""One HTML page that opens offline: the network to zoom, search, filter and walk through.

Bokeh draws it: its licence (BSD) lets its script be part of the page, it is released several times a year, and its
wheel carries the script. The script is driven from `html.js` and not from Bokeh's Python side, which writes random ids
into every page, so that no two would be the same.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import IO, Any

from pubinnov.drawing.colours import by_kind
from pubinnov.export import text
from pubinnov.export.document import Column, Document, Value
from pubinnov.export.loss import Loss
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph

TITLE = "HTML: one page to zoom, search and filter in any browser, offline"
ENDINGS = (".html", ".htm")
FATES = {
    "lists": "lists, shown one value a line",
    "dates": "texts, YYYY-MM-DD",
    "missing values": "null in the data, not shown",
    "kinds": "colour and shape, with a filter each",
    "parallel edges": "kept, bent apart",
    "control characters": "kept in the data, shown as � (also in the title)",
    "large integers": "kept, as numbers are written as texts with all their digits",
    "NaN": "kept, NaN, Infinity and -Infinity",
}

# Nothing may be fetched, and no script may run but the ones whose sums are given: not even one in a label.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
    "script-src {sums}"
)
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<noscript>This page draws a network and needs JavaScript. It loads nothing from the network.</noscript>
<script type="application/json" id="graph">
"""
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost: nothing."""
    text.write(_page(document), output, loss)


def _page(document: Document) -> Iterator[str]:
    scripts = [*_library(), _ours("html.js")]
    sums = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    title = _NO_TEXT.sub("�", document.title)
    yield _HEAD.format(policy=_POLICY.format(sums=sums), title=escape(title), style=_ours("html.css"))
    yield from _graph(document)
    yield "</script>\n"
    for script in scripts:
        yield f"<script>{script}</script>\n"
    yield "</body>\n</html>\n"


def _graph(document: Document) -> Iterator[str]:
    """Write what is shown as JSON, a node, edge or ground a line."""
    head = {
        "title": document.title,
        "directed": document.directed,
        "nodeColumns": [column._asdict() for column in document.node_columns],
        "edgeColumns": [column._asdict() for column in document.edge_columns],
        "colours": by_kind(node.kind for node in document.nodes),
    }
    yield _json(head)[:-1]
    yield ',"nodes":['
    for number, (node, (x, y)) in enumerate(zip(document.nodes, _places(document), strict=True)):
        values = _values(document.node_columns, node.values)
        row = (node.id, node.label, node.kind, round(x, 4), round(y, 4), node.start, node.end, values)
        yield (",\n" if number else "\n") + _json(row)
    yield '\n],"edges":['
    for number, edge in enumerate(document.edges()):
        values = _values(document.edge_columns, edge.values)
        edge_row = (edge.id, edge.source, edge.target, edge.kind, text.one(edge.weight), edge.start, edge.end, values)
        yield (",\n" if number else "\n") + _json(edge_row)
    yield '\n],"grounds":{'
    for number, (name, ground) in enumerate(sorted(document.grounds().items())):
        yield (",\n" if number else "\n") + f"{_json(name)}:{_json(ground)}"
    yield "\n}}\n"


def _places(document: Document) -> list[tuple[float, float]]:
    if not document.nodes:
        return []
    from pubinnov.drawing.layout import layout

    nodes = [Node(node.id, "", node.kind, node.label) for node in document.nodes]
    edges = [Edge(edge.source, edge.target, edge.kind, ()) for edge in document.edges()]
    return layout(PropertyGraph("", document.title, {}, document.directed, nodes, edges))


def _values(columns: tuple[Column, ...], values: tuple[Value, ...]) -> list[Any]:
    """Return values for JSON: numbers as texts, since JavaScript rounds those beyond 53 bits and JSON has no NaN."""
    return [
        None if value is None else list(map(text.one, value)) if column.many else text.one(value)  # type: ignore[arg-type]
        for column, value in zip(columns, values, strict=True)
    ]


def _json(value: Any) -> str:
    """Return JSON that may stand in a script element: `<` could end it, and a surrogate has no bytes."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _library() -> list[str]:
    from bokeh.resources import Resources

    scripts = Resources(mode="inline", minified=True, components=["bokeh", "bokeh-api"], log_level="error").js_raw
    return [script.replace("</script", "<\\/script") for script in scripts]


def _ours(name: str) -> str:
    return files("pubinnov.export.formats").joinpath(name).read_text("utf-8")
