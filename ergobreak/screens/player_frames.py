"""Which key frame the player shows, and for how long: the strip under the figure and what is framed. No toolkit.

The strip holds every picture of the routine once for each step that comes to it. The figure plays a step's own reel; a
reel that is shorter or longer than one repetition would drift away from the count, so each repetition begins it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ergobreak.errors import ContentError
from ergobreak.routines.bases import base_poses
from ergobreak.routines.pose.film import Film
from ergobreak.routines.pose.reel import reel
from ergobreak.routines.pose.telling import Seen, describe
from ergobreak.screens.figure_words import seen_words, short_words
from ergobreak.screens.player_flow import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.routines.pose.reel import Reel
    from ergobreak.screens.player_flow import Player

UNDRAWABLE = (ContentError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
STRIP_S = 5.0  # where motion is reduced, the figure's own strip goes on every five seconds
SAME_S = 0.05  # a reel this close to a repetition keeps step with it
ENDLESS_S = float("inf")
SOON_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of the strip.

    Args:
        step: the number of the step, from 0.
        frame: the name of the frame; ``before`` is the one it is reached from.
        words: a word or two for it, with the step's number.
    """

    step: int
    frame: str
    before: str | None
    mirrored: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the figure does now.

    Args:
        key: changes when the figure has to begin again.
        still: the frame to stand still in; empty while it moves.
        seek_s: how far into the reel.
        picture: which picture of the strip is framed.
        for_s: how long that stays so.
    """

    key: tuple[int | str | bool, ...]
    step: int
    mirrored: bool
    still: str
    seek_s: float
    picture: int
    for_s: float


class Frames:
    """The pictures of one routine.

    Raises:
        ValueError and others of ``UNDRAWABLE``: it cannot be drawn.
    """

    def __init__(self, player: Player) -> None:
        raw: Mapping[str, object] = player.raw or {}
        self.film = Film(raw["frames"], base_poses())  # type: ignore[arg-type] # a table of tables, checked as it is read
        steps = raw["steps"]
        assert isinstance(steps, (list, tuple))  # noqa: S101 - the routine was read before
        self._steps = list(steps)
        self._reels: list[Reel] = [reel(self.film, step) for step in self._steps]
        self.pictures: tuple[Picture, ...] = self._made(player)

    def _made(self, player: Player) -> tuple[Picture, ...]:
        found: list[Picture] = []
        for line_number, line in enumerate(player.lines):
            if line.kind != "step":
                continue
            index = line.number - 1
            mirrored = player.moved(line_number - player.at, 0.0).mirrored(0.0) if line_number else False
            names = dict.fromkeys(name for name in line.show if name in self.film.poses)
            before = found[-1].frame if found else None
            for name in names or [next(iter(self.film.poses))]:
                again = bool(found) and (found[-1].frame, found[-1].mirrored) == (name, mirrored)
                if again and len(names) > 1:
                    continue
                came = before if before != name else None
                parts = self.film.accents(came, name) if came else frozenset()
                words = short_words(describe(self.film, name, parts))
                words = f"{line.number} {words[:1].upper()}{words[1:]}"
                found.append(Picture(step=index, frame=name, before=came, mirrored=mirrored, words=words))
                before = name
        return tuple(found)

    def seen_from(self, number: int) -> str:
        """Where a picture is seen from: "Side view"; nothing for a hand or a face, which need no such words."""
        told = describe(self.film, self.pictures[number].frame, frozenset())
        return seen_words(told) if told.seen in {Seen.SIDE, Seen.FRONT, Seen.ABOVE} else ""

    def shown(self, player: Player, now: float, *, reduced: bool) -> Shown:
        """What to show at this moment."""
        step = max(0, player.line.number - 1)
        mirrored, within = player.mirrored(now), player.within(now)
        if player.phase is not Phase.STEP:
            first = next((name for name in player.line.show if name in self.film.poses), next(iter(self.film.poses)))
            return self._still(player, step, first, mirrored=mirrored)
        if reduced:
            return self._reduced(player, step, mirrored=mirrored, within=within)
        line, own = player.line, self._reels[step]
        repeated = line.repetitions > 1
        drifts = repeated and abs(own.seconds - line.each_s) > SAME_S
        inside = within - player.repetition(now) * line.each_s if repeated else within
        until_next = line.each_s - inside if repeated else ENDLESS_S
        if drifts and inside >= own.seconds:  # the reel has come round before the repetition has
            held = self._still(player, step, own.stretches[-1].end, mirrored=mirrored)
            return replace(held, for_s=max(SOON_S, until_next))
        seek = inside if drifts else within
        moment = own.at(seek)
        if not player.countdown.running:
            return self._still(player, step, moment.end, mirrored=mirrored)
        return Shown(
            key=(step, mirrored, player.repetition(now) if drifts else -1),
            step=step,
            mirrored=mirrored,
            still="",
            seek_s=seek,
            picture=self._place(step, moment.end),
            for_s=max(SOON_S, min(until_next, moment.still_s or _rest_of_move(own, seek))),
        )

    def _reduced(self, player: Player, step: int, *, mirrored: bool, within: float) -> Shown:
        names = list(dict.fromkeys(name for name in player.line.show if name in self.film.poses))
        turn = int(within // STRIP_S) % max(1, len(names))
        frame = names[turn] if names else next(iter(self.film.poses))
        if len(names) <= 1:
            return self._still(player, step, frame, mirrored=mirrored)
        return Shown(
            key=(step, mirrored, "strip"),
            step=step,
            mirrored=mirrored,
            still="",
            seek_s=0.0,
            picture=self._place(step, frame),
            for_s=STRIP_S - within % STRIP_S,
        )

    def _still(self, player: Player, step: int, frame: str, *, mirrored: bool) -> Shown:
        return Shown(
            key=(step, mirrored, "still", frame, player.phase.value),
            step=step,
            mirrored=mirrored,
            still=frame,
            seek_s=0.0,
            picture=self._place(step, frame),
            for_s=ENDLESS_S,
        )

    def _place(self, step: int, frame: str) -> int:
        """The picture of that frame in that step; of the step before, where the strip shows it only once."""
        same = [number for number, each in enumerate(self.pictures) if each.frame == frame]
        here = [number for number in same if self.pictures[number].step == step]
        earlier = [number for number in same if self.pictures[number].step < step]
        return here[0] if here else max(earlier) if earlier else min(same, default=0)


def _rest_of_move(own: Reel, seconds: float) -> float:
    """How long until the move that goes on at ``seconds`` has ended."""
    left = seconds % own.seconds if own.seconds else 0.0
    for stretch in own.stretches:
        if left < stretch.seconds:
            return stretch.seconds - left
        left -= stretch.seconds
    return ENDLESS_S
