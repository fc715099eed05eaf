"""The typecase: the faces a sheet's roles name, and words set from them.

Takes text, gives `Shaped`. A character that the role's own family lacks is set from its fallbacks, then from the
sheet's other families, then from what else is installed for its script; only when nobody has it, by a stand-in, and
`missing` says so. Knows no sizes (but the optical one), lines or style sheets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import NamedTuple

import uharfbuzz as hb

from rejoinder.fonts.extras import extra_families, home_script
from rejoinder.fonts.files import distribution_of, family_files
from rejoinder.fonts.instance import PinnedFace, axes_for, nearest_file, pinned_face
from rejoinder.fonts.model import Face, FontChoice, Shaped
from rejoinder.fonts.protrusion import left_protrusion, right_protrusion
from rejoinder.fonts.script import COMMON, IGNORABLE, LATIN, PLAIN, clusters, script_of, scripts

WORDS_KEPT = 50_000
"""How many shaped words a typecase keeps before it forgets them all."""

CHOICES_KEPT = 500
"""How many choices a typecase keeps; no sheet has so many, but a typecase may outlive many sheets."""

SOFT_HYPHEN = "\u00ad"
HYPHENS = ("\u2010", "-")
REMOVE_IGNORABLES = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE


class MissingFamily(NamedTuple):
    """A family that a role names and nobody installed; `package` is what to `pip install`."""

    role: str
    family: str
    package: str


class NoFaceError(ValueError):
    """None of the families that a sheet names is installed."""


class _Run(NamedTuple):
    """Neighbouring clusters of one face, script and direction."""

    text: str
    face: PinnedFace
    script: str
    level: int
    plain: bool = False
    """Nothing in it but Latin letters and visible punctuation."""


class _Fount:
    """The faces for one choice, in the order in which they are asked; opened when their turn comes."""

    def __init__(self, choice: FontChoice, families: tuple[str, ...]) -> None:
        self.choice = choice
        self.features = _features(choice.features)
        self.words: dict[tuple[str, str, bool, tuple[int, ...]], tuple[Shaped, ...]] = {}
        self.absent: dict[str, bool] = {}
        self.changed: dict[tuple[str, str], bool] = {}
        self._with: dict[str, FontChoice] = {}
        self._families = families
        self._faces: dict[str, PinnedFace] = {}
        self._homes: dict[tuple[str, str], PinnedFace | None] = {}
        primary = next((face for family in families if (face := self._face(family))), None)
        if primary is None:
            raise NoFaceError(f'no family of the role "{choice.role}" is installed')
        self.primary = primary
        self.plain = primary.file.coverage & PLAIN
        self.hyphen = next((c for c in HYPHENS if c in primary.file.coverage), "-")

    def _face(self, family: str) -> PinnedFace | None:
        """The face of a family for this choice; None if it is not installed."""
        face = self._faces.get(family)
        if face is None and (files := family_files(family)):
            file = nearest_file(files, self.choice)
            face = self._faces.setdefault(family, pinned_face(file, axes_for(file, self.choice)))
        return face

    def _asked(self, cluster: str, lang: str) -> Iterator[PinnedFace]:
        """The faces to ask for a cluster: the sheet's own first, and only then what else is installed.

        What stands in a face's private places is nobody else's character.
        """
        script = script_of(cluster[0])[0] or home_script(cluster[0])
        private = unicodedata.category(cluster[0]) == "Co"
        others = () if private else extra_families(script, lang, self.primary.serif)
        for family in (*self._families, *others):
            if face := self._face(family):
                yield face

    def home(self, cluster: str, lang: str) -> PinnedFace | None:
        """The first face that can set a cluster whole."""
        key = (cluster, lang)
        if key in (homes := self._homes):
            return homes[key]
        face = next((face for face in self._asked(cluster, lang) if _has(face, cluster)), None)
        if len(homes) > WORDS_KEPT:
            homes = self._homes = {}
        homes[key] = face
        return face

    def with_feature(self, feature: str) -> FontChoice:
        """The same choice with one more feature."""
        choice = self._with.get(feature)
        if choice is None:
            old = self.choice
            features = (*(one for one in old.features if one != feature), feature)
            choice = FontChoice(old.role, old.weight, old.italic, old.optical, features)
            self._with[feature] = choice
        return choice


def _features(written: tuple[str, ...]) -> dict[str, int]:
    """`onum`, `-liga`, `ss01=1` as HarfBuzz's Python face wants them; what is no feature is left out."""
    features: dict[str, int] = {}
    for one in written:
        name, _, value = one.lstrip("+-").partition("=")
        if len(name) == 4 and name.isascii() and name.isalnum() and (value or "1").isdecimal():
            features[name] = 0 if one.startswith("-") else min(int((value or "1")[:4]), 255)
    return features


def _has(face: PinnedFace, cluster: str) -> bool:
    """Whether a face can set a cluster: as written, composed or taken apart (HarfBuzz does either by itself)."""
    coverage = face.file.coverage
    if coverage.issuperset(cluster):
        return True
    visible = "".join(c for c in cluster if c not in IGNORABLE)
    return any(coverage.issuperset(unicodedata.normalize(form, visible)) for form in ("NFC", "NFD"))


def typecase_for(roles: Mapping[str, tuple[str, ...]]) -> Typecase:
    """The typecase for these roles, with the words it set before: for those who typeset many letters."""
    return _typecase_for(tuple((role, tuple(families)) for role, families in roles.items()))


@lru_cache(maxsize=4)
def _typecase_for(roles: tuple[tuple[str, tuple[str, ...]], ...]) -> Typecase:
    return Typecase(dict(roles))


class Typecase:
    """Shapes text from the families of `roles` (role → family and its fallbacks). Safe from several threads."""

    def __init__(self, roles: Mapping[str, tuple[str, ...]]) -> None:
        self._roles = {role: tuple(families) for role, families in roles.items()}
        self._founts: dict[FontChoice, _Fount] = {}
        self._last: tuple[FontChoice, _Fount] | None = None  # asked again and again: hashing a choice costs
        self._words_kept = 0

    # ── faces ──

    def missing_families(self) -> list[MissingFamily]:
        """Families named by the roles that are not installed, in the order of the roles."""
        return [
            MissingFamily(role, family, distribution_of(family))
            for role, families in self._roles.items()
            for family in families
            if not family_files(family)
        ]

    def face(self, choice: FontChoice) -> Face:
        """The face that a choice means; other faces only help out."""
        return self._fount(choice).primary

    def _fount(self, choice: FontChoice) -> _Fount:
        last = self._last
        if last and last[0] is choice:
            return last[1]
        fount = self._founts.get(choice)
        if fount is None:
            if len(self._founts) >= CHOICES_KEPT:
                self._founts = {}
            own = self._roles.get(choice.role, ())
            others = (family for families in self._roles.values() for family in families)
            fount = self._founts.setdefault(choice, _Fount(choice, tuple(dict.fromkeys((*own, *others)))))
        self._last = (choice, fount)
        return fount

    # ── shaping ──

    def shape(self, text: str, choice: FontChoice, lang: str, levels: tuple[int, ...] = ()) -> tuple[Shaped, ...]:
        """A word, or any text that stays on one line, as shaped stretches: one per face, script and direction.

        `levels` are the characters' embedding levels, where a paragraph runs in both directions; without them each
        character runs as its script does.
        """
        return self._shaped(text, choice, lang, False, levels)

    def shape_hyphenated(
        self, text: str, choice: FontChoice, lang: str, levels: tuple[int, ...] = ()
    ) -> tuple[Shaped, ...]:
        """The part of a word before a line break, with its hyphen, whose text is U+00AD; kerned to it."""
        return self._shaped(text, choice, lang, True, (*levels, levels[-1]) if levels else ())

    def _shaped(
        self, text: str, choice: FontChoice, lang: str, hyphenated: bool, levels: tuple[int, ...]
    ) -> tuple[Shaped, ...]:
        fount = self._fount(choice)
        key = (text, lang, hyphenated, levels)
        word = fount.words.get(key)
        if word is None:
            self._make_room(len(text))
            set_text = text + fount.hyphen if hyphenated else text
            word = tuple(_set(run, fount, lang) for run in _runs(set_text, fount, lang, levels))
            if hyphenated:
                word = (*word[:-1], _saying_soft_hyphen(word[-1]))
            word = fount.words.setdefault(key, word)
        return word

    def _make_room(self, length: int) -> None:
        """Forget all words when there are too many; a long text counts as several."""
        self._words_kept += 1 + length // 16
        if self._words_kept > WORDS_KEPT:
            self._words_kept = 0
            for fount in list(self._founts.values()):
                fount.words = {}

    def superiors(self, text: str, choice: FontChoice, lang: str) -> tuple[Shaped, ...] | None:
        """The text in the face's own superior figures and letters, or None unless it has all that are needed."""
        if not self.has_feature_for(text, choice, "sups"):
            return None
        return self.shape(text, self._fount(choice).with_feature("sups"), lang)

    def has_feature_for(self, text: str, choice: FontChoice, feature: str) -> bool:
        """Whether a feature does to a text what it is for.

        `sups` and `subs` must change every glyph, `smcp` every small letter, `c2sc` every capital; of others it is
        enough that the face has them: lining figures may be what it has anyway.
        """
        fount = self._fount(choice)
        if feature not in fount.primary.file.features:
            return False
        concerned = _CONCERNED.get(feature)
        if concerned is None:
            return True
        return all(self._changes(char, fount, feature) for char in text if concerned(char))

    def _changes(self, char: str, fount: _Fount, feature: str) -> bool:
        """Whether a feature gives a character another glyph of the same face."""
        changed = fount.changed.get((char, feature))
        if changed is None:
            (plain,) = self.shape(char, fount.choice, "")
            (cut,) = self.shape(char, fount.with_feature(feature), "")
            changed = plain.face is cut.face and set(plain.gids).isdisjoint(cut.gids)
            fount.changed[char, feature] = changed
        return changed

    # ── what nobody has ──

    def missing(self, text: str, choice: FontChoice) -> tuple[str, ...]:
        """The characters that no face has and a stand-in is set for, each once, in their order."""
        fount = self._fount(choice)
        if fount.plain.issuperset(text):
            return ()
        return tuple(dict.fromkeys(char for char in text if _absent(char, fount)))

    @staticmethod
    def script_of(char: str) -> str:
        """ISO 15924 code of a character's script, or of the one whose fonts have it; "" for symbols.

        "Zzzz" is none: characters for private use, and those that Unicode has not assigned.
        """
        return "Zzzz" if unicodedata.category(char) in ("Co", "Cn") else script_of(char)[0] or home_script(char)

    # ── margins ──

    def left_protrusion(self, shaped: Shaped) -> float:
        """How far the first character hangs out when it begins a line, in thousandths of an em."""
        return left_protrusion(shaped)

    def right_protrusion(self, shaped: Shaped) -> float:
        """How far the last character hangs out when it ends a line, in thousandths of an em."""
        return right_protrusion(shaped)


def _visible(char: str) -> bool:
    return not char.isspace() and char not in IGNORABLE


_CONCERNED = {"sups": _visible, "subs": _visible, "smcp": str.islower, "c2sc": str.isupper}


def _absent(char: str, fount: _Fount) -> bool:
    absent = fount.absent.get(char)
    if absent is None:
        absent = char not in IGNORABLE and fount.home(char, "") is None
        fount.absent[char] = absent
    return absent


def _runs(text: str, fount: _Fount, lang: str, levels: tuple[int, ...]) -> list[_Run]:
    """A text cut where face, script or level changes."""
    if not text:
        return []
    if not levels and fount.plain.issuperset(text):
        return [_Run(text, fount.primary, LATIN, 0, True)]
    parts = [piece for part in clusters(text) for piece in _settable(part, fount, lang)]
    kinds = [
        (fount.home(part, lang) or fount.primary, *script) for part, script in zip(parts, scripts(parts), strict=True)
    ]
    if levels:
        begins = accumulate(map(len, parts), initial=0)
        kinds = [(face, script, levels[at]) for at, (face, script, _) in zip(begins, kinds, strict=False)]
    runs: list[_Run] = []
    end = 0
    for kind, same in groupby(zip(kinds, parts, strict=True), key=itemgetter(0)):
        begin, end = end, end + sum(len(part) for _, part in same)
        runs.append(_Run(text[begin:end], *kind))
    return runs


def _settable(cluster: str, fount: _Fount, lang: str) -> list[str]:
    """A cluster; or its characters, if no face has all of them."""
    if len(cluster) == 1 or fount.home(cluster, lang):
        return [cluster]
    return list(cluster)


def _set(run: _Run, fount: _Fount, lang: str) -> Shaped:
    """Shape a run. Glyphs come in the order of the text, also where it is written from right to left."""
    rtl = run.level % 2 == 1
    face = run.face
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = run.script if run.script != COMMON else LATIN
    buffer.language = _language(lang)
    if not run.plain:
        buffer.flags = REMOVE_IGNORABLES
    buffer.not_found_glyph = face.stand_in
    hb.shape(face.font, buffer, fount.features)
    infos = buffer.glyph_infos
    gids = [info.codepoint for info in infos]
    starts = [info.cluster for info in infos]
    places = [place.position for place in buffer.glyph_positions]
    ems = 1000 / face.upem
    advances = [place[2] * ems for place in places]
    offsets = [(place[0] * ems, place[1] * ems) for place in places if place[0] or place[1]]
    if offsets:
        offsets = [(place[0] * ems, place[1] * ems) for place in places]
    if rtl:  # as the eye meets them
        gids, starts, advances, offsets = gids[::-1], starts[::-1], advances[::-1], offsets[::-1]
    if not gids:  # only characters without ink: they keep their place in the text
        gids, starts, advances = [face.space_gid], [0], [0.0]
    texts = _texts(run.text, starts)
    return Shaped(face, run.text, tuple(gids), tuple(advances), texts, sum(advances), tuple(offsets), run.level)


def _texts(text: str, starts: list[int]) -> tuple[str, ...]:
    """What each glyph stands for: its cluster's characters for the cluster's first glyph, nothing for the others."""
    if starts == list(range(len(text))):
        return tuple(text)
    texts: list[str] = []
    end = len(text)
    for at in range(len(starts) - 1, 0, -1):
        start = starts[at]
        if start == starts[at - 1]:
            texts.append("")
        else:
            texts.append(text[start:end])
            end = start
    texts.append(text[:end])
    return tuple(texts[::-1])


def _saying_soft_hyphen(shaped: Shaped) -> Shaped:
    """The same glyphs, with U+00AD for the last character."""
    last = max(at for at, text in enumerate(shaped.texts) if text)
    texts = [*shaped.texts]
    texts[last] = texts[last][:-1] + SOFT_HYPHEN
    return Shaped(
        face=shaped.face,
        text=shaped.text[:-1] + SOFT_HYPHEN,
        gids=shaped.gids,
        advances=shaped.advances,
        texts=tuple(texts),
        width=shaped.width,
        offsets=shaped.offsets,
        level=shaped.level,
    )


@lru_cache(maxsize=64)
def _language(lang: str) -> str:
    """HarfBuzz keeps every language it ever heard of: only what looks like one reaches it."""
    return lang if lang and len(lang) <= 35 and lang.isascii() and lang.replace("-", "").isalnum() else "und"
