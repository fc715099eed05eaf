"""Numbers as figures, letters and symbols; cited numbers collapsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.galley.marks import collapse, mark


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ("numbers", {1: "1", 2: "2", 10: "10", 27: "27"}),
        ("letters", {1: "a", 2: "b", 26: "z", 27: "aa", 28: "bb", 53: "aaa", 78: "zzz", 79: "79"}),
        (
            "symbols",
            {1: "*", 2: "†", 3: "‡", 4: "§", 5: "¶", 6: "‖", 7: "#", 8: "**", 9: "††", 15: "***", 21: "###", 22: "22"},
        ),
    ],
)
def test_marks_of_every_form(form: str, marks: dict[int, str]) -> None:
    assert {n: mark(n, form) for n in marks} == marks  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["numbers", "letters", "symbols"])
def test_no_two_marks_are_alike(form: str) -> None:
    made = [mark(n, form) for n in range(1, 300)]  # type: ignore[arg-type]
    assert len(set(made)) == len(made)


def shown(numbers: list[int], least: int = 3, broken: frozenset[int] = frozenset()) -> str:
    return " ".join(
        f"{numbers[a]}–{numbers[b]}" if b > a else str(numbers[a]) for a, b in collapse(numbers, least, broken)
    )


@pytest.mark.parametrize(
    ("numbers", "least", "expected"),
    [
        ([4, 5, 6, 7], 3, "4–7"),
        ([1, 10], 3, "1 10"),
        ([1, 2], 3, "1 2"),
        ([1, 2], 2, "1–2"),
        ([1, 2, 3], 3, "1–3"),
        ([1, 2, 3, 5, 7, 8, 9, 12], 3, "1–3 5 7–9 12"),
        ([4, 5, 6, 7], 0, "4 5 6 7"),
        ([4, 5, 6, 7], 5, "4 5 6 7"),
        ([3], 3, "3"),
        ([], 3, ""),
    ],
)
def test_runs_of_neighbours_become_ranges(numbers: list[int], least: int, expected: str) -> None:
    assert shown(numbers, least) == expected


def test_a_run_ends_where_words_stand_between_two_numbers() -> None:
    assert shown([1, 2, 3, 4, 5], 3, frozenset({1})) == "1 2 3–5"


@given(st.lists(st.integers(1, 60), unique=True).map(sorted), st.integers(0, 5))
def test_no_number_is_lost_and_every_range_is_a_run(numbers: list[int], least: int) -> None:
    stretches = collapse(numbers, least)
    places = [i for a, b in stretches for i in range(a, b + 1)]
    assert places == list(range(len(numbers)))
    for a, b in stretches:
        assert numbers[b] - numbers[a] == b - a
        assert a == b or b - a + 1 >= max(least, 2)
