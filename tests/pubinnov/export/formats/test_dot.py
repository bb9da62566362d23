"""DOT is read back with Graphviz: gvpr tells every attribute, dot what is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss

REMEDY = "apt-get install graphviz"
_SVG = "{http://www.w3.org/2000/svg}"
# Parts end with a group separator and things with a record separator, which no text has.
_SCRIPT = r"""
BEG_G { string a; printf("graph\035%d\035%s\036", isDirect($G), aget($G, "label")); }
N { printf("node\035%s\035", $.name);
    for (a = fstAttr($G, "N"); a != ""; a = nxtAttr($G, "N", a)) printf("%s\035%s\035", a, aget($, a));
    printf("\036"); }
E { printf("edge\035%s\035%s\035", $.tail.name, $.head.name);
    for (a = fstAttr($G, "E"); a != ""; a = nxtAttr($G, "E", a)) printf("%s\035%s\035", a, aget($, a));
    printf("\036"); }
"""
# What is drawn, and no attribute.
_DRAWN = {"label", "color", "fillcolor", "shape", "style", "fontname"}

NAMES = {
    "label": "label_2", "id": "id_2", "kind": "kind_2", "weight": "weight_2", "start": "start_2", "": "unnamed", "case": "case_2",
}  # fmt: skip


def _held(text: str) -> str:
    """Return a text as FATES says that it is held: an odd backslash doubled where it cannot stand."""
    # A line end that is all of a text, Graphviz would not read.
    held = "\r\n" if text == "\n" else re.sub("[\0\ud800-\udfff]", "\ufffd", text)
    return re.sub(r'(?<!\\)\\(?="|$)', r"\\\\", held)


@pytest.fixture
def promised(promise: Any, as_text: Callable[[Any], str]) -> Any:
    def value(each: Any, column: Column) -> str:
        return "; ".join(map(as_text, each)) if column.many else as_text(each)

    return promise(
        {"id": "", "kind": "kind"},
        {"source": "<", "target": ">", "id": "id", "kind": "kind", "weight": "weight"},
        NAMES,
        value,
        _held,
    )


@pytest.fixture
def things(program: Callable[..., bytes]) -> Callable[[bytes], Iterator[list[str]]]:
    def read(text: bytes) -> Iterator[list[str]]:
        for line in program("gvpr", _SCRIPT, text=text, remedy=REMEDY).decode().split("\x1e")[:-1]:
            yield line.split("\x1d")

    return read


@pytest.fixture
def drawn(program: Callable[..., bytes]) -> Callable[[bytes], ElementTree.Element]:
    return lambda text: ElementTree.fromstring(program("dot", "-Tsvg", text=text, remedy=REMEDY))


def _pairs(parts: list[str]) -> dict[str, str]:
    return dict(zip(parts[0:-1:2], parts[1:-1:2], strict=True))


def test_gvpr_reads_every_value(document: Document, written: Any, things: Any, promised: Any) -> None:
    read = list(things(written(document)))
    # Graphviz has an empty text for what other things have and this does not.
    nodes = {
        parts[1]: {name: value for name, value in _pairs(parts[2:]).items() if value and name not in _DRAWN}
        for parts in read
        if parts[0] == "node"
    }
    expected = {row.pop(""): row for row in promised.nodes(document)}
    years = dict.fromkeys(("start", "end"), str)
    for row in expected.values():
        row.update({name: turn(row[name]) for name, turn in years.items() if name in row})
    assert nodes == {id_: {name: value for name, value in row.items() if value} for id_, row in expected.items()}
    edges = [
        {"<": parts[1], ">": parts[2], **{name: value for name, value in _pairs(parts[3:]).items() if value and name not in _DRAWN}}
        for parts in read
        if parts[0] == "edge"
    ]  # fmt: skip
    wanted = [
        {name: value if isinstance(value, str) else str(value) for name, value in row.items() if value != ""}
        for row in promised.edges(document)
    ]
    assert sorted(edges, key=lambda edge: edge["id"]) == sorted(wanted, key=lambda edge: edge["id"])
    assert read[0][1] == str(int(document.directed))


def test_an_attribute_that_is_missing_is_not_written(undirected: Document, written: Any) -> None:
    text = written(undirected).decode()
    assert "start" not in text and "end" not in text


def test_dot_draws_every_label_and_edge(document: Document, written: Any, drawn: Any, promised: Any) -> None:
    svg = drawn(written(document))
    groups: dict[str, list[ElementTree.Element]] = {"node": [], "edge": []}
    for group in svg.iter(f"{_SVG}g"):
        groups.get(group.get("class", ""), []).append(group)
    assert len(groups["edge"]) == len(list(document.edges()))
    labels = {
        group.findtext(f"{_SVG}title"): " ".join(
            " ".join(each.text or "" for each in group.iter(f"{_SVG}text")).split()
        )
        for group in groups["node"]
    }
    assert labels == {
        id_: " ".join(re.sub("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", node.label).split())
        for id_, node in zip(promised.ids(document), document.nodes, strict=True)
    }


def test_a_kind_has_a_colour(nasty: Document, written: Any, things: Any) -> None:
    colours: dict[str, set[str]] = {}
    for parts in things(written(nasty)):
        if parts[0] == "node":
            pairs = _pairs(parts[2:])
            colours.setdefault(pairs["kind"], set()).add(pairs["color"])
    assert len(colours) == 3
    assert len(set.union(*colours.values())) == 3


def test_names_that_mean_something_to_graphviz_and_hard_texts(written: Any, things: Any, drawn: Any) -> None:
    columns = tuple(Column(name, "string") for name in ("shape", "label", "label_2", "Node", "strict"))
    texts = ("\\", 'a\\"b', "\\\\", "\\N &amp; x\\\ny", "s")
    others = ("\\" * 7, "😀" * 9000, '"' * 9000, "\\" * 9001, "")
    document = Document("t\\", True, columns, (), [
        NodeRow("a", "\\N &lt; \\", "k", texts), NodeRow("b", "x", "", others),
    ], [EdgeRow("e0", 0, 1, "", 1, ())])  # fmt: skip
    loss = Loss()
    text = written(document, loss=loss)
    first, second = (_pairs(parts[2:]) for parts in things(text) if parts[0] == "node")
    names = ["shape_2", "label_3", "label_2", "Node", "strict"]
    assert [first[name] for name in names] == ["\\\\", 'a\\\\"b', "\\\\", "\\N &amp; x\\\\\ny", "s"]
    assert [second[name] for name in names] == ["\\" * 8, "😀" * 9000, '"' * 9000, "\\" * 9002, ""]
    assert {"shape is called shape_2", "label is called label_3"} <= set(loss.lines())
    assert "backslashes doubled" in "; ".join(loss.lines())
    assert {each.text for each in drawn(text).iter(f"{_SVG}text")} == {"t\\", "\\N &lt; \\", "x"}


def test_what_is_lost_is_told(curated: Document, nasty: Document, undirected: Document, written: Any) -> None:
    assert "lists of tags joined to text" in written.losses(nasty)
    assert "lists of years joined to text" in written.losses(curated)
    assert written.losses(undirected) == []


def test_a_line_end_alone_is_kept(written: Any, things: Any) -> None:
    texts = ("\n", '"\n', "\n\n", "a\n", "\r\n", "x" * 2999 + '"\n')
    columns = tuple(Column(f"t{number}", "string") for number in range(len(texts)))
    document = Document("", False, columns, (), [NodeRow("a", "one\r\ntwo", "", texts)], [])
    loss = Loss()
    (node,) = (_pairs(parts[2:]) for parts in things(written(document, loss=loss)) if parts[0] == "node")
    held = ["\r\n", '"\r\n', "\n\n", "a\n", "\r\n", "x" * 2999 + '"\r\n']
    assert [node[column.name] for column in columns] == held
    assert node["label"] == r"one\ntwo"
    assert "written as CR LF: 3 times" in "; ".join(loss.lines())
