"""What goes to an administrator beside the Windows installer, and what a Windows machine lacks that this one has."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = ROOT / "packaging" / "windows"


def test_scripts_of_windows_have_its_line_ends_and_no_letter_of_another_alphabet() -> None:
    for name in ("install.cmd", "uninstall.cmd"):
        content = (WINDOWS / name).read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")
        content.decode("ascii")
    (WINDOWS / "detect.ps1").read_bytes().decode("ascii")


def test_the_scripts_are_silent_and_pass_the_exit_code_on() -> None:
    for name, order in (("install.cmd", "msiexec /i"), ("uninstall.cmd", "msiexec /x")):
        text = (WINDOWS / name).read_text(encoding="ascii")
        (line,) = (each for each in text.splitlines() if each.startswith(order))
        assert "/qn /norestart" in line
        assert text.rstrip().endswith("exit /b %ERRORLEVEL%")


def test_the_features_that_the_script_names_are_in_the_installer() -> None:
    features = set(re.findall(r'<Feature Id="(\w+)"', (WINDOWS / "ergobreak.wxs.in").read_text(encoding="utf-8")))
    named = re.findall(r'set "FEATURES=([\w,]+)"', (WINDOWS / "install.cmd").read_text(encoding="ascii"))
    assert [set(each.split(",")) for each in named] == [features, {"Main"}]


def test_detection_reads_what_the_installer_writes() -> None:
    written = set(
        re.findall(
            r'Key="Software\\ergobreak" Name="(\w+)"', (WINDOWS / "ergobreak.wxs.in").read_text(encoding="utf-8")
        )
    )
    script = (WINDOWS / "detect.ps1").read_text(encoding="ascii")
    assert set(re.findall(r"\$facts\.GetValue\('(\w+)'\)", script)) <= written
    assert "Registry64" in script
    schema = json.loads((ROOT / "packaging/telemetry/inventory/status.schema.json").read_text(encoding="utf-8"))
    assert set(re.findall(r"\$status\.(\w+)", script)) <= set(schema["properties"])


def test_the_facts_for_intune_name_files_that_are_there() -> None:
    facts = json.loads((WINDOWS / "intune.json").read_text(encoding="utf-8"))
    for name in ("setupFilePath", "installCommandLine", "uninstallCommandLine"):
        assert (WINDOWS / facts[name]).exists()
    assert facts["installExperience"]["runAsAccount"] == "system"
    assert {each["returnCode"] for each in facts["returnCodes"]} >= {0, 1603, 1618, 3010}


def linux_only() -> set[str]:
    """The libraries that uv installs on Linux alone, as modules."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {each.partition(">")[0] for each in project["dependencies"] if "== 'linux'" in each}
    return named | {"Xlib", "gi"}  # pystray's


def test_the_resident_process_needs_nothing_that_windows_does_not_have() -> None:
    # The tests' own environment has these libraries on every system; an installed ergobreak has not.
    missing = sorted(linux_only())
    assert "jeepney" in missing
    code = (
        f"import sys\nsys.modules.update(dict.fromkeys({missing!r}))\n"
        "import ergobreak.daemon.app, ergobreak.daemon.loop, ergobreak.daemon.stage, ergobreak.cli.doctor\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
