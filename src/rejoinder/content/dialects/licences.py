"""Licences by their short names (SPDX) or their addresses, as front matters name them.

The names and addresses are those of the SPDX License List; of Creative Commons' own licences all versions are known.
"""

from __future__ import annotations

import re

from rejoinder.content.dialects.trees import is_nothing, items_of, mapping_of, text_node, text_of
from rejoinder.diagnostics import Span
from rejoinder.source import Mapping, Node

_PARTS = {"by": "Attribution", "nc": "NonCommercial", "sa": "ShareAlike", "nd": "NoDerivatives"}
_CC = re.compile(
    r"(?:creative commons )?cc[ _-]?(?P<parts>by(?:[ _-](?:nc|sa|nd))*)"
    r"(?:[ _-]?v?(?P<version>[1-4]\.0))?(?: international)?"
)
_CC_URL = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/(?P<parts>[a-z-]+)/(?P<version>[0-9.]+)(?:/.*)?"
)
_OTHERS: dict[str, tuple[str, str]] = {
    "cc0-1.0": ("Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "mit": ("MIT License", "https://opensource.org/licenses/MIT"),
    "apache-2.0": ("Apache License 2.0", "https://opensource.org/licenses/Apache-2.0"),
    "bsd-2-clause": ('BSD 2-Clause "Simplified" License', "https://opensource.org/licenses/BSD-2-Clause"),
    "bsd-3-clause": (
        'BSD 3-Clause "New" or "Revised" License', "https://opensource.org/licenses/BSD-3-Clause",
    ),
    "gpl-2.0-or-later": ("GNU General Public License v2.0 or later", "https://opensource.org/licenses/GPL-2.0"),
    "gpl-3.0-or-later": ("GNU General Public License v3.0 or later", "https://opensource.org/licenses/GPL-3.0"),
    "lgpl-3.0-or-later": (
        "GNU Lesser General Public License v3.0 or later", "https://opensource.org/licenses/LGPL-3.0",
    ),
    "agpl-3.0-or-later": ("GNU Affero General Public License v3.0 or later", "https://opensource.org/licenses/AGPL-3.0"),
    "mpl-2.0": ("Mozilla Public License 2.0", "https://opensource.org/licenses/MPL-2.0"),
}  # fmt: skip
_SAME = {
    "cc0": "cc0-1.0", "cc-0": "cc0-1.0", "apache": "apache-2.0", "apache-2": "apache-2.0", "gpl": "gpl-3.0-or-later",
    "gpl-3": "gpl-3.0-or-later", "gpl-3.0": "gpl-3.0-or-later",
    "gpl-2": "gpl-2.0-or-later", "gpl-2.0": "gpl-2.0-or-later", "bsd": "bsd-3-clause", "bsd-3": "bsd-3-clause",
    "lgpl": "lgpl-3.0-or-later", "lgpl-3.0": "lgpl-3.0-or-later", "agpl-3.0": "agpl-3.0-or-later", "mpl": "mpl-2.0",
}  # fmt: skip


def known_licence(written: str) -> tuple[str, str] | None:
    """The full name and the address of a licence, if a text is its short name or its address."""
    text = " ".join(written.lower().split())
    if cc := _CC.fullmatch(text):
        return _creative_commons(re.split("[ _-]", cc["parts"]), cc["version"] or "4.0")
    if cc := _CC_URL.fullmatch(text):
        return _creative_commons(cc["parts"].split("-"), cc["version"])
    short = re.sub(r"[ _]+", "-", text).removesuffix("-license")
    if found := _OTHERS.get(_SAME.get(short, short)):
        return found
    bare = re.sub(r"^https?://(?:www\.)?", "", text).rstrip("/")
    return next((one for one in _OTHERS.values() if bare == one[1].removeprefix("https://").rstrip("/").lower()), None)


def _creative_commons(parts: list[str], version: str) -> tuple[str, str] | None:
    if any(part not in _PARTS for part in parts) or not re.fullmatch(r"[1-4]\.[05]", version):
        return None
    where = "International" if version == "4.0" else "Unported" if version == "3.0" else "Generic"
    words = "-".join(_PARTS[part] for part in parts)
    url = f"https://creativecommons.org/licenses/{'-'.join(parts)}/{version}/"
    return f"Creative Commons {words} {version} {where}", url


def licence_node(node: Node | None) -> Node | None:
    """A licence in our terms, `{text, url}`, from a name, an address, MyST's `{content, code}` or Pandoc's mapping."""
    if node is None:
        return None
    if isinstance(node, Mapping) and (inside := node.get("content") or node.get("code")) is not None:
        return licence_node(inside)
    found = [one for item in items_of(node) if (one := _one(item)) is not None]
    if not found:
        return None
    texts = [text for text, _ in found if text]
    url = next((url for _, url in found if url), "")
    return _node(" or ".join(texts) or url, url, node.span)


def _one(node: Node) -> tuple[str, str] | None:
    if not isinstance(node, Mapping):
        text = text_of(node)
        known = known_licence(text)
        return known or (("", text) if re.match("https?://", text) else (text, "") if text else None)
    url, note = text_of(node.get("url") or node.get("link")), text_of(node.get("note"))
    short = text_of(node.get("id") or node.get("type"))
    words = text_of(node.get("text") or node.get("name"))
    known = known_licence(short) or known_licence(url) or known_licence(words) or ("", "")
    text = words or known[0] or short
    if is_nothing(node) or not (text or url or note):
        return None
    canonical = (known_licence(url) or ("", url))[1]
    return " ".join(filter(None, (text, note))), canonical or known[1]


def _node(text: str, url: str, span: Span) -> Mapping:
    entries = [("text", text_node(text, span))]
    if re.match("https?://", url):
        entries.append(("url", text_node(url, span)))
    return mapping_of(entries, span)
