"""Shaping: every letter is kept, set from a face that has it, with the forms the font drew for it."""

from __future__ import annotations

import math
import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.fonts import typecase as room
from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import NoFaceError, Typecase, typecase_for

ROLES = {"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)}
TEXT = FontChoice("serif", optical=9.3)
ITALIC = FontChoice("serif", italic=True, optical=9.3)
SANS = FontChoice("sans", weight=600)


@pytest.fixture
def case() -> Typecase:
    return Typecase(ROLES)


def width(word: tuple[Shaped, ...]) -> float:
    return sum(shaped.width for shaped in word)


def said(word: tuple[Shaped, ...]) -> str:
    return "".join(shaped.text for shaped in word)


def families(word: tuple[Shaped, ...]) -> list[str]:
    return [shaped.face.key.split("-")[0] for shaped in word]


# ── forms ──


def test_a_ligature_stands_for_its_letters(case: Typecase) -> None:
    (office,) = case.shape("office", TEXT, "en")
    assert office.texts == ("o", "ffi", "c", "e")
    assert len(office.gids) == len(office.advances) == 4
    assert office.width == sum(office.advances)
    assert office.offsets == ()


def test_letters_are_kerned(case: Typecase) -> None:
    assert width(case.shape("AV", TEXT, "en")) < width(case.shape("A", TEXT, "en")) + width(case.shape("V", TEXT, "en"))
    unkerned = FontChoice("serif", optical=9.3, features=("-kern",))
    assert width(case.shape("AV", unkerned, "en")) > width(case.shape("AV", TEXT, "en"))


def test_features_choose_figures(case: Typecase) -> None:
    text = FontChoice("serif", optical=9.3, features=("onum",))
    tabular = FontChoice("serif", optical=9.3, features=("onum", "tnum"))
    plain, old = case.shape("2016", TEXT, "en")[0], case.shape("2016", text, "en")[0]
    assert set(plain.gids).isdisjoint(old.gids)
    assert len(set(case.shape("1689", tabular, "en")[0].advances)) == 1


def test_what_is_no_feature_is_passed_over(case: Typecase) -> None:
    odd = FontChoice(
        "serif", optical=9.3, features=("", "liga=", "=1", "far too long", "liga=x", "ß…ßß", "ss01=99999999")
    )
    assert said(case.shape("fish", odd, "en")) == "fish"


def test_small_capitals_are_the_fonts_own(case: Typecase) -> None:
    caps = FontChoice("serif", optical=9.3, features=("smcp",))
    plain, small = case.shape("Wolf", TEXT, "en")[0], case.shape("Wolf", caps, "en")[0]
    assert plain.gids[0] == small.gids[0]
    assert set(plain.gids[1:]).isdisjoint(small.gids[1:])
    assert case.has_feature_for("Wolf 12", TEXT, "smcp")
    assert not case.has_feature_for("Wolf", ITALIC, "smcp")
    assert case.has_feature_for("12", TEXT, "lnum")
    assert not case.has_feature_for("12", TEXT, "xxxx")


def test_optical_size_and_weight_are_pinned(case: Typecase) -> None:
    sizes = [FontChoice("serif", optical=size) for size in (1.0, 8.0, 9.3, 24.0, 60.0, 999.0, math.inf, math.nan)]
    assert [case.face(size).key for size in sizes] == [
        "SourceSerif4-Regular@opsz=8,wght=400",
        "SourceSerif4-Regular@opsz=8,wght=400",
        "SourceSerif4-Regular@opsz=9.3,wght=400",
        "SourceSerif4-Regular@opsz=24,wght=400",
        "SourceSerif4-Regular@opsz=60,wght=400",
        "SourceSerif4-Regular@opsz=60,wght=400",
        "SourceSerif4-Regular@opsz=60,wght=400",
        "SourceSerif4-Regular@opsz=8,wght=400",
    ]
    assert case.face(sizes[0]) is case.face(sizes[1])
    assert width(case.shape("measure", sizes[1], "en")) > width(case.shape("measure", sizes[4], "en"))
    bold = FontChoice("serif", weight=700, optical=9.3)
    assert width(case.shape("measure", bold, "en")) > width(case.shape("measure", TEXT, "en"))


# ── superiors ──


def test_superior_figures_are_the_fonts_own(case: Typecase) -> None:
    word = case.superiors("4–7,10", TEXT, "en")
    assert word is not None
    assert said(word) == "4–7,10"
    normal = case.shape("4–7,10", TEXT, "en")
    assert set(word[0].gids).isdisjoint(normal[0].gids)
    assert width(word) < width(normal)


def test_a_thin_space_needs_no_superior(case: Typecase) -> None:
    assert case.superiors("1\u200910", TEXT, "en") is not None


@pytest.mark.parametrize("mark", ["*", "†", "‡", "§", "1*", "א"])
def test_no_superiors_unless_every_glyph_has_one(case: Typecase, mark: str) -> None:
    assert case.superiors(mark, TEXT, "en") is None


# ── line ends ──


def test_a_hyphen_is_added_and_says_that_it_is_soft(case: Typecase) -> None:
    (part,) = case.shape_hyphenated("typog", TEXT, "en")
    (letters,) = case.shape("typog", TEXT, "en")
    assert part.text == "typog\u00ad"
    assert part.texts == ("t", "y", "p", "o", "g", "\u00ad")
    assert part.gids[:-1] == letters.gids
    assert part.gids[-1] == case.shape("\u2010", TEXT, "en")[0].gids[0]


def test_the_last_letter_is_kerned_to_the_hyphen(case: Typecase) -> None:
    hyphen = width(case.shape("\u2010", TEXT, "en"))
    assert width(case.shape_hyphenated("Y", TEXT, "en")) < width(case.shape("Y", TEXT, "en")) + hyphen


def test_a_part_and_the_whole_word_are_kept_apart(case: Typecase) -> None:
    assert said(case.shape("so\u2010", TEXT, "en")) == "so\u2010"
    assert said(case.shape_hyphenated("so", TEXT, "en")) == "so\u00ad"
    assert said(case.shape_hyphenated("", TEXT, "en")) == "\u00ad"


# ── fallback ──


def test_another_family_of_the_sheet_helps_out(case: Typecase) -> None:
    word = case.shape("aⱥb", TEXT, "en")  # Source Serif has no stroked a
    assert families(word) == ["SourceSerif4", "SourceSans3", "SourceSerif4"]
    assert said(word) == "aⱥb"
    assert case.missing("aⱥb", TEXT) == ()


def test_the_helping_face_has_the_same_cut(case: Typecase) -> None:
    bold = FontChoice("serif", weight=700, italic=True)
    assert case.shape("ⱥ", bold, "en")[0].face.key == "SourceSans3-BoldItalic@wght=700"


def test_fallbacks_are_asked_in_the_order_of_the_role() -> None:
    case = Typecase({"serif": ("No Such Family", "Source Sans 3", "Source Serif 4")})
    assert families(case.shape("a", TEXT, "en")) == ["SourceSans3"]


@pytest.mark.parametrize("sign", "∈∼∗∣∘⋅∪⊤≃ℕ𝒩")
def test_mathematical_signs_among_words_come_from_the_face_of_formulas(case: Typecase, sign: str) -> None:
    (shaped,) = case.shape(sign, FontChoice("serif"), "en")
    assert 0 not in shaped.gids and case.missing(sign, FontChoice("serif")) == ()


def test_greek_and_cyrillic_are_set_in_the_family(case: Typecase) -> None:
    word = case.shape("Α-σωβ и", TEXT, "en")
    assert set(families(word)) == {"SourceSerif4"}
    assert said(word) == "Α-σωβ и"


def test_a_mark_stays_with_its_letter(case: Typecase) -> None:
    for composed in ("é", "ṣ", "ḫ", "ő", "ộ"):
        apart = unicodedata.normalize("NFD", composed)
        (one,), (other,) = case.shape(composed, TEXT, "en"), case.shape(apart, TEXT, "en")
        assert other.text == apart
        assert one.width == pytest.approx(other.width)
        assert "".join(other.texts) == apart


def test_a_mark_above_a_mark_is_placed_by_the_font(case: Typecase) -> None:
    (shaped,) = case.shape("q\u0323\u0301", TEXT, "en")
    assert shaped.texts[0] == "q\u0323\u0301"
    assert set(shaped.texts[1:]) == {""}
    assert len(shaped.offsets) == len(shaped.gids)
    assert any(x for x, _ in shaped.offsets)


def test_characters_without_ink_are_kept_and_take_no_room(case: Typecase) -> None:
    assert width(case.shape("a\u00adb", TEXT, "en")) == width(case.shape("ab", TEXT, "en"))
    (alone,) = case.shape("\u00ad", TEXT, "en")
    assert alone.texts == ("\u00ad",)
    assert alone.width == 0
    assert case.missing("a\u200d\ufe0f\u2060\u00ad", TEXT) == ()


def test_spaces_and_hyphens_that_do_not_break_are_made_of_those_that_do(case: Typecase) -> None:
    assert case.missing("p\u202f<\u2009.05 T\u2011cell", TEXT) == ()
    assert width(case.shape("\u2009", TEXT, "en")) > 0


# ── what nobody has ──


def test_what_nobody_has_is_named_once_and_set_visibly(case: Typecase) -> None:
    assert case.missing("a\u2d30b\u2d30\u2d31", TEXT) == ("\u2d30", "\u2d31")
    word = case.shape("a\u2d30b", TEXT, "en")
    assert said(word) == "a\u2d30b"
    gids = [gid for shaped in word for gid in shaped.gids]
    assert 0 not in gids
    assert case.shape("?", TEXT, "en")[0].gids[0] in gids


@pytest.mark.parametrize(
    "text", ["بعد", "שלום", "क्षत्रिय", "ไทย", "漢字", "x\ud800y", "\x00\x07", "😀\u200d🔥", "\u0301"]
)
def test_any_script_is_set_or_reported(case: Typecase, text: str) -> None:
    word = case.shape(text, TEXT, "en")
    assert said(word) == text
    assert all(0 not in shaped.gids for shaped in word)
    if not case.missing(text, TEXT):
        assert all(shaped.width >= 0 for shaped in word)


def test_right_to_left_is_kept_in_the_order_of_the_text(case: Typecase) -> None:
    (word,) = case.shape("שלום", TEXT, "he")
    assert "".join(word.texts) == "שלום"
    assert word.level == 1
    (first,), (last,) = case.shape("ש", TEXT, "he"), case.shape("ם", TEXT, "he")
    assert (word.gids[0], word.gids[-1]) == (first.gids[0], last.gids[0])
    assert said(case.shape("שנת 2016", TEXT, "he")) == "שנת 2016"


def test_levels_say_which_way_each_character_runs(case: Typecase) -> None:
    word = case.shape("א(b)1", TEXT, "he", (1, 1, 2, 1, 2))
    assert [(one.text, one.level) for one in word] == [("א", 1), ("(", 1), ("b", 2), (")", 1), ("1", 2)]
    assert said(word) == "א(b)1"
    opened, closed = word[1].gids, word[3].gids
    assert opened == case.shape(")", TEXT, "he")[0].gids, "brackets are mirrored where they run to the left"
    assert closed == case.shape("(", TEXT, "he")[0].gids
    divided = case.shape_hyphenated("ab", TEXT, "he", (2, 2))
    assert [one.level for one in divided] == [2]


def test_a_language_may_be_anything(case: Typecase) -> None:
    for lang in ("", "en-GB", "é", "x" * 1000, "zh Hant", "\0"):
        assert said(case.shape("fjord", TEXT, lang)) == "fjord"


# ── families ──


def test_a_family_that_is_not_installed_is_named_with_its_package() -> None:
    case = Typecase({"serif": ("Source Serif 4", "No Such Serif 9"), "mono": ("Nor This",)})
    assert case.missing_families() == [
        ("serif", "No Such Serif 9", "fontpkg-no-such-serif-9"),
        ("mono", "Nor This", "fontpkg-nor-this"),
    ]
    assert families(case.shape("a", FontChoice("mono"), "en")) == ["SourceSerif4"]


def test_an_unknown_role_is_set_in_the_first(case: Typecase) -> None:
    assert families(case.shape("a", FontChoice("display"), "en")) == ["SourceSerif4"]


def test_without_any_family_there_is_nothing_to_set_from() -> None:
    for roles in ({}, {"serif": ("No Such Family",)}, {"serif": ("../../etc", "")}):
        with pytest.raises(NoFaceError):
            Typecase(roles).shape("a", TEXT, "en")


# ── what is kept ──


def test_words_are_shaped_once(case: Typecase) -> None:
    assert case.shape("once", TEXT, "en")[0] is case.shape("once", FontChoice("serif", optical=9.3), "en")[0]
    assert typecase_for(ROLES) is typecase_for(dict(ROLES))


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"w{n % 37}ffi{n}" for n in range(300)]
    whole = [(s.gids, s.advances) for word in words for s in Typecase(ROLES).shape(word, TEXT, "en")]
    monkeypatch.setattr(room, "WORDS_KEPT", 7)
    monkeypatch.setattr(room, "CHOICES_KEPT", 2)
    case = Typecase(ROLES)
    forgetful = []
    for word in words:
        forgetful += [(s.gids, s.advances) for s in case.shape(word, TEXT, "en")]
        case.shape(word, SANS, "en")
        case.shape(word, ITALIC, "en")
    assert forgetful == whole


def test_threads_share_a_typecase() -> None:
    case = Typecase(ROLES)
    words = ["office", "AV", "Ťažký", "ⱥbc", "naïve", "α-SMA", "4–7", "\u2d30"] * 20
    results: list[list[tuple[Shaped, ...]]] = []

    def work() -> None:
        results.append([case.shape(word, choice, "en") for word in words for choice in (TEXT, SANS, ITALIC)])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(result == results[0] for result in results)  # the very same objects


# ── any text at all ──

SHARED = Typecase(ROLES)
ANY = st.text(st.characters(), max_size=40) | st.text("aeffi\u0301\u0323ⱥאב12\u0645\u064e\u00ad\u200d?☃😀", max_size=12)


@settings(max_examples=400, deadline=None)
@given(text=ANY, choice=st.sampled_from([TEXT, ITALIC, SANS]), hyphenated=st.booleans())
def test_no_character_is_lost(text: str, choice: FontChoice, hyphenated: bool) -> None:
    word = SHARED.shape_hyphenated(text, choice, "en") if hyphenated else SHARED.shape(text, choice, "en")
    assert said(word) == text + ("\u00ad" if hyphenated else "")
    for shaped in word:
        assert "".join(shaped.texts) == shaped.text
        assert len(shaped.gids) == len(shaped.advances) == len(shaped.texts) > 0
        assert len(shaped.offsets) in (0, len(shaped.gids))
        assert all(math.isfinite(advance) for advance in shaped.advances)
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in shaped.offsets)
        assert shaped.width == pytest.approx(sum(shaped.advances))
        assert all(0 < gid < shaped.face.glyph_count for gid in shaped.gids)
        assert 0 <= SHARED.left_protrusion(shaped) < 1000
        assert 0 <= SHARED.right_protrusion(shaped) < 1000


def test_a_heap_of_marks_is_set_in_reasonable_time(case: Typecase) -> None:
    text = "o" + "\u0301" * 20_000
    assert said(case.shape(text, TEXT, "en")) == text
