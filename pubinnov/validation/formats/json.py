"""For programs: one JSON object."""

from __future__ import annotations

import json
from typing import IO

from pubinnov.validation.advice import written
from pubinnov.validation.report import Report, Result


def write(report: Report, output: IO[str], colour: bool = False) -> None:  # noqa: ARG001 - every form takes it
    """Write a report as JSON."""
    document = {
        "conforms": report.conforms,
        "counts": report.counts,
        "nodes": report.nodes,
        "triples": report.triples,
        "results": [_record(result) for result in report.results],
        "oversights": report.oversights,
    }
    output.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _record(result: Result) -> dict[str, object]:
    place = result.place
    return {
        "severity": result.severity,
        "focus": written(result.focus),
        "label": result.label,
        "path": result.path,
        "value": None if result.value is None else written(result.value),
        "message": result.message,
        "advice": result.advice,
        "shape": result.shape,
        "component": result.component,
        "native": result.native,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
