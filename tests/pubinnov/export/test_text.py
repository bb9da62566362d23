from __future__ import annotations

import io
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubinnov.export import text
from pubinnov.export.document import Column
from pubinnov.export.loss import Loss

# Few letters, so that names meet often, with what a number behind a name is made of.
_NAMES = st.lists(st.text("aAß_23", max_size=4), max_size=12)
_FOLDS = st.sampled_from([str, str.casefold, str.lower])
_ANY = st.text(st.characters() | st.characters(categories=["Cs"]))


@given(_NAMES, _FOLDS, _NAMES)
def test_unique_names_differ_and_are_not_taken(names: list[str], fold: Any, taken: list[str]) -> None:
    made = text.unique(names, fold, taken)
    assert len(made) == len(names)
    folded = [fold(name) for name in made]
    assert len(set(folded)) == len(folded)
    assert not set(folded) & {fold(name) for name in taken}


@given(_NAMES, _FOLDS, _NAMES)
def test_unique_keeps_every_name_that_is_the_first_of_its_kind(names: list[str], fold: Any, taken: list[str]) -> None:
    used = {fold(name) for name in taken}
    for name, made in zip(names, text.unique(names, fold, taken), strict=True):
        if fold(name) not in used:
            assert made == name
        else:
            assert made.startswith(f"{name}_")
            assert made.removeprefix(f"{name}_").isdecimal()
        used.add(fold(name))


@pytest.mark.parametrize(
    ("names", "taken", "made"),
    [
        (["a", "a", "a"], [], ["a", "a_2", "a_3"]),
        (["a", "a", "a_2", "A"], [], ["a", "a_3", "a_2", "A"]),
        (["id", "id_2"], ["id"], ["id_3", "id_2"]),
        (["", ""], [], ["", "_2"]),
    ],
)
def test_a_name_with_a_number_gives_way_to_one_that_was_given(
    names: list[str], taken: list[str], made: list[str]
) -> None:
    assert text.unique(names, taken=taken) == made


class _Output(io.BytesIO):
    longest = 0

    def write(self, data: Any) -> int:
        self.longest = max(self.longest, len(data))
        return super().write(data)


@given(st.lists(_ANY))
def test_what_is_written_is_the_cleaned_text(pieces: list[str]) -> None:
    output, loss, cleaned = io.BytesIO(), Loss(), Loss()
    text.write(pieces, output, loss)
    assert output.getvalue().decode("utf-8") == text.clean("".join(pieces), cleaned)
    assert loss.lines() == cleaned.lines()


@pytest.mark.parametrize(("size", "times"), [(1, 2_000_000), (100, 20_000), (150_000, 14)])
def test_pieces_are_written_as_they_come(size: int, times: int) -> None:
    output = _Output()
    text.write(("x" * size for _ in range(times)), output, Loss())
    assert len(output.getvalue()) == size * times
    assert output.longest <= text._BATCH + size < size * times / 4


@given(_ANY)
def test_clean_replaces_surrogates_and_nothing_else(given_text: str) -> None:
    loss = Loss()
    cleaned = text.clean(given_text, loss)
    halves = ["\ud800" <= character <= "\udfff" for character in given_text]
    assert list(cleaned) == [
        "\ufffd" if half else character for half, character in zip(halves, given_text, strict=True)
    ]
    times = sum(halves)
    told = "lone surrogates replaced by \ufffd" + (f": {times:,} times" if times > 1 else "")
    assert loss.lines() == ([told] if times else [])


@given(st.floats())
def test_a_number_is_read_back(value: float) -> None:
    written = text.number(value)
    read = float(written.replace("Infinity", "inf"))
    assert math.isnan(read) if math.isnan(value) else read == value
    assert math.copysign(1, read) == math.copysign(1, value) or math.isnan(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("text", "text"), (True, "true"), (False, "false"), (2**70, str(2**70)), (0.1, "0.1"), (1.0, "1.0"), (1e-300, "1e-300"),
        (math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity"),
    ],
)  # fmt: skip
def test_a_single_value_as_text(value: Any, written: str) -> None:
    assert text.one(value) == written
    assert text.joined(value, Column("x", "string")) == written
    assert text.joined([value, value], Column("x", "string", many=True)) == f"{written}; {written}"


_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(_VALUES | st.lists(_VALUES))
def test_json_can_hold_what_is_finite(value: Any) -> None:
    made = json.loads(json.dumps(text.finite(value), allow_nan=False))
    for one, other in zip(*((each if isinstance(each, list) else [each]) for each in (value, made)), strict=True):
        if isinstance(one, float) and not math.isfinite(one):
            assert other == text.number(one)
        else:
            assert (type(other), other) == (type(one), one)
