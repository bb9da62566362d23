"""Profiles: parts of the graph in the terms of other people's vocabularies, one file each in `ontology/profiles/`.

A file is a CONSTRUCT query with a head (see `pubinnov.query_file`), and is found by being there. Its parameters narrow
the profile:

    #+ {"title": "Initiatives that are public services, as CPSV-AP describes services",
    #+  "aliases": ["services"],
    #+  "parameters": {"place": {"kind": "Place", "optional": true}}}
    CONSTRUCT { … } WHERE { … }

The names of properties are written out, one branch of a UNION each: with a variable in their place a query sees the
derived links too, and pays for making them.
"""

from __future__ import annotations

from typing import ClassVar

from pubinnov import sparql
from pubinnov.errors import CatalogueError, ProfileError, PubinnovError
from pubinnov.query_file import NamedQueryFile


class Profile(NamedQueryFile):
    """A part of the graph in other terms."""

    noun: ClassVar[str] = "profile"
    error: ClassVar[type[PubinnovError]] = ProfileError
    folder: ClassVar[str] = "profiles"

    def check(self) -> None:
        """Check that the head fits the query, and that the query makes triples.

        Raises:
            CatalogueError: If a parameter is not a variable of the query, or it is not a CONSTRUCT query.
        """
        super().check()
        if sparql.form(self.text) != "CONSTRUCT":
            raise CatalogueError(f"profile {self.name}: it is not a CONSTRUCT query")


def profiles() -> dict[str, Profile]:
    """Return the profiles by name.

    Raises:
        CatalogueError: If a file is not well-formed.
    """
    return Profile.all()


def profile(name: str) -> Profile:
    """Return the profile with a name or alias; case, hyphens and dashes do not count.

    Raises:
        ProfileError: If none is called so.
    """
    return Profile.named(name)
