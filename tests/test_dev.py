"""dev.py on machines that lack something: what it says, what it installs, what it leaves alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev

HERE = dev.Need("libc6", "libc.so.6")
PROGRAM = dev.Need("python3", Path(sys.executable).name)
GONE = dev.Need("libnowhere1", "libnowhere.so.1")
NO_PROGRAM = dev.Need("a-tool", "no-such-program")
NO_FILE = dev.Need("z-fonts", "/no/such/*.ttf")
linux = pytest.mark.skipif(sys.platform != "linux", reason="system packages are Linux's")


def as_user(monkeypatch: pytest.MonkeyPatch, *, root: bool, programs: tuple[str, ...] = ("apt-get",)) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in programs else None)


@linux
def test_what_is_missing_is_found_however_it_would_have_come(tmp_path: Path) -> None:
    font = tmp_path / "some.ttf"
    font.touch()
    there = dev.Need("fonts", f"{tmp_path}/*.[ot]tf")
    assert dev.missing((HERE, there)) == []
    assert dev.missing((NO_FILE, HERE, GONE, there, NO_PROGRAM)) == ["a-tool", "libnowhere1", "z-fonts"]
    assert dev.is_there(PROGRAM) == bool(shutil.which(PROGRAM.proof))


def test_no_linux_library_is_missed_on_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert dev.missing((GONE,)) == []


@linux
def test_without_root_the_exact_line_is_printed_and_nothing_else_happens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, root=False)
    with pytest.raises(SystemExit) as stopped:
        dev.ensure((GONE, NO_FILE), "Testing", "Without them: go home")
    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "\n    sudo apt-get install --yes --no-install-recommends libnowhere1 z-fonts\n" in said
    assert said.endswith("Without them: go home\n")


@linux
def test_where_there_is_no_apt_the_names_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, root=True, programs=())
    with pytest.raises(SystemExit):
        dev.ensure((GONE,), "Testing")
    assert "the package manager of this system (Debian's names): libnowhere1" in capsys.readouterr().err


@linux
def test_root_installs_once_and_looks_whether_it_helped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    as_user(monkeypatch, root=True)
    ran: list[list[str]] = []

    def apt(command: list[str], **_: object) -> object:
        ran.append(command)
        (tmp_path / "it").touch()
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    monkeypatch.setattr("subprocess.run", apt)
    dev.ensure((dev.Need("brings-it", f"{tmp_path}/it"),), "Testing")
    assert [each[4] for each in ran] == ["update", "install"]
    assert ran[1][-1] == "brings-it"
    with pytest.raises(SystemExit):
        dev.ensure((GONE,), "Testing")
    assert "could not install: libnowhere1" in capsys.readouterr().err


@linux
def test_nothing_is_called_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("nothing was to be done"))
    dev.ensure((HERE,), "Testing")


def test_uv_comes_from_path_or_from_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert dev.uv() == "/usr/bin/uv"
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    own = dev.private_uv()
    own.parent.mkdir(parents=True)
    own.touch()
    assert dev.uv() == str(own)
    assert own.is_relative_to(tmp_path / ".uv")


def test_running_leaves_out_what_only_developers_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "uv", lambda: "uv")
    started: list[list[str]] = []

    def start(command: list[str]) -> None:
        started.append(command)
        raise SystemExit(0)

    monkeypatch.setattr(dev, "hand_over", start)
    monkeypatch.setattr(dev, "has_screen", lambda: False)
    with pytest.raises(SystemExit):
        dev.run(["status", "--json"])
    assert started == [
        ["uv", "run", "--locked", "--project", str(dev.ROOT), "--no-dev", "ergobreak", "status", "--json"]
    ]


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    with pytest.raises(SystemExit) as stopped:
        dev.main()
    assert stopped.value.code == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_an_unknown_verb_shows_the_known_ones() -> None:
    done = subprocess.run([sys.executable, dev.__file__, "tset"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(f"\n  {verb:<7} " in done.stdout for verb in dev.VERBS)


def test_an_unknown_check_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "uv", lambda: sys.executable)
    monkeypatch.setattr(dev, "in_project", lambda *_: [sys.executable, "-c", ""])
    with pytest.raises(SystemExit):
        dev.check(["rufff"])
    assert "There are: ruff, format, mypy, layers" in capsys.readouterr().err


def test_the_types_are_checked_for_all_three_systems() -> None:
    platforms = [command[2] for name, command in dev.CHECKS if name.startswith("mypy")]
    assert sorted(platforms) == ["darwin", "linux", "win32"]


def test_the_generators_are_there() -> None:
    assert [path for path in dev.GENERATORS if not (dev.ROOT / path).is_file()] == []
