"""Installs the Debian package in a fresh Debian 12, uses it as a plain person, and takes it away again.

    python3 dev.py smoke deb [--out FOLDER]

In order: what lintian says; the package with nothing but what it asks for; ``doctor`` and the screens without any
desktop; a small desktop with a tray; a break on the screen; a policy; an upgrade over a running program and a changed
configuration file; its removal; purge, after which no file of it may be left. Everything happens in ``build/chroot``,
in name spaces that end with it. It needs root, debootstrap, lintian and Debian's archive; where it cannot have them it
says so and ends with 69.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "linux"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import build_deb  # noqa: E402 - found through the lines above
import room as rooms  # noqa: E402 - the same
import screen_dump  # noqa: E402 - the same
import tree  # noqa: E402 - the same
from room import APT, PERSON, FailedError  # noqa: E402 - the same

if TYPE_CHECKING:
    from room import Room

DESKTOP = ("dbus", "dbus-x11", "dunst", "openbox", "x11-utils", "xfce4-panel", "xvfb")
NEXT = "99.0.0"


def story(room: Room, brought: list[str], out: Path) -> None:
    """Everything that is tried, in order."""
    first, second = brought
    apt = f"{APT} install --yes --no-install-recommends"
    room.run("apt-get -qq update", expect=None, quiet=True)
    room.run(f"useradd --create-home --shell /bin/sh {PERSON}")
    before = room.paths()
    room.say("== Installed, with nothing but what it asks for")
    room.run(f"{apt} /srv/{first}", quiet=True)
    room.run("dpkg-query -W -f '${Package} ${Version} ${Status} ${Installed-Size} kB\\n' ergobreak")
    room.run("ergobreak --version", person=True)
    room.run("ergobreak doctor", person=True)
    room.run("ergobreak status", person=True, expect=3)
    room.run("cd / && find usr/lib/ergobreak etc/ergobreak -perm /022 ! -type l | grep . && exit 1 || exit 0")
    # GTK's look and printers come with a desktop that has them; everything else has to be there now.
    room.run(
        "find /usr/lib/ergobreak -name '*.so*' -type f ! -name libqgtk3.so ! -name libcupsprintersupport.so"
        " -exec ldd {} + 2>&1 | grep 'not found' && exit 1 || exit 0"
    )
    room.run("ls -ld /etc/ergobreak/policies/managed /etc/ergobreak/policies/recommended")
    room.run("grep -c . /var/lib/dpkg/info/ergobreak.list; find /usr/lib/ergobreak -name '*.pyc' | wc -l")
    room.say("== A desktop with a tray")
    room.run(f"{apt} {' '.join(DESKTOP)}", quiet=True)
    room.start("Xvfb :7 -screen 0 1280x800x24 -nolisten tcp -fbdir /tmp")
    room.until("an X server", "xdpyinfo | head -1", "display")
    room.start("dbus-daemon --session --nofork --address=unix:path=/run/user/1000/bus")
    room.until("a session bus", "ls /run/user/1000", "bus")
    panel(room.root)
    for program in ("openbox", "dunst", "xfce4-panel"):
        room.start(program)
    watcher = "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames"
    room.until("a place for tray icons", watcher, "org.kde.StatusNotifierWatcher")
    room.say("== The program as the autostart file starts it")
    room.run("grep ^Exec /etc/xdg/autostart/ergobreak.desktop")
    room.start("/usr/bin/ergobreak run")
    room.until("it runs and the tray shows its icon", "ergobreak status --json", '"tray_visible": true')
    room.run("ergobreak autostart status", person=True)
    time.sleep(2)
    screen_dump.save(room.root / "tmp/Xvfb_screen0", out / "tray.png")
    room.run("ergobreak break", person=True)
    room.until("a window with the break", "xwininfo -root -tree", "ergobreak")
    time.sleep(4)
    screen_dump.save(room.root / "tmp/Xvfb_screen0", out / "break.png")
    room.run("ergobreak doctor", person=True)
    policy(room)
    upgrade(room, apt, second)
    removal(room, before)


def panel(root: Path) -> None:
    """A panel at the bottom that has a place for tray icons and nothing else."""
    place = root / f"home/{PERSON}/.config/xfce4/xfconf/xfce-perchannel-xml"
    place.mkdir(parents=True)
    shutil.copyfile(HERE / "xfce4-panel.xml", place / "xfce4-panel.xml")
    subprocess.run(["chown", "-R", "1000:1000", str(root / "home" / PERSON)], check=True)


def policy(room: Room) -> None:
    """An administrator's file is read, told, and obeyed; a wrong one is reported and harms nothing."""
    room.say("== A policy")
    place = "/etc/ergobreak/policies/managed/50-office.json"
    room.run(f"printf '%s' '{json.dumps({'privacy': 'private', 'support_contact': 'IT desk'})}' > {place}")
    room.run("ergobreak policy show", person=True)
    shown = json.loads(room.run("ergobreak policy show --json", person=True))
    if "privacy" not in json.dumps(shown) or place not in json.dumps(shown):
        raise FailedError("the policy is not told with its name and its file")
    room.run("ergobreak settings explain privacy", person=True)
    refused = room.run("ergobreak settings set privacy open", person=True, expect=None)
    explained = json.loads(room.run("ergobreak settings explain privacy --json", person=True, quiet=True))
    if explained["value"] != "private":
        raise FailedError(f"what the organisation has fixed was changed: {refused}")
    told = f'"policy_hash": "{shown["hash"]}"'
    room.until("the running program follows it, without a restart", "ergobreak status --json", told)
    room.run(f"printf '%s' '{json.dumps({'privacy': 'nowhere', 'no_such_key': 1})}' > {place}")
    room.run("ergobreak policy show", person=True, expect=1)
    room.run(f"printf '%s' '{json.dumps({'privacy': 'private'})}' > {place} && chmod 666 {place}")
    room.run("ergobreak policy show", person=True, expect=1)
    room.run(f"rm {place}")
    room.run("ergobreak policy show", person=True)


def upgrade(room: Room, apt: str, second: str) -> None:
    """Over a running program and an administrator's own change of the autostart file."""
    room.say("== An upgrade")
    room.run("echo X-Ergobreak-Locked=true >> /etc/xdg/autostart/ergobreak.desktop")
    room.run(f"{apt} -o Dpkg::Options::=--force-confold /srv/{second}", quiet=True)
    room.run("ergobreak --version", person=True)
    room.run("tail -1 /etc/xdg/autostart/ergobreak.desktop")
    room.run("ergobreak autostart status", person=True)
    room.run("ergobreak status", person=True)
    room.run("ergobreak quit", person=True)
    room.start("/usr/bin/ergobreak run")
    room.until("the new one runs", "ergobreak doctor", f"ergobreak {NEXT}")
    room.until("its icon is there", "ergobreak status --json", '"tray_visible": true')
    room.run("ergobreak quit", person=True)
    time.sleep(2)


def removal(room: Room, before: set[str]) -> None:
    """Remove keeps the administrator's file, purge keeps nothing."""
    room.say("== Removed")
    brought = set(room.run("dpkg -L ergobreak", quiet=True).splitlines())
    room.run(f"{APT} remove --yes ergobreak", quiet=True)
    room.run("ls /usr/lib/ergobreak /usr/bin/ergobreak", expect=2)
    room.run("ls /etc/xdg/autostart/ergobreak.desktop")
    room.say("== Purged")
    room.run(f"{APT} purge --yes ergobreak", quiet=True)
    room.run("dpkg-query -W ergobreak", expect=1)
    owned = set(room.run("cat /var/lib/dpkg/info/*.list | sort -u", quiet=True).splitlines())
    new = room.paths() - before - owned
    left = sorted(each for each in new if each in brought or "ergobreak" in each.lower())
    room.say(
        f"  left of {len(brought)} paths that it brought, and of what it made outside people's folders: {len(left)}"
    )
    if left:
        raise FailedError("\n".join(left[:40]))


def lint(package: Path, out: Path) -> int:
    """What lintian says, beyond what ``lintian-overrides`` excuses with a reason; any error or warning is too much."""
    command = ["lintian", "--allow-root", "--fail-on", "error,warning", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    (out / "lintian.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    print(f"lintian: {'fine' if done.returncode == 0 else done.stdout + done.stderr}", flush=True)
    return done.returncode


def main(arguments: list[str]) -> int:
    """Build two versions, make a room, and let the story happen in it."""
    parser = argparse.ArgumentParser(prog="dev.py smoke deb", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.BUILD / "smoke" / "deb", help="transcript and pictures")
    options = parser.parse_args(arguments)
    if why := rooms.missing("dpkg-deb", "lintian"):
        return rooms.unavailable(why)
    options.out.mkdir(parents=True, exist_ok=True)
    built = [build_deb.build(options.out, each, level=1) for each in ("", NEXT)]
    return lint(built[0], options.out) or rooms.enter(__file__, options.out, built)


if __name__ == "__main__":
    raise SystemExit(rooms.inside(sys.argv[2:], story) if sys.argv[1:2] == ["--inside"] else main(sys.argv[1:]))
