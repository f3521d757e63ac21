"""What a Linux package puts where: one plan for .deb and .rpm, which differ in a few paths and in their papers."""

from __future__ import annotations

import gzip
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parents[1]):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import man  # noqa: E402 - found through the lines above
import tree  # noqa: E402 - the same

from ergobreak.cli import completion  # noqa: E402 - the same
from ergobreak.cli.parser import build  # noqa: E402 - the same
from ergobreak.words import use_language  # noqa: E402 - the same

COMMON = HERE / "common"
ICONS = tree.ROOT / "ergobreak" / "desktop" / "icons"
HOME = "usr/lib/ergobreak"
LAUNCHER = "usr/bin/ergobreak"
POLICIES = ("etc/ergobreak/policies/managed", "etc/ergobreak/policies/recommended")
AUTOSTART = "etc/xdg/autostart/ergobreak.desktop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """Where two families of systems differ.

    Args:
        package_type: the mark in the package.
        interpreter: the Python that the launcher names.
        zsh: where zsh looks for completions that come in packages.
    """

    package_type: str
    interpreter: str
    zsh: str


DEB = Flavour(package_type="deb", interpreter="/usr/bin/python3", zsh="usr/share/zsh/vendor-completions")
# Fedora and RHEL move python3 on, and keep the old minor versions beside it under their own names.
RPM = Flavour(package_type="rpm", interpreter="/usr/bin/python3.11", zsh="usr/share/zsh/site-functions")


def private_home(home: Path, libraries: Path, flavour: Flavour, version: str) -> None:
    """The folder with ergobreak and its libraries: a virtual environment whose Python is the system's.

    It is one so that whatever ergobreak starts as a process of its own (a screen, a check of the settings) finds the
    same libraries and no others, without a word in the environment.
    """
    target = tree.LINUX
    shutil.copytree(libraries, home / target.site)
    tree.add_ergobreak(home / target.site, flavour.package_type, version)
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(f"../../../bin/{Path(flavour.interpreter).name}")
    (home / "pyvenv.cfg").write_text(
        f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {target.python}\n", encoding="ascii"
    )


def texts(flavour: Flavour, version: str, when: int) -> dict[str, str]:
    """Every small file of the system's, by its path without the first slash."""
    use_language("en")
    verbs = list(completion.walk(build(), ()))
    day = datetime.fromtimestamp(when, UTC).date().isoformat()
    launcher = _common("launcher.py").replace("#!/usr/bin/python3 ", f"#!{flavour.interpreter} ")
    return {
        LAUNCHER: launcher,
        AUTOSTART: _common("autostart.desktop"),
        "usr/lib/systemd/user/ergobreak.service": _common("ergobreak.service"),
        "usr/share/applications/ergobreak.desktop": _common("ergobreak.desktop"),
        "usr/share/metainfo/org.ergobreak.ergobreak.metainfo.xml": _common("metainfo.xml")
        .replace("@VERSION@", version)
        .replace("@DATE@", day),
        "usr/share/bash-completion/completions/ergobreak": completion.bash(verbs),
        f"{flavour.zsh}/_ergobreak": autoloaded(completion.zsh(verbs)),
        "usr/share/fish/vendor_completions.d/ergobreak.fish": completion.fish(verbs),
    }


def autoloaded(script: str) -> str:
    """A completion for zsh as a file of its own: zsh takes the whole file for the function at the first use."""
    return script.replace("\ncompdef _ergobreak ergobreak\n", '\n_ergobreak "$@"\n')


def stage(root: Path, flavour: Flavour, version: str, when: int, libraries: Path) -> None:
    """Lay out everything that both kinds of package install.

    Args:
        root: a new folder that stands for ``/``.
        flavour: which family of systems.
        version: of ergobreak.
        when: the one time of all files.
        libraries: as ``tree.libraries`` has made them.
    """
    private_home(root / HOME, libraries, flavour, version)
    for name, text in texts(flavour, version, when).items():
        put(root / name, text.encode())
    put(root / "usr/share/man/man1/ergobreak.1.gz", squeezed(man.page(version, when).encode()))
    for size in (48, 256):
        folder = root / f"usr/share/icons/hicolor/{size}x{size}/apps"
        put(folder / "ergobreak.png", (ICONS / f"app-{size}.png").read_bytes())
    put(root / "usr/share/icons/hicolor/scalable/apps/ergobreak.svg", (ICONS / "app.svg").read_bytes())
    for policies in POLICIES:
        (root / policies).mkdir(parents=True)


def put(path: Path, data: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def squeezed(data: bytes) -> bytes:
    """As ``gzip -9n`` has it: without name and time."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def _common(name: str) -> str:
    return (COMMON / name).read_text(encoding="utf-8")
