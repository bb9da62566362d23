"""Triples as a graph of rdflib, made of its terms only as they are asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory

from pubinnov import terms
from pubinnov.interchange import to_rdflib
from pubinnov.validation.triples import WRITTEN_STRING, Node, Triples, term_of

_XSD_STRING = rdflib.URIRef(terms.XSD + "string")


class TriplesStore(Memory):
    """A store of rdflib that reads from triples; only prefixes are kept as rdflib's own store keeps them.

    Args:
        triples: What it shows.
    """

    def __init__(self, triples: Triples) -> None:
        super().__init__()
        self._triples = triples
        self._made: dict[Node, Any] = {}
        self._length: int | None = None
        self._graph = rdflib.Graph(store=self, identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)

    def node(self, term: Node) -> Any:
        """Return the term of rdflib for one of the library's, the same for the same."""
        found = self._made.get(term)
        if found is None:
            if isinstance(term, Literal) and term.language is None and term.datatype.value != terms.XSD + "string":
                datatype = _XSD_STRING if term.datatype == WRITTEN_STRING else rdflib.URIRef(term.datatype.value)
                # As rdflib makes it of a source: its own form of the text, and the mark of what is ill-typed.
                found = rdflib.Literal(term.value, datatype=datatype)
            elif isinstance(term, Literal) and term.language in self._triples.tags:
                found = rdflib.Literal(term.value, lang=self._triples.tags[term.language])
            else:
                found = to_rdflib(term)
            self._made[term] = found
        return found

    def triples(self, triple: Any, context: Any = None) -> Generator[Any, None, None]:  # noqa: ARG002 - rdflib's signature
        """Iterate over the triples that match a pattern."""
        subject, predicate, value = (None if each is None else _term(each) for each in triple)
        # A triple that a source says twice is one triple all the same.
        seen: set[tuple[Node, Node, Node]] = set()
        for found in self._matching(subject, predicate, value):
            if found not in seen:
                seen.add(found)
                one, by, other = found
                yield (self.node(one), self.node(by), self.node(other)), iter((self._graph,))

    def _matching(
        self, subject: Node | None, predicate: Node | None, value: Node | None
    ) -> Iterator[tuple[Node, NamedNode, Node]]:
        if predicate is not None and not isinstance(predicate, NamedNode):
            return
        for each in [predicate] if predicate is not None else list(self._triples.tables):
            table = self._triples.table(each)
            if subject is not None:
                for found in table.get(subject, ()):
                    if value is None or found == value:
                        yield subject, each, found
            elif value is not None:
                for one in self._triples.inverse(each).get(value, ()):
                    yield one, each, value
            else:
                for one, values in table.items():
                    for found in values:
                        yield one, each, found

    def __len__(self, context: Any = None) -> int:
        """Return the number of triples, counted once."""
        if self._length is None:
            self._length = len(self._triples)
        return self._length

    def contexts(self, triple: Any = None) -> Generator[Any, None, None]:  # noqa: ARG002 - rdflib's signature
        """Iterate over the graphs: the triples stand in one."""
        yield self._graph


def _term(node: Any) -> NamedNode | BlankNode | Literal:
    found: NamedNode | BlankNode | Literal = term_of(node)
    return found


class TriplesDataset(rdflib.Dataset):
    """A dataset over triples that parses a query once, however often it is run."""

    def __init__(self, triples: Triples) -> None:
        self.triples_store = TriplesStore(triples)
        super().__init__(store=self.triples_store, default_union=True)
        self._prepared: dict[str, Query] = {}
        for prefix, namespace in triples.prefixes.items():
            self.bind(prefix, namespace, override=True, replace=True)

    def query(self, query_object: Any, *arguments: Any, **named: Any) -> Any:
        """Run a query. pySHACL runs that of a constraint for each focus node, and parsing takes longer than running."""
        if isinstance(query_object, str):
            prepared = self._prepared.get(query_object)
            if prepared is None:
                prepared = prepareQuery(query_object, initNs=dict(self.namespaces()))
                self._prepared[query_object] = prepared
            query_object = prepared
        return super().query(query_object, *arguments, **named)
