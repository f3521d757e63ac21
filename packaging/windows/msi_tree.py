"""What the Windows package installs: one folder with its own Python, the libraries, ergobreak and three small programs.

Everything comes from a lock: Python from ``wine/python.lock``, the libraries from ``uv.lock``, each by its hash. Of Qt
only what the screens use is kept (``msi_qt``). Byte code is compiled here, since nobody can write beside it later.
"""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import msi_qt  # noqa: E402 - found through the lines above
import tree  # noqa: E402 - the same

WINDOWS = tree.Target(platform="x86_64-pc-windows-msvc")
# What others bring along and nobody here loads: image formats of the web, Pillow's fonts, the Tk bridge.
NOT_NEEDED = ("PIL/_avif*.pyd", "PIL/_webp*.pyd", "PIL/_imagingtk*.pyd", "PIL/_imagingft*.pyd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """A small program that starts Python in its own folder.

    Args:
        name: the file's name.
        stub: distlib's launcher, with a console (``t``) or without (``w``).
        script: what it runs.
    """

    name: str
    stub: str
    script: str

    @property
    def python(self) -> str:
        """With a console or without."""
        return "python.exe" if self.stub.startswith("t") else "pythonw.exe"


def python_in(lock: Path, folder: Path) -> tuple[str, str]:
    """The version of the Python in a built folder, and the hash of what it was taken from.

    Raises:
        ValueError: the folder holds no Windows Python, or the lock no hash.
    """
    version = re.search(rb"3\.\d+\.\d+", (folder / "python311.dll").read_bytes())
    pinned = re.search(r"sha256:([0-9a-f]{64})", lock.read_text(encoding="utf-8"))
    if version is None or pinned is None:
        message = f"no Windows Python in {folder}, or no hash in {lock}"
        raise ValueError(message)
    return version[0].decode(), pinned[1]


_START = "import sys\nfrom ergobreak.__main__ import main\nsys.exit(main())\n"
# Everybody's log-in entry runs this one: whoever has said "not at log-in" is left alone. It does not stay.
_LOGIN = """import os, subprocess, sys
from ergobreak.desktop.autostart.win32 import wanted_at_login
if wanted_at_login():
    subprocess.Popen([os.path.join(os.path.dirname(sys.executable), "ergobreakw.exe"), "run"])
"""
LAUNCHERS = (
    Launcher(name="ergobreak.exe", stub="t64.exe", script=_START),
    Launcher(name="ergobreakw.exe", stub="w64.exe", script=_START),
    Launcher(name="ergobreak-login.exe", stub="w64.exe", script=_LOGIN),
)


def make(folder: Path, work: Path, *, version: str, qt_lock: Path | None = None) -> None:
    """Make the folder anew.

    Args:
        folder: what will be installed.
        work: for what is made on the way.
        version: of ergobreak.
        qt_lock: take this Qt instead of the one in ``uv.lock`` (for wine 8, which cannot run newer ones).
    """
    site = folder / "Lib" / "site-packages"
    shutil.copytree(tree.libraries(WINDOWS), site)
    if qt_lock:
        _other_qt(site, qt_lock)
    msi_qt.prune(site, tree.ROOT / "ergobreak" / "screens")
    for pattern in NOT_NEEDED:
        for found in sorted(site.glob(pattern)):
            found.unlink()
    tree.keep_true(site)
    tree.add_ergobreak(site, "msi", version)
    _python(folder, work)
    for launcher in LAUNCHERS:
        (folder / launcher.name).write_bytes(program(launcher, _stub(launcher.stub, work)))
    for name in ("LICENSE", "COPYING"):
        shutil.copyfile(tree.ROOT / name, folder / f"{name}.txt")
    compile_all(site)
    tree.settle(folder, tree.epoch())


def _other_qt(site: Path, lock: Path) -> None:
    for pattern in ("PySide6", "shiboken6", "pyside6_essentials-*", "shiboken6-*"):
        for found in site.glob(pattern):
            shutil.rmtree(found)
    tree.run([tree.uv(), "pip", "install", "--quiet", "--target", str(site), "--no-deps", "--link-mode", "copy",
              "--only-binary", ":all:", "--python-platform", WINDOWS.platform, "--python-version", WINDOWS.python,
              "--requirements", str(lock)])  # fmt: skip
    tree.forget(site)


def _python(folder: Path, work: Path) -> None:
    into = work / "python"
    tree.run([tree.uv(), "pip", "install", "--quiet", "--target", str(into), "--require-hashes", "--requirements",
              str(HERE / "wine" / "python.lock")])  # fmt: skip
    for path in sorted(into.iterdir()):
        if path.is_file() and path.suffix in {".exe", ".dll", ".pyd", ".zip"}:
            shutil.copyfile(path, folder / path.name)
    shutil.copyfile(into / "LICENSE.txt", folder / "LICENSE-Python.txt")
    # With this file beside it Python heeds no variable and no folder of the person's: it runs what was installed.
    (folder / "python311._pth").write_text("python311.zip\r\n.\r\nLib\\site-packages\r\n", newline="")


def _stub(name: str, work: Path) -> bytes:
    """One of distlib's launchers, from the very distlib that ``uv.lock`` names."""
    into = work / "distlib"
    if not into.exists():
        locked = tomllib.loads((tree.ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
        package = next(each for each in locked if each["name"] == "distlib")
        hashes = [f"--hash={wheel['hash']}" for wheel in package["wheels"]]
        listed = work / "distlib.txt"
        listed.write_text(f"distlib=={package['version']} {' '.join(hashes)}\n", encoding="utf-8")
        tree.run([tree.uv(), "pip", "install", "--quiet", "--target", str(into), "--no-deps", "--require-hashes",
                  "--only-binary", ":all:", "--requirements", str(listed)])  # fmt: skip
    return (into / "distlib" / name).read_bytes()


def program(launcher: Launcher, stub: bytes) -> bytes:
    """The launcher, the line that names its Python, and the script in a zip: so distlib reads it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py", (2026, 1, 1, 0, 0, 0)), launcher.script)
    return stub + f"#!<launcher_dir>\\{launcher.python} -I\r\n".encode() + packed.getvalue()


def compile_all(site: Path) -> None:
    """Byte code beside the source, which Windows Python 3.11 takes as it is."""
    python = tree.run([tree.uv(), "python", "find", "--no-project", WINDOWS.python]).strip()
    command = [python, "-I", "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    tree.run([*command, "-s", str(site), "-p", "ergobreak", str(site)])
