"""What the control door understands: one function a request, run on the loop's thread."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import standing
from ergobreak.core.ending import DAILY
from ergobreak.core.events import (
    Answer,
    Answered,
    BreakAsked,
    Complained,
    Complaint,
    CueClicked,
    Event,
    HoldIgnored,
    PausedBy,
    Resumed,
    SkipAsked,
    SnoozeAsked,
)
from ergobreak.core.plan import HoldReason, PromptKind
from ergobreak.core.state import Phase
from ergobreak.daemon.after_check_in import quiet_until_tomorrow
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.sentences import headline, moves_line, next_line, why
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.instant import Instant
    from ergobreak.daemon.app import Daemon
    from ergobreak.daemon.loop import Loop

log = logging.getLogger(__name__)
PATIENCE_S = 4.0
BREAKS = {"micro": PromptKind.MICRO, "movement": PromptKind.MOVEMENT, "weight_shift": PromptKind.WEIGHT_SHIFT}


class Requests:
    """The handler behind the door."""

    def __init__(self, parts: Daemon, loop: Loop) -> None:
        self._parts, self._loop = parts, loop
        self._known: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "answer": self._answer,
            "asked": self._asked,
            "assessed": self._assessed,
            "break": self._break,
            "complain": self._complain,
            "cue_clicked": lambda _m: self._happen(lambda at: CueClicked(at=at)),
            "doctor": lambda _m: {"lines": parts.doctor()},
            "forget": lambda _m: self._forget(),
            "ignore_hold": self._ignore_hold,
            "offered": lambda m: _done(lambda: loop.note("offered", routine=_word(m, "routine"))),
            "pause": self._pause,
            "quit": lambda _m: _done(parts.stop),
            "reload": lambda _m: _done(parts.keeper.renew),
            "resume": lambda _m: self._happen(lambda at: Resumed(at=at)),
            "skip": lambda _m: self._happen(lambda at: SkipAsked(at=at)),
            "posture_seen": self._posture,
            "routine_done": self._routine,
            "routine_hurt": self._routine,
            "snooze": self._snooze,
            "status": lambda _m: {"status": parts.status()},
            "why": self._why,
        }

    def __call__(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message; the loop does the work while the door's thread waits."""
        do = self._known.get(message["do"])
        if do is None:
            title = f"There is no request {message['do']!r}."
            raise UsageError(title, "Known: " + ", ".join(sorted(self._known)))
        done = threading.Event()
        box: list[dict[str, Any] | Exception] = []

        def work() -> None:
            try:
                box.append(do(message))
            except (ErgobreakError, ValueError, TypeError, KeyError) as error:
                box.append(error)
            except Exception as error:  # whoever waits at the door must not be told that all went well
                box.append(_unforeseen(error))
                raise
            finally:
                done.set()

        self._loop.post(work)
        if not done.wait(PATIENCE_S):
            title = "ergobreak is busy and did not answer in time."
            raise ErgobreakError(title, "Try again; if it stays so, look at: ergobreak doctor")
        result = box[0] if box else {}
        if isinstance(result, Exception):
            raise result
        return dict(result)

    def now(self, message: dict[str, Any]) -> None:
        """The same from the tray's menu, on the loop's own thread, with nobody to answer to."""
        try:
            self._known[message["do"]](message)
        except (ErgobreakError, ValueError, TypeError, KeyError) as error:
            log.warning("%s: %s", message.get("do"), error)

    def _happen(self, make: Callable[[Instant], Event]) -> dict[str, Any]:
        self._loop.event(make)
        status = self._parts.status()
        return {"status": status, "said": headline(status)}

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        answer = _choice(Answer, message.get("answer"), "answer")
        prompt, seconds = int(message.get("prompt", 0)), float(message.get("seconds", 0.0))
        routine, rating = _word(message, "routine"), _word(message, "rating")
        return self._happen(
            lambda at: Answered(at=at, prompt_id=prompt, answer=answer, seconds=seconds, routine=routine, rating=rating)
        )

    def _assessed(self, message: dict[str, Any]) -> dict[str, Any]:
        """A check-in has ended; only its outcome comes here. An emergency quiets the day, until it is cleared."""
        outcome = standing.checked(message)
        standing.keep(outcome)
        self._parts.replan()
        if outcome["tier"] == standing.HIGHEST_TIER:
            self._loop.event(lambda at: PausedBy(at=at, tomorrow=True, counting=True))
        elif message.get("resume") is True and quiet_until_tomorrow(self._loop.state):
            self._loop.event(lambda at: Resumed(at=at))
        return {}

    def _asked(self, message: dict[str, Any]) -> dict[str, Any]:
        """The question after a result was answered or put away: only the day of the next one comes here."""
        standing.asked(message)
        self._parts.replan()
        return {}

    def _break(self, message: dict[str, Any]) -> dict[str, Any]:
        """A break now; it begins at once unless only an offer is wanted. With no kind, what stands is started."""
        loop = self._loop
        prompt = loop.state.prompt
        wanted = message.get("kind")
        begin = bool(message.get("start", True))
        if begin and wanted is None and prompt is not None and prompt.phase is not Phase.RUNNING:
            kind = prompt.kind
        elif wanted is None:
            kind = PromptKind.MOVEMENT if loop.plan.layer(PromptKind.MOVEMENT) else PromptKind.MICRO
        else:
            kind = BREAKS.get(str(wanted)) or _choice(PromptKind, wanted, "kind")
        if loop.plan.layer(kind) is None and kind not in DAILY:
            title = f"Your settings have no {kind.value.replace('_', ' ')}."
            raise UsageError(title, "See: ergobreak settings show")
        return self._happen(lambda at: BreakAsked(at=at, kind=kind, running=begin))

    def _complain(self, message: dict[str, Any]) -> dict[str, Any]:
        kind = _choice(PromptKind, message.get("kind"), "kind")
        complaint = _choice(Complaint, message.get("complaint"), "complaint")
        self._parts.heed_complaint(kind, complaint)
        return self._happen(lambda at: Complained(at=at, kind=kind, complaint=complaint))

    def _ignore_hold(self, message: dict[str, Any]) -> dict[str, Any]:
        reason = _choice(HoldReason, message.get("reason"), "reason")
        if f"hold_{reason.value}" in self._parts.keeper.snapshot.locked:
            raise UsageError(_("What holds breaks here is managed by your organisation."), "See: ergobreak policy show")
        return self._happen(lambda at: HoldIgnored(at=at, reason=reason))

    def _pause(self, message: dict[str, Any]) -> dict[str, Any]:
        seconds = message.get("seconds")
        until = message.get("until")
        return self._happen(
            lambda at: PausedBy(
                at=at,
                seconds=None if seconds is None else float(seconds),
                until=None if until is None else int(until),
                tomorrow=bool(message.get("tomorrow", False)),
                until_call_ends=bool(message.get("until_call_ends", False)),
                counting=bool(message.get("counting", False)),
            )
        )

    def _routine(self, message: dict[str, Any]) -> dict[str, Any]:
        """A routine that was started by hand has ended; the journal learns which, and how it was."""
        routine, rating = _word(message, "routine"), _word(message, "rating")
        hurt = message["do"] == "routine_hurt" or rating == "hurt"
        self._loop.note("hurt" if hurt else "done", routine=routine, seconds=round(float(message.get("seconds", 0.0))))
        if rating:
            self._loop.note("rated", routine=routine, rating=rating)
        return {}

    def _posture(self, message: dict[str, Any]) -> dict[str, Any]:
        """A posture check that was asked for by hand was answered; the same fact as after a prompt."""
        self._loop.note("rated", routine=_word(message, "routine"), rating=_word(message, "rating"))
        return {}

    def _snooze(self, message: dict[str, Any]) -> dict[str, Any]:
        seconds = float(message.get("seconds", 0.0))
        return self._happen(lambda at: SnoozeAsked(at=at, seconds=seconds))

    def _forget(self) -> dict[str, Any]:
        try:
            gone = self._loop.journal.forget()
        except OSError as error:
            title = _("{path} cannot be emptied: {reason}").format(path=error.filename, reason=error.strerror)
            raise ErgobreakError(title, _("Try again; if it stays so, look at: ergobreak doctor")) from error
        self._loop.reset()
        return {"forgotten": gone}

    def _why(self, _message: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {
                "at": each.at.isoformat(timespec="seconds"),
                "code": each.code,
                "kind": None if each.kind is None else each.kind.value,
                "values": dict(each.values),
            }
            for each in self._loop.state.decisions
        ]
        status = self._parts.status()
        return {
            "decisions": [{**each, "sentence": why(each)} for each in rows],
            "now": headline(status),
            "next": next_line(status),
            "moves": moves_line(status),
            "coming": status["next"],
        }


def _unforeseen(error: Exception) -> ErgobreakError:
    title = _("Something went wrong inside ergobreak: {error}").format(error=f"{type(error).__name__}: {error}")
    return ErgobreakError(title, _("The log says more; ergobreak goes on."))


def _done(do: Callable[[], None]) -> dict[str, Any]:
    do()
    return {}


def _word(message: dict[str, Any], key: str) -> str:
    """A short word from outside: letters, digits and the few signs that ids have."""
    text = str(message.get(key, ""))[:80]
    return text if all(each.isalnum() or each in "_-:." for each in text) else ""


def _choice(kind: Any, value: Any, key: str) -> Any:  # noqa: ANN401 - any StrEnum
    try:
        return kind(value)
    except ValueError:
        title = f"{key} {value!r} is not known."
        raise UsageError(title, "Known: " + ", ".join(each.value for each in kind)) from None
