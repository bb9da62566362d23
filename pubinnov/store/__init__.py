"""Where triples live: one small protocol, and the engines that keep it."""

from pubinnov.store.embedded import EmbeddedStore
from pubinnov.store.protocol import GraphSelection, QueryOutcome, Store

__all__ = ["EmbeddedStore", "GraphSelection", "QueryOutcome", "Store"]
