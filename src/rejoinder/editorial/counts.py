"""What there is to count in a letter, as an editor counts it.

Words are those of the body: its paragraphs, headings, lists and quotations. Title, abstract, captions, tables, code,
displayed formulas, notes and references have none. What stands between spaces and holds a letter or a digit is a word,
as in word processors: "well-known" is one, "12 mg" are two, a formula in the text is one, a citation none.
"""

from __future__ import annotations

from rejoinder.content.model import (
    Blocks,
    Cite,
    Figure,
    Foreign,
    Heading,
    Inlines,
    Letter,
    LineBreak,
    Link,
    Listing,
    Math,
    Mention,
    NoteCall,
    Paragraph,
    Quote,
    Styled,
    Table,
    Text,
)
from rejoinder.document.model import Document
from rejoinder.values import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything; `pages` is 0 if the letter could not be set."""

    words: int
    abstract_words: int
    title_characters: int
    references: int
    figures: int
    tables: int
    authors: int
    pages: int = 0

    @property
    def displays(self) -> int:
        """Figures and tables together."""
        return self.figures + self.tables


def counts_of(letter: Letter, document: Document, pages: int = 0) -> Counts:
    """Count a letter. References are those that are printed: cited, each once."""
    floats = floats_of(letter)
    tables = sum(isinstance(one, Table) or one.kind == "table" for one in floats)
    return Counts(
        words=words_of(letter.body),
        abstract_words=words_of(letter.abstract),
        title_characters=len(" ".join(_plain(letter.title).split())),
        references=len(document.references),
        figures=len(floats) - tables,
        tables=tables,
        authors=len(letter.authors),
        pages=pages,
    )


def floats_of(letter: Letter) -> tuple[Figure | Table, ...]:
    """The figures and tables of a letter, wherever they stand."""
    found: list[Figure | Table] = []

    def gather(blocks: Blocks) -> None:
        for block in blocks:
            match block:
                case Figure() | Table():
                    found.append(block)
                case Quote():
                    gather(block.blocks)
                case Listing():
                    for item in block.items:
                        gather(item)

    gather(letter.body)
    for statement in letter.statements:
        gather(statement.blocks)
    for note in letter.footnotes:
        gather(note.blocks)
    return tuple(found)


def words_of(blocks: Blocks) -> int:
    """The words of paragraphs, headings, lists and quotations."""
    total = 0
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                total += len(list(filter(_is_word, _plain(block.children).split())))
            case Quote():
                total += words_of(block.blocks)
            case Listing():
                total += sum(map(words_of, block.items))
    return total


def _is_word(word: str) -> bool:
    return any(map(str.isalnum, word))


def _plain(inlines: Inlines) -> str:
    """Inlines as bare text, in which what is printed as words counts as such."""
    parts = []
    for one in inlines:
        match one:
            case Text():
                parts.append(one.text)
            case Styled() | Foreign() | Link():
                parts.append(_plain(one.children))
            case Mention():
                numbers = " ".join("1" for _ in one.ids)
                parts.append(numbers if one.bare else f"{one.prefix or 'Figure'} {numbers}")
            case Cite() if one.in_text:
                parts.append(" ".join("cited" for _ in one.items))
            case Math():
                parts.append("x")
            case LineBreak():
                parts.append(" ")
            case Cite() | NoteCall():
                pass
    return "".join(parts)
