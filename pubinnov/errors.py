"""Every error that a caller may catch. Each message is one line; `hint` says what to do."""

from __future__ import annotations


class PubinnovError(Exception):
    """The root of all errors raised on purpose, so that a caller can catch them in one place.

    Attributes:
        hint: What the user can do about it, or an empty string.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class DataError(PubinnovError):
    """Data could not be read: the file is missing, is not RDF, or cannot be opened."""


class DataSyntaxError(DataError, SyntaxError):
    """A file is not well-formed. Also a SyntaxError, as parsers of this field raise.

    Attributes:
        filename: The file, or `-` for standard input.
        lineno: The line, counted from 1, or None where the parser does not say.
        offset: The column, counted from 1, or None.
        text: The offending line, or None.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        filename: str,
        lineno: int | None = None,
        offset: int | None = None,
        text: str | None = None,
    ) -> None:
        PubinnovError.__init__(self, message, hint)
        self.msg = message
        self.filename = filename
        self.lineno = lineno
        self.offset = offset
        self.text = text

    def __str__(self) -> str:
        return str(self.args[0])


class FormattingError(DataError):
    """A file is well-formed, but could not be brought to the canonical form without losing something."""


class QueryError(PubinnovError, ValueError):
    """A query cannot be run: its syntax is wrong, it is an update, or it may not call a service."""


class QuerySyntaxError(QueryError):
    """A query is not SPARQL; the message names the line, the column and the likely slip."""


class BindingError(QueryError):
    """A parameter names no variable of the query, or one that cannot take a fixed value."""


class TermError(PubinnovError, LookupError):
    """A text could not be turned into one term of the graph."""


class UnknownTermError(TermError):
    """Nothing in the graph goes by this text.

    Attributes:
        suggestions: Names of the nearest things, best first.
    """

    def __init__(self, message: str, hint: str = "", *, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = suggestions


class AmbiguousTermError(TermError):
    """More than one thing goes by this text, and guessing would hide it.

    Attributes:
        candidates: Prefixed names of the things that share the text.
    """

    def __init__(self, message: str, hint: str = "", *, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.candidates = candidates


class QuestionError(PubinnovError):
    """A question of the catalogue was called with a wrong name or wrong parameters."""


class ViewError(PubinnovError):
    """Because a view of the network can be unknown, empty, or without what a measure needs."""


class ProfileError(PubinnovError):
    """A profile of the graph is unknown, or does not take the filter it was given."""


class NotUnderstoodError(QuestionError):
    """A question in words fits no question of the catalogue well enough; guessing would be a bluff.

    Attributes:
        suggestions: The nearest known questions, best first, with the user's own terms filled in.
    """

    def __init__(self, message: str, hint: str = "", *, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = suggestions


class CatalogueError(PubinnovError):
    """A question or rule file is not well-formed: a mistake of its author, not of its user."""


class MissingDependencyError(PubinnovError, ImportError):
    """An optional package is needed for this; the hint says how to install it."""


class OutputError(PubinnovError):
    """Output could not be written: no such format, no such place, or no room."""


class ShapesError(PubinnovError):
    """Nothing could be validated: the shapes graph is not valid SHACL, recurses, or cannot be evaluated."""
