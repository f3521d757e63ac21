"""A Debian of its own in a folder, with commands in it as root or as a plain person, and a transcript of all of it.

It is made by debootstrap once and copied for each use. What is started in it lives in name spaces of its own and ends
with them; nothing outside the folder is touched. Root is needed for that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

import tree  # noqa: E402 - found through the line above

if TYPE_CHECKING:
    from collections.abc import Callable

UNAVAILABLE = tree.UNAVAILABLE
SUITE = "bookworm"
HOME = tree.BUILD / "chroot"
PERSON = "anna"
APT = "apt-get -qq -o Dpkg::Use-Pty=0"
LONGEST_S = 900
# What the system notes about its own work; the person's folder is the person's.
PASSING = frozenset((
    "/dev", "/home", "/proc", "/root", "/run", "/sys", "/tmp", "/var/cache", "/var/lib/apt", "/var/lib/dpkg",  # noqa: S108 - places in the other system
    "/var/log",
))  # fmt: skip


class FailedError(Exception):
    """A step did not do what it promises."""


@dataclass(slots=True, kw_only=True)
class Room:
    """A Debian of its own, as a folder; commands in it run as root or as the person."""

    root: Path
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Write it into the transcript, and tell it."""
        self.lines.append(line)
        print(line, flush=True)

    def run(self, command: str, *, person: bool = False, expect: int | None = 0, quiet: bool = False) -> str:
        """Run a line of shell in there.

        Args:
            command: the line.
            person: as the plain account instead of root.
            expect: the exit code it must have; None for any.
            quiet: keep what it says out of the transcript.
        """
        self.say(f"{'$' if person else '#'} {command}")
        done = self._call(command, person=person)
        said = (done.stdout + done.stderr).rstrip()
        if said and (not quiet or done.returncode != (expect or 0)):
            self.say("\n".join(f"  {each}" for each in said.splitlines()[-40:]))
        if expect is not None and done.returncode != expect:
            raise FailedError(f"{command}: ended with {done.returncode}, expected {expect}")
        return done.stdout

    def _call(self, command: str, *, person: bool) -> subprocess.CompletedProcess[str]:
        home = f"/home/{PERSON}" if person else "/root"
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }  # fmt: skip
        if person:
            environment |= {"DISPLAY": ":7", "XDG_RUNTIME_DIR": "/run/user/1000", "ERGOBREAK_WELCOMED": "true"}
            environment |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus", "USER": PERSON}
        inside = ["/usr/sbin/chroot", *(["--userspec=1000:1000"] if person else []), str(self.root)]
        return subprocess.run(
            [*inside, "/bin/sh", "-c", f"cd {home} && {command}"], env=environment, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=LONGEST_S, check=False,
        )  # fmt: skip

    def start(self, command: str, *, person: bool = True) -> None:
        """Start something that stays; it ends with the name space."""
        who = "--userspec=1000:1000" if person else "--userspec=0:0"
        self.say(f"{'$' if person else '#'} {command} &")
        environment = {
            "PATH": "/usr/bin:/bin", "HOME": f"/home/{PERSON}", "LANG": "C.UTF-8", "DISPLAY": ":7", "USER": PERSON,
            "XDG_RUNTIME_DIR": "/run/user/1000", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
            "ERGOBREAK_WELCOMED": "true",
        }  # fmt: skip
        subprocess.Popen(
            ["/usr/sbin/chroot", who, str(self.root), "/bin/sh", "-c", f"cd && exec {command} >>/tmp/desktop.log 2>&1"],
            env=environment, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def until(self, what: str, command: str, wanted: str, seconds: int = 30) -> str:
        """Ask again until the answer has ``wanted`` in it."""
        said = ""
        for _ in range(seconds * 2):
            said = self._call(command, person=True).stdout
            if wanted in said:
                self.say(f"  {what}: yes")
                return said
            time.sleep(0.5)
        raise FailedError(f"{what}: not within {seconds} s.\n{said}")

    def paths(self) -> set[str]:
        """Everything that is there, less what passes."""
        found = set()
        for folder, folders, names in os.walk(self.root):
            inside = "/" + str(Path(folder).relative_to(self.root)).removeprefix(".")
            folders[:] = [each for each in folders if str(Path(inside, each)) not in PASSING]
            found |= {str(Path(inside, each)) for each in (*folders, *names)}
        return {each for each in found if each not in PASSING}


def unavailable(why: str) -> int:
    """Say why this machine cannot."""
    print(f"The package was not installed anywhere: {why}", file=sys.stderr)
    return UNAVAILABLE


def missing(*programs: str) -> str:
    """Why no such system can be made here; empty when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux can make a system in a folder."
    lacking = [each for each in ("debootstrap", "unshare", *programs) if shutil.which(each) is None]
    return f"{', '.join(lacking)} is not here." if lacking else ""


def base() -> Path | None:
    """A minimal Debian, kept in ``build/chroot`` for the next time."""
    kept = HOME / SUITE
    if not (kept / "usr" / "bin" / "apt-get").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        print(f"Fetching a minimal Debian {SUITE}", flush=True)
        done = subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(kept)], check=False, capture_output=True)
        if done.returncode:
            print(done.stdout.decode()[-2000:], file=sys.stderr)
            shutil.rmtree(kept)
            return None
    return kept


def prepare(root: Path, brought: list[Path]) -> None:
    """What a running system has and a folder does not; the files in ``brought`` are then in ``/srv``."""
    for source, below, kind in (("proc", "proc", "proc"), ("tmp", "tmp", "tmpfs"), ("run", "run", "tmpfs")):
        subprocess.run(["mount", "-t", kind, source, str(root / below)], check=True)
    subprocess.run(["mount", "--rbind", "/dev", str(root / "dev")], check=True)
    archives = HOME / "archives"
    archives.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", str(archives), str(root / "var/cache/apt/archives")], check=True)
    for name in ("resolv.conf", "hosts"):
        if Path("/etc", name).exists():
            shutil.copyfile(Path("/etc", name), root / "etc" / name)
    for place in ("tmp/.X11-unix", "run/user/1000"):
        (root / place).mkdir(parents=True)
    (root / "tmp").chmod(0o1777)
    (root / "tmp/.X11-unix").chmod(0o1777)
    (root / "run/user/1000").chmod(0o700)
    shutil.chown(root / "run/user/1000", 1000, 1000)
    # A container has no init that services could be started with, and dpkg is not to wait for the disk.
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    (root / "etc/dpkg/dpkg.cfg.d/fast").write_text("force-unsafe-io\n")
    (root / "etc/apt/apt.conf.d/keep").write_text('APT::Keep-Downloaded-Packages "true";\n')
    for path in brought:
        shutil.copy(path, root / "srv")


def enter(program: str, out: Path, brought: list[Path]) -> int:
    """Copy the system, run ``program --inside ROOT OUT BROUGHT...`` in name spaces around it, and throw it away."""
    kept = base()
    if kept is None:
        return unavailable("debootstrap could not fetch Debian.")
    room = HOME / f"room-{os.getpid()}"
    try:
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept), str(room)], check=True)
        names = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--propagation", "private"]
        words = [sys.executable, program, "--inside", room, out.resolve(), *brought]
        return subprocess.run([*names, *map(str, words)], check=False).returncode
    finally:
        shutil.rmtree(room, ignore_errors=True)


def inside(arguments: list[str], story: Callable[[Room, list[str], Path], None]) -> int:
    """In the name spaces: the story, and its transcript."""
    root, out, *brought = map(Path, arguments)
    room = Room(root=root)
    prepare(root, brought)
    begun = time.monotonic()
    try:
        story(room, [each.name for each in brought], out)
        room.say(f"== All of it, in {time.monotonic() - begun:.0f} s")
        code = 0
    except (FailedError, subprocess.TimeoutExpired) as error:
        room.say(f"== FAILED: {error}")
        log = root / "tmp/desktop.log"
        room.say(log.read_text(errors="replace")[-3000:] if log.exists() else "")
        code = 1
    (out / "transcript.txt").write_text("\n".join(room.lines) + "\n", encoding="utf-8")
    return code
