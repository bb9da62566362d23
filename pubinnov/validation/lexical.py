"""The lexical spaces of XML Schema's datatypes: which texts are well-formed literals.

Source: W3C XML Schema Definition Language (XSD) 1.1 Part 2, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pubinnov import terms

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DAYS = r"(?:\d+D)"
_CLOCK = r"(?:T(?:\d+H(?:\d+M)?(?:\d+(?:\.\d+)?S)?|\d+M(?:\d+(?:\.\d+)?S)?|\d+(?:\.\d+)?S))"

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}

_PATTERNS = {
    name: re.compile(pattern)
    for name, pattern in {
        "boolean": "true|false|0|1",
        "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
        "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
        "gYear": _YEAR + _ZONE,
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": f"--{_MONTH}{_ZONE}",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
        "gDay": f"---{_DAY}{_ZONE}",
        "date": f"({_YEAR})-({_MONTH})-({_DAY}){_ZONE}",
        "dateTime": f"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE}",
        "dateTimeStamp": f"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}(?=Z|[+-]){_ZONE}",
        "time": _TIME + _ZONE,
        "duration": rf"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?{_DAYS}?{_CLOCK}?",
        "yearMonthDuration": r"-?P(?:\d+Y(?:\d+M)?|\d+M)",
        "dayTimeDuration": rf"-?P(?:{_DAYS}{_CLOCK}?|{_CLOCK})",
        "hexBinary": "(?:[0-9a-fA-F]{2})*",
        "base64Binary": (
            r"(?:(?:[A-Za-z0-9+/] ?){4})*"
            r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|"
            r"[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
        ),
        "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    }.items()
}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_limited(datatype: str) -> bool:
    """Tell whether a datatype takes some texts and not others, as far as is known here."""
    name = datatype.removeprefix(terms.XSD)
    return name != datatype and (name in _INTEGERS or name in _PATTERNS)


def is_well_formed(text: str, datatype: str) -> bool:
    """Tell whether a text is in the lexical space of a datatype.

    Args:
        text: The text of a literal.
        datatype: The IRI of its datatype; of one that XML Schema does not define, every text is taken.
    """
    name = datatype.removeprefix(terms.XSD)
    if name == datatype:
        return True
    if name in _INTEGERS:
        if re.fullmatch(r"[+-]?[0-9]+", text) is None:
            return False
        least, most = _INTEGERS[name]
        number = int(text) if len(text) < 4000 else None  # Python converts no longer ones, and no bound is longer
        if number is None:
            return (least is None or not text.startswith("-")) and (most is None or text.startswith("-"))
        return (least is None or number >= least) and (most is None or number <= most)
    pattern = _PATTERNS.get(name)
    if pattern is None:
        return True
    found = pattern.fullmatch(text)
    if found is None or not text.isascii():
        return False
    return len(found.groups()) < 3 or _exists(*map(int, found.groups()[:3]))


def _exists(year: int, month: int, day: int) -> bool:
    leap = month == 2 and day == 29 and (year % 4 or (year % 100 == 0 and year % 400))
    return day <= _LENGTHS[month - 1] and not leap


def certain(datatype: str) -> Callable[[str], bool]:
    """Return a test of texts that every SHACL engine takes for well-formed; it may be too strict, never too lax."""
    if datatype.startswith(terms.XSD):
        return _CERTAIN.get(datatype.removeprefix(terms.XSD), _never)
    # Of the datatypes of RDF itself, XML and HTML literals have rules of their own.
    return _never if datatype.startswith(terms.RDF) and datatype != terms.RDF + "langString" else _always


def _always(_text: str) -> bool:
    return True


def _never(_text: str) -> bool:
    return False


def _is_plain_date(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _matching(pattern: str) -> Callable[[str], bool]:
    test = re.compile(pattern).fullmatch
    return lambda text: test(text) is not None


_CERTAIN: dict[str, Callable[[str], bool]] = {
    "string": _always,
    "anyURI": _always,
    "boolean": _matching("true|false"),
    "integer": _matching(r"0|-?[1-9][0-9]{0,17}"),
    "nonNegativeInteger": _matching(r"0|[1-9][0-9]{0,17}"),
    "positiveInteger": _matching(r"[1-9][0-9]{0,17}"),
    "decimal": _matching(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?"),
    "date": _is_plain_date,
    "gYear": _matching(r"[1-9][0-9]{3}"),
    "gYearMonth": _matching(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"),
}
