"""Lay out ergobreak.app: ``python3 packaging/macos/build.py --out DIR`` on a Mac of the architecture it is for.

The same shape as on Windows: one folder with its own Python, the libraries of ``uv.lock`` and ergobreak. ``main.c`` is
the program: Python itself, so that the resident process is the application in the eyes of macOS, and screens are
``sys.executable -m ...`` as everywhere. py2app and briefcase were looked at and left: the one hides modules in an
archive that a child process does not find, the other has no program that takes ``-m``; both would need a second way to
start a screen.

What a Mac is needed for is in two commands: the relocatable Python that uv fetches, and the compiler. Everything else
is laid out the same on every system, which is how the tests see it. ``release.sh`` signs and packs what comes out.
"""

from __future__ import annotations

import argparse
import platform
import plistlib
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

import tree  # noqa: E402 - found through the lines above

PYTHON = "3.11.13"
ARCHITECTURES = {"arm64": "aarch64-apple-darwin", "x86_64": "x86_64-apple-darwin"}
IDENTIFIER = "io.github.ergobreak"
AGENT = "io.github.ergobreak.login"  # the same as a person's own switch: ergobreak/desktop/autostart/macos.py
PROGRAM = "/Applications/ergobreak.app/Contents/MacOS/ergobreak"
MACHINE_CODE = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")  # for one kind of processor, for several
# Of Qt, what the screens do not use; frameworks and programs for other kinds of applications.
NOT_NEEDED = (
    "PySide6/Assistant*", "PySide6/Designer*", "PySide6/Linguist*", "PySide6/Qt/qml", "PySide6/Qt/lib/QtQuick*",
    "PySide6/Qt/lib/QtQml*", "PySide6/Qt/lib/QtDesigner*", "PySide6/Qt/metatypes", "PySide6/Qt/libexec",
    "PySide6/QtQml*", "PySide6/QtQuick*", "PySide6/QtDesigner*", "PySide6/include", "PySide6/typesystems",
    "PySide6/svgtoqml", "PySide6/Qt/lib/QtLottie*", "PySide6/Qt/lib/QtLabs*", "PySide6/Qt/lib/QtHelp*",
    "PySide6/Qt/lib/QtTest*", "PySide6/Qt/lib/QtSql*", "PySide6/Qt/plugins/sqldrivers", "PySide6/Qt/plugins/qml*",
    "PySide6/Qt/plugins/designer", "PySide6/glue", "PySide6/doc",
    "PySide6/lupdate", "PySide6/lrelease", "PySide6/qml*", "PySide6/Qt/translations",
)  # fmt: skip


def filled(template: str, **signs: str) -> str:
    """A template with its signs replaced."""
    text = (HERE / template).read_text(encoding="utf-8")
    for name, value in signs.items():
        text = text.replace(f"@{name}@", value)
    return text


def agent() -> dict[str, object]:
    """The log-in entry for everybody: once a graphical session, again only after a crash."""
    return {
        "Label": AGENT,
        "AssociatedBundleIdentifiers": [IDENTIFIER],
        "ProgramArguments": [PROGRAM, "run"],
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ProcessType": "Interactive",
    }


def lay_out(out: Path, *, python: Path, program: Path, libraries: Path, version: str, architecture: str) -> Path:
    """Everything that ``release.sh`` packs; returns the bundle.

    Args:
        out: a new folder.
        python: a relocatable Python: ``bin``, ``lib``.
        program: the compiled ``main.c``.
        libraries: a folder of libraries for this architecture.
        version: of ergobreak.
        architecture: ``arm64`` or ``x86_64``.
    """
    app = out / "root" / "Applications" / "ergobreak.app"
    contents = app / "Contents"
    home = contents / "Resources" / "python"
    shutil.copytree(python / "lib", home / "lib", symlinks=True, ignore=shutil.ignore_patterns("site-packages", "*.a"))
    (site,) = (each / "site-packages" for each in home.glob("lib/python3.*"))
    shutil.copytree(libraries, site, symlinks=True)
    for pattern in NOT_NEEDED:
        for found in site.glob(pattern):
            shutil.rmtree(found) if found.is_dir() and not found.is_symlink() else found.unlink()
    tree.keep_true(site)
    tree.add_ergobreak(site, "app", version)
    (contents / "MacOS").mkdir()
    shutil.copyfile(program, contents / "MacOS" / "ergobreak")
    shutil.copyfile(tree.ROOT / "ergobreak" / "desktop" / "icons" / "app.icns", contents / "Resources" / "app.icns")
    for name in ("LICENSE", "COPYING"):
        shutil.copyfile(tree.ROOT / name, contents / "Resources" / name)
    (contents / "Info.plist").write_text(filled("Info.plist.in", version=version), encoding="utf-8")
    (contents / "PkgInfo").write_text("APPL????", encoding="ascii")
    login = out / "login" / "Library" / "LaunchAgents"
    login.mkdir(parents=True)
    (login / f"{AGENT}.plist").write_bytes(plistlib.dumps(agent()))
    distribution = filled("distribution.xml.in", version=version, architecture=architecture)
    (out / "distribution.xml").write_text(distribution, encoding="utf-8")
    inside = [name for name, path in tree.contents(app / "Contents" / "Resources") if machine_code(path)]
    (out / "sign-first.txt").write_text("".join(f"{name}\n" for name in inside), encoding="utf-8")
    programs = "root/Applications/ergobreak.app/Contents/MacOS/ergobreak"
    tree.settle(out, tree.epoch(), (programs,))
    return app


def machine_code(path: Path) -> bool:
    """Whether it is a program or a library, which has to be signed before the bundle around it."""
    if path.is_symlink():
        return False
    with path.open("rb") as file:
        return file.read(4) in MACHINE_CODE


def compile_program(python: Path, work: Path, architecture: str) -> Path:
    """``main.c``, linked with the Python that lies beside it in the bundle."""
    made = work / "ergobreak"
    minor = PYTHON.rpartition(".")[0]
    tree.run([
        "clang", "-arch", architecture, "-mmacosx-version-min=13.0", "-O2", "-Wall", "-Wextra", "-o", str(made),
        str(HERE / "main.c"), "-I", str(python / "include" / f"python{minor}"), "-L", str(python / "lib"),
        f"-lpython{minor}", "-Wl,-rpath,@executable_path/../Resources/python/lib",
    ])  # fmt: skip
    # uv's Python names its library by the place it was built in.
    listed = tree.run(["otool", "-L", str(made)])
    for line in listed.splitlines():
        name = line.strip().partition(" ")[0]
        if name.endswith(f"libpython{minor}.dylib"):
            tree.run(["install_name_tool", "-change", name, f"@rpath/libpython{minor}.dylib", str(made)])
    return made


def main(arguments: list[str]) -> int:
    """Fetch, compile, lay out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    parser.add_argument("--version", default=tree.version())
    options = parser.parse_args(arguments)
    if sys.platform != "darwin":
        print("ergobreak.app is built on a Mac: its program has to be compiled and signed there.", file=sys.stderr)
        return 69
    architecture = platform.machine()
    out = options.out.resolve()
    libraries = tree.libraries(tree.Target(platform=ARCHITECTURES[architecture]))
    with tempfile.TemporaryDirectory(prefix="ergobreak-app-") as name:
        work = Path(name)
        tree.run([tree.uv(), "python", "install", "--install-dir", str(work / "pythons"), PYTHON])
        (python,) = (each for each in (work / "pythons").iterdir() if each.is_dir() and not each.is_symlink())
        app = lay_out(
            out, python=python, program=compile_program(python, work, architecture), libraries=libraries,
            version=options.version, architecture=architecture,
        )  # fmt: skip
    print(app)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
