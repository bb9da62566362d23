"""The formats, a module each; see `pubinnov.export.registry.Format` for what a module has."""
