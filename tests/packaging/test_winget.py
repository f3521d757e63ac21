"""winget's manifests say what was built, and nothing else."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
DAY = date(2026, 11, 22)
BUILT = {
    "file": "ergobreak-1.2.3-x64.msi", "version": "1.2.3", "product_code": "{9C4301DE-72AB-5C4F-B744-DCFFA0708672}",
    "upgrade_code": "{0C677D49-D64F-5631-A457-84BC63DAB2FE}", "sha256": "ab" * 32, "size": 1, "signed": True,
}  # fmt: skip
URL = "https://example.org/ergobreak-1.2.3-x64.msi"


def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("winget_manifests", PACKAGING / "winget" / "manifests.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["winget_manifests"] = module
    spec.loader.exec_module(module)
    return module


winget = program()


def test_there_are_three_of_one_package_and_one_version() -> None:
    made = winget.manifests(BUILT, URL, DAY)
    assert sorted(made) == [
        "ergobreak.ergobreak.installer.yaml", "ergobreak.ergobreak.locale.en-US.yaml", "ergobreak.ergobreak.yaml",
    ]  # fmt: skip
    assert {each["ManifestType"] for each in made.values()} == {"version", "installer", "defaultLocale"}
    assert {(each["PackageIdentifier"], each["PackageVersion"]) for each in made.values()} == {
        ("ergobreak.ergobreak", "1.2.3")
    }


def test_the_installer_is_the_one_that_was_built() -> None:
    (installer,) = winget.manifests(BUILT, URL, DAY)["ergobreak.ergobreak.installer.yaml"]["Installers"]
    assert installer["InstallerSha256"] == "AB" * 32
    assert installer["ProductCode"] == BUILT["product_code"]
    assert installer["AppsAndFeaturesEntries"][0]["UpgradeCode"] == BUILT["upgrade_code"]


def test_yaml_quotes_what_it_would_read_as_something_else() -> None:
    text = winget.text({"A": "1.0", "B": ["x", {"C": "{y}", "D": 2}], "E": DAY, "F": {"G": "plain words"}})
    assert text == 'A: "1.0"\nB:\n- x\n- C: "{y}"\n  D: "2"\nE: 2026-11-22\nF:\n  G: plain words\n'


def test_an_address_that_winget_would_refuse_is_refused_here(tmp_path: Path) -> None:
    built = tmp_path / "built.json"
    built.write_text(json.dumps(BUILT))
    assert winget.main([str(built), "--url", "http://example.org/a.msi", "--out", str(tmp_path)]) == 2
    assert winget.main([str(built), "--url", URL, "--out", str(tmp_path), "--day", "2026-11-22"]) == 0
    assert "ReleaseDate: 2026-11-22" in (tmp_path / "ergobreak.ergobreak.installer.yaml").read_text(encoding="utf-8")
