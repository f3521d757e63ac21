"""Installs the Windows package in wine, uses it, and takes it away again.

    python3 dev.py smoke msi [--out FOLDER]

In order: a silent install; what it leaves in the registry; the person's own switch; the program as everybody's log-in
entry starts it, with its icon; a break on the screen; a policy of the machine; an upgrade; a refused downgrade; a
repair; removal, after which nothing of it may be left; an install without the log-in entry. The Qt in it is the last
that wine 8 can run; everything else is what the shipped package holds. Wine is no Windows: no step here can tell what
Windows says about unsigned programs, nor anything about toasts and rights. Where it cannot be run it says so and ends
with 69.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
WINDOWS = HERE.parent / "windows"
for _place in (HERE, HERE.parent, WINDOWS, WINDOWS / "wine"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import build_msi  # noqa: E402 - found through the lines above
import lane  # noqa: E402 - the same
import screen_dump  # noqa: E402 - the same
import tree  # noqa: E402 - the same

UNAVAILABLE = 69
NEXT = "99.0.0"
LONGEST_S = 240
REFUSED = 1603 % 256  # all that a Unix shell sees of the installer's code
FOLDER = r"C:\Program Files\ergobreak"
PROGRAM = rf"{FOLDER}\ergobreak.exe"
FACTS = r"HKLM\Software\ergobreak"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
LISTED = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
POLICY = r"HKLM\Software\Policies\Ergobreak"


class FailedError(Exception):
    """A step did not do what it promises."""


@dataclass(slots=True, kw_only=True)
class Windows:
    """A Windows of its own, as a wine prefix."""

    prefix: Path
    display: str
    dump: Path
    lines: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """For wine and for the programs in it."""
        known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ERGOBREAK"))}
        known.pop("WAYLAND_DISPLAY", None)
        known |= {"WINEPREFIX": str(self.prefix), "DISPLAY": self.display, "ERGOBREAK_WELCOMED": "true"}
        return known | lane.QUIET

    def say(self, line: str) -> None:
        """Write it into the transcript, and tell it."""
        self.lines.append(line)
        print(line, flush=True)

    def run(self, *words: str, expect: int | None = 0, quiet: bool = False) -> str:
        """Run a Windows program.

        Args:
            words: the program, and what it is given.
            expect: the exit code it must have; None for any.
            quiet: keep what it says out of the transcript.
        """
        self.say(f"> {' '.join(words)}")
        begun = time.monotonic()
        code, said = self.call(*words)
        if said.strip() and (not quiet or code != (expect or 0)):
            self.say("\n".join(f"  {each.rstrip()}" for each in said.strip().splitlines()[-40:]))
        if words[0] == "msiexec":
            self.say(f"  ended with {code} after {time.monotonic() - begun:.1f} s")
        if expect is not None and code != expect:
            raise FailedError(f"{' '.join(words)}: ended with {code}, expected {expect}")
        return said

    def call(self, *words: str) -> tuple[int, str]:
        """The exit code and what it said. Wine 8 cannot hand a file to Python as its output, so this is a pipe."""
        done = subprocess.run(
            [lane.WINE, *words], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=LONGEST_S, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start something that stays."""
        self.say(f"> start {' '.join(words)}")
        child = subprocess.Popen(
            [lane.WINE, *words], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert child.stdout is not None  # noqa: S101 - as asked for above
        threading.Thread(target=child.stdout.read, daemon=True).start()
        return child

    def until(self, what: str, wanted: str, *words: str, seconds: int = 60) -> str:
        """Ask again until the answer has ``wanted`` in it."""
        said, end = "", time.monotonic() + seconds
        while time.monotonic() < end:
            _, said = self.call(*words)
            if wanted in said:
                self.say(f"  {what}: yes")
                return said
            time.sleep(1)
        raise FailedError(f"{what}: not within {seconds} s.\n{said}")

    def folder(self, path: str) -> Path:
        """Where a path of drive C really is."""
        return self.prefix / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")

    def installer(self, *words: str, expect: int = 0) -> None:
        """Windows Installer, silent, with a log that is read only when it fails."""
        log = self.prefix.parent / "installer.log"
        try:
            self.run("msiexec", *words, "/qn", "/norestart", "/l*v", lane.windows_path(log), expect=expect)
        except FailedError:
            self.say(log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else "no log")
            raise

    def listed(self) -> list[str]:
        """The entries of it in the list of installed programs, each as its key."""
        _, said = self.call("reg", "query", LISTED, "/s")
        blocks = re.split(r"\n(?=HKEY_)", said)
        return [
            each.strip().splitlines()[0].rpartition("\\")[2]
            for each in blocks
            if re.search(r"DisplayName\s+REG_SZ\s+ergobreak\s*$", each, re.MULTILINE)
        ]

    def gone(self, key: str, name: str = "") -> None:
        """Hold that a key, or a value in it, is not in the registry."""
        self.run("reg", "query", key, *(["/v", name] if name else []), expect=1, quiet=True)

    def picture(self, path: Path) -> None:
        """What the screen shows."""
        screen_dump.save(self.dump, path)
        self.say(f"  picture: {path.name}")


def must(true: object, what: str) -> None:
    """Hold it."""
    if not true:
        raise FailedError(what)


def story(windows: Windows, first: build_msi.Built, second: build_msi.Built, out: Path) -> None:
    """Everything that is tried, in order."""
    old, new = (lane.windows_path(out / each.file) for each in (first, second))
    windows.say("== Installed, silently")
    windows.installer("/i", old)
    windows.run("reg", "query", FACTS)
    windows.run("reg", "query", RUN, "/v", "ergobreak")
    must(windows.listed() == [first.product_code], f"installed programs: {windows.listed()}")
    windows.say(f"  in the list of installed programs: {first.product_code}")
    links = [path.name for path in windows.prefix.rglob("ergobreak.lnk")]
    must(links, "there is no entry in the start menu")
    windows.say("  an entry in the start menu: yes")
    must(f"ergobreak {first.version}" in windows.run(PROGRAM, "version"), "another version")
    windows.run(PROGRAM, "doctor", expect=None)
    windows.run(PROGRAM, "status", expect=3)
    at_login(windows, out)
    policy(windows)
    upgrade(windows, old, new, first, second)
    removal(windows, out / second.file, second)


def at_login(windows: Windows, out: Path) -> None:
    """The entry for everybody, the person's own word about it, the icon, and a break."""
    login = rf"{FOLDER}\ergobreak-login.exe"
    windows.say("== Not at log-in, says the person")
    windows.run(PROGRAM, "autostart", "off")
    must(not json.loads(windows.run(PROGRAM, "autostart", "status", "--json"))["enabled"], "it is still on")
    windows.run(login)
    windows.run(PROGRAM, "status", expect=3)
    windows.run(PROGRAM, "autostart", "on")
    must(json.loads(windows.run(PROGRAM, "autostart", "status", "--json"))["enabled"], "it is still off")
    windows.say("== As a log-in starts it")
    windows.start(login)
    windows.until("it runs and its icon is there", '"tray_visible": true', PROGRAM, "status", "--json")
    windows.run(PROGRAM, "status")
    time.sleep(2)
    windows.picture(out / "tray.png")
    windows.run(PROGRAM, "break", "movement")
    windows.until("the break has begun", '"phase": "running"', PROGRAM, "status", "--json")
    time.sleep(12)
    windows.picture(out / "break.png")
    windows.run(PROGRAM, "why")
    windows.run(PROGRAM, "quit")
    time.sleep(3)
    windows.run(PROGRAM, "status", expect=3)


def policy(windows: Windows) -> None:
    """Mandatory and recommended values of the machine are read; a wrong one is told and harms nothing."""
    windows.say("== A policy of the machine")
    windows.run(PROGRAM, "policy", "show")
    windows.run("reg", "add", POLICY, "/v", "Style", "/t", "REG_SZ", "/d", "gentle", "/f", quiet=True)
    windows.run("reg", "add", POLICY, "/v", "StartAtLogin", "/t", "REG_DWORD", "/d", "1", "/f", quiet=True)
    recommended = rf"{POLICY}\Recommended"
    windows.run("reg", "add", recommended, "/v", "MicroEveryMin", "/t", "REG_DWORD", "/d", "25", "/f", quiet=True)
    shown = windows.run(PROGRAM, "policy", "show", "--json")
    must(all(name in shown for name in ("style", "start_at_login", "micro_every_min")), "a policy is not told")
    windows.run(PROGRAM, "settings", "set", "style", "firm", expect=2)
    windows.run(PROGRAM, "autostart", "off", expect=None)
    windows.run(PROGRAM, "autostart", "status")
    windows.run("reg", "add", POLICY, "/v", "Style", "/t", "REG_SZ", "/d", "brutal", "/f", quiet=True)
    windows.run(PROGRAM, "policy", "show", expect=1)
    windows.run("reg", "delete", POLICY, "/f", quiet=True)


def upgrade(windows: Windows, old: str, new: str, first: build_msi.Built, second: build_msi.Built) -> None:
    """Over the old one, never back, and whole again after a loss."""
    windows.say("== An upgrade")
    windows.installer("/i", new)
    must(windows.listed() == [second.product_code], f"installed programs: {windows.listed()}")
    windows.say(f"  in the list of installed programs: {second.product_code} alone")
    must(f"ergobreak {second.version}" in windows.run(PROGRAM, "version"), "the old version still answers")
    windows.say(f"== Back to {first.version}: refused")
    windows.installer("/i", old, expect=REFUSED)
    must(f"ergobreak {second.version}" in windows.run(PROGRAM, "version"), "the version has changed")
    windows.say("== A file is lost, and repair brings it back")
    lost = windows.folder(rf"{FOLDER}\Lib\site-packages\ergobreak\errors.py")
    whole = tree.sha256(lost)
    lost.unlink()
    # What "msiexec /fa CODE" stands for on Windows; wine 8 does not know the short form.
    windows.installer("/i", second.product_code, "REINSTALL=ALL", "REINSTALLMODE=amus")
    must(lost.exists() and tree.sha256(lost) == whole, "it is not back")
    windows.say("  it is back, with the same content")


def removal(windows: Windows, msi: Path, second: build_msi.Built) -> None:
    """Nothing may be left but what is the person's; the log-in entry can be left out."""
    windows.say("== Removed")
    windows.run(PROGRAM, "autostart", "on", quiet=True)
    windows.installer("/x", second.product_code)
    nothing_left(windows)
    windows.say("== Installed without the log-in entry, and removed, by the scripts for administrators")
    kit = windows.folder(r"C:\kit")
    kit.mkdir()
    for name in ("install.cmd", "uninstall.cmd"):
        shutil.copyfile(WINDOWS / name, kit / name)
    shutil.copyfile(msi, kit / msi.name)
    windows.run("cmd", "/c", r"C:\kit\install.cmd", "nologin")
    windows.gone(RUN, "ergobreak")
    windows.run(PROGRAM, "version")
    windows.run(PROGRAM, "autostart", "status")
    windows.run("cmd", "/c", r"C:\kit\uninstall.cmd")
    nothing_left(windows)


def nothing_left(windows: Windows) -> None:
    """No file, no key, no entry."""
    must(not windows.folder(FOLDER).exists(), "the folder is still there")
    must(not list(windows.prefix.rglob("ergobreak.lnk")), "the entry in the start menu is still there")
    windows.gone(FACTS)
    windows.gone(RUN, "ergobreak")
    must(windows.listed() == [], f"installed programs: {windows.listed()}")
    windows.say("  left of it: no folder, no start menu entry, no key, no log-in entry, no installed program")


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """A hidden X server with a window manager; it keeps its picture in the folder."""
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "1280x800x24",
        "-nolisten",
        "tcp",
        "-fbdir",
        str(folder),
    ]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writer,))
    os.close(writer)
    manager = None
    try:
        with os.fdopen(reader) as answer:
            display = f":{answer.readline().strip()}"
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox"], env={**os.environ, "DISPLAY": display}, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        yield display
    finally:
        for each in filter(None, (manager, server)):
            each.terminate()
            each.wait()


def prepare(windows: Windows) -> subprocess.Popen[bytes]:
    """A prefix with the one function of Windows 10 that wine 8 lacks (never part of the package).

    Returns a program that waits: while it is there, wine's own services stay. Those that a later program had to start
    would hold on to its output, and nobody could tell when it has ended.
    """
    nowhere = subprocess.DEVNULL
    for command in ([lane.WINE, "wineboot", "--init"], [lane.SERVER, "--wait"]):
        subprocess.run(
            command, env=windows.environment, stdin=nowhere, stdout=nowhere, stderr=nowhere, check=True,
            timeout=LONGEST_S,
        )  # fmt: skip
    waiting = subprocess.Popen(
        [lane.WINE, "cmd"], env=windows.environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere
    )
    shim = windows.folder(r"C:\windows\system32\bcryptprimitives.dll")
    if not shim.exists():
        source = str(WINDOWS / "wine" / "bcryptprimitives.c")
        lane.run(["x86_64-w64-mingw32-gcc", "-O2", "-s", "-shared", "-o", str(shim), source, "-ladvapi32"])
    return waiting


def main(arguments: list[str]) -> int:
    """Build two versions, make a Windows, and let the story happen in it."""
    parser = argparse.ArgumentParser(prog="dev.py smoke msi", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.BUILD / "smoke" / "msi", help="transcript and pictures")
    options = parser.parse_args(arguments)
    needed = (lane.WINE, "x86_64-w64-mingw32-gcc", "Xvfb", *build_msi.TOOLS)
    missing = [name for name in needed if shutil.which(name) is None]
    if missing:
        print(f"The installer was not tried: {', '.join(missing)} is not here.", file=sys.stderr)
        return UNAVAILABLE
    out = options.out.resolve()
    lock = WINDOWS / "wine" / "pyside.lock"
    first, second = (
        build_msi.build(out, version=each, qt_lock=lock, certificate=None) for each in (tree.version(), NEXT)
    )
    begun, code = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="ergobreak-wine-") as room, screen(Path(room)) as display:
        windows = Windows(prefix=Path(room) / "prefix", display=display, dump=Path(room) / "Xvfb_screen0")
        for each in (first, second):
            windows.say(f"{each.sha256}  {each.size:,} bytes  {each.file}")
        waiting = prepare(windows)
        try:
            story(windows, first, second, out)
            windows.say(f"== All of it, in {time.monotonic() - begun:.0f} s")
        except (FailedError, subprocess.TimeoutExpired) as error:
            windows.say(f"== FAILED: {error}")
            windows.picture(out / "failed.png")
            code = 1
        finally:
            subprocess.run([lane.SERVER, "--kill"], env=windows.environment, check=False, timeout=60)
            subprocess.run([lane.SERVER, "--wait"], env=windows.environment, check=False, timeout=60)
            waiting.communicate()
    (out / "transcript.txt").write_text("\n".join(windows.lines) + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
