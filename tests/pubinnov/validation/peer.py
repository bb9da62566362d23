"""pySHACL by itself, as the judge of ours: it loads the same files and knows nothing of the screen."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import pyshacl
import rdflib
from rdflib.compare import graph_diff, to_isomorphic
from rdflib.namespace import SH

from pubinnov.errors import ShapesError
from pubinnov.store.reading import inputs
from pubinnov.validation.proof import prove
from pubinnov.validation.screening import Screen
from pubinnov.validation.shapes import Shapes
from pubinnov.validation.triples import Triples


def full_report(data: Sequence[Path], shapes: Sequence[Path]) -> rdflib.Graph | str:
    """Return pySHACL's report on whole files, or the name of the error that it ends with."""
    shapes_graph: str | rdflib.Graph = str(shapes[0])
    if len(shapes) > 1:
        merged = rdflib.Graph()
        for each in shapes:
            merged.parse(each)
        shapes_graph = merged
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pyshacl.validate([str(each) for each in data], shacl_graph=shapes_graph)[1]
    except Exception as error:
        return type(error).__name__
    finally:
        logging.disable(logging.NOTSET)
    return found if isinstance(found, rdflib.Graph) else type(found).__name__


def screened_report(data: Sequence[Path], shapes: Sequence[Path]) -> tuple[rdflib.Graph | str, int, int]:
    """Return our report, how many focus nodes there are, and how many of them the screen lets pySHACL see."""
    triples = Triples()
    triples.read(inputs(data))
    triples.normalise()
    try:
        read = Shapes.read(inputs(shapes))
        screen = Screen(triples, read)
        targets = {shape: read.targets(shape, triples) for shape in read}
        suspects = {shape: screen.suspects(shape, nodes) for shape, nodes in targets.items()}
        report: rdflib.Graph | str = prove(triples, read, suspects)[0]
    except ShapesError as error:
        return type(error).__name__, 0, 0
    return report, sum(map(len, targets.values())), sum(map(len, suspects.values()))


def difference(theirs: rdflib.Graph | str, ours: rdflib.Graph | str) -> str:
    """Return what differs between two reports in Turtle, or an empty string."""
    if isinstance(theirs, str) or isinstance(ours, str):
        same = isinstance(theirs, str) and isinstance(ours, str)
        return (
            ""
            if same
            else f"theirs: {theirs if isinstance(theirs, str) else 'a report'}, ours: {ours if isinstance(ours, str) else 'a report'}"
        )
    one, other = (to_isomorphic(_comparable(each)) for each in (theirs, ours))
    if one == other:
        return ""
    _, only_theirs, only_ours = graph_diff(one, other)
    return f"only theirs:\n{only_theirs.serialize()}\nonly ours:\n{only_ours.serialize()}"


def _comparable(report: rdflib.Graph) -> rdflib.Graph:
    """Return a report without the messages that spell out blank nodes: pySHACL does so in no fixed order."""
    kept = rdflib.Graph()
    for triple in report:
        if triple[1] != SH.resultMessage or "[ " not in str(triple[2]):
            kept.add(triple)
    return kept
