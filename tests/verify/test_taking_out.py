"""Attachments: all are found, none is written where it should not be, and a letter of ours is made of them again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shlex
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoilt import LETTER, good, spoilt

from rejoinder import Attachment, InputError, extract, typeset
from rejoinder.cli import main
from rejoinder.verify.anew import recipe
from rejoinder.verify.takeout import DEVICES, safe_name, safe_names


def attachment(name: str, data: bytes = b"x") -> Attachment:
    return Attachment(name, "text/plain", data, "Data", "")


def named(*names: str) -> list[str]:
    return [name for name, _ in safe_names([attachment(name) for name in names])]


def pdf_with(**files: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for number, (name, data) in enumerate(files.items()):
            spec = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type="text/plain")
            pdf.attachments[f"key {number}"] = spec
        pdf.save(out)
    return out.getvalue()


# ── names ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("letter.yaml", "letter.yaml"),
        ("figures/map.svg", "figures/map.svg"),
        ("/etc/passwd", "etc/passwd"),
        ("../../.ssh/authorized_keys", ".ssh/authorized_keys"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Windows\\x.dll", "C_/Windows/x.dll"),
        ("a/./b/../c", "a/b/c"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("nul .txt", "_nul .txt"),
        ("x\x00y\x1b[2J\n.txt", "xy[2J.txt"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("name. . .", "name"),
        ("-rf", "_-rf"),
        ("~/x", "_~/x"),
        ("a<b>:c|?*.txt", "a_b__c___.txt"),
        ("", "attachment"),
        ("...", "attachment"),
        ("//", "attachment"),
        ("\ud800", "attachment"),
    ],
)
def test_a_name_does_no_harm(written: str, safe: str) -> None:
    assert safe_name(written) == safe


@given(st.text(st.characters() | st.sampled_from("./\\:~-*\x00CONAUX"), max_size=60))
def test_no_name_leads_out_of_its_folder(written: str) -> None:
    name = safe_name(written)
    path = Path("folder", name)
    assert not Path(name).is_absolute()
    assert os.path.normpath(path).startswith(f"folder{os.sep}")
    assert name.isprintable()
    for part in name.split("/"):
        assert part not in ("", ".", "..")
        assert part.split(".")[0].casefold() not in DEVICES
        assert len(part.encode()) < 256
    assert safe_name(name) == name


def test_long_names_keep_their_suffix() -> None:
    name = safe_name("é" * 400 + ".svg")
    assert name.endswith("é.svg")
    assert len(name.encode()) <= 120


def test_no_two_names_are_alike_on_any_system() -> None:
    assert named("a.txt", "A.TXT", "a.txt") == ["a.txt", "A-2.TXT", "a-3.txt"]
    assert named("e\u0301", "é") == ["é", "é-2"]


def test_no_name_is_a_file_and_a_folder() -> None:
    assert named("a", "a/b", "a/c") == ["a", "a-2/b", "a-2/c"]
    assert named("a/b", "a") == ["a/b", "a-2"]


def test_a_thousand_files_of_one_name_take_no_time() -> None:
    assert len(set(named(*["same/name.txt"] * 1000, *["same"] * 1000))) == 2000


@given(st.lists(st.text("aA./\\é", max_size=8), max_size=8))
def test_all_can_be_written_beside_each_other(names: list[str]) -> None:
    found = [name.casefold() for name in named(*names)]
    assert len(set(found)) == len(names)
    for one in found:
        assert not any(other.startswith(f"{one}/") for other in found)


# ── what is found ─────────────────────────────────────────────────────────


def test_a_letter_carries_what_it_was_made_of() -> None:
    found = {one.name: one for one in extract(good())}
    assert found[LETTER.name].data == LETTER.read_bytes()
    assert found[LETTER.name].relationship == "Source"
    assert {"article.jats.xml", "references.csl.json", "rejoinder.json"} <= set(found)
    assert found["article.jats.xml"].relationship == "Alternative"
    assert found["article.jats.xml"].about


def test_files_are_found_by_the_name_tree_alone_and_by_af_alone() -> None:
    every = [one.name for one in extract(good())]

    def no_af(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AF

    def no_tree(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Names.EmbeddedFiles

    assert [one.name for one in extract(spoilt(good(), no_af))] == every
    assert sorted(one.name for one in extract(spoilt(good(), no_tree))) == sorted(every)


def test_what_another_program_attached_is_found() -> None:
    (one,) = extract(pdf_with(**{"notes ✎.txt": b"words"}))
    assert (one.name, one.data, one.media_type) == ("notes ✎.txt", b"words", "text/plain")


# ── the command ───────────────────────────────────────────────────────────


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.pdf").write_bytes(good())
    return tmp_path


def test_a_letter_is_made_again_to_the_byte(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "letter.pdf"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert f"letter/{LETTER.name}" in said
    command = shlex.split(said[-1])
    assert command[:2] == ["rejoinder", "build"]
    assert main([*command[1:], "-o", "again.pdf"]) == 0
    assert (desk / "again.pdf").read_bytes() == good()


@pytest.mark.parametrize(
    "options",
    [{"standard": "ua-2"}, {"pages": 3}, {"marks": True}, {"style": "manuscript"}, {"style": {"extends": "annals"}}],
    ids=str,
)
def test_so_is_one_that_was_made_with_options(
    desk: Path, capsys: pytest.CaptureFixture[str], options: dict[str, Any]
) -> None:
    made = typeset(LETTER, **options).pdf
    (desk / "other.pdf").write_bytes(made)
    assert main(["extract", "other.pdf", "-o", "a folder"]) == 0
    command = shlex.split(capsys.readouterr().out.splitlines()[-1])
    assert main([*command[1:], "-o", "again.pdf"]) == 0
    assert (desk / "again.pdf").read_bytes() == made


def test_a_list_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "letter.pdf", "--list"]) == 0
    said = capsys.readouterr().out
    assert f"{len(LETTER.read_bytes()):,}" in said
    assert "application/jats+xml" in said
    assert "Alternative" in said
    assert sorted(path.name for path in desk.iterdir()) == ["letter.pdf"]


def test_one_file_is_printed(desk: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", "letter.pdf", LETTER.name, "-o", "-"]) == 0
    assert capfdbinary.readouterr().out == LETTER.read_bytes()


def test_only_what_was_asked_for_is_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "letter.pdf", "article.jats.xml", "-o", "x"]) == 0
    assert [path.name for path in (desk / "x").iterdir()] == ["article.jats.xml"]
    assert "anew" not in capsys.readouterr().out


def test_a_name_that_nothing_has_is_an_error(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "letter.pdf", "article.jats"]) == 1
    assert 'did you mean "article.jats.xml"?' in capsys.readouterr().err
    assert not (desk / "letter").exists()


def test_nothing_is_overwritten_unless_forced(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "letter").mkdir()
    mine = desk / "letter" / "rejoinder.json"
    mine.write_text("mine")
    assert main(["extract", "letter.pdf"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert mine.read_text() == "mine"
    assert [path.name for path in (desk / "letter").iterdir()] == ["rejoinder.json"]
    assert main(["extract", "letter.pdf", "--force"]) == 0
    assert mine.read_text() != "mine"
    assert main(["extract", "letter.pdf"]) == 0, "the same files are in nobody's way"


def test_no_link_leads_out_of_the_folder(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "outside").mkdir()
    (desk / "letter").mkdir()
    (desk / "letter" / "figures").symlink_to(desk / "outside")
    assert main(["extract", "letter.pdf", "--force"]) == 1
    assert "leads out of the folder" in capsys.readouterr().err
    assert list((desk / "outside").iterdir()) == []


def test_a_strangers_names_stay_in_the_folder(desk: Path) -> None:
    (desk / "evil.pdf").write_bytes(pdf_with(**{"../../up.txt": b"1", "/abs.txt": b"2", "a/../../x.txt": b"3"}))
    assert main(["extract", "evil.pdf", "-o", "deep/down"]) == 0
    files = sorted(str(path.relative_to(desk)) for path in desk.rglob("*.txt"))
    assert files == ["deep/down/a/x.txt", "deep/down/abs.txt", "deep/down/up.txt"]


@pytest.mark.parametrize("arguments", [["-o", "-"], ["a", "b", "-o", "-"], ["--list", "a", "-o", "-"]])
def test_a_slip_of_the_command_is_one(desk: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["extract", "letter.pdf", *arguments])
    assert left.value.code == 2


def test_a_file_that_carries_nothing_is_no_error(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bare.pdf").write_bytes(pdf_with())
    assert main(["extract", "bare.pdf"]) == 0
    assert "carries no files" in capsys.readouterr().err
    assert not (desk / "bare").exists()


# ── the manifest ──────────────────────────────────────────────────────────

LETTER_DIGEST = hashlib.sha256(b"x").hexdigest()


def manifest(**changes: Any) -> tuple[Attachment, ...]:
    told = {
        "program": "rejoinder 0.1.0", "letter": "letter.yaml", "style": "annals", "pages": 0, "standard": "ua-1",
        "marks": False, "source_date_epoch": None, "files": {"letter.yaml": LETTER_DIGEST},
    }  # fmt: skip
    told |= changes
    return attachment("letter.yaml"), attachment("rejoinder.json", json.dumps(told).encode())


def command(**changes: Any) -> str:
    found = recipe(manifest(**changes))
    assert found is not None
    return found.command("out dir")


def test_the_command_says_all_that_the_manifest_does() -> None:
    assert command() == "rejoinder build 'out dir/letter.yaml' -s annals"
    everything = command(pages=2, standard="ua-2", marks=True, source_date_epoch=86_400)
    assert everything == (
        "SOURCE_DATE_EPOCH=86400 rejoinder build 'out dir/letter.yaml' -s annals --pages 2 --standard ua-2 --marks"
    )
    assert command(standard="x-4").endswith("-s annals --press")


@pytest.mark.parametrize(
    "changes",
    [
        {"style": "annals; rm -rf ~"}, {"style": "$(touch x)"}, {"style": ["annals"]}, {"style": "../../secret.yaml"},
        {"pages": "1; rm"}, {"pages": -1}, {"pages": True}, {"pages": 10**30}, {"standard": "--help"},
        {"marks": "yes"}, {"source_date_epoch": "0 rm"}, {"source_date_epoch": 10**300}, {"source_date_epoch": 1.5},
        {"more": "things"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_to_be_believed_is_left_out(changes: dict[str, Any]) -> None:
    assert command(**changes) in (command(), command().removesuffix(" -s annals"))


@pytest.mark.parametrize(
    "changes",
    [
        {"letter": "../letter.yaml"}, {"letter": "other.yaml"}, {"letter": None}, {"program": "rm 1.0"}, {"files": []},
        {"files": {}}, {"letter": "-x.yaml", "files": {"-x.yaml": ""}},
    ],
    ids=str,
)  # fmt: skip
def test_a_manifest_of_nobodys_gives_no_command(changes: dict[str, Any]) -> None:
    assert recipe(manifest(**changes)) is None


@pytest.mark.parametrize("data", [b"", b"[", b"7", b"null", b"[" * 100_000, b"\xff", b'{"a":' * 50_000])
def test_nor_does_one_that_is_no_json(data: bytes) -> None:
    assert recipe((attachment("rejoinder.json", data),)) is None


def test_the_name_of_a_letter_is_quoted() -> None:
    name = "a letter; touch x.yaml"
    files = (attachment(name), manifest(letter=name, files={name: LETTER_DIGEST})[1])
    found = recipe(files)
    assert found is not None
    assert shlex.split(found.command("o"))[2] == f"o/{name}"


def test_a_file_that_was_changed_is_told_of(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        spec = next(one for one in pdf.Root.AF if str(one.UF) == LETTER.name)
        spec.EF.F.write(b"title: Another\n")

    (desk / "changed.pdf").write_bytes(spoilt(good(), change))
    assert main(["extract", "changed.pdf"]) == 1
    assert "is not the file that the PDF was made of" in capsys.readouterr().err


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(InputError, match="is no PDF"):
        extract(b"nothing")
