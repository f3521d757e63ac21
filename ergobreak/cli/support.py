"""``ergobreak support-bundle``: one zip for a help desk. It is made here, it is shown, and it goes nowhere by itself.

What is in it is chosen, not filtered: versions, the doctor's lines, the policy, the status file, and of logs only what
has the shape of our own lines. Settings go without their values, what might quote a person is left out by name, and the
journal, the check-ins and the routines are not opened at all.
"""

from __future__ import annotations

import getpass
import io
import json
import os
import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak import __version__, paths
from ergobreak.cli import OK, choosing, daily
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable

LIBRARIES = ("APScheduler", "PySide6-Essentials", "jeepney", "plyer", "pydantic", "pydantic-settings", "pystray")
LINES_KEPT = 500
PATIENCE_S = 120.0  # for the doctor, which tries the screens too
UNCHANGED = frozenset({"default", "profile"})
MAY_QUOTE = frozenset({"settings", "problem"})  # doctor's lines that repeat what somebody wrote
LEFT_OUT = "(left out: it may quote what you wrote)"
OURS = re.compile(r"(?P<head>.*?\b(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<logger>ergobreak[\w.]*): )(?P<text>.*)")
QUOTING = ("ergobreak.daemon.keeper", "ergobreak.screens", "ergobreak.triage")
PLACE = re.compile(r'  File ".*?(ergobreak[^"]*)", line (\d+), in (\w+)')
RAISED = re.compile(r"([A-Za-z_.]*(?:Error|Exception|Interrupt)):")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
COMMON = frozenset({"root", "user", "localhost", "ergobreak"})
ABOUT = """This file was made with "ergobreak support-bundle". It went nowhere by itself.

versions.json   ergobreak, Python, the system, the libraries
doctor.json     what works on this machine
policy.json     what an organisation has set; which other keys were changed, without their values
status.json     the status file that inventory tools may read, if there is one
log.txt         the last lines that ergobreak wrote to a log, as far as one was found

Names of people and machines, home folders and addresses are taken out. Nothing of a check-in, of your breaks or of your
routines is in it. You can open every part and read it before you hand it on.
"""


def bundle(options: Namespace) -> int:
    """Write the zip and say where.

    Raises:
        ErgobreakError: it cannot be written.
    """
    path = Path(options.file or f"ergobreak-support-{choosing.now():%Y-%m-%d}.zip")
    clean = cleaner()
    parts = {
        "README.txt": ABOUT,
        "versions.json": _json(versions(), clean),
        "doctor.json": _json(_doctor(), clean),
        "policy.json": _json(_policy(), clean),
        "log.txt": "".join(f"{clean(line)}\n" for line in log_lines(map(Path, options.log))),
    }
    if (status := _status()) is not None:
        parts["status.json"] = _json(status, clean)
    try:
        _write(path, parts)
    except OSError as error:
        raise ErgobreakError(
            _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    daily.out(_("Written: {path}").format(path=path))
    daily.out(_("Nothing of a check-in is in it. Look through it before you hand it on."))
    return OK


def cleaner() -> Callable[[str], str]:
    """Takes out who and where this is."""
    homes = {str(Path.home()), os.environ.get(paths.HOME_VARIABLE, "")}
    names = {getpass.getuser(): "(user)", platform.node(): "(machine)", platform.node().partition(".")[0]: "(machine)"}
    swaps = [(_either_slash(each), "~") for each in sorted(homes, key=len, reverse=True) if len(each) > 1]
    swaps += [(rf"\b{re.escape(each)}\b", mask) for each, mask in names.items() if each and each not in COMMON]

    def clean(text: str) -> str:
        for pattern, mask in swaps:
            text = re.sub(pattern, mask, text, flags=re.IGNORECASE)
        return ADDRESS.sub("(address)", text)

    return clean


def _either_slash(folder: str) -> str:
    """A pattern for that folder, however it was written: Windows takes both slashes, and JSON doubles one of them."""
    return r"[\\/]+".join(re.escape(each) for each in re.split(r"[\\/]", folder))


def log_lines(files: Iterable[Path]) -> list[str]:
    """The last lines of our own; what has another shape is counted, not kept."""
    found: list[str] = []
    left_out = 0
    for line in [*_system_log(), *_read(files)]:
        kept = _kept(line)
        left_out += kept is None
        found += [] if kept is None else [kept]
    end = [f"({left_out} lines of other shapes were left out)"] if left_out else []
    return [*found[-LINES_KEPT:], *end] or ["(no log was found; give one with --log FILE)"]


def _kept(line: str) -> str | None:
    if own := OURS.fullmatch(line):
        return own["head"] + LEFT_OUT if own["logger"].startswith(QUOTING) else line
    if place := PLACE.fullmatch(line):
        return f"  {place[1]}, line {place[2]}, in {place[3]}"
    raised = RAISED.match(line)
    return None if raised is None else raised[1]


def _read(files: Iterable[Path]) -> list[str]:
    lines: list[str] = []
    for each in files:
        try:
            lines += each.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise ErgobreakError(
                _("{path} cannot be read: {reason}").format(path=each, reason=error.strerror or error)
            ) from error
    return lines


def _system_log() -> list[str]:
    """What systemd has kept of the service, where that is how ergobreak runs."""
    if sys.platform != "linux":
        return []
    words = ["journalctl", "--user", "--unit", "ergobreak.service", "--lines", str(LINES_KEPT), "--output", "cat"]
    return _run(words).splitlines()


def _run(words: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the system's own tool, or our own interpreter
            words,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
            stdin=subprocess.DEVNULL,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def versions() -> dict[str, Any]:
    """What runs here."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only here

    from ergobreak.packaged import package_type  # noqa: PLC0415 - only here

    libraries: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            libraries[name] = version(name)
        except PackageNotFoundError:
            libraries[name] = None
    return {
        "ergobreak": __version__,
        "package_type": package_type(),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "desktop": os.environ.get("XDG_CURRENT_DESKTOP"),
        "session_type": os.environ.get("XDG_SESSION_TYPE"),
        "libraries": libraries,
    }


def _asked(*verb: str) -> Any:  # noqa: ANN401 - what the verb prints
    """What a verb of our own prints as JSON; a fault in it must not cost the rest."""
    try:
        return json.loads(_run([sys.executable, "-m", "ergobreak", *verb, "--json"]))
    except ValueError:
        return None


def _doctor() -> Any:  # noqa: ANN401 - as the verb prints it
    found = _asked("doctor")
    if found is not None:
        found["checks"] = [each for each in found["checks"] if each["name"] != "journal" or not each["ok"]]  # it counts
        for each in found["checks"]:
            if each["name"] in MAY_QUOTE and not each["ok"]:
                each["sentence"] = LEFT_OUT
    return found


def _policy() -> dict[str, Any]:
    from ergobreak.cli.parser import VERBS  # noqa: PLC0415 - only here
    from ergobreak.inventory import organisation  # noqa: PLC0415 - only here

    settings = choosing.in_force()
    asked = organisation(settings)
    return {
        "hash": asked.hash,
        "errors": asked.errors,
        "reporting": asked.reporting,
        "locked": settings.locked,
        "changed": {key: layer for key, layer in settings.layers.items() if _harmless(key) and layer not in UNCHANGED},
        "table": _asked("policy", "show") if "policy" in VERBS() else None,
    }


def _harmless(key: str) -> bool:
    """Whether even the name of a changed key says nothing about anybody: not so for routines and the check-in."""
    from ergobreak.settings import KEYS  # noqa: PLC0415 - only here
    from ergobreak.settings.fields import Group  # noqa: PLC0415 - only here
    from ergobreak.settings.model import extra_of  # noqa: PLC0415 - only here

    return key in KEYS and extra_of(key)["group"] in {Group.BREAKS, Group.QUIET, Group.LOOK}


def _status() -> Any:  # noqa: ANN401 - as the file has it
    from ergobreak.inventory import status_file  # noqa: PLC0415 - only here

    try:
        return json.loads(status_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, ErgobreakError):
        return None


def _json(value: Any, clean: Callable[[str], str]) -> str:  # noqa: ANN401 - any plain value
    return clean(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def _write(path: Path, parts: dict[str, str]) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(memory.getvalue())
