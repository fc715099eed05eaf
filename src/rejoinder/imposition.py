"""A PDF's pages, two to a sheet: a proof to be printed and folded, or read across.

Knows pages as their boxes, and nothing of what is printed on them. Each page is taken over as it is, as one form
(ISO 32000-1, 8.10) with its own fonts, pictures and colours; none of it is set or packed anew.

A sheet is two pages wide and one high, by their trimmed size, so that it is folded where the pages meet. Where pages
have more than that around them (bleed, crop marks), sheets have as much on all four sides. A printer's driver makes
that fit the paper.

The proof is for printing: it has no tags, links or attachments, and claims to keep no standard. Any PDF may come here,
from anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from rejoinder.document.model import Metadata
from rejoinder.pdf.metadata import PRODUCER, pdf_date, xmp
from rejoinder.pdf.objects import fine, number
from rejoinder.pdf.standard import Standard
from rejoinder.values import dataclass

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

Scheme: TypeAlias = Literal["booklet", "2up"]
"""Sheets to be folded, one into the other, and stitched through the fold; or pages side by side as they are read."""
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

MOST_PAGES = 10_000
MOST_BYTES = 256 * 1024 * 1024
"""Of what is drawn on all pages: many pages may draw the same, and each has to be written out."""
LARGEST = 14_400.0
"""Points; ISO 32000-1, annex C.2: no sheet may be wider or higher."""
LONGEST_TITLE = 4_000
LONGEST_LABEL = 30

_PROOF = Standard("proof", "1.7")
"""No standard at all."""
_RESOURCES = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/Properties")
_LEFT_BEHIND = ("/AF", "/Metadata", "/PieceInfo", "/StructParent", "/StructParents", "/Parent", "/OPI")
"""What leads from a page's parts to something else than ink: attachments, tags, other pages."""
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
"""What says that a stream is in another file (7.3.8.2)."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Pair: TypeAlias = tuple[int | None, int | None]
"""Which pages stand on the left and on the right, counted from 0; None for an empty one."""


class ImpositionError(ValueError):
    """A file whose pages cannot be laid out, and why, in a sentence for its owner."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A page as it lies on the sheet: upright, its trimmed corner below on the left at 0, 0, in points."""

    place: Matrix
    """From the page's own coordinates to these."""
    width: float
    height: float
    around: Bounds
    """How much there is on each side beyond the trimmed size."""
    bounds: Bounds
    """All that is shown, in the page's own coordinates."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all sheets have in common: half of it is as large as the largest page."""

    width: float
    height: float
    margin: float


def impose(pdf: bytes, scheme: Scheme, *, stamp: datetime | None = None) -> bytes:
    """The pages of a PDF, two to a sheet. The same file, scheme and stamp give the same bytes.

    Raises `ImpositionError` for a file that is no PDF, is broken or encrypted, or has pages that fit no sheet.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"no scheme is called {scheme!r}; the schemes are {', '.join(SCHEMES)}")
    _be_silent()
    try:
        return _imposed(pdf, scheme, stamp)
    except ImpositionError:
        raise
    # What a broken file may raise in a reader that is as forgiving as it can be has no common name.
    except Exception as fault:
        raise ImpositionError(_reason(fault)) from fault


def _imposed(pdf: bytes, scheme: Scheme, stamp: datetime | None) -> bytes:
    from pypdf import PdfReader, PdfWriter  # 0.3 s: not for those who want no proof

    if b"%PDF-" not in pdf[:1024]:
        raise ImpositionError("this is not a PDF")
    reader = PdfReader(BytesIO(pdf))
    if reader.is_encrypted:
        raise ImpositionError("this PDF is encrypted: take off its password first")
    count = len(reader.pages)
    if not 1 <= count <= MOST_PAGES:
        raise ImpositionError(f"this PDF has {count or 'no'} pages; from 1 to {MOST_PAGES:,} can be laid out")
    cuts = [_cut(page, place) for place, page in enumerate(reader.pages, start=1)]
    writer = PdfWriter()
    _lay_out(reader, writer, cuts, list(order(count, scheme)))
    _tell(reader, writer, scheme, stamp)
    return _finished(writer, pdf)


# ── which page goes where ─────────────────────────────────────────────────


def order(count: int, scheme: Scheme) -> Iterator[Pair]:
    """The sides of all sheets, front and back in turn; in a booklet from the outermost sheet inwards."""
    if scheme == "2up":
        for first in range(0, count, 2):
            yield first, _there(first + 1, count)
        return
    last = -(-count // 4) * 4 - 1
    for side in range((last + 1) // 2):
        pair = _there(last - side, count), _there(side, count)
        yield pair if side % 2 == 0 else pair[::-1]


def _there(place: int, count: int) -> int | None:
    return place if place < count else None


# ── how large it is ───────────────────────────────────────────────────────


def _cut(page: Any, place: int) -> Cut:
    """Where a page ends (14.11.2): at its TrimBox, if it has one, within what viewers show of it."""
    shown = _within(_box(page, "/CropBox"), _box(page, "/MediaBox"))
    if shown is None:
        raise ImpositionError(f"page {place} of this PDF has no size")
    trim = _within(_box(page, "/TrimBox"), shown) or shown
    unit = _number(page.get("/UserUnit", 1)) or 1.0
    turn = _turned(int(_number(page.get("/Rotate", 0))) % 360, unit)
    left, bottom, right, top = _moved(turn, trim)
    outer = _moved(turn, shown)
    if max(right - left, top - bottom, outer[2] - outer[0], outer[3] - outer[1]) > LARGEST:
        raise ImpositionError(f"page {place} of this PDF is too large: the most is {LARGEST:,.0f} pt")
    around = (left - outer[0], bottom - outer[1], outer[2] - right, outer[3] - top)
    return Cut((*turn[:4], -left, -bottom), right - left, top - bottom, around, shown)


def _turned(angle: int, unit: float) -> Matrix:
    """What turns a page clockwise (7.7.3.3) and makes its units points."""
    cosine, sine = {90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}.get(angle, (1.0, 0.0))
    return (cosine * unit, -sine * unit, sine * unit, cosine * unit, 0.0, 0.0)


def _moved(matrix: Matrix, box: Bounds) -> Bounds:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((box[0], box[1]), (box[2], box[3]))]
    ys = [b * x + d * y + f for x, y in ((box[0], box[1]), (box[2], box[3]))]
    return min(xs), min(ys), max(xs), max(ys)


def _box(page: Any, name: str) -> Bounds | None:
    value = page.get(name)
    if not isinstance(value, list) or len(value) != 4:
        return None
    one, two, three, four = (_number(side) for side in value)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _within(box: Bounds | None, outer: Bounds | None) -> Bounds | None:
    """What two boxes have in common, or the one that is there; None if that is less than a point wide or high."""
    if box is None or outer is None:
        both = box or outer
    else:
        both = max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3])
    return both if both and both[2] - both[0] >= 1 and both[3] - both[1] >= 1 else None


def _number(value: Any) -> float:
    value = value.get_object() if hasattr(value, "get_object") else value
    size = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    return size if abs(size) < 1e6 else 0.0


def _sheet(cuts: list[Cut]) -> Sheet:
    margin = max((max(cut.around) for cut in cuts), default=0.0)
    margin = margin if margin > 0.01 else 0.0
    sheet = Sheet(2 * max(cut.width for cut in cuts) + 2 * margin, max(cut.height for cut in cuts) + 2 * margin, margin)
    if max(sheet.width, sheet.height) > LARGEST:
        raise ImpositionError(f"two pages side by side are too large: the most is {LARGEST:,.0f} pt")
    return sheet


# ── putting it there ──────────────────────────────────────────────────────


def _lay_out(reader: PdfReader, writer: PdfWriter, cuts: list[Cut], sides: list[Pair]) -> None:
    sheet = _sheet(cuts)
    taker = _Taker(reader, writer)
    for pair in sides:
        page = writer.add_blank_page(sheet.width, sheet.height)
        drawn = [_placed(sheet, cuts[one], right) for right, one in enumerate(pair) if one is not None]
        forms = {f"/P{right}": taker.form(one, cuts[one]) for right, one in enumerate(pair) if one is not None}
        taker.dress(page, sheet, drawn, forms, [one for one in pair if one is not None])


def _placed(sheet: Sheet, cut: Cut, right: int) -> str:
    """A page on its half of the sheet: at the fold, and midway in height. What is beyond the fold is cut off."""
    fold = sheet.width / 2
    *turn, e, f = cut.place
    x = fold if right else fold - cut.width
    y = (sheet.height - cut.height) / 2
    half = " ".join(number(value) for value in (fold * right, 0.0, fold, sheet.height))
    matrix = " ".join([*(fine(value) for value in turn), number(e + x), number(f + y)])
    return f"q {half} re W n {matrix} cm /P{right} Do Q"


class _Taker:
    """Takes pages from one file into another; what several pages share is taken once."""

    def __init__(self, reader: PdfReader, writer: PdfWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._bytes = 0
        self._taken: dict[int, Any] = {}
        """Dictionaries of resources that several pages share, by the numbers that they had."""

    def form(self, place: int, cut: Cut) -> Any:
        """A page as a form XObject (8.10.2), and where it is in the new file."""
        from pypdf import generic

        page = self._reader.pages[place]
        form = self._drawing(page)
        entries = {
            "/Type": generic.NameObject("/XObject"),
            "/Subtype": generic.NameObject("/Form"),
            "/BBox": _array(cut.bounds),
            "/Resources": self._resources(page),
        }
        group = page.get("/Group")
        if group is not None:
            entries["/Group"] = self._copy(group)
        for key, value in entries.items():
            form[generic.NameObject(key)] = value
        return getattr(form, "indirect_reference", None) or self._writer._add_object(form)

    def _drawing(self, page: Any) -> Any:
        """What a page draws, as a stream; packed as it was where it is in one piece."""
        from pypdf import generic

        contents = page.get("/Contents")
        contents = contents.get_object() if contents is not None else None
        found: list[Any] = [one.get_object() for one in contents] if isinstance(contents, list) else [contents]
        streams: list[Any] = [one for one in found if isinstance(one, generic.StreamObject)]
        if len(streams) == 1:
            self._weigh(len(streams[0]._data))
            ignored = (*_LEFT_BEHIND, *_ELSEWHERE)
            return streams[0].clone(self._writer, force_duplicate=True, ignore_fields=ignored)
        pieces: list[bytes] = []
        for stream in streams:
            pieces.append(stream.get_data())
            self._weigh(len(pieces[-1]))
        joined = generic.DecodedStreamObject()
        joined.set_data(b"\n".join(pieces))
        return joined.flate_encode()

    def _resources(self, page: Any) -> Any:
        """What a page draws with (7.8.3), by its names."""
        from pypdf import generic

        found = page.get("/Resources")
        found = found.get_object() if found is not None else None
        if not isinstance(found, generic.DictionaryObject):
            return generic.DictionaryObject()
        kinds = [kind for kind in _RESOURCES if kind in found]
        return generic.DictionaryObject({generic.NameObject(kind): self._named(found.raw_get(kind)) for kind in kinds})

    def _named(self, resources: Any) -> Any:
        from pypdf import generic

        shared = resources.idnum if isinstance(resources, generic.IndirectObject) else 0
        if shared in self._taken:
            return self._taken[shared]
        found = resources.get_object()
        named = generic.DictionaryObject()
        if isinstance(found, generic.DictionaryObject):
            for name in found:
                named[generic.NameObject(name)] = self._copy(found.raw_get(name))
        if not shared:
            return named
        self._taken[shared] = self._writer._add_object(named)
        return self._taken[shared]

    def _weigh(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise ImpositionError(f"the pages of this PDF draw too much: the most is {MOST_BYTES // 2**20} MB of it")

    def _copy(self, value: Any) -> Any:
        """A value with all that it needs."""
        if value is None:
            return None
        value = value.get_object() if hasattr(value, "get_object") else value
        copy = value.clone(self._writer, ignore_fields=_LEFT_BEHIND)
        return getattr(copy, "indirect_reference", None) or copy

    def dress(self, page: Any, sheet: Sheet, drawn: list[str], forms: dict[str, Any], places: list[int]) -> None:
        """A sheet's side: its forms, drawn; where it is cut; and the colours in which what shines through is mixed."""
        from pypdf import generic

        content = generic.DecodedStreamObject()
        content.set_data("\n".join(drawn).encode("ascii"))
        named = generic.DictionaryObject({generic.NameObject(name): form for name, form in forms.items()})
        page[generic.NameObject("/Contents")] = self._writer._add_object(content)
        page[generic.NameObject("/Resources")] = generic.DictionaryObject({generic.NameObject("/XObject"): named})
        if sheet.margin:
            trim = (sheet.margin, sheet.margin, sheet.width - sheet.margin, sheet.height - sheet.margin)
            page[generic.NameObject("/TrimBox")] = _array(trim)
        groups = [self._reader.pages[place].get("/Group") for place in places]
        group = next((one for one in groups if one is not None), None)
        if group is not None:
            page[generic.NameObject("/Group")] = self._copy(group)

    def keep(self, name: str) -> None:
        """An entry of the catalog."""
        from pypdf import generic

        value = self._reader.root_object.get(name)
        if value is not None:
            self._writer.root_object[generic.NameObject(name)] = self._copy(value)


def _array(box: Bounds) -> Any:
    from pypdf import generic

    return generic.ArrayObject([generic.FloatObject(number(side)) for side in box])


# ── what is said of it ────────────────────────────────────────────────────


def _tell(reader: PdfReader, writer: PdfWriter, scheme: Scheme, stamp: datetime | None) -> None:
    from pypdf import generic

    taker = _Taker(reader, writer)
    # What the colours mean, and which layers are seen, is the same on a proof.
    taker.keep("/OutputIntents")
    taker.keep("/OCProperties")
    title, lang = _title(reader), str(reader.root_object.get("/Lang") or "")[:LONGEST_LABEL]
    date = pdf_date(stamp)
    said = {"/Title": title, "/Creator": PRODUCER, "/Producer": PRODUCER, "/CreationDate": date, "/ModDate": date}
    writer.add_metadata({key: value for key, value in said.items() if value})
    packet = generic.DecodedStreamObject()
    packet.set_data(xmp(Metadata(title, lang), stamp, _PROOF))
    packet[generic.NameObject("/Type")] = generic.NameObject("/Metadata")
    packet[generic.NameObject("/Subtype")] = generic.NameObject("/XML")
    root = writer.root_object
    root[generic.NameObject("/Metadata")] = writer._add_object(packet)
    viewer = generic.DictionaryObject({generic.NameObject("/DisplayDocTitle"): generic.BooleanObject(bool(title))})
    if scheme == "booklet":
        viewer[generic.NameObject("/Duplex")] = generic.NameObject("/DuplexFlipShortEdge")
    root[generic.NameObject("/ViewerPreferences")] = viewer
    if lang:
        root[generic.NameObject("/Lang")] = generic.TextStringObject(lang)
    root[generic.NameObject("/PageLabels")] = _labels(reader, order(len(reader.pages), scheme))


def _title(reader: PdfReader) -> str:
    """From the Info dictionary, or from XMP where there is none."""
    title: Any = reader.metadata.title if reader.metadata else None
    if not title:
        try:
            titles = reader.xmp_metadata.dc_title if reader.xmp_metadata else {}
        except Exception:  # as much can be wrong with it as with the file; a proof does without its title
            titles = {}
        title = (titles or {}).get("x-default") or next(iter((titles or {}).values()), "")
    return str(title or "")[:LONGEST_TITLE]


def _labels(reader: PdfReader, sides: Iterator[Pair]) -> Any:
    """What viewers call the sides (12.4.2): "8–1", after the labels that the pages had."""
    from pypdf import generic

    labels = [label[:LONGEST_LABEL] for label in reader.page_labels]
    numbers = generic.ArrayObject()
    for place, pair in enumerate(sides):
        said = "–".join(labels[one] for one in pair if one is not None)
        label = generic.DictionaryObject({generic.NameObject("/P"): generic.TextStringObject(said)})
        numbers += [generic.NumberObject(place), label]
    return generic.DictionaryObject({generic.NameObject("/Nums"): numbers})


def _finished(writer: PdfWriter, pdf: bytes) -> bytes:
    """The file's bytes. Its /ID is a digest: of what it was made from, and of all that is in it (14.4)."""
    from pypdf import generic

    writer.pdf_header = "%PDF-2.0" if pdf[:1024].find(b"%PDF-2") >= 0 else "%PDF-1.7"
    out = BytesIO()
    writer.write(out)
    digests = [blake2b(data, digest_size=16).digest() for data in (pdf, out.getvalue())]
    # There is no other way to give it an /ID that is always the same.
    writer._ID = generic.ArrayObject([generic.ByteStringObject(digest) for digest in digests])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# ── what is wrong with it ─────────────────────────────────────────────────


def _be_silent() -> None:
    """The library writes what it had to mend in a file to its log; nobody asked for that log here."""
    import logging

    log = logging.getLogger("pypdf")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _reason(fault: Exception) -> str:
    from pypdf.errors import PyPdfError

    if isinstance(fault, RecursionError):
        return "this PDF is broken: its parts are nested too deeply"
    if isinstance(fault, PyPdfError) and str(fault).strip():
        return f"this PDF is broken: {' '.join(str(fault).split())[:120].rstrip('.')}"
    return "this PDF is broken: its parts are not what they should be"
