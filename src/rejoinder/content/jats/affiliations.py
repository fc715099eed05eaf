"""Affiliations, however they are marked up: their parts where they are given, else their text, tidied.

Knows `aff` and what stands in it; knows of authors only that affiliations may name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rejoinder.content.jats.context import Context
from rejoinder.content.jats.tree import Element, first, words
from rejoinder.content.model import Affiliation
from rejoinder.content.people import ror_of
from rejoinder.values import dataclass, replace

_LEFT_OUT = frozenset(("label", "institution-id", "email", "phone", "fax", "uri", "ext-link", "xref", "fn", "x"))
_DIVISIONS = ("orgdiv1", "orgdiv2", "orgdiv3", "dept", "department", "division", "unit", "section")
_MAIL_WORDS = re.compile(
    r"[\s,;.(]*\b(?:e[-‐‑]?mail(?:s|\s+address(?:es)?)?|correo(?:\s+electr[oó]nico)?|courriel)"
    r"\s*[:：]?\s*(?:\bor\b|\band\b|\((?:[A-Z][A-Z.\- ]{0,8}[,;\s]*)+\)|[\s,;./()])*$",
    re.IGNORECASE,
)
_MAIL_LABEL = re.compile(r"[\s,;.]*\be[-‐‑]?mails?\s*[:：]\s*(?=[.,;])", re.IGNORECASE)
"""One whose address was taken away."""
_LINKED_MAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[\w.-]{3,200}\w")


@dataclass(frozen=True, slots=True)
class Found:
    """An `aff` as read: what it says, what it is called by, and what in it is somebody's own."""

    element: Element
    affiliation: Affiliation
    label: str
    emails: tuple[str, ...]
    named: tuple[str, ...]
    """Names of people in brackets at its end, as they are written: "A. Sow"."""


def read_affiliation(aff: Element, number: int, context: Context) -> Found:
    """One affiliation, with an id of its own."""
    emails = tuple(filter(None, (words(one) for one in aff.iter("email"))))
    label = _label(aff)
    whole = _text(aff, label)
    for email in _LINKED_MAIL.findall(whole):
        whole = whole.replace(email, " ")
        emails = emails if email in emails else (*emails, email)
    whole = _without_orcid(whole, aff)
    text, named = _without_people(_tidy(whole))
    parts = _parts(aff, context) if not named else None
    if parts is not None and not _says_no_more(text, parts):
        parts = None
    affiliation = parts or Affiliation(context.span(aff), name=text)
    context.use_all(aff)
    return Found(aff, replace(affiliation, id=_id(aff, number), ror=_ror(aff)), label, emails, named)


_ORCID = re.compile(
    r"[\s,;.(]*\b(?:ORCID(?:\s*iD)?\s*[:：]?\s*)?(?:https?://)?(?:www\.)?orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)?",
    re.IGNORECASE,
)


def _without_orcid(text: str, aff: Element) -> str:
    """Without an author's ORCID iD, if the author has it anyway."""
    found = _ORCID.search(text)
    if not found or not any(found[1] in words(one) for one in aff.getroottree().iter("contrib-id")):
        return text
    return text[: found.start()] + text[found.end() :]


def _says_no_more(text: str, parts: Affiliation) -> bool:
    """Whether the parts have all words of the text: SciELO gives both, and the text may tell a professor's chair."""
    known = (
        parts.department,
        parts.name,
        parts.street_address,
        parts.city,
        parts.region,
        parts.postal_code,
        parts.country,
    )
    words_ = set(re.findall(r"\w{3,}", " ".join(known).casefold()))
    return all(word in words_ for word in re.findall(r"\w{3,}", text.casefold()))


def _id(aff: Element, number: int) -> str:
    written = aff.get("id") or ""
    return written if written and not re.search(r"[\s,]", written) else f"aff-{number}"


def _label(aff: Element) -> str:
    """What authors call it by: `label`, else a superscript at its beginning."""
    mark = first(aff, "label")
    if mark is None and not (aff.text or "").strip():
        child = next(iter(aff), None)
        mark = child if child is not None and child.tag == "sup" else None
    return words(mark).strip(".,) (")


def _ror(aff: Element) -> str:
    for one in aff.iter("institution-id"):
        if found := ror_of(words(one)):
            return found
    for one in aff.iter("ext-link", "uri"):
        if found := ror_of(words(one)):
            return found
    return ""


# ── as text ───────────────────────────────────────────────────────────────


def _text(aff: Element, label: str) -> str:
    """Everything that is printed of it, with a comma wherever two parts have nothing between them."""
    original = next((one for one in aff.iter("institution") if one.get("content-type") == "original"), None)
    if original is not None:
        return words(original)
    out: list[str] = []
    _gather(aff, out, label, [True])
    return " ".join("".join(out).split())


_PARTS = frozenset(
    ("institution", "institution-wrap", "addr-line", "country", "city", "state", "postal-code", "named-content")
)


def _gather(element: Element, out: list[str], label: str, at_start: list[bool]) -> None:
    _add(out, element.text)
    for child in element:
        if child.tag == "break":
            out.append(", ")
        elif child.tag == "label":
            if element.tag != "aff":  # one of something else that was dropped into the address
                out.append(words(child))
        elif child.tag == "sup" and at_start[0] and words(child).strip(".,) (") == label and label:
            pass
        elif child.tag not in _LEFT_OUT:
            if child.tag in _PARTS and _wants_comma(out):
                out.append(", ")
            _gather(child, out, label, at_start)
        elif child.tag in ("uri", "ext-link") and not ror_of(words(child)):
            out.append(words(child))
        at_start[0] = False
        tail = child.tail or ""
        if child.tag in _PARTS and out and not tail.strip() and _has_part_behind(child):
            out.append(", ")
        else:
            _add(out, tail)


def _add(out: list[str], text: str | None) -> None:
    if text:
        out.append(text)


def _wants_comma(out: list[str]) -> bool:
    """Whether a part follows words with nothing between but white space that no writer would leave: none at all."""
    return bool(out) and out[-1][-1:].isalnum()


def _has_part_behind(child: Element) -> bool:
    behind = child.getnext()
    return behind is not None and behind.tag in _PARTS and bool(words(behind)) and bool(words(child))


def _tidy(text: str) -> str:
    """Punctuation that nothing stands around is taken away; a stop or a semicolon at the end."""
    text = re.sub(r"^\W*(?:authors?['’]?s? )?affiliations?:\s*", "", text, flags=re.IGNORECASE)
    text = _MAIL_LABEL.sub("", text)
    text = _MAIL_WORDS.sub("", " ".join(text.split()).strip(" ,;").lstrip(" .,;:*†‡§¶#"))
    text = re.sub(r"\s+([,;.)])", r"\1", text)
    text = re.sub(r"([,;])(?:\s*[,;])+", r"\1", text)
    text = re.sub(r"[.,;]\s*(?:and|or|&)$", "", text)
    text = text.strip(" ,;:")
    if text.endswith(".") and not re.search(r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|S\.A|Dr|St))\.$", text):
        text = text[:-1]
    return text.strip(" ,;:")


_PEOPLE = re.compile(r"^(.*\S)\s*\(([^()]{2,2000})\)$")
_PERSON = re.compile(r"(?:[A-Z][^\s.]{0,2}\.[\s-]?)+\s?\S.*|[A-Z]{1,3}\s\S+")


def _without_people(text: str) -> tuple[str, tuple[str, ...]]:
    """Names of people in brackets at the end, "(A. Sow, Ou. Faye)", and the text before them."""
    found = _PEOPLE.match(text)
    if not found:
        return text, ()
    listed = re.sub(r",\s*(?=(?:Jr|Sr|II|III|IV)\b)", " ", found[2])
    names = tuple(filter(None, (one.strip() for one in re.split(r",|;|\band\b|&", listed))))
    if not names or not all(_PERSON.fullmatch(one) for one in names):
        return text, ()
    return found[1].strip(" ,;"), names


# ── in parts ──────────────────────────────────────────────────────────────


def _parts(aff: Element, context: Context) -> Affiliation | None:
    """Its parts, if all its words stand in one; None if it is better taken as text."""
    institutions: list[tuple[str, str]] = []
    found: dict[str, list[str]] = {}
    if not _collected(aff, institutions, found, top=True):
        return None
    places = {name: ", ".join(dict.fromkeys(texts)) for name, texts in found.items()}
    divisions = [text for kind, text in institutions if kind in _DIVISIONS]
    others = [text for kind, text in institutions if kind not in _DIVISIONS]
    if not others and not divisions:
        return None
    name = others.pop() if others else ""
    line = places.pop("line", "")
    street, city = places.get("street", ""), places.get("city", "")
    if line and (city or re.search("[0-9]", line)):
        street = ", ".join(filter(None, (street, line)))
    elif line:
        city = line
    return Affiliation(
        context.span(aff),
        department=", ".join(dict.fromkeys((*_inner_first(divisions), *others))),
        name=name,
        street_address=street,
        city=city,
        region=places.get("state", ""),
        postal_code=places.get("postal-code", ""),
        country=places.get("country", ""),
    )


def _inner_first(divisions: list[str]) -> Iterable[str]:
    """As they are written: publishers differ on whether the smallest comes first."""
    return divisions


def _collected(
    element: Element, institutions: list[tuple[str, str]], found: dict[str, list[str]], *, top: bool
) -> bool:
    """Whether every word of it is a part's. Nothing is known of text between the parts but that it is punctuation."""
    if _says(element.text):
        return False
    for child in element:
        kind = (child.get("content-type") or "").lower()
        if child.tag == "institution":
            if kind == "original":
                pass  # the same once more, in one piece
            elif len(child) and any(one.tag in _PARTS for one in child):
                return False
            elif text := _tidy(words(child)):
                institutions.append((kind, text))
        elif child.tag == "institution-wrap":
            if not _collected(child, institutions, found, top=False):
                return False
        elif child.tag == "addr-line":
            if not _address_line(child, kind, found):
                return False
        elif child.tag in ("city", "state", "postal-code", "country"):
            _note(found, child.tag, child)
        elif child.tag == "named-content":
            if not _named(child, kind, found):
                return False
        elif child.tag == "label":
            if not top:
                return False
        elif child.tag == "sup" and top and child is element[0]:
            pass
        elif child.tag in ("uri", "ext-link"):
            if not ror_of(words(child)):
                return False
        elif child.tag not in _LEFT_OUT and child.tag != "break":
            return False
        if _says(child.tail):
            return False
    return True


def _address_line(line: Element, kind: str, found: dict[str, list[str]]) -> bool:
    if not any(True for _ in line):
        _note(found, {"city": "city", "state": "state", "street-address": "street"}.get(kind, "line"), line)
        return True
    return _collected(line, [], found, top=False)


def _named(child: Element, kind: str, found: dict[str, list[str]]) -> bool:
    name = {
        "city": "city", "town": "city", "state": "state", "province": "state", "region": "state", "county": "state",
        "zip": "postal-code", "zipcode": "postal-code", "postal-code": "postal-code", "postcode": "postal-code",
        "street": "street", "country": "country", "country-part": "state",
    }.get(kind)  # fmt: skip
    if name is None:
        return False
    _note(found, name, child)
    return True


def _note(found: dict[str, list[str]], name: str, element: Element) -> None:
    if text := _tidy(words(element)):
        found.setdefault(name, []).append(text)


def _says(text: str | None) -> bool:
    if not text or text.isspace():
        return False
    text = re.sub(r"\be[-‐‑]?mail\b", "", text, flags=re.IGNORECASE)
    return re.search(r"\w", re.sub(r"\b(?:and|or)\b", "", text)) is not None
