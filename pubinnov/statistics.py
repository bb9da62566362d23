"""How much is in the graph, of what kind, and how well it is supported."""

from __future__ import annotations

from typing import NamedTuple, cast

from pyoxigraph import NamedNode, QuerySolutions

from pubinnov import terms
from pubinnov.engine import Engine
from pubinnov.lookup import Lookup
from pubinnov.results import Solutions, plain

_COUNTS = {
    "initiatives": "?x a pi:Initiative",
    "unverified initiatives": "?x a pi:Initiative ; pi:verification verification:unverified",
    "countries with initiatives": "?i a pi:Initiative ; pi:place/schema:containedInPlace* ?x . ?x a pi:Country",
    "technologies": "?x a pi:Technology",
    "methods": "?x a pi:Method",
    "benefits": "?x a pi:Benefit",
    "harms": "?x a pi:Harm",
    "claims": "?x a pi:Claim",
    "claims with a figure": "?x a pi:Claim ; pi:measure ?m",
    "facts": "?x a pi:Fact",
    "sources": "?x a pi:Source",
}

_GROUPED = {
    "claims by grade": (
        "?x a pi:Claim ; pi:evidenceType ?type ; pi:independence ?independence . "
        "?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low . "
        "BIND(IF(?independence = independence:independent, ?high, ?low) AS ?group)"
    ),
    "claims by direction": "?x a pi:Claim ; pi:direction ?group",
    "claims by kind": "?x a pi:Claim ; pi:claimKind ?group",
    "claims by evidence type": "?x a pi:Claim ; pi:evidenceType ?group",
    "initiatives by status": "?x a pi:Initiative ; pi:status ?group",
    "initiatives by innovation type": "?x a pi:Initiative ; pi:innovationType ?group",
    "initiatives by country": "?x a pi:Initiative ; pi:place/schema:containedInPlace* ?group . ?group a pi:Country",
}


class Statistics(NamedTuple):
    """Counts of what is in a graph.

    Attributes:
        statements: Triples as stated, without derived ones.
        counts: Things by kind.
        grouped: Things by kind and group, the largest group first (grades by letter).
    """

    statements: int
    counts: dict[str, int]
    grouped: dict[str, dict[str, int]]


def statistics(engine: Engine, lookup: Lookup) -> Statistics:
    """Return counts of what is in the graph."""
    # Asked of the store itself, since a query for any triple sees the derived ones too.
    counted = engine.store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", graphs=(terms.DEFAULT_GRAPH,))
    statements = Solutions(cast(QuerySolutions, counted))[0]["n"]
    counts = {
        name: int(plain(engine.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")[0][0]))
        for name, pattern in _COUNTS.items()
    }
    grouped: dict[str, dict[str, int]] = {}
    for name, pattern in _GROUPED.items():
        rows = engine.select(
            f"SELECT ?group (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }} GROUP BY ?group ORDER BY DESC(?n) ?group"
        )
        named = {
            lookup.label(row["group"].value): int(plain(row["n"]))
            for row in rows
            if isinstance(row["group"], NamedNode)
        }
        grouped[name] = dict(sorted(named.items())) if name.endswith("grade") else named
    return Statistics(int(plain(statements)), counts, grouped)
