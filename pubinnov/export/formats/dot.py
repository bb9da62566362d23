"""Graphviz DOT, which Graphviz draws and Gephi, Cytoscape and many others read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from pubinnov.drawing.colours import by_kind
from pubinnov.drawing.strokes import styled
from pubinnov.export import text
from pubinnov.export.document import Column, Document, Value
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules, edges, node_ids, nodes

TITLE = "DOT: Graphviz, Gephi, xdot, d3-graphviz"
ENDINGS = (".dot", ".gv")
FATES = {
    "lists": "texts, the values joined by `; `",
    "dates": "texts, YYYY-MM-DD, as DOT has no types",
    "missing values": "left out; Graphviz itself shows them as empty texts",
    "kinds": "the attribute `kind`, the colour of nodes, and the style of lines, for up to four kinds of edges",
    "parallel edges": "kept, each with its own `id`",
    "control characters": "kept, but NUL replaced by �, and in labels all but tabs and line ends",
    "large integers": "kept, digit by digit, as DOT has no types",
    "NaN": "kept, the texts NaN, Infinity and -Infinity",
}

# What means something to Graphviz where it stands at a node or an edge, so that other things need another name.
_TAKEN = """
    _background area arrowhead arrowsize arrowtail class color colorscheme comment constraint decorate dir
    distortion edgehref edgetarget edgetooltip edgeurl fillcolor fixedsize fontcolor fontname fontsize gradientangle
    group head_lp headclip headhref headlabel headport headtarget headtooltip headurl height href id image imagepos
    imagescale key label labelangle labeldistance labelfloat labelfontcolor labelfontname labelfontsize labelhref
    labelloc labeltarget labeltooltip labelurl layer len lhead lp ltail margin minlen nojustify ordering orientation
    penwidth peripheries pin pos radius rank rects regular root samehead sametail samplepoints shape shapefile
    showboxes sides skew sortv style tail_lp tailclip tailhref taillabel tailport tailtarget tailtooltip tailurl
    target texlbl tooltip url vertices weight width xlabel xlp z
""".split()  # noqa: SIM905 - as a list it would be a page long
_RULES = Rules(reserved=(*_TAKEN, "kind"), fold=str.casefold, integers=None, lists=False)
# Of lines: what Graphviz has that can be told apart.
_STYLES = ("solid", "dashed", "dotted", "bold")
_WORDS = frozenset(("node", "edge", "graph", "digraph", "subgraph", "strict"))
_BARE = re.compile("[A-Za-z_][A-Za-z_0-9]*")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\n")
_NOT_DRAWN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Graphviz reads these in labels, and no other ampersand.
_ENTITY = re.compile("&(?=#[0-9]+;|#[xX][0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*;)")
# An odd backslash before what would take it for its own: a quote, a line end, or the end of the text.
_HANGING = re.compile(r'(?<!\\)((?:\\\\)*\\)(?="|\r?\n|\Z)')
# Graphviz passes over a line end with nothing beside it but quotes and backslashes.
_LONE_LINE_END = re.compile(r'(?<![^"\\])\n(?![^"\\])')
# Graphviz 2 reads at most 16,384 bytes between two quotes; a character is at most 4, and a backslash stays with its
# follower.
_PIECE = re.compile(r"(?:\\.|[^\\]){1,3000}", re.DOTALL)


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    text.write(_lines(document, loss), output, loss)


def _lines(document: Document, loss: Loss) -> Iterator[str]:
    yield "digraph {\n" if document.directed else "graph {\n"
    yield f"  graph [{_attributes([('label', _label(document.title, loss))], loss)}, labelloc=t, rankdir=LR,"
    yield ' fontname="sans-serif", outputorder=edgesfirst];\n'
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif"];\n  edge [fontname="sans-serif"];\n'
    colours = by_kind(node.kind for node in document.nodes)
    ids = node_ids(document, loss, _quoted)
    table = nodes(document, {}, _RULES, loss, ids)
    for place, (node, values) in enumerate(table.rows()):
        colour = colours[node.kind]
        # Black text is legible on any colour that is mostly transparent.
        pairs = [("label", _label(node.label, loss)), ("kind", node.kind), ("color", colour)]
        pairs += [("fillcolor", f"{colour}40"), *_pairs(table.columns, values)]
        yield f"  {ids[place]} [{_attributes(pairs, loss)}];\n"
    links = edges(document, {}, _RULES, loss, ids)
    between = "->" if document.directed else "--"
    styles = styled((edge.kind for edge in document.edges()), _STYLES)
    for edge, values in links.rows():
        pairs = [("id", edge.id), ("kind", edge.kind), ("weight", text.number(float(edge.weight)))]
        pairs += [("style", styles[edge.kind]), *_pairs(links.columns, values)]
        yield f"  {ids[edge.source]} {between} {ids[edge.target]} [{_attributes(pairs, loss)}];\n"
    yield "}\n"


def _pairs(columns: Sequence[Column], values: Sequence[Value]) -> list[tuple[str, str]]:
    return [
        (column.name, text.joined(value, column))
        for column, value in zip(columns, values, strict=True)
        if value is not None
    ]


def _attributes(pairs: Iterable[tuple[str, str]], loss: Loss) -> str:
    return ", ".join(f"{_name(name, loss)}={_quoted(value, loss)}" for name, value in pairs)


def _name(name: str, loss: Loss) -> str:
    return name if _BARE.fullmatch(name) and name.lower() not in _WORDS else _quoted(name, loss)


def _label(label: str, loss: Loss) -> str:
    """Return a text as Graphviz has it in labels, where backslashes and entities mean something."""
    drawn, times = _NOT_DRAWN.subn("\ufffd", label)
    loss.note("control characters in labels replaced by \ufffd", times)
    return _ENTITY.sub("&amp;", _LINE_END.sub(r"\\n", drawn.replace("\\", "\\\\")))


def _exact(given: str, loss: Loss) -> str:
    """Return a text with nothing that a quoted one cannot hold."""
    exact, times = _NOT_TEXT.subn("\ufffd", given)
    loss.note("NUL characters and surrogates replaced by \ufffd", times)
    exact, times = _HANGING.subn(r"\1\\", exact)
    loss.note("backslashes doubled before a quote or an end", times)
    return exact


def _quoted(given: str, loss: Loss) -> str:
    """Return a text between quotes.

    A backslash is itself, and so are two, except before a quote or an end, where only an even number can stand.
    """
    pieces = []
    for piece in _PIECE.findall(_exact(given, loss).replace('"', '\\"')):
        whole, times = _LONE_LINE_END.subn("\r\n", piece)
        loss.note("line ends alone between quotes or backslashes written as CR LF", times)
        pieces.append(whole)
    return '"' + '" + "'.join(pieces) + '"'
