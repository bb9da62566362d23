"""`pubinnov fmt` as a user runs it, good and bad."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pubinnov.package_files import curated_files, files, ontology_folder

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
GOOD = '@prefix e: <http://e/> .\n\ne:a a e:B ;\n    e:p 0.50 , "é"@en-GB .\n'
LOOSE = '@prefix e: <http://e/> .\ne:a e:p "é"@en-GB, 0.50 ; a e:B.'
LOSING = "@prefix e: <http://e/> .\ne:a e:p 1 , # one\n 2 .\n"


def test_files_are_rewritten_and_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.ttl").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.nt").write_text("<a:s>    <a:p> <a:o> .\n")
    done = run("fmt", ".")
    assert (done.returncode, done.stdout) == (0, f".{os.sep}deep{os.sep}a.ttl\n")
    assert done.stderr == "1 file changed, 1 in form already.\n"
    assert (tmp_path / "deep" / "a.ttl").read_text(encoding="utf-8") == GOOD
    assert (tmp_path / "c.nt").read_text() == "<a:s>    <a:p> <a:o> .\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.ttl", "b.ttl", "c.nt", "deep"]
    again = run("fmt", "deep", "b.ttl")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "0 files changed, 2 in form already.\n"


def test_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(GOOD, encoding="utf-8")
    done = run("fmt", "--check", "a.ttl", "b.ttl")
    assert (done.returncode, done.stdout) == (1, "a.ttl\n")
    assert done.stderr == "1 file would change, 1 in form already.\n"
    assert (tmp_path / "a.ttl").read_text(encoding="utf-8") == LOOSE
    assert run("fmt", "b.ttl", "--check").returncode == 0


def test_standard_input(run: Run) -> None:
    done = run("fmt", "-", stdin=LOOSE)
    assert (done.returncode, done.stdout) == (0, GOOD)
    assert run("fmt", "-", stdin=GOOD).stdout == GOOD
    checked = run("fmt", "-", "--check", stdin=LOOSE)
    assert (checked.returncode, checked.stdout) == (1, "-\n")
    assert run("fmt", "-", "--check", stdin=GOOD).returncode == 0
    broken = run("fmt", "-", stdin="e:a e:p 1 .")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert broken.stderr.startswith("pubinnov: -:1:1: the prefix e: is not declared\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("@prefix e: <http://e/> .\ne:a e:p .\n", "bad.ttl:2:9: expected an object, found .\n    e:a e:p ."),
        (LOSING, "bad.ttl:2:13: this comment stands between the parts of one statement"),
        ("<a:s> <a:p> << <a:s> <a:p> 1 >> .", "bad.ttl:1:13: << belongs to RDF 1.2"),
        ("<a:s> <a:p> <http://%zz/> .", "bad.ttl:1:"),
        (b"<a:s> <a:p>\n'\xe9' .", "bad.ttl:2: this is not UTF-8"),
    ],
)
def test_a_file_with_trouble_is_left_and_the_others_are_handled(
    run: Run, tmp_path: Path, content: str | bytes, message: str
) -> None:
    old = content.encode() if isinstance(content, str) else content
    (tmp_path / "bad.ttl").write_bytes(old)
    (tmp_path / "good.ttl").write_text(LOOSE, encoding="utf-8")
    done = run("fmt", "bad.ttl", "good.ttl")
    assert done.returncode == 2
    assert done.stderr.startswith(f"pubinnov: {message}")
    assert done.stderr.endswith("1 file changed, 0 in form already, 1 left as it is.\n")
    assert "Traceback" not in done.stderr
    assert done.stdout == "good.ttl\n"
    assert (tmp_path / "bad.ttl").read_bytes() == old
    assert (tmp_path / "good.ttl").read_text(encoding="utf-8") == GOOD
    assert run("fmt", "--check", "bad.ttl").returncode == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nil.ttl", "no such file or folder: nil.ttl"),
        ("a.nt", "a.nt is not a Turtle file"),
        ("a.ttl.gz", "a.ttl.gz is not a Turtle file"),
        ("a.txt", "cannot tell the RDF format of a.txt"),
        ("none", "the folder none holds no RDF file"),
        ("other", "other holds no Turtle file"),
    ],
)
def test_what_is_not_turtle(run: Run, tmp_path: Path, name: str, message: str) -> None:
    for file in ("a.nt", "a.ttl.gz", "a.txt"):
        (tmp_path / file).write_text("x")
    for folder in ("none", "other"):
        (tmp_path / folder).mkdir()
    (tmp_path / "other" / "a.nt").write_text("")
    done = run("fmt", name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"pubinnov: {message}")
    assert (tmp_path / "a.nt").read_text() == "x"


def test_a_file_of_another_ending_can_be_called_turtle(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LOOSE, encoding="utf-8")
    assert run("--input-format", "turtle", "fmt", "a.txt").returncode == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == GOOD


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are other things there")
def test_permissions_and_links_are_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "a.ttl").chmod(0o640)
    (tmp_path / "link.ttl").symlink_to("a.ttl")
    assert run("fmt", "link.ttl").stdout == "link.ttl\n"
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "a.ttl").read_text(encoding="utf-8") == GOOD
    assert (tmp_path / "a.ttl").stat().st_mode & 0o777 == 0o640


def test_without_a_path_the_files_of_the_checkout_are_meant(run: Run) -> None:
    done = run("fmt", "--check")
    assert done.returncode in {0, 1}, done.stderr
    known = {*files(ontology_folder(), ".ttl"), *curated_files()}
    assert sum(int(word) for word in done.stderr.split() if word.isdigit()) == len(known)
    assert set(done.stdout.splitlines()) <= known


def test_other_commands_do_not_pay_for_it() -> None:
    code = "import sys, pubinnov, pubinnov_cli.search; print([m for m in sys.modules if m in {'pubinnov.turtle', 'pubinnov.formatting', 'pubinnov_cli.fmt'}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"
