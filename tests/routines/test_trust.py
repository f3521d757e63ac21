"""Who can have put a routine into the machine's folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak import paths
from ergobreak.routines import favourites
from ergobreak.routines.library import load_all
from ergobreak.routines.own import BIGGEST

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
id = "shared_stretch"
title = "Shared stretch"
set = "prescribed"
purpose = "From occupational health."
regions = ["neck"]
place = ["chair"]
status = "prescribed"
reviewed = 2026-11-22
prescribed_by = "A. Physio"

[frames.a]
base = "sit"

[[steps]]
say = "Sit tall."
s = 5
show = ["a"]
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are those of POSIX")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    folder = tmp_path / "machine" / "routines"
    folder.mkdir(parents=True, mode=0o755)
    (folder / "shared_stretch.toml").write_text(GOOD, encoding="utf-8")
    (folder / "shared_stretch.toml").chmod(0o644)
    return folder


@posix
def test_a_file_that_only_its_owner_can_write_is_read(machine: Path) -> None:
    assert "shared_stretch" in load_all(machine).by_id


@posix
@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_a_file_that_others_can_write_is_left_out_alone(machine: Path, mode: int) -> None:
    (machine / "other.toml").write_text(GOOD.replace("shared_stretch", "other"), encoding="utf-8")
    (machine / "other.toml").chmod(mode)
    books = load_all(machine)

    assert "shared_stretch" in books.by_id
    assert "other" not in books.by_id
    assert [each.title for each in books.errors] == [f"{machine / 'other.toml'} is writable by group or others."]


@posix
@pytest.mark.parametrize("steps", [0, 1])
def test_a_folder_that_others_can_write_leaves_all_of_it_out(machine: Path, steps: int) -> None:
    loose = (machine, machine.parent)[steps]
    loose.chmod(0o777)
    books = load_all(machine)

    assert "shared_stretch" not in books.by_id
    assert len(books) == 53
    assert [each.title for each in books.errors] == [f"{loose} is writable by group or others."]


@posix
def test_a_link_is_left_out(machine: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text(GOOD.replace("shared_stretch", "linked"), encoding="utf-8")
    (machine / "linked.toml").symlink_to(elsewhere)
    books = load_all(machine)

    assert "linked" not in books.by_id
    assert [each.title for each in books.errors] == [f"{machine / 'linked.toml'} is a link."]


@posix
def test_outside_a_portable_copy_only_root_counts(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERGOBREAK_HOME")
    monkeypatch.setattr(paths, "machine_routines", lambda: machine)
    if sys.platform != "win32" and machine.stat().st_uid == 0:
        os.chown(machine / "shared_stretch.toml", 4711, -1)
    books = load_all(machine)

    assert "shared_stretch" not in books.by_id
    assert books.errors[0].title.endswith("does not belong to root.")


@posix
def test_a_pipe_makes_nobody_wait_and_a_giant_is_not_read(machine: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(machine / "pipe.toml", 0o644)
    (machine / "giant.toml").write_text("#" * (BIGGEST + 1), encoding="utf-8")
    (machine / "giant.toml").chmod(0o644)
    books = load_all(machine)

    assert "shared_stretch" in books.by_id
    assert [each.title for each in books.errors] == [
        f"{machine / 'giant.toml'}: the file is too big to be read.",
        f"{machine / 'pipe.toml'} is not an ordinary file.",
    ]


@posix
def test_an_untrusted_file_gives_the_menu_no_title_either(machine: Path) -> None:
    favourites.keep(["shared_stretch"])
    assert favourites.titles(3) == [("shared_stretch", "Shared stretch")]

    (machine / "shared_stretch.toml").chmod(0o666)
    assert favourites.titles(3) == []


@posix
def test_the_persons_own_folder_is_theirs(tmp_path: Path) -> None:
    (tmp_path / "shared_stretch.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "shared_stretch.toml").chmod(0o666)

    assert "shared_stretch" in load_all(tmp_path).by_id
