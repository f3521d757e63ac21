"""The sentence a screen reader says of a figure, from the values the figure tells. No toolkit is needed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.routines.pose.telling import Place, Seen, State, Told
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    Words = dict[str, Callable[[], str]]


def figure_sentence(told: Told) -> str:
    """For example "Side view, on a chair: back rounded, head down. Moving: back and head."."""
    where = _where(told)
    states = ", ".join(_STATES[state]() for state in told.states)
    sentence = _("{where}: {states}.").format(where=where, states=states) if states else f"{where}."
    if told.moving:
        sentence += " " + _("Moving: {parts}.").format(parts=_listed([_PARTS[part]() for part in told.moving]))
    if told.mirrored:
        sentence += " " + _("Other side.")
    return sentence


def short_words(told: Told) -> str:
    """A word or two for a small picture: how it ends ("back rounded"), else the limb that moves, else the place."""
    if told.states:
        return _STATES[told.states[0]]()
    limbs = [part for part in told.moving if part not in {"back", "head"}]
    if limbs:
        return _PARTS[limbs[0]]()
    return _PLACES[told.place]() or (_("fingers straight") if told.seen is Seen.HAND else _("eyes open"))


def seen_words(told: Told) -> str:
    """Where it is seen from: "Side view"."""
    return _SEEN[told.seen]()


def _where(told: Told) -> str:
    seen, place = _SEEN[told.seen](), _PLACES[told.place]()
    return _("{view}, {place}").format(view=seen, place=place) if place else seen


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


_SEEN: Words = {
    Seen.SIDE: lambda: _("Side view"),
    Seen.FRONT: lambda: _("Front view"),
    Seen.ABOVE: lambda: _("Seen from above"),
    Seen.HAND: lambda: _("A hand from the side"),
    Seen.EYES: lambda: _("A face from the front"),
}
_PLACES: Words = {
    Place.CHAIR: lambda: _("on a chair"),
    Place.STANDING: lambda: _("standing"),
    Place.KNEELING: lambda: _("kneeling"),
    Place.LYING: lambda: _("lying"),
    Place.FLOOR: lambda: _("sitting on the floor"),
    Place.NOWHERE: lambda: "",
}
_STATES: Words = {
    State.BACK_ROUNDED: lambda: _("back rounded"),
    State.BACK_ARCHED: lambda: _("back arched"),
    State.LEANING_FORWARD: lambda: _("leaning forward"),
    State.LEANING_BACK: lambda: _("leaning back"),
    State.LEANING_ASIDE: lambda: _("leaning to one side"),
    State.TURNED: lambda: _("chest turned"),
    State.HEAD_DOWN: lambda: _("head down"),
    State.HEAD_UP: lambda: _("head up"),
    State.HEAD_TIPPED: lambda: _("head tipped to one side"),
    State.HEAD_TURNED: lambda: _("head turned"),
    State.EYES_CLOSED: lambda: _("eyes closed"),
    State.HOOK: lambda: _("fingers in a hook"),
    State.FIST: lambda: _("fingers in a fist"),
    State.TABLE_TOP: lambda: _("fingers in a table top"),
    State.FLAT_FIST: lambda: _("fingers in a flat fist"),
}
_PARTS: Words = {
    "back": lambda: _("back"),
    "head": lambda: _("head"),
    "arm": lambda: _("one arm"),
    "arms": lambda: _("both arms"),
    "leg": lambda: _("one leg"),
    "legs": lambda: _("both legs"),
    "fingers": lambda: _("fingers"),
    "thumb": lambda: _("thumb"),
    "lids": lambda: _("eyelids"),
    "gaze": lambda: _("eyes"),
}
