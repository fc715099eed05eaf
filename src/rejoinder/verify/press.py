"""What a press asks for (ISO 15930-7, PDF/X-4; ISO 32000-1, 14.11.2).

Knows boxes and metadata; colours are looked at in `colours.py`.
"""

from __future__ import annotations

from typing import TypeAlias

from rejoinder.verify import xmp as schemas
from rejoinder.verify.checks import Findings
from rejoinder.verify.claims import PRESS_VERSION, Claims, info_of
from rejoinder.verify.model import Place
from rejoinder.verify.opened import Opened, Page, box, entry, has, items, name, number_of, text
from rejoinder.verify.xmp import Xmp

Box: TypeAlias = tuple[float, float, float, float]
NEAR = 0.01
NEEDED = (
    (schemas.XMP, "CreateDate"), (schemas.XMP, "ModifyDate"), (schemas.XMP, "MetadataDate"),
    (schemas.MM, "DocumentID"), (schemas.MM, "VersionID"), (schemas.MM, "RenditionClass"),
)  # fmt: skip


def check_press(opened: Opened, claims: Claims, xmp: Xmp, findings: Findings) -> None:
    """Of a file that claims PDF/X."""
    info = info_of(opened)
    in_info, in_xmp = text(entry(info, "/GTS_PDFXVersion")), xmp.first(schemas.PDFX_ID, "GTS_PDFXVersion")
    if not PRESS_VERSION.match(claims.press):
        findings.say("press-version", f"“{claims.press}” is no version of PDF/X")
    elif in_info and in_xmp and in_info != in_xmp:
        findings.say("press-version", f"Info says “{in_info}”, the XMP “{in_xmp}”")
    elif claims.press.startswith("PDF/X-4") and not in_xmp:
        findings.say("press-version", "the XMP does not say GTS_PDFXVersion")
    _check_trapped(name(entry(info, "/Trapped")), xmp.first(schemas.PDF, "Trapped"), findings)
    for space, local in NEEDED:
        if not xmp.first(space, local):
            findings.say("press-metadata", f"the XMP has no {local}")
    for page in opened.pages:
        bleed = _check_boxes(page, findings)
        _check_annotations(opened, page, bleed, findings)


def _check_trapped(in_info: str, in_xmp: str, findings: Findings) -> None:
    for where, said in (("Info", in_info), ("the XMP", in_xmp)):
        if said and said not in ("True", "False"):
            findings.say("press-trapped", f"{where} says that Trapped is {said}")
    if not in_info and not in_xmp:
        findings.say("press-trapped", "nothing says whether the file is trapped")
    elif in_info and in_xmp and in_info != in_xmp:
        findings.say("press-trapped", f"Info says Trapped {in_info}, the XMP {in_xmp}")


def _check_boxes(page: Page, findings: Findings) -> Box | None:
    """The page's boxes; says the one within which the press prints."""
    place = Place(page.number)
    media = box(page.get("/MediaBox"))
    trim, art, bleed = (box(entry(page.obj, key)) for key in ("/TrimBox", "/ArtBox", "/BleedBox"))
    if media is None:
        findings.say("press-boxes", "the page has no MediaBox", place)
        return None
    if trim is None and art is None:
        findings.say("press-boxes", "the page has neither TrimBox nor ArtBox", place)
    elif trim is not None and art is not None:
        findings.say("press-boxes", "the page has both TrimBox and ArtBox", place)
    crop = box(page.get("/CropBox"))
    last = trim or art
    for called, inner, outer, around in (
        ("TrimBox" if trim else "ArtBox", last, bleed, "BleedBox"), ("BleedBox", bleed, media, "MediaBox"),
        ("TrimBox" if trim else "ArtBox", last, media, "MediaBox"), ("CropBox", crop, media, "MediaBox"),
    ):  # fmt: skip
        if inner is not None and outer is not None and not _within(inner, outer):
            findings.say("press-boxes", f"the {called} is not within the {around}", place)
    return bleed or last or media


def _within(inner: Box, outer: Box) -> bool:
    low = inner[0] >= outer[0] - NEAR and inner[1] >= outer[1] - NEAR
    return low and inner[2] <= outer[2] + NEAR and inner[3] <= outer[3] + NEAR


def _check_annotations(opened: Opened, page: Page, bleed: Box | None, findings: Findings) -> None:
    for annotation in items(entry(page.obj, "/Annots"), opened.budget):
        kind = name(entry(annotation, "/Subtype"))
        sides = box(entry(annotation, "/Rect"))
        if kind in ("TrapNet", "PrinterMark") or not has(annotation, "/Subtype"):
            continue
        if bleed is None or sides is None or _meet(sides, bleed):
            place = Place(page.number, number_of(annotation)[0])
            findings.say("press-annotations", f"an annotation ({kind}) lies where the press prints", place)


def _meet(one: Box, other: Box) -> bool:
    beside = one[0] < other[2] and other[0] < one[2]
    return beside and one[1] < other[3] and other[1] < one[3]
