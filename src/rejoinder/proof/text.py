"""A report to be read: what matters first, and the figures below it. Plain text, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rejoinder.diagnostics import NOWHERE
from rejoinder.proof.model import (
    HISTOGRAM_FROM,
    HISTOGRAM_STEP,
    HISTOGRAM_STEPS,
    KINDS,
    SEVERITIES,
    Finding,
    Lines,
    PageMeasures,
    Report,
    Severity,
)

WIDTH = 96
"""Columns of the text; quotations are shortened to it."""

SHOWN = 3
"""So many findings of a kind are listed, unless all are asked for."""

BARS = " ▁▂▃▄▅▆▇█"

PLURALS: dict[Severity, str] = {"fault": "faults", "blemish": "blemishes", "remark": "remarks"}


def report_text(report: Report, *, verbose: bool = False) -> str:
    """The report as text. With `verbose`, every finding is listed."""
    blocks = [
        [*_head(report)],
        *([*_findings(report, severity, verbose)] for severity in SEVERITIES),
        [*_lines(report)],
        [*_styles(report)],
        [*_make_up(report)],
        [*_pages(report.pages)],
        [*_costs(report)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


# ── what matters ──────────────────────────────────────────────────────────


def _head(report: Report) -> Iterator[str]:
    pages = _plural(len(report.pages), "page", "pages")
    yield f"{report.letter or report.title or 'letter'}: {pages}, {_plural(report.text.total, 'line', 'lines')} of text"
    yield " · ".join(_plural(len(report.of(one)), one, PLURALS[one]) for one in SEVERITIES)


def _findings(report: Report, severity: Severity, verbose: bool) -> Iterator[str]:
    mine = report.of(severity)
    if not mine:
        return
    yield PLURALS[severity].upper()
    # Remarks are many, and none is urgent: their kinds and numbers will do, unless somebody wants them all.
    shown = len(mine) if verbose else 0 if severity == "remark" else SHOWN
    for kind in KINDS:
        of_kind = [one for one in mine if one.kind == kind]
        if of_kind:
            yield f"  {len(of_kind):>3}  {kind:<14} {KINDS[kind][1]}"
            for one in of_kind[:shown]:
                yield from _finding(one)
            if 0 < shown < len(of_kind):
                yield f"         … and {len(of_kind) - shown} more (--verbose lists them)"


def _finding(one: Finding) -> Iterator[str]:
    place = f"p. {one.page}" + (f", col. {one.column}" if one.column else "")
    span = "" if one.span == NOWHERE else str(one.span)
    start = f"         {place:<14} {one.message}"
    yield f"{start}{span:>{max(WIDTH - len(start), len(span) + 2)}}".rstrip()
    if one.text:
        yield f"{'':24}“{_shortened(one.text, WIDTH - 26)}”"


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 2].rstrip()} …"


# ── figures ───────────────────────────────────────────────────────────────


def _lines(report: Report) -> Iterator[str]:
    text = report.text
    spaces = text.spaces
    yield "SETTING"
    if spaces.lines:
        yield _row(
            "word spaces",
            f"median {spaces.median:.2f} × natural, 90 % from {spaces.p5:.2f} to {spaces.p95:.2f}, "
            f"at most {spaces.most:.2f}",
        )
        share = 100 * spaces.wide / spaces.lines
        lines = _plural(spaces.lines, "justified line", "justified lines")
        yield _row("", f"over 1.5 × natural in {spaces.wide} of {lines} ({share:.1f} %)")
        yield _row("", f"0.5 {_bars(spaces.histogram)} {HISTOGRAM_FROM + HISTOGRAM_STEP * HISTOGRAM_STEPS:g}")
    yield _row("lines", f"{text.tight} tight, {text.loose} loose, {text.contrast} beside one of the other kind")
    yield _row(
        "divided words",
        f"{text.hyphens} ({text.per_hundred:.1f} in 100 lines), at most {text.ladder} in a row, "
        f"{report.count('column-hyphen')} between columns",
    )
    yield _row("rivers", _rivers(report.rivers))
    yield _row("last lines", f"{_plural(text.runts, 'runt', 'runts')}: paragraphs that end in one short word")


def _rivers(lengths: Sequence[int]) -> str:
    if not lengths:
        return "none"
    found = [f"{lengths.count(lines)} of {lines} lines" for lines in dict.fromkeys(lengths)]
    return ", ".join(found)


def _bars(histogram: Sequence[int]) -> str:
    most = max(histogram, default=0)
    if not most:
        return ""
    return "".join(BARS[-(-count * (len(BARS) - 1) // most)] for count in histogram)


def _styles(report: Report) -> Iterator[str]:
    shown = [(style, lines) for style, lines in report.styles if lines.total]
    if len(shown) < 2:
        return
    natural = dict(report.natural)
    heads = f"{'lines':>6}  {'full':>5}  {'natural':>7}  {'median':>6}  {'95 %':>5}  {'loose':>5}  {'divided':>7}"
    yield f"{'STYLES':<18}{heads}"
    for style, lines in shown:
        yield f"  {style or '(none)':<16}{_of_style(lines, natural.get(style, 1.0))}"


def _of_style(lines: Lines, natural: float) -> str:
    spaces = lines.spaces
    median, p95 = (f"{spaces.median:.2f}", f"{spaces.p95:.2f}") if spaces.lines else ("·", "·")
    return (
        f"{lines.total:>6}  {lines.justified:>5}  {natural:>7.2f}  {median:>6}  {p95:>5}  {lines.loose:>5}  "
        f"{lines.hyphens:>7}"
    )


def _make_up(report: Report) -> Iterator[str]:
    yield "PAGES"
    yield _row("grid", f"no line stands farther off than {report.grid_error:.2f} pt")
    broken = [(kind, report.count(kind)) for kind in ("widow", "orphan", "heading", "column-hyphen")]
    names = {"heading": "stranded heading", "column-hyphen": "divided word at a column's end"}
    yield _row("breaks", ", ".join(f"{number} {names.get(kind, kind)}" for kind, number in broken))
    if report.pages and len(report.pages[-1].ends) > 1:
        feet = ", ".join(f"{one.foot:.1f}" for one in report.pages[-1].ends)
        yield _row("last page", f"columns end {report.apart:.1f} lines apart (at {feet} pt)")
    if report.notes:
        away = report.count("note-away") + report.count("note-lost")
        divided = sum(note.divided for note in report.notes)
        yield _row("notes", f"{len(report.notes)}: {away or 'none'} away from its mark, {divided or 'none'} divided")
    if report.floats:
        late = [one.behind for one in report.floats]
        yield _row("figures, tables", f"{len(report.floats)}, at most {max(late)} pages behind their first mention")


def _pages(pages: Sequence[PageMeasures]) -> Iterator[str]:
    if len(pages) < 2:
        return
    heads = f"{'lines':>6}  {'median':>6}  {'95 %':>5}  {'loose':>5}  {'divided':>7}  {'rivers':>6}  lines left"
    yield f"{'PAGE':<18}{heads}"
    for page in pages:
        spaces = page.text.spaces
        median, p95 = (f"{spaces.median:.2f}", f"{spaces.p95:.2f}") if spaces.lines else ("·", "·")
        room = ", ".join(f"{abs(end.room) if abs(end.room) < 0.05 else end.room:.1f}" for end in page.ends)
        yield (
            f"  {page.number:<16}{page.text.total:>6}  {median:>6}  {p95:>5}  {page.text.loose:>5}  "
            f"{page.text.hyphens:>7}  {page.rivers:>6}  {room}"
        )


def _costs(report: Report) -> Iterator[str]:
    if report.costs:
        yield "COSTS"
        yield from (_row(name, f"{cost:.1f}") for name, cost in report.costs)


def _row(name: str, value: str) -> str:
    return f"  {name:<16}{value}"


def _plural(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"
