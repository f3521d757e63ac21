"""The workstation review as it is kept on this computer: answers, when, and the desk they were given at.

One file that only the person can read, replaced in one step, so that a review can be left at any question and taken up
again. Nothing of it is sent anywhere; ``forget`` removes it. A desk is known by its screens (``desk``, in the caller's
words): when they differ from those of a finished review, going through it again is offered, never forced.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.posture.workstation import Answers, from_stored, to_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ergobreak.posture.model import Question

NAME = "workstation.json"
MOVED = "another desk"  # no screens are ever called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What is kept.

    Args:
        answers: by question.
        at: the question looked at last; empty at the beginning.
        changed: the day of the last answer.
        desk: the screens it was given at.
    """

    answers: Answers = field(default_factory=dict)
    at: str = ""
    changed: date | None = None
    desk: str = ""

    def answering(self, answers: Answers, *, at: str, on: date, desk: str) -> Review:
        """The review after one more answer; the desk is that of the first one."""
        return replace(self, answers=answers, at=at, changed=on, desk=self.desk if self.answers else desk)

    def elsewhere(self, desk: str) -> bool:
        """Whether this is another desk than the one reviewed."""
        return bool(self.answers and self.desk and desk) and self.desk != desk

    def moved(self) -> Review:
        """The same answers, for a desk that is no more: the person says that theirs has changed."""
        return replace(self, desk=MOVED) if self.answers else self

    def accepted(self, desk: str) -> Review:
        """The same answers, for this desk: the person says that they still hold."""
        return replace(self, desk=desk)


def file() -> Path:
    """Where it is kept."""
    return paths.state_folder() / NAME


def load(questions: Iterable[Question]) -> Review:
    """The review as it was left; an unreadable file is a new beginning."""
    try:
        raw: Any = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Review()
    if not isinstance(raw, dict):
        return Review()
    known = tuple(questions)
    at, desk = raw.get("at", ""), raw.get("desk", "")
    return Review(
        answers=_answers(raw.get("answers"), known),
        at=at if isinstance(at, str) and at in {each.id for each in known} else "",
        changed=_date(raw.get("changed")),
        desk=desk if isinstance(desk, str) else "",
    )


def _answers(raw: object, questions: tuple[Question, ...]) -> Answers:
    if not isinstance(raw, dict):
        return {}
    return from_stored({name: value for name, value in raw.items() if isinstance(value, str)}, questions)


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        return None


def keep(review: Review) -> None:
    """Keep the review.

    Raises:
        OSError: it cannot be written; what was kept before stays.
    """
    raw = {
        "version": 1,
        "answers": to_store(review.answers),
        "at": review.at,
        "changed": review.changed.isoformat() if review.changed else "",
        "desk": review.desk,
    }
    paths.write_private(file(), json.dumps(raw, ensure_ascii=False) + "\n")


def forget() -> None:
    """Remove every answer.

    Raises:
        OSError: the file cannot be removed.
    """
    file().unlink(missing_ok=True)
