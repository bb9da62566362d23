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
    up names for them at random. Only the subjects are held, and the order of blank nodes.

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
        blank = _BlankNodes()
        for graph in self.graphs:
            yield from self._of_graph(graph, blank)

    def __bool__(self) -> bool:
        return any(self._subjects.values())

    @property
    def prefixes(self) -> dict[str, str]:
        """The project's prefixes of the namespaces that occur."""
        namespaces, _ = self._beginnings
        return {prefix: namespace for prefix, namespace in terms.PREFIXES.items() if namespace in namespaces}

    @property
    def schemes(self) -> set[str]:
        """What the IRIs begin with, such as `https`."""
        return self._beginnings[1]

    @cached_property
    def _beginnings(self) -> tuple[set[str], set[str]]:
        """The namespaces of all IRIs, and their schemes."""
        namespaces: set[str] = set()
        schemes: set[str] = set()

        def begin(iri: str) -> None:
            namespaces.add(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1])
            schemes.add(iri.partition(":")[0])

        for graph, subjects in self._subjects.items():
            if isinstance(graph, NamedNode):
                begin(graph.value)
            for subject in subjects:
                if isinstance(subject, NamedNode):
                    begin(subject.value)
                for quad in self._of(graph, subject):
                    begin(quad.predicate.value)
                    if isinstance(quad.object, NamedNode):
                        begin(quad.object.value)
                    elif isinstance(quad.object, Literal):
                        begin(quad.object.datatype.value)
        return namespaces, schemes

    def _of_graph(self, graph: GraphName, blank: _BlankNodes) -> Iterator[Quad]:
        label = blank.renamed(graph) if isinstance(graph, BlankNode) else graph
        own = self._subjects[graph]
        for subject in sorted((each for each in own if isinstance(each, NamedNode)), key=_by_iri):
            for quad in sorted(self._of(graph, subject), key=_order):
                # Most have no blank node, and can stay as they are.
                plain = label is graph and isinstance(quad.object, NamedNode | Literal)
                yield quad if plain else Quad(subject, quad.predicate, blank.written(quad.object), label)
        for node in blank.walk([each for each in own if isinstance(each, BlankNode)]):
            for quad in sorted(self._of(graph, node), key=_order):
                yield Quad(blank.renamed(node), quad.predicate, blank.written(quad.object), label)


class _BlankNodes:
    """The names of blank nodes, by the order in which they are first met."""

    def __init__(self) -> None:
        self._names: dict[BlankNode, BlankNode] = {}
        self._met: list[BlankNode] = []

    def renamed(self, node: BlankNode) -> BlankNode:
        """Return a blank node by its name here."""
        name = self._names.get(node)
        if name is None:
            name = self._names[node] = BlankNode(f"b{len(self._met)}")
            self._met.append(node)
        return name

    def written(self, term: _Object) -> _Object:
        """Return a term with the names of blank nodes here."""
        if isinstance(term, BlankNode):
            return self.renamed(term)
        if isinstance(term, Triple):
            return Triple(_subject(self.written(term.subject)), term.predicate, self.written(term.object))
        return term

    def walk(self, nodes: Sequence[BlankNode]) -> Iterator[BlankNode]:
        """Iterate over blank nodes: those that were met, in that order, also while this goes on, then the others."""
        pending = set(nodes)
        # What was met in an earlier graph, or among the IRIs of this one, then what is met from here on.
        before = iter(sorted((each for each in nodes if each in self._names), key=self._number))
        others = iter(nodes)
        place = len(self._met)
        while pending:
            node = next((each for each in before if each in pending), None)
            if node is None:
                while place < len(self._met) and self._met[place] not in pending:
                    place += 1
                met = place < len(self._met)
                node = self._met[place] if met else next(each for each in others if each in pending)
            pending.remove(node)
            yield node

    def _number(self, node: BlankNode) -> int:
        return int(self._names[node].value[1:])


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
