"""The next posture check as plain values, from the plain values that a card or the journal gives."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ergobreak.posture.model import Answer, Needs, checks, figures
from ergobreak.posture.rotation import Circumstances, Reply, Seen, next_check, words
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ergobreak.posture.model import Check
    from ergobreak.posture.workstation import Answers

NAMED = "posture:"  # how the window names a check where a break names its routine
# What the window says, as replies; two "fine" let a check fade. One that went by itself was seen all the same.
REPLIES = {
    "done": (Reply.FINE,),
    "not_now": (Reply.NOT_NOW,),
    "seen": (Reply.NOT_NOW,),
    "less": (Reply.FINE, Reply.FINE),
}
SEATED = "_seated"


def seen(rows: Iterable[Mapping[str, Any]], now: datetime) -> Iterator[Seen]:
    """The checks that were answered.

    Args:
        rows: the journal's facts as ``at``, ``fact``, ``routine``, ``rating``; those about other things are skipped.
    """
    for each in rows:
        name = str(each.get("routine", ""))
        if each.get("fact") != "rated" or not name.startswith(NAMED):
            continue
        at = datetime.fromisoformat(str(each["at"]))
        if at <= now:
            for reply in REPLIES.get(str(each.get("rating", "")), ()):
                yield Seen(at=at, check=name.removeprefix(NAMED), reply=reply)


def seated_only(values: Mapping[str, Any], profile: Mapping[str, Any]) -> bool:
    """Whether nothing may speak of standing."""
    conditions = [*values.get("conditions", ()), *profile.get("conditions", ())]
    return values.get("place") == "chair" or "cannot_stand" in conditions


def true_here(values: Mapping[str, Any], review: Answers) -> frozenset[Needs]:
    """What is known of the desk: from the workstation review, and from the settings for the room."""
    found = {Needs.HOME} if values.get("privacy") == "private" else set()
    if review.get("E1") is Answer.NO:
        found.add(Needs.BARE_LAPTOP)
    if review.get("E2") is Answer.NO:
        found.add(Needs.CALLS)
    if review.get("F5") in {Answer.YES, Answer.NO}:
        found.add(Needs.SIT_STAND_DESK)
    return frozenset(found)


def next_one(
    rows: Iterable[Mapping[str, Any]],
    now: datetime,
    values: Mapping[str, Any],
    profile: Mapping[str, Any],
    review: Answers,
) -> Check | None:
    """The check to show now, or nothing while all of them rest.

    Args:
        review: the answers of the workstation review, as far as there are any.
    """
    here = Circumstances(
        now=now,
        true=true_here(values, review),
        areas_first=tuple(str(each) for each in profile.get("posture_areas_first", ())),
        seated_only=seated_only(values, profile),
        seed=now.toordinal(),
    )
    return next_check(checks(), seen(rows, now), here)


def as_dict(check: Check, *, seated: bool) -> dict[str, Any]:
    """A check ready for JSON, in the words that fit the person."""
    return {
        "id": check.id,
        "area": check.area,
        "say": _(words(check, seated_only=seated)),
        "fix": _(check.fix),
        "sources": list(check.sources),
    }


def for_window(check: Check, *, seated: bool) -> dict[str, Any]:
    """The same, with the figure that the window shows."""
    every = figures()
    figure = (every.get(check.id + SEATED) if seated else None) or every.get(check.id)
    return {**as_dict(check, seated=seated), "figure": figure}
