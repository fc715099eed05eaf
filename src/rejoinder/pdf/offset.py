"""Colour profiles for the press: offset on coated paper, in four inks or in black alone (ICC.1:2001-04).

Computed here, since no package gives a profile for print that may be passed on freely: from the aim values of
ISO 12647-2 for solids and overprints, its tone value increase, and Neugebauer's model as Yule and Nielsen amended it.
What comes out is a plain, neutral press; a printer's own profile knows his better, and the sheet can name it.

Nothing here is raised to a power but 2 and its inverse, and cube roots are Newton's: sums, products, quotients and
square roots are the same on every machine (IEEE 754), and so the profile is, to the byte.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from math import sqrt
from typing import TypeAlias

from rejoinder.pdf.icc import WHITE, curve_tag, profile_of, xyz_tag

NAME = "Rejoinder offset, coated paper"
GRAY_NAME = "Rejoinder offset, coated paper, black ink"
CONDITION = "Offset on coated paper, after ISO 12647-2: tone value increase 16 %, total ink 300 %"
GRAY_CONDITION = "Offset on coated paper, black ink, after ISO 12647-2: tone value increase 16 %"

Three: TypeAlias = tuple[float, float, float]
Inks: TypeAlias = tuple[float, float, float, float]

# ── the press ─────────────────────────────────────────────────────────────

PAPER: Three = (95.0, 0.0, -2.0)
BLACK: Three = (16.0, 0.0, 0.0)
SOLIDS: dict[tuple[int, int, int], Three] = {
    (0, 0, 0): PAPER,
    (1, 0, 0): (55.0, -37.0, -50.0),
    (0, 1, 0): (48.0, 74.0, -3.0),
    (1, 1, 0): (24.0, 22.0, -46.0),
    (0, 0, 1): (89.0, -5.0, 93.0),
    (1, 0, 1): (50.0, -66.0, 27.0),
    (0, 1, 1): (47.0, 68.0, 48.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
"""CIE L*a*b* (D50) of paper, solids and overprints of cyan, magenta and yellow (ISO 12647-2, 4.3.2.3), rounded."""
SHINE = 0.007
"""Light that the surface gives back, whatever is printed: no ink is darker."""
GAIN = 0.16
"""Tone value increase at 50 % (ISO 12647-2:2013, 4.3.4.1), for all inks alike; elsewhere in proportion to t (1 - t)."""

MOST_INK = 3.0
"""Of the four together, as every sheet-fed press dries it."""
GRID = 7
"""Points of each ink on the way to L*a*b*."""
WAY_BACK = 15
"""Points of L*, a* and b* on the way back."""
CLOSER = 1.7
"""How much closer the points of a* and b* stand about gray than they would at even distances."""
CURVE_POINTS = 256

BLACK_BEGINS = 92.0
"""L* below which black replaces the gray of the colours."""
LIKING = 0.05
"""What a deviation from the wanted black costs beside one in colour: little, so that black gives way to colour."""
PASSES = 7
OUTSIDE = 4.0
"""Difference in colour above which the gamut tag calls a colour outside."""


def cube_root(value: float) -> float:
    """Of a number from 0 to about 1, by Newton's method: the same on every machine."""
    root = 0.3 + 0.7 * value
    for _ in range(6):
        root = (2 * root + value / (root * root)) / 3
    return root


def _f(value: float) -> float:
    """CIE 15, 8.2.1.1."""
    return cube_root(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _light(f: float) -> float:
    """The inverse of `_f`."""
    return f * f * f if f > 6 / 29 else (116 * f - 16) * 27 / 24389


def _xyz(lab: Three) -> Three:
    """Relative to the white of the connection space."""
    lightness, a, b = lab
    y = (lightness + 16) / 116
    return _light(y + a / 500), _light(y), _light(y - b / 200)


def grown(tone: float) -> float:
    """The tone value on paper for one in the file."""
    return tone + 4 * GAIN * tone * (1 - tone)


def shrunk(tone: float) -> float:
    """The tone value in the file for one on paper: the inverse of `grown`."""
    rise = 1 + 4 * GAIN
    return 2 * tone / (rise + sqrt(max(0.0, rise * rise - 16 * GAIN * tone)))


def _roots(lab: Three) -> Three:
    """Square roots of reflectances relative to the paper: where Yule and Nielsen, with n = 2, mix in proportion."""
    x, y, z = (sqrt(max(0.0, one / white)) for one, white in zip(_xyz(lab), _xyz(PAPER), strict=True))
    return x, y, z


@cache
def _corners() -> tuple[Three, ...]:
    """All sixteen overprints, black counting fastest, then yellow, magenta, cyan.

    With black below they are measured nowhere: what the colours let through of the black's light, and the shine.
    """
    black, paper = _roots(BLACK), _roots(PAPER)
    corners: list[Three] = []
    for cyan, magenta, yellow in product((0, 1), repeat=3):
        bare = _roots(SOLIDS[cyan, magenta, yellow])
        corners.append(bare)
        covered = [
            sqrt(SHINE + (dark * dark - SHINE) * (light * light) / (white * white))
            for dark, light, white in zip(black, bare, paper, strict=True)
        ]
        corners.append((covered[0], covered[1], covered[2]))
    return tuple(corners)


@cache
def _tones() -> tuple[Callable[[float], float], ...]:
    """For each ink: the share of the paper that it covers, by its tone value on paper.

    Tone values are measured as Murray and Davies say, by the light that the ink takes away. In a mixture of square
    roots the cover that gives the same light is another, smaller one.
    """
    solids = [_roots(SOLIDS[1, 0, 0])[0], _roots(SOLIDS[0, 1, 0])[1], _roots(SOLIDS[0, 0, 1])[2], _roots(BLACK)[1]]
    return tuple(_cover_of(root) for root in solids)


def _cover_of(root: float) -> Callable[[float], float]:
    def cover(tone: float) -> float:
        return (1 - sqrt(1 - tone * (1 - root * root))) / (1 - root)

    return cover


def _tone_of_cover(ink: int, cover: float) -> float:
    """The inverse: the tone value on paper of a cover."""
    roots = (_roots(SOLIDS[1, 0, 0])[0], _roots(SOLIDS[0, 1, 0])[1], _roots(SOLIDS[0, 0, 1])[2], _roots(BLACK)[1])
    root = 1 - cover * (1 - roots[ink])
    return (1 - root * root) / (1 - roots[ink] * roots[ink])


# ── from inks to colours ──────────────────────────────────────────────────


def _mixed(covers: Inks) -> Three:
    """Square roots of the reflectances of a mixture (Neugebauer, with Demichel's shares)."""
    roots = list(_corners())
    for cover in covers:
        half = len(roots) // 2
        roots = [
            (one[0] + cover * (two[0] - one[0]), one[1] + cover * (two[1] - one[1]), one[2] + cover * (two[2] - one[2]))
            for one, two in zip(roots[:half], roots[half:], strict=True)
        ]
    return roots[0]


def _lab(roots: Three) -> Three:
    """L*a*b* relative to the paper."""
    x, y, z = (_f(root * root) for root in roots)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def colour_of(inks: Inks) -> Three:
    """L*a*b*, relative to the paper, of tone values in the file."""
    c, m, y, k = (cover(grown(tone)) for cover, tone in zip(_tones(), inks, strict=True))
    return _lab(_mixed((c, m, y, k)))


# ── from colours to inks ──────────────────────────────────────────────────


class _Separator:
    """Seeks the covers whose colour is nearest to a wanted one, of those with about the wanted black.

    Least squares by Gauss and Newton, within bounds: an ink that would go beyond one stays there while it wants to.
    """

    def __init__(self) -> None:
        corners = _corners()
        # by channel, then by cyan and magenta, then by yellow and black
        self._corners = [
            [
                [corners[8 * c + 4 * m + 2 * y + k][channel] for y in (0, 1) for k in (0, 1)]
                for c in (0, 1)
                for m in (0, 1)
            ]
            for channel in range(3)
        ]

    def covers(self, wanted: Three, black: float, start: Inks) -> tuple[Inks, float]:
        """The covers, and how far their colour is from the wanted one."""
        covers = list(start)
        away = 0.0
        for _ in range(PASSES):
            lab, slopes = self._seen(covers)
            errors = [one - other for one, other in zip(lab, wanted, strict=True)]
            away = sqrt(sum(error * error for error in errors))
            step = _step(errors, slopes, covers, LIKING * LIKING * 10_000 * (covers[3] - black))
            moved = 0.0
            for ink, by in enumerate(step):
                after = min(1.0, max(0.0, covers[ink] + by))
                moved = max(moved, abs(after - covers[ink]))
                covers[ink] = after
            if moved < 0.002:
                break
        return (covers[0], covers[1], covers[2], covers[3]), away

    def _seen(self, covers: list[float]) -> tuple[Three, list[list[float]]]:
        """The colour of some covers, and how each of its three numbers changes with each of them."""
        c, m, y, k = covers
        d, n, x, j = 1 - c, 1 - m, 1 - y, 1 - k
        whole = (x * j, x * k, y * j, y * k)
        outer = (d * n, d * m, c * n, c * m)
        lights: list[float] = []
        slopes: list[tuple[float, float, float, float]] = []
        for corners in self._corners:
            inner = [w * whole[0] + s * whole[1] + t * whole[2] + u * whole[3] for w, s, t, u in corners]
            by_yellow = [(t - w) * j + (u - s) * k for w, s, t, u in corners]
            by_black = [(s - w) * x + (u - t) * y for w, s, t, u in corners]
            p, q, r, v = outer
            root = inner[0] * p + inner[1] * q + inner[2] * r + inner[3] * v
            f = _f(root * root)
            slope = 2 * root / (3 * f * f) if root * root > 216 / 24389 else 2 * root * (24389 / 27 / 116)
            lights.append(f)
            slopes.append((
                slope * ((inner[2] - inner[0]) * n + (inner[3] - inner[1]) * m),
                slope * ((inner[1] - inner[0]) * d + (inner[3] - inner[2]) * c),
                slope * (by_yellow[0] * p + by_yellow[1] * q + by_yellow[2] * r + by_yellow[3] * v),
                slope * (by_black[0] * p + by_black[1] * q + by_black[2] * r + by_black[3] * v),
            ))  # fmt: skip
        fx, fy, fz = lights
        return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)), [
            [116 * y for y in slopes[1]],
            [500 * (x - y) for x, y in zip(slopes[0], slopes[1], strict=True)],
            [200 * (y - z) for y, z in zip(slopes[1], slopes[2], strict=True)],
        ]


def _step(errors: list[float], slopes: list[list[float]], covers: list[float], black: float) -> list[float]:
    """One step of Gauss and Newton, with a little damping (Levenberg), of the covers that are free to move."""
    one, two, three = slopes
    e, f, g = errors
    pull = [one[i] * e + two[i] * f + three[i] * g for i in range(4)]
    pull[3] += black
    free = [i for i in range(4) if not (covers[i] <= 0 and pull[i] > 0) and not (covers[i] >= 1 and pull[i] < 0)]
    rows = [[*(one[i] * one[j] + two[i] * two[j] + three[i] * three[j] for j in free), -pull[i]] for i in free]
    for at, ink in enumerate(free):
        rows[at][at] += 1.0 + (LIKING * LIKING * 10_000 if ink == 3 else 0.0)
    step = [0.0] * 4
    for ink, by in zip(free, _solved(rows), strict=True):
        step[ink] = by
    return step


def _solved(rows: list[list[float]]) -> list[float]:
    """A small system of equations, by elimination; its matrix is positive, so that no row need be exchanged."""
    size = len(rows)
    for at in range(size):
        pivot = rows[at]
        for below in rows[at + 1 :]:
            factor = below[at] / pivot[at]
            for column in range(at + 1, size + 1):
                below[column] -= factor * pivot[column]
    solution = [0.0] * size
    for at in range(size - 1, -1, -1):
        row = rows[at]
        known = sum([row[column] * solution[column] for column in range(at + 1, size)])
        solution[at] = (row[size] - known) / row[at]
    return solution


def _wanted_black(wanted: Three) -> float:
    """Cover of black that a colour wants: none in light and in lively colours, nearly all the gray of dark ones."""
    lightness, a, b = wanted
    deepest = _lab(_roots_of_black())[0]
    share = max(0.0, min(1.0, (BLACK_BEGINS - lightness) / (BLACK_BEGINS - deepest)))
    calm = max(0.0, 1 - sqrt(a * a + b * b) / 80)
    root = sqrt(_light((max(0.0, lightness) + 16) / 116))
    alone = min(1.0, (1 - root) / (1 - _roots_of_black()[1]))
    return share * share * calm * alone


def _roots_of_black() -> Three:
    return _corners()[1]


def _tones_within(covers: Inks) -> Inks:
    """Tone values in the file, in sum no more than dries."""
    c, m, y, k = (shrunk(min(1.0, _tone_of_cover(ink, cover))) for ink, cover in enumerate(covers))
    colours = c + m + y
    if colours + k > MOST_INK:
        by = (MOST_INK - k) / colours
        c, m, y = c * by, m * by, y * by
    return c, m, y, k


# ── the profiles ──────────────────────────────────────────────────────────


@cache
def offset_profile() -> bytes:
    """Four inks, both ways (ICC.1:2001-04, 6.3.2.2): one table for every rendering intent, relative to the paper."""
    there, back = _to_colours(), _to_inks()
    tags = [
        (b"wtpt", xyz_tag(_white_point())),
        *((tag, there) for tag in (b"A2B0", b"A2B1", b"A2B2")),
        *((tag, back[0]) for tag in (b"B2A0", b"B2A1", b"B2A2")),
        (b"gamt", back[1]),
    ]
    return profile_of(NAME, tags, b"prtr", b"CMYK", b"Lab ")


@cache
def gray_profile() -> bytes:
    """Black alone (6.3.2.1): light by the tone in the file, in which 1 is the paper and 0 as dark as the ink."""
    light = [1 - grown(1 - step / (CURVE_POINTS - 1)) for step in range(CURVE_POINTS)]
    return profile_of(
        GRAY_NAME, [(b"wtpt", xyz_tag(_white_point())), (b"kTRC", curve_tag(light))], b"prtr", b"GRAY", b"XYZ "
    )


def black_for(light: float) -> float:
    """Tone value of black for a light from 0 (as dark as the ink) to 1 (the paper)."""
    return shrunk(1 - light)


def _white_point() -> Three:
    x, y, z = (one * white for one, white in zip(_xyz(PAPER), WHITE, strict=True))
    return x, y, z


def _to_colours() -> bytes:
    """From tones by way of covers to L*a*b*: what is between the points of the grid is nearly straight there."""
    steps = [step / (GRID - 1) for step in range(GRID)]
    points: list[int] = []
    for covers in product(steps, repeat=4):
        points += _encoded(_lab(_mixed((covers[0], covers[1], covers[2], covers[3]))))
    curves = [cover(grown(step / (CURVE_POINTS - 1))) for cover in _tones() for step in range(CURVE_POINTS)]
    return _lut16(4, 3, GRID, curves, points, [0.0, 1.0] * 3)


def _to_inks() -> tuple[bytes, bytes]:
    """From L*a*b* by way of covers to tones; and which colours are outside (6.3.2.2, gamutTag)."""
    points: list[int] = []
    outside = bytearray()
    for covers, away in _separated():
        points += [
            round(65535 * cover(grown(tone))) for cover, tone in zip(_tones(), _tones_within(covers), strict=True)
        ]
        outside.append(255 if away > OUTSIDE else 0)
    steps = [step / (CURVE_POINTS - 1) for step in range(CURVE_POINTS)]
    tones = [shrunk(min(1.0, _tone_of_cover(ink, step))) for ink in range(4) for step in steps]
    lightness = [min(1.0, step * 65535 / 65280) for step in steps]
    chroma = [_node_of_chroma(step) for step in steps]
    curves = [*lightness, *chroma, *chroma]
    return _lut16(3, 4, WAY_BACK, curves, points, tones), _lut8(3, 1, WAY_BACK, curves, bytes(outside), steps)


def _separated() -> Iterator[tuple[Inks, float]]:
    """The grid's colours as inks, b* counting fastest; each is sought from a neighbour's, the lightest first."""
    last = WAY_BACK - 1
    found: dict[tuple[int, int, int], tuple[Inks, float]] = {}
    separator = _Separator()
    chroma = [_chroma_of_node(step / last) for step in range(WAY_BACK)]
    for lightness, a, b in product(range(last, -1, -1), range(WAY_BACK), range(WAY_BACK)):
        near = next(
            (
                found[one]
                for one in ((lightness, a, b - 1), (lightness, a - 1, b), (lightness + 1, a, b))
                if one in found
            ),
            ((0.0, 0.0, 0.0, 0.0), 0.0),
        )
        wanted = (100 * lightness / last, chroma[a], chroma[b])
        found[lightness, a, b] = separator.covers(wanted, _wanted_black(wanted), near[0])
    nodes = range(WAY_BACK)
    return (found[lightness, a, b] for lightness, a, b in product(nodes, nodes, nodes))


def _node_of_chroma(value: float) -> float:
    """Where a* or b*, from 0 to 1, lies on the grid: its points are closer where most colours are."""
    side = abs(value * 65535 / 32768 - 1)
    away = CLOSER * side / (1 + (CLOSER - 1) * side) / 2
    return min(1.0, 0.5 + away if value > 0.5 else 0.5 - away)


def _chroma_of_node(place: float) -> float:
    """a* or b* of a place on the grid."""
    away = abs(2 * place - 1)
    side = 128 * away / (CLOSER - (CLOSER - 1) * away)
    return side if place > 0.5 else -side


def _encoded(lab: Three) -> Iterator[int]:
    """L*a*b* in sixteen bits, as version 2 has it (6.3.4.2, table 11)."""
    lightness, a, b = lab
    for value in (lightness * 652.8, (a + 128) * 256, (b + 128) * 256):
        yield max(0, min(65535, round(value)))


def _lut16(inputs: int, outputs: int, grid: int, before: list[float], points: list[int], after: list[float]) -> bytes:
    """Curves, a grid, and curves (6.5.7)."""
    head = _lut_head(b"mft2", inputs, outputs, grid) + struct.pack(">2H", len(before) // inputs, len(after) // outputs)
    numbers = [*(round(65535 * one) for one in before), *points, *(round(65535 * one) for one in after)]
    return head + struct.pack(f">{len(numbers)}H", *numbers)


def _lut8(inputs: int, outputs: int, grid: int, before: list[float], points: bytes, after: list[float]) -> bytes:
    """The same in single bytes (6.5.8)."""
    curves = [bytes(round(255 * one) for one in curve) for curve in (before, after)]
    return _lut_head(b"mft1", inputs, outputs, grid) + curves[0] + points + curves[1]


def _lut_head(kind: bytes, inputs: int, outputs: int, grid: int) -> bytes:
    unchanged = (65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    return struct.pack(">4s4x3Bx9i", kind, inputs, outputs, grid, *unchanged)
