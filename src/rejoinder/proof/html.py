"""The report as one HTML file: the pages as they are printed, with layers that show how they are set.

Nothing is fetched: outlines instead of fonts, pictures within the file, style and script too, and a policy that forbids
everything else. What an author wrote is text here and nothing but text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from rejoinder.diagnostics import NOWHERE
from rejoinder.galley.model import Galley
from rejoinder.pages.model import MadeUp, Page
from rejoinder.proof.drawing import Ink
from rejoinder.proof.markup import attribute, plain
from rejoinder.proof.model import KINDS, SEVERITIES, Finding, Report
from rejoinder.proof.overlays import LAYERS, STEPS, Layer, Overlays
from rejoinder.proof.stands import Standing
from rejoinder.proof.text import PLURALS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

AT_ONCE = 8
"""Pages that a browser lays out at once; further ones wait until somebody comes near them."""

LAYER_OF = {
    "loose": "looseness",
    "tight": "looseness",
    "contrast": "looseness",
    "wide": "spaces",
    "river": "rivers",
    "ladder": "hyphens",
    "column-hyphen": "hyphens",
    "off-grid": "grid",
    "uneven": "ends",
    "short": "ends",
    "note-lost": "notes",
    "note-away": "notes",
    "note-order": "notes",
    "note-divided": "notes",
    "outside": "frames",
    "overlap": "frames",
    "overfull": "frames",
}
"""The layer that shows a kind of finding best; it is switched on when somebody goes there."""


def drawn_report(made_up: MadeUp, galley: Galley, report: Report) -> str:
    """The pages that were measured, drawn."""
    return drawn_pages(Standing(made_up, galley), report)


def drawn_pages(standing: Standing, report: Report) -> str:
    ink, overlays = Ink(), Overlays(standing, report)
    pages = "\n".join(_page(page, len(standing.pages), ink, overlays) for page in standing.pages)
    title = attribute(report.title or report.letter or "Letter")
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">',
            "<head>",
            '<meta charset="utf-8"/>',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            '<meta name="color-scheme" content="light dark"/>',
            '<meta name="referrer" content="no-referrer"/>',
            f"<title>{title}: how it is set</title>",
            f"<style>/*<![CDATA[*/\n{_part('proof.css')}/*]]>*/</style>",
            "</head>",
            "<body>",
            f'<svg class="defs" aria-hidden="true" width="0" height="0"><defs>{_hatching()}',
            ink.definitions(),
            "</defs></svg>",
            _head(report, title),
            _layers(),
            f'<main aria-label="Pages">\n{pages}\n</main>',
            _findings(report),
            f"<script>/*<![CDATA[*/\n{_part('proof.js')}/*]]>*/</script>",
            "</body>",
            "</html>\n",
        )
    )


@lru_cache(maxsize=4)
def _part(name: str) -> str:
    """A file of this room: style and script are written as such, and not in strings."""
    return files("rejoinder.proof").joinpath(name).read_text(encoding="utf-8")


def _hatching() -> str:
    return (
        '<pattern id="hatching" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V4" stroke="#777" stroke-width="1"/></pattern>'
    )


# ── pages ─────────────────────────────────────────────────────────────────


def _page(page: Page, total: int, ink: Ink, overlays: Overlays) -> str:
    width, height = plain(page.width, 2), plain(page.height, 2)
    name = f"Page {page.number} of {total}"
    drawn = (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{name}, drawn">'
        f'{overlays.under(page)}<g class="ink">{"".join(ink.page(page))}</g>{overlays.over(page)}</svg>'
    )
    inside = drawn if page.number <= AT_ONCE else f"<template>{drawn}</template>"
    return (
        f'<section class="page" id="p{page.number}" aria-label="{name}" style="--w:{width};--h:{height}">'
        f"<h2>{page.number}</h2>{inside}</section>"
    )


# ── what stands around them ───────────────────────────────────────────────


def _head(report: Report, title: str) -> str:
    figures = "".join(
        f"<div><dt>{name}</dt><dd>{value}<small>{unit}</small></dd></div>" for name, value, unit in _figures(report)
    )
    file = f"<small><bdi>{attribute(report.letter)}</bdi></small>" if report.letter else ""
    return f"<header><h1><bdi>{title}</bdi>{file}</h1><dl>{figures}</dl></header>"


def _figures(report: Report) -> Iterator[tuple[str, str, str]]:
    """What is said at the head: name, number, unit."""
    text, spaces = report.text, report.text.spaces
    yield "Pages", str(len(report.pages)), ""
    yield "Lines of text", str(text.total), ""
    if spaces.lines:
        yield "Word space, median", f"{spaces.median:.2f}", " × natural"
        yield "95 % of lines below", f"{spaces.p95:.2f}", " × natural"
        yield "Over 1.5 ×", f"{100 * spaces.wide / spaces.lines:.1f}", " % of lines"
    yield "Divided words", f"{text.per_hundred:.1f}", " in 100 lines"
    yield "Rivers", str(len(report.rivers)), f", longest {report.rivers[0]} lines" if report.rivers else ""
    yield "Off the grid by", f"{report.grid_error:.2f}", " pt at most"
    yield "Last columns", f"{report.apart:.1f}", " lines apart"


def _layers() -> str:
    boxes = "".join(map(_layer, LAYERS))
    return (
        '<aside class="layers" aria-label="Layers"><h2>Layers</h2>'
        f"<fieldset><legend>What is shown on the pages</legend>{boxes}</fieldset>"
        '<p class="tools"><button type="button" id="none">Hide all <kbd>0</kbd></button></p>'
        '<p class="tools"><label for="zoom">Size</label>'
        '<input type="range" id="zoom" min="0.5" max="3" step="0.05" value="1.3"/></p>'
        '<p class="tools"><label><input type="checkbox" id="keys" checked=""/> Keys switch layers; '
        "<kbd>j</kbd> <kbd>k</kbd> go from finding to finding</label></p></aside>"
    )


def _layer(layer: Layer) -> str:
    checked = ' checked=""' if layer.key == "marks" else ""
    return (
        f'<div class="layer-choice"><input type="checkbox" id="show-{layer.key}" data-layer="{layer.key}" '
        f'aria-keyshortcuts="{layer.shortcut}" aria-describedby="about-{layer.key}"{checked}/>'
        f'<label for="show-{layer.key}">{_swatch(layer.key)}{layer.name} <kbd>{layer.shortcut}</kbd></label>'
        f'<small id="about-{layer.key}">{layer.shows}</small></div>'
    )


def _swatch(key: str) -> str:
    """The colours of a layer: of looseness the whole scale, from tight to loose."""
    if key != "looseness":
        return f'<i class="swatch {key}" aria-hidden="true"></i>'
    steps = "".join(f'<i class="{name}"></i>' for name in (*(name for _, name in STEPS), "l3"))
    return f'<span class="scale" aria-hidden="true">{steps}</span>'


def _findings(report: Report) -> str:
    numbered = list(enumerate(report.findings, 1))
    parts = []
    for severity in SEVERITIES:
        mine = [_finding(number, one) for number, one in numbered if one.severity == severity]
        if mine:
            parts.append(
                f'<h3 class="{severity}">{PLURALS[severity].capitalize()} <span>{len(mine)}</span></h3>'
                f"<ol>{''.join(mine)}</ol>"
            )
    listed = "".join(parts) or "<p>Nothing was found.</p>"
    return f'<nav class="findings" aria-label="Findings"><h2>Findings</h2>{listed}</nav>'


def _finding(number: int, one: Finding) -> str:
    place = f"page {one.page}" + (f", column {one.column}" if one.column else "")
    quoted = f"<q><bdi>{attribute(one.text)}</bdi></q>" if one.text else ""
    span = "" if one.span == NOWHERE else f"<code><bdi>{attribute(str(one.span))}</bdi></code>"
    layer = LAYER_OF.get(one.kind, "marks")
    return (
        f'<li><a href="#f{number}" data-page="{one.page}" data-layer="{layer}" title="{attribute(KINDS[one.kind][1])}">'
        f"<b>{one.kind}</b> {attribute(one.message)}<small>{place}</small>{quoted}{span}</a></li>"
    )
