"""Countries, means or initiatives side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from pubinnov.engine import Engine
from pubinnov.errors import QuestionError
from pubinnov.lookup import Lookup
from pubinnov.results import Row, plain

if TYPE_CHECKING:
    import pandas

#: The classes whose members can be compared.
KINDS = ("Place", "Means", "Initiative")

# What a thing's initiatives and claims are.
_SCOPES = {
    "Place": "?initiative pi:place/schema:containedInPlace* ?thing . ?claim pi:about ?initiative .",
    "Means": "?claim pi:means/skos:broader* ?thing . OPTIONAL { ?claim pi:about ?initiative }",
    "Initiative": "?initiative pi:partOf* ?thing . ?claim pi:about ?initiative .",
}
_USES = {
    "Place": "?initiative pi:place/schema:containedInPlace* ?thing .",
    "Means": "?initiative pi:usesMeans/skos:broader* ?thing .",
    "Initiative": "?initiative pi:partOf* ?thing .",
}
_OVERVIEW = """
SELECT (COUNT(DISTINCT ?initiative) AS ?initiatives) (COUNT(DISTINCT ?country) AS ?countries)
  (COUNT(DISTINCT ?ended) AS ?stopped) (MIN(COALESCE(STR(?start), "–")) AS ?first)
  (GROUP_CONCAT(DISTINCT COALESCE(STR(?body), ""); separator=" ") AS ?bodies)
WHERE {
  %s
  ?initiative a pi:Initiative ; pi:place/schema:containedInPlace* ?country . ?country a pi:Country .
  OPTIONAL { ?initiative pi:status ?stage FILTER(?stage IN (status:stopped, status:suspended, status:replaced)) }
  BIND(IF(BOUND(?stage), ?initiative, ?none) AS ?ended)
  OPTIONAL { ?initiative pi:startYear ?start }
  OPTIONAL { ?initiative pi:responsibleBody ?body }
}
"""
_CLAIMS = """
SELECT (COUNT(DISTINCT ?claim) AS ?claims)
  (COUNT(DISTINCT IF(?independence = independence:independent, ?claim, ?none)) AS ?independent)
  (COUNT(DISTINCT IF(BOUND(?figure), ?claim, ?none)) AS ?measured)
WHERE { %s ?claim a pi:Claim ; pi:independence ?independence . OPTIONAL { ?claim pi:measure ?figure } }
"""
_EFFECTS = """
SELECT ?shared (COUNT(DISTINCT IF(?cameAbout, ?claim, ?none)) AS ?for)
  (COUNT(DISTINCT IF(?direction != direction:supports, ?claim, ?none)) AS ?against)
  (COUNT(DISTINCT IF(?direction = direction:supports && ?kind = kind:expected, ?claim, ?none)) AS ?expected)
  (MIN(IF(?cameAbout, ?letter, "–")) AS ?bestGrade)
WHERE {
  %s
  ?claim a pi:Claim ; pi:effect ?shared ; pi:direction ?direction ; pi:claimKind ?kind ;
    pi:evidenceType ?type ; pi:independence ?independence .
  ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
  BIND(STRAFTER(STR(IF(?independence = independence:independent, ?high, ?low)), "/grade/") AS ?letter)
  BIND(?direction = direction:supports && ?kind != kind:expected AS ?cameAbout)
}
GROUP BY ?shared
"""
_MEANS = """
SELECT ?shared (COUNT(DISTINCT ?initiative) AS ?initiatives) WHERE {
  ?initiative pi:place/schema:containedInPlace* ?thing .
  ?initiative a pi:Initiative ; pi:usesMeans ?shared .
}
GROUP BY ?shared
"""


class Comparison(NamedTuple):
    """Things side by side.

    Attributes:
        kind: `Place`, `Means` or `Initiative`.
        things: Their names, in the order given.
        overview: A row an aspect: its name, then a cell for each thing.
        means: For places, a row a means that one of them uses: its name, then the initiatives of each place.
        effects: A row an effect: its name, then for each thing the claims: `3 for, 1 not (A)`; empty where none is
            recorded, which is not a no.
    """

    kind: str
    things: tuple[str, ...]
    overview: list[list[str]]
    means: list[list[str]]
    effects: list[list[str]]

    def rows(self) -> list[dict[str, str]]:
        """Return all rows as dictionaries: `part`, `what`, and a key for each thing."""
        parts = (("overview", self.overview), ("means", self.means), ("effects", self.effects))
        return [
            {"part": part, "what": row[0], **dict(zip(self.things, row[1:], strict=True))}
            for part, rows in parts
            for row in rows
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Return all rows as a pandas data frame."""
        import pandas as pd

        return pd.DataFrame(self.rows())


def compare(things: Sequence[NamedNode], engine: Engine, lookup: Lookup) -> Comparison:
    """Return things side by side.

    Args:
        things: Two or more, all places, all means or all initiatives.
        engine: Runs the queries.
        lookup: Names the things.

    Raises:
        QuestionError: If there are fewer than two, or they are of several kinds.
    """
    if len(dict.fromkeys(things)) < 2:
        raise QuestionError("a comparison takes two things or more", "pubinnov compare Estonia Finland")
    kinds = [next((kind for kind in KINDS if lookup.is_a(thing.value, kind)), "") for thing in things]
    if "" in kinds or len(set(kinds)) > 1:
        odd = ", ".join(
            f"{lookup.label(thing.value)} ({kind or 'neither'})" for thing, kind in zip(things, kinds, strict=True)
        )
        raise QuestionError(f"these are not of one kind: {odd}", "compare places, or means, or initiatives")
    kind = kinds[0]
    names = tuple(lookup.label(thing.value) for thing in things)

    def run(query: str, thing: NamedNode) -> list[Row]:
        return list(engine.select(query, {"thing": thing}))

    overviews = [run(_OVERVIEW % _USES[kind], thing)[0] for thing in things]
    claims = [run(_CLAIMS % _SCOPES[kind], thing)[0] for thing in things]
    rows: list[list[str]] = []
    for title, found, name in (
        ("Initiatives", overviews, "initiatives"),
        ("Countries", overviews, "countries"),
        ("Stopped, suspended or replaced", overviews, "stopped"),
        ("First start on record", overviews, "first"),
        ("Claims", claims, "claims"),
        ("of them from someone independent", claims, "independent"),
        ("of them with a figure", claims, "measured"),
    ):
        rows.append([title, *(plain(row[name]) for row in found)])
    if kind == "Initiative":
        bodies = [", ".join(sorted(lookup.label(iri) for iri in plain(row["bodies"]).split())) for row in overviews]
        rows.append(["Responsible", *bodies])
    means: list[list[str]] = []
    if kind == "Place":
        used = [{_iri(row): plain(row["initiatives"]) for row in run(_MEANS, thing)} for thing in things]
        means = _side_by_side(used, lookup)
    effects = [{_iri(row): _claims_in_words(row) for row in run(_EFFECTS % _SCOPES[kind], thing)} for thing in things]
    return Comparison(kind, names, rows, means, _side_by_side(effects, lookup))


def _side_by_side(columns: list[dict[str, str]], lookup: Lookup) -> list[list[str]]:
    """Return a row a key, those that most columns have in front."""
    keys = dict.fromkeys(key for column in columns for key in column)
    rows = [[lookup.label(key), *(column.get(key, "") for column in columns)] for key in keys]
    return sorted(rows, key=lambda row: (-sum(bool(cell) for cell in row[1:]), row[0]))


def _claims_in_words(row: Row) -> str:
    counts = [
        (int(plain(row[name])), told) for name, told in (("for", "for"), ("against", "not"), ("expected", "expected"))
    ]
    return ", ".join(f"{count} {told}" for count, told in counts if count) + f" ({plain(row['bestGrade'])})"


def _iri(row: Row) -> str:
    shared = row["shared"]
    return shared.value if isinstance(shared, NamedNode) else ""
