"""What a worker has at hand before its first letter: the rooms of the pipeline, read once for all workers.

Where processes are forked from a server, the server reads this module, and its memory is shared by all of them.
"""

from __future__ import annotations

import gc

import rejoinder.document.csl_style
import rejoinder.pdf.write
import rejoinder.pipeline
import rejoinder.record.made  # noqa: F401 - as the others: to have it read


def settle() -> None:
    """What was read so far is no garbage: looking through it would only unshare it."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
