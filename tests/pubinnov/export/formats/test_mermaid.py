"""Mermaid reads the flowcharts itself, in Node, and draws them in a browser; JavaScript reads the comments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss

MERMAID = r"""
import fs from "node:fs";
import { JSDOM } from "jsdom";
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ maxTextSize: 1e9, maxEdges: 1e6 });
const answers = {};
for (const [name, text] of Object.entries(JSON.parse(fs.readFileSync(0, "utf8")))) {
  const { diagramType } = await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text.replace(/^---\n.*\n---\n/, ""));
  const rows = text.split("\n").filter(line => line.startsWith("%%")).map(line => JSON.parse(line.slice(line.indexOf("["))));
  answers[name] = {
    type: diagramType,
    nodes: [...db.getVertices().values()].map(each => [each.id, each.text, each.classes]),
    edges: db.getEdges().map(each => [each.start, each.end, each.type, each.text]),
    classes: [...db.getClasses().values()].map(each => [each.id, each.styles]),
    rows: rows.length,
  };
}
console.log(JSON.stringify(answers));
"""


DRAW = r"""
const [text, done] = arguments;
let alerts = 0;
window.alert = () => { alerts += 1; };
mermaid.initialize({ startOnLoad: false });
mermaid.render("chart", text).then(({ svg }) => {
  document.body.innerHTML = svg;
  done({
    nodes: [...document.querySelectorAll("g.node")].map(each => each.textContent),
    edges: document.querySelectorAll("path.flowchart-link").length,
    alerts,
  });
}, error => done({ error: String(error) }));
"""


@pytest.fixture
def hard() -> Document:
    texts = [
        ("1. one", "end"), ("- item", "class"), ("# heading", "style"), ("`code`", ""), ("x", "a b"), ("%% %%{init}%%", "x"),
        ("style x: y#1;", "y"), ("classDef a:b#c;", "z"), ("#35; #quot; &lt;", ""), ("https://x.org/?a=b", ""), ("end", ""),
        ("a --> b; **b** _i_ $$x$$", ""), ("fa:fa-car", ""), ("<script>alert(1)</script>", ""), ("and/or, it's e-ID.", ""),
    ]  # fmt: skip
    return Document(
        'style: #a; %%{init: {"theme": "dark"}}%% <a href="x">',
        False,
        (Column("x", "string"),),
        (),
        [NodeRow(f"a{number}", text, kind, (text,)) for number, (text, kind) in enumerate(texts)],
        [EdgeRow("e0", 0, 1, "", 1, ()), EdgeRow("e1", 1, 0, '|x| " --> 1. y', 0.5, ())],
    )


def _decoded(text: str) -> str:
    """Return a text with Mermaid's inner form of entities resolved, as it does when it draws."""
    return re.sub("ﬂ°°([0-9]+)¶ß", lambda found: chr(int(found[1])), text.replace("<br>", "\n"))


def _drawn(text: str) -> str:
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", re.sub("\r\n?", "\n", text))


def test_mermaid_reads_every_node_edge_and_class(
    curated: Document,
    nasty: Document,
    surrogates: Document,
    undirected: Document,
    hard: Document,
    written: Any,
    node: Any,
) -> None:
    """All in one start of Mermaid, as that takes seconds."""
    documents = {"curated": curated, "nasty": nasty, "surrogates": surrogates, "undirected": undirected, "hard": hard}
    texts = {name: written(document).decode() for name, document in documents.items()}
    read = node(MERMAID, "mermaid", "jsdom", text=json.dumps(texts).encode())
    assert list(read) == list(documents)
    for name, document in documents.items():
        found = read[name]
        assert found["type"] == "flowchart-v2", name
        kinds = sorted({each.kind for each in document.nodes})
        assert [[id_, _decoded(text), classes] for id_, text, classes in found["nodes"]] == [
            [f"n{number}", _drawn(each.label), [f"k{kinds.index(each.kind)}"]]
            for number, each in enumerate(document.nodes)
        ], name
        arrow = "arrow_point" if document.directed else "arrow_open"
        assert [[*ends, _decoded(text)] for *ends, text in found["edges"]] == [
            [f"n{edge.source}", f"n{edge.target}", arrow, _drawn(edge.kind)] for edge in document.edges()
        ], name
        assert [id_ for id_, _ in found["classes"]] == [f"k{number}" for number in range(len(kinds))], name
        assert len({tuple(styles) for _, styles in found["classes"]}) == len(kinds), name
        assert found["rows"] == 3 + len(found["nodes"]) + len(found["edges"]), name


def test_mermaid_draws_them_in_a_browser(
    hard: Document, undirected: Document, written: Any, chromium: Any, readers: Path, tmp_path: Path
) -> None:
    script = readers / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    if not script.is_file():
        pytest.skip("run `npm install --prefix tests/readers`")
    page = tmp_path / "page.html"
    page.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body><script src="{script.as_uri()}"></script>', encoding="utf-8"
    )
    chromium.get(page.as_uri())
    chromium.set_script_timeout(120)
    for document in (hard, undirected):
        drawn = chromium.execute_async_script(DRAW, written(document).decode())
        assert drawn.get("error") is None, drawn
        # Spaces are lost where lines are broken.
        assert [_solid(text) for text in drawn["nodes"]] == [_solid(_drawn(node.label)) for node in document.nodes]
        assert drawn["edges"] == sum(1 for _ in document.edges())
        assert drawn["alerts"] == 0, "a label was run as a script"


def _solid(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(params=["curated", "nasty", "surrogates", "undirected", "hard"])
def any_document(request: pytest.FixtureRequest) -> Document:
    return request.getfixturevalue(request.param)


def test_comments_hold_everything(
    any_document: Document, written: Any, strict: Callable[[str], Any], as_text: Callable[[Any], str]
) -> None:
    document = any_document

    def plain(value: Any) -> Any:
        # Two halves of a pair, one after the other, are one character in JSON.
        whole = value.replace("\ud83d\ude00", "😀") if isinstance(value, str) else value
        return as_text(whole) if str(whole) in {"nan", "-inf"} else whole

    lines = [line for line in written(document).decode().split("\n") if line.startswith("%%")]
    rows = [strict(line[line.index("[") :]) for line in lines]
    expected: list[list[Any]] = [[document.title]]
    expected.append(["id", "label", "kind", "start", "end", *(each.name for each in document.node_columns)])
    for each in document.nodes:
        expected.append([each.id, each.label, each.kind, each.start, each.end, *map(plain, each.values)])
    expected.append(["id", "kind", "weight", "start", "end", *(each.name for each in document.edge_columns)])
    for edge in document.edges():
        expected.append([edge.id, edge.kind, edge.weight, edge.start, edge.end, *map(plain, edge.values)])
    assert rows == expected


@pytest.mark.parametrize(
    ("name", "edges", "size"), [("curated", True, True), ("nasty", False, True), ("surrogates", False, False)]
)
def test_what_is_lost_is_told(name: str, edges: bool, size: bool, written: Any, request: pytest.FixtureRequest) -> None:
    loss = Loss()
    written(request.getfixturevalue(name), loss=loss)
    told = "; ".join(loss.lines())
    assert "written as comments" in told
    assert (("maxEdges" in told), ("maxTextSize" in told)) == (edges, size)


def test_a_title_has_no_html(hard: Document, written: Any) -> None:
    assert (
        written(hard)
        .decode()
        .startswith(
            '---\ntitle: "style: \\u0023a; \\u0025\\u0025{init: {\\"theme\\": \\"dark\\"}}\\u0025\\u0025 \\u2039a href='
        )
    )
