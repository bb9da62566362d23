"""Colours of kinds."""

from __future__ import annotations

from pubinnov.drawing.colours import by_kind


def test_any_number_of_kinds_have_a_colour() -> None:
    kinds = [f"Kind {number:03}" for number in range(100)] + ["Technology"]
    found = by_kind(kinds)
    assert set(found) == set(kinds)
    assert [kind for kind, colour in found.items() if colour == found["Technology"]] == ["Technology"]
