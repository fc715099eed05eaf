"""What may come of any input at all: complaints that a person can use, or a sound PDF; and soon."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pikepdf
import pypdfium2

from composing import Composed
from rejoinder import Diagnostic, InputError, Result, typeset

sys.path.append(str(Path(__file__).parent / "promises"))
import keeping
import standing

SAMPLES = Path(__file__).parent.parent / "content"
"""Where letters find their pictures that come as a text or a mapping."""
LONGEST = 5.0
"""Seconds that any one input may take, on a slow and busy machine."""


class EndlessError(BaseException):
    """It took too long. Not an `Exception`, so that nothing on the way catches it."""


@contextlib.contextmanager
def bounded(seconds: float = LONGEST) -> Iterator[None]:
    """Interrupts what does not come to an end, where the system can; elsewhere it complains afterwards.

    Counted is the time in which this process works, whatever else the machine has to do.
    """
    start = time.process_time()
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():

        def interrupt(_: int, frame: FrameType | None) -> None:
            raise EndlessError(f"after {seconds} s still in {frame}")

        before = signal.signal(signal.SIGPROF, interrupt)
        # And again every second: what is raised while garbage is collected gets lost.
        signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    else:
        yield
    assert time.process_time() - start < seconds


def judged(letter: Any, style: Any = None, *, thoroughly: bool = False) -> Result | None:
    """Set it; None if it was refused. Whatever else comes of it is a fault."""
    with bounded():
        try:
            result = typeset(letter, style, folder=SAMPLES)
        except InputError as refused:
            assert any(one.severity == "error" for one in refused.diagnostics)
            check_words(refused.diagnostics)
            return None
    assert all(one.severity in ("warning", "note") for one in result.diagnostics)
    check_words(result.diagnostics)
    check_file(result.pdf, len(result.pages), thoroughly=thoroughly)
    if thoroughly:
        assert broken(result) == []
    return result


def check_words(said: Iterable[Diagnostic]) -> None:
    """A complaint has a place, and is a line that fits a screen, and its hint is another."""
    for one in said:
        assert one.span.file
        assert one.message.strip()
        assert "\n" not in one.message + one.hint
        assert len(one.message) < 500 and len(one.hint) < 600


def check_file(pdf: bytes, pages: int, *, thoroughly: bool = True) -> None:
    """It opens without a warning in one reader; and, `thoroughly`, another finds its text."""
    with pikepdf.open(io.BytesIO(pdf), suppress_warnings=False) as file:
        assert len(file.pages) == pages >= 1
        assert file.get_warnings() == []
        if thoroughly:
            assert file.check_pdf_syntax() == []
    if thoroughly:
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            for page in document:
                page.get_textpage().get_text_range()


def broken(result: Result) -> list[str]:
    """The promises about pages that are not kept: those that must be, whatever the letter and the sheet say."""
    set_ = Composed(result.document, result.sheet, result.galley, result.made_up, result.diagnostics)
    pages = standing.Standing(set_)
    return [
        *keeping.notes_in_order(pages),
        *keeping.notes_with_their_marks(pages),
        *keeping.nothing_overlaps(pages),
        *keeping.nothing_leaves_its_frame(pages),
        *keeping.lines_on_the_grid(pages),
        *keeping.nothing_stranded(pages),
    ]
