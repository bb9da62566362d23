"""What tests share: the packaged graph, the frozen graph, and the command line as users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import pubinnov
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.package_files import ontology_folder

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
FROZEN = ROOT / "tests" / "data" / "frozen.ttl"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def packaged() -> KnowledgeGraph:
    return pubinnov.open()


@pytest.fixture(scope="session")
def frozen() -> KnowledgeGraph:
    return pubinnov.open(ontology_folder(), FROZEN)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of other people's material that some tests read."""
    folder = Path(os.environ.get("PUBINNOV_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the folder of shared material is absent; set PUBINNOV_SHARED to it")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `python -m pubinnov` in an empty folder, output piped."""

    def call(*arguments: str, stdin: str | None = None, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pubinnov", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            cwd=tmp_path,
            check=False,
        )

    return call
