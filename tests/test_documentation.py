"""Commands and code shown in the documentation are run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from pubinnov.package_files import data_version

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/questions.md", "docs/network.md", "docs/visualise.md")
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = FENCED.findall(README)
COMMANDS = dict.fromkeys(
    line
    for page in PAGES
    for language, block in FENCED.findall((ROOT / page).read_text(encoding="utf-8"))
    if language == "console"
    for line in block.splitlines()
    if line.startswith("pubinnov ")
)
#: Files that the commands name.
FILES = {
    "cases.ttl": """@prefix init: <https://w3id.org/pubinnov/id/init/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

init:ee-e-residency skos:altLabel "e-Residency of Estonia"@en .
""",
    "data.ttl": "@prefix ex: <http://example.org/> . ex:a a ex:A ; ex:p 1 .",
    "shapes.ttl": """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:s a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
""",
}
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_documentation_works(line: str, tmp_path: Path) -> None:
    arguments = shlex.split(line)[1:]
    for name, text in FILES.items():
        if name in arguments:
            (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pubinnov", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}\nmend the command in the documentation, or the code"
    assert done.stdout or {path.name for path in tmp_path.iterdir()} - FILES.keys()


def test_the_python_of_the_readme_works(tmp_path: Path) -> None:
    [code] = [block for language, block in BLOCKS if language == "python"]
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Effects that sources ascribe to e-ID" in done.stdout


def test_the_two_commands_are_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target} is promised in README.md"


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/data.md",
        "docs/format.md",
        "docs/architecture.md",
        "docs/questions.md",
        "docs/network.md",
        "docs/profiles.md",
        "docs/visualise.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    for link in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / page).parent.joinpath(link).exists(), f"{page} links to {link}, which is not there"


def test_the_map_names_every_module() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in (ROOT / "pubinnov").rglob("*.py"):
        if path.stem not in {"__init__", "__main__", "version"}:
            assert path.name in told, f"docs/architecture.md does not name {path.relative_to(ROOT)}"


def test_the_page_of_formats_is_what_the_formats_tell() -> None:
    spec = spec_from_file_location("write_formats", ROOT / "scripts" / "write_formats.py")
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python scripts/write_formats.py"


def test_the_notebook_runs_and_holds_its_results() -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "docs" / "network.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = "".join(output.get("text", "") for cell in cells for output in cell.outputs)
    assert f"data {data_version()}\n" in kept, "its results are of other data: python scripts/run_notebook.py"
    assert all(cell.outputs for cell in cells)
    # A cell that fails raises.
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
