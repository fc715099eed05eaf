"""Authors, their affiliations and remarks, as inlines with marks: the same over the columns or at the end."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.diagnostics import NOWHERE
from rejoinder.document.dates import written_date
from rejoinder.document.model import BylineAuthor, Front, Inlines, Traits, Words
from rejoinder.galley.marks import mark
from rejoinder.galley.pieces import Gap, Mark, Name, SetInline
from rejoinder.style.model import StyleSheet
from rejoinder.values import dataclass

MARK_GAP = 0.18
"""White between a mark and what it stands before, in ems."""


LONGEST_NAME = 40
"""A longer name (a working group's, mostly) may be parted by a line end."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Which mark each remark below the byline gets. Marks are symbols, behind those that affiliations use."""

    marks: tuple[tuple[str, str], ...]
    """Of each remark: its key ("equal", "joint-last", "deceased", "remark-1" …) and its mark, in order."""
    used: int = 0
    """How many symbols the byline uses in all: footnotes begin behind them."""

    @classmethod
    def of(cls, front: Front, sheet: StyleSheet) -> Remarks:
        keys = tuple(dict.fromkeys(key for author in front.authors for key in remark_keys(author)))
        shared = len(front.affiliations) == 1 and all(len(a.affiliations) == 1 for a in front.authors)
        used = 0
        if sheet.affiliations.marks == "symbols" and not (shared and sheet.affiliations.single_unmarked):
            used = len(front.affiliations)
        elif sheet.front.correspondence_mark == "*" and any(a.corresponding for a in front.authors):
            used = 1  # the asterisk is the corresponding author's
        return cls(tuple((key, mark(used + i, "symbols")) for i, key in enumerate(keys, start=1)), used + len(keys))

    def mark(self, key: str) -> str:
        return dict(self.marks)[key]


def remark_keys(author: BylineAuthor) -> tuple[str, ...]:
    """The remarks that an author's marks call, in the order of the marks."""
    flags = (("equal", author.equal), ("joint-last", author.joint_last), ("deceased", author.deceased))
    ordinals = (author.present_address, author.note)
    return (*(key for key, there in flags if there), *(f"remark-{n}" for n in ordinals if n))


class Byline:
    """The people of a letter, ready to be set."""

    def __init__(self, front: Front, sheet: StyleSheet, remarks: Remarks) -> None:
        self._front = front
        self._sheet = sheet
        self._remarks = remarks
        authors = front.authors
        shared = len(front.affiliations) == 1 and all(len(a.affiliations) == 1 for a in authors)
        self._unmarked = shared and sheet.affiliations.single_unmarked

    def names(self) -> tuple[SetInline, ...]:
        """All names with their marks, or the first few and *et al*."""
        form, authors = self._sheet.front, self._front.authors
        limit = form.byline_limit
        shown = authors[:limit] if limit and len(authors) > limit else authors
        out: list[SetInline] = []
        for i, author in enumerate(shown):
            if i:
                last = i == len(authors) - 1
                separator = form.byline_last_separator if last else form.byline_separator
                out.append(Words(separator, author.span))
            out.extend(self._name(author))
        if len(shown) < len(authors):
            out.append(Words(form.byline_separator, NOWHERE))
            out.append(Words("et\u00a0al", NOWHERE, Traits.EMPH))
        return tuple(out)

    def _name(self, author: BylineAuthor) -> Iterator[SetInline]:
        name = f"{author.name}, {author.degrees}" if author.degrees else author.name
        yield Words(name, author.span) if len(name) > LONGEST_NAME else Name(name, author.span)
        marks = self._marks(author)
        if marks:
            yield Mark(marks, author.span, role="Span")

    def _marks(self, author: BylineAuthor) -> str:
        form = self._sheet.affiliations
        ordinals = () if self._unmarked else author.affiliations
        signs = [mark(n, form.marks) for n in ordinals]
        extra = "".join(self._remarks.mark(key) for key in remark_keys(author))
        if author.corresponding:
            extra += self._sheet.front.correspondence_mark
        if extra and form.marks == "symbols":
            return form.separator.join([*signs, extra])
        return form.separator.join(signs) + extra

    def affiliation_mark(self, ordinal: int) -> str:
        return "" if self._unmarked else mark(ordinal, self._sheet.affiliations.marks)

    def affiliations_run_in(self) -> tuple[SetInline, ...]:
        out: list[SetInline] = []
        for ordinal, affiliation in enumerate(self._front.affiliations, start=1):
            if ordinal > 1:
                out.append(Words(self._sheet.affiliations.run_in_separator, affiliation.span))
            if sign := self.affiliation_mark(ordinal):
                out += [Mark(sign, affiliation.span, role="Span"), Gap(MARK_GAP)]
            out.append(Words(affiliation.text, affiliation.span))
        return tuple(out)

    def remarks(self) -> tuple[SetInline, ...]:
        """The remarks below the byline, each beginning with its mark, run in one after the other."""
        form = self._sheet.front
        templates = {"equal": form.equal_label, "joint-last": form.joint_last_label, "deceased": form.deceased_label}
        out: list[SetInline] = []
        for key, sign in self._remarks.marks:
            if out:
                out.append(Words(" ", NOWHERE))
            if key in templates:
                out.extend(self._templated(templates[key], sign))
                continue
            remark = self._front.remarks[int(key.removeprefix("remark-")) - 1]
            out += [Mark(sign, remark.span, role="Span"), Gap(MARK_GAP)]
            if remark.kind == "present-address":
                out.append(Words(f"{form.present_address_label} ", remark.span))
            out.extend(remark.text)
            if not plain(remark.text).rstrip().endswith((".", "?", "!")):
                out.append(Words(".", remark.span))
        return tuple(out)

    def _templated(self, template: str, sign: str) -> tuple[SetInline, ...]:
        before, _, after = template.partition("{mark}")
        span = self._front.span
        mark_and_gap: tuple[SetInline, ...] = (Mark(sign, span, role="Span"), Gap(MARK_GAP))
        opening: tuple[SetInline, ...] = (Words(before, span),) if before else ()
        return (*opening, *mark_and_gap, Words(after.lstrip(), span))

    def correspondence(self) -> tuple[SetInline, ...]:
        line = self._front.correspondence
        if not line:
            return ()
        label = self._sheet.front.correspondence_label
        begin: Inlines = (Words(label, NOWHERE, Traits.STRONG), Words(" ", NOWHERE)) if label else ()
        return (*begin, *line)

    def dates(self, lang: str) -> tuple[SetInline, ...]:
        labels = self._sheet.front.history_labels
        words = "; ".join(
            f"{labels.get(event, event.replace('-', ' ').capitalize())} {written_date(date, lang)}"
            for event, date in self._front.history
        )
        return (Words(words, self._front.span),) if words else ()

    def responds_to(self) -> tuple[SetInline, ...]:
        """What the letter answers, behind the sheet's label."""
        line = self._front.responds_to
        label = self._sheet.front.responds_to_label
        begin: Inlines = (Words(label, NOWHERE, Traits.STRONG), Words(" ", NOWHERE)) if label else ()
        return (*begin, *line) if line else ()

    def copyright(self) -> tuple[SetInline, ...]:
        front = self._front
        notice: Inlines = (Words(front.copyright, front.span),) if front.copyright else ()
        between: Inlines = (Words(" ", front.span),) if notice and front.license else ()
        return (*notice, *between, *front.license)


def plain(inlines: Inlines) -> str:
    """The words alone."""
    return "".join(i.text for i in inlines if isinstance(i, Words))
