"""The log of a prescribed routine out of the library: to a printer, or into a file that the person names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QFileDialog, QWidget

from ergobreak.routines import prescribed
from ergobreak.routines.situation import situation
from ergobreak.routines.tables import patterns
from ergobreak.screens import printing
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ergobreak.routines.model import Routine


def ask_file(parent: QWidget) -> Path | None:
    """Where to save, or nothing when the person changed their mind."""
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save the log"), _("log.html"), printing.file_kinds())
    return Path(name) if name else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything outside the window, for tests to stand in for."""

    ask_file: Callable[[QWidget], Path | None] = ask_file
    can_print: Callable[[], bool] = printing.can_print
    print_out: Callable[[str, QWidget], bool] = printing.print_out


def print_log(routine: Routine, data: Mapping[str, Any], outside: Outside, parent: QWidget) -> str:
    """Print it; returns what to say about it."""
    _text, html = _log(routine, data)
    return _("Sent to the printer.") if outside.print_out(html, parent) else ""


def save_log(routine: Routine, data: Mapping[str, Any], outside: Outside, parent: QWidget) -> str:
    """Save it; returns what to say about it."""
    path = outside.ask_file(parent)
    if path is None:
        return ""
    text, html = _log(routine, data)
    try:
        written = printing.save(path, text=text, html=html)
    except OSError as error:
        return _("It could not be saved: {why}.").format(why=error.strerror or type(error).__name__)
    return _("Saved as {name}.").format(name=written.name)


def _log(routine: Routine, data: Mapping[str, Any]) -> tuple[str, str]:
    now = situation(data, patterns())
    last = now.request.now.date()
    first = last - timedelta(days=prescribed.LOG_DAYS - 1)
    return (
        prescribed.log_as_text(routine, now.history, first, last),
        prescribed.log_as_html(routine, now.history, first, last),
    )


def times(routine: Routine, data: Mapping[str, Any]) -> str:
    """Its own times in the person's way of reading the clock; empty when it has none."""
    if not routine.times or "now" not in data:
        return ""
    return prescribed.times_words(routine, situation(data, patterns()).request.now, _clock)


def _clock(at: datetime) -> str:
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)
