"""Where the ontology and the curated data lie: in a checkout, an editable install or a wheel alike."""

from __future__ import annotations

from pathlib import Path

from pubinnov.errors import DataError

_HERE = Path(__file__).parent.parent


def _folder(name: str, witness: str) -> Path:
    # A checkout and an editable install keep the short names beside this package; a wheel
    # prefixes them (see pyproject.toml). The witness file tells ours from a stranger's folder.
    for candidate in (_HERE / f"pubinnov_{name}", _HERE / name):
        if (candidate / witness).is_file():
            return candidate
    raise DataError(
        f"the folder {name!r} that belongs to pubinnov is missing beside {_HERE / 'pubinnov'}",
        "install pubinnov again",
    )


def ontology_folder() -> Path:
    """Return the folder of the ontology: `pubinnov.ttl`, `concepts/`, `rules/`, `questions/`, `shapes/`."""
    return _folder("ontology", "pubinnov.ttl")


def graph_data_folder() -> Path:
    """Return the folder of the curated graph."""
    return _folder("graph_data", "dataset.ttl")


def model_files() -> list[Path]:
    """Return the files of the ontology and the concept schemes, in a fixed order."""
    folder = ontology_folder()
    return [folder / "pubinnov.ttl", *sorted((folder / "concepts").glob("*.ttl"))]


def curated_files() -> list[Path]:
    """Return the files of the curated graph, in a fixed order."""
    return sorted(graph_data_folder().rglob("*.ttl"))


def data_version() -> str:
    """Return the version of the curated data, as `graph_data/dataset.ttl` states it."""
    import re

    text = (graph_data_folder() / "dataset.ttl").read_text(encoding="utf-8")
    found = re.search(r'owl:versionInfo "([^"]+)"', text)
    if found is None:
        raise DataError("graph_data/dataset.ttl states no owl:versionInfo", "install pubinnov again")
    return found[1]


def content_hash() -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of model and curated files.

    Names and contents count, with line endings as in the repository, so that two people who see
    the same digits had the same data.
    """
    import hashlib

    digest = hashlib.sha256()
    for path in (*model_files(), *curated_files()):
        digest.update(path.name.encode())
        digest.update(b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()[:12]
