"""The one deadline: the only user of APScheduler.

APScheduler 3 keeps wall-clock due times and sleeps on the monotonic clock, reads ``datetime.now`` by itself, and by
default drops a run that comes more than a second late. So it holds no break: one ``date`` job says "look again", never
misfires, and is moved at every step. After a jump of the wall clock or a resume, ``again`` makes it look at once.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

JOB = "next"
SAME_S = 0.002
LONGEST_S = 86_400.0 * 7  # a deadline beyond a week is looked at after a week


class Heartbeat:
    """Calls ``beat`` once at the moment asked for.

    Args:
        beat: called on the scheduler's thread; it must only post.
    """

    def __init__(self, beat: Callable[[], None]) -> None:
        from apscheduler.executors.debug import DebugExecutor  # noqa: PLC0415 - its one home, after the icon
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - as above

        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._beat = beat
        self._at: datetime | None = None
        self._scheduler: Any = BackgroundScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},  # the job only posts: no pool, no second thread
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            daemon=True,
        )
        self._scheduler.start()

    def after(self, seconds: float | None) -> None:
        """Beat once, ``seconds`` from now; ``None`` means that only events matter until further notice."""
        if seconds is None:
            if self._at is not None and self._scheduler.get_job(JOB) is not None:
                self._scheduler.remove_job(JOB)
            self._at = None
            return
        at = datetime.now(UTC) + timedelta(seconds=min(max(0.0, seconds), LONGEST_S))
        if self._at is not None and abs((at - self._at).total_seconds()) < SAME_S and self._scheduler.get_job(JOB):
            return
        self._at = at
        self._scheduler.add_job(self._beat, "date", run_date=at, id=JOB, replace_existing=True)

    def again(self) -> None:
        """The wall clock may have jumped: look at the due time anew."""
        self._scheduler.wakeup()

    def stop(self) -> None:
        """End the thread. Safe to call twice."""
        if self._scheduler.running:
            self.after(None)  # waits for a beat under way, which would stumble over a scheduler that has stopped
            self._scheduler.shutdown(wait=False)
