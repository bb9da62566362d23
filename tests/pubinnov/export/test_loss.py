from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pubinnov.export.loss import Loss


def test_the_most_frequent_comes_first() -> None:
    loss = Loss()
    assert loss.lines() == []
    loss.note("once")
    loss.note("often", 1_000)
    loss.note("often")
    loss.note("never", 0)
    loss.note("not so", False)
    assert loss.lines() == ["often: 1,001 times", "once"]


@given(st.text(st.characters() | st.sampled_from("\n\r\x85\u2028\ud800"), min_size=1))
def test_a_line_is_one_line_that_can_be_printed(name: str) -> None:
    loss = Loss()
    loss.note(f"{name} is called something else", 2)
    (line,) = loss.lines()
    assert line.encode("utf-8").decode("utf-8").splitlines() == [line]
    assert line.endswith(" is called something else: 2 times")
