"""The region this system is set to, as a country code: where the person is, as far as the system was told.

Never the language, the time zone or the network. On Linux the address, telephone and money formats come before the
language; on Windows and macOS it is the region of the settings. Empty when nobody can tell. Windows and macOS were not
tried on a real machine, only against stand-ins.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCALE = re.compile(r"^[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_]([A-Z]{2})\b")
_VARIABLES = ("LC_ALL", "LC_ADDRESS", "LC_TELEPHONE", "LC_MONETARY", "LANG")


def from_locale(name: str) -> str:
    """``GB`` from ``en_GB.UTF-8`` or ``en-Latn-GB``; empty when there is no region in it."""
    found = _LOCALE.match(name)
    return found.group(1) if found else ""


def from_environment(environment: Mapping[str, str]) -> str:
    """The region in the locale variables, those of place before that of language."""
    for name in _VARIABLES:
        if region := from_locale(environment.get(name, "")):
            return region
    return ""


def system_region() -> str:
    """The country code of this system's region settings, or an empty string."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos() or from_environment(os.environ)
    return from_environment(os.environ)


def _windows() -> str:
    if sys.platform != "win32":  # for the type checker: winreg is there only on Windows
        return ""
    import winreg  # noqa: PLC0415 - there is no such module anywhere else

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International\Geo") as key:
            name, _kind = winreg.QueryValueEx(key, "Name")
    except OSError:
        return ""
    return name if isinstance(name, str) and re.fullmatch(r"[A-Z]{2}", name) else ""


def _macos() -> str:
    try:
        answer = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLocale"],
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return from_locale(answer.stdout.strip())
