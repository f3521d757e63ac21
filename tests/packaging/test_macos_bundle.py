"""The macOS bundle as far as any system can see it: what is laid out, what the property lists and scripts say."""

from __future__ import annotations

import importlib.util
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ergobreak.desktop.autostart import macos

if sys.platform == "win32":
    pytest.skip("the bundle is laid out on a Mac and checked by its tools' Linux cousins", allow_module_level=True)

if TYPE_CHECKING:
    from types import ModuleType

MACOS = Path(__file__).resolve().parents[2] / "packaging" / "macos"
MACHINE_CODE = b"\xcf\xfa\xed\xfe and more"
QT_CORE = "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore"
SCRIPTS = [MACOS / "release.sh", MACOS / "uninstall.sh", *sorted(MACOS.glob("scripts/*/*"))]


def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("macos_build", MACOS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["macos_build"] = module
    spec.loader.exec_module(module)
    return module


build = program()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Laid out with a stand-in for Python, the program and the libraries."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    python, libraries = tmp_path / "python", tmp_path / "libraries"
    for name in ("lib/libpython3.11.dylib", "lib/python3.11/os.py", "lib/python3.11/site-packages/pip/__init__.py"):
        (python / name).parent.mkdir(parents=True, exist_ok=True)
        (python / name).write_bytes(MACHINE_CODE if name.endswith(".dylib") else name.encode())
    for name in ("PySide6/QtCore.abi3.so", "PySide6/QtQml.abi3.so", "PySide6/Qt/qml/a", QT_CORE, "pystray/__init__.py"):
        (libraries / name).parent.mkdir(parents=True, exist_ok=True)
        (libraries / name).write_bytes(MACHINE_CODE if "Core" in name else name.encode())
    compiled = tmp_path / "compiled"
    compiled.write_text("a program")
    made: Path = build.lay_out(
        tmp_path / "out", python=python, program=compiled, libraries=libraries, version="1.2.3", architecture="arm64"
    )
    return made


def test_the_bundle_has_its_own_python_libraries_and_ergobreak(app: Path) -> None:
    site = app / "Contents/Resources/python/lib/python3.11/site-packages"
    assert (site / "ergobreak/package_type").read_text() == "app\n"
    assert '__version__ = "1.2.3"' in (site / "ergobreak/__init__.py").read_text(encoding="utf-8")
    assert (site / "PySide6/QtCore.abi3.so").exists()
    assert not (site / "PySide6/QtQml.abi3.so").exists()
    assert not (site / "PySide6/Qt/qml").exists()
    assert not (site / "pip").exists()


def test_the_program_named_in_the_property_list_is_there(app: Path) -> None:
    facts = plistlib.loads((app / "Contents/Info.plist").read_bytes())
    assert (app / "Contents/MacOS" / facts["CFBundleExecutable"]).exists()
    assert (app / "Contents/Resources" / facts["CFBundleIconFile"]).exists()
    assert os.access(app / "Contents/MacOS" / facts["CFBundleExecutable"], os.X_OK)
    assert facts["CFBundleShortVersionString"] == facts["CFBundleVersion"] == "1.2.3"


def test_it_lives_in_the_menu_bar_and_asks_for_no_right(app: Path) -> None:
    facts = plistlib.loads((app / "Contents/Info.plist").read_bytes())
    assert facts["LSUIElement"] is True
    assert facts["CFBundleIdentifier"] == build.IDENTIFIER == "io.github.ergobreak"
    assert not [name for name in facts if name.endswith("UsageDescription")]


def test_everybodys_log_in_entry_is_the_same_agent_as_a_persons_own(app: Path) -> None:
    place = app.parents[2] / "login/Library/LaunchAgents" / f"{macos.LABEL}.plist"
    entry = plistlib.loads(place.read_bytes())
    assert entry.pop("AssociatedBundleIdentifiers") == [build.IDENTIFIER]
    assert entry == macos.agent((build.PROGRAM, "run"))


def test_the_package_offers_the_log_in_entry_as_a_choice(app: Path) -> None:
    text = (app.parents[2] / "distribution.xml").read_text(encoding="utf-8")
    assert "@" not in text
    root = ET.fromstring(text)  # noqa: S314 - ours
    choices = {each.get("id"): each for each in root.iter("choice")}
    assert choices["app"].get("enabled") == "false"
    assert choices["login"].get("enabled") is None
    packages = {each.get("id") for each in root.iter("pkg-ref")}
    release = (MACOS / "release.sh").read_text(encoding="utf-8")
    assert packages == set(re.findall(r"--identifier (\S+)", release))
    (unselect,) = plistlib.loads((MACOS / "nologin.xml").read_bytes())
    assert unselect["choiceIdentifier"] in choices
    assert unselect["attributeSetting"] == 0


def test_the_hardened_runtime_is_loosened_in_one_point_only() -> None:
    assert plistlib.loads((MACOS / "entitlements.plist").read_bytes()) == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True
    }
    (component,) = plistlib.loads((MACOS / "component.plist").read_bytes())
    assert component["BundleIsRelocatable"] is False


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(MACOS).as_posix())
def test_every_script_is_read_by_its_shell_without_complaint(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/")
    assert "\r" not in text
    shell = text.partition("\n")[0].removeprefix("#!")
    if Path(shell).exists():
        done = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert os.access(script, os.X_OK)


def test_a_dry_run_signs_the_inside_first_and_staples_last(app: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    built = app.parents[2]
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_IDENTITY")}
    done = subprocess.run(
        [bash, str(MACOS / "release.sh"), str(built), "--dry-run"], capture_output=True, text=True, check=True,
        env=environment,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    signed = [line.split()[-1] for line in lines if line.startswith("codesign --force")]
    assert signed[-2:] == [f"{app}/Contents/MacOS/ergobreak", str(app)]
    inside = {Path(each).name for each in signed[:-2]}
    assert inside == {"libpython3.11.dylib", "QtCore.abi3.so", "QtCore"}
    assert all("--options runtime" in line for line in lines if line.startswith("codesign --force"))
    steps = [line.split()[0] if not line.startswith("xcrun") else line.split()[1] for line in lines]
    order = [step for step in dict.fromkeys(steps) if step != "codesign"]
    assert order == ["pkgbuild", "productbuild", "notarytool", "stapler", "spctl"]
    assert f"{built}/ergobreak-1.2.3.pkg" in lines[-1]


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is built")
def test_elsewhere_it_says_that_it_takes_a_mac(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--out", str(tmp_path)]) == 69
    assert "on a Mac" in capsys.readouterr().err
