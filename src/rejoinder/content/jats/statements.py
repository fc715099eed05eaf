"""Statements: acknowledgements, competing interests, funding and the like, wherever an article has them.

They stand in `ack`, in sections of body or back, in `notes`, in `fn-group`, among the notes on authors. What is found
is claimed, so that the body does not print it once more. Boilerplate of publishers is named in a warning, not printed.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.content.jats.author_notes import strip_start
from rejoinder.content.jats.blocks import blocks, section
from rejoinder.content.jats.context import PARTS, Context
from rejoinder.content.jats.inlines import inlines
from rejoinder.content.jats.notes import (
    NOTHING,
    kind_of_heading,
    kind_of_lead,
    kind_of_note,
    kind_of_section,
    kind_of_title,
    kind_of_words,
    label_in_words,
)
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.tree import Element, first, words
from rejoinder.content.model import NOTE_KINDS, Award, Block, Blocks, Heading, Paragraph, Statement, Text
from rejoinder.content.people import doi_of, ror_of
from rejoinder.values import replace

_HOLDERS = (
    "declarations",
    "additional information",
    "statements",
    "ethics declarations",
    "article information",
    "notes",
    "footnotes",
    "declaration",
    "statements & declarations",
    "statements and declarations",
    "additional notes",
    "end notes",
    "disclosures and acknowledgments",
    "notes and references",
    "declarações",
    "declaraciones",
)


class Statements:
    """The statements of one part: found first, so that the body leaves them out, and read when everything is known."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: list[tuple[str, Element]] = []
        """Kinds of statement, and where they stand: "other", or "end" for what follows the body."""
        self.boilerplate: dict[str, list[Element]] = {}
        self.called = _called(context)

    # ── finding ──

    def find(self) -> None:
        """Claim everything of body and back that is a statement."""
        part = self.context.part
        body, back = first(part, "body"), first(part, "back")
        if body is not None:
            self._in_body(body)
        for meta in self.context.inside("custom-meta"):
            self._custom(meta)
        for front in part.iterchildren("front", "front-stub"):
            for notes in front.iterchildren("notes"):
                self._back_matter(notes)
        if back is not None:
            self.context.use(back)
            for child in back:
                self._back_matter(child)

    def _custom(self, meta: Element) -> None:
        """PLOS writes the statement on data as a value of its own."""
        kind, value = kind_of_title(words(first(meta, "meta-name"))), first(meta, "meta-value")
        if value is not None and words(value) and (kind in NOTE_KINDS or kind in _BOILERPLATE):
            self.context.use_all_titles(meta)
            self.context.use_all(first(meta, "meta-name"))
            self._claim(kind, value)

    def _in_body(self, body: Element) -> None:
        for child in body:
            if child.tag == "sec":
                if _is_holder(child) and all(one.tag in ("title", "label", "sec", "fn-group") for one in child):
                    self._divide(child)
                elif kind := self._kind_of_body_section(child):
                    self._claim(kind, child)
                else:
                    self._last_of(child)
            elif child.tag in ("ack", "notes", "fn-group", "ref-list", "glossary"):
                self._back_matter(child)
        for listed in self.context.lists():
            self.context.claimed.add(listed)

    def _last_of(self, section: Element) -> None:
        """Statements that somebody put into the last section of the text, by their types."""
        for child in section.iterchildren("sec", "ack"):
            if child.tag == "ack":
                self._back_matter(child)
            elif (child.get("sec-type") or "").lower() in (
                "coi-statement",
                "data-availability",
                "supplementary-material",
            ):
                self._claim(kind_of_section(child), child)

    def _kind_of_body_section(self, section: Element) -> str:
        kind = kind_of_section(section)
        return "" if kind in ("equal", "deceased", "present-address", "corresp") else kind

    def _back_matter(self, child: Element) -> None:
        tag = child.tag
        if tag in PARTS or child in self.context.claimed:
            return
        if tag == "ack":
            self._ack(child)
        elif tag in ("sec", "notes"):
            self._section(child)
        elif tag == "fn-group":
            self._notes(child)
        elif tag == "ref-list":
            self.context.claimed.add(child)
        elif tag in ("title", "label"):
            self.context.use_all(child)
        elif tag == "fn":
            self._note(child, "")
        elif tag in (
            "app-group",
            "app",
            "glossary",
            "def-list",
            "bio",
            "p",
            "fig",
            "table-wrap",
            "list",
            "boxed-text",
            "supplementary-material",
            "disp-quote",
            "fig-group",
            "table-wrap-group",
            "verse-group",
            "sidebar",
        ):
            self._claim("supplementary-material" if tag == "supplementary-material" else "end", child)

    def _ack(self, ack: Element) -> None:
        """Acknowledgements; but what in them has a title of its own is a statement by itself."""
        title = words(first(ack, "title"))
        kind = kind_of_title(title) if title else kind_of_heading(ack)
        if kind in ("", "collaborators") or kind not in NOTE_KINDS:
            kind = "acknowledgements"
        inner = [one for one in ack.iterchildren("sec") if kind_of_section(one) in NOTE_KINDS]
        for one in inner:
            self._claim(kind_of_section(one), one)
        if len(inner) < len([one for one in ack if one.tag not in ("title", "label")]):
            self._claim(kind, ack)
        else:
            self.context.use_all_titles(ack)
            self.context.claimed.add(ack)

    def _section(self, section: Element) -> None:
        children = [one for one in section if one.tag not in ("title", "label", "sec-meta")]
        kind = kind_of_section(section)
        divided = any(one.tag in ("sec", "notes", "fn-group", "ack", "ref-list") for one in children)
        known = any(_kind_inside(one) for one in children) or all(
            one.tag in ("fn-group", "ref-list") for one in children
        )
        if divided and known and (kind not in NOTE_KINDS or _is_holder(section)):
            self._divide(section)
            return
        if not kind and section.find("title") is None:
            kind = kind_of_heading(section) or kind_of_words(words(section))
            kind = kind if kind in NOTE_KINDS or kind in _BOILERPLATE else ""
        self._claim(kind or ("end" if section.tag == "sec" else "other"), section)

    def _divide(self, section: Element) -> None:
        self.context.claimed.add(section)
        self.context.use_all_titles(section)
        rest = []
        for child in section:
            if child.tag in ("sec", "notes", "fn-group", "ack", "ref-list"):
                self._back_matter(child)
            elif child.tag not in ("title", "label"):
                rest.append(child)
        for child in rest:
            self._claim("other", child)

    def _notes(self, group: Element) -> None:
        self.context.claimed.add(group)
        self.context.use_all_titles(group)
        kind = kind_of_section(group)
        for note in group.iterchildren("fn", "p"):
            self._note(note, kind)

    def _note(self, note: Element, kind: str) -> None:
        context = self.context
        if note in context.claimed:
            return
        of_its_own = kind_of_note(note) if note.tag == "fn" else kind_of_words(words(note))
        chosen = of_its_own if of_its_own not in ("", "other", "corresp") else kind
        called = (note.get("id") or "") in self.called
        if called and chosen not in _UNMISTAKABLE:
            return  # a footnote of the text, which is read where it is called
        if chosen == "equal":
            chosen = "other"
        if not words(note) and not any(True for _ in note.iter("graphic", "media", "inline-graphic")):
            context.claimed.add(note)
            context.use_all(note)
            return
        self._claim(chosen or "other", note)

    def _claim(self, kind: str, element: Element) -> None:
        for inner in (
            element.iterchildren("sec", "notes") if element.tag in ("sec", "notes") and kind in NOTE_KINDS else ()
        ):
            other = kind_of_section(inner)
            if other in NOTE_KINDS and other != kind:
                self._claim(other, inner)
        self.context.claimed.add(element)
        self.context.silent.add(element)
        if kind in _BOILERPLATE:
            self.boilerplate.setdefault(kind, []).append(element)
        else:
            self.found.append((kind, element))

    # ── reading ──

    def read(self, notes: tuple[Element, ...]) -> tuple[Statement, ...]:
        """All statements, those of one kind together; `notes` are those of the author block."""
        made: list[Statement] = []
        for note in notes:
            kind = kind_of_note(note) if note.tag == "fn" else "other"
            if kind in _BOILERPLATE:
                self.boilerplate.setdefault(kind, []).append(note)
            else:
                self._add(made, self._statement(kind, note))
        for kind, element in self.found:
            if kind != "end" and element not in self.context.taken:
                self._add(made, self._statement(kind, element))
        self._say_boilerplate()
        return tuple(made)

    def _statement(self, kind: str, element: Element) -> Statement | None:
        context = self.context
        label, title = first(element, "label"), first(element, "title")
        titled = words(title) or (label_in_words(element) if element.tag == "fn" else "")
        self.context.use(element)
        for one in (label, title):
            if one is not None:
                context.use_all(one)
        if element.tag == "p":
            context.use(element)
            text = inlines(element, context)
            read: Blocks = (Paragraph(text, context.span(element)),) if text else ()
        else:
            read = blocks(element, context, 2)
        if NOTHING.fullmatch(_said(read)):
            self.boilerplate.setdefault("nothing", []).append(element)
            return None
        if kind in NOTE_KINDS:
            read = _without_title(read)
            shown = ""
        else:
            shown, read = (titled, read) if titled else _label_of(read, kind, context.lang)
            kind = "other"
        if not read:
            return None
        return Statement(kind, read, context.span(element), shown)

    def _add(self, made: list[Statement], one: Statement | None) -> None:
        """Statements of one kind are one statement; the same words twice are said once."""
        if one is None:
            return
        for place, other in enumerate(made):
            if (other.kind, other.label) == (one.kind, one.label):
                known = {" ".join(_said((block,)).split()) for block in other.blocks}
                new = tuple(
                    block for block in one.blocks if _said((block,)).strip() == "" or _said((block,)) not in known
                )
                made[place] = replace(other, blocks=(*other.blocks, *new))
                return
        made.append(one)

    def end(self) -> Blocks:
        """Appendices, glossaries and further sections: what is printed behind the body."""
        out: list[Block] = []
        for kind, element in self.found:
            if kind == "end":
                out += self._section_at_end(element)
        return tuple(out)

    def _section_at_end(self, element: Element) -> Blocks:
        context = self.context
        if element.tag == "app-group":
            context.use(element)
            out: list[Block] = []
            title = first(element, "title")
            if title is not None and words(title):
                out.append(Heading(1, inlines(title, context), context.span(title)))
                context.use_all(title)
            for app in element:
                if app.tag not in ("title", "label"):
                    out += self._section_at_end(app)
            return tuple(out)
        if element.tag in ("app", "sec", "glossary", "bio", "notes", "boxed-text", "sidebar"):
            return section(element, context, 1)
        holder = context.holder(element)
        return blocks(holder, context, 1)

    # ── what publishers print below everything ──

    def _say_boilerplate(self) -> None:
        for kind, elements in self.boilerplate.items():
            for element in elements:
                self.context.use_all(element)
            text = " ".join(" ".join(elements[0].itertext()).split())
            count = f", and {len(elements) - 1} more" if len(elements) > 1 else ""
            self.context.warn(elements[0], f'{_BOILERPLATE[kind]}, and not printed: "{text[:80]}"{count}')


_BOILERPLATE = {
    "citation": "the suggested citation of the article itself",
    "publisher-note": "a note of the publisher's",
    "nothing": "a note that says nothing",
}
_UNMISTAKABLE = frozenset((*NOTE_KINDS, *_BOILERPLATE, "edited-by")) - {"collaborators", "supplementary-material"}


def _called(context: Context) -> frozenset[str]:
    """The ids that marks in the text lead to."""
    called: set[str] = set()
    for xref in context.inside("xref"):
        up = xref.getparent()
        while up is not None and up.tag not in ("contrib", "aff", *PARTS):
            up = up.getparent()
        if up is None or up.tag in PARTS:
            called.update((xref.get("rid") or "").split())
    return frozenset(called)


def _is_holder(section: Element) -> bool:
    """Whether a section only gathers statements under one title."""
    return words(first(section, "title")).strip(" :.").lower() in _HOLDERS or (
        section.get("sec-type") or ""
    ).lower() in ("additional-information", "declarations")


def _kind_inside(element: Element) -> bool:
    if element.tag in ("sec", "notes"):
        return bool(kind_of_section(element))
    return element.tag in ("fn-group", "ack")


def _said(read: Blocks) -> str:
    return " ".join(plain(one.children) if isinstance(one, Paragraph | Heading) else "\0" for one in read).strip()


def _without_title(read: Blocks) -> Blocks:
    """Without a title that was written as text: the sheet gives the statement its label."""
    head = read[0] if read else None
    if not isinstance(head, Paragraph):
        return read
    said = plain(head.children)
    if kind_of_title(said) and len(read) > 1:
        return read[1:]
    lead = _lead_length(said, head)
    if not lead:
        return read
    left = strip_start(head.children, lambda _: lead)
    if not left:
        return read[1:]
    return (replace(head, children=left), *read[1:])


def _lead_length(said: str, head: Paragraph) -> int:
    """How long a run-in title is, with its colon or stop."""
    styled = head.children[0]
    if not isinstance(styled, Text) and hasattr(styled, "children"):
        begun = plain(styled.children)
        if kind_of_title(begun):
            rest = said[len(begun) :]
            return len(begun) + len(rest) - len(rest.lstrip(" :.–—-\u00a0"))
    if kind_of_lead(said):
        end = min(at for at in (said.find(":"), said.find(".")) if at >= 0)
        return end + 1
    return 0


def _label_of(read: Blocks, kind: str, lang: str) -> tuple[str, Blocks]:
    """A label for a note of no known kind: its own run-in title, else a word for what it is."""
    head = read[0] if read else None
    if isinstance(head, Paragraph) and head.children and not isinstance(head.children[0], Text):
        styled = head.children[0]
        begun = plain(getattr(styled, "children", ())).strip()
        said = plain(head.children)
        rest = said[len(begun) :]
        whole = not rest.strip()
        if (
            getattr(styled, "style", "") in ("strong", "emph")
            and 2 < len(begun) < 80
            and (
                begun.endswith((":", "."))
                or rest.lstrip().startswith(":")
                or (whole and len(read) > 1)
                or kind == "edited-by"
                or kind_of_title(begun)
            )
        ):
            if whole:
                return begun.rstrip(" :."), read[1:]
            count = len(begun) + len(rest) - len(rest.lstrip(" :\u00a0"))
            return begun.rstrip(" :."), (replace(head, children=strip_start(head.children, lambda _: count)), *read[1:])
    if isinstance(head, Paragraph) and kind_of_lead(said := plain(head.children)) and ":" in said[:80]:
        end = said.index(":")
        left = strip_start(head.children, lambda _: end + 1)
        if left:
            return said[:end].strip(), (replace(head, children=left), *read[1:])
    words_ = _LABELS.get(lang.partition("-")[0].lower(), _LABELS["en"])
    return words_.get(kind, words_["note"]), read


_LABELS: Mapping[str, Mapping[str, str]] = {
    language: dict(zip(("note", "edited-by", "present-address", "equal", "deceased", "corresp"), said, strict=True))
    for language, said in {
        "en": ("Note", "Editor", "About the authors", "Authors’ note", "Authors’ note", "Correspondence"),
        "pt": ("Nota", "Editor", "Sobre os autores", "Nota dos autores", "Nota dos autores", "Correspondência"),
        "es": ("Nota", "Editor", "Sobre los autores", "Nota de los autores", "Nota de los autores", "Correspondencia"),
        "fr": ("Note", "Éditeur", "À propos des auteurs", "Note des auteurs", "Note des auteurs", "Correspondance"),
        "de": ("Anmerkung", "Redaktion", "Zu den Autoren", "Anmerkung der Autoren", "Anmerkung der Autoren", "Kontakt"),
    }.items()
}
"""What notes of no known kind are called, by the article's language."""


# ── funding ───────────────────────────────────────────────────────────────


def read_awards(meta: Element | None, context: Context) -> tuple[tuple[Award, ...], tuple[Element, ...]]:
    """The grants of a `funding-group`, and its statements in words."""
    awards: list[Award] = []
    statements: list[Element] = []
    for group in meta.iterchildren("funding-group") if meta is not None else ():
        context.use(group)
        statements += group.iterchildren("funding-statement")
        for one in group.iterchildren("open-access"):
            statements.append(one)
        for grant in group.iterchildren("award-group"):
            award = _award(grant, context)
            if award is not None:
                awards.append(award)
    return tuple(awards), tuple(statements)


def _award(grant: Element, context: Context) -> Award | None:
    source = first(grant, "funding-source", "support-source")
    ids = [words(one) for one in grant.iter("institution-id")]
    ids += [words(one) for one in grant.iter("named-content") if one.get("content-type") == "funder-id"]
    names = [words(one) for one in source.iter("institution")] if source is not None else []
    funder = ", ".join(filter(None, names)) if names else words(source)
    for one in ids:
        funder = " ".join(funder.replace(one, " ").split()) if one else funder
    numbers = tuple(filter(None, (words(one) for one in grant.iterchildren("award-id"))))
    recipients = []
    for who in grant.iterchildren("principal-award-recipient", "principal-investigator"):
        inner = list(who.iter("name", "string-name"))
        recipients += [_called_by(one) for one in inner] if inner else [words(who)]
    about = grant.findall("award-desc") + grant.findall("award-name")
    context.use_all(grant)
    if not funder and not numbers:
        return None
    funder_id = next((one for one in ids if "10.13039" in one or "ror.org" in one), "")
    doi = doi_of(funder_id.strip())
    funder_id = f"https://doi.org/{doi}" if doi else ror_of(funder_id.strip())
    numbers = (*numbers, *(words(one) for one in about if words(one)))
    return Award(funder, context.span(grant), funder_id, numbers, tuple(filter(None, recipients)))


def _called_by(name: Element) -> str:
    given, family = words(first(name, "given-names")), words(first(name, "surname"))
    return " ".join(filter(None, (given, family))) or words(name)
