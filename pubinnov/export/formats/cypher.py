"""A script of CREATE statements in the part of Cypher that Neo4j, Memgraph and Kuzu share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO, Any

from pubinnov.export import table, text
from pubinnov.export.document import Column, Document, EdgeRow, NodeRow, Value
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, Table, node_ids, several

TITLE = "Cypher, a script that creates the graph: Neo4j, Memgraph, Kuzu"
ENDINGS = (".cypher",)
FATES = {
    "lists": "lists",
    "dates": "dates; where one is not YYYY-MM-DD the attribute is text",
    "missing values": "no such property",
    "kinds": "the label of a node, `Node` if it has no kind; the type of an edge, `EDGE` if it has no kind",
    "parallel edges": "kept, each with the property `id`",
    "control characters": "kept; lone surrogates are replaced by �",
    "large integers": "64 bits; beyond them the attribute is text",
    "NaN": "kept, as 0.0 / 0.0; infinity as 1.0 / 0.0",
}

_BATCH = 100
_SMALLEST = -(2**63)
_KUZU = {"string": "STRING", "integer": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_HEAD = """\
// {title}
// Neo4j finds the ends of edges sooner after the lines that begin with `// neo4j: `, and Kuzu needs those that begin
// with `// kuzu: ` : take that beginning away, as in sed 's|^// kuzu: ||'.
"""


def name(given: str) -> str:
    """Return a text as Neo4j has names: without NUL."""
    return given.replace("\0", "\ufffd")


# Kuzu has the reserved names itself, and does not tell capitals apart.
_RULES = Rules(
    reserved=(
        "_id", "_label", "_src", "_dst", "_direction", "_length", "_nodes", "_rels", "_row_offset", "_src_offset",
        "_dst_offset",
    ),
    name=name,
    fold=str.casefold,
    first_day=date.min,
)  # fmt: skip
_NODES = {"id": "id", "label": "label"}
_EDGES = {"source": "source", "target": "target", "id": "id", "weight": "weight"}


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    ids = node_ids(document, loss)
    nodes = table.nodes(document, _NODES, _RULES, loss, ids)
    edges = table.edges(document, _EDGES, _RULES, loss, ids)
    script = _Script(document, nodes, edges, loss)
    yield _HEAD.format(title=" ".join(document.title.split()))
    yield from script.schema()
    yield from script.nodes()
    yield from script.edges()


class _Script:
    def __init__(self, document: Document, nodes: Table[NodeRow], edges: Table[EdgeRow], loss: Loss) -> None:
        self._document = document
        self._nodes = nodes
        self._edges = edges
        self._loss = loss
        labels = _names((node.kind for node in document.nodes), "Node", loss)
        # Kuzu has no type of edges that is called like nodes.
        types = _names((edge.kind for edge in document.edges()), "EDGE", loss, labels.values())
        self._labels = {kind: _quoted(name) for kind, name in labels.items()}
        self._types = {kind: _quoted(name) for kind, name in types.items()}
        self._of_nodes = [self._labels[node.kind] for node in document.nodes]
        # Of a row of edges, all but the ends.
        self._edge_places = range(2, len(edges.columns))

    def schema(self) -> Iterator[str]:
        """Make what only one of the engines knows, in comments."""
        for label in self._labels.values():
            yield _comment("neo4j", f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.id);")
        columns = ", ".join(map(self._kuzu_column, self._nodes.columns))
        for label in self._labels.values():
            yield _comment("kuzu", f"CREATE NODE TABLE {label} ({columns}, PRIMARY KEY (id));")
        ends: dict[str, dict[tuple[str, str], None]] = {}
        for edge in self._document.edges():
            ends.setdefault(edge.kind, {})[self._label(edge.source), self._label(edge.target)] = None
        columns = ", ".join(self._kuzu_column(self._edges.columns[place]) for place in self._edge_places)
        for kind, pairs in sorted(ends.items()):
            pair = ", ".join(f"FROM {source} TO {target}" for source, target in sorted(pairs))
            yield _comment("kuzu", f"CREATE REL TABLE {self._types[kind]} ({pair}, {columns});")

    def nodes(self) -> Iterator[str]:
        """Make the statements that create nodes."""
        quoted = [_quoted(column.name) for column in self._nodes.columns]
        rows = self._nodes.rows()
        while batch := list(islice(rows, _BATCH)):
            created = []
            for node, row in batch:
                self._loss.note("nodes without a kind given the label Node", not node.kind)
                parts = (
                    f"{key}: {self._literal(value, column)}"
                    for key, value, column in zip(quoted, row, self._nodes.columns, strict=True)
                    if value is not None
                )
                created.append(f"(:{self._labels[node.kind]} {{{', '.join(parts)}}})")
            yield "CREATE\n" + ",\n".join(created) + ";\n"

    def edges(self) -> Iterator[str]:
        """Make the statements that find the ends and create edges.

        The rows of a batch have the same labels, type and properties: labels and types cannot be parameters, and Kuzu
        does not mix a missing property with others.
        """
        columns = self._edges.columns
        batches: dict[tuple[str, str, str, tuple[int, ...], tuple[int, ...]], list[str]] = {}
        for edge, row in self._edges.rows():
            self._loss.note("edges without a kind given the type EDGE", not edge.kind)
            self._loss.note("edges without direction given one", not self._document.directed)
            empty = tuple(place for place in self._edge_places if columns[place].many and row[place] == [])
            filled = tuple(place for place in self._edge_places if row[place] is not None and place not in empty)
            key = (self._label(edge.source), self._label(edge.target), self._types[edge.kind], filled, empty)
            values = (f"p{place}: {self._literal(row[place], columns[place])}" for place in (0, 1, *filled))
            batch = batches.setdefault(key, [])
            batch.append(f"{{{', '.join(values)}}}")
            if len(batch) == _BATCH:
                yield self._batch(*key, batches.pop(key))
        for key, batch in batches.items():
            yield self._batch(*key, batch)

    def _batch(
        self, source: str, target: str, kind: str, filled: tuple[int, ...], empty: tuple[int, ...], rows: list[str]
    ) -> str:
        properties = [
            *(f"{_quoted(self._edges.columns[place].name)}: row.p{place}" for place in filled),
            *(f"{_quoted(self._edges.columns[place].name)}: []" for place in empty),
        ]
        return (
            "UNWIND [\n" + ",\n".join(rows) + "\n] AS row\n"
            f"MATCH (a:{source} {{id: row.p0}})\nMATCH (b:{target} {{id: row.p1}})\n"
            f"CREATE (a)-[:{kind} {{{', '.join(properties)}}}]->(b);\n"
        )

    def _label(self, place: int) -> str:
        return self._of_nodes[place]

    def _kuzu_column(self, column: Column) -> str:
        return f"{_quoted(column.name)} {_KUZU[column.type]}{'[]' if column.many else ''}"

    def _literal(self, value: Value, column: Column) -> str:
        parts = [self._one(each, column) for each in several(value, column)]
        return f"[{', '.join(parts)}]" if column.many else parts[0]

    def _one(self, value: Any, column: Column) -> str:
        if column.type == "boolean":
            return "true" if value else "false"
        if column.type == "integer":
            # Its digits without the sign are beyond 64 bits.
            return f"{value}" if value != _SMALLEST else f"{_SMALLEST + 1} - 1"
        if column.type == "double":
            if math.isnan(value):
                return "0.0 / 0.0"
            if math.isinf(value):
                return "1.0 / 0.0" if value > 0 else "-1.0 / 0.0"
            return repr(value)
        # No other escapes: Kuzu does not know them, and line ends may stand in texts.
        quoted = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return f"date({quoted})" if column.type == "date" else quoted


def _names(kinds: Iterable[str], empty: str, loss: Loss, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return the name of each kind."""
    found = sorted(set(kinds))
    # What has no kind comes last, so that it is the one to give way to a kind of that name.
    found = [kind for kind in found if kind] + [kind for kind in found if not kind]
    cleaned = [name(text.clean(kind, loss)) or empty for kind in found]
    names = text.unique(cleaned, str.casefold, taken)
    loss.note("kinds made different by a number", sum(map(str.__ne__, cleaned, names)))
    return dict(zip(found, names, strict=True))


def _quoted(given: str) -> str:
    return "`" + given.replace("`", "``") + "`"


def _comment(engine: str, statement: str) -> str:
    """Return a statement as comments; a kind may have line ends."""
    start = f"// {engine}: "
    return start + re.sub(r"\r\n?|\n", rf"\g<0>{start}", statement) + "\n"
