"""The inside of the control door: JSON lines, one request and one reply a connection, for the owner only.

Nothing is unpickled, nothing is evaluated, a message is at most ``door.MAX_BYTES`` long, and whoever is slow, dead or
talks nonsense is hung up on without disturbing anybody else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, Protocol

from ergobreak.errors import ErgobreakError

Handler = Callable[[dict[str, Any]], dict[str, Any]]


class Door(Protocol):
    """An open door."""

    def close(self) -> None:
        """Shut it and take its name away. Safe to call twice."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


def open_door(address: str, handler: Handler) -> Door:
    """Listen at ``address``; ``handler`` is called on the door's thread, one request at a time.

    Raises:
        DesktopError: the address cannot be had.
    """
    if sys.platform == "win32":
        from ergobreak.desktop.control.win32 import PipeDoor  # noqa: PLC0415 - only there

        return PipeDoor(address, handler)
    from ergobreak.desktop.control.unix import SocketDoor  # noqa: PLC0415 - not on Windows

    return SocketDoor(address, handler)


def answer(line: bytes, handler: Handler) -> bytes:
    """One line in, one line out; never raises."""
    try:
        message = json.loads(line)
        if not isinstance(message, dict) or not isinstance(message.get("do"), str):
            reply = {"ok": False, "error": "a message is a JSON object with a 'do'", "exit_code": 2}
        else:
            reply = {"ok": True, **handler(message)}
    except ErgobreakError as error:
        reply = {"ok": False, "error": error.title, "hint": error.hint, "exit_code": error.exit_code}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reply = {"ok": False, "error": f"the message cannot be read: {error}", "exit_code": 2}
    # half a surrogate pair, which JSON allows and UTF-8 does not, goes back as it came
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace") + b"\n"
