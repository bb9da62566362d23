"""Wheel, editable install and plain checkout find the same ontology and data, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from pubinnov.package_files import content_hash

ROOT = Path(__file__).parents[1]
QUESTION = "import pubinnov; g = pubinnov.open(); print(len(g), g.ask('which benefits does e-ID enable?').sentence)"


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHONPATH")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation, so that no package has to be fetched; a copy, so that nothing is left in the checkout.
    copy = tmp_path_factory.mktemp("copy") / "project"
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if files.returncode:
        pytest.skip("not a git checkout: the list of files to build from is missing")
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_it_needs_under_names_of_its_own(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"pubinnov", "pubinnov_cli", "pubinnov_graph_data", "pubinnov_ontology"}
    inside = set(names)
    for folder, installed in (("ontology", "pubinnov_ontology"), ("graph_data", "pubinnov_graph_data")):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".ttl", ".rq", ".json"}:
                assert f"{installed}/{path.relative_to(ROOT / folder).as_posix()}" in inside, (
                    f"{path.name} is not in the wheel: add its ending to package-data in pyproject.toml"
                )
    for path in (ROOT / "pubinnov").rglob("*.py"):
        assert path.relative_to(ROOT).as_posix() in inside, "add the package to [tool.setuptools] packages"
    assert "pubinnov/py.typed" in inside
    assert any(name.endswith("licenses/LICENSE-DATA") for name in inside)


def test_the_wheel_works_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    # The wheel's own files first; what it depends on comes from the environment of the tests.
    code = f"import sys; sys.path.insert(0, {str(target)!r}); {QUESTION}; print(pubinnov.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Effects that sources ascribe to e-ID" in done.stdout
    assert str(target) in done.stdout
    code = (
        f"import sys; sys.path.insert(0, {str(target)!r}); sys.argv = ['pubinnov', '--version'];"
        "from pubinnov_cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert content_hash() in done.stdout, done.stderr


def test_a_plain_checkout_works_from_another_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "print()"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {QUESTION}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Effects that sources ascribe to e-ID" in done.stdout, done.stderr


def test_an_editable_install_works_from_another_folder(tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=True, system_site_packages=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    # The packages of the tests' environment are lent by path, so that none has to be fetched.
    site = [path for path in sys.path if path.endswith("site-packages")]
    lent = environment() | {"PYTHONPATH": os.pathsep.join(site)}
    copy = tmp_path / "project"
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if files.returncode:
        pytest.skip("not a git checkout: the list of files to install is missing")
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--quiet", "--editable", str(copy)],
        env=lent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [str(python), "-c", QUESTION + "; print(pubinnov.__file__)"],
        cwd=tmp_path,
        env=environment() | {"PYTHONPATH": os.pathsep.join([str(copy), *site])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Effects that sources ascribe to e-ID" in done.stdout, done.stderr
    assert str(copy) in done.stdout
