"""The forms a report can be written in: a module each, with `write(report, output, colour)`, found by its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import IO

from pubinnov.validation.report import Report

Writer = Callable[[Report, IO[str], bool], None]


def names() -> list[str]:
    """Return the names of the forms."""
    modules = (name.partition(".")[0] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    return sorted((name for name in modules if not name.startswith("_")), key=lambda name: (name != "text", name))


def writer(name: str) -> Writer:
    """Return what writes a report in the form with this name."""
    write: Writer = import_module(f"{__name__}.{name}").write
    return write
