"""What all formats of text share: texts that UTF-8 can hold, names that differ, numbers that every language reads."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from pubinnov.export.document import Column
from pubinnov.export.loss import Loss

_SURROGATE = re.compile("[\ud800-\udfff]")
# So many characters are written at once: pieces may be a few, or all edges of a batch.
_BATCH = 200_000


def write(pieces: Iterable[str], output: IO[bytes], loss: Loss) -> None:
    """Write a text that comes in pieces, as UTF-8."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece)
        if size >= _BATCH:
            _write("".join(batch), output, loss)
            batch, size = [], 0
    _write("".join(batch), output, loss)


def _write(text: str, output: IO[bytes], loss: Loss) -> None:
    try:
        output.write(text.encode("utf-8"))
    except UnicodeEncodeError:
        output.write(clean(text, loss).encode("utf-8"))


def clean(text: str, loss: Loss) -> str:
    """Return a text with lone surrogates replaced, for which UTF-8 has no bytes."""
    if text.isascii():
        return text
    cleaned, times = _SURROGATE.subn("\ufffd", text)
    loss.note("lone surrogates replaced by \ufffd", times)
    return cleaned


def unique(names: Iterable[str], fold: Callable[[str], str] = str, taken: Iterable[str] = ()) -> list[str]:
    """Return the names, with a number after those that were there before.

    Args:
        names: In an order that is always the same.
        fold: What two names may not share.
        taken: Names that none may have.
    """
    names = list(names)
    given = {fold(name) for name in names}
    used = {fold(name) for name in taken}
    last: dict[str, int] = {}
    result = []
    for name in names:
        chosen, number = name, last.get(name, 1)
        # A name with a number gives way to one that was given so.
        while fold(chosen) in used or (number > 1 and fold(chosen) in given):
            number += 1
            chosen = f"{name}_{number}"
        last[name] = number
        used.add(fold(chosen))
        result.append(chosen)
    return result


def number(value: float) -> str:
    """Return a double as C, Java, JavaScript and Python read it: infinities as `Infinity`."""
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def one(value: Any) -> str:
    """Return a single value as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)


def joined(value: Any, column: Column) -> str:
    """Return a value as text, lists joined by `; `: for formats that have none."""
    return "; ".join(map(one, value)) if column.many else one(value)


def finite(value: Any) -> Any:
    """Return a value for JSON, which has neither NaN nor infinities: these as texts."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [finite(each) for each in value]
    return number(value) if isinstance(value, float) and not math.isfinite(value) else value
