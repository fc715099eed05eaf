"""Every check finds what it is for, and nothing in good files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from spoilt import FRAMES, SPOILT, STANDARDS, good, looked_at, spoilt

from rejoinder.verify.checks import CHECKS

CASES = [
    pytest.param(check, standard, change, id=f"{check}-{at}")
    for check, ways in SPOILT.items()
    for at, (standard, change) in enumerate(ways)
]


@pytest.mark.parametrize("standard", STANDARDS)
def test_nothing_is_found_in_a_good_file(standard: str) -> None:
    verdict = looked_at(good(standard))
    assert verdict.findings == ()
    assert verdict.sound


@pytest.mark.parametrize("standard", STANDARDS)
def test_nor_in_one_that_was_only_saved_again(standard: str) -> None:
    """Or the tests below would find what pikepdf did."""
    assert looked_at(spoilt(good(standard), lambda pdf: None)).findings == ()


@pytest.mark.parametrize(("check", "standard", "change"), CASES)
def test_a_check_finds_what_it_is_for(check: str, standard: str, change: Callable[[pikepdf.Pdf], Any]) -> None:
    verdict = looked_at(spoilt(good(standard), change))
    found = [finding for finding in verdict.findings if finding.check == check]
    assert found, f"only {[finding.check for finding in verdict.findings]}"
    assert found[0].message
    assert set(filter(None, found[0].clause.split("; "))) <= set(CHECKS[check].clause.split("; "))
    if CHECKS[check].breaks or CHECKS[check].always:
        claims_something = any(claim.state != "not claimed" for claim in verdict.claims)
        assert not verdict.sound or not claims_something


@pytest.mark.parametrize("check", FRAMES)
def test_a_check_of_the_bytes_finds_what_it_is_for(check: str) -> None:
    verdict = looked_at(FRAMES[check](spoilt(good(), lambda pdf: None)))
    assert check in {finding.check for finding in verdict.findings}
    assert not verdict.sound


def test_every_check_is_shown_to_find_something() -> None:
    assert {*SPOILT, *FRAMES} == set(CHECKS)


def test_what_breaks_a_standard_is_said_of_it() -> None:
    check, (standard, change) = "figure-alt", SPOILT["figure-alt"][0]
    verdict = looked_at(spoilt(good(standard), change))
    assert {finding.check: finding.breaks for finding in verdict.findings} == {check: ("PDF/A-3a", "PDF/UA-1")}
    assert {claim.standard: claim.state for claim in verdict.claims} == {
        "PDF/UA-1": "does not hold", "PDF/A-3a": "does not hold", "PDF/X": "not claimed",
    }  # fmt: skip


def test_what_only_one_standard_asks_for_breaks_only_that() -> None:
    standard, change = SPOILT["annotation-flags"][0]
    verdict = looked_at(spoilt(good(standard), change))
    assert {claim.standard: claim.state for claim in verdict.claims}["PDF/UA-1"] == "holds"
    assert {claim.standard: claim.state for claim in verdict.claims}["PDF/A-3a"] == "does not hold"


def test_what_was_not_looked_at_to_the_end_is_not_known() -> None:
    verdict = looked_at(FRAMES["too-much"](good()))
    assert "holds" not in {claim.state for claim in verdict.claims}


def test_a_check_that_finds_much_lists_the_first_and_counts_the_rest() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem":
                one.Lang = pikepdf.String("no language")

    verdict = looked_at(spoilt(good(), change))
    listed = [finding for finding in verdict.findings if finding.check == "lang"]
    assert len(listed) == 20
    assert dict(verdict.left_out)["lang"] > 50
