"""Files of pictures: the same in every run, whatever settings whoever draws them has."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pubinnov.errors import OutputError
from pubinnov.writing import whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: The formats, by the ending of the file.
FORMATS = ("png", "svg", "pdf")

_SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "svg.fonttype": "none",
    "svg.hashsalt": "pubinnov",
    "pdf.fonttype": 42,
    "text.parse_math": False,
}
# What would make two runs differ, or tell of the machine.
_METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}


def check_ending(path: str) -> str:
    """Return the format that a file's ending asks for.

    Raises:
        OutputError: If it is none of `FORMATS`.
    """
    form = os.path.splitext(path)[1].lstrip(".").lower()
    if form not in FORMATS:
        raise OutputError(
            f"a picture cannot be written to {path!r}: its format is not known",
            f"known endings: {', '.join(f'.{each}' for each in FORMATS)}",
        )
    return form


@contextmanager
def settings() -> Iterator[None]:
    """Draw with the settings of this package in the block."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def save(figure: Figure, path: str) -> None:
    """Write a figure to a file, whole or not at all.

    Raises:
        OutputError: If the format is not known, or the file cannot be written.
    """
    form = check_ending(path)
    drawn = io.BytesIO()
    figure.savefig(drawn, format=form, dpi=150, metadata=_METADATA[form])
    with whole(path) as stream:
        stream.write(drawn.getvalue())
