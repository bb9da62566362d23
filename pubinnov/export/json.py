"""What all formats of JSON have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pubinnov.export.document import Column, Value
from pubinnov.export.table import Rules

#: What becomes of what JSON itself has no place for.
FATES = {
    "dates": "texts, YYYY-MM-DD",
    "control characters": "kept, escaped; halves of surrogate pairs are replaced by �",
    "large integers": "numbers up to 2^53 - 1, beyond which JavaScript rounds; with one beyond, the attribute is text",
    "NaN": "JSON has neither NaN nor infinities; with one, the attribute is text: NaN, Infinity and -Infinity",
}

# Number.MAX_SAFE_INTEGER of JavaScript.
_LARGEST = 2**53 - 1

#: Writes a value on one line.
encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def rules(*reserved: str, capitals: bool = True) -> Rules:
    """Return what JSON for JavaScript can hold.

    Args:
        reserved: Keys that readers use for something else.
        capitals: Whether keys may differ in nothing but capital and small letters.
    """
    # "__proto__" sets what an object inherits from when JavaScript copies it.
    return Rules(
        reserved=("__proto__", *reserved),
        fold=str if capitals else str.casefold,
        integers=(-_LARGEST, _LARGEST),
        finite=True,
    )


def present(columns: Sequence[Column], values: Sequence[Value]) -> dict[str, Value]:
    """Return the values of a row as an object without those that are missing."""
    return {column.name: value for column, value in zip(columns, values, strict=True) if value is not None}


def array(values: Iterable[Any]) -> Iterator[str]:
    """Write an array, a line for each value."""
    separator = "[\n"
    for value in values:
        yield separator + encoded(value)
        separator = ",\n"
    yield "[]" if separator == "[\n" else "\n]"
