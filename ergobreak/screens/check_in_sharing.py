"""Copying, printing and saving what the person wants to take along. Nothing is written unless they ask for it.

What is copied asks clipboard managers to keep no history and no cloud copy of it (each system has its own mark for
that), and is taken off the clipboard again after two minutes, unless something else is there by then. A clipboard of
X11 and Wayland ends with its program, so the process lives on, without a window, until those minutes are over.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ergobreak.screens import printing
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

CLEAR_MS = 120_000
# "Leave me out of your history": KDE and others, Windows (three of them), macOS.
MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": b"\0\0\0\0",
    "CanUploadToCloudClipboard": b"\0\0\0\0",
    "org.nspasteboard.ConcealedType": b"",
}


class Clip(QObject):
    """The clipboard, with a short memory."""

    def __init__(self) -> None:
        super().__init__()
        self._mine = ""
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_MS)
        self._timer.timeout.connect(self.clear)

    @property
    def pending(self) -> bool:
        """Whether something of ours is to be taken off the clipboard."""
        return self._timer.isActive()

    def copy(self, text: str, *, private: bool) -> None:
        """Put it there; what is private is marked, and taken away after two minutes."""
        data = QMimeData()
        data.setText(text)
        if private:
            for mark, value in MARKS.items():
                data.setData(mark, QByteArray(value))
        QGuiApplication.clipboard().setMimeData(data)
        self._mine = text if private else ""
        self._timer.start()

    def clear(self) -> None:
        """Take it away, if it is still ours."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._mine and clipboard.text() == self._mine:
            clipboard.clear()
        self._mine = ""
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def afterwards(self, then: Callable[[], None]) -> None:
        """Do this once nothing is pending: now, or when the two minutes are over."""
        if self.pending:
            self._then = then
        else:
            then()


def save(path: str, text: str, html: str) -> None:
    """Write text, HTML or PDF, by the ending of the name; readable by its owner only.

    Raises:
        OSError: it cannot be written.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR))
    printing.save(Path(path), text=text, html=html)


def ask_where(window: QWidget) -> str:
    """Where to save: a path with its ending, or nothing. The name says nothing about what is in it."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - only when somebody saves

    kinds = {
        f"{words} (*{ending})": ending
        for words, ending in ((_("PDF"), ".pdf"), (_("Web page"), ".html"), (_("Plain text"), ".txt"))
    }
    start = str(Path.home() / "summary.pdf")
    path, chosen = QFileDialog.getSaveFileName(window, _("Save the summary"), start, ";;".join(kinds))
    if path and Path(path).suffix.lower() not in kinds.values():
        path += kinds.get(chosen, ".pdf")
    return path
