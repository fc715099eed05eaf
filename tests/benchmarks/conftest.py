"""The benchmarks are scripts beside the package, not in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pdfminer", reason="the benchmarks read PDFs with pdfminer.six")
sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))  # last: tests have modules of the same names
