"""Draws `docs/e-id.svg` from the graph: which initiatives with e-ID had which effects, by whose evidence.

python scripts/make_picture.py
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import pubinnov
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


def main() -> int:
    """Write the picture."""
    graph = pubinnov.open()
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
    place = 20
    for letter, colour in COLOURS.items():
        parts.append(f'<rect x="{place}" y="{height - 30}" width="22" height="6" fill="{colour}"/>')
        parts.append(f'<text x="{place + 28}" y="{height - 23}">{letter}</text>')
        place += 56
    parts.append(f'<text x="{place + 10}" y="{height - 23}" fill="#555">A strongest · dashed: not found or denied · ')
    parts.append('<tspan fill="#a4262c">harms in red</tspan></text></svg>')
    output = Path(__file__).parent.parent / "docs" / "e-id.svg"
    output.write_text("\n".join(parts) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
