from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pubinnov.export import xml
from pubinnov.export.loss import Loss

# Characters that XML has no place for, or treats in a way of their own, come often.
_ANY = st.text(st.characters() | st.sampled_from("\0\x0b\t\n\r\x85\u2028\ud800\ufffe<>&\"']"))


@given(_ANY)
def test_a_text_between_tags_is_read_back(xml_text: Callable[[str], str], given_text: str) -> None:
    loss = Loss()
    written = xml.clean(given_text, loss)
    assert (ElementTree.fromstring(f"<a>{written}</a>").text or "") == xml_text(given_text)
    assert bool(loss.lines()) == (xml_text(given_text) != given_text)


@given(_ANY)
def test_a_quoted_text_is_read_back(xml_text: Callable[[str], str], given_text: str) -> None:
    loss = Loss()
    written = xml.attribute(given_text, loss)
    assert ElementTree.fromstring(f"<a b={written}/>").get("b") == xml_text(given_text)
    assert bool(loss.lines()) == (xml_text(given_text) != given_text)


@given(_ANY)
def test_what_some_tools_take_for_line_ends_is_a_number(given_text: str) -> None:
    for written in (xml.clean(given_text, Loss()), xml.attribute(given_text, Loss())):
        assert not set("\r\x85\u2028") & set(written)
        assert "]]>" not in written
