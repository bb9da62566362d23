"""Questions that the graph answers: the catalogue, what a wording means, and answers with evidence."""
