"""One call for every view and every format: whole files, or none."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from difflib import get_close_matches
from typing import IO, TYPE_CHECKING, TypeAlias

from pubinnov import terms
from pubinnov.errors import OutputError, ViewError
from pubinnov.export import rdf
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss
from pubinnov.export.network import document
from pubinnov.export.profiles import Profile, profiles
from pubinnov.export.rdf import Syntax
from pubinnov.export.registry import Format, endings, find, writers
from pubinnov.export.resources import resources, rows
from pubinnov.export.statements import Statements, of_store, of_triples
from pubinnov.lookup import key
from pubinnov.property_graph.views import View, views
from pubinnov.results import Solutions, TripleResult
from pubinnov.writing import all_whole, whole

if TYPE_CHECKING:
    from pubinnov.knowledge_graph import KnowledgeGraph
    from pubinnov.query_file import Given

#: Where to write: a file, or a stream of bytes.
Target: TypeAlias = str | os.PathLike[str] | IO[bytes]

#: The view of all of the RDF, and the one that is meant where none is named.
RDF, USUAL = "rdf", "means_effects"


def export(
    kg: KnowledgeGraph,
    target: Target,
    view: str | None = None,
    *,
    format_name: str | None = None,
    query: str | None = None,
    weight: str | None = None,
    filters: Mapping[str, Given] | None = None,
) -> Loss:
    """Write a view, a profile, all of the RDF, or what a query gives; see `KnowledgeGraph.export`.

    Returns:
        What the format could not carry.
    """
    path = _path(target)
    chosen = find(path, format_name)
    loss = Loss()
    if query is not None:
        if view or filters or weight:
            raise ViewError("a query has a graph of its own", "leave out the view, the filters and the weight")
        found = _of_query(kg, query, loss)
    else:
        found = _of_view(kg, view or (RDF if isinstance(chosen, Syntax) else USUAL), weight, filters or {}, loss)
    if isinstance(chosen, Syntax):
        if isinstance(found, Document):
            raise ViewError(
                f"this is a network and no RDF, which {chosen.title} writes",
                f"use the view {RDF}, {' or '.join(profiles())}, or a CONSTRUCT query; or another format",
            )
        write_rdf(found, target, chosen, loss)
    else:
        made = found if isinstance(found, Document) else resources(found, lookup=kg.lookup, loss=loss)
        write(made, target, chosen, loss)
    return loss


def _path(target: Target) -> str | None:
    """Return the path of a file, None for a stream.

    Raises:
        OutputError: If it is neither.
    """
    if isinstance(target, str | os.PathLike):
        path = os.fspath(target)
        if isinstance(path, str) and path and "\0" not in path:
            if os.path.isdir(path):
                raise OutputError(f"cannot write {path}: it is a folder", "name a file in it")
            return path
    elif hasattr(target, "write") and not isinstance(target, io.TextIOBase):
        return None
    raise OutputError(f"cannot write to {target!r}", "name a file, or give a stream that is open for bytes")


def write(document: Document, target: Target, form: Format, loss: Loss) -> None:
    """Write a document to a file, or to the files of a format that has several; all appear, or none.

    Args:
        document: What to write.
        target: The file, or a stream for a format of one file.
        form: The format.
        loss: What the format could not carry is noted here.

    Raises:
        OutputError: If a file cannot be written.
        ViewError: If the document has no nodes.
    """
    if not document.nodes:
        raise ViewError(f"there is nothing to export: {document.title}", "use fewer or wider filters")
    parts = writers(form)
    if not isinstance(target, str | os.PathLike):
        if len(parts) > 1:
            raise OutputError(f"a stream has room for one file: {form.TITLE}", "name a file")
        for each in parts.values():
            each(document, target, loss)
        return
    with all_whole([_named(os.fspath(target), part, form) for part in parts]) as streams:
        for each, stream in zip(parts.values(), streams, strict=True):
            each(document, stream, loss)


def write_rdf(statements: Statements, target: Target, syntax: Syntax, loss: Loss) -> None:
    """Write RDF to a file that appears whole or not at all, or to a stream.

    Raises:
        OutputError: If the file cannot be written.
        ViewError: If there are no statements.
    """
    if not statements:
        raise ViewError(f"there is nothing to export: {statements.title}", "use fewer or wider filters")
    if not isinstance(target, str | os.PathLike):
        rdf.write(statements, target, syntax, loss)
        return
    with whole(target) as stream:
        rdf.write(statements, stream, syntax, loss)


def files(path: str, form: str | None = None) -> list[str]:
    """Return the files that `export` writes for a path."""
    chosen = find(path, form)
    return [path] if isinstance(chosen, Syntax) else [_named(path, part, chosen) for part in writers(chosen)]


def _of_view(
    kg: KnowledgeGraph, view: str, weight: str | None, filters: Mapping[str, Given], loss: Loss
) -> Document | Statements:
    known = (*views().values(), *profiles().values())
    by_key = {key(name): each for each in known for name in (each.name, *each.aliases)}
    wanted = key(view)
    found = by_key.get(wanted)
    if isinstance(found, View):
        return document(kg.network(view, **filters), kg.store, kg.lookup, weight=weight or "records", graphs=kg.graphs)
    if weight:
        raise ViewError("only the edges of a network weigh something", "leave out the weight")
    if isinstance(found, Profile):
        return of_triples(found.title, kg.profile(view, **filters))
    if wanted == RDF:
        if filters:
            raise ViewError(f"the view {RDF} is all of the data and takes no filter", "leave out the filters")
        return _everything(kg, loss)
    near = get_close_matches(wanted, [*by_key, RDF], n=1)
    meant = by_key[near[0]].name if near and near[0] in by_key else RDF
    hint = f"did you mean {meant}?" if near else f"there are: {', '.join(views_and_profiles())}"
    raise ViewError(f"no view is called {view!r}", hint)


def _everything(kg: KnowledgeGraph, loss: Loss) -> Statements:
    statements = of_store("Every resource and link", kg.store, kg.graphs)
    others = len({*kg.store.named_graphs()} - {*kg.graphs, terms.DERIVED_GRAPH})
    if others and not statements:
        raise ViewError(
            f"there is nothing to export outside of {others} named graph{'s' * (others > 1)}",
            "take them in with --graph all, in Python open(…, graph='all')",
        )
    loss.note("named graphs left out, which --graph all takes in", others)
    if not kg.store.is_packaged:
        loss.note("literals are in the engine's canonical form: 07 is 7, and tags of languages are in small letters")
    return statements


def views_and_profiles() -> list[str]:
    """Return the names of all that can be exported."""
    return [*views(), *profiles(), RDF]


def _of_query(kg: KnowledgeGraph, query: str, loss: Loss) -> Document | Statements:
    result = kg.query(query)
    if isinstance(result, TripleResult):
        return of_triples("What the query constructs", result)
    if isinstance(result, Solutions) and len(result.variables) == 2:
        return rows(result, title="What the query selects", lookup=kg.lookup, loss=loss)
    raise ViewError(
        "the query is neither a CONSTRUCT nor a SELECT of two columns", "the two columns are the ends of edges"
    )


def _named(path: str, part: str, form: Format) -> str:
    """Return the file of a part: `graph.nodes.csv` of `graph.csv`; a part with a dot has an ending of its own."""
    if not part:
        return path
    fitting = [ending for ending in form.ENDINGS if path.lower().endswith(ending)]
    ending = max(fitting, key=len, default="")
    last = os.path.splitext(path)[1]
    # What is no ending of any format, as in v1.2, is part of the name.
    dropped = ending or (last if last.lower() in endings() else "")
    stem = path.removesuffix(path[len(path) - len(dropped) :]) if dropped else path
    return f"{stem}.{part}" if "." in part else f"{stem}.{part}{ending or form.ENDINGS[0]}"
