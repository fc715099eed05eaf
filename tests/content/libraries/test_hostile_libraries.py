"""Whatever a file holds, a library is items of strings, or complaints."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.content.libraries import ENDINGS, kind_of, read_library
from rejoinder.content.libraries.latex import marked_up, plain
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

PIECES = [
    "@article{", "@book(", "@string{a = ", "@xdata{", "@comment{", "k,", "title = ", "author = ", "year = ", "month = ",
    "crossref = ", "xdata = ", "date = ", "pages = ", "{", "}", '"', "#", ",", "=", "\n", " and ", "others", "a", "k",
    "jan", "2012", "2012-13/..", "\\", "\\emph{", "\\'{e}", "$x^", "$", "{\\bf ", "%", "--", "~", "von der ", "Jr, ",
    "TY  - JOUR\n", "ER  - \n", "AU  - ", "PY  - 2012///x\n", "DA  - ", "SP  - ", "UR  - ", "PMID- 1\n", "FAU - ",
    "DP  - 2019 Jan-Feb\n", "LID - x [doi]\n", "%0 Book\n", "%A ", "%D ", "é", "\u0301", "²", "٣", "\U0001d400",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(sorted(ENDINGS)))
def test_no_library_is_ever_an_exception(text: str, ending: str) -> None:
    said = Diagnostics()
    kind = kind_of(text, ending)
    items = list(read_library(kind, Source(f"refs{ending}", text), said)) if kind else []
    lines = text.count("\n") + 1
    for item, span in items:
        assert json.loads(json.dumps(item)) == item
        assert item["type"]
        assert 1 <= span.line <= lines
    assert all(one.severity == "warning" for one in said)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES, "\\textit{", "\\frac", "\\sqrt", "^", "_", "\\url{", "[x]", "\\begin{a}"]),
        max_size=40,
    ).map("".join)
)
def test_no_latex_is_ever_an_exception(text: str) -> None:
    assert "\n" not in plain(text).text
    assert "  " not in marked_up(text).text
