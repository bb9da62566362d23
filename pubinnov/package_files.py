"""Where the ontology and the curated data lie: in a checkout, an editable install or a wheel alike.

Paths are strings here, because importing pathlib would take a tenth of the time that an answer takes.
"""

from __future__ import annotations

import os

from pubinnov.errors import DataError

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _folder(name: str, witness: str) -> str:
    # A checkout and an editable install keep the short names beside this package; a wheel
    # prefixes them (see pyproject.toml). The witness file tells ours from a stranger's folder.
    for candidate in (f"pubinnov_{name}", name):
        if os.path.isfile(os.path.join(_HERE, candidate, witness)):
            return os.path.join(_HERE, candidate)
    raise DataError(
        f"the folder {name!r} that belongs to pubinnov is missing beside {os.path.join(_HERE, 'pubinnov')}",
        "install pubinnov again",
    )


def ontology_folder() -> str:
    """Return the folder of the ontology: `pubinnov.ttl`, `concepts/`, `rules/`, `questions/`."""
    return _folder("ontology", "pubinnov.ttl")


def graph_data_folder() -> str:
    """Return the folder of the curated graph."""
    return _folder("graph_data", "dataset.ttl")


def files(folder: str, ending: str) -> list[str]:
    """Return the files under a folder whose names end so, in a fixed order."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(parent, name) for name in sorted(names) if name.endswith(ending)]
    return found


def model_files() -> list[str]:
    """Return the files of the ontology and the concept schemes, in a fixed order."""
    folder = ontology_folder()
    return [os.path.join(folder, "pubinnov.ttl"), *files(os.path.join(folder, "concepts"), ".ttl")]


def curated_files() -> list[str]:
    """Return the files of the curated graph, in a fixed order."""
    return files(graph_data_folder(), ".ttl")


def data_version() -> str:
    """Return the version of the curated data, as `graph_data/dataset.ttl` states it."""
    import re

    with open(os.path.join(graph_data_folder(), "dataset.ttl"), encoding="utf-8") as stream:
        found = re.search(r'owl:versionInfo "([^"]+)"', stream.read())
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
        digest.update(os.path.basename(path).encode())
        digest.update(b"\0")
        with open(path, "rb") as stream:
            digest.update(stream.read().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()[:12]
