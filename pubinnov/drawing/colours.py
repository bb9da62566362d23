"""Colours that people with any kind of colour vision can tell apart.

The palette is that of Okabe and Ito, "Color Universal Design: how to make figures and presentations that are friendly
to colorblind people" (2002, revised 2008), without black, which text and outlines need.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

#: Blue, orange, bluish green, vermilion, reddish purple, sky blue, yellow: neighbours in the list differ most.
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#f0e442")
#: Of things without a kind.
NEUTRAL = "#999999"

# What is drawn most often keeps its colour in all pictures; what is good and what is harmful are green and red.
_KINDS = {
    "Technology": "#0072b2",
    "Method": "#56b4e9",
    "Benefit": "#009e73",
    "Harm": "#d55e00",
    "Country": "#e69f00",
    "Initiative": "#cc79a7",
}


def by_kind(kinds: Iterable[str]) -> dict[str, str]:
    """Return a colour for each kind of node, as `#rrggbb`.

    Technology, Method, Benefit, Harm, Country and Initiative have the same colour in all pictures; other kinds take
    what is left of the palette, and then shades of it, in the order of their names.

    Args:
        kinds: Their names, in any order, with or without repetition; an empty one is grey.
    """
    names = sorted(set(kinds))
    taken = {_KINDS[name] for name in names if name in _KINDS}
    # Of more kinds than there are shades, some share one.
    free = cycle([colour for colour in by_group(3 * len(PALETTE)) if colour not in taken])
    return {name: _KINDS.get(name) or (next(free) if name else NEUTRAL) for name in names}


def by_group(count: int) -> list[str]:
    """Return a colour for each of a number of groups, as `#rrggbb`.

    A group keeps its colour however many follow. From the eighth on, they are darker and then lighter shades of the
    palette; from the twenty-second on, they repeat: nobody can tell so many colours apart.

    Args:
        count: Of groups.
    """
    shades = [
        *PALETTE,
        *(_mixed(colour, "#000000") for colour in PALETTE),
        *(_mixed(colour, "#ffffff") for colour in PALETTE),
    ]
    return [shades[number % len(shades)] for number in range(count)]


def _mixed(colour: str, other: str) -> str:
    """Return the colour in the middle of two."""
    pairs = [(int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{(one + two) // 2:02x}" for one, two in pairs)
