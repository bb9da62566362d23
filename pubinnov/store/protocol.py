"""What every store can do. The terms of pyoxigraph are the terms of the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
)

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
QueryOutcome: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

#: The graphs that together are the default graph of a query; None stands for every graph of the store, and none at all
#: for those that the query itself names with FROM.
GraphSelection: TypeAlias = tuple[GraphName, ...] | None


class Store(Protocol):
    """A set of quads that answers SPARQL 1.1 queries."""

    #: Whether this is the packaged graph, with nothing added but what rules derive from it.
    is_packaged: bool

    def __len__(self) -> int:
        """Return the number of quads."""
        ...

    def query(self, sparql: str, *, graphs: GraphSelection) -> QueryOutcome:
        """Run a query in which every prefix is declared.

        Args:
            sparql: SPARQL 1.1 query text.
            graphs: What the query sees as its default graph; those with a name are also what `GRAPH` sees.

        Raises:
            SyntaxError: If the text is not SPARQL.
        """
        ...

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match; None matches anything."""
        ...

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Iterate over the names of the named graphs."""
        ...

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads, all or none."""
        ...
