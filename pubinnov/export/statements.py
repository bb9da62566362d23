"""RDF in an order that is always the same, subject by subject, from a store or a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from pubinnov import terms
from pubinnov.store.protocol import GraphName, Store

_Subject: TypeAlias = NamedNode | BlankNode
_Object: TypeAlias = NamedNode | BlankNode | Literal | Triple


class Statements:
    """Quads, as often as needed: the default graph first, in each graph IRIs before blank nodes, sorted.

    Blank nodes are called `b0`, `b1` … in the order in which they come, since those who parse and those who query make
    up names for them at random. Only the subjects are held.

    Attributes:
        title: What they are.
        graphs: The names of the graphs.
    """

    def __init__(
        self,
        title: str,
        subjects: dict[GraphName, list[_Subject]],
        of: Callable[[GraphName, _Subject], Iterable[Quad]],
    ) -> None:
        self.title = title
        self.graphs: tuple[GraphName, ...] = tuple(sorted(subjects, key=_graph_order))
        self._subjects = subjects
        self._of = of

    def __iter__(self) -> Iterator[Quad]:
        names: dict[BlankNode, BlankNode] = {}
        for graph in self.graphs:
            yield from self._of_graph(graph, names)

    def __bool__(self) -> bool:
        return any(self._subjects.values())

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The project's prefixes of the namespaces that occur."""
        namespaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in self._iris}
        return {prefix: namespace for prefix, namespace in terms.PREFIXES.items() if namespace in namespaces}

    @property
    def schemes(self) -> set[str]:
        """What the IRIs begin with, such as `https`."""
        return {iri.partition(":")[0] for iri in self._iris}

    @cached_property
    def _iris(self) -> set[str]:
        found: set[str] = set()
        for graph, subjects in self._subjects.items():
            if isinstance(graph, NamedNode):
                found.add(graph.value)
            for subject in subjects:
                found.update(each.value for each in (subject,) if isinstance(each, NamedNode))
                for quad in self._of(graph, subject):
                    found.add(quad.predicate.value)
                    value = quad.object
                    if isinstance(value, NamedNode):
                        found.add(value.value)
                    elif isinstance(value, Literal):
                        found.add(value.datatype.value)
        return found

    def _of_graph(self, graph: GraphName, names: dict[BlankNode, BlankNode]) -> Iterator[Quad]:
        def renamed(term: BlankNode) -> BlankNode:
            if term not in names:
                names[term] = BlankNode(f"b{len(names)}")
            return names[term]

        def written(term: _Object) -> _Object:
            if isinstance(term, BlankNode):
                return renamed(term)
            if isinstance(term, Triple):
                return Triple(_subject(written(term.subject)), term.predicate, written(term.object))
            return term

        label = renamed(graph) if isinstance(graph, BlankNode) else graph
        own = self._subjects[graph]
        blank = dict.fromkeys(each for each in own if isinstance(each, BlankNode))
        for subject in sorted((each for each in own if isinstance(each, NamedNode)), key=_by_iri):
            for quad in sorted(self._of(graph, subject), key=_order):
                # Most have no blank node, and can stay as they are.
                plain = label is graph and isinstance(quad.object, NamedNode | Literal)
                yield quad if plain else Quad(subject, quad.predicate, written(quad.object), label)
        # Those that were mentioned come in the order of their mention, which their names tell.
        mentioned = [each for each in names if each in blank]
        pending = dict.fromkeys([*mentioned, *blank])
        while pending:
            each = next((known for known in names if known in pending), None) or next(iter(pending))
            del pending[each]
            for quad in sorted(self._of(graph, each), key=_order):
                yield Quad(renamed(each), quad.predicate, written(quad.object), label)


def of_store(title: str, store: Store, graphs: Sequence[GraphName]) -> Statements:
    """Return the quads of some graphs of a store."""
    subjects: dict[GraphName, dict[_Subject, None]] = {graph: {} for graph in graphs}
    for graph, found in subjects.items():
        for quad in store.quads(graph=graph):
            found[_subject(quad.subject)] = None
    return Statements(
        title,
        {graph: list(found) for graph, found in subjects.items() if found},
        lambda graph, subject: store.quads(subject, graph=graph),
    )


def of_triples(title: str, triples: Iterable[Triple]) -> Statements:
    """Return triples, such as a query gives, each once."""
    found: dict[_Subject, dict[Quad, None]] = {}
    for triple in triples:
        found.setdefault(_subject(triple.subject), {})[Quad(*triple)] = None
    return Statements(title, {DefaultGraph(): list(found)} if found else {}, lambda _, subject: found[subject])


def _subject(term: object) -> _Subject:
    # The type of the engine's subjects is wider than what RDF has.
    assert isinstance(term, NamedNode | BlankNode)
    return term


def _by_iri(node: NamedNode) -> str:
    return node.value


def _graph_order(graph: GraphName) -> tuple[bool, str]:
    return not isinstance(graph, DefaultGraph), str(graph)


def _order(quad: Quad) -> tuple[bool, str, str]:
    # Names of blank nodes are random; sorting keeps the order in which the store has them.
    value = "_:" if isinstance(quad.object, BlankNode) else str(quad.object)
    return quad.predicate != terms.RDF_TYPE, quad.predicate.value, value
