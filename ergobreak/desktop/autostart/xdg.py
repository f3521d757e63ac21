"""Autostart on Linux: a desktop file in the person's autostart folder, as the freedesktop specification has it.

A file of the same name in the person's folder wins over the system-wide one, and ``Hidden=true`` in it switches that
one off. An administrator's file marked ``X-Ergobreak-Locked=true`` is left alone. Where a systemd user unit is enabled,
it starts the program, and no desktop file is written beside it: never both.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.desktop.autostart import AutostartState
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "ergobreak.desktop"
UNIT = "ergobreak.service"
_WANTS = ("graphical-session.target.wants", "default.target.wants", "xdg-desktop-autostart.target.wants")
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")


class XdgAutostart:
    """The switch."""

    name = "xdg"

    def __init__(self, words: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> None:
        self._words = words
        home = Path(environ.get("HOME") or Path.home())
        config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
        shared = [Path(each) for each in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":") if each]
        self._file = config / "autostart" / FILE
        self._system = [each / "autostart" / FILE for each in shared]
        self._units = [config / "systemd" / "user", Path("/etc/systemd/user")]

    def on(self) -> None:
        """See the port."""
        state = self.status()
        if state.enabled or state.locked_by:
            return
        system = self._system_file()
        if system is not None and _enabled(system):
            self._remove()  # the person's "no" goes, and the system-wide "yes" holds again
            return
        self._write(
            "[Desktop Entry]\nType=Application\nVersion=1.5\nName=ergobreak\n"
            f"Comment={_('Break reminder')}\nExec={exec_line(self._words)}\nIcon=ergobreak\nTerminal=false\n"
            "X-GNOME-Autostart-enabled=true\nX-GNOME-Autostart-Delay=5\n"
        )

    def off(self) -> None:
        """See the port."""
        state = self.status()
        if not state.enabled or state.locked_by:
            return
        if self._system_file() is not None:
            self._write("[Desktop Entry]\nType=Application\nName=ergobreak\nHidden=true\n")
        else:
            self._remove()

    def status(self) -> AutostartState:
        """See the port."""
        if (unit := self._unit()) is not None:
            return AutostartState(enabled=True, where=str(unit), locked_by=_("the systemd user unit"))
        system = self._system_file()
        if system is not None and _entry(system).get("X-Ergobreak-Locked", "").lower() == "true":
            return AutostartState(enabled=_enabled(system), where=str(system), locked_by=_("your organisation"))
        file = self._file if self._file.is_file() else system
        if file is None:
            return AutostartState(enabled=False, where=str(self._file))
        return AutostartState(enabled=_enabled(file), where=str(file))

    def _system_file(self) -> Path | None:
        return next((each for each in self._system if each.is_file()), None)

    def _unit(self) -> Path | None:
        links = (folder / wants / UNIT for folder in self._units for wants in _WANTS)
        return next((each for each in links if each.is_symlink() or each.is_file()), None)

    def _write(self, text: str) -> None:
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self._file)
        except OSError as error:
            raise _refused(self._file, error) from error

    def _remove(self) -> None:
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(self._file, error) from error


def exec_line(words: tuple[str, ...]) -> str:
    """The words as an ``Exec`` value: quoted as the specification wants it, percent signs doubled."""
    return " ".join(_quoted(each) for each in words)


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and not set(word) & _RESERVED:
        return word
    inside = "".join(f"\\{each}" if each in '"`$\\' else each for each in word)
    return '"' + inside.replace("\\", "\\\\") + '"'  # a value is unescaped once before it is unquoted


def _refused(file: Path, error: OSError) -> DesktopError:
    return DesktopError(
        _("Cannot change {path}: {error}").format(path=file, error=error.strerror or error),
        _("Make sure that the folder belongs to you and that there is space left."),
    )


def _enabled(file: Path) -> bool:
    entry = _entry(file)
    return (
        bool(entry)
        and entry.get("Hidden", "").lower() != "true"
        and entry.get("X-GNOME-Autostart-enabled", "").lower() != "false"
    )


def _entry(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[str, str] = {}
    inside = False
    for line in lines:
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found[key.strip()] = value.strip()
    return found
