"""Looking for garbage less often while a letter is set.

A letter is some ten thousand values that all live until it is done, and none of them is in a cycle. Python's collector,
which looks through them again and again, finds nothing, and takes a fifth of the time of a long run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

THRESHOLD = 50_000
"""New values between two looks of the collector; Python's own choice is 700."""

_lock = Lock()
_running = 0
_usual = (0, 0, 0)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector rest for a while. The first of several threads sets it so, the last one sets it back.

    A program that has turned the collector off, or made it look yet more seldom, is left alone.
    """
    global _running, _usual
    with _lock:
        if _running == 0:
            _usual = gc.get_threshold()
            if 0 < _usual[0] < THRESHOLD:
                gc.set_threshold(THRESHOLD, *_usual[1:])
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if _running == 0:
                gc.set_threshold(*_usual)
