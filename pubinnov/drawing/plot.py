"""A network as a picture, for print and slides."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from pubinnov.drawing.labels import Box, placed, tie
from pubinnov.drawing.layout import layout
from pubinnov.drawing.page import (
    BORDER,
    HEIGHT,
    TEXT,
    WIDTH,
    colours_of_groups,
    colours_of_kinds,
    write_caption,
    write_legend,
)
from pubinnov.drawing.picture import check_ending, save, settings, write
from pubinnov.drawing.strokes import STYLES, lines, styled
from pubinnov.errors import ViewError
from pubinnov.property_graph.graph import Edge, PropertyGraph

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Of the smallest and the largest node, in points.
_SMALLEST, _LARGEST = 2.5, 14.0
# Of lines: those of edges in the legend, and those that are not on record.
_LINE, _DASHED = "#4d5966", "#1a1a1a"
# What is left on either side of two columns for the names in them, in points.
_NAMES = 190.0


def plot(
    graph: PropertyGraph,
    path: str,
    *,
    groups: list[int] | None = None,
    sizes: list[float] | None = None,
    sized_by: str = "",
    labels: int = 40,
    seed: int = 0,
    group_names: list[str] | None = None,
    dashed: list[tuple[int, int]] | None = None,
) -> None:
    """Draw a network to a file: PNG, SVG or PDF by its ending.

    Nodes are coloured by kind or group and sized by what matters about them, edges are wider the more records ground
    them, and the largest nodes are named. Labels never overlap: one that finds no room is left out. The file appears
    whole or not at all, and is the same in every run.

    Args:
        graph: The network.
        path: The file; one that is there is replaced.
        groups: The group of each node by place, from 0, such as its community; without, nodes are coloured by kind.
        sizes: A value of each node by place, at least 0, to which its area is in proportion; without, the number of
            its edges.
        sized_by: What larger nodes have, for the caption: `more betweenness`.
        labels: How many nodes to name at most, the largest first.
        seed: Of the layout.
        group_names: What the groups are called, by number; without, `group 1` and so on.
        dashed: Places of nodes to join by a dashed line, such as links that are suggested and not on record.

    Raises:
        ViewError: If the network has no nodes, or groups or sizes are not one for each node.
        OutputError: If the format is not known, or the file cannot be written.
    """
    form = check_ending(path)
    if not graph.nodes:
        raise ViewError("the view is empty: there is nothing to draw", "use fewer or wider filters")
    for name, values in (("groups", groups), ("sizes", sizes)):
        if values is not None and len(values) != len(graph.nodes):
            raise ViewError(
                f"there are {len(values)} {name} for {len(graph.nodes)} nodes", "give one for each node, by its place"
            )
    if any(not 0 <= value < float("inf") for value in sizes or ()):
        raise ViewError("a node has no size: it is negative or not a number", "give sizes of at least 0")
    if any(group < 0 for group in groups or ()):
        raise ViewError("a group is negative", "number groups from 0")
    with settings(form):
        save(_figure(graph, groups, sizes, sized_by, labels, seed, group_names or [], dashed or []), path)


def draw(
    graph: PropertyGraph,
    output: IO[bytes],
    form: str,
    *,
    labels: int = 40,
    seed: int = 0,
    weights: Sequence[float] | None = None,
) -> None:
    """Draw a network in one of `FORMATS` to a stream; see `plot`.

    Args:
        graph: The network.
        output: Where to.
        form: The format.
        labels: How many nodes to name at most, the largest first.
        seed: Of the layout.
        weights: A value of each edge, by which it is wider; without, how many records ground it.

    Raises:
        ViewError: If the network has no nodes.
    """
    if not graph.nodes:
        raise ViewError("the view is empty: there is nothing to draw", "use fewer or wider filters")
    with settings(form):
        write(_figure(graph, None, None, "", labels, seed, [], [], weights), output, form)


def _figure(
    graph: PropertyGraph,
    groups: list[int] | None,
    sizes: list[float] | None,
    sized_by: str,
    labels: int,
    seed: int,
    group_names: Sequence[str],
    dashed: Sequence[tuple[int, int]],
    weights: Sequence[float] | None = None,
) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor="white")
    canvas: Any = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.set_axis_off()
    renderer = canvas.get_renderer()

    colours, legend = colours_of_groups(groups, group_names) if groups is not None else colours_of_kinds(graph)
    by_kind = styled((edge.kind for edge in graph.edges), STYLES)
    # A legend is of use only where lines differ.
    kinds = (
        [(style, _LINE, kind or "link") for kind, style in by_kind.items()] if {*by_kind.values()} - {"solid"} else []
    )
    told = [("dashed", _DASHED, "suggested, not on record")] if dashed else []
    foot = write_legend(figure, legend, renderer, [*kinds, *told])
    head = write_caption(
        figure, graph, "more edges" if sizes is None else sized_by, renderer, weighed=weights is not None
    )
    degrees = Counter(end for edge in graph.edges for end in (edge.source, edge.target))
    values = sizes if sizes is not None else [float(degrees[node]) for node in range(len(graph.nodes))]
    radii = _radii(values)
    left, right = BORDER + _LARGEST, WIDTH - BORDER - _LARGEST
    low, high = foot + _LARGEST, head - _LARGEST
    together = [*graph.edges, *(Edge(one, other, "", ()) for one, other in dashed)]
    places = layout(
        PropertyGraph(graph.view, graph.title, graph.filters, graph.directed, graph.nodes, together),
        seed=seed,
        weights=None if weights is None else [*weights, *[1] * len(dashed)],
    )
    if all(x in (0.0, 1.0) for x, _ in places):
        # Two columns: their labels stand outside of them.
        left, right = left + _NAMES, right - _NAMES
    spots = [(left + x * (right - left), low + y * (high - low)) for x, y in places]

    weights = weights if weights is not None else [edge.weight("records") for edge in graph.edges]
    least = min(1, *weights) if weights else 1
    most = max(max(weights, default=1) - least, 1)
    shares = [(weight - least) / most for weight in weights]
    # The more edges, the lighter, or nothing else would be seen.
    light = min(0.9, max(0.06, 12 / (len(weights) + 1) ** 0.5))
    paths = lines(graph.edges, spots)
    for style in dict.fromkeys(by_kind.values()):
        of = [place for place, edge in enumerate(graph.edges) if by_kind[edge.kind] == style]
        axes.add_collection(
            LineCollection(
                [paths[place] for place in of],
                # What has gaps needs more weight to be seen, and no round ends, which would fill them.
                linewidths=[(0.7 if style == "solid" else 1.1) + 2.3 * shares[place] for place in of],
                linestyles=style,
                colors=[
                    (
                        0.3,
                        0.35,
                        0.4,
                        light * ((0.4 if style == "solid" else 0.75) * (1 - shares[place]) + shares[place]),
                    )
                    for place in of
                ],
                capstyle="round" if style == "solid" else "butt",
                zorder=1,
            )
        )
    axes.add_collection(
        LineCollection(
            [(spots[one], spots[other]) for one, other in dashed],
            linewidths=1.2,
            linestyles="dashed",
            colors=_DASHED,
            zorder=1.5,
        )
    )
    # Small nodes lie on large ones, so that none is hidden.
    order = sorted(range(len(spots)), key=lambda node: (-values[node], node))
    axes.scatter(
        [spots[node][0] for node in order],
        [spots[node][1] for node in order],
        s=[(2 * radii[node]) ** 2 for node in order],
        c=[colours[node] for node in order],
        edgecolors="white",
        linewidths=0.6,
        zorder=2,
    )
    _label(axes, graph, order, labels, spots, radii, Box(BORDER, foot, WIDTH - BORDER, head), renderer)
    return figure


def _radii(values: Sequence[float]) -> list[float]:
    """Return radii whose squares grow in proportion to the values."""
    most = max(values) or 1.0
    # The more nodes, the smaller they are.
    scale = min(1.0, 200 / len(values))
    small, large = _SMALLEST**2 * scale**0.5, _LARGEST**2 * scale
    return [(small + (large - small) * value / most) ** 0.5 for value in values]


def _label(
    axes: Any,
    graph: PropertyGraph,
    order: Sequence[int],
    count: int,
    spots: Sequence[tuple[float, float]],
    radii: Sequence[float],
    area: Box,
    renderer: Any,
) -> None:
    """Name nodes, the first first."""
    style: dict[str, Any] = {
        "fontsize": TEXT,
        "color": "#1a1a1a",
        "ha": "center",
        "va": "center_baseline",
        "linespacing": 1.0,
        "zorder": 4,
        "bbox": {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.5},
    }
    # Of nodes that come later, none is likely to be reached.
    tried = order[: 4 * max(count, 0)]
    lines = ["\n".join(textwrap.wrap(graph.nodes[node].label, 28, max_lines=2, placeholder=" …")) for node in tried]
    texts = {node: axes.text(*spots[node], text, **style) for node, text in zip(tried, lines, strict=True)}
    extents = []
    for text in texts.values():
        extent = text.get_window_extent(renderer)
        extents.append((float(extent.width) + 2, float(extent.height) + 2))
    boxes = placed(tried, count, extents, spots, radii, area)
    for node, text in texts.items():
        if node not in boxes:
            text.remove()
            continue
        box = boxes[node]
        text.set_position(box.middle)
        line = tie(box, spots[node], radii[node])
        if line:
            axes.plot(*zip(*line, strict=True), color="#1a1a1a", linewidth=0.5, alpha=0.7, zorder=3)
