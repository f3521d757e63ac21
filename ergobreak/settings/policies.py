"""What an organisation says, all told: each policy of each source with its fate, and what follows from all together.

For ``ergobreak policy show``, the window's table, the snapshot and the hash. Nothing here tells what a person chose:
an administrator may read this list, and a person's own settings are none of their business.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ergobreak.settings.fields import Limit
from ergobreak.settings.layers import MANDATORY, POLICY, LayerName, Voice
from ergobreak.settings.limits import bounds_in
from ergobreak.settings.policy_model import policies
from ergobreak.settings.texts import as_text, plain
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ergobreak.content import Problem
    from ergobreak.settings.store import Loaded

HASH_LENGTH = 8
VERSION = 1
_USER = frozenset({LayerName.USER_MANDATORY, LayerName.USER_RECOMMENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One policy as one source says it.

    Args:
        name: empty where a whole file cannot be used.
        value: as it stands there, or as it is understood; ``None`` where it cannot be used.
        text: the value as a person would type it.
        source: the file or key of the registry; ``line`` is 0 where there are no lines.
        level: ``mandatory`` or ``recommended``.
        scope: ``machine`` or ``user``.
        locked: whether it holds and no person can change it.
        error: why it is not used.
        note: what else is to be known: another source has the word.
    """

    name: str
    value: Any
    text: str
    source: str
    line: int
    level: str
    scope: str
    locked: bool
    error: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def statements(loaded: Loaded) -> list[Statement]:
    """Everything that is said, good or bad: by policy in the order of the settings screen, then what is wrong."""
    voices = said(loaded.voices)
    winners = _winners(voices)
    order = {each.name: rank for rank, each in enumerate(policies())}
    good = [
        _good(name, voice, winners[_level(voice), name])
        for voice in voices
        for name in sorted(voice.policies, key=order.__getitem__)
    ]
    good.sort(key=lambda each: order[each.name])
    return good + [_bad(problem, voice) for voice in voices for problem in voice.problems]


def table(loaded: Loaded) -> dict[str, Any]:
    """All of it as ``policy show --json`` prints it and the window's table shows it."""
    own = organisation(loaded)
    return {
        "version": VERSION,
        "hash": policy_hash(loaded),
        "errors": errors(loaded),
        "managed_reason": own["managed_reason"],
        "support_contact": own["support_contact"],
        "policies": [each.as_dict() for each in statements(loaded)],
    }


def said(voices: Iterable[Voice]) -> list[Voice]:
    """The voices of the organisation, the weakest first."""
    return [each for each in voices if each.layer.name in POLICY]


def effective(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """What holds at each level, by policy name: what the hash is made of and ``policy export`` writes."""
    found: dict[str, dict[str, Any]] = {"mandatory": {}, "recommended": {}}
    for (level, name), voice in _winners(said(loaded.voices)).items():
        found[level][name] = plain(voice.policies[name])
    return {level: dict(sorted(values.items())) for level, values in found.items()}


def policy_hash(loaded: Loaded) -> str:
    """Eight letters that stand for the policy in force; empty where there is none."""
    found = effective(loaded)
    if not any(found.values()):
        return ""
    text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def errors(loaded: Loaded) -> int:
    """How many policies, or whole files, could not be used."""
    return sum(len(each.problems) for each in said(loaded.voices))


def organisation(loaded: Loaded) -> dict[str, Any]:
    """The organisation's own keys, each with its default where nothing is said."""
    found = effective(loaded)["mandatory"]
    return {each.name: found.get(each.name, each.default) for each in policies() if not each.key}


def as_snapshot(loaded: Loaded) -> dict[str, Any]:
    """The part of the snapshot that tells of the organisation."""
    mandatory = {name: voice for (level, name), voice in _winners(said(loaded.voices)).items() if level == "mandatory"}
    own = {each.name for each in policies() if not each.key or each.bound is not Limit.NONE}
    return {
        "hash": policy_hash(loaded),
        "errors": errors(loaded),
        "organisation": organisation(loaded),
        "bounds": {each.name: each.value for each in loaded.limits.values()},
        "sources": {name: place(voice, name) for name, voice in mandatory.items() if name in own},
    }


def place(voice: Voice, name: str) -> str:
    """Where that voice says it."""
    line = voice.layer.lines.get(name, 0)
    return f"{voice.layer.source}:{line}" if line else voice.layer.source


def _winners(voices: Sequence[Voice]) -> dict[tuple[str, str], Voice]:
    """For each level and policy, the voice that has the word there."""
    found = {(_level(voice), name): voice for voice in voices for name in voice.policies}
    sources = {(each.layer, each.name): each for each in bounds_in(voices).values()}
    for voice in voices:
        for name in voice.policies:
            bound = sources.get((voice.layer.name, name))
            if bound is not None and bound.source == voice.layer.source:
                found[_level(voice), name] = voice
    return found


def _level(voice: Voice) -> str:
    return "mandatory" if voice.layer.name in MANDATORY else "recommended"


def _good(name: str, voice: Voice, winner: Voice) -> Statement:
    note = ""
    if winner is not voice:
        note = _("{source} has the word on this.").format(source=place(winner, name))
    return Statement(
        name=name,
        value=plain(voice.policies[name]),
        text=as_text(voice.policies[name]),
        source=voice.layer.source,
        line=voice.layer.lines.get(name, 0),
        level=_level(voice),
        scope=_scope(voice),
        locked=winner is voice and _level(voice) == "mandatory",
        note=note,
    )


def _bad(problem: Problem, voice: Voice) -> Statement:
    return Statement(
        name=problem.key,
        value=None,
        text="",
        source=problem.file,
        line=problem.line,
        level=_level(voice),
        scope=_scope(voice),
        locked=False,
        error=problem.message,
    )


def _scope(voice: Voice) -> str:
    return "user" if voice.layer.name in _USER else "machine"
