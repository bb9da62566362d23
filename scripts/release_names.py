"""Adds the names of this version's things to `tests/graph_data/released.txt`, which holds them to be there for ever.

    python scripts/release_names.py

Run when a version of the data is given out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pubinnov
from pubinnov.terms import ID, shorten


def main() -> int:
    """Write the file."""
    path = Path(__file__).parent.parent / "tests" / "graph_data" / "released.txt"
    known = set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
    rows = pubinnov.open().select(f'SELECT DISTINCT ?x WHERE {{ ?x a ?kind FILTER(STRSTARTS(STR(?x), "{ID}")) }}')
    names = known | {shorten(row["x"].value) for row in rows}
    path.write_text("\n".join(sorted(names)) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
