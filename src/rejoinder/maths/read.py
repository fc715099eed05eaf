"""MathML, from whomever, becomes a tree that can be set: cleaned, and bounded in size and depth.

Any prefix, presentation markup of MathML 1 to 4, `semantics` around it, entities by name, unknown elements: what is in
them is kept. No document types, no entities of its own, no files.
"""

from __future__ import annotations

import re
from html.entities import html5
from itertools import pairwise

from rejoinder.maths.model import Node, Refused, Understood

MOST_CHARACTERS = 200_000
MOST_NODES = 4000
DEEPEST = 50
LONGEST_TOKEN = 2000

TOKENS = frozenset("mi mn mo mtext ms".split())
ROWS = frozenset("math mrow mstyle merror mpadded mphantom menclose msqrt mtd".split())
"""Elements that hold any number of children."""
ARITY = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
}  # fmt: skip
OTHERS = frozenset("mspace mtable mtr mmultiscripts mprescripts none".split())
KNOWN = TOKENS | ROWS | OTHERS | frozenset(ARITY)
LEFT_OUT = frozenset("annotation annotation-xml maligngroup malignmark script style head metadata".split())
"""What shows nothing: other notations of the same formula, and marks for aligning that nobody else knows either."""
FIRST_ALONE = frozenset(("semantics", "maction"))
"""Of these only the first child is shown."""
KEPT = frozenset(
    "mathvariant form fence separator stretchy symmetric maxsize minsize largeop movablelimits accent accentunder "
    "lspace rspace width height depth voffset linethickness bevelled displaystyle scriptlevel columnalign rowalign "
    "columnspacing rowspacing columnlines rowlines frame columnspan rowspan notation open close separators "
    "numalign denomalign mathsize alttext display dir".split()
)
"""Attributes that mean something to whoever sets a formula."""

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,40});")
_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_WHITE = re.compile(r"[ \t\r\n]+")
_STYLE_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_PADDING = re.compile(r"padding-(left|right):\s*([0-9.]+)(em)?")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufe00-\ufe0f\ufffe\uffff\ud800-\udfff]")


class _TooMuchError(Exception):
    """More elements than any honest formula has, or deeper nested."""


class _Open:
    __slots__ = ("attributes", "children", "tag", "words")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.words: list[str] = []


class _Builder:
    def __init__(self) -> None:
        self.open = [_Open("", {})]
        self.nodes = 0
        self.lost: dict[str, None] = {}
        self.hidden = 0
        """How deep within what is left out."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.nodes += 1
        if self.nodes > MOST_NODES or len(self.open) > DEEPEST:
            raise _TooMuchError
        if self.hidden or tag in LEFT_OUT:
            self.hidden += 1
            return
        self.open.append(_Open(tag, attributes))

    def end(self, _name: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        done = self.open.pop()
        self.open[-1].children.append(self._node(done))

    def words(self, text: str) -> None:
        if not self.hidden:
            self.open[-1].words.append(text)

    def _node(self, done: _Open) -> Node:
        attributes = tuple((key, value[:200]) for key, value in done.attributes.items() if key in KEPT)
        tag, children = done.tag, tuple(done.children)
        text = _NO_CHARACTER.sub("", _WHITE.sub(" ", "".join(done.words)))[:LONGEST_TOKEN]
        if tag in TOKENS:
            inside = "".join(spoken(child) for child in children)  # an `mglyph`, or HTML in a text
            return Node(tag, (), (text if tag == "mtext" else text.strip(" ")) + inside, attributes)
        if tag == "mglyph":
            return Node("mtext", (), done.attributes.get("alt", ""))
        if text.strip() and tag not in ("mspace", "none"):  # characters where none may stand
            children = (*children, Node("mtext", (), text.strip()))
        if tag in FIRST_ALONE:
            return children[0] if children else Node("mrow")
        if tag == "mfenced":
            return _fenced(children, done.attributes)
        if tag == "mlabeledtr":
            return Node("mtr", children[1:], "", attributes)
        if tag == "mtable":
            return _table(children, attributes)
        if tag == "mtr":
            return Node("mtr", tuple(one if one.tag == "mtd" else Node("mtd", (one,)) for one in children))
        if tag == "mtd":
            style = done.attributes.get("style", "")
            return Node("mtd", children, "", (*attributes, *_cell_style(style)))
        if tag == "mrow" and any(key in ("displaystyle", "scriptlevel") for key, _ in attributes):
            tag = "mstyle"  # MathML 4 lets a row say this
        if tag in ARITY and len(children) != ARITY[tag]:
            return Node("mrow", children)
        if tag not in KNOWN:
            self.lost[tag[:40]] = None
            return Node("mrow", children)
        return Node(tag, children, "", attributes)


def _cell_style(style: str) -> tuple[tuple[str, str], ...]:
    """What a cell's style says of its alignment and of the white beside it."""
    if not style:
        return ()
    said = []
    if found := _STYLE_ALIGN.search(style):
        said.append(("columnalign", found[1]))
    said += [(f"-{side}", amount) for side, amount, _ in _PADDING.findall(style)]
    return tuple(said)


CELL_WHITE = 0.4
"""Beside a cell of a matrix, in ems, where nothing else is said."""


def _table(children: tuple[Node, ...], attributes: tuple[tuple[str, str], ...]) -> Node:
    """A table whose rows are rows. White that its cells ask for becomes the table's `columnspacing`."""
    rows = tuple(one if one.tag == "mtr" else Node("mtr", (Node("mtd", (one,)),)) for one in children)
    sides: list[tuple[float, float]] = []
    for row in rows:
        for n, cell in enumerate(row.children):
            said = dict(cell.attributes)
            if n == len(sides):
                sides.append((CELL_WHITE, CELL_WHITE))
            if "-left" in said or "-right" in said:
                sides[n] = (float(said.get("-left", CELL_WHITE)), float(said.get("-right", CELL_WHITE)))
    if any(side != (CELL_WHITE, CELL_WHITE) for side in sides):
        white = " ".join(f"{a[1] + b[0]:g}em" for a, b in pairwise(sides))
        attributes = (*attributes, ("columnspacing", white)) if white else attributes
    clean = tuple(
        Node("mtr", tuple(
            Node("mtd", cell.children, "", tuple(one for one in cell.attributes if not one[0].startswith("-")))
            for cell in row.children
        ))
        for row in rows
    )  # fmt: skip
    return Node("mtable", clean, "", tuple(one for one in attributes if one[0] != "scriptlevel"))


def _fenced(children: tuple[Node, ...], said: dict[str, str]) -> Node:
    """`mfenced` as the row that it stands for."""
    separators = said.get("separators", ",").replace(" ", "")
    inside: list[Node] = []
    for n, child in enumerate(children):
        if n and separators:
            inside.append(Node("mo", (), separators[min(n, len(separators)) - 1], (("separator", "true"),)))
        inside.append(child)
    opening, closing = said.get("open", "(")[:8], said.get("close", ")")[:8]
    out: list[Node] = [Node("mrow", tuple(inside))] if len(inside) != 1 else inside
    if opening.strip():
        out.insert(0, Node("mo", (), opening.strip(), (("form", "prefix"), ("stretchy", "true"))))
    if closing.strip():
        out.append(Node("mo", (), closing.strip(), (("form", "postfix"), ("stretchy", "true"))))
    return Node("mrow", tuple(out))


def spoken(node: Node) -> str:
    """The characters of a tree, one after the other."""
    return node.text + "".join(spoken(child) for child in node.children)


def read_mathml(text: str) -> Understood | Refused:
    """The tree of a formula in MathML."""
    from xml.parsers import expat  # a letter without MathML does not need it

    if len(text) > MOST_CHARACTERS:
        return Refused(f"this MathML is longer than {MOST_CHARACTERS:,} characters")
    source = _ENTITY.sub(_resolved, text.strip())
    names = {found[1] for found in re.finditer(r"</?([A-Za-z_][\w.-]*):", source)}
    spaces = "".join(f' xmlns:{name}="{name}"' for name in sorted(names) if name not in ("xml", "xmlns"))[:2000]
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(f"<rejoinder{spaces}>".encode(), False)
        parser.Parse(source.encode("utf-8", "replace"), False)
        parser.Parse(b"</rejoinder>", True)
    except _TooMuchError:
        return Refused(f"this formula has more than {MOST_NODES:,} parts, or is nested more than {DEEPEST} deep")
    except (expat.ExpatError, ValueError) as fault:
        return Refused(f"this MathML is not well-formed: {fault}".replace("line 1, ", ""))
    (whole,) = builder.open[0].children
    if not whole.children:
        return Refused("there is nothing in this formula")
    tree = whole.children[0] if len(whole.children) == 1 else whole
    tree = Node("math", tree.children, "", tree.attributes) if tree.tag == "math" else Node("math", (tree,))
    if not tree.children:
        return Refused("there is nothing in this formula")
    lost = tuple(name for name in builder.lost if name != "rejoinder")
    return Understood(tree, "", lost)


def _refuse(*_: object) -> None:
    raise ValueError("a document type is not read")


def _resolved(found: re.Match[str]) -> str:
    if found[1] in _XML:
        return found[0]
    characters = html5.get(f"{found[1]};", "")
    return "".join(f"&#{ord(char)};" for char in characters) if characters else f"&amp;{found[1]};"
