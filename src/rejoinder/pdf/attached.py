"""Files within the file, each with what it is to the document (ISO 32000-2, 7.11 and 14.13; ISO 19005-3, 6.8).

Knows names and bytes; nothing of what is in them.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import md5

from rejoinder.pdf.metadata import pdf_date
from rejoinder.pdf.objects import PdfFile, byte_string, name, ref, text_string
from rejoinder.record.model import Attachment

PACKED = ("image/png", "image/jpeg", "application/pdf")
"""Media types that would not get smaller."""


def attach(file: PdfFile, attachments: tuple[Attachment, ...], stamp: datetime | None) -> list[int]:
    """Write the files; says the objects of their specifications, in the same order."""
    return [_specification(file, one, stamp) for one in attachments]


def embedded_files(attachments: tuple[Attachment, ...], specifications: list[int]) -> str:
    """The name tree of embedded files (7.7.4), in the order of their keys' bytes (7.9.6)."""
    keyed = sorted((one.name.encode("utf-8", "replace"), at) for at, one in enumerate(attachments))
    pairs = [f"{byte_string(attachments[at].name)} {ref(specifications[at])}" for _, at in keyed]
    return f"<</Names [{' '.join(pairs)}]>>"


def _specification(file: PdfFile, one: Attachment, stamp: datetime | None) -> int:
    """/F for readers of old, to whom a file's name is bytes, and /UF for all others."""
    date = pdf_date(stamp)
    params = f"/Size {len(one.data)} /CheckSum <{md5(one.data, usedforsecurity=False).hexdigest()}>"
    params += f" /ModDate {text_string(date)}" if date else ""
    content = file.stream(
        f"/Type /EmbeddedFile /Subtype {name(one.media_type)} /Params <<{params}>>",
        one.data,
        compress=one.media_type not in PACKED,
    )
    plain = "".join(char if char.isascii() and char.isprintable() else "_" for char in one.name)
    return file.add(
        f"<</Type /Filespec /F {text_string(plain)} /UF {text_string(one.name)} /Desc {text_string(one.about)} "
        f"/AFRelationship {name(one.relationship)} /EF <</F {ref(content)} /UF {ref(content)}>>>>"
    )
