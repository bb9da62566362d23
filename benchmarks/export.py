"""Measures the writing of a large network against networkx's own writers, in one run, and prints the ratios.

    python benchmarks/export.py

Times are of the processor, the least of two. Both are given their graph ready made: the peer its own, without what it
cannot write; ours a document, with ids of edges, names in every language, colours and sizes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
from generate import generate

import pubinnov
from pubinnov.export.loss import Loss
from pubinnov.export.network import document
from pubinnov.export.rdf import Syntax
from pubinnov.export.registry import find
from pubinnov.export.writer import write
from pubinnov.package_files import curated_files, model_files

#: Initiatives, which make about a million links between resources.
COUNT = 50_000


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call keeps the processor busy, the least of two times."""
    times = []
    for _ in range(2):
        started = time.process_time()
        call()
        times.append(time.process_time() - started)
    return min(times)


def memory(name: str) -> int:
    """Return how much memory the process has, `VmRSS`, or has had since it was forgotten, `VmHWM`, in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def forget_memory() -> None:
    """Begin anew with the most memory that the process has had: Linux only."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def main() -> int:
    """Run all measurements."""
    peers = {"graphml": nx.write_graphml, "gexf": nx.write_gexf}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data.ttl")
        with data.open("w", encoding="utf-8") as stream:
            stream.writelines(generate(COUNT))
        kg = pubinnov.open(data, *model_files(), *curated_files())
        graph = kg.network("everything")
        made = document(graph, kg.store, kg.lookup)
        ours: dict[str, float] = {}
        growth = 0
        for name in peers:
            path, form = os.path.join(folder, f"ours.{name}"), find(None, name)
            assert not isinstance(form, Syntax)
            forget_memory()
            before = memory("VmRSS")
            ours[name] = seconds(lambda path=path, form=form: write(made, path, form, Loss()))  # type: ignore[misc]
            growth = max(growth, memory("VmHWM") - before)
        peer = graph.to_networkx()
        # networkx writes what a graph is called as an attribute that its own reader refuses.
        peer.graph.clear()
        print("| what | ours | peer | ratio | target | met |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, writer in peers.items():
            path = os.path.join(folder, f"peer.{name}")
            theirs = seconds(lambda path=path, writer=writer: writer(peer, path))  # type: ignore[misc]
            sizes = [os.path.getsize(os.path.join(folder, f"{whose}.{name}")) >> 20 for whose in ("ours", "peer")]
            ratio = theirs / ours[name]
            what = f"{len(graph.edges):,} edges to {name}, faster than NetworkX ({sizes[0]} and {sizes[1]} MiB)"
            met = "yes" if ratio >= 5 else "no"
            print(f"| {what} | {ours[name]:,.1f} s | {theirs:,.1f} s | {ratio:.2f} | ≥ 5 | {met} |", flush=True)
        met = "yes" if growth < 64 * 1024 else "no"
        print(f"| memory that writing adds to that of the graph | {growth / 1024:,.0f} MiB | | | ≤ 64 MiB | {met} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
