"""For code scanners and editors: SARIF 2.1.0 (OASIS Standard of 27 March 2020)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO
from urllib.parse import quote

from pubinnov.validation.advice import written
from pubinnov.validation.report import Report, Result
from pubinnov.version import __version__

_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def write(report: Report, output: IO[str], colour: bool = False) -> None:  # noqa: ARG001 - every form takes it
    """Write a report as SARIF."""
    rules = sorted({_rule(result) for result in report.results})
    run = {
        "tool": {"driver": {"name": "pubinnov", "version": __version__, "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, rules) for result in report.results],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": note}} for note in report.oversights
                ],
            }
        ],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    output.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _rule(result: Result) -> str:
    return result.shape or result.component


def _result(result: Result, rules: list[str]) -> dict[str, object]:
    said = f"{result.path}: " if result.path else ""
    record: dict[str, object] = {
        "ruleId": _rule(result),
        "ruleIndex": rules.index(_rule(result)),
        "level": _LEVELS[result.severity],
        "message": {
            "text": f"{result.label}: {said}{result.message}" + (f" ({result.advice})" if result.advice else "")
        },
    }
    location: dict[str, object] = {"logicalLocations": [{"fullyQualifiedName": written(result.focus)}]}
    if result.place is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(result.place.file)},
            "region": {"startLine": result.place.line, "startColumn": result.place.column},
        }
    record["locations"] = [location]
    return record


def _uri(file: str) -> str:
    return Path(file).as_uri() if os.path.isabs(file) else quote(file.replace(os.sep, "/"))
