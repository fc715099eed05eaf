"""The figures and tables that the manual shows are read as it says."""

from __future__ import annotations

import re
from pathlib import Path

from content_builders import body, grid

from rejoinder.content.model import Figure, Table
from rejoinder.diagnostics import Diagnostics

MANUAL = (Path(__file__).parents[2] / "docs" / "letter.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```markdown\n(.*?)^```$", MANUAL[MANUAL.index("\n## Figures") :], re.MULTILINE | re.DOTALL)


def test_they_are_sound() -> None:
    read = []
    for example in EXAMPLES:
        said = Diagnostics()
        read += body(example, said).blocks
        assert not list(said), example
    shown, divided, pipes, drawn = read
    assert isinstance(shown, Figure) and isinstance(divided, Figure)
    assert isinstance(pipes, Table) and isinstance(drawn, Table)
    assert (shown.id, shown.width, divided.id, divided.wide) == ("fig-skarva", "80%", "fig-skarva", True)
    assert (pipes.id, pipes.columns, len(pipes.notes)) == ("tbl-rivers", ("left", "right", "centre", "decimal"), 1)
    assert grid(drawn) == [
        ["1×2 River", "2×1 Old reading", "2×1 New reading"],
        ["Years", "Break-up", "Years", "Break-up"],
        ["Skarva", "149", "27 April", "147", "28 April"],
        ["Little Heron", "88", "3×1 3 May, by the ferryman’s word"],
    ]
