"""For pull requests: workflow commands that GitHub shows as annotations beside the lines."""

from __future__ import annotations

from typing import IO

from pubinnov.validation.formats.text import summary
from pubinnov.validation.report import Report

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


def write(report: Report, output: IO[str], colour: bool = False) -> None:  # noqa: ARG001 - every form takes it
    """Write a report as workflow commands."""
    for result in report.results:
        properties = {"title": result.label}
        if result.place is not None:
            properties |= {
                "file": result.place.file,
                "line": str(result.place.line),
                "col": str(result.place.column),
            }
        said = f"{result.path}: " if result.path else ""
        message = f"{said}{result.message}" + (f" ({result.advice})" if result.advice else "")
        shown = ",".join(f"{name}={_escaped(value, inside=True)}" for name, value in properties.items())
        output.write(f"::{_COMMANDS[result.severity]} {shown}::{_escaped(message)}\n")
    for note in report.oversights:
        output.write(f"::notice ::{_escaped(note)}\n")
    output.write(summary(report) + "\n")


def _escaped(text: str, inside: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if inside else escaped
