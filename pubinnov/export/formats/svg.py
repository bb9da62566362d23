"""A picture in SVG."""

from __future__ import annotations

from typing import IO

from pubinnov.export import picture
from pubinnov.export.document import Document
from pubinnov.export.loss import Loss

TITLE = "SVG: browsers, Inkscape, papers"
ENDINGS = (".svg",)
FATES = picture.FATES


def write(document: Document, output: IO[bytes], loss: Loss) -> None:
    """Write a document and note what is lost."""
    picture.write(document, output, loss, "svg")
