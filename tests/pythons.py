"""Whether every Python that is found makes the same files: `make pythons`, or

    python tests/pythons.py [PYTHON…]        those named, or those on the PATH

Each gets an environment of its own in `.venv-3.x` with the program and what it stands on, sets all letters of
`content/` and `tests/golden/`, and is compared with the first. Compression is another library's: where files differ,
their streams are compared as they are when unpacked, and the versions of zlib are named.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
OLDEST, NEWEST = 11, 19
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ABOUT = """
import json, sys, zlib, venv, ensurepip
print(json.dumps([sys.implementation.name, *sys.version_info[:3], zlib.ZLIB_RUNTIME_VERSION]))
"""


class Python(NamedTuple):
    """An interpreter of a version of its own."""

    program: str
    name: str
    minor: int
    zlib: str


class Made(NamedTuple):
    """Digests of a file: of its bytes, and of what it says when it is unpacked."""

    packed: str
    unpacked: str


def found(wanted: Sequence[str]) -> list[Python]:
    """One of each version."""
    names = wanted or [f"python3.{minor}" for minor in range(OLDEST, NEWEST)]
    known = (asked(program) for name in names if (program := shutil.which(name)))
    by_name = {python.name: python for python in known if python is not None}
    return sorted(by_name.values(), key=lambda python: [int(part) for part in re.findall(r"\d+", python.name)])


def asked(program: str) -> Python | None:
    """What an interpreter says of itself; none if it cannot make an environment, or does not run."""
    run = subprocess.run([program, "-c", ABOUT], capture_output=True, text=True, check=False)
    if run.returncode:
        return None
    name, major, minor, micro, packs = json.loads(run.stdout)
    return Python(program, f"{name} {major}.{minor}.{micro}", minor, packs) if minor >= OLDEST else None


def furnished(python: Python) -> Path:
    """The interpreter of an environment that has the program."""
    folder = ROOT / f".venv-3.{python.minor}"
    inside = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not inside.exists():
        subprocess.run([python.program, "-m", "venv", folder], check=True)
    install = [inside, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--editable", ROOT]
    subprocess.run(install, check=True)
    return inside


def letters() -> Iterator[tuple[Path, Path | None]]:
    """Every letter, and the sheet that belongs to it."""
    for path in sorted((ROOT / "content").glob("*.*")):
        yield path, None
    for folder in sorted((ROOT / "tests" / "golden").iterdir()):
        sheet = folder / "style.yaml"
        for path in sorted(folder.glob("letter.*")):
            yield path, sheet if sheet.exists() else None


def made_by(program: Path) -> dict[str, Made]:
    """The files of all letters, by the letters' names."""
    out: dict[str, Made] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path, sheet in letters():
            to = Path(folder) / "letter.pdf"
            under = ["--style", sheet] if sheet else []
            command = [program, "-m", "rejoinder", "build", path, *under, "--output", to]
            subprocess.run(command, check=True, capture_output=True, cwd=folder)
            out[str(path.relative_to(ROOT))] = digests(to.read_bytes())
    return out


def digests(pdf: bytes) -> Made:
    """The file's identity is a digest of its packed bytes, and stands with the places of objects in the last stream."""
    whole = hashlib.sha256()
    for match in STREAM.finditer(pdf):
        if b"/XRef" in pdf[max(0, match.start() - 400) : match.start()]:
            continue
        try:
            whole.update(zlib.decompress(match[1]))
        except zlib.error:
            whole.update(match[1])
    return Made(hashlib.sha256(pdf).hexdigest(), whole.hexdigest())


def differences(first: dict[str, Made], other: dict[str, Made]) -> list[str]:
    """What is said of each letter that is not the same."""
    out = []
    for name, made in first.items():
        if made.packed != other[name].packed:
            same = made.unpacked == other[name].unpacked
            out.append(f"{name}: the same, but otherwise compressed" if same else f"{name}: NOT the same")
    return out


def main(wanted: Sequence[str]) -> int:
    """Say what was compared with what; 1 if anything differs, 77 if there is nothing to compare."""
    pythons = found(wanted)
    if len(pythons) < 2:
        only = f"only {pythons[0].name}" if pythons else "no Python"
        print(f"NOTHING COMPARED: {only} was found, and it takes two (name others as arguments)")
        return 77
    first, *others = [(python, made_by(furnished(python))) for python in pythons]
    wrong = False
    for python, made in others:
        said = differences(first[1], made)
        wrong = wrong or bool(said)
        both = f"{first[0].name} (zlib {first[0].zlib}) and {python.name} (zlib {python.zlib})"
        print(f"{both}: {len(made) - len(said)} of {len(made)} letters are the same bytes", *said, sep="\n  ")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
