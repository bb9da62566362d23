"""`pubinnov`: starts the graph's loading, finds the command, and turns errors into one plain line."""

from __future__ import annotations

import gc
import sys

# With these nothing is read, or something else is.
_NO_GRAPH = ("--help", "-h", "--version", "--data")
# These read the files themselves, to the letter.
_OWN_READERS = frozenset({"fmt", "validate"})


def main() -> None:
    """Run the command line and exit."""
    # A command makes many objects and drops few before it ends; looking for cycles would only cost time.
    gc.set_threshold(200_000)
    arguments = sys.argv[1:]
    # While click and the command's own module are imported, a second thread parses the packaged graph: the engine gives
    # up the interpreter's lock for that. A command that needs no graph ends without waiting for it.
    reads_graph = arguments and _OWN_READERS.isdisjoint(arguments)
    if reads_graph and not any(argument.startswith(_NO_GRAPH) for argument in arguments):
        from . import _graph

        _graph.begin()
    from ._app import run

    run()


if __name__ == "__main__":
    main()
