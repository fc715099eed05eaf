"""All checks of one file, each group by itself: what one cannot read does not keep the others from looking.

Knows the order of the checks; nothing of processes, files or reports.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from rejoinder.verify.annotations import check_annotations
from rejoinder.verify.archive import check_fonts, check_objects, check_syntax, check_warnings
from rejoinder.verify.checks import Findings
from rejoinder.verify.claims import check_about, read_about
from rejoinder.verify.colours import check_colours
from rejoinder.verify.content import Ink
from rejoinder.verify.elements import check_elements
from rejoinder.verify.embedded import check_files
from rejoinder.verify.model import Place, Verdict
from rejoinder.verify.opened import Opened, TooMuch, Unreadable, entry, is_dictionary
from rejoinder.verify.press import check_press
from rejoinder.verify.tagged import check_content, check_marks, check_outside
from rejoinder.verify.tree import Tree, read_tree
from rejoinder.verify.xmp import Xmp


def examine(opened: Opened) -> Verdict:
    """What this program finds out about a file."""
    about = read_about(opened)
    findings = Findings(about.claims.marks)
    attempt = _Attempts(findings)
    marks = frozenset(about.claims.marks)
    ink = Ink(opened)
    trees: list[Tree] = []
    is_tagged = _check_tagged(opened, findings)
    attempt("the content of the pages", ink.read)
    for page, why in ink.unread:
        findings.say("damaged", f"content cannot be read: {why}", Place(page))
    if is_tagged:
        attempt("the structure tree", lambda: trees.append(read_tree(opened)))
    tree = trees[0] if trees else None
    attempt("the file's syntax", lambda: check_syntax(opened, findings))
    attempt("the metadata", lambda: check_about(opened, about, findings))
    attempt("the marks", lambda: check_content(ink, findings, tagged=is_tagged))
    if tree is not None:
        for check, message, number, obj in tree.faults:
            findings.say(check, message, Place(number, obj))
        attempt("tags and content", lambda: check_marks(opened, ink, tree, findings))
        attempt("content without tags", lambda: check_outside(opened, ink, findings))
        attempt("the elements", lambda: check_elements(tree, findings, marks))
    attempt("the annotations", lambda: check_annotations(opened, tree, findings, marks))
    attempt("the fonts", lambda: check_fonts(opened, ink, findings))
    attempt("the colours", lambda: check_colours(opened, ink, about.claims, findings))
    attempt("the objects", lambda: check_objects(opened, ink, findings))
    attempt("the embedded files", lambda: check_files(opened, about.claims, findings))
    if about.claims.press:
        attempt("the press's wishes", lambda: check_press(opened, about.claims, about.xmp or Xmp(), findings))
    attempt("the library's warnings", lambda: check_warnings(opened, findings))
    broken = frozenset(standard for finding in findings.said for standard in finding.breaks)
    found = tuple(sorted(findings.said, key=lambda one: (one.severity, one.place.page)))
    return Verdict(
        about.version,
        len(opened.pages),
        about.claims.standings(broken, complete="too-much" not in findings.counts),
        found,
        left_out=findings.left_out(),
    )


def _check_tagged(opened: Opened, findings: Findings) -> bool:
    """Whether there is a tree to be looked at (14.7.1, 14.8.1)."""
    info = entry(opened.root, "/MarkInfo")
    there = is_dictionary(entry(opened.root, "/StructTreeRoot"))
    if not there:
        findings.say("untagged", "there is no structure tree")
    elif entry(info, "/Marked") is not True:
        findings.say("untagged", "the file does not say that it is tagged (MarkInfo, Marked)")
    if entry(info, "/Suspects") is True:
        findings.say("untagged", "the file says that its tags are suspect")
    return there


class _Attempts:
    """Runs checks, and says which of them came to no end."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def __call__(self, what: str, check: Callable[[], object]) -> None:
        try:
            check()
        except TooMuch as much:
            self._findings.say("too-much", f"{what}: the file {much}")
        except Unreadable as broken:
            self._findings.say("damaged", f"{what}: {broken}")
        except MemoryError:
            raise
        except Exception as fault:
            # A library meets what its author did not think of, in a file that was made to do so: that is a finding.
            if os.environ.get("REJOINDER_TRACEBACK"):
                raise
            self._findings.say("damaged", f"{what} cannot be read ({type(fault).__name__})")
