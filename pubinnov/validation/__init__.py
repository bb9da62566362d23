"""Validation: SHACL, screened natively and proven by pySHACL, with the place and the remedy of each problem."""
