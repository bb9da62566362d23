"""The one projection of RDF to nodes and edges with typed attributes, and the named views of it."""
