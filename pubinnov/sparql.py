"""The text of a query: its tokens, its prefixes, its parameters, and what is wrong with it.

A query is never parsed here: the engine does that. What is needed before and after (declaring the
prefixes that are used, putting a term in the place of a parameter, naming the likely slip behind a
syntax error) works on tokens, so that strings, comments and IRIs are never mistaken for code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from pubinnov import terms
from pubinnov.errors import BindingError, QueryError, QuerySyntaxError

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\n]*)
  | (?P<string>'''(?:[^\\]|\\.)*?''' | \"\"\"(?:[^\\]|\\.)*?\"\"\" | '(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*")
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.\-]*\w)
  | (?P<name>[^\W\d_][\w.\-]*:(?:[\w:\-%\\]|\.(?=[\w:\-%\\]))* | :(?:[\w:\-%\\]|\.(?=[\w:\-%\\]))*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<mark>\^\^|&&|\|\||[<>!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

#: The words that SPARQL 1.1 knows outside of names, for telling a slip of the pen.
KEYWORDS = tuple(
    """ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER
    FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI
    LANG LANGMATCHES LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER
    PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384
    SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TO TRUE
    TZ UCASE UNDEF UNION URI USING UUID VALUES WHERE WITH YEAR A""".split()  # noqa: SIM905 - 130 quoted words hide it
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class Token(NamedTuple):
    """A piece of a query: its sort (a group name of the token pattern), its text and where it starts."""

    sort: str
    text: str
    start: int


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, white space and comments included: joined, they are the query."""
    return [Token(match.lastgroup or "mark", match.group(), match.start()) for match in _TOKEN.finditer(query)]


@lru_cache(maxsize=16)
def _code(query: str) -> list[Token]:
    # Kept, because checking, completing and running a query each look at it. Nobody changes the list.
    return [token for token in tokens(query) if token.sort not in {"space", "comment"}]


def _declared(code: list[Token]) -> dict[str, str]:
    declared = {}
    for index, token in enumerate(code[:-2]):
        if token.sort == "word" and token.text.upper() == "PREFIX" and code[index + 2].sort == "iri":
            declared[code[index + 1].text.removesuffix(":")] = code[index + 2].text[1:-1]
    return declared


def _used_prefixes(code: list[Token]) -> Iterator[Token]:
    for index, token in enumerate(code):
        if token.sort == "name" and not (index and code[index - 1].text.upper() == "PREFIX"):
            yield token


def form(query: str) -> str:
    """Return SELECT, ASK, CONSTRUCT, DESCRIBE, UPDATE, or an empty string where none can be told."""
    for token in _code(query):
        word = token.text.upper() if token.sort == "word" else ""
        if word in _FORMS:
            return word
        if word in _UPDATES:
            return "UPDATE"
        if token.text == "{":
            break
    return ""


def prepare(query: str, bindings: Mapping[str, NamedNode | Literal] | None = None, *, allow_service: bool) -> str:
    """Return the query as the engine takes it: prefixes declared, parameters in place.

    Args:
        query: SPARQL 1.1 query text; the prefixes of `terms.PREFIXES` need no declaration.
        bindings: A term for each of these variables (named without `?`).
        allow_service: Whether `SERVICE` may be used.

    Raises:
        QueryError: If it is an update, or uses `SERVICE` without leave.
        QuerySyntaxError: If it uses a prefix that nobody declared.
        BindingError: If a parameter names no variable, or one that cannot take a fixed value.
    """
    code = _code(query)
    if not code:
        raise QueryError("the query is empty", "write SELECT, ASK, CONSTRUCT or DESCRIBE …")
    if form(query) == "UPDATE":
        raise QueryError(
            "this is an update, and only queries are run: the graph is not changed",
            "edit the data files, or add triples with --add",
        )
    if not allow_service:
        for token in code:
            if token.sort == "word" and token.text.upper() == "SERVICE":
                raise QueryError(
                    f"the query calls another server with SERVICE ({_place(query, token.start)})",
                    "allow it with --allow-service, or allow_service=True",
                )
    if bindings:
        query = bind(query, bindings)
        code = _code(query)
    return _with_prefixes(query, code)


def _with_prefixes(query: str, code: list[Token]) -> str:
    declared = _declared(code)
    needed: dict[str, str] = {}
    for token in _used_prefixes(code):
        prefix = token.text.partition(":")[0]
        if prefix in declared or prefix in needed:
            continue
        if prefix not in terms.PREFIXES:
            known = {**terms.PREFIXES, **declared}
            near = _nearest(prefix, known)
            raise QuerySyntaxError(
                f"unknown prefix {prefix}: in {token.text} ({_place(query, token.start)})",
                f"did you mean {near}:?" if near else f"declare it: PREFIX {prefix}: <…>",
            )
        needed[prefix] = terms.PREFIXES[prefix]
    # On the query's own first line, so that the engine's line numbers stay those of the user.
    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in needed.items()) + query


def bind(query: str, bindings: Mapping[str, NamedNode | Literal | tuple[NamedNode, ...]]) -> str:
    """Return the query with a term in the place of each bound variable; several terms where it lists `VALUES`.

    The term is written by the engine and takes the place of whole tokens, so no value can change the
    structure of a query. A projected variable stays a column: `SELECT ?x` becomes `SELECT (<…> AS ?x)`.

    Raises:
        BindingError: If a name is not a variable of the query, or is assigned in it (`AS`, `VALUES`) or
            grouped by.
    """
    result: list[str] = []
    seen: set[str] = set()
    projecting = grouping = assigning = False
    depth = 0
    previous = ""
    for token in tokens(query):
        text = token.text
        if token.sort == "word":
            word = text.upper()
            if word == "SELECT":
                projecting, grouping, depth = True, False, 0
            elif word in {"WHERE", "FROM", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}:
                projecting = grouping = False
                assigning = word == "VALUES"
            elif word == "GROUP":
                grouping, depth = True, 0
        elif text == "{":
            projecting = grouping = assigning = False
        elif text == "}":
            grouping = False
        elif text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
        elif token.sort == "variable" and text[1:] in bindings:
            name = text[1:]
            if previous == "AS" or assigning or (grouping and depth == 0):
                raise BindingError(
                    f"?{name} is assigned or grouped by in the query, so it cannot be bound from outside",
                    "bind a variable that is only matched",
                )
            seen.add(name)
            value = bindings[name]
            written = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            text = f"({written} AS ?{name})" if projecting and depth == 0 else written
        if token.sort not in {"space", "comment"}:
            previous = token.text.upper()
        result.append(text)
    for name in bindings:
        if name not in seen:
            variables = sorted({token.text[1:] for token in tokens(query) if token.sort == "variable"})
            near = _nearest(name, variables)
            raise BindingError(
                f"the query has no variable ?{name}",
                f"did you mean ?{near}?" if near else "its variables: " + ", ".join(f"?{v}" for v in variables),
            )
    return "".join(result)


def names_dataset(query: str) -> bool:
    """Tell whether a query says itself, with FROM, which graphs it sees."""
    return any(token.sort == "word" and token.text.upper() == "FROM" for token in _code(query))


def with_derived(query: str) -> bool:
    """Tell whether the derived graph can matter to a query.

    It can when a derived property is named, when any predicate is a variable or negated, when whole
    resources are described, or when graphs are named. In doubt the answer is yes, which costs time only.
    """
    code = _code(query)
    derived = {terms.PI + name for name in terms.DERIVED_PROPERTIES}
    spelled = terms.PREFIXES | _declared(code)
    depth = 0
    for index, token in enumerate(code):
        if token.sort == "word" and token.text.upper() in {"DESCRIBE", "GRAPH", "FROM"}:
            return True
        if token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
        elif token.sort == "name":
            prefix, _, local = token.text.partition(":")
            if spelled.get(prefix, "") + local in derived:
                return True
        elif (token.sort == "iri" and token.text[1:-1] in derived) or token.text == "!":
            return True
        elif token.sort == "variable" and depth and index + 1 < len(code):
            before, after = code[index - 1], code[index + 1]
            if (
                before.sort in {"variable", "name", "iri", "blank", "string", "language"}
                or before.text in {";", "[", "]", ")"}
            ) and (
                after.sort in {"variable", "name", "iri", "blank", "string", "number"}
                or after.text in {"[", "(", "true", "false", "-", "+"}
            ):
                return True
    return False


def explain(query: str, error: SyntaxError) -> QuerySyntaxError:
    """Return the engine's complaint as one line with the place and the likely slip.

    Args:
        query: The text as the user wrote it.
        error: What the engine raised for the prepared text.
    """
    reason = " ".join(str(error.msg or error).split())
    found = re.match(r"error at (\d+):(\d+): (.*)", reason)
    line = column = None
    if found:
        line, column, reason = int(found[1]), int(found[2]), found[3]
        # The declarations that were put in front stand on the first line.
        if line == 1:
            prepared = _with_prefixes(query, _code(query))
            column -= len(prepared) - len(query)
    slip = _misspelt(query)
    if "variable that is unbound" in reason or "not bound" in reason:
        reason = "the SELECT clause names a variable that is neither bound nor grouped by"
    elif reason.startswith("expected"):
        # The parser lists every token class that could have come; a reader needs the words only.
        words = [
            word
            for word in re.split(r", | or ", reason.removeprefix("expected one of ").removeprefix("expected "))
            if re.fullmatch(r'[A-Z]{2,}|"."', word.strip())
        ]
        at = _token_at(query, line, column)
        reason = f"unexpected {at!r}" if at else "the query ends too early"
        if words and not slip:
            reason += ", where one of " + " ".join(words) + " could stand"
    place = f"line {line}, column {max(column or 1, 1)}: " if line else ""
    if slip:
        return QuerySyntaxError(
            f"not SPARQL: {_place(query, slip[0].start)}: {slip[0].text!r} is not a keyword", f"did you mean {slip[1]}?"
        )
    hint = "a brace or a quotation mark may be missing"
    return QuerySyntaxError(
        f"not SPARQL: {place}{reason}", hint if "ends too early" in reason else "check the syntax there"
    )


def _token_at(query: str, line: int | None, column: int | None) -> str:
    if not line or not column:
        return ""
    lines = query.split("\n")
    start = sum(len(text) + 1 for text in lines[: line - 1]) + max(column - 1, 0)
    for token in _code(query):
        if token.start + len(token.text) > start:
            return token.text
    return ""


def _misspelt(query: str) -> tuple[Token, str] | None:
    for token in _code(query):
        if token.sort == "word" and token.text.upper() not in KEYWORDS:
            near = _nearest(token.text.upper(), KEYWORDS)
            if near:
                return token, near
    return None


def _nearest(text: str, known: Mapping[str, str] | tuple[str, ...] | list[str]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(text, list(known), n=1, cutoff=0.5)
    return near[0] if near else None


def _place(query: str, start: int) -> str:
    line = query.count("\n", 0, start) + 1
    return f"line {line}, column {start - (query.rfind(chr(10), 0, start) + 1) + 1}"
