"""What only an administrator can have written: folders and files as opened, and the rights of Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ergobreak import trusted
from ergobreak.trusted import Missing, UntrustedError, _judge_windows, others_may_write

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are those of POSIX")


def owner() -> int:
    if sys.platform == "win32":
        return 0
    return os.getuid()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "above" / "policies"
    folder.mkdir(parents=True)
    for each in (folder, folder.parent):
        each.chmod(0o755)
    (folder / "a.toml").write_bytes(b"12345678")
    (folder / "a.toml").chmod(0o644)
    return folder


@posix
def test_a_trusted_folder_gives_its_names_and_no_more_bytes_than_asked(place: Path) -> None:
    with trusted.folder(place, owner()) as opened:
        assert opened.names() == ["a.toml"]
        assert opened.read("a.toml", 100) == b"12345678"
        assert opened.read("a.toml", 3) == b"1234"
        with pytest.raises(Missing):
            opened.read("b.toml", 3)


@posix
def test_what_is_not_there_is_missing_and_no_fault(place: Path) -> None:
    with pytest.raises(Missing), trusted.folder(place / "deeper" / "still", owner()):
        pass


@posix
def test_a_link_on_the_way_is_refused_as_much_as_one_at_the_end(place: Path, tmp_path: Path) -> None:
    (tmp_path / "by").symlink_to(place.parent, target_is_directory=True)
    (place / "link.toml").symlink_to(place / "a.toml")

    with pytest.raises(UntrustedError, match=r"by is a link\."), trusted.folder(tmp_path / "by" / "policies", owner()):
        pass
    with trusted.folder(place, owner()) as opened, pytest.raises(UntrustedError, match=r"link\.toml is a link\."):
        opened.read("link.toml", 9)


@posix
def test_nothing_stays_open_whatever_happens(place: Path) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("counts what is open where Linux tells it")
    before = sorted(Path("/proc/self/fd").iterdir())
    (place / "loose.toml").write_bytes(b"")
    (place / "loose.toml").chmod(0o666)
    for name in ("a.toml", "loose.toml", "none.toml"):
        try:
            with trusted.folder(place, owner()) as opened:
                opened.read(name, 9)
        except UntrustedError:
            pass
    place.chmod(0o777)
    with pytest.raises(UntrustedError, match="writable by group or others"), trusted.folder(place, owner()):
        pass

    assert sorted(Path("/proc/self/fd").iterdir()) == before


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

    with pytest.raises(UntrustedError) as loose:
        _judge_windows(folder, rights)
    assert str(loose.value) == f"{folder} is writable by others than administrators."
    with pytest.raises(UntrustedError, match=r"cannot be read: access is denied\."):
        _judge_windows(folder, refused)
    _judge_windows(folder, lambda _path: ADMINS)  # no complaint
