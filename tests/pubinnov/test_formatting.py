"""The one form of Turtle: what it looks like, that it says the same, and when it is refused."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
import rdflib.compare
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pubinnov import formatting, package_files
from pubinnov.errors import DataSyntaxError, FormattingError
from pubinnov.formatting import LANGUAGES, PREDICATES, formatted
from pubinnov.terms import expand
from pubinnov.turtle import Document, statements

P = "@prefix e: <http://e/> .\n\n"
FULL = """\
# About this file
# in two lines

@prefix e: <http://e/> .
# names
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . # of things

# First

# directly above
e:a a e:B , e:C ;
    rdfs:label "plain" , "b"@en , "c"@en , "a"@en-GB , "b"@fr , "a"@de , "a"@ar ; # at the end
    # above a predicate
    e:p <http://other/x> , e:o , 0.50 , 01 , 1.0E3 , true , "x"^^e:t ;
    e:q () , ( # behind a bracket
        # within
        [] # an element
        # at the bottom
    ) , ( 1 "2" e:o ) , [
        e:r 1 ; # inside
        e:s [ e:t 2 ]
    ] , [ e:r 1 ] , [] , _:x . # last

_:x e:p "\\"quoted\\" \\\\ \\t \\u0007" , \"\"\"two
"lines\\"\"\"\" .

[] e:p 1 .


# Second

# apart

( 1 ) e:p [
        e:q 1 ;
        e:r 2
    ] .


# The end
"""


OURS = [*package_files.files(package_files.ontology_folder(), ".ttl"), *package_files.curated_files()]


@pytest.mark.parametrize("path", OURS, ids=lambda path: Path(path).name)
def test_our_own_files_are_in_form(path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert formatted(text, path) == text, f"run: pubinnov fmt {path}"


def test_the_form() -> None:
    assert formatted(FULL) == FULL


def test_order_spacing_and_repetition_do_not_matter() -> None:
    written = P + 'e:a a e:B ;\n    e:p 1 , 2 , "a"@en ;\n    e:q e:o .\n'
    for other in (
        '@prefix e: <http://e/> . e:a e:q e:o;a e:B;e:p "a"@en,2,1 .',
        'PREFIX e: <http://e/>\r\ne:a e:p 2, 2, 1 ;;\r\n e:q e:o ; .\r\n\r\n\r\n\r\ne:a a e:B ; e:p """a"""@en .',
        "@base <http://e/> . <a> <q> <http://e/o> . @prefix e: <> . <a> <p> 1, \"2\"^^<http://www.w3.org/2001/XMLSchema#integer>,'a'@en ; a e:B .",
        '\ufeff@prefix unused: <http://u/> . @prefix e: <http://e/> . @prefix f: <http://e/> . f:a f:q f:o ; f:p "\\u0061"@en, 1, 2 ; a f:B',
    ):
        assert formatted(other if other.rstrip().endswith(".") else f"{other} .") == written, other


def test_blocks_keep_their_order_and_one_subject_has_one_block() -> None:
    text = P + "e:b e:p 1 .\n\n\n# Part\n\ne:a e:p 1 .\n# about b\ne:b e:p 2 .\n\n# Next\n\ne:b e:q 1 .\ne:c e:p 1 .\n"
    assert (
        formatted(text)
        == P + "# about b\ne:b e:p 1 , 2 ;\n    e:q 1 .\n\n\n# Part\n\ne:a e:p 1 .\n\n\n# Next\n\ne:c e:p 1 .\n"
    )


def test_predicates_have_an_order_of_their_own() -> None:
    assert len(set(PREDICATES)) == len(PREDICATES)
    assert all(expand(name) for name in PREDICATES)
    assert set(LANGUAGES) == {"en", "fr", "es", "de"}
    given = "@prefix x: <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    order = re.findall(r"^x:s (\S+)|^    (\S+)", formatted(f"{given}x:s x:b 1 ; skos:altLabel 1 ; x:a 1 ; rdfs:label 1 ; a 1 ."), re.M)  # fmt: skip
    assert ["".join(each) for each in order] == ["a", "rdfs:label", "skos:altLabel", "x:a", "x:b"]


@pytest.mark.parametrize(
    "literal",
    ['"0.50"', "0.50", "01", "+1", "1.0E3", "-.5e-1", "true", '"1"^^e:t', '"a"@en-GB', '"a"@EN', '"TRUE"^^xsd:boolean', '"1."^^xsd:decimal', '"x"^^xsd:integer'],
)  # fmt: skip
def test_letters_of_literals_are_kept(literal: str) -> None:
    text = f"@prefix e: <http://e/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\ne:s e:p {literal} .\n"
    assert formatted(text).endswith(f"\n\ne:s e:p {literal} .\n")


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("<http://e/a>", "e:a"),
        ("<http://e/a.b:c-d_1%20ä>", "e:a.b:c-d_1%20ä"),
        ("<http://e/a.>", "<http://e/a.>"),
        ("<http://e/-a>", "<http://e/-a>"),
        (r"e:a\~b", "<http://e/a~b>"),
        ("<http://e/a/b>", "<http://e/a/b>"),
        ("<http://e/>", "<http://e/>"),
        ("<http://e/deep#a>", "d:a"),
        (r"<http://x/\u00e9>", "<http://x/é>"),
        ("<rel>", "<rel>"),
        ("h:a", "h:a"),
        ("<#a>", "h:a"),
    ],
)
def test_names_are_short_where_they_need_no_escape(iri: str, written: str) -> None:
    made = formatted(f"@prefix e: <http://e/> . @prefix d: <http://e/deep#> . @prefix h: <#> .\n<u:s> <u:p> {iri} .")
    assert made.endswith(f"<u:s> <u:p> {written} .\n")


def test_prefixes_that_change_their_meaning() -> None:
    text = "@prefix p: <http://a/> . p:x p:y p:z . @prefix p: <http://b/> . p:x p:y p:z ."
    assert formatted(text) == ("@prefix p: <http://a/> .\n\np:x p:y p:z .\n<http://b/x> <http://b/y> <http://b/z> .\n")


def test_comments_stay_with_their_prefix() -> None:
    text = "# header\nPREFIX z: <http://z/> # of z\n# of b\n@prefix b: <http://b/> .\n\n# part\n\n@prefix a: <http://a/> .\nz:s b:p a:o ."
    assert formatted(text) == (
        "# header\n@prefix a: <http://a/> .\n# of b\n@prefix b: <http://b/> .\n@prefix z: <http://z/> . # of z\n\n# part\n\nz:s b:p a:o .\n"
    )
    assert formatted(formatted(text)) == formatted(text)


def test_blank_nodes_say_the_same() -> None:
    text = P + "[ e:p 1 ] e:q [] , [ ] , [e:r [a e:T]] . [ e:q _:l ] . _:l e:p ( ) , (1(2)) ."
    assert formatted(text) == (
        P + "[] e:p 1 ;\n    e:q [ e:r [ a e:T ] ] , [] , [] .\n\n[] e:q _:l .\n_:l e:p () , ( 1 ( 2 ) ) .\n"
    )


def test_empty_files() -> None:
    assert formatted("") == ""
    assert formatted(P) == ""
    assert formatted("\n\n# only this\n\n\n# and that") == "# only this\n\n# and that\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("e:s # here\n e:p 1 .", 3),
        ("e:s e:p # here\n 1 .", 3),
        ("e:s e:p 1 , # here\n 2 .", 3),
        ("e:s e:p\n# here\n1 .", 4),
        ("e:s e:p 1 ;\n# here\n.", 4),
        ("e:s e:p 1 # here\n; # and\n e:q 2 .", 4),
        ("e:s e:p 1 ; # one\n e:q 2 ; # two\n e:p 3 . # here", 5),
        ("[ # here\n e:p 1 ] e:q 2 .", 3),
        ("e:s e:p 1 .\n@prefix x: <http://x/> . # here", 4),
        ("e:s e:p 1 .\n# here\n@prefix x: <http://x/> .", 4),
        ("e:s e:p 1 .\n@base <http://x/> . # here\n", 4),
        ("e:s e:p 1 .\n# here\n@prefix e: <http://x/> .", 4),
        ("@prefix # here\n x: <http://x/> . x:s x:p 1 .", 3),
        ("e:s e:p 1 ^^ # here\n", None),
    ],
)
def test_a_comment_without_a_place_is_told_and_nothing_is_written(text: str, line: int | None) -> None:
    with pytest.raises((FormattingError, DataSyntaxError)) as raised:
        formatted(P + text, "x.ttl")
    if line is not None:
        assert isinstance(raised.value, FormattingError)
        assert re.match(rf"x\.ttl:{line}:\d+: this comment .*: # (here|and)$", str(raised.value))
        assert raised.value.hint


@pytest.mark.parametrize(
    "text", ["e:s e:p << e:s e:p 1 >> .", "e:s e:p 1", "e:s e:p <http://%zz/> .", "e:s e:p 1 {| e:q 2 |} ."]
)
def test_what_is_not_turtle_is_told_with_its_line(text: str) -> None:
    with pytest.raises(DataSyntaxError, match=r"^x\.ttl:3:\d+: "):
        formatted(P + text, "x.ttl")


@pytest.mark.parametrize(
    "other",
    [
        "e:s e:p 2 .",
        'e:s e:p "1" .',
        "e:s e:p 01 .",
        "e:s e:p 1 . e:s e:p 2 .",
        "",
        "e:s e:p [] .",
        "e:s e:p 1",
        "# new\ne:s e:p 1 .",
    ],
)
def test_a_form_that_says_something_else_is_never_returned(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting._Layout, "text", lambda self: P + other)
    with pytest.raises(FormattingError, match=r"^x\.ttl: its form would not say the same"):
        formatted(P + "e:s e:p 1 .", "x.ttl")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("e:s e:p [ e:q 1 ; e:r 2 ] .", "e:s e:p [ e:r 2 ; e:q 1 ] .", True),
        ("e:s e:p [ e:q 1 ] , [ e:q 2 ] .", "e:s e:p [ e:q 2 ] , [ e:q 1 ] .", True),
        ("e:s e:p [ e:q 1 , 1 ; e:q 1 ] .", "e:s e:p [ e:q 1 ] .", True),
        ("e:s e:p [ e:q 1 ] , [ e:q 1 ] .", "e:s e:p [ e:q 1 ] .", False),
        ("e:s e:p [ e:q [ e:r 1 ] ; e:r [ e:r 2 ] ] .", "e:s e:p [ e:q [ e:r 2 ] ; e:r [ e:r 1 ] ] .", False),
        ("e:s e:p ( 1 2 ) .", "e:s e:p ( 2 1 ) .", False),
        ("e:s e:p [] . e:t e:p [ e:q 1 ] .", "e:t e:p [] . e:s e:p [ e:q 1 ] .", False),
        ("[] e:p 1 . [] e:p 1 .", "[] e:p 1 .", False),
        ("e:s e:p _:a , _:b . _:a e:q 1 .", "e:s e:p _:a , _:b . _:b e:q 1 .", False),
        ('e:s e:p "a"@en .', 'e:s e:p "a"@EN .', False),
    ],
)
def test_sameness(one: str, other: str, same: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting._Layout, "text", lambda self: P + other)
    if same:
        assert formatted(P + one) == P + other
    else:
        with pytest.raises(FormattingError):
            formatted(P + one)


def test_brackets_may_be_deep() -> None:
    text = P + "e:s e:p " + "[ e:p 1 ; e:q ( " * 50 + "1" + " ) ]" * 50 + " ."
    assert formatted(formatted(text)) == formatted(text)
    with pytest.raises(DataSyntaxError, match="more than 100 brackets"):
        formatted(text.replace("1 )", "[[]] )"))


def test_a_long_collection_needs_no_deep_stack() -> None:
    text = P + f"e:s e:p ( {' '.join(map(str, range(3_000)))} ) .\n"
    assert formatted(text) == text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses its own older names
def test_other_peoples_files_say_the_same_to_rdflib(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    made = 0
    for path in sorted((shared / "conformance").rglob("*.ttl")) + sorted((shared / "sources").rglob("*.ttl")):
        old = path.read_bytes().decode()
        try:
            new = formatted(old, str(path))
        except FormattingError as error:
            assert "this comment" in str(error)
            continue
        made += 1
        assert formatted(new) == new, path
        assert comments(new) == comments(old), path
        if len(old) < 5_000:  # rdflib takes long to compare blank nodes
            before, after = (
                rdflib.Graph().parse(data=text, format="turtle", publicID="http://b/f") for text in (old, new)
            )
            assert rdflib.compare.isomorphic(before, after), path
    assert made > 0 or not list((shared / "sources").rglob("*.ttl"))


def comments(text: str) -> Counter[str]:
    document = Document(text)
    list(document)
    return Counter(comment.text for comment in document.comments)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_graph_is_kept_with_its_comments(commented_texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(commented_texts)
    try:
        made = formatted(text)
    except FormattingError as error:
        assert re.match(r"-:\d+:\d+: this comment ", str(error))
        event("refused")
        return
    assert formatted(made) == made
    assert comments(made) == comments(text)
    ground = [
        {each[:3] for each in statements(version) if all(term.kind != "blank" for term in each[:3] if term)}
        for version in (text, made)
    ]
    assert ground[0] == ground[1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_comments_anywhere_are_kept_or_refused(turtle_texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(turtle_texts)
    try:
        made = formatted(text)
    except FormattingError as error:
        assert re.match(r"-:\d+:\d+: this comment ", str(error))
    else:
        assert comments(made) == comments(text)


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(['"x"@en', '"x"@de', "1", "[ e:q 1 ]", "e:o", "( 1 )", "true"])), min_size=1, unique=True), data=st.data())  # fmt: skip
def test_any_order_within_a_subject_gives_the_same_text(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(pairs))
    one, other = (P + "e:s " + " ; ".join(f"e:{p} {o}" for p, o in each) + " ." for each in (pairs, shuffled))
    assert formatted(one) == formatted(other)
