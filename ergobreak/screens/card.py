"""What a screen is given, and what it gives back: JSON both ways, standard library alone.

The card is the first line on the screen's standard input. Later lines are orders, one JSON object each::

    {"do": "cue", "seconds": 60}   show the small quiet cue (the break screen stays hidden, ready)
    {"do": "show", "sat_s": 3120, "snooze_min": [3, 10], "may_skip": true}   show the screen now
    {"do": "typing", "on": true}   the person is at the keys: the countdown waits
    {"do": "close"}                go away

The end of standard input means the same as close. A screen answers through the control door named in the card with
``{"do": "answer", "prompt": 12, "answer": "start"}``: *start*, *just_pause* or *shorter* when a break begins, and one
final word (*done*, *back*, *postpone*, *skip*, *closed*, *fine*, *hurt*) when it ends; then the process exits.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How screens look, from the person's settings.

    Args:
        theme: ``system``, ``light``, ``dark`` or ``contrast``.
        text_scale: 1.0 to 2.0.
        clock: ``system``, ``24`` or ``12``.
        corner: where small windows float: ``top_right``, ``top_left``, ``bottom_right``, ``bottom_left``.
    """

    theme: str = "system"
    text_scale: float = 1.0
    reduced_motion: bool = False
    readable_font: bool = False
    single_keys: bool = True
    full_screen: bool = False
    dim_others: bool = False
    clock: str = "system"
    corner: str = "top_right"
    language: str = "system"
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything one screen needs; it asks nothing back.

    Args:
        screen: ``break``, ``routine``, ``posture``, ``question``, ``check_in``, ``today``, ``settings``, ...
        prompt: the prompt's number, 0 when nobody waits for an answer.
        door: address of the control door, empty when there is no daemon.
        kind: a ``PromptKind`` value.
        duration_s: length offered.
        shorter_s: what *Shorter* gives.
        sat_s: sitting time, for the honest total.
        snooze_min: postponements offered, in minutes.
        routine: the routine offered, as in its TOML file; ``None`` shows the built-in "Look far" words.
        others: what *Another* walks through.
        why: one plain sentence.
        style: ``gentle`` or ``firm``.
        data: what only this kind of screen needs.
    """

    screen: str
    prompt: int = 0
    door: str = ""
    kind: str = ""
    duration_s: float = 0.0
    shorter_s: float = 30.0
    sat_s: float = 0.0
    snooze_min: tuple[float, ...] = ()
    may_skip: bool = True
    running: bool = False
    hidden: bool = False  # get ready, paint nothing until told
    routine: dict[str, Any] | None = None
    others: tuple[dict[str, Any], ...] = ()
    why: str = ""
    stop_rule: str = ""
    style: str = "gentle"
    breaks_today: int = 0
    look: Look = field(default_factory=Look)
    data: dict[str, Any] = field(default_factory=dict)
    version: int = VERSION

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Card:
        """Read a card; unknown keys are left out, so that an older screen can read a newer card.

        Raises:
            ValueError: the line is not a JSON object with a ``screen``.
        """
        raw = json.loads(line)
        if not isinstance(raw, dict) or not isinstance(raw.get("screen"), str):
            msg = "a card is a JSON object with a 'screen'"
            raise ValueError(msg)  # noqa: TRY004 - callers expect one error for every bad card
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in raw.items() if key in known}
        look = values.get("look", {})
        look_known = {each.name for each in fields(Look)}
        values["look"] = Look(**{key: value for key, value in look.items() if key in look_known})
        for key in ("snooze_min", "others"):
            if key in values:
                values[key] = tuple(values[key])
        return cls(**values)
