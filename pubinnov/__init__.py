"""The evidence-backed knowledge graph of public-sector innovation.

    >>> import pubinnov
    >>> graph = pubinnov.open()
    >>> print(graph.ask("which benefits does e-ID enable?").sentence)  # doctest: +SKIP

`open` gives a `KnowledgeGraph`; every error raised on purpose is a `pubinnov.errors.PubinnovError`.
"""

from pubinnov.knowledge_graph import KnowledgeGraph, open
from pubinnov.version import __version__

__all__ = ["KnowledgeGraph", "__version__", "open"]
