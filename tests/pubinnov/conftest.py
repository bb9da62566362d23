"""Turtle and TriG as people and programs write it, for tests that compare readers."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

SPACE = [" ", "  ", "\n", "\r\n", "\t", "\n\n\n"]
COMMENTS = [" # at the end\n", "\n# on its own line\r\n", "\n\n# apart\n\n#\tagain\n"]
IRIS = [
    "<http://e.org/a>", "<http://e.org/ns#b.c>", "<http://e.org/ns#>", "<rel/ative>", "<#f>", "<>", "<../up?q#f>", "<urn:x:1>",
    r"<http://e.org/\u00e9>", "<http://e.org/ä%20b>", "<//other.org/x/y>",
]  # fmt: skip
NAMES = [":a", ":", "e:b", "e:b.c", "e:b:c", r"e:\~x\,", "e:%41b", "e:1", "é.x:ü", "e:a-b_c", "f:g", "x:", "xsd:string"]
NUMBERS = ["0", "01", "-5", "+0.50", ".5", "1.0E3", "1.e-7", "-.5e+1", "0.0"]
TAGS = ["en", "en-GB", "EN", "fr", "zh-Hant-TW", "de-1996"]
DIRECTIVES = [
    "@prefix e: <http://e.org/ns#> .", "PREFIX e: <http://e.org/other/>", "@base <http://e.org/deep/down/er> .",
    "bAsE <up>", "@prefix : <#> .", "prefix f: <http://e.org/>", "@prefix é.x: <http://e.org/ns#x> .",
]  # fmt: skip
HEAD = """@base <http://e.org/base/file?q> .
@prefix : <http://e.org/> . @prefix e: <http://e.org/ns#> . @prefix f: <http://e.org/f/> .
@prefix é.x: <é/> . @prefix x: <x> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@st.composite
def _string(draw: st.DrawFn) -> str:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"'\\\n\r\t"), max_size=6))
    quote = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    must = {"\\", quote[0]} | ({"\n", "\r"} if len(quote) == 1 else set())
    names = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "'": r"\'", "\\": r"\\", "\b": r"\b", "\f": r"\f"}
    written = ""
    for character in text:
        if character in must or draw(st.booleans()):
            written += names.get(character, f"\\U{ord(character):08X}")
        else:
            written += character
    end = draw(st.sampled_from(["", "tag", "^^xsd:string", "^^xsd:integer", "^^<http://e.org/type>"]))
    return f"{quote}{written}{quote}" + (f"@{draw(st.sampled_from(TAGS))}" if end == "tag" else end)


@st.composite
def _node(draw: st.DrawFn, depth: int, only: str = "") -> list[str]:
    kinds = ["iri", "name"]
    if only != "predicate":
        kinds += ["label"] + ["list", "collection"] * (depth > 0)
    if not only:
        kinds += ["string", "string", "number", "truth"]
    kind = draw(st.sampled_from(kinds))
    if kind == "list":
        return ["[", *(draw(_said(depth - 1)) if draw(st.booleans()) else []), "]"]
    if kind == "collection":
        items = draw(st.lists(_node(depth - 1), max_size=3))
        return ["(", *(token for item in items for token in item), ")"]
    one = {
        "iri": st.sampled_from(IRIS),
        "name": st.sampled_from(NAMES),
        "label": st.sampled_from(["_:a", "_:b.c", "_:0"]),
        "string": _string(),
        "number": st.sampled_from(NUMBERS),
        "truth": st.sampled_from(["true", "false"]),
    }
    return [draw(one[kind])]


@st.composite
def _said(draw: st.DrawFn, depth: int) -> list[str]:
    tokens: list[str] = []
    for place in range(draw(st.integers(1, 3))):
        tokens += [";"] * (place > 0)
        tokens += draw(st.just(["a"]) | _node(0, "predicate"))
        for other in range(draw(st.integers(1, 2))):
            tokens += [","] * (other > 0)
            tokens += draw(_node(depth))
    return tokens + draw(st.lists(st.just(";"), max_size=2))


@st.composite
def _sentence(draw: st.DrawFn) -> list[str]:
    subject = draw(_node(2, "subject"))
    if subject[0] == "[" and len(subject) > 2 and draw(st.booleans()):
        return subject
    return subject + draw(_said(2))


@st.composite
def _document(draw: st.DrawFn, *, graphs: bool, commented: str = "") -> str:
    """Draw a document with comments behind some tokens, or behind any where none are named."""
    tokens: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["sentence", "sentence", "directive", *(["graph", "graph"] * graphs)]))
        if kind == "directive":
            tokens.append(draw(st.sampled_from(DIRECTIVES)))
        elif kind == "sentence":
            tokens += [*draw(_sentence()), "."]
        else:
            name = draw(st.sampled_from([[], ["e:g"], ["GRAPH", "_:g"], ["graph", "<g>"], ["[", "]"]]))
            inside = draw(st.lists(_sentence(), max_size=2))
            tokens += [*name, "{"]
            for place, sentence in enumerate(inside):
                tokens += ["."] * (place > 0) + sentence
            tokens += ["."] * (bool(inside) and draw(st.booleans())) + ["}"]
    made = HEAD
    for token in tokens:
        clean = not commented or token in commented
        made += token + draw(st.sampled_from([*SPACE, *COMMENTS] if clean else SPACE))
    return made


@pytest.fixture(scope="session")
def turtle_texts() -> st.SearchStrategy[str]:
    return _document(graphs=False)


@pytest.fixture(scope="session")
def trig_texts() -> st.SearchStrategy[str]:
    return _document(graphs=True)


@pytest.fixture(scope="session")
def commented_texts() -> st.SearchStrategy[str]:
    """Turtle with comments where people write them."""
    return _document(graphs=False, commented=";.[")
