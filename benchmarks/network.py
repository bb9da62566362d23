"""Measures networks of generated initiatives against peers that do the same, in one run, and prints the ratios.

    python benchmarks/network.py

Times are of the processor, of all threads, so that other work on the machine counts little. Only the memory is measured
in a process of its own, as the highest resident set.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import rdflib
from generate import generate
from rdflib import RDF, URIRef
from run import Result

import pubinnov
from pubinnov import terms
from pubinnov.interchange import rdflib_graph
from pubinnov.network.measures import values
from pubinnov.package_files import curated_files, model_files
from pubinnov.property_graph.graph import Edge, Node, PropertyGraph, Record
from pubinnov.property_graph.projection import project
from pubinnov.property_graph.views import View

#: About 50,000 edges between 10,000 initiatives and what they are linked to, as a view.
LINKS = ("place", "usesMeans", "policyArea", "responsibleBody", "innovationType", "partOf")
LINKED = """
#+ {{"title": "Initiatives and what they are linked to", "aliases": [], "parameters": {{}},
#+  "directed": true, "edge": ""}}
SELECT ?source ?target ?edge
WHERE {{ ?source a pi:Initiative . {} }}
""".format(" UNION ".join(f"{{ ?source pi:{name} ?target BIND(pi:{name} AS ?edge) }}" for name in LINKS))
#: How many sources the peer computes from; all of them would take it many minutes.
SAMPLED = 200

MEMORY = """
import resource, sys
import pubinnov
graph = pubinnov.open(*sys.argv[1:]).network("everything")
print(len(graph.edges), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

_RELATIONS = ("partOf", "dependsOn", "replaces", "inspiredBy", "reuses")
_Grounds = dict[tuple[str, str, str], dict[Record, None]]


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call keeps the processor busy."""
    started = time.process_time()
    call()
    return time.process_time() - started


def centrality(graph: PropertyGraph) -> list[Result]:
    """Measure unweighted betweenness and closeness against NetworkX."""
    peer = nx.Graph()
    peer.add_nodes_from(range(len(graph.nodes)))
    peer.add_edges_from(edge[:2] for edge in graph.edges)
    sources = random.Random(1).sample(range(len(graph.nodes)), SAMPLED)
    scale = len(graph.nodes) / SAMPLED
    size = f"{len(graph.nodes):,} nodes, {peer.number_of_edges():,} pairs linked"
    results = []
    for measure, call in (
        ("betweenness", lambda: nx.betweenness_centrality_subset(peer, sources, list(peer))),
        ("closeness", lambda: [nx.closeness_centrality(peer, source) for source in sources]),
    ):
        ours, theirs = seconds(lambda name=measure: values(graph, name)), seconds(call) * scale  # type: ignore[misc]
        what = f"{measure}, {size}, faster than NetworkX from {SAMPLED} sources, scaled"
        results.append(Result(what, ours, theirs, theirs / ours, "≥ 10", theirs >= 10 * ours))
    return results


def linked(graph: rdflib.Graph) -> _Grounds:
    """Return the edges of the view `LINKED`."""
    grounds: _Grounds = {}
    for initiative in graph.subjects(RDF.type, URIRef(terms.PI + "Initiative")):
        for name in LINKS:
            for target in graph.objects(initiative, URIRef(terms.PI + name)):
                ends = (str(initiative), str(target), f"pi:{name}")
                grounds.setdefault(ends, {})[Record("", "", "", "", None, "")] = None
    return grounds


def everything(graph: rdflib.Graph) -> _Grounds:
    """Return the edges of the view `everything`."""
    grounds: _Grounds = {}
    for source, link, target in graph:
        if isinstance(source, URIRef) and isinstance(target, URIRef) and link != RDF.type:
            ends = (str(source), str(target), terms.shorten(str(link)))
            grounds.setdefault(ends, {})[Record("", "", "", "", None, "")] = None
    return grounds


def initiatives(graph: rdflib.Graph) -> _Grounds:
    """Return the edges of the view `initiatives`."""
    grounds: _Grounds = {}
    known = set(graph.subjects(RDF.type, URIRef(terms.PI + "Initiative")))
    users: dict[Any, list[Any]] = {}
    for initiative in known:
        for means in graph.objects(initiative, URIRef(terms.PI + "usesMeans")):
            users.setdefault(means, []).append(initiative)

    def add(source: Any, target: Any, name: str, record: Any) -> None:
        for year in list(graph.objects(source, URIRef(terms.PI + "startYear"))) or [None]:
            made = Record(str(record), "", "", "", None if year is None else int(str(year)), "")
            grounds.setdefault((str(source), str(target), f"pi:{name}"), {})[made] = None

    for means, found in users.items():
        for source, target in combinations(sorted(found), 2):
            add(source, target, "usesMeans", means)
    for name in _RELATIONS:
        for source, target in graph.subject_objects(URIRef(terms.PI + name)):
            if source in known and target in known:
                add(source, target, name, source)
    return grounds


def loop(graph: rdflib.Graph, view: Callable[[rdflib.Graph], _Grounds]) -> tuple[list[Node], list[Edge]]:
    """Return the nodes and edges of a view, by a loop over an rdflib graph."""
    grounds = view(graph)
    iris = sorted({end for ends in grounds for end in ends[:2]}, key=terms.shorten)
    numbers = {iri: number for number, iri in enumerate(iris)}
    nodes = [Node(terms.shorten(iri), iri, kind(graph, URIRef(iri)), label(graph, URIRef(iri))) for iri in iris]
    edges = [Edge(numbers[one], numbers[two], name, list(its)) for (one, two, name), its in grounds.items()]
    return nodes, sorted(edges, key=lambda edge: edge[:3])


def kind(graph: rdflib.Graph, node: URIRef) -> str:
    """Return the class of the ontology that a node belongs to."""
    found = (str(each) for each in graph.objects(node, RDF.type))
    return min((each.removeprefix(terms.PI) for each in found if each.startswith(terms.PI)), default="")


def label(graph: rdflib.Graph, node: URIRef) -> str:
    """Return a node's name in English, else any, else its prefixed name."""
    names: dict[str, str] = {}
    for named_by in terms.NAME_PROPERTIES:
        for each in graph.objects(node, URIRef(named_by.value)):
            if isinstance(each, rdflib.Literal):
                names.setdefault(each.language or "", str(each))
    return names.get("en") or (names[min(names)] if names else terms.shorten(str(node)))


def projection(knowledge: pubinnov.KnowledgeGraph) -> list[Result]:
    """Measure projection from the store against a loop over an rdflib graph of the same triples, already loaded."""
    views = (linked, initiatives, everything)
    ours: dict[str, list[float]] = {view.__name__: [] for view in views}
    theirs: dict[str, list[float]] = {view.__name__: [] for view in views}
    # The derived links are made when a query first needs them; the peer is given them.
    knowledge.network("everything")
    # Ours first, since the peer's millions of objects would slow down whatever runs beside them.
    for view in views:
        for _ in range(5):
            # Names are looked up anew, as the peer does.
            knowledge.lookup._labels.clear()
            ours[view.__name__].append(seconds(lambda name=view.__name__: network(knowledge, name)))  # type: ignore[misc]
    graph = rdflib_graph(
        quad for name in (terms.DEFAULT_GRAPH, terms.DERIVED_GRAPH) for quad in knowledge.store.quads(graph=name)
    )
    results = []
    for view in views:
        for _ in range(5):
            theirs[view.__name__].append(seconds(lambda view=view: loop(graph, view)))  # type: ignore[misc]
        made = network(knowledge, view.__name__)
        nodes, edges = loop(graph, view)
        if nodes != made.nodes or [edge[:3] for edge in edges] != [edge[:3] for edge in made.edges]:
            sys.exit(f"the peer's view {view.__name__} is not ours")
        mine, peer = statistics.median(ours[view.__name__]), statistics.median(theirs[view.__name__])
        what = f"view {view.__name__} projected, {len(nodes):,} nodes, {len(edges):,} edges, faster than an rdflib loop"
        results.append(Result(what, mine, peer, peer / mine, "≥ 5", peer >= 5 * mine))
    return results


def network(knowledge: pubinnov.KnowledgeGraph, name: str) -> PropertyGraph:
    """Return a view of the package, or `LINKED`."""
    if name != "linked":
        return knowledge.network(name)
    return project(View(name, LINKED), {}, knowledge._engine, knowledge.lookup)


def memory(files: Iterable[str]) -> str:
    """Return the row of the table that says how much memory a million edges take."""
    command = [sys.executable, "-c", MEMORY, *files]
    edges, size = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    gigabytes = size / 2**20
    met = "yes" if edges >= 1_000_000 and gigabytes <= 4 else "no"
    return f"| {edges:,} edges projected, peak memory | {gigabytes:.2f} GiB | | | ≤ 4 GiB | {met} |"


def main() -> int:
    """Run all measurements."""
    packaged = [*model_files(), *curated_files()]
    with tempfile.TemporaryDirectory() as folder:
        data, large = Path(folder, "data.ttl"), Path(folder, "large.ttl")
        data.write_text("".join(generate(10_000)), encoding="utf-8")
        knowledge = pubinnov.open(data, *packaged)
        results = projection(knowledge)
        results += centrality(network(knowledge, "linked"))
        with large.open("w", encoding="utf-8") as stream:
            stream.writelines(generate(50_000))
        last = memory([str(large), *packaged])
    print("| what | ours | peer | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    for each in results:
        times = f"{each.ours * 1000:,.0f} ms | {each.peer * 1000:,.0f} ms"
        print(f"| {each.what} | {times} | {each.ratio:.2f} | {each.target} | {'yes' if each.met else 'no'} |")
    print(last)
    return 0


if __name__ == "__main__":
    sys.exit(main())
