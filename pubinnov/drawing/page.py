"""What stands around a network on a page: what it shows, and what its colours mean. All lengths are in points."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pubinnov.drawing.colours import NEUTRAL, by_group, by_kind
from pubinnov.property_graph.graph import PropertyGraph

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: The page and its border, in points, 1/72 inch.
WIDTH, HEIGHT, BORDER = 1152.0, 756.0, 18.0
#: The size of the names of nodes, and of what stands around the network.
TEXT, NOTE, TITLE = 9.0, 10.0, 12.0

#: Colours, each with what it means.
Legend = list[tuple[str, str]]

#: Lines, each with its style and colour and what it means.
Lines = list[tuple[Any, str, str]]

# More groups than this are counted rather than named.
_NAMED = 14


def colours_of_kinds(graph: PropertyGraph) -> tuple[list[str], Legend]:
    """Return the colour of each node, and what each colour means."""
    counts = Counter(node.kind for node in graph.nodes)
    colours = by_kind(counts)
    # PolicyArea is read as policy area.
    names = {kind: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower() or "other" for kind in counts}
    order = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return [colours[node.kind] for node in graph.nodes], [
        (colours[kind], f"{names[kind]} ({counts[kind]:,})") for kind in order
    ]


def colours_of_groups(groups: Sequence[int], names: Sequence[str]) -> tuple[list[str], Legend]:
    """Return the colour of each node, and what each colour means."""
    counts = Counter(groups)
    named = sorted(counts)[:_NAMED]
    shades = by_group(named[-1] + 1)
    colours = {group: shades[group] for group in named}
    legend = [
        (colours[group], f"{_short(names[group]) if group < len(names) else f'group {group + 1}'} ({counts[group]:,})")
        for group in named
    ]
    if len(counts) > _NAMED:
        legend.append((NEUTRAL, f"{len(counts) - _NAMED} other groups"))
    return [colours.get(group, NEUTRAL) for group in groups], legend


def _short(name: str) -> str:
    return textwrap.shorten(name, 48, placeholder=" …")


def write_legend(figure: Figure, entries: Legend, renderer: Any, lines: Lines) -> float:
    """Write what colours and lines mean in rows below the network; return the height where they end."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], linestyle="", marker="o", markersize=9, markeredgecolor="white", color=colour)
        for colour, _ in entries
    ]
    texts = [text for _, text in entries]
    handles += [Line2D([], [], linestyle=style, color=colour, linewidth=1.5) for style, colour, _ in lines]
    texts += [text for _, _, text in lines]
    # As many columns as find room in the width.
    for columns in range(len(texts), 0, -1):
        legend = figure.legend(
            handles,
            texts,
            loc="lower left",
            ncols=columns,
            frameon=False,
            fontsize=NOTE,
            bbox_to_anchor=(BORDER / WIDTH, BORDER / HEIGHT),
            borderaxespad=0,
            borderpad=0,
            handletextpad=0.4,
            handlelength=2.4 if lines else 1.0,
        )
        box = legend.get_window_extent(renderer)
        if box.x1 <= WIDTH - BORDER or columns == 1:
            break
        legend.remove()
    return float(box.y1) + 10


def write_caption(figure: Figure, graph: PropertyGraph, larger: str, renderer: Any, *, weighed: bool) -> float:
    """Write what the network shows above it, what larger nodes have and wider edges do; return where that begins.

    Args:
        figure: The page.
        graph: The network.
        larger: What larger nodes have.
        renderer: Measures texts.
        weighed: Whether edges are drawn by weights of their own, not by their records.
    """
    title = figure.text(
        BORDER / WIDTH,
        1 - BORDER / HEIGHT,
        textwrap.fill(graph.caption, 130),
        fontsize=TITLE,
        weight="bold",
        va="top",
    )
    nodes, edges = len(graph.nodes), len(graph.edges)
    told = f"{nodes:,} {'node' if nodes == 1 else 'nodes'}, {edges:,} {'edge' if edges == 1 else 'edges'}"
    if edges:
        told += f"; wider edges {'weigh more' if weighed else 'have more on record'}" + (
            f"; larger nodes have {larger}" if larger else ""
        )
    below = float(title.get_window_extent(renderer).y0) - 4
    note = figure.text(BORDER / WIDTH, below / HEIGHT, told, fontsize=NOTE, color="#5a6570", va="top")
    return float(note.get_window_extent(renderer).y0) - 10
