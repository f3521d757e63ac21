"""What goes to a help desk: enough to help, and nothing that somebody said in a check-in or did in a break."""

from __future__ import annotations

import getpass
import io
import json
import os
import platform
import stat
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ergobreak.cli.support import cleaner, log_lines
from ergobreak.inventory import Organisation, StatusFile
from ergobreak.packaged import KINDS
from tests.report.office import worked, write_journal
from tests.test_privacy_law import SAID, run, words_of

MARK = "zebrafish"
LOG = f"""INFO ergobreak.desktop.tray: the panel shows the icon
WARNING ergobreak.daemon.keeper: config.toml, line 3, conditions: "{MARK}" is not known
Traceback (most recent call last):
  File "/home/somebody/app/ergobreak/screens/app.py", line 41, in main
    answers = {{'feel': '{MARK}'}}
KeyError: '{MARK}'
ergobreak: KeyError in crash
{MARK} said something on the terminal
WARNING ergobreak.desktop.bus: no answer from 192.168.7.9 to pat@example.org
"""


class Bundle:
    """A zip, read."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(self.raw)) as file:
            self.parts = {name: file.read(name).decode() for name in file.namelist()}

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever is in it
        return json.loads(self.parts[name])

    def says(self, word: str) -> bool:
        return any(word in each for each in [*self.parts, *self.parts.values()])


def make(home: Path, out: Path, *words: str) -> Bundle:
    kept = {key: each for key, each in os.environ.items() if not key.startswith("ERGOBREAK_")}
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "support-bundle", str(out), *words], check=False, capture_output=True,
        text=True, timeout=180, env=kept | {"ERGOBREAK_HOME": str(home), "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"Written: {out}"
    return Bundle(out)


def test_a_help_desk_finds_what_it_needs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home if sys.platform in {"win32", "darwin"} else home / "runtime"
    folder.mkdir(parents=True, mode=0o700)
    StatusFile(folder / "status.json", date(2026, 11, 22), {"tray": "sni"}, "deb").tell(Organisation())
    found = make(home, tmp_path / "b.zip")

    assert set(found.parts) == {
        "README.txt", "versions.json", "doctor.json", "policy.json", "status.json", "log.txt"
    }  # fmt: skip
    assert found.json("versions.json")["package_type"] in KINDS
    assert found.json("versions.json")["libraries"]["pydantic"]
    assert {each["name"] for each in found.json("doctor.json")["checks"]} >= {"version", "daemon", "settings"}
    assert found.json("policy.json")["reporting"] == "inventory"
    assert found.json("status.json")["backends"]["tray"] == "sni"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


@pytest.mark.screens
@pytest.mark.skipif(os.name != "posix", reason="the check-in's stand-in daemon listens on a Unix socket")
def test_nothing_of_a_check_in_is_in_it(tmp_path: Path) -> None:
    """A whole check-in with rare answers, then the bundle: no answer, no result, no place, nor that there was one."""
    done, _door = run(tmp_path, "end")
    home = tmp_path / "home"
    assert {each.name for each in (home / "state").iterdir()} >= {"check_ins.sqlite", "standing.json"}
    (tmp_path / "said.log").write_text(done.stdout + done.stderr + LOG)
    found = make(home, tmp_path / "b.zip", "--log", str(tmp_path / "said.log"))

    for word in [*sorted(words_of(SAID)), "wrist_hand", "check_ins", "standing", "tier", MARK]:
        assert not found.says(word), word
    assert "ergobreak.desktop.tray: the panel shows the icon" in found.parts["log.txt"], "while the log is there"


def test_what_somebody_set_and_did_is_not_in_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(
        f'theme = "dark"\nintention = "{MARK}"\nconditions = ["{MARK}"]\nfirst_aider = "{MARK}"\ncorner = "{MARK}"\n'
    )
    write_journal(home / "state" / "journal.sqlite", worked(17, 3))
    found = make(home, tmp_path / "b.zip")

    assert not found.says(MARK)
    assert found.json("policy.json")["changed"] == {"theme": "file"}, "by name, and only where the name says nothing"
    assert not found.says("20 facts")
    assert not found.says("movement_break")
    assert any(each["sentence"].startswith("(left out") for each in found.json("doctor.json")["checks"])


def test_names_and_places_are_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "pat.doe")
    monkeypatch.setattr(platform, "node", lambda: "desk-77.office.example")
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "inside"))
    monkeypatch.setattr(Path, "home", lambda: Path("/home/pat.doe"))
    clean = cleaner()
    assert clean(f"{tmp_path}/inside/x /home/pat.doe/y") == "~/x ~/y"
    assert clean(json.dumps(str(tmp_path / "inside" / "x"))) in {'"~/x"', '"~\\\\x"'}
    assert clean("pat.doe at desk-77 (desk-77.office.example), patient") == "(user) at (machine) ((machine)), patient"
    assert clean("pat@example.org 10.1.2.3") == "(address) (address)"


def test_a_home_is_found_however_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", r"C:\Users\Pat\portable")
    clean = cleaner()
    for each in (
        r"C:\Users\Pat\portable\x",
        "C:/Users/Pat/portable\\x",
        r"C:\\Users\\Pat\\portable\x",
        r"c:\users\pat\portable\x",
    ):
        assert clean(each) == r"~\x"


def test_of_a_log_only_our_own_lines_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "said.log"
    path.write_text(LOG)
    lines = log_lines([path])
    assert lines == [
        "INFO ergobreak.desktop.tray: the panel shows the icon",
        "WARNING ergobreak.daemon.keeper: (left out: it may quote what you wrote)",
        "  ergobreak/screens/app.py, line 41, in main",
        "KeyError",
        "WARNING ergobreak.desktop.bus: no answer from 192.168.7.9 to pat@example.org",
        "(4 lines of other shapes were left out)",
    ]
    assert "(address) to (address)" in cleaner()(lines[4])


@pytest.mark.parametrize("where", ["no/such/folder/b.zip", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "support-bundle", str(tmp_path / where)], check=False, capture_output=True,
        text=True, timeout=90, env=os.environ | {"ERGOBREAK_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 1
    assert str(tmp_path / where) in done.stderr
    assert "Traceback" not in done.stderr
