"""For the semantic web: the validation report of the W3C, in Turtle."""

from __future__ import annotations

from typing import IO

from pubinnov.validation.report import Report


def write(report: Report, output: IO[str], colour: bool = False) -> None:  # noqa: ARG001 - every form takes it
    """Write a report as Turtle."""
    output.write(report.to_rdflib().serialize(format="turtle"))
