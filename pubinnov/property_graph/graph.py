"""Nodes and edges with typed attributes, as networks and exports need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from pubinnov.errors import MissingDependencyError, ViewError

if TYPE_CHECKING:
    import networkx as nx
    import pandas
    import rustworkx

#: What an edge weighs, and what that means.
WEIGHTS = {
    "records": "what grounds the edge: claims, initiatives or shared means, as the view says",
    "initiatives": "distinct initiatives among them",
    "countries": "distinct countries among them",
    "evidence": "the records weighed by grade of evidence: 5 for A, 4 for B, 3 for C, 2 for D, 1 for E and for none",
}

# The fields of records whose distinct values a weight counts, and those that a weight needs.
_COUNTED = {"initiatives": "initiative", "countries": "country"}
_FIELDS = {**_COUNTED, "evidence": "grade"}
_OF_GRADE = {"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}


class Node(NamedTuple):
    """A node.

    Attributes:
        id: Its prefixed name, or its IRI where no prefix fits; unique in the graph.
        iri: Its IRI.
        kind: The class of the ontology it is stated to belong to, or an empty string.
        label: Its name.
    """

    id: str
    iri: str
    kind: str
    label: str


class Record(NamedTuple):
    """What grounds an edge. What does not apply is an empty string, or None for a year.

    Attributes:
        record: The IRI of the claim, initiative or shared means; empty for a bare link.
        initiative: The initiative it speaks of.
        country: Its country.
        origin: The source that says so.
        year: In which the initiative began.
        grade: Of the evidence, `A` to `E`.
    """

    record: str
    initiative: str
    country: str
    origin: str
    year: int | None
    grade: str


class Edge(NamedTuple):
    """An edge between two nodes, by their places in the list of nodes.

    Attributes:
        source: Where it begins.
        target: Where it ends.
        kind: What sort of link it is.
        records: What grounds it.
    """

    source: int
    target: int
    kind: str
    records: Sequence[Record]

    def weight(self, name: str) -> int:
        """Return one of `WEIGHTS`; at least 1.

        Raises:
            ViewError: If there is no such weight.
        """
        if name == "records":
            count = len({each.record for each in self.records})
        elif name == "evidence":
            grades = {each.record: each.grade for each in self.records}
            count = sum(_OF_GRADE.get(grade, 1) for grade in grades.values())
        elif name in _COUNTED:
            count = len({value for each in self.records if (value := getattr(each, _COUNTED[name]))})
        else:
            raise ViewError(f"edges have no weight {name!r}", f"there are: {', '.join(WEIGHTS)}")
        return max(count, 1)


class PropertyGraph:
    """A network: a view of the graph under filters.

    Nodes are sorted by id, edges by their ends and kind, so that the same data give the same network in every run.
    There is one edge of a kind between two nodes.

    Attributes:
        view: The name of the view.
        title: What it shows.
        filters: What it was narrowed by, by name, as people read it.
        directed: Whether edges lead from one end to the other.
        nodes: Its nodes.
        edges: Its edges.
    """

    def __init__(
        self, view: str, title: str, filters: dict[str, str], directed: bool, nodes: list[Node], edges: list[Edge]
    ) -> None:
        self.view = view
        self.title = title
        self.filters = filters
        self.directed = directed
        self.nodes = nodes
        self.edges = edges

    def __repr__(self) -> str:
        return f"<PropertyGraph {self.view}: {len(self.nodes)} nodes, {len(self.edges)} edges>"

    @property
    def caption(self) -> str:
        """The view and its filters in a line."""
        filters = "; ".join(
            # The name of a grade says that it is one.
            value if value.startswith(f"{name} ") else f"{name} {value}"
            for name, value in self.filters.items()
        )
        return f"{self.title} ({filters})" if filters else self.title

    @property
    def weights(self) -> tuple[str, ...]:
        """Which of `WEIGHTS` the records of the view tell: a view of shared means, say, tells no grades."""
        told: set[str] = set()
        for records in {id(edge.records): edge.records for edge in self.edges}.values():
            for record in records:
                told.update(field for field in _FIELDS.values() if getattr(record, field))
        return tuple(name for name in WEIGHTS if name not in _FIELDS or _FIELDS[name] in told)

    @property
    def has_parallel_edges(self) -> bool:
        """Whether two nodes are joined by edges of several kinds."""
        pairs = {
            (edge.source, edge.target) if self.directed else tuple(sorted((edge.source, edge.target)))
            for edge in self.edges
        }
        return len(pairs) < len(self.edges)

    def place(self, name: str) -> int:
        """Return the place of a node in the list of nodes.

        Args:
            name: Its id, IRI or label; of several with a label, the first.

        Raises:
            ViewError: If no node is called so; with the nearest names.
        """
        for attribute in ("id", "iri", "label"):
            for place, node in enumerate(self.nodes):
                if getattr(node, attribute) == name:
                    return place
        near = get_close_matches(name, [node.label for node in self.nodes], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "widen the filters, or choose another view"
        raise ViewError(f"no node of this view is called {name!r}: {self.caption}", hint)

    def part(self, places: Iterable[int]) -> PropertyGraph:
        """Return the nodes at these places, and the edges among them.

        Raises:
            ViewError: If the network has no node at one of them.
        """
        kept = sorted(set(places))
        for place in kept[:1] + kept[-1:]:
            if not 0 <= place < len(self.nodes):
                raise ViewError(f"the network has no node at place {place}", f"it has {len(self.nodes)} nodes")
        numbers = {place: number for number, place in enumerate(kept)}
        edges = [
            edge._replace(source=numbers[edge.source], target=numbers[edge.target])
            for edge in self.edges
            if edge.source in numbers and edge.target in numbers
        ]
        return PropertyGraph(
            self.view, self.title, self.filters, self.directed, [self.nodes[place] for place in kept], edges
        )

    def to_networkx(self) -> nx.Graph:
        """Return a NetworkX graph: Graph or DiGraph, or their multigraphs where two nodes are joined several times.

        Nodes are called by their ids and have `label`, `kind` and `iri`; edges have `kind` and the weights of `WEIGHTS`
        as integers. In a multigraph the kind is the edge's key.
        """
        import networkx as nx

        parallel = self.has_parallel_edges
        classes = {(False, False): nx.Graph, (True, False): nx.DiGraph, (False, True): nx.MultiGraph}
        graph = classes.get((self.directed, parallel), nx.MultiDiGraph)(view=self.view, caption=self.caption)
        graph.add_nodes_from(
            (node.id, {"label": node.label, "kind": node.kind, "iri": node.iri}) for node in self.nodes
        )
        for edge in self.edges:
            ends = self.nodes[edge.source].id, self.nodes[edge.target].id
            attributes = {"kind": edge.kind, **{name: edge.weight(name) for name in WEIGHTS}}
            if parallel:
                graph.add_edge(*ends, key=edge.kind, **attributes)
            else:
                graph.add_edge(*ends, **attributes)
        return graph

    def to_rustworkx(self) -> rustworkx.PyGraph | rustworkx.PyDiGraph:
        """Return a rustworkx graph, its nodes the `Node`s and its edges the `Edge`s, in the same order."""
        import rustworkx as rx

        graph = rx.PyDiGraph() if self.directed else rx.PyGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from([(edge.source, edge.target, edge) for edge in self.edges])
        return graph

    def node_frame(self) -> pandas.DataFrame:
        """Return the nodes as a pandas data frame: id, iri, kind, label."""
        return _pandas().DataFrame(self.nodes, columns=Node._fields)

    def edge_frame(self) -> pandas.DataFrame:
        """Return the edges as a pandas data frame: source, target, kind and the weights."""
        rows = [
            (
                self.nodes[edge.source].id,
                self.nodes[edge.target].id,
                edge.kind,
                *(edge.weight(name) for name in WEIGHTS),
            )
            for edge in self.edges
        ]
        return _pandas().DataFrame(rows, columns=["source", "target", "kind", *WEIGHTS])


def _pandas() -> Any:
    try:
        import pandas as pd
    except ImportError:
        raise MissingDependencyError("pandas is not installed", "pip install 'pubinnov[pandas]'") from None
    return pd
