"""Takes out of the libraries what ergobreak cannot reach, and knows what the rest needs of the system.

PySide6-Essentials brings a whole workshop: Qt Quick, a designer, compilers, SQL drivers, Qt's own words in many
tongues. ergobreak imports four modules. There is no list of what to drop, but of what to *keep*: the modules that
``ergobreak/screens`` imports (a test compares), the plug-ins below with a reason each, and whatever these are linked
with, followed through the files themselves. Whatever no file that stays is linked with, goes.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import elf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport")
PLUGINS = {
    "platforms/libqxcb.so": "X11",
    "platforms/libqwayland.so": "Wayland",
    "platforms/libqoffscreen.so": "doctor tries Qt without a display",
    "platforminputcontexts/*": "accents and other scripts in the few text fields",
    "platformthemes/*": "dark or light, the person's font, the desktop's own file dialogue",
    "printsupport/*": "the summary for a doctor can be printed",
    "iconengines/libqsvgicon.so": "icons of the desktop's theme in message boxes",
    "imageformats/libqsvg.so": "the same",
    "wayland-shell-integration/libxdg-shell.so": "windows under Wayland",
    "wayland-decoration-client/*": "window frames where the compositor paints none",
}
NOT_PLUGINS = ("libqtvirtualkeyboardplugin.so",)  # brings Qt Quick with it; a desktop's own on-screen keyboard works
# Pillow is there for pystray's icon on an old X11 tray: pixels in memory, no file format.
PILLOW = ("_imaging",)
_PLAIN = ("PySide6/__init__.py", "PySide6/_config.py", "PySide6/_git_pyside_version.py", "PySide6/support/*.py")
# The C library and the loader are there on every Linux that these wheels run on.
GIVEN = frozenset({
    "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1",
    "libstdc++.so.6", "libutil.so.1",
})  # fmt: skip
# What a plug-in asks for may be missing: Qt then goes on without that plug-in. These are of such plug-ins.
OPTIONAL = {
    "platformthemes/libqgtk3.so": "GTK 3's look, on a desktop that has GTK 3 anyway",
    "printsupport/libcupsprintersupport.so": "printers; without CUPS there is still a PDF file",
}


def slim(site: Path) -> None:
    """Take out what is not reached, in place."""
    qt, pillow = site / "PySide6", site / "PIL"
    kept = _closure(site, [*_qt_roots(qt), *_roots(pillow, PILLOW), *_python_libraries(site)])
    kept |= {path for pattern in _PLAIN for path in site.glob(pattern)}
    for folder in (qt, site / "shiboken6", site / "pillow.libs"):
        for path in folder.rglob("*"):
            keep = path in kept or (folder.name == "shiboken6" and path.suffix == ".py")
            if not path.is_dir() and not keep:
                path.unlink()
    for path in pillow.glob("*.so"):
        if path not in kept:
            path.unlink()
    _drop_empty(site)


def _qt_roots(qt: Path) -> Iterator[Path]:
    yield from (qt / f"{name}.abi3.so" for name in MODULES)
    for pattern in PLUGINS:
        found = [each for each in (qt / "Qt" / "plugins").glob(pattern) if each.name not in NOT_PLUGINS]
        if not found:
            raise SystemExit(f"Qt has no plug-in {pattern} any more: look at packaging/linux/slim.py.")
        yield from found


def _roots(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    yield from (path for name in names for path in folder.glob(f"{name}.*.so"))


def _python_libraries(site: Path) -> Iterator[Path]:
    """Those of all other packages: small, and needed by them."""
    apart = {"PySide6", "PIL", "pillow.libs"}
    for path in libraries(site):
        if path.relative_to(site).parts[0] not in apart:
            yield path


def libraries(site: Path) -> list[Path]:
    """Every file that is one by its name."""
    return sorted(path for path in site.rglob("*") if path.is_file() and ".so" in path.suffixes)


def _closure(site: Path, roots: list[Path]) -> set[Path]:
    by_name = _by_name(site)
    kept: set[Path] = set()
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        if path in kept:
            continue
        kept.add(path)
        linked = elf.read(path)
        waiting += [by_name[name] for name in linked.needed if name in by_name] if linked else []
    return kept


def _by_name(site: Path) -> dict[str, Path]:
    found = {}
    for path in libraries(site):
        linked = elf.read(path)
        if linked is not None:
            found[linked.soname or path.name] = path
            found[path.name] = path
    return found


def _drop_empty(folder: Path) -> None:
    for path in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    for name in ("PySide6/Qt/qml", "PySide6/Qt/libexec"):
        shutil.rmtree(folder / name, ignore_errors=True)


def needed(site: Path) -> dict[str, list[str]]:
    """What the system has to bring: the library's name, and who asks for it; without the C library."""
    own = _by_name(site)
    found: dict[str, list[str]] = {}
    for path in libraries(site):
        linked = elf.read(path)
        inside = path.relative_to(site).as_posix()
        if linked is None or any(inside.endswith(each) for each in OPTIONAL):
            continue
        for name in linked.needed:
            if name not in own and name not in GIVEN:
                found.setdefault(name, []).append(inside)
    return dict(sorted(found.items()))
