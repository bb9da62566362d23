"""For people: by file and line, the thing by its name, what is wrong, what to do."""

from __future__ import annotations

from itertools import groupby
from typing import IO

from pubinnov.validation.advice import written
from pubinnov.validation.report import Report, Result

_COLOURS = {"violation": "31", "warning": "33", "info": "36", "name": "1", "advice": "32", "file": "4"}


def write(report: Report, output: IO[str], colour: bool = False) -> None:
    """Write a report as text, with colour where asked."""

    def paint(text: str, kind: str) -> str:
        return f"\033[{_COLOURS[kind]}m{text}\033[0m" if colour else text

    by_file = sorted(report.results, key=_by_place)
    for file, results in groupby(by_file, key=lambda result: result.place.file if result.place else ""):
        output.write(paint(file or "(place not known)", "file") + "\n")
        for result in results:
            where = f"{result.place.line}:{result.place.column}" if result.place else ""
            name = written(result.focus)
            known_as = result.label if result.label == name else f"{result.label} ({name})"
            output.write(f"  {where:>9}  {paint(result.severity, result.severity)}  {paint(known_as, 'name')}\n")
            said = (
                f"{result.path} {'' if result.value is None else written(result.value)}".strip() if result.path else ""
            )
            output.write(f"{'':13}{said + ': ' if said else ''}{result.message}\n")
            if result.advice:
                output.write(f"{'':13}{paint(result.advice, 'advice')}\n")
        output.write("\n")
    for note in report.oversights:
        output.write(f"note: {note}\n")
    output.write(summary(report) + "\n")


def _by_place(result: Result) -> tuple[str, int, int]:
    return (result.place.file, result.place.line, result.place.column) if result.place else ("", 0, 0)


def summary(report: Report) -> str:
    """Return the outcome in a line."""
    looked = f"{_counted(report.nodes, 'node')} in {_counted(report.triples, 'triple')} checked"
    if report.conforms:
        return f"Conforms: {looked}."
    parts = [_counted(count, name) for name, count in report.counts.items() if count]
    return f"{', '.join(parts)}; {looked}."


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"
