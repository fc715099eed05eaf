"""How well Rejoinder, Typst and WeasyPrint set the same letters, measured on their PDFs from glyph positions alone.

    python benchmarks/compare.py                      the sample letters, two hard ones, three made-up ones, 25 pages
    python benchmarks/compare.py LETTER…              these letters only
    python benchmarks/compare.py --pages 100          only a long run of about so many pages
    python benchmarks/compare.py --programs rejoinder,typst,typst-plain,typst-tracked,weasyprint

All set the same words in the same faces, sizes, leading and measure: those of the sheet (`annals`; `sheet-9-12.yaml`
for the long run). `peers/` says how each peer is told, and what it cannot do. The PDFs stay in out/benchmark, with all
figures as JSON; `benchmarks/side_by_side.py` makes pictures of them. What is counted, and how: see `from_glyphs.py`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from from_glyphs import LEGEND, TABLE, Figures, measure
from peers.cuts import cut_fonts
from peers.html_letter import html_source
from peers.manuscript import Manuscript, manuscript
from peers.typst_letter import TUNINGS, typst_source
from prose import letter, letters_in, long_letter

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "content"
OUT = HERE.parent / "out" / "benchmark"
LONG_SHEET = HERE / "sheet-9-12.yaml"
GOLDEN = HERE.parent / "tests" / "golden"
HARD = ("title-note", "notes-in-both-columns")
"""Letters of the tests: a note called in the title, and notes in both columns of a short last page."""
SEEDS = 3
PAGES = 25


@dataclass(frozen=True, slots=True)
class Work:
    """One letter to be set by all."""

    name: str
    content: Path | dict[str, Any]
    sheet: str | Path = "annals"

    @property
    def folder(self) -> Path:
        return OUT / self.name


# ── the programs ──────────────────────────────────────────────────────────

Setter = Callable[[Work, Manuscript, Path], None]


def _rejoinder(work: Work, _: Manuscript, pdf: Path) -> None:
    from rejoinder import typeset

    pdf.write_bytes(typeset(work.content, work.sheet).pdf)


def _typst(tuning: str) -> Setter:
    def set_(work: Work, read: Manuscript, pdf: Path) -> None:
        import typst

        source = pdf.with_suffix(".typ")
        source.write_text(typst_source(read, pdf.parent, tuning), encoding="utf-8")
        typst.compile(str(source), output=str(pdf), font_paths=FONTS, ignore_system_fonts=True)

    return set_


def _weasyprint(work: Work, read: Manuscript, pdf: Path) -> None:
    from weasyprint import HTML

    faces = cut_fonts(SITE, OUT, read.style("body").size)
    source = pdf.with_suffix(".html")
    found: tuple[int, bytes] | None = None
    for balance in (True, False):
        source.write_text(html_source(read, faces, balance), encoding="utf-8")
        document = HTML(source).render(pdf_variant="pdf/ua-1")
        if found is None or len(document.pages) < found[0]:
            found = len(document.pages), document.write_pdf(pdf_variant="pdf/ua-1")
    assert found
    pdf.write_bytes(found[1])


def _site() -> Path:
    spec = importlib.util.find_spec("fontpkg_source_serif_4")
    assert spec and spec.origin
    return Path(spec.origin).parent.parent


SITE = _site()
FONTS = [str(SITE / f"fontpkg_source_{name}" / "files") for name in ("serif_4", "sans_3")]
SETTERS: dict[str, Setter] = {
    "rejoinder": _rejoinder,
    "typst": _typst("tuned"),
    **{f"typst-{tuning}": _typst(tuning) for tuning in TUNINGS if tuning != "tuned"},
    "weasyprint": _weasyprint,
}
DEFAULT = ("rejoinder", "typst", "typst-plain", "weasyprint")


# ── the figures ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Measured:
    """One letter by one program."""

    letter: str
    program: str
    notes_wanted: int
    figures: Figures


def measured(work: Work, programs: Sequence[str]) -> list[Measured]:
    work.folder.mkdir(parents=True, exist_ok=True)
    read = manuscript(work.content, work.sheet)
    found = []
    for program in programs:
        pdf = work.folder / f"{program}.pdf"
        try:
            SETTERS[program](work, read, pdf)
        except Exception as fault:
            print(f"{program} cannot set {work.name}: {type(fault).__name__}: {str(fault)[:300]}", file=sys.stderr)
            continue
        found.append(
            Measured(work.name, program, len(read.document.footnotes), measure(pdf, columns=read.sheet.columns.count))
        )
    return found


def rows(found: Sequence[Measured]) -> list[list[str]]:
    """With the notes that the letter has behind those that were found."""
    out = [["", *(head for head, _ in TABLE)]]
    for one in found:
        cells = [cell(one.figures) for _, cell in TABLE]
        notes = [head for head, _ in TABLE].index("notes")
        cells[notes] = cells[notes].replace(":", f"/{one.notes_wanted}:", 1)
        out.append([one.program, *cells])
    return out


def upright(cells: list[list[str]]) -> str:
    """A table with a column for each program: there are more figures than programs."""
    turned = [list(row) for row in zip(*cells, strict=True)]
    widths = [max(map(len, column)) for column in zip(*turned, strict=True)]
    return "\n".join(
        "  " + "  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in turned
    )


def pooled(found: Sequence[Measured], programs: Sequence[str]) -> list[list[str]]:
    """All letters as one: shares weighted by lines, faults added up."""
    heads = "letters; body lines; loose %; loose, face %; tight %; hyphens; longest run; rivers; over; wid/orph/str"
    heads += "; facing off %; last cols, worst; notes found; in their column; marks without"
    out = [["", *heads.split("; ")]]
    for program in programs:
        own = [one for one in found if one.program == program]
        if not own:
            continue
        all_ = [one.figures for one in own]

        def mean(
            of: Callable[[Figures], float | None], weight: Callable[[Figures], int], f: list[Figures] = all_
        ) -> str:
            pairs = [(value, weight(one)) for one in f if (value := of(one)) is not None]
            total = sum(w for _, w in pairs)
            return f"{sum(v * w for v, w in pairs) / total:.1f}" if total else "–"

        out.append(
            [
                program,
                str(len(own)),
                str(sum(f.lines for f in all_)),
                mean(lambda f: f.loose, lambda f: f.full),
                mean(lambda f: f.loose_face, lambda f: f.full),
                mean(lambda f: f.tight, lambda f: f.full),
                mean(lambda f: f.hyphens, lambda f: f.lines),
                str(max(f.run for f in all_)),
                mean(lambda f: f.rivers, lambda f: f.lines),
                str(sum(f.overfull for f in all_)),
                "/".join(str(sum(getattr(f, name) for f in all_)) for name in ("widows", "orphans", "stranded")),
                mean(lambda f: f.facing, lambda f: f.lines),
                f"{max((f.last_columns or 0.0) for f in all_):.1f}",
                f"{sum(f.notes for f in all_)} of {sum(one.notes_wanted for one in own)}",
                str(sum(f.notes_at_home for f in all_)),
                str(sum(f.marks_lost for f in all_)),
            ]
        )
    return out


def works_of(letters: Sequence[Path], pages: int | None) -> list[Work]:
    if letters:
        return [Work(path.parent.name if path.stem == "letter" else path.stem, path) for path in letters]
    long = Work(f"long-{pages or PAGES}", long_letter(pages or PAGES), LONG_SHEET)
    if pages:
        return [long]
    samples = [Work(path.stem, path) for path in letters_in(SAMPLES)]
    samples += [Work(name, GOLDEN / name / "letter.yaml") for name in HARD]
    return [*samples, *(Work(f"prose-{seed}", letter(seed)) for seed in range(SEEDS)), long]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("letters", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, help="only a run of about so many pages of prose")
    parser.add_argument("--programs", default=",".join(DEFAULT), help=f"of {', '.join(SETTERS)}")
    wanted = parser.parse_args()
    programs = [one for one in wanted.programs.split(",") if one in SETTERS]
    found: list[Measured] = []
    for work in works_of(wanted.letters, wanted.pages):
        own = measured(work, programs)
        if own:
            print(f"\n{work.name}\n\n{upright(rows(own))}", flush=True)
            found += own
    if len({one.letter for one in found}) > 1:
        print(f"\nAll letters\n\n{upright(pooled(found, programs))}")
    print(f"\n{LEGEND}")
    report = OUT / "figures.json"
    report.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")
    print(f"\nall figures: {report}", file=sys.stderr)


if __name__ == "__main__":
    main()
