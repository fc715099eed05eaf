"""XML as text: what may stand in it, elements around it, and names for ids.

Knows XML 1.0 and nothing of any vocabulary. A tree would be built only to be written out at once: strings take a tenth
of the time, and no library has to be imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no `Char` of XML 1.0 (fifth edition, 2.2), however it is written."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._\-]+")


def text(characters: str) -> str:
    """Characters as content. One that XML cannot hold becomes U+FFFD: something stood there."""
    written = characters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if written.isprintable():
        return written  # as nearly all are
    return _NO_CHARACTER.sub("\ufffd", written).replace("\r", "&#13;")


def value(characters: str) -> str:
    """Characters as the value of an attribute, where line ends and tabs would be made spaces (XML 1.0, 3.3.3)."""
    return text(characters).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def start(name: str, **attributes: str) -> str:
    """A start tag. Attributes that are empty are left out; `xml_lang` is `xml:lang`, `ref_type` is `ref-type`."""
    said = [f' {_attribute(key)}="{value(one)}"' for key, one in attributes.items() if one]
    return f"<{name}{''.join(said)}>"


def element(name: str, content: str = "", **attributes: str) -> str:
    """An element. `content` is XML already."""
    opened = start(name, **attributes) if attributes else f"<{name}>"
    return f"{opened}{content}</{name}>" if content else f"{opened[:-1]}/>"


def said(name: str, characters: str, **attributes: str) -> str:
    """An element of characters; nothing at all if there are none."""
    return element(name, text(characters), **attributes) if characters else ""


def lines(name: str, inside: Iterable[str], **attributes: str) -> str:
    """An element that holds elements only, each on a line of its own; nothing if it would hold none."""
    held = "\n".join(filter(None, inside))
    return f"{start(name, **attributes)}\n{held}\n</{name}>" if held else ""


_PREFIXED = {"xml": "xml:", "xlink": "xlink:", "xmlns": "xmlns:"}


@lru_cache(maxsize=256)
def _attribute(key: str) -> str:
    before, _, after = key.rstrip("_").partition("_")
    prefix = _PREFIXED.get(before)
    return prefix + after if prefix and after else key.rstrip("_").replace("_", "-")


def kept(*pairs: tuple[str, str | bool]) -> str:
    """What JATS has no place for, for `specific-use`: names, and values without spaces."""
    said = (name if given is True else f"{name}:{quote(given, safe='')}" for name, given in pairs if given)
    return " ".join(said)


class Names:
    """Ids: names without colons (XML Namespaces, 3), each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def name(self, wanted: str) -> str:
        """The name itself, or the nearest one that may be an id and is not given yet."""
        near = _NOT_IN_NAMES.sub("_", wanted) or "_"
        near = near if near[0].isalpha() or near[0] == "_" else f"_{near}"
        name, count = near, 1
        while name in self._given:
            count += 1
            name = f"{near}_{count}"
        self._given.add(name)
        return name
