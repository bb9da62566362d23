"""Named views of the graph as a network: one file a view in `ontology/views/`, found by being there.

A file is a query with a head (see `pubinnov.query_file`), whose parameters are the filters of the view:

    #+ {"title": "Countries, and the technologies and methods that their initiatives use",
    #+  "aliases": ["country-technology"], "directed": true, "edge": "uses",
    #+  "parameters": {"place": {"kind": "Place", "optional": true}}}
    SELECT ?source ?target ?record … WHERE { … }

A row is a record that grounds an edge from `?source` to `?target`, such as a claim. A row without a `?target` says
that the source has the record, and joins it to every other source that has it: pairs are many more than what they
share, and need not be made by the engine. A row may have an `?edge` (the property or a word, where a view has several
sorts of link), a `?record`, and for weights and for resampling an `?initiative`, `?country`, `?origin` (the source),
`?year` and `?graded` (the grade of its evidence).
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import Any, ClassVar

from pubinnov.errors import PubinnovError, ViewError
from pubinnov.lookup import key
from pubinnov.package_files import files, ontology_folder
from pubinnov.query_file import QueryFile


class View(QueryFile):
    """A named view.

    Attributes:
        aliases: Other names of it.
        directed: Whether an edge leads from one end to the other.
        edge: What its edges are called, where the query does not say.
    """

    noun: ClassVar[str] = "view"
    error: ClassVar[type[PubinnovError]] = ViewError

    def _read(self, fields: dict[str, Any]) -> None:
        self.aliases: list[str] = fields.pop("aliases")
        self.directed: bool = fields.pop("directed")
        self.edge: str = fields.pop("edge")


def views() -> dict[str, View]:
    """Return the views by name.

    Raises:
        CatalogueError: If a file is not well-formed.
    """
    found = {}
    for path in files(os.path.join(ontology_folder(), "views"), ".rq"):
        with open(path, encoding="utf-8") as stream:
            view = View(os.path.splitext(os.path.basename(path))[0], stream.read())
        found[view.name] = view
    return found


def view(name: str) -> View:
    """Return the view with a name or alias; case, hyphens and dashes do not count.

    Raises:
        ViewError: If none is called so.
    """
    known = views()
    by_key = {key(each): found for found in known.values() for each in (found.name, *found.aliases)}
    if key(name) not in by_key:
        near = get_close_matches(key(name), list(by_key), n=1)
        hint = f"did you mean {by_key[near[0]].name}?" if near else f"there are: {', '.join(known)}"
        raise ViewError(f"no view is called {name!r}", hint)
    return by_key[key(name)]
