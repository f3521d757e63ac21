"""Runs the one-file package on a Debian that has ``python3`` and nothing else, as a plain person without rights.

    python3 dev.py smoke pyz [--out FOLDER]

First with no display and none of Qt's libraries: the commands work, ``doctor`` names what is missing, ergobreak keeps
time in the terminal. Then with a desktop's libraries and an X server: a break on the screen. Everything happens in
``build/chroot``, in name spaces that end with it. Where this machine cannot do that, it says so and ends with 69.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "linux", HERE.parent / "pyz"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import build_deb  # noqa: E402 - found through the lines above
import build_pyz  # noqa: E402 - the same
import room as rooms  # noqa: E402 - the same
import screen_dump  # noqa: E402 - the same
import tree  # noqa: E402 - the same
from room import APT, PERSON  # noqa: E402 - the same

if TYPE_CHECKING:
    from room import Room


def story(room: Room, brought: list[str], out: Path) -> None:
    """Everything that is tried, in order."""
    run = f"/usr/bin/python3 /srv/{brought[0]}"
    install = f"{APT} install --yes --no-install-recommends"
    room.run("apt-get -qq update", expect=None, quiet=True)
    room.run(f"useradd --create-home --shell /bin/sh {PERSON}")
    room.say("== Python and nothing else")
    room.run(f"{install} python3", quiet=True)
    room.run("python3 -m venv /tmp/no-such 2>&1 | head -3", expect=None)
    room.run(f"{run} version", person=True)
    room.run(f"{run} version", person=True)
    room.run("ls -l .cache/ergobreak/pyz; du -sh .cache/ergobreak/pyz", person=True)
    room.run(f"{run} doctor", person=True, expect=1)
    room.run(f"{run} status", person=True, expect=3)
    room.run(f"{run} routine list | head -5", person=True)
    room.start(f"{run} run --headless")
    room.until("it runs without a display", f"{run} status", "Next")
    room.run(f"{run} autostart on", person=True)
    room.run("grep Exec .config/autostart/ergobreak.desktop", person=True)
    room.run(f"{run} quit", person=True)
    room.say("== With an X server and a desktop's libraries")
    brings = " ".join(sorted(set(build_deb.PROVIDERS.values())))
    room.run(f"{install} xvfb x11-utils fonts-dejavu-core {brings}", quiet=True)
    room.start("Xvfb :7 -screen 0 1280x800x24 -nolisten tcp -fbdir /tmp")
    room.until("an X server", "xdpyinfo | head -1", "display")
    room.start(f"{run} run")
    room.until("it runs", f"{run} status", "Next")
    room.run(f"{run} break", person=True)
    room.until("a window with the break", "xwininfo -root -tree", "ergobreak")
    time.sleep(4)
    screen_dump.save(room.root / "tmp/Xvfb_screen0", out / "break.png")
    room.run(f"{run} doctor", person=True)
    room.run(f"{run} quit", person=True)


def main(arguments: list[str]) -> int:
    """Build the file, make a room, and let the story happen in it."""
    parser = argparse.ArgumentParser(prog="dev.py smoke pyz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.BUILD / "smoke" / "pyz", help="transcript and picture")
    options = parser.parse_args(arguments)
    if why := rooms.missing():
        return rooms.unavailable(why)
    options.out.mkdir(parents=True, exist_ok=True)
    return rooms.enter(__file__, options.out, [build_pyz.build(options.out, level=1)])


if __name__ == "__main__":
    raise SystemExit(rooms.inside(sys.argv[2:], story) if sys.argv[1:2] == ["--inside"] else main(sys.argv[1:]))
