"""Measures on networks, with how much each owes to curation and chance."""
