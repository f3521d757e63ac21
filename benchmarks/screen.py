"""What a screen's process pays for the library and for a moving figure: measured inside such a process, as JSON.

``library``: milliseconds from the first import of the library until every packaged file is read and judged, in a
process that has loaded its toolkit already; and the same with the authors' whole check on top. ``figure SECONDS``:
frames a second and the share of one core of a figure 800 pixels wide and high, painted by software, for each of a few
moves; and the processor's time for one frame. Rests between two moves do not count as frames.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SIDE = 800
MOVES = (("cat_camel", 1), ("walk_2", 0), ("chair_twist", 2), ("tendon_glides", 1))
RESTS_S = 0.1  # a longer gap is a rest between two moves


def library() -> dict[str, float]:
    """Milliseconds until the library stands, and until it is checked as its authors check it."""
    from PySide6 import QtWidgets  # noqa: PLC0415 - a screen's process has it before it needs the library

    begun = time.perf_counter()
    from ergobreak.routines.library import load_all  # noqa: PLC0415 - its import is part of the time

    found = load_all()
    assert len(found) > 0  # noqa: S101 - a measure of nothing would be a fine one
    assert QtWidgets is not None  # noqa: S101 - as above
    read = (time.perf_counter() - begun) * 1000
    from ergobreak.routines.checks import problems  # noqa: PLC0415 - the same

    assert not [wrong for each in found for wrong in problems(each, twins=found.by_id)]  # noqa: S101 - as above
    return {"library_ms": read, "checked_ms": (time.perf_counter() - begun) * 1000}


def figure(name: str, step: int, seconds: float) -> dict[str, float]:
    """One move."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415 - only in this measure
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from ergobreak.routines.library import load_all  # noqa: PLC0415 - as above
    from ergobreak.screens.card import Look  # noqa: PLC0415 - as above
    from ergobreak.screens.figure import FigureView  # noqa: PLC0415 - as above
    from ergobreak.screens.theme import theme_for  # noqa: PLC0415 - as above

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["benchmark", "-style", "Fusion"])
    app.setQuitOnLastWindowClosed(False)  # there is another move to come
    theme = theme_for(Look(theme="light"), app)
    painted: list[float] = []

    class Counted(FigureView):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            painted.append(time.perf_counter())

    view = Counted(theme.figure, theme.colors["bg"])
    view.set_routine(load_all().by_id[name].as_dict())
    view.resize(SIDE, SIDE)
    view.show()
    view.show_step(step)
    wait = QEventLoop()
    QTimer.singleShot(300, wait.quit)
    wait.exec()
    painted.clear()
    begun, used = time.perf_counter(), time.process_time()
    QTimer.singleShot(round(seconds * 1000), wait.quit)
    wait.exec()
    gone, spent = time.perf_counter() - begun, time.process_time() - used
    gaps = sorted(later - earlier for earlier, later in pairwise(painted))
    moving = [each for each in gaps if each < RESTS_S]
    view.close()
    return {"fps": len(moving) / sum(moving), "core": spent / gone, "cpu_ms_a_frame": spent * 1000 / len(painted)}


def main(argv: list[str]) -> int:
    """Measure and print."""
    if argv[:1] == ["library"]:
        print(json.dumps(library()))
    else:
        seconds = float(argv[1])
        print(json.dumps({name: figure(name, step, seconds) for name, step in MOVES}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
