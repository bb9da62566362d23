"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    import tempfile

    place = os.path.realpath(path)  # a link keeps leading to the file
    folder, base = os.path.split(place)
    if os.path.isdir(place):
        raise OutputError(f"cannot write {path}: it is a folder", "name a file in it")
    if os.path.exists(place):
        if not os.access(place, os.W_OK):
            raise OutputError(f"cannot write {path}: it is read-only", "change its permissions, or name another file")
        if not os.path.isfile(place):
            # A device or a pipe cannot be replaced: what is written goes through.
            try:
                with open(place, "wb") as stream:
                    yield stream
            except OSError as error:
                raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
            return
    try:
        # Beside its final place, so that putting it there is one step.
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{base}.", suffix=".part")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}", "check the folder") from None
    _unfinished.add(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
        os.chmod(name, _mode(place))
        os.replace(name, place)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
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
