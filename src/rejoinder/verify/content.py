"""What pages draw: text and ink, and the marks around them (ISO 32000-1, 14.6 and 14.7.4).

A form XObject is read once, wherever it is drawn. What stands in it belongs to itself, if it has marks of its own, and
else to whatever mark it is drawn in. Knows operators; nothing of the structure tree.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from rejoinder.values import dataclass, field
from rejoinder.verify.fonts import Font, fonts_of
from rejoinder.verify.opened import (
    Budget,
    Opened,
    Page,
    TooMuch,
    Unreadable,
    entry,
    filters,
    has,
    is_array,
    is_dictionary,
    is_stream,
    items,
    name,
    number,
    number_of,
    text,
    unpacked,
    whole,
)
from rejoinder.verify.tokens import instructions

DEEPEST_FORMS = 20
DEEPEST_MARKS = 200
MOST_DRAWN = 100_000
"""Forms drawn, each time counted."""
MOST_OPERATORS = 3_000_000
MOST_TEXT = 5_000_000

PAINTING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "BI"))
SHOWING = frozenset(("Tj", "TJ", "'", '"'))
DEVICE = {
    "g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK",
}  # fmt: skip
SPACES = {
    "/DeviceGray": "DeviceGray", "/G": "DeviceGray", "/DeviceRGB": "DeviceRGB", "/RGB": "DeviceRGB",
    "/DeviceCMYK": "DeviceCMYK", "/CMYK": "DeviceCMYK",
}  # fmt: skip
ABBREVIATED = frozenset(("/G", "/RGB", "/CMYK"))
INVISIBLE = 3
"""A text rendering mode (9.3.6)."""

Key: TypeAlias = tuple[tuple[int, int], int]
"""A content stream's owner (page, or form), and an MCID in it."""


@dataclass(slots=True)
class Stream:
    """What the content of a page or form holds."""

    owner: tuple[int, int]
    page: int
    """The first page on which it is drawn."""
    marks: dict[int, list[str]] = field(default_factory=dict)
    """What each MCID says."""
    drawn: list[str] = field(default_factory=list)
    """All text that is no artifact, in the order in which it is drawn; that of forms among it."""
    doubled: list[int] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    """What stands in no mark: text, or what was drawn."""
    nested: list[str] = field(default_factory=list)
    open: int = 0
    """Marks that were not closed; below 0, ends without a beginning."""
    forms: list[Stream] = field(default_factory=list)
    colours: set[str] = field(default_factory=set)
    translucent: bool = False
    inner_marks: bool = False
    """Whether it has MCIDs, or forms in it have."""
    times: int = 0


class Ink:
    """Reads the contents of all pages."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.budget: Budget = opened.budget
        self.fonts: dict[tuple[int, int], Font] = {}
        self.streams: dict[tuple[int, int], Stream] = {}
        """Of pages and forms, by their objects."""
        self.unread: list[tuple[int, str]] = []
        """Pages whose content cannot be read, and why."""
        self.inline_lzw = False
        self._operators = MOST_OPERATORS
        self._text = MOST_TEXT
        self._drawn = MOST_DRAWN
        self._spaces: dict[tuple[int, int], str] = {}

    def read(self) -> None:
        for page in self.opened.pages:
            key = number_of(page.obj)
            try:
                data = self._contents(page)
                self.streams[key] = self._stream(key, page.number, data, page.get("/Resources"), 0)
                group = entry(page.obj, "/Group")
                self.streams[key].translucent |= name(entry(group, "/S")) == "Transparency"
            except Unreadable as broken:
                self.unread.append((page.number, broken.message))
                self.streams.setdefault(key, Stream(key, page.number))

    def _contents(self, page: Page) -> bytes:
        parts = []
        for one in items(entry(page.obj, "/Contents"), self.budget):
            parts.append(unpacked(one, self.budget))
        return b"\n".join(parts)

    def _stream(self, owner: tuple[int, int], page: int, data: bytes, resources: Any, depth: int) -> Stream:
        reading = _Reading(self, Stream(owner, page), resources, depth)
        for operator, operands in instructions(data):
            self._operators -= 1
            if self._operators < 0:
                raise TooMuch(f"draws with more than {MOST_OPERATORS:,} operators")
            reading.do(operator, operands)
        reading.stream.open += len(reading.stack)
        return reading.stream

    def form(self, value: Any, page: int, resources: Any, depth: int) -> Stream:
        """What a form holds, read once (8.10). One that draws itself, or is nested too deeply, holds nothing."""
        self._drawn -= 1
        if self._drawn < 0:
            raise TooMuch(f"draws forms more than {MOST_DRAWN:,} times")
        key = number_of(value)
        if key in self.streams:
            return self.streams[key]
        stream = self.streams[key] = Stream(key, page)
        if depth >= DEEPEST_FORMS:
            raise TooMuch(f"has forms within forms, more than {DEEPEST_FORMS} deep")
        own = entry(value, "/Resources")
        try:
            data = unpacked(value, self.budget)
        except Unreadable as broken:
            self.unread.append((page, broken.message))
            return stream
        read = self._stream(key, page, data, resources if own is None else own, depth + 1)
        read.translucent |= name(entry(entry(value, "/Group"), "/S")) == "Transparency"
        self.streams[key] = read
        return read

    def spend(self, words: str) -> None:
        self._text -= len(words) + 1
        if self._text < 0:
            raise TooMuch(f"says more than {MOST_TEXT:,} characters")

    def space(self, value: Any, depth: int = 0) -> str:
        """The device colour space that a space is, or rests upon (8.6); "" if it is none."""
        plain = SPACES.get(f"/{name(value)}", "") if name(value) else ""
        if plain or depth > 4 or not is_array(value) or not len(value):
            return plain
        key = number_of(value)
        if key == (0, 0) or key not in self._spaces:
            kind = name(value[0])
            below = {"Indexed": 1, "I": 1, "Separation": 2, "DeviceN": 2, "Pattern": 1}.get(kind)
            found = self.space(value[below], depth + 1) if below is not None and len(value) > below else ""
            self._spaces[key] = SPACES.get(f"/{kind}", "") if len(value) == 1 else found
        return self._spaces[key]


class _Reading:
    """One content stream, while it is read."""

    def __init__(self, ink: Ink, stream: Stream, resources: Any, depth: int) -> None:
        self.ink = ink
        self.stream = stream
        self.resources = resources
        self.depth = depth
        self.fonts = fonts_of(resources, ink.fonts, ink.budget)
        self.stack: list[tuple[str, int]] = []
        """Marks that are open: "mark" and its MCID, "artifact", "actual" (its text is said already), "other"."""
        self.font: Font | None = None
        self.mode = 0
        self.saved: list[tuple[Font | None, int]] = []
        self.defaults = entry(resources, "/ColorSpace")

    def do(self, operator: str, operands: list[Any]) -> None:
        if operator in SHOWING:
            self._show(operands)
        elif operator == "BDC" or operator == "BMC":
            self._open(operands)
        elif operator == "EMC":
            if self.stack:
                self.stack.pop()
            else:
                self.stream.open -= 1
        elif operator == "Tf" and operands:
            self.font = self.fonts.get(operands[0]) if isinstance(operands[0], str) else None
        elif operator in PAINTING:
            self._ink("a picture" if operator == "BI" else "a shading" if operator == "sh" else "a shape")
            if operator == "BI":
                self._inline(operands[0])
        elif operator == "Do" and operands:
            self._draw(operands[0])
        elif operator == "Tr" and operands and isinstance(operands[-1], float):
            self.mode = int(max(-1.0, min(operands[-1], 99.0)))
        elif operator == "q":
            if len(self.saved) < 1000:
                self.saved.append((self.font, self.mode))
        elif operator == "Q":
            if self.saved:
                self.font, self.mode = self.saved.pop()
        elif operator in DEVICE:
            self._coloured(DEVICE[operator])
        elif operator in ("cs", "CS") and operands:
            self._space(operands[-1])
        elif operator == "gs" and operands:
            self._state(operands[-1])

    # ── marks ─────────────────────────────────────────────────────────────

    def _open(self, operands: list[Any]) -> None:
        tag = operands[0] if operands and isinstance(operands[0], str) else ""
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, str):
            properties = self._named_properties(properties)
        mcid = properties.get("/MCID") if isinstance(properties, dict) else None
        if len(self.stack) >= DEEPEST_MARKS:
            raise TooMuch(f"has marked content in marked content, more than {DEEPEST_MARKS:,} deep")
        within = {kind for kind, _ in self.stack}
        if isinstance(mcid, float) and tag != "/Artifact":
            self._begin_mark(int(mcid), within)
        elif tag == "/Artifact":
            if "mark" in within:
                self.stream.nested.append("an artifact within tagged content")
            self.stack.append(("artifact", 0))
        elif isinstance(properties, dict) and isinstance(properties.get("/ActualText"), bytes):
            if "actual" not in within:
                self._say(_text_string(properties["/ActualText"]))
            self.stack.append(("actual", 0))
        else:
            self.stack.append(("reversed" if tag == "/ReversedChars" else "other", 0))

    def _begin_mark(self, mcid: int, within: set[str]) -> None:
        if "mark" in within:
            self.stream.nested.append("tagged content within other tagged content")
        if "artifact" in within:
            self.stream.nested.append("tagged content within an artifact")
        if mcid in self.stream.marks:
            self.stream.doubled.append(mcid)
        self.stream.marks.setdefault(mcid, [])
        self.stream.inner_marks = True
        self.stack.append(("mark", mcid))

    def _named_properties(self, key: str) -> dict[str, Any]:
        """A property list among the resources (14.6.2)."""
        listed = entry(entry(self.resources, "/Properties"), key)
        mcid = whole(entry(listed, "/MCID"))
        found: dict[str, Any] = {} if mcid is None else {"/MCID": float(mcid)}
        actual = entry(listed, "/ActualText")
        if actual is not None:
            found["/ActualText"] = b"\xfe\xff" + text(actual).encode("utf-16-be", "replace")
        return found

    # ── ink ───────────────────────────────────────────────────────────────

    def _show(self, operands: list[Any]) -> None:
        pieces = operands[-1] if operands and isinstance(operands[-1], list) else operands[-1:]
        strings = [piece for piece in pieces if isinstance(piece, bytes) and piece]
        if not strings:
            return
        if self.font is None:
            self._say("�" * sum(map(len, strings)))
            return
        said = [self.font.characters(piece, seen=self.mode != INVISIBLE) for piece in strings]
        characters = [one for piece in said for one in piece]
        if any(kind == "reversed" for kind, _ in self.stack):  # the last one comes first (14.8.2.3.3)
            characters.reverse()
        words = "".join(characters)
        if not any(kind == "actual" for kind, _ in self.stack):
            self._say(words)

    def _say(self, words: str) -> None:
        self.ink.spend(words)
        for kind, mcid in self.stack:
            if kind == "artifact":
                return
            if kind == "mark":
                self.stream.marks[mcid].append(words)
                self.stream.drawn.append(words)
                return
        self.stream.drawn.append(words)
        self._outside(words if words.strip() else "")

    def _ink(self, what: str) -> None:
        if all(kind not in ("mark", "artifact") for kind, _ in self.stack):
            self._outside(what)

    def _outside(self, what: str) -> None:
        if what and len(self.stream.outside) < 10_000:
            self.stream.outside.append(what)

    def _draw(self, key: Any) -> None:
        value = entry(entry(self.resources, "/XObject"), key) if isinstance(key, str) else None
        if not is_stream(value):
            return
        if name(entry(value, "/Subtype")) == "Form":
            self._draw_form(value)
            return
        self._ink("a picture")
        if whole(entry(value, "/SMask")) is None and has(value, "/SMask"):
            self.stream.translucent = True
        if entry(value, "/ImageMask") is not True:
            self._coloured(self.ink.space(entry(value, "/ColorSpace")))

    def _draw_form(self, value: Any) -> None:
        form = self.ink.form(value, self.stream.page, self.resources, self.depth)
        form.times += 1
        self.stream.forms.append(form)
        self.stream.colours |= form.colours
        self.stream.translucent |= form.translucent
        kinds = [(kind, mcid) for kind, mcid in self.stack if kind in ("mark", "artifact", "actual")]
        if form.inner_marks:
            self.stream.inner_marks = True
            if any(kind in ("mark", "artifact") for kind, _ in kinds):
                self.stream.nested.append("a form with tagged content of its own, within a mark")
            if not kinds:
                for words in form.drawn:
                    self.ink.spend(words)
                    self.stream.drawn.append(words)
                for what in form.outside:
                    self._outside(what)
            return
        if kinds:
            if not any(kind == "actual" for kind, _ in kinds):
                for words in form.drawn:
                    self._say(words)
            return
        for words in form.drawn:
            self.stream.drawn.append(words)
            self.ink.spend(words)
        for what in form.outside:
            self._outside(what)

    # ── colours ───────────────────────────────────────────────────────────

    def _coloured(self, space: str) -> None:
        if space and not has(self.defaults, f"/Default{space.removeprefix('Device')}"):
            self.stream.colours.add(space)

    def _space(self, key: Any) -> None:
        if not isinstance(key, str):
            return
        if key in SPACES and key not in ABBREVIATED:
            self._coloured(SPACES[key])
        else:
            self._coloured(self.ink.space(entry(self.defaults, key)))

    def _inline(self, entries: dict[str, str]) -> None:
        space = entries.get("/CS") or entries.get("/ColorSpace") or ""
        self._coloured(SPACES.get(space, ""))
        self.ink.inline_lzw |= (entries.get("/F") or entries.get("/Filter")) in ("/LZW", "/LZWDecode")

    def _state(self, key: Any) -> None:
        state = entry(entry(self.resources, "/ExtGState"), key) if isinstance(key, str) else None
        if not is_dictionary(state):
            return
        listed = entry(state, "/Font")
        if is_array(listed) and len(listed):
            obj = number_of(listed[0])
            self.font = self.ink.fonts.setdefault(obj, Font(listed[0], self.ink.budget)) if obj != (0, 0) else None
        shines = any((number(entry(state, one)) or 0.0) < 1 for one in ("/CA", "/ca") if has(state, one))
        mode = entry(state, "/BM")
        modes = {name(one) for one in items(mode, self.ink.budget)}
        masked = has(state, "/SMask") and name(entry(state, "/SMask")) != "None"
        self.stream.translucent |= shines or bool(modes - {"Normal", "Compatible"}) or masked


def _text_string(data: bytes) -> str:
    """A text string (7.9.2.2)."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace")
    return data[3:].decode("utf-8", "replace") if data.startswith(b"\xef\xbb\xbf") else data.decode("latin-1")


def uses_lzw(stream: Any) -> bool:
    return "LZWDecode" in filters(stream)
