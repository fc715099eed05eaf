"""Texts of notes on authors, without what only says what they are: labels, asterisks, "Correspondence to:".

Knows inlines and the words of five languages; knows nothing of whom a note is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rejoinder.content.jats.context import Context
from rejoinder.content.jats.inlines import inlines
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.tree import Element, first
from rejoinder.content.model import Foreign, Inline, Inlines, LineBreak, Link, Name, Styled, Text
from rejoinder.values import replace

PRESENT = re.compile(
    r"^\W*(?:(?:current|present|permanent)\s+(?:address(?:es)?|affiliations?)|(?:now|currently)\s+at"
    r"|endereço atual|dirección actual|adresse actuelle)\s*(?:is|are)?\s*[:,.–—-]?\s*",
    re.IGNORECASE,
)


TO_WHOM = re.compile(
    r"^[\s*†‡§¶#✉]*(?:"
    r"(?:\*?\s*to\s+whom\s+)?(?:all\s+|send\s+)?correspond(?:ence|ing)(?:\s+author(?-i:s?))?(?:\s+and\s+(?:reprint\s+)?requests?(?:\s+for\s+\w+)?)?"
    r"(?:\s+(?:should|must|may|can)\s+be\s+(?:addressed|sent"
    r"|directed))?(?:\s+to)?(?:\s+author(?-i:s?))?(?:\s+address)?(?:\s+at)?"
    r"|authors?\s+(?:for|to\s+whom)\s+correspondence(?:\s+should\s+be\s+addressed)?"
    r"|address(?:es)?\s+(?:for|all|to)?\s*(?:reprints?\s+(?:requests?)?|correspondence)(?:\s+(?:to"
    r"|and reprint requests to))?"
    r"|reprint\s+requests?(?:\s+to)?|for\s+correspondence|contact(?:\s+information)?|(?:mailing|postal)\s+address"
    r"|direcci[óo]n\s+(?:de|para)\s+(?:la\s+)?correspondencia(?:/correspondence(?:\s+to)?)?"
    r"|(?:endereço\s+(?:para|de)\s+)?correspond[êe]ncia|autor(?:es|a)?\s+(?:para|de)\s+correspond[eê]ncia"
    r"|autor\s+correspond\w*"
    r"|autor(?:es|a)?\s+de\s+correspondencia|correspondencia|auteurs?\s+correspondants?|korrespondenz\w*"
    r")[\s:;.,–—-]*",
    re.IGNORECASE,
)


_AND_TO_WHOM = re.compile(r"^(?:para|to|a)?\s*/\s*(?=\w)", re.IGNORECASE)
"""Between the same lead in two languages: "Correspondência para/Correspondence to:"."""
_MAIL_WORD = r"(?:e[-‐‑]?mails?(?:\s+address(?:es)?)?|correio\s+eletr[oô]nico|correo\s+electr[oó]nico|courriel)"
_MAIL_LEAD = re.compile(rf"^\W*{_MAIL_WORD}\s*[:：]?\s*(?=\S+@)", re.IGNORECASE)
_BEFORE_MAIL = re.compile(rf"(?P<joint>[\s,;|•·–—-]*)(?P<label>\b{_MAIL_WORD}\b\s*[:：.]?\s*)?\Z", re.IGNORECASE)
_MAIL_WITHIN = re.compile(rf"[\s,;|•·–—-]*\b{_MAIL_WORD}\s*[:：]\s*(?=[^\s@]+@)", re.IGNORECASE)
_STROKE = re.compile(r"\s+[|•·]\s+|(?<=\w)\s+(?:postal\s+)?address:\s+", re.IGNORECASE)
_LEADS_ON = re.compile(r"(?:\b(?:at|to|or|and|via|by|e|y|et|und|o|ou|in|em)|[(<\[:,;/&])\Z", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b[A-Z]\.\Z")
_PLACE = (
    r"(?=(?:Av\.|Avenida|R\.|Rua|Rodovia|Praça|Calle|Faculdade|Facultad|Faculty|Depart\w+|Universi\w+|Institut\w*|Escola"
    r"|Escuela|School|Hospital|Cent(?:ro|er|re))\s)"
)


def correspondence(text: Inlines, names: Iterable[Name]) -> Inlines:
    """A correspondence line without its lead, with its parts set off as this program does: addresses by semicolons,
    and without the word "e-mail", which says nothing that they do not.
    """
    line = without_lead(without_label(_unbracketed(text)), TO_WHOM)
    other = without_lead(line, _AND_TO_WHOM)
    if other is not line and TO_WHOM.match(plain(other)):
        line = without_lead(other, TO_WHOM)
    out = list(without_lead(without_lead(line, _JOINT), _MAIL_LEAD))
    for place, one in enumerate(out):
        if not isinstance(one, Text):
            continue
        said = _MAIL_WITHIN.sub(lambda found: "; " if found.start() else "", one.text)
        if not place:
            said = _set_off(said, names)
        if place + 1 < len(out) and _is_mail(out[place + 1]):
            said = _before_mail(said, begins=not place)
        elif place and place + 1 == len(out) and _is_mail(out[place - 1]) and not said.strip(" .,;>"):
            said = ""
        out[place] = replace(one, text=_STROKE.sub(", ", said))
    return tuple(one for one in out if not isinstance(one, Text) or one.text)


def _unbracketed(text: Inlines) -> Inlines:
    """Without the angles that mails have around an address: `<ann@quay.example>`."""
    out = list(text)
    for place, one in enumerate(out):
        before, after = out[place - 1] if place else None, out[place + 1] if place + 1 < len(out) else None
        if not _is_mail(one):
            continue
        if isinstance(before, Text) and before.text.endswith("<"):
            out[place - 1] = replace(before, text=before.text[:-1])
        if isinstance(after, Text) and after.text.startswith(">"):
            out[place + 1] = replace(after, text=after.text[1:])
    return tuple(one for one in out if not isinstance(one, Text) or one.text)


def _is_mail(one: Inline) -> bool:
    return isinstance(one, Link) and one.url.startswith("mailto:")


def _before_mail(said: str, *, begins: bool) -> str:
    found = _BEFORE_MAIL.search(said)
    assert found is not None, "it matches nothing, too"
    before = said[: found.start()]
    if not before.strip():
        return "" if begins else said if not found["label"] else "; "
    if found["label"] and before.endswith(".") and not _ABBREVIATED.search(before):
        before = before[:-1]
    if found["label"] and not _LEADS_ON.search(before):
        return f"{before}; "
    if not found["joint"].strip(" \u00a0") and _LEADS_ON.search(before):
        return said
    if found["joint"].strip() in ("", "|", "•", "·"):
        return f"{before}; "
    return said


def _set_off(said: str, names: Iterable[Name]) -> str:
    """A comma between the author's name and an address that begins without one."""
    for name in names:
        whole = name.literal or " ".join(filter(None, (name.given, name.non_dropping_particle, name.family)))
        found = re.match(rf"{re.escape(whole)}\s+{_PLACE}", said) if whole else None
        if found:
            return f"{whole}, {said[found.end() :]}"
    return said


_JOINT = re.compile(r"^[\s:;.,–—-]+")
"""What stands between a lead and what it leads to."""


_MAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}")


def mails_in(text: str) -> list[str]:
    return [one.rstrip(".") for one in _MAIL.findall(text)]


def rest(said: str, emails: Iterable[str], names: Iterable[Name]) -> str:
    """What a correspondence line says besides addresses, initials, the words around them, and authors' names."""
    for email in emails:
        said = said.replace(email, " ")
    said = re.sub(r"[(\[][A-Z][A-Za-z.\- ]{0,8}[)\]]", " ", said)
    for name in names:
        if name.family:
            said = re.sub(rf"[(\[][^()\[\]]{{0,20}}{re.escape(name.family)}[)\]]", " ", said)
        whole = name.literal or " ".join(filter(None, (name.given, name.non_dropping_particle, name.family)))
        if len(whole) > 3:
            said = said.replace(whole, " ")
    said = re.sub(r"\(?\bcorresponding\s+authors?\b\)?", " ", said, flags=re.IGNORECASE)
    said = re.sub(
        r"\b(?:e[-‐‑]?mails?(?:\s+address(?:es)?)?|or|and|e|y|et|und|dr|prof|professor|mr|ms|mrs|authors?|at|to)\b",
        " ",
        said,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\W+", "", said)


def note_text(note: Element, context: Context) -> Inlines:
    """The paragraphs of a note as one run, without its label."""
    context.use(note)
    label = first(note, "label")
    if label is not None:
        context.use_all(label)
    paragraphs = [child for child in note if child.tag == "p"]
    if not paragraphs:
        return _without_label_element(note, context)
    out: Inlines = ()
    for paragraph in paragraphs:
        context.use(paragraph)
        text = inlines(paragraph, context)
        out = (*out, *spaced(out), *text)
    return out


def _without_label_element(note: Element, context: Context) -> Inlines:
    label = first(note, "label")
    if label is None:
        return inlines(note, context)
    bare = _copy_without(note, label)
    text = inlines(bare, context)
    context.use_all(note)
    return text


def _copy_without(note: Element, label: Element) -> Element:
    """The note without its label, for reading. The copy's places are those of the note."""
    from copy import deepcopy

    at = list(note).index(label)
    bare = deepcopy(note)
    child = bare[at]
    tail = child.tail or ""
    before = child.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        bare.text = (bare.text or "") + tail
    bare.remove(child)
    return bare


def spaced(before: Inlines) -> Inlines:
    return (Text(" ", before[-1].span),) if before else ()


_MARK = re.compile(r"^[\s*†‡§¶#¤✉‖|]+")


def without_label(text: Inlines) -> Inlines:
    """Without an asterisk or the like at its beginning, whether raised or not."""
    return strip_start(text, lambda said: _match_end(_MARK, said))


def without_lead(text: Inlines, lead: re.Pattern[str]) -> Inlines:
    """Without the words that say what it is ("Correspondence to:", "Present address:")."""
    return strip_start(text, lambda said: _match_end(lead, said))


def _match_end(pattern: re.Pattern[str], said: str) -> int:
    found = pattern.match(said)
    return found.end() if found else 0


def strip_start(text: Inlines, length: Callable[[str], int]) -> Inlines:
    """Without as many characters at its beginning as a function of its words says."""
    count = length(plain(text))
    return _dropped(text, count)[0] if count else text


def _dropped(text: Inlines, count: int) -> tuple[Inlines, int]:
    out = list(text)
    while out and count > 0:
        head = out[0]
        if isinstance(head, Text):
            if len(head.text) > count:
                out[0] = replace(head, text=head.text[count:])
                count = 0
            else:
                count -= len(head.text)
                out.pop(0)
        elif isinstance(head, Styled | Foreign | Link):
            inner, count = _dropped(head.children, count)
            if inner:
                out[0] = replace(head, children=inner)
                break
            out.pop(0)
        else:
            count -= isinstance(head, LineBreak)  # which is a space among the words
            out.pop(0)
    if out and isinstance(out[0], Text) and out[0].text[:1].isspace():
        out[0] = replace(out[0], text=out[0].text.lstrip())
        if not out[0].text:
            out.pop(0)
    return tuple(out), count
