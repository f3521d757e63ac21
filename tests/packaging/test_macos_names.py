"""One bundle, one preference domain, one log-in agent: every paper for macOS calls them by the same names."""

from __future__ import annotations

import plistlib
import re
from pathlib import Path

import pytest

from ergobreak.desktop.autostart.macos import LABEL
from ergobreak.settings.sources.managed_preferences import DOMAIN

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("packaging/macos", "packaging/policy/macos", "packaging/homebrew", "packaging/osquery", "packaging/README.md")
# What a profile calls itself and its payloads, and the parts of the package
OF_ITS_OWN = r"(app|policies|servicemanagement|notificationsettings)(\.payload)?"
PAPERS = [
    paper
    for place in PLACES
    for paper in ([ROOT / place] if (ROOT / place).is_file() else sorted((ROOT / place).rglob("*")))
    if paper.is_file() and paper.suffix not in {".pyc", ".json"}
]


def test_the_agent_belongs_to_the_bundle() -> None:
    assert DOMAIN == "io.github.ergobreak"
    assert f"{DOMAIN}.login" == LABEL


@pytest.mark.parametrize("paper", PAPERS, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_no_paper_knows_another_name(paper: Path) -> None:
    names = re.findall(r"\b(?:io|org|com)\.(?:github\.)?ergobreak\b[\w.]*", paper.read_text(encoding="utf-8"))
    known = re.compile(rf"{re.escape(DOMAIN)}(\.({OF_ITS_OWN}|login))?(\.plist)?\.?")

    assert [each for each in names if not known.fullmatch(each)] == []


@pytest.mark.parametrize(
    "paper",
    [
        "macos/scripts/app/preinstall",
        "macos/scripts/login/postinstall",
        "macos/uninstall.sh",
        "homebrew/ergobreak.rb.in",
    ],
)
def test_whatever_starts_or_stops_the_agent_means_that_one(paper: str) -> None:
    text = (ROOT / "packaging" / paper).read_text(encoding="utf-8")
    said = re.findall(r'(?:gui/\$id/|LaunchAgents/|launchctl: ")([\w.]+?)(?:\.plist)?(?=["\s]|$)', text)

    assert said
    assert set(said) == {LABEL}


def test_the_profiles_mean_that_bundle_and_that_agent() -> None:
    folder = ROOT / "packaging" / "policy" / "macos"
    (starts,) = plistlib.loads((folder / "servicemanagement.mobileconfig").read_bytes())["PayloadContent"]
    rules = {each["RuleType"]: each["RuleValue"] for each in starts["Rules"]}
    assert rules == {"BundleIdentifier": DOMAIN, "Label": LABEL}
    (policies,) = plistlib.loads((folder / "ergobreak.mobileconfig").read_bytes())["PayloadContent"]
    assert policies["PayloadType"] == DOMAIN
    assert plistlib.loads((folder / f"{DOMAIN}.plist").read_bytes())["pfm_domain"] == DOMAIN
    bundle = (ROOT / "packaging" / "macos" / "Info.plist.in").read_text(encoding="utf-8")
    assert f"<key>CFBundleIdentifier</key>\n\t<string>{DOMAIN}</string>" in bundle
