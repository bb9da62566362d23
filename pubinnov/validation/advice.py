"""The nearest right value for a wrong one, and the names of things, from the triples alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.lookup import key
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples

_LEAST_LIKENESS = 70  # of 100, rapidfuzz; below it a suggestion is noise
_SUGGESTIONS = 2


class Adviser:
    """Knows the names in the data.

    Args:
        data: What is checked, with its context.
        languages: For names that are shown, best first.
    """

    def __init__(self, data: Triples, languages: Sequence[str]) -> None:
        self._data = data
        self._languages = tuple(dict.fromkeys((*languages, "en", "")))

    def label(self, node: Node) -> str:
        """Return the name of a node, else its prefixed name or text."""
        for named_by in terms.NAME_PROPERTIES:
            names = {
                name.language or "": name.value
                for name in self._data.objects(node, named_by)
                if isinstance(name, Literal)
            }
            for language in self._languages:
                if language in names:
                    return names[language]
            if names:
                return names[min(names)]
        return written(node)

    def advise(self, value: Node, wanted: Sequence[NamedNode]) -> str:
        """Return what a wrong value really is, and the nearest right ones.

        Args:
            value: The value at fault.
            wanted: The classes that would be right; none where any thing of the value's own kind is.
        """
        if isinstance(value, Literal):
            if not wanted:
                return ""
            near = self._nearest(value.value, self._instances(wanted))
            return "this is a text, not a thing of the graph" + self._meaning(near)
        if not isinstance(value, NamedNode):
            return ""
        kinds = [kind for kind in self._data.objects(value, terms.RDF_TYPE) if isinstance(kind, NamedNode)]
        if kinds:
            names = sorted(terms.shorten(kind.value) for kind in kinds if kind.value.startswith(terms.PI))
            return f"it is a {' and '.join(names)}" if names else ""
        pool = self._instances(wanted) if wanted else self._of_kind(value)
        return "no such thing" + self._meaning(self._nearest(_local(value), pool))

    def property_like(self, predicate: NamedNode) -> str:
        """Return the property of the ontology that is nearest to one that it does not have."""
        known = [node for node in self._data.nodes() if isinstance(node, NamedNode) and node.value.startswith(terms.PI)]
        return self._meaning(self._nearest(predicate.value.removeprefix(terms.PI), known)).removeprefix("; ")

    def _instances(self, wanted: Iterable[NamedNode]) -> list[NamedNode]:
        return [node for kind in wanted for node in self._data.instances(kind) if isinstance(node, NamedNode)]

    def _of_kind(self, value: NamedNode) -> list[NamedNode]:
        stem = value.value[: len(value.value) - len(_local(value))]
        return [node for node in self._nodes if node.value.startswith(stem)]

    @cached_property
    def _nodes(self) -> list[NamedNode]:
        return [node for node in self._data.nodes() if isinstance(node, NamedNode)]

    def _nearest(self, text: str, pool: Sequence[NamedNode]) -> list[NamedNode]:
        from rapidfuzz import fuzz, process

        names: dict[str, NamedNode] = {}
        for node in sorted(pool, key=str):
            for name in (_local(node), *self._names(node)):
                names.setdefault(key(name), node)
        found = process.extract(key(text), names.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=8)
        return list(dict.fromkeys(names[name] for name, _, _ in found))[:_SUGGESTIONS]

    def _names(self, node: NamedNode) -> list[str]:
        return [
            name.value
            for named_by in (*terms.NAME_PROPERTIES, terms.SKOS_ALT_LABEL)
            for name in self._data.objects(node, named_by)
            if isinstance(name, Literal)
        ]

    def _meaning(self, near: Sequence[NamedNode]) -> str:
        if not near:
            return ""
        shown = []
        for node in near:
            name, label = terms.shorten(node.value), self.label(node)
            shown.append(name if label == name else f"{name}, {label}")
        return f"; did you mean {' or '.join(shown)}?"


def wanted_classes(shape: Node, shapes: Shapes) -> list[NamedNode]:
    """Return the classes that a property shape asks of its values, by sh:class or a choice of such shapes."""
    found = list(shapes.objects(shape, sh("class")))
    for head in shapes.objects(shape, sh("or")):
        for member in shapes.list_of(head) or ():
            found += shapes.objects(member, sh("class"))
    return sorted((each for each in found if isinstance(each, NamedNode)), key=str)


def written(node: Node) -> str:
    """Return a node as Turtle writes it with the known prefixes."""
    if isinstance(node, NamedNode):
        short = terms.shorten(node.value)
        return short if short != node.value else f"<{node.value}>"
    if isinstance(node, Literal) and node.language is None:
        datatype = terms.shorten(node.datatype.value)
        text = str(Literal(node.value))
        return text if datatype == "xsd:string" else f"{text}^^{datatype}"
    return str(node)


def _local(node: NamedNode) -> str:
    return node.value.rstrip("/#").rpartition("#" if "#" in node.value else "/")[2]
