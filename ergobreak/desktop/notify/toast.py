"""Notices on Windows and macOS, through desktop-notifier.

The library is asynchronous, so its event loop has a thread of its own; both are started by the first notice. On
Windows the loop also runs the callbacks. On macOS the system calls back on the main thread, which the tray keeps
turning, and it shows notices only for the main program of a signed app bundle: elsewhere the library quietly shows
nothing, which is why every action is also in the tray's menu.

Not run on a real Windows or macOS here; tested against a stand-in for the library.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from typing import TYPE_CHECKING, Any

from ergobreak.desktop import icons
from ergobreak.desktop.notify import APP, CLICK, Notice, OnAction
from ergobreak.words import _

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_STOP_S = 2.0

log = logging.getLogger(__name__)


def installed() -> bool:
    """Whether the library is there; it is not loaded yet."""
    return importlib.util.find_spec("desktop_notifier") is not None


def _library() -> Any:  # noqa: ANN401 - a library without a type of its own here
    import desktop_notifier  # noqa: PLC0415 - with the first notice, and not on every system

    return desktop_notifier


class ToastNotifier:
    """Notices with buttons.

    Args:
        load: gives the library; only tests give another.
    """

    name = "desktop-notifier"

    def __init__(self, load: Callable[[], Any] | None = None) -> None:
        self._load = load or _library
        self._library: Any = None
        self._notifier: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._shown: dict[str, str] = {}  # our id: the system's; touched on the loop's thread only
        self._failed = False

    def notify(self, notice: Notice, on_action: OnAction) -> None:
        """Show it."""
        self._do(lambda: self._send(notice, on_action))

    def close(self, notice_id: str) -> None:
        """Take it away."""
        if self._loop is not None:
            self._do(lambda: self._clear(notice_id))

    def stop(self) -> None:
        """Take all away and end the loop."""
        loop, thread, self._loop = self._loop, self._thread, None
        if loop is None or thread is None:
            return
        import asyncio  # noqa: PLC0415 - loaded already by now

        async def last() -> None:
            for each in tuple(self._shown):
                await self._clear(each)
            loop.stop()

        asyncio.run_coroutine_threadsafe(last(), loop)
        if thread is not threading.current_thread():
            thread.join(_STOP_S)

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._failed:
            return _("The system did not take a notice. Breaks open on their own.")
        return _("Notices go through the system, and a click opens the break.")

    def _do(self, make: Callable[[], Any]) -> None:
        """Run a coroutine on the loop's thread, and do not wait for it."""
        import asyncio  # noqa: PLC0415 - 40 ms and 4 MiB that a day without notices does not pay

        if self._loop is None:
            loop = self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_turn, args=(loop,), name="notices", daemon=True)
            self._thread.start()
        asyncio.run_coroutine_threadsafe(self._guarded(make), self._loop)

    async def _guarded(self, make: Callable[[], Any]) -> None:
        try:
            if self._notifier is None:
                self._library = self._load()
                icon = self._library.Icon(path=icons.app_icon(256))  # its own default is another program's sign
                self._notifier = self._library.DesktopNotifier(app_name=APP, app_icon=icon)
            await make()
            self._failed = False
        except Exception:  # whatever the system raises: a notice that fails must not stop the next one
            self._failed = True
            log.warning("the notice could not be shown", exc_info=True)

    async def _send(self, notice: Notice, on_action: OnAction) -> None:
        await self._clear(notice.id)
        pressed = threading.Lock()

        def hear(key: str) -> None:
            if pressed.acquire(blocking=False):  # at most once
                self._shown.pop(notice.id, None)
                on_action(key)

        buttons = [
            self._library.Button(title=label, on_pressed=lambda key=key: hear(key), identifier=key)
            for key, label in notice.actions
            if key != CLICK
        ]
        self._shown[notice.id] = await self._notifier.send(
            title=notice.title,
            message=notice.body,
            urgency=self._library.Urgency.Low,
            buttons=buttons,
            on_clicked=lambda: hear(CLICK),
            thread=APP,
        )

    async def _clear(self, notice_id: str) -> None:
        shown = self._shown.pop(notice_id, None)
        if shown is not None:
            await self._notifier.clear(shown)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()
