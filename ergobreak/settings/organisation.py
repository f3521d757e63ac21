"""What only an organisation sets, beside the keys that are the person's: reporting, start at login, who to ask.

None of these is a setting of the person; they come from mandatory policy layers alone. None of them reads, shows or
switches on anything about health: a test over the whole policy model holds that.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ergobreak.settings.fields import Effect, Group, key

_G, _ONCE, _SCREEN = Group.ORGANISATION, Effect.AT_ONCE, Effect.NEXT_SCREEN

Url = Annotated[
    str,
    Field(max_length=400, pattern=r"^(|https://[^\s/]+(/\S*)?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/\S*)?)$"),
]
Label = Annotated[str, Field(pattern=r"^[A-Za-z0-9 ._-]{0,40}$")]
Line = Annotated[str, Field(max_length=120)]


def _(text: str) -> str:
    return text


class OrganisationKeys(BaseModel):
    """Keys of the policy model that have no setting behind them."""

    model_config = ConfigDict(defer_build=True)

    start_at_login: bool | None = key(
        None, _("Start at login"),
        _("On: every sign-in starts ergobreak. Off: none does. Not set: the person decides."), _G, _ONCE,
    )  # fmt: skip
    reporting: Literal["off", "inventory", "aggregate"] = key(
        "inventory", _("Reporting"),
        _("Inventory writes a local file with version and health of the program. Aggregate also lets a person agree"
          " to one blurred number a week. Off writes nothing."), _G, _ONCE,
    )  # fmt: skip
    report_url: Url = key(
        "", _("Collector"), _("Where the weekly number goes: an OTLP/HTTP address with https."), _G, _ONCE
    )
    report_group: Label = key(
        "", _("Group label"), _("Names a large group, such as a region; never a team or a person."), _G, _ONCE
    )
    report_group_size: int = key(
        0, _("Group size"), _("How many people are in the group. Below 200 nothing is ever sent."), _G, _ONCE,
        ge=0, le=10_000_000,
    )  # fmt: skip
    managed_reason: Line = key(
        "", _("Why it is managed"), _("One sentence, shown beside every locked setting."), _G, _SCREEN
    )
    support_contact: Line = key(
        "", _("Who to ask"), _("A name, number or address for questions about this program, shown in About."), _G,
        _SCREEN,
    )  # fmt: skip
