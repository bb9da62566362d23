"""Writes docs/formats.md: what becomes of everything in every format, as the formats themselves tell it.

python scripts/write_formats.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from pubinnov.export.rdf import SYNTAXES
from pubinnov.export.registry import Format, formats, writers

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"

HEAD = """\
# What each format carries
`pubinnov export` writes everything from one typed graph: nodes and edges with ids that last, a name, a kind and attributes, each of one type in the whole file. A format that has no place for
something does with it what stands here, and the export tells: in a line, or with `--report` a line each. [From the graph to a picture](visualise.md) tells what to do with the files.

- **Ids** of nodes are prefixed names, `tech:e-id`, or IRIs where no prefix fits; those of edges are hashes of what they join, and how. Both are the same in every format and every version of
  the data. Blank nodes are numbered in the order in which they come, which depends on that of the file.
- **Names**: `label` in the language of `--lang`, and a column for each language, `label@fr`, `alias@fr`.
- **Edges** of a network tell how many `records`, `initiatives` and `countries` stand behind them (where the view tells these), `evidence` (the records weighed by grade), the best `grade`,
  the `years`, and the ids of what grounds them, `grounds`, and of its `sources`.
- **Years**: `start` and `end` of nodes and edges, where known. An initiative is there from its own first year, another node from the first year on record of an edge of it, and an edge between
  initiatives from when both are there.
- **Attributes that would be called as something else** in a format get a number: `label_2`.
- **Titles** tell view, filters, and of the packaged graph the version and licence of its data.
- `--view rdf` makes a node of every resource, an edge of every link, and a column of every property with literals; types of literals beyond text, integers, doubles, dates, true and false are
  told by `--report`. The engine has brought literals to their canonical form by then (`07` is `7`, `1e3` is `1000`), and tags of languages to small letters.

"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for name, form in formats().items():
        title = form.TITLE.partition(":")
        parts.append(f"## {title[0]}\n`{name}`: {_files(form)}.{_readers(title[2])}\n\n")
        parts.append("| what | becomes |\n| --- | --- |\n")
        parts += [f"| {what} | {fate.replace('|', chr(92) + '|')} |\n" for what, fate in form.FATES.items()]
        parts.append("\n")
    parts.append("## RDF\nFor `--view rdf`, profiles such as `--view skos`, and `--query` with a CONSTRUCT.\n\n")
    parts.append("| name | files | syntax |\n| --- | --- | --- |\n")
    for name, syntax in SYNTAXES.items():
        parts.append(f"| `{name}` | {', '.join(f'`{ending}`' for ending in syntax.endings)} | {syntax.title} |\n")
    parts.append(
        "\nStatements come subject by subject, in the same order in every run. The engine has brought literals to their"
        " canonical form when it read them: what is written means\nthe same, and is not always what a file had. Beyond"
        " that, a syntax without named graphs merges them, JSON-LD has no statements about statements, and RDF/XML no place"
        "\nfor control characters, for carriage returns, and for properties whose IRI does not end in a name.\n"
    )
    return "".join(parts)


def _files(form: Format) -> str:
    names = []
    for part in writers(form):
        for ending in form.ENDINGS[:1] if part else form.ENDINGS:
            stem = f"NAME.{part}" if part else "NAME"
            names.append(f"`{stem}`" if "." in part else f"`{stem}{ending}`")
    return (" or " if len(writers(form)) == 1 else ", ").join(names)


def _readers(readers: str) -> str:
    return f" For {readers.strip()}." if readers else ""


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
