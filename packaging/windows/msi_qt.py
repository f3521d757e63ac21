"""Of Qt, only what ergobreak uses: read from the screens' source and from the import tables of the libraries.

PySide6-Essentials is 210 MB on Windows, most of it for programs of another kind (QML, Quick, Designer). What is kept:
the modules that ``ergobreak/screens`` imports, the plug-ins named here, and every library that one of these names in
its import table. A name that is neither in the wheel nor known as Windows' own stops the build.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Plug-ins load by name, so no import table tells of them: windows, the same without a screen, the system's look.
PLUGINS = ("platforms/qwindows.dll", "platforms/qoffscreen.dll", "styles")
# What is Python in PySide6, and asked for by its own start.
SCRIPTS = ("__init__.py", "_config.py", "_git_pyside_version.py", "support/__init__.py", "support/deprecated.py")
_SIXTY_FOUR_BIT = 0x20B
_IMPORT, _DELAYED = 1, 13  # places in a program's table of tables
_OURS = re.compile(r"(?i)(qt6|pyside|shiboken|msvcp|vcruntime|concrt)")  # never part of Windows


def modules_of(screens: Path) -> set[str]:
    """The Qt modules that the screens import, read from their source."""
    pattern = re.compile(r"from PySide6\.(\w+) import|from PySide6 import (\w+(?:, \w+)*)")
    found: set[str] = set()
    for path in sorted(screens.rglob("*.py")):
        for one, several in pattern.findall(path.read_text(encoding="utf-8")):
            found.update([one] if one else several.split(", "))
    return found


def imports_of(content: bytes) -> set[str]:
    """The libraries that a 64-bit Windows program or library names, at once or when first called; in lower case.

    Raises:
        ValueError: it is no such program.
    """
    (header,) = struct.unpack_from("<I", content, 0x3C)
    if content[:2] != b"MZ" or content[header : header + 4] != b"PE\0\0":
        message = "not a Windows program"
        raise ValueError(message)
    sections, optional = struct.unpack_from("<H12xH", content, header + 6)
    start = header + 24
    if struct.unpack_from("<H", content, start)[0] != _SIXTY_FOUR_BIT:
        message = "not a 64-bit program"
        raise ValueError(message)
    table: list[tuple[int, int, int, int]] = [
        struct.unpack_from("<IIII", content, start + optional + 40 * each + 8) for each in range(sections)
    ]

    def place(address: int) -> int:
        for size, virtual, raw_size, raw in table:
            if virtual <= address < virtual + max(size, raw_size):
                return address - virtual + raw
        message = f"no section holds {address:#x}"
        raise ValueError(message)

    found: set[str] = set()
    for which, row, name_at in ((_IMPORT, 20, 12), (_DELAYED, 32, 4)):
        (address,) = struct.unpack_from("<I", content, start + 112 + 8 * which)
        at = place(address) if address else 0
        while at and (name := struct.unpack_from("<I", content, at + name_at)[0]):
            begin = place(name)
            found.add(content[begin : content.index(b"\0", begin)].decode("ascii").lower())
            at += row
    return found


def keep(site: Path, screens: Path) -> set[Path]:
    """The files of PySide6 and shiboken6 that are needed.

    Raises:
        SystemExit: one of them is not there.
    """
    qt, shiboken = site / "PySide6", site / "shiboken6"
    wanted = {qt / f"{module}.pyd" for module in modules_of(screens)}
    for plugin in PLUGINS:
        place = qt / "plugins" / plugin
        wanted |= {place} if place.suffix else set(place.glob("*.dll"))
    wanted |= set(shiboken.glob("*.pyd"))
    kept: set[Path] = set()
    while wanted:
        path = wanted.pop()
        if not path.is_file():
            message = f"Qt: {path.relative_to(site)} is not there"
            raise SystemExit(message)
        kept.add(path)
        for name in imports_of(path.read_bytes()):
            found = [each for folder in (path.parent, qt, shiboken) if (each := _named(folder, name))]
            if found:
                wanted |= {found[0]} - kept
            elif _OURS.match(name):
                message = f"Qt: {path.relative_to(site)} needs {name}, which is not there"
                raise SystemExit(message)
    kept |= {qt / name for name in SCRIPTS if (qt / name).is_file()}
    return kept | set(shiboken.rglob("*.py"))


def prune(site: Path, screens: Path) -> None:
    """Take away everything else."""
    kept = keep(site, screens)
    for folder in (site / "PySide6", site / "shiboken6"):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in kept:
                path.unlink()


def _named(folder: Path, name: str) -> Path | None:
    """The file of that name; Windows does not tell case apart."""
    return next((path for path in folder.glob("*.dll") if path.name.lower() == name), None)
