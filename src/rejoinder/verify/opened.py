"""A PDF that was opened, and its objects as values: every reading is bounded, and none of them fails.

What a stranger wrote may be anything where the standard has a dictionary or a number. So each question here has an
answer for that case (None, 0, "", nothing), and whoever asks decides whether it is a fault. Knows the syntax of PDF
(ISO 32000-1, 7), and nothing of what objects mean.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from rejoinder.values import dataclass, field

if TYPE_CHECKING:
    import pikepdf

MOST_OBJECTS = 1_000_000
"""Nodes of all trees and items of all arrays that are looked at."""
MOST_UNPACKED = 48_000_000
"""Bytes of all streams that are unpacked."""
LARGEST_STREAM = 24_000_000
LARGEST_INDEX = 60_000_000
"""Bytes that the library may unpack when it opens a file."""
DEEPEST = 60
MOST_FILTERS = 6
MOST_PAGES = 20_000
LONGEST_TEXT = 100_000

BROKEN = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError, RuntimeError, LookupError)
"""What a library says when it meets something that it did not expect; its own errors are among these."""


class Unreadable(Exception):  # noqa: N818 - it is the state of the file, and the message says why
    """A file that cannot be read at all. Says why, and what would help."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class TooMuch(Exception):  # noqa: N818 - an amount
    """There is more of something than is looked at."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on a file."""

    objects: int = MOST_OBJECTS
    unpacked: int = MOST_UNPACKED

    def object(self, count: int = 1) -> None:
        self.objects -= count
        if self.objects < 0:
            raise TooMuch(f"has more than {MOST_OBJECTS:,} objects to be looked at")

    def bytes(self, count: int) -> None:
        self.unpacked -= count
        if self.unpacked < 0:
            raise TooMuch(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")


@dataclass(slots=True)
class Opened:
    """A file's objects."""

    pdf: pikepdf.Pdf
    head: bytes
    tail: bytes
    budget: Budget = field(default_factory=Budget)
    pages: list[Page] = field(default_factory=list)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    """Of pages, by their objects."""
    faults: list[tuple[str, int]] = field(default_factory=list)
    """What was wrong with the page tree, and at which object."""

    @property
    def root(self) -> Any:
        return self.pdf.Root


@dataclass(slots=True, eq=False)
class Page:
    """A page, with what it inherits (7.7.3.4)."""

    number: int
    obj: Any
    inherited: dict[str, Any]

    def get(self, key: str) -> Any:
        value = entry(self.obj, key)
        return self.inherited.get(key) if value is None else value


def open_pdf(file: BinaryIO) -> Opened:
    """Open a file. Raises `Unreadable`."""
    import pikepdf  # 90 ms

    file.seek(0)
    head = file.read(1024)
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 1024))
    tail = file.read(1024)
    file.seek(0)
    try:
        pdf = pikepdf.open(file, attempt_recovery=False, suppress_warnings=True, inherit_page_attributes=False)
    except pikepdf.PasswordError:
        raise Unreadable(
            "is encrypted, and asks for a password", "save it without one: qpdf --decrypt --password=… old.pdf new.pdf"
        ) from None
    except MemoryError:
        raise Unreadable("claims to be larger than can be read") from None
    except (pikepdf.PdfError, OSError, NotImplementedError, *BROKEN) as broken:
        raise Unreadable(f"is a damaged PDF ({_words(broken)})", "repair it: qpdf old.pdf new.pdf") from None
    opened = Opened(pdf, head, tail)
    if not is_dictionary(pdf.trailer.get("/Root")):
        raise Unreadable("is a damaged PDF (it has no catalog)", "repair it: qpdf old.pdf new.pdf")
    _read_pages(opened)
    return opened


def bound_library() -> None:
    """Limits of the library's own, where it is new enough to have them. They hold for the process, which is ours."""
    from pikepdf import settings

    warnings.simplefilter("ignore")  # it warns of what we report
    bound = getattr(settings, "set_qpdf_limits", None)
    if bound is not None:
        bound(
            doc_max_warnings=200, parser_max_nesting=100, flate_max_memory=LARGEST_INDEX, png_max_memory=LARGEST_INDEX,
            tiff_max_memory=LARGEST_INDEX, run_length_max_memory=LARGEST_INDEX, dct_max_memory=LARGEST_INDEX,
            max_stream_filters=MOST_FILTERS, parser_max_container_size=MOST_OBJECTS,
        )  # fmt: skip


def _words(broken: Exception) -> str:
    words = re.sub(r"^stream <[^>]*>:? ?", "", str(broken).split("\n")[0])
    return "".join(char if char.isprintable() else "?" for char in words)[:100] or type(broken).__name__


def _read_pages(opened: Opened) -> None:
    """The leaves of the page tree, in their order (7.7.3). A branch that leads back is left out."""
    top = entry(opened.root, "/Pages")
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, dict[str, Any]]] = [(top, {})]
    while waiting and len(opened.pages) < MOST_PAGES:
        node, inherited = waiting.pop()
        opened.budget.object()
        if not is_dictionary(node):
            opened.faults.append(("the page tree has something in it that is no page", 0))
            continue
        key = number_of(node)
        if key != (0, 0):
            if key in seen:
                opened.faults.append(("the page tree leads back to itself, or to the same page twice", key[0]))
                continue
            seen.add(key)
        kids = entry(node, "/Kids")
        if kids is None:
            opened.numbers[key] = len(opened.pages)
            opened.pages.append(Page(len(opened.pages) + 1, node, inherited))
            continue
        own = {name: entry(node, name) for name in ("/Resources", "/MediaBox", "/CropBox", "/Rotate") if name in node}
        below = {**inherited, **own}
        waiting += [(kid, below) for kid in reversed(list(items(kids, opened.budget)))]
    if waiting:
        opened.faults.append((f"there are more than {MOST_PAGES:,} pages", 0))
    if not opened.pages:
        raise Unreadable("is a PDF without pages")


# ── objects ───────────────────────────────────────────────────────────────


def entry(value: Any, key: str) -> Any:
    """An entry of a dictionary, or of a stream's; None if there is none."""
    if not is_dictionary(value):
        return None
    try:
        return value.get(key)
    except BROKEN:
        return None


def entries(value: Any) -> dict[str, Any]:
    """All entries of a dictionary at once, which is several times quicker than to ask for each."""
    try:
        return dict(value.items()) if is_dictionary(value) else {}
    except BROKEN:
        return {key: entry(value, key) for key in keys(value)}


def has(value: Any, key: str) -> bool:
    return entry(value, key) is not None


def keys(value: Any) -> list[str]:
    return sorted(value.keys()) if is_dictionary(value) else []


def is_dictionary(value: Any) -> bool:
    """A dictionary, or a stream, which has one."""
    import pikepdf

    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def is_stream(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Stream)


def is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def items(value: Any, budget: Budget) -> Iterator[Any]:
    """What an array holds; a value that is no array is the one item (as in /K, /Filter, /Contents)."""
    if value is None:
        return
    if not is_array(value):
        yield value
        return
    budget.object(len(value))
    yield from value


def name(value: Any) -> str:
    """A name without its solidus; "" for anything else."""
    import pikepdf

    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def text(value: Any) -> str:
    """A text string (7.9.2.2); "" for anything else."""
    import pikepdf

    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    try:
        return str(value)[:LONGEST_TEXT] if isinstance(value, pikepdf.String) else ""
    except BROKEN:
        return ""


def raw(value: Any) -> bytes:
    """A string's bytes; nothing for anything else."""
    import pikepdf

    return bytes(value) if isinstance(value, pikepdf.String) else b""


def number(value: Any) -> float | None:
    from decimal import Decimal

    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value)


def whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(value: Any) -> tuple[int, int]:
    """Number and generation of an object; (0, 0) for one that stands within another."""
    try:
        return value.objgen  # type: ignore[no-any-return]
    except BROKEN:
        return (0, 0)


def box(value: Any) -> tuple[float, float, float, float] | None:
    """A rectangle (7.9.5), its corners in order."""
    if not is_array(value) or len(value) != 4:
        return None
    sides = [number(side) for side in value]
    a, b, c, d = sides
    if a is None or b is None or c is None or d is None:
        return None
    return min(a, c), min(b, d), max(a, c), max(b, d)


# ── trees of names and of numbers ─────────────────────────────────────────


def tree_pairs(root: Any, leaf: str, budget: Budget) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a name tree ("/Names", 7.9.6) or number tree ("/Nums", 7.9.7). What leads back is left out."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        budget.object()
        key = number_of(node)
        if not is_dictionary(node) or (key != (0, 0) and key in seen):
            continue
        seen.add(key)
        pairs = entry(node, leaf)
        if is_array(pairs):
            listed = list(items(pairs, budget))
            yield from zip(listed[::2], listed[1::2], strict=False)
        kids = entry(node, "/Kids")
        if is_array(kids):
            waiting += reversed(list(items(kids, budget)))


# ── streams ───────────────────────────────────────────────────────────────


def filters(stream: Any) -> list[str]:
    """The names of a stream's filters (7.3.8.2), in the order in which they are undone."""
    value = entry(stream, "/Filter")
    listed = list(value) if is_array(value) and len(value) <= MOST_FILTERS + 1 else [value]
    return [name(one) for one in listed if name(one)]


def unpacked(stream: Any, budget: Budget, most: int = LARGEST_STREAM) -> bytes:
    """A stream's data without their filters, no more than `most` bytes. Raises `TooMuch` and `Unreadable`."""
    if not is_stream(stream):
        raise Unreadable("there is no stream where one should be")
    if has(stream, "/F"):
        raise Unreadable("a stream's data lie in another file")
    most = min(most, budget.unpacked)
    names = filters(stream)
    if len(names) > MOST_FILTERS:
        raise TooMuch(f"has a stream with more than {MOST_FILTERS} filters")
    try:
        data: bytes = stream.read_raw_bytes()
        for at, one in enumerate(names):
            data = _undone(stream, data, one, at, most)
    except TooMuch:
        raise
    except Exception as broken:
        raise Unreadable(f"a stream cannot be unpacked ({_words(broken)})") from None
    if len(data) > most:
        raise TooMuch(f"has a stream that unpacks to more than {most / 1_000_000:.0f} MB")
    budget.bytes(len(data))
    return data


def _undone(stream: Any, data: bytes, filter_name: str, at: int, most: int) -> bytes:
    """Data without one filter (7.4)."""
    from rejoinder.pictures.bounded import PackingError
    from rejoinder.pictures.bounded import unpacked as bounded

    parameters = entry(stream, "/DecodeParms")
    if is_array(parameters):
        parameters = parameters[at] if at < len(parameters) else None
    if (whole(entry(parameters, "/Predictor")) or 1) > 1 or filter_name in (
        "LZWDecode",
        "LZW",
        "RunLengthDecode",
        "RL",
    ):
        return _undone_by_library(stream, data, filter_name, parameters, most)
    if filter_name in ("FlateDecode", "Fl"):
        return _inflated(data, most)
    if filter_name == "Crypt":
        return data  # the library has taken it off
    try:
        return bounded(data, [f"/{filter_name}"] if filter_name.endswith("Decode") else ["/ASCIIHexDecode"], most)
    except PackingError:
        raise TooMuch(f"has a stream that cannot be unpacked, or to more than {most / 1_000_000:.0f} MB") from None


def _inflated(data: bytes, most: int) -> bytes:
    inflate = zlib.decompressobj()
    found = inflate.decompress(data, most + 1)
    if len(found) > most:
        raise TooMuch(f"has a stream that unpacks to more than {most / 1_000_000:.0f} MB")
    return found


def _undone_by_library(stream: Any, data: bytes, filter_name: str, parameters: Any, most: int) -> bytes:
    """What is rare enough to be left to the library, after a look at how large it may become."""
    import pikepdf

    if filter_name in ("FlateDecode", "Fl"):
        size = len(_inflated(data, most))
        columns = whole(entry(parameters, "/Columns")) or 1
        depth = (whole(entry(parameters, "/Colors")) or 1) * (whole(entry(parameters, "/BitsPerComponent")) or 8)
        if columns < 1 or depth < 1 or columns * depth > 8 * max(size, 1):
            raise Unreadable("a stream's predictor has rows longer than the stream")
    elif len(data) * 130 > most:  # neither grows more than that: a code of 9 bits, or two bytes, for 128 bytes or so
        raise TooMuch("has a stream that may unpack to more than is looked at")
    alone = pikepdf.Stream(pikepdf.new(), data)
    alone["/Filter"] = pikepdf.Name(f"/{filter_name}")
    if parameters is not None:
        alone["/DecodeParms"] = pikepdf.Dictionary({
            key: value for key in keys(parameters) if (value := whole(entry(parameters, key))) is not None
        })  # fmt: skip
    return alone.read_bytes()
