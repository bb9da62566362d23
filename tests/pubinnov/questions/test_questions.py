"""Every question of the catalogue on the frozen graph, with the rows worked out by hand from `tests/data/frozen.ttl`.

Things are written by the last part of their names; an empty string is an unbound value.
"""

from __future__ import annotations

import pytest

from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.questions.catalogue import catalogue
from pubinnov.results import plain

# Question and arguments, the columns, and the rows.
CHECKED: list[tuple[str, str, list[str]]] = [
    (
        "effects_of_means; means=e-ID",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | 2 | 2 | 2 | 0 | 1 | 0 | A | one three two",
            "exclusion | 1 | 1 | 1 | 0 | 0 | 0 | B | four",
            "transparency | 0 | 0 | 0 | 1 | 0 | 0 | – | five",
        ],
    ),
    (
        "effects_of_means; means=e-ID; since=2005; sort=pi:Benefit",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | 1 | 1 | 1 | 0 | 0 | 0 | D | two",
            "transparency | 0 | 0 | 0 | 1 | 0 | 0 | – | five",
        ],
    ),
    (
        "effects_of_means; means=e-ID; place=Estonia; sort=pi:Harm",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "exclusion | 1 | 1 | 1 | 0 | 0 | 0 | B | four",
        ],
    ),
    (
        "effects_by_country; means=e-ID",
        "country | effect | initiatives | for | expected | noEffect | against | bestGrade | claims",
        [
            "EE | user-time-saving | 1 | 1 | 0 | 1 | 0 | A | one three",
            "EE | exclusion | 1 | 1 | 0 | 0 | 0 | B | four",
            "FI | user-time-saving | 1 | 1 | 0 | 0 | 0 | D | two",
            "FI | transparency | 0 | 0 | 1 | 0 | 0 | – | five",
        ],
    ),
    (
        "effects_of_initiative; initiative=Gamma",
        "effect | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | 1 | 0 | 0 | 0 | D | two",
            "transparency | 0 | 1 | 0 | 1 | – | five six",
        ],
    ),
    (
        "recorded_effects; sort=pi:Harm",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "exclusion | 1 | 1 | 1 | 0 | 0 | 0 | B | four",
        ],
    ),
    (
        "recorded_effects; area=Health",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | 1 | 1 | 1 | 0 | 1 | 0 | A | one three",
            "public-trust | 1 | 1 | 1 | 0 | 0 | 0 | B | seven",
            "exclusion | 1 | 1 | 1 | 0 | 0 | 0 | B | four",
        ],
    ),
    (
        "recorded_effects; place=Finland; since=2005",
        "effect | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | 1 | 1 | 1 | 0 | 0 | 0 | D | two",
            "transparency | 0 | 0 | 0 | 1 | 0 | 0 | – | five",
        ],
    ),
    (
        "evidence_for_means; means=e-ID; effect=time saved by users",
        "initiative | direction | kind | grade | claims",
        [
            "alpha | no-effect | outcome | C | three",
            "alpha | supports | outcome | A | one",
            "beta | supports | outcome | D | two",
        ],
    ),
    (
        "evidence_for_initiative; initiative=Alpha; effect=exclusion",
        "about | direction | kind | grade | claims",
        [
            "alpha | supports | outcome | B | four",
        ],
    ),
    (
        "independent_evidence; subject=e-ID",
        "brought | independent | selfReported | unknown | initiatives | countries | against | bestGrade | claims",
        [
            "user-time-saving | 2 | 1 | 0 | 2 | 2 | 0 | A | one three two",
            "exclusion | 1 | 0 | 0 | 1 | 1 | 0 | B | four",
            "transparency | 0 | 1 | 0 | 1 | 1 | 0 | D | five",
        ],
    ),
    (
        "independent_evidence; subject=Delta",
        "brought | independent | selfReported | unknown | initiatives | countries | against | bestGrade | claims",
        [
            "convenience | 1 | 1 | 0 | 1 | 1 | 0 | D | eight nine",
            "user-time-saving | 1 | 0 | 0 | 1 | 1 | 0 | C | ten",
            "accountability | 0 | 0 | 1 | 1 | 1 | 0 | E | eleven",
        ],
    ),
    (
        "measured_effects; subject=e-ID",
        "effect | measured | withoutFigure | expected | against | initiatives | countries | bestGrade | claims",
        [
            "user-time-saving | 1 | 1 | 0 | 1 | 2 | 2 | A | one three two",
            "exclusion | 0 | 1 | 0 | 0 | 1 | 1 | B | four",
            "transparency | 0 | 0 | 1 | 0 | 0 | 0 | – | five",
        ],
    ),
    (
        "figures_of_effect; effect=time saved by users",
        "initiative | brought | measured | value | unit | qualifier | from | year | baseline | baselineYear | comparison | population | direction | claims",
        [
            "alpha | user-time-saving | minutes a visit | 30 | minute |  |  | 2004 | 50 | 2001 | before it began | patients | supports | one",
        ],
    ),
    (
        "figures_of_initiative; initiative=Alpha",
        "about | what | value | unit | qualifier | from | year | baseline | baselineYear | statement | claims | sources",
        [
            "alpha | user-time-saving | 30 | minute |  |  | 2004 | 50 | 2001 | One. | one | s1",
            "alpha | cost | 1000000 | euro |  |  | 2003 |  |  | It cost a million euro. |  | s1",
        ],
    ),
    (
        "single_origin; subject=Delta",
        "who | effect | claimCount | sourceCount | origin | bestGrade | claims",
        [
            "delta | convenience | 2 | 2 | one | D | eight nine",
            "delta | accountability | 1 | 1 | three | E | eleven",
            "delta | user-time-saving | 1 | 1 | three | C | ten",
        ],
    ),
    (
        "users_of_means; means=e-ID",
        "where | initiative | since | currentStatus | claims | sources",
        [
            "EE | alpha | 2002 | operational | one | s1",
            "FI | epsilon |  | operational |  | s3",
            "fi-espoo | beta | 2010 | planned | five two | s2",
        ],
    ),
    (
        "users_of_means; means=e-ID; area=Health",
        "where | initiative | since | currentStatus | claims | sources",
        [
            "EE | alpha | 2002 | operational | one | s1",
        ],
    ),
    (
        "operators; initiative=Beta",
        "body | role | bodyType | since | until | currentStatus | sources",
        [
            "two | responsibleBody | ministry | 2010 |  | planned | s2",
            "one | partnerBody | agency | 2010 |  | planned | s2",
        ],
    ),
    (
        "gaps; country=Estonia",
        "lacking | countries | initiatives | where | claims",
        [
            "mobile-id | 1 | 2 | Finland | five two",
        ],
    ),
    (
        "gaps; country=Finland; peers=Estonia; means=e-ID",
        "lacking | countries | initiatives | where | claims",
        [
            "e-id-card | 1 | 1 | Estonia | one",
        ],
    ),
    (
        "coverage; country=Estonia",
        "where | initiatives | claimCount | sourceCount",
        [
            "FI | 3 | 3 | 2",
            "EE | 2 | 8 | 2",
        ],
    ),
    (
        "coverage; country=Estonia; peers=Finland",
        "where | initiatives | claimCount | sourceCount",
        [
            "FI | 3 | 3 | 2",
            "EE | 2 | 8 | 2",
        ],
    ),
    (
        "predecessors; initiative=Alpha",
        "earlier | earlierSince | why | later | laterSince | sources",
        [
            "delta | 1995 | It was slow. | alpha | 2002 | s1",
        ],
    ),
    (
        "predecessors; initiative=Delta",
        "earlier | earlierSince | why | later | laterSince | sources",
        [
            "delta | 1995 | It was slow. | alpha | 2002 | s1",
        ],
    ),
    (
        "dependencies; initiative=Alpha",
        "dependent | relation | support | sources",
        [
            "alpha | dependsOn | gamma | s1",
            "gamma | provides | base | s3",
        ],
    ),
    (
        "relations_of_initiative; initiative=Alpha",
        "subject | relation | object | sources",
        [
            "alpha | dependsOn | gamma | s1",
            "alpha | enablingLaw | first | s1",
            "beta | inspiredBy | alpha | s2",
            "alpha | replaces | delta | s1",
        ],
    ),
    (
        "reach_of_means",
        "means | benefits | initiatives | bestGrade | claims",
        [
            "e-id-card | 1 | 1 | A | one",
            "one-stop-shop | 1 | 1 | C | ten",
            "mobile-id | 1 | 1 | D | two",
        ],
    ),
    (
        "means_for_effect; effect=time saved by users",
        "means | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "e-id-card | 1 | 1 | 1 | 0 | 0 | 0 | A | one",
            "one-stop-shop | 1 | 1 | 1 | 0 | 0 | 0 | C | ten",
            "mobile-id | 1 | 1 | 1 | 0 | 0 | 0 | D | two",
            "e-id | 0 | 0 | 0 | 0 | 1 | 0 | – | three",
        ],
    ),
    (
        "stopped_initiatives",
        "initiative | where | currentStatus | why | claims | sources",
        [
            "gamma | FI | stopped |  |  | s3",
        ],
    ),
    (
        "unscaled_pilots",
        "initiative | where | currentStatus | since | until | why | claims | sources",
        [
            "gamma | FI | stopped |  |  |  | six | s3",
        ],
    ),
    (
        "who_gains; subject=e-ID",
        "group | benefits | harms | initiatives | countries | bestGrade | claims",
        [
            "citizen | 1 | 1 | 1 | 1 | A | four one",
            "client | 1 | 0 | 1 | 1 | D | two",
        ],
    ),
    (
        "who_gains; subject=Alpha; sort=pi:Harm",
        "group | benefits | harms | initiatives | countries | bestGrade | claims",
        [
            "citizen | 0 | 1 | 1 | 1 | B | four",
        ],
    ),
    (
        "leading_bodies",
        "bodyType | initiatives | countries | bodies | sources",
        [
            "ministry | 2 | 2 | 1 | s2 s3",
            "agency | 1 | 1 | 1 | s1",
        ],
    ),
    (
        "leading_bodies; area=Health",
        "bodyType | initiatives | countries | bodies | sources",
        [
            "agency | 1 | 1 | 1 | s1",
        ],
    ),
    (
        "enabling_laws; subject=e-ID",
        "law | year | initiative | where | sources",
        [
            "first | 2000 | alpha | EE | s1",
        ],
    ),
    (
        "cost_and_return; subject=Alpha",
        "initiative | what | value | unit | qualifier | year | claims | sources",
        [
            "alpha | cost | 1000000 | euro |  | 2003 |  | s1",
        ],
    ),
    (
        "goals_served",
        "goal | initiatives | countries | against | bestGrade | claims",
        [
            "3 | 3 | 2 | 0 | A | five four one seven three two",
            "4 | 1 | 1 | 0 | D | five two",
        ],
    ),
    (
        "areas_served; subject=e-ID",
        "area | initiatives | countries | against | bestGrade | claims",
        [
            "education | 2 | 1 | 0 | D | five two",
            "hospital-services | 1 | 1 | 0 | A | four one seven three",
        ],
    ),
    (
        "reuse_of_component; component=Base layer",
        "where | initiative | relation | since | claims | sources",
        [
            "FI | gamma | provides |  |  | s3",
        ],
    ),
    (
        "weak_claims",
        "named | initiative | effect | claims",
        [
            " | delta | accountability | eleven",
        ],
    ),
    (
        "disagreements",
        "about | effect | for | noEffect | against | claims",
        [
            "alpha | user-time-saving | 1 | 1 | 0 | one three",
        ],
    ),
    (
        "alternatives; means=e-ID",
        "brought | alternative | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [
            "user-time-saving | one-stop-shop | 1 | 1 | 1 | 0 | 0 | 0 | C | ten",
        ],
    ),
    (
        "alternatives; effect=transparency",
        "brought | alternative | initiatives | countries | for | expected | noEffect | against | bestGrade | claims",
        [],
    ),
    (
        "adoption_over_years; means=e-ID",
        "startYear | initiatives | where | sources",
        [
            "2002 | 1 | Estonia | s1",
            "2010 | 1 | Espoo | s2",
        ],
    ),
    (
        "initiatives; place=Europe; since=2002",
        "initiative | where | began | currentStatus | body | claimCount | claims | sources",
        [
            "alpha | EE | 2002 | operational | one | 4 | four one seven three | s1",
            "beta | fi-espoo | 2010 | planned | two | 2 | five two | s2",
        ],
    ),
    (
        "initiatives; goal=SDG 4",
        "initiative | where | began | currentStatus | body | claimCount | claims | sources",
        [
            "beta | fi-espoo | 2010 | planned | two | 2 | five two | s2",
        ],
    ),
    (
        "initiatives; status=operational",
        "initiative | where | began | currentStatus | body | claimCount | claims | sources",
        [
            "epsilon | FI |  | operational |  | 0 |  | s3",
            "alpha | EE | 2002 | operational | one | 4 | four one seven three | s1",
        ],
    ),
    (
        "recent_evidence; since=2022",
        "published | initiative | effect | direction | kind | grade | claims",
        [
            "2022 | beta | transparency | supports | expected | D | five",
            "2022 | beta | user-time-saving | supports | outcome | D | two",
            "2022 | delta | convenience | supports | outcome | D | eight",
        ],
    ),
    (
        "recent_evidence; since=2021; subject=Alpha",
        "published | initiative | effect | direction | kind | grade | claims",
        [
            "2021-11 | alpha | public-trust | supports | impact | B | seven",
            "2021-11 | alpha | user-time-saving | no-effect | outcome | C | three",
        ],
    ),
]


def _written(column: str, value: object) -> str:
    text = plain(value)  # type: ignore[arg-type]
    if column in {"claims", "sources"}:
        return " ".join(sorted(each.rpartition("/")[2] for each in text.split()))
    return text.rpartition(":")[2]


@pytest.mark.parametrize(("call", "columns", "rows"), CHECKED, ids=[each[0] for each in CHECKED])
def test_answers_as_worked_out_by_hand(call: str, columns: str, rows: list[str], frozen: KnowledgeGraph) -> None:
    name, *arguments = call.split("; ")
    answer = frozen.answer(name, **dict(argument.split("=") for argument in arguments))
    assert " | ".join(answer.solutions.variables) == columns
    found = [" | ".join(_written(column, value) for column, value in row.items()) for row in answer.solutions]
    assert found == rows


def test_every_question_was_checked_by_hand() -> None:
    unchecked = catalogue().keys() - {call.partition(";")[0] for call, _, _ in CHECKED}
    assert not unchecked, f"add to CHECKED, with rows worked out by hand: {', '.join(sorted(unchecked))}"
