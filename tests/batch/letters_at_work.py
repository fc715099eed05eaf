"""Small letters, and setters that misbehave. Workers find what is here by its name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from rejoinder.batch.bench import set_one
from rejoinder.batch.model import Making, Outcome, Task

LETTER = """\
title: On the {number} swifts of Gable Street
author: Hannah Oakeshott
date: 2024-05-{day:02}
body: |
  There were {number} swifts this May.

  Nobody counted them but us.
"""


def written(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = LETTER.format(number=number + 2, day=number % 28 + 1)
        (folder / f"letter-{number:03}.yaml").write_text(text, encoding="utf-8")
    return folder


def _first_time(task: Task) -> bool:
    """Whether a letter is tried for the first time; a file beside its PDF remembers."""
    mark = Path(f"{task.output}.tried")
    if mark.exists():
        return False
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_bytes(b"")
    return True


def dies_once(task: Task, making: Making) -> Outcome:
    """At every fifth letter the process is killed in the middle of writing, once."""
    if int(Path(task.letter).stem[-3:]) % 5 == 0 and _first_time(task):
        draft = Path(task.output).parent / f".rejoinder-{os.getpid()}-1.part"
        draft.write_bytes(b"%PDF-1.7 half of it")
        os.kill(os.getpid(), signal.SIGKILL)
    return set_one(task, making)


def dies_always(task: Task, making: Making) -> Outcome:
    if task.letter.endswith("-001.yaml"):
        os._exit(3)
    return set_one(task, making)


def never_answers(task: Task, making: Making) -> Outcome:
    if task.letter.endswith("-001.yaml"):
        time.sleep(600)
    return set_one(task, making)


def slow(task: Task, making: Making) -> Outcome:
    time.sleep(0.05)
    return set_one(task, making)
