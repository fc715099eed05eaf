"""Pictures of papers for other tools that cannot be had: their place is kept, and the paper is set."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.model import Block, Blocks, Figure, Listing, Quote
from rejoinder.source import is_file, lies_in
from rejoinder.values import replace

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:|//")
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".svg", ".pdf"})


def at_hand(blocks: Blocks, folder: Path | None, reader: MarkdownReader) -> Blocks:
    """The blocks, in which a figure whose picture cannot be read has none. Each is said."""
    return tuple(_block(block, folder, reader) for block in blocks)


def _block(block: Block, folder: Path | None, reader: MarkdownReader) -> Block:
    match block:
        case Figure():
            fault = _fault(block.image, folder) if block.image else ""
            if not fault:
                return block
            reader.warning(fault, block.span, "its place is kept empty")
            return replace(block, image="")
        case Quote():
            return replace(block, blocks=at_hand(block.blocks, folder, reader))
        case Listing():
            return replace(block, items=tuple(at_hand(item, folder, reader) for item in block.items))
    return block


def _fault(image: str, folder: Path | None) -> str:
    """Why a picture cannot be had; "" if it can. What is in the file is for another room to say."""
    shown = image if len(image) <= 60 else f"{image[:59]}…"
    if _URL.match(image):
        return f'the picture "{shown}" is not fetched from elsewhere'
    pure = PurePosixPath(image.replace("\\", "/"))
    if folder is None or pure.is_absolute() or ".." in pure.parts or PureWindowsPath(image).drive:
        return f'the picture "{shown}" is outside the folder of the paper'
    path = folder / pure
    if not is_file(path):
        return f'there is no file "{shown}"'
    if not lies_in(path, folder):
        return f'the picture "{shown}" is outside the folder of the paper'
    return "" if path.suffix.lower() in _ENDINGS else f'pictures like "{shown}" are not read'
