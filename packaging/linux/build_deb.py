"""The Debian package, for Debian 12 and its relatives on amd64: ``python3 dev.py package deb``.

    python3 packaging/linux/build_deb.py [--out FOLDER] [--version VERSION] [--fresh]

The same commit gives the same bytes. ``dpkg-deb`` is all it needs beside uv.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "release"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import command  # noqa: E402 - found through the lines above
import files  # noqa: E402 - the same
import papers  # noqa: E402 - the same
import slim  # noqa: E402 - the same
import tree  # noqa: E402 - the same

# Which package of Debian 12 brings the library. A test holds this table against what the libraries really ask for.
PROVIDERS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_CONTROL = """Package: ergobreak
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-dejavu-core | fonts-freefont-ttf, dbus-user-session | dbus-x11, libgtk-3-0, libcups2
Suggests: espeak-ng
Section: utils
Priority: optional
Description: calm break reminder for people who work at a desk
 It sits in the tray, counts the time you really work, and at a good moment
 offers a short, drawn, sourced move or a walk. It knows when you are in a
 call, and when you have just been away: then it keeps quiet.
 .
 Movement breaks, micro-breaks and silent eye cues; posture checks and a
 review of the workstation; a check-in that tells calmly when something needs
 a doctor. General information, no medical device. Nothing leaves the computer
 by default.
 .
 Organisations set defaults and bounds with JSON files in
 /etc/ergobreak/policies. All Python libraries come with the package, under
 /usr/lib/ergobreak, and are seen by nothing else.
"""
# Byte code belongs to the machine: made when the package comes, taken away before it goes.
_AFTER = """#!/bin/sh
set -e
if [ "$1" = configure ]; then
  py3compile -p ergobreak -V 3.11 /usr/lib/ergobreak
fi
"""
_BEFORE = """#!/bin/sh
set -e
py3clean -p ergobreak
"""


def depends(site: Path) -> list[str]:
    """What the package asks for: the Python whose libraries it has, and what its libraries are linked with."""
    missing = sorted(set(slim.needed(site)) - PROVIDERS.keys())
    if missing:
        raise SystemExit(f"Which package brings {', '.join(missing)}? Add it to packaging/linux/build_deb.py.")
    brought = {PROVIDERS[each] for each in slim.needed(site)}
    return ["python3 (>= 3.11)", "python3 (<< 3.12)", "libc6 (>= 2.34)", "libgcc-s1", "libstdc++6", *sorted(brought)]


def build(out: Path, as_version: str = "", *, fresh: bool = False, level: int = 6) -> Path:
    """Build the package into a folder, and say where it is.

    Args:
        out: where to.
        as_version: another version than the source has, to try an upgrade.
        fresh: fetch the libraries anew even if they are there.
        level: how hard to squeeze: 6 as Debian does, less for a trial that is to be quick.
    """
    version, when = as_version or tree.version(), tree.epoch()
    libraries = tree.libraries(tree.LINUX, slim.slim, fresh=fresh)
    with tempfile.TemporaryDirectory(prefix="ergobreak-deb-") as room:
        root = Path(room) / "root"
        files.stage(root, files.DEB, version, when, libraries)
        site = root / files.HOME / tree.LINUX.site
        documents = root / "usr/share/doc/ergobreak"
        files.put(documents / "copyright", papers.copyrights(libraries, f"{files.HOME}/{tree.LINUX.site}").encode())
        files.put(documents / "changelog.gz", files.squeezed(papers.changes(debian(version), when).encode()))
        excuses = (files.COMMON / "lintian-overrides").read_bytes()
        files.put(root / "usr/share/lintian/overrides/ergobreak", excuses)
        sums = "".join(f"{_md5(path)}  {name}\n" for name, path in tree.contents(root) if not path.is_symlink())
        control = _CONTROL.format(
            version=debian(version),
            maintainer=papers.MAINTAINER,
            size=tree.size(root) // 1024,
            depends=", ".join(depends(site)),
        )
        for name, text in (
            ("control", control),
            ("conffiles", f"/{files.AUTOSTART}\n"),
            ("md5sums", "".join(line for line in sums.splitlines(keepends=True) if "  etc/" not in line)),
            ("postinst", _AFTER),
            ("prerm", _BEFORE),
        ):
            files.put(root / "DEBIAN" / name, text.encode())
        tree.settle(root, when, (files.LAUNCHER, "DEBIAN/postinst", "DEBIAN/prerm"))
        out.mkdir(parents=True, exist_ok=True)
        built = out / f"ergobreak_{debian(version)}_amd64.deb"
        # Two threads whatever the machine has: their number decides how the data is cut into blocks.
        options = ["--root-owner-group", "-Zxz", f"-z{level}", "--threads-max=2", "--build"]
        tree.run(["dpkg-deb", *options, str(root), str(built)], more={"SOURCE_DATE_EPOCH": str(when)})
    return built


def debian(version: str) -> str:
    """A version as Debian orders it: 1.0rc1 comes before 1.0."""
    for mark in ("a", "b", "rc", ".dev"):
        head, found, tail = version.partition(mark)
        if found:
            return f"{head}~{mark.lstrip('.')}{tail}"
    return version


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


if __name__ == "__main__":
    raise SystemExit(command.main(sys.argv[1:], build, "build_deb.py", __doc__))
