"""Writes a graph of synthetic initiatives that follows the real model, for measuring speed.

    python benchmarks/generate.py 7300 -o generated.ttl

7,300 initiatives are about 195,000 triples. The same number and seed give the same bytes. Nothing in it is true.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pubinnov import terms
from pubinnov.package_files import curated_files, model_files

PREFIXES = [
    "area",
    "benefit",
    "body",
    "btype",
    "claim",
    "country",
    "direction",
    "evidence",
    "extent",
    "harm",
    "independence",
    "init",
    "itype",
    "kind",
    "level",
    "measure",
    "place",
    "reading",
    "src",
    "status",
    "tech",
    "method",
    "unit",
    "dcterms",
    "pi",
    "prov",
    "rdfs",
    "schema",
    "xsd",
]

_SUBJECT = re.compile(r"^([a-z]+:[A-Za-z0-9-]+) a ", re.MULTILINE)


def vocabulary() -> dict[str, list[str]]:
    """Return the prefixed names of the real concepts and countries, by prefix."""
    found: dict[str, list[str]] = {}
    for path in (*model_files(), *curated_files()):
        for name in _SUBJECT.findall(Path(path).read_text(encoding="utf-8")):
            found.setdefault(name.partition(":")[0], []).append(name)
    return found


def generate(count: int, seed: int = 1, broken: float = 0.0) -> Iterator[str]:
    """Iterate over pieces of Turtle.

    Args:
        count: How many initiatives.
        seed: Of the random choices.
        broken: The share of initiatives that break a rule of the model: an unknown means, an end before the start, an
            ill-typed year, or no status.
    """
    pick = random.Random(seed)
    names = vocabulary()
    means = names["tech"] + names["method"]
    effects = names["benefit"] + names["harm"]
    for prefix in PREFIXES:
        yield f"@prefix {prefix}: <{terms.PREFIXES[prefix]}> .\n"
    bodies = max(count // 20, 1)
    for number in range(bodies):
        yield (
            f"\nbody:generated-{number} a pi:PublicBody ;\n"
            f'    rdfs:label "Generated body {number}"@en ;\n'
            f"    pi:place {pick.choice(names['country'])} ;\n"
            f"    pi:bodyType {pick.choice(names['btype'])} .\n"
            f"\nsrc:generated-{number} a pi:Source ;\n"
            f'    dcterms:title "Generated source {number}"@en ;\n'
            # Another body's than the one that runs the initiatives of this source, so that it may be independent.
            f"    dcterms:publisher body:generated-{(number + 1) % bodies} ;\n"
            f'    dcterms:language "en" ;\n'
            f'    schema:url "https://example.org/generated/{number}"^^xsd:anyURI .\n'
            f"\nreading:generated-{number} a pi:Reading ;\n"
            f"    prov:used src:generated-{number} ;\n"
            f'    dcterms:date "2026-01-01"^^xsd:date ;\n'
            f"    pi:extentRead extent:whole .\n"
        )
    for number in range(count):
        start = pick.randrange(1995, 2026)
        source = pick.randrange(bodies)
        fault = pick.randrange(4) if pick.random() < broken else None
        used = "tech:no-such-means" if fault == 0 else pick.choice(means)
        year = '"20x1"^^xsd:gYear' if fault == 2 else f'"{start}"^^xsd:gYear'
        lines = [
            f"\ninit:generated-{number} a pi:Initiative",
            f'    rdfs:label "Generated initiative {number}"@en',
            f'    dcterms:description "Initiative {number} of a graph that is made for measuring speed."@en',
            f"    pi:place {pick.choice(names['country'])}",
            "    pi:governmentLevel level:national",
            f"    pi:startYear {year}",
            f"    pi:responsibleBody body:generated-{source}",
            f"    pi:innovationType {pick.choice(names['itype'])}",
            f"    pi:usesMeans {used}",
            f"    pi:policyArea {pick.choice(names['area'])}",
            f"    dcterms:source src:generated-{source}",
        ]
        if fault == 1:
            lines.append(f'    pi:endYear "{start - 1}"^^xsd:gYear')
        if fault != 3:
            lines.append(f"    pi:status {pick.choice(names['status'])}")
        if number and pick.random() < 0.2:
            lines.append(f"    pi:partOf init:generated-{pick.randrange(number)}")
        yield " ;\n".join(lines) + " .\n"
        yield claim(number, source, used, pick, names, pick.choice(effects))


def claim(number: int, source: int, used: str, pick: random.Random, names: dict[str, list[str]], effect: str) -> str:
    """Return the Turtle of one claim, with a figure in one case of three."""
    measured = pick.random() < 0.33
    evidence = pick.choice(names["evidence"])
    # What a body reports of its own work is not independent.
    own = evidence == "evidence:own-report"
    independence = "independence:affiliated" if own else pick.choice(names["independence"])
    text = (
        f"\nclaim:generated-{number} a pi:Claim ;\n"
        f"    pi:about init:generated-{number} ;\n"
        f"    pi:means {used} ;\n"
        f"    pi:effect {effect} ;\n"
        f"    pi:direction {pick.choice(names['direction'])} ;\n"
        f"    pi:claimKind {pick.choice(names['kind'])} ;\n"
        f"    pi:evidenceType {evidence} ;\n"
        f"    pi:independence {independence} ;\n"
        f'    pi:statement "Statement {number}."@en ;\n'
        + (f"    pi:measure measure:generated-{number} ;\n" if measured else "")
        + f"    dcterms:source src:generated-{source} ;\n"
        f"    pi:reading reading:generated-{source} ;\n"
        f'    pi:locator "page {pick.randrange(1, 90)}" .\n'
    )
    if measured:
        text += (
            f"\nmeasure:generated-{number} a pi:Measure ;\n"
            f'    rdfs:label "figure {number}"@en ;\n'
            f"    pi:value {pick.randrange(1, 100)} ;\n"
            f"    pi:unit unit:percent ;\n"
            f'    pi:periodEnd "{pick.randrange(2000, 2026)}"^^xsd:gYear .\n'
        )
    return text


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many initiatives")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", type=float, default=0.0, metavar="SHARE", help="of initiatives that break a rule")
    arguments = parser.parse_args()
    handle, part = tempfile.mkstemp(dir=arguments.output.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(generate(arguments.count, arguments.seed, arguments.broken))
        Path(part).replace(arguments.output)
    finally:
        Path(part).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
