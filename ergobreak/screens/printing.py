"""Handing a text on: to the clipboard, to a printer, or into a file (HTML, PDF or plain text) the person names.

HTML is set by Qt's own text document, so that no browser and no network is involved. Printing needs ``QtPrintSupport``
with its system libraries; where they are missing ``can_print`` says so and a PDF still works.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

PDF_DPI_ON = 300
A_SIDE_ON = 15.0  # millimetres of paper


def copy(text: str, html: str = "") -> None:
    """Put it on the clipboard, as plain text and for programs that know more also as HTML."""
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def file_kinds() -> str:
    """The kinds of file that can be saved, as Qt's file dialog wants them."""
    kinds = (_("Web page"), "html"), (_("PDF"), "pdf"), (_("Plain text"), "txt")
    return ";;".join(f"{words} (*.{ending})" for words, ending in kinds)


def save(path: Path, *, text: str, html: str) -> Path:
    """Write the file; its ending says which kind, HTML without one. Returns where it was written.

    Raises:
        OSError: it cannot be written.
    """
    if path.suffix.lower() not in {".html", ".htm", ".pdf", ".txt"}:
        path = path.with_name(path.name + ".html")
    if path.suffix.lower() == ".pdf":
        _save_pdf(path, html)
    else:
        path.write_text(text if path.suffix.lower() == ".txt" else html, encoding="utf-8")
    return path


def _save_pdf(path: Path, html: str) -> None:
    with path.open("ab"):  # Qt would say nothing about a folder that cannot be written
        pass
    writer = QPdfWriter(str(path))
    writer.setCreator("ergobreak")
    writer.setResolution(PDF_DPI_ON)
    _set_page(writer)
    document(html).print_(writer)


def document(html: str) -> QTextDocument:
    """The text, set."""
    made = QTextDocument()
    made.setHtml(html)
    return made


def can_print() -> bool:
    """Whether this installation can speak to printers."""
    try:
        from PySide6 import QtPrintSupport  # noqa: PLC0415 - only where something is printed
    except ImportError:
        return False
    return hasattr(QtPrintSupport, "QPrintDialog")


def print_out(html: str, parent: QWidget) -> bool:
    """Ask for a printer and print; false when the person changed their mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - the same

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _set_page(printer)
    dialog = QPrintDialog(printer, parent)
    wanted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()  # else a screen reader still finds it in the window
    if not wanted:
        return False
    if file := printer.outputFileName():  # printed into a file: as private as a saved one
        with suppress(OSError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR))
    document(html).print_(printer)
    return True


def _set_page(device: Any) -> None:  # noqa: ANN401 - a PDF writer and a printer have this in common, but no type
    from PySide6.QtCore import QLocale, QMarginsF  # noqa: PLC0415 - only where pages are made

    american = QLocale.system().territory() in {QLocale.Country.UnitedStates, QLocale.Country.Canada}
    size = QPageSize(QPageSize.PageSizeId.Letter if american else QPageSize.PageSizeId.A4)
    margins = QMarginsF(A_SIDE_ON, A_SIDE_ON, A_SIDE_ON, A_SIDE_ON)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
