"""`pubinnov check`: the health of the curated data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING

import click

from . import _output
from ._app import Settings
from ._options import output_file

if TYPE_CHECKING:
    from pubinnov.health import Health

_SHOWN = 12  # groups of a kind, and examples of a gap; --format json has them all


@click.command("check", short_help="Tell the health of the curated data: coverage, evidence, gaps.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@output_file
@click.pass_obj
def command(settings: Settings, form: str, output: str | None) -> None:
    """Tell what the graph covers, on what evidence, how fresh the readings are, and what is missing most.

    A place with few entries has been looked at less, not innovated less.
    """
    found = settings.graph().health()
    with _output.text(output) as text:
        if form == "json":
            import json

            document = {**found._asdict(), "gaps": [gap._asdict() for gap in found.gaps]}
            text.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        else:
            _tell(found, text)


def _tell(found: Health, text: IO[str]) -> None:
    for name, groups in found.initiatives.items():
        _groups(f"initiatives by {name}", groups, text)
    _groups("initiatives by decade of their start", found.decades, text)
    _groups("links of initiatives", found.relations, text)
    total = sum(found.claims["grade"].values()) or 1
    for name, groups in found.claims.items():
        shown = dict(sorted(groups.items())) if name == "grade" else groups
        _groups(f"claims by {name}", {f"{group} ({count / total:.0%})": count for group, count in shown.items()}, text)
    text.write(f"sources were read from {found.first_reading} to {found.last_reading}\n\n")
    text.write("what is missing most\n")
    for gap in found.gaps:
        text.write(f"  {gap.found:>5,} of {gap.of:>5,}  {gap.name}\n")
        if gap.where:
            more = f" and {gap.found - 3:,} more" if gap.found > 3 else ""
            text.write(f"{'':18}{', '.join(gap.where[:3])}{more}\n")


def _groups(title: str, groups: Mapping[str, int], text: IO[str]) -> None:
    if not groups:
        return
    text.write(f"{title}\n")
    for group, count in list(groups.items())[:_SHOWN]:
        text.write(f"  {count:>5,}  {group}\n")
    if len(groups) > _SHOWN:
        rest = list(groups.values())[_SHOWN:]
        text.write(f"  {sum(rest):>5,}  in {len(rest)} more\n")
    text.write("\n")
