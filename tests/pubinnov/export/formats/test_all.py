"""What every format has to keep, whichever it is: a format is held to it by being there."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import RawIOBase
from typing import Any

import pytest

from pubinnov.export.document import Column, Document, EdgeRow, NodeRow
from pubinnov.export.loss import Loss
from pubinnov.export.registry import formats

FATES = {
    "lists", "dates", "missing values", "kinds", "parallel edges", "control characters", "large integers", "NaN",
}  # fmt: skip
# What formats need that is not always installed.
NEEDS = {"parquet": "pyarrow"}
PICTURES = {"pdf", "png", "svg"}
# What ten thousand more edges may take: less than a hundred bytes each.
MEGABYTES = 0.9

# Writes pickled documents, and the curated one that it makes by itself, and prints the sums of what it has written.
OTHER = """
import io, json, pickle, sys
from hashlib import sha256
import pubinnov
from pubinnov.export.loss import Loss
from pubinnov.export.network import document
from pubinnov.export.registry import formats

documents, wanted = pickle.load(sys.stdin.buffer)
graph = pubinnov.open()
documents["curated"] = document(graph.network("means_effects"), graph.store, graph.lookup)
sums = {}
for name, title in wanted:
    form = formats()[name]
    for part, write in (getattr(form, "PARTS", None) or {"": form.write}).items():
        output = io.BytesIO()
        write(documents[title], output, Loss())
        sums[f"{name} {part} {title}"] = sha256(output.getvalue()).hexdigest()
print(json.dumps(sums))
"""


def _there(name: str) -> bool:
    return name not in NEEDS or importlib.util.find_spec(NEEDS[name]) is not None


@pytest.fixture(params=list(formats()))
def name(request: pytest.FixtureRequest) -> str:
    if not _there(request.param):
        pytest.skip(f"pip install {NEEDS[request.param]}")
    return request.param


def _sums(
    name: str, title: str, document: Document, write: Any, parts: Callable[[str], Iterator[str]]
) -> dict[str, str]:
    return {f"{name} {part} {title}": sha256(write(document, part)).hexdigest() for part in parts(name)}


def test_it_says_what_it_is_and_what_becomes_of_everything(name: str) -> None:
    form = formats()[name]
    assert form.__doc__
    assert form.TITLE.strip() == form.TITLE != ""
    assert form.ENDINGS
    assert [ending for ending in form.ENDINGS if not ending.startswith(".") or ending != ending.lower()] == []
    assert form.FATES.keys() == FATES
    assert all(form.FATES.values())
    assert hasattr(form, "write") != hasattr(form, "PARTS"), "a format has `write`, or `PARTS` if it has several files"


def test_no_ending_is_claimed_twice() -> None:
    endings = Counter(ending for form in formats().values() for ending in form.ENDINGS)
    assert [ending for ending, times in endings.items() if times > 1] == []


@pytest.mark.parametrize("title", ["undirected", "nasty", "surrogates"])
def test_it_writes_the_same_bytes_twice(
    name: str, title: str, write: Any, parts: Any, request: pytest.FixtureRequest
) -> None:
    document = request.getfixturevalue(title)
    first = _sums(name, title, document, write(name), parts)
    assert sha256(b"").hexdigest() not in first.values()
    assert _sums(name, title, document, write(name), parts) == first


def test_another_process_writes_the_same_bytes(
    curated: Document, nasty: Document, surrogates: Document, undirected: Document, write: Any, parts: Any
) -> None:
    """All formats in one process, as its start takes a second: with another order of everything that has none."""
    documents = {"nasty": nasty, "surrogates": surrogates, "undirected": undirected, "curated": curated}
    wanted = [
        (name, title)
        for name in formats()
        if _there(name)
        for title in documents
        # Pictures of large graphs take long, and have tests of their own.
        if (name in PICTURES) is (title == "undirected")
    ]
    sums: dict[str, str] = {}
    for name, title in wanted:
        sums |= _sums(name, title, documents[title], write(name), parts)
    # The curated document looks things up in its graph, which cannot be pickled: the process makes it anew.
    del documents["curated"]
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-c", OTHER],
        input=pickle.dumps((documents, wanted)),
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    others = json.loads(done.stdout)
    assert others.keys() == sums.keys()
    assert [what for what, one in sums.items() if others[what] != one] == []


class _Nowhere(RawIOBase):
    """Takes everything and keeps nothing but its size."""

    size = 0

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


class _Edges:
    """Many edges, made anew each time they are wanted."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[EdgeRow]:
        values = (1, "a note", ["a", "b"])
        for number in range(self.count):
            yield EdgeRow(f"e{number}", number % 100, number % 97, "kind", 1.5, values, 2000)


@pytest.mark.parametrize("name", ["csv", "cx2", "cyjs", "d3", "gexf", "graphml"])
def test_memory_does_not_grow_with_the_edges(name: str) -> None:
    columns = (Column("n", "integer"), Column("note", "string"), Column("tags", "string", many=True))
    nodes = [NodeRow(f"n{number}", f"Node {number}", "Kind", ()) for number in range(100)]
    form = formats()[name]
    peaks = []
    for count in (4_000, 14_000):
        document = Document("Large", True, (), columns, nodes, _Edges(count))  # type: ignore[arg-type]
        output = _Nowhere()
        tracemalloc.start()
        try:
            for part in (getattr(form, "PARTS", None) or {"": form.write}).values():
                part(document, output, Loss())
            peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        finally:
            tracemalloc.stop()
        assert output.size > count * 50
    few, many = peaks
    assert many - few < MEGABYTES, f"{many - few:.1f} MB more: write pieces as they are made, and keep none of them"
