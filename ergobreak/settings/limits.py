"""Bounds: how far an organisation narrows a number, always towards more, longer or gentler breaks.

A bound is no value. Whatever the lower layers say (default, profile, the person's file, environment, command line) is
taken over as it is while it lies inside, and moved to the edge when it does not; what the person wrote stays in their
file and holds again when the bound goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ergobreak.settings.fields import Limit
from ergobreak.settings.layers import RANK, LayerName, Voice
from ergobreak.settings.policy_model import policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One bound in force.

    Args:
        name: the policy's; ``source`` and ``line`` say where it stands.
    """

    name: str
    key: str
    kind: Limit
    value: float
    layer: LayerName
    source: str
    line: int = 0

    def inside(self, value: Any) -> Any:  # noqa: ANN401 - an int or a float, as the key has it
        """The value, or the edge where it lies outside."""
        return min(value, self.value) if self.kind is Limit.AT_MOST else max(value, self.value)


def bounds_in(voices: Iterable[Voice]) -> dict[str, Bound]:
    """The bound of each key that has one: the machine's before the user's, and of one rank the tighter."""
    found: dict[str, Bound] = {}
    limits = {each.name: each for each in policies() if each.bound is not Limit.NONE}
    for voice in voices:
        for name in voice.policies.keys() & limits.keys():
            policy, layer = limits[name], voice.layer
            fresh = Bound(
                name=name,
                key=policy.key,
                kind=policy.bound,
                value=voice.policies[name],
                layer=layer.name,
                source=layer.source,
                line=layer.lines.get(name, 0),
            )
            old = found.get(policy.key)
            if old is None or _stronger(fresh, old):
                found[policy.key] = fresh
    return found


def narrowed(values: Mapping[str, Any], limits: Mapping[str, Bound]) -> dict[str, Any]:
    """The values that a bound moves, as they are then."""
    return {key: moved for key, each in limits.items() if (moved := each.inside(values[key])) != values[key]}


def _stronger(fresh: Bound, old: Bound) -> bool:
    if fresh.layer is not old.layer:
        return RANK[fresh.layer] > RANK[old.layer]
    return bool(fresh.inside(old.value) != old.value)
