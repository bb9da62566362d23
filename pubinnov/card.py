"""What the graph says about one thing, and what speaks of it."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.results import plain

_NAMES = {term.value for term in (*terms.NAME_PROPERTIES, terms.SKOS_ALT_LABEL, terms.DEMONYM)}
_DESCRIPTIONS = (
    terms.SKOS_DEFINITION,
    NamedNode(terms.DCTERMS + "description"),
    terms.pi("statement"),
    NamedNode(terms.RDFS + "comment"),
)
_HIDDEN = _NAMES | {term.value for term in _DESCRIPTIONS} | {terms.RDF_TYPE.value}
_INCOMING = 8  # names shown for each kind of incoming link; the count is always of all


class Group(NamedTuple):
    """Things that stand in one relation to the card's thing.

    Attributes:
        relation: The name of the property.
        incoming: Whether they point to the thing, rather than it to them.
        values: Their names.
        total: How many there are, shown or not.
    """

    relation: str
    incoming: bool
    values: tuple[str, ...]
    total: int


class Card(NamedTuple):
    """A card.

    Attributes:
        iri: The thing.
        name: Its name.
        kinds: The classes it is stated to belong to, by name.
        description: What it is.
        also: Its other names, in all languages.
        groups: What it points to, then what points to it.
    """

    iri: str
    name: str
    kinds: tuple[str, ...]
    description: str
    also: tuple[str, ...]
    groups: tuple[Group, ...]


def card(term: NamedNode, engine: Engine, lookup: Lookup) -> Card:
    """Return the card of a thing."""
    store = engine.store
    outgoing: dict[str, list[str]] = {}
    names: dict[str, None] = {}
    descriptions: dict[str, str] = {}
    for quad in store.quads(term, graph=terms.DEFAULT_GRAPH):
        predicate, value = quad.predicate.value, quad.object
        if predicate in _NAMES and isinstance(value, Literal):
            names[f"{value.value} ({value.language})" if value.language else value.value] = None
        elif predicate in {each.value for each in _DESCRIPTIONS}:
            descriptions[predicate] = plain(value)
        elif predicate not in _HIDDEN:
            outgoing.setdefault(predicate, []).append(
                lookup.label(value.value) if isinstance(value, NamedNode) else plain(value)
            )
    incoming: dict[str, list[str]] = {}
    for quad in store.quads(None, None, term, terms.DEFAULT_GRAPH):
        if isinstance(quad.subject, NamedNode):
            incoming.setdefault(quad.predicate.value, []).append(_spoken(quad.subject, engine, lookup))
    groups = [
        Group(lookup.label(name), False, tuple(sorted(values)), len(values))
        for name, values in sorted(outgoing.items())
    ]
    groups += [
        Group(lookup.label(name), True, tuple(sorted(values)[:_INCOMING]), len(values))
        for name, values in sorted(incoming.items())
    ]
    own = lookup.label(term.value)
    kinds = [
        lookup.label(quad.object.value)
        for quad in store.quads(term, terms.RDF_TYPE)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(terms.PI)
    ]
    description = next((descriptions[each.value] for each in _DESCRIPTIONS if each.value in descriptions), "")
    return Card(
        term.value,
        own,
        tuple(sorted(kinds)),
        description,
        tuple(sorted(name for name in names if name.rpartition(" (")[0] != own)),
        tuple(groups),
    )


def _spoken(term: NamedNode, engine: Engine, lookup: Lookup) -> str:
    # Claims and facts have no name: what they state is what a reader can use.
    for quad in engine.store.quads(term, terms.pi("statement")):
        return plain(quad.object)
    return lookup.label(term.value)
