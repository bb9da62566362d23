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

from typing import Any, ClassVar

from pubinnov.errors import PubinnovError, ViewError
from pubinnov.query_file import NamedQueryFile


class View(NamedQueryFile):
    """A named view.

    Attributes:
        directed: Whether an edge leads from one end to the other.
        edge: What its edges are called, where the query does not say.
    """

    noun: ClassVar[str] = "view"
    error: ClassVar[type[PubinnovError]] = ViewError
    folder: ClassVar[str] = "views"

    def _read(self, fields: dict[str, Any]) -> None:
        super()._read(fields)
        self.directed: bool = fields.pop("directed")
        self.edge: str = fields.pop("edge")


def views() -> dict[str, View]:
    """Return the views by name.

    Raises:
        CatalogueError: If a file is not well-formed.
    """
    return View.all()


def view(name: str) -> View:
    """Return the view with a name or alias; case, hyphens and dashes do not count.

    Raises:
        ViewError: If none is called so.
    """
    return View.named(name)
