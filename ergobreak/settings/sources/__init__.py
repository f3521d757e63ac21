"""Where an organisation's word is read: the registry, managed preferences, or folders of files, one module a system.

Everybody asks ``policy_source``: the planning process, the command line, the settings screen. Nothing here can be moved
by a person: no variable, no file of theirs, only what an administrator alone can write.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.settings.layers import Layer


def policy_source() -> Sequence[Layer]:
    """What the organisation says on this system, unchecked; nothing where nobody manages it. Never raises."""
    if sys.platform == "win32":
        from ergobreak.settings.sources import registry  # noqa: PLC0415 - only on this system

        return registry.layers(registry.WindowsRegistry())
    if sys.platform == "darwin":
        from ergobreak.settings.sources import managed_preferences  # noqa: PLC0415 - only on this system

        return managed_preferences.layers()
    from ergobreak.paths import policy_folders  # noqa: PLC0415 - only on this system
    from ergobreak.settings.sources import folders  # noqa: PLC0415 - only on this system

    return folders.layers(policy_folders())
