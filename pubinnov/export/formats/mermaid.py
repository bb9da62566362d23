"""Mermaid flowcharts, which GitHub, GitLab, Notion and Obsidian draw where they stand in a text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO

from pubinnov.drawing.colours import by_kind
from pubinnov.export import text
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.text import finite

TITLE = "Mermaid: flowcharts in Markdown, on GitHub, GitLab, Notion, Obsidian"
ENDINGS = (".mmd", ".mermaid")
FATES = {
    "lists": "in comments, as JSON lists",
    "dates": "in comments, as JSON texts, YYYY-MM-DD",
    "missing values": "in comments, as null",
    "kinds": "a class, with a colour, of nodes, the label of edges; and in comments",
    "parallel edges": "kept",
    "control characters": "in labels replaced by �, line ends by <br/>; in comments kept, as JSON escapes",
    "large integers": "in comments, digit by digit; JavaScript would round them beyond 2**53",
    "NaN": "in comments, as the texts NaN, Infinity and -Infinity",
}

# Mermaid's own limits, which only the page that holds a chart can raise.
_MOST_CHARACTERS = 50_000
_MOST_EDGES = 500
# Mermaid takes a title for HTML, without a way to say that it is none.
_IN_TITLE = str.maketrans("<>&", "‹›＆")
_LINE_END = re.compile("\r\n|\r|\n")
_NOT_DRAWN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# All punctuation is coded, as it may be syntax, Markdown or HTML; what joins words inside a text is not.
_CODED = re.compile(r"(?<![A-Za-z])[-.,'/]|[\t!-&(-+:-@\[-`{-~]|^\s|\s$|[\u2028\u2029]")


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    characters = 0

    def counted() -> Iterator[str]:
        nonlocal characters
        for piece in _lines(document, loss):
            characters += len(piece)
            yield piece

    text.write(counted(), output, loss)
    if characters > _MOST_CHARACTERS:
        loss.note(
            f"{characters:,} characters: Mermaid draws more than {_MOST_CHARACTERS:,} only where maxTextSize is raised"
        )


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    title = " ".join(_NOT_DRAWN.sub("\ufffd", document.title).translate(_IN_TITLE).split())
    if title:
        yield f"---\ntitle: {_json(title)}\n---\n"
    loss.note("title without signs that Mermaid takes for HTML, but for a comment", title != document.title)
    yield f"flowchart LR\n%% title {_json([document.title])}\n"
    common = ["id", "label", "kind", "start", "end"]
    yield f"%% nodes {_json(common + [column.name for column in document.node_columns])}\n"
    colours = by_kind(node.kind for node in document.nodes)
    classes = {kind: f"k{number}" for number, kind in enumerate(colours)}
    for number, node in enumerate(document.nodes):
        yield f'n{number}["{_label(node.label, loss) or " "}"]:::{classes[node.kind]}\n'
        row = [node.id, node.label, node.kind, node.start, node.end, *map(finite, node.values)]
        yield f"%% n{number} {_json(row)}\n"
    common = ["id", "kind", "weight", "start", "end"]
    yield f"%% edges {_json(common + [column.name for column in document.edge_columns])}\n"
    line = "-->" if document.directed else "---"
    edges = 0
    for edge in document.edges():
        kind = _label(edge.kind, loss)
        yield f"n{edge.source} {line} " + (f'|"{kind}"| ' if kind else "") + f"n{edge.target}\n"
        row = [edge.id, edge.kind, edge.weight, edge.start, edge.end, *map(finite, edge.values)]
        yield f"%% {_json(row)}\n"
        edges += 1
    for kind, name in classes.items():
        yield f"classDef {name} fill:{colours[kind]}40,stroke:{colours[kind]}\n"
    loss.note("ids, weights and attributes written as comments, which Mermaid does not show")
    if edges > _MOST_EDGES:
        loss.note(f"{edges:,} edges: Mermaid draws more than {_MOST_EDGES} only where maxEdges is raised")


def _json(value: object) -> str:
    """Return a value as JSON in ASCII, and so in a line."""
    written = json.dumps(value, separators=(",", ":"))
    # Before it drops comments, Mermaid looks for directives, HTML and entities in them.
    return re.sub("[#%<>]", lambda found: f"\\u{ord(found[0]):04x}", written)


def _label(label: str, loss: Loss) -> str:
    label, times = _NOT_DRAWN.subn("\ufffd", label)
    loss.note("control characters and surrogates in labels replaced by \ufffd", times)
    parts = (_CODED.sub(lambda found: f"#{ord(found[0])};", part) for part in _LINE_END.split(label))
    return "<br/>".join(parts)
