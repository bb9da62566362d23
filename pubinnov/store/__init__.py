"""Where triples live: one small protocol, and the engines that keep it."""
