"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO, cast

from pubinnov.errors import OutputError

_unfinished: set[str] = set()


@contextmanager
def whole(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file that appears when the block has ended well; otherwise what was there before stays.

    What is no regular file, such as a pipe, is written to as it is.

    Raises:
        OutputError: If the file cannot be written.
    """
    with all_whole([path]) as [stream]:
        yield stream


@contextmanager
def all_whole(paths: Sequence[str | os.PathLike[str]]) -> Iterator[list[BinaryIO]]:
    """Open files that appear together: none takes its place before all are written and closed; see `whole`.

    Raises:
        OutputError: If one of the files cannot be written.
    """
    with ExitStack() as stack:
        parts = [stack.enter_context(_part(path)) for path in paths]
        yield [stream for _, _, stream in parts]
        for path, (_, _, stream) in zip(paths, parts, strict=True):
            with _told(path):
                # What a disk has no room for is told now.
                stream.close()
        for path, (name, place, _) in zip(paths, parts, strict=True):
            if name is not None:
                with _told(path):
                    os.chmod(name, _mode(place))
                    os.replace(name, place)


@contextmanager
def _told(path: str | os.PathLike[str]) -> Iterator[None]:
    """Tell what goes wrong with a file in a line."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None


@contextmanager
def _part(path: str | os.PathLike[str]) -> Iterator[tuple[str | None, str, BinaryIO]]:
    """Open what is to be a file: the name of its temporary file, its place, and the stream.

    There is no temporary file for a device or a pipe, which cannot be replaced: what is written goes through.
    """
    import tempfile

    place = os.path.realpath(path)  # a link keeps leading to the file
    folder, base = os.path.split(place)
    if os.path.isdir(place):
        raise OutputError(f"cannot write {path}: it is a folder", "name a file in it")
    if os.path.exists(place):
        if not os.access(place, os.W_OK):
            raise OutputError(f"cannot write {path}: it is read-only", "change its permissions, or name another file")
        if not os.path.isfile(place):
            with _told(path), open(place, "wb") as stream:
                yield None, place, stream
            return
    try:
        # Beside its final place, so that putting it there is one step.
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{base}.", suffix=".part")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}", "check the folder") from None
    _unfinished.add(name)
    try:
        with _told(path), os.fdopen(handle, "wb") as stream:
            yield name, place, cast(BinaryIO, stream)
    finally:
        _unfinished.discard(name)
        with suppress(OSError):
            os.unlink(name)


def abandon() -> None:
    """Remove what is half-written, before a process that is not to finish its work ends."""
    for name in list(_unfinished):
        with suppress(OSError):
            os.unlink(name)


def _mode(path: str) -> int:
    """Return the permissions of a file: those that it has, or those of a new one."""
    with suppress(FileNotFoundError):
        return os.stat(path).st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
