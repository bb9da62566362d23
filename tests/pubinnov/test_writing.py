"""Files that appear whole or not at all, with the file system's own refusals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pubinnov.errors import OutputError
from pubinnov.writing import abandon, all_whole, whole

# A file system that takes no more than a thousand bytes, which is how a full disk looks to a program.
FULL = """
import resource, signal, sys
from pubinnov.errors import OutputError
from pubinnov.writing import whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with whole(sys.argv[1]) as stream:
        stream.write(b"x" * 100_000)
except OutputError as error:
    print(error)
"""


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with whole(path) as stream:
        stream.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), whole(path) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True)
    assert done.stdout == f"cannot write {path}: File too large\n"
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_folder_in_the_way_or_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"), whole(tmp_path):
        pass
    with pytest.raises(OutputError, match="No such file"), whole(tmp_path / "none" / "a.txt"):
        pass
    assert not os.listdir(tmp_path)


def test_a_link_keeps_leading_to_the_file_and_permissions_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    with whole(link) as stream:
        stream.write(b"after")
    assert link.is_symlink()
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_half_written_is_removed_when_work_is_abandoned(tmp_path: Path) -> None:
    with pytest.raises(OutputError), whole(tmp_path / "a.txt") as stream:
        stream.write(b"half")
        abandon()
        assert not os.listdir(tmp_path)
    assert not os.listdir(tmp_path)


def test_none_of_several_files_appears_if_one_cannot_be_written_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(OutputError, match=r"cannot write .*b: "), all_whole([tmp_path / "a", tmp_path / "b"]) as streams:
        streams[0].write(b"after")
        # As a full disk does, when what is still in memory is written.
        os.close(streams[1].fileno())
        streams[1].write(b"x")
    assert (tmp_path / "a").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a"], "something half-written was left"


def test_several_files_appear_together(tmp_path: Path) -> None:
    with all_whole([tmp_path / "a", tmp_path / "b"]) as streams:
        for stream in streams:
            stream.write(b"whole")
        assert not {"a", "b"} & set(os.listdir(tmp_path))
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are of POSIX")
def test_a_pipe_beside_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (
        subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE) as reader,
        all_whole([tmp_path / "a", tmp_path / "pipe"]) as streams,
    ):
        for stream in streams:
            stream.write(b"whole")
            stream.close()
        assert reader.stdout is not None
        assert reader.stdout.read() == b"whole"
    assert (tmp_path / "pipe").is_fifo()
