"""The Windows lane: the tests under Windows CPython, in wine. ``python3 dev.py wine [what to give to pytest]``.

What is true of it: the Windows builds of Python and of every library, ``winreg``, paths, pipes, the Win32 calls. What
is not: wine is no Windows. Toasts, Focus Assist, SmartScreen and the looks of things are not tried here.

Like the everyday run it takes two workers and leaves the slow proofs out; ``desktop`` is left out too: those tests talk
to a Linux desktop. ``CI`` is set, so that Hypothesis takes its own profile for slow machines: no deadline, and the
same examples each time. Bytecode is kept beside the prefix, or each of the many processes would compile all it imports.

Everything lies in ``build/wine`` and is made anew when ``uv.lock`` or a file beside this one has changed. The versions
come from ``uv.lock``, except for Qt, where wine 8 needs an older one (``pyside.lock``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
HOME = ROOT / "build" / "wine"
PYTHON, PREFIX, STAMP = HOME / "python", HOME / "prefix", HOME / "stamp"
SITE = PYTHON / "Lib" / "site-packages"
WINE, SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
UV = os.environ.get("UV") or "uv"  # uv run says where it is itself
FOR_WINDOWS = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11", "--only-binary", ":all:"]
NOT_NEEDED = ("import-linter", "mypy", "pyside6-essentials", "ruff")
BYTECODE = HOME / "bytecode"
PYTEST = ("-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", "-m", "not desktop and not slow")
LONGEST_S = 1200
QUIET = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml=", "WINEARCH": "win64"}


def fingerprint() -> str:
    """Of everything that what is in ``build/wine`` was made from."""
    found = hashlib.sha256()
    for path in (ROOT / "uv.lock", *sorted(HERE.iterdir())):
        if path.is_file() and path.name != "known.txt":
            found.update(path.read_bytes())
    return found.hexdigest()


def known(text: str) -> dict[str, str]:
    """Of ``known.txt``: test to reason.

    Raises:
        ValueError: a line gives no reason.
    """
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        test, _, reason = line.partition("  ")
        if not reason.strip():
            message = f"known.txt: no reason (after two spaces) for {test}"
            raise ValueError(message)
        found[test] = reason.strip()
    return found


def windows_path(path: Path) -> str:
    """What Windows programs call it: wine shows the whole system as drive Z."""
    return "Z:" + str(path).replace("/", "\\")


def prepare(environment: dict[str, str]) -> None:
    """Python, the libraries and a wine prefix, if they are not there yet."""
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    print("wine lane: fetching Windows Python and the libraries", flush=True)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    into = [UV, "pip", "install", "--quiet", "--target"]
    run([*into, str(PYTHON), "--require-hashes", "--requirements", str(HERE / "python.lock")])
    listed = HOME / "requirements.txt"
    export = [UV, "export", "--quiet", "--frozen", "--no-emit-project", "--output-file", str(listed)]
    run([*export, *(word for name in NOT_NEEDED for word in ("--prune", name))])
    run([*into, str(SITE), *FOR_WINDOWS, "--no-deps", "--require-hashes", "--requirements", str(listed)])
    run([*into, str(SITE), *FOR_WINDOWS, "--no-deps", "--requirements", str(HERE / "pyside.lock")])
    # With this file an embedded Python knows only the folders in it; without, it is like an installed one, and tests
    # can put a folder of their own before the others.
    (PYTHON / "python311._pth").unlink()
    # Where Qt's hidden screen looks for letters on Windows; without any it draws boxes, each as wide as the next.
    letters = SITE / "PySide6" / "lib" / "fonts"
    letters.mkdir(parents=True)
    for font in Path("/usr/share/fonts").glob("*type/dejavu/DejaVuSans*.ttf"):
        shutil.copy(font, letters)
    (SITE / "checkout.pth").write_text(windows_path(ROOT) + "\r\n")
    run([WINE, "wineboot", "--init"], environment)
    run([SERVER, "--wait"], environment)
    shim = PREFIX / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    if not shim.exists():
        compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-shared", "-o", str(shim)]
        run([*compiler, str(HERE / "bcryptprimitives.c"), "-ladvapi32"])
    STAMP.write_text(fingerprint())


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a step; what it says is shown only when it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        timeout=600, check=False,
    )  # fmt: skip
    if done.returncode:
        print(f"wine lane: {' '.join(command)}", done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(1)


@contextmanager
def screen() -> Iterator[str]:
    """A hidden X server on a number that it picks itself."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writer,))
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def main(arguments: list[str]) -> int:
    """Run pytest there; its exit code is this one's."""
    left_out = known((HERE / "known.txt").read_text(encoding="utf-8"))
    with screen() as display:
        environment = os.environ | QUIET | {
            "WINEPREFIX": str(PREFIX), "DISPLAY": display, "CI": "true",
            "PYTHONPYCACHEPREFIX": windows_path(BYTECODE), "PYTHONUTF8": "1",
        }  # fmt: skip
        for name in ("WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        prepare(environment)
        print(f"wine lane: {len(left_out)} tests left out, each with its reason in {HERE.name}/known.txt", flush=True)
        pytest = [WINE, windows_path(PYTHON / "python.exe"), "-m", "pytest", *PYTEST]
        for test in left_out:
            pytest += ["--deselect", test]
        return passed_on([*pytest, *arguments], environment)


def passed_on(command: list[str], environment: dict[str, str]) -> int:
    """Run it and pass on what it says, through a pipe: wine 8 cannot hand a file to Python as its output.

    Once it is over, or has taken too long, all else in this prefix is ended: what a test left behind would hold the
    pipe open, and nobody would ever see the end.
    """

    def sweep() -> None:
        try:
            child.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            print(f"wine lane: ended after {LONGEST_S} s", file=sys.stderr, flush=True)
        finally:
            subprocess.run([SERVER, "--kill"], env=environment, check=False, timeout=60)

    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        broom = threading.Thread(target=sweep)
        broom.start()
        try:
            for line in child.stdout or ():
                sys.stdout.buffer.write(line)
                sys.stdout.flush()
        except BaseException:
            child.kill()
            raise
        finally:
            broom.join()
    return child.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
