"""The RPM package, for RHEL 9 and Fedora on x86-64: ``python3 dev.py package rpm``.

    python3 packaging/linux/build_rpm.py [--out FOLDER] [--version VERSION] [--fresh]

The same commit gives the same bytes. ``rpmbuild`` is all it needs beside uv, on any system that has it. The package
asks for ``/usr/bin/python3.11``, which RHEL 9 and Fedora have beside their own ``python3``.

It is built, read back and unpacked here, and its scripts are run; nobody has installed it on Fedora or RHEL yet.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from email import message_from_string
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

LICENCES = "usr/share/licenses/ergobreak"
# Folders that no base system of that family has: whoever puts something there is to own them too.
OWN_FOLDERS = (LICENCES, "usr/share/fish", "usr/share/fish/vendor_completions.d")


def requires(site: Path) -> list[str]:
    """What its libraries are linked with, by the names that RPM's own systems use."""
    return ["libc.so.6(GLIBC_2.34)(64bit)", *(f"{name}()(64bit)" for name in slim.needed(site))]


def licences(site: Path) -> str:
    """Of everything under ``/usr/lib/ergobreak`` that is not ergobreak's own, each once."""
    found = {"OFL-1.1"}
    for path in site.glob("*.dist-info/METADATA"):
        found.add(papers.licence_of(message_from_string(path.read_text(encoding="utf-8"))))
    return " AND ".join(f"({each.replace(' or ', ' OR ')})" if " or " in each else each for each in sorted(found))


def spec(version: str, when: int, root: Path, libraries: Path, level: int) -> str:
    """The recipe, filled in."""
    day = datetime.fromtimestamp(when, UTC).strftime("%a %b %d %Y")
    said = papers.changes(version, when).split("\n\n")[1]
    values = {
        "VERSION": version.replace("-", "~"),
        "PACKAGER": papers.MAINTAINER,
        "LICENCES": licences(libraries),
        "REQUIRES": "\n".join(f"Requires: {each}" for each in requires(libraries)),
        "ROOT": str(root),
        "FILES": "\n".join(listed(root)),
        "DAY": day,
        "CHANGES": "\n".join(line.replace("  * ", "- ").rstrip() for line in said.splitlines()),
        "PAYLOAD": f"w{level}T2.xzdio" if level else "w.ufdio",
    }
    text = (HERE / "ergobreak.spec.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def listed(root: Path) -> list[str]:
    """The files for ``%files``: the private folder as a whole, everything else one by one."""
    lines = [f"/{files.HOME}", *(f"%dir /{each}" for each in OWN_FOLDERS)]
    for name, _ in tree.contents(root):
        if name.startswith(f"{files.HOME}/") or name == files.AUTOSTART:
            continue
        mark = "%license " if name.startswith(LICENCES) else "%doc " if name.startswith("usr/share/man") else ""
        lines.append(f"{mark}/{name}")
    return lines


def build(out: Path, as_version: str = "", *, fresh: bool = False, level: int = 6) -> Path:
    """Build the package into a folder, and say where it is.

    Args:
        out: where to.
        as_version: another version than the source has, to try an upgrade.
        fresh: fetch the libraries anew even if they are there.
        level: how hard to squeeze, 0 (not at all) to 9.
    """
    version, when = as_version or tree.version(), tree.epoch()
    libraries = tree.libraries(tree.LINUX, slim.slim, fresh=fresh)
    with tempfile.TemporaryDirectory(prefix="ergobreak-rpm-") as room:
        top, root = Path(room), Path(room) / "root"
        files.stage(root, files.RPM, version, when, libraries)
        for name in ("LICENSE", "COPYING"):
            files.put(root / LICENCES / name, (tree.ROOT / name).read_bytes())
        inside = f"{files.HOME}/{tree.LINUX.site}"
        files.put(root / LICENCES / "libraries.txt", papers.copyrights(libraries, inside).encode())
        tree.settle(root, when, (files.LAUNCHER,))
        recipe = top / "ergobreak.spec"
        recipe.write_text(spec(version, when, root, libraries, level), encoding="utf-8")
        defines = {"_topdir": str(top / "build"), "_tmppath": str(top), "_dbpath": str(top / "db")}
        words = [word for name, value in defines.items() for word in ("--define", f"{name} {value}")]
        tree.run(["rpmbuild", "-bb", "--target", "x86_64-linux", *words, str(recipe)], more={"HOME": str(top)})
        made = next((top / "build" / "RPMS").rglob("*.rpm"))
        out.mkdir(parents=True, exist_ok=True)
        built = out / made.name
        built.write_bytes(made.read_bytes())
        os.utime(built, (when, when))
    return built


if __name__ == "__main__":
    raise SystemExit(command.main(sys.argv[1:], build, "build_rpm.py", __doc__))
