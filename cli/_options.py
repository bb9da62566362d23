"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import click

from . import _output

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubinnov.questions.answers import Answer

ROWS = ("table", "csv", "tsv", "json", "xml", "markdown", "jsonl")


def output_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `-o FILE`."""
    return click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all.")(command)


def query_text(file: str) -> str:
    """Return the text of a file of SPARQL, or of standard input for `-`.

    Raises:
        UsageError: If it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{'standard input' if file == '-' else file} is not UTF-8 text") from None


def row_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` for rows."""
    return click.option(
        "--format", "form", type=click.Choice(ROWS), default="table", show_default=True, help="How to write the rows."
    )(command)


def short_row_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` and `-o` for rows that are values rather than terms."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "markdown", "jsonl"]),
        default="table",
        show_default=True,
        help="How to write the rows.",
    )(output_file(command))


class AnswerOptions(NamedTuple):
    """How an answer is printed: what `answer_options` adds to a command.

    Attributes:
        form: One of `ROWS`; `table` is the whole answer in words.
        output: The file, or None for standard output.
        evidence: `best` tells the strongest claim for and against each row, `all` every claim.
        limit: How many rows are told in words; 0 for all.
        cite: `bibtex` or `csl-json` for a citation in place of the answer.
        show_query: Whether the SPARQL is printed in place of the answer.
    """

    form: str
    output: str | None
    evidence: str
    limit: int
    cite: str | None
    show_query: bool


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of commands that print an answer; they reach the command as `options`."""

    @wraps(command)
    def gathered(*arguments: Any, **values: Any) -> Any:
        options = AnswerOptions(**{name: values.pop(name) for name in AnswerOptions._fields})
        return command(*arguments, options=options, **values)

    for option in (
        click.option("--show-query", is_flag=True, help="Print the SPARQL query in place of the answer."),
        click.option(
            "--cite",
            type=click.Choice(["bibtex", "csl-json"]),
            help="Print a citation of the answer and its sources in place of the answer.",
        ),
        click.option(
            "--limit",
            type=click.IntRange(min=0),
            default=30,
            show_default=True,
            metavar="N",
            help="Rows told in words, 0 for all; the other formats hold all.",
        ),
        click.option(
            "--evidence",
            type=click.Choice(["best", "all"]),
            default="best",
            show_default=True,
            help="Tell the strongest claims of each row, or all.",
        ),
    ):
        gathered = option(gathered)
    return row_format(output_file(gathered))


def print_answer(answer: Answer, options: AnswerOptions, *, tell: Callable[[IO[str]], None] | None = None) -> int:
    """Print an answer and return the exit status: 0, or 1 when it has no rows.

    Args:
        answer: What to print.
        options: How.
        tell: Writes it in words, in place of the table with evidence and sources.
    """
    if options.show_query:
        with _output.text(options.output) as text:
            text.write(answer.query)
        return 0
    if options.cite:
        with _output.text(options.output) as text:
            text.write(answer.cite(options.cite))
    elif options.form in {"csv", "tsv", "json", "xml"}:
        with _output.binary(options.output) as stream:
            answer.rows.write(stream, options.form)
    else:
        from pubinnov.questions import telling

        with _output.text(options.output) as text:
            if options.form == "jsonl":
                _output.json_lines(answer.to_dicts(), text)
            elif options.form == "markdown":
                text.write(f"{answer.sentence}\n\n")
                if len(answer):
                    _output.markdown(*answer.table(), text)
                text.write("\n" * bool(answer.sources))
                for source in answer.sources:
                    text.write(f"{source.number}. {telling.cited(source)}\n")
            elif tell:
                tell(text)
            else:
                telling.tell(answer, text, table=_output.table, limit=options.limit or None, evidence=options.evidence)
    return 0 if len(answer) else 1
