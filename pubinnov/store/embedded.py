"""Triples in this process, in Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat

from pubinnov.store.reading import Input, packaged_document, packaged_inputs, syntax_error

TYPE_CHECKING = False  # without importing typing, as in reading.py
if TYPE_CHECKING:
    from pubinnov.store.protocol import GraphName, GraphSelection, QueryOutcome, Term


class EmbeddedStore:
    """Quads in memory.

    The engine brings literals to a canonical form while it reads (`"0.50"` becomes `0.5`, `@en-GB`
    becomes `@en-gb`) and merges those that become equal.
    """

    def __init__(self) -> None:
        self._engine = pyoxigraph.Store()
        #: Whether this is the packaged graph, with nothing added but what rules derive from it.
        self.is_packaged = False

    def load(self, inputs: Iterable[Input]) -> None:
        """Read RDF inputs into the store.

        Triples go to the default graph, quads keep their graphs. Blank nodes of different inputs stay apart.

        Raises:
            DataSyntaxError: If an input is not well-formed, with file, line, column and the line itself.
            DataError: If an input cannot be read.
        """
        self.is_packaged = False
        for each in inputs:
            try:
                if each.plain_path is not None:
                    # The engine reads the file itself and needs no lock of the interpreter for it.
                    self._engine.load(path=each.plain_path, format=each.format, base_iri=each.base_iri)
                else:
                    with each.open() as stream:
                        self._engine.load(stream, format=each.format, base_iri=each.base_iri)
            except SyntaxError as error:
                raise syntax_error(each, error) from None
            except (OSError, EOFError, ValueError) as error:
                raise each.failure(error) from None

    @classmethod
    def packaged(cls, document: bytes | None = None) -> EmbeddedStore:
        """Return a store with the ontology, the concept schemes and the curated graph that come with the package.

        Args:
            document: What `packaged_document` gave, where it was called before; a second thread can then do the rest
                without needing the interpreter's lock.
        """
        store = cls()
        try:
            store._engine.load(packaged_document() if document is None else document, format=RdfFormat.TURTLE)
        except SyntaxError:
            # One by one, the file at fault gets its name and line.
            store = cls()
            store.load(packaged_inputs())
        store.is_packaged = True
        return store

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._engine)

    def query(self, sparql: str, *, graphs: GraphSelection) -> QueryOutcome:
        """Run a query; see `Store.query`."""
        if graphs is None:
            return self._engine.query(sparql, use_default_graph_as_union=True)
        if not graphs:
            return self._engine.query(sparql)
        named = [graph for graph in graphs if isinstance(graph, NamedNode | BlankNode)]
        return self._engine.query(sparql, default_graph=list(graphs), named_graphs=named)

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Iterate over the quads that match; see `Store.quads`."""
        return self._engine.quads_for_pattern(subject, predicate, value, graph)

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Iterate over the names of the named graphs."""
        return self._engine.named_graphs()

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads, all or none."""
        self._engine.extend(quads)
