"""`pubinnov show`: the card of a thing."""

from __future__ import annotations

import click

from . import _output
from ._app import Settings
from ._options import output_file


@click.command("show", short_help="Show what the graph says about a thing.")
@click.argument("term", nargs=-1, required=True)
@output_file
@click.pass_obj
def command(settings: Settings, term: tuple[str, ...], output: str | None) -> None:
    """Show the card of a TERM: a label or alias in any language, a prefixed name, or an IRI."""
    from pubinnov.terms import shorten

    card = settings.graph().card(" ".join(term))
    with _output.text(output) as text:
        text.write(f"{card.name}\n{', '.join(card.kinds) or 'thing'} · {shorten(card.iri)}\n")
        if card.description:
            text.write(f"\n{card.description}\n")
        if card.also:
            text.write(f"\nAlso: {', '.join(card.also)}\n")
        for incoming in (False, True):
            groups = [group for group in card.groups if group.incoming is incoming]
            if groups:
                text.write("\nWhat speaks of it, by relation:\n" if incoming else "\n")
            for group in groups:
                if incoming or group.total > 1:
                    text.write(f"  {group.relation} ({group.total}):\n")
                    text.writelines(f"    {value}\n" for value in group.values)
                    if group.total > len(group.values):
                        text.write(f"    … and {group.total - len(group.values)} more\n")
                else:
                    text.write(f"  {group.relation}: {group.values[0]}\n")
