"""Pictures: layout, colours, labels."""
