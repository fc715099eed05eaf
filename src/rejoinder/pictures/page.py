"""A page of another PDF as a picture: its content, and of its resources what the content uses (ISO 32000-1, 7.8).

What is taken is made such that a PDF/A-2 may hold it (ISO 19005-2, 6.2): marked content of the other document's
structure, interpolation, transfer functions and the like are left out; what cannot be left out is refused. Scripts,
actions, annotations, attachments and metadata are never looked at. Knows nothing of the file that the page will be in:
an `Entity` is an object of it without a number.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from rejoinder.geometry import Pt
from rejoinder.pictures.bounded import PackingError, inflated, unpacked
from rejoinder.pictures.cmyk import CMYK, CMYK_AS_RGB, CMYK_FUNCTION
from rejoinder.pictures.glyphnames import unicode_map
from rejoinder.pictures.operators import OPERATORS
from rejoinder.pictures.profile import CHANNELS, is_fitting
from rejoinder.pictures.refusal import RefusedError, Warn
from rejoinder.values import dataclass

if TYPE_CHECKING:
    import pikepdf

Part: TypeAlias = str | int
"""Of an object's text: characters (ASCII), or the place of another entity, to which it refers."""
Parts: TypeAlias = tuple[Part, ...]


class PressInks(Protocol):
    """How a page's plain colours are printed where nothing may stay RGB (ISO 15930-7, 6.2.4)."""

    def __hash__(self) -> int: ...

    @property
    def mixing(self) -> str:
        """The space in which what shines through is mixed."""
        ...

    @property
    def light(self) -> PressInks:
        """Inks for masks, of which only the light counts."""
        ...

    def paint(self, colour: tuple[float, float, float], *, stroke: bool) -> str:
        """The operator for a colour in RGB."""
        ...

    def paint_inks(self, colour: tuple[float, float, float, float], *, stroke: bool) -> str:
        """The operator for a colour in CMYK."""
        ...

    @property
    def rgb_profile(self) -> bytes:
        """What RGB means that stays as it is: pixels and gradients."""
        ...


@dataclass(frozen=True, slots=True)
class Entity:
    """An object: its text; or, if there are data, the entries of a stream's dictionary, and how it is stored."""

    text: Parts
    data: bytes | None = None
    packed: bool = False
    """The data are as some filter, named among the entries, left them."""


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page as a form. `entities[form]` is drawn in a space of 1 pt, with the visible page from (0, 0) upwards."""

    width: Pt
    height: Pt
    entities: tuple[Entity, ...]
    form: int
    translucent: bool
    coloured: bool = False
    """Whether something in it keeps colours that are none of the press, for which it was read: pixels, gradients."""


LARGEST_KEPT = 2_000_000
"""Of files whose pages are kept for a while."""
MOST_ENTITIES = 100_000
MOST_CONTENT = 40_000_000
"""Bytes of all content streams."""
MOST_OPERATORS = 600_000
MOST_REPACKED = 100_000_000
DEEPEST = 40
"""Forms in forms, and arrays in arrays."""
DEEPEST_STATES = 28
"""Of q … Q in each other (ISO 19005-2, 6.1.13)."""
LARGEST_INDEX = 60_000_000
"""Bytes of all unpacked object streams and cross-reference streams."""

FILTERS = frozenset((
    "/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/RunLengthDecode", "/ASCII85Decode",
    "/ASCIIHexDecode",
))  # fmt: skip
"""Those that are left in place; LZW may not stand in a PDF/A (ISO 19005-2, 6.1.7.2)."""

CATEGORIES = ("ColorSpace", "ExtGState", "Font", "Pattern", "Shading", "XObject")
STATE_KEYS = frozenset((
    "/LW", "/LC", "/LJ", "/ML", "/D", "/Font", "/FL", "/SA", "/BM", "/SMask", "/CA", "/ca", "/AIS", "/TK", "/OP", "/op",
))  # fmt: skip
"""Of a graphics state (8.4.5): all that a PDF/A may have (ISO 19005-2, 6.2.5)."""
IMAGE_KEYS = frozenset((
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/ImageMask", "/Mask", "/Decode", "/SMask", "/Matte",
))  # fmt: skip
FORM_KEYS = frozenset(("/BBox", "/Matrix", "/Group"))
TILE_KEYS = frozenset(("/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix"))
LEFT_OUT = frozenset((
    "/Metadata", "/StructParent", "/StructParents", "/OC", "/OPI", "/PieceInfo", "/LastModified", "/Parent", "/AF",
    "/Measure", "/PtData", "/CIDSet", "/Length", "/Filter", "/DecodeParms", "/F", "/FFilter",
    "/FDecodeParms", "/DL",
))  # fmt: skip
"""Keys that no copied dictionary keeps: they lead elsewhere, or are said anew. CIDSet is best left out: it
must be complete if it is there (ISO 19005-2, 6.2.11.4.2)."""

BLEND_MODES = frozenset((
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
))  # fmt: skip

EMBED_HINT = (
    "embed its fonts: in R use cairo_pdf(); or gs -o new.pdf -sDEVICE=pdfwrite -dEmbedAllFonts=true "
    "-dNEVEREMBED='[]' old.pdf"
)

_ARTIFICIAL = frozenset(("BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "ri", "i"))
"""Marks of the other document's structure, and what a PDF/A need not know."""
_CMYK_OPERATORS = frozenset(("k", "K"))
_OPERATOR = re.compile(rb"(?<![^\s\])>}])[A-Za-z'\"]+\*?(?![^\s\[(/<{%])")
_INLINE_SPACE = re.compile(rb"/(?:CS|ColorSpace)\s*/([^\s/\[\]<>()]+)")
_INLINE_INTERPOLATED = re.compile(rb"(/(?:I|Interpolate)\s+)true")
_INLINE_LZW = re.compile(rb"/(?:LZW|LZWDecode|Crypt)\b")
_INDEX_STREAM = re.compile(rb"/(?:ObjStm|XRef)\b[^\x00]{0,400}?stream\r?\n")
_EXPECTED_GROWTH = 250
"""Of LZW and the like, at the most that is believed."""
_PARSING = Lock()
"""Warnings are silenced for the whole process."""


def read_page(data: bytes, warn: Warn, press: PressInks | None = None) -> ImportedPage:
    """The first page of a file; its plain colours in the inks of a press, if there is one. Raises `RefusedError`."""
    page, doubts = _kept(data, press) if len(data) <= LARGEST_KEPT else _read(data, press)
    for message, hint in doubts:
        warn(message, hint)
    return page


def _read(data: bytes, press: PressInks | None) -> tuple[ImportedPage, list[tuple[str, str]]]:
    import pikepdf  # 100 ms

    doubts: list[tuple[str, str]] = []
    _check_indexes(data)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise RefusedError("is an encrypted PDF", "save it without a password: qpdf --decrypt old.pdf new.pdf")
            return _first_page(pdf, lambda message, hint: doubts.append((message, hint)), press), doubts
    except pikepdf.PasswordError:
        raise RefusedError(
            "is a PDF that asks for a password", "save it without one: qpdf --decrypt --password=… old.pdf new.pdf"
        ) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, ArithmeticError,
            AttributeError, RuntimeError, NotImplementedError) as broken:  # fmt: skip
        # a library that reads what strangers wrote says in many ways that it cannot
        raise RefusedError(f"is a damaged PDF ({_first_words(broken)})", "repair it: qpdf old.pdf new.pdf") from None


_kept = lru_cache(maxsize=8)(_read)
"""A picture is read when its letter is, and again when it is printed."""


def _first_words(broken: Exception) -> str:
    words = str(broken).split("\n")[0]
    return "".join(char if char.isprintable() else "?" for char in words)[:80] or type(broken).__name__


def _check_indexes(data: bytes) -> None:
    """Object streams must not grow beyond measure: the library unpacks them in memory when it opens a file."""
    total = 0
    for found in _INDEX_STREAM.finditer(data):
        total += inflated(memoryview(data)[found.end() :], LARGEST_INDEX - total + 1)
        if total > LARGEST_INDEX:
            raise RefusedError("is a PDF that grows beyond measure when it is unpacked", "save it again")


def _first_page(pdf: pikepdf.Pdf, warn: Warn, press: PressInks | None) -> ImportedPage:
    if not len(pdf.pages):
        raise RefusedError("is a PDF without pages")
    if len(pdf.pages) > 1:
        warn(f"has {len(pdf.pages)} pages; only the first is used", "qpdf in.pdf --pages . 2 -- out.pdf takes another")
    _refuse_hidden_layers(pdf)
    page = pdf.pages[0]
    if any(_name(note.get("/Subtype")) not in ("/Link", "/Popup") for note in page.obj.get("/Annots") or []):
        warn("has annotations or form fields, which are left out", "print it to a PDF to make them part of the page")
    copy = _Copy(pdf, cmyk=False, press=press)
    imported = copy.page(page)
    if copy.saw_cmyk and press is None:
        warn(
            "has CMYK colours without a profile; they are turned into RGB by a simple sum",
            "save it as RGB, or with a colour profile",
        )
        imported = _Copy(pdf, cmyk=True).page(page)
    return imported


def _refuse_hidden_layers(pdf: pikepdf.Pdf) -> None:
    layers: Any = pdf.Root.get("/OCProperties")
    default: Any = layers.get("/D") if _is_dictionary(layers) else None
    if _is_dictionary(default) and (len(default.get("/OFF") or []) or _name(default.get("/BaseState")) == "/OFF"):
        raise RefusedError("is a PDF with hidden layers", "save it without them, or with all of them visible")


class _Used:
    """Names of the resources that a content uses, by category, and what it found on the way."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, None]] = {category: {} for category in CATEGORIES}
        self.inline_rgb = False
        """Whether there is an image among its operators that may be in RGB."""

    def add(self, category: str, name: str) -> None:
        self.names[category][name] = None


class _Copy:
    """Copies what a page needs, each object once, in an order that depends on nothing but the page."""

    def __init__(self, pdf: pikepdf.Pdf, *, cmyk: bool, press: PressInks | None = None) -> None:
        import pikepdf

        self._pike = pikepdf
        self._pdf = pdf
        self._cmyk = cmyk
        self._press = press
        self._rgb = False
        self.saw_cmyk = False
        self._entities: list[Entity | None] = []
        self._known: dict[tuple[int, int, str], int] = {}
        self._open: set[tuple[int, int]] = set()
        self._content = 0
        self._operators = 0
        self._repacked = 0
        self._depth = 0
        self._translucent = False
        self._unembedded: dict[str, None] = {}

    # ── the page ──────────────────────────────────────────────────────────

    def page(self, page: pikepdf.Page) -> ImportedPage:
        left, low, right, high = self._visible(page)
        unit = float(page.obj.get("/UserUnit", 1))
        turn = int(page.obj.get("/Rotate") or self._inherited(page.obj, "/Rotate") or 0) % 360
        if turn % 90 or not 0 < unit <= 1000:
            raise RefusedError("is a PDF whose page is turned or scaled in no sensible way", "save it again")
        across, up = (right - left) * unit, (high - low) * unit
        matrix = {
            0: (unit, 0, 0, unit, -left * unit, -low * unit),
            90: (0, -unit, unit, 0, -low * unit, right * unit),
            180: (-unit, 0, 0, -unit, right * unit, high * unit),
            270: (0, unit, -unit, 0, high * unit, -left * unit),
        }[turn]
        width, height = (up, across) if turn % 180 else (across, up)
        resources = page.obj.get("/Resources") or self._inherited(page.obj, "/Resources")
        entries: list[Part] = ["/Type /XObject /Subtype /Form"]
        entries.append(f" /BBox [{' '.join(_number(one) for one in (left, low, right, high))}]")
        entries.append(f" /Matrix [{' '.join(_number(one) for one in matrix)}]")
        group = page.obj.get("/Group")
        if _is_dictionary(group):
            entries += [" /Group ", *self._group(group)]
        content = b"\n".join(self._raw_content(page.obj.get("/Contents")))
        form = self._reserve()
        data, used = self._filtered(content, [resources])
        entries += [" /Resources ", *self._resources(used, [resources])]
        self._entities[form] = Entity(_joined(entries), data)
        if self._unembedded:
            names = ", ".join(self._unembedded)
            raise RefusedError(f"is a PDF that uses fonts without holding them: {names}", EMBED_HINT)
        entities = tuple(one for one in self._entities if one is not None)
        assert len(entities) == len(self._entities)
        return ImportedPage(width, height, entities, form, self._translucent, self._rgb)

    def _visible(self, page: pikepdf.Page) -> tuple[float, float, float, float]:
        sides = [float(side) for side in page.mediabox]
        crop = [float(side) for side in page.cropbox]
        if len(sides) != 4 or len(crop) != 4:
            raise RefusedError("is a PDF whose page has no size")
        outer, inner = _ordered(sides), _ordered(crop)
        box = (max(outer[0], inner[0]), max(outer[1], inner[1]), min(outer[2], inner[2]), min(outer[3], inner[3]))
        if not (box[0] < box[2] and box[1] < box[3]):
            raise RefusedError("is a PDF whose page has no size")
        return box

    def _inherited(self, node: Any, key: str) -> Any:
        for _ in range(DEEPEST):
            node = node.get("/Parent")
            if not _is_dictionary(node):
                return None
            if key in node:
                return node.get(key)
        return None

    def _raw_content(self, contents: Any) -> Iterator[bytes]:
        """The page's content, unpacked; several streams are one (7.8.2)."""
        if contents is None:
            return
        if isinstance(contents, self._pike.Array):
            for number, one in enumerate(contents):
                if number > MOST_ENTITIES:
                    raise RefusedError("is a PDF with too many parts", "save it again")
                yield self._unpacked(one)
        else:
            yield self._unpacked(contents)

    def _unpacked(self, stream: Any) -> bytes:
        if not isinstance(stream, self._pike.Stream):
            return b""
        data = self._decoded(stream, MOST_CONTENT - self._content)
        self._content += len(data)
        return data

    def _decoded(self, stream: Any, most: int) -> bytes:
        """A stream's data without filters, but no more than so many."""
        if "/F" in stream:
            raise RefusedError("is a PDF that wants to read another file")
        filters = [name for name, _ in _filters(stream)]
        parameters = [one for _, one in _filters(stream)]
        plain = all(not _is_dictionary(one) or int(one.get("/Predictor", 1)) <= 1 for one in parameters)
        try:
            if plain and all(name in ("/FlateDecode", "/ASCII85Decode", "/ASCIIHexDecode") for name in filters):
                return unpacked(stream.read_raw_bytes(), filters, most)
            if len(stream.read_raw_bytes()) * _EXPECTED_GROWTH > most:
                raise PackingError
            data = bytes(stream.read_bytes())
        except PackingError:
            raise RefusedError("is a PDF that grows beyond measure when it is unpacked", "save it again") from None
        if len(data) > most:
            raise RefusedError("is a PDF that grows beyond measure when it is unpacked", "save it again")
        return data

    # ── contents ──────────────────────────────────────────────────────────

    def _filtered(self, content: bytes, sources: list[Any]) -> tuple[bytes, _Used]:
        """The content without marks, its states closed, and what it uses (7.8.2, Annex A)."""
        used = _Used()
        colours = _Colours(self._press, lambda name: self._kind_of_space(name, sources)) if self._press else None
        kept: list[Any] = []
        states = 0
        operators = self._parsed(content)
        shown = _shown_fonts(operators)
        for one in operators:
            if isinstance(one, self._pike.ContentStreamInlineImage):
                kept.append(self._inline(one, used))
                continue
            operator = str(one.operator)
            if operator == "q":
                states += 1
                if states > DEEPEST_STATES:
                    raise RefusedError("is a PDF with graphics nested too deeply", "save it again with another program")
            elif operator == "Q":
                if not states:
                    continue
                states -= 1
            if operator in _ARTIFICIAL or operator not in OPERATORS:
                continue
            if operator == "Tf" and (not len(one.operands) or str(one.operands[0]) not in shown):
                continue  # many programs choose a font that they never set a word in, nor embed
            printed = colours.printed(operator, one.operands) if colours else None
            if printed is not None:
                kept.append(printed)
                continue
            self._note(operator, one.operands, used)
            kept.append(one)
        lines: list[bytes] = []
        for one in kept:
            lines.append(one if isinstance(one, bytes) else self._pike.unparse_content_stream([one]))
        return b"\n".join([*lines, *[b"Q"] * states]), used

    def _kind_of_space(self, name: str, sources: list[Any]) -> str:
        """Whether a colour space is simply `rgb` or `cmyk`, or something else."""
        shelves = [one.get("/ColorSpace") for one in sources if _is_dictionary(one)]
        space = next((shelf.get(name) for shelf in shelves if _is_dictionary(shelf) and name in shelf), None)
        if space is None or isinstance(space, self._pike.Name):
            return {"/DeviceRGB": "rgb", CMYK: "cmyk"}.get(name if space is None else str(space), "")
        if not isinstance(space, self._pike.Array) or len(space) < 2:
            return ""
        if _name(space[0]) == "/CalRGB":
            return "rgb"
        if _name(space[0]) == "/ICCBased" and isinstance(space[1], self._pike.Stream):
            return {3: "rgb", 4: "cmyk"}.get(int(space[1].get("/N", 0)), "")
        return ""

    def _parsed(self, content: bytes) -> list[Any]:
        """The library says aloud where a content ends too soon; readers show what there is, and so do we.

        What looks like operators is counted first, since it takes the library a few hundred bytes to hold one.
        """
        for _ in _OPERATOR.finditer(content):
            self._operators += 1
            if self._operators > MOST_OPERATORS:
                raise RefusedError(
                    f"is a PDF with more than {MOST_OPERATORS} drawing operators",
                    "thin its data out, or save it as PNG",
                )
        with _PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(self._pike.parse_content_stream(self._pike.Stream(self._pdf, content)))

    def _note(self, operator: str, operands: Any, used: _Used) -> None:
        category = OPERATORS[operator]
        if operator in _CMYK_OPERATORS:
            self.saw_cmyk = True
        if category and len(operands):
            operand = operands[0] if operator != "scn" and operator != "SCN" else operands[-1]
            if isinstance(operand, self._pike.Name):
                used.add(category, str(operand))

    def _inline(self, one: Any, used: _Used) -> bytes:
        """An image among the operators (8.9.7)."""
        written: bytes = one.iimage.unparse()
        head, _, rest = written.partition(b"ID")
        if _INLINE_LZW.search(head):
            raise RefusedError("is a PDF with LZW compression inside", "save it again with another program")
        for space in _INLINE_SPACE.findall(head):
            if space in (b"CMYK", b"DeviceCMYK"):
                self.saw_cmyk = True
            elif space in (b"RGB", b"DeviceRGB", b"I", b"Indexed"):
                used.inline_rgb = True
            elif space not in (b"G", b"DeviceGray"):
                used.add("ColorSpace", "/" + space.decode("latin-1"))
        return _INLINE_INTERPOLATED.sub(rb"\1false", head) + b"ID" + rest

    def _resources(self, used: _Used, sources: Iterable[Any]) -> Parts:
        """The resources that a content uses, each from the first of the dictionaries that has it."""
        found = [one for one in sources if _is_dictionary(one)]
        parts: list[Part] = ["<<"]
        for category in CATEGORIES:
            entries = list(self._category(category, used, found))
            if category == "ColorSpace" and self._cmyk and "/DefaultCMYK" not in entries:
                entries += ["/DefaultCMYK ", self._default_cmyk(), " "]
            if category == "ColorSpace" and self._press and used.inline_rgb and "/DefaultRGB " not in entries:
                entries += ["/DefaultRGB ", *self._explained_rgb(), " "]
            if entries:
                parts += [f"/{category} <<", *entries, ">>"]
        return _joined([*parts, ">>"])

    def _category(self, category: str, used: _Used, sources: list[Any]) -> Iterator[Part]:
        wanted = dict(used.names[category])
        if category == "ColorSpace":
            wanted |= {"/DefaultGray": None, "/DefaultRGB": None, "/DefaultCMYK": None}
        for key in sorted(wanted):
            shelf = next((s for one in sources if _is_dictionary(s := one.get(f"/{category}")) and key in s), None)
            if shelf is None:
                self._missing(category, key)
                continue
            yield f"{_escaped(key)} "
            yield from self._resource(category, shelf.get(key))
            yield " "

    def _missing(self, category: str, key: str) -> None:
        device = ("/DeviceGray", "/DeviceRGB", CMYK, "/Pattern", "/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
        if key == CMYK:
            self.saw_cmyk = True
        if not (category == "ColorSpace" and key in device):
            raise RefusedError(f"is a damaged PDF: its {category.lower()} {key[1:]} is missing", "save it again")

    def _resource(self, category: str, value: Any) -> Parts:
        with self._deeper():
            match category:
                case "ColorSpace":
                    return self._space(value)
                case "ExtGState":
                    return self._once(value, "state", self._state)
                case "Font":
                    return self._once(value, "font", self._font)
                case "Pattern":
                    return self._once(value, "pattern", self._pattern)
                case "XObject":
                    return self._once(value, "xobject", self._xobject)
            return self._value(value)

    def _deeper(self) -> _Deeper:
        return _Deeper(self)

    # ── objects, each once ────────────────────────────────────────────────

    def _reserve(self) -> int:
        if len(self._entities) >= MOST_ENTITIES:
            raise RefusedError("is a PDF with too many objects", "thin its data out, or save it as PNG")
        self._entities.append(None)
        return len(self._entities) - 1

    def _once(self, value: Any, role: str, write: Any) -> Parts:
        """An object as an entity of its own; one that is drawn within itself is refused."""
        key = value.objgen if hasattr(value, "objgen") else (0, 0)
        if key[0] and (*key, role) in self._known:
            if key in self._open:
                raise RefusedError("is a PDF with a drawing that contains itself")
            return (self._known[*key, role],)
        place = self._reserve()
        if key[0]:
            self._known[*key, role] = place
            self._open.add(key)
        self._entities[place] = write(value)
        self._open.discard(key)
        return (place,)

    def _value(self, value: Any) -> Parts:
        """Any object that draws nothing by itself: numbers, functions, shadings, parts of fonts."""
        with self._deeper():
            key = getattr(value, "objgen", (0, 0))
            if isinstance(value, self._pike.Stream) or (key[0] and isinstance(value, self._pike.Dictionary)):
                if key[0] and (*key, "") in self._known:
                    return (self._known[*key, ""],)
                place = self._reserve()
                if key[0]:
                    self._known[*key, ""] = place
                self._entities[place] = self._plain(value)
                return (place,)
            return self._direct(value)

    def _direct(self, value: Any) -> Parts:
        if isinstance(value, self._pike.Dictionary):
            return _joined(["<<", *self._entries(value), ">>"])
        if isinstance(value, self._pike.Array):
            parts: list[Part] = ["["]
            for one in value:
                parts += [*self._value(one), " "]
            return _joined([*parts, "]"])
        if isinstance(value, self._pike.Name):
            if str(value) == CMYK:
                self.saw_cmyk = True
            if str(value) == "/DeviceRGB" and self._press:
                return self._explained_rgb()
            return (_escaped(str(value)),)
        if isinstance(value, self._pike.String):
            return (f"<{bytes(value).hex()}>",)
        if value is None:
            return ("null",)
        if isinstance(value, bool):
            return ("true" if value else "false",)
        if isinstance(value, int | Decimal | float):
            return (_number(value),)
        raise RefusedError("is a damaged PDF: it holds an object of no kind")

    def _entries(self, dictionary: Any, keys: frozenset[str] | None = None) -> Iterator[Part]:
        for key in sorted(dictionary.keys()):
            if key in LEFT_OUT or (keys is not None and key not in keys):
                continue
            yield f" {_escaped(key)} "
            yield from (
                self._space(dictionary.get(key)) if key in ("/ColorSpace", "/CS") else self._value(dictionary.get(key))
            )

    def _plain(self, value: Any) -> Entity:
        entries = list(self._entries(value))
        if isinstance(value, self._pike.Stream):
            return self._stream(entries, value)
        return Entity(_joined(["<<", *entries, ">>"]))

    def _stream(self, entries: list[Part], stream: Any) -> Entity:
        """A stream's data as they are packed; unpacked, if it is packed in a way that a PDF/A may not hold."""
        if "/F" in stream:
            raise RefusedError("is a PDF that wants to read another file")
        filters = _filters(stream)
        if any(name in ("/JPXDecode", "/Crypt") for name, _ in filters):
            raise RefusedError("is a PDF with JPEG 2000 or encryption inside", "save it again with another program")
        if not filters or not all(name in FILTERS for name, _ in filters):
            data = self._decoded(stream, MOST_REPACKED - self._repacked)
            self._repacked += len(data)
            return Entity(_joined(entries), data)
        entries = [*entries, f" /Filter [{' '.join(name for name, _ in filters)}]"]
        if any(_is_dictionary(one) for _, one in filters):
            entries.append(" /DecodeParms [")
            for _, one in filters:
                entries += [*(self._direct(one) if _is_dictionary(one) else ("null",)), " "]
            entries.append("]")
        return Entity(_joined(entries), bytes(stream.read_raw_bytes()), packed=True)

    # ── what draws ────────────────────────────────────────────────────────

    def _xobject(self, value: Any) -> Entity:
        if not isinstance(value, self._pike.Stream):
            raise RefusedError("is a damaged PDF: a drawing in it is missing")
        match _name(value.get("/Subtype")):
            case "/Image":
                return self._image(value)
            case "/Form" if "/Ref" not in value and "/PS" not in value:
                return self._form(value)
        raise RefusedError("is a PDF with PostScript or a reference to another file inside", "save it again")

    def _image(self, value: Any) -> Entity:
        entries: list[Part] = ["/Type /XObject /Subtype /Image"]
        for key in sorted(value.keys()):
            if key in ("/SMask", "/Mask") and isinstance(value.get(key), self._pike.Stream):
                self._translucent |= key == "/SMask"
                with self._deeper():
                    entries += [f" {key} ", *self._once(value.get(key), "xobject", self._image)]
            elif key == "/ColorSpace":
                entries += [f" {key} ", *self._space(value.get(key))]
            elif key in IMAGE_KEYS and key != "/SMask":
                entries += [f" {key} ", *self._value(value.get(key))]
        return self._stream(entries, value)

    def _form(self, value: Any) -> Entity:
        entries: list[Part] = ["/Type /XObject /Subtype /Form", *self._entries(value, FORM_KEYS - {"/Group"})]
        group = value.get("/Group")
        if _is_dictionary(group):
            entries += [" /Group ", *self._group(group)]
        return self._drawn(entries, value)

    def _drawn(self, entries: list[Part], stream: Any) -> Entity:
        """A content stream with resources of its own; those that it takes from its page become its own."""
        sources = [stream.get("/Resources"), self._pdf.pages[0].obj.get("/Resources")]
        data, used = self._filtered(self._unpacked(stream), sources)
        return Entity(_joined([*entries, " /Resources ", *self._resources(used, sources)]), data)

    def _group(self, group: Any) -> Parts:
        """A transparency group (11.6.6), blended in a colour space that the file can have."""
        if _name(group.get("/S")) != "/Transparency":
            return (f"<</S /Transparency /CS {self._press.mixing if self._press else '/DeviceRGB'}>>",)
        self._translucent = True
        space = group.get("/CS")
        written: Parts = ("/DeviceRGB",)
        if self._press:
            written = (self._press.mixing,)
        elif space is not None and not (isinstance(space, self._pike.Name) and str(space) == CMYK):
            written = self._space(space)
        flags = "".join(f" {key} true" for key in ("/I", "/K") if group.get(key) is True)
        return _joined(["<</S /Transparency /CS ", *written, f"{flags}>>"])

    def _pattern(self, value: Any) -> Entity:
        if isinstance(value, self._pike.Stream):
            return self._drawn(["/Type /Pattern /PatternType 1", *self._entries(value, TILE_KEYS)], value)
        parts: list[Part] = [
            "<</Type /Pattern /PatternType 2",
            *self._entries(value, frozenset(("/Matrix", "/Shading"))),
        ]
        if _is_dictionary(value.get("/ExtGState")):
            parts += [" /ExtGState ", *self._once(value.get("/ExtGState"), "state", self._state)]
        return Entity(_joined([*parts, ">>"]))

    def _state(self, value: Any) -> Entity:
        parts: list[Part] = ["<</Type /ExtGState"]
        for key in sorted(value.keys()):
            if key not in STATE_KEYS:
                continue
            one = value.get(key)
            if key in ("/CA", "/ca"):
                self._translucent |= float(one) < 1
            parts.append(f" {key} ")
            if key == "/BM":
                parts.append(self._blend_mode(one))
            elif key == "/SMask":
                parts += self._soft_mask(one)
            elif key == "/Font":
                parts += ["[", *self._once(one[0], "font", self._font), " ", *self._value(one[1]), "]"]
            else:
                parts += self._value(one)
        return Entity(_joined([*parts, ">>"]))

    def _blend_mode(self, value: Any) -> str:
        modes = [_name(one) for one in value] if isinstance(value, self._pike.Array) else [_name(value)]
        mode = next((one for one in modes if one in BLEND_MODES), "/Normal")
        self._translucent |= mode not in ("/Normal", "/Compatible")
        return mode

    def _soft_mask(self, value: Any) -> Parts:
        if not _is_dictionary(value):
            return ("/None",)
        self._translucent = True
        press, self._press = self._press, self._press.light if self._press else None
        group = self._once(value.get("/G"), "mask" if press else "xobject", self._xobject)
        self._press = press
        kind = "/Luminosity" if _name(value.get("/S")) == "/Luminosity" else "/Alpha"
        parts: list[Part] = [f"<</Type /Mask /S {kind} /G ", *group]
        if "/BC" in value and not press:
            parts += [" /BC ", *self._value(value.get("/BC"))]
        if "/TR" in value:
            parts += [" /TR ", *self._value(value.get("/TR"))]
        return _joined([*parts, ">>"])

    # ── colours ───────────────────────────────────────────────────────────

    def _space(self, value: Any) -> Parts:
        """A colour space (8.6); a profile that is not sound gives way to the device's own colours."""
        if not (isinstance(value, self._pike.Array) and len(value) >= 2 and _name(value[0]) == "/ICCBased"):
            return self._value(value)
        stream = value[1]
        channels = int(stream.get("/N", 0)) if isinstance(stream, self._pike.Stream) else 0
        device = {1: "/DeviceGray", 3: "/DeviceRGB", 4: CMYK}.get(channels)
        if device is None:
            raise RefusedError("is a damaged PDF: a colour profile in it is broken", "save it again")
        space = next(name for name, count in CHANNELS.items() if count == channels)
        if not is_fitting(self._decoded(stream, MOST_REPACKED), space):
            self.saw_cmyk |= device == CMYK
            return (device,)
        return _joined(["[/ICCBased ", *self._once(stream, "profile", self._profile), "]"])

    def _profile(self, stream: Any) -> Entity:
        return self._stream([f"/N {int(stream.get('/N'))}"], stream)

    def _explained_rgb(self) -> Parts:
        """RGB with a profile, which a press can make its own inks of (ISO 15930-7, 6.2.4.2)."""
        assert self._press is not None
        self._rgb = True
        place = self._known.get((0, 0, "srgb"))
        if place is None:
            place = self._known[0, 0, "srgb"] = self._reserve()
            self._entities[place] = Entity(("/N 3",), self._press.rgb_profile)
        return ("[/ICCBased ", place, "]")

    def _default_cmyk(self) -> int:
        place = self._known.get((0, 0, "cmyk"))
        if place is None:
            function = self._reserve()
            self._entities[function] = Entity((CMYK_FUNCTION[0],), CMYK_FUNCTION[1])
            place = self._known[0, 0, "cmyk"] = self._reserve()
            self._entities[place] = Entity((CMYK_AS_RGB[0], function, CMYK_AS_RGB[1]))
        return place

    # ── fonts ─────────────────────────────────────────────────────────────

    def _font(self, value: Any) -> Entity:
        kind = _name(value.get("/Subtype"))
        if kind == "/Type3":
            return self._drawn_font(value)
        descriptors = value.get("/DescendantFonts") if kind == "/Type0" else None
        below = descriptors[0] if descriptors is not None and len(descriptors) else value
        descriptor = below.get("/FontDescriptor")
        if not _is_dictionary(descriptor) or not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
            base = _name(value.get("/BaseFont")) or "/unnamed"
            self._unembedded[base[1:].split("+")[-1]] = None
            return Entity(("null",))
        parts: list[Part] = ["<<", *self._entries(value, _FONT_KEYS)]
        if kind == "/Type0":
            parts += [" /DescendantFonts [", *self._once(below, "cidfont", self._cid_font), "]"]
        return Entity(_joined([*parts, *self._readings(value), ">>"]))

    def _cid_font(self, value: Any) -> Entity:
        parts: list[Part] = ["<<", *self._entries(value)]
        if _name(value.get("/Subtype")) == "/CIDFontType2" and "/CIDToGIDMap" not in value:
            parts.append(" /CIDToGIDMap /Identity")
        return Entity(_joined([*parts, ">>"]))

    def _drawn_font(self, value: Any) -> Entity:
        """A font whose glyphs are contents of their own (9.6.5)."""
        glyphs = value.get("/CharProcs")
        if not _is_dictionary(glyphs):
            raise RefusedError("is a damaged PDF: a font in it has no glyphs", "save it again")
        used = _Used()
        sources = [value.get("/Resources"), self._pdf.pages[0].obj.get("/Resources")]
        procedures: list[Part] = []
        for key in sorted(glyphs.keys()):
            if not isinstance(glyphs.get(key), self._pike.Stream):
                continue
            data, inner = self._filtered(self._unpacked(glyphs.get(key)), sources)
            used.inline_rgb |= inner.inline_rgb
            for category, names in inner.names.items():
                used.names[category] |= names
            place = self._reserve()
            self._entities[place] = Entity((), data)
            procedures += [f" {_escaped(key)} ", place]
        parts: list[Part] = ["<<", *self._entries(value, _FONT_KEYS), " /CharProcs <<", *procedures, ">>"]
        parts += [" /Resources ", *self._resources(used, sources), *self._readings(value), ">>"]
        return Entity(_joined(parts))

    def _readings(self, value: Any) -> Parts:
        """What the font's codes mean in Unicode, as a PDF/A-2a wants it: the font's own word, or what we can tell."""
        own = value.get("/ToUnicode")
        if isinstance(own, self._pike.Stream):
            data = self._decoded(own, MOST_CONTENT - self._content)
            self._content += len(data)
        else:
            encoding = value.get("/Encoding")
            differences = encoding.get("/Differences") if _is_dictionary(encoding) else None
            data = unicode_map(
                [_name(one) or int(one) for one in differences] if differences is not None else [],
                wide=_name(value.get("/Subtype")) == "/Type0",
            )
        place = self._reserve()
        self._entities[place] = Entity((), data)
        return (" /ToUnicode ", place)


_FONT_KEYS = frozenset((
    "/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding", "/FontBBox",
    "/FontMatrix",
))  # fmt: skip


class _Colours:
    """Follows which colour space is chosen in a content, and says its plain colours in the inks of a press (8.6.8)."""

    def __init__(self, press: PressInks, kind_of_space: Callable[[str], str]) -> None:
        self._press = press
        self._kind_of_space = kind_of_space
        self._spaces = ["", ""]
        """For filling and for stroking: `rgb`, `cmyk` or something else."""
        self._saved: list[list[str]] = []

    def printed(self, operator: str, operands: Any) -> bytes | None:
        """What stands for an operator; None if it stays as it is."""
        stroke = operator[:1].isupper()
        match operator.lower():
            case "q":
                self._save_or_restore(operator)
            case "g":
                self._spaces[stroke] = ""
            case "rg" if len(operands) == 3:
                return self._painted("rgb", operands, stroke=stroke)
            case "k" if len(operands) == 4:
                return self._painted("cmyk", operands, stroke=stroke)
            case "cs" if len(operands):
                self._spaces[stroke] = self._kind_of_space(str(operands[0]))
                if self._spaces[stroke]:
                    first = (0, 0, 0) if self._spaces[stroke] == "rgb" else (0, 0, 0, 1)
                    return self._painted(self._spaces[stroke], first, stroke=stroke)
            case "sc" | "scn" if self._spaces[stroke] and len(operands) == (3 if self._spaces[stroke] == "rgb" else 4):
                return self._painted(self._spaces[stroke], operands, stroke=stroke)
        return None

    def _save_or_restore(self, operator: str) -> None:
        if operator == "q":
            self._saved.append([*self._spaces])
        elif self._saved:
            self._spaces = self._saved.pop()

    def _painted(self, space: str, operands: Any, *, stroke: bool) -> bytes:
        self._spaces[stroke] = space
        one, two, three, *four = (float(part) for part in operands)
        if space == "rgb":
            return self._press.paint((one, two, three), stroke=stroke).encode("ascii")
        return self._press.paint_inks((one, two, three, four[0]), stroke=stroke).encode("ascii")


def _shown_fonts(operators: Iterable[Any]) -> frozenset[str]:
    """The fonts of a content in which something is set (9.3, 9.4.3)."""
    shown: dict[str, None] = {}
    saved: list[str] = []
    font = ""
    for one in operators:
        match str(one.operator):
            case "Tf" if len(one.operands):
                font = str(one.operands[0])
            case "q":
                saved.append(font)
            case "Q" if saved:
                font = saved.pop()
            case "Tj" | "TJ" | "'" | '"':
                shown[font] = None
    return frozenset(shown)


class _Deeper:
    """Counts how deep a copy is; a file without a floor is refused."""

    def __init__(self, copy: _Copy) -> None:
        self._copy = copy

    def __enter__(self) -> None:
        self._copy._depth += 1
        if self._copy._depth > DEEPEST:
            raise RefusedError("is a PDF nested too deeply", "save it again with another program")

    def __exit__(self, *_: object) -> None:
        self._copy._depth -= 1


def _filters(stream: Any) -> list[tuple[str, Any]]:
    """The filters of a stream, each with its parameters (7.3.8.2)."""
    names, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    if names is None:
        return []
    if _name(names):
        return [(_name(names), parameters)]
    listed = list(parameters) if parameters is not None and not _is_dictionary(parameters) else [parameters]
    return [(_name(name), listed[at] if at < len(listed) else None) for at, name in enumerate(names)]


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def _name(value: Any) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name) else ""


def _ordered(sides: list[float]) -> tuple[float, float, float, float]:
    return min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3])


def _number(value: float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _escaped(name: str) -> str:
    """A name as it is written (7.3.5)."""
    regular = "".join(
        char if "!" <= char <= "~" and char not in "#%()<>[]{}/" else "".join(f"#{b:02X}" for b in char.encode())
        for char in name[1:]
    )
    return f"/{regular}"


def _joined(parts: Iterable[Part]) -> Parts:
    """Neighbouring pieces of text as one."""
    joined: list[Part] = []
    text: list[str] = []
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        else:
            if text:
                joined.append("".join(text))
                text.clear()
            joined.append(part)
    if text:
        joined.append("".join(text))
    return tuple(joined)
