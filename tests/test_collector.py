"""The collector looks less often while a letter is set, and as often as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

import rejoinder
from rejoinder.collector import THRESHOLD, seldom_collected


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_it_is_set_back_even_after_a_fault() -> None:
    gc.set_threshold(700, 10, 10)
    with pytest.raises(rejoinder.InputError):
        rejoinder.typeset("title:\n")
    assert gc.get_threshold() == (700, 10, 10)


def test_the_last_of_several_threads_sets_it_back() -> None:
    gc.set_threshold(700, 10, 10)
    inside, seen = Barrier(3), []

    def work() -> None:
        with seldom_collected():
            inside.wait(10)
            seen.append(gc.get_threshold()[0])
            inside.wait(10)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [THRESHOLD] * 3
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("threshold", [(0, 10, 10), (10**6, 5, 5)])
def test_who_has_chosen_otherwise_is_left_alone(threshold: tuple[int, int, int]) -> None:
    gc.set_threshold(*threshold)
    with seldom_collected():
        assert gc.get_threshold() == threshold
    assert gc.get_threshold() == threshold
