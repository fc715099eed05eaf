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
from rejoinder.content.model import Foreign, Inlines, LineBreak, Link, Name, Styled, Text
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
