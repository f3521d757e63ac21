"""The administrator's guide says what is there: every file it names, every command, every anchor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ergobreak.cli import completion
from ergobreak.cli.parser import build
from ergobreak.words import use_language

HERE = Path(__file__).resolve().parents[2] / "packaging"
PAGES = (HERE / "README.md", HERE / "policy" / "REFERENCE.md", HERE / "policy" / "windows" / "oma-uri.md")
SUFFIXES = (
    "admx",
    "adml",
    "cmd",
    "conf",
    "json",
    "md",
    "mobileconfig",
    "plist",
    "ps1",
    "py",
    "reg",
    "sh",
    "xml",
    "yml",
)
FILE = re.compile(rf"(?<![\w/.~%-])((?:[\w-]+/)*[\w.-]+\.(?:{'|'.join(SUFFIXES)}))\b")
ELSEWHERE = {"50-office.json"}  # an example of a name
VARIABLES = {"status.json"}  # what a running program writes


def guide() -> str:
    return PAGES[0].read_text(encoding="utf-8")


def test_every_file_that_the_guide_names_is_there() -> None:
    everywhere = {path.name for path in HERE.rglob("*") if path.is_file()}
    named = set(FILE.findall(re.sub(r"https?://\S+|`[/~$%][^`]*`", "", guide()).replace("\\", "/")))
    assert len(named) > 30
    missing = []
    for name in sorted(named - ELSEWHERE - VARIABLES):
        places = (HERE / name, HERE.parent / name, HERE / "policy" / name, HERE / "policy" / "ansible" / name)
        if not any(each.is_file() for each in places) and not ("/" not in name and name in everywhere):
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        name, _, anchor = target.partition("#")
        assert not name or (page.parent / name).exists(), target
        assert name or anchor in headings, target


def test_every_command_that_the_guide_names_is_one() -> None:
    use_language("en")
    known = {each.path for each in completion.walk(build(), ())}
    code = "\n".join("".join(each) for each in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", guide(), re.DOTALL))
    named = set(re.findall(r"^ergobreak ([a-z]+(?:-[a-z]+)*(?: [a-z]+)?)(?=[ \n]|$)", code, re.MULTILINE))
    assert len(named) > 8
    wrong = [each for each in sorted(named) if tuple(each.split()) not in known and (each.split()[0],) not in known]
    assert wrong == []


def test_the_guide_speaks_of_every_file_for_administrators() -> None:
    text = guide()
    kinds = (
        "policy/windows/*.admx",
        "policy/windows/*.md",
        "policy/windows/*.reg",
        "policy/macos/*",
        "telemetry/inventory/*",
    )
    for pattern in (*kinds, "osquery/*", "windows/*.cmd", "windows/*.ps1", "macos/*.sh", "smoke/*_*.py"):
        for path in HERE.glob(pattern):
            if path.is_file() and path.name != "screen_dump.py":
                assert path.name in text, path.name
