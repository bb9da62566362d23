"""What every format is written from: nodes and edges, each attribute with one type in the whole document."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

#: The types of attributes. An integer has any size; what a format cannot hold is for the format to tell.
Type: TypeAlias = Literal["string", "integer", "double", "boolean", "date"]

#: A value of an attribute; None where it is missing.
Value: TypeAlias = str | int | float | bool | Sequence[str | int | float | bool] | None


class Column(NamedTuple):
    """An attribute of nodes or edges.

    Attributes:
        name: Its name, unique among those of nodes or of edges.
        type: Of every value.
        many: Whether a value is a list.
    """

    name: str
    type: Type
    many: bool = False


class NodeRow(NamedTuple):
    """A node.

    Attributes:
        id: Stable and unique: its prefixed name, IRI, or a blank node's label.
        label: Its name.
        kind: The class that it belongs to, or an empty string.
        values: Of the columns of nodes, in their order.
        start: The year from which it was there, if known.
        end: The year in which it ended, if known.
    """

    id: str
    label: str
    kind: str
    values: tuple[Value, ...]
    start: int | None = None
    end: int | None = None


class EdgeRow(NamedTuple):
    """An edge.

    Attributes:
        id: Stable and unique; that of `EdgeIds` where edges of a kind join two nodes once.
        source: The place of a node.
        target: The place of another, or the same.
        kind: What sort of link it is.
        weight: How much it weighs, a finite number; 1 where the document has no weights.
        values: Of the columns of edges, in their order.
        start: The year from which it was there, if known.
        end: The year in which it ended, if known.
    """

    id: str
    source: int
    target: int
    kind: str
    weight: float
    values: tuple[Value, ...]
    start: int | None = None
    end: int | None = None


class EdgeIds:
    """Ids that edges keep in every file and every version of the data: hashes of what they join, and how.

    An id is an `e` and 32 letters, digits, `-` and `_`, which every format takes for a name: 72 bits for each node, by
    which two of a million are alike once in ten billion graphs, and 48 for the kind.

    Args:
        nodes: The ids of the nodes.
    """

    def __init__(self, nodes: Iterable[str]) -> None:
        # A node is hashed once, not once for each of its edges.
        self._nodes = [_hash(node, 9) for node in nodes]
        self._kinds: dict[str, str] = {}

    def __call__(self, source: int, kind: str, target: int) -> str:
        """Return the id of the edge of a kind from a node to another, by their places."""
        middle = self._kinds.get(kind)
        if middle is None:
            middle = self._kinds[kind] = _hash(kind, 6)
        return f"e{self._nodes[source]}{middle}{self._nodes[target]}"


def _hash(text: str, size: int) -> str:
    return urlsafe_b64encode(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()).decode()


class Ground(NamedTuple):
    """What grounds edges, as a reader wants to see it: a claim with its source, an initiative, a shared means.

    Attributes:
        text: The claim in words, or a name.
        grade: Of the evidence, `A` to `E`, or an empty string.
        about: The name of the initiative that it speaks of, or an empty string.
        sources: Title and address of each; the address may be an empty string.
        independence: Of the source from the initiative, in words, or an empty string.
    """

    text: str
    grade: str
    about: str
    sources: tuple[tuple[str, str], ...]
    independence: str = ""


#: The column of edges that names what grounds them, by the keys of what `Document.grounds` returns.
GROUNDS = Column("grounds", "string", many=True)

#: The column of edges that tells the best grade among what grounds them.
GRADE = Column("grade", "string")


class Document:
    """Nodes and edges to be written.

    Attributes:
        title: What it shows.
        directed: Whether edges lead from one end to the other.
        node_columns: The attributes of nodes, beside id, label and kind.
        edge_columns: The attributes of edges, beside id, kind and weight.
        nodes: The nodes; ids are unique.
        grounds: Looks up what the column `GROUNDS` of edges names, by these names, for formats that show it.
    """

    def __init__(
        self,
        title: str,
        directed: bool,
        node_columns: Sequence[Column],
        edge_columns: Sequence[Column],
        nodes: Sequence[NodeRow],
        edges: Iterable[EdgeRow],
        grounds: Callable[[], Mapping[str, Ground]] = dict,
    ) -> None:
        self.title = title
        self.directed = directed
        self.node_columns = tuple(node_columns)
        self.edge_columns = tuple(edge_columns)
        self.nodes = nodes
        self.grounds = grounds
        self._edges = edges

    def edges(self) -> Iterator[EdgeRow]:
        """Iterate over the edges, as often as needed."""
        return iter(self._edges)
