"""A letter, as YAML or as Markdown with front matter, becomes the model's `Letter`.

Says everything that is wrong with it at once. Knows files, keys and their values; knows nothing of numbers,
citations or looks: whether a cited key exists is asked where citations become numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from pathlib import Path, PurePath
from typing import Any, Literal, TypeVar

from rejoinder.content.bibliography import References, files_of
from rejoinder.content.dialects import manubot
from rejoinder.content.dialects.known import CFF, MANUBOT, dialect_of
from rejoinder.content.fields import Fields
from rejoinder.content.markdown import LANGUAGE_TAG, MarkdownReader, link_fault
from rejoinder.content.mentions import with_mentions
from rejoinder.content.model import (
    MOST_PAGES,
    Affiliation,
    AffiliationId,
    Author,
    Award,
    Blocks,
    Heading,
    Inlines,
    Journal,
    Letter,
    License,
    Name,
    Reference,
    RespondsTo,
    Statement,
    Text,
)
from rejoinder.content.people import (
    doi_of,
    is_email,
    is_group,
    issn_is_valid,
    issn_of,
    name_of,
    orcid_is_valid,
    orcid_of,
    represented_group,
    ror_of,
    said_first,
    without_degrees,
)
from rejoinder.content.schema import LETTER, ROLES
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Enclosure, Mapping, Node, Scalar, Source, found, is_file, node_of, read_yaml
from rejoinder.values import replace

MOST_AUTHORS = 10_000
MOST_AFFILIATIONS = 5000
MOST_MEMBERS = 10_000
DEEPEST_GROUP = 4
DEEPEST_AFFILIATION = 8
MOST_NOTES = 100
MOST_UNCITED = 5000
MOST_AWARDS = 500
MAPPING = "<mapping>"
FIRST_HEADING = re.compile(r"\s*#[ \t]+(\S[^\n]*)")

KIND = re.compile(r"[a-z][a-z0-9-]*")
CREATIVE_COMMONS = re.compile(r"cc[ -]?(by(?:-(?:nc|sa|nd|nc-sa|nc-nd))?)(?:[ -](\d\.\d))?", re.IGNORECASE)
MARKDOWN_ENDINGS = (".md", ".markdown", ".qmd", ".rmd", ".mdown")
YAML_ENDINGS = (".yaml", ".yml", ".json")

T = TypeVar("T")


def read_letter(source: Source, said: Diagnostics) -> Letter | None:
    """Read a letter; nothing if it cannot even be taken apart. With errors said, the letter means nothing.

    Manubot's metadata are read with the numbered parts beside them; one of these parts with the metadata.
    """
    texts: tuple[Scalar, ...] = ()
    beside: tuple[Source, ...] = ()
    if manubot.is_part(source) and (path := manubot.metadata_beside(source)) is not None:
        texts = (manubot.Part(source).text,)
        metadata = Source.load(path if source.folder else path.name, said)
        if metadata is None:
            return None
        source, beside = metadata, (metadata,)
        node = read_yaml(source, said)
    elif is_markdown(source):
        parts = _divided(source, said)
        if parts is None:
            return None
        front, text = parts
        texts = (text,)
        node = read_yaml(front, said, first_line=2)
    else:
        node = read_yaml(source, said)
    if node is None:
        return None
    if not isinstance(node, Mapping):
        keys = ", ".join(list(LETTER)[:4])
        said.error(f"a letter is a mapping of keys ({keys} …), not {found(node)}", node.span)
        return None
    dialect = dialect_of(node, source.name, markdown=bool(texts))
    if dialect == MANUBOT and not texts:
        found_beside = manubot.parts_of(source, said)
        texts, beside = tuple(one.text for one in found_beside), tuple(one.source for one in found_beside)
    return _LetterReader(node, source.folder, said, dialect, beside).read(texts)


def read_letter_mapping(mapping: AnyMapping[str, Any], said: Diagnostics, folder: Path | None = None) -> Letter | None:
    """Read a letter that is a Python mapping with the keys of a YAML letter.

    A place in it is the path to the value (`<mapping>.author[0].email`); within a text of several lines
    also its line and column there. Its bibliography lies in `folder`; without one it can have none.
    """
    before = len(said.said)
    node = node_of(mapping, Span(MAPPING), said)
    if not isinstance(node, Mapping):
        if len(said.said) == before:
            said.error("a letter is a mapping of keys", Span(MAPPING))
        return None
    return _LetterReader(node, folder, said).read(())


# ── files ─────────────────────────────────────────────────────────────────

FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def is_markdown(source: Source) -> bool:
    ending = PurePath(source.name).suffix.lower()
    if ending in MARKDOWN_ENDINGS or ending in YAML_ENDINGS:
        return ending in MARKDOWN_ENDINGS
    if not source.text.startswith("---"):
        return False
    end = _front_end(source.text)
    return end is not None and bool(source.text[end.end() :].strip())


def _front_end(text: str) -> re.Match[str] | None:
    first = text.find("\n") + 1
    return FRONT_END.search(text, first) if first and text[:first].rstrip() == "---" else None


def _divided(source: Source, said: Diagnostics) -> tuple[Source, Scalar] | None:
    """The front matter of a Markdown file, and its body."""
    text = source.text
    if text[: text.find("\n") + 1].rstrip() != "---":
        hint = 'begin the file with "---", keys such as "title: …", and "---" again'
        said.error("there is no front matter above the text", Span(source.name, 1, 1), hint)
        return None
    end = _front_end(text)
    if end is None:
        said.error("the front matter is not closed", Span(source.name, 1, 1), 'end it with a line of "---"')
        return None
    front = text[text.find("\n") + 1 : end.start()]
    body = text[end.end() + 1 :]
    first = text.count("\n", 0, end.end()) + 2
    lines = tuple((n, 0, first + n, 1) for n in range(body.count("\n") + 1))
    if not front.strip():
        said.error("the front matter is empty", Span(source.name, 1, 1), 'it wants at least "title: …"')
        return None
    return Source(source.name, front, source.folder), Scalar(body, body, Span(source.name, first, 1), lines, True)


# ── letters ───────────────────────────────────────────────────────────────


class _LetterReader:
    """Reads one letter's keys. Lives for one letter."""

    def __init__(
        self,
        node: Mapping,
        folder: Path | None,
        said: Diagnostics,
        dialect: str = "",
        beside: tuple[Source, ...] = (),
    ) -> None:
        self.said = said
        self.beside = tuple(Enclosure(PurePath(one.name).name, one.raw) for one in beside)
        """The files of which the letter consists besides the one that was named."""
        self.folder = folder
        self.markdown = MarkdownReader(said, dialect=dialect)
        if dialect:
            from rejoinder.content.dialects.translate import in_our_terms  # a letter of ours needs no translation

            node = in_our_terms(node, dialect, self.markdown)
        self.fields = Fields("letter", node, self.markdown)
        self.file = Span(node.span.file)
        self.title_above = False
        """The first heading of the text is the title."""

    def read(self, below: tuple[Scalar, ...]) -> Letter:
        """The letter; `below` are the texts that stand below the front matter, or beside it."""
        fields = self.fields
        if below and self.markdown.dialect == CFF:
            fields.values.pop("body", None)  # of the file, whose abstract is its text only if it has no other
        lang = self._lang()
        self.markdown.lang = lang
        affiliations = self._affiliations()
        references = self._references()
        title = self._title(below)
        authors = _Authors(fields, affiliations).read()
        body, abstract = self._body(below), self._abstract()
        statements = self._statements()
        if self.markdown.dialect:
            from rejoinder.content.dialects.pictures import at_hand
            from rejoinder.content.dialects.sections import sort_out

            taken = sort_out(body, frozenset(one.kind for one in statements), abstract=bool(abstract))
            body = at_hand(taken.body, self.folder, self.markdown)
            abstract, statements = abstract or taken.abstract, (*statements, *taken.statements)
        letter = Letter(
            span=self.file,
            title=title,
            type=self._type(),
            subtitle=fields.inlines("subtitle"),
            short_title=fields.inlines("short-title"),
            authors=authors,
            affiliations=tuple(affiliations.values()),
            correspondence=fields.inlines("correspondence"),
            journal=self._journal(),
            volume=fields.text("volume"),
            issue=fields.text("issue"),
            elocator=fields.text("elocator"),
            first_page=fields.text("first-page"),
            last_page=fields.text("last-page"),
            doi=self._doi(fields),
            date=fields.date("date"),
            lang=lang,
            keywords=fields.texts("keywords", commas=True),
            license=self._license(),
            copyright=self._copyright(),
            history=self._history(),
            responds_to=self._responds_to(),
            abstract=abstract,
            body=body,
            awards=self._awards(),
            statements=statements,
            footnotes=tuple(self.markdown.footnotes),
            references=(*references.gathered.values(), *self._identifiers(references)),
            nocite=self._nocite(references),
            references_order=self._references_order(),
            csl=fields.text("csl"),
            csl_span=fields.place("csl"),
            copyfit_pages=self._copyfit_pages(),
            copyfit_span=fields.place("copyfit"),
            enclosures=(*self.beside, *references.enclosures.values()),
        )
        self.markdown.check_notes()
        self.markdown.check_anchors()
        self.markdown.check_alternatives()
        self.markdown.check_left_out()
        return with_mentions(letter, self.markdown)

    def error(self, message: str, span: Span, hint: str = "") -> None:
        self.markdown.error(message, span, hint)

    # ── what the letter is ──

    def _lang(self) -> str:
        lang = self.fields.text("lang") or "en-GB"
        if not LANGUAGE_TAG.fullmatch(lang):
            self.error(
                f'"{lang[:40]}" is not a language tag', self.fields.place("lang"), 'write one like "en-GB" or "fr"'
            )
            return "en-GB"
        return lang

    def _title(self, below: tuple[Scalar, ...]) -> Inlines:
        before = len(self.said.said)
        title = self.fields.inlines("title")
        if not title and self.markdown.dialect and below and (first := FIRST_HEADING.match(below[0].text)):
            # MyST takes the first heading for the title.
            self.title_above = True
            line = below[0].text.count("\n", 0, first.start(1))
            return self.markdown.inlines(first[1], lambda _line, column: below[0].place(line, column + 2))
        if not title and len(self.said.said) == before:  # or something else was wrong with it
            place = self.fields.place("title") if "title" in self.fields else Span(self.file.file, 1, 1)
            place = place if self.fields.span.line else self.file
            self.error("the letter has no title", place, 'write "title: …"')
        return title

    def _type(self) -> str:
        kind = self.fields.text("type") or "letter"
        if not KIND.fullmatch(kind):
            hint = f'did you mean "{"-".join(re.findall(r"[a-z0-9]+", kind.lower()))}"?'
            self.error(
                f'the type "{kind[:40]}" is not written in small letters and hyphens', self.fields.place("type"), hint
            )
            return "letter"
        return kind

    def _doi(self, fields: Fields) -> str:
        written = fields.text("doi")
        doi = doi_of(written)
        if written and not doi:
            self.error(f'"{written[:60]}" is not a DOI', fields.place("doi"), "a DOI looks like 10.1136/ard-2016-1")
        return doi

    def _url(self, fields: Fields) -> str:
        url = fields.text("url")
        fault, hint = link_fault(url) if url else ("", "")
        if fault:
            self.error(fault, fields.place("url"), hint)
            return ""
        return url

    def _journal(self) -> Journal:
        if isinstance(self.fields.node("journal"), Scalar):
            return Journal(title=self.fields.text("journal"))
        fields = self.fields.mapping("journal")
        if fields is None:
            return Journal()
        return Journal(
            title=fields.text("title"),
            abbreviation=fields.text("abbreviation"),
            publisher=fields.text("publisher"),
            issn=self._issn(fields, "issn"),
            eissn=self._issn(fields, "eissn"),
            url=self._url(fields),
        )

    def _issn(self, fields: Fields, name: str) -> str:
        written = fields.text(name)
        issn = issn_of(written)
        if written and not issn:
            self.error(f'"{written[:40]}" is not an ISSN', fields.place(name), "an ISSN looks like 0003-4967")
        elif issn and not issn_is_valid(issn):
            self.markdown.warning(
                f"the last digit of the ISSN {issn} is wrong", fields.place(name), rule="issn-checksum"
            )
        return issn

    def _license(self) -> License:
        node = self.fields.node("license")
        if isinstance(node, Scalar):
            text = self.fields.text("license")
            if re.match(r"https?://", text):
                return License((Text(text, node.span),), text)
            return License(self.fields.inlines("license"), creative_commons(text))
        fields = self.fields.mapping("license")
        if fields is None:
            return License()
        return License(fields.inlines("text"), self._url(fields) or creative_commons(fields.text("text")))

    def _copyright(self) -> str:
        if not isinstance(self.fields.node("copyright"), Mapping):
            return self.fields.text("copyright")
        fields = self.fields.mapping("copyright")
        if fields is None:
            return ""
        year_and_holder = " ".join(filter(None, (fields.text("year"), fields.text("holder"))))
        return fields.text("statement") or (f"© {year_and_holder}" if year_and_holder else "")

    def _history(self) -> tuple[tuple[str, str], ...]:
        fields = self.fields.mapping("history")
        if fields is None:
            return ()
        dates: list[tuple[str, str]] = []
        for event in ("received", "revised", "accepted", "published"):
            for item in fields.items(event, 20):
                day = fields.date_of(event, item)
                if day:
                    self._check_order(event, day, dates, item.span)
                    dates.append((event, day))
        return tuple(dates)

    def _check_order(self, event: str, day: str, dates: list[tuple[str, str]], span: Span) -> None:
        if dates and day < dates[-1][1][: len(day)]:
            before, earlier = dates[-1]
            self.markdown.warning(f"{event} on {day}, before it was {before} on {earlier}", span)

    def _responds_to(self) -> RespondsTo | None:
        node = self.fields.node("responds-to")
        if node is None:
            return None
        if isinstance(node, Scalar):
            return RespondsTo(self.fields.inlines("responds-to"), node.span)
        fields = self.fields.mapping("responds-to")
        if fields is None:
            return None
        title = fields.inlines("title")
        if not title and not fields.text("reference") and not fields.text("doi"):
            self.error('"responds-to" wants a title', fields.span)
        return RespondsTo(title, fields.span, fields.text("author"), self._doi(fields), fields.text("reference"))

    def _copyfit_pages(self) -> int:
        """`copyfit: 1`, or `copyfit: {pages: 1}`."""
        fields, name = self.fields, "copyfit"
        if isinstance(fields.node("copyfit"), Mapping):
            inside = fields.mapping("copyfit")
            assert inside is not None
            fields, name = inside, "pages"
        node = fields.node(name)
        if node is None:
            return 0
        if not isinstance(node, Scalar) or type(node.value) is not int:
            fields.wrong(name, "a number of pages", node, "write copyfit: 1")
            return 0
        if not 1 <= node.value <= MOST_PAGES:
            self.error(f"a letter is made to fit from 1 to {MOST_PAGES:,} pages, not {node.text[:20]}", node.span)
            return 0
        return node.value

    # ── texts ──

    def _body(self, below: tuple[Scalar, ...]) -> Blocks:
        written = self.fields.node("body")
        if below and written is not None:
            self.error("the body stands twice: here, and below the front matter", self.fields.place("body"))
        nodes: tuple[Node, ...] = below or (() if written is None else (written,))
        nodes = tuple(node for node in nodes if not (isinstance(node, Scalar) and not node.text.strip()))
        if not nodes:
            first = below[0] if below else written
            place = first.span if first is not None else self.fields.span
            hint = "write it below the front matter" if below else 'write it as "body: |" and indented lines'
            if self.markdown.dialect == MANUBOT and not below:
                hint = "the parts of the text, as 02.main-text.md, stand beside the metadata"
            self.error("the letter has no body", place if place.line else self.file, hint)
            return ()
        if self.markdown.dialect:
            from rejoinder.content.dialects.texts import prepared

            nodes = tuple(prepared(node, self.markdown) if isinstance(node, Scalar) else node for node in nodes)
        blocks = tuple(block for node in nodes for block in self._blocks("body", node))
        if self.title_above and blocks and isinstance(blocks[0], Heading):
            blocks = blocks[1:]
        return self._without_reference_heading(blocks)

    def _without_reference_heading(self, blocks: Blocks) -> Blocks:
        """Papers for Pandoc end with an empty section for the references, whose heading is here the style sheet's."""
        last = blocks[-1] if blocks else None
        if not isinstance(last, Heading):
            return blocks
        words = "".join(inline.text for inline in last.children if isinstance(inline, Text))
        if words.strip().lower() in ("references", "bibliography", "literature cited", "works cited"):
            self.markdown.warning("the heading of the references is the style sheet's; this one is left out", last.span)
            return blocks[:-1]
        self.markdown.warning("there is nothing below this heading", last.span)
        return blocks

    def _abstract(self) -> Blocks:
        node = self.fields.node("abstract")
        return () if node is None else self._blocks("abstract", node)

    def _blocks(self, name: str, node: Node) -> Blocks:
        if not isinstance(node, Scalar) or isinstance(node.value, bool):
            hint = f'write it as "{name}: |" and indented lines'
            self.error(f'"{name}" wants a text, not {found(node)}', node.span, hint)
            return ()
        return self.markdown.blocks(node.text, node.place)

    def _statements(self) -> tuple[Statement, ...]:
        statements: list[Statement] = []
        fields = self.fields.mapping("notes")
        for kind in fields.values if fields else ():
            assert fields is not None
            if kind == "other":
                statements += filter(None, (self._other(item) for item in fields.items("other", MOST_NOTES)))
            else:
                statements += self._statement(kind, fields)
        funding = self.fields.node("funding")
        if _has_statement(funding) and fields and "funding" in fields:
            self.error('"funding" stands here and under "notes"', self.fields.place("funding"))
        elif isinstance(funding, Mapping):
            inside = Fields("funding", funding, self.markdown)
            if "statement" in inside:
                statements += self._statement("statement", inside, "funding")
            elif "awards" not in inside:
                self.error('"funding" wants a text, a statement or awards', funding.span)
        elif funding is not None:
            statements += self._statement("funding", self.fields)
        return tuple(statements)

    def _statement(self, name: str, fields: Fields, kind: str = "") -> list[Statement]:
        """The statement under a key, which is its kind if none is given."""
        kind, node = kind or name, fields.node(name)
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            self.markdown.warning(f'the note "{kind}" is empty, and is left out', fields.place(name))
            return []
        return [Statement(kind, self._blocks(kind, node), node.span)]

    def _nocite(self, references: References) -> tuple[str, ...]:
        """Keys as a list, or as Pandoc has them: `"@a, @b"`, `"@*"`."""
        keys: dict[str, None] = {}
        for node in self.fields.items("nocite", MOST_UNCITED):
            for part in re.split(r"[,;\s]+", self.fields.text_of("nocite", node)):
                key = part.removeprefix("@").strip("{}")
                if key and key != "*" and key not in references.gathered:
                    hint = self.markdown.hint(key, references.gathered)
                    self.error(f'no reference has the key "{key[:80]}"', node.span, hint)
                elif key:
                    keys[key] = None
        return ("*",) if "*" in keys else tuple(keys)

    def _references_order(self) -> Literal["cited", "listed"]:
        written = self.fields.text("references-order")
        if written not in ("", "cited", "listed"):
            self.error(
                f'"{written[:40]}" is no order of references',
                self.fields.place("references-order"),
                "write cited or listed",
            )
        return "listed" if written == "listed" else "cited"

    def _awards(self) -> tuple[Award, ...]:
        """The grants, under `awards` or `funding: {awards: …}`."""
        funding = self.fields.node("funding")
        inside = Fields("funding", funding, MarkdownReader(Diagnostics())) if isinstance(funding, Mapping) else None
        if inside is not None and "awards" in inside and "awards" in self.fields:
            self.error('"awards" stands here and under "funding"', self.fields.place("awards"))
        nodes = [node for one in (self.fields, inside) if one is not None for node in one.items("awards", MOST_AWARDS)]
        read = (self._award(node) for node in nodes)
        return tuple(award for award in read if award is not None)

    def _award(self, node: Node) -> Award | None:
        if not isinstance(node, Mapping):
            hint = "write {funder: …, number: …}"
            self.error(f"an award is a mapping with a funder, not {found(node)}", node.span, hint)
            return None
        fields = Fields("award", node, self.markdown)
        funder, numbers = fields.text("funder"), fields.texts("numbers")
        if not funder and not numbers:
            self.error("this award has neither a funder nor a number", node.span, "funder: who gave the money")
        return Award(funder, node.span, self._funder_id(fields), numbers, fields.texts("recipients"))

    def _funder_id(self, fields: Fields) -> str:
        """A ROR id or a DOI, as a link."""
        written = fields.text("funder-id")
        doi = doi_of(written)
        link = ror_of(written) or (f"https://doi.org/{doi}" if doi else "")
        if written and not link:
            hint = "a funder has a ROR id like https://ror.org/05cy4wa09, or a DOI that begins with 10.13039/"
            self.markdown.warning(
                f'"{written[:60]}" is no funder\'s id, and is left out', fields.place("funder-id"), hint
            )
        return link

    def _other(self, node: Node) -> Statement | None:
        if not isinstance(node, Mapping):
            self.error('a note under "other" has a label and a text', node.span)
            return None
        fields = Fields("other-note", node, self.markdown)
        text, label = fields.node("text"), fields.text("label")
        if text is None:
            self.error("this note has no text", node.span)
            return None
        if not label:
            self.error("this note has no label", node.span, "label: what stands before it")
        return Statement("other", self._blocks("text", text), node.span, label)

    # ── affiliations and references ──

    def _affiliations(self) -> dict[str, Affiliation]:
        declared: dict[str, Affiliation] = {}
        for node in self.fields.items("affiliations", MOST_AFFILIATIONS):
            if not isinstance(node, Mapping):
                hint = "write {id: a, name: …}, and the id with each author"
                self.error("an affiliation is a mapping with an id", node.span, hint)
                continue
            one = affiliation_of(node, self.markdown)
            if not one.id:
                self.error("this affiliation has no id", node.span, "without one no author can call it")
            elif one.id in declared:
                first = declared[one.id].span.line
                hint = f"it was first given in line {first}" if first else ""
                self.error(f'two affiliations have the id "{one.id[:80]}"', node.span, hint)
            else:
                declared[one.id] = one
        self._check_parents(declared)
        return declared

    def _identifiers(self, references: References) -> list[Reference]:
        """Manubot cites by identifiers, which say something of themselves where no reference does."""
        if self.markdown.dialect != MANUBOT:
            return []
        return manubot.known_by_identifier(self.markdown.cited, set(references.gathered), self.markdown)

    def _is_beside(self, name: str) -> bool:
        return self.folder is not None and is_file(self.folder / name)

    def _check_parents(self, declared: dict[str, Affiliation]) -> None:
        """Every affiliation is part of one that is there, and of none that is part of it."""
        for one in declared.values():
            if one.parent and one.parent not in declared:
                self._no_affiliation(one.parent, one.span, declared)
        rings: set[str] = set()
        for one in declared.values():
            above = [one.id]
            while (parent := declared[above[-1]].parent) in declared and parent not in above:
                above.append(parent)
                if len(above) > DEEPEST_AFFILIATION:
                    hint = f"{DEEPEST_AFFILIATION} affiliations within each other are the most that can be set"
                    self.error(f'the affiliation "{one.id[:80]}" is a part of too many others', one.span, hint)
                    return
            if parent in above and parent not in rings:
                rings.update(above)
                self.error(f'the affiliation "{parent[:80]}" is a part of itself', declared[parent].span)

    def _no_affiliation(self, id_: str, span: Span, declared: dict[str, Affiliation]) -> None:
        self.error(f'no affiliation has the id "{id_[:80]}"', span, self.markdown.hint(id_, declared))

    def _references(self) -> References:
        references = References(self.markdown, self.said)
        if self.markdown.dialect == MANUBOT:
            for name in manubot.references_beside(self.folder):
                references.add_file(name, self.file, self.folder)
        written = self.fields.node("references")
        if written is not None:
            references.add_written(written)
        files = self.fields.node("bibliography")
        if files is not None:
            for file in files_of(files, self.markdown):
                if self.markdown.dialect and not self._is_beside(file.text.strip()):
                    hint = "what is cited from it is set as its keys"
                    self.markdown.warning(f'there is no library "{file.text[:80]}"', file.span, hint)
                    continue
                references.add_file(file.text.strip(), file.span, self.folder)
        return references


def _has_statement(funding: Node | None) -> bool:
    return isinstance(funding, Scalar) or (isinstance(funding, Mapping) and funding.get("statement") is not None)


def creative_commons(text: str) -> str:
    """Where a Creative Commons licence is found, if a text is the short name of one."""
    name = CREATIVE_COMMONS.fullmatch(text.strip())
    if name:
        return f"https://creativecommons.org/licenses/{name[1].lower()}/{name[2] or '4.0'}/"
    return (
        "https://creativecommons.org/publicdomain/zero/1.0/" if re.fullmatch(r"(?i)cc[ -]?0(?:[ -]1\.0)?", text) else ""
    )


def affiliation_of(node: Mapping, markdown: MarkdownReader) -> Affiliation:
    """An affiliation from its mapping."""
    fields = Fields("affiliation", node, markdown)
    ror = fields.text("ror")
    if ror and not ror_of(ror):
        markdown.warning(
            f'"{ror[:60]}" is not a ROR id, and is left out', fields.place("ror"), "one looks like 03zga2b32"
        )
    one = Affiliation(
        span=node.span,
        id=fields.text("id"),
        department=", ".join(fields.texts("department")),
        group=fields.text("group"),
        name=fields.text("name"),
        street_address=fields.text("street-address"),
        city=fields.text("city"),
        region=fields.text("region"),
        postal_code=fields.text("postal-code"),
        country=fields.text("country"),
        ror=ror_of(ror),
        parent=fields.text("parent"),
    )
    if not (one.name or one.department or one.group or one.city or one.parent):
        markdown.error("this affiliation has no name", node.span)
    return one


# ── authors ───────────────────────────────────────────────────────────────


class _Authors:
    """Reads the authors of one letter, who call its affiliations by their ids."""

    def __init__(self, fields: Fields, declared: dict[str, Affiliation]) -> None:
        self.fields = fields
        self.markdown = fields.reader
        self.declared = declared
        self._members_left = MOST_MEMBERS

    def read(self) -> tuple[Author, ...]:
        authors: list[Author] = []
        waiting: Author | None = None
        """The group on whose behalf the last of them write; it stands behind the last of these."""
        nodes = self.fields.items("author", MOST_AUTHORS)
        for node in nodes:
            author = self._author(node)
            if author is None:
                continue
            behalf = self._represented_by(node)
            if waiting is not None and (behalf is None or behalf.name != waiting.name):
                authors.append(waiting)
            authors.append(author)
            waiting = behalf
        authors += [one for one in (waiting, self._represented()) if one is not None]
        if not nodes:
            place = self.fields.place("author")
            self.markdown.warning("the letter has no author", place, 'write "author:" and a list of names')
        return tuple(authors)

    def _author(self, node: Node, *, member: bool = False, depth: int = 0) -> Author | None:
        if isinstance(node, Scalar):
            written = self.fields.text_of("members" if member else "author", node)
            return _named(written, node.span) if written else None
        if not isinstance(node, Mapping):
            what = "a member" if member else "an author"
            self.markdown.error(f"{what} is a name or a mapping, not {found(node)}", node.span)
            return None
        return self._from(Fields("author", node, self.markdown), depth)

    # ── on whose behalf ──

    def _represented_by(self, node: Node) -> Author | None:
        """The group that an author names as the one on whose behalf he or she writes."""
        behalf = node.get("on-behalf-of") or node.get("on_behalf_of") if isinstance(node, Mapping) else None
        if not isinstance(behalf, Scalar) or behalf.value is None:
            return None
        written = self.fields.text_of("on-behalf-of", behalf)
        return _represented(written, behalf.span) if written else None

    def _represented(self) -> Author | None:
        """The group on whose behalf the whole letter is written."""
        node = self.fields.node("on-behalf-of")
        if node is None:
            return None
        if isinstance(node, Scalar):
            written = self.fields.text_of("on-behalf-of", node)
            return _represented(written, node.span) if written else None
        fields = self.fields.mapping("on-behalf-of", "author")
        return None if fields is None else self._from(fields, represented=True)

    def _from(self, fields: Fields, depth: int = 0, *, represented: bool = False) -> Author:
        self._take_attributes(fields)
        name, named_group = self._name(fields)
        represented = represented or fields.truth("represented")
        group = fields.truth("group") or named_group or represented
        if group and not name.literal:
            name = Name(
                literal=" ".join(filter(None, (name.given, name.non_dropping_particle, name.family, name.suffix)))
            )
        if group and (behalf := represented_group(name.literal)):
            represented, name = True, Name(literal=behalf)
        equal, equal_group = self._equal(fields)
        return Author(
            name=name,
            span=fields.span,
            affiliations=self._affiliations(fields),
            orcid=self._orcid(fields),
            email=self._email(fields),
            corresponding=fields.truth("corresponding"),
            equal_contributor=equal,
            equal_group=equal_group,
            joint_last=fields.truth("joint-last"),
            deceased=fields.truth("deceased"),
            group=group,
            represented=represented,
            degrees=self._degrees(fields, group),
            initials=fields.text("initials"),
            roles=self._roles(fields),
            note=fields.inlines("note"),
            present_address=fields.inlines("present-address"),
            competing_interests=fields.inlines("competing-interests"),
            members=self._members(fields, group, depth),
        )

    def _degrees(self, fields: Fields, group: bool) -> str:
        """Under their own key, or behind a name in one string."""
        name = fields.node("name")
        behind = without_degrees(" ".join(name.text.split()))[1] if isinstance(name, Scalar) and not group else ""
        return ", ".join(fields.texts("degrees")) or behind

    def _equal(self, fields: Fields) -> tuple[bool, str]:
        """Whether an author is one of those who contributed equally, and the name of their group."""
        node = fields.node("equal-contributor")
        if node is None or (isinstance(node, Scalar) and isinstance(node.value, bool)):
            return fields.truth("equal-contributor"), ""
        group = fields.text_of("equal-contributor", node)
        return bool(group), group

    def _take_attributes(self, fields: Fields) -> None:
        """Quarto writes `attributes: {corresponding: true}`."""
        node = fields.node("attributes")
        if node is None:
            return
        if not isinstance(node, Mapping):
            fields.wrong("attributes", "a mapping", node)
            return
        inside = Fields("author", node, self.markdown)
        for key, value in inside.values.items():
            fields.values.setdefault(key, value)

    # ── names ──

    def _name(self, fields: Fields) -> tuple[Name, bool]:
        """An author's name, and whether it shows by itself that it is a group's."""
        node = fields.node("name")
        if isinstance(node, Mapping):
            name = self._parts(Fields("name", node, self.markdown))
            beside = self._parts(fields)  # the language and order may stand in either mapping
            first = name.family_first if name.family_first is not None else beside.family_first
            name = replace(name, lang=name.lang or beside.lang, family_first=first)
        elif node is not None:
            written = fields.text_of("name", node)
            group = is_group(written)
            if group or fields.truth("group"):
                return Name(literal=written), group
            said = self._parts(fields)
            alone, _ = without_degrees(written)
            name = name_of(alone, family_first=said_first(said)) if alone else Name()
            name = replace(name, lang=said.lang, family_first=said.family_first, suffix=name.suffix or said.suffix)
        else:
            name = self._parts(fields)
        if name == Name():
            self.markdown.error("this author has no name", fields.place("name"), "name: {given: …, family: …}")
        return name, False

    def _parts(self, fields: Fields) -> Name:
        lang = fields.text("lang")
        if lang and not LANGUAGE_TAG.fullmatch(lang):
            self.markdown.error(f'"{lang[:40]}" is not a language tag', fields.place("lang"), 'write one like "hu"')
            lang = ""
        order = fields.text("name-order")
        if order not in ("", "given-first", "family-first"):
            hint = "write given-first or family-first"
            self.markdown.error(f'"{order[:40]}" is no order of names', fields.place("name-order"), hint)
            order = ""
        return Name(
            given=fields.text("given"),
            family=fields.text("family"),
            dropping_particle=fields.text("dropping-particle"),
            non_dropping_particle=fields.text("non-dropping-particle"),
            suffix=fields.text("suffix"),
            literal=fields.text("literal"),
            lang=lang,
            family_first=order == "family-first" if order else None,
        )

    def _members(self, fields: Fields, group: bool, depth: int) -> tuple[Author, ...]:
        """The members of a group, who are authors with all that belongs to one; or groups in their turn."""
        nodes = fields.items("members", MOST_MEMBERS)
        if nodes and not group:
            hint = "write group: true if this is one"
            self.markdown.error("only a group has members", fields.place("members"), hint)
        if nodes and depth == DEEPEST_GROUP:
            self.markdown.error(f"groups are nested more than {DEEPEST_GROUP} deep", fields.place("members"))
            return ()
        self._members_left -= len(nodes)
        if self._members_left < 0:
            self.markdown.error(f"{MOST_MEMBERS:,} members are the most that can be set", fields.place("members"))
            return ()
        members = (self._author(node, member=True, depth=depth + 1) for node in nodes)
        return tuple(member for member in members if member is not None)

    # ── what an author is known by ──

    def _orcid(self, fields: Fields) -> str:
        written = fields.text("orcid")
        orcid = orcid_of(written)
        if written and not orcid:
            hint = "an ORCID iD looks like 0000-0002-1825-0097"
            self.markdown.error(f'"{written[:60]}" is not an ORCID iD', fields.place("orcid"), hint)
        elif orcid and not orcid_is_valid(orcid):
            message = f"the last digit of the ORCID iD {orcid} is wrong"
            self.markdown.warning(message, fields.place("orcid"), rule="orcid-checksum")
        return orcid

    def _email(self, fields: Fields) -> str:
        node = fields.node("email")
        if node is None:
            return ""
        # As it stands, not with its line ends made spaces: they could end a header of a mail.
        written = node.text.strip(" ") if isinstance(node, Scalar) else fields.text_of("email", node)
        if written and not is_email(written):
            shown = " ".join(written.split())[:60]
            self.markdown.error(f'"{shown}" is not an e-mail address', node.span, "write one, as in jane@example.org")
            return ""
        return written

    def _roles(self, fields: Fields) -> tuple[str, ...]:
        roles = []
        for node in fields.items("roles", 40):
            if isinstance(node, Mapping):
                # Quarto: {investigation: lead}; MyST and JATS: {role: …}
                inside = node.get("role") or node.get("name")
                written = (
                    [(fields.text_of("roles", inside), inside.span)]
                    if inside
                    else [(key.text, key.span) for key, _ in node.entries]
                )
            else:
                text = fields.text_of("roles", node)
                written = [(part.strip(), node.span) for part in (text.split(",") if text else ())]
            roles += [self._role(text, span) for text, span in written if text]
        return tuple(roles)

    def _role(self, written: str, span: Span) -> str:
        known = {_letters(role): role for role in ROLES}
        role = role_of(written)
        if role not in ROLES:
            near = self.markdown.hint(_letters(written), known)
            hint = f'did you mean "{known[near[14:-2]]}"?' if near else ""
            self.markdown.warning(f'CRediT has no role "{written[:60]}"', span, hint)
        return role

    # ── affiliations ──

    def _affiliations(self, fields: Fields) -> tuple[AffiliationId | Affiliation, ...]:
        called: list[AffiliationId | Affiliation] = []
        for node in fields.items("affiliations", 100):
            if isinstance(node, Mapping):
                reference = node.get("ref")
                if reference is None:
                    called.append(affiliation_of(node, self.markdown))
                else:
                    called += self._called(fields.text_of("affiliations", reference), reference.span)
            else:
                called += self._called(fields.text_of("affiliations", node), node.span)
        return tuple(called)

    def _called(self, written: str, span: Span) -> list[AffiliationId | Affiliation]:
        """An id, several ids with commas (JOSS: "1, 2"), or an affiliation in words."""
        if not written:
            return []
        if written in self.declared:
            return [AffiliationId(written, span)]
        parts = [part.strip() for part in written.split(",") if part.strip()]
        if parts and all(part in self.declared for part in parts):
            return [AffiliationId(part, span) for part in parts]
        if " " in written or "," in written:
            return [Affiliation(span=span, name=written)]
        hint = self.markdown.hint(written, self.declared) or 'declare it under "affiliations"'
        self.markdown.error(f'no affiliation has the id "{written[:80]}"', span, hint)
        return []


def role_of(written: str) -> str:
    """A role in CRediT's own words, if it is one of CRediT's; else as it is written."""
    letters = _letters(written)
    return next((role for role in ROLES if _letters(role) == letters), written)


def _named(written: str, span: Span) -> Author:
    """An author of whom no more than the name is known."""
    if not is_group(written):
        name, degrees = without_degrees(written)
        return Author(name_of(name), span, degrees=degrees)
    behalf = represented_group(written)
    return Author(Name(literal=behalf or written), span, group=True, represented=bool(behalf))


def _represented(written: str, span: Span) -> Author:
    """A group on whose behalf others write, of whom the name is known."""
    return Author(Name(literal=represented_group(written) or written), span, group=True, represented=True)


def _letters(role: str) -> str:
    """A role without what people spell differently."""
    return re.sub(
        r"[^a-z]+", " ", role.lower().replace("&", " ").replace(" and ", " ").replace("isation", "ization")
    ).strip()
