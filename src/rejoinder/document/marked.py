"""Marked text: the string in which formatting travels through the CSL processor, and its way back to runs of words.

The processor joins strings and knows nothing of runs, so emphasis and links are written into the string as pairs of
Unicode noncharacters (U+FDD0…U+FDEF, which no text may hold: Unicode 16, 23.7). No letter case or escaping can
hurt them, as it can hurt HTML tags. Whatever the processor prints wrongly is repaired here, in `mend`, and only here.
Knows nothing of CSL.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from rejoinder.diagnostics import Span
from rejoinder.document.model import Inline, Inlines, Target, Traits, Words

EMPH, STRONG, SUP, SUB, SMALLCAPS = (("\ufdd0", "\ufdd1"), ("\ufdd2", "\ufdd3"), ("\ufdd4", "\ufdd5"),
                                     ("\ufdd6", "\ufdd7"), ("\ufdd8", "\ufdd9"))  # fmt: skip
TITLE = ("\ufdda", "\ufddb")
"""Around words in the language of the work that is referred to."""
URL = ("\ufddc", "\ufddd")
DOI = ("\ufdde", "\ufddf")

_TRAITS = {EMPH: 1, STRONG: 2, SUP: 4, SUB: 8, SMALLCAPS: 16}
"""Numbers of `Traits`: adding them up as numbers is ten times as fast."""
_OPENS = {pair[0]: trait for pair, trait in _TRAITS.items()}
_CLOSES = {pair[1]: trait for pair, trait in _TRAITS.items()}

# ── what an author may write in a title ───────────────────────────────────

_TAGS = {
    "i": EMPH, "em": EMPH, "italic": EMPH, "b": STRONG, "strong": STRONG, "bold": STRONG,
    "sup": SUP, "sub": SUB, "sc": SMALLCAPS,
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z]{1,6})(\s[^<>]{0,200})?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\u2028\u2029]+")
NOCASE = ("\ufde0", "\ufde1")
"""Around words whose case must stay; turned into the processor's own kind of string, never printed."""


def plain(text: str) -> str:
    """Characters without markup: entities resolved, control characters gone, white space single."""
    if text.isprintable() and "&" not in text and "  " not in text:
        return text.strip()  # as nearly all are
    if "&" in text:
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    return _SPACES.sub(" ", _FORBIDDEN.sub("", text)).strip()


def marked(text: str) -> str:
    """Text with CSL's light markup (`<i>`, `<b>`, `<sup>`, `<sub>`, small caps, nocase) as marked text.

    A tag without its partner is no markup: it stays as it was written ("p<i and …").
    """
    if "<" not in text:
        return plain(text)
    tags = list(_TAG.finditer(text))
    partner = _partners(tags)
    out: list[str] = []
    after = 0
    for place, tag in enumerate(tags):
        if place in partner:
            out += (plain_inside(text[after : tag.start()]), partner[place])
            after = tag.end()
    out.append(plain_inside(text[after:]))
    return _SPACES.sub(" ", "".join(out)).strip()


def plain_inside(text: str) -> str:
    """`plain`, but spaces at the ends stay: this is a piece between two tags."""
    head, tail = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if head else ''}{plain(text)}{' ' if tail else ''}"


def _partners(tags: list[re.Match[str]]) -> dict[int, str]:
    """For each tag that has a partner (by its place in the list): the mark it becomes."""
    marks: dict[int, str] = {}
    still_open: list[tuple[str, int, tuple[str, str]]] = []
    for place, tag in enumerate(tags):
        name = tag[2].lower()
        if not tag[1]:
            pair = _pair_of(name, tag[3] or "")
            if pair:
                still_open.append((name, place, pair))
        elif still_open and still_open[-1][0] == name:
            _, opened, pair = still_open.pop()
            marks[opened], marks[place] = pair
    return marks


def _pair_of(name: str, attributes: str) -> tuple[str, str] | None:
    if name != "span":
        return _TAGS.get(name)
    said = attributes.lower().replace(" ", "")
    if "font-variant:small-caps" in said:
        return SMALLCAPS
    return NOCASE if "nocase" in said else None


_ADDRESS = re.compile(
    r"(?:doi:\s?|https?://(?:dx\.)?doi\.org/)(10\.[0-9]{4,9}/[^\s<>\ufdd0-\ufde1]+)|(?:https?|ftp)://[^\s<>\ufdd0-\ufde1]+",
    re.IGNORECASE,
)


def linked(text: str) -> str:
    """Marked text in which addresses and DOIs are links."""
    return _ADDRESS.sub(_as_link, text) if ":" in text else text


def _as_link(found: re.Match[str]) -> str:
    whole = found[0].rstrip(".,;:)]>’”\"'")
    after = found[0][len(whole) :]
    if not found[1]:
        return f"{URL[0]}{whole}{URL[1]}{after}"
    start = found.start(1) - found.start()
    return f"{whole[:start]}{DOI[0]}{whole[start:]}{DOI[1]}{after}"


# ── repairing what the processor prints ───────────────────────────────────

QUOTE = ("\ufde3", "\ufde4")
"""Around quoted words, whoever quotes them: which quotation marks these are depends on what they stand in."""
_M = "[\ufdd0-\ufde1]*"
_PLACE = "\ufde2"
"""Stands for what is not to be touched while the text around it is mended."""


@lru_cache(maxsize=1)
def _mending() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is wrong, and what is right instead. Compiled when the first reference needs it: most do not."""
    end = f"(?={_M}(?: |$))"
    return tuple(
        (re.compile(wrong), right)
        for wrong, right in (
            (rf"\(({_M}) ?({_M})\)|\[({_M}) ?({_M})\]", r"\1\2\3\4"),  # brackets around nothing
            (f" ({_M}) +", r" \1"),  # two spaces, also with a mark between them
            (rf" +({_M}[,.;]){end}", r"\1"),  # a space before a stop
            (rf"(\.\.\.|…)({_M})\.{end}", r"\1\2"),  # "Wait....": after an ellipsis no stop
            (rf"([,;:])({_M}) ?\1{end}", r"\1\2"),  # ", ,"
            (rf"([;:])({_M})\.(?={_M} {_M}\S)", r"\1\2"),  # "2015;. doi"
            (rf"[,;:]({_M}\.){end}", r"\1"),  # ",."
            (rf"(?<!\.)\.({_M}) ?({_M})\.(?!\.)", r".\1\2"),  # "et al..", "J. ."
            (rf"([?!])({_M})\.{end}", r"\1\2"),  # "Why?."
            (rf"([?!.,;:]{_M}[’”»{QUOTE[1]}]{_M})\.{end}", r"\1"),  # "“Why?”."
            (rf"([(\[“‘«{QUOTE[0]}])({_M}) ", r"\1\2"),
            (rf"([;,])({_M}):(?={_M} ?{_M}\S)", r"\1\2"),  # "2017;:2031", where no volume stands between
            (rf" ({_M})([)\]])", r"\1\2"),
            (f"^({_M})(?: |[.,;:]+(?={_M} ))+", r"\1"),  # at the beginning; but ".NET" keeps its point
            (f"[ ,;:]+({_M})$", r"\1"),
        )
    )


_SUSPECT = re.compile(
    r"  |\( ?\)|\[ ?\]| [,.;](?= |$)|\. ?\.|…\.|, ?,|; ?;|: ?:|[,;]:|[,;:?!’”»\ufde4]\.|[(\[“‘«\ufde3] | [)\]]"
    r"|^[ .,;:]|[ ,;:]$"
)
"""Where none of this stands, there is nothing to mend; most references are sound, and this is quicker."""
_MARKS = re.compile("[\ufdd0-\ufde1]+")
_AMERICAN = re.compile(rf"((?:[{QUOTE[1]}”]{_M})+)([.,])(?={_M}(?: |$))")
_UNTOUCHED = re.compile(
    f"([{URL[0]}{DOI[0]}][^{URL[1]}{DOI[1]}]*[{URL[1]}{DOI[1]}]|(?<={TITLE[0]}..)[^{TITLE[1]}]*(?=....{TITLE[1]}))"
)
"""An address, and what is inside a title: its stops are the author's. A title's ends meet the processor's stops."""


CURLY = ("“", "”", "‘", "’")


def mend(text: str, *, punctuation_in_quote: bool = False, quotes: tuple[str, str, str, str] = CURLY) -> str:
    """Repair doubled and stray punctuation where the processor joined two pieces; set the quotation marks."""
    pieces = _UNTOUCHED.split(text)
    untouched, around = pieces[1::2], _PLACE.join(pieces[::2])
    if _SUSPECT.search(_MARKS.sub("", around)):
        for wrong, right in _mending():
            around = wrong.sub(right, around)
    if punctuation_in_quote:
        around = _AMERICAN.sub(r"\2\1", around)
    whole = "".join(part for pair in zip(around.split(_PLACE), [*untouched, ""], strict=True) for part in pair)
    return _with_marks(whole, quotes)


# ── quotation marks ───────────────────────────────────────────────────────

_OPENERS = "([{“‘«/-–—"


def quoted(text: str) -> str:
    """Straight quotation marks of a field as `QUOTE`; what stands within a word is an apostrophe.

    A mark opens what follows a space or a bracket, and closes what it opened. A double one without its partner stays;
    a single one is an apostrophe. Curly ones are the author's choice.
    """
    if '"' not in text and "'" not in text:
        return text
    out = list(text)
    still_open: list[int] = []
    visible = [n for n, letter in enumerate(text) if not "\ufdd0" <= letter <= "\ufde1"]
    for place, n in enumerate(visible):
        letter = text[n]
        if letter not in "\"'":
            continue
        before = text[visible[place - 1]] if place else " "
        after = text[visible[place + 1]] if place + 1 < len(visible) else " "
        if letter == "'" and before.isalnum() and after.isalnum():
            continue
        if (before.isspace() or before in _OPENERS or before in "\"'") and not after.isspace():
            still_open.append(n)
        elif still_open and text[still_open[-1]] == letter:
            out[still_open.pop()], out[n] = QUOTE
    return "".join(out).replace("'", "’")


_CURLY_PAIR = re.compile("“([^“”]*)”|(?<![^\\W_])‘([^‘]*?)’(?![^\\W_])")


def requoted(text: str) -> str:
    """Curly quotation marks within quotation marks, as `QUOTE`: there they have to be the other ones."""
    while (changed := _CURLY_PAIR.sub(_as_quote, text)) != text:
        text = changed
    return text


def _as_quote(found: re.Match[str]) -> str:
    return f"{QUOTE[0]}{found[1] or found[2] or ''}{QUOTE[1]}"


def _with_marks(text: str, quotes: tuple[str, str, str, str]) -> str:
    """`QUOTE` as the quotation marks of a language: outer ones, inner ones within, and so on in turn."""
    if QUOTE[0] not in text:
        return text
    out: list[str] = []
    depth = 0
    for piece in re.split(f"([{QUOTE[0]}{QUOTE[1]}])", text):
        if piece == QUOTE[0]:
            out.append(quotes[depth % 2 * 2])
            depth += 1
        elif piece == QUOTE[1]:
            depth -= 1
            out.append(quotes[depth % 2 * 2 + 1])
        else:
            out.append(piece)
    return "".join(out)


# ── back to words ─────────────────────────────────────────────────────────

_PIECE = re.compile("([\ufdd0-\ufde1])")
_BEFORE_DOI = re.compile(r"(?:doi:\s?|https?://(?:dx\.)?doi\.org/)$", re.IGNORECASE)


def doi_url(doi: str) -> str:
    """The address of a DOI; characters that end an address in running text are escaped."""
    return "https://doi.org/" + "".join(c if c not in _UNSAFE else f"%{ord(c):02X}" for c in doi)


_UNSAFE = frozenset('<>"#%{}|\\^`[] ')


def words(text: str, span: Span, lang: str = "") -> Inlines:
    """Marked text as runs of words. Emphasis inside emphasis is turned off again."""
    out: list[Inline] = []
    open_traits: list[int] = []
    in_title = 0
    link = ""
    for piece in _PIECE.split(text):
        if piece in _OPENS:
            open_traits.append(_OPENS[piece])
        elif piece in _CLOSES:
            if _CLOSES[piece] in open_traits:
                open_traits.remove(_CLOSES[piece])
        elif piece in TITLE:
            in_title += 1 if piece == TITLE[0] else -1
        elif piece in (*URL, *DOI):
            link = piece if piece in (URL[0], DOI[0]) else ""
        elif piece and piece not in NOCASE:
            _append(out, Words(piece, span, _sum(open_traits), lang if in_title > 0 else ""), link)
    return tuple(out)


def _sum(traits: list[int]) -> Traits:
    total = 0
    for trait in traits:
        total = total ^ trait if trait == 1 else total | trait
    return Traits(total) if total else Traits.PLAIN


def _append(out: list[Inline], run: Words, link: str) -> None:
    if link == DOI[0]:
        run = _linked_doi(out, run)
    elif link == URL[0]:
        run = Words(run.text, run.span, run.traits, run.lang, Target(url=run.text, contents=run.text))
    last = out[-1] if out else None
    if (
        isinstance(last, Words)
        and (last.traits, last.lang) == (run.traits, run.lang)
        and last.link is None
        and run.link is None
    ):
        out[-1] = Words(last.text + run.text, last.span, last.traits, last.lang)
    else:
        out.append(run)


def _linked_doi(out: list[Inline], run: Words) -> Words:
    """The link of a DOI begins with its "doi:"; when the style prints the whole address, with the address."""
    text, last = run.text, out[-1] if out else None
    if isinstance(last, Words) and last.link is None and (before := _BEFORE_DOI.search(last.text)):
        out.pop()
        if before.start():
            out.append(Words(last.text[: before.start()], last.span, last.traits, last.lang))
        text = before[0] + text
    return Words(text, run.span, run.traits, run.lang, Target(url=doi_url(run.text), contents=f"doi:{run.text}"))
