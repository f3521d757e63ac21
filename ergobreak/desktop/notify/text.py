"""The last two resorts: text without buttons through plyer, and silence.

plyer is loaded with the first notice only. It hands the text to other programs (on some systems unescaped, into their
command language) and refuses long ones, so it is given nothing but our own fixed words, cut to what it takes.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
import warnings

from ergobreak.desktop.notify import APP, Notice, OnAction
from ergobreak.words import _

_LONGEST_TITLE = 64  # a Windows balloon refuses more
_LONGEST_BODY = 255
_STANDS_S = 10

log = logging.getLogger(__name__)


def works() -> bool:
    """Whether plyer has something here that it can hand a text to."""
    return sys.platform in {"win32", "darwin"} or shutil.which("notify-send") is not None


class TextNotifier:
    """Text alone. Nothing comes back, and nothing can be taken away."""

    name = "plyer"

    def __init__(self) -> None:
        self._failed = False

    def notify(self, notice: Notice, on_action: OnAction) -> None:  # noqa: ARG002 - no click ever comes back
        """Show the notice's plain words, or general ones."""
        words = notice.plain or _("There is something to look at. Open it from the tray.")
        threading.Thread(target=self._show, args=(words,), name="notice", daemon=True).start()

    def close(self, notice_id: str) -> None:
        """It goes by itself."""

    def stop(self) -> None:
        """There is nothing to give back."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._failed:
            return _("Notices could not be shown here. Breaks open on their own.")
        return _("Notices are text only here; a click on them does nothing. Breaks open on their own.")

    def _show(self, words: str) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # plyer warns on standard error about what it would rather use
                from plyer import notification  # noqa: PLC0415 - the last resort, at the first notice

                notification.notify(title=APP[:_LONGEST_TITLE], message=cut(words), app_name=APP, timeout=_STANDS_S)
        except Exception:  # whatever the system's own tools raise must not end the thread with a trace
            self._failed = True
            log.warning("the text notice could not be shown", exc_info=True)


class NullNotifier:
    """Silence."""

    name = "null"

    def notify(self, notice: Notice, on_action: OnAction) -> None:
        """Show nothing."""

    def close(self, notice_id: str) -> None:
        """There is nothing to close."""

    def stop(self) -> None:
        """There is nothing to give back."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("This desktop shows no notices. Breaks open on their own.")


def cut(words: str) -> str:
    """One line, no quotes, short enough for every system."""
    line = " ".join(words.replace('"', "").replace("'", "\N{RIGHT SINGLE QUOTATION MARK}").split())
    return line if len(line) <= _LONGEST_BODY else line[: _LONGEST_BODY - 1].rstrip() + "…"
