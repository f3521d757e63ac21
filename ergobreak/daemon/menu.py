"""What the tray shows: tooltip and menu, made when somebody looks. Called from the tray's threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ergobreak.desktop.tray import SEPARATOR, MenuItem
from ergobreak.routines import favourites
from ergobreak.sentences import headline, kind_name, next_line, reason_name, span
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_FAVOURITES = 8
PAUSES_S = (1800, 3600, 7200)
CALLS = frozenset({"microphone", "camera", "sharing"})


def regions() -> dict[str, str]:
    """The parts of the body that the menu offers, in the order of the body."""
    return {
        "eyes": _("Eyes"),
        "neck": _("Neck"),
        "shoulders": _("Shoulders"),
        "upper_back": _("Upper back"),
        "low_back": _("Low back"),
        "hips": _("Hips"),
        "legs": _("Legs"),
        "wrists": _("Wrists"),
        "hands": _("Hands"),
        "breath": _("Breath"),
    }


class Parts(Protocol):
    """What a click can do. Each returns at once."""

    def status(self) -> dict[str, Any]:
        """See ``status.py``."""

    def ask(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        """The same requests as at the control door."""

    def show(self, verb: str, *words: str) -> None:
        """Open a screen that answers to nobody, by its own verb."""

    def screens(self) -> frozenset[str]:
        """The screens that this installation has."""


class Menu:
    """The tray's model."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def tooltip(self) -> str:
        """The state in words and when the next break comes."""
        status = self._parts.status()
        head = headline(status)
        following = next_line(status)
        return head if head == following or status["mode"] != "normal" else f"{head}\n{following}"

    def activate(self) -> None:
        """A left click: start what stands, else a break now."""
        self._parts.ask("break")

    def menu(self) -> tuple[MenuItem, ...]:
        """All rows, from top to bottom."""
        status = self._parts.status()
        have = self._parts.screens()
        rows = [MenuItem(label=headline(status), enabled=False)]
        rows += [
            MenuItem(
                label=_("Then: {kind} in {span}").format(kind=kind_name(each["kind"]), span=span(each["seconds"])),
                enabled=False,
            )
            for each in [one for one in status["next"] if not one["silent"]][1:3]
            if not status["prompt"] and status["mode"] == "normal"
        ]
        rows += self._holds(status)
        if status.get("moves_held"):
            label, can = _("Moves are paused: check in"), "check_in" in have
            rows.append(MenuItem(label=label, enabled=can, action=lambda: self._parts.show("check-in")))
        rows.append(SEPARATOR)
        rows += self._now(status, have)
        rows.append(SEPARATOR)
        rows += self._pause(status)
        rows += self._screens(status, have)
        rows += self._sharing(status)
        if status.get("policy_hash"):
            rows.append(MenuItem(label=_("Reload policies"), action=lambda: self._parts.ask("reload")))
        rows += [SEPARATOR, MenuItem(label=_("Quit"), action=lambda: self._parts.ask("quit"))]
        return tuple(rows)

    def _holds(self, status: dict[str, Any]) -> list[MenuItem]:
        rows = []
        for each in status["holds"]:
            reason = each["reason"]
            if reason == "paused":
                continue
            label = _("Holding breaks: {reason} for {span}").format(
                reason=reason_name(reason), span=span(each["seconds"])
            )
            if each["ignored"]:
                label = _("Not holding breaks: {reason}").format(reason=reason_name(reason))
            locked = bool(each.get("locked"))
            can = not locked and reason not in {"outside_hours", "locked", "asleep"} and not each["ignored"]
            choice = MenuItem(label=_("Do not let this hold breaks"), action=self._ignore(reason))
            if locked:
                choice = MenuItem(label=_("Managed by your organisation"), enabled=False)
            rows.append(MenuItem(label=label, enabled=can or locked, children=(choice,) if can or locked else ()))
        return rows

    def _ignore(self, reason: str) -> Any:  # noqa: ANN401 - a plain callable
        return lambda: self._parts.ask("ignore_hold", reason=reason)

    def _now(self, status: dict[str, Any], have: frozenset[str]) -> list[MenuItem]:
        kinds = {each["kind"] for each in status["next"]}
        rows = [MenuItem(label=_("Take a break now"), default=True, action=lambda: self._parts.ask("break"))]
        if "micro_break" in kinds:
            rows.append(MenuItem(label=_("Take a micro-break"), action=lambda: self._parts.ask("break", kind="micro")))
        prompt = status["prompt"]
        if prompt and prompt["phase"] in {"prelude", "waiting", "open", "settling"}:
            rows.append(MenuItem(label=_("In 3 min"), action=lambda: self._parts.ask("snooze", seconds=180)))
        if not prompt or prompt["phase"] != "running":
            rows.append(MenuItem(label=_("Skip the next break"), action=lambda: self._parts.ask("skip")))
        if "library" in have:
            rows.append(MenuItem(label=_("Start a routine"), children=self._routines()))
        if desk := self._desk(have):
            rows.append(MenuItem(label=_("Your desk"), children=desk))
        if "check_in" in have:
            rows.append(MenuItem(label=_("Check in"), action=lambda: self._parts.show("check-in")))
        return rows

    def _routines(self) -> tuple[MenuItem, ...]:
        """Favourites, parts of the body, a surprise, and the whole library."""

        def start(*words: str) -> Callable[[], None]:
            return lambda: self._parts.show("routine", "start", "--or-library", *words)

        rows = [MenuItem(label=title, action=start(name)) for name, title in favourites.titles(MOST_FAVOURITES)]
        if rows:
            rows.append(SEPARATOR)
        rows.append(MenuItem(label=_("Surprise me"), action=start("--surprise")))
        rows += [MenuItem(label=words, action=start("--region", region)) for region, words in regions().items()]
        rows += [SEPARATOR, MenuItem(label=_("Library"), action=lambda: self._parts.show("library"))]
        return tuple(rows)

    def _desk(self, have: frozenset[str]) -> tuple[MenuItem, ...]:
        """One posture check now, the workstation check, and that the desk is another one."""
        rows = []
        if "posture" in have:
            rows.append(MenuItem(label=_("Posture check"), action=lambda: self._parts.show("posture")))
        if "workstation" in have:
            rows.append(MenuItem(label=_("Workstation check"), action=lambda: self._parts.show("workstation")))
            changed = ("workstation", "--changed")
            rows.append(MenuItem(label=_("My desk has changed"), action=lambda: self._parts.show(*changed)))
        return tuple(rows)

    def _pause(self, status: dict[str, Any]) -> list[MenuItem]:
        if status["mode"] != "normal":
            return [MenuItem(label=_("Go on now"), action=lambda: self._parts.ask("resume"))]

        def pause(**values: Any) -> Any:  # noqa: ANN401 - a plain callable
            return lambda: self._parts.ask("pause", **values)

        rows = [
            MenuItem(label=_("For {span}").format(span=span(each)), action=pause(seconds=each)) for each in PAUSES_S
        ]
        rows.append(MenuItem(label=_("Until tomorrow"), action=pause(tomorrow=True)))
        in_call = any(each["reason"] in CALLS for each in status["holds"])
        if in_call:
            rows.append(MenuItem(label=_("Until this call ends"), action=pause(until_call_ends=True)))
        return [MenuItem(label=_("Pause"), children=tuple(rows))]

    def _screens(self, status: dict[str, Any], have: frozenset[str]) -> list[MenuItem]:
        done = int(status["breaks_today"])
        today = ngettext("Today: {n} break", "Today: {n} breaks", done).format(n=done)
        rows = [MenuItem(label=today, enabled="today" in have, action=lambda: self._parts.show("today"))]
        if "settings" in have:
            rows.append(MenuItem(label=_("Settings"), action=lambda: self._parts.show("settings", "open")))
        if "red_flags" in have:
            rows.append(MenuItem(label=_("Signs that need help fast"), action=lambda: self._parts.show("red-flags")))
        return rows

    def _sharing(self, status: dict[str, Any]) -> list[MenuItem]:
        """Whoever shares the weekly number sees that they do, and can stop; no policy takes this away."""
        if not status.get("sharing"):
            return []
        see = MenuItem(label=_("See exactly what is sent"), action=lambda: self._parts.show("report", "--open"))
        words = ("set", "share_weekly_number", "false")
        stop = MenuItem(label=_("Stop sharing"), action=lambda: self._parts.show("settings", *words))
        return [MenuItem(label=_("Weekly number is shared"), children=(see, stop))]
