"""What a desk is known by: its screens."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def this_desk() -> str:
    """The screens of this desk, in words that change when the desk does."""
    found = [
        f"{each.manufacturer()} {each.model()} {each.size().width()}x{each.size().height()}".strip()
        for each in QGuiApplication.screens()
    ]
    return "; ".join(sorted(found))
