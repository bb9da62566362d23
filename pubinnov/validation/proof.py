"""pySHACL's judgement on the suspects. It has the last word on everything that SHACL defines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

import rdflib
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches, rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.validator import Validator

from pubinnov.errors import ShapesError
from pubinnov.validation.shapes import Shapes
from pubinnov.validation.triples import Node, Triples, quiet
from pubinnov.validation.view import TriplesDataset, TriplesStore


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Have rdflib keep the text of literals, and take `1` for no boolean, as pySHACL does while it reads shapes."""
    rdflib_bool_patch()
    try:
        with quiet():
            yield
    finally:
        rdflib_bool_unpatch()


def prove(data: Triples, shapes: Shapes, suspects: Mapping[Node, Set[Node]] | None) -> rdflib.Graph:
    """Return pySHACL's report on some nodes.

    Args:
        data: What is checked.
        shapes: What it is checked against.
        suspects: For shapes that were screened, the focus nodes to look at; pySHACL finds those of other shapes by
            itself, and of all where there is no screen.

    Raises:
        ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
    """
    apply_patches()
    graph = TriplesDataset(data)
    store = graph.store
    assert isinstance(store, TriplesStore)  # noqa: S101 - the dataset made it
    try:
        with quiet():
            validator = Validator(DataGraph.from_rdflib(graph), shacl_graph=shapes.to_rdflib(), options={"inplace": True})
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
    except (RecursionError, TypeError, ValueError, AttributeError, NotImplementedError, RuntimeError, AssertionError) as error:
        # pySHACL lets these out for shapes and values that it cannot handle.
        raise ShapesError(f"pySHACL cannot evaluate the shapes: {' '.join(str(error).split()) or type(error).__name__}") from error
    return report
