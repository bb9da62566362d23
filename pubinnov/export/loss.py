"""What a format could not carry."""

from __future__ import annotations

import re
from collections import Counter

# Names of columns are part of lines, and may have what ends a line or cannot be printed.
_NOT_PRINTED = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Loss:
    """What was lost or changed in writing, by what happened, and how often."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def note(self, what: str, times: int = 1) -> None:
        """Note that something was lost or changed, such as `lists joined to text`; none if it happened no times."""
        if times:
            self._times[what] += times

    def lines(self) -> list[str]:
        """Return a line for each, the most frequent first; none if nothing was lost."""
        return [
            _NOT_PRINTED.sub("\ufffd", what) + (f": {times:,} times" if times > 1 else "")
            for what, times in self._times.most_common()
        ]
