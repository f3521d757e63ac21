"""What can go wrong, by whose hands it came, and how to say it.

Each error carries a title (what happened) and a hint (what to do about it). Nothing here is raised by the core: an
event that makes no sense leaves the state as it was.
"""

from __future__ import annotations


class ErgobreakError(Exception):
    """The base of every error that is meant to be read by a person.

    Args:
        title: what happened, one sentence that names the file, line, key or option.
        hint: what the reader can do about it; empty when there is nothing to do.
    """

    exit_code = 1

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title}\n{self.hint}" if self.hint else self.title


class UsageError(ErgobreakError):
    """The command line was given something it cannot use."""

    exit_code = 2


class ContentError(ErgobreakError):
    """A content file is wrong: fails the build when it is ours, leaves out one item at run time."""

    exit_code = 2


class SettingsError(ErgobreakError):
    """The person's settings file is wrong: the last good value is kept."""

    exit_code = 2


class DesktopError(ErgobreakError):
    """This machine cannot do that: fall back to the null object, doctor says why."""


class NotRunning(ErgobreakError):  # noqa: N818 - a state of the world, not a fault
    """No daemon behind the door."""

    exit_code = 3
