"""What formats of XML share: text as XML 1.0 has it, and the values of rows as elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pubinnov.export.document import Column
from pubinnov.export.loss import Loss
from pubinnov.export.table import Rules

#: What GraphML and GEXF can hold. Readers give the reserved names to what is no attribute in a file.
RULES = Rules(reserved=("id", "label", "weight", "key"), lists=False)

#: The types of GraphML and GEXF, which are those of Java.
TYPES = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean", "date": "string"}

#: What XML 1.0 has no place for (production 2).
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What is anything but itself: most texts have none of it. XML 1.1 and some tools take U+0085 and U+2028 for line ends.
_SPECIAL = re.compile("[^\t\n\x20-%'-;=?-\x7e\x86-\u2027\u2029-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL_IN_ATTRIBUTE = re.compile("[^\x20!#-%'-;=?-\x7e\x86-\u2027\u2029-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# So many texts of elements are kept.
_FEW = 1_000
_LINE_ENDS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
_SPACES = {**_LINE_ENDS, "\n": "&#10;", "\t": "&#9;"}


def clean(text: str, loss: Loss) -> str:
    """Return a text as XML writes it between tags."""
    if not _SPECIAL.search(text):
        return text
    return escape(_without(text, loss), _LINE_ENDS)


def attribute(text: str, loss: Loss) -> str:
    """Return a text as the quoted value of an attribute; line ends and tabs are kept."""
    if not _SPECIAL_IN_ATTRIBUTE.search(text):
        return f'"{text}"'
    return quoteattr(_without(text, loss), _SPACES)


class Elements:
    """The values of rows as elements: what writes each column is made once, and values that come again are kept.

    Args:
        element: With two places, for the number of the column and the value.
        columns: What the values are.
        first: The number of the first column.
        written: Returns a value as text.
        escaped: Escapes a text.
        quote: What stands around integers, which need not be escaped.
        loss: What is lost is noted here.
    """

    def __init__(
        self,
        element: str,
        columns: Sequence[Column],
        first: int,
        written: Callable[[Any, Column], str],
        escaped: Callable[[str, Loss], str],
        quote: str,
        loss: Loss,
    ) -> None:
        self._writers = []
        for place, column in enumerate(columns, first):
            before, after = element.format(place, "\n").split("\n")
            self._writers.append(_writer(before, after, column, written, escaped, quote, loss))
        self._before: Sequence[Any] = ()
        self._text = ""
        self._known: dict[Sequence[Any], str] = {}

    def __call__(self, values: Sequence[Any]) -> str:
        """Return the elements of a row; what is missing has none."""
        # Edges in a row often have the very same values, such as those of links that nothing grounds.
        if values is not self._before:
            pairs = zip(self._writers, values, strict=True)
            self._text = "".join([write(value) for write, value in pairs if value is not None])
            self._before = values
        return self._text

    def few(self, values: tuple[Any, ...]) -> str:
        """Return the same for values of which there are few, such as the kinds of edges: each is written once."""
        text = self._known.get(values)
        if text is None:
            if len(self._known) > _FEW:
                self._known.clear()
            text = self._known[values] = self(values)
        return text


def _writer(
    before: str,
    after: str,
    column: Column,
    written: Callable[[Any, Column], str],
    escaped: Callable[[str, Loss], str],
    quote: str,
    loss: Loss,
) -> Callable[[Any], str]:
    """Return what writes a value of a column as an element."""
    if column.type == "integer" and not column.many:
        before, after = before + quote, quote + after
        return lambda value: f"{before}{value}{after}"
    if column.type == "string" and not column.many:
        return lambda value: f"{before}{escaped(value, loss)}{after}"
    return lambda value: f"{before}{escaped(written(value, column), loss)}{after}"


def _without(text: str, loss: Loss) -> str:
    cleaned, times = NO_CHARACTER.subn("\ufffd", text)
    loss.note("characters that XML has no place for replaced by \ufffd", times)
    return cleaned
