"""How a practice spread, as a chart."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pubinnov.drawing.colours import PALETTE
from pubinnov.drawing.page import BORDER, HEIGHT, NOTE, TITLE, WIDTH
from pubinnov.drawing.picture import check_ending, save, settings
from pubinnov.errors import ViewError


def plot_growth(years: Sequence[int], curves: Sequence[tuple[str, Sequence[int]]], path: str, *, caption: str) -> None:
    """Draw how numbers grew over the years, as steps, each named at its end.

    Args:
        years: Of the steps, ascending.
        curves: The name of each, and its value in each of the years.
        path: The file: PNG, SVG or PDF by its ending; one that is there is replaced, whole or not at all.
        caption: What the chart shows.

    Raises:
        ViewError: If there are no years.
        OutputError: If the format is not known, or the file cannot be written.
    """
    form = check_ending(path)
    if not years:
        raise ViewError("no year is known: there is nothing to draw", "use fewer or wider filters")
    with settings(form):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.06, 0.08, 0.8, 0.8))
        for (name, values), colour in zip(curves, PALETTE, strict=False):
            axes.step([*years, years[-1] + 1], [*values, values[-1]], where="post", color=colour, linewidth=2.2)
            axes.annotate(
                f"{name} ({values[-1]:,})",
                (years[-1] + 1, values[-1]),
                xytext=(6, 0),
                textcoords="offset points",
                color=colour,
                fontsize=NOTE + 1,
                va="center",
                weight="bold",
                annotation_clip=False,
            )
        axes.set_xlim(years[0] - 0.5, years[-1] + 1)
        axes.set_ylim(0, 1.05 * max(max(values) for _, values in curves))
        for which in (axes.xaxis, axes.yaxis):
            which.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(labelsize=NOTE)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#d8dde2", linewidth=0.7)
        axes.set_axisbelow(True)
        figure.text(
            BORDER / WIDTH,
            1 - BORDER / HEIGHT,
            textwrap.fill(caption, 130),
            fontsize=TITLE,
            weight="bold",
            va="top",
        )
        save(figure, path)
