"""`pubinnov stats`: size and support of the graph."""

from __future__ import annotations

import click

from . import _output
from ._app import Settings
from ._options import output_file


@click.command("stats", short_help="Count what is in the graph.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@output_file
@click.pass_obj
def command(settings: Settings, form: str, output: str | None) -> None:
    """Count what is in the graph: things by kind, claims by grade, initiatives by country."""
    from pubinnov.package_files import content_hash, data_version
    from pubinnov.version import __version__

    found = settings.graph().statistics()
    versions = {"software": __version__}
    if not settings.data:
        versions |= {"data": data_version(), "content": content_hash()}
    with _output.text(output) as text:
        if form == "json":
            import json

            document = {"versions": versions, "statements": found.statements, **found.counts, **found.grouped}
            text.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
            return
        text.write(", ".join(f"{name} {version}" for name, version in versions.items()) + "\n\n")
        width = max(map(len, (*found.counts, "statements")))
        text.write(f"{'statements':{width}}  {found.statements:>7,}\n")
        for name, count in found.counts.items():
            text.write(f"{name:{width}}  {count:>7,}\n")
        for name, groups in found.grouped.items():
            if groups:
                text.write(f"\n{name}\n")
                for group, count in groups.items():
                    text.write(f"  {group:{width}}  {count:>5,}\n")
