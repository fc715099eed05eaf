"""CSL's letter cases, on marked text (CSL 1.0.2, "Text-case").

Words between the marks of `nocase` stay as they are, and so do superiors, inferiors and small capitals. What a title's
words are, and which of them stay small, is what citeproc-js does: the reference lists of two programs should agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rejoinder.document.marked import NOCASE, SMALLCAPS, SUB, SUP

_TOKEN = re.compile(r"[\ufdd0-\ufdef]|[^\W_](?:[^\W_]|['’](?=[^\W_]))*|[^\w\ufdd0-\ufdef]|_")
_SHUT = frozenset(pair[0] for pair in (NOCASE, SUP, SUB, SMALLCAPS))
_OPENED = frozenset(pair[1] for pair in (NOCASE, SUP, SUB, SMALLCAPS))
_GREEK = re.compile(r"[\u0370-\u03ff]")
_SMALL = frozenset(
    """
    about above across afore after against al along alongside amid amidst among amongst anenst apropos apud around as
    aside astride at athwart atop barring before behind below beneath beside besides between beyond but by circa despite
    down during et except for forenenst from given in inside into lest like modulo near next notwithstanding of off on
    onto out over per plus pro qua sans since than through thru throughout thruout till to toward towards under
    underneath until unto up upon versus vs v via vis-à-vis with within without or yet so and nor a an the de d von van
    c ca
    """.split()
)
"""Words that stay small within a title: citeproc-js' list, without its phrases."""


def cased(text: str, case: str, lang: str) -> str:
    """Text in one of CSL's letter cases. Titles are English titles: no other language has them."""
    if case == "title":
        return _title(text) if lang == "en" else text
    change = _CASES.get(case)
    return change(text) if change else text


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """The tokens of a text, and whether each is a word that may be changed."""
    shut = 0
    for token in _TOKEN.findall(text):
        shut += (token in _SHUT) - (token in _OPENED)
        yield token, not shut and token[0].isalpha()


def _each(change: Callable[[str, bool], str]) -> Callable[[str], str]:
    """Change every word, told whether it is the first of the text."""

    def changed(text: str) -> str:
        out, first = [], True
        for token, free in _words(text):
            out.append(change(token, first) if free else token)
            first = first and not (free or token[0].isalnum())
        return "".join(out)

    return changed


def _capital(word: str) -> str:
    """A capital, for a word that has none; a lone Greek letter is a symbol."""
    if word != word.lower() or (len(word) == 1 and _GREEK.match(word)):
        return word
    return word[0].upper() + word[1:]


def _sentence_word(word: str, first: bool) -> str:
    if any(map(str.isupper, word[1:])):  # DNA, mRNA, McNamara: no sentence would write these small
        return word
    return _capital(word.lower()) if first else word.lower()


def _sentence(text: str) -> str:
    letters = [token for token, free in _words(text) if free]
    if letters and all(token.isupper() for token in letters) and len("".join(letters)) > 12:  # shouted throughout
        return _CASES["capitalize-first"](text.lower())
    return _each(_sentence_word)(text)


_CASES: dict[str, Callable[[str], str]] = {
    "lowercase": _each(lambda word, first: word.lower()),
    "uppercase": _each(lambda word, first: word.upper()),
    "capitalize-first": _each(lambda word, first: _capital(word) if first else word),
    "capitalize-all": _each(lambda word, first: _capital(word)),
    "sentence": _sentence,
}


def _title(text: str) -> str:
    """Capitals, but for small words; those too, at the beginning, at the end, and behind a colon."""
    tokens = list(_words(text))
    last = max((n for n, (token, _) in enumerate(tokens) if token[0].isalnum()), default=-1)
    out: list[str] = []
    opening = True
    for n, (token, free) in enumerate(tokens):
        wanted = opening or (len(token) > 1 and (n == last or token.lower() not in _SMALL))
        out.append(_capital(token) if free and wanted else token)
        opening = token in ("?", "!", ":") or (opening and not token[0].isalnum())
    return "".join(out)
