"""The W3C's SHACL test suite: our report is pySHACL's own, result for result, failures included."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF
from rdflib.namespace import SH

from pubinnov.validation.triples import quiet

from .peer import difference, full_report, screened_report

SHARED = Path(os.environ.get("PUBINNOV_SHARED", Path(__file__).parents[4] / "shared"))
SUITE = SHARED / "conformance" / "shacl"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason=f"the W3C SHACL suite is not at {SUITE}; set PUBINNOV_SHARED"
)


def cases() -> list[tuple[str, Path, Path, rdflib.Graph, rdflib.term.Node]]:
    found = []
    for path in sorted(SUITE.rglob("*.ttl")):
        graph = rdflib.Graph()
        with quiet():
            graph.parse(path, publicID=path.as_uri())
        for case in graph.subjects(RDF.type, SHT.Validate):
            action = graph.value(case, MF.action)
            data, shapes = (
                Path(str(graph.value(action, each)).removeprefix("file://"))
                for each in (SHT.dataGraph, SHT.shapesGraph)
            )
            found.append((str(path.relative_to(SUITE)), data, shapes, graph, case))
    return found


CASES = cases() if SUITE.is_dir() else []


@pytest.mark.parametrize(("data", "shapes"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_report_is_that_of_pyshacl(data: Path, shapes: Path) -> None:
    ours, _, _ = screened_report([data], [shapes])
    assert not difference(full_report([data], [shapes]), ours)


def expected(graph: rdflib.Graph, case: rdflib.term.Node) -> list[tuple[object, ...]] | None:
    """Return the results that the suite wants, or None where it wants a failure."""
    result = graph.value(case, MF.result)
    return None if result == SHT.Failure else results(graph, result)


def results(graph: rdflib.Graph, report: rdflib.term.Node | None) -> list[tuple[object, ...]]:
    wanted = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)
    rows = []
    for node in graph.objects(report, SH.result):
        values = [graph.value(node, each) for each in wanted]
        rows.append(tuple("_" if isinstance(value, rdflib.BNode) else str(value) for value in values))
    return sorted(rows)


def test_all_but_one_come_out_as_the_suite_wants() -> None:
    failed = []
    for name, data, shapes, graph, case in CASES:
        ours, _, _ = screened_report([data], [shapes])
        wanted = expected(graph, case)
        if wanted is None:
            well = isinstance(ours, str)
        else:
            well = (
                isinstance(ours, rdflib.Graph)
                and results(ours, ours.value(None, RDF.type, SH.ValidationReport)) == wanted
            )
        if not well:
            failed.append(name)
    # pySHACL does not give a query the name of the shapes graph.
    assert failed == ["sparql/pre-binding/shapesGraph-001.ttl"]


def test_the_screen_spares_pyshacl_work() -> None:
    counts = [screened_report([data], [shapes])[1:] for _, data, shapes, _, _ in CASES]
    # Most nodes of the suite are there to be violations.
    assert sum(count[1] for count in counts) < 0.7 * sum(count[0] for count in counts)
