"""Where things lie: by hand on Linux, private, and never a way around a policy."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ergobreak import paths
from ergobreak.errors import DesktopError

linux = pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are not Windows's")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*os.environ]:
        if name.startswith(("XDG_", "ERGOBREAK_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@linux
@pytest.mark.parametrize("given", [None, "/elsewhere/x", "relative/is/not/allowed", ""])
def test_the_folders_read_by_hand_are_those_of_platformdirs(given: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import PlatformDirs  # noqa: PLC0415 - the oracle, and only here

    if given is not None:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            monkeypatch.setenv(name, given)
    expected = PlatformDirs("ergobreak")
    if given == "relative/is/not/allowed":  # platformdirs takes it; the XDG rules say that it does not count
        monkeypatch.delenv("XDG_CONFIG_HOME")
        assert paths.config_folder() == Path(expected.user_config_dir)
        return
    assert paths.config_folder() == Path(expected.user_config_dir)
    assert paths.state_folder() == Path(expected.user_state_dir)
    assert paths.cache_folder() == Path(expected.user_cache_dir)


def test_one_variable_moves_every_folder_of_the_person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "portable"
    monkeypatch.setenv("ERGOBREAK_HOME", str(home))
    found = [
        paths.config_file(),
        paths.snapshot_file(),
        paths.journal_file(),
        paths.check_in_file(),
        paths.cache_folder(),
        paths.user_routines(),
        paths.machine_routines(),
        paths.runtime_folder(),
    ]
    assert all(each.is_relative_to(home) for each in found)
    assert len(set(found)) == len(found)


@linux
def test_that_variable_does_not_lead_around_the_policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert paths.policy_folders()["managed"] == Path("/etc/ergobreak/policies/managed")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert paths.policy_folders()["managed"].is_relative_to(tmp_path)


@posix
def test_a_portable_copy_s_own_folder_and_all_below_it_are_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "stick" / "e"))
    paths.write_private(paths.config_file(), "theme = 'dark'")
    made = [tmp_path / "stick", tmp_path / "stick" / "e", paths.config_folder()]
    assert [stat.S_IMODE(each.stat().st_mode) for each in made] == [0o700] * 3


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(OSError, match="a"):
        paths.make_folder(tmp_path / "a" / "b")


@posix
def test_the_runtime_folder_is_made_private_and_stays_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "e"))
    folder = paths.runtime_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    assert stat.S_IMODE(paths.runtime_folder().stat().st_mode) == 0o700


@posix
def test_a_link_in_place_of_the_runtime_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "runtime").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DesktopError, match="not a real folder"):
        paths.runtime_folder()


@posix
def test_somebody_elses_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(DesktopError, match="another account"):
        paths.private_folder(tmp_path)


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "runtime").write_text("")
    with pytest.raises(DesktopError):
        paths.private_folder(tmp_path / "runtime")
    with pytest.raises(DesktopError, match="cannot be used"):
        paths.private_folder(tmp_path / "runtime" / "below")


@linux
def test_the_door_is_in_the_sessions_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert paths.door_address() == str(tmp_path / "ergobreak" / "ctl.sock")


@linux
def test_without_a_session_folder_the_door_is_in_a_private_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "_temporary_runtime", lambda: tmp_path / "t")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    assert paths.door_address() == str(tmp_path / "t" / "ctl.sock")
    assert stat.S_IMODE((tmp_path / "t").stat().st_mode) == 0o700


@posix
def test_a_path_too_long_for_a_socket_gets_a_short_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "_temporary_runtime", lambda: tmp_path / "t")
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / ("deep" * 30)))
    one = paths.door_address()
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / ("deep" * 31)))
    assert one != paths.door_address()
    assert Path(one).parent == tmp_path / "t"
    assert len(Path(one).name) < 20


def test_a_windows_pipe_has_the_account_and_the_session_in_its_name() -> None:
    assert paths.pipe_name("0f3a99c1", 2) == r"\\.\pipe\ergobreak-0f3a99c1-2"


@posix
def test_writing_is_private_and_keeps_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("old")
    link.symlink_to(real)
    paths.write_private(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        paths.write_private(target, "\udc80")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@linux
def test_finding_the_door_imports_next_to_nothing(tmp_path: Path) -> None:
    code = "import sys; from ergobreak import paths; paths.door_address(); print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert not {"platformdirs", "json", "tempfile", "gettext", "dataclasses"} & set(done.stdout.split())
