"""What JATS 1.3 Publishing says of the elements that the program writes: a check of its own, without a DTD.

Content models and attributes are written down from the tag library, as far as they are used: an element, a child or an
attribute that is not here is a fault, though the whole standard might allow it. `faults(xml)` lists everything that is
wrong: order and presence of children, attributes and their values, ids and what refers to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

XLINK = "{http://www.w3.org/1999/xlink}"
ALI = "{http://www.niso.org/schemas/ali/1.0/}"
XML = "{http://www.w3.org/XML/1998/namespace}"

EMPHASIS = "bold italic monospace sc strike sub sup"
LINKS = "email ext-link"
PHRASE = f"{EMPHASIS} named-content inline-formula"
INLINE = f"{PHRASE} {LINKS} xref"
BLOCKS = "p list disp-quote preformat fig table-wrap disp-formula"
BLOCK = f"({BLOCKS.replace(' ', ' | ')})"

MATHML = "{http://www.w3.org/1998/Math/MathML}"

MODELS = {
    "inline-formula": f"(alternatives | {MATHML}math)",
    "disp-formula": f"label? alt-text? (alternatives | {MATHML}math)",
    "alternatives": f"tex-math {MATHML}math",
    "article": "front body? back?",
    "front": "journal-meta article-meta",
    "journal-meta": "journal-id+ journal-title-group* issn+ publisher? self-uri*",
    "journal-title-group": "journal-title* abbrev-journal-title*",
    "publisher": "publisher-name publisher-loc?",
    "article-meta": """article-id* article-categories? title-group contrib-group* author-notes?
        (pub-date+ | pub-date-not-available?) volume* issue* ((fpage lpage? page-range?) | elocation-id)? history?
        permissions? (related-article | related-object)* abstract*
        kwd-group* funding-group* counts? custom-meta-group?""",
    "article-categories": "subj-group*",
    "subj-group": "subject+ subj-group*",
    "title-group": "article-title subtitle* alt-title*",
    "contrib-group": "(contrib | on-behalf-of)+ aff*",
    "contrib": "contrib-id* (collab | name | name-alternatives | string-name)* degrees* (email | role | xref | aff)*",
    "name-alternatives": "(name | string-name)+",
    "name": "((surname given-names?) | given-names) prefix? suffix?",
    "institution-wrap": "(institution | institution-id)*",
    "author-notes": "(corresp | fn | p)+",
    "fn": "label? p+",
    "pub-date": "(day? month?)? year",
    "date": "(day? month?)? year",
    "history": "date+",
    "permissions": "copyright-statement* copyright-year* copyright-holder* license*",
    "license": f"({ALI}license_ref | license-p)+",
    "kwd-group": "kwd+",
    "funding-group": "award-group* funding-statement*",
    "award-group": "funding-source* award-id* principal-award-recipient*",
    "abstract": f"title? {BLOCK}* sec*",
    "counts": "fig-count? table-count? ref-count?",
    "custom-meta-group": "custom-meta+",
    "custom-meta": "meta-name meta-value",
    "body": f"{BLOCK}* sec*",
    "sec": f"title {BLOCK}* sec*",
    "list": "list-item+",
    "list-item": "label? (p | list)+",
    "disp-quote": f"{BLOCK}*",
    "fig": "label? caption? alt-text? graphic?",
    "graphic": "alt-text?",
    "caption": "p+",
    "table-wrap": "label? caption? alt-text? (table | graphic)? table-wrap-foot?",
    "table": "colgroup? ((thead? tbody+) | tr+)",
    "colgroup": "col*",
    "col": "",
    "thead": "tr+",
    "tbody": "tr+",
    "tr": "(th | td)+",
    "table-wrap-foot": "(p | fn)+",
    "back": "(ack | fn-group | ref-list | notes | sec)*",
    "ack": "title? p* sec*",
    "notes": f"title? {BLOCK}* sec*",
    "fn-group": "title? fn+",
    "ref-list": "title? ref+",
    "ref": "label (element-citation | mixed-citation)",
    "element-citation": """(person-group | article-title | chapter-title | data-title | part-title | source | year |
        month | day | season | string-date | edition | version | series | volume-series | issue-title | conf-name |
        conf-loc | conf-date | publisher-loc | publisher-name | volume | issue | supplement | fpage | lpage |
        page-range | elocation-id | size | isbn | issn | pub-id | ext-link | comment | date-in-citation |
        named-content)+""",
    "person-group": "(name | string-name | collab | etal)+",
    "break": "",
    "pub-date-not-available": "",
    "fig-count": "",
    "table-count": "",
    "ref-count": "",
}
"""Elements that hold elements only."""

_CITED = "comment issue-title part-title series source supplement"
MIXED = {
    **dict.fromkeys(
        """journal-id journal-title abbrev-journal-title issn publisher-name publisher-loc self-uri article-id
        contrib-id surname given-names suffix prefix string-name degrees email institution-id postal-code city state
        country day month year season volume issue fpage lpage page-range elocation-id copyright-year alt-text meta-name
        etal string-date edition version volume-series conf-name conf-loc conf-date size isbn pub-id date-in-citation
        """.split(),
        "",
    ),
    f"{ALI}license_ref": "",
    **dict.fromkeys(("institution", "copyright-holder"), "sub sup"),
    "tex-math": "",
    **dict.fromkeys(("award-id", "principal-award-recipient"), ""),
    "funding-source": "institution institution-wrap",
    **dict.fromkeys(("label",), EMPHASIS),
    **dict.fromkeys(("subject", "kwd", "role", "addr-line"), PHRASE),
    **dict.fromkeys(("xref", "ext-link"), PHRASE),
    **dict.fromkeys(("copyright-statement", "funding-statement", "corresp"), f"{PHRASE} {LINKS}"),
    **dict.fromkeys(EMPHASIS.split(), INLINE),
    **dict.fromkeys(("named-content", "license-p", "p"), f"{INLINE} {BLOCKS.removeprefix('p ')}"),
    **dict.fromkeys(("title", "article-title", "subtitle", "alt-title", "meta-value"), f"{INLINE} break"),
    **dict.fromkeys(("td", "th"), f"{INLINE} break"),
    **dict.fromkeys(("chapter-title", "data-title", *_CITED.split()), PHRASE),
    "preformat": INLINE.replace(" xref", ""),
    "aff": f"label institution institution-wrap addr-line city state postal-code country {EMPHASIS}",
    "collab": "contrib-group",
    "on-behalf-of": PHRASE,
    "related-article": f"article-title {PHRASE}",
    "mixed-citation": PHRASE,
}
"""Elements that hold characters, and what they may hold besides."""

FN_TYPES = """coi-statement con deceased equal other participating-researchers present-address""".split()
REF_TYPES = "aff bibr corresp fig fn sec table table-fn disp-formula".split()
YES = ["yes"]
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
NUMBER = re.compile(r"[0-9]+")
SOME = re.compile(r"(?s).+")

Value = re.Pattern[str] | list[str]
CELL: dict[str, Value] = {
    "colspan": NUMBER,
    "rowspan": NUMBER,
    "align": ["left", "center", "right", "char"],
    "char": ["."],
    "scope": ["row", "col", "rowgroup", "colgroup"],
}
REQUIRED: dict[str, dict[str, Value]] = {
    "article": {"article-type": SOME, "dtd-version": ["1.3"], f"{XML}lang": LANGUAGE},
    "article-id": {"pub-id-type": ["doi"]},
    "contrib": {"contrib-type": ["author", "author non-byline", "on-behalf-of"]},
    "contrib-id": {"contrib-id-type": ["orcid"], "authenticated": ["false"]},
    "fig": {"id": SOME, "position": ["float", "anchor"]},
    "table-wrap": {"id": SOME, "position": ["float", "anchor"]},
    "graphic": {f"{XLINK}href": SOME},
    "ref": {"id": SOME},
    "xref": {"rid": SOME, "ref-type": REF_TYPES},
    "ext-link": {f"{XLINK}href": SOME, "ext-link-type": ["uri"]},
    "named-content": {"content-type": SOME},
    "list": {"list-type": ["order", "bullet"]},
    "date": {"date-type": ["received", "rev-recd", "accepted", "pub"], "iso-8601-date": DATE},
    "pub-date": {"date-type": ["pub"], "iso-8601-date": DATE},
    "related-article": {"related-article-type": SOME, "id": SOME},
    "person-group": {"person-group-type": SOME},
    "pub-id": {"pub-id-type": ["doi", "pmid", "pmcid"]},
    "size": {"units": ["pages"]},
    "fig-count": {"count": NUMBER},
    "table-count": {"count": NUMBER},
    "ref-count": {"count": NUMBER},
    "element-citation": {"publication-type": SOME},
    "mixed-citation": {"publication-type": SOME},
    "journal-id": {"journal-id-type": ["publisher-id"]},
    "subj-group": {"subj-group-type": ["heading"]},
    "alt-title": {"alt-title-type": ["running-head"]},
}
USE: dict[str, Value] = {"specific-use": SOME}
OPTIONAL: dict[str, dict[str, Value]] = {
    "article": USE,
    "xref": USE,
    "inline-formula": USE,
    "source": {"content-type": ["container-title", "container-title-short"]},
    "comment": {"content-type": ["status", "medium"]},
    "ref": USE,
    "fig": USE,
    "table-wrap": USE,
    "list": USE,
    "sup": USE,
    "tex-math": {"specific-use": ["source"]},
    "graphic": {"mimetype": ["image", "application"], "mime-subtype": SOME},
    "col": {"align": ["left", "center", "right", "char"], "char": ["."]},
    "issn": {"publication-format": ["print", "electronic"]},
    "self-uri": {f"{XLINK}href": SOME},
    "contrib-group": {"content-type": ["collab-list"]},
    "contrib": {"corresp": YES, "equal-contrib": YES, "deceased": YES, **USE},
    "aff": {"id": SOME},
    "name": {"name-style": ["western", "eastern", "given-only"], f"{XML}lang": LANGUAGE, **USE},
    "string-name": {**USE, f"{XML}lang": LANGUAGE},
    "institution": {"content-type": ["group", "dept"]},
    "institution-id": {"institution-id-type": ["ror", "FundRef"]},
    "role": {"vocab": ["credit"], "vocab-identifier": SOME, "vocab-term": SOME, "vocab-term-identifier": SOME},
    "corresp": {"id": SOME, **USE},
    "fn": {"id": SOME, "fn-type": FN_TYPES},
    "pub-date": {"publication-format": ["electronic"]},
    "kwd-group": {"kwd-group-type": ["author"]},
    "related-article": {"ext-link-type": ["doi"], f"{XLINK}href": SOME, **USE},
    "disp-formula": {"id": SOME, **USE},
    "sec": {"id": SOME, "sec-type": ["data-availability", "supplementary-material"], **USE},
    "p": {"id": SOME, "content-type": ["divider"]},
    "named-content": {f"{XML}lang": LANGUAGE},
    "notes": {"notes-type": SOME},
    "fn-group": {"content-type": SOME},
    "person-group": {"custom-type": SOME},
    "element-citation": {f"{XML}lang": LANGUAGE, **USE},
    "year": {"iso-8601-date": DATE, "content-type": ["circa"]},
    "date-in-citation": {"iso-8601-date": DATE, "content-type": ["access-date"]},
    "conf-date": {"iso-8601-date": DATE},
    "td": CELL,
    "th": CELL,
}


def faults(xml: bytes) -> list[str]:
    """Everything that is wrong with an article."""
    root = ElementTree.fromstring(xml)
    found = [f"the root is {root.tag}"] if root.tag != "article" else []
    for element in _not_mathematical(root):
        found += _content(element)
        found += _attributes(element)
    return found + list(_references(root)) + list(_tables(root))


def _not_mathematical(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """All elements but those of MathML, which is another vocabulary."""
    if not element.tag.startswith(MATHML):
        yield element
        for child in element:
            yield from _not_mathematical(child)


def _content(element: ElementTree.Element) -> Iterator[str]:
    children = [child.tag for child in element]
    if element.tag in MODELS:
        texts = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in texts):
            yield f"{element.tag} holds characters"
        if not _model(MODELS[element.tag]).fullmatch("".join(f"{child};" for child in children)):
            yield f"{element.tag} holds {' '.join(children) or 'nothing'}"
    elif element.tag in MIXED:
        strange = set(children) - set(MIXED[element.tag].split())
        if strange:
            yield f"{element.tag} holds {' '.join(sorted(strange))}"
    else:
        yield f"no element is called {element.tag}"


@cache
def _model(model: str) -> re.Pattern[str]:
    """A content model as a pattern of names, each with a semicolon behind it."""
    pattern = re.sub(r"[^\s()|*+?]+", lambda name: f"(?:{re.escape(name[0])};)", model)
    return re.compile(re.sub(r"\s+", "", pattern))


def _attributes(element: ElementTree.Element) -> Iterator[str]:
    required, optional = REQUIRED.get(element.tag, {}), OPTIONAL.get(element.tag, {})
    for name in required.keys() - element.attrib.keys():
        yield f"{element.tag} has no {name}"
    for name, value in element.attrib.items():
        known = required.get(name) or optional.get(name)
        if known is None:
            yield f"{element.tag} has {name}"
        elif not (value in known if isinstance(known, list) else known.fullmatch(value)):
            yield f"{element.tag} has {name}={value!r}"


TARGETS = {
    "aff": "aff",
    "bibr": "ref",
    "corresp": "corresp",
    "disp-formula": "disp-formula",
    "fig": "fig",
    "fn": "fn",
    "table": "table-wrap",
    "table-fn": "fn",
}
"""The element that a reference of each type leads to. One to a section may lead to a heading that had to become `p`."""


def _references(root: ElementTree.Element) -> Iterator[str]:
    named = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    counted = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    yield from (f"{count} elements have the id {name!r}" for name, count in counted.items() if count > 1)
    yield from (f"{name!r} is no id" for name in named if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9._\-]*", name))
    below = {id(fn) for foot in root.iter("table-wrap-foot") for fn in foot.iter("fn")}
    for xref in root.iter("xref"):
        target, kind = named.get(xref.attrib["rid"]), xref.attrib["ref-type"]
        if target is None:
            yield f"nothing has the id {xref.attrib['rid']!r}"
        elif target.tag != TARGETS.get(kind, target.tag) or (kind == "sec" and target.tag not in ("sec", "p")):
            yield f"{kind} leads to {target.tag}"
        elif kind in ("fn", "table-fn") and (kind == "table-fn") != (id(target) in below):
            yield f"{kind} leads to a note that stands elsewhere"


def _tables(root: ElementTree.Element) -> Iterator[str]:
    """In a table every row fills all columns, and no two cells overlap (HTML 4.01, 11.2.6.1)."""
    for table in root.iter("table"):
        widths = set[int]()
        for part in [*table.findall("thead"), *table.findall("tbody")] or [table]:
            rows, taken = part.findall("tr"), set[tuple[int, int]]()
            for y, row in enumerate(rows):
                x = 0
                for cell in row:
                    while (x, y) in taken:
                        x += 1
                    across, down = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
                    places = {(x + i, y + j) for i in range(across) for j in range(down)}
                    if places & taken or y + down > len(rows):
                        yield f"cell {x}, {y} of a table does not fit"
                    taken |= places
                    x += across
            widths |= {sum(1 for _, row in taken if row == y) for y in range(len(rows))}
        if len(widths) > 1:
            yield f"the rows of a table have {sorted(widths)} columns"
