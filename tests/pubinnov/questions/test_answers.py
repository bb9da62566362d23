"""Answers on the frozen graph, worked out by hand from the table at the top of `tests/data/frozen.ttl`."""

from __future__ import annotations

from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.questions.answers import Answer


def rows(answer: Answer) -> list[tuple[object, ...]]:
    return [
        tuple(each for name, each in row.items() if name != "claims" and not name.endswith("_label"))
        for row in answer.to_dicts()
    ]


def short(answer: Answer) -> dict[str, tuple[object, ...]]:
    return {str(row[0]).rpartition("/id/")[2]: row[1:] for row in rows(answer)}


def test_effects_of_a_means_with_its_narrower_ones(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("which benefits does e-ID enable?")
    # initiatives, countries, for, expected, no effect, against, best grade
    assert short(answer) == {
        "benefit/user-time-saving": (2, 2, 2, 0, 1, 0, "A"),
        "benefit/transparency": (0, 0, 0, 1, 0, 0, "D"),
    }
    assert answer.sentence == "Effects that sources ascribe to e-ID, the kinds of it included: 2."
    assert answer.besides.startswith("Also on record: exclusion.")


def test_evidence_stands_in_order_with_numbered_sources(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("which benefits does e-ID enable?")
    assert [each.statement for each in answer.evidence(0)] == ["One.", "Two.", "Three."]
    assert [each.grade for each in answer.evidence()] == ["A", "D", "C", "D"]
    titles = {source.number: source.title for source in answer.sources}
    assert [titles[each.source] for each in answer.evidence(0)] == ["First study", "Second report", "Third audit"]
    first = next(source for source in answer.sources if source.title == "First study")
    assert (first.publisher, first.year, first.url) == ("First Office", "2020", "")
    head, table = answer.table()
    assert head[-1] == "Sources"
    assert sorted(table[0][-1].split()) == ["[1]", "[2]", "[3]"]
    assert "Third audit" in answer._repr_html_()


def test_effects_in_one_country(frozen: KnowledgeGraph) -> None:
    assert short(frozen.ask("benefits of e-ID in Estonia")) == {"benefit/user-time-saving": (1, 1, 1, 0, 1, 0, "A")}
    # Espoo lies in Finland.
    assert short(frozen.ask("which benefits are recorded in Finland")) == {
        "benefit/user-time-saving": (1, 1, 1, 0, 0, 0, "D"),
        "benefit/transparency": (0, 0, 0, 1, 0, 1, "C"),
    }


def test_harms(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("harms of e-ID")
    assert short(answer) == {"harm/exclusion": (1, 1, 1, 0, 0, 0, "B")}
    assert answer.besides == ""


def test_effects_of_an_initiative_include_its_parts(frozen: KnowledgeGraph) -> None:
    # for, expected, no effect, against, best grade
    assert short(frozen.ask("what did Gamma bring")) == {
        "benefit/user-time-saving": (1, 0, 0, 0, "D"),
        "benefit/transparency": (0, 1, 0, 1, "C"),
    }
    assert short(frozen.ask("which benefits did Alpha bring")) == {
        "benefit/user-time-saving": (1, 0, 1, 0, "A"),
        "benefit/public-trust": (1, 0, 0, 0, "B"),
    }


def test_means_behind_an_effect(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("what brings transparency")
    assert short(answer) == {
        "tech/mobile-id": (0, 0, 0, 1, 0, 0, "D"),
        "tech/open-data": (0, 0, 0, 0, 0, 1, "C"),
    }


def test_initiatives_in_a_place(frozen: KnowledgeGraph) -> None:
    assert list(short(frozen.ask("initiatives in Europe"))) == ["init/gamma", "init/alpha", "init/beta"]
    assert list(short(frozen.ask("operational initiatives in Europe"))) == ["init/alpha"]
    assert list(short(frozen.ask("initiatives with e-ID in Finland"))) == ["init/beta"]


def test_users_of_a_means(frozen: KnowledgeGraph) -> None:
    found = [row[1] for row in rows(frozen.ask("who uses e-ID"))]
    assert [str(each).rpartition("/")[2] for each in found] == ["alpha", "beta"]


def test_the_evidence_for_a_link(frozen: KnowledgeGraph) -> None:
    answer = frozen.why("e-ID", "time saved by users")
    assert [each.statement for each in answer.evidence()] == ["One.", "Two.", "Three."]
    answer = frozen.why("Alpha", "public trust")
    assert [each.statement for each in answer.evidence()] == ["Seven."]


def test_not_recorded_is_not_no(frozen: KnowledgeGraph) -> None:
    answer = frozen.ask("which benefits does blockchain bring")
    assert len(answer) == 0
    assert "not a no" in answer.sentence
    assert answer.sources == []
    assert answer.to_dicts() == []


def test_what_was_stopped(frozen: KnowledgeGraph) -> None:
    assert short(frozen.ask("what was stopped and why")) == {
        "init/gamma": ("https://w3id.org/pubinnov/id/country/FI", "https://w3id.org/pubinnov/id/status/stopped", None)
    }
    assert len(frozen.ask("what was stopped in Estonia")) == 0


def test_where_sources_disagree(frozen: KnowledgeGraph) -> None:
    # Only the time saved by Alpha has a claim for it and one that did not find it.
    [row] = rows(frozen.ask("where do sources disagree"))
    assert [str(each).rpartition("/")[2] for each in row[:2]] == ["alpha", "user-time-saving"]
    assert row[2:] == (1, 1, 0)


def test_reach_of_means(frozen: KnowledgeGraph) -> None:
    # Claims for benefits that came about and name a means: one (e-ID card, A) and two (mobile ID, D).
    assert short(frozen.ask("which technologies bring the most benefits")) == {
        "tech/e-id-card": (1, 1, "A"),
        "tech/mobile-id": (1, 1, "D"),
    }


def test_relations_in_both_directions(frozen: KnowledgeGraph) -> None:
    for text in ("what is Beta part of", "what is related to Gamma"):
        [row] = rows(frozen.ask(text))
        assert [str(each).rpartition("/")[2] for each in row] == ["beta", "ontology#partOf", "gamma"]


def test_adoption_over_years(frozen: KnowledgeGraph) -> None:
    assert rows(frozen.ask("how did e-ID spread")) == [("2002", 1, "Estonia"), ("2010", 1, "Espoo")]


def test_weak_claims_are_those_with_nothing_better(frozen: KnowledgeGraph) -> None:
    assert len(frozen.ask("which claims have no evidence")) == 0


def test_figures_of_the_curated_graph(packaged: KnowledgeGraph) -> None:
    users = [
        row for row in packaged.ask("how many users does Singpass have").to_dicts() if row["what"].endswith("#users")
    ]
    assert users, "the facts on the users of Singpass are gone from graph_data/countries/singapore.ttl"
