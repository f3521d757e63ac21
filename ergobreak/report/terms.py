"""Whether the weekly number may go at all. Each condition stands by itself, and all of them must hold.

The organisation asks for it, names an address that nobody in between can read, and says how large the group is; and the
person has switched it on in their own settings file. An environment variable or a policy cannot say yes for them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.inventory import AGGREGATE, LONGEST_LABEL, organisation
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.inventory import Organisation
    from ergobreak.snapshot import Snapshot

KEY = "share_weekly_number"
OWN_FILE = "file"  # the layer of the person's own settings
SMALLEST_GROUP = 200
_REST = r"(:\d{1,5})?(/[A-Za-z0-9._~/%-]*)?"
_SAFE = re.compile(rf"https://[A-Za-z0-9.-]+{_REST}")
_HERE = re.compile(rf"http://(127\.0\.0\.1|localhost|\[::1\]){_REST}")  # a collector on this very machine


class Reason(StrEnum):
    """Why nothing goes."""

    OFF = "policy_off"
    NOT_AGREED = "not_agreed"
    SMALL = "group_too_small"
    ADDRESS = "address"
    LABEL = "label"
    TOO_FEW = "too_few_breaks"
    SENT = "sent_already"
    NO_PARTS = "parts_missing"


def sentence(reason: Reason) -> str:
    """The reason in words."""
    return {
        Reason.OFF: _("No organisation has asked for a weekly number."),
        Reason.NOT_AGREED: _("You have not agreed. To agree: ergobreak settings set share_weekly_number true"),
        Reason.SMALL: _("The group is too small: fewer than {n} people.").format(n=SMALLEST_GROUP),
        Reason.ADDRESS: _("The organisation's address is not one that may be used: it has to begin with https."),
        Reason.LABEL: _("The name of the group is too long."),
        Reason.TOO_FEW: _("Last week had too few breaks to say anything."),
        Reason.SENT: _("This week's number has been dealt with; the next one comes next week."),
        Reason.NO_PARTS: _("This installation cannot send: the parts for it are not installed."),
    }[reason]


def reasons(snapshot: Snapshot) -> tuple[Reason, ...]:
    """Every condition that does not hold; empty means that all parties agree."""
    asked = organisation(snapshot)
    if asked.reporting != AGGREGATE:
        return (Reason.OFF,)
    return tuple(
        reason
        for reason, holds in (
            (Reason.ADDRESS, allowed(asked.url)),
            (Reason.SMALL, asked.group_size >= SMALLEST_GROUP),
            (Reason.LABEL, len(asked.group) <= LONGEST_LABEL),
            (Reason.NOT_AGREED, agreed(snapshot)),
        )
        if not holds
    )


def agreed(snapshot: Snapshot) -> bool:
    """Whether the person has switched it on, in their own file."""
    return snapshot.values.get(KEY) is True and snapshot.layers.get(KEY) == OWN_FILE


def allowed(url: str) -> bool:
    """Whether nobody in between can read what goes there. No name, password or query may be part of it.

    >>> allowed("https://collector.example/v1/metrics"), allowed("http://collector.example/"), allowed("")
    (True, False, False)
    """
    return bool(_SAFE.fullmatch(url) or _HERE.fullmatch(url))


def endpoint(asked: Organisation) -> str:
    """The full address: OTLP's own path is added where only the collector is named.

    >>> from ergobreak.inventory import Organisation
    >>> endpoint(Organisation(url="https://collector.example:4318/"))
    'https://collector.example:4318/v1/metrics'
    """
    base = asked.url.rstrip("/")
    return base if base.endswith("/v1/metrics") else f"{base}/v1/metrics"
