"""Draws the pictures of the documentation from the graph.

`docs/e-id.svg`: which initiatives with e-ID had which effects, by whose evidence. `docs/coverage.svg`: how many
initiatives and claims there are by part of the world, and of which grade. `docs/finland.svg`: what `pubinnov export` draws.

    python scripts/make_picture.py
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import pubinnov
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.results import plain

QUERY = """
SELECT DISTINCT ?initiative ?country ?effect ?harm ?letter ?direction WHERE {
  ?means skos:broader* tech:e-id .
  ?claim a pi:Claim ; pi:means ?means ; pi:about ?initiative ; pi:effect ?effect ; pi:direction ?direction ;
    pi:claimKind ?kind ; pi:evidenceType ?type ; pi:independence ?independence .
  FILTER(?kind != kind:expected)
  ?initiative pi:place ?country .
  ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
  BIND(STRAFTER(STR(IF(?independence = independence:independent, ?high, ?low)), "/grade/") AS ?letter)
  BIND(EXISTS { ?effect a pi:Harm } AS ?harm)
}
ORDER BY ?country ?initiative ?harm ?effect ?letter
"""
COLOURS = {"A": "#0b6e4f", "B": "#2a9d63", "C": "#7ab86b", "D": "#b9a44c", "E": "#b5b5b5"}
WIDTH, ROW, TOP, LEFT, RIGHT = 880, 30, 84, 330, 600
NAMES = 190  # where the names of regions end


def effects_of_e_id(graph: KnowledgeGraph) -> str:
    """Return the picture of e-ID and its effects."""
    rows = list(graph.select(QUERY))
    initiatives = list(dict.fromkeys((str(row["initiative"]), str(row["country"])) for row in rows))
    effects = sorted(dict.fromkeys((plain(row["harm"]), graph.label(str(row["effect"])[1:-1])) for row in rows))
    height = TOP + ROW * max(len(initiatives), len(effects)) + 46
    left = {name: TOP + ROW * place * len(effects) / len(initiatives) for place, (name, _) in enumerate(initiatives)}
    right = {name: TOP + ROW * place for place, (_, name) in enumerate(effects)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>What sources say that e-ID brought, by initiative and strength of evidence</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="20" y="28" font-size="17" font-weight="bold">What sources say that e-ID brought</text>',
        '<text x="20" y="50" fill="#555">Each line is a claim of one source; its colour is the grade of its evidence.</text>',
    ]
    for row in rows:
        start, end = left[str(row["initiative"])], right[graph.label(str(row["effect"])[1:-1])]
        dashed = "" if plain(row["direction"]) == "direction:supports" else ' stroke-dasharray="5 4"'
        middle = (LEFT + RIGHT) / 2
        parts.append(
            f'<path d="M{LEFT + 8} {start:.0f} C{middle:.0f} {start:.0f} {middle:.0f} {end:.0f} {RIGHT - 8} {end:.0f}" '
            f'fill="none" stroke="{COLOURS[plain(row["letter"])]}" stroke-width="2.4"{dashed}/>'
        )
    for name, country in initiatives:
        told, place_name = graph.label(name[1:-1]), graph.label(country[1:-1])
        if place_name not in told:
            told += f", {place_name}"
        parts.append(f'<text x="{LEFT}" y="{left[name] + 4:.0f}" text-anchor="end">{escape(told)}</text>')
    for harm, name in effects:
        colour = "#a4262c" if harm == "true" else "#1b1b1b"
        parts.append(f'<text x="{RIGHT}" y="{right[name] + 4:.0f}" fill="{colour}">{escape(name)}</text>')
    parts += legend(height)
    parts.append(
        f'<text x="{30 + 56 * len(COLOURS)}" y="{height - 23}" fill="#555">A strongest · dashed: not found or denied · '
    )
    parts.append('<tspan fill="#a4262c">harms in red</tspan></text></svg>')
    return "\n".join(parts) + "\n"


COVERAGE = """
SELECT ?region ?letter (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?claim a pi:Claim ; pi:about/pi:place/schema:containedInPlace* ?country ; pi:evidenceType ?type ;
    pi:independence ?independence .
  ?country a pi:Country ; schema:containedInPlace ?region .
  ?region pi:m49 ?code .
  ?type pi:gradeIndependent ?high ; pi:gradeNotIndependent ?low .
  BIND(STRAFTER(STR(IF(?independence = independence:independent, ?high, ?low)), "/grade/") AS ?letter)
}
GROUP BY ?region ?letter
"""
INITIATIVES = """
SELECT ?region (COUNT(DISTINCT ?x) AS ?initiatives) (COUNT(DISTINCT ?country) AS ?countries) WHERE {
  ?x a pi:Initiative ; pi:place/schema:containedInPlace* ?country .
  ?country a pi:Country ; schema:containedInPlace ?region .
  ?region pi:m49 ?code .
}
GROUP BY ?region
"""


def coverage(graph: KnowledgeGraph) -> str:
    """Return the picture of what is covered, by region of UN M49."""
    counted = {
        str(row["region"]): (int(plain(row["initiatives"])), int(plain(row["countries"])))
        for row in graph.select(INITIATIVES)
    }
    claims: dict[str, dict[str, int]] = {region: {} for region in counted}
    for row in graph.select(COVERAGE):
        claims.setdefault(str(row["region"]), {})[plain(row["letter"]).upper()] = int(plain(row["claims"]))
    regions = sorted(counted, key=lambda region: (-sum(claims[region].values()), region))
    most = max(sum(grades.values()) for grades in claims.values())
    height = TOP + 16 + ROW * len(regions) + 46
    scale = (WIDTH - NAMES - 200) / most
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>What the graph covers, by part of the world and strength of evidence</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="20" y="28" font-size="17" font-weight="bold">What the graph covers</text>',
        '<text x="20" y="50" fill="#555">Claims by part of the world and grade of evidence; beside them initiatives and countries. '
        "</text>",
        '<text x="20" y="68" fill="#555">Where there are fewer, we have looked less; that is not to say that less was done.</text>',
    ]
    for place, region in enumerate(regions):
        top = TOP + 16 + ROW * place
        parts.append(f'<text x="{NAMES}" y="{top + 4}" text-anchor="end">{escape(graph.label(region[1:-1]))}</text>')
        start = NAMES + 8.0
        for letter, colour in COLOURS.items():
            width = claims[region].get(letter, 0) * scale
            if width:
                parts.append(f'<rect x="{start:.1f}" y="{top - 9}" width="{width:.1f}" height="18" fill="{colour}"/>')
                start += width
        initiatives, countries = counted[region]
        told = f"{sum(claims[region].values())} · {initiatives} in {countries} {'country' if countries == 1 else 'countries'}"
        parts.append(f'<text x="{start + 6:.1f}" y="{top + 4}" fill="#555">{told}</text>')
    parts += legend(height)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def legend(height: int) -> list[str]:
    """Return what tells the colours of the grades."""
    parts = []
    for place, (letter, colour) in enumerate(COLOURS.items()):
        parts.append(f'<rect x="{20 + 56 * place}" y="{height - 30}" width="22" height="6" fill="{colour}"/>')
        parts.append(f'<text x="{48 + 56 * place}" y="{height - 23}">{letter}</text>')
    return parts


def main() -> int:
    """Write the pictures."""
    graph = pubinnov.open()
    docs = Path(__file__).parent.parent / "docs"
    for name, picture in (("e-id", effects_of_e_id), ("coverage", coverage)):
        (docs / f"{name}.svg").write_text(picture(graph), encoding="utf-8", newline="\n")
    graph.export(docs / "finland.svg", "for_and_against", place="Finland")
    return 0


if __name__ == "__main__":
    sys.exit(main())
