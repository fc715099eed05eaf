"""Unpacking what strangers packed, and no more of it than is good. Knows no format but the packing."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable

PIECE = 1 << 20


class PackingError(Exception):
    """Something unpacks to more than was allowed, or not at all."""


def inflated(packed: memoryview, most: int) -> int:
    """How many bytes a deflated stream would become; counting stops above `most`. Nothing is kept."""
    inflate = zlib.decompressobj()
    total = 0
    waiting: bytes | memoryview = packed
    try:
        while len(waiting) and not inflate.eof and total <= most:
            total += len(inflate.decompress(waiting[:PIECE], PIECE))
            tail = inflate.unconsumed_tail
            while tail and not inflate.eof and total <= most:
                total += len(inflate.decompress(tail, PIECE))
                tail = inflate.unconsumed_tail
            waiting = waiting[PIECE:]
    except zlib.error:
        pass  # whoever needs it will complain
    return total


def unpacked(data: bytes, filters: Iterable[str], most: int) -> bytes:
    """Data without their filters (ISO 32000-1, 7.4.2-7.4.4)."""
    for name in filters:
        try:
            match name:
                case "/FlateDecode":
                    inflate = zlib.decompressobj()
                    data = inflate.decompress(data, max(1, most + 1))
                case "/ASCII85Decode":
                    data = base64.a85decode(
                        data.strip().removeprefix(b"<~").partition(b"~")[0], ignorechars=b" \t\n\r\v\0\f"
                    )
                case _:
                    digits = b"".join(data.partition(b">")[0].split())
                    data = binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        except (zlib.error, ValueError, binascii.Error):
            raise PackingError from None
        if len(data) > most:
            raise PackingError
    return data
