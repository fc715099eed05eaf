"""What all commands agree on: exit codes, names that stand for something, and what may be chosen."""

from __future__ import annotations

DONE, AT_FAULT, WRONG_COMMAND, OUR_FAULT, INTERRUPTED, NOBODY_READS = 0, 1, 2, 70, 130, 141
STDIN = "-"
MOST_FROM_STDIN = 8 * 1024 * 1024 + 1
"""One byte more than a letter may have, so that `source.py` says what is wrong with it."""
STAGES = ("letter", "document", "galley", "pages")
"""The same as `pipeline.STAGES`, which is not imported just for a help text; a test compares them."""
READING, PRESS = ("ua-1", "ua-2"), "x-4"
"""Together the same as `pipeline.STANDARDS`, for the same reason."""
NOTATIONS = ("yaml", "markdown", "jats")
"""The same as `pipeline.NOTATIONS`, for the same reason."""
ENDINGS = {
    ".yaml": "yaml", ".yml": "yaml", ".md": "markdown", ".markdown": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".xml": "jats",
}  # fmt: skip
INKS = ("cmyk", "gray")
"""The same as `pipeline.INKS`."""
SCHEMES = ("booklet", "2up")
"""The same as `imposition.SCHEMES`."""
FORMATS = ("text", "json", "sarif")
"""How `check` says what it found."""
MOST_PAGES = 10_000
"""The same as the letter's, for the same reason."""
