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
from pubinnov.package_files import curated_files, files, model_files, ontology_folder

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

PYOXIGRAPH_LOAD = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store()
for path in sys.argv[1:]:
    store.load(path=path, format=RdfFormat.TURTLE)
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


PYSHACL = """
import sys
from pyshacl import validate
conforms, graph, text = validate(sys.argv[2:], shacl_graph=sys.argv[1])
print(text)
"""


class Result(NamedTuple):
    """One line of the table: times in seconds; the ratio is ours to the peer's, or the peer's to ours where faster."""

    what: str
    ours: float
    peer: float
    ratio: float
    target: str
    met: bool


def seconds(command: list[str], *, may_fail: bool = False) -> float:
    """Return how long a command takes, its output read through a pipe."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, check=not may_fail, capture_output=True, env=environment)
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


def shapes_for_the_peer(folder: Path) -> Path:
    """Write the project's shapes as one file, without their SPARQL constraints.

    pySHACL parses the query of such a constraint anew for each node, which takes it half an hour here; the peer is
    spared that work, and we are not.
    """
    import rdflib
    from rdflib.namespace import SH

    graph = rdflib.Graph()
    for path in files(str(Path(ontology_folder(), "shapes")), ".ttl"):
        graph.parse(path)
    graph.remove((None, SH.sparql, None))
    for constraint in list(graph.subjects(SH.select)):
        graph.remove((constraint, None, None))
    found = folder / "shapes.ttl"
    graph.serialize(found, format="turtle", encoding="utf-8")
    return found


def validation(folder: Path) -> list[Result]:
    """Measure validation: clean, with one node in a hundred broken, and how cost grows."""
    python = sys.executable
    shapes = shapes_for_the_peer(folder)
    packaged = [*model_files(), *curated_files()]
    results = []
    times = {}
    for name, count, broken, target in (
        ("clean triples", 7300, 0.0, 10),
        ("triples, 1 % of initiatives broken", 7300, 0.01, 8),
        ("clean triples", 73000, 0.0, 0),
    ):
        data = folder / "validated.ttl"
        subprocess.run(
            [python, str(HERE / "generate.py"), str(count), "--broken", str(broken), "-o", str(data)], check=True
        )
        ours = [*command(), "validate", str(data), "--fail-on", "violation"]
        what = f"{len(pubinnov.open(data)):,} {name} validated, the packaged graph as context"
        if target:
            # The peer needs more than a minute; it runs once, between two runs of ours.
            first, peer, second = (
                seconds(ours, may_fail=True),
                seconds([python, "-c", PYSHACL, str(shapes), str(data), *packaged]),
                seconds(ours, may_fail=True),
            )
            mean = (first + second) / 2
            times[broken] = mean
            results.append(
                Result(f"{what}, faster than pySHACL", mean, peer, peer / mean, f"≥ {target}", peer >= target * mean)
            )
        else:
            large = seconds(ours, may_fail=True)
            growth = large / times[0.0]
            results.append(Result(f"{what}, to a tenth of it", large, times[0.0], growth, "≤ 11", growth <= 11))
    alone = statistics.median(seconds([*command(), "validate"]) for _ in range(5))
    engine = statistics.median(seconds([python, "-c", PYOXIGRAPH_LOAD, *packaged]) for _ in range(5))
    results.append(
        Result("the packaged graph validated, to loading it", alone, engine, alone / engine, "< 1 s", alone < 1)
    )
    return results


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
        packaged = [*model_files(), *curated_files()]
        results = []

        ask = [*command(), "ask", QUESTION]
        ours, peer = medians(ask, [python, "-c", PYOXIGRAPH, str(query), *packaged], 25)
        results.append(
            Result("the e-ID question, cold, to bare pyoxigraph", ours, peer, ours / peer, "≤ 1.5", ours <= 1.5 * peer)
        )
        ours, peer = medians(ask, [python, "-c", RDFLIB, str(query), *packaged], 5)
        results.append(
            Result("the e-ID question, cold, faster than rdflib", ours, peer, peer / ours, "≥ 8", peer >= 8 * ours)
        )
        ours, peer = medians([*command(), "--help"], [python, "-c", "import click"], 15)
        results.append(Result("--help, to importing click", ours, peer, ours / peer, "≤ 3", ours <= 3 * peer))

        large = folder / "large.ttl"
        subprocess.run([python, str(HERE / "generate.py"), "7300", "-o", str(large)], check=True)
        triples = len(pubinnov.open(large))
        loaded = [str(large), ontology_folder()]
        plain = [str(large), *model_files()]
        ours, peer = medians(
            [python, "-c", LIBRARY, str(query), *loaded], [python, "-c", PYOXIGRAPH, str(query), *plain], 9
        )
        what = f"{triples:,} generated triples loaded and queried, to bare pyoxigraph"
        results.append(Result(what, ours, peer, ours / peer, "≤ 1.1", ours <= 1.1 * peer))

        results += validation(folder)

    print("| what | ours | peer | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    for each in results:
        times = f"{each.ours * 1000:,.0f} ms | {each.peer * 1000:,.0f} ms"
        print(f"| {each.what} | {times} | {each.ratio:.2f} | {each.target} | {'yes' if each.met else 'no'} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
