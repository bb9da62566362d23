"""The front door: open a graph, query it, ask it, look things up."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.engine import Engine, Result
from pubinnov.lookup import Lookup, Match
from pubinnov.results import Solutions, TripleResult
from pubinnov.store.embedded import EmbeddedStore
from pubinnov.store.protocol import GraphName, Store
from pubinnov.store.reading import inputs, packaged_inputs

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from pubinnov.card import Card
    from pubinnov.health import Health
    from pubinnov.property_graph.graph import PropertyGraph
    from pubinnov.query_file import Given
    from pubinnov.questions.answers import Answer
    from pubinnov.questions.calling import Functions
    from pubinnov.questions.catalogue import Question
    from pubinnov.questions.comparison import Comparison
    from pubinnov.statistics import Statistics
    from pubinnov.validation.report import Report


def open(  # noqa: A001 - users write pubinnov.open(), as gzip.open() and tarfile.open()
    *sources: str | os.PathLike[str],
    add: Iterable[str | os.PathLike[str]] = (),
    graph: str | None = None,
    languages: Sequence[str] = ("en",),
    input_format: str | None = None,
) -> KnowledgeGraph:
    """Open a knowledge graph.

    Args:
        sources: Files, folders, or `-` for standard input, read in place of the packaged graph: RDF of any
            format, told by file ending, gzip or not. With none, the ontology and the curated graph that come
            with the package.
        add: More of the same, read in addition.
        graph: The named graph that queries see beside the default graph, or `all`.
        languages: For names that are shown, best first; where a thing has a name in none of them, English.
        input_format: The format of standard input and of files whose ending does not tell.

    Raises:
        DataError: If something cannot be read; DataSyntaxError where it is not well-formed.
        UnknownTermError: If no named graph is called `graph`.
    """
    if sources:
        store = EmbeddedStore()
        store.load(inputs(sources, input_format))
    else:
        store = EmbeddedStore.packaged()
    more = list(add)
    if more:
        store.load(inputs(more, input_format))
    return KnowledgeGraph(store, graph=graph, languages=languages)


def validate_files(
    *sources: str | os.PathLike[str],
    shapes: Iterable[str | os.PathLike[str]] = (),
    context: Iterable[str | os.PathLike[str]] = (),
    languages: Sequence[str] = ("en",),
    input_format: str | None = None,
) -> Report:
    """Check what files say, to the letter, against SHACL shapes.

    Args:
        sources: Files, folders, or `-`; with none, the ontology and the curated graph that come with the package.
        shapes: Files or folders of a shapes graph. With none, the project's shapes, and the packaged graph is taken as
            context.
        context: What is taken as given in addition: links into it hold, and its own nodes are not checked.
        languages: For names and messages, best first.
        input_format: The format of standard input and of files whose ending does not tell.

    Returns:
        The results, gravest first, each with file and line; `report.conforms`, `report.counts`, `report.to_rdflib()`.

    Raises:
        DataError: If something cannot be read; DataSyntaxError where it is not well-formed.
        ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
    """
    from pubinnov.validation.shapes import Shapes
    from pubinnov.validation.validator import validate_inputs

    found = list(shapes)
    given = list(inputs(context, input_format))
    if sources and not found:
        given += packaged_inputs()
    return validate_inputs(
        inputs(sources, input_format) if sources else packaged_inputs(),
        Shapes.read(inputs(found, input_format)) if found else Shapes.of_the_project(),
        given,
        languages,
    )


class KnowledgeGraph:
    """Countries, initiatives, means and effects, and what sources claim about them.

    Args:
        store: Where the triples are.
        graph: The named graph that queries see beside the default graph, or `all`.
        languages: For names that are shown, best first.
    """

    def __init__(self, store: Store, *, graph: str | None = None, languages: Sequence[str] = ("en",)) -> None:
        self.store = store
        self._engine = Engine(store, graph)
        self.lookup = Lookup(store, languages)

    def __len__(self) -> int:
        return len(self.store)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph of {len(self)} statements>"

    def query(
        self, sparql: str, bindings: Mapping[str, object] | None = None, *, allow_service: bool = False
    ) -> Result:
        """Run a SPARQL 1.1 query. All prefixes of `terms.PREFIXES` are declared already.

        Args:
            sparql: The query; no updates.
            bindings: Values for variables, by name: Python values, rdflib terms, or terms of the library. They are
                put in as terms, so that no value can change what the query does.
            allow_service: Whether the query may call other servers with `SERVICE`.

        Returns:
            Rows for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: If it is an update, or calls a service without leave, or fails.
            QuerySyntaxError: If it is not SPARQL, with the place and the likely slip.
            BindingError: If a value is bound to no variable of the query.
        """
        return self._engine.run(sparql, bindings, allow_service=allow_service)

    def select(self, sparql: str, bindings: Mapping[str, object] | None = None) -> Solutions:
        """Run a SELECT query and return its rows; see `query`."""
        return self._engine.select(sparql, bindings)

    def term(self, text: str, kind: str | Collection[str] | None = None) -> NamedNode:
        """Return the thing that a text names.

        Args:
            text: A label or alias in any language, a prefixed name (`tech:e-id`), or an IRI.
            kind: The class or classes to choose from, as named in the ontology: `Means`, `Country` ...; None for all.

        Raises:
            AmbiguousTermError: If several things go by the text equally well.
            UnknownTermError: If none does; with suggestions.
        """
        return self.lookup.find(text, kind=kind)

    def search(self, text: str, *, kind: str | Collection[str] | None = None, limit: int = 10) -> list[Match]:
        """Return the things whose names are like a text, best first."""
        return self.lookup.search(text, kind=kind, limit=limit)

    def label(self, term: NamedNode | str) -> str:
        """Return the name of a thing in the languages of this graph, else in English, else its prefixed name."""
        return self.lookup.label(term if isinstance(term, str) else term.value)

    @cached_property
    def _catalogue(self) -> dict[str, Question]:
        from pubinnov.questions.catalogue import catalogue

        return catalogue()

    @cached_property
    def questions(self) -> Functions:
        """The question catalogue as functions: `graph.questions.effects_of_means(means="e-ID")`, with help."""
        from pubinnov.questions.calling import Functions

        return Functions(self._catalogue, self.answer)

    def ask(self, text: str) -> Answer:
        """Answer a question in words.

        Args:
            text: Such as "which benefits does e-ID enable in Estonia?", in English, French, Spanish or German.

        Raises:
            NotUnderstoodError: If no question of the catalogue fits well enough; with the nearest ones.
        """
        from pubinnov.questions.answers import answer
        from pubinnov.questions.understanding import understand

        understanding = understand(text, self._catalogue, self.lookup)
        return answer(understanding.best, self._engine, self.lookup, understanding=understanding)

    def answer(self, question: str, **arguments: Given) -> Answer:
        """Answer a question of the catalogue.

        Args:
            question: Its name, such as `effects_of_means`.
            arguments: The parameters it takes, each a label, a prefixed name or an IRI; a year; or several things,
                where it takes several.

        Raises:
            QuestionError: If there is no such question, or it does not take these parameters.
            TermError: If an argument names nothing, or more than one thing.
        """
        from pubinnov.questions.answers import answer
        from pubinnov.questions.catalogue import call

        return answer(call(self._catalogue, question, arguments, self.lookup), self._engine, self.lookup)

    def why(self, cause: str | NamedNode, effect: str | NamedNode) -> Answer:
        """Return the claims, for and against, that link a means, an initiative or a place to an effect.

        Raises:
            TermError: If one of the two names nothing, or more than one thing.
        """
        found = cause if isinstance(cause, NamedNode) else self.lookup.find_first(cause, ("Means", "Initiative"))
        name = "evidence_for_means" if self.lookup.is_a(found.value, "Means") else "evidence_for_initiative"
        key = "means" if name == "evidence_for_means" else "initiative"
        return self.answer(name, **{key: found, "effect": effect})

    def network(self, view: str = "means_effects", **filters: Given) -> PropertyGraph:
        """Return a view of the graph as a network.

        Args:
            view: Its name or an alias: `means_effects`, `countries_means`, `initiatives`, `countries`, `everything`.
            filters: What it is narrowed by, such as `place="Europe"`, `since=2010`, `grade="C"`.

        Raises:
            ViewError: If there is no such view, or it does not take one of these filters.
            TermError: If a filter names nothing, or more than one thing.
        """
        from pubinnov.property_graph.projection import project
        from pubinnov.property_graph.views import view as named

        found = named(view)
        return project(found, found.arguments(filters, self.lookup), self._engine, self.lookup)

    def to_networkx(self, view: str = "means_effects", **filters: Given) -> nx.Graph:
        """Return a view of the graph as a NetworkX graph; see `network` and `PropertyGraph.to_networkx`."""
        return self.network(view, **filters).to_networkx()

    def export(
        self,
        target: str | os.PathLike[str] | IO[bytes],
        view: str | None = None,
        *,
        format: str | None = None,  # noqa: A002 - as it is called everywhere else
        query: str | None = None,
        weight: str | None = None,
        **filters: Given,
    ) -> list[str]:
        """Write the graph for other programs: a file that appears whole or not at all.

        Args:
            target: The file, whose ending tells the format; or a stream of bytes.
            view: A network, as in `network`; a profile, as in `profile`; or `rdf` for every resource and link.
                `means_effects` if none is named, or `rdf` for a syntax of RDF.
            format: The format, where the ending does not tell it: `gexf`, `turtle` …
            query: SPARQL, in place of a view: the graph of a CONSTRUCT, or the edges in two columns of a SELECT.
            weight: What the edges of a network weigh: `records`, `initiatives`, `countries`, `evidence`.
            filters: What the view is narrowed by, such as `place="Europe"`.

        Returns:
            What the format could not carry, a line each; none if nothing was lost.

        Raises:
            OutputError: If there is no such format, or the file cannot be written.
            ViewError: If there is no such view, or it is empty, or the format has no place for it.
            TermError: If a filter names nothing, or more than one thing.
        """
        from pubinnov.export.writer import export

        return export(self, target, view, format_name=format, query=query, weight=weight, filters=filters).lines()

    @property
    def graphs(self) -> tuple[GraphName, ...]:
        """The graphs that queries see, without that of the derived links."""
        return self._engine.graphs

    def profile(self, name: str, **filters: Given) -> TripleResult:
        """Return a part of the graph in the terms of another vocabulary.

        Args:
            name: Its name or an alias: `skos`, for thesaurus tools; `cpsv-ap`, for catalogues of public services.
            filters: What it is narrowed by, such as `place="Europe"`; `skos` takes none.

        Returns:
            The triples, each once, in no fixed order; `to_rdflib()`, `write()`.

        Raises:
            ProfileError: If there is no such profile, or it does not take one of these filters.
            TermError: If a filter names nothing, or more than one thing.
        """
        from pubinnov.export.profiles import profile

        found = profile(name)
        return self._engine.construct(found.query(found.arguments(filters, self.lookup)))

    def compare(self, *things: str | NamedNode) -> Comparison:
        """Return places, means or initiatives side by side.

        Raises:
            QuestionError: If there are fewer than two, or they are of several kinds.
            TermError: If one names nothing, or more than one thing.
        """
        from pubinnov.questions.comparison import KINDS, compare

        found = [each if isinstance(each, NamedNode) else self.term(each, kind=KINDS) for each in things]
        return compare(found, self._engine, self.lookup)

    def gaps(
        self, country: str | NamedNode, *, peers: Sequence[str | NamedNode] = (), means: str | NamedNode | None = None
    ) -> Answer:
        """Return what comparable countries have on record and a country has not.

        Args:
            country: The country.
            peers: Countries, or regions that hold them; with none, the countries of the same UN region.
            means: Only this technology or method, and the kinds of it.

        Raises:
            TermError: If one names nothing, or more than one thing.
        """
        given: dict[str, str | NamedNode | Sequence[str | NamedNode]] = {"country": country}
        if peers:
            given["peers"] = list(peers)
        if means is not None:
            given["means"] = means
        return self.answer("gaps", **given)

    def coverage(self, country: str | NamedNode, *, peers: Sequence[str | NamedNode] = ()) -> str:
        """Return in a sentence how much is on record for a country and for comparable ones: see `gaps`."""
        from statistics import median

        given: dict[str, str | NamedNode | Sequence[str | NamedNode]] = {"country": country}
        if peers:
            given["peers"] = list(peers)
        counts = {row["where_label"]: row["initiatives"] for row in self.answer("coverage", **given).to_dicts()}
        own = self.label(country if isinstance(country, NamedNode) else self.term(country, kind="Country"))
        others = [count for name, count in counts.items() if name != own]
        if not others:
            return f"Initiatives on record: {counts.get(own, 0)} for {own}, none for comparable countries."
        return (
            f"Initiatives on record: {counts.get(own, 0)} for {own}; for the {len(others)} comparable countries on "
            f"record between {min(others)} and {max(others)}, median {median(others):g}."
        )

    def card(self, term: str | NamedNode) -> Card:
        """Return what the graph says about a thing, and who speaks of it.

        Raises:
            TermError: If the text names nothing, or more than one thing.
        """
        from pubinnov.card import card

        return card(term if isinstance(term, NamedNode) else self.term(term), self._engine, self.lookup)

    def statistics(self) -> Statistics:
        """Return counts of what is in the graph."""
        from pubinnov.statistics import statistics

        return statistics(self._engine, self.lookup)

    def health(self) -> Health:
        """Return what the graph covers, by what evidence, how fresh it is, and what is missing."""
        from pubinnov.health import health

        return health(self._engine, self.lookup)

    def validate(self, shapes: Iterable[str | os.PathLike[str]] = ()) -> Report:
        """Check the statements that queries see by default against SHACL shapes.

        The store has brought literals to a canonical form, and knows no files; `validate_files` checks what files say
        to the letter, and names their lines.

        Args:
            shapes: Files or folders of a shapes graph; with none, the project's shapes.

        Returns:
            The results, gravest first; `report.conforms`, `report.counts`, `report.to_rdflib()`.

        Raises:
            DataError: If the shapes cannot be read.
            ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
        """
        from pubinnov.validation.shapes import Shapes
        from pubinnov.validation.triples import Triples
        from pubinnov.validation.validator import validate

        found = list(shapes)
        triples = Triples()
        triples.extend(self.store.quads(graph=terms.DEFAULT_GRAPH))
        chosen = Shapes.read(inputs(found)) if found else Shapes.of_the_project()
        return validate(triples, chosen, languages=self.lookup.languages)

    def to_rdflib(self) -> rdflib.Graph:
        """Return what queries see by default, without derived links, as an rdflib graph of its own."""
        from pubinnov.interchange import rdflib_graph

        return rdflib_graph(self.store.quads(graph=terms.DEFAULT_GRAPH))

    def names(self, term: NamedNode) -> Iterator[Literal]:
        """Iterate over all names of a thing, labels before aliases."""
        for named_by in (*terms.NAME_PROPERTIES, terms.SKOS_ALT_LABEL):
            for quad in self.store.quads(term, named_by):
                if isinstance(quad.object, Literal):
                    yield quad.object
