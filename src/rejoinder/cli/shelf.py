"""Commands for what comes with the program: styles, schema."""

from __future__ import annotations

import argparse

from rejoinder.cli.saying import Tally
from rejoinder.cli.terms import DONE, WRONG_COMMAND
from rejoinder.diagnostics import Diagnostics, did_you_mean


def styles(wanted: argparse.Namespace) -> int:
    from rejoinder.pipeline import DEFAULT_STYLE
    from rejoinder.style import shelf
    from rejoinder.style.read import read_style

    said = Diagnostics()
    if wanted.name is not None:
        source = shelf.open_sheet(wanted.name, said) if shelf.find(wanted.name) else None
        if source is None:
            hint = did_you_mean(wanted.name, shelf.names()) or f"there are {', '.join(shelf.names())}"
            wanted.wrong(f'no sheet of that name comes with the program: "{wanted.name}"; {hint}')
            return WRONG_COMMAND
        print(source.text, end="")
        return DONE
    width = max(map(len, shelf.names()))
    for name in shelf.names():
        source = shelf.open_sheet(name, said)
        sheet = read_style(source, said) if source else None
        default = " (unless -s says otherwise)" if name == DEFAULT_STYLE else ""
        print(f"{name:<{width}}  {sheet.about if sheet else ''}{default}".rstrip())
    tally = Tally()
    tally.complaints(said)
    return tally.close()


def schema(wanted: argparse.Namespace) -> int:
    import json

    from rejoinder.content.schema import letter_schema
    from rejoinder.style.read import style_schema

    print(json.dumps(letter_schema() if wanted.of == "letter" else style_schema(), indent=2, ensure_ascii=False))
    return DONE
