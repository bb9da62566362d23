"""GML, as Cytoscape, Gephi, yEd, igraph and networkx read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import IO

from pubinnov.export import text
from pubinnov.export.document import Column, Document, Value
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, edges, node_ids, nodes

TITLE = "GML: Cytoscape, Gephi, yEd, igraph, networkx"
ENDINGS = (".gml",)
FATES = {
    "lists": "texts, the values joined by `; `",
    "dates": "texts, YYYY-MM-DD",
    "missing values": "left out",
    "kinds": "the attribute `kind`",
    "parallel edges": "kept, each with its own `name`",
    "control characters": "kept, as character codes such as &#10;",
    "large integers": "beyond 32 bits, which is all that GML has, the attribute is text",
    "NaN": "an attribute with NaN, Infinity or -Infinity is text",
}

# What is written beside the columns, and what programs take for something else.
_TAKEN = ("id", "name", "label", "kind", "weight", "source", "target", "key", "graphics", "labelgraphics")
_NOT_KEY = re.compile("[^A-Za-z0-9_]")
_ESCAPED = re.compile('[^ !#-%\'-~]')  # fmt: skip
# These have names, which even readers know that know no codes.
_ENTITIES = {'"': "&quot;", "&": "&amp;"}


def _key(name: str) -> str:
    """Return a name as a key of GML: letters and digits of ASCII."""
    plain = _NOT_KEY.sub("_", name)
    return plain if plain[:1].isalpha() else f"x{plain}"


_RULES = Rules(
    reserved=_TAKEN,
    name=_key,
    fold=str.lower,
    integers=(-(2**31), 2**31 - 1),
    finite=True,
    lists=False,
    booleans=False,
)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    yield 'Creator "pubinnov"\nVersion 1\ngraph [\n'
    # Without `multigraph`, networkx refuses parallel edges.
    yield f"  label {_string(document.title, loss)}\n  directed {int(document.directed)}\n  multigraph 1\n"
    names = node_ids(document, loss, _string)
    table = nodes(document, {}, _RULES, loss, names)
    labels: set[str] = set()
    for place, (node, values) in enumerate(table.rows()):
        loss.note("labels that an earlier node has, so that networkx needs label='name'", node.label in labels)
        labels.add(node.label)
        yield f"  node [\n    id {place}\n    name {names[place]}\n    label {_string(node.label, loss)}\n"
        yield f"    kind {_string(node.kind, loss)}\n{_pairs(table.columns, values, loss)}  ]\n"
    links = edges(document, {}, _RULES, loss, names)
    for edge, values in links.rows():
        yield f"  edge [\n    source {edge.source}\n    target {edge.target}\n    name {_string(edge.id, loss)}\n"
        yield f"    kind {_string(edge.kind, loss)}\n    weight {_real(float(edge.weight))}\n"
        yield f"{_pairs(links.columns, values, loss)}  ]\n"
    yield "]\n"


def _pairs(columns: Sequence[Column], values: Sequence[Value], loss: Loss) -> str:
    lines = []
    for column, value in zip(columns, values, strict=True):
        if value is None:
            continue
        if column.type == "double" and isinstance(value, float):
            written = _real(value)
        elif column.type == "integer" and isinstance(value, int):
            written = str(value)
        else:
            written = _string(text.joined(value, column), loss)
        lines.append(f"    {column.name} {written}\n")
    return "".join(lines)


def _real(value: float) -> str:
    """Return a number as GML has it: with a point, and a capital E."""
    mantissa, _, exponent = repr(value).partition("e")
    mantissa = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{mantissa}E{exponent}" if exponent else mantissa


def _string(given: str, loss: Loss) -> str:
    # It unescapes a text before it looks.
    loss.note("texts [] and (), which networkx reads as an empty list and tuple", given in {"[]", "()"})
    escaped = _ESCAPED.sub(lambda found: _ENTITIES.get(found[0]) or f"&#{ord(found[0])};", text.clean(given, loss))
    return f'"{escaped}"'
