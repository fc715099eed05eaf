"""What was written, read again: so that nothing is written that would be read as something else.

Knows the reader of Markdown; knows nothing of how anything is written.
"""

from __future__ import annotations

from rejoinder.content.markdown import Lines, MarkdownReader
from rejoinder.content.mentions import mentions_in
from rejoinder.content.model import Blocks, Inlines, Letter, Paragraph, all_blocks
from rejoinder.conversion.canon import tidy_blocks
from rejoinder.diagnostics import NOWHERE, Diagnostics, Span


class Back:
    """Reads pieces of one letter, whose figures and references it knows."""

    def __init__(self, letter: Letter) -> None:
        self.lang = letter.lang
        self._floats = dict.fromkeys((name for one in all_blocks(letter) if (name := getattr(one, "id", ""))), "figure")
        self._references = frozenset(one.key for one in letter.references)

    def blocks(self, text: str) -> Blocks:
        reader = self._reader()
        return self._settled(reader.blocks(text, _nowhere), reader)

    def inlines(self, text: str, *, breaks: bool = False) -> Inlines:
        """A text of one paragraph; `breaks` where `<br>` is one."""
        reader = self._reader()
        if breaks:
            lines = Lines(text, 0, [0] * (text.count("\n") + 1), _nowhere)
            inlines = reader.tree(text, lines, {}, breaks=True) if text else ()
        else:
            inlines = reader.inlines(text, _nowhere)
        settled = self._settled((Paragraph(inlines, NOWHERE),), reader)
        return settled[0].children if settled and isinstance(settled[0], Paragraph) else ()

    def _reader(self) -> MarkdownReader:
        return MarkdownReader(Diagnostics(), self.lang, floats=dict(self._floats))

    def _settled(self, blocks: Blocks, reader: MarkdownReader) -> Blocks:
        return tidy_blocks(mentions_in(blocks, reader, self._references), self.lang)


def _nowhere(_line: int, _column: int) -> Span:
    return NOWHERE
