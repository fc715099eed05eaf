"""Letters written as YAML and Markdown are the same letters when they are read again."""

from __future__ import annotations

from comparing import difference
from hypothesis import HealthCheck, given, settings
from letters_at_random import FIGURES, REFERENCES, TABLES, inlines, letters, sections

from rejoinder.content.letter import read_letter
from rejoinder.content.model import Blocks, Figure, Inlines, Letter, Paragraph, Reference
from rejoinder.conversion.back import Back
from rejoinder.conversion.blocks import BlockWriter
from rejoinder.conversion.canon import one_form, tidy, tidy_blocks
from rejoinder.conversion.letter import as_markdown, as_yaml
from rejoinder.diagnostics import NOWHERE, Diagnostics
from rejoinder.source import Source

LIMITS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


BACK = Back(
    Letter(
        NOWHERE,
        (),
        body=tuple(Figure("a.png", NOWHERE, id=one) for one in FIGURES + TABLES),
        references=tuple(Reference(key, {}, NOWHERE) for key in REFERENCES),
    )
)


def read_again(text: str, name: str) -> Letter:
    said = Diagnostics()
    source = Source.of(name, text, said)
    assert source is not None, text
    letter = read_letter(source, said)
    assert letter is not None, text
    assert not said.has_errors, "\n".join(map(str, said)) + "\n" + text
    return letter


@settings(LIMITS, max_examples=80)
@given(inlines)
def test_any_paragraph_is_read_again(children: Inlines) -> None:
    form = tidy_blocks((Paragraph(children, NOWHERE),), "en-GB")
    text = BlockWriter(BACK, 1).text(form)
    assert BACK.blocks(text) == form, text


@settings(LIMITS, max_examples=50)
@given(sections)
def test_any_blocks_are_read_again(blocks: Blocks) -> None:
    form = tidy_blocks(blocks, "en-GB")
    text = BlockWriter(BACK, 1).text(form)
    assert BACK.blocks(text) == form, text


@settings(LIMITS, max_examples=10)
@given(letters())
def test_any_letter_is_read_again(letter: Letter) -> None:
    for text, name in ((as_yaml(letter), "letter.yaml"), (as_markdown(letter), "letter.md")):
        assert difference(letter, read_again(text, name)) == "", text


@settings(LIMITS, max_examples=15)
@given(letters())
def test_the_one_form_is_that_of_itself(letter: Letter) -> None:
    form = tidy(letter)
    assert tidy(form) == form
    assert tidy_blocks(form.body, form.lang) == form.body
    assert one_form(form) == one_form(letter)
