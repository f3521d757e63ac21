"""Tell when the organisation's word may have changed, without ever looking by the clock.

Only *that* it may have changed: what it says is read by the short planning process (``settings.sources``), since the
resident process has no gate for what strangers write. Files are watched like any others; the registry and managed
preferences have watches of their own.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class PolicyWatch(Protocol):
    """Calls when the policies may have changed, from a thread of its own; it may call for nothing, but not miss one."""

    name: str

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


def choose(changed: Callable[[], None]) -> PolicyWatch:
    """The watch of this system; the null watch where there is none."""
    try:
        if sys.platform == "linux":
            from ergobreak.desktop.policy.linux import FolderPolicyWatch  # noqa: PLC0415 - only where it is used

            return FolderPolicyWatch(changed)
        if sys.platform == "win32":
            from ergobreak.desktop.policy.win32 import RegistryWatch  # noqa: PLC0415 - only where it is used

            return RegistryWatch(changed)
        if sys.platform == "darwin":
            from ergobreak.desktop.policy.macos import ManagedPreferencesWatch  # noqa: PLC0415 - only where it is used

            return ManagedPreferencesWatch(changed)
    except DesktopError as error:
        log.debug("policy: %s", error)
    from ergobreak.desktop.policy.null import NullPolicyWatch  # noqa: PLC0415 - only where it is used

    return NullPolicyWatch()
