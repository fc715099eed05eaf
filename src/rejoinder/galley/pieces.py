"""Inline text becomes boxes, glue and kerns: what a line can be made of.

Decides which spaces may end a line and where a mark belongs; does not decide where lines end.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import (
    Break,
    Citation,
    Inline,
    Inlines,
    Math,
    Mention,
    MentionedFloat,
    NoteMark,
    Target,
    Traits,
    Words,
)
from rejoinder.fonts.extras import SCRIPT_NAMES, extra_for
from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.directions import EXTRA, has_library
from rejoinder.galley.hyphenation import divisions
from rejoinder.galley.look import INFERIOR_RISE, SCRIPT_SIZE, SUPERIOR_RISE, Look, bent
from rejoinder.galley.marks import cite_anchor, collapse, mark
from rejoinder.galley.model import ElementId
from rejoinder.galley.tree import Tree
from rejoinder.galley.unspaced import has_dictionary, is_ideograph, is_unspaced, needs_dictionary, parts
from rejoinder.geometry import Pt
from rejoinder.style.model import Colour, StyleSheet, TextStyle
from rejoinder.values import dataclass, replace

if TYPE_CHECKING:
    from rejoinder.galley.formulas import FormulaSetter

# ── what a line is made of ────────────────────────────────────────────────


class Word:
    """A token as shaped, with the places where it may be divided. Shared by all its occurrences in one look.

    Measures in thousandths of an em. Each division is `(at, prefix, hyphen, flagged, penalty)`: the number of
    characters and the width before it, and the width of the hyphen it needs (0: none).
    """

    __slots__ = (
        "divisions",
        "glyphs",
        "keep_after",
        "keep_before",
        "left",
        "levels",
        "missing",
        "odd",
        "right",
        "shaped",
        "text",
        "width",
    )

    def __init__(
        self,
        text: str,
        shaped: tuple[Shaped, ...],
        places: tuple[tuple[int, float, float, bool, float], ...],
        left: float,
        right: float,
        missing: tuple[str, ...] = (),
        levels: tuple[int, ...] = (),
    ) -> None:
        """`levels` are the characters' embedding levels, in a paragraph that runs in both directions."""
        self.missing = missing
        self.levels = levels
        self.odd = bool(missing) or (not text.isascii() and is_odd(text, shaped))
        self.text = text
        self.shaped = shaped
        self.divisions = places
        self.left = left
        self.right = right
        self.width = sum([s.width for s in shaped])
        self.glyphs = sum([len(s.gids) for s in shaped])
        self.keep_after = may_keep_after(text)
        self.keep_before = may_keep_before(text)


def formula_word(inset: Shaped) -> Word:
    """A part of a formula as a word: never divided, and no rule of language keeps it at its neighbours."""
    word = Word(inset.text or "\u2060", (inset,), (), 0.0, 0.0)
    word.keep_after = word.keep_before = False
    return word


class Box:
    """A word in its place. `note` is the number of the footnote that it calls, or 0; `mentions` are the ordinals of the
    floats that it names; `parts` are its looks, if they differ, each with the number of characters up to its end.
    """

    __slots__ = ("anchor", "look", "mentions", "note", "parts", "solid", "span", "width", "word")

    def __init__(
        self,
        word: Word,
        look: Look,
        span: Span,
        note: int = 0,
        anchor: str = "",
        mentions: tuple[int, ...] = (),
        parts: tuple[tuple[int, Look], ...] = (),
    ) -> None:
        self.word = word
        self.look = look
        self.span = span
        self.note = note
        self.anchor = anchor
        self.mentions = mentions
        self.parts = parts
        self.solid = False
        """It is a part of a formula, and no letters."""
        self.width: Pt = word.width / 1000 * look.size + look.tracking * word.glyphs


class Glue:
    """A word space. Where `breaks` is false the line may not end. Never changed: a run of words shares one.

    `level` is its embedding level, in a paragraph that runs in both directions; `penalty` is what a line end costs
    here, within a formula.
    """

    __slots__ = ("breaks", "level", "penalty", "shrink", "stretch", "width")

    def __init__(
        self, width: Pt, stretch: Pt, shrink: Pt, breaks: bool = True, level: int = 0, penalty: float = 0.0
    ) -> None:
        self.penalty = penalty
        self.width = width
        self.stretch = stretch
        self.shrink = shrink
        self.breaks = breaks
        self.level = level


class Seam:
    """Between two parts of a word that no spaces part: white that is no character, and stretches like a space."""

    __slots__ = ("breaks", "penalty", "shrink", "stretch", "width")

    def __init__(self, width: Pt, stretch: Pt, shrink: Pt, breaks: bool, penalty: float = 0.0) -> None:
        self.width = width
        self.stretch = stretch
        self.shrink = shrink
        self.breaks = breaks
        self.penalty = penalty


class Kern:
    """White that is no character."""

    __slots__ = ("width",)

    def __init__(self, width: Pt) -> None:
        self.width = width


class HardBreak:
    """The line ends here."""

    __slots__ = ()


Piece: TypeAlias = Box | Glue | Seam | Kern | HardBreak

_WHITE = (Glue, HardBreak)
"""Behind these there is no second word space."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A superior mark that the galley made: a note's own number, the sign of a remark. `role` is its element's."""

    text: str
    span: Span
    role: str = "Link"
    target: Target | None = None
    element: ElementId | None = None
    """Its own element, if it was made before: a label precedes in the tree what it labels."""
    note: int = 0
    """The number of the note that it calls, or 0."""
    anchor: str = ""
    """The name by which links find it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Superior marks set in one go, of which each leads to its own place, and what parts them: 1,2†.

    They have no link's colour: on a byline of many names that would be all one sees.
    """

    signs: tuple[tuple[str, Target | None], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Gap:
    """White behind a mark, as a share of the type size: read as a space, but neither stretched nor a place to break."""

    ems: float


@dataclass(frozen=True, slots=True)
class Name:
    """Words that no line end parts, neither at their spaces nor at their hyphens: Åse-Marie Østby."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A line of code: every space counts, and none of them stretches."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Back:
    """A sign behind a reference that leads back to where it is cited."""

    text: str
    target: Target
    span: Span


SetInline: TypeAlias = Inline | Mark | Signs | Back | Gap | Name | Literal

# ── rules that keep words together ────────────────────────────────────────

_BEFORE_FIGURE = frozenset(
    "Fig. Figs. Figure Figures Table Tables p. pp. p pp No. No no. nos. vol. Vol. ref. refs. Ref. Refs. eq. Eq. "
    "Section section § §§ Chapter chapter Chap. ch. Box Step Appendix Art. Nr. S. n° Nº c. ca. Abb. Tab.".split()
)
_BEFORE_NAME = frozenset("Dr Dr. Prof Prof. Professor Mr Mr. Mrs Mrs. Ms Ms. St St. Mme M. Mlle".split())
_UNITS = frozenset(
    "m cm mm km nm µm μm pm kg g mg µg μg ng pg t L l mL ml dL dl µL μL h min s ms Hz kHz MHz GHz V mV W kW MW J kJ K "
    "°C °F % ‰ Pa hPa kPa MPa bar mmHg mol mmol µmol μmol nmol M mM µM μM nM IU U mEq kcal eV keV MeV dB pt pH ppm ppb "
    "ha kDa Da bp kb Mb Gy Sv Bq lx lm cd N kN rad sr ka Ma BP BCE BC CE AD am pm a.m. p.m. million billion".split()
)
_OPERATORS = frozenset("= < > ≤ ≥ ± × ≈ ~ + − ÷ ≠ ≡".split())
_DASHES = frozenset("– —".split())
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}\Z")
_BARE_INITIALS = re.compile(r"[^\W\d_a-z](?:-?[^\W\d_a-z]){0,2}[,.;]?\Z")
_MONTHS = frozenset("January February March April May June July August September October November December".split())
_TRAILING = ".,;:!?)]}»’”'\""


def may_keep_after(text: str) -> bool:
    """Whether the space after such a token needs a look (a quick test; `kept` decides)."""
    return (
        text[-1].isdigit()
        or (len(text) <= 4 and text[0].isupper())
        or text in _BEFORE_FIGURE
        or text in _BEFORE_NAME
        or text in _OPERATORS
        or text == "et"
    )


def may_keep_before(text: str) -> bool:
    """Whether the space before such a token needs a look."""
    return text in _DASHES or text in _OPERATORS or (len(text) <= 4 and text[0].isupper()) or text[0] in ";:!?»"


@lru_cache(maxsize=4096)
def kept(before: str, after: str) -> bool:
    """Whether two tokens may not be parted by a line end.

    A number stays with its unit, a title or an initial with its name, a name with the initials behind it, "Table"
    with its figure; a spaced dash or sign of relation never begins a line.
    """
    if after in _DASHES or after in _OPERATORS or before in _OPERATORS or after[0] in ";:!?»":
        return True
    bare = after.rstrip(_TRAILING)
    if before[-1].isdigit() and (bare in _UNITS or bare in _MONTHS):
        return True
    if after[0].isdigit() and before in _BEFORE_FIGURE:
        return True
    if after[0].isupper() and (before in _BEFORE_NAME or _INITIALS.match(before)):
        return not before.isalpha() or len(before) == 1 or before in _BEFORE_NAME
    if before == "et":
        return bare == "al"
    return before[0].isupper() and len(before) > 1 and before[-1].isalpha() and bool(_BARE_INITIALS.match(after))


def is_quantity(before: str, after: str) -> bool:
    """Whether two tokens are a number and its unit."""
    return before[-1].isdigit() and after.rstrip(_TRAILING) in _UNITS


BACK_SIZE = 0.85
"""Of the signs that lead from a reference back to the text, as a share of the size around them."""

SEPARATING_SPACE = 0.16
"""Between two superior numbers that a space separates, in ems."""

MOST_TOGETHER = 5
"""So many numbers (or ranges) of a superior citation stand on one line in any case; of more some may go on the next."""
FEWEST_APART = 2
"""So many of them at least stand on either line then."""
DIVIDED_CITATION = 100.0
"""What a line end costs there, about as much as in a divided word."""

SENTENCE_SPACE = 4 / 3
"""The space after a sentence where the sheet wants no French spacing, as a share of the others (as in plain TeX)."""

_SENTENCE = re.compile(r".*[^\W\d_A-Z][.?!][)\]’”'\"]*\Z", re.DOTALL)


def ends_sentence(token: str) -> bool:
    """Whether a sentence ends here: after a small letter, not after initials or figures."""
    return bool(_SENTENCE.match(token)) and token not in _BEFORE_FIGURE and token not in _BEFORE_NAME


# ── making pieces ─────────────────────────────────────────────────────────

WORDS_KEPT = 20_000
"""How many words of one look are kept for the next letter before they are all forgotten."""

_Words: TypeAlias = dict[tuple[FontChoice, str, bool], dict[str, "Word"]]
_KEPT: WeakKeyDictionary[Typecase, _Words] = WeakKeyDictionary()


def _words_of(typecase: Typecase) -> _Words:
    """Words that earlier letters set from the same typecase: an office's letters use the same few thousand."""
    return _KEPT.setdefault(typecase, {})


class PieceMaker:
    """Turns inlines into pieces for one sheet and one typecase. Keeps the words it has shaped."""

    def __init__(
        self,
        sheet: StyleSheet,
        typecase: Typecase,
        tree: Tree,
        said: Diagnostics,
        *,
        first_note: int = 1,
        aside: Mapping[int, str] | None = None,
        floats: Mapping[str, int] | None = None,
        notes_at_foot: bool = True,
        note_said: Callable[[int], str] = lambda number: "",
        backlinks: bool = False,
    ) -> None:
        """`first_note` is the ordinal whose mark footnote 1 gets: symbols used up on the byline are not used again.

        `aside` are the notes that stand below their figure or table, with the marks that they have there: they do not
        count among the others. `floats` are the ordinals of figures and tables by their anchors. Unless
        `notes_at_foot`, no line that calls a note asks for it: notes stand at the end. `note_said` says how one begins.
        With `backlinks` each citation has a name, by which its reference leads back to it.
        """
        self._note_said = note_said
        self._backlinks = backlinks
        self._cited: dict[int, int] = {}
        self._sheet = sheet
        self._first_note = first_note
        self._aside = dict(aside or {})
        self._notes_at_foot = notes_at_foot
        self.called: set[int] = set()
        """The notes whose marks were set."""
        self._floats = dict(floats or {})
        self._typecase = typecase
        self._tree = tree
        self.said = said
        self._words = _words_of(typecase)
        self._odd_said: set[str] = set()
        """What was complained about: a script is missed once."""
        self.turned = False
        """Whether some word runs from right to left: from then on paragraphs are asked for their direction."""
        self._hyphens: dict[FontChoice, float] = {}
        self._formulas: FormulaSetter | None = None

    def pieces(self, inlines: Sequence[SetInline], look: Look, style: TextStyle, leaf: ElementId | None) -> list[Piece]:
        """Everything that `inlines` put on a line, in order. `leaf` is the element they belong to."""
        out: list[Piece] = []
        links: dict[int, ElementId] = {}
        for inline in self._arranged(inlines):
            match inline:
                case Words():
                    self._add_words(out, inline, look, style, leaf, links)
                case Citation():
                    self._add_citation(out, inline, look, style, leaf)
                case NoteMark():
                    self._add_note_mark(out, inline, look, style, leaf)
                case Mention():
                    self._add_mention(out, inline, look, style, leaf)
                case Mark():
                    self._add_mark(out, inline, look, leaf)
                case Signs():
                    self._add_signs(out, inline, look, leaf)
                case Back():
                    self._add_back(out, inline, look, leaf)
                case Name():
                    self._add_name(out, inline, look)
                case Literal():
                    self._add_atom(out, inline.text, replace(look, hyphenate=False), inline.span)
                case Math():
                    self._add_math(out, inline, look, style, leaf, links)
                case Gap():
                    out.append(Glue(inline.ems * look.size, 0.0, 0.0, breaks=False))
                case Break():
                    _drop_last_glue(out)
                    out.append(HardBreak())
        _drop_last_glue(out)
        _keep(out, self._sheet.unit_space)
        return out

    # ── words ──

    def _add_words(
        self,
        out: list[Piece],
        words: Words,
        look: Look,
        style: TextStyle,
        leaf: ElementId | None,
        links: dict[int, ElementId],
    ) -> None:
        if words.traits & Traits.STRIKE:
            self.said.warning("struck text is set like any other", words.span, "say in words what has been withdrawn")
        if words.traits:
            look = bent(look, words.traits, style, self._sheet)
        script = words.traits & (Traits.SUP | Traits.SUB)
        shift = script_shift(look, SUPERIOR_RISE if script & Traits.SUP else INFERIOR_RISE) if script else 0.0
        if words.lang and words.lang != look.lang:
            spoken = leaf is not None and words.link is None  # a link says its language itself
            element = self._tree.add("Span", leaf, lang=words.lang, shift=shift) if spoken else None
            look = replace(look, lang=words.lang, element=element)
        elif script and leaf is not None and words.link is None:
            look = replace(look, element=self._tree.add("Span", leaf, shift=shift))
        if words.link is not None and leaf is not None:
            element = self._link(words.link, leaf, links, words.lang)
            if script:
                element = self._tree.add("Span", element, shift=shift)
            look = replace(look, element=element, colour=self._link_colour(look.colour))
        begin = len(out)
        if script:
            self._add_script(out, words, look)
        else:
            self._add_text(out, words.text, look, words.span)
        if words.link is not None and (named := self._floats.get(words.link.anchor)):
            _name_floats(out[begin:], (named,))

    def _add_text(self, out: list[Piece], text: str, look: Look, span: Span) -> None:
        if look.upper:
            text = text.upper()
        if look.lang.startswith("fr") and self._sheet.locale_spacing:
            text = french(text)
        known = self._known(look)
        glue = Glue(look.space, look.stretch, look.shrink)
        wide = glue if self._sheet.french_spacing else _widened(glue, SENTENCE_SPACE)
        before = None
        for token in text.split(" "):
            if before is not None and out and type(out[-1]) not in _WHITE:
                out.append(wide if wide is not glue and ends_sentence(before) else glue)
            before = token
            if not token:
                continue
            if "\u00a0" in token:
                self._add_kept(out, token, look, span, known)
                continue
            word = known.get(token)
            if word is None:
                word = known[token] = self._word(token, look)
            if word.odd:
                self._add_odd(out, word, look, span)
            else:
                out.append(Box(word, look, span))

    def _add_math(
        self,
        out: list[Piece],
        math: Math,
        look: Look,
        style: TextStyle,
        leaf: ElementId | None,
        links: dict[int, ElementId],
    ) -> None:
        """A formula: boxes, and between them white at which it may be divided at a price."""
        if math.traits:
            look = bent(look, math.traits, style, self._sheet)
        parent = leaf
        if math.link is not None and leaf is not None:
            parent = self._link(math.link, leaf, links, math.lang)
            look = replace(look, colour=self._link_colour(look.colour))
        element = None
        if parent is not None:
            from rejoinder.maths.write import mathml

            element = self._tree.add(
                "Formula", parent, alt=math.said, lang=math.lang, mathml=mathml(math.tree), inline=True
            )
        look = replace(look, element=element, hyphenate=False)
        parts = self.formulas.parts(math.tree, look, style.leading)
        for part in parts:
            box = Box(formula_word(part.inset), look, math.span)
            box.solid = True
            out.append(box)
            if part is not parts[-1]:
                share = 0.5 * part.white
                out.append(Glue(part.white, share, 0.4 * part.white, penalty=part.penalty))

    @property
    def formulas(self) -> FormulaSetter:
        """Who sets formulas; only letters that have some need one."""
        if self._formulas is None:
            from rejoinder.galley.formulas import FormulaSetter

            self._formulas = FormulaSetter(self._typecase)
        return self._formulas

    @property
    def has_formulas(self) -> bool:
        return self._formulas is not None

    def _add_kept(self, out: list[Piece], text: str, look: Look, span: Span, known: dict[str, Word]) -> None:
        """Tokens with no-break spaces between them."""
        first = True
        for token in text.split("\u00a0"):
            if not first:
                out.append(Glue(look.space, look.stretch, look.shrink, breaks=False))
            first = False
            if token:
                word = known.get(token)
                if word is None:
                    word = known[token] = self._word(token, look)
                if word.odd:
                    self._add_odd(out, word, look, span)
                else:
                    out.append(Box(word, look, span))

    def _add_odd(self, out: list[Piece], word: Word, look: Look, span: Span) -> None:
        """A word that wants more than a box: that nobody has a face for, that runs the other way, or without spaces."""
        self._complain(word, look, span)
        if not is_unspaced(word.text):
            out.append(Box(word, look, span))
            return
        if needs_dictionary(word.text) and not has_dictionary():
            self._say_once(
                "dictionary",
                "nothing here knows where words end that no spaces part (Thai, Lao, Khmer, Burmese)",
                span,
                "pip install 'rejoinder[thai]'; until then lines end at spaces alone",
            )
        if len(out) > 1 and type(out[-1]) is Glue and _closes_up(out[-2], word.text):
            out.pop()  # where the author's line ended
            out.append(Seam(0.0, 0.05 * look.size, 0.0, True))
        known = self._known(look)
        halving: Look | None = None
        for part in parts(word.text, look.lang):
            seam, own = part.seam, look
            if seam.width or seam.stretch or seam.breaks:
                em = look.size
                out.append(Seam(seam.width * em, seam.stretch * em, seam.shrink * em, seam.breaks, seam.penalty))
            if part.halved:
                halving = halving or replace(look, choice=_with(look.choice, "halt"))
                own = halving
            words = self._known(own) if own is not look else known
            piece = words.get(part.text)
            if piece is None:
                piece = words[part.text] = self._word(part.text, own)
            out.append(Box(piece, own, span))

    def _add_name(self, out: list[Piece], name: Name, look: Look) -> None:
        text = name.text.upper() if look.upper else name.text
        for i, token in enumerate(text.split()):
            if i:
                out.append(Glue(look.space, look.stretch, look.shrink, breaks=False))
            self._add_atom(out, token, replace(look, hyphenate=False), name.span)

    def _known(self, look: Look) -> dict[str, Word]:
        """Words of one look that were set before."""
        key = (look.choice, look.lang, look.hyphenate)
        known = self._words.get(key)
        if known is None or len(known) > WORDS_KEPT:
            known = self._words[key] = {}
        return known

    def _complain(self, word: Word, look: Look, span: Span) -> None:
        """Say what is missing for a word: of each script once, with all that is to be installed."""
        for char in word.missing:
            script = self._typecase.script_of(char)
            name = SCRIPT_NAMES.get(script, script)
            extra = extra_for(script, look.lang)
            shown = f'"{char}" (U+{ord(char):04X}{f", {name}" if name else ""})'
            self._say_once(
                script or shown,
                f"no face here has {shown}",
                span,
                (f"pip install 'rejoinder[{extra}]'" if extra else "name a family that has it in the sheet's `fonts`")
                + "; until then a stand-in is printed, which is read aloud and copied as the character",
            )
        if any(s.level for s in word.shaped):
            self.turned = True
            if not has_library():
                self._say_once(
                    "directions",
                    "nothing here knows how words from right to left stand among others",
                    span,
                    f"{EXTRA}; until then each word runs its own way, and lines run from left to right",
                )

    def _say_once(self, key: str, message: str, span: Span, hint: str) -> None:
        if key not in self._odd_said:
            self._odd_said.add(key)
            self.said.warning(message, span, hint)

    def _word(self, token: str, look: Look) -> Word:
        """Shape a token and find where it may be divided."""
        case, choice = self._typecase, look.choice
        shaped = case.shape(token, choice, look.lang)
        found = divisions(token, look.lang, words=look.hyphenate)
        if not look.hyphenate:  # a title is not parted at its hyphens either
            found = tuple(d for d in found if not d.flagged)
        before = widths_before(shaped) if found else []
        hyphen = self._hyphen(choice, look.lang) if found else 0.0
        places = tuple((d.at, before[d.at], hyphen if d.hyphen else 0.0, d.flagged, d.penalty) for d in found)
        left = case.left_protrusion(shaped[0]) if shaped else 0.0
        right = case.right_protrusion(shaped[-1]) if shaped else 0.0
        return Word(token, shaped, places, left, right, case.missing(token, choice))

    def _hyphen(self, choice: FontChoice, lang: str) -> float:
        width = self._hyphens.get(choice)
        if width is None:
            width = self._hyphens[choice] = sum(s.width for s in self._typecase.shape("-", choice, lang))
        return width

    def dense(self, box: Box, places: Iterable[tuple[int, bool, float]]) -> Box:
        """The same box with other divisions (for a word wider than the measure): `(at, flagged, penalty)` each."""
        word = box.word
        before = widths_before(word.shaped)
        divided = Word(
            word.text,
            word.shaped,
            tuple((at, before[at], 0.0, flagged, penalty) for at, flagged, penalty in places),
            word.left,
            word.right,
            levels=word.levels,
        )
        return Box(divided, box.look, box.span, box.note, box.anchor, box.mentions, box.parts)

    def part(self, word: Word, look: Look, begin: int, end: int, hyphen: bool) -> tuple[Shaped, ...]:
        """The characters from `begin` to `end` of a divided word, with a hyphen at their end or without."""
        text, levels = word.text[begin:end], word.levels[begin:end]
        if hyphen:
            text = text.rstrip("\u00ad")
            return self._typecase.shape_hyphenated(text, look.choice, look.lang, levels[: len(text)])
        return self._typecase.shape(text, look.choice, look.lang, levels)

    def directed(self, box: Box, levels: tuple[int, ...]) -> Box:
        """The same box with its word shaped for a paragraph in which its characters have these levels."""
        word, look, case = box.word, box.look, self._typecase
        if not any(levels) and not any(s.level for s in word.shaped):
            return box
        shaped = case.shape(word.text, look.choice, look.lang, levels)
        before = widths_before(shaped) if word.divisions else []
        places = tuple((at, before[at], hyphen, flag, cost) for at, _, hyphen, flag, cost in word.divisions)
        left = 0.0 if shaped[0].level else case.left_protrusion(shaped[0])
        right = 0.0 if shaped[-1].level else case.right_protrusion(shaped[-1])
        turned = Word(word.text, shaped, places, left, right, levels=levels)
        return Box(turned, look, box.span, box.note, box.anchor, box.mentions, box.parts)

    def edges(self, shaped: tuple[Shaped, ...]) -> tuple[float, float]:
        """Left and right margin kerning of a stretch, in thousandths of an em."""
        return self._typecase.left_protrusion(shaped[0]), self._typecase.right_protrusion(shaped[-1])

    # ── marks ──

    def _arranged(self, inlines: Sequence[SetInline]) -> Sequence[SetInline]:
        """Move citations to where the sheet wants them: superior ones behind the punctuation, bracketed before it."""
        if not any(isinstance(i, Citation) for i in inlines):
            return inlines
        inlines = joined(inlines)
        form = self._sheet.citations
        if form.form == "bracket":
            return before_punctuation(inlines)
        return behind_punctuation(inlines) if form.after_punctuation else inlines

    def _add_citation(
        self, out: list[Piece], cite: Citation, look: Look, style: TextStyle, leaf: ElementId | None
    ) -> None:
        form, items = self._sheet.citations, cite.items
        superior = form.form == "superscript"
        phrase = superior and _has_prefix(cite)
        on_line = bent(look, cite.traits, style, self._sheet) if cite.traits and (phrase or not superior) else look
        marks = look if superior else on_line
        """Of numbers, and of what stands between them."""
        words = on_line if phrase else marks
        spoken = any(item.prefix or item.suffix for item in items)
        worded = frozenset(i for i, (a, b) in enumerate(pairwise(items)) if a.suffix or b.prefix)
        runs: list[tuple[str, Look, bool]] = []
        """What is set, how, and whether it is raised."""
        joints: set[int] = set()
        """The places among them where a superior citation may be divided, if it is long."""
        stretches = collapse([i.number for i in items], form.collapse, worded)
        for n, (first, last) in enumerate(stretches):
            if n and (first - 1 in worded if phrase else spoken):
                runs.append(("; ", words, superior and not phrase))
            elif n:
                runs.append((form.separator if superior else (form.separator.strip() or ",") + " ", marks, superior))
                joints.add(len(runs) - 1 if FEWEST_APART <= n <= len(stretches) - FEWEST_APART else -1)
            if items[first].prefix:
                runs.append((items[first].prefix + ("" if phrase else " "), words, superior and not phrase))
            for place in (first, last) if last > first else (first,):
                if place != first:
                    runs.append((form.range, marks, superior))
                element = None
                if leaf is not None:
                    shift = script_shift(look, SUPERIOR_RISE) if superior else 0.0
                    meant = items[first:last] if place < last else items[last : last + 1]
                    names = self._cite_anchors([item.number for item in meant])
                    element = self._tree.add("Link", leaf, target=items[place].target, anchors=names, shift=shift)
                figures = replace(marks, element=element, colour=self._link_colour(marks.colour))
                runs.append((str(items[place].number), figures, superior))
            if items[last].suffix:
                runs.append((", " + items[last].suffix, words, superior and not phrase))
        if len(stretches) <= MOST_TOGETHER:
            joints.clear()
        if phrase:  # nobody raises words: they stand on the line, in brackets, and the figures behind them
            runs = [(" (" if out and isinstance(out[-1], Box) else "(", words, False), *runs, (")", words, False)]
            joints = {place + 1 for place in joints}
        elif superior:
            self._separate(out, look)
        else:
            runs = [(form.open, marks, False), *runs, (form.close, marks, False)]
        for place, (text, run_look, raised) in enumerate(runs):
            ends = place in joints
            if raised and text.isspace():
                # A space of its own width, whatever space the sheet names: some readers drop all but U+0020.
                cost = DIVIDED_CITATION if ends else 0.0
                out.append(Glue(SEPARATING_SPACE * look.size, 0.0, 0.0, breaks=ends, penalty=cost))
            elif raised:
                self._add_superior(out, text, run_look, cite.span)
                if ends:
                    out.append(Seam(0.0, 0.0, 0.0, True, DIVIDED_CITATION))
            else:
                self._add_text(out, text, run_look, cite.span)

    def _cite_anchors(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The names of a place where references are cited; those that a range leaves out are cited at its first one."""
        if not self._backlinks:
            return ()
        names = []
        for number in numbers:
            time = self._cited[number] = self._cited.get(number, 0) + 1
            names.append(cite_anchor(number, time))
        return tuple(names)

    def times_cited(self) -> dict[int, int]:
        """How often each reference has been cited until now, if that is counted."""
        return dict(self._cited)

    def note_mark(self, number: int) -> str:
        """The mark of footnote `number`: those that stand below a figure or table are numbered by themselves there."""
        known = self._aside.get(number)
        if known is not None:
            return known
        before = sum([n < number for n in self._aside])
        return mark(number - before + self._first_note - 1, self._sheet.notes.marks)

    def _add_note_mark(
        self, out: list[Piece], call: NoteMark, look: Look, style: TextStyle, leaf: ElementId | None
    ) -> None:
        text = self.note_mark(call.number)
        said = self._note_said(call.number)
        target = Target(anchor=f"note-{call.number}", contents=f"Note {text}: {said}" if said else f"Note {text}")
        element = None
        if leaf is not None:
            anchor = self._call_anchor(call.number)
            element = self._tree.add("Link", leaf, target=target, anchor=anchor, shift=mark_shift(text, look))
        self._separate(out, look)
        begin = len(out)
        self._add_superior(out, text, replace(look, element=element, colour=self._link_colour(look.colour)), call.span)
        self._call(out[begin:], call.number)

    def _call_anchor(self, number: int) -> str:
        """The name of the place where a note is called first: there its label leads back to."""
        return "" if number in self.called else f"noteref-{number}"

    def _call(self, marks: Iterable[Piece], number: int) -> None:
        """The first of these boxes calls a note."""
        for piece in marks:
            if isinstance(piece, Box):
                piece.note = number if self._notes_at_foot and number not in self._aside else 0
                piece.anchor = f"noteref-{number}"
                self.called.add(number)
                return

    def _add_mention(
        self, out: list[Piece], mention: Mention, look: Look, style: TextStyle, leaf: ElementId | None
    ) -> None:
        """Figures or tables in the sheet's words, each a link."""
        if mention.traits:
            look = bent(look, mention.traits, style, self._sheet)
        for text, items in self._mention_parts(mention):
            own = look
            if items and leaf is not None:
                element = self._tree.add("Link", leaf, target=items[0].target, lang=mention.lang)
                own = replace(look, element=element, colour=self._link_colour(look.colour))
            begin = len(out)
            self._add_text(out, text, own, mention.span)
            _name_floats(out[begin:], tuple(item.ordinal for item in items if item.ordinal))

    def mention_text(self, mention: Mention) -> str:
        """Figure 2; Tables 1 and 3; Figures 2–4."""
        return "".join(text for text, _ in self._mention_parts(mention)).replace("\u00a0", " ")

    def _mention_parts(self, mention: Mention) -> Iterator[tuple[str, tuple[MentionedFloat, ...]]]:
        """What a mention says, part by part, and the floats that each part stands for."""
        form, items = self._sheet.captions, mention.items
        if items[0].label:
            word, _, number = items[0].label.rpartition(" ")
            word = mention.prefix if mention.bare or mention.prefix else word
            yield (f"{word}\u00a0{number}" if word else number), items
            return
        stretches = collapse([item.number for item in items], 3)
        for n, (first, last) in enumerate(stretches):
            if n:
                yield (form.mention_last_separator if n == len(stretches) - 1 else form.mention_separator), ()
            word = self._mention_word(mention) if not n else ""
            number = self._mention_number(mention, items[first])
            yield (f"{word}\u00a0{number}" if word else number), items[first : max(last, first + 1)]
            if last > first:
                yield self._sheet.citations.range, ()
                yield self._mention_number(mention, items[last]), items[last : last + 1]

    def _mention_number(self, mention: Mention, item: MentionedFloat) -> str:
        if mention.kind == "equation":
            return self._sheet.formulas.mention_number.replace("{number}", str(item.number))
        return str(item.number)

    def _mention_word(self, mention: Mention) -> str:
        form = self._sheet.captions
        if mention.bare or mention.prefix:
            return mention.prefix
        several = len(mention.items) > 1
        if mention.kind == "equation":
            return self._sheet.formulas.mentions if several else self._sheet.formulas.mention
        if mention.kind == "figure":
            return form.figure_mentions if several else form.figure_mention
        return form.table_mentions if several else form.table_mention

    def _add_mark(self, out: list[Piece], made: Mark, look: Look, leaf: ElementId | None) -> None:
        element = made.element
        if element is None and leaf is not None and made.role:
            anchor = self._call_anchor(made.note) if made.note else made.anchor
            shift = mark_shift(made.text, look)
            element = self._tree.add(made.role, leaf, target=made.target, anchor=anchor, shift=shift)
        look = replace(look, element=element, colour=self._link_colour(look.colour) if made.target else look.colour)
        begin = len(out)
        self._add_superior(out, made.text, look, made.span)
        if made.note:
            self._call(out[begin:], made.note)

    def _add_signs(self, out: list[Piece], made: Signs, look: Look, leaf: ElementId | None) -> None:
        """Shaped as one, so that they look as one; each is a link by itself, and what parts them is not."""
        parts: list[tuple[int, Look]] = []
        end = 0
        for text, target in made.signs:
            end += len(text)
            element = None
            if target is not None and leaf is not None:
                element = self._tree.add("Link", leaf, target=target, shift=mark_shift(text, look))
            parts.append((end, replace(look, element=element)))
        self._add_superior(out, "".join(text for text, _ in made.signs), look, made.span, parts)

    def _add_back(self, out: list[Piece], back: Back, look: Look, leaf: ElementId | None) -> None:
        """Small, in the links' colour; the first one stays with the reference."""
        breaks = bool(out) and isinstance(out[-1], Box) and out[-1].look.size < look.size
        out.append(Glue(look.space, look.stretch, look.shrink, breaks=breaks))
        element = self._tree.add("Link", leaf, target=back.target) if leaf is not None else None
        size = look.size * BACK_SIZE
        small = replace(look, size=size, element=element, colour=self._link_colour(look.colour), hyphenate=False)
        self._add_atom(out, back.text, small, back.span)

    def _separate(self, out: list[Piece], look: Look) -> None:
        """White between two marks that follow each other, lest 1 and 2 read as 12."""
        last = out[-1] if out else None
        # An asterisk stands high as it is: only its anchor tells that it is a mark.
        if isinstance(last, Box) and (last.look.rise > 0 or "sups" in last.look.choice.features or last.anchor):
            out.append(Glue(0.12 * look.size, 0.0, 0.0, breaks=False))

    def _add_superior(
        self, out: list[Piece], text: str, look: Look, span: Span, parts: Sequence[tuple[int, Look]] = ()
    ) -> None:
        """A mark in the face's own superior figures; what it has none of is set smaller and raised.

        `parts` are its looks, if they differ by their elements, each with the number of characters up to its end.
        """
        begin = 0
        while begin < len(text):
            kind = self._kind(text[begin], look)
            end = begin + 1
            while end < len(text) and self._kind(text[end], look) == kind:
                end += 1
            run = text[begin:end]
            self._add_atom(out, run, _superior(look, kind), span)
            if parts:
                box = out[-1]
                assert isinstance(box, Box)
                within = [(min(upto, end) - begin, part) for upto, part in _overlapping(parts, begin, end)]
                box.parts = tuple((upto, replace(box.look, element=part.element)) for upto, part in within)
            begin = end

    def _kind(self, char: str, look: Look) -> str:
        if char == "*":
            return "high"  # an asterisk stands high as it is
        return "own" if self._typecase.superiors(char, look.choice, look.lang) is not None else "made"

    def _add_script(self, out: list[Piece], words: Words, look: Look) -> None:
        """`^sup^` and `~sub~`: words among them are divided and spaced as usual."""
        feature = "sups" if words.traits & Traits.SUP else "subs"
        tokens = [t for t in words.text.replace("\u00a0", " ").split(" ") if t]
        own = feature == "sups" and all(self._typecase.superiors(t, look.choice, look.lang) is not None for t in tokens)
        if own:
            look = replace(
                look, choice=replace(look.choice, features=(*look.choice.features, feature)), hyphenate=False
            )
        else:
            look = _scaled(look, SUPERIOR_RISE if feature == "sups" else INFERIOR_RISE)
        self._add_text(out, words.text, look, words.span)

    def _add_atom(self, out: list[Piece], text: str, look: Look, span: Span) -> None:
        """Text with no line end in it; spaces inside do not stretch."""
        known = self._known(look)
        word = known.get(text)
        if word is None:
            case = self._typecase
            shaped = case.shape(text, look.choice, look.lang)
            left, right = case.left_protrusion(shaped[0]), case.right_protrusion(shaped[-1])
            word = known[text] = Word(text, shaped, (), left, right, case.missing(text, look.choice))
        if word.odd:
            self._complain(word, look, span)
        out.append(Box(word, look, span))

    # ── links ──

    def _link(self, target: Target, leaf: ElementId, links: dict[int, ElementId], lang: str) -> ElementId:
        """One element for all the runs of one link."""
        known = links.get(id(target))
        if known is None:
            known = links[id(target)] = self._tree.add("Link", leaf, target=target, lang=lang)
        return known

    def _link_colour(self, plain: Colour) -> Colour:
        return self._sheet.colours.get("link", plain)


def is_odd(text: str, shaped: tuple[Shaped, ...]) -> bool:
    """Whether a word runs from right to left in part, or is of a script that has no spaces."""
    return any(s.level for s in shaped) or is_unspaced(text)


def _with(choice: FontChoice, feature: str) -> FontChoice:
    return replace(choice, features=(*choice.features, feature))


def _closes_up(before: Piece, text: str) -> bool:
    """Whether Chinese or Japanese stands on both sides of a space: there is none, the author only began a new line."""
    return type(before) is Box and is_ideograph(before.word.text[-1]) and is_ideograph(text[0])


def script_shift(look: Look, rise: float) -> Pt:
    """How far a superior or inferior stands above or below its line to those who do not see which glyph it is."""
    return look.size * rise


def mark_shift(text: str, look: Look) -> Pt:
    """The same for a mark: an asterisk stands high as it is."""
    return 0.0 if text.strip("*") == "" else script_shift(look, SUPERIOR_RISE)


def _superior(look: Look, kind: str) -> Look:
    """The look of a superior's stretch, of the kinds that `_kind` tells apart."""
    if kind == "own":
        choice = replace(look.choice, features=(*look.choice.features, "sups"))
        return replace(look, choice=choice, hyphenate=False)
    return look if kind == "high" else _scaled(look, SUPERIOR_RISE)


def _overlapping(parts: Sequence[tuple[int, Look]], begin: int, end: int) -> Iterator[tuple[int, Look]]:
    """The parts of which some characters lie from `begin` to `end`."""
    after = 0
    for upto, part in parts:
        if after < end and upto > begin:
            yield upto, part
        after = upto


def parted(
    shaped: tuple[Shaped, ...], parts: Sequence[tuple[int, Look]], begin: int = 0
) -> Iterator[tuple[Shaped, Look]]:
    """Stretches cut where the look changes; they begin at character `begin` of the box that has these parts.

    Nothing is shaped anew, so that no letter moves. What a ligature joins stays with its first letter.
    """
    looks = iter(parts)
    upto, look = next(looks)
    for one in shaped:
        first = 0
        for glyph, text in enumerate(one.texts):
            while begin >= upto and text:
                if glyph > first:
                    yield _stretch(one, first, glyph), look
                    first = glyph
                upto, look = next(looks, (sys.maxsize, look))
            begin += len(text)
        yield (_stretch(one, first, len(one.gids)) if first else one), look


def _stretch(shaped: Shaped, first: int, end: int) -> Shaped:
    advances, texts = shaped.advances[first:end], shaped.texts[first:end]
    return Shaped(
        shaped.face,
        "".join(texts),
        shaped.gids[first:end],
        advances,
        texts,
        sum(advances),
        shaped.offsets[first:end],
        shaped.level,
    )


def _scaled(look: Look, rise: float) -> Look:
    """A look for superiors and inferiors that a face lacks: smaller, a little stronger, raised or lowered."""
    choice = replace(look.choice, optical=look.size * SCRIPT_SIZE)
    return replace(
        look, choice=choice, size=look.size * SCRIPT_SIZE, rise=look.rise + look.size * rise, hyphenate=False
    )


def _name_floats(pieces: Sequence[Piece], ordinals: tuple[int, ...]) -> None:
    """The first of these words names floats."""
    for piece in pieces:
        if isinstance(piece, Box):
            piece.mentions = ordinals
            return


def widths_before(shaped: tuple[Shaped, ...]) -> list[float]:
    """Width before each character and behind the last; a ligature's is shared out among its letters."""
    widths, width = [0.0], 0.0
    for stretch in shaped:
        for advance, text in zip(stretch.advances, stretch.texts, strict=True):
            count = len(text)
            for i in range(1, count):
                widths.append(width + advance * i / count)
            width += advance
            if count:
                widths.append(width)
            else:
                widths[-1] = width
    return widths


def _widened(glue: Glue, share: float) -> Glue:
    return Glue(glue.width * share, glue.stretch * share, glue.shrink)


def _drop_last_glue(out: list[Piece]) -> None:
    while out and isinstance(out[-1], Glue):
        out.pop()


def _keep(pieces: list[Piece], unit_space: float) -> None:
    """Mark the spaces at which no line may end; those before a unit are as wide as the sheet wants them."""
    for i in range(1, len(pieces) - 1):
        glue = pieces[i]
        if type(glue) is Glue and glue.breaks:
            before, after = pieces[i - 1], pieces[i + 1]
            if (
                type(before) is Box
                and type(after) is Box
                and (before.word.keep_after or after.word.keep_before)
                and kept(before.word.text, after.word.text)
            ):
                share = unit_space if unit_space != 1.0 and is_quantity(before.word.text, after.word.text) else 1.0
                pieces[i] = Glue(glue.width * share, glue.stretch * share, glue.shrink * share, breaks=False)


def french(text: str) -> str:
    """French spacing (Imprimerie nationale): thin no-break spaces before ; ! ?, others before : » and after «."""
    if not any(c in text for c in ";:!?«»"):
        return text
    text = re.sub(r"[ \u00a0\u202f\u2009]*([;!?])(?=[\s\u00a0)»\u201d]|$)", "\u202f\\1", text)
    text = re.sub(r"(?<=[^\W_])[ \u00a0\u202f\u2009]*:(?=\s|$)", "\u00a0:", text)
    text = re.sub(r"«[ \u00a0\u202f\u2009]*", "«\u00a0", text)
    return re.sub(r"[ \u00a0\u202f\u2009]*»", "\u00a0»", text)


def words_of(inlines: Inlines) -> str:
    """The words of a cell or caption without its marks."""
    return " ".join(
        "".join(
            one.text if isinstance(one, Words) else _formula_text(one) if isinstance(one, Math) else " "
            for one in inlines
            if not isinstance(one, Words) or not one.traits & (Traits.SUP | Traits.SUB)
        ).split()
    )


def _formula_text(math: Math) -> str:
    from rejoinder.maths.words import linear

    return linear(math.tree)


def _has_prefix(cite: Citation) -> bool:
    """Whether words stand before a number: "see", "for instance"."""
    return any(item.prefix for item in cite.items)


def joined(inlines: Sequence[SetInline]) -> list[SetInline]:
    """Citations that follow each other are one: `[@a][@b]` reads 1 2, not 12."""
    out: list[SetInline] = []
    for inline in inlines:
        before = out[-1] if out else None
        if isinstance(inline, Citation) and isinstance(before, Citation):
            items = {item.number: item for item in (*inline.items, *before.items)}
            out[-1] = replace(before, items=tuple(items[n] for n in sorted(items)))
        else:
            out.append(inline)
    return out


def behind_punctuation(inlines: Sequence[SetInline]) -> list[SetInline]:
    """`text [@a], more` becomes `text,` mark ` more`."""
    out = list(inlines)
    punctuated: list[tuple[int, Words]] = []
    """Punctuation that goes before a citation, behind no words but a mention, or a note's mark."""
    for i, inline in enumerate(out):
        if not isinstance(inline, Citation):
            continue
        before = out[i - 1] if i else None
        if _has_prefix(inline):
            continue  # words in the mark: it reads as part of the sentence
        if isinstance(before, Words) and before.text.endswith((" ", "\u00a0")):
            before = out[i - 1] = replace(before, text=before.text.rstrip(" \u00a0"))
        after = out[i + 1] if i + 1 < len(out) else None
        if isinstance(after, Words) and (m := re.match(r"[.,]+", after.text)):
            out[i + 1] = replace(after, text=after.text[m.end() :])
            if isinstance(before, Words):
                stop = m.group()[1:] if before.text.endswith(".") and m.group().startswith(".") else m.group()
                out[i - 1] = replace(before, text=before.text + stop)  # "et al." ends a sentence with one stop
            else:
                punctuated.append((i, replace(after, text=m.group())))
    for i, words in reversed(punctuated):
        out.insert(i, words)
    return out


def _goes_on(after: SetInline | None) -> bool:
    """Whether a sentence goes on, or ends, behind a citation: then a stop before that is an abbreviation's."""
    return isinstance(after, Words) and re.match(r"[.,;:]|\s*[a-zß-öø-ÿ]", after.text) is not None


def before_punctuation(inlines: Sequence[SetInline]) -> list[SetInline]:
    """`text.` mark becomes `text [1].`, but the stop of an abbreviation stays where it is: `et al. [1] found`."""
    out: list[SetInline] = []
    for i, inline in enumerate(inlines):
        previous = out[-1] if out else None
        if isinstance(inline, Citation) and isinstance(previous, NoteMark | Mention):
            out.append(Words("\u00a0", inline.span))
        if isinstance(inline, Citation) and isinstance(previous, Words):
            text = previous.text.rstrip()
            goes_on = _goes_on(inlines[i + 1] if i + 1 < len(inlines) else None)
            stem = text if text.endswith(".") and goes_on else text.rstrip(".,;:")
            tail = text[len(stem) :]
            out[-1] = replace(previous, text=stem.rstrip(" \u00a0"))
            out.append(Words("\u00a0", inline.span))
            out.append(inline)
            if tail:
                out.append(replace(previous, text=tail))
            continue
        out.append(inline)
    return out
