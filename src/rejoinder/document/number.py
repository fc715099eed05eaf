"""A letter becomes a document: names become numbers.

Knows what the author wrote; knows nothing of how a number looks, nor of fonts, lines or pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rejoinder.content import model as content
from rejoinder.content.people import doi_of
from rejoinder.diagnostics import Diagnostics, did_you_mean
from rejoinder.document.affiliations import recognised
from rejoinder.document.blocks import Sections, anchors_of
from rejoinder.document.csl_item import CslItem, read_item
from rejoinder.document.dates import written_date
from rejoinder.document.formulas import Formulas
from rejoinder.document.front import authors_all, authors_cited, authors_short, front
from rejoinder.document.inlines import Numbers, flatten, plain_text, without_marks
from rejoinder.document.marked import doi_url, plain
from rejoinder.document.model import (
    Block,
    Blocks,
    Document,
    Footnote,
    Front,
    Inlines,
    Metadata,
    Paragraph,
    Reference,
    Statement,
    Words,
)
from rejoinder.document.order import Order
from rejoinder.document.picture_files import PictureFiles
from rejoinder.document.references import DEFAULT_STYLE, Bibliographer, find_style, say_if_not_numeric
from rejoinder.source import Enclosure, Source
from rejoinder.style import shelf
from rejoinder.values import replace


def number(
    letter: content.Letter, said: Diagnostics, *, csl: Path | str | None = None, folder: Path | None = None
) -> Document:
    """The document of a letter.

    `csl` is the style sheet's reference style; the letter's own goes before it. That and the pictures are looked for
    in `folder`, which is the folder of the letter's file if nothing is said.
    """
    folder = folder or _folder_of(letter.span.file)
    order = Order(letter, said)
    order.warn_of_uncited(letter.references, letter.span.file)
    _check_answered(letter, said)
    style = _style(letter, csl, folder, said)
    if order.references:
        say_if_not_numeric(style, letter.csl_span if letter.csl else letter.span, said)
    bibliographer = Bibliographer(style, letter.lang, said)
    cited = order.cited()
    items = {reference.key: read_item(reference.key, reference.item, reference.span, said) for reference in cited}
    numbers = _numbers(letter, order, items, bibliographer, Formulas(said, letter.lang))
    pictures = PictureFiles(folder, said)
    sections = Sections(numbers, said, pictures)
    over = front(letter, numbers, said)
    document = Document(
        front=over,
        abstract=sections.nested(letter.abstract, first_level=2),
        body=sections.nested(letter.body),
        metadata=_metadata(letter, over),
        footnotes=tuple(Footnote(sections.flat(note.blocks), note.span) for note in order.called()),
        statements=_statements(letter, sections),
        references=tuple(
            Reference(one.key, bibliographer.format(one.key, items[one.key], one.span), one.span) for one in cited
        ),
        variables=tuple((name, value) for name, value in _variables(letter, over, numbers) if value),
        lang=letter.lang,
        span=letter.span,
    )
    own_style = letter.csl and style.folder != shelf.folder()
    # A style of the CSL project is enclosed as if it had lain beside the letter: from there it is read again.
    named = letter.csl if letter.csl.endswith(".csl") else f"{letter.csl}.csl"
    styles = (Enclosure(str(PurePosixPath(named)), style.raw),) if own_style else ()
    return replace(document, enclosures=(*letter.enclosures, *styles, *pictures.enclosures.values()))


def _with_awards(letter: content.Letter) -> tuple[content.Statement, ...]:
    """The letter's own statements; and who paid, if that stands only among its awards."""
    if not letter.awards or any(one.kind == "funding" for one in letter.statements):
        return letter.statements
    given = "; ".join(
        f"{award.funder} ({', '.join(award.numbers)})" if award.numbers else award.funder for award in letter.awards
    )
    span = letter.awards[0].span
    paragraph = content.Paragraph((content.Text(f"{given}.", span),), span)
    return (*letter.statements, content.Statement("funding", (paragraph,), span))


def _statements(letter: content.Letter, sections: Sections) -> tuple[Statement, ...]:
    """The statements. What is said twice is said once, and of each kind there is one."""
    kinds: dict[str, Statement] = {}
    for place, one in enumerate(_with_awards(letter)):
        blocks = sections.nested(one.blocks, first_level=2)
        known = kinds.get(one.kind) if one.kind in content.NOTE_KINDS else None
        if known is None:
            kinds[one.kind if one.kind in content.NOTE_KINDS else f"{one.kind} {place}"] = Statement(
                one.kind, blocks, one.span, one.label
            )
        else:
            kinds[one.kind] = replace(known, blocks=(*known.blocks, *_unsaid(blocks, known.blocks)))
    return tuple(kinds.values())


def _unsaid(blocks: Blocks, before: Blocks) -> Iterator[Block]:
    """The blocks that are no paragraph which was there before, word for word."""
    said = {_spoken(one) for one in before}
    return (one for one in blocks if not _spoken(one) or _spoken(one) not in said)


def _spoken(block: Block) -> str:
    return recognised(plain_text(block.children)) if isinstance(block, Paragraph) else ""


def _numbers(
    letter: content.Letter, order: Order, items: dict[str, CslItem], bibliographer: Bibliographer, formulas: Formulas
) -> Numbers:
    def who(key: str) -> tuple[str, bool]:
        names = items[key].who(bibliographer.term("and") or "and", "et al")
        title = items[key].texts.get("title-short") or items[key].texts.get("title", "")
        return (names, False) if names else (plain(title) or key, True)

    return Numbers(
        references=order.references,
        notes=order.notes,
        labels={key: item.short_label() for key, item in items.items()},
        anchors=anchors_of(letter) | {one: number.anchor for one, number in order.floats.by_id.items()},
        lang=letter.lang,
        who=who,
        floats=order.floats,
        conjunction=lambda: bibliographer.term("and") or "and",
        formulas=formulas,
    )


def _style(letter: content.Letter, csl: Path | str | None, folder: Path | None, said: Diagnostics) -> Source:
    """The letter's own reference style, read only from its folder; else the sheet's; else the program's."""
    if letter.csl:
        return find_style(letter.csl, folder, letter.csl_span, said)
    return find_style(csl or DEFAULT_STYLE, None, letter.span, said)


def _folder_of(file: str) -> Path | None:
    """The folder of the letter's file; none if the letter came as a string, under whatever name."""
    try:
        return Path(file).parent if Path(file).is_file() else None
    except (OSError, ValueError):
        return None


def _check_answered(letter: content.Letter, said: Diagnostics) -> None:
    """A letter that says which reference it answers names one that is there."""
    answered = letter.responds_to
    keys = [reference.key for reference in letter.references]
    if answered and answered.reference and answered.reference not in keys:
        hint = did_you_mean(answered.reference, keys)
        said.error(f'no reference has the key "{answered.reference}"', answered.span, hint)


# ── metadata and furniture ────────────────────────────────────────────────


def locator(letter: content.Letter) -> str:
    """Where the letter stands in its volume: "e71", or "12–14"."""
    if letter.elocator or not letter.last_page or letter.last_page == letter.first_page:
        return letter.elocator or letter.first_page
    return f"{letter.first_page}–{letter.last_page}" if letter.first_page else letter.last_page


def place(letter: content.Letter) -> str:
    """Journal, year, volume and locator in one line: "Ann Rheum Dis 2016;75:e71"."""
    journal = letter.journal.abbreviation or letter.journal.title
    if not journal:
        return ""
    dated = f"{journal} {letter.date[:4]}".rstrip()
    return dated + (f";{letter.volume}" if letter.volume else "") + (f":{locator(letter)}" if locator(letter) else "")


def _metadata(letter: content.Letter, over: Front) -> Metadata:
    journal = letter.journal
    return Metadata(
        title=plain_text(over.title),
        lang=letter.lang,
        authors=tuple(author.name for author in over.authors if not author.represented),
        subject=place(letter),
        keywords=letter.keywords,
        type=letter.type,
        date=letter.date,
        doi=letter.doi,
        url=doi_url(letter.doi) if letter.doi else "",
        answered=_answered(letter),
        journal=journal.title,
        publisher=journal.publisher,
        issn=journal.issn,
        eissn=journal.eissn,
        volume=letter.volume,
        issue=letter.issue,
        first_page=letter.first_page,
        last_page=letter.last_page,
        license=_license_text(letter.license, over),
        license_url=letter.license.url,
        copyright=letter.copyright,
    )


def _answered(letter: content.Letter) -> str:
    """The address of the article that the letter answers, by the DOI that it gives, or that its reference has."""
    answered = letter.responds_to
    if answered is None:
        return ""
    items = [one.item for one in letter.references if one.key == answered.reference and answered.reference]
    doi = answered.doi or next((doi_of(str(item.get("DOI", "")).strip()) for item in items), "")
    return doi_url(doi) if doi else ""


def _license_text(license: content.License, over: Front) -> str:
    """What is printed of the licence, unless that is nothing but its address."""
    text = plain_text(over.license)
    return "" if text == license.url else text


def _variables(letter: content.Letter, over: Front, numbers: Numbers) -> list[tuple[str, Inlines]]:
    def text(words_: str) -> Inlines:
        return (Words(words_, letter.span),) if words_ else ()

    title = without_marks(over.title)
    return [
        ("authors.short", authors_short(over.authors)),
        ("authors.all", authors_all(over.authors)),
        ("authors.cite", authors_cited(over.authors)),
        ("title", title),
        ("short-title", without_marks(flatten(letter.short_title, numbers)) or title),
        ("type", text(letter.type)),
        ("journal.title", text(letter.journal.title)),
        ("journal.abbreviation", text(letter.journal.abbreviation or letter.journal.title)),
        ("journal.publisher", text(letter.journal.publisher)),
        ("year", text(letter.date[:4])),
        ("date", text(written_date(letter.date, letter.lang))),
        ("volume", text(letter.volume)),
        ("issue", text(letter.issue)),
        ("locator", text(locator(letter))),
        ("elocator", text(letter.elocator)),
        ("first-page", text(letter.first_page)),
        ("last-page", text(letter.last_page)),
        ("doi", text(letter.doi)),
        ("license", without_marks(over.license)),
        ("copyright", text(letter.copyright)),
    ]
