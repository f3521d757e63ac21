"""The packages as they are built: the same bytes twice, nothing of this machine, and what other tools say of them.

Squeezed less than a release, which is quicker and changes nothing that is looked at here. Installing them is for
``python3 dev.py smoke``.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.linux_programs import ROOT, build_deb, build_rpm, files, papers, slim, tree

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Linux packages are built on Linux"),
]


def said(*command: str, cwd: Path | None = None, code: int = 0) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def libraries() -> Path:
    """What every Linux package ships, fetched from what uv has at hand."""
    found = tree.libraries(tree.LINUX, slim.slim)
    assert isinstance(found, Path)
    return found


@pytest.fixture(scope="module")
def deb(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Path:
    found = build_deb.build(tmp_path_factory.mktemp("one"), level=0)
    assert isinstance(found, Path)
    return found


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory, deb: Path) -> Path:
    root = tmp_path_factory.mktemp("unpacked")
    said("dpkg-deb", "--extract", str(deb), str(root))
    return root


def test_every_file_of_a_library_is_the_one_in_its_wheel(libraries: Path) -> None:
    wrong, right = [], 0
    for record in libraries.glob("*.dist-info/RECORD"):
        for name, digest, _ in csv.reader(record.read_text(encoding="utf-8").splitlines()):
            if digest:
                found = hashlib.sha256((libraries / name).read_bytes()).digest()
                same = "sha256=" + base64.urlsafe_b64encode(found).decode().rstrip("=") == digest
                right += same
                wrong += [] if same else [name]
    assert wrong == []
    assert right > 1000


def test_the_package_is_the_same_bytes_when_everything_is_fetched_anew(deb: Path, tmp_path: Path) -> None:
    again = build_deb.build(tmp_path / "another place", fresh=True, level=0)
    assert tree.sha256(again) == tree.sha256(deb)


def test_nothing_of_this_machine_is_in_it(unpacked: Path) -> None:
    places = [str(ROOT).encode(), str(Path.home()).encode() + b"/"]
    own = [path for path in unpacked.rglob("*") if path.is_file() and not path.is_symlink() and path.suffix != ".so"]
    told = [path for path in own if any(each in path.read_bytes() for each in places if len(each) > 6)]
    assert told == []
    assert not list(unpacked.rglob("__pycache__"))


def test_what_apt_is_told(deb: Path) -> None:
    control = said("dpkg-deb", "--field", str(deb))
    assert f"Version: {build_deb.debian(tree.version())}\n" in control
    assert "Depends: python3 (>= 3.11), python3 (<< 3.12)" in control
    listed = said("dpkg-deb", "--contents", str(deb))
    assert [line for line in listed.splitlines() if " root/root " not in line] == []
    assert f"./{files.POLICIES[0]}/" in listed
    assert "usr/lib/ergobreak/bin/python3 -> ../../../bin/python3" in listed


def test_the_desktop_files_and_the_software_centres_paper_are_in_order(unpacked: Path) -> None:
    said("desktop-file-validate", str(unpacked / "usr/share/applications/ergobreak.desktop"))
    said("desktop-file-validate", str(unpacked / files.AUTOSTART))
    paper = unpacked / "usr/share/metainfo/org.ergobreak.ergobreak.metainfo.xml"
    said("appstreamcli", "validate", "--no-net", str(paper))


def test_the_manual_page_is_in_order(unpacked: Path, tmp_path: Path) -> None:
    page = tmp_path / "ergobreak.1"
    page.write_bytes(subprocess.check_output(["gzip", "-dc", str(unpacked / "usr/share/man/man1/ergobreak.1.gz")]))
    said("mandoc", "-T", "lint", "-W", "warning", str(page))


def test_the_unpacked_tree_runs_with_nothing_but_its_own_libraries(unpacked: Path, tmp_path: Path) -> None:
    site = unpacked / files.HOME / tree.LINUX.site
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from ergobreak import packaged; assert packaged.package_type() == 'deb'\n"
        "import pydantic, apscheduler, jeepney, opentelemetry.sdk.metrics, Xlib.display, PIL._imaging\n"
        "from PySide6 import QtCore, QtGui, QtPrintSupport, QtWidgets\n"
        "app = QtWidgets.QApplication([]); box = QtWidgets.QLabel('x'); box.show()\n"
        "assert not box.grab().isNull(); print('fine', QtCore.qVersion())\n"
    )
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-IS", "-c", code, str(site)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stdout.startswith("fine 6."), done.stderr


def test_the_rpm_is_whole_and_the_same_bytes_twice(libraries: Path, tmp_path: Path) -> None:
    first = build_rpm.build(tmp_path / "one", level=0)
    second = build_rpm.build(tmp_path / "another place", level=0)
    assert tree.sha256(first) == tree.sha256(second)
    assert "digests OK" in said("rpm", "-K", str(first))
    wanted = set(said("rpm", "-qp", "--requires", str(first)).splitlines())
    assert {"/usr/bin/python3.11", "findutils", *build_rpm.requires(libraries)} <= wanted
    outside = [each for each in wanted if "(64bit)" in each and each not in build_rpm.requires(libraries)]
    assert outside == []
    provides = said("rpm", "-qp", "--provides", str(first)).split()
    assert [each for each in provides if ".so" in each] == []
    listed = said("rpm", "-qpl", str(first)).splitlines()
    assert f"/{files.POLICIES[0]}" in listed
    assert [each for each in listed if each.endswith(".pyc")] == []
    assert said("rpm", "-qpc", str(first)).split() == [f"/{files.AUTOSTART}"]


def test_the_one_file_package_is_the_same_bytes_twice_and_runs(libraries: Path, tmp_path: Path) -> None:
    program = [sys.executable, str(ROOT / "packaging/pyz/build_pyz.py"), "--level", "0", "--out"]
    for place in ("one", "another place"):
        said(*program, str(tmp_path / place))
    (first,), (second,) = (list((tmp_path / place).glob("*.pyz")) for place in ("one", "another place"))
    assert tree.sha256(first) == tree.sha256(second)
    with zipfile.ZipFile(first) as packed:
        names = set(packed.namelist())
        assert packed.read("site/ergobreak/package_type") == b"pyz\n"
    assert {"__main__.py", "site/ergobreak/py.typed", "site/PySide6/QtWidgets.abi3.so"} <= names
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    python = f"python{tree.LINUX.python}" if sys.version_info[:2] != (3, 11) else sys.executable
    done = subprocess.run([python, str(first), "version"], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == f"ergobreak {tree.version()}\n", done.stderr


def test_the_copyright_file_knows_every_library(unpacked: Path, libraries: Path) -> None:
    text = (unpacked / "usr/share/doc/ergobreak/copyright").read_text(encoding="utf-8")
    assert text.count("\nFiles: ") == 2 + len(list(libraries.glob("*.dist-info")))
    assert papers.MAINTAINER in text
