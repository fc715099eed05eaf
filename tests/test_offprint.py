"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from rejoinder.offprint import Unwritten, write_whole

OLD, NEW = b"%PDF-1.7 the good old one", b"%PDF-1.7 the new one"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder in which a good PDF lies already."""
    (tmp_path / "letter.pdf").write_bytes(OLD)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_missing_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "issue" / "41" / "letter.pdf", NEW)
    assert (tmp_path / "issue" / "41" / "letter.pdf").read_bytes() == NEW


def test_an_old_file_is_replaced_and_nothing_else_is_left(out: Path) -> None:
    write_whole(out / "letter.pdf", NEW)
    assert (out / "letter.pdf").read_bytes() == NEW
    assert names(out) == ["letter.pdf"]


def test_the_umask_decides_who_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "letter.pdf", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "letter.pdf").stat().st_mode) == 0o640


def test_a_symbolic_link_stays_one(out: Path) -> None:
    (out / "latest.pdf").symlink_to("letter.pdf")
    write_whole(out / "latest.pdf", NEW)
    assert (out / "latest.pdf").is_symlink()
    assert (out / "letter.pdf").read_bytes() == NEW


def test_a_full_disk_leaves_the_old_file_and_no_other(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritten, match=r"letter\.pdf: cannot be written: no space left on device"):
        write_whole(out / "letter.pdf", NEW)
    assert (out / "letter.pdf").read_bytes() == OLD
    assert names(out) == ["letter.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_is_full_is_said_to_be() -> None:
    with pytest.raises(Unwritten, match="no space left"):
        write_whole(Path("/dev/full"), NEW)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, MemoryError])
def test_an_interrupt_leaves_the_old_file_and_no_other(
    out: Path, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    def interrupted(self: Path, target: Any) -> None:
        raise interruption

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(interruption):
        write_whole(out / "letter.pdf", NEW)
    assert (out / "letter.pdf").read_bytes() == OLD
    assert names(out) == ["letter.pdf"]


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(Unwritten, match="is a directory"):
        write_whole(tmp_path / "letter.pdf", NEW)
    assert names(tmp_path) == ["letter.pdf"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(out: Path) -> None:
    with pytest.raises(Unwritten, match="the folder it should lie in is a file"):
        write_whole(out / "letter.pdf" / "deeper.pdf", NEW)
    assert (out / "letter.pdf").read_bytes() == OLD


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_one_may_not_write_to_is_said_to_be(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unwritten, match="permission denied"):
        write_whole(tmp_path / "letter.pdf", NEW)


def test_a_name_no_file_can_have_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Unwritten, match="cannot be written"):
        write_whole(tmp_path / "a\0b.pdf", NEW)
    with pytest.raises(Unwritten, match="too long"):
        write_whole(tmp_path / ("long" * 200), NEW)
    assert names(tmp_path) == []


def test_what_a_killed_process_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    for serial in range(1, 2000):
        (tmp_path / f".rejoinder-{os.getpid()}-{serial}.part").touch()
    write_whole(tmp_path / "letter.pdf", NEW)
    assert (tmp_path / "letter.pdf").read_bytes() == NEW


def test_threads_that_write_the_same_file_do_not_mix(tmp_path: Path) -> None:
    texts = [bytes([number]) * 100_000 for number in range(8)]
    threads = [threading.Thread(target=write_whole, args=(tmp_path / "letter.pdf", text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "letter.pdf").read_bytes() in texts
    assert names(tmp_path) == ["letter.pdf"]
