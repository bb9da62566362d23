"""The text of Turtle, TriG, N-Triples and N-Quads: each statement with the place where it is written.

Engines give triples without their lines, and bring numbers or language tags to a form of their own. Here a term keeps
the text it was written with. `statements` gives the triples of a document; `Document` gives its layout and comments,
for those who rewrite it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat

from pubinnov.errors import DataSyntaxError
from pubinnov.terms import RDF, XSD

if TYPE_CHECKING:
    from rdflib.term import Node as RdflibTerm

_DEEPEST = 100  # brackets within each other; more is a slip, and would overrun Python's own stack

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = f"{_BASE}_"
_INNER = f"{_START}\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"[{_BASE}][{_INNER}]*+(?:\.++[{_INNER}]++)*+"
_LOCAL = (
    rf"(?:[{_START}:0-9]|{_LOCAL_ESCAPE})(?:[{_INNER}:]++|{_LOCAL_ESCAPE})*+"
    rf"(?:\.++(?:[{_INNER}:]++|{_LOCAL_ESCAPE})++)*+"
)

# Every choice is made without going back, so that no text takes longer than its length.
_TOKEN = re.compile(
    rf"""[ \t\r\n]*+(?:
    (?P<name>(?:{_PREFIX})?+:(?:{_LOCAL})?+)
    |(?P<new><<|>>|\{{\||\|\}}|~)
    |(?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    |(?P<number>[+-]?(?:
        [0-9]++(?:\.[0-9]*+[eE][+-]?[0-9]++|\.[0-9]++|[eE][+-]?[0-9]++)?+|\.[0-9]++(?:[eE][+-]?[0-9]++)?+
    ))
    |(?P<mark>\^\^|[.;,\[\](){{}}])
    |(?P<string>
        \"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | "(?!"")(?:[^"\\\n\r]++|\\[^\n\r])*+"
        |'''(?:[^'\\]++|\\.|'(?!''))*+''' | '(?!'')(?:[^'\\\n\r]++|\\[^\n\r])*+'
    )
    |(?P<at>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<word>[A-Za-z]++)
    |(?P<label>_:[{_START}0-9][{_INNER}]*+(?:\.++[{_INNER}]++)*+)
    |(?P<comment>\#[^\n\r]*+)
    |(?P<end>\Z)
    |(?P<unknown>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_IN_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LINE_END = re.compile(r"\r\n?|\n")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_IRI_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_LOCAL_NAME = re.compile(
    rf"(?:[{_START}:0-9]|%[0-9A-Fa-f]{{2}})(?:[{_INNER}:]++|%[0-9A-Fa-f]{{2}})*+"
    rf"(?:\.++(?:[{_INNER}:]++|%[0-9A-Fa-f]{{2}})++)*+"
)


class Term(NamedTuple):
    """A term as it was written: two are equal when kind, text, language tag and datatype are the same to the letter.

    Attributes:
        kind: `iri`, `blank` or `literal`.
        text: The IRI, resolved where there is a base; the label of a blank node; the lexical form of a literal.
        language: The language tag of a literal, in the letters it was written with, or an empty string.
        datatype: The IRI of a literal's datatype, else an empty string.
    """

    kind: str
    text: str
    language: str = ""
    datatype: str = ""

    def to_rdflib(self) -> RdflibTerm:
        """Return the rdflib term, its text as it stands."""
        import rdflib

        if self.kind == "iri":
            return rdflib.URIRef(self.text)
        if self.kind == "blank":
            return rdflib.BNode(self.text)
        if self.language:
            return rdflib.Literal(self.text, lang=self.language)
        if self.datatype == _STRING:
            return rdflib.Literal(self.text)
        return rdflib.Literal(self.text, datatype=rdflib.URIRef(self.datatype), normalize=False)


class Place(NamedTuple):
    """Where something is written: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class Statement(NamedTuple):
    """One triple, its graph, and where each of its terms is written.

    What stands for a term without being its name has a place, too: a bracket for its blank node, an element of a
    collection for the `rdf:first` that leads to it, the closing bracket for `rdf:nil`.

    Attributes:
        graph: The name of the graph, or None for the default graph.
    """

    subject: Term
    predicate: Term
    object: Term
    graph: Term | None
    subject_at: Place
    predicate_at: Place
    object_at: Place
    graph_at: Place | None


class Comment(NamedTuple):
    """A comment: its text with the `#`, its offset, and whether it has a line of its own."""

    text: str
    start: int
    alone: bool


class Node:
    """A term where it is written, with what its brackets hold, where it has any."""

    __slots__ = ("inside", "start", "term")

    def __init__(self, term: Term, start: int, inside: PropertyList | Collection | None = None) -> None:
        self.term = term
        self.start = start
        self.inside = inside


class Property:
    """A predicate with its objects, the comments on lines of their own before it, and the one that ends its line."""

    __slots__ = ("after", "before", "objects", "predicate")

    def __init__(self, predicate: Node, objects: list[Node], before: list[Comment]) -> None:
        self.predicate = predicate
        self.objects = objects
        self.before = before
        self.after: Comment | None = None


class PropertyList:
    """What follows a subject or stands between `[` and `]`, with the comments after the one and before the other."""

    __slots__ = ("closing", "members", "opening")

    def __init__(self) -> None:
        self.members: list[Property] = []
        self.opening: Comment | None = None
        self.closing: list[Comment] = []


class Item:
    """An element of a collection, the blank node of its cell, and its comments."""

    __slots__ = ("after", "before", "cell", "node")

    def __init__(self, node: Node, cell: Term, before: list[Comment]) -> None:
        self.node = node
        self.cell = cell
        self.before = before
        self.after: Comment | None = None


class Collection:
    """What stands between `(` and `)`."""

    __slots__ = ("closing", "end", "members", "opening")

    def __init__(self) -> None:
        self.members: list[Item] = []
        self.opening: Comment | None = None
        self.closing: list[Comment] = []
        self.end = 0


class Block:
    """A subject with all that is said of it in one sentence.

    Attributes:
        before: The comments before it, each on a line of its own.
        start: The offset of its first character.
        graph: The name of the graph around it, or None.
    """

    __slots__ = ("before", "graph", "properties", "start", "subject")

    def __init__(self, subject: Node, properties: PropertyList, before: list[Comment], graph: Node | None) -> None:
        self.subject = subject
        self.properties = properties
        self.before = before
        self.start = subject.start
        self.graph = graph


class Directive:
    """A declaration of a prefix, or of a base, whose prefix is None."""

    __slots__ = ("after", "before", "iri", "prefix", "start")

    def __init__(self, prefix: str | None, iri: str, start: int, before: list[Comment]) -> None:
        self.prefix = prefix
        self.iri = iri
        self.start = start
        self.before = before
        self.after: Comment | None = None


class _Token(NamedTuple):
    kind: str  # a group of the pattern; for marks, the mark itself
    text: str
    start: int
    comments: list[Comment]


_STRING = f"{XSD}string"
_LANG_STRING = f"{RDF}langString"
_TYPE = Term("iri", f"{RDF}type")
_FIRST = Term("iri", f"{RDF}first")
_REST = Term("iri", f"{RDF}rest")
_NIL = Term("iri", f"{RDF}nil")
_NO_COMMENTS: list[Comment] = []
_Triple = tuple[Term, Term, Term, int, int, int]

_GRAPHS = frozenset({RdfFormat.TRIG, RdfFormat.N_QUADS})
_BY_LINES = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_SYNTAXES = _GRAPHS | _BY_LINES | {RdfFormat.TURTLE}


def statements(
    text: str, syntax: RdfFormat = RdfFormat.TURTLE, *, base: str | None = None, name: str = "-"
) -> Iterator[Statement]:
    """Iterate over the triples of a document, in the order in which they are written.

    A labelled blank node keeps its label; the others get labels that occur nowhere in the text.

    Args:
        text: The document; a byte-order mark is passed over.
        syntax: Turtle, TriG, N-Triples or N-Quads, all of RDF 1.1.
        base: What relative IRIs are resolved against until the document says otherwise; without it they stay relative.
        name: What messages call the document.

    Raises:
        DataSyntaxError: When the iteration comes to something that is not well-formed.
        ValueError: If the syntax is another one.
    """
    document = Document(text, syntax, base=base, name=name)
    place = document.place
    for block in document:
        if isinstance(block, Directive):
            continue
        graph, graph_at = (block.graph.term, place(block.graph.start)) if block.graph else (None, None)
        for subject, predicate, value, at_subject, at_predicate, at_value in triples(block):
            yield Statement(
                subject, predicate, value, graph, place(at_subject), place(at_predicate), place(at_value), graph_at
            )


def triples(block: Block) -> Iterator[_Triple]:
    """Iterate over the triples of a block: subject, predicate and object, then the offsets of the three."""
    yield from _inside(block.subject)
    yield from _listed(block.subject, block.properties)


def _inside(node: Node) -> Iterator[_Triple]:
    if isinstance(node.inside, PropertyList):
        yield from _listed(node, node.inside)
    elif isinstance(node.inside, Collection):
        members = node.inside.members
        for index, item in enumerate(members):
            at = node.start if index == 0 else item.node.start
            yield item.cell, _FIRST, item.node.term, at, item.node.start, item.node.start
            if item.node.inside is not None:
                yield from _inside(item.node)
            if index + 1 < len(members):
                following = members[index + 1]
                yield item.cell, _REST, following.cell, at, following.node.start, following.node.start
            else:
                yield item.cell, _REST, _NIL, at, node.inside.end, node.inside.end


def _listed(subject: Node, properties: PropertyList) -> Iterator[_Triple]:
    for each in properties.members:
        for value in each.objects:
            yield subject.term, each.predicate.term, value.term, subject.start, each.predicate.start, value.start
            if value.inside is not None:
                yield from _inside(value)


def resolved(reference: str, base: str) -> str:
    """Return the IRI that a reference means against a base, as RFC 3986 says; one with a scheme stays as it is."""
    if _SCHEME.match(reference):
        return reference
    scheme, authority, path, query, _ = _parts(base)
    _, own_authority, own_path, own_query, fragment = _parts(reference)
    if own_authority is not None:
        authority, path, query = own_authority, _without_dots(own_path), own_query
    elif own_path:
        if not own_path.startswith("/"):
            own_path = (path[: path.rfind("/") + 1] if path or authority is None else "/") + own_path
        path, query = _without_dots(own_path), own_query
    elif own_query is not None:
        query = own_query
    made = f"{scheme}:" if scheme is not None else ""
    made += f"//{authority}" if authority is not None else ""
    made += path + (f"?{query}" if query is not None else "")
    return made + (f"#{fragment}" if fragment is not None else "")


def _parts(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    found = _IRI_PARTS.fullmatch(iri)
    assert found is not None  # the pattern takes any text
    return found[1], found[2], found[3], found[4], found[5]


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for index, segment in enumerate(segments):
        last = index + 1 == len(segments)
        if segment == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
            if last:
                kept.append("")
        elif segment == ".":
            if last:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)


def is_local_name(text: str) -> bool:
    """Return whether a text may stand after the colon of a prefixed name as it is, without a backslash."""
    return _LOCAL_NAME.fullmatch(text) is not None


class Document:
    """The blocks and directives of a document, read as they are iterated over, once.

    Attributes:
        comments: Every comment; complete when the iteration has ended, as are the following.
        closing: Comments after the last statement.
        misplaced: Comments within a statement that belong to none of its properties.
        labels: Labels of blank nodes that are written in the document.
    """

    def __init__(
        self, text: str, syntax: RdfFormat = RdfFormat.TURTLE, *, base: str | None = None, name: str = "-"
    ) -> None:
        if syntax not in _SYNTAXES:
            raise ValueError(f"the places of triples are not known in {syntax}")
        self._text = text.removeprefix("\ufeff")
        self._syntax = syntax
        self._base = None if syntax in _BY_LINES else base
        self._name = name
        self._line_starts = [0, *(found.end() for found in _LINE_END.finditer(self._text))]
        self._namespaces: dict[str, str] = {}
        self._iris: dict[str, Term] = {}  # by how they are written; emptied where that changes its meaning
        self._depth = 0
        self._stem = "anonymous"
        while f"_:{self._stem}" in self._text:
            self._stem += "-"
        self._made = 0
        self.comments: list[Comment] = []
        self.closing: list[Comment] = []
        self.misplaced: list[Comment] = []
        self.labels: set[str] = set()
        self._tokens = self._tokenize()
        self._token = next(self._tokens)

    def place(self, start: int) -> Place:
        """Return line and column of an offset."""
        line = bisect_right(self._line_starts, start)
        return Place(line, start - self._line_starts[line - 1] + 1)

    def is_anonymous(self, term: Term) -> bool:
        """Return whether a term is a blank node that the document gives no label."""
        return term.kind == "blank" and term.text.startswith(self._stem)

    def error(self, message: str, start: int, hint: str = "") -> DataSyntaxError:
        """Return an error that tells an offset by file, line, column and the line itself."""
        line, column = self.place(start)
        ends = self._line_starts[line] if line < len(self._line_starts) else len(self._text)
        shown = self._text[self._line_starts[line - 1] : ends].rstrip("\r\n")
        return DataSyntaxError(
            f"{self._name}:{line}:{column}: {message}",
            hint,
            filename=self._name,
            lineno=line,
            offset=column,
            text=shown,
        )

    def __iter__(self) -> Iterator[Block | Directive]:
        read = self._lines if self._syntax in _BY_LINES else self._sentences
        yield from read()
        self.closing = self._claimed()

    # Tokens

    def _tokenize(self) -> Iterator[_Token]:
        comments: list[Comment] = _NO_COMMENTS
        for found in _TOKEN.finditer(self._text):
            kind = found.lastgroup
            assert kind is not None  # one of the groups matches anything
            text, start = found[kind], found.start(kind)
            if kind == "comment":
                line_start = self._line_starts[bisect_right(self._line_starts, start) - 1]
                alone = not self._text[line_start:start].strip(" \t")
                self.comments.append(Comment(text.rstrip(), start, alone))
                comments = [*comments, self.comments[-1]]
                continue
            yield _Token(text if kind == "mark" else kind, text, start, comments)
            comments = _NO_COMMENTS
            if kind == "end":
                return

    def _advance(self) -> _Token:
        """Return the current token and go on to the next; a comment that nobody has claimed is noted."""
        token = self._token
        if token.comments:
            self.misplaced += token.comments
        if token.kind != "end":
            self._token = next(self._tokens)
        return token

    def _claimed(self) -> list[Comment]:
        """Take the comments before the current token away from it."""
        comments = self._token.comments
        if comments:
            self._token = self._token._replace(comments=_NO_COMMENTS)
        return comments

    def _claimed_by(self, member: Property | Item | Directive) -> list[Comment]:
        """Give a comment at the end of a line to the member that ends there, and return the others."""
        comments = self._claimed()
        if comments and not comments[0].alone:
            if member.after is None:
                member.after = comments[0]
            else:
                self.misplaced.append(comments[0])
            return comments[1:]
        return comments

    def _claimed_as_opening(self, group: PropertyList | Collection) -> list[Comment]:
        """Give a comment behind an opening bracket to what the brackets hold, and return the others."""
        comments = self._claimed()
        if comments and not comments[0].alone:
            group.opening = comments[0]
            return comments[1:]
        return comments

    def _expect(self, kind: str, wanted: str) -> _Token:
        if self._token.kind != kind:
            raise self._unexpected(wanted)
        return self._advance()

    def _unexpected(self, wanted: str) -> DataSyntaxError:
        token = self._token
        if token.kind == "new":
            return self.error(
                f"{token.text} belongs to RDF 1.2, which is not read here", token.start, "write it in RDF 1.1"
            )
        if token.kind == "end":
            return self.error(f"expected {wanted}, found the end of the file", token.start)
        if token.text in {'"', "'"}:
            return self.error("a text that does not end", token.start, "close the quotation marks")
        shown = token.text if len(token.text) <= 40 else f"{token.text[:40]}…"
        if token.text == "<":
            return self.error("a character that no IRI may have, or an IRI that does not end", token.start)
        return self.error(f"expected {wanted}, found {shown}", token.start)

    # Terms

    def _fresh(self) -> Term:
        self._made += 1
        return Term("blank", f"{self._stem}{self._made}")

    def _unescaped(self, text: str, start: int) -> str:
        def replaced(found: re.Match[str]) -> str:
            digits = found[1] or found[2]
            if digits:
                code = int(digits, 16)
                if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
                    raise self.error(f"{found[0]} is no character", start)
                return chr(code)
            if found[3] not in _ESCAPED:
                raise self.error(f"{found[0]} is no escape of a character", start, "a backslash itself is written \\\\")
            return _ESCAPED[found[3]]

        return _ESCAPE.sub(replaced, text)

    def _reference(self, token: _Token) -> str:
        """Return the IRI of a token in angle brackets, resolved where there is a base."""
        text = token.text[1:-1]
        if "\\" in text:
            text = self._unescaped(text, token.start)
            if _IN_NO_IRI.search(text):
                raise self.error("a character that no IRI may have", token.start)
        return text if self._base is None else resolved(text, self._base)

    def _iri(self, wanted: str) -> Node:
        token = self._token
        term = self._iris.get(token.text)
        if term is None:
            if token.kind == "iri":
                term = Term("iri", self._reference(token))
            elif token.kind == "name" and self._syntax not in _BY_LINES:
                prefix, _, local = token.text.partition(":")
                namespace = self._namespaces.get(prefix)
                if namespace is None:
                    raise self.error(
                        f"the prefix {prefix}: is not declared", token.start, f"add @prefix {prefix}: <…> . above"
                    )
                term = Term("iri", namespace + (re.sub(r"\\(.)", r"\1", local) if "\\" in local else local))
            else:
                raise self._unexpected(wanted)
            self._iris[token.text] = term
        self._advance()
        return Node(term, token.start)

    def _literal(self) -> Node:
        token = self._advance()
        quotes = 3 if len(token.text) >= 6 and token.text[:3] in {'"""', "'''"} else 1
        text = token.text[quotes:-quotes]
        if "\\" in text:
            text = self._unescaped(text, token.start)
        following = self._token
        if following.kind == "at":
            self._advance()
            if self._text.startswith("--", self._token.start):
                raise self.error("a direction belongs to RDF 1.2, which is not read here", self._token.start)
            return Node(Term("literal", text, following.text[1:], _LANG_STRING), token.start)
        if following.kind == "^^":
            self._advance()
            return Node(Term("literal", text, "", self._iri("the IRI of a datatype").term.text), token.start)
        return Node(Term("literal", text, "", _STRING), token.start)

    def _number(self) -> Node:
        token = self._advance()
        kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
        return Node(Term("literal", token.text, "", XSD + kind), token.start)

    def _label(self) -> Node:
        token = self._advance()
        self.labels.add(token.text[2:])
        return Node(Term("blank", token.text[2:]), token.start)

    def _node(self, wanted: str) -> Node:
        """Read what may be a subject or an object."""
        kind = self._token.kind
        if kind == "label":
            return self._label()
        if kind == "[":
            return self._bracketed()
        if kind == "(":
            return self._collection()
        return self._iri(wanted)

    def _object(self) -> Node:
        kind = self._token.kind
        if kind == "string":
            return self._literal()
        if kind == "number":
            return self._number()
        if kind == "word" and self._token.text in {"true", "false"}:
            token = self._advance()
            return Node(Term("literal", token.text, "", f"{XSD}boolean"), token.start)
        return self._node("an object")

    # Sentences

    def _opened(self) -> _Token:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.error(f"more than {_DEEPEST} brackets within each other", self._token.start)
        return self._advance()

    def _bracketed(self) -> Node:
        bracket = self._opened()
        inside = PropertyList()
        node = Node(self._fresh(), bracket.start, inside)
        self._fill(inside, self._claimed_as_opening(inside), "]")
        self._expect("]", "; or ]")
        self._depth -= 1
        return node

    def _collection(self) -> Node:
        bracket = self._opened()
        inside = Collection()
        before = self._claimed_as_opening(inside)
        while self._token.kind != ")":
            cell = self._fresh()
            item = Item(self._object(), cell, before)
            inside.members.append(item)
            before = self._claimed_by(item)
        inside.closing = before
        inside.end = self._token.start
        self._advance()
        self._depth -= 1
        return Node(inside.members[0].cell if inside.members else _NIL, bracket.start, inside)

    def _fill(self, properties: PropertyList, before: list[Comment], end: str) -> None:
        """Read predicates and objects up to the mark that ends them."""
        while self._token.kind not in {end, ".", "]", "}", "end"}:
            if self._token.kind == "word" and self._token.text == "a":
                predicate = Node(_TYPE, self._advance().start)
            else:
                predicate = self._iri("a predicate")
            objects = [self._object()]
            while self._token.kind == ",":
                self._advance()
                objects.append(self._object())
            member = Property(predicate, objects, before)
            properties.members.append(member)
            before = self._claimed_by(member)
            if self._token.kind != ";":
                break
            while self._token.kind == ";":
                self._advance()
                before = [*before, *self._claimed_by(member)]
        properties.closing = before

    def _block(self, subject: Node, before: list[Comment], graph: Node | None, end: str) -> Block:
        """Read what is said of a subject that has been read."""
        properties = PropertyList()
        # A comment behind the subject belongs to no property; those below it belong to the first.
        comments = self._claimed()
        self.misplaced += [each for each in comments if not each.alone]
        self._fill(properties, [each for each in comments if each.alone], end)
        if not properties.members and not (isinstance(subject.inside, PropertyList) and subject.inside.members):
            raise self._unexpected("a predicate")
        self.misplaced += properties.closing
        return Block(subject, properties, before, graph)

    def _ended(self, member: Property | Directive | None) -> None:
        """Pass the full stop of a sentence; a comment on its line belongs to what came last."""
        self._expect(".", "a full stop" if member is None or isinstance(member, Directive) else ", or ; or a full stop")
        if member is None:
            if self._token.comments and not self._token.comments[0].alone:
                self.misplaced.append(self._claimed()[0])
        elif self._token.comments:
            self._give_back(self._claimed_by(member))

    def _give_back(self, comments: list[Comment]) -> None:
        self._token = self._token._replace(comments=comments)

    def _sentences(self) -> Iterator[Block | Directive]:
        trig = self._syntax == RdfFormat.TRIG
        while True:
            before = self._claimed()
            token = self._token
            word = token.text.lower() if token.kind == "word" else ""
            if token.kind == "end":
                self._give_back(before)
                return
            if token.text in {"@prefix", "@base"} or word in {"prefix", "base"}:
                yield self._directive(before)
            elif token.text == "@version" or word == "version":
                raise self.error("a version is declared in RDF 1.2 only, which is not read here", token.start)
            elif trig and token.kind == "{":
                yield from self._graph(None)
            elif trig and word == "graph":
                self._advance()
                yield from self._graph(self._graph_name(self._node("the name of a graph")))
            else:
                subject = self._node("a subject")
                if trig and self._token.kind == "{":
                    yield from self._graph(self._graph_name(subject))
                    continue
                block = self._block(subject, before, None, ".")
                self._ended(block.properties.members[-1] if block.properties.members else None)
                yield block

    def _directive(self, before: list[Comment]) -> Directive:
        token = self._advance()
        prefix = None
        if token.text.lower().endswith("prefix"):
            name = self._expect("name", "a prefix with a colon")
            if not name.text.endswith(":") or ":" in name.text[:-1]:
                raise self.error(f"expected a prefix with a colon, found {name.text}", name.start)
            prefix = name.text[:-1]
        reference = self._token
        iri = self._reference(self._expect("iri", "an IRI in angle brackets"))
        if _SCHEME.match(iri) is None and not (prefix is not None and "#" in iri):
            # What is added to such a namespace could change how it is resolved.
            raise self.error(f"<{iri}> is relative, and to what is not said", reference.start, "declare an @base above")
        if prefix is None:
            self._base = iri
        else:
            self._namespaces[prefix] = iri
        self._iris.clear()
        made = Directive(prefix, iri, token.start, before)
        if token.kind == "at":
            self._ended(made)
        elif self._token.comments:
            self._give_back(self._claimed_by(made))
        return made

    def _graph_name(self, node: Node) -> Node:
        if isinstance(node.inside, Collection) or (node.inside is not None and node.inside.members):
            raise self.error("a graph is named by an IRI or a blank node", node.start)
        return node

    def _graph(self, graph: Node | None) -> Iterator[Block]:
        self._expect("{", "{")
        while self._token.kind != "}":
            before = self._claimed()
            block = self._block(self._node("a subject or }"), before, graph, "}")
            yield block
            if self._token.kind == ".":
                self._ended(block.properties.members[-1] if block.properties.members else None)
            elif self._token.kind != "}":
                raise self._unexpected(", or ; or . or }")
        self._advance()

    def _lines(self) -> Iterator[Block]:
        """Read N-Triples or N-Quads: nothing is abbreviated, and a line holds one statement."""
        last = -1
        while True:
            before = self._claimed()
            start = self._token.start
            if self._token.kind == "end":
                self._give_back(before)
                return
            if last >= 0 and not _LINE_END.search(self._text, last, start):
                raise self.error("a second statement on one line", start)
            subject, predicate = self._full("a subject"), self._full("a predicate")
            properties = PropertyList()
            properties.members.append(Property(predicate, [self._full("an object")], []))
            graph = None
            if self._syntax in _GRAPHS and self._token.kind != ".":
                graph = self._full("the name of a graph or a full stop")
            last = self._token.start
            self._ended(properties.members[0])
            if _LINE_END.search(self._text, start, last):
                raise self.error("a statement that is spread over lines", start)
            yield Block(subject, properties, before, graph)

    def _full(self, wanted: str) -> Node:
        token = self._token
        if token.kind == "label" and wanted != "a predicate":
            return self._label()
        if token.kind == "string" and wanted == "an object" and token.text[0] == '"' and token.text[:3] != '"""':
            node = self._literal()
            if _SCHEME.match(node.term.datatype) is None:
                raise self.error("an IRI without a scheme", token.start)
            return node
        if token.kind != "iri":
            raise self._unexpected(wanted)
        node = self._iri(wanted)
        if _SCHEME.match(node.term.text) is None:
            raise self.error("an IRI without a scheme", token.start)
        return node
