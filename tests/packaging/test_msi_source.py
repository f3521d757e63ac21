"""The Windows installer's source: what it installs, what it is called, and what stays the same between versions."""

from __future__ import annotations

import importlib.util
import re
import struct
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from types import ModuleType

WINDOWS = Path(__file__).resolve().parents[2] / "packaging" / "windows"
NAMESPACE = "{http://schemas.microsoft.com/wix/2006/wi}"


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, WINDOWS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


msi_source, msi_tree, msi_qt, msi_sign = (
    program(name) for name in ("msi_source", "msi_tree", "msi_qt", "msi_sign")
)  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small folder in the shape of the real one."""
    folder = tmp_path / "ergobreak"
    for name in ("ergobreak.exe", "Lib/site-packages/ergobreak/__init__.py", "Lib/site-packages/a & b/c'.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def source(folder: Path, version: str = "1.2.3") -> ET.Element:
    template = (WINDOWS / "ergobreak.wxs.in").read_text(encoding="utf-8")
    text = msi_source.source(template, folder, version=version, variant="", icon="ergobreak.ico")
    assert "@" not in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return ET.fromstring(text)  # noqa: S314 - made by us a line above


def all_of(root: ET.Element, kind: str) -> list[ET.Element]:
    return list(root.iter(NAMESPACE + kind))


def test_every_file_is_installed_once_and_belongs_to_the_main_feature(built: Path) -> None:
    root = source(built)
    listed = {each.get("Source") for each in all_of(root, "File")}
    assert listed == {f"ergobreak/{path.relative_to(built).as_posix()}" for path in built.rglob("*") if path.is_file()}
    components = [each.get("Id") for each in all_of(root, "Component")]
    referred = [each.get("Id") for each in all_of(root, "ComponentRef")]
    assert sorted(map(str, components)) == sorted(map(str, referred))
    assert len(set(components)) == len(components)


def test_the_log_in_entry_is_a_feature_of_its_own(built: Path) -> None:
    features = {each.get("Id"): [ref.get("Id") for ref in each] for each in all_of(source(built), "Feature")}
    assert features["Autostart"] == ["Login"]
    assert "Login" not in features["Main"]
    (login,) = (each for each in all_of(source(built), "Component") if each.get("Id") == "Login")
    assert [value.get("Value") for value in login] == ['"[INSTALLDIR]ergobreak-login.exe"']


def test_identifiers_are_short_enough_and_all_different(built: Path) -> None:
    root = source(built)
    named = [str(each.get("Id")) for kind in ("Component", "File", "Directory") for each in all_of(root, kind)]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,71}", each) for each in named)
    assert len(set(named)) == len(named)
    codes = [each.get("Guid") for each in all_of(root, "Component")]
    assert len(set(codes)) == len(codes)


def test_a_file_keeps_its_component_and_a_version_gets_its_own_product(built: Path) -> None:
    old, new = source(built), source(built, "1.3.0")
    codes = [{each.get("Id"): each.get("Guid") for each in all_of(root, "Component")} for root in (old, new)]
    assert codes[0] == codes[1]
    products = [next(iter(all_of(root, "Product"))) for root in (old, new)]
    assert products[0].get("Id") != products[1].get("Id")
    assert products[0].get("UpgradeCode") == products[1].get("UpgradeCode") == msi_source.UPGRADE_CODE


def test_the_upgrade_code_never_changes() -> None:
    # Another code would leave the old version installed beside the new one.
    assert msi_source.UPGRADE_CODE == "{0C677D49-D64F-5631-A457-84BC63DAB2FE}"


def test_only_versions_that_windows_can_compare() -> None:
    assert msi_source.check_version("0.1.0") == "0.1.0"
    for version in ("1.0", "1.0.0.dev1", "256.0.0", "1.0.70000", "v1.0.0"):
        with pytest.raises(ValueError, match="three numbers"):
            msi_source.check_version(version)


def test_the_launchers_run_the_python_beside_them() -> None:
    by_name = {each.name: each for each in msi_tree.LAUNCHERS}
    assert set(by_name) == {"ergobreak.exe", "ergobreakw.exe", "ergobreak-login.exe"}
    for launcher in by_name.values():
        made = msi_tree.program(launcher, b"MZ stub")
        assert made.startswith(b"MZ stub#!<launcher_dir>\\" + launcher.python.encode() + b" -I\r\n")
        with zipfile.ZipFile(BytesIO(made)) as packed:
            compile(packed.read("__main__.py"), launcher.name, "exec")
    assert by_name["ergobreak.exe"].python == "python.exe"
    assert by_name["ergobreakw.exe"].python == "pythonw.exe"


def test_what_is_kept_of_qt_is_what_the_screens_import() -> None:
    screens = WINDOWS.parents[1] / "ergobreak" / "screens"
    assert msi_qt.modules_of(screens) == {"QtCore", "QtGui", "QtPrintSupport", "QtWidgets"}


def windows_library(*imports: str) -> bytes:
    """The smallest 64-bit library that has an import table."""
    names, rows, at = b"", b"", 0x1000 + 20 * (len(imports) + 1)
    for name in imports:
        rows += struct.pack("<IIIII", 0, 0, 0, at + len(names), 0)
        names += name.encode() + b"\0"
    body = rows + bytes(20) + names
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0)
    optional = bytearray(struct.pack("<H", 0x20B).ljust(240, b"\0"))
    struct.pack_into("<II", optional, 112 + 8, 0x1000, len(body))
    place = 0x40 + len(coff) + 240 + 40
    section = b".idata\0\0" + struct.pack("<IIII", len(body), 0x1000, len(body), place) + bytes(16)
    return head + coff + bytes(optional) + section + body


def test_the_import_table_is_read() -> None:
    assert msi_qt.imports_of(windows_library("Qt6Core.dll", "KERNEL32.dll")) == {"qt6core.dll", "kernel32.dll"}
    with pytest.raises(ValueError, match="not a Windows program"):
        msi_qt.imports_of(b"\x7fELF".ljust(200, b"\0"))


def test_qt_keeps_what_is_named_and_loses_the_rest(tmp_path: Path) -> None:
    site, screens = tmp_path / "site", tmp_path / "screens"
    contents = {
        "PySide6/QtWidgets.pyd": ("Qt6Widgets.dll", "shiboken6.abi3.dll", "KERNEL32.dll"),
        "PySide6/Qt6Widgets.dll": ("qt6core.dll",),
        "PySide6/Qt6Core.dll": ("MSVCP140.dll",),
        "PySide6/msvcp140.dll": (),
        "PySide6/Qt6Quick.dll": ("Qt6Core.dll",),
        "PySide6/plugins/platforms/qwindows.dll": ("Qt6Core.dll",),
        "PySide6/plugins/platforms/qoffscreen.dll": ("Qt6Core.dll",),
        "PySide6/plugins/styles/qmodernwindowsstyle.dll": ("Qt6Widgets.dll",),
        "PySide6/plugins/sqldrivers/qsqlite.dll": ("Qt6Core.dll",),
        "shiboken6/Shiboken.pyd": ("shiboken6.abi3.dll",),
        "shiboken6/shiboken6.abi3.dll": (),
    }
    for name, imports in contents.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(windows_library(*imports))
    (site / "PySide6" / "__init__.py").write_text("")
    screens.mkdir()
    (screens / "one.py").write_text("from PySide6.QtWidgets import QWidget\n")
    msi_qt.prune(site, screens)
    left = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    gone = {"PySide6/Qt6Quick.dll", "PySide6/plugins/sqldrivers/qsqlite.dll"}
    assert left == set(contents) - gone | {"PySide6/__init__.py"}
    assert not (site / "PySide6" / "plugins" / "sqldrivers").exists()

    (site / "PySide6" / "Qt6Core.dll").unlink()
    with pytest.raises(SystemExit, match=r"needs qt6core\.dll"):
        msi_qt.keep(site, screens)


def test_the_password_never_stands_on_the_command_line(tmp_path: Path) -> None:
    certificate = msi_sign.Certificate(
        file=tmp_path / "code.p12", password_file=tmp_path / "password", timestamp="https://time.example"
    )
    words = msi_sign.command(tmp_path / "a.msi", tmp_path / "b.msi", certificate)
    assert words[:2] == ["osslsigncode", "sign"]
    assert words[words.index("-readpass") + 1] == str(tmp_path / "password")
    assert "-pass" not in words
    assert words[words.index("-ts") + 1] == "https://time.example"


def test_python_heeds_nothing_of_the_person() -> None:
    text = (WINDOWS / "msi_tree.py").read_text(encoding="utf-8")
    assert r"python311.zip\r\n.\r\nLib\\site-packages\r\n" in text
    assert "import site" not in text
