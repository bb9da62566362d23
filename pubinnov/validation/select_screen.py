"""Which nodes a SPARQL constraint may select, found by running its query once for all of them.

SHACL runs the query of a constraint for each focus node, with `$this` bound beforehand. For a query that is nothing but
triple patterns, plain filters and (NOT) EXISTS, running it once with `$this` free gives the same nodes; any other query
is left to pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from pyoxigraph import Literal, NamedNode, Quad, Store

from pubinnov import sparql, terms
from pubinnov.validation import lexical
from pubinnov.validation.triples import WRITTEN_STRING, Node, Triples

_FUNCTIONS = frozenset(
    {"STR", "ISIRI", "ISLITERAL", "ISBLANK", "SAMETERM", "STRSTARTS", "STRENDS", "CONTAINS", "BOUND"}
)
_WORDS = _FUNCTIONS | {"PREFIX", "SELECT", "DISTINCT", "WHERE", "FILTER", "NOT", "EXISTS", "A"}
_RESERVED = frozenset({"PATH", "shapesGraph", "currentShape"})
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})


class SelectScreen:
    """Runs queries over as much of the data as they speak of.

    Args:
        data: What is checked.
        engine: Gives a store that has all of the data; without it, one is filled with what each query speaks of.
    """

    def __init__(self, data: Triples, engine: Callable[[], Store | None] | None = None) -> None:
        self._data = data
        self._engine = engine
        self._own = Store()
        self._loaded: set[NamedNode] = set()
        self._found: dict[str, Set[Node] | None] = {}

    def nodes(self, query: str) -> Set[Node] | None:
        """Return the nodes that a query selects as `$this`, or a superset; None where only pySHACL can tell."""
        if query not in self._found:
            self._found[query] = self._run(query)
        return self._found[query]

    def _run(self, query: str) -> Set[Node] | None:
        prepared = _prepared(query)
        if prepared is None or not self._is_stable(query):
            return None
        store = self._engine() if self._engine is not None else None
        if store is None:
            self._load(query)
            store = self._own
        try:
            rows = store.query(prepared, use_default_graph_as_union=True)
        except (SyntaxError, ValueError):
            return None
        return {row["this"] for row in rows}  # type: ignore[union-attr] # a SELECT has rows

    def _is_stable(self, query: str) -> bool:
        """Tell whether the engine keeps every literal that a query may meet as it is."""
        return all(_is_stable(value) for predicate in _iris(query) for value in self._data.values(predicate))

    def _load(self, query: str) -> None:
        for predicate in _iris(query) - self._loaded:
            self._own.extend(self._data.quads([predicate]))
            self._loaded.add(predicate)


def _iris(query: str) -> set[NamedNode]:
    """Return the IRIs that a query names, those of its properties among them."""
    declared, found = {}, {terms.RDF_TYPE}
    code = [token for token in sparql.tokens(query) if token.sort not in {"space", "comment"}]
    for index, token in enumerate(code):
        if token.sort == "word" and token.text.upper() == "PREFIX":
            declared[code[index + 1].text] = code[index + 2].text[1:-1]
        elif token.sort == "name" and code[index - 1].text.upper() != "PREFIX":
            prefix, _, local = token.text.partition(":")
            if prefix + ":" in declared:
                found.add(NamedNode(declared[prefix + ":"] + local))
        elif token.sort == "iri":
            found.add(NamedNode(token.text[1:-1]))
    return found


def _is_stable(value: Node) -> bool:
    """Tell whether the engine keeps a term as it is; queries of the plain form look at nothing but terms and texts."""
    if not isinstance(value, Literal) or value.language is not None:
        return True
    if value.datatype == WRITTEN_STRING:
        return False
    name = value.datatype.value.removeprefix(terms.XSD)
    return (name in _STABLE and lexical.certain(value.datatype.value)(value.value)) or _comes_back(value)


_STABLE = frozenset({"string", "anyURI", "integer", "date", "gYear", "gYearMonth"})


def _comes_back(value: Literal) -> bool:
    store = Store()
    store.add(Quad(terms.RDF_TYPE, terms.RDF_TYPE, value))
    return any(quad.object == value for quad in store)


def _prepared(query: str) -> str | None:
    """Return the query that selects `$this` alone, or None if it is not of the plain form told above.

    A filter whose value the engine cannot tell lets the node pass, because pySHACL may see it otherwise.
    """
    code = [token for token in sparql.tokens(query) if token.sort not in {"space", "comment"}]
    words = [token.text.upper() for token in code if token.sort == "word"]
    if words.count("SELECT") != 1 or not set(words) <= _WORDS:
        return None
    parts: list[str] = []
    closing: list[int] = []  # how deep each open filter's parentheses stand
    depth = braces = 0
    in_exists = in_head = is_anchored = False
    for index, token in enumerate(code):
        before = code[index - 1].text.upper() if index else ""
        after = code[index + 1] if index + 1 < len(code) else token
        text = token.text
        if token.sort == "variable":
            if text[1:] in _RESERVED:
                return None
            text = "?" + text[1:]
            # Somewhere a pattern must bind it: in a filter alone it would stay free.
            is_anchored |= text == "?this" and braces == 1 and depth == 0
        elif token.sort == "word" and text.upper() == "SELECT":
            in_head = True
        elif text == "{":
            braces += 1
            if in_head:
                parts.append("SELECT DISTINCT ?this WHERE")
                in_head = False
            elif before == "EXISTS":
                in_exists = True
            else:
                return None
        elif text == "}":
            braces -= 1
            in_exists = in_exists and braces > 1
        elif text == "(":
            depth += 1
            if before == "FILTER":
                if in_exists:
                    return None
                closing.append(depth)
                text = "(COALESCE(("
        elif text == ")":
            if closing and closing[-1] == depth:
                closing.pop()
                text = "), true))"
            depth -= 1
        elif (text in _COMPARISONS and (before != ")" or after.text.upper() != "STR")) or (
            token.sort == "word" and text.upper() == "FILTER" and after.text.upper() not in {"(", "NOT", "EXISTS"}
        ):
            return None
        if not in_head:
            parts.append(text)
    return " ".join(parts) if braces == 0 and is_anchored else None
