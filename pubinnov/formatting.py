"""The one form of a Turtle file: the same graph with the same comments gives the same text, told in docs/format.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, RdfFormat, parse

from pubinnov import terms
from pubinnov.errors import FormattingError
from pubinnov.store.reading import Input, syntax_error
from pubinnov.turtle import (
    Block,
    Collection,
    Comment,
    Directive,
    Document,
    Item,
    Node,
    Property,
    PropertyList,
    Term,
    is_local_name,
    triples,
)

#: Predicates in the order in which they are written; the others follow by IRI.
PREDICATES = (
    # what it is and how it is called
    "rdf:type", "rdfs:label", "skos:inScheme", "skos:topConceptOf", "skos:broader", "skos:prefLabel", "skos:altLabel",
    "dcterms:title", "dcterms:description", "dcterms:license", "rdfs:comment",
    # a class or a property
    "rdfs:subClassOf", "owl:disjointWith", "rdfs:subPropertyOf", "rdfs:domain", "schema:domainIncludes",
    "rdfs:range", "schema:rangeIncludes",
    # an initiative
    "pi:about", "pi:implements", "pi:place", "pi:governmentLevel", "pi:startYear", "pi:endYear", "pi:status",
    "pi:statusReason", "pi:responsibleBody", "pi:partnerBody", "pi:innovationType", "pi:usesMeans", "pi:policyArea",
    "pi:partOf", "pi:replaces", "pi:addresses", "pi:dependsOn", "pi:reuses", "pi:inspiredBy", "pi:hinderedBy",
    "pi:enablingLaw", "pi:sdg", "pi:provides",
    # a fact, a claim, a measure
    "pi:means", "pi:property", "pi:value", "pi:qualifier", "pi:unit", "pi:year", "pi:periodStart",
    "pi:periodEnd", "pi:baseline", "pi:baselineYear", "pi:comparison", "pi:population",
    "pi:effect", "pi:direction", "pi:claimKind", "pi:evidenceType", "pi:independence", "pi:affects", "pi:statement",
    "pi:measure",
    # a place, a body
    "pi:iso2", "pi:iso3", "pi:m49", "pi:demonym", "pi:bodyType", "schema:containedInPlace",
    # a source, a reading
    "dcterms:publisher", "dcterms:issued", "prov:used", "dcterms:date", "dcterms:language", "pi:extentRead",
    "prov:wasDerivedFrom", "schema:url",
    # where it stands and what it corresponds to
    "pi:verification", "dcterms:source", "pi:reading", "pi:locator",
    "skos:notation", "pi:currency", "pi:gradeIndependent", "pi:gradeNotIndependent", "skos:exactMatch",
    "skos:closeMatch", "skos:scopeNote", "skos:definition", "rdfs:isDefinedBy",
)  # fmt: skip

#: Languages in the order in which texts are written; the others follow by tag.
LANGUAGES = ("en", "fr", "es", "de")

_INDENT = "    "
_STRING = f"{terms.XSD}string"
_NIL = f"{terms.RDF}nil"
_PLACE = f"{terms.ID}document"  # where a document is taken to stand when its relative IRIs are compared
_RANKS = {f"{terms.PREFIXES[name.partition(':')[0]]}{name.partition(':')[2]}": at for at, name in enumerate(PREDICATES)}
_UNRANKED = len(PREDICATES)
_LANGUAGE_RANKS = {language: rank for rank, language in enumerate(LANGUAGES)}
# Datatypes whose literals need no quotation marks, if they look like this.
_BARE = {
    f"{terms.XSD}boolean": re.compile("true|false"),
    f"{terms.XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{terms.XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{terms.XSD}double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
}
# A backslash, and what no editor shows; a line's end is meant to be one.
_ESCAPED = re.compile("[\\\\\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}

_Triple = tuple[Hashable, Hashable, Hashable]
_OneComment = Callable[["Comment | None", "Comment | None"], "Comment | None"]


def formatted(text: str, name: str = "-") -> str:
    """Return a Turtle document in its one form.

    Terms keep lexical form and language tag to the letter, blank nodes their labels, blocks their order, and every
    comment is kept. Before the new text is returned, it is compared with the old one in two parsers.

    Args:
        text: The document.
        name: What messages call it.

    Raises:
        DataSyntaxError: If it is not Turtle.
        FormattingError: If a comment has no place in the form, or the form would not say the same.
    """
    text = text.removeprefix("\ufeff")
    layout = _Layout(text, name)
    made = layout.text()
    _require_the_same(text, made, layout, name)
    return made


class _Entry:
    """One subject with all that the file says of it."""

    def __init__(self, subject: Node) -> None:
        self.subject = subject
        self.headings: list[str] = []
        self.attached = ""
        self.members: list[Property] = []


class _Prefix:
    """A declared prefix, with the comments above and behind it."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.attached: list[Comment] = []
        self.after: Comment | None = None


class _Layout:
    """A document taken apart, to be written again."""

    def __init__(self, text: str, name: str) -> None:
        self.document = Document(text, name=name)
        self.blocks: list[Block] = []
        self._name = name
        self._header: list[str] = []
        self._header_attached = False
        self._prefixes: dict[str, _Prefix] = {}
        self._entries: list[_Entry] = []
        self._take_apart()
        self._namespaces = _by_length(self._prefixes)
        self._used: set[str] = set()
        self._short: dict[str, str] = {}

    # Taking apart

    def _take_apart(self) -> None:
        by_subject: dict[Term, _Entry] = {}
        waiting: list[str] = []  # headings whose statement has moved away; they stay where they are
        first = True
        for each in self.document:
            headings, attached = self._paragraphs(each.before, each.start)
            if isinstance(each, Directive):
                if first:
                    self._header_attached = bool(attached)
                    self._header = [*headings, _lines(attached)] if attached else headings
                    headings, attached = [], []
                waiting += headings
                self._declare(each, attached)
            else:
                self.blocks.append(each)
                entry = by_subject.get(each.subject.term) if self._is_named(each.subject) else None
                if entry is None:
                    entry = _Entry(each.subject)
                    entry.headings, waiting = [*waiting, *headings], []
                    self._entries.append(entry)
                    if self._is_named(each.subject):
                        by_subject[each.subject.term] = entry
                else:
                    waiting += headings
                entry.attached += _lines(attached)
                entry.members += self._members(each)
            first = False
        if self.document.misplaced:
            comment = min(self.document.misplaced, key=lambda misplaced: misplaced.start)
            raise self._homeless(comment, "this comment stands between the parts of one statement")
        headings, attached = self._paragraphs(self.document.closing, -1)
        self._closing = [*waiting, *headings]

    def _is_named(self, subject: Node) -> bool:
        return subject.inside is None and not self.document.is_anonymous(subject.term)

    def _members(self, block: Block) -> list[Property]:
        inside = block.subject.inside
        if not isinstance(inside, PropertyList):
            return block.properties.members
        # [ p o ] q r . says the same as [] p o ; q r .
        for comment in (inside.opening, *inside.closing):
            if comment is not None:
                raise self._homeless(comment, "this comment stands within the brackets of a subject")
        return [*inside.members, *block.properties.members]

    def _declare(self, directive: Directive, attached: list[Comment]) -> None:
        if directive.prefix is None:
            kept = None
        else:
            kept = self._prefixes.setdefault(directive.prefix, _Prefix(directive.iri))
            if kept.namespace != directive.iri:
                kept = None  # declared again with another meaning: its names are written in full
        comments = [*attached, *([directive.after] if directive.after else [])]
        if kept is None:
            if comments:
                raise self._homeless(comments[0], "this comment belongs to a declaration that the form does without")
            return
        kept.attached += attached
        kept.after = self._one(kept.after, directive.after)

    def _one(self, first: Comment | None, second: Comment | None) -> Comment | None:
        if first is not None and second is not None:
            raise self._homeless(second, "this comment and another one belong to the same line")
        return first or second

    def _homeless(self, comment: Comment, why: str) -> FormattingError:
        place = self.document.place(comment.start)
        return FormattingError(
            f"{self._name}:{place.line}:{place.column}: {why}, where the form has no room for it: {comment.text}",
            "move it to a line of its own above a predicate or a subject; the file is left as it is",
        )

    def _paragraphs(self, comments: list[Comment], following: int) -> tuple[list[str], list[Comment]]:
        """Return comments as paragraphs that stand alone, and those directly above what follows."""
        paragraphs: list[list[Comment]] = []
        last = -1
        for comment in comments:
            line = self.document.place(comment.start).line
            if paragraphs and line == last + 1:
                paragraphs[-1].append(comment)
            else:
                paragraphs.append([comment])
            last = line
        attached: list[Comment] = []
        if paragraphs and following >= 0 and self.document.place(following).line == last + 1:
            attached = paragraphs.pop()
        return [_lines(each) for each in paragraphs], attached

    # Writing

    def text(self) -> str:
        """Return the document in its form."""
        blocks = [self._block(entry) for entry in self._entries]  # first, since they show which prefixes are used
        made = self._head()
        previous = ""
        for entry, block in zip(self._entries, blocks, strict=True):
            if made:
                # Statements of one line follow each other like the rows of a table.
                rows = previous and not any("\n" in part for part in (previous, entry.attached, block))
                if entry.headings:
                    made.append("\n\n" if previous else "\n")
                elif not rows:
                    made.append("\n")
            made += [f"{paragraph}\n" for paragraph in entry.headings]
            made += [entry.attached, f"{block}\n"]
            previous = block
        if self._closing:
            made.append("\n\n" if previous else "\n" if made else "")
            made.append("\n".join(self._closing))
        return "".join(made)

    def _head(self) -> list[str]:
        declared = []
        for prefix, each in sorted(self._prefixes.items()):
            if prefix in self._used:
                after = f" {each.after.text}" if each.after else ""
                declared.append(f"{_lines(each.attached)}@prefix {prefix}: <{each.namespace}> .{after}\n")
            else:
                for comment in (*each.attached, each.after):
                    if comment is not None:
                        raise self._homeless(comment, f"this comment belongs to the unused prefix {prefix}:")
        between = "\n" if self._header and declared and not self._header_attached else ""
        return [part for part in ("\n".join(self._header), between, *declared) if part]

    def _block(self, entry: _Entry) -> str:
        subject = "[]" if isinstance(entry.subject.inside, PropertyList) else self._node(entry.subject, 0)[0]
        members = _merged(entry.members, self._one)
        lines = [self._property(member, 1)[0] for member in members]
        made = subject
        for member, line in zip(members, lines, strict=True):
            if member is members[0] and not member.before:
                made += f" {line}"
            else:
                made += f"\n{_lines(member.before, _INDENT)}{_INDENT}{line}"
            made += " ." if member is members[-1] else " ;"
            made += f" {member.after.text}" if member.after else ""
        return made

    def _property(self, member: Property, depth: int) -> tuple[str, bool]:
        """Return a predicate with its objects, and whether that has no bracket with lines of its own."""
        predicate = member.predicate.term
        objects: dict[Hashable, tuple[object, str, bool]] = {}
        for node in member.objects:
            made, flat = self._node(node, depth)
            # A triple that is written twice is one; two pairs of brackets are two blank nodes.
            objects.setdefault(node.term, (_object_order(node.term, made), made, flat))
        ordered = sorted(objects.values())
        name = "a" if predicate.text == terms.RDF_TYPE.value else self._iri(predicate.text)
        return f"{name} {' , '.join(made for _, made, _ in ordered)}", all(flat for *_, flat in ordered)

    def _node(self, node: Node, depth: int) -> tuple[str, bool]:
        """Return a subject or object, its further lines indented, and whether it has none."""
        term = node.term
        if isinstance(node.inside, PropertyList):
            return self._bracketed(node.inside, depth)
        if isinstance(node.inside, Collection):
            return self._collection(node.inside, depth)
        if term.kind == "blank":
            return f"_:{term.text}", True
        if term.kind == "literal":
            return self._literal(term), True
        return "()" if term.text == _NIL else self._iri(term.text), True

    def _bracketed(self, inside: PropertyList, depth: int) -> tuple[str, bool]:
        members = _merged(inside.members, self._one)
        made = [self._property(member, depth + 1) for member in members]
        if len(made) < 2 and all(flat for _, flat in made) and not _is_commented(inside, members):
            return (f"[ {made[0][0]} ]" if made else "[]"), True
        lines = [f"{line} ;" for line, _ in made[:-1]] + [line for line, _ in made[-1:]]
        return _spread("[", inside, members, lines, "]", depth), False

    def _collection(self, inside: Collection, depth: int) -> tuple[str, bool]:
        made = [self._node(item.node, depth + 1) for item in inside.members]
        if all(flat for _, flat in made) and not _is_commented(inside, inside.members):
            return (f"( {' '.join(line for line, _ in made)} )" if made else "()"), True
        return _spread("(", inside, inside.members, [line for line, _ in made], ")", depth), False

    def _iri(self, iri: str) -> str:
        found = self._short.get(iri)
        if found is None:
            found = f"<{iri}>"
            for namespace, prefix in self._namespaces:
                if iri.startswith(namespace) and is_local_name(iri[len(namespace) :]):
                    found = f"{prefix}:{iri[len(namespace) :]}"
                    self._used.add(prefix)
                    break
            self._short[iri] = found
        return found

    def _literal(self, literal: Term) -> str:
        bare = _BARE.get(literal.datatype)
        if bare is not None and bare.fullmatch(literal.text):
            return literal.text
        made = _quoted(literal.text)
        if literal.language:
            return f"{made}@{literal.language}"
        return made if literal.datatype == _STRING else f"{made}^^{self._iri(literal.datatype)}"


def _by_length(prefixes: dict[str, _Prefix]) -> list[tuple[str, str]]:
    """Return namespaces with one prefix for each, the longest namespace first."""
    chosen: dict[str, str] = {}
    for prefix, each in sorted(prefixes.items()):
        chosen.setdefault(each.namespace, prefix)
    return sorted(chosen.items(), key=lambda item: (-len(item[0]), item[0]))


def _texts(comments: Iterable[Comment]) -> list[str]:
    return [comment.text for comment in comments]


def _lines(comments: Iterable[Comment], indent: str = "") -> str:
    return "".join(f"{indent}{comment.text}\n" for comment in comments)


def _merged(members: Iterable[Property], one: _OneComment) -> list[Property]:
    """Return properties in their order, those with the same predicate as one."""
    merged: dict[str, Property] = {}
    for member in members:
        iri = member.predicate.term.text
        kept = merged.get(iri)
        if kept is None:
            kept = merged[iri] = Property(member.predicate, [], [])
        kept.objects += member.objects
        kept.before += member.before
        kept.after = one(kept.after, member.after)
    return [member for _, member in sorted(merged.items(), key=lambda item: (_RANKS.get(item[0], _UNRANKED), item[0]))]


def _object_order(term: Term, made: str) -> tuple[int, int, str, str, str]:
    """Return what sorts objects: IRIs, texts by language, blank nodes."""
    if term.kind == "literal":
        language = term.language.lower()
        rank = _LANGUAGE_RANKS.get(language.partition("-")[0], len(LANGUAGES)) if language else -1
        return 1, rank, language, term.text, made
    return 0 if term.kind == "iri" else 2, 0, "", "", made


def _is_commented(group: PropertyList | Collection, members: Sequence[Property | Item]) -> bool:
    return bool(group.opening or group.closing or any(member.before or member.after for member in members))


def _spread(
    start: str,
    group: PropertyList | Collection,
    members: Sequence[Property | Item],
    lines: list[str],
    end: str,
    depth: int,
) -> str:
    """Return brackets with a line for each member and comment."""
    indent = _INDENT * (depth + 1)
    made = [f"{start} {group.opening.text}\n" if group.opening else f"{start}\n"]
    for member, line in zip(members, lines, strict=True):
        after = f" {member.after.text}" if member.after else ""
        made.append(f"{_lines(member.before, indent)}{indent}{line}{after}\n")
    made.append(f"{_lines(group.closing, indent)}{_INDENT * depth}{end}")
    return "".join(made)


def _quoted(text: str) -> str:
    """Return a string in quotation marks, in three of them where it has several lines."""
    text = _ESCAPED.sub(_escape, text)
    if "\n" not in text:
        return '"' + text.replace('"', '\\"') + '"'
    text = text.replace('"""', '\\"\\"\\"')
    return '"""' + (text[:-1] + '\\"' if text.endswith('"') else text) + '"""'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"


def _require_the_same(old: str, new: str, layout: _Layout, name: str) -> None:
    """Compare the new text with the old one.

    Blank nodes need no search for a match: those with labels keep them, and the others stand in brackets, each in one
    place, so that what a bracket holds tells it.

    Raises:
        DataSyntaxError: If the engine's parser does not accept the old text.
        FormattingError: If the new text says something else.
    """
    try:
        accepted = _accepted(old)
    except SyntaxError as error:
        raise syntax_error(Input(name, RdfFormat.TURTLE, None), error) from None
    if old == new:
        return
    labels = layout.document.labels

    def is_unlabelled(term: Hashable) -> bool:
        return isinstance(term, Term) and term.kind == "blank" and term.text not in labels

    def is_unlabelled_node(term: Hashable) -> bool:
        return isinstance(term, BlankNode) and term.value not in labels

    rewritten = Document(new)
    try:
        same = _are_same(_exact(layout.blocks), _exact(rewritten), is_unlabelled) and _are_same(
            accepted, _accepted(new), is_unlabelled_node
        )
    except SyntaxError:
        same = False
    if not same or Counter(_texts(rewritten.comments)) != Counter(_texts(layout.document.comments)):
        raise FormattingError(
            f"{name}: its form would not say the same, so the file is left as it is",
            "that is a mistake of this program: please report it with the file",
        )


def _accepted(text: str) -> list[_Triple]:
    return [(quad.subject, quad.predicate, quad.object) for quad in parse(text, RdfFormat.TURTLE, base_iri=_PLACE)]


def _exact(document: Iterable[Block | Directive]) -> Iterator[_Triple]:
    return (each[:3] for block in document if isinstance(block, Block) for each in triples(block))


def _are_same(one: Iterable[_Triple], other: Iterable[_Triple], is_unlabelled: Callable[[Hashable], bool]) -> bool:
    forms: dict[Hashable, int] = {}
    return _shape(one, is_unlabelled, forms) == _shape(other, is_unlabelled, forms)


def _shape(
    graph: Iterable[_Triple], is_unlabelled: Callable[[Hashable], bool], forms: dict[Hashable, int]
) -> tuple[set[_Triple], Counter[Hashable]]:
    """Return triples without unlabelled nodes, and the others with a number for each such node.

    The number is the same where the same is said of the node.

    Args:
        graph: The triples; their unlabelled nodes make trees.
        is_unlabelled: Tells whether a term is such a node.
        forms: What is said of a node, with its number; shared by the graphs that are compared.
    """
    plain: set[_Triple] = set()
    others: set[_Triple] = set()
    for triple in graph:
        (others if is_unlabelled(triple[0]) or is_unlabelled(triple[2]) else plain).add(triple)
    said: dict[Hashable, list[tuple[Hashable, Hashable]]] = {}
    inner: set[Hashable] = set()
    for subject, predicate, value in others:
        said.setdefault(subject, []).append((predicate, value))
        if is_unlabelled(value):
            inner.add(value)
    numbers: dict[Hashable, Hashable] = {}

    def form(node: Hashable) -> Hashable:
        return frozenset(Counter((p, numbers.get(value, value)) for p, value in said.get(node, ())).items())

    # From the leaves up, without recursion, since a collection is as deep as it is long.
    stack = [node for node in said if is_unlabelled(node)] + list(inner)
    while stack:
        node = stack[-1]
        if node not in numbers:
            below = [value for _, value in said.get(node, ()) if value in inner and value not in numbers]
            if below:
                stack += below
                continue
            numbers[node] = ("node", forms.setdefault(form(node), len(forms)))
        stack.pop()
    shape: Counter[Hashable] = Counter()
    for subject, pairs in said.items():
        if not is_unlabelled(subject):
            shape.update((subject, predicate, numbers.get(value, value)) for predicate, value in pairs)
        elif subject not in inner:
            shape[numbers[subject]] += 1
    return plain, shape
