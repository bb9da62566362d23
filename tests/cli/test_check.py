"""`pubinnov check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., "CompletedProcess[str]"]


def test_text(run: Run) -> None:
    done = run("check")
    assert done.returncode == 0
    for heading in ("initiatives by region", "initiatives by decade", "claims by grade", "what is missing most"):
        assert heading in done.stdout
    assert "sources were read from 2026-" in done.stdout


def test_json(run: Run, tmp_path: Path) -> None:
    assert run("check", "--format", "json", "-o", "health.json").returncode == 0
    document = json.loads((tmp_path / "health.json").read_text(encoding="utf-8"))
    assert document["initiatives"]["country"]["Estonia"] > 20
    assert {"name", "found", "of", "where"} == set(document["gaps"][0])


def test_an_empty_graph_has_no_health_to_tell(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://example.org/a> <http://example.org/b> 1 .", encoding="utf-8")
    done = run("--data", "a.ttl", "check")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
