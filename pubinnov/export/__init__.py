"""The graph as files that other programs read: one document of typed nodes and edges, and a module for each format."""
