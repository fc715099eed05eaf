"""Sets letter after letter in one process and says, as JSON, how long each took: `one_process.py PROGRAM FILE…`.

Only the program that is asked for is imported. What is timed is the way from a file to the bytes of a PDF.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Setter = Callable[[Path], bytes]


def rejoinder(style: str) -> Setter:
    from rejoinder import typeset

    return lambda path: typeset(path, style or None).pdf


def typst(fonts: str) -> Setter:
    from typst import Compiler

    compiler = Compiler(font_paths=fonts.split("\n"), ignore_system_fonts=True)

    def compiled(path: Path) -> bytes:
        pdf = compiler.compile(input=path.read_bytes())
        assert isinstance(pdf, bytes)
        return pdf

    return compiled


def weasyprint(_: str) -> Setter:
    from weasyprint import HTML

    return lambda path: bytes(HTML(str(path)).write_pdf(pdf_variant="pdf/ua-1"))


def main(program: str, option: str, *files: str) -> None:
    setter = {"rejoinder": rejoinder, "typst": typst, "weasyprint": weasyprint}[program](option)
    seconds = []
    pdf = b""
    for file in files:
        start = time.perf_counter()
        pdf = setter(Path(file))
        seconds.append(time.perf_counter() - start)
    Path(files[-1]).with_suffix(f".{program}.pdf").write_bytes(pdf)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
