"""Clusters hold together what belongs together; what is common goes with its neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rejoinder.fonts.extras import extra_families, home_script
from rejoinder.fonts.script import clusters, script_of, scripts


def test_marks_and_joiners_stay_with_their_base() -> None:
    assert clusters("ae\u0301\u0323b") == ["a", "e\u0301\u0323", "b"]
    assert clusters("☃\ufe0f1") == ["☃\ufe0f", "1"]
    assert clusters("😀\u200d🔥x") == ["😀\u200d🔥", "x"]
    assert clusters("\u0301a") == ["\u0301", "a"]
    assert clusters("") == []


@given(st.text())
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert len(scripts(clusters(text))) == len(clusters(text))


def test_scripts() -> None:
    assert script_of("a") == ("Latn", 0)
    assert script_of("ב") == ("Hebr", 1)
    assert script_of("β") == ("Grek", 0)
    assert script_of(",")[0] == ""


def test_what_is_common_goes_with_what_is_before_it() -> None:
    assert [script for script, _ in scripts(list("(β)-a."))] == ["Grek", "Grek", "Grek", "Grek", "Latn", "Latn"]
    assert scripts(list("«1»")) == [("Latn", 0)] * 3


def test_figures_run_from_left_to_right() -> None:
    assert [level for _, level in scripts(list("אב12"))] == [1, 1, 0, 0]


def test_extras_are_asked_by_script_and_language() -> None:
    assert extra_families("Arab", "ar", True)[:2] == ("Amiri", "Noto Naskh Arabic")
    assert extra_families("Arab", "ar", False)[0] == "Noto Sans Arabic"
    assert extra_families("Hani", "ja", True)[0] == "Noto Serif JP"
    assert extra_families("Hani", "zh-Hant", True)[0] == "Noto Serif TC"
    assert extra_families("Hani", "en", True)[0] == "Noto Serif SC"
    assert extra_families("Latn", "en", False) == ("Noto Sans", "Noto Serif")
    assert home_script("،") == "Arab"
    assert home_script("。") == "Hani"
    assert home_script("→") == ""
