"""The health of the curated data: what is covered, by what evidence, how fresh it is, and what is missing most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from pubinnov import terms
from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.results import plain

_INITIATIVES = {
    "region": """?x pi:place/schema:containedInPlace* ?country .
      ?country a pi:Country ; schema:containedInPlace+ ?group .
      ?group a pi:Region ; schema:containedInPlace place:m49-001""",
    "country": "?x pi:place/schema:containedInPlace* ?group . ?group a pi:Country",
    "innovation type": "?x pi:innovationType ?group . ?group skos:inScheme scheme:innovation-types",
    "status": "?x pi:status ?group",
    "means": "?x pi:usesMeans ?group",
    "effect": "?claim pi:about ?x ; pi:effect ?group",
    "policy area": "?x pi:policyArea ?group",
}

_CLAIMS = {
    "grade": """?x pi:evidenceType ?type ; pi:independence ?independence .
      ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
      BIND(IF(?independence = independence:independent, ?high, ?low) AS ?group)""",
    "independence": "?x pi:independence ?group",
    "direction": "?x pi:direction ?group",
    "kind": "?x pi:claimKind ?group",
}

_LINKS = "pi:partOf|pi:replaces|pi:dependsOn|pi:reuses|pi:inspiredBy"
_MISSING = {
    "initiatives without a start year": "?x a pi:Initiative FILTER NOT EXISTS { ?x pi:startYear ?year }",
    "initiatives with one claim": """?x a pi:Initiative .
      { SELECT ?x WHERE { ?claim a pi:Claim ; pi:about ?x } GROUP BY ?x HAVING(COUNT(?claim) = 1) }""",
    "initiatives whose claims have one publisher": """?x a pi:Initiative .
      { SELECT ?x WHERE { ?claim a pi:Claim ; pi:about ?x ; dcterms:source/dcterms:publisher ?body }
        GROUP BY ?x HAVING(COUNT(DISTINCT ?body) = 1) }""",
    "initiatives of which nobody independent speaks": """?x a pi:Initiative
      FILTER NOT EXISTS { ?claim pi:about ?x ; pi:independence independence:independent }""",
    "initiatives without a word against": """?x a pi:Initiative
      FILTER NOT EXISTS { ?claim pi:about ?x ; pi:direction ?way FILTER(?way != direction:supports) }
      FILTER NOT EXISTS { ?claim pi:about ?x ; pi:effect/a pi:Harm }""",
    "initiatives linked to no other and to no law": f"""?x a pi:Initiative
      FILTER NOT EXISTS {{ ?x {_LINKS}|pi:enablingLaw ?other }} FILTER NOT EXISTS {{ ?other {_LINKS} ?x }}""",
    "claims without a figure": "?x a pi:Claim FILTER NOT EXISTS { ?x pi:measure ?measure }",
    "sources of which only the opening was read": """?x a pi:Source .
      ?reading prov:used ?x ; pi:extentRead extent:opening
      FILTER NOT EXISTS { ?more prov:used ?x ; pi:extentRead ?extent FILTER(?extent != extent:opening) }""",
    "means that no initiative uses": """?x a/rdfs:subClassOf pi:Means
      FILTER NOT EXISTS { ?initiative pi:usesMeans ?x }""",
    "effects that no claim speaks of": "?x a/rdfs:subClassOf pi:Effect FILTER NOT EXISTS { ?claim pi:effect ?x }",
}


class Gap(NamedTuple):
    """Something that is missing: how often, of how many, and where, as prefixed names in alphabetical order."""

    name: str
    found: int
    of: int
    where: tuple[str, ...]


class Health(NamedTuple):
    """The state of a graph.

    Attributes:
        initiatives: Initiatives by region, country, innovation type ..., each with the number by group, largest first.
        claims: Claims by grade, independence, direction and kind.
        decades: Initiatives by the decade of their start.
        relations: Links between initiatives, components and laws, by property.
        first_reading: The day of the oldest reading of a source, `2026-01-31`, or None where there is none.
        last_reading: The day of the newest.
        gaps: What is missing, the most frequent first.
    """

    initiatives: dict[str, dict[str, int]]
    claims: dict[str, dict[str, int]]
    decades: dict[str, int]
    relations: dict[str, int]
    first_reading: str | None
    last_reading: str | None
    gaps: list[Gap]


def health(engine: Engine, lookup: Lookup) -> Health:
    """Return the state of the curated data."""

    def grouped(kind: str, pattern: str) -> dict[str, int]:
        rows = engine.select(
            f"SELECT ?group (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {kind} . {pattern} }}"
            " GROUP BY ?group ORDER BY DESC(?n) ?group"
        )
        return {
            lookup.label(row["group"].value): int(plain(row["n"]))
            for row in rows
            if isinstance(row["group"], NamedNode)
        }

    totals = {
        kind: int(plain(engine.select(f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x a {kind} }}")[0]["n"]))
        for kind in ("pi:Initiative", "pi:Claim", "pi:Source")
    }
    totals["means"] = _count(engine, "?x a/rdfs:subClassOf pi:Means")
    totals["effects"] = _count(engine, "?x a/rdfs:subClassOf pi:Effect")
    of = {
        "initiatives": "pi:Initiative",
        "claims": "pi:Claim",
        "sources": "pi:Source",
        "means": "means",
        "effects": "effects",
    }
    gaps = []
    for name, pattern in _MISSING.items():
        found = engine.select(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} ORDER BY ?x")
        where = tuple(terms.shorten(row["x"].value) for row in found if isinstance(row["x"], NamedNode))
        gaps.append(Gap(name, len(where), totals[of[name.partition(" ")[0]]], where))
    gaps.sort(key=lambda gap: -gap.found / max(gap.of, 1))
    days = engine.select(
        "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE { ?x a pi:Reading ; dcterms:date ?day }"
    )[0]
    return Health(
        {name: grouped("pi:Initiative", pattern) for name, pattern in _INITIATIVES.items()},
        {name: grouped("pi:Claim", pattern) for name, pattern in _CLAIMS.items()},
        dict(_decades(engine)),
        {
            name: _count(engine, f"?a a pi:Initiative ; pi:{name} ?b BIND(CONCAT(STR(?a), STR(?b)) AS ?x)")
            for name in ("partOf", "replaces", "dependsOn", "reuses", "inspiredBy", "enablingLaw")
        },
        plain(days["first"]) if days["first"] is not None else None,
        plain(days["last"]) if days["last"] is not None else None,
        gaps,
    )


def _count(engine: Engine, pattern: str) -> int:
    return int(plain(engine.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")[0]["n"]))


def _decades(engine: Engine) -> Iterator[tuple[str, int]]:
    rows = engine.select(
        "SELECT ?decade (COUNT(?x) AS ?n) WHERE { ?x a pi:Initiative ; pi:startYear ?year "
        "BIND(SUBSTR(STR(?year), 1, 3) AS ?decade) } GROUP BY ?decade ORDER BY ?decade"
    )
    for row in rows:
        yield f"{plain(row['decade'])}0s", int(plain(row["n"]))
