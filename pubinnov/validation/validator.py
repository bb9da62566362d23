"""Validation from end to end: read, screen, prove, and tell what was found in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from pubinnov import terms
from pubinnov.errors import ShapesError
from pubinnov.store.reading import Input
from pubinnov.validation import native, oversights
from pubinnov.validation.advice import Adviser, wanted_classes, written
from pubinnov.validation.report import SEVERITIES, Report, Result, Severity
from pubinnov.validation.screening import Screen
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples, term_of

if TYPE_CHECKING:
    import rdflib


def validate_inputs(
    inputs: Iterable[Input],
    shapes: Shapes,
    context: Iterable[Input] = (),
    languages: Sequence[str] = ("en",),
) -> Report:
    """Validate documents.

    Args:
        inputs: What is checked.
        shapes: What it is checked against.
        context: What is taken as given: links into it hold, and its own nodes are not checked.
        languages: For names and messages, best first.

    Raises:
        DataError: If something cannot be read; DataSyntaxError where it is not well-formed.
        ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
    """
    from pubinnov.validation.positions import locate

    documents, given = list(inputs), list(context)
    engine = _Ahead([*documents, *given]) if any(True for _ in shapes.subjects(sh("select"))) else None
    data = Triples()
    data.read(documents)
    checked = data.nodes() if given else None
    data.read(given)
    report = validate(data, shapes, checked, languages, engine)
    return locate(report, documents)


class _Ahead:
    """A store that a thread of its own fills: the engine reads files without the interpreter's lock."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._store: Store | None = None
        self._thread: Thread | None = None
        if all(each.plain_path is not None for each in inputs):
            self._thread = Thread(target=self._fill, args=(inputs,), daemon=True)
            self._thread.start()

    def _fill(self, inputs: Sequence[Input]) -> None:
        store = Store()
        # What cannot be read is told where the triples are read.
        with suppress(SyntaxError, OSError, ValueError):
            for each in inputs:
                store.load(path=each.plain_path, format=each.format, base_iri=each.base_iri)
            self._store = store

    def __call__(self) -> Store | None:
        """Return the store when it is full, or None where the sources cannot be read twice."""
        if self._thread is not None:
            self._thread.join()
        return self._store


def validate(
    data: Triples,
    shapes: Shapes,
    checked: Set[Node] | None = None,
    languages: Sequence[str] = ("en",),
    engine: Callable[[], Store | None] | None = None,
) -> Report:
    """Validate triples.

    Args:
        data: What is checked, with its context.
        shapes: What it is checked against.
        checked: The nodes to look at; None for all.
        languages: For names and messages, best first.
        engine: Gives a store that has all of the data, where there is one.

    Raises:
        ShapesError: If the shapes graph is not valid SHACL, or cannot be evaluated.
    """
    circle = [] if shapes.packaged else shapes.recursion()
    if circle:
        names = " → ".join(written(shape) for shape in [*circle, circle[0]] if isinstance(shape, NamedNode))
        raise ShapesError(
            f"the shapes recurse: {names}", "SHACL does not define what that means; take one reference out"
        )
    data.normalise()
    screen = Screen(data, shapes, engine)
    targets: dict[Node, Set[Node]] = {}
    suspects: dict[Node, Set[Node]] = {}
    for shape in shapes:
        nodes = shapes.targets(shape, data)
        targets[shape] = nodes if checked is None else nodes & checked
        suspects[shape] = screen.suspects(shape, targets[shape])

    graph: rdflib.Graph | None = None
    notes: list[str] = []
    # Whether the shapes themselves are well-formed is known of the project's own, and for pySHACL to say of others.
    if any(suspects.values()) or not shapes.packaged:
        from pubinnov.validation.proof import prove

        graph, notes = prove(data, shapes, suspects)
    teller = _Teller(data, shapes, languages)
    results = [] if graph is None else teller.results(graph)

    def is_checked(node: Node) -> bool:
        return checked is None or node in checked

    known = {(result.focus, result.value) for result in results}
    findings = list(native.ill_typed(data, shapes, targets))
    if shapes.packaged:
        findings += native.undefined(data, is_checked)
    for finding in dict.fromkeys(findings):
        if (finding.focus, finding.value) not in known:
            results.append(teller.native(finding))
    if any(result.native for result in results):
        graph = _with_native(graph, results)

    overlooked = list(notes)
    if not shapes.packaged:
        overlooked += [*oversights.unknown_words(shapes), *oversights.idle_shapes(shapes, targets)]
    overlooked += oversights.unseen_nodes(data, targets, is_checked)
    results.sort(key=_order)
    focus_nodes = set().union(*targets.values())
    return Report(results, overlooked, sum(map(_count, data.tables.values())), len(focus_nodes), graph)


def _count(table: Mapping[Node, list[Node]]) -> int:
    return sum(map(len, table.values()))


def _order(result: Result) -> tuple[int, str, str, str]:
    return SEVERITIES.index(result.severity), str(result.focus), result.path or "", str(result.value)


class _Teller:
    """Puts pySHACL's results, and the native ones, into words."""

    def __init__(self, data: Triples, shapes: Shapes, languages: Sequence[str]) -> None:
        self._shapes = shapes
        self._languages = tuple(dict.fromkeys((*languages, "en", "")))
        self._adviser = Adviser(data, languages)

    def results(self, graph: rdflib.Graph) -> list[Result]:
        from rdflib import RDF, SH

        # The results that stand in the report, not the details nested in them.
        reports = graph.subjects(RDF.type, SH.ValidationReport)
        return [self._result(graph, node) for report in reports for node in graph.objects(report, SH.result)]

    def _result(self, graph: rdflib.Graph, node: Any) -> Result:
        import rdflib
        from rdflib import SH

        focus, value, path, shape, component, severity = (
            graph.value(node, each)
            for each in (
                SH.focusNode, SH.value, SH.resultPath, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity,
            )
        )  # fmt: skip
        place = term_of(shape)
        thing = term_of(focus)
        wrong = None if value is None else term_of(value)
        messages = {
            message.language or "": str(message)
            for message in graph.objects(node, SH.resultMessage)
            if isinstance(message, rdflib.Literal)
        }
        constraint = graph.value(node, SH.sourceConstraint)
        if constraint is not None:
            # Of the messages of a SPARQL constraint pySHACL takes any one.
            own = self._messages(term_of(constraint))
            messages = messages if any("{" in message for message in own.values()) else own or messages
        name = component.rpartition("#")[2].removesuffix("ConstraintComponent")
        advice = ""
        if wrong is not None and name in {"Class", "Or", "NodeKind"}:
            advice = self._adviser.advise(wrong, wanted_classes(place, self._shapes))
        elif wrong not in {None, thing} and name == "SPARQL" and isinstance(wrong, NamedNode):
            advice = f"see {self._named(wrong)}"
        return Result(
            severity=_severity(str(severity)),
            focus=thing,
            label=self._adviser.label(thing),
            path=None if path is None else _path(graph, path),
            value=wrong,
            message=self._chosen(messages),
            advice=advice,
            shape=terms.shorten(place.value) if isinstance(place, NamedNode) else "",
            component=terms.shorten(str(component)),
            native=False,
        )

    def native(self, finding: native.Finding) -> Result:
        """Return the result of a check of our own."""
        asked = None if finding.shape is None else self._own_message(finding.shape)
        advice = ""
        if finding.component == native.DEFINED:
            missing = finding.message.endswith("property")
            advice = (
                self._adviser.property_like(finding.predicate)
                if missing
                else self._adviser.advise(finding.value, ())
                .removeprefix("no such thing; ")
                .removeprefix("no such thing")
            )
        return Result(
            severity="violation",
            focus=finding.focus,
            label=self._adviser.label(finding.focus),
            path=terms.shorten(finding.predicate.value),
            value=finding.value,
            message=f"{finding.message}. {asked}" if asked else finding.message,
            advice=advice,
            shape=terms.shorten(finding.shape.value) if isinstance(finding.shape, NamedNode) else "",
            component=terms.shorten(finding.component.value),
            native=True,
        )

    def _own_message(self, shape: Node) -> str:
        return self._chosen(self._messages(shape))

    def _messages(self, shape: Node) -> dict[str, str]:
        found = self._shapes.objects(shape, sh("message"))
        return {each.language or "": each.value for each in found if isinstance(each, Literal)}

    def _chosen(self, messages: Mapping[str, str]) -> str:
        for language in self._languages:
            if language in messages:
                return messages[language]
        return messages[min(messages)] if messages else ""

    def _named(self, node: Node) -> str:
        label, name = self._adviser.label(node), written(node)
        return name if label == name else f"{name}, {label}"


def _severity(iri: str) -> Severity:
    names: dict[str, Severity] = {"Warning": "warning", "Info": "info"}
    return names.get(iri.removeprefix(terms.PREFIXES["sh"]), "violation")


def _path(graph: rdflib.Graph, path: Any) -> str:
    """Return a path of a report in SPARQL's notation."""
    import rdflib
    from rdflib import SH
    from rdflib.collection import Collection

    if isinstance(path, rdflib.URIRef):
        return written(NamedNode(str(path)))
    for predicate, mark in (
        (SH.inversePath, "^{}"),
        (SH.zeroOrMorePath, "{}*"),
        (SH.oneOrMorePath, "{}+"),
        (SH.zeroOrOnePath, "{}?"),
    ):
        inner = graph.value(path, predicate)
        if inner is not None:
            return mark.format(_path(graph, inner))
    choices = graph.value(path, SH.alternativePath)
    steps = [_path(graph, each) for each in Collection(graph, path if choices is None else choices)]
    return f"({'|'.join(steps)})" if choices is not None else "/".join(steps)


def _with_native(graph: rdflib.Graph | None, results: Sequence[Result]) -> rdflib.Graph:
    """Return the report with the native results added in the same form."""
    import rdflib
    from rdflib import RDF, SH

    from pubinnov.interchange import to_rdflib

    if graph is None:
        graph = rdflib.Graph()
        graph.add((rdflib.BNode(), RDF.type, SH.ValidationReport))
    report = next(graph.subjects(RDF.type, SH.ValidationReport))
    graph.set((report, SH.conforms, rdflib.Literal(False)))
    for result in results:
        if not result.native:
            continue
        node = rdflib.BNode()
        graph.add((report, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.focusNode, to_rdflib(result.focus)))
        graph.add((node, SH.resultSeverity, SH.Violation))
        graph.add((node, SH.resultMessage, rdflib.Literal(result.message)))
        for predicate, name in ((SH.resultPath, result.path), (SH.sourceShape, result.shape)):
            iri = terms.expand(name) if name else None
            if iri is not None:
                graph.add((node, predicate, rdflib.URIRef(iri.value)))
        component = terms.expand(result.component)
        assert component is not None
        graph.add((node, SH.sourceConstraintComponent, rdflib.URIRef(component.value)))
        if result.value is not None:
            graph.add((node, SH.value, to_rdflib(result.value)))
    return graph
