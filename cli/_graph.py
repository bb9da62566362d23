"""The graph that a command works on, read ahead where that is possible."""

from __future__ import annotations

from threading import Thread

from pubinnov.errors import PubinnovError

# Imported before the thread starts: importing in two threads at once makes each wait for the other.
from pubinnov.store.embedded import EmbeddedStore
from pubinnov.store.reading import packaged_document


class _Ahead:
    """A packaged graph that is being read in a thread of its own."""

    def __init__(self) -> None:
        self._store: EmbeddedStore | None = None
        self._error: Exception | None = None
        self._thread: Thread | None = None
        try:
            # The files are read here, since in the other thread each would have to wait for the interpreter's lock.
            document = packaged_document()
        except PubinnovError as error:
            self._error = error
            return
        self._thread = Thread(target=self._parse, args=(document,), daemon=True)
        self._thread.start()

    def _parse(self, document: bytes) -> None:
        try:
            self._store = EmbeddedStore.packaged(document)
        except Exception as error:  # told to the user by the thread that asked for the graph
            self._error = error

    def store(self) -> EmbeddedStore:
        if self._thread is not None:
            self._thread.join()
        if self._store is None:
            raise self._error or RuntimeError("the graph was not read")
        return self._store


_ahead: _Ahead | None = None


def begin() -> None:
    """Begin to read the packaged graph."""
    global _ahead  # noqa: PLW0603 - one process runs one command
    _ahead = _Ahead()


def packaged() -> EmbeddedStore:
    """Return the packaged graph, waiting for it where it is being read."""
    if _ahead is None:
        begin()
    assert _ahead is not None
    return _ahead.store()
