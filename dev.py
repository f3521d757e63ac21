#!/usr/bin/env python3
"""The commands for working on ergobreak, the same on Linux, macOS and Windows: ``python3 dev.py run``, ``test``, ...

Only the standard library is needed. What else is missing is fetched or named: uv comes from PATH or is put into the
folder ``.uv`` of this checkout with pip; on Debian and its relatives the few system libraries that Qt and the tests
need are installed when this runs as root, and otherwise the exact line to type is printed. Everything in Python comes
from ``uv.lock``. There is no virtual environment to make first, since a bare Debian cannot make one (no ``ensurepip``).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
UV = "uv>=0.9,<1"
UNAVAILABLE = 69  # the exit code of a lane that this machine cannot have (EX_UNAVAILABLE)


class Need(NamedTuple):
    """A Debian package, and how to see that what it brings is there.

    ``proof`` is a library's name (``libEGL.so.1``), a path with ``*`` allowed (``/usr/share/...``), or a program.
    """

    package: str
    proof: str


# Measured: the libraries that Qt's xcb, wayland and offscreen plug-ins are linked with, less what those pull in.
SCREENS = (
    Need("libdbus-1-3", "libdbus-1.so.3"),
    Need("libegl1", "libEGL.so.1"),
    Need("libfontconfig1", "libfontconfig.so.1"),
    Need("libgl1", "libGL.so.1"),
    Need("libglib2.0-0", "libgthread-2.0.so.0"),
    Need("libwayland-client0", "libwayland-client.so.0"),
    Need("libwayland-cursor0", "libwayland-cursor.so.0"),
    Need("libx11-xcb1", "libX11-xcb.so.1"),
    Need("libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("libxcb-icccm4", "libxcb-icccm.so.4"),
    Need("libxcb-image0", "libxcb-image.so.0"),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    Need("libxcb-randr0", "libxcb-randr.so.0"),
    Need("libxcb-render-util0", "libxcb-render-util.so.0"),
    Need("libxcb-shape0", "libxcb-shape.so.0"),
    Need("libxcb-sync1", "libxcb-sync.so.1"),
    Need("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    Need("libxcb-xkb1", "libxcb-xkb.so.1"),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    Need("fonts-dejavu-core", "/usr/share/fonts/*type/*/*.[ot]tf"),
)
# The desktop that the tests start for themselves, hidden from the one in use.
DESKTOP = (
    Need("at-spi2-core", "/usr/libexec/at-spi-bus-launcher"),
    Need("dbus", "dbus-daemon"),
    Need("dconf-cli", "dconf"),
    Need("dunst", "dunst"),
    Need("libglib2.0-bin", "gdbus"),
    Need("openbox", "openbox"),
    Need("python3-pyatspi", "/usr/lib/python3/dist-packages/pyatspi/__init__.py"),
    Need("sway", "sway"),
    Need("x11-utils", "xprop"),
    Need("xauth", "xauth"),
    Need("xdotool", "xdotool"),
    Need("xfce4-panel", "xfce4-panel"),
    Need("xvfb", "Xvfb"),
)
WINE = (
    Need("fonts-dejavu-core", "/usr/share/fonts/*type/*/*.[ot]tf"),
    Need("gcc-mingw-w64-x86-64", "x86_64-w64-mingw32-gcc"),
    Need("wine64", "/usr/lib/wine/wine64"),
    Need("xvfb", "Xvfb"),
)

# What building a package needs, what trying it needs too, and the programs that do it.
PACKAGES = {
    "deb": ((), (Need("debootstrap", "debootstrap"), Need("lintian", "lintian"))),
    "rpm": ((Need("rpm", "rpmbuild"),), (Need("debootstrap", "debootstrap"),)),
    "pyz": ((), (Need("debootstrap", "debootstrap"),)),
    "msi": (
        (Need("faketime", "faketime"), Need("msitools", "msibuild"), Need("wixl", "wixl")),
        (*WINE, Need("openbox", "openbox")),
    ),
}
BUILDERS = {"deb": "linux/build_deb.py", "rpm": "linux/build_rpm.py", "pyz": "pyz/build_pyz.py"}
BUILDERS["msi"] = "windows/build_msi.py"
SMOKES = {"deb": "deb_chroot.py", "rpm": "rpm_check.py", "pyz": "pyz_bare.py", "msi": "msi_wine.py"}
PAPERS = (  # what the tests of packages and of completion ask
    Need("appstream", "appstreamcli"),
    Need("desktop-file-utils", "desktop-file-validate"),
    Need("fish", "fish"),
    Need("libplist-utils", "plistutil"),
    Need("mandoc", "mandoc"),
    Need("rpm", "rpmbuild"),
    Need("zsh", "zsh"),
)

# With no arguments: two workers, each file by one of them, and the slow proofs left to ``test -m slow`` and to CI.
EVERYDAY = ("-n", "2", "--dist", "loadfile", "-m", "not slow")

# The checks, each a line of its own; mypy keeps one cache per system, or they would throw out each other's.
CHECKS = (
    ("ruff", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    *(
        (f"mypy {it}", ["mypy", "--platform", it, "--cache-dir", f".mypy_cache/{it}"])
        for it in ("linux", "darwin", "win32")
    ),
    ("layers", ["lint-imports", "--no-logo"]),
    ("policies", ["python", "packaging/policy/validate.py"]),
)
# Files made from others; each program knows ``--check``.
GENERATORS = (
    "packaging/five_weeks.py",
    "packaging/policy/generate.py",
    "packaging/settings_reference.py",
    "packaging/telemetry/simulate_fleet.py",
)


def fail(*lines: str, code: int = 1) -> NoReturn:
    """Say what is missing and stop."""
    print(*lines, sep="\n", file=sys.stderr)
    raise SystemExit(code)


def is_there(need: Need) -> bool:
    """Whether what the package brings can be used, however it came here."""
    if ".so." in need.proof:
        try:
            ctypes.CDLL(need.proof)
        except OSError:
            return False
        return True
    if need.proof.startswith("/"):
        return any(Path("/").glob(need.proof[1:]))
    return shutil.which(need.proof) is not None


def missing(needs: tuple[Need, ...]) -> list[str]:
    """The packages to install, in alphabetical order; none where there is no such thing as a Linux library."""
    if sys.platform != "linux":
        return []
    return sorted(need.package for need in needs if not is_there(need))


def may_install() -> bool:
    """Whether this may call apt-get: a Debian-like system, as root."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None and os.geteuid() == 0


def ensure(needs: tuple[Need, ...], what_for: str, without: str = "") -> None:
    """Have the packages, or stop with the line that installs them.

    Args:
        needs: what to look for.
        what_for: completes "... needs".
        without: how to go on without them, if one can.
    """
    packages = missing(needs)
    if not packages:
        return
    if not may_install():
        command = "apt-get" if shutil.which("apt-get") else "the package manager of this system (Debian's names)"
        lines = [f"{what_for} needs what these packages bring. Install them with:", ""]
        lines.append(f"    sudo {command} install --yes --no-install-recommends {' '.join(packages)}")
        if command != "apt-get":
            lines[-1] = f"    {command}: {' '.join(packages)}"
        fail(*lines, *(["", without] if without else []))
    print(f"{what_for}: installing {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "--quiet=2", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*apt, "update"], env=quiet, stdin=subprocess.DEVNULL, check=False)  # an old list may still do
    done = subprocess.run(
        [*apt, "install", "--yes", "--no-install-recommends", *packages],
        env=quiet,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode or (still := missing(needs)):
        fail(done.stdout, done.stderr, f"apt-get could not install: {' '.join(packages if done.returncode else still)}")


def private_uv() -> Path:
    """Where this checkout keeps its own uv."""
    return ROOT / ".uv" / "bin" / ("uv.exe" if os.name == "nt" else "uv")


def uv() -> str:
    """The program uv: from PATH, or this checkout's own, fetched with pip if need be."""
    if found := shutil.which("uv"):
        return found
    own = private_uv()
    if not own.exists():
        if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
            ensure_pip()
        print("Fetching uv into .uv", flush=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action=ignore",
        ]
        done = subprocess.run([*pip, "--target", str(ROOT / ".uv"), UV], stdin=subprocess.DEVNULL, check=False)
        if done.returncode or not own.exists():
            fail("uv could not be fetched with pip.", "Install it by hand: https://docs.astral.sh/uv/ and try again.")
    return str(own)


def ensure_pip() -> None:
    """Have pip for this Python, or say how to get uv without it."""
    by_hand = "Or install uv itself: https://docs.astral.sh/uv/ (winget install astral-sh.uv, brew install uv)."
    if not may_install():
        fail("This Python has no pip. On Debian:", "", "    sudo apt-get install --yes python3-pip", "", by_hand)
    ensure((Need("python3-pip", "/usr/lib/python3/dist-packages/pip/__init__.py"),), "Fetching uv")


def in_project(*command: str, dev: bool = True) -> list[str]:
    """The command line that runs ``command`` with what uv.lock says, fetching it first if it is not there."""
    return [uv(), "run", "--locked", "--project", str(ROOT), *([] if dev else ["--no-dev"]), *command]


def hand_over(command: list[str]) -> NoReturn:
    """Become the command, so that signals and the exit code are its own; Windows cannot, and waits for it."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    raise SystemExit(subprocess.call(command))


def has_screen() -> bool:
    """Whether windows can be shown; without a screen ergobreak keeps time and speaks in the terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> NoReturn:
    """Start ergobreak from this checkout."""
    if has_screen():
        ensure(SCREENS, "Showing breaks on this screen")
    hand_over(in_project("ergobreak", *arguments, dev=False))


def test(arguments: list[str]) -> NoReturn:
    """Run the tests; they start a hidden desktop of their own."""
    if not any("not desktop" in each for each in arguments):
        ensure(
            SCREENS + DESKTOP + PAPERS,
            "Testing on a real desktop",
            "Without them: python3 dev.py test -m 'not desktop and not screens'",
        )
    os.chdir(ROOT)
    hand_over(in_project("pytest", *(arguments or EVERYDAY)))


def check(arguments: list[str]) -> NoReturn:
    """Hold the tree against the rules of the house: style, types on three systems, layers, generated files."""
    subprocess.run(in_project("python", "--version"), stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
    checks = [*CHECKS, *((path, ["python", path, "--check"]) for path in GENERATORS)]
    chosen = [each for each in checks if not arguments or each[0].split()[0] in arguments]
    if not chosen:
        fail(f"There is no such check. There are: {', '.join(dict.fromkeys(name.split()[0] for name, _ in checks))}")

    def one(command: list[str]) -> subprocess.CompletedProcess[str]:
        line = [uv(), "run", "--frozen", "--no-sync", *command]
        return subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=ROOT, check=False)

    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for (name, _), done in zip(chosen, pool.map(one, [command for _, command in chosen]), strict=True):
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout, done.stderr, sep="", flush=True)
    raise SystemExit(1 if failed else 0)


def bench(arguments: list[str]) -> NoReturn:
    """Measure what ergobreak costs this machine, and write benchmarks/RESULTS.md."""
    ensure(SCREENS + DESKTOP, "Measuring on a real desktop")
    os.chdir(ROOT)
    hand_over(in_project("python", "-m", "benchmarks.run", *arguments))


def wine(arguments: list[str]) -> NoReturn:
    """Run the tests with Windows Python in wine: not Windows, but its API, paths and registry."""
    if sys.platform != "linux":
        fail("This lane is for Linux. On Windows itself: py dev.py test")
    try:
        ensure(WINE, "Testing with Windows Python in wine")
    except SystemExit:
        fail("The Windows lane was left out, for the reason above.", code=UNAVAILABLE)
    hand_over(in_project("python", str(ROOT / "packaging" / "windows" / "wine" / "lane.py"), *arguments))


def package(arguments: list[str]) -> NoReturn:
    """Build a package into build/packages: deb, rpm, pyz or msi."""
    kind = _kind(arguments)
    ensure(PACKAGES[kind][0], f"Building the {kind}")
    program = str(ROOT / "packaging" / BUILDERS[kind])
    hand_over(in_project("python", program, "--out", str(ROOT / "build" / "packages"), *arguments[1:]))


def smoke(arguments: list[str]) -> NoReturn:
    """Install a package in a system of its own, use it and remove it: deb, rpm, pyz or msi."""
    kind = _kind(arguments)
    try:
        ensure((*PACKAGES[kind][0], *PACKAGES[kind][1]), f"Trying the {kind}")
    except SystemExit:
        fail("It was not tried, for the reason above.", code=UNAVAILABLE)
    hand_over(in_project("python", str(ROOT / "packaging" / "smoke" / SMOKES[kind]), *arguments[1:]))


def _kind(arguments: list[str]) -> str:
    if not arguments or arguments[0] not in PACKAGES:
        fail(f"Which package? One of: {', '.join(PACKAGES)}", code=2)
    return arguments[0]


def audit(arguments: list[str]) -> NoReturn:
    """Ask whether a known vulnerability is in what uv.lock names."""
    hand_over(in_project("python", str(ROOT / "packaging" / "release" / "audit.py"), *arguments))


def doctor(_: list[str]) -> NoReturn:
    """Say what is here and what is missing, and change nothing."""
    print(f"Python  {sys.version.split()[0]} at {sys.executable}")
    print(f"uv      {shutil.which('uv') or (private_uv() if private_uv().exists() else 'fetched at the first use')}")
    for name, needs in (("run", SCREENS), ("test", SCREENS + DESKTOP + PAPERS), ("wine", WINE)):
        packages = missing(needs)
        print(f"{name:<7} {'missing: ' + ' '.join(packages) if packages else 'nothing is missing'}")
    print(f"screen  {'yes' if has_screen() else 'none: ergobreak run speaks in the terminal'}")
    raise SystemExit(0)


VERBS = {verb.__name__: verb for verb in (run, test, check, bench, wine, package, smoke, audit, doctor)}


def main() -> None:
    """Read the verb; whatever follows it belongs to the program it starts."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:2]))
        fail(f"ergobreak needs Python 3.11 or newer, and this is {version}.", "With uv installed: uv run ergobreak")
    verb, *rest = sys.argv[1:] or ["help"]
    if verb not in VERBS:
        summary = (__doc__ or "").partition("\n")[0]
        lines = [f"  {name:<7} {(it.__doc__ or '').splitlines()[0]}" for name, it in VERBS.items()]
        print(summary, "", *lines, "", "What follows the verb goes to the program it starts.", sep="\n")
        raise SystemExit(0 if verb in {"help", "-h", "--help"} else 2)
    try:
        VERBS[verb](rest)
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
