"""Authors, their affiliations and remarks, as inlines with marks: the same over the columns or at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.document.dates import written_date
from rejoinder.document.model import (
    BylineAuthor,
    Citation,
    Document,
    Front,
    Inline,
    Inlines,
    Math,
    Remark,
    Target,
    Traits,
    Words,
)
from rejoinder.galley.marks import mark
from rejoinder.galley.pieces import Gap, Mark, Name, SetInline, Signs
from rejoinder.style.model import StyleSheet
from rejoinder.style.template import fill
from rejoinder.values import dataclass, replace

MARK_GAP = 0.18
"""White between a mark and what it stands before, in ems."""


def is_flag(key: str) -> bool:
    """Whether a remark is in the sheet's words ("equal", "equal-2", "joint-last"); the others are the authors' own."""
    return not key.startswith("remark-")


AUTHORS = "authors"
"""The name of the list of all authors, for links."""

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

    @property
    def notes(self) -> dict[int, str]:
        """The remarks that stand among the notes: their keys by their numbers as notes."""
        return {self.first_note + i: key for i, (key, _) in enumerate(self.marks)} if self.first_note else {}


def remark_keys(author: BylineAuthor) -> tuple[str, ...]:
    """The remarks that an author's marks call, in the order of the marks."""
    equal = "equal" if author.equal == 1 else f"equal-{author.equal}"
    flags = ((equal, author.equal), ("joint-last", author.joint_last), ("deceased", author.deceased))
    ordinals = (author.present_address, author.note)
    return (*(key for key, there in flags if there), *(f"remark-{n}" for n in ordinals if n))


def affiliation_anchor(ordinal: int, *, listed: bool = False) -> str:
    """Its name below the byline, or in the list of all authors at the end."""
    return f"{'listed-' if listed else ''}affiliation-{ordinal}"


def remark_anchor(key: str, *, listed: bool = False) -> str:
    return f"{'listed-' if listed else ''}remark-{key.removeprefix('remark-')}"


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
        self._signs = dict(remarks.marks)
        self._places = {key: place for place, key in enumerate(self._signs)}
        self._numbers = {key: number for number, key in remarks.notes.items()}
        self._targets: dict[tuple[int, bool], Target] = {}
        self._remark_targets: dict[tuple[str, bool], Target] = {}
        authors = front.authors
        shared = len(front.affiliations) == 1 and all(len(a.affiliations) == 1 for a in authors)
        self._unmarked = shared and sheet.affiliations.single_unmarked
        self.shown, self.hidden = self._divided(authors)
        self.listed = bool(self.hidden) and not sheet.front.byline_limit
        """Whether all authors are listed at the end, since the byline does not name them all."""

    def _divided(self, authors: tuple[BylineAuthor, ...]) -> tuple[tuple[BylineAuthor, ...], int]:
        """The authors that the byline names, and the number of those that it does not.

        Groups behind all others are named in any case, and so is the one on whose behalf they write.
        """
        form = self._sheet.front
        most, first = form.byline_limit, form.byline_limit
        if not form.byline_limit and "authors" in self._sheet.end.order:
            most, first = form.byline_most, form.byline_first
        people = len(authors)
        while people and authors[people - 1].group:
            people -= 1
        if people == 0 or not most or people <= most:
            return authors, 0
        return (*authors[:first], *authors[people:]), people - first

    def affiliations_shown(self) -> tuple[int, ...]:
        """The ordinals of the affiliations that belong with the byline: those of whom it names."""
        if not self.listed:
            return tuple(range(1, len(self._front.affiliations) + 1))
        return tuple(sorted({ordinal for author in self.shown for ordinal in author.affiliations}))

    def names(self) -> tuple[SetInline, ...]:
        """The names with their marks: all, or the first few and what the sheet says of the others."""
        first = len(self.shown)
        groups = next((n for n, author in enumerate(reversed(self.shown)) if not author.group), first)
        written = [author for author in self.shown if not author.represented]
        separator, last_separator = self._separators(self.shown)
        out: list[SetInline] = []
        for i, author in enumerate(self.shown):
            if self.hidden and i == first - groups:
                out += self._others()
            last = not self.hidden and len(written) > 1 and author is written[-1]
            if i and not author.represented:
                out.append(Words(last_separator if last else separator, author.span))
            elif i:
                out.append(Words(", ", author.span))
            out.extend(self._name(author))
        if self.hidden and not groups:
            out += self._others()
        return tuple(out)

    def _separators(self, authors: Sequence[BylineAuthor]) -> tuple[str, str]:
        """Between two of these authors, and before the last: what the sheet has, unless a comma parts degrees too."""
        form = self._sheet.front
        between, last = form.byline_separator, form.byline_last_separator
        if form.degrees and any(author.degrees for author in authors):
            last = form.byline_degrees_separator if last == between else last
            between = form.byline_degrees_separator
        return between, last

    def _others(self) -> list[SetInline]:
        form = self._sheet.front
        separator = Words(self._separators(self.shown)[0], NOWHERE)
        if not self.listed:
            return [separator, Words("et\u00a0al", NOWHERE, Traits.EMPH)]
        words = form.byline_rest.replace("{count}", f"{self.hidden:,}")
        link = Target(anchor=AUTHORS, contents=f"List of all {len(self._front.authors):,} authors")
        return [separator, Words(words, NOWHERE, link=link)]

    def all_names(self) -> tuple[SetInline, ...]:
        """Everybody with their marks, for the list at the end."""
        out: list[SetInline] = []
        degrees = self._sheet.front.degrees and any(author.degrees for author in self._front.authors)
        for author in self._front.authors:
            if out:
                out.append(Words("; " if degrees and not author.represented else ", ", author.span))
            out.extend(self._name(author, listed=True))
        return tuple(out)

    def _name(self, author: BylineAuthor, *, listed: bool = False) -> Iterator[SetInline]:
        name = self._called(author)
        if author.degrees and self._sheet.front.degrees:
            name = f"{name}, {author.degrees}"
        if listed and not author.lang:
            yield Words(self._parted(name, author), author.span)
        elif author.lang:
            yield Words(name.replace(" ", "\u00a0"), author.span, lang=author.lang)
        else:
            yield Words(name, author.span) if len(name) > LONGEST_NAME else Name(name, author.span)
        yield from self._marks(author, listed)

    def _parted(self, name: str, author: BylineAuthor) -> str:
        """In a narrow column a line may end behind the given names, or within a group's name; elsewhere not."""
        if author.group or author.family not in name:
            return name
        return name.replace(author.family, author.family.replace(" ", "\u00a0"))

    def _called(self, author: BylineAuthor) -> str:
        """The name; of a group on whose behalf others write, within the sheet's words ("for the River Group")."""
        if not author.represented:
            return author.name
        before, _, after = self._sheet.front.on_behalf_label.partition("{group}")
        name = author.name
        if before.strip() and name.startswith("The "):
            name = f"t{name[1:]}"
        return f"{before}{name}{after}"

    def _marks(self, author: BylineAuthor, listed: bool) -> Iterator[SetInline]:
        """Affiliations, remarks, correspondence: each leads to what it stands for.

        A remark that stands among the notes is called by its mark, but in the list at the end no more than linked.
        """
        form = self._sheet.affiliations
        signs: list[tuple[str, Target | None]] = []
        for n in () if self._unmarked else author.affiliations:
            if signs and form.separator:
                signs.append((form.separator, None))
            signs.append((mark(n, form.marks), self._affiliation_target(n, listed)))
        keys = tuple(sorted(remark_keys(author), key=self._places.__getitem__))
        last = [(self._sheet.front.correspondence_mark, self._correspondence_target)] if author.corresponding else []
        last = [one for one in last if one[0]]
        if signs and (keys or last) and form.marks == "symbols" and form.separator:
            signs.append((form.separator, None))
        if listed or not self._numbers:
            signs += [(self._signs[key], self._remark_target(key, listed)) for key in keys]
            signs += last
            keys, last = (), []
        if signs:
            yield Signs(tuple(signs), author.span)
        for key in keys:
            number, sign = self._numbers[key], self._signs[key]
            target = Target(anchor=f"note-{number}", contents=f"Note {sign}: {self._remark_said(key)}")
            yield Mark(sign, author.span, target=target, note=number)
        if last:
            yield Signs(tuple(last), author.span)

    # ── what the marks lead to ──

    def _affiliation_target(self, ordinal: int, listed: bool) -> Target:
        listed = listed or (self.listed and "affiliations" not in self._sheet.front.order)
        known = self._targets.get((ordinal, listed))
        if known is None:
            sign, text = mark(ordinal, self._sheet.affiliations.marks), self._front.affiliations[ordinal - 1].text
            anchor = affiliation_anchor(ordinal, listed=listed)
            known = Target(anchor=anchor, contents=shortened(f"Affiliation {sign}: {text}"))
            self._targets[ordinal, listed] = known
        return known

    def _remark_target(self, key: str, listed: bool) -> Target:
        listed = listed or (self.listed and "remarks" not in self._sheet.front.order)
        known = self._remark_targets.get((key, listed))
        if known is None:
            contents = f"Remark {self._signs[key]}: {self._remark_said(key)}"
            anchor = f"note-{self._numbers[key]}" if self._numbers else remark_anchor(key, listed=listed)
            known = self._remark_targets[key, listed] = Target(anchor=anchor, contents=contents)
        return known

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
        for ordinal in self.affiliations_shown():
            affiliation = self._front.affiliations[ordinal - 1]
            if out:
                out.append(Words(self._sheet.affiliations.run_in_separator, affiliation.span))
            if sign := self.affiliation_mark(ordinal):
                out += [Mark(sign, affiliation.span, role="Span", anchor=affiliation_anchor(ordinal)), Gap(MARK_GAP)]
            out.append(Words(affiliation.text, affiliation.span))
        return tuple(out)

    def remarks(self, *, listed: bool = False) -> tuple[SetInline, ...]:
        """The remarks below the byline, each beginning with its mark, run in one after the other.

        Those about authors that it names; in the list at the end (`listed`) all there are.
        """
        shown = {key for author in self.shown for key in remark_keys(author)}
        out: list[SetInline] = []
        for key, sign in () if self._numbers else self._remarks.marks:
            if self.listed and not listed and key not in shown:
                continue
            if out:
                out.append(Words(" ", NOWHERE))
            before, after = self._remark(key)
            own = Mark(sign, self.remark_span(key), role="Span", anchor=remark_anchor(key, listed=listed))
            out += [*before, own, Gap(MARK_GAP), *after]
        return tuple(out)

    def remark_mark(self, key: str) -> str:
        return self._signs[key]

    def remark_note(self, key: str) -> Inlines:
        """A remark as a note, which begins with its mark whatever the sheet's template says."""
        before, after = self._remark(key)
        return (*before, *after)

    def remark_span(self, key: str) -> Span:
        return self._front.span if is_flag(key) else self._written(key).span

    def _written(self, key: str) -> Remark:
        return self._front.remarks[int(key.removeprefix("remark-")) - 1]

    def _remark(self, key: str) -> tuple[Inlines, Inlines]:
        """What stands before and behind the mark of a remark."""
        form = self._sheet.front
        if is_flag(key):
            labels = {"equal": form.equal_label, "joint-last": form.joint_last_label, "deceased": form.deceased_label}
            template = labels.get(key, form.equal_next_label)
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


def cite_line(document: Document, sheet: StyleSheet) -> Inlines:
    """How the letter is cited, behind the sheet's label; nothing if it has neither a journal nor a DOI."""
    form, values = sheet.front, dict(document.variables)
    if not (values.get("journal.title") or values.get("doi")):
        return ()
    if document.metadata.url:
        link = Target(url=document.metadata.url, contents=f"DOI {document.metadata.doi}")
        values["doi"] = (Words(document.metadata.doi, document.front.span, link=link),)
    span = document.front.span
    out: list[Inline] = []
    if form.cite_label:
        out = [Words(form.cite_label, span, Traits.STRONG), Words(" ", span)]
    begun = len(out)
    for one in fill(form.cite, values, said_words, emphasised):
        last = out[-1] if len(out) > begun else None
        if isinstance(one, Words) and isinstance(last, Words):
            one = replace(one, text=_unstopped(one.text, last.text))
        if not isinstance(one, Words) or one.text:
            out.append(one)
    return tuple(out)


def _unstopped(text: str, before: str) -> str:
    """Behind a stop, as that of a title which is a question, there is no other; nor are there two spaces."""
    if before.rstrip().endswith((".", "?", "!")):
        text = text.removeprefix(".")
    return text.lstrip() if before.endswith(" ") else text


def said_words(text: str, emph: bool, strong: bool) -> Inline:
    """A template's own words."""
    return Words(text, NOWHERE, (Traits.EMPH if emph else Traits.PLAIN) | (Traits.STRONG if strong else Traits.PLAIN))


def emphasised(inline: Inline, emph: bool, strong: bool) -> Inline:
    """Emphasis within emphasis stands upright again."""
    if not isinstance(inline, Words | Citation):
        return inline
    traits = inline.traits ^ Traits.EMPH if emph else inline.traits
    return replace(inline, traits=traits | Traits.STRONG if strong else traits)


def plain(inlines: Inlines) -> str:
    """The words alone."""
    return "".join(_said(one) for one in inlines)


def _said(one: Inline) -> str:
    if isinstance(one, Math):
        from rejoinder.maths.words import linear

        return linear(one.tree)
    return one.text if isinstance(one, Words) else ""
