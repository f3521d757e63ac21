"""Who can have put a routine into the machine's folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak.routines.library import load_all
from ergobreak.routines.trust import _windows, others_may_write, why_not

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
    assert [each.title for each in books.errors] == [
        f"{machine / 'other.toml'} can be written by a group or by others."
    ]


@posix
@pytest.mark.parametrize("steps", [0, 1])
def test_a_folder_that_others_can_write_leaves_all_of_it_out(machine: Path, steps: int) -> None:
    loose = (machine, machine.parent)[steps]
    loose.chmod(0o777)
    books = load_all(machine)

    assert "shared_stretch" not in books.by_id
    assert len(books) == 53
    assert [each.title for each in books.errors] == [f"{loose} can be written by a group or by others."]


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
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    if sys.platform != "win32" and machine.stat().st_uid == 0:
        os.chown(machine / "shared_stretch.toml", 4711, -1)

    assert why_not(machine / "shared_stretch.toml").endswith("does not belong to root.")


@posix
def test_the_persons_own_folder_is_theirs(tmp_path: Path) -> None:
    (tmp_path / "shared_stretch.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "shared_stretch.toml").chmod(0o666)

    assert "shared_stretch" in load_all(tmp_path).by_id


ADMINS = "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
PROGRAM_DATA = (
    "O:SYG:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;CI;DCLCRPCR;;;BU)(A;OICI;0x1200a9;;;BU)"
)


@pytest.mark.parametrize(
    ("rights", "leaf", "loose"),
    [
        (ADMINS, True, False),
        (ADMINS, False, False),
        (ADMINS.replace("O:BA", "O:S-1-5-21-1-2-3-1001"), True, True),
        (ADMINS.replace("O:BA", "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"), True, False),
        (ADMINS + "(A;OICI;0x1301bf;;;BU)", True, True),
        (ADMINS + "(A;OICI;0x1301bf;;;BU)", False, True),
        (ADMINS + "(A;;FA;;;WD)", False, True),
        (ADMINS + "(A;;WO;;;AU)", False, True),
        (ADMINS + "(A;OICIIO;FA;;;BU)", True, False),
        (ADMINS + "(D;;FA;;;BU)", True, False),
        (ADMINS + "(A;;FA;;;S-1-5-21-1-2-3-1001)", True, True),
        (PROGRAM_DATA, False, False),
        (PROGRAM_DATA, True, True),
        ("O:BAG:SYD:NO_ACCESS_CONTROL", True, True),
        ("O:BAG:SY", True, True),
        ("", True, True),
    ],
)
def test_the_rights_of_windows(rights: str, leaf: bool, loose: bool) -> None:
    assert others_may_write(rights, leaf=leaf) is loose


def test_on_windows_the_first_loose_step_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "routines"
    folder.mkdir()

    def rights(path: str) -> str:
        return PROGRAM_DATA if path == str(folder) else ADMINS

    def refused(_path: str) -> str:
        raise PermissionError(13, "Access is denied")

    assert list(_windows(folder, rights)) == [f"{folder} can be written by others than administrators."]
    assert list(_windows(folder, lambda _path: ADMINS)) == []
    assert next(_windows(folder, refused)).endswith("cannot be read: Access is denied")
