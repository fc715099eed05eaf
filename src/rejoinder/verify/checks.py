"""The table of checks: what each looks at, and which standards ask for it.

Knows no PDF. `docs/pdf.md` shows the same table; a test compares them.
"""

from __future__ import annotations

from typing import NamedTuple

from rejoinder.values import dataclass, field
from rejoinder.verify.model import WHOLE, Finding, Place, Severity

UA = frozenset(("UA-1", "UA-2"))
ACCESSIBLE = frozenset(("A-1a", "A-2a", "A-3a"))
TAGGED = UA | ACCESSIBLE
UNICODE = ACCESSIBLE | frozenset(("A-2u", "A-3u", "A-4"))
ARCHIVE = frozenset(("A-1", "A-2", "A-3", "A-4"))
OLD_ARCHIVE = frozenset(("A-1", "A-2", "A-3"))
PRESS = frozenset(("X", "X-4"))
X_4 = frozenset(("X-4",))
NONE: frozenset[str] = frozenset()


class Check(NamedTuple):
    """One thing that is looked at."""

    about: str
    """What must hold, in a few words."""
    clause: str
    breaks: frozenset[str] = NONE
    """Which standards a finding breaks, as the marks that a claim gives (`claims.py`)."""
    always: bool = False
    """Whether it is wrong in any PDF, whatever it claims."""


CHECKS: dict[str, Check] = {
    # ── the file ──────────────────────────────────────────────────────────
    "damaged": Check("every part that was looked at can be read", "ISO 32000-1 7", TAGGED | ARCHIVE | PRESS, True),
    "too-much": Check("no part is larger than what is looked at", "", always=True),
    "syntax": Check(
        "the file's syntax is what the standard says", "ISO 32000-1 7.2-7.5", TAGGED | ARCHIVE | PRESS, True
    ),
    "header": Check(
        "the file begins with %PDF-n.m and a line of four bytes above 127; nothing follows %%EOF",
        "ISO 19005-1 6.1.2, 6.1.3; ISO 19005-2 6.1.2, 6.1.3; ISO 19005-4 6.1.2, 6.1.3",
        ARCHIVE,
    ),
    "version": Check(
        "the version of PDF is the one that the claimed standards are written for",
        "ISO 14289-1 6.1; ISO 14289-2 6; ISO 19005-4 6.1.2; ISO 15930-7 6",
        UA | ARCHIVE | PRESS,
    ),
    "file-id": Check(
        "the trailer has an /ID", "ISO 32000-1 14.4; ISO 19005-1 6.1.3; ISO 19005-2 6.1.3; ISO 15930-7", ARCHIVE | PRESS
    ),
    "encrypted": Check(
        "the file is not encrypted",
        "ISO 19005-1 6.1.3; ISO 19005-2 6.1.3; ISO 15930-7",
        ARCHIVE | PRESS,
        always=True,
    ),
    "script": Check(
        "no JavaScript, and none of the actions that an archive cannot repeat",
        "ISO 19005-1 6.6.1; ISO 19005-2 6.5.1; ISO 15930-7",
        ARCHIVE | PRESS,
    ),
    "external": Check(
        "nothing of the file lies outside of it (streams in other files, reference XObjects)",
        "ISO 19005-1 6.1.7, 6.2.6; ISO 19005-2 6.1.7.1, 6.2.9",
        ARCHIVE | PRESS,
    ),
    "filter": Check("no LZW compression", "ISO 19005-1 6.1.10; ISO 19005-2 6.1.7.2", ARCHIVE),
    "info-in-4": Check("no Info dictionary", "ISO 19005-4 6.1.3", frozenset(("A-4",))),
    # ── metadata ──────────────────────────────────────────────────────────
    "xmp": Check(
        "the catalog has XMP metadata",
        "ISO 14289-1 7.1; ISO 19005-1 6.7.2; ISO 19005-2 6.6.2.1; ISO 15930-7",
        TAGGED | ARCHIVE | X_4,
    ),
    "xmp-malformed": Check(
        "the XMP is well-formed XML, and RDF in it", "ISO 16684-1 7", TAGGED | ARCHIVE | PRESS, True
    ),
    "xmp-claim": Check(
        "what the XMP says of its standards can be so (part, conformance, revision)",
        "ISO 19005-1 6.7.11; ISO 19005-2 6.6.4; ISO 19005-4 6.7.3; ISO 14289-1 5; ISO 14289-2 5",
        NONE,
        True,
    ),
    "xmp-info": Check(
        "XMP and Info say the same (title, authors, subject, keywords, programs, dates)",
        "ISO 32000-1 14.3.2; ISO 19005-1 6.7.3",
        frozenset(("A-1", "X", "X-4")),
        True,
    ),
    "xmp-extension": Check(
        "each XMP property is a known one, or described in an extension schema",
        "ISO 19005-1 6.7.8; ISO 19005-2 6.6.2.3",
        OLD_ARCHIVE,
    ),
    "title": Check("the XMP has a dc:title", "ISO 14289-1 7.1; ISO 14289-2 8.11.1; ISO 15930-7", UA | X_4),
    "title-shown": Check("DisplayDocTitle is true", "ISO 14289-1 7.1; ISO 14289-2 8.11.2", UA),
    "lang": Check(
        "the catalog has a /Lang, and every /Lang is a language tag",
        "ISO 14289-1 7.2; ISO 14289-2 8.4.4; ISO 19005-1 6.8.4; ISO 19005-2 6.7.4; RFC 5646 2.1",
        TAGGED,
    ),
    # ── tags ──────────────────────────────────────────────────────────────
    "untagged": Check(
        "the file is tagged: Marked is true, there is a structure tree, and nothing suspect",
        "ISO 32000-1 14.7.1, 14.8.1; ISO 14289-1 7.1; ISO 14289-2 8.2; ISO 19005-1 6.8.2; ISO 19005-2 6.7.2",
        TAGGED,
    ),
    "mark-orphan": Check("every piece of marked content is in an element", "ISO 32000-1 14.7.4", TAGGED, True),
    "mark-shared": Check("no piece of marked content is in two elements", "ISO 32000-1 14.7.4.4", TAGGED, True),
    "mark-doubled": Check("no MCID twice in one content stream", "ISO 32000-1 14.7.4.3", TAGGED, True),
    "mark-missing": Check("the marked content that an element names is there", "ISO 32000-1 14.7.4.3", TAGGED, True),
    "mark-open": Check("BMC, BDC and EMC are in balance", "ISO 32000-1 14.6.1", TAGGED | ARCHIVE | PRESS, True),
    "mark-nested": Check(
        "no artifact within tagged content, and no tagged content within an artifact or other tagged content",
        "ISO 14289-1 7.1; ISO 14289-2 8.3",
        UA,
    ),
    "content-untagged": Check(
        "everything drawn is tagged or an artifact",
        "ISO 14289-1 7.1; ISO 14289-2 8.3; ISO 19005-1 6.8.2; ISO 19005-2 6.7",
        TAGGED,
    ),
    "parent-tree": Check("the parent tree agrees with the structure tree", "ISO 32000-1 14.7.4.4", TAGGED, True),
    "tree": Check(
        "the structure tree is a tree: each element has a type, one parent, and /P leads to it",
        "ISO 32000-1 14.7.2",
        TAGGED,
        True,
    ),
    "text": Check(
        "the text read through the tree is the text drawn", "ISO 14289-1 7.1; ISO 14289-2 8.2.1", TAGGED, True
    ),
    "role": Check(
        "each type is a standard one, or mapped to one; no standard type is mapped to another",
        "ISO 32000-1 14.7.3; ISO 14289-1 7.1; ISO 19005-1 6.8.3.4; ISO 19005-2 6.7.3.4",
        TAGGED,
    ),
    "namespace": Check(
        "each element's namespace is listed, and its type is one of the namespace or mapped",
        "ISO 32000-2 14.7.4, 14.8.6; ISO 14289-2 8.2.4",
        frozenset(("UA-2",)),
    ),
    "tree-root": Check(
        "the tree has one root, a Document in the namespace of PDF 2.0",
        "ISO 14289-2 8.2.2; ISO 32000-2 14.8.6",
        frozenset(("UA-2",)),
    ),
    "id-doubled": Check("no two elements have the same ID", "ISO 32000-1 14.7.2; ISO 14289-1 7.9", TAGGED, True),
    "id-tree": Check("the ID tree has all elements with an ID, and leads to them", "ISO 32000-1 14.7.2", always=True),
    "heading": Check(
        "headings begin with H1 and leave out no level; H and Hn are not mixed",
        "ISO 14289-1 7.4",
        frozenset(("UA-1",)),
    ),
    "figure-alt": Check("each Figure has Alt or ActualText", "ISO 14289-1 7.3; ISO 14289-2 8.2.5.28", TAGGED),
    "formula-alt": Check("each Formula has Alt or ActualText", "ISO 14289-1 7.7; ISO 14289-2 8.2.5.29", TAGGED),
    "table-parts": Check(
        "tables hold rows (in THead, TBody, TFoot or not), rows hold TH and TD, and these stand nowhere else",
        "ISO 32000-1 14.8.4.3.4; ISO 14289-1 7.5; ISO 14289-2 8.2.5.26",
        UA,
    ),
    "table-grid": Check("all rows of a table have as many columns", "ISO 32000-1 14.8.4.3.4; ISO 14289-1 7.5", UA),
    "table-heads": Check(
        "each TH has a Scope, or cells name it in their Headers; Headers lead to TH of the same table",
        "ISO 14289-1 7.5; ISO 14289-2 8.2.5.26",
        UA,
    ),
    "list-parts": Check(
        "lists hold LI, which hold Lbl and LBody, and these stand nowhere else",
        "ISO 32000-1 14.8.4.3.3; ISO 14289-1 7.6; ISO 14289-2 8.2.5.25",
        UA,
    ),
    "list-numbering": Check(
        "a list with labels says how it is numbered", "ISO 32000-1 14.8.5.5; ISO 14289-2 8.2.5.25", frozenset(("UA-2",))
    ),
    "note-id": Check("each Note has an ID of its own", "ISO 14289-1 7.9", frozenset(("UA-1",))),
    "note-ref": Check(
        "each FENote and what calls it lead to each other by /Ref", "ISO 14289-2 8.2.5.14", frozenset(("UA-2",))
    ),
    # ── annotations ───────────────────────────────────────────────────────
    "link-tag": Check(
        "each link annotation is in the tree, by an OBJR in a Link",
        "ISO 14289-1 7.18.5; ISO 14289-2 8.9.2.2; ISO 32000-1 14.8.4.4.2",
        UA,
    ),
    "link-contents": Check(
        "each link annotation says in Contents where it leads", "ISO 14289-1 7.18.5; ISO 14289-2 8.9.2.2", UA
    ),
    "annotation-tag": Check(
        "each other annotation that is seen is in the tree by an OBJR", "ISO 14289-1 7.18.1; ISO 14289-2 8.9.2", UA
    ),
    "annotation-parent": Check(
        "an annotation's StructParent leads to the element that holds it", "ISO 32000-1 14.7.4.4", TAGGED, True
    ),
    "tabs": Check("pages with annotations have Tabs /S", "ISO 14289-1 7.18.3; ISO 14289-2 8.9.3.3", UA),
    "annotation-flags": Check(
        "annotations are printed, and not hidden", "ISO 19005-1 6.5.3; ISO 19005-2 6.3.2", ARCHIVE
    ),
    "annotation-look": Check(
        "annotations but links and pop-ups have an appearance", "ISO 19005-2 6.3.3", frozenset(("A-2", "A-3", "A-4"))
    ),
    "destination": Check(
        "destinations within the file lead to elements of the tree", "ISO 14289-2 8.8", frozenset(("UA-2",))
    ),
    "destination-missing": Check("each destination that is named is there", "ISO 32000-1 12.3.2", NONE, True),
    # ── fonts ─────────────────────────────────────────────────────────────
    "font-embedded": Check(
        "all fonts in which something is set are embedded",
        "ISO 14289-1 7.21.4.1; ISO 14289-2 8.4.5.5; ISO 19005-1 6.3.4; ISO 19005-2 6.2.11.4.1; ISO 15930-7",
        UA | ARCHIVE | PRESS,
    ),
    "font-unicode": Check(
        "each code that is set has a Unicode value (ToUnicode, or an encoding that says it)",
        "ISO 32000-1 9.10.2; ISO 14289-1 7.21.7; ISO 14289-2 8.4.5.8; ISO 19005-1 6.3.8; ISO 19005-2 6.2.11.7.2",
        UA | UNICODE,
    ),
    "font-notdef": Check(
        "no .notdef glyph is set",
        "ISO 14289-1 7.21.8; ISO 14289-2 8.4.5.9; ISO 19005-2 6.2.11.8",
        UA | frozenset(("A-2", "A-3", "A-4")),
    ),
    "font-widths": Check(
        "the widths in a font's dictionary are those of the embedded program (CIDFontType2; to a unit in a thousand)",
        "ISO 14289-1 7.21.5; ISO 14289-2 8.4.5.6; ISO 19005-1 6.3.6; ISO 19005-2 6.2.11.5",
        UA | ARCHIVE,
    ),
    "font-map": Check(
        "an embedded CIDFontType2 has a CIDToGIDMap",
        "ISO 14289-1 7.21.3.2; ISO 19005-1 6.3.3.2; ISO 19005-2 6.2.11.3.2",
        UA | ARCHIVE,
    ),
    # ── colours ───────────────────────────────────────────────────────────
    "intent": Check(
        "there is one output intent of the right kind, with a profile or a registered condition",
        "ISO 32000-1 14.11.5; ISO 19005-1 6.2.2; ISO 19005-2 6.2.3; ISO 15930-7",
        ARCHIVE | PRESS,
    ),
    "intent-profile": Check(
        "the output intent's profile is sound, for PDF/X of an output device (prtr), and of as many colours as said",
        "ICC.1 7.2; ISO 19005-1 6.2.2; ISO 19005-2 6.2.3; ISO 15930-7",
        ARCHIVE | PRESS,
        True,
    ),
    "device-colour": Check(
        "colours of a device are those of the output intent; in PDF/X none are RGB",
        "ISO 19005-1 6.2.3.3; ISO 19005-2 6.2.4.3; ISO 15930-7",
        ARCHIVE | PRESS,
    ),
    "transparency": Check("nothing shines through", "ISO 19005-1 6.4", frozenset(("A-1",))),
    # ── embedded files ────────────────────────────────────────────────────
    "file-forbidden": Check(
        "no embedded files where the standard has no room for them",
        "ISO 19005-1 6.1.11; ISO 19005-2 6.8; ISO 19005-4 6.9",
        frozenset(("A-1", "A-2", "A-4")),
    ),
    "file-relationship": Check(
        "each embedded file says in AFRelationship what it is",
        "ISO 19005-3 6.8; ISO 19005-4 annex A; ISO 32000-2 7.11.3",
        frozenset(("A-3", "A-4f")),
    ),
    "file-associated": Check(
        "each embedded file is in an /AF",
        "ISO 19005-3 6.8; ISO 19005-4 annex A; ISO 32000-2 14.13",
        frozenset(("A-3", "A-4f")),
    ),
    "file-name": Check(
        "each embedded file has F and UF",
        "ISO 19005-3 6.8; ISO 32000-1 7.11.3; ISO 14289-1 7.11",
        frozenset(("A-3", "A-4f", "UA-1")),
    ),
    "file-type": Check(
        "each embedded file has its media type in Subtype",
        "ISO 19005-3 6.8; ISO 32000-1 7.11.4",
        frozenset(("A-3", "A-4f")),
    ),
    "file-about": Check("each embedded file says in Desc what it is", "ISO 14289-2 8.12", frozenset(("UA-2",))),
    "file-facts": Check(
        "Size and CheckSum of an embedded file are its own", "ISO 32000-1 7.11.4.2", frozenset(("A-3", "A-4f")), True
    ),
    "file-date": Check("each embedded file says when it was changed (ModDate)", "ISO 32000-1 7.11.4.2"),
    # ── press ─────────────────────────────────────────────────────────────
    "press-version": Check("GTS_PDFXVersion is a known one, and said alike in XMP and Info", "ISO 15930-7", PRESS),
    "press-trapped": Check("Trapped is true or false, said alike in XMP and Info", "ISO 15930-7", PRESS),
    "press-metadata": Check(
        "the XMP has the dates and names that PDF/X-4 asks for "
        "(xmp:CreateDate, ModifyDate, MetadataDate; xmpMM:DocumentID, VersionID, RenditionClass)",
        "ISO 15930-7",
        X_4,
    ),
    "press-boxes": Check(
        "each page has a TrimBox (or ArtBox, not both) within its BleedBox, and this within the MediaBox",
        "ISO 15930-7; ISO 32000-1 14.11.2",
        PRESS,
    ),
    "press-annotations": Check(
        "annotations other than TrapNet and PrinterMark lie outside the bleed box", "ISO 15930-7", PRESS
    ),
}

YARDSTICK = frozenset(("UA-1", "A-3", "A-3a", "A-3u"))
"""By what a file is measured that claims nothing: warnings say what keeps it from being read and filed."""
STANDARDS = {
    "14289-1": frozenset(("UA-1",)),
    "14289-2": frozenset(("UA-2",)),
    "19005-1": frozenset(("A-1",)),
    "19005-2": frozenset(("A-2", "A-3")),
    "19005-3": frozenset(("A-3",)),
    "19005-4": frozenset(("A-4",)),
    "15930-7": PRESS,
}
"""Whose clauses are shown to whom. PDF/A-3 is PDF/A-2 with other rules for embedded files, and the same numbers."""
MOST_LISTED = 20
"""Findings of one check."""


@dataclass(slots=True)
class Findings:
    """Collects what is found, each once. What no claimed standard asks for is a warning, or not worth a word."""

    marks: dict[str, str]
    """The standards that the file claims: which of them ("PDF/A-3a") each mark ("A-3u") belongs to."""
    said: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _known: set[tuple[str, str, Place]] = field(default_factory=set)

    def say(self, check: str, message: str, place: Place = WHOLE, *, family: str = "") -> None:
        """Note a finding. One of a family ("A") breaks whatever the file claims of it."""
        known = CHECKS[check]
        message = _line(message)
        if (check, message, place) in self._known or not self._matters(known):
            return
        count = self.counts[check] = self.counts.get(check, 0) + 1
        if count > MOST_LISTED:
            return
        self._known.add((check, message, place))
        marks = known.breaks & self.marks.keys()
        if family:
            marks = frozenset(mark for mark in self.marks if mark.startswith(f"{family}-"))
        broken = tuple(dict.fromkeys(self.marks[mark] for mark in sorted(marks)))
        severity: Severity = "error" if broken or known.always else "warning"
        self.said.append(Finding(check, severity, message, place, self._clause(known), broken))

    def _clause(self, check: Check) -> str:
        """Where it is asked for, by the standards that matter here and those of which all make use."""
        asked = self.marks.keys() or YARDSTICK
        return "; ".join(
            part
            for part in check.clause.split("; ")
            if (marks := STANDARDS.get(part.partition(" ")[2].partition(" ")[0])) is None or marks & asked
        )

    def _matters(self, check: Check) -> bool:
        if check.always or not check.breaks:
            return True
        return bool(check.breaks & (self.marks.keys() or YARDSTICK))

    def left_out(self) -> tuple[tuple[str, int], ...]:
        return tuple((check, count - MOST_LISTED) for check, count in self.counts.items() if count > MOST_LISTED)


LONGEST = 300


def _line(text: str) -> str:
    """One line of a decent length, whatever strangers' words it quotes."""
    text = "".join(char if char.isprintable() else "�" for char in text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
