"""Links and grades that follow from what is stated, by the rules in `ontology/rules/`."""

from __future__ import annotations

import os

from pyoxigraph import Quad, QueryTriples

from pubinnov import sparql, terms
from pubinnov.errors import CatalogueError
from pubinnov.package_files import files, ontology_folder
from pubinnov.store.protocol import Store


def derive(store: Store) -> None:
    """Put what the rules derive from the default graph into the derived graph.

    Every rule reads stated triples only, so their order does not matter.

    Raises:
        CatalogueError: If a rule is not a CONSTRUCT query.
    """
    for path in files(os.path.join(ontology_folder(), "rules"), ".rq"):
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        try:
            derived = store.query(sparql.prepare(text, allow_service=False), graphs=(terms.DEFAULT_GRAPH,))
        except SyntaxError as error:
            raise CatalogueError(f"{path}: {sparql.explain(text, error)}") from None
        if not isinstance(derived, QueryTriples):
            raise CatalogueError(f"{path}: a rule is a CONSTRUCT query")
        store.extend(Quad(triple.subject, triple.predicate, triple.object, terms.DERIVED_GRAPH) for triple in derived)
