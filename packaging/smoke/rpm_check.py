"""Looks the RPM package over, and lets rpm install, check, upgrade and remove it.

    python3 dev.py smoke rpm [--out FOLDER]

The system it is installed on is a Debian, since no mirror of Fedora's or RHEL's is at hand: so what its scripts and
files do is tried, with rpm's own order of things; whether those systems have everything that it asks for is not, and
rpm is told not to look (``--nodeps``). Where this machine cannot do that, it says so and ends with 69.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "linux"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import build_rpm  # noqa: E402 - found through the lines above
import room as rooms  # noqa: E402 - the same
import tree  # noqa: E402 - the same
from room import APT, PERSON, FailedError  # noqa: E402 - the same

if TYPE_CHECKING:
    from room import Room

NEXT = "99.0.0"


def story(room: Room, brought: list[str], _out: Path) -> None:
    """Everything that is tried, in order."""
    first, second = brought
    room.run("apt-get -qq update", expect=None, quiet=True)
    room.run(f"useradd --create-home --shell /bin/sh {PERSON}")
    room.run(f"{APT} install --yes --no-install-recommends rpm python3", quiet=True)
    before = room.paths()
    room.say("== Read")
    room.run(f"rpm -K /srv/{first}")
    room.run(f"rpm -qp --requires /srv/{first}")
    room.run(f"rpm -qp --provides /srv/{first}")
    room.run(f"rpm -qp --scripts /srv/{first}")
    room.run(f"rpm -qpl /srv/{first} | grep -v site-packages/")
    room.say("== Installed")
    room.run(f"rpm -i --nodeps /srv/{first}")
    room.run("rpm -V --nodeps ergobreak")
    room.run("ergobreak --version", person=True)
    room.run("ergobreak status", person=True, expect=3)
    room.run("ergobreak routine list | wc -l", person=True)
    room.run("find /usr/lib/ergobreak -name '*.pyc' | wc -l")
    room.say("== An upgrade, over an administrator's own change")
    room.run("echo X-Ergobreak-Locked=true >> /etc/xdg/autostart/ergobreak.desktop")
    room.run(f"rpm -U --nodeps /srv/{second}")
    room.run("ergobreak --version", person=True)
    room.run("tail -1 /etc/xdg/autostart/ergobreak.desktop")
    room.run("find /usr/lib/ergobreak -name '*.pyc' | wc -l")
    room.run(f"rpm -U --nodeps /srv/{first}", expect=2)
    room.say("== Removed")
    room.run("rpm -e ergobreak")
    room.run("rm -f /etc/xdg/autostart/ergobreak.desktop.rpmsave")
    owned = set(room.run("cat /var/lib/dpkg/info/*.list | sort -u", quiet=True).splitlines())
    # Folders such as /etc/xdg belong to the base system there, and rpm does not take away what it does not own.
    left = sorted(each for each in room.paths() - before - owned if not (room.root / each[1:]).is_dir())
    own = [each for each in left if not each.startswith(("/usr/lib/python3", "/var/lib/rpm"))]
    own += [each for each in room.paths() - before if "ergobreak" in each]
    room.say(f"  paths that were not there before: {len(own)}")
    if own:
        raise FailedError("\n".join(own[:40]))


def main(arguments: list[str]) -> int:
    """Build two versions, make a room, and let the story happen in it."""
    parser = argparse.ArgumentParser(prog="dev.py smoke rpm", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=tree.BUILD / "smoke" / "rpm", help="the transcript")
    options = parser.parse_args(arguments)
    if why := rooms.missing("rpmbuild"):
        return rooms.unavailable(why)
    options.out.mkdir(parents=True, exist_ok=True)
    built = [build_rpm.build(options.out, each, level=0) for each in ("", NEXT)]
    return rooms.enter(__file__, options.out, built)


if __name__ == "__main__":
    raise SystemExit(rooms.inside(sys.argv[2:], story) if sys.argv[1:2] == ["--inside"] else main(sys.argv[1:]))
