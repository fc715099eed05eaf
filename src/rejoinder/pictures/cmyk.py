"""Cyan, magenta, yellow and black where no profile says what they are: a colour space made of RGB.

By subtraction (ISO 32000-1, 10.3.5), written as a PDF/A may hold it, whose own colours are RGB. The inks stay what they
are in the file: only those who show it go by the sum.
"""

from __future__ import annotations

CMYK = "/DeviceCMYK"
CMYK_AS_RGB = ("[/DeviceN [/Cyan /Magenta /Yellow /Black] /DeviceRGB ", "]")
"""The colour space, before and behind the reference to its function."""
CMYK_FUNCTION = (
    "/FunctionType 4 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1]",
    b"{1 exch sub 4 1 roll " + 3 * b"1 exch sub 3 index mul 3 1 roll " + b"4 -1 roll pop}",
)
"""The function's entries and its program (7.10.5)."""
