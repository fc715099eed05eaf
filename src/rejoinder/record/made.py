"""What is made of a letter for programs to read: its JATS, and its references.

Knows what each is to the document that carries it; how they are written is `jats`' and `csl_json`'s.
"""

from __future__ import annotations

from rejoinder.content.model import Letter
from rejoinder.document.model import Document
from rejoinder.record.csl_json import references
from rejoinder.record.jats import article
from rejoinder.record.model import Attachment
from rejoinder.record.wording import ENGLISH, Wording


def made(letter: Letter, document: Document, wording: Wording = ENGLISH) -> tuple[Attachment, ...]:
    """The article in JATS; its references in CSL-JSON, if it has any."""
    jats = Attachment(
        "article.jats.xml",
        "application/jats+xml",
        article(letter, document, wording),
        "Alternative",
        "the article in JATS XML",
    )
    if not document.references:
        return (jats,)
    listed = Attachment(
        "references.csl.json",
        "application/vnd.citationstyles.csl+json",
        references(letter, document),
        "Data",
        "the references in CSL-JSON",
    )
    return (jats, listed)
