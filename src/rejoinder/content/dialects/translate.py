"""A whole front matter in our terms.

What means something in print finds its place, whatever its name; the rest is left out, which is said once for all keys.
"""

from __future__ import annotations

from rejoinder.content.dialects import cff, known
from rejoinder.content.dialects.dates import date_node
from rejoinder.content.dialects.licences import licence_node
from rejoinder.content.dialects.money import funding_node
from rejoinder.content.dialects.people import People
from rejoinder.content.dialects.trees import (
    Taken,
    is_nothing,
    is_true,
    items_of,
    key_like,
    mapping_of,
    spelt,
    text_node,
    text_of,
)
from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.people import doi_of, issn_of
from rejoinder.content.schema import NOTE_SPELLINGS
from rejoinder.source import Mapping, Node, Scalar, Sequence

_JOURNAL = {
    "title": ("title", "name", "container-title"),
    "abbreviation": ("abbreviation", "abbrev-title", "abbreviated-title", "abbrev", "short-title"),
    "publisher": ("publisher", "publisher-name"),
    "issn": ("issn", "pissn"),
    "eissn": ("eissn",),
    "url": ("url",),
}
_TOP = {
    "volume": ("volume",),
    "issue": ("issue",),
    "elocator": ("elocator", "elocation-id", "article-number"),
    "first-page": ("first-page", "fpage", "page-first"),
    "last-page": ("last-page", "lpage", "page-last"),
}
_AS_IT_IS = (
    "title", "subtitle", "short-title", "correspondence", "lang", "bibliography", "references", "history",
    "responds-to", "on-behalf-of", "abstract", "body", "copyfit",
)  # fmt: skip


def in_our_terms(node: Mapping, dialect: str, reader: MarkdownReader) -> Mapping:
    """The front matter of one of `known.TOOLS` as a front matter of ours."""
    if dialect == known.CFF:
        node = cff.paper_of(node)
    return _Translator(node, dialect, reader).translated()


class _Translator:
    """Puts one front matter into our terms. Lives for one."""

    def __init__(self, node: Mapping, dialect: str, reader: MarkdownReader) -> None:
        self.node = node
        self.dialect = dialect
        self.reader = reader
        self.taken = Taken(node)
        self.people = People(reader)
        self.entries: list[tuple[Scalar, Node]] = []
        self.notes: list[tuple[str, Node]] = []
        self.others: list[tuple[str, Node]] = []
        self.journal: dict[str, Node] = {}

    def translated(self) -> Mapping:
        self._as_it_is()
        statement = self._article()
        self._citation()
        self._journal()
        self._people()
        self._dates()
        self._rights()
        self._biblio()
        self._notes()
        self._money(statement)
        self._kind()
        for key in self.taken.left():
            self.reader.leave_out(f'"{key.text}"', key.span)
        self._close()
        return Mapping(tuple(self.entries), self.node.span)

    def _add(self, name: str, node: Node | None) -> None:
        """An entry of ours, unless there is one already."""
        if node is not None and not is_nothing(node) and all(key.text != name for key, _ in self.entries):
            self.entries.append((key_like(name, node.span), node))

    # ── what is the same in all ──

    def _as_it_is(self) -> None:
        self.taken.rename("running-title", "short-title")
        self.taken.rename("running-head", "short-title")
        self.taken.rename("language", "lang")
        parts = self.taken.take("parts")  # MyST: what stands apart from the text
        if isinstance(parts, Mapping):
            for key, value in parts.entries:
                self.taken.put(key, value)
        for name in _AS_IT_IS:
            for _, value in self.taken.entries((name,)):
                self._add(name, _text(value) if name in ("title", "subtitle", "short-title", "lang") else value)
        words = self.taken.take("keywords", "keyword", "tags")
        if words is not None:
            listed = [text_node(text_of(one), one.span) for one in items_of(words) if text_of(one)]
            whole = words if isinstance(words, Scalar) else Sequence(tuple(listed), words.span) if listed else None
            self._add("keywords", whole)

    def _kind(self) -> None:
        """`type` says something else in CITATION.cff; where it is a word of our form, it is kept."""
        node = self.taken.take("type")
        if isinstance(node, Scalar) and self.dialect != known.CFF and node.text.replace("-", "").isalpha():
            self._add("type", text_node(node.text.strip().lower(), node.span))

    # ── Pandoc's template for JATS ──

    def _article(self) -> Node | None:
        """`article`, whose parts stand at the top with us; the statement on funding, if there is one."""
        node = self.taken.take("article")
        if not isinstance(node, Mapping):
            return None
        inside = Taken(node)
        for name in ("type", "doi", "volume", "issue", "fpage", "lpage", "elocation-id"):
            for key, value in inside.entries((name,)):
                self.taken.put(key, value)
        notes = inside.take("author-notes")
        if isinstance(notes, Mapping):
            said = Taken(notes)
            for one in items_of(said.take("corresp")):
                if isinstance(one, Mapping):
                    self.people.by_note[text_of(one.get("id"))] = text_of(one.get("email"))
            self._note("competing-interests", said.take("conflict"))
            self._note("contributors", said.take("con"))
            self._left_of(said, "the author notes")
        statement = inside.take("funding-statement")
        self._note("supplementary-material", inside.take("supplementary-material"))
        self._left_of(inside, "the article")
        return statement

    def _left_of(self, taken: Taken, what: str) -> None:
        for key in taken.left():
            self.reader.leave_out(f'"{key.text}" of {what}', key.span)

    # ── where it appears ──

    def _citation(self) -> None:
        """Quarto's `citation`: how the paper itself is cited."""
        node = self.taken.take("citation")
        if not isinstance(node, Mapping):
            return
        inside = Taken(node)
        for name in ("volume", "issue", "doi", "article-number"):
            for key, value in inside.entries((name,)):
                self.taken.put(key, value)
        pages = inside.take("page")
        if pages is not None:
            first, _, last = text_of(pages).replace("–", "-").partition("-")
            self._add("first-page", text_node(first.strip(), pages.span))
            self._add("last-page", text_node(last.strip("- "), pages.span))
        for ours, theirs in (("first-page", "page-first"), ("last-page", "page-last")):
            self._add(ours, inside.take(theirs))
        for ours, theirs in (("title", "container-title"), ("publisher", "publisher"), ("issn", "issn")):
            if (said := inside.take(theirs)) is not None:
                self.journal.setdefault(ours, said)
        issued = inside.take("issued", "available-date")
        if issued is not None and "date" not in self.taken:
            self.taken.put(key_like("date", issued.span), issued)
        list(inside.entries(("type", "url", "title", "author")))
        self._left_of(inside, "the citation")

    def _journal(self) -> None:
        node = self.taken.take("journal", "venue")
        if isinstance(node, Scalar):
            self.journal["title"] = node
        elif isinstance(node, Mapping):
            inside = Taken(node)
            for ours, theirs in _JOURNAL.items():
                if (value := inside.take(*theirs)) is not None:
                    self.journal[ours] = value
            for name in ("volume", "issue"):
                for key, value in inside.entries((name,)):
                    self.taken.put(key, value)
            list(inside.entries(("id", "publisher-id", "publisher-loc", "nlm-ta", "pmc", "doi", "number", "date")))
            self._left_of(inside, "the journal")
        for ours in ("issn", "eissn"):
            if (value := self.taken.take(ours)) is not None:
                self.journal.setdefault(ours, value)

    def _biblio(self) -> None:
        biblio = self.taken.take("biblio")
        if isinstance(biblio, Mapping):
            for key, value in biblio.entries:
                self.taken.put(key, value)
        for ours, theirs in _TOP.items():
            found = self.taken.take(*theirs)
            if isinstance(found, Mapping):  # MyST: {number, title, doi, subject}
                inside = Taken(found)
                found = inside.take("number", "name")
                list(inside.entries(("title", "doi", "subject")))
                self._left_of(inside, f"the {ours}")
            if found is not None and (text := text_of(found)):
                self._add(ours, text_node(text, found.span))
        pages = self.taken.take("pages")
        if pages is not None and all(key.text != "first-page" for key, _ in self.entries):
            first, _, last = text_of(pages).replace("–", "-").partition("-")
            self._add("first-page", text_node(first.strip(), pages.span))
            self._add("last-page", text_node(last.strip("- "), pages.span))
        doi = self.taken.take("doi")
        if doi is not None:
            if doi_of(text_of(doi)):
                self._add("doi", text_node(text_of(doi), doi.span))
            else:
                self.reader.warning(f'"{text_of(doi)[:60]}" is not a DOI, and is left out', doi.span)

    # ── who ──

    def _people(self) -> None:
        texts = self.taken.take("author-notes")  # of PLOS's template: the sheet words all but one
        if isinstance(texts, Mapping):
            inside = Taken(texts)
            self.people.group_note = inside.take("group")
            self._left_of(inside, "the author notes")
        contributors = [self.taken.take(name, f"{name}s") for name in ("contributor", "reviewer", "editor")]
        people = self.people
        for node in contributors:
            people.know(node)
        people.declare(self._twice("affiliations", "affiliation"))
        institutes = self.taken.take("institute", "institutes")
        people.declare(institutes)
        authors = people.authors(self._twice("authors", "author", "by-author"))
        if authors is not None and institutes is not None:
            authors = _with_affiliations(authors, tuple(people.declared))
        self._add("author", authors)
        self._add("affiliations", people.affiliations())
        for node in contributors:
            if node is not None:
                self.reader.leave_out("people who are not authors", node.span)

    def _twice(self, *names: str) -> Node | None:
        """The value of a key that may be in the singular or the plural: with both, the plural counts."""
        there = [name for name in names if not is_nothing(self.taken.look(name))]
        if len(there) > 1:
            node = self.taken.look(there[1])
            self.reader.warning(
                f'"{there[1]}" and "{there[0]}" say the same thing twice; "{there[0]}" counts',
                node.span if node else self.node.span,
            )
        return self.taken.take(*names)

    # ── when, and by what right ──

    def _dates(self) -> None:
        node = self.taken.take("date", "date-published", "published", "published-at")
        if node is None:
            return
        read = date_node(node)
        if read is None:
            hint = "write it as 2016-09-13, 2016-09 or 2016"
            self.reader.warning(f'"{text_of(node)[:40]}" is no date, and is left out', node.span, hint)
        self._add("date", read)

    def _rights(self) -> None:
        self._add("license", licence_node(self.taken.take("license", "licence", "license-url")))
        node = self.taken.take("copyright", "rights")
        if isinstance(node, Mapping):
            inside = Taken(node)
            said: list[tuple[str, Node]] = []
            for ours, theirs in (("statement", ("statement",)), ("year", ("year", "years")), ("holder", ("holder",))):
                value = inside.take(*theirs)
                if value is not None and text_of(value):
                    said.append((ours, text_node(text_of(value), value.span)))
            self._add("copyright", mapping_of(said, node.span) if said else None)
            link = inside.take("link")  # Pandoc keeps the licence here as well
            text = inside.take("text") or link
            if text is not None:
                self._add("license", licence_node(mapping_of([("text", text), ("url", link or text)], node.span)))
            list(inside.entries(("type",)))
            self._left_of(inside, "the copyright")
        elif node is not None:
            self._add("copyright", text_node(text_of(node), node.span))

    # ── notes at the end ──

    def _note(self, kind: str, node: Node | None) -> None:
        if node is not None and text_of(node) and all(name != kind for name, _ in self.notes):
            self.notes.append((kind, node if isinstance(node, Scalar) else text_node(text_of(node), node.span)))

    def _notes(self) -> None:
        node = self.taken.take("notes")
        if isinstance(node, Mapping):
            for key, value in node.entries:
                kind = NOTE_SPELLINGS.get(spelt(key.text))
                if kind is not None:
                    self._note(kind, value)
                elif key.text == "other":
                    self.entries.append((key_like("notes-other", key), value))
                else:
                    self.others.append((key.text.replace("_", " ").replace("-", " ").capitalize(), value))
        elif node is not None:
            self.others.append(("Note", node))
        for spelling, kind in NOTE_SPELLINGS.items():
            if kind != "funding":
                self._note(kind, self.taken.take(spelling))
        self._note("acknowledgements", self.taken.take("thanks"))
        if self.people.thanks:
            thanks = self.people.thanks
            self._note("acknowledgements", text_node("\n\n".join(one.text for one in thanks), thanks[0].span))
        for name, label in (
            ("author-summary", "Author summary"),
            ("plain-language-summary", "Plain language summary"),
            ("key-points", "Key points"),
            ("epigraph", "Epigraph"),
            ("dedication", "Dedication"),
        ):
            words = self.taken.take(name)
            if words is not None:
                self.others.append((label, words))

    def _money(self, statement: Node | None) -> None:
        self._add("funding", funding_node(statement or self.taken.take("funding"), self.people, self.reader))
        self.taken.take("funding")

    def _close(self) -> None:
        journal = [(name, text_node(text_of(value), value.span)) for name, value in self.journal.items()]
        journal = [(name, node) for name, node in journal if node.text and (name[-4:] != "issn" or issn_of(node.text))]
        if journal:
            self._add("journal", mapping_of(journal, journal[0][1].span))
        notes = list(self.notes)
        others = [
            mapping_of([("label", text_node(label, node.span)), ("text", node)], node.span)
            for label, node in self.others
            if isinstance(node, Scalar)
        ]
        for entry in [entry for entry in self.entries if entry[0].text == "notes-other"]:
            self.entries.remove(entry)
            others += [one for one in items_of(entry[1]) if isinstance(one, Mapping)]
        if others:
            notes.append(("other", Sequence(tuple(others), others[0].span)))
        if notes:
            self._add("notes", mapping_of(notes, notes[0][1].span))


def _text(node: Node) -> Node:
    return node if isinstance(node, Scalar) else text_node(text_of(node), node.span)


def _with_affiliations(authors: Sequence, identifiers: tuple[str, ...]) -> Sequence:
    """Pandoc's plain papers name the institutes beside the authors: they are everybody's who has none."""
    given: list[Node] = []
    for one in authors.items:
        if isinstance(one, Mapping) and one.get("affiliations") is None and not is_true(one.get("group")):
            all_of_them = Sequence(tuple(text_node(name, one.span) for name in identifiers), one.span)
            one = Mapping((*one.entries, (key_like("affiliations", one.span), all_of_them)), one.span)
        given.append(one)
    return Sequence(tuple(given), authors.span)
