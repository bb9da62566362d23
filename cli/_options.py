"""Options and arguments that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from . import _output

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubinnov.questions.answers import Answer

ROWS = ("table", "csv", "tsv", "json", "xml", "markdown", "jsonl")


def output_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `-o FILE`."""
    return click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all.")(command)


def row_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` for rows."""
    return click.option(
        "--format", "form", type=click.Choice(ROWS), default="table", show_default=True, help="How to write the rows."
    )(command)


def print_answer(answer: Answer, form: str, output: str | None, *, evidence: str = "best") -> int:
    """Print an answer and return the exit status: 0, or 1 when it has no rows.

    Args:
        answer: What to print.
        form: One of `ROWS`; `table` is the whole answer in words.
        output: The file, or None for standard output.
        evidence: `best` tells the strongest claim for and against each row, `all` tells every claim.
    """
    if form in {"csv", "tsv", "json", "xml"}:
        with _output.binary(output) as stream:
            answer.to_solutions().write(stream, form)
    else:
        with _output.text(output) as text:
            if form == "jsonl":
                _output.json_lines(answer.to_dicts(), text)
            elif form == "markdown":
                text.write(f"{answer.sentence}\n\n")
                if len(answer):
                    _output.markdown(*answer.table(), text)
                text.write("\n" * bool(answer.sources))
                for source in answer.sources:
                    text.write(f"{source.number}. {_cited(source)}\n")
            else:
                _in_words(answer, text, evidence)
    return 0 if len(answer) else 1


def _cited(source: Any) -> str:
    parts = [source.title, source.publisher, source.year, source.url]
    return ". ".join(part for part in parts if part)


def _in_words(answer: Answer, text: Any, evidence: str) -> None:
    text.write(f"{answer.sentence}\n")
    if not len(answer):
        return
    text.write("\n")
    head, rows = answer.table()
    _output.table(*_without_zeros(head, rows), text)
    if answer.sources:
        text.write("\nEvidence, graded A (strongest) to E:\n")
        told: set[str] = set()
        for index, row in enumerate(rows):
            for each in _chosen(answer, index, evidence):
                if each.claim in told:
                    continue
                told.add(each.claim)
                how = {"contradicts": ", against", "no-effect": ", no effect found"}.get(each.direction, "")
                how += ", expected only" if each.kind == "expected" else ""
                text.write(f"  {row[0]} ({each.grade}{how}): {each.statement} [{each.source}]\n")
        text.write("\nSources:\n")
        for source in answer.sources:
            text.write(f"  [{source.number}] {_cited(source)}\n")
    if answer.besides:
        text.write(f"\n{answer.besides}\n")


def _without_zeros(head: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a table without the columns that count nothing; whether anybody contradicts is always told."""
    kept = [place for place, name in enumerate(head) if name == "Against" or any(row[place] != "0" for row in rows)]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _chosen(answer: Answer, row: int, evidence: str) -> list[Any]:
    claims = answer.evidence(row)
    if evidence == "all":
        return claims
    best = claims[:1]
    against = [each for each in claims if each.direction != "supports"][:1]
    return list(dict.fromkeys(best + against))
