"""From a text to the thing that goes by it: labels, aliases, demonyms, in every language, and near misses."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from pubinnov import terms
from pubinnov.errors import AmbiguousTermError, UnknownTermError
from pubinnov.store.protocol import Store

# Letters that Unicode does not decompose, as people type them without the stroke.
_STROKES = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}


class _Folding(dict[int, "str | int | None"]):
    """What `str.translate` does to each character: letters and digits stay, marks and punctuation go."""

    def __missing__(self, code: int) -> str | int | None:
        character = chr(code)
        kept = character.isalnum() or character == "\n"
        self[code] = result = _STROKES.get(character, code) if kept else None
        return result


_FOLDING = _Folding()


# How well a name fits, best first: the label, an alias, the word for the people of a place; then parts of a name.
_RANKS = (
    (terms.SKOS_PREF_LABEL, 0),
    (terms.RDFS_LABEL, 0),
    (terms.DCTERMS_TITLE, 0),
    (terms.SKOS_ALT_LABEL, 1),
    (terms.DEMONYM, 2),
)

_SUGGESTIONS = 3
_LEAST_LIKENESS = 70  # of 100, rapidfuzz; below it a suggestion is noise


def key(text: str) -> str:
    """Return what two spellings of one name have in common.

    Case, accents, vowel points, hyphens, spaces and punctuation do not count: "e-ID", "eID" and "E Id" have one
    key, so have "Identité" and "identite".
    """
    return keys([text])[0]


def keys(texts: list[str]) -> list[str]:
    """Return the keys of many texts, folded as one string: that is ten times faster than one by one."""
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):
        joined = "\n".join(text.replace("\n", " ") for text in texts)
    if not joined.isascii():
        joined = unicodedata.normalize("NFKD", joined)
    return joined.casefold().translate(_FOLDING).split("\n")


def _is_latin(text: str) -> bool:
    """Tell whether the first letter is of the Latin script; what has no letter counts as Latin."""
    first = next(filter(str.isalpha, text), "a")
    return first < "\u0250" or "\u1e00" <= first < "\u1f00"


def _apart(name: str) -> tuple[str, ...]:
    """Return what "Technology Agency (GovTech)" is also called: the name alone, and an acronym in parentheses."""
    before, opening, inside = name[:-1].partition(" (")
    if not opening:
        return ()
    return (before, inside) if sum(map(str.isupper, inside)) > 1 and " " not in inside else (before,)


# A name as it is kept: the quad that gives it and how well it fits.
_Name: TypeAlias = tuple[Quad, int]


class Entry(NamedTuple):
    """A name in the index: whose it is, how well it fits, the name as written and its language."""

    iri: str
    rank: int
    name: str
    language: str


class Match(NamedTuple):
    """A thing found by a text.

    Attributes:
        term: Its IRI.
        name: The name that was met, as written in the graph.
        likeness: From 0 to 100; 100 for a name that is met exactly, case, accents and hyphens aside.
    """

    term: NamedNode
    name: str
    likeness: float


class Lookup:
    """The names and classes of the things in a store, each read once and kept.

    Args:
        store: Where the names are.
        languages: For names that are shown, best first.
    """

    def __init__(self, store: Store, languages: Sequence[str] = ("en",)) -> None:
        self._store = store
        self.languages = tuple(dict.fromkeys((*languages, "en", "")))
        self._labels: dict[str, str] = {}
        self._classes: dict[str, frozenset[str]] = {}

    def _names(self, latin: bool) -> dict[str, list[_Name]]:
        plain: list[str] = []
        plain_names: list[_Name] = []
        accented: list[str] = []
        accented_names: list[_Name] = []
        for named_by, rank in _RANKS:
            for quad in self._store.quads(None, named_by):
                if not isinstance(quad.object, Literal):
                    continue
                name = quad.object.value
                if name.isascii():
                    plain.append(name)
                    plain_names.append((quad, rank))
                elif _is_latin(name) is latin:
                    accented.append(name)
                    accented_names.append((quad, rank))
                if name.endswith(")") and named_by != terms.DCTERMS_TITLE:
                    shorter = _apart(name)
                    accented += shorter
                    accented_names += [(quad, 3)] * len(shorter)
        index: dict[str, list[_Name]] = {}
        # Plain text folds faster where no accented letter stands in the same string.
        if latin:
            for folded, named in zip(keys(plain), plain_names, strict=True):
                index.setdefault(folded, []).append(named)
        for folded, named in zip(keys(accented), accented_names, strict=True):
            index.setdefault(folded, []).append(named)
        return index

    @cached_property
    def _latin(self) -> dict[str, list[_Name]]:
        return self._names(latin=True)

    @cached_property
    def _other(self) -> dict[str, list[_Name]]:
        return self._names(latin=False)

    def names(self, text: str) -> Mapping[str, list[_Name]]:
        """Return the index of the names that could agree with a text: those in its script.

        Names in Latin letters and all others are indexed apart, each when it is first asked for, so that a question in
        English does not wait for the Chinese names of countries.
        """
        return self._latin if _is_latin(text) else self._other

    def with_key(self, folded: str) -> list[Entry]:
        """Return the names with this key."""
        return [
            Entry(quad.subject.value, rank, quad.object.value, quad.object.language or "")
            for quad, rank in self.names(folded).get(folded, ())
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        ]

    def label(self, iri: str) -> str:
        """Return the name of a thing in the first language that has one, else any name, else its prefixed name.

        Concepts are named by skos:prefLabel, sources by dcterms:title, everything else by rdfs:label.
        """
        known = self._labels.get(iri)
        if known is None:
            known = self._labels[iri] = self._label(iri)
        return known

    def load_labels(self, iris: Collection[str]) -> None:
        """Read the names of thousands of things in one go, which is quicker than one by one."""
        names: dict[str, dict[str, str]] = {iri: {} for iri in iris if iri not in self._labels}
        for named_by in terms.NAME_PROPERTIES:
            for quad in self._store.quads(None, named_by):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    by_language = names.get(quad.subject.value)
                    if by_language is not None:
                        by_language.setdefault(quad.object.language or "", quad.object.value)
        for iri, by_language in names.items():
            self._labels[iri] = self._best(by_language, iri)

    def _label(self, iri: str) -> str:
        by_language: dict[str, str] = {}
        for named_by in terms.NAME_PROPERTIES:
            for quad in self._store.quads(NamedNode(iri), named_by):
                if isinstance(quad.object, Literal):
                    by_language.setdefault(quad.object.language or "", quad.object.value)
        return self._best(by_language, iri)

    def _best(self, by_language: Mapping[str, str], iri: str) -> str:
        for language in self.languages:
            if language in by_language:
                return by_language[language]
        return by_language[min(by_language)] if by_language else terms.shorten(iri)

    def classes(self, iri: str) -> frozenset[str]:
        """Return the local names of the ontology's classes that a thing belongs to, by subclass too."""
        known = self._classes.get(iri)
        if known is None:
            found: set[str] = set()
            pending = [quad.object for quad in self._store.quads(NamedNode(iri), terms.RDF_TYPE)]
            while pending:
                term = pending.pop()
                if isinstance(term, NamedNode) and term.value.startswith(terms.PI):
                    name = term.value.removeprefix(terms.PI)
                    if name not in found:
                        found.add(name)
                        pending.extend(quad.object for quad in self._store.quads(term, terms.RDFS_SUBCLASS_OF))
            known = self._classes[iri] = frozenset(found)
        return known

    def is_a(self, iri: str, kind: str | Collection[str] | None) -> bool:
        """Tell whether a thing belongs to one of these classes of the ontology; None is every class."""
        if kind is None:
            return True
        return not self.classes(iri).isdisjoint((kind,) if isinstance(kind, str) else kind)

    def entries(self, text: str) -> list[Entry]:
        """Return every name that agrees with a text, case, accents, hyphens and spaces aside."""
        return self.with_key(key(text))

    def find(self, text: str, *, kind: str | Collection[str] | None = None) -> NamedNode:
        """Return the one thing that a text names.

        Args:
            text: A label or alias in any language, a prefixed name, or an IRI.
            kind: The class or classes of the ontology to choose from; None for all.

        Raises:
            AmbiguousTermError: If several things go by the text equally well.
            UnknownTermError: If none does; with suggestions.
        """
        iri = terms.expand(text)
        if iri is not None:
            if next(self._store.quads(iri), None) is None:
                raise self._unknown(text, kind)
            if not self.is_a(iri.value, kind):
                raise UnknownTermError(
                    f"{text} is not {_in_words(kind)}", f"it is {_in_words(self.classes(iri.value))}"
                )
            return iri
        found = [entry for entry in self.entries(text) if self.is_a(entry.iri, kind)]
        if not found:
            raise self._unknown(text, kind)
        # What the ontology calls its classes and properties yields to the things themselves.
        found = [entry for entry in found if not entry.iri.startswith(terms.PI)] or found
        best = min(entry.rank for entry in found)
        candidates = sorted({entry.iri for entry in found if entry.rank == best})
        if len(candidates) > 1:
            names = tuple(terms.shorten(candidate) for candidate in candidates)
            raise AmbiguousTermError(
                f"{text!r} names more than one thing: {', '.join(names)}", "use one of these names", candidates=names
            )
        return NamedNode(candidates[0])

    def find_first(self, text: str, kinds: Sequence[str]) -> NamedNode:
        """Return the one thing that a text names, of the first of some classes in which there is one; see `find`."""
        for kind in kinds[:-1]:
            with suppress(UnknownTermError):
                return self.find(text, kind=kind)
        return self.find(text, kind=tuple(kinds))

    def search(self, text: str, *, kind: str | Collection[str] | None = None, limit: int = 10) -> list[Match]:
        """Return the things whose names are like a text, best first, each once.

        Args:
            text: Words of a name, in any language; typing errors are met.
            kind: The class or classes of the ontology to choose from; None for all.
            limit: How many at the most.
        """
        from rapidfuzz import fuzz, process

        wanted = key(text)
        if not wanted:
            return []
        best: dict[str, tuple[Match, int]] = {}

        def offer(entries: Iterable[Entry], likeness: float) -> None:
            for entry in entries:
                known = best.get(entry.iri)
                better = known is None or (known[0].likeness, -known[1]) < (likeness, -entry.rank)
                if better and self.is_a(entry.iri, kind):
                    best[entry.iri] = Match(NamedNode(entry.iri), entry.name, likeness), entry.rank

        offer(self.with_key(wanted), 100.0)
        near = process.extract(
            wanted, self.names(wanted).keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=limit * 8
        )
        for name, likeness, _ in near:
            # Only what is met exactly counts as 100.
            offer(self.with_key(name), min(likeness, 99.0))
        if len(wanted) > 2:
            for name in self.names(wanted):
                if wanted in name:
                    # A part of a name: the more of it, the better, always below a near miss of the whole.
                    offer(self.with_key(name), 60 + 30 * len(wanted) / len(name))
        # Of two that are as like, the one that is called so comes before the one that is also called so.
        found = sorted(
            best.values(),
            key=lambda each: (-each[0].likeness, each[1], each[0].name.casefold(), each[0].term.value),
        )
        return [match for match, _ in found[:limit]]

    def _unknown(self, text: str, kind: str | Collection[str] | None) -> UnknownTermError:
        wanted = text.partition(":")[2].replace("-", " ") if terms.expand(text) is not None else text
        near = self.search(wanted, kind=kind, limit=_SUGGESTIONS)
        suggestions = tuple(f"{match.name} ({terms.shorten(match.term.value)})" for match in near)
        hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else "try: pubinnov search WORD"
        what = "nothing" if kind is None else f"no {_in_words(kind)}"
        return UnknownTermError(f"{what} in the graph is called {text!r}", hint, suggestions=suggestions)


def _in_words(kind: str | Collection[str] | None) -> str:
    names = (kind,) if isinstance(kind, str) else sorted(kind or ("thing",))
    return " or ".join(
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip() for name in names
    )
