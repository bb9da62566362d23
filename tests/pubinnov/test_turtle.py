"""The text of Turtle and its kin: the same triples as other readers, to the letter, and where they are written."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from pubinnov.errors import DataSyntaxError
from pubinnov.interchange import rdflib_graph
from pubinnov.package_files import curated_files, model_files
from pubinnov.terms import XSD
from pubinnov.turtle import Place, Statement, Term, resolved, statements

BASE = "http://base.org/folder/file"
P = "@prefix e: <http://e/> .\n"
readers = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def term(each: Term | None) -> NamedNode | BlankNode | Literal | DefaultGraph:
    """Return the engine's term, whose language tags are in lower case."""
    if each is None:
        return DefaultGraph()
    if each.kind == "iri":
        return NamedNode(each.text)
    if each.kind == "blank":
        return BlankNode(each.text)
    if each.language:
        return Literal(each.text, language=each.language)
    return Literal(each.text, datatype=NamedNode(each.datatype))


def ours(text: str, syntax: RdfFormat = RdfFormat.TURTLE, base: str | None = BASE) -> set[Quad]:
    read = statements(text, syntax, base=base)
    return canonical({Quad(*(term(each) for each in statement[:4])) for statement in read})


def theirs(text: str, syntax: RdfFormat = RdfFormat.TURTLE, base: str | None = BASE) -> set[Quad]:
    return canonical(set(parse(text.encode(), syntax, base_iri=base)))


def canonical(quads: set[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def shared_files(shared: Path) -> list[Path]:
    found = sorted((shared / "conformance").rglob("*.ttl")) + sorted((shared / "sources").rglob("*.ttl"))
    if not found:
        pytest.skip("the shared folder holds no Turtle")
    return found


@pytest.mark.parametrize("path", [*model_files(), *curated_files()], ids=lambda path: Path(path).name)
def test_our_own_files_are_read_as_the_engine_reads_them(path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert ours(text) == theirs(text)


def test_other_peoples_files_are_read_as_the_engine_reads_them(shared: Path) -> None:
    for path in shared_files(shared):
        text = path.read_bytes().decode()
        assert ours(text) == theirs(text), path


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses its own older names
def test_other_peoples_files_are_read_as_rdflib_reads_them(shared: Path) -> None:
    for path in shared_files(shared):
        if path.stat().st_size > 50_000:
            continue  # rdflib would take half a minute for the few large ones
        text = path.read_bytes().decode()
        assert our_rdflib(text) == their_rdflib(text), path


@pytest.mark.parametrize("path", model_files(), ids=lambda path: Path(path).name)
def test_our_own_files_are_read_as_rdflib_reads_them(path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert our_rdflib(text) == their_rdflib(text)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_turtle_is_read_as_rdflib_reads_it(turtle_texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(turtle_texts)
    assert our_rdflib(text) == their_rdflib(text)


def our_rdflib(text: str) -> set[Quad]:
    graph = rdflib.Graph()
    for each in statements(text, base=BASE):
        graph.add((each.subject.to_rdflib(), each.predicate.to_rdflib(), each.object.to_rdflib()))
    return canonical(as_quads(graph))


def their_rdflib(text: str) -> set[Quad]:
    return canonical(as_quads(rdflib.Graph().parse(data=text, format="turtle", publicID=BASE)))


def as_quads(graph: rdflib.Graph) -> set[Quad]:
    """Return an rdflib graph's triples, literals in rdflib's normal form, since its parser brings numbers to that."""
    made = set()
    for triple in graph:
        terms = []
        for each in (term.normalize() if isinstance(term, rdflib.Literal) else term for term in triple):
            if isinstance(each, rdflib.URIRef):
                terms.append(NamedNode(str(each)))
            elif isinstance(each, rdflib.BNode):
                terms.append(BlankNode(str(each)))
            elif each.language:
                terms.append(Literal(str(each), language=each.language))
            else:
                terms.append(Literal(str(each), datatype=NamedNode(str(each.datatype or f"{XSD}string"))))
        made.add(Quad(*terms))
    return made


@readers
@given(data=st.data())
def test_any_turtle_is_read_as_the_engine_reads_it(turtle_texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(turtle_texts)
    assert ours(text) == theirs(text)


@readers
@given(data=st.data())
def test_any_trig_is_read_as_the_engine_reads_it(trig_texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(trig_texts)
    assert ours(text, RdfFormat.TRIG) == theirs(text, RdfFormat.TRIG)


@readers
@given(data=st.data())
def test_what_is_not_turtle_for_the_engine_is_none_here(
    turtle_texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = data.draw(turtle_texts)
    place = data.draw(st.integers(0, len(text)))
    text = text[:place] + data.draw(st.sampled_from([*".;,[](){}\"'\\@:#_-^a1 \n", ""])) + text[place + 1 :]
    try:
        expected = theirs(text)
    except SyntaxError as error:
        if any(each in str(error) for each in ("IRI", "subtag", "Invalid character", "Invalid port")):
            return  # the grammar of IRIs and of language tags is not checked here
        with pytest.raises(DataSyntaxError):
            ours(text)
    else:
        assert ours(text) == expected


@readers
@given(data=st.data())
def test_n_triples_and_n_quads_are_read_as_the_engine_writes_them(
    trig_texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    quads = theirs(data.draw(trig_texts), RdfFormat.TRIG)
    assert ours(serialize(quads, format=RdfFormat.N_QUADS).decode(), RdfFormat.N_QUADS) == quads
    triples = [quad.triple for quad in quads if quad.graph_name == DefaultGraph()]
    written = serialize(triples, format=RdfFormat.N_TRIPLES).decode()
    assert ours(written, RdfFormat.N_TRIPLES) == canonical({Quad(*triple) for triple in triples})


# To the letter


@pytest.mark.parametrize(
    ("written", "text", "language", "datatype"),
    [
        ("0.50", "0.50", "", "decimal"),
        ("01", "01", "", "integer"),
        ("1.0E3", "1.0E3", "", "double"),
        ("+.5", "+.5", "", "decimal"),
        ("true", "true", "", "boolean"),
        ('"0.50"^^<http://www.w3.org/2001/XMLSchema#double>', "0.50", "", "double"),
        ('"x"', "x", "", "string"),
        ('"x"@en-GB', "x", "en-GB", None),
        ('"x" @EN', "x", "EN", None),
        ("''", "", "", "string"),
        ("'''a''b\n\"\"\"'''", 'a\'\'b\n"""', "", "string"),
        (r'"""\t\\n\u00e9\U0001F600\""""', '\t\\né😀"', "", "string"),
    ],
)
def test_literals_keep_their_letters(written: str, text: str, language: str, datatype: str | None) -> None:
    [read] = statements(f"<a:s> <a:p> {written} .")
    assert (read.object.kind, read.object.text, read.object.language) == ("literal", text, language)
    assert datatype is None or read.object.datatype == XSD + datatype
    again = read.object.to_rdflib()
    assert (str(again), again.language or "") == (text, language)


@pytest.mark.parametrize(
    ("written", "iri"),
    [
        ("e:", "http://e/"),
        ("e:a.b:c", "http://e/a.b:c"),
        (r"e:\~\%41%41\-", "http://e/~%41%41-"),
        ("e:1-2", "http://e/1-2"),
        (r"<http://e/\u00e9>", "http://e/é"),
        ("<rel>", "http://base.org/folder/rel"),
        ("<>", BASE),
        ("<#f>", f"{BASE}#f"),
    ],
)
def test_names_of_things(written: str, iri: str) -> None:
    [read] = statements(f"{P}{written} e:p 1 .", base=BASE)
    assert read.subject == Term("iri", iri)


def test_a_prefix_may_change_its_meaning_midway() -> None:
    text = "@prefix p: <a:> . p:x p:y p:z . PREFIX p: <b:> p:x p:y p:z . @base <http://c/d> . <e> p:f <> ."
    read = [tuple(each.text for each in statement[:3]) for statement in statements(text)]
    assert read == [("a:x", "a:y", "a:z"), ("b:x", "b:y", "b:z"), ("http://c/e", "b:f", "http://c/d")]


@pytest.mark.parametrize(
    ("reference", "iri"),
    [
        # the examples of RFC 3986, 5.4
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"), ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("/../g", "http://a/g"), ("g..", "http://a/b/c/g.."), ("./g/.", "http://a/b/c/g/"),
        ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"), ("g?y/../x", "http://a/b/c/g?y/../x"),
    ],
)  # fmt: skip
def test_relative_iris(reference: str, iri: str) -> None:
    assert resolved(reference, "http://a/b/c/d;p?q") == iri
    assert resolved("g", "http://a") == "http://a/g"


# Places


def places(text: str, syntax: RdfFormat = RdfFormat.TURTLE) -> list[tuple[str, ...]]:
    def at(place: Place | None) -> str:
        return f"{place.line}:{place.column}" if place else ""

    return [
        (at(each.subject_at), at(each.predicate_at), at(each.object_at), at(each.graph_at))
        for each in statements(text, syntax)
    ]


def test_lines_and_columns_count_characters() -> None:
    text = '\ufeff@prefix e: <http://e/> .\r\n\r\ne:s a e:T ; # a comment\r\n  e:é "😀" , 1\r\n .\r'
    assert places(text) == [("3:1", "3:5", "3:7", ""), ("3:1", "4:3", "4:7", ""), ("3:1", "4:3", "4:13", "")]
    assert places("<a:s>\r<a:p>\r\n1 .\n") == [("1:1", "2:1", "3:1", "")]


def test_brackets_have_places() -> None:
    assert places(f"{P}e:s e:p [ e:q\n( 1 e:o ) ] .") == [
        ("2:1", "2:5", "2:9", ""),
        ("2:9", "2:11", "3:1", ""),
        ("3:1", "3:3", "3:3", ""),
        ("3:1", "3:5", "3:5", ""),
        ("3:5", "3:5", "3:5", ""),
        ("3:5", "3:9", "3:9", ""),
    ]


def test_graphs_have_places() -> None:
    text = f"{P}GRAPH e:g {{ e:s e:p 1 }}\n_:g {{ e:s e:p 2 . }} {{ e:s e:p 3 }} e:s e:p 4 ."
    assert places(text, RdfFormat.TRIG) == [
        ("2:13", "2:17", "2:21", "2:7"),
        ("3:7", "3:11", "3:15", "3:1"),
        ("3:23", "3:27", "3:31", ""),
        ("3:35", "3:39", "3:43", ""),
    ]
    line = '<a:s> <a:p> "o"@en <a:g> . # c\n'
    assert places(line, RdfFormat.N_QUADS) == [("1:1", "1:7", "1:13", "1:20")]


def test_blank_nodes_keep_labels_that_no_other_gets() -> None:
    read: list[Statement] = list(statements("_:anonymous1 <a:p> [] , [] , _:b .", base=None))
    assert read[0].subject.text == "anonymous1"
    labels = {each.object.text for each in read} | {read[0].subject.text}
    assert len(labels) == 4
    assert "b" in labels


# What is not well-formed


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("<a:s> <a:p> 1", "1:14", "expected , or ; or a full stop, found the end of the file"),
        ("<a:s> <a:p> .", "1:13", "expected an object, found ."),
        ("\n<a:s> .", "2:7", "expected a predicate, found ."),
        ("[] .", "1:4", "expected a predicate"),
        ("() .", "1:4", "expected a predicate"),
        ("<a:s> _:p 1 .", "1:7", "expected a predicate"),
        ('"s" <a:p> 1 .', "1:1", "expected a subject"),
        ("e:s <a:p> 1 .", "1:1", "the prefix e: is not declared"),
        ("<a:s> <a:p> <a b> .", "1:13", "no IRI may have"),
        (r"<a:\u0020> <a:p> 1 .", "1:1", "no IRI may have"),
        ('<a:s> <a:p> "x .', "1:13", "a text that does not end"),
        ('<a:s> <a:p> "x\n" .', "1:13", "a text that does not end"),
        (r'<a:s> <a:p> "\x" .', "1:13", r"\x is no escape"),
        (r'<a:s> <a:p> "\uD800" .', "1:13", r"\uD800 is no character"),
        (r'<a:s> <a:p> "\U00110000" .', "1:13", "is no character"),
        ("<a:s> <a:p> True .", "1:13", "expected an object, found True"),
        ("@prefix e <a:> .", "1:9", "expected a prefix with a colon"),
        ("@prefix e: <a:>", "1:16", "expected a full stop"),
        ("@prefix e: <x/> .", "1:12", "is relative"),
        ("@base <x> .", "1:7", "is relative"),
        ("{ <a:s> <a:p> 1 }", "1:1", "expected a subject, found {"),
        ("<a:s> <a:p> [ <a:q> 1 . ] .", "1:23", "expected ; or ], found ."),
        ("<a:s> <a:p> ( 1 . ) .", "1:17", "expected an object, found ."),
        ("<a:s> <a:p> " + "[ <a:p> " * 101, "1:813", "more than 100 brackets"),
        ("<a:s> <a:p> << <a:s> <a:p> 1 >> .", "1:13", "<< belongs to RDF 1.2"),
        ("<a:s> <a:p> 1 {| <a:q> 2 |} .", "1:15", "{| belongs to RDF 1.2"),
        ("<a:s> <a:p> 1 ~ <a:r> .", "1:15", "~ belongs to RDF 1.2"),
        ('<a:s> <a:p> "x"@en--ltr .', "1:19", "a direction belongs to RDF 1.2"),
        ('@version "1.2" .', "1:1", "RDF 1.2"),
        ('VERSION "1.2"', "1:1", "RDF 1.2"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(DataSyntaxError) as raised:
        list(statements(text, name="x.ttl"))
    assert str(raised.value).startswith(f"x.ttl:{place}: ")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.text == text.split("\n")[int(place[0]) - 1]


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("<a:s> <a:p> <a:o> . <a:s> <a:p> <a:o> .", RdfFormat.N_TRIPLES),
        ("<a:s> <a:p>\n<a:o> .", RdfFormat.N_TRIPLES),
        ("<s> <a:p> <a:o> .", RdfFormat.N_TRIPLES),
        ("<a:s> a <a:o> .", RdfFormat.N_TRIPLES),
        ("<a:s> _:p <a:o> .", RdfFormat.N_TRIPLES),
        ("<a:s> <a:p> 1 .", RdfFormat.N_TRIPLES),
        ("<a:s> <a:p> 'x' .", RdfFormat.N_TRIPLES),
        ('<a:s> <a:p> """x""" .', RdfFormat.N_TRIPLES),
        ('<a:s> <a:p> "x"^^<t> .', RdfFormat.N_TRIPLES),
        ('<a:s> <a:p> "x"^^x:t .', RdfFormat.N_TRIPLES),
        ("<a:s> <a:p> <a:o> <a:g> .", RdfFormat.N_TRIPLES),
        ('<a:s> <a:p> <a:o> "g" .', RdfFormat.N_QUADS),
        ("@prefix e: <a:> .", RdfFormat.N_QUADS),
        ("<a:s> <a:p> <a:o>", RdfFormat.N_QUADS),
        ("<a:g> { <a:s> <a:p> 1", RdfFormat.TRIG),
        ("[ <a:p> 1 ] { <a:s> <a:p> 1 }", RdfFormat.TRIG),
        ("GRAPH () { <a:s> <a:p> 1 }", RdfFormat.TRIG),
        ("{ @prefix e: <a:> . }", RdfFormat.TRIG),
        ("{ <a:s> <a:p> 1 . . }", RdfFormat.TRIG),
    ],
)
def test_slips_in_the_other_syntaxes(text: str, syntax: RdfFormat) -> None:
    with pytest.raises(SyntaxError):
        list(parse(text.encode(), syntax, base_iri=BASE))
    with pytest.raises(DataSyntaxError):
        list(statements(text, syntax, base=BASE))


def test_other_formats_have_no_places() -> None:
    with pytest.raises(ValueError, match="not known"):
        list(statements("", RdfFormat.JSON_LD))


def test_terms_equal_those_of_rdflib() -> None:
    text = P + 'e:s e:p 0.50 , "01"^^e:t , "x"@en-GB , "y" , e:o .'
    graph = rdflib_graph(parse(text.encode(), RdfFormat.TURTLE))
    for each in statements(text):
        assert (each.subject.to_rdflib(), each.predicate.to_rdflib(), each.object.to_rdflib()) in graph


def test_time_grows_with_length_only() -> None:
    rows = P + 'e:subject e:predicate "an object of some length"@en , 12.50 ; a e:Thing . # and a comment\n' * 10_000
    awkward = ["e:" + "." * 200_000, '"' * 200_001, '"""' + '\\"' * 100_000, "<" * 200_000, "#" * 200_000, "e:s e:p " + "1." * 100_000]  # fmt: skip
    began = time.perf_counter()
    assert sum(1 for _ in statements(rows)) == 30_000
    for text in awkward:
        with suppress(DataSyntaxError):
            list(statements(P + text))
    assert time.perf_counter() - began < 20
