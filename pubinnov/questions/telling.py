"""Answers in words: what a reader can paste into a brief, and what a notebook shows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING

from pubinnov.results import aligned

if TYPE_CHECKING:
    from pubinnov.questions.answers import Answer, Evidence, Source

#: Writes a head and rows.
TableWriter = Callable[[Sequence[str], Sequence[Sequence[str]], IO[str]], None]

_HOW = {"contradicts": "against", "no-effect": "no effect found"}
_WHO = {"independent": "independent", "affiliated": "self-reported"}
# The parts of an argument: heading, and which claims belong there.
_PARTS: tuple[tuple[str, Callable[[Evidence], bool]], ...] = (
    ("For", lambda each: each.came_about),
    ("No effect found", lambda each: each.direction == "no-effect"),
    ("Against", lambda each: each.direction == "contradicts"),
    ("Expected only", lambda each: each.direction == "supports" and each.kind == "expected"),
)


def tell(
    answer: Answer, output: IO[str], *, table: TableWriter = aligned, limit: int | None = None, evidence: str = "best"
) -> None:
    """Write the sentence, the table, the evidence and the sources of an answer.

    Args:
        answer: What to tell.
        output: Where to.
        table: Writes the table.
        limit: How many rows are told; None for all.
        evidence: `best` tells the strongest claim for and against each row, `all` every claim.
    """
    output.write(f"{answer.sentence}\n")
    if not len(answer):
        return
    head, rows = answer.table()
    shown = rows[:limit]
    output.write("\n")
    table(*_without_zeros(head, shown), output)
    if len(shown) < len(rows):
        output.write(f"({len(rows) - len(shown)} more rows)\n")
    lines = list(_evidence_lines(answer, shown, evidence))
    if lines:
        output.write("\nEvidence, graded A (strongest) to E:\n")
        output.writelines(f"  {line}\n" for line in lines)
    cited = {number for row in range(len(shown)) for number in answer.cited(row)}
    _write_sources((source for source in answer.sources if source.number in cited), output)
    if answer.besides:
        output.write(f"\n{answer.besides}\n")


def text(answer: Answer) -> str:
    """Return the whole answer as plain text."""
    output = io.StringIO()
    tell(answer, output)
    return output.getvalue()


def argue(answer: Answer, output: IO[str]) -> None:
    """Write the claims of an answer as an argument: what speaks for the link, what against it, and who says so."""
    claims = answer.evidence()
    if not claims:
        output.write(f"{answer.sentence}\n")
        return
    independent = sum(each.independence == "independent" for each in claims)
    sources = answer.sources
    output.write(
        f"{answer.sentence} They come from {_counted(len(sources), 'source')}; "
        f"{independent} of them from someone independent of what is judged.\n"
    )
    publishers = {source.publisher for source in sources}
    if len(publishers) == 1 and len(claims) > 1:
        output.write(f"All of them trace to one publisher: {publishers.pop()}.\n")
    for heading, belongs in _PARTS:
        part = [each for each in claims if belongs(each)]
        if part:
            output.write(f"\n{heading} ({len(part)}):\n")
            for each in part:
                about = f"{answer.lookup.label(each.initiative)}: " if each.initiative else ""
                output.write(f"  {_graded(each, direction=False)} {about}{each.statement} [{each.source}]\n")
    _write_sources(sources, output)


def cited(source: Source) -> str:
    """Return a source as a line of a list of sources."""
    parts = (source.title, source.publisher, source.year, source.url or (source.doi and f"doi:{source.doi}"))
    return ". ".join(part for part in parts if part)


def html(answer: Answer) -> str:
    """Return an answer as a notebook shows it."""
    from html import escape

    head, rows = answer.table()
    cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    titles = "".join(f"<th>{escape(name)}</th>" for name in head)
    told = "".join(f"<li>{escape(line)}</li>" for line in _evidence_lines(answer, rows, "best"))
    listed = "".join(
        f'<li value="{each.number}"><a href="{escape(each.url)}">{escape(each.title)}</a>, '
        f"{escape(each.publisher)} {each.year}</li>"
        for each in answer.sources
    )
    parts = [
        f"<p>{escape(answer.sentence)}<br><small>Understood as: {escape(answer.understood)}</small></p>",
        f"<table><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table>" if rows else "",
        f"<details><summary>Evidence</summary><ul>{told}</ul></details>" if told else "",
        f"<details><summary>Sources</summary><ol>{listed}</ol></details>" if listed else "",
        f"<p>{escape(answer.besides)}</p>" if answer.besides else "",
    ]
    return "".join(parts)


def _evidence_lines(answer: Answer, rows: Sequence[Sequence[str]], which: str) -> Iterable[str]:
    told: set[str] = set()
    for index, row in enumerate(rows):
        for each in _chosen(answer.evidence(index), which):
            if each.claim not in told:
                told.add(each.claim)
                yield f"{row[0]} {_graded(each)}: {each.statement} [{each.source}]"


def _graded(each: Evidence, *, direction: bool = True) -> str:
    parts = [each.grade, _WHO.get(each.independence, "")]
    if direction:
        parts += [_HOW.get(each.direction, ""), "expected only" if each.kind == "expected" else ""]
    return f"({', '.join(part for part in parts if part)})"


def _chosen(claims: list[Evidence], which: str) -> list[Evidence]:
    if which == "all":
        return claims
    against = [each for each in claims if each.direction != "supports"][:1]
    return list(dict.fromkeys(claims[:1] + against))


def _without_zeros(head: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a table without the columns that hold nothing; whether anybody contradicts is always told."""
    empty = {"0", ""}
    kept = [
        place for place, name in enumerate(head) if name == "Against" or any(row[place] not in empty for row in rows)
    ]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _write_sources(sources: Iterable[Source], output: IO[str]) -> None:
    lines = [f"  [{source.number}] {cited(source)}\n" for source in sources]
    if lines:
        output.write("\nSources:\n")
        output.writelines(lines)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
