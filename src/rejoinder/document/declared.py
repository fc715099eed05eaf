"""What authors declare: whether words say that there is nothing, and who says the same.

Knows the usual sentences of some languages; knows nothing of how statements are set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rejoinder.document.affiliations import recognised
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import Blocks, BylineAuthor, Inlines, Paragraph
from rejoinder.values import dataclass

_WHO = r"(?:the |all )*(?:other )?(?:authors?|he|she|they|i|we)"
_INTERESTS = r"(?:competing|conflicting|conflicts?|financial|relevant|potential|known|other|of|or|and|non) *"
_NONE = re.compile(
    r"none|nil|no|nothing|none declared|none known|none to declare|nothing to declare|nothing to disclose|n a|"
    rf"(?:{_WHO} )?(?:(?:ha(?:s|ve)|declares?|reports?|discloses?)(?: that (?:there are|they have|he has|she has))? )?"
    rf"(?:no|none|nothing) *(?:{_INTERESTS})*(?:interests?|disclosures?|conflicts?)?"
    r"(?: (?:to )?(?:declared?|disclosed?|reported?|report|exist|of interest))?|"
    r"aucune?|aucun conflit d intérêts?(?: déclaré)?|aucun déclaré|keine?|keine interessenkonflikte|keine angegeben|"
    r"ninguno(?: declarado)?|nessuno(?: dichiarato)?|nenhum(?: declarado)?|geen|inga|ingen"
)
"""By their words alone, in small letters (see `affiliations.recognised`)."""


def says_none(text: str) -> bool:
    """Whether a declaration says that there is nothing to declare."""
    words = text.replace("’", " ").replace("'", " ")
    return len(words) < 200 and _NONE.fullmatch(recognised(words)) is not None


def blocks_say_none(blocks: Blocks) -> bool:
    """Whether a statement is a sentence that says so."""
    only = blocks[0] if len(blocks) == 1 else None
    return isinstance(only, Paragraph) and says_none(plain_text(only.children))


@dataclass(frozen=True, slots=True)
class Declared:
    """What some authors declare in the same words; `text` is () if that is nothing."""

    authors: tuple[BylineAuthor, ...]
    text: Inlines


def declarations(authors: Iterable[BylineAuthor]) -> tuple[Declared, ...]:
    """What there is to declare, in the order of the authors; those who have nothing come last."""
    said: dict[str, tuple[list[BylineAuthor], Inlines]] = {}
    none: list[BylineAuthor] = []
    for author in authors:
        text = plain_text(author.competing_interests)
        if not text:
            continue
        if says_none(text):
            none.append(author)
        else:
            said.setdefault(recognised(text), ([], author.competing_interests))[0].append(author)
    found = [Declared(tuple(who), text) for who, text in said.values()]
    return (*found, *((Declared(tuple(none), ()),) if none else ()))
