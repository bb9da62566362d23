"""Letters that no font has are told once, and not in a format that has texts."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pytest

from pubinnov.drawing.picture import LettersMissing
from pubinnov.drawing.plot import draw, plot
from pubinnov.property_graph.graph import Node, PropertyGraph

# Of no language, and in no font: what Unicode leaves to private use.
LETTERS = "\ue123\ue124"


@pytest.fixture
def graph() -> PropertyGraph:
    nodes = [Node("a", "", "Method", f"{LETTERS} name"), Node("b", "", "Method", f"{LETTERS[0]} other")]
    return PropertyGraph("", "A title", {}, False, nodes, [])


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_letters_without_a_glyph_are_told_once(graph: PropertyGraph, tmp_path: Path, form: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plot(graph, str(tmp_path / f"graph.{form}"))
    (told,) = caught
    assert told.category is LettersMissing
    assert "2 letters are drawn as boxes" in str(told.message)
    assert "write SVG" in str(told.message)


def test_svg_has_texts_and_tells_nothing_of_the_fonts_here(graph: PropertyGraph) -> None:
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(graph, output, "svg")
    written = output.getvalue().decode()
    assert f"{LETTERS} name" in written
    assert "Noto" not in written
