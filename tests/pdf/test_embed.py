"""Fonts in the file: what a glyph stands for, how wide it is, which program draws it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from setting import LETTER, SANS, SERIF, column, line, made_up, page, segment, typecase

from rejoinder.fonts.model import Shaped
from rejoinder.galley.model import Element, Line
from rejoinder.pdf.embed import EmbeddedFace, clusters, show
from rejoinder.pdf.write import write_pdf
from treetext import tree_text


def set_lines(*lines: Line) -> bytes:
    elements = (Element(1, "Document"), Element(2, "P", 1))
    return write_pdf(made_up(elements, page(column([replace(one, element=2) for one in lines]))), LETTER, stamp=None)


def set_word(shaped: Shaped) -> bytes:
    one = segment("x")
    return set_lines(line(replace(one, shaped=(shaped,), gaps=(None,))))


def fonts(data: bytes) -> list[dict[str, Any]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [_font(font) for font in pdf.pages[0].Resources.Font.values()]


def _font(font: Any) -> dict[str, Any]:
    cid_font = font.DescendantFonts[0]
    mapping = cid_font.CIDToGIDMap
    return {
        "name": str(font.BaseFont)[1:],
        "subtype": str(cid_font.Subtype),
        "map": mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else str(mapping),
        "widths": _widths(cid_font.W),
        "program": cid_font.FontDescriptor.FontFile2.read_bytes(),
        "flags": int(cid_font.FontDescriptor.Flags),
        "stem": float(cid_font.FontDescriptor.StemV),
    }


def _widths(array: Any) -> dict[int, float]:
    items = list(array)
    return {
        int(start) + place: float(width)
        for start, widths in zip(items[::2], items[1::2], strict=True)
        for place, width in enumerate(widths)
    }


def test_ligatures_and_accents_are_read_back_as_letters() -> None:
    text = "Office affluent naïve Łódź “fjord” ½ α"
    assert tree_text(set_lines(line(segment(text)))) == [("P", text)]


def test_one_glyph_for_one_reading_needs_no_map() -> None:
    (font,) = fonts(set_lines(line(segment("plain"))))
    assert font["map"] == "/Identity"
    assert font["subtype"] == "/CIDFontType2"


def test_hyphens_of_three_kinds_are_three_codes_for_one_glyph() -> None:
    data = set_lines(line(segment("well‐known - mea\u00ad")), line(segment("sured")))
    assert tree_text(data) == [("P", "well‐known - mea\u00adsured")]
    (font,) = fonts(data)
    gids = [int.from_bytes(font["map"][at : at + 2], "big") for at in range(0, len(font["map"]), 2)]
    hyphens = [code for code, gid in enumerate(gids) if gid == gids[max(font["widths"])]]
    assert len(hyphens) == 3
    assert [code >= typecase().face(SERIF).glyph_count for code in hyphens] == [False, True, True]
    assert len({font["widths"][code] for code in hyphens}) == 1


@pytest.mark.parametrize(("glyph_count", "codes"), [(0xFFFF, [45, 0xFFFF, 0xFFFE]), (0x10000, [45, 0xFFFF, 0xFFFE])])
def test_a_face_that_fills_all_codes_still_has_room_for_a_second_reading(glyph_count: int, codes: list[int]) -> None:
    class Full:
        key = "Full"
        space_gid = 1

        def width(self, gid: int) -> float:
            return 500.0

    Full.glyph_count = glyph_count  # type: ignore[attr-defined]
    face = EmbeddedFace(Full(), "F1")  # type: ignore[arg-type]
    readings = [face.unit(45, reading)[0] for reading in ("-", "\u00ad", "\u2010")]
    assert [int.from_bytes(code, "big") for code in readings] == codes


def test_widths_are_the_faces_own() -> None:
    (font,) = fonts(set_lines(line(segment("AVATAR"))))
    face = typecase().face(SERIF)
    assert font["widths"]
    assert all(width == pytest.approx(face.width(cid), abs=0.001) for cid, width in font["widths"].items())


def test_the_subset_tag_says_what_is_in_it() -> None:
    first, same, other = (fonts(set_lines(line(segment(text))))[0]["name"] for text in ("abc", "cab", "abd"))
    assert first == same != other
    tag, _, rest = first.partition("+")
    assert len(tag) == 6 and tag.isalpha() and tag.isupper()
    assert rest == typecase().face(SERIF).postscript_name


def test_the_program_is_a_subset() -> None:
    (small,) = fonts(set_lines(line(segment("a"))))
    (larger,) = fonts(set_lines(line(segment("abcdefghijklmnopqrstuvwxyz"))))
    assert small["program"][:4] == b"\0\1\0\0"
    assert len(small["program"]) < len(larger["program"]) < 60_000


def test_descriptors_tell_serif_from_sans_and_light_from_bold() -> None:
    serif, sans = sorted(fonts(set_lines(line(segment("a"), segment("a", choice=SANS)))), key=lambda one: one["stem"])
    assert serif["flags"] & 2 and not sans["flags"] & 2
    assert serif["flags"] & 4 and sans["flags"] & 4
    assert serif["stem"] < sans["stem"]


def test_letters_with_marks_say_each_glyph_its_own_character() -> None:
    text = "x\u0304\u0323y"
    (shaped,) = typecase().shape(text, SERIF, "en")
    assert "" in shaped.texts
    assert ["".join(glyph[3] for glyph in cluster) for cluster in clusters(shaped)] == list(text)
    assert tree_text(set_word(shaped)) == [("P", text)]


def test_a_cluster_of_several_glyphs_is_said_once() -> None:
    """As in scripts where one character takes two glyphs, or two take three."""
    (shaped,) = typecase().shape("abc", SERIF, "en")
    word = replace(shaped, text="क्षc", texts=("क्ष", "", "c"))
    data = set_word(word)
    assert tree_text(data) == [("P", "क्षc")]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"/ActualText" in pdf.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("texts", [("", "ab", "c"), ("", "", "abc"), ("abc", "", "")])
def test_wherever_the_silent_glyph_stands_nothing_is_lost(texts: tuple[str, ...]) -> None:
    (shaped,) = typecase().shape("abc", SERIF, "en")
    assert tree_text(set_word(replace(shaped, texts=texts))) == [("P", "abc")]


def test_every_code_survives_the_literal_string() -> None:
    """Parentheses, backslashes and line ends among the bytes of a code."""
    (shaped,) = typecase().shape("abc", SERIF, "en")
    face = EmbeddedFace(shaped.face, "F1")
    wanted = [*range(1, 300), 0x2828, 0x295C, 0x0D0A, 0x5C5C, 0x0A0D]
    written = b"".join(face.unit(gid, chr(0x4E00 + gid))[0] for gid in wanted if gid != face.face.space_gid)
    (operation,) = [o for o in _operations(show(written)) if str(o.operator) == "TJ"]
    (string,) = operation.operands[0]
    assert bytes(string) == b"".join(gid.to_bytes(2, "big") for gid in wanted if gid != face.face.space_gid)


def _operations(content: bytes) -> list[Any]:
    pdf = pikepdf.new()
    return list(pikepdf.parse_content_stream(pdf.make_stream(b"BT " + content + b" ET")))


def test_no_empty_strings_stand_at_the_ends_of_an_array() -> None:
    assert show(b"ab)12(cd") == b"[(ab)12(cd)]TJ"
    assert show(b")5(ab)12(") == b"[5(ab)12]TJ"
    assert show(b"ab\\(") == b"[(ab\\()]TJ"


def test_equal_faces_are_embedded_once() -> None:
    (shaped,) = typecase().shape("abc", SERIF, "en")
    other = typecase().shape("def", SERIF, "en")[0]
    twin = replace(other, face=_Twin(other.face))  # type: ignore[arg-type]
    one = segment("x")
    data = set_lines(line(replace(one, shaped=(shaped, twin), gaps=(2.0, None))))
    assert len(fonts(data)) == 1
    assert tree_text(data) == [("P", "abc def")]


class _Twin:
    """Another object for the same face, as a second typecase has it."""

    def __init__(self, face: Any) -> None:
        self._face = face

    def __getattr__(self, key: str) -> Any:
        return getattr(self._face, key)
