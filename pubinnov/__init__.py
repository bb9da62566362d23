"""The evidence-backed knowledge graph of public-sector innovation.

    >>> import pubinnov
    >>> graph = pubinnov.open()
    >>> "e-ID" in graph.ask("which benefits does e-ID enable?").sentence
    True

`open` gives a `KnowledgeGraph`, `validate_files` checks files against the shapes of the model; every error raised on
purpose is a `pubinnov.errors.PubinnovError`.
"""

from pubinnov.version import __version__

# Said without importing typing, which would hold up the reading of the graph: see cli/_graph.py.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pubinnov.knowledge_graph import KnowledgeGraph, open, validate_files  # noqa: A004 - see there

__all__ = ["KnowledgeGraph", "__version__", "open", "validate_files"]


def __getattr__(name: str) -> object:
    # The command line reads the graph in one thread while it imports the rest in another: for that the store
    # must not wait for the front door (PEP 562).
    if name in {"KnowledgeGraph", "open", "validate_files"}:
        from pubinnov import knowledge_graph

        return getattr(knowledge_graph, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
