"""Queries over a store: prefixes, parameters, derived links when they matter, and errors that help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

from pubinnov import sparql, terms
from pubinnov.derivation import derive
from pubinnov.errors import QueryError, UnknownTermError
from pubinnov.interchange import to_term
from pubinnov.results import Solutions, TripleResult
from pubinnov.store.protocol import GraphName, GraphSelection, Store

#: What a query gives: rows for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.
Result: TypeAlias = Solutions | bool | TripleResult


class Engine:
    """Runs queries on a store.

    Args:
        store: Where the triples are.
        graph: The named graph that queries see beside the default graph: its IRI, or its last part; `all`
            for every graph; None for none.

    Raises:
        UnknownTermError: If no graph has this name.
    """

    def __init__(self, store: Store, graph: str | None = None) -> None:
        self.store = store
        self._derived = False
        self._named = None if graph is None or graph == "all" else self._graph_named(graph)
        self._all = graph == "all"

    @property
    def graphs(self) -> tuple[GraphName, ...]:
        """What queries see, without the derived links."""
        if not self._all:
            return (terms.DEFAULT_GRAPH,) if self._named is None else (terms.DEFAULT_GRAPH, self._named)
        return (terms.DEFAULT_GRAPH, *(each for each in self.store.named_graphs() if each != terms.DERIVED_GRAPH))

    def _graph_named(self, name: str) -> NamedNode:
        known = sorted(graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode))
        iri = terms.expand(name)
        for candidate in known:
            if candidate == (iri.value if iri else name) or candidate.rstrip("/#").endswith(("/" + name, "#" + name)):
                return NamedNode(candidate)
        raise UnknownTermError(
            f"no named graph is called {name!r}",
            f"there are: {', '.join(known)}" if known else "the data have no named graphs",
            suggestions=tuple(known),
        )

    def _graphs(self, query: str) -> GraphSelection:
        derived = sparql.with_derived(query)
        if derived and not self._derived:
            derive(self.store)
            self._derived = True
        if sparql.names_dataset(query):
            return ()
        if self._all:
            if not self._derived:
                derive(self.store)
                self._derived = True
            return None
        graphs = (terms.DEFAULT_GRAPH, terms.DERIVED_GRAPH) if derived else (terms.DEFAULT_GRAPH,)
        return graphs if self._named is None else (*graphs, self._named)

    def run(self, query: str, bindings: Mapping[str, object] | None = None, *, allow_service: bool = False) -> Result:
        """Run a query; see `KnowledgeGraph.query`."""
        bound = {name.lstrip("?$"): to_term(value) for name, value in (bindings or {}).items()}
        prepared = sparql.prepare(query, bound, allow_service=allow_service)
        try:
            outcome = self.store.query(prepared, graphs=self._graphs(query))
        except SyntaxError as error:
            raise sparql.explain(query, error) from None
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {' '.join(str(error).split())}") from None
        if isinstance(outcome, QueryBoolean):
            return bool(outcome)
        if isinstance(outcome, QuerySolutions):
            return Solutions(outcome)
        return TripleResult(outcome)

    def select(self, query: str, bindings: Mapping[str, object] | None = None) -> Solutions:
        """Run a SELECT query and return its rows.

        Raises:
            QueryError: If it is of another form.
        """
        result = self.run(query, bindings)
        if not isinstance(result, Solutions):
            raise QueryError("this needs a SELECT query", "ASK, CONSTRUCT and DESCRIBE run with query()")
        return result

    def construct(self, query: str, bindings: Mapping[str, object] | None = None) -> TripleResult:
        """Run a CONSTRUCT or DESCRIBE query and return its triples.

        Raises:
            QueryError: If it is of another form.
        """
        result = self.run(query, bindings)
        if not isinstance(result, TripleResult):
            raise QueryError("this needs a CONSTRUCT query", "SELECT and ASK run with query()")
        return result
