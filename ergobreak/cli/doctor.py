"""``ergobreak doctor``: what works on this machine and what does not, one sentence each."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ergobreak import __version__, paths, snapshot
from ergobreak.cli import OK, PROBLEM, daily
from ergobreak.errors import DesktopError, ErgobreakError, NotRunning
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at.

    Args:
        ok: whether it is as it needs to be; a missing nicety is still ok.
    """

    name: str
    ok: bool
    sentence: str


def run(options: Namespace) -> int:
    """Look at everything; 1 when something is wrong."""
    checks = list(_checks())
    good = all(each.ok for each in checks)
    if options.json:
        daily.out_json(
            {"version": 1, "app_version": __version__, "ok": good, "checks": [asdict(each) for each in checks]}
        )
    else:
        for each in checks:
            mark = _("ok  ") if each.ok else _("look")
            daily.out(f"[{mark}] {each.sentence}")
    return OK if good else PROBLEM


def _checks() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check(name="version", ok=True, sentence=f"ergobreak {__version__}, Python {version}, {sys.platform}")
    yield from _daemon()
    yield _display()
    yield _screens()
    yield from _heard()
    yield from _folders()
    yield from _settings()
    yield from _routines()
    yield _journal()
    yield _autostart()


def _daemon() -> Iterator[Check]:
    try:
        status = daily.ask("status")["status"]
        lines = daily.ask("doctor")["lines"]
    except NotRunning:
        yield Check(name="daemon", ok=True, sentence=_("ergobreak is not running. Start it with: ergobreak"))
        return
    except ErgobreakError as error:
        yield Check(name="daemon", ok=False, sentence=str(error))
        return
    yield Check(name="daemon", ok=True, sentence=_("ergobreak runs as process {pid}.").format(pid=status["pid"]))
    for line in lines[1:]:
        yield Check(name="part", ok=True, sentence=line)
    if not status["tray_visible"]:
        sentence = _("No tray shows the icon. Everything works from the command line and from notices.")
        yield Check(name="tray", ok=True, sentence=sentence)
    for problem in status["problems"]:
        yield Check(name="problem", ok=False, sentence=problem)


def _display() -> Check:
    if sys.platform in {"win32", "darwin"} or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return Check(name="display", ok=True, sentence=_("There is a display."))
    return Check(name="display", ok=True, sentence=_("There is no display: prompts are printed in the terminal."))


def _heard() -> Iterator[Check]:
    """What there is to speak and to sound with; it is only used where somebody switched it on."""
    from ergobreak.desktop import sound, speech  # noqa: PLC0415 - only here

    yield Check(name="voice", ok=True, sentence=speech.choose().sentence())
    yield Check(name="sound", ok=True, sentence=sound.choose().sentence())


def _screens() -> Check:
    """Ask Qt in a process of its own: a missing system library ends that one only."""
    code = (
        "import os; os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen');"
        "from PySide6.QtWidgets import QApplication; QApplication([]); import PySide6; print(PySide6.__version__)"
    )
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and the code above
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(name="screens", ok=False, sentence=_("The screens cannot be tried: {why}").format(why=error))
    if done.returncode == 0:
        return Check(name="screens", ok=True, sentence=_("The screens work (Qt {v}).").format(v=done.stdout.strip()))
    last = (done.stderr.strip().splitlines() or ["?"])[-1]
    return Check(
        name="screens",
        ok=False,
        sentence=_("The screens cannot start: {why}. On Debian: {line}").format(
            why=last, line="sudo apt-get install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0"
        ),
    )


def _folders() -> Iterator[Check]:
    try:
        paths.runtime_folder()
    except DesktopError as error:
        yield Check(name="runtime folder", ok=False, sentence=str(error))
    for name, folder in (("settings", paths.config_folder()), ("state", paths.state_folder())):
        there = folder if folder.exists() else folder.parent
        ok = os.access(there, os.W_OK) or not there.exists()
        words = _("{folder} can be written.") if ok else _("{folder} cannot be written.")
        yield Check(name=f"{name} folder", ok=ok, sentence=words.format(folder=folder))


def _settings() -> Iterator[Check]:
    from ergobreak import settings  # noqa: PLC0415 - only here
    from ergobreak.settings import policies  # noqa: PLC0415 - as above

    loaded = settings.load()
    if not loaded.problems:
        sentence = _("The settings are in order (profile {name}).").format(name=loaded.profile.name)
        yield Check(name="settings", ok=True, sentence=sentence)
    for problem in loaded.problems:
        yield Check(name="settings", ok=False, sentence=str(problem))
    yield _policy(policies.policy_hash(loaded), policies.errors(loaded))
    found: Any = snapshot.read(paths.snapshot_file())
    if found is not None and not snapshot.is_current(found):
        yield Check(name="snapshot", ok=True, sentence=_("The settings have changed and are about to be read anew."))


def _routines() -> Iterator[Check]:
    """The routines, and the files that were left out."""
    from ergobreak.cli import choosing  # noqa: PLC0415 - many files

    try:
        books = choosing.library()
    except ErgobreakError as error:
        yield Check(name="routines", ok=False, sentence=str(error))
        return
    yield Check(name="routines", ok=True, sentence=_("There are {n} routines.").format(n=len(books)))
    for problem in books.errors:
        sentence = _("A routine file is left out. {what}").format(what=problem.title)
        yield Check(name="routine file", ok=False, sentence=sentence)


def _policy(named: str, wrong: int) -> Check:
    if wrong:
        sentence = _("Policies as they stand now: {n} cannot be used. See: ergobreak policy show").format(n=wrong)
    elif named:
        sentence = _("Policies as they stand now: {hash}, all in order.").format(hash=named)
    else:
        sentence = _("Policies as they stand now: none.")
    return Check(name="policy", ok=not wrong, sentence=sentence)


def _journal() -> Check:
    from ergobreak.desktop import journal  # noqa: PLC0415 - only here

    path = paths.journal_file()
    try:
        count = len(journal.read_entries(path))
    except OSError as error:
        sentence = _("{path} cannot be read: {why}").format(path=path, why=error.strerror or error)
        return Check(name="journal", ok=False, sentence=sentence)
    aside = sorted(path.parent.glob(f"{path.name}.damaged-*")) if path.parent.exists() else []
    if aside:
        sentence = _("A damaged journal was put aside as {name}.").format(name=aside[-1].name)
        return Check(name="journal", ok=True, sentence=sentence)
    return Check(name="journal", ok=True, sentence=_("The journal holds {n} facts.").format(n=count))


def _autostart() -> Check:
    from ergobreak.desktop import autostart  # noqa: PLC0415 - only here

    state = autostart.choose().status()
    on = _("ergobreak starts when you log in.")
    off = _("ergobreak does not start when you log in. Switch it on with: ergobreak autostart on")
    return Check(name="autostart", ok=True, sentence=on if state.enabled else off)
