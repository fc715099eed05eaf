"""What programs get out of the file that know nothing of its structure tree: those that index, search and copy."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams
from sample_letters import made

from rejoinder.galley.model import Line
from rejoinder.pages.model import PlacedLine, PlacedPicture

LETTERS = ("short-reply.yaml", "many-hands.md", "difficult-byline.yaml", "response-to-rossini.yaml", "french.md")
FIGURES = ("figure-and-table.md", "figures-and-tables.md")
SHEETS = ("annals", "manuscript", "three columns")


"""What stands side by side, or in a picture, each reader orders as it likes: of these only the words are compared."""


def by_pypdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def by_pdfium(pdf: bytes) -> str:
    """As Chrome copies. A soft hyphen at a line’s end is U+FFFE there, and the line goes on."""
    with pypdfium2.PdfDocument(pdf) as opened:
        text = "\n".join(page.get_textpage().get_text_range() for page in opened)
    return text.replace("\ufffe", "\u00ad\n").replace("\r\n", "\n")


def by_pdfminer(pdf: bytes) -> str:
    return extract_text(io.BytesIO(pdf), laparams=LAParams())


READERS: tuple[Callable[[bytes], str], ...] = (by_pypdf, by_pdfium, by_pdfminer)
every_reader = pytest.mark.parametrize("reader", READERS)
every_letter = pytest.mark.parametrize("letter", LETTERS)
IN_ORDER = [(reader, sheet) for reader in (by_pypdf, by_pdfium) for sheet in SHEETS]
"""These two keep the order of the content. pdfminer, which is slow, makes an order of its own."""


@lru_cache(maxsize=64)
def extracted(reader: Callable[[bytes], str], letter: str, sheet: str) -> str:
    return unicodedata.normalize("NFC", reader(made(letter, sheet).pdf))


def lines(letter: str, sheet: str) -> list[Line]:
    """All that is on paper, in the order of reading, each page's furniture at its end."""
    return [item.line for page in made(letter, sheet).pages for item in page.items if isinstance(item, PlacedLine)]


def whole(text: str) -> str:
    """Divided words made whole again."""
    return re.sub(r"\u00ad\s*", "", text)


def in_pictures(letter: str, sheet: str) -> Counter[str]:
    """The words that stand in the drawings of a letter, read from their files."""
    items = [item for page in made(letter, sheet).pages for item in page.items]
    drawn = [
        item.picture.data.decode() for item in items if isinstance(item, PlacedPicture) and item.picture.kind == "svg"
    ]
    written = [text for one in drawn for text in re.findall(r"<text\b[^>]*>(.*?)</text>", one, re.DOTALL)]
    return words("\n".join(html.unescape(re.sub(r"<[^>]*>", " ", text)) for text in written))


def words(text: str) -> Counter[str]:
    """Words and numbers; a superior figure at a word's end is not part of it."""
    return Counter(re.findall(r"[^\W\d_]+|\d+", whole(text)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text)


def joined(reader: Callable[[bytes], str], letter: str, sheet: str) -> str:
    """The text of all lines, a line end behind each. To PDFium all hyphens at line ends are soft, also the author's."""
    text = unicodedata.normalize("NFC", "".join(f"{line.text}\n" for line in lines(letter, sheet)))
    return re.sub(r"-\s*\n", "\u00ad\n", text) if reader is by_pdfium else text


@every_letter
@pytest.mark.parametrize(("reader", "sheet"), IN_ORDER)
def test_every_character_is_copied_in_order(reader: Callable[[bytes], str], letter: str, sheet: str) -> None:
    """Column by column, each with its notes; front before the columns, furniture last."""
    assert squeezed(extracted(reader, letter, sheet)) == squeezed(joined(reader, letter, sheet))


@every_letter
@pytest.mark.parametrize(("reader", "sheet"), [*IN_ORDER, (by_pdfminer, "annals")])
def test_words_are_whole_and_apart(reader: Callable[[bytes], str], letter: str, sheet: str) -> None:
    found, wanted = words(extracted(reader, letter, sheet)), words(joined(reader, letter, sheet))
    assert (found - wanted, wanted - found) == (Counter(), Counter())


@pytest.mark.parametrize("letter", FIGURES)
@pytest.mark.parametrize(("reader", "sheet"), IN_ORDER)
def test_words_in_tables_and_drawings_are_copied_too(reader: Callable[[bytes], str], letter: str, sheet: str) -> None:
    found = words(extracted(reader, letter, sheet))
    wanted = words(joined(reader, letter, sheet)) + in_pictures(letter, sheet)
    assert (found - wanted, wanted - found) == (Counter(), Counter())


@every_reader
@every_letter
def test_ligatures_are_letters(reader: Callable[[bytes], str], letter: str) -> None:
    text = extracted(reader, letter, "annals")
    assert not re.findall("[\ufb00-\ufb06]", text)
    assert not re.findall("[\ue000-\uf8ff\ufffd\u2060\x00]", text), "private, missing or hidden characters"


@every_reader
@every_letter
def test_only_line_ends_have_soft_hyphens(reader: Callable[[bytes], str], letter: str) -> None:
    text = extracted(reader, letter, "annals")
    assert not re.search(r"\u00ad(?!\s*\n)", text)
    assert text.count("\u00ad") == joined(reader, letter, "annals").count("\u00ad")


def test_words_can_be_searched_across_a_line_end() -> None:
    """The samples have divided words, or the tests above say little."""
    assert any(one.hyphenated for letter in LETTERS[:3] for one in lines(letter, "annals"))
    text = whole(extracted(by_pdfium, "many-hands.md", "annals")).replace("\n", "")
    for one, following in pairwise(lines("many-hands.md", "annals")):
        if one.text.endswith("\u00ad"):
            assert one.text.split()[-1][:-1] + following.text.split()[0] in text
