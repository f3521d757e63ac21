"""Start with the session: on, off, and left alone where it is not ours to settle."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak import packaged
from ergobreak.desktop.autostart import AutostartState, Decision, command, decision
from ergobreak.desktop.autostart.decided import DecidedAutostart
from ergobreak.desktop.autostart.macos import LABEL, MacAutostart
from ergobreak.desktop.autostart.null import NullAutostart
from ergobreak.desktop.autostart.win32 import approved, command_line
from ergobreak.desktop.autostart.xdg import FILE, XdgAutostart, exec_line
from ergobreak.errors import DesktopError

WORDS = ("/opt/my tools/ergobreak", "run")


class Home:
    """A person's folders."""

    def __init__(self, root: Path) -> None:
        self.config, self.system = root / "config", root / "xdg"
        self.environ = {"HOME": str(root), "XDG_CONFIG_HOME": str(self.config), "XDG_CONFIG_DIRS": str(self.system)}
        self.own = self.config / "autostart" / FILE
        self.everybody = self.system / "autostart" / FILE
        self.switch = XdgAutostart(WORDS, self.environ)

    def for_everybody(self, more: str = "") -> None:
        self.everybody.parent.mkdir(parents=True)
        self.everybody.write_text(f"[Desktop Entry]\nType=Application\nExec=ergobreak run\n{more}", encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="XDG autostart is Linux's: its lists of folders and its links")
class TestXdg:
    def test_on_and_off_again(self, home: Home) -> None:
        assert not home.switch.status().enabled
        home.switch.on()
        assert home.switch.status().enabled
        assert home.switch.status().where == str(home.own)
        assert 'Exec="/opt/my tools/ergobreak" run\n' in home.own.read_text(encoding="utf-8")
        home.switch.off()
        assert not home.switch.status().enabled
        assert not home.own.exists()

    def test_a_system_wide_file_is_hidden_not_deleted(self, home: Home) -> None:
        home.for_everybody()
        assert home.switch.status().enabled
        home.switch.off()
        assert not home.switch.status().enabled
        assert "Hidden=true" in home.own.read_text(encoding="utf-8")
        home.switch.on()
        assert home.switch.status().enabled
        assert not home.own.exists(), "the system-wide file holds again"

    @pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
    def test_what_the_desktop_has_switched_off_is_off(self, home: Home, line: str) -> None:
        home.switch.on()
        with home.own.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        assert not home.switch.status().enabled

    def test_an_organisation_may_settle_it(self, home: Home) -> None:
        home.for_everybody("X-Ergobreak-Locked=true\n")
        home.switch.off()
        assert home.switch.status().enabled
        assert "organisation" in home.switch.status().locked_by

    def test_a_systemd_unit_is_never_doubled(self, home: Home) -> None:
        wants = home.config / "systemd" / "user" / "graphical-session.target.wants"
        wants.mkdir(parents=True)
        (wants / "ergobreak.service").symlink_to("/usr/lib/systemd/user/ergobreak.service")
        home.switch.on()
        assert home.switch.status().enabled
        assert "systemd" in home.switch.status().locked_by
        assert not home.own.exists()

    def test_a_folder_that_refuses_says_what_to_do(self, home: Home) -> None:
        home.config.write_text("not a folder", encoding="ascii")
        with pytest.raises(DesktopError) as caught:
            home.switch.on()
        assert caught.value.hint

    @given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF)), min_size=1))
    def test_every_word_survives_the_quoting(self, words: list[str]) -> None:
        # Undone in the order of the specification: escapes of the value, quotes, field codes.
        value = exec_line(tuple(words)).replace("\\\\", "\\")
        undone = [_unquoted(each) for each in _split(value)]
        assert [each.replace("%%", "%") for each in undone] == words

    def test_the_file_is_a_valid_desktop_file(self, home: Home) -> None:
        home.switch.on()
        lines = home.own.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "[Desktop Entry]"
        assert {"Type=Application", "Name=ergobreak", "Terminal=false"} <= set(lines)


def _split(value: str) -> list[str]:
    words, word, quoted, at = [], "", False, 0
    while at < len(value):
        each = value[at]
        if quoted and each == "\\":
            word += value[at : at + 2]
            at += 1
        elif each == '"':
            quoted = not quoted
            word += each
        elif each == " " and not quoted:
            words.append(word)
            word = ""
        else:
            word += each
        at += 1
    return [*words, word]


def _unquoted(word: str) -> str:
    if not word.startswith('"'):
        return word
    inside, at, plain = word[1:-1], 0, ""
    while at < len(inside):
        at += inside[at] == "\\"
        plain += inside[at]
        at += 1
    return plain


class TestMacos:
    def test_on_and_off_again(self, tmp_path: Path) -> None:
        switch = MacAutostart(WORDS, {"HOME": str(tmp_path)}, tmp_path / "everybody")
        assert not switch.status().enabled
        switch.on()
        agent = plistlib.loads(Path(switch.status().where).read_bytes())
        assert agent["ProgramArguments"] == list(WORDS)
        assert agent["LimitLoadToSessionType"] == "Aqua"
        assert agent["KeepAlive"] == {"SuccessfulExit": False}, "Quit means quit"
        switch.off()
        assert not switch.status().enabled

    def test_an_organisation_may_settle_it(self, tmp_path: Path) -> None:
        (tmp_path / f"{LABEL}.plist").write_bytes(b"")
        switch = MacAutostart(WORDS, {"HOME": str(tmp_path)}, tmp_path)
        switch.off()
        assert switch.status().enabled
        assert switch.status().locked_by


class TestWindows:
    @pytest.mark.parametrize(
        ("note", "on"), [(None, True), (b"", True), (b"\x02" + b"\0" * 11, True), (b"\x03" + b"\0" * 11, False)]
    )
    def test_task_manager_has_the_last_word(self, note: bytes | None, on: bool) -> None:
        assert approved(note) is on

    def test_blanks_are_quoted(self) -> None:
        assert command_line(("C:\\Program Files\\e.exe", "run")) == '"C:\\Program Files\\e.exe" run'


def test_an_unknown_system_says_so() -> None:
    assert not NullAutostart().status().enabled
    with pytest.raises(DesktopError):
        NullAutostart().on()


def test_a_one_file_package_is_started_by_that_file_and_not_from_where_it_unpacked_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packaged, "start_command", lambda: ("/usr/bin/python3", "/home/a/ergobreak.pyz"))
    assert command() == ("/usr/bin/python3", "/home/a/ergobreak.pyz")


def test_the_command_starts_this_very_installation() -> None:
    words = command()
    assert Path(words[0]).is_absolute()
    assert Path(words[0]).parent == Path(sys.executable).parent


class PaperSwitch:
    """A switch that remembers; ``refuses`` says by whom it is settled already."""

    name = "paper"

    def __init__(self, *, enabled: bool, refuses: str = "") -> None:
        self.enabled, self.refuses, self.touched = enabled, refuses, 0

    def on(self) -> None:
        self.enabled, self.touched = True, self.touched + 1

    def off(self) -> None:
        self.enabled, self.touched = False, self.touched + 1

    def status(self) -> AutostartState:
        return AutostartState(enabled=self.enabled, where="here", locked_by=self.refuses)


class TestDecided:
    """An organisation has settled it."""

    @pytest.mark.parametrize("start", [True, False])
    @pytest.mark.parametrize("before", [True, False])
    def test_it_is_done_once_and_nobody_changes_it(self, *, before: bool, start: bool) -> None:
        inner = PaperSwitch(enabled=before)
        switch = DecidedAutostart(inner, Decision(start=start, source="/etc/10.json"))
        assert switch.apply() is (before is not start)
        assert not switch.apply()
        switch.on()
        switch.off()
        assert switch.status() == AutostartState(
            enabled=start, where="here", locked_by="your organisation (/etc/10.json)"
        )
        assert inner.touched == (before is not start)

    def test_what_somebody_else_has_settled_stays(self) -> None:
        inner = PaperSwitch(enabled=True, refuses="the systemd user unit")
        assert not DecidedAutostart(inner, Decision(start=False, source="x")).apply()
        assert inner.enabled

    def test_only_a_plain_word_decides(self) -> None:
        assert decision({}) is None
        assert decision({"organisation": {"start_at_login": None}}) is None
        said = {"organisation": {"start_at_login": False}, "sources": {"start_at_login": "here"}}
        assert decision(said) == Decision(start=False, source="here")
