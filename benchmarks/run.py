"""Measures whole processes against peers that do the same, in one run, and prints the ratios.

    make benchmark

Every figure is the median of repetitions that alternate between the two sides, after one run of each that does not
count.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pubinnov
from pubinnov import sparql
from pubinnov.package_files import curated_files, model_files, ontology_folder

HERE = Path(__file__).parent
QUESTION = "which benefits does e-ID enable?"

PYOXIGRAPH = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store()
for path in sys.argv[2:]:
    store.load(path=path, format=RdfFormat.TURTLE)
for row in store.query(open(sys.argv[1], encoding="utf-8").read()):
    print(*row)
"""

RDFLIB = """
import sys
import rdflib
graph = rdflib.Graph()
for path in sys.argv[2:]:
    graph.parse(path, format="turtle")
for row in graph.query(open(sys.argv[1], encoding="utf-8").read()):
    print(*row)
"""

LIBRARY = """
import sys
import pubinnov
graph = pubinnov.open(*sys.argv[2:])
for row in graph.select(open(sys.argv[1], encoding="utf-8").read()):
    print(*row.values())
"""


class Result(NamedTuple):
    """One line of the table: times in seconds; the ratio is ours to the peer's, or the peer's to ours where faster."""

    what: str
    ours: float
    peer: float
    ratio: float
    target: str
    met: bool


def seconds(command: list[str]) -> float:
    """Return how long a command takes, its output read through a pipe."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def medians(ours: list[str], peer: list[str], repetitions: int) -> tuple[float, float]:
    """Return the medians of two commands that are run in turn."""
    seconds(ours), seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(repetitions)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def command() -> list[str]:
    """Return the installed command, or the module where there is none."""
    found = shutil.which("pubinnov", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "pubinnov"]


def main() -> int:
    """Run all measurements."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        query = folder / "query.rq"
        shown = subprocess.run(
            [*command(), "ask", "--show-query", QUESTION], check=True, capture_output=True, text=True
        )
        query.write_text(sparql.prepare(shown.stdout, allow_service=False), encoding="utf-8")
        files = [*model_files(), *curated_files()]
        results = []

        ask = [*command(), "ask", QUESTION]
        ours, peer = medians(ask, [python, "-c", PYOXIGRAPH, str(query), *files], 25)
        results.append(
            Result("the e-ID question, cold, to bare pyoxigraph", ours, peer, ours / peer, "≤ 1.5", ours <= 1.5 * peer)
        )
        ours, peer = medians(ask, [python, "-c", RDFLIB, str(query), *files], 5)
        results.append(
            Result("the e-ID question, cold, faster than rdflib", ours, peer, peer / ours, "≥ 8", peer >= 8 * ours)
        )
        ours, peer = medians([*command(), "--help"], [python, "-c", "import click"], 15)
        results.append(Result("--help, to importing click", ours, peer, ours / peer, "≤ 3", ours <= 3 * peer))

        large = folder / "large.ttl"
        subprocess.run([python, str(HERE / "generate.py"), "7000", "-o", str(large)], check=True)
        triples = len(pubinnov.open(large))
        loaded = [str(large), ontology_folder()]
        plain = [str(large), *model_files()]
        ours, peer = medians(
            [python, "-c", LIBRARY, str(query), *loaded], [python, "-c", PYOXIGRAPH, str(query), *plain], 9
        )
        what = f"{triples:,} generated triples loaded and queried, to bare pyoxigraph"
        results.append(Result(what, ours, peer, ours / peer, "≤ 1.1", ours <= 1.1 * peer))

    print("| what | ours | peer | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    for each in results:
        times = f"{each.ours * 1000:,.0f} ms | {each.peer * 1000:,.0f} ms"
        print(f"| {each.what} | {times} | {each.ratio:.2f} | {each.target} | {'yes' if each.met else 'no'} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
