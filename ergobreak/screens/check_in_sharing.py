"""Copying, printing and saving what the person wants to take along. Nothing is written unless they ask for it.

What is copied asks clipboard managers to keep no history and no cloud copy of it (each system has its own mark for
that), and is taken off the clipboard again after two minutes, unless something else is there by then. A clipboard of
X11 and Wayland ends with its program, so the process lives on, without a window, until those minutes are over.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QPdfWriter, QTextDocument

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

CLEAR_MS = 120_000
POINTS_A_PAGE = 96
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


def print_page(html: str, window: QWidget) -> bool:
    """Ask for a printer and print; false when the person thinks better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only when somebody prints

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("ergobreak")  # the printer's list is read by others
    dialog = QPrintDialog(printer, window)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document(html).print_(printer)
    return True


def document(html: str) -> QTextDocument:
    """The page as it is printed."""
    made = QTextDocument()
    made.setHtml(html)
    return made


def pdf(html: str) -> bytes:
    """The page as a PDF file."""
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(store)
    writer.setTitle("ergobreak")
    writer.setCreator("ergobreak")
    writer.setResolution(POINTS_A_PAGE)
    document(html).print_(writer)
    store.close()
    return bytes(store.data().data())


def save(path: str, text: str, html: str) -> None:
    """Write text, HTML or PDF, by the ending of the name; readable by its owner only.

    Raises:
        OSError: it cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending == ".pdf":
        made = pdf(html)
    else:
        made = (html if ending in {".html", ".htm"} else text).encode()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(made)


def ask_where(window: QWidget, title: str, kinds: tuple[tuple[str, str], ...]) -> str:
    """Where to save: a path with its ending, or nothing.

    Args:
        kinds: name and ending of each kind of file, such as ``("PDF", ".pdf")``.
    """
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - only when somebody saves

    filters = [f"{name} (*{ending})" for name, ending in kinds]
    start = str(Path.home() / f"summary{kinds[0][1]}")
    path, chosen = QFileDialog.getSaveFileName(window, title, start, ";;".join(filters))
    if path and not Path(path).suffix:
        path += kinds[filters.index(chosen) if chosen in filters else 0][1]
    return path
