"""Files of pictures: the same in every run, whatever settings whoever draws them has."""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from pubinnov.errors import OutputError
from pubinnov.writing import whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: The formats, by the ending of the file.
FORMATS = ("png", "svg", "pdf")

# The first comes with Matplotlib; the others have letters that it lacks, where they are installed.
_FONTS = (
    "DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai",
    "Noto Sans Ethiopic", "Noto Sans", "WenQuanYi Zen Hei", "Microsoft YaHei", "Nirmala UI", "PingFang SC",
    "Hiragino Sans", "Arial Unicode MS",
)  # fmt: skip
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pubinnov",
    "pdf.fonttype": 42,
    "text.parse_math": False,
}
_GLYPH = re.compile(r"Glyph (\d+) .*missing from")
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


class LettersMissing(UserWarning):
    """No font at hand has some letters of a picture, which are drawn as boxes."""


@contextmanager
def settings(form: str) -> Iterator[None]:
    """Draw with the settings of this package in the block.

    Args:
        form: Of the picture: SVG has texts, which whatever shows it finds fonts for.

    Warns:
        LettersMissing: Once, if letters are drawn as boxes.
    """
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    # What is in an SVG must not tell which fonts are here.
    there = set(fontManager.get_font_names()) if form != "svg" else {_FONTS[0]}
    missing: set[str] = set()
    with mpl.rc_context(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS | {"font.family": [font for font in _FONTS if font in there]})
        yield
    for each in caught:
        letter = _GLYPH.match(str(each.message))
        if letter:
            missing.add(chr(int(letter[1])))
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
    if missing and form != "svg":
        warnings.warn(
            f"{len(missing)} letters are drawn as boxes, as no font at hand has them: {''.join(sorted(missing)[:12])}"
            f"{'…' if len(missing) > 12 else ''}; install one, such as Noto Sans, or write SVG",
            LettersMissing,
            stacklevel=3,
        )


def save(figure: Figure, path: str) -> None:
    """Write a figure to a file, whole or not at all.

    Raises:
        OutputError: If the format is not known, or the file cannot be written.
    """
    form = check_ending(path)
    with whole(path) as stream:
        write(figure, stream, form)


def write(figure: Figure, output: IO[bytes], form: str) -> None:
    """Write a figure in one of `FORMATS`."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format=form, dpi=150, metadata=_METADATA[form])
    output.write(drawn.getvalue())
