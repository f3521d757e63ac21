"""What a Linux package puts where, looked at without building one."""

from __future__ import annotations

import ast
import configparser
import gzip
import re
import struct
import sys
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import dev
from ergobreak import __version__, packaged
from ergobreak.cli.completion import walk
from ergobreak.cli.parser import build
from tests.packaging.linux_programs import ROOT, build_deb, build_rpm, elf, files, man, papers, slim, tree

if TYPE_CHECKING:
    from pathlib import Path

WHEN = 1_800_000_000
FLAVOURS = pytest.mark.parametrize("flavour", [files.DEB, files.RPM], ids=["deb", "rpm"])


def desktop(text: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign] # keys are told apart by their letters here
    found.read_string(text)
    return found


# -- the small files ---------------------------------------------------------------------------------------------------


@FLAVOURS
def test_whatever_starts_the_program_starts_the_launcher(flavour: object) -> None:
    texts = files.texts(flavour, "1.2.3", WHEN)
    launcher = f"/{files.LAUNCHER}"
    autostart = desktop(texts[files.AUTOSTART])["Desktop Entry"]
    assert autostart["Exec"] == f"{launcher} run"
    assert autostart["TryExec"] == launcher
    unit = desktop(texts["usr/lib/systemd/user/ergobreak.service"])
    assert unit["Service"]["ExecStart"] == f"{launcher} run"
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Service"]["MemoryHigh"].endswith("M")
    menu = desktop(texts["usr/share/applications/ergobreak.desktop"])
    assert menu["Desktop Entry"]["Exec"] == "ergobreak"
    assert "X-Ergobreak-Locked" not in autostart  # the person's to switch off, until an administrator says otherwise


@FLAVOURS
def test_the_unit_is_there_and_not_switched_on(flavour: object) -> None:
    assert not [name for name in files.texts(flavour, "1.2.3", WHEN) if ".wants/" in name or "preset" in name]


def test_each_action_of_the_menu_entry_is_a_command_that_exists() -> None:
    menu = desktop(files.texts(files.DEB, "1.2.3", WHEN)["usr/share/applications/ergobreak.desktop"])
    actions = [each for each in menu["Desktop Entry"]["Actions"].split(";") if each]
    assert actions
    for action in actions:
        program, *words = menu[f"Desktop Action {action}"]["Exec"].split()
        assert program == "ergobreak"
        build().parse_args(words)


def test_the_menu_entry_has_the_name_that_windows_and_notices_give() -> None:
    screens = (ROOT / "ergobreak" / "screens" / "app.py").read_text(encoding="utf-8")
    assert 'setDesktopFileName("ergobreak")' in screens


def test_software_centres_are_told_this_version() -> None:
    texts = files.texts(files.DEB, "1.2.3", WHEN)
    root = ET.fromstring(texts["usr/share/metainfo/org.ergobreak.ergobreak.metainfo.xml"])  # noqa: S314 - our own file
    assert root.findtext("id") == "org.ergobreak.ergobreak"
    assert root.findtext("launchable") == "ergobreak.desktop"
    assert root.findtext("project_license") == "LGPL-3.0-or-later"
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2.3", "date": "2027-01-15"}
    assert not re.search(r"@[A-Z]+@", "".join(texts.values()))


@FLAVOURS
def test_the_launcher_lets_nothing_in_but_its_own_libraries(flavour: object) -> None:
    text = files.texts(flavour, "1.2.3", WHEN)[files.LAUNCHER]
    assert text.splitlines()[0] == f"#!{flavour.interpreter} -IS"  # type: ignore[attr-defined] # loaded by name
    compile(text, "ergobreak", "exec")
    assert f'HOME = "/{files.HOME}"' in text
    assert f'HOME + "/{tree.LINUX.site}"' in text


def test_the_manual_page_knows_every_command_and_every_option() -> None:
    page = man.page("1.2.3", WHEN)
    assert page.startswith('.TH ERGOBREAK 1 "2027\\-01\\-15"'.replace("\\-", "-"))
    plain = page.replace("\\-", "-")
    for each in walk(build(), ()):
        if each.path:
            assert f"\\fB{' '.join(each.path)}\\fR" in plain, each.path
        for word, _ in each.words:
            if word.startswith("--") and word not in {"--help", "--version"}:
                assert word in plain, (each.path, word)


def test_text_that_roff_would_take_for_its_own_is_made_safe() -> None:
    assert man.roff(".TH") == "\\&.TH"
    assert man.roff("a\\b 'x' -v") == "a\\eb \\(aqx\\(aq \\-v"
    lines = man.page("1.2.3", WHEN).splitlines()
    assert [each for each in lines if each.startswith("'")] == []


def test_completions_come_from_the_same_parser_and_load_by_themselves() -> None:
    texts = files.texts(files.DEB, "1.2.3", WHEN)
    zsh = texts["usr/share/zsh/vendor-completions/_ergobreak"]
    assert zsh.startswith("#compdef ergobreak\n")
    assert zsh.endswith('\n_ergobreak "$@"\n')
    assert "usr/share/zsh/site-functions/_ergobreak" in files.texts(files.RPM, "1.2.3", WHEN)
    for name in (
        "usr/share/bash-completion/completions/ergobreak",
        "usr/share/fish/vendor_completions.d/ergobreak.fish",
    ):
        assert "doctor" in texts[name]


# -- the whole, with small libraries -----------------------------------------------------------------------------------


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """One library in the shape of an installed one."""
    site = tmp_path / "libraries"
    note = site / "thing-1.0.dist-info"
    note.mkdir(parents=True)
    (site / "thing.py").write_text("x = 1\n")
    (note / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nLicense-Expression: MIT\n\nA thing.\n")
    (note / "LICENSE").write_text("Copyright (c) 2020 Somebody\n\nDo as you like.\n")
    (note / "RECORD").write_text("thing.py,sha256=x,6\nthing-1.0.dist-info/METADATA,,\n")
    return site


@pytest.mark.skipif(sys.platform == "win32", reason="the packages are built on POSIX systems: links and modes")
@FLAVOURS
def test_the_tree_is_an_installed_system_in_small(flavour: object, libraries: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    files.stage(root, flavour, "1.2.3", WHEN, libraries)
    tree.settle(root, WHEN, (files.LAUNCHER,))
    names = dict(tree.contents(root))
    inside = f"{files.HOME}/{tree.LINUX.site}"
    assert {f"{inside}/thing.py", f"{inside}/ergobreak/__main__.py", f"{inside}/ergobreak/py.typed"} <= names.keys()
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert '__version__ = "1.2.3"' in names[f"{inside}/ergobreak/__init__.py"].read_text(encoding="utf-8")
    assert gzip.decompress(names["usr/share/man/man1/ergobreak.1.gz"].read_bytes()).startswith(b".TH")
    assert str((root / files.HOME / "bin" / "python3").readlink()).endswith(flavour.interpreter.rpartition("/")[2])  # type: ignore[attr-defined] # loaded by name
    for each in files.POLICIES:
        assert (root / each).stat().st_mode & 0o7777 == 0o755
    executable = [name for name, path in names.items() if not path.is_symlink() and path.stat().st_mode & 0o111]
    assert executable == [files.LAUNCHER]
    assert {int(path.lstat().st_mtime) for path in root.rglob("*")} == {WHEN}


@pytest.mark.parametrize("kind", ["deb", "rpm", "pyz", "msi", "app"])
def test_an_installation_knows_in_which_package_it_came(kind: str, tmp_path: Path) -> None:
    tree.add_ergobreak(tmp_path, kind)
    assert packaged.package_type(str(tmp_path / "ergobreak")) == kind
    assert (tmp_path / "ergobreak" / "__init__.py").read_text(encoding="utf-8").count(f'"{__version__}"') == 1


def test_without_a_mark_it_is_a_checkout_or_came_by_pip(tmp_path: Path) -> None:
    installed = tmp_path / "ergobreak"
    installed.mkdir()
    assert packaged.package_type() == "checkout"
    assert packaged.package_type(str(installed)) == "pip"
    (installed / packaged.MARKER).write_text("something made up\n")
    assert packaged.package_type(str(installed)) == "pip"
    (installed / packaged.MARKER).write_bytes(b"\xff\xfe")
    assert packaged.package_type(str(installed)) == "pip"
    assert tree.MARKER == packaged.MARKER


def test_a_file_package_is_started_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "ergobreak.pyz"
    archive.touch()
    monkeypatch.setenv(packaged.STARTED_AS, str(archive))
    assert packaged.start_command() == ()  # this is a checkout
    monkeypatch.setattr(packaged, "package_type", lambda: "pyz")
    assert packaged.start_command()[1:] == (str(archive),)
    archive.unlink()
    assert packaged.start_command() == ()


# -- what is left out, and what the system has to bring ----------------------------------------------------------------


def test_the_modules_of_qt_that_stay_are_those_that_are_imported() -> None:
    used = set()
    for path in (ROOT / "ergobreak").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                used.add(str(node.module).split(".")[1])
            elif isinstance(node, ast.ImportFrom) and node.module == "PySide6":
                used |= {each.name for each in node.names if each.name.startswith("Qt")}
    assert used == set(slim.MODULES)


def test_every_plug_in_that_stays_has_its_reason() -> None:
    assert all(slim.PLUGINS.values())
    assert all(slim.OPTIONAL.values())


def test_what_is_installed_for_a_checkout_is_what_the_package_asks_for() -> None:
    wanted = {need.package for need in dev.SCREENS} - {"fonts-dejavu-core"}  # recommended: any font will do
    assert wanted <= set(build_deb.PROVIDERS.values())


def shared_library(path: Path, soname: str, *needed: str) -> Path:
    """The smallest file that the loader would call a library: two headers, a dynamic section and its names."""
    names, places = b"\0", {}
    for each in (soname, *needed):
        places[each] = len(names)
        names += each.encode() + b"\0"
    start = 64 + 2 * 56
    rows = [(1, places[each]) for each in needed] + [(14, places[soname]), (5, 0), (0, 0)]
    text = start + 16 * len(rows)
    rows = [(tag, 0x10000 + text if tag == 5 else value) for tag, value in rows]
    dynamic = b"".join(struct.pack("<QQ", *row) for row in rows)
    whole = text + len(names)
    header = b"\x7fELF\x02\x01\x01".ljust(16, b"\0") + struct.pack(
        "<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0
    )
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x10000, 0x10000, whole, whole, 4096)
    section = struct.pack("<IIQQQQQQ", 2, 6, start, 0x10000 + start, 0, len(dynamic), len(dynamic), 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + load + section + dynamic + names)
    return path


def test_a_library_says_what_it_is_linked_with(tmp_path: Path) -> None:
    found = elf.read(shared_library(tmp_path / "libthing.so.1", "libthing.so.1", "libc.so.6", "libother.so.2"))
    assert (found.soname, found.needed) == ("libthing.so.1", ("libc.so.6", "libother.so.2"))
    (tmp_path / "words.so").write_text("INPUT(-lthing)")
    assert elf.read(tmp_path / "words.so") is None


def workshop(site: Path) -> Path:
    """PySide6 in small: what is used, what that is linked with, and what nobody reaches."""
    qt = site / "PySide6"
    for name in slim.MODULES:
        shared_library(qt / f"{name}.abi3.so", f"{name}.abi3.so", "libQt6Core.so.6", "libc.so.6")
    shared_library(qt / "Qt/lib/libQt6Core.so.6", "libQt6Core.so.6", "libicu.so.73", "libz.so.1")
    shared_library(qt / "Qt/lib/libicu.so.73", "libicu.so.73")
    shared_library(qt / "Qt/lib/libQt6Quick.so.6", "libQt6Quick.so.6", "libQt6Core.so.6")
    shared_library(qt / "QtQuick.abi3.so", "QtQuick.abi3.so", "libQt6Quick.so.6")
    for pattern in slim.PLUGINS:
        shared_library(qt / "Qt/plugins" / pattern.replace("*", "libany.so"), "", "libQt6Core.so.6", "libxcb.so.1")
    shared_library(qt / "Qt/plugins/platforms/libqvnc.so", "", "libQt6Core.so.6")
    for name in (
        "__init__.py",
        "support/deprecated.py",
        "designer",
        "Qt/qml/QtQuick/qmldir",
        "Qt/translations/qt_de.qm",
    ):
        (qt / name).parent.mkdir(parents=True, exist_ok=True)
        (qt / name).write_text("")
    shared_library(site / "PIL/_imaging.cpython-311.so", "", "libjpeg-1.so.62")
    shared_library(site / "PIL/_avif.cpython-311.so", "", "libavif-1.so.16")
    shared_library(site / "pillow.libs/libjpeg-1.so.62", "libjpeg-1.so.62")
    shared_library(site / "pillow.libs/libavif-1.so.16", "libavif-1.so.16")
    shared_library(site / "pydantic_core/_core.so", "", "libgcc_s.so.1")
    return site


def test_what_nothing_reaches_is_left_out_and_the_rest_stays_whole(tmp_path: Path) -> None:
    site = workshop(tmp_path / "site")
    slim.slim(site)
    names = {name for name, _ in tree.contents(site)}
    assert {"PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib/libicu.so.73", "PySide6/QtGui.abi3.so"} <= names
    assert {"PySide6/support/deprecated.py", "pillow.libs/libjpeg-1.so.62", "pydantic_core/_core.so"} <= names
    gone = ("Quick", "qml", "translations", "designer", "avif", "vnc")
    assert [name for name in names if any(each in name for each in gone)] == []
    assert not (site / "PySide6/Qt/qml").exists()
    assert set(slim.needed(site)) == {"libxcb.so.1", "libz.so.1"}


def test_a_plug_in_that_qt_does_not_have_any_more_stops_the_build(tmp_path: Path) -> None:
    site = workshop(tmp_path / "site")
    (site / "PySide6/Qt/plugins/platforms/libqxcb.so").unlink()
    with pytest.raises(SystemExit, match=r"platforms/libqxcb\.so"):
        slim.slim(site)


def test_a_library_of_the_system_that_nobody_knows_stops_the_build(tmp_path: Path) -> None:
    site = workshop(tmp_path / "site")
    slim.slim(site)
    assert build_deb.depends(site)[-2:] == ["libxcb1", "zlib1g"]
    assert "libxcb.so.1()(64bit)" in build_rpm.requires(site)
    shared_library(site / "pydantic_core/_new.so", "", "libsurprise.so.3")
    with pytest.raises(SystemExit, match=r"libsurprise\.so\.3"):
        build_deb.depends(site)


# -- papers ------------------------------------------------------------------------------------------------------------


def test_the_copyright_file_names_every_library_with_its_licence(libraries: Path) -> None:
    text = papers.copyrights(libraries, "usr/lib/x")
    assert text.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    assert (
        "Files: usr/lib/x/thing-1.0.dist-info/*\n usr/lib/x/thing.py\nCopyright: Copyright (c) 2020 Somebody\n" in text
    )
    assert " Do as you like.\n" in text
    assert "License: OFL-1.1" in text
    assert build_rpm.licences(libraries) == "MIT AND OFL-1.1"


def test_a_library_without_a_licence_stops_the_build(libraries: Path) -> None:
    (libraries / "thing-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\n\n")
    with pytest.raises(SystemExit, match="thing does not name its licence"):
        papers.copyrights(libraries, "usr/lib/x")


def test_debians_change_log_says_what_ours_says() -> None:
    text = papers.changes("1.2.3", WHEN)
    first, last = text.splitlines()[0], text.splitlines()[-1]
    assert first == "ergobreak (1.2.3) unstable; urgency=medium"
    assert last.endswith("  Fri, 15 Jan 2027 08:00:00 +0000")
    assert max(map(len, text.splitlines()[:-1])) <= 80


@pytest.mark.parametrize(
    ("ours", "debians"), [("1.0", "1.0"), ("1.0rc1", "1.0~rc1"), ("1.0a2", "1.0~a2"), ("1.1.dev3", "1.1~dev3")]
)
def test_a_trial_version_comes_before_the_version(ours: str, debians: str) -> None:
    assert build_deb.debian(ours) == debians


def test_every_excuse_to_lintian_gives_its_reason() -> None:
    lines = (files.COMMON / "lintian-overrides").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    for before, line in pairwise(lines):
        assert line.startswith(("# ", "ergobreak: "))
        if line.startswith("ergobreak: "):
            assert before.startswith("# "), f"no reason for {line}"


def test_the_time_in_a_package_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    assert tree.epoch() == 12345
    assert tree.version() == __version__


def test_a_tool_that_is_not_here_ends_with_the_code_for_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    with pytest.raises(SystemExit) as stopped:
        tree.run(["no-such-builder"])
    assert stopped.value.code == dev.UNAVAILABLE
    assert "no-such-builder" in capsys.readouterr().err
