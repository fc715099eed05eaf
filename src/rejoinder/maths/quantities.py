r"""Numbers and quantities, `\num{12345.6}` and `\qty{5}{mg/L}`: the common part of LaTeX's package siunitx, as TeX.

Also the numbers of running text that say that they are numbers: how each language parts their figures.
"""

from __future__ import annotations

import re

from rejoinder.maths.chemistry import closing

THIN = "\u202f"
"""The narrow no-break space."""

SIGNS: dict[str, tuple[str, str]] = {
    "en": (".", ","), "ja": (".", ","), "zh": (".", ","), "ko": (".", ","), "he": (".", ","), "th": (".", ","),
    "de": (",", "."), "nl": (",", "."), "es": (",", THIN), "it": (",", "."), "pt": (",", "."), "da": (",", "."),
    "id": (",", "."), "tr": (",", "."), "el": (",", "."), "de-CH": (".", "’"), "de-AT": (",", THIN),
    "es-MX": (".", ","), "en-ZA": (",", THIN),
}  # fmt: skip
"""The decimal sign, and what parts thousands (CLDR 46; Duden and RAE for numbers of five figures)."""
ELSEWHERE = (",", THIN)
"""French, the languages of the north and of the east of Europe, and the SI itself."""
UNGROUPED = 4
"""Numbers of so many figures are not parted."""

_NUMBER = re.compile(
    r"\s*([+\-−±]?)\s*(\d[\d ]*)?(?:[.,](\d+))?\s*"
    r"(?:(?:\\pm|\+-|±)\s*(\d+(?:[.,]\d+)?))?\s*(?:[eE]\s*([+\-−]?)(\d+))?\s*"
)
PREFIXES = {
    "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "µ", "milli": "m",
    "centi": "c", "deci": "d", "deca": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T",
    "peta": "P", "exa": "E",
}  # fmt: skip
UNITS = {
    "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A", "kelvin": "K",
    "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W",
    "coulomb": "C", "volt": "V", "farad": "F", "ohm": "Ω", "siemens": "S", "tesla": "T", "henry": "H", "lumen": "lm",
    "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "litre": "L", "liter": "L", "minute": "min",
    "hour": "h", "day": "d", "hectare": "ha", "tonne": "t", "dalton": "Da", "electronvolt": "eV", "bar": "bar",
    "decibel": "dB", "percent": "%", "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "angstrom": "Å",
    "molar": "M", "bel": "B", "kelvins": "K", "year": "a", "arcminute": "′", "arcsecond": "″", "radian": "rad",
    "steradian": "sr", "katal": "kat", "neper": "Np", "mg": "mg", "kg": "kg", "mm": "mm", "cm": "cm", "km": "km",
    "nm": "nm", "um": "µm", "mL": "mL", "uL": "µL", "ms": "ms", "kPa": "kPa", "mol": "mol", "mmol": "mmol",
}  # fmt: skip
_UNIT_PART = re.compile(r"\\([A-Za-z]+)|([A-Za-zµμΩ°%Å℃′″]+)|([./·~*])|\^\{?([+\-−]?\d+)\}?|(\s+|.)", re.DOTALL)
_COMMAND = re.compile(r"\\(num|qty|SI|unit|si|ang)\s*(?:\[[^\]]*\])?\s*\{")


def written_number(number: str, lang: str) -> str:
    """A number as its language writes it ("12,345.6", "12 345,6"); as it is, if it is none."""
    found = _NUMBER.fullmatch(number)
    if not found or not (found[2] or found[3]) or found[4] or found[6]:
        return number
    sign = {"-": "−", "±": "±", "+": "+"}.get(found[1], found[1])
    decimal, parting = signs_of(lang)
    return sign + _whole(found[2] or "0", parting) + (decimal + found[3] if found[3] else "")


def signs_of(lang: str) -> tuple[str, str]:
    """The decimal sign and what parts thousands."""
    return SIGNS.get(lang) or SIGNS.get(lang.partition("-")[0].lower(), ELSEWHERE)


def _whole(figures: str, parting: str) -> str:
    figures = figures.replace(" ", "")
    if len(figures) <= UNGROUPED:
        return figures
    head = len(figures) % 3
    groups = [figures[:head]] * bool(head) + [figures[at : at + 3] for at in range(head, len(figures), 3)]
    return parting.join(groups)


def with_quantities(tex: str, lang: str) -> str:
    r"""TeX in which every `\num`, `\qty`, `\SI`, `\unit`, `\si` and `\ang` is written out."""
    if not _COMMAND.search(tex):
        return tex
    out, at = [], 0
    for found in _COMMAND.finditer(tex):
        if found.start() < at:
            continue
        out.append(tex[at : found.start()])
        end = closing(tex, found.end())
        inside = tex[found.end() : end]
        at = min(end + 1, len(tex))
        name = found[1]
        said = _unit(inside) if name in ("unit", "si") else _number(inside, lang)
        if name == "ang":
            said += r"\text{°}"
        elif name in ("qty", "SI") and (second := _ARGUMENT.match(tex, at)):
            end = closing(tex, second.end())
            unit = tex[second.end() : end]
            said += ("" if unit.strip() in ("\\degree", "°") else r"\,") + _unit(unit)
            at = min(end + 1, len(tex))
        out.append(f"{{{said}}}")
    return "".join(out) + tex[at:]


_ARGUMENT = re.compile(r"\s*\{")


def _number(inside: str, lang: str) -> str:
    found = _NUMBER.fullmatch(inside)
    if not found or not (found[2] or found[3] or found[6]):
        return inside
    decimal, parting = signs_of(lang)
    sign = {"-": "-", "−": "-", "±": "\\pm "}.get(found[1], found[1])
    said = sign
    if found[2] or found[3]:
        said += _digits(_whole(found[2] or "0", parting) + (decimal + found[3] if found[3] else ""))
    if found[4]:
        said += "\\pm " + _digits(re.sub("[.,]", decimal, found[4]))
    if found[6]:
        power = f"10^{{{'-' if found[5] in ('-', '−') else ''}{found[6]}}}"
        said += (r"\times " if found[2] or found[3] else "") + power
    return said


def _digits(number: str) -> str:
    """One number, whatever is between its figures."""
    return rf"\text{{{number}}}"


def _unit(inside: str) -> str:
    r"""A unit, from its symbols (`mg/L`) or its commands (`\milli\gram\per\litre`)."""
    out: list[str] = []
    prefix, per = "", False
    between = False
    for command, letters, sign, power, other in _UNIT_PART.findall(inside):
        if command in PREFIXES:
            prefix = PREFIXES[command]
        elif command == "per":
            per = True
        elif command in ("squared", "cubed"):
            out.append(rf"^{{{'2' if command == 'squared' else '3'}}}")
        elif command in ("square", "cubic"):
            continue
        elif command or letters:
            name = UNITS.get(command, command) if command else letters
            if per or between:
                out.append("/" if per else r"\,")
            out.append(rf"\text{{{prefix}{name}}}")
            prefix, per, between = "", False, True
        elif power:
            out.append(f"^{{{power.replace('−', '-')}}}")
        elif sign == "/":
            out.append("/")
            between = False
        elif sign:
            out.append(r"\,")
            between = False
        elif other.strip() and other not in "{}":
            out.append(other)
    return "".join(out)
