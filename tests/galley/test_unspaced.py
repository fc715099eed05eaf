"""Words that no spaces part: which signs begin or end no line, and what white stands beside them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.galley import unspaced
from rejoinder.galley.unspaced import CLOSING, NO_BEGINNING, OPENING, STOPS, Part, is_ideograph, is_unspaced, parts


def shown(token: str, lang: str = "ja") -> str:
    """The parts with a stroke where a line may end, and an equals sign where it may not."""
    first, *others = parts(token, lang)
    return first.text + "".join(("|" if one.seam.breaks else "=") + one.text for one in others)


def test_a_latin_word_is_one_part() -> None:
    assert parts("Word", "ja") == (Part("Word"),)
    assert not is_unspaced("naïve Ελληνικά слово שלום")


def test_ideographs_are_parted_but_not_from_their_stops() -> None:
    assert shown("日本語、「括弧」です。") == "日|本|語=、|「=括|弧=」|で|す=。"
    assert shown("ウィルス・テスト") == "ウ=ィ|ル|ス=・|テ|ス|ト"


def test_latin_words_have_a_quarter_em_beside_them() -> None:
    found = parts("年にPCR法", "ja")
    assert [(one.text, one.seam.width) for one in found] == [("年", 0), ("に", 0), ("PCR", 0.25), ("法", 0.25)]
    found = parts("年（PCR）法", "ja")
    assert [one.seam.width for one in found] == [0, 0.5, 0, 0, 0.5]


def test_white_beside_brackets_is_counted_once() -> None:
    found = parts("あ）、（い", "ja")
    assert [one.text for one in found if one.halved] == ["）", "、", "（"]
    assert [one.seam.width for one in found] == [0, 0, 0, 0.5, 0]


def test_stops_keep_their_em_in_traditional_chinese() -> None:
    assert not any(one.halved for one in parts("中。文", "zh-Hant"))
    assert any(one.halved for one in parts("中。文", "zh-Hans"))


def test_hangul_may_be_parted_though_a_space_is_better() -> None:
    found = parts("연구는", "ko")
    assert shown("연구는", "ko") == "연|구|는"
    assert all(one.seam.penalty > 0 and one.seam.stretch == 0 for one in found[1:])
    assert shown("45.6세였다.", "ko").startswith("45.6=세")


def test_thai_is_parted_at_its_words() -> None:
    assert shown("ประเทศไทยมีพื้นที่กว้างใหญ่", "th") == "ประเทศไทย|มี|พื้นที่|กว้าง|ใหญ่"
    assert shown("ភាសាខ្មែរគឺជាភាសា", "km") == "ភាសាខ្មែរ|គឺជា|ភាសា"


def test_without_the_dictionary_thai_is_not_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unspaced, "has_dictionary", lambda: False)
    parts.cache_clear()
    assert shown("มีพื้นที่กว้าง", "th") == "มีพื้นที่กว้าง"
    parts.cache_clear()


TEXT = st.text("日本語のっー「」（）、。・…aZ1,.(한국ก", min_size=1, max_size=20)


@given(TEXT, st.sampled_from(["ja", "zh-Hans", "zh-Hant", "ko", "en"]))
def test_no_line_begins_or_ends_with_the_wrong_sign(text: str, lang: str) -> None:
    found = parts(text, lang)
    assert "".join(one.text for one in found) == text
    for before, after in itertools.pairwise(found):
        if after.seam.breaks:
            assert after.text[0] not in CLOSING | STOPS | NO_BEGINNING
            assert before.text[-1] not in OPENING


def test_what_is_an_ideograph() -> None:
    assert all(map(is_ideograph, "語のア、「"))
    assert not any(map(is_ideograph, "a한ก1"))
