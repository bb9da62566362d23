"""pySHACL's judgement on the suspects. It has the last word on everything that SHACL defines."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager

import rdflib
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches, rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.validator import Validator

from pubinnov.errors import ShapesError
from pubinnov.validation.shapes import Shapes
from pubinnov.validation.triples import Node, Triples, quiet
from pubinnov.validation.view import TriplesDataset


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Have rdflib keep the text of literals, and take `1` for no boolean, as pySHACL does while it reads shapes."""
    rdflib_bool_patch()  # type: ignore[no-untyped-call]
    try:
        with quiet():
            yield
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]


class _Notes(logging.Handler):
    """Keeps what pySHACL warns of: constraints that it passes over."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first line of a message, without the kind of its error."""
        line = record.getMessage().partition("\n")[0]
        self.lines[line.partition(": ")[2] or line] = None


def prove(data: Triples, shapes: Shapes, suspects: Mapping[Node, Set[Node]] | None) -> tuple[rdflib.Graph, list[str]]:
    """Return pySHACL's report on some nodes, and what it warns of.

    Args:
        data: What is checked.
        shapes: What it is checked against.
        suspects: For shapes that were screened, the focus nodes to look at; pySHACL finds those of other shapes by
            itself, and of all where there is no screen.

    Raises:
        ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
    """
    apply_patches()  # type: ignore[no-untyped-call]
    notes = _Notes()
    logger = logging.Logger("pubinnov.validation", logging.WARNING)
    logger.addHandler(notes)
    try:
        with quiet():
            graph = TriplesDataset(data)
            store = graph.triples_store
            options = {"inplace": True, "logger": logger}
            validator = Validator(DataGraph.from_rdflib(graph), shacl_graph=shapes.to_rdflib(), options=options)
            validator._target_graph = validator.data_graph
            executor = validator.make_executor()
            conforms, results = True, []
            nodes = {} if suspects is None else {store.node(shape): found for shape, found in suspects.items()}
            for shape in validator.shacl_graph.shapes:
                found = nodes.get(shape.node)
                if found is not None and not found:
                    continue
                focus = None if found is None else [store.node(each) for each in found]
                well, more = shape.validate(executor, validator.data_graph, focus=focus)
                conforms = conforms and well
                results += more
            report, _ = Validator.create_validation_report(validator.shacl_graph, conforms, results)
    except ReportableRuntimeError as error:
        raise ShapesError(" ".join(str(error.message).split())) from None
    except Exception as error:  # whatever pySHACL, rdflib or the regular expressions raise on what they cannot handle
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ShapesError(f"pySHACL cannot evaluate the shapes: {reason}") from error
    return report, list(notes.lines)
