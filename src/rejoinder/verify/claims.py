"""What a file says that it is, and whether its metadata bear it out (pdfaid, pdfuaid, pdfxid; Info and XMP).

Knows names of standards and properties; nothing of pages.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from rejoinder.values import dataclass, field
from rejoinder.verify import xmp as schemas
from rejoinder.verify.checks import Findings
from rejoinder.verify.elements import is_language
from rejoinder.verify.model import Claim, Place, State
from rejoinder.verify.opened import Opened, TooMuch, Unreadable, entry, has, is_dictionary, number_of, text, unpacked
from rejoinder.verify.xmp import Malformed, Xmp, read_xmp

LEVELS = {"1": "AB", "2": "ABU", "3": "ABU", "4": "EF"}
"""Conformance levels of each part of PDF/A."""
PRESS_VERSION = re.compile(r"PDF/X-(1|1a|3|4|4p|5g|5n|5pg|6|6n|6p)(:20\d\d)?$")


@dataclass(slots=True)
class Claims:
    """The standards that a file claims."""

    access: str = ""
    """Part of PDF/UA."""
    archive: str = ""
    level: str = ""
    press: str = ""
    """"PDF/X-4"."""
    marks: dict[str, str] = field(default_factory=dict)
    """See `checks.Findings`."""

    def standings(self, broken: frozenset[str], *, complete: bool) -> tuple[Claim, ...]:
        """How the file stands to each family of standards."""
        named = {
            "PDF/UA": f"PDF/UA-{self.access}" if self.access else "",
            "PDF/A": self.archive_name() if self.archive else "",
            "PDF/X": self.press,
        }
        found = []
        for family, standard in named.items():
            state: State = "holds" if complete else "not known"
            if not standard:
                state = "not claimed"
            elif standard in broken:
                state = "does not hold"
            found.append(Claim(standard or family, state))
        return tuple(found)

    def archive_name(self) -> str:
        return f"PDF/A-{self.archive}{self.level.lower()}"


@dataclass(slots=True)
class About:
    """What a file says of itself."""

    xmp: Xmp | None = None
    claims: Claims = field(default_factory=Claims)
    fault: str = ""
    """Why its XMP cannot be read."""
    version: str = ""


def read_about(opened: Opened) -> About:
    about = About(version=_version(opened))
    stream = entry(opened.root, "/Metadata")
    if stream is not None:
        try:
            about.xmp = read_xmp(unpacked(stream, opened.budget, schemas.LARGEST))
        except Malformed as broken:
            about.fault = str(broken)
        except (Unreadable, TooMuch) as broken:
            about.fault = f"cannot be read: {broken}"
    about.claims = _claims(about.xmp or Xmp(), info_of(opened))
    return about


def info_of(opened: Opened) -> Any:
    try:
        return opened.pdf.trailer.get("/Info")
    except (ValueError, TypeError, KeyError):
        return None


def _version(opened: Opened) -> str:
    """The header's, or the catalog's if it is later (ISO 32000-1, 7.2.2)."""
    found = re.search(rb"%PDF-(\d\.\d)", opened.head)
    header = found[1].decode("ascii") if found else ""
    own = entry(opened.root, "/Version")
    later = str(own)[1:] if own is not None and re.match(r"/\d\.\d$", str(own)) else ""
    return max(header, later)


def _claims(xmp: Xmp, info: Any) -> Claims:
    claims = Claims()
    part = xmp.first(schemas.PDFUA_ID, "part")
    if part.isdigit() and len(part) < 3:
        claims.access = part
        claims.marks[f"UA-{part}"] = f"PDF/UA-{part}"
    part = xmp.first(schemas.PDFA_ID, "part")
    if part.isdigit() and len(part) < 3:
        claims.archive = part
        level = xmp.first(schemas.PDFA_ID, "conformance").upper()[:1]
        claims.level = level if level.isalpha() else ""
        called = claims.archive_name()
        claims.marks[f"A-{part}"] = called
        if claims.level in ("A", "U", "F", "E"):
            claims.marks[f"A-{part}{claims.level.lower()}"] = called
        if claims.level == "A":
            claims.marks[f"A-{part}u"] = called
    press = xmp.first(schemas.PDFX_ID, "GTS_PDFXVersion") or text(entry(info, "/GTS_PDFXVersion"))
    if press.startswith("PDF/X"):
        claims.press = press[:30]
        claims.marks["X"] = claims.press
        if press.startswith("PDF/X-4"):
            claims.marks["X-4"] = claims.press
    return claims


def check_about(opened: Opened, about: About, findings: Findings) -> None:
    """What the metadata must be, of any standard."""
    xmp, claims = about.xmp, about.claims
    place = Place(0, number_of(entry(opened.root, "/Metadata"))[0])
    if about.fault:
        findings.say("xmp-malformed", f"the XMP {about.fault}", place)
    elif xmp is None:
        findings.say("xmp", "there are no XMP metadata")
    _check_claim(xmp or Xmp(), claims, findings, place)
    if xmp is not None:
        if not xmp.first(schemas.DC, "title"):
            findings.say("title", "the XMP has no dc:title", place)
        _check_described(xmp, findings, place)
        _check_info(info_of(opened), xmp, findings)
    _check_version(opened, about, findings)
    preferences = entry(opened.root, "/ViewerPreferences")
    if entry(preferences, "/DisplayDocTitle") is not True:
        findings.say("title-shown", "readers will show the file's name, not its title: DisplayDocTitle is not true")
    lang = text(entry(opened.root, "/Lang"))
    if not lang:
        findings.say("lang", "the catalog does not say in which language the text is (Lang)")
    elif not is_language(lang):
        findings.say("lang", f"“{lang}” is no language tag")


def _check_claim(xmp: Xmp, claims: Claims, findings: Findings, place: Place) -> None:
    if claims.access and claims.access not in ("1", "2"):
        findings.say("xmp-claim", f"there is no part {claims.access} of PDF/UA", place, family="UA")
    if claims.access == "2" and not re.match(r"\d{4}$", xmp.first(schemas.PDFUA_ID, "rev")):
        findings.say("xmp-claim", "PDF/UA-2 is claimed without its year (pdfuaid:rev)", place, family="UA")
    if claims.archive:
        levels = LEVELS.get(claims.archive)
        if levels is None:
            findings.say("xmp-claim", f"there is no part {claims.archive} of PDF/A", place, family="A")
        elif claims.level not in levels or (claims.archive != "4" and not claims.level):
            findings.say(
                "xmp-claim",
                f"PDF/A-{claims.archive} has no conformance “{claims.level or '(none)'}”",
                place,
                family="A",
            )
        if claims.archive == "4" and not re.match(r"\d{4}$", xmp.first(schemas.PDFA_ID, "rev")):
            findings.say("xmp-claim", "PDF/A-4 is claimed without its year (pdfaid:rev)", place, family="A")
    for key, count in xmp.elements.items():
        if count > 1:
            findings.say("xmp-claim", f"the XMP has {key[1]} {count} times", place)


def _check_described(xmp: Xmp, findings: Findings, place: Place) -> None:
    for space, local in xmp.values:
        if space in schemas.KNOWN_SPACES or (space, local) in schemas.KNOWN or (space, local) in xmp.described:
            continue
        findings.say("xmp-extension", f"the XMP property {local} of {space} is described nowhere", place)


def _check_version(opened: Opened, about: About, findings: Findings) -> None:
    claims, version = about.claims, about.version
    if (claims.access == "2" or claims.archive == "4") and version != "2.0":
        findings.say("version", f"the file is PDF {version}, and claims a standard of PDF 2.0")
    if (claims.access == "1" or claims.archive in ("1", "2", "3") or claims.press.startswith("PDF/X-4")) and (
        version >= "2.0"
    ):
        findings.say("version", f"the file is PDF {version}, and claims a standard of PDF 1")
    info = info_of(opened)
    if is_dictionary(info) and not has(opened.root, "/PieceInfo"):
        findings.say("info-in-4", "there is an Info dictionary", Place(0, number_of(info)[0]))


# ── Info and XMP ──────────────────────────────────────────────────────────

PAIRS = {
    "/Title": (schemas.DC, "title"),
    "/Author": (schemas.DC, "creator"),
    "/Subject": (schemas.DC, "description"),
    "/Keywords": (schemas.PDF, "Keywords"),
    "/Creator": (schemas.XMP, "CreatorTool"),
    "/Producer": (schemas.PDF, "Producer"),
    "/CreationDate": (schemas.XMP, "CreateDate"),
    "/ModDate": (schemas.XMP, "ModifyDate"),
}
"""Entries of Info and the properties that say the same (ISO 19005-1, table 1)."""
DATES = frozenset(("/CreationDate", "/ModDate"))


def _check_info(info: Any, xmp: Xmp, findings: Findings) -> None:
    if not is_dictionary(info):
        return
    for key, (space, local) in PAIRS.items():
        said = text(entry(info, key))
        if not said:
            continue
        values = xmp.values.get((space, local), ())
        place = Place(0, number_of(info)[0])
        if not any(values):
            findings.say("xmp-info", f"Info has {key[1:]}, and the XMP has not", place)
        elif not (_same_time(said, values[0]) if key in DATES else _same_words(said, values)):
            findings.say("xmp-info", f"{key[1:]}: Info says “{said[:60]}”, the XMP “{'; '.join(values)[:60]}”", place)


def _same_words(said: str, values: tuple[str, ...]) -> bool:
    """Whether Info has the first of alternatives, or all items, however they are joined."""
    said = " ".join(said.split())
    if said == " ".join(values[0].split()):
        return True
    pattern = r"(?:\s*[;,]\s*(?:and |& )?|\s+(?:and|&)\s+)".join(
        re.escape(" ".join(one.split())) for one in values[:500]
    )
    return len(values) <= 500 and re.fullmatch(pattern, said) is not None


_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z|[+-]\d\d)'?(\d\d)?'?)?")
_XMP_DATE = re.compile(
    r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:(Z|[+-]\d\d):?(\d\d)?)?$"
)


def _same_time(said: str, value: str) -> bool:
    """Whether a date of PDF (7.9.4) and one of XMP (ISO 8601) are the same moment, as far as both say it."""
    pdf, xmp = _PDF_DATE.match(said), _XMP_DATE.match(value)
    if not pdf or not xmp:
        return False
    try:
        return _moment(pdf) == _moment(xmp)
    except ValueError:
        return False


def _moment(found: re.Match[str]) -> datetime:
    month, day, hour, minute, second = (int(found[part] or (1 if part < 4 else 0)) for part in range(2, 7))
    zone = found[7] if found[7] and found[7] != "Z" else "+00"
    away = timedelta(hours=int(zone), minutes=int(f"{zone[0]}{found[8] or 0}"))
    return datetime(int(found[1]) + 1, month, day, hour, minute, min(second, 59)) - away  # a year later: none below 1
