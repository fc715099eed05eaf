"""What lasts, and what does not: syntax, fonts, scripts, things outside (ISO 19005; ISO 14289-1, 7.21).

Knows objects of any kind; nothing of tags.
"""

from __future__ import annotations

from typing import Any

from rejoinder.verify.annotations import check_action, check_more_actions
from rejoinder.verify.checks import Findings
from rejoinder.verify.content import Ink
from rejoinder.verify.fonts import STANDARD_FOURTEEN, Font
from rejoinder.verify.model import WHOLE, Place
from rejoinder.verify.opened import (
    Opened,
    TooMuch,
    Unreadable,
    entry,
    filters,
    has,
    is_array,
    is_stream,
    items,
    name,
    number_of,
    raw,
    tree_pairs,
)


def check_syntax(opened: Opened, findings: Findings) -> None:
    """The file's frame, and what the library had to say while it was read."""
    head, tail = opened.head, opened.tail
    if not head.startswith(b"%PDF-"):
        findings.say("header", "the file does not begin with %PDF-")
    else:
        second = head.replace(b"\r", b"\n").partition(b"\n")[2].lstrip(b"\n")
        if second[:1] != b"%" or len(second) < 5 or min(second[1:5]) < 128:
            findings.say("header", "the second line is not a comment of four bytes above 127")
    if tail.rstrip(b"\r\n").rpartition(b"%%EOF")[2] or b"%%EOF" not in tail:
        findings.say("header", "something follows %%EOF, or it is not there")
    identity: Any = opened.pdf.trailer.get("/ID")
    if not is_array(identity) or len(identity) != 2 or not raw(identity[0]):
        findings.say("file-id", "the trailer has no /ID")
    if opened.pdf.is_encrypted:
        findings.say("encrypted", "the file is encrypted")
    for message, obj in opened.faults:
        findings.say("tree" if "tree" in message else "damaged", message, Place(0, obj))


def check_warnings(opened: Opened, findings: Findings) -> None:
    """What the library that reads the file found; asked last, for it reads only what it is asked for."""
    for warning in opened.pdf.get_warnings():
        findings.say("syntax", str(warning).split("\n")[0].rpartition(": ")[2] or str(warning))


def check_objects(opened: Opened, ink: Ink, findings: Findings) -> None:
    """Every object of the file: what lies outside, what is packed with LZW, what acts."""
    for value in opened.pdf.objects:
        opened.budget.object()
        if not is_stream(value):
            continue
        place = Place(0, number_of(value)[0])
        if has(value, "/F") and not has(value, "/EF"):
            findings.say("external", "a stream's data lie in another file", place)
        if "LZWDecode" in filters(value):
            findings.say("filter", "a stream is packed with LZW", place)
        if has(value, "/Ref") and name(entry(value, "/Subtype")) == "Form":
            findings.say("external", "a picture is a page of another file", place)
    if ink.inline_lzw:
        findings.say("filter", "a picture in a page is packed with LZW")
    check_action(_action(entry(opened.root, "/OpenAction")), WHOLE, findings, opened.budget)
    check_more_actions(entry(opened.root, "/AA"), WHOLE, findings, opened.budget)
    for page in opened.pages:
        check_more_actions(entry(page.obj, "/AA"), Place(page.number), findings, opened.budget)
    if any(True for _ in tree_pairs(entry(entry(opened.root, "/Names"), "/JavaScript"), "/Names", opened.budget)):
        findings.say("script", "the file has scripts that run when it is opened")
    form = entry(opened.root, "/AcroForm")
    if has(form, "/XFA"):
        findings.say("script", "there is a form in XFA", Place(0, number_of(form)[0]))
    _check_fields(opened, form, findings)


def _action(value: Any) -> Any:
    """What is done on opening; a destination (an array) is no action."""
    return None if is_array(value) else value


def _check_fields(opened: Opened, form: Any, findings: Findings) -> None:
    """Actions of form fields (12.7.3)."""
    seen: set[tuple[int, int]] = set()
    waiting = list(items(entry(form, "/Fields"), opened.budget))
    while waiting:
        one = waiting.pop()
        key = number_of(one)
        opened.budget.object()
        if key != (0, 0) and key in seen:
            continue
        seen.add(key)
        check_more_actions(entry(one, "/AA"), Place(0, key[0]), findings, opened.budget)
        waiting += items(entry(one, "/Kids"), opened.budget)


# ── fonts ─────────────────────────────────────────────────────────────────


def check_fonts(opened: Opened, ink: Ink, findings: Findings) -> None:
    """Fonts in which something is set; those that nobody uses do no harm."""
    for font in ink.fonts.values():
        if not font.used and not font.unread:
            continue
        place = Place(0, max(font.obj, 0))
        if font.used and not font.is_embedded:
            why = ", which every reader once had" if STANDARD_FOURTEEN.match(font.called) else ""
            findings.say("font-embedded", f"{font.called} is not embedded{why}", place)
        if font.unread:
            findings.say(
                "font-unicode", f"{font.called}: {_codes(font, sorted(font.unread))} of no known character", place
            )
        try:
            _check_program(opened, font, place, findings)
        except (Unreadable, TooMuch) as broken:
            findings.say("damaged", f"the program of {font.called} {broken}", place)


def _check_program(opened: Opened, font: Font, place: Place, findings: Findings) -> None:
    if font.lacks_glyph_map():
        findings.say("font-map", f"{font.called} has no CIDToGIDMap", place)
    if font.program is None:
        return
    missing = font.missing_glyphs(opened.budget)
    if missing:
        findings.say("font-notdef", f"{font.called}: {_codes(font, missing)} shown as .notdef", place)
    for code, said, real in font.wrong_widths(opened.budget)[:5]:
        findings.say("font-widths", f"{font.called}: code {code} is {said:g} wide, and its glyph {real:g}", place)


def _codes(font: Font, codes: list[int]) -> str:
    digits = 4 if font.wide else 2
    shown = ", ".join(f"{code:0{digits}X}" for code in codes[:6])
    more = f" and {len(codes) - 6} more" if len(codes) > 6 else ""
    return f"{'codes' if len(codes) > 1 else 'code'} {shown}{more}"
