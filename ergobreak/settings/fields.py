"""How a key is described: one call per key, with everything the screen, the manual and the policy templates need.

Titles and help are marked for translation here and translated when shown (``words._``), since the language is itself a
setting. Number bounds are repeated nowhere: whoever needs them asks the model.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from ergobreak.words import _ as translate


def _(text: str) -> str:
    return text


class Group(StrEnum):
    """Where the key stands on the settings screen."""

    BREAKS = _("Breaks")
    QUIET = _("When to stay quiet")
    ROUTINES = _("Routines")
    POSTURE = _("Posture checks")
    CHECK_IN = _("Check-in and privacy")
    LOOK = _("Look and sound")
    ORGANISATION = _("Your organisation")


class Effect(StrEnum):
    """When a change shows, in words for the foot of the settings screen."""

    COUNTING = _("Counts from now on; time already counted stays.")
    NEXT_BREAK = _("Shows at the next break.")
    AT_ONCE = _("In force at once.")
    NEXT_SCREEN = _("Shows on the next screen.")
    NEXT_ROUTINE = _("Counts when the next routine is chosen.")
    NEXT_CHECK_IN = _("Counts from the next check-in.")


class ByPolicy(StrEnum):
    """What an organisation may do with a key."""

    YES = "yes"  # recommend or fix any value
    NO = "no"  # nothing: it is the person's own
    LISTED = "listed"  # only the values that take nothing away from the person
    RECOMMEND = "recommend"  # recommend, never fix


class Limit(StrEnum):
    """Which bound an organisation may set on a number. Never one that keeps a person from taking more breaks."""

    NONE = "none"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


Policy = ByPolicy | tuple[object, ...]


def key(  # noqa: PLR0913 - one description with many sides
    default: object,
    title: str,
    help_: str,
    group: Group,
    effect: Effect,
    *,
    unit: str = "",
    step: float = 1,
    policy: Policy = ByPolicy.YES,
    only: tuple[object, ...] = (),
    limit: Limit = Limit.NONE,
    **bounds: Any,  # noqa: ANN401 - handed on to pydantic, which checks them
) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """One key of the settings.

    Args:
        policy: what an organisation may do; a list of values means: recommend or fix these, and no others.
        only: where it may only recommend: the only values that it may.
    """
    extra: dict[str, Any] = {"group": group.value, "effect": effect.value, "unit": unit, "step": step}
    extra["limit"] = limit.value
    if isinstance(policy, tuple):
        extra |= {"policy": ByPolicy.LISTED.value, "policy_values": list(policy)}
    else:
        extra |= {"policy": policy.value}
        if only:
            extra |= {"policy_values": list(only)}
    return Field(default, title=title, description=help_, json_schema_extra=extra, **bounds)


def on(title: str, help_: str, group: Group, effect: Effect, *, policy: Policy = ByPolicy.YES) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """A switch that is on."""
    return key(default=True, title=title, help_=help_, group=group, effect=effect, policy=policy)


def off(title: str, help_: str, group: Group, effect: Effect, *, policy: Policy = ByPolicy.YES) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """A switch that is off."""
    return key(default=False, title=title, help_=help_, group=group, effect=effect, policy=policy)


_RANGE = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_DAY = 24 * 60


def minutes(text: str) -> tuple[int, int]:
    """``09:00-12:30`` as minutes since midnight.

    Raises:
        ValueError: it is no such range, or it crosses midnight.
    """
    found = _RANGE.fullmatch(text)
    if not found or not found[0].isascii():
        raise ValueError(translate('"{text}" is not a range such as 09:00-12:30.').format(text=text[:40]))
    hour, minute, to_hour, to_minute = map(int, found.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if minute > 59 or to_minute > 59 or end > _DAY:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(translate('"{text}" is not a time of day.').format(text=text[:40]))
    if start >= end:
        raise ValueError(
            translate('"{text}" ends before it starts; write a night as two ranges, one a day.').format(text=text[:40])
        )
    return start, end


def _range(text: str) -> str:
    start, end = minutes(text)
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _range_or_none(text: str) -> str:
    return _range(text) if text.strip() else ""


def _ranges(texts: tuple[str, ...]) -> tuple[str, ...]:
    tidy = tuple(sorted(_range(each) for each in texts))
    for first, second in pairwise(tidy):
        if first[6:] > second[:5]:
            raise ValueError(translate("{first} and {second} overlap.").format(first=first, second=second))
    return tidy


def _rising(values: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(values)))


def _tidy_names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in values if each.strip()))


Lunch = Annotated[str, AfterValidator(_range_or_none)]
Ranges = Annotated[tuple[str, ...], Field(max_length=6), AfterValidator(_ranges)]
SnoozeMinutes = Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(max_length=3), AfterValidator(_rising)]
Names = Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=60), AfterValidator(_tidy_names)]
