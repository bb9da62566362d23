"""Tables with the typed headers of `neo4j-admin database import`, and the command that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Any

from pubinnov.export import text
from pubinnov.export.document import Column, Document, Value
from pubinnov.export.formats import cypher
from pubinnov.export.formats.csv import line
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, edges, node_ids, nodes, several

TITLE = "CSV with typed headers, and the command that imports it: Neo4j"
ENDINGS = (".neo4j.csv",)
FATES = {
    "lists": "arrays, separated by the first of `;`, `|` and rarer characters that no value has; no list is left out"
    " but an empty one",
    "dates": "`date`; where one is not YYYY-MM-DD the attribute is text",
    "missing values": 'an empty field, so the node or edge has no such property; an empty text is ""',
    "kinds": "the label of a node, none if it has no kind; the type of an edge, `EDGE` if it has no kind",
    "parallel edges": "kept, each with the property `id`",
    "control characters": "kept, the field in quotes; lone surrogates are replaced by �",
    "large integers": "`long`; beyond 64 bits the attribute is text",
    "NaN": "kept, NaN, Infinity and -Infinity",
}

# These part the name of a property from its type.
_SYNTAX = str.maketrans(dict.fromkeys(":{}()", "_"))
_RULES = Rules(name=lambda name: cypher.name(name).translate(_SYNTAX), fold=str.casefold, first_day=date.min)
_TYPES = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean", "date": "date"}
_NODES = {"id": "id", "label": "label", "kind": "kind"}
_EDGES = {"source": "source", "target": "target", "id": "id", "kind": "kind", "weight": "weight"}
# What is readable, then the separator that ASCII has, then characters that nobody has assigned a meaning to.
_SEPARATORS = (";", "|", "\x1f", *map(chr, range(0xE000, 0xF900)))


def _write_nodes(document: Document, output: IO[bytes], loss: Loss) -> None:
    text.write(_nodes(document, loss), output, loss)


def _write_edges(document: Document, output: IO[bytes], loss: Loss) -> None:
    text.write(_edges(document, loss), output, loss)


def _write_command(document: Document, output: IO[bytes], loss: Loss) -> None:
    text.write([_command(document)], output, loss)


#: What writes each file, by what comes between its name and the ending, with an ending of its own for the script.
PARTS = {"nodes": _write_nodes, "edges": _write_edges, "import.sh": _write_command}


def _nodes(document: Document, loss: Loss) -> Iterator[str]:
    table = nodes(document, _NODES, _RULES, loss, node_ids(document, loss))
    separator = _separator(document)
    yield line(["id:ID", "label:string", ":LABEL", *_header(table.columns[3:])])
    for _, (name, label, kind, *values) in table.rows():
        fields = _fields(values, table.columns[3:], separator, loss)
        yield line([str(name), str(label), cypher.name(str(kind)) or None, *fields])


def _edges(document: Document, loss: Loss) -> Iterator[str]:
    # The nodes have told what became of their ids.
    table = edges(document, _EDGES, _RULES, loss, node_ids(document, Loss()))
    separator = _separator(document)
    yield line([":START_ID", ":END_ID", "id:string", ":TYPE", "weight:double", *_header(table.columns[5:])])
    for edge, (source, target, name, kind, *values) in table.rows():
        loss.note("edges without a kind given the type EDGE", not edge.kind)
        loss.note("edges without direction given one", not document.directed)
        fields = _fields(values, table.columns[4:], separator, loss)
        yield line([str(source), str(target), str(name), cypher.name(str(kind)) or "EDGE", *fields])


def _command(document: Document) -> str:
    """Return a script that imports both tables, which it finds by its own name."""
    # The title must not end its line, which begins a comment.
    title = " ".join(document.title.split()).replace("\0", "")
    return f"""\
#!/bin/sh
# {title}
# Run this beside its two tables, with Neo4j 5 or later stopped: sh NAME.import.sh [DATABASE [OPTION ...]]
here=${{0%.import.sh}}
database=${{1:-neo4j}}
[ $# -eq 0 ] || shift
exec neo4j-admin database import full "$database" \\
  --nodes="$here.nodes.neo4j.csv" --relationships="$here.edges.neo4j.csv" \\
  --id-type=string --array-delimiter='{_option(_separator(document))}' --multiline-fields=true "$@"
"""


def _separator(document: Document) -> str:
    """Return a character that is in no list and no kind: what is in a label's column is a list too."""
    used: set[str] = set()
    for node in document.nodes:
        used.update(node.kind, *_elements(node.values, document.node_columns))
    for edge in document.edges():
        used.update(*_elements(edge.values, document.edge_columns))
    return next(separator for separator in _SEPARATORS if separator not in used)


def _elements(values: Iterable[Value], columns: Iterable[Column]) -> Iterator[str]:
    for value, column in zip(values, columns, strict=True):
        if column.many:
            yield from map(text.one, several(value, column))


def _option(separator: str) -> str:
    return separator if separator in ";|" else f"U+{ord(separator):04X}"


def _header(columns: Sequence[Column]) -> list[str]:
    return [f"{column.name}:{_TYPES[column.type]}{'[]' if column.many else ''}" for column in columns]


def _fields(values: Sequence[Value], columns: Sequence[Column], separator: str, loss: Loss) -> list[str | None]:
    return [_field(value, column, separator, loss) for value, column in zip(values, columns, strict=True)]


def _field(value: Any, column: Column, separator: str, loss: Loss) -> str | None:
    if value is None:
        return None
    if not column.many:
        return text.one(value)
    joined = separator.join(map(text.one, value))
    loss.note(f"lists of {column.name} without a value left out", not joined)
    return joined or None
