"""Authors, their affiliations and remarks, as inlines with marks: the same over the columns or at the end."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.document.dates import written_date
from rejoinder.document.model import BylineAuthor, Front, Inline, Inlines, Math, Remark, Target, Traits, Words
from rejoinder.galley.marks import mark
from rejoinder.galley.pieces import Gap, Mark, Name, SetInline, Signs
from rejoinder.style.model import StyleSheet
from rejoinder.values import dataclass

MARK_GAP = 0.18
"""White between a mark and what it stands before, in ems."""


FLAGS = ("equal", "joint-last", "deceased")
"""Remarks in the sheet's words; the others are the authors' own."""

CORRESPONDENCE = "correspondence"
"""The name of the correspondence line, for links."""

LONGEST_SAID = 120
"""Characters of what is said of a mark's link."""

LONGEST_NAME = 40
"""A longer name (a working group's, mostly) may be parted by a line end."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Which mark each remark below the byline gets. Marks are symbols, behind those that affiliations use."""

    marks: tuple[tuple[str, str], ...]
    """Of each remark: its key ("equal", "joint-last", "deceased", "remark-1" …) and its mark, in order."""
    used: int = 0
    """How many symbols the byline uses in all: footnotes begin behind them."""
    first_note: int = 0
    """If they stand among the notes: the number of the first one as a note. No footnote has it: see `of`."""

    @classmethod
    def of(cls, front: Front, sheet: StyleSheet, footnotes: int = 0) -> Remarks:
        """With so many footnotes. Remarks that stand among the notes have numbers below 0 if the byline is over the
        columns, since they go before all footnotes; else numbers above those of footnotes.
        """
        keys = tuple(dict.fromkeys(key for author in front.authors for key in remark_keys(author)))
        shared = len(front.affiliations) == 1 and all(len(a.affiliations) == 1 for a in front.authors)
        used = 0
        if sheet.affiliations.marks == "symbols" and not (shared and sheet.affiliations.single_unmarked):
            used = len(front.affiliations)
        elif sheet.front.correspondence_mark == "*" and any(a.corresponding for a in front.authors):
            used = 1  # the asterisk is the corresponding author's
        first_note = 0
        if sheet.notes.remarks and keys:
            if "byline" in sheet.front.order:
                first_note = -len(keys)
            elif "byline" in sheet.end.order:
                first_note = footnotes + 1
        marks = tuple((key, mark(used + i, "symbols")) for i, key in enumerate(keys, start=1))
        return cls(marks, used + len(keys), first_note)

    def mark(self, key: str) -> str:
        return dict(self.marks)[key]

    @property
    def notes(self) -> dict[int, str]:
        """The remarks that stand among the notes: their keys by their numbers as notes."""
        return {self.first_note + i: key for i, (key, _) in enumerate(self.marks)} if self.first_note else {}


def remark_keys(author: BylineAuthor) -> tuple[str, ...]:
    """The remarks that an author's marks call, in the order of the marks."""
    flags = (("equal", author.equal), ("joint-last", author.joint_last), ("deceased", author.deceased))
    ordinals = (author.present_address, author.note)
    return (*(key for key, there in flags if there), *(f"remark-{n}" for n in ordinals if n))


def affiliation_anchor(ordinal: int) -> str:
    return f"affiliation-{ordinal}"


def remark_anchor(key: str) -> str:
    return f"remark-{key.removeprefix('remark-')}"


def shortened(text: str, most: int = LONGEST_SAID) -> str:
    """No longer than somebody wants to hear of a link: cut behind a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


class Byline:
    """The people of a letter, ready to be set."""

    def __init__(self, front: Front, sheet: StyleSheet, remarks: Remarks) -> None:
        self._front = front
        self._sheet = sheet
        self._remarks = remarks
        self._numbers = {key: number for number, key in remarks.notes.items()}
        self._targets: dict[int, Target] = {}
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
        yield from self._marks(author)

    def _marks(self, author: BylineAuthor) -> Iterator[SetInline]:
        """Affiliations, remarks, correspondence: each leads to what it stands for.

        A remark that stands among the notes is called by its mark.
        """
        form = self._sheet.affiliations
        signs: list[tuple[str, Target | None]] = []
        for n in () if self._unmarked else author.affiliations:
            if signs and form.separator:
                signs.append((form.separator, None))
            signs.append((mark(n, form.marks), self._affiliation_target(n)))
        keys = remark_keys(author)
        last = [(self._sheet.front.correspondence_mark, self._correspondence_target)] if author.corresponding else []
        last = [one for one in last if one[0]]
        if signs and (keys or last) and form.marks == "symbols" and form.separator:
            signs.append((form.separator, None))
        if not self._numbers:
            signs += [(self._remarks.mark(key), self._remark_target(key)) for key in keys]
            signs += last
            keys, last = (), []
        if signs:
            yield Signs(tuple(signs), author.span)
        for key in keys:
            number, sign = self._numbers[key], self._remarks.mark(key)
            target = Target(anchor=f"note-{number}", contents=f"Note {sign}: {self._remark_said(key)}")
            yield Mark(sign, author.span, target=target, note=number)
        if last:
            yield Signs(tuple(last), author.span)

    # ── what the marks lead to ──

    def _affiliation_target(self, ordinal: int) -> Target:
        known = self._targets.get(ordinal)
        if known is None:
            sign, text = mark(ordinal, self._sheet.affiliations.marks), self._front.affiliations[ordinal - 1].text
            known = Target(anchor=affiliation_anchor(ordinal), contents=shortened(f"Affiliation {sign}: {text}"))
            self._targets[ordinal] = known
        return known

    def _remark_target(self, key: str) -> Target:
        contents = f"Remark {self._remarks.mark(key)}: {self._remark_said(key)}"
        return Target(anchor=remark_anchor(key), contents=contents)

    def _remark_said(self, key: str) -> str:
        before, after = self._remark(key)
        return shortened(plain((*before, *after)))

    @property
    def _correspondence_target(self) -> Target:
        written = plain(self._front.correspondence)
        said = f"Corresponding author: {written}" if written else "Corresponding author"
        return Target(anchor=CORRESPONDENCE, contents=shortened(said))

    def affiliation_mark(self, ordinal: int) -> str:
        return "" if self._unmarked else mark(ordinal, self._sheet.affiliations.marks)

    def affiliations_run_in(self) -> tuple[SetInline, ...]:
        out: list[SetInline] = []
        for ordinal, affiliation in enumerate(self._front.affiliations, start=1):
            if ordinal > 1:
                out.append(Words(self._sheet.affiliations.run_in_separator, affiliation.span))
            if sign := self.affiliation_mark(ordinal):
                out += [Mark(sign, affiliation.span, role="Span", anchor=affiliation_anchor(ordinal)), Gap(MARK_GAP)]
            out.append(Words(affiliation.text, affiliation.span))
        return tuple(out)

    def remarks(self) -> tuple[SetInline, ...]:
        """The remarks below the byline, each beginning with its mark, run in one after the other."""
        out: list[SetInline] = []
        for key, sign in () if self._numbers else self._remarks.marks:
            if out:
                out.append(Words(" ", NOWHERE))
            before, after = self._remark(key)
            own = Mark(sign, self.remark_span(key), role="Span", anchor=remark_anchor(key))
            out += [*before, own, Gap(MARK_GAP), *after]
        return tuple(out)

    def remark_note(self, key: str) -> Inlines:
        """A remark as a note, which begins with its mark whatever the sheet's template says."""
        before, after = self._remark(key)
        return (*before, *after)

    def remark_span(self, key: str) -> Span:
        return self._front.span if key in FLAGS else self._written(key).span

    def _written(self, key: str) -> Remark:
        return self._front.remarks[int(key.removeprefix("remark-")) - 1]

    def _remark(self, key: str) -> tuple[Inlines, Inlines]:
        """What stands before and behind the mark of a remark."""
        form = self._sheet.front
        if key in FLAGS:
            template = {"equal": form.equal_label, "joint-last": form.joint_last_label}.get(key, form.deceased_label)
            before, _, after = template.partition("{mark}")
            span = self._front.span
            return ((Words(before, span),) if before else ()), (Words(after.lstrip(), span),)
        remark = self._written(key)
        label = f"{form.present_address_label} "
        words: Inlines = (Words(label, remark.span),) if remark.kind == "present-address" else ()
        ended = plain(remark.text).rstrip().endswith((".", "?", "!"))
        stop: Inlines = () if ended else (Words(".", remark.span),)
        return (), (*words, *remark.text, *stop)

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
    return "".join(_said(one) for one in inlines)


def _said(one: Inline) -> str:
    if isinstance(one, Math):
        from rejoinder.maths.words import linear

        return linear(one.tree)
    return one.text if isinstance(one, Words) else ""
