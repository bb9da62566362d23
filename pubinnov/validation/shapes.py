"""A shapes graph: read once, asked in terms of the library, handed over to pySHACL."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat

from pubinnov import terms
from pubinnov.errors import DataError
from pubinnov.package_files import files, ontology_folder
from pubinnov.store.reading import Input
from pubinnov.validation.triples import Node, Triples, from_rdflib

if TYPE_CHECKING:
    import rdflib


def sh(name: str) -> NamedNode:
    """Return the term of SHACL with this local name."""
    return NamedNode(terms.PREFIXES["sh"] + name)


_TRUE, _FALSE = (Literal(text, datatype=NamedNode(terms.XSD + "boolean")) for text in ("true", "false"))
_RDFS_CLASS = NamedNode(terms.RDFS + "Class")
_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_OF_A_SELECT = frozenset({terms.RDF_TYPE, *(sh(name) for name in ("select", "message", "prefixes", "severity"))})


class Shapes:
    """Shapes and what they demand.

    Attributes:
        packaged: Whether they are the shapes of this project, which the project's tests have found well-formed.
    """

    def __init__(self, triples: Triples, graph: rdflib.Graph | None = None, *, packaged: bool = False) -> None:
        self.packaged = packaged
        self._triples = triples
        self._graph = graph
        self._lists: dict[Node, list[Node] | None] = {}

    @classmethod
    def of_the_project(cls) -> Shapes:
        """Return the shapes that come with the package."""
        triples = Triples()
        folder = os.path.join(ontology_folder(), "shapes")
        triples.read(Input(path, RdfFormat.TURTLE, path) for path in files(folder, ".ttl"))
        return cls(triples, packaged=True)

    @classmethod
    def read(cls, inputs: Iterable[Input]) -> Shapes:
        """Return the shapes of these documents, as pySHACL reads them.

        Raises:
            DataSyntaxError: If one is not well-formed, with file, line, column and the line itself.
            DataError: If one cannot be read.
        """
        documents = list(inputs)
        # The engine's parser tells mistakes better, and is strict where rdflib is not.
        Triples().read(documents)
        graph = _read_as_pyshacl_does(documents)
        return cls(from_rdflib(graph), graph)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the shapes as a graph of rdflib."""
        if self._graph is None:
            from pubinnov.interchange import rdflib_graph
            from pubinnov.validation.proof import literals_as_written

            with literals_as_written():
                self._graph = rdflib_graph(self._triples.quads())
        return self._graph

    def __iter__(self) -> Iterator[Node]:
        """Iterate over the nodes that have targets, explicit or as a class."""
        found = dict.fromkeys(node for name in _TARGETS for node in self._triples.subjects(sh(name)))
        classes = {_RDFS_CLASS, NamedNode(terms.PREFIXES["owl"] + "Class")}
        classes.update(
            kind
            for kind in self._triples.inverse(terms.RDFS_SUBCLASS_OF).get(_RDFS_CLASS, ())
            if isinstance(kind, NamedNode)
        )
        for kind in classes:
            found |= dict.fromkeys(self._triples.inverse(terms.RDF_TYPE).get(kind, ()))
        return iter(found)

    def targets(self, shape: Node, data: Triples) -> set[Node]:
        """Return the focus nodes of a shape in some data."""
        found = set(self.objects(shape, sh("targetNode")))
        kinds = self.objects(shape, sh("targetClass"))
        if self._is_class(shape):
            kinds.add(shape)
        for kind in kinds:
            if isinstance(kind, NamedNode):
                found |= data.instances(kind)
        for predicate in self.objects(shape, sh("targetSubjectsOf")):
            if isinstance(predicate, NamedNode):
                found |= data.subjects(predicate)
        for predicate in self.objects(shape, sh("targetObjectsOf")):
            if isinstance(predicate, NamedNode):
                found |= data.values(predicate)
        return found

    def _is_class(self, shape: Node) -> bool:
        kinds = self.objects(shape, terms.RDF_TYPE)
        return bool(kinds & {_RDFS_CLASS, NamedNode(terms.PREFIXES["owl"] + "Class")}) or any(
            _RDFS_CLASS in self.objects(kind, terms.RDFS_SUBCLASS_OF) for kind in kinds
        )

    def objects(self, node: Node, predicate: NamedNode) -> set[Node]:
        """Return the values of a property of a node of the shapes graph."""
        return self._triples.objects(node, predicate)

    def statements(self, node: Node) -> list[tuple[NamedNode, set[Node]]]:
        """Return the properties of a node of the shapes graph, each with its values."""
        return [(predicate, self.objects(node, predicate)) for predicate in self._triples.predicates(node)]

    def list_of(self, head: Node) -> list[Node] | None:
        """Return the members of a list, or None where there is no well-formed list."""
        if head not in self._lists:
            self._lists[head] = self._triples.items(head)
        return self._lists[head]

    def subjects(self, predicate: NamedNode) -> Iterable[Node]:
        """Return the nodes of the shapes graph that have a property."""
        return self._triples.subjects(predicate)

    def words(self) -> Iterator[NamedNode]:
        """Iterate over the terms of SHACL's namespace that the shapes graph uses as properties or classes."""
        used = {*self._triples.tables, *self._triples.values(terms.RDF_TYPE)}
        return (
            each
            for each in sorted(used, key=str)
            if isinstance(each, NamedNode) and each.value.startswith(terms.PREFIXES["sh"])
        )

    def deactivated(self, shape: Node) -> bool:
        """Tell whether a shape is switched off, plainly."""
        return self.objects(shape, sh("deactivated")) == {_TRUE}

    @cached_property
    def custom_components(self) -> bool:
        """Whether the shapes graph defines constraint components of its own."""
        kinds = {
            sh("ConstraintComponent"),
            *self._triples.inverse(terms.RDFS_SUBCLASS_OF).get(sh("ConstraintComponent"), ()),
        }
        return any(self._triples.inverse(terms.RDF_TYPE).get(kind) for kind in kinds)

    def recursion(self) -> list[Node]:
        """Return shapes that lead from one back to itself, in order, or nothing: SHACL leaves recursion undefined."""
        done: set[Node] = set()
        for start in [*self, *self._triples.subjects(sh("property")), *self._triples.subjects(sh("node"))]:
            trail: list[Node] = [start]
            ways = [iter(self._inner(start))]
            while ways and start not in done:
                following = next(ways[-1], None)
                if following is None:
                    done.add(trail.pop())
                    ways.pop()
                elif following in trail:
                    return trail[trail.index(following) :]
                elif following not in done:
                    trail.append(following)
                    ways.append(iter(self._inner(following)))
        return []

    def _inner(self, shape: Node) -> list[Node]:
        """Return the shapes that a shape refers to."""
        found = [
            each
            for name in ("property", "node", "not", "qualifiedValueShape")
            for each in self.objects(shape, sh(name))
        ]
        for name in ("and", "or", "xone"):
            for head in self.objects(shape, sh(name)):
                found += self.list_of(head) or ()
        return found

    def select_query(self, constraint: Node) -> str | None:
        """Return the query of a SPARQL constraint, prefixes declared, or None where it is not plainly one."""
        statements = dict(self.statements(constraint))
        selects = statements.get(sh("select"), set())
        if len(selects) != 1 or not statements.keys() <= _OF_A_SELECT:
            return None
        select = selects.pop()
        if not isinstance(select, Literal):
            return None
        head = "".join(f"PREFIX {name}: <{terms.PREFIXES[name]}>\n" for name in ("rdf", "rdfs", "owl"))
        for prefixes in statements.get(sh("prefixes"), ()):
            for declaration in self.objects(prefixes, sh("declare")):
                names, namespaces = self.objects(declaration, sh("prefix")), self.objects(declaration, sh("namespace"))
                if len(names) != 1 or len(namespaces) != 1:
                    return None
                (name,), (namespace,) = names, namespaces
                if not isinstance(name, Literal) or not isinstance(namespace, Literal):
                    return None
                head += f"PREFIX {name.value}: <{namespace.value}>\n"
        return head + select.value


def _read_as_pyshacl_does(documents: Iterable[Input]) -> rdflib.Dataset:
    import rdflib
    from pyshacl.rdfutil.load import load_from_source

    from pubinnov.validation.proof import literals_as_written

    graph = rdflib.Dataset(default_union=True)
    with literals_as_written():
        for each in documents:
            name = _RDFLIB_FORMATS.get(each.format)
            if name is None:
                raise DataError(f"{each.name}: shapes cannot be read from {each.format.name}", "write them in Turtle")
            source = each.read() if each.plain_path is None else os.path.abspath(each.plain_path)
            try:
                load_from_source(source, g=graph, rdf_format=name, multigraph=True, do_owl_imports=False)
            except Exception as error:  # rdflib's parsers raise many kinds
                raise DataError(f"{each.name}: {' '.join(str(error).split())}") from None
    return graph


_RDFLIB_FORMATS = {
    RdfFormat.TURTLE: "turtle",
    RdfFormat.TRIG: "trig",
    RdfFormat.N_TRIPLES: "nt",
    RdfFormat.N_QUADS: "nquads",
    RdfFormat.RDF_XML: "xml",
    RdfFormat.JSON_LD: "json-ld",
}
