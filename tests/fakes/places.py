"""Where the person's computer says that it stands, however each system is asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def stands_in(country: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the length of a test: the locale of Linux, the registry of Windows, the defaults of a Mac."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, f"en_{country}.UTF-8")
    for asked in ("_windows", "_macos"):
        monkeypatch.setattr(f"ergobreak.triage.region.{asked}", lambda: country)
