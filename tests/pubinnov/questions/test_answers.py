"""What an answer holds and how it is told, on the frozen graph."""

from __future__ import annotations

import io
import json

import pytest

from pubinnov.errors import OutputError, QuestionError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.package_files import content_hash, data_version
from pubinnov.questions.answers import Answer
from pubinnov.questions.telling import argue, tell
from pubinnov.version import __version__


@pytest.fixture
def answer(frozen: KnowledgeGraph) -> Answer:
    return frozen.ask("which benefits does e-ID enable?")


def told(answer: Answer, **options: object) -> str:
    output = io.StringIO()
    tell(answer, output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def test_an_answer_says_how_the_question_was_understood(answer: Answer) -> None:
    assert answer.sentence == "Effects that sources ascribe to e-ID, the kinds of it included: 2."
    assert answer.besides.startswith("Also on record: exclusion.")
    assert answer.understood == "which benefit does e-ID bring"
    assert answer.understanding is not None
    assert answer.understanding.is_certain
    assert answer.understanding.best == answer.call


def test_evidence_stands_in_order_with_numbered_sources(answer: Answer) -> None:
    assert [each.statement for each in answer.evidence(0)] == ["One.", "Two.", "Three."]
    assert [each.grade for each in answer.evidence()] == ["A", "D", "C", "D"]
    assert [each.independence for each in answer.evidence(0)] == ["independent", "affiliated", "independent"]
    titles = {source.number: source.title for source in answer.sources}
    assert [titles[each.source] for each in answer.evidence(0)] == ["First study", "Second report", "Third audit"]
    first = next(source for source in answer.sources if source.title == "First study")
    assert (first.publisher, first.issued, first.year, first.url) == ("First Office", "2020-05-01", "2020", "")


def test_rows_name_what_they_point_to(answer: Answer) -> None:
    assert answer.rows.variables[:2] == ("effect", "effect_label")
    assert [row["effect_label"] for row in answer.to_dicts()] == ["time saved by users", "transparency"]
    assert list(answer.to_pandas()["bestGrade"]) == ["A", "–"]


def test_tables_add_grade_contradiction_and_sources(frozen: KnowledgeGraph, answer: Answer) -> None:
    head, rows = answer.table()
    assert head[-2:] == ["Best grade", "Sources"], "the query counts both itself"
    assert rows[0][-1] == "[1] [2] [3]"
    head, rows = frozen.ask("initiatives in Finland").table()
    assert head[-3:] == ["Best grade", "Against", "Sources"]
    # Beta has claims two (D) and five (expected); Gamma has six, which is against.
    assert {row[0]: row[-3:-1] for row in rows} == {"Beta": ["D", "0"], "Gamma": ["–", "1"], "Epsilon": ["–", "0"]}


def test_plain_facts_have_sources_too(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("who runs Beta")
    assert [source.title for source in answer.sources] == ["Second report"]
    assert answer.evidence() == []
    assert "Evidence" not in answer.text
    assert "[1] Second report. Second Ministry. 2022. https://example.org/2" in answer.text


def test_an_answer_is_told_in_words(answer: Answer) -> None:
    assert answer.text == told(answer)
    assert "time saved by users (A, independent): One." in answer.text
    assert "time saved by users (C, independent, no effect found): Three." in answer.text
    assert "transparency (D, self-reported, expected only): Five." in answer.text
    assert "Two." not in answer.text, "the strongest claim for and against each row"
    assert "Two." in told(answer, evidence="all")
    short = told(answer, limit=1)
    assert "(1 more rows)" in short
    assert "Five." not in short


def test_only_sources_of_told_rows_are_listed(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("which initiatives are there")
    assert len(answer.sources) == 3
    assert told(answer, limit=1).count("\n  [") < 3


def test_notebooks_show_an_answer(answer: Answer) -> None:
    shown = answer._repr_html_()
    assert "<th>Effect</th>" in shown
    assert "Third audit" in shown
    assert "Understood as: which benefit does e-ID bring" in shown


def test_why_tells_both_sides(frozen: KnowledgeGraph) -> None:
    output = io.StringIO()
    argue(frozen.why("e-ID", "time saved by users"), output)
    text = output.getvalue()
    assert "3. They come from 3 sources; 2 of them from someone independent" in text
    assert text.index("For (2):") < text.index("(A, independent) Alpha: One. [") < text.index("No effect found (1):")
    assert "trace to one publisher" not in text
    output = io.StringIO()
    argue(frozen.why("Delta", "convenience"), output)
    assert "one publisher" not in output.getvalue(), "two publishers, though one passes the other on"


def test_not_recorded_is_not_no(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("which benefits does blockchain bring")
    assert len(answer) == 0
    assert "not a no" in answer.sentence
    assert answer.sources == []
    assert answer.to_dicts() == []
    assert answer.text == answer.sentence + "\n"
    output = io.StringIO()
    argue(frozen.why("blockchain", "transparency"), output)
    assert "not a no" in output.getvalue()


def test_citations_name_graph_question_and_sources(answer: Answer, packaged: KnowledgeGraph) -> None:
    items = json.loads(answer.cite("csl-json"))
    assert [item["id"] for item in items] == ["pubinnov", "s1", "s3", "s2"]
    assert items[0]["version"] == f"software {__version__}, data of one's own", "these are not the packaged data"
    assert items[0]["note"] == "Question: which benefit does e-ID bring (2 rows)"
    assert items[1]["issued"] == {"date-parts": [[2020, 5, 1]]}
    of_package = json.loads(packaged.ask("who runs Singpass").cite("csl-json"))[0]
    assert of_package["version"] == f"software {__version__}, data {data_version()}, content {content_hash()}"
    with pytest.raises(OutputError, match="cannot be written as 'apa'") as caught:
        answer.cite("apa")
    assert caught.value.hint == "known: bibtex, csl-json"


def test_bibtex_is_read_by_others(packaged: KnowledgeGraph) -> None:
    from pybtex import database

    answer = packaged.ask("which initiatives are there")
    entries = database.parse_string(answer.cite("bibtex"), "bibtex").entries
    assert len(entries) == len(answer.sources) + 1
    for source in answer.sources:
        entry = entries[source.iri.rpartition("/")[2]]
        assert entry.fields.get("year", "") == source.year
        assert entry.fields.get("url", "") == source.url


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")  # the processor's own
def test_csl_json_is_read_by_others(packaged: KnowledgeGraph) -> None:
    import citeproc
    from citeproc.source.json import CiteProcJSON

    answer = packaged.ask("which benefits does e-ID enable?")
    items = json.loads(answer.cite("csl-json"))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        made.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    listed = [str(each) for each in made.bibliography()]
    assert len(listed) == len(answer.sources) + 1
    for source in answer.sources:
        assert any(source.publisher in line for line in listed), source


def test_comparisons(frozen: KnowledgeGraph) -> None:
    places = frozen.compare("Estonia", "Finland")
    assert places.kind == "Place"
    overview = {row[0]: row[1:] for row in places.overview}
    assert overview["Initiatives"] == ["2", "3"]
    assert overview["First start on record"] == ["1995", "2010"]
    assert overview["Claims"] == ["8", "3"]
    assert ["pilot project", "1", "1"] in places.means
    assert {row[0]: row[1:] for row in places.effects}["time saved by users"] == ["2 for, 1 not (A)", "1 for (D)"]
    means = frozen.compare("e-ID", "open data")
    assert {row[0]: row[1:] for row in means.effects}["transparency"] == ["1 expected (–)", "1 not (–)"]
    initiatives = frozen.compare("Alpha", "Gamma")
    assert {row[0]: row[1:] for row in initiatives.overview}["Responsible"] == ["First Office", "Second Ministry"]
    assert len(initiatives.to_pandas()) == len(initiatives.rows())


@pytest.mark.parametrize(
    ("things", "message"),
    [(["Estonia"], "two things"), (["Estonia", "Estonia"], "two things"), (["Estonia", "e-ID"], "one kind")],
)
def test_comparisons_that_make_no_sense(things: list[str], message: str, frozen: KnowledgeGraph) -> None:
    with pytest.raises(QuestionError, match=message):
        frozen.compare(*things)


def test_gaps_say_how_well_countries_are_covered(frozen: KnowledgeGraph) -> None:
    assert [row["lacking_label"] for row in frozen.gaps("Estonia").to_dicts()] == ["mobile ID"]
    assert len(frozen.gaps("Estonia", peers=["Finland"], means="open data")) == 0
    assert frozen.coverage("Estonia") == (
        "Initiatives on record: 2 for Estonia; for the 1 comparable countries on record between 3 and 3, median 3."
    )


def test_figures_of_the_curated_graph(packaged: KnowledgeGraph) -> None:
    users = [
        row for row in packaged.ask("how many users does Singpass have").to_dicts() if row["what"].endswith("#users")
    ]
    assert users, "the facts on the users of Singpass are gone from graph_data/countries/singapore.ttl"
