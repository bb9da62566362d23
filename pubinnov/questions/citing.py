"""Citations of an answer: the graph as it was, and the sources, as BibTeX or CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pubinnov.errors import OutputError
from pubinnov.package_files import content_hash, data_version
from pubinnov.version import __version__

if TYPE_CHECKING:
    from pubinnov.questions.answers import Answer, Source

FORMS = ("bibtex", "csl-json")

_HOME = "https://w3id.org/pubinnov"
# What TeX gives a meaning to. Letters of all scripts stay: BibTeX files are UTF-8 nowadays.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def cite(answer: Answer, form: str) -> str:
    """Return a citation block; see `Answer.cite`."""
    if form == "bibtex":
        return "\n".join(_bibtex(answer))
    if form == "csl-json":
        items = [_graph(answer), *(_item(source) for source in answer.sources)]
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    raise OutputError(f"citations cannot be written as {form!r}", f"known: {', '.join(FORMS)}")


def _version(answer: Answer) -> str:
    packaged = f"software {__version__}, data {data_version()}, content {content_hash()}"
    # A graph of other files, or with files added, is not what the hash speaks of.
    return packaged if answer.is_of_packaged_graph else f"software {__version__}, data of one's own"


def _note(answer: Answer) -> str:
    return f"Question: {answer.understood} ({len(answer)} rows)"


def _graph(answer: Answer) -> dict[str, Any]:
    return {
        "id": "pubinnov",
        "type": "dataset",
        "title": "pubinnov: the evidence-backed knowledge graph of public-sector innovation",
        "author": [{"literal": "The pubinnov contributors"}],
        "version": _version(answer),
        "URL": _HOME,
        "accessed": {"date-parts": [_parts(date.today().isoformat())]},
        "note": _note(answer),
    }


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]


def _key(source: Source) -> str:
    # The readable end of the source's IRI is what BibTeX and CSL call a citation key.
    return source.iri.rpartition("/")[2]


def _item(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _key(source), "type": "document", "title": source.title}
    if source.publisher:
        item["author"] = [{"literal": source.publisher}]
        item["publisher"] = source.publisher
    if source.issued:
        item["issued"] = {"date-parts": [_parts(source.issued)]}
    if source.url:
        item["URL"] = source.url
    if source.doi:
        item["DOI"] = source.doi
    if source.language:
        item["language"] = source.language
    if source.read:
        item["accessed"] = {"date-parts": [_parts(source.read)]}
    return item


def _bibtex(answer: Answer) -> Iterator[str]:
    graph = _graph(answer)
    yield _entry(
        "pubinnov",
        {
            "title": f"{{{_tex(graph['title'])}}}",
            "author": "{The pubinnov contributors}",
            "version": _tex(graph["version"]),
            "url": _HOME,
            "urldate": date.today().isoformat(),
            "note": _tex(graph["note"]),
        },
        kind="dataset",
    )
    for source in answer.sources:
        year, _, rest = source.issued.partition("-")
        month, _, day = rest.partition("-")
        fields = {
            "title": f"{{{_tex(source.title)}}}",
            "author": f"{{{_tex(source.publisher)}}}" if source.publisher else "",
            "publisher": _tex(source.publisher),
            "year": year,
            "month": str(int(month)) if month else "",
            "day": str(int(day)) if day else "",
            "url": source.url,
            "doi": source.doi,
            "urldate": source.read,
            "langid": source.language,
        }
        yield _entry(_key(source), fields)


def _entry(key: str, fields: dict[str, str], kind: str = "misc") -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}\n"])


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)
