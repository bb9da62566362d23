"""Lists released names that are no longer in the data in `graph_data/withdrawn.ttl`, so that none ever vanishes.

    python scripts/withdraw_names.py

Run after entries were deleted; where another entry took the place of one, say so by hand: OLD dcterms:isReplacedBy NEW.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pubinnov
from pubinnov.terms import ID, PREFIXES, shorten

ROOT = Path(__file__).parent.parent
RELEASED, WITHDRAWN = ROOT / "tests" / "graph_data" / "released.txt", ROOT / "graph_data" / "withdrawn.ttl"


def main() -> int:
    """Write the file."""
    there = pubinnov.open().select(
        f'SELECT DISTINCT ?x WHERE {{ ?x rdf:type|dcterms:isReplacedBy ?o FILTER(STRSTARTS(STR(?x), "{ID}")) }}'
    )
    names = sorted(set(RELEASED.read_text(encoding="utf-8").split()) - {shorten(row["x"].value) for row in there})
    used = sorted({"owl", *(name.partition(":")[0] for name in names)})
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in used) + "\n"
    head += "# Names of entries that were withdrawn, since what they said did not stand when their sources were read again.\n\n"
    body = "".join(f"{name} owl:deprecated true .\n" for name in names)
    WITHDRAWN.write_text(head + body, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
