"""Pictures of networks."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pubinnov.drawing.labels import Box
from pubinnov.drawing.picture import FORMATS
from pubinnov.drawing.plot import plot
from pubinnov.errors import OutputError, ViewError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record

pytest.importorskip("matplotlib")


def network(count: int, *, label: str = "a rather long name, number {}") -> PropertyGraph:
    nodes = [
        Node(f"n{at:03}", f"http://e.org/n{at:03}", "PolicyArea" if at % 2 else "", label.format(at))
        for at in range(count)
    ]
    edges = [
        Edge(at // 2, at, "links", [Record(f"r{each}", "", "", "", None, "") for each in range(at % 5 + 1)])
        for at in range(1, count)
    ]
    return PropertyGraph("made", "Made up", {"place": "Nowhere"}, False, nodes, edges)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The figures that are drawn."""
    from matplotlib.figure import Figure

    made: list[Any] = []
    save = Figure.savefig

    def keep(self: Any, *arguments: Any, **options: Any) -> None:
        made.append(self)
        save(self, *arguments, **options)

    monkeypatch.setattr(Figure, "savefig", keep)
    yield made


def boxes(figure: Any) -> dict[str, Box]:
    """Return where each text of a figure is."""
    figure.set_dpi(72)
    renderer = figure.canvas.get_renderer()
    texts = [*figure.axes[0].texts, *figure.texts, *figure.legends[0].get_texts()]
    return {text.get_text(): Box(*text.get_window_extent(renderer).extents) for text in texts}


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_is_the_same_in_every_run(tmp_path: Path, form: str) -> None:
    one, two = tmp_path / f"one.{form}", tmp_path / f"two.{form.upper()}"
    plot(network(30), str(one))
    plot(network(30), str(two))
    assert one.read_bytes() == two.read_bytes()
    begin = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form]
    assert one.read_bytes().startswith(begin)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one.{form}", f"two.{form.upper()}"]


def test_a_picture_has_the_permissions_of_any_file(tmp_path: Path) -> None:
    plot(network(3), str(tmp_path / "a.svg"))
    (tmp_path / "b").write_text("")
    assert stat.S_IMODE((tmp_path / "a.svg").stat().st_mode) == stat.S_IMODE((tmp_path / "b").stat().st_mode)


def test_svg_holds_text_as_text(tmp_path: Path) -> None:
    plot(network(6, label="costs $5 & <more>$ {}"), str(tmp_path / "a.svg"))
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert "Made up (place Nowhere)" in text
    assert "6 nodes, 5 edges" in text
    assert "costs $5 &amp; &lt;more&gt;$ 3" in text
    assert "policy area (3)" in text
    assert "other (3)" in text


@pytest.mark.parametrize("view", [("means_effects", "Europe"), ("countries_means", "Africa"), ("countries", "Asia")])
def test_no_text_overlaps_another_or_is_cut_off(
    packaged: KnowledgeGraph, tmp_path: Path, figures: list[Any], view: tuple[str, str]
) -> None:
    plot(packaged.network(view[0], place=view[1]), str(tmp_path / "a.png"))
    found = boxes(figures[0])
    assert len(figures[0].axes[0].texts) == 40
    for at, (name, box) in enumerate(found.items()):
        assert box.left >= 0 and box.bottom >= 0 and box.right <= 1152 and box.top <= 756, name
        for other in list(found)[:at]:
            assert not box.overlaps(found[other]), (name, other)


def test_nodes_keep_clear_of_legend_and_caption(tmp_path: Path, figures: list[Any]) -> None:
    groups = list(range(30)) * 2
    plot(network(60), str(tmp_path / "a.png"), groups=groups, group_names=["a group with quite a long name"] * 30)
    figure = figures[0]
    figure.set_dpi(72)
    renderer = figure.canvas.get_renderer()
    top = figure.legends[0].get_window_extent(renderer).y1
    bottom = min(text.get_window_extent(renderer).y0 for text in figure.texts)
    [dots] = [each for each in figure.axes[0].collections if len(each.get_offsets()) == 60]
    for (_, y), size in zip(dots.get_offsets(), dots.get_sizes(), strict=True):
        assert top < y - size**0.5 / 2
        assert y + size**0.5 / 2 < bottom
    assert figure.legends[0].get_texts()[-1].get_text() == "16 other groups"


def test_sizes_decide_areas_and_names(tmp_path: Path, figures: list[Any]) -> None:
    plot(network(20), str(tmp_path / "a.png"), sizes=[float(at) for at in range(20)], labels=3)
    names = [text.get_text().replace("\n", " ") for text in figures[0].axes[0].texts]
    assert names == [f"a rather long name, number {at}" for at in (19, 18, 17)]
    [dots] = [each for each in figures[0].axes[0].collections if len(each.get_offsets()) == 20]
    areas = list(dots.get_sizes())
    assert areas == sorted(areas, reverse=True)
    steps = [one - two for one, two in pairwise(areas)]
    assert max(steps) == pytest.approx(min(steps)), "areas grow in proportion"
    assert "larger nodes" not in figures[0].texts[1].get_text()


def test_groups_have_colours_and_names(tmp_path: Path) -> None:
    plot(network(4), str(tmp_path / "a.svg"), groups=[0, 0, 1, 1], group_names=["first"])
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert "first (2)" in text
    assert "group 2 (2)" in text
    assert {"#0072b2", "#e69f00"} <= set(re.findall(r"#[0-9a-f]{6}", text))


def test_two_columns_have_their_names_outside(tmp_path: Path, figures: list[Any]) -> None:
    nodes = [Node(f"n{at:02}", f"http://e.org/{at}", "Method", f"name of {at}") for at in range(40)]
    edges = [Edge(at, 39 - at, "brings", [Record("r", "", "", "", None, "")]) for at in range(20)]
    plot(PropertyGraph("made", "Made up", {}, True, nodes, edges), str(tmp_path / "a.png"))
    found = boxes(figures[0])
    assert all(found[f"name of {at}"].right < 300 for at in range(20))
    assert all(found[f"name of {at}"].left > 800 for at in range(20, 40))


def test_a_node_alone_and_no_labels(tmp_path: Path, figures: list[Any]) -> None:
    plot(network(1), str(tmp_path / "a.png"))
    plot(network(5), str(tmp_path / "b.png"), labels=0, sizes=[0.0] * 5)
    assert [len(figure.axes[0].texts) for figure in figures] == [1, 0]
    assert figures[0].texts[1].get_text() == "1 node, 0 edges"


def test_the_settings_of_the_user_do_not_count(tmp_path: Path) -> None:
    import matplotlib as mpl

    plot(network(5), str(tmp_path / "a.png"))
    with mpl.rc_context({"font.size": 30, "savefig.facecolor": "red", "font.family": "serif"}):
        plot(network(5), str(tmp_path / "b.png"))
        assert mpl.rcParams["font.size"] == 30
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("name", ["a.gif", "a", "png", ".png.txt"])
def test_an_unknown_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="format is not known") as caught:
        plot(network(3), str(tmp_path / name))
    assert caught.value.hint == "known endings: .png, .svg, .pdf"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        plot(network(3), str(tmp_path / "none" / "a.png"))


def test_a_picture_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("before")
    with pytest.raises(ViewError):
        plot(network(3), str(path), sizes=[1.0])
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


def test_suggested_links_are_dashed_and_in_the_legend(tmp_path: Path) -> None:
    plot(network(3), str(tmp_path / "a.svg"), dashed=[(0, 2)])
    plain = tmp_path / "b.svg"
    plot(network(3), str(plain))
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "suggested, not on record" in drawn
    assert "stroke-dasharray" in drawn
    assert "stroke-dasharray" not in plain.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": [0]}, "1 groups for 3 nodes"),
        ({"sizes": [1.0] * 4}, "4 sizes for 3 nodes"),
        ({"sizes": [1.0, -1.0, 1.0]}, "negative"),
        ({"sizes": [1.0, float("nan"), 1.0]}, "not a number"),
        ({"groups": [0, -1, 0]}, "a group is negative"),
    ],
)
def test_what_does_not_fit_the_nodes_is_refused(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ViewError, match=message):
        plot(network(3), str(tmp_path / "a.png"), **options)


def test_an_empty_view_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ViewError, match="empty"):
        plot(network(0), str(tmp_path / "a.png"))
    assert not list(tmp_path.iterdir())
