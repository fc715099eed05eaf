"""What the record costs: tags, links and attachments, as a share of the time that a letter takes.

    python benchmarks/recording.py [--letters 60]

Letters that all differ are set one after the other in one process, each as it is always made, and its last stage four
times over: with nothing but pages; with tags and links; with what it was made of as well. Stages are timed in turn on
the same letter, so that whatever else the machine does falls on all of them alike; the figures are medians.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prose import letter, letters_in
from rejoinder import Result, typeset
from rejoinder.collector import seldom_collected
from rejoinder.pdf.standard import UA_1, Standard
from rejoinder.pdf.write import write_pdf
from rejoinder.record.made import made
from rejoinder.record.model import Attachment

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "content"
PAGES_ALONE = Standard("pages-alone", "1.7")
"""Neither tags nor links: what the same pages would be without the record."""
STAGES = ("whole", "pages alone", "tags, links", "JATS, CSL", "attached")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    with seldom_collected():
        start = time.perf_counter()
        done = work()
        return 1000 * (time.perf_counter() - start), done


def stages_of(given: Path | dict[str, Any]) -> dict[str, float]:
    """Milliseconds of each stage of one letter."""
    whole, result = timed(lambda: typeset(given))
    assert isinstance(result, Result)
    enclosed = enclosures(result)

    def write(standard: Standard, attachments: tuple[Attachment, ...]) -> float:
        work = timed(
            lambda: write_pdf(
                result.made_up, result.document.metadata, stamp=None, standard=standard, attachments=attachments
            )
        )
        return work[0]

    alone, tagged, full = write(PAGES_ALONE, ()), write(UA_1, ()), write(UA_1, enclosed)
    making, _ = timed(lambda: made(result.letter, result.document))
    return dict(zip(STAGES, (whole, alone, tagged - alone, making, full - tagged), strict=True))


def enclosures(result: Result) -> tuple[Attachment, ...]:
    """What such a letter carries: the two that are made, and something of the size of its source."""
    source = Attachment("letter.yaml", "application/yaml", repr(result.letter).encode()[:9000], "Source", "the letter")
    return (*made(result.letter, result.document), source)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=60)
    wanted = parser.parse_args()
    typeset(letter(0))
    print(f"{'ms':<24}", *(f"{stage:>12}" for stage in (*STAGES, "share, %")))
    show(f"{wanted.letters} letters", [stages_of(letter(seed)) for seed in range(1, wanted.letters + 1)])
    for sample in letters_in(SAMPLES):
        show(sample.stem, [stages_of(sample) for _ in range(9)])


def show(name: str, found: list[dict[str, float]]) -> None:
    middle = {stage: statistics.median(one[stage] for one in found) for stage in STAGES}
    record = sum(middle[stage] for stage in STAGES[2:])
    print(f"{name:<24}", *(f"{middle[stage]:>12.2f}" for stage in STAGES), f"{100 * record / middle['whole']:>12.1f}")


if __name__ == "__main__":
    main()
