"""Mathematical characters: what each is among its neighbours, whether it grows, and the plain letter behind it.

Classes are TeX's (The TeXbook, chapter 17 and 18); which character is in which is Unicode's (UTR 25, MathClass-15) and
MathML Core's operator dictionary.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "inner"]

RELATIONS = frozenset(
    "=<>≤≥≪≫≠≡≢≈≉≃≄≅≇∼~≁∝∈∉∋∌⊂⊃⊆⊇⊄⊅⊈⊉⊊⊋⊏⊐⊑⊒⊢⊣⊨⊥∥∦∣∤≺≻≼≽≍≎≏≐≑≔≕≜≝≟≦≧≨≩≲≳≶≷⋘⋙⋚⋛⋞⋟⩽⩾⪅⪆⪇⪈⪕⪖⪯⪰⋈⌢⌣∴∵:∷"
    "←→↔↑↓↕↦↤↗↘↙↖⟵⟶⟷⟸⟹⟺⇐⇒⇔⇑⇓⇕↩↪⇀⇁↼↽⇌⇋↠↣↝⇝⟼⇄⇆⇇⇉⊸⪡⪢≮≯≰≱⊩⊪⊫⊬⊭⊮⊯"
)
BINARIES = frozenset("+-−±∓×÷∗*·⋅∘•∩∪⊎⊓⊔∧∨⊕⊖⊗⊘⊙∖≀⋆⋄†‡◁▷⊲⊳⊞⊟⊠⊡∔⊻⊼⋉⋊⋋⋌⨿⋒⋓⊺∸")
LARGE = frozenset("∑∏∐∫∬∭⨌∮∯∰∱∲∳⋂⋃⋀⋁⨀⨁⨂⨃⨄⨅⨆⨉⨊⨋")
INTEGRALS = frozenset("∫∬∭⨌∮∯∰∱∲∳⨋")
OPENING = frozenset("([{⟨⌈⌊⟦⟪⦃⦅⎰⟮")
CLOSING = frozenset(")]}⟩⌉⌋⟧⟫⦄⦆⎱⟯!")
UPRIGHTS = frozenset("|‖∣∥")
PUNCTUATION = frozenset(",;")
INNER = frozenset("…⋯⋮⋱")
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b\u2060")
STRETCHY = frozenset("()[]{}⟨⟩⌈⌉⌊⌋⟦⟧⟪⟫|‖∣∥⎰⎱⟮⟯")
"""Brackets and bars that grow with what they enclose unless they are told not to."""
WIDE = frozenset("←→↔⟵⟶⟷⇐⇒⇔⟸⟹⟺↦⇀⇁↼↽⇌⇋⏞⏟⏜⏝⎴⎵‾¯_^~ˆ˜ˇ̲̅⃗\u0302\u0303\u0332\u0305\u20d7\u203e")
"""What grows in width above or below something."""
LIMITS = frozenset("lim max min sup inf limsup liminf argmax argmin det gcd Pr lim sup lim inf".split())
FUNCTIONS = LIMITS | frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp arg deg dim hom ker mod logit "
    "expit probit cov var Var Cov corr sgn sign rank trace tr diag median".split()
)
BARS = frozenset("‾¯_\u0332\u0305\u203e\u00af")
"""Drawn as rules over or under what they belong to, where they are to be as wide as it is."""

SPACES: dict[tuple[Kind, Kind], int] = {}
"""Between two kinds: 1 thin, 2 medium, 3 thick; negative where scripts do without (The TeXbook, page 170)."""
_KINDS: tuple[Kind, ...] = ("ord", "op", "bin", "rel", "open", "close", "punct", "inner")
_TABLE = """
0 1 -2 -3 0 0 0 -1
1 1 0 -3 0 0 0 -1
-2 -2 0 0 -2 0 0 -2
-3 -3 0 0 -3 0 0 -3
0 0 0 0 0 0 0 0
0 1 -2 -3 0 0 0 -1
-1 -1 0 -1 -1 -1 -1 -1
-1 1 -2 -3 -1 0 -1 -1
"""
for _left, _row in zip(_KINDS, _TABLE.strip().splitlines(), strict=True):
    for _right, _amount in zip(_KINDS, _row.split(), strict=True):
        SPACES[_left, _right] = int(_amount)


def kind_of(char: str, form: str) -> Kind:
    """What an operator is; `form` is "prefix", "infix" or "postfix"."""
    if char in LARGE:
        return "op"
    if char in UPRIGHTS and form != "infix":
        return "open" if form == "prefix" else "close"
    if char in RELATIONS:
        return "rel"
    if char in BINARIES:
        return "bin" if form == "infix" else "ord"
    if char in OPENING:
        return "open"
    if char in CLOSING:
        return "close"
    if char in PUNCTUATION:
        return "punct"
    if char in INNER:
        return "inner"
    return "ord"


Variant: TypeAlias = Literal["", "normal", "bold", "italic", "bold-italic", "sans", "mono", "other"]

_NAMED: dict[str, Variant] = {
    "normal": "normal", "bold": "bold", "italic": "italic", "bold-italic": "bold-italic", "sans-serif": "sans",
    "bold-sans-serif": "sans", "sans-serif-italic": "sans", "sans-serif-bold-italic": "sans", "monospace": "mono",
}  # fmt: skip
_OTHERS = {
    "double-struck": "DOUBLE-STRUCK", "script": "SCRIPT", "bold-script": "BOLD SCRIPT", "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain_letter(char: str) -> tuple[str, Variant]:
    """The letter behind one of the Mathematical Alphanumeric Symbols, and how it is cut; others as they are.

    Those that no text face has (double-struck, script, Fraktur) stay as they are.
    """
    if not "\U0001d400" <= char <= "\U0001d7ff":
        return char, ""
    name = unicodedata.name(char, "")
    letter = unicodedata.normalize("NFKC", char)
    if "SCRIPT" in name or "FRAKTUR" in name or "DOUBLE-STRUCK" in name:
        return char, "other"
    if "SANS-SERIF" in name:
        return letter, "sans"
    if "MONOSPACE" in name:
        return letter, "mono"
    if "BOLD ITALIC" in name:
        return letter, "bold-italic"
    return letter, "bold" if "BOLD" in name else "italic"


_HOLES = {
    "SCRIPT": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "FRAKTUR": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "DOUBLE-STRUCK": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
_FIGURES = dict(zip("0123456789", "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split(), strict=True))


@lru_cache(maxsize=4096)
def in_variant(char: str, variant: str) -> tuple[str, Variant]:
    """A letter as a `mathvariant` has it: how a text face cuts it, or its own character."""
    if variant in _NAMED:
        return char, _NAMED[variant]
    style = _OTHERS.get(variant, "")
    if not style or not char.isascii() or not char.isalnum():
        return char, ""
    if char in _HOLES.get(style, {}):
        return _HOLES[style][char], "other"
    kind = "DIGIT " + _FIGURES[char] if char.isdigit() else f"{'CAPITAL' if char.isupper() else 'SMALL'} {char.upper()}"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {kind}"), "other"
    except KeyError:
        return char, ""
