"""One key, explained: for ``ergobreak settings explain``, for the settings screen, for the manual. Ready for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast

from ergobreak.settings.fields import Limit
from ergobreak.settings.layers import MANDATORY, LayerName
from ergobreak.settings.model import KEYS, extra_of, field_of
from ergobreak.settings.policies import organisation
from ergobreak.settings.profiles import profiles
from ergobreak.settings.store import Loaded, known
from ergobreak.settings.store import load as load_all
from ergobreak.settings.texts import as_text, choices, kind_of, plain
from ergobreak.words import _


def _N(text: str) -> str:  # noqa: N802 - the usual name for "translate this later"
    return text


_LABELS = {
    "passive": _N("In the tray"), "with_micro": _N("With the micro-break"), "active": _N("Every micro-break"),
    "off": _N("Off"), "gentle": _N("Gentle"), "firm": _N("Firm"), "chair": _N("Chair"), "standing": _N("Standing"),
    "floor": _N("Floor"), "open": _N("Open room"), "private": _N("Private room"), "signpost": _N("Signpost"),
    "guided": _N("Guided"), "system": _N("As the system"), "light": _N("Light"), "dark": _N("Dark"),
    "contrast": _N("Strong contrast"), "top_right": _N("Top right"), "top_left": _N("Top left"),
    "bottom_right": _N("Bottom right"), "bottom_left": _N("Bottom left"), "24": _N("24 hours"), "12": _N("12 hours"),
}  # fmt: skip

_LAYERS = {
    LayerName.DEFAULT: _N("built-in default"),
    LayerName.PROFILE: _N("your profile"),
    LayerName.MACHINE_RECOMMENDED: _N("recommended for this machine"),
    LayerName.USER_RECOMMENDED: _N("recommended for you"),
    LayerName.FILE: _N("your settings file"),
    LayerName.ENVIRONMENT: _N("environment variable"),
    LayerName.COMMAND_LINE: _N("command line"),
    LayerName.USER_MANDATORY: _N("fixed for you by your organisation"),
    LayerName.MACHINE_MANDATORY: _N("fixed for this machine by your organisation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that can be said about one key.

    Args:
        value: what is in force.
        text: the same, as a person would type it.
        layer: which layer has the word; ``layer_words`` says it in words.
        source: the file or place of that layer, with its line where it has one.
        default: what would apply if the person said nothing.
        kind: ``switch``, ``number``, ``list``, ``choice`` or ``text``.
        bounds: ``min`` and ``max`` of a number, as narrow as an organisation makes them.
        limited: who narrows it and how far, in words; empty where nobody does.
        choices: values and their labels.
        locked: an organisation has fixed it; ``reason`` says why, if it said.
        problems: what is wrong with this key, in any layer of the person's own; a policy's faults are IT's business.
    """

    key: str
    title: str
    description: str
    group: str
    effect: str
    unit: str
    step: float
    kind: str
    value: Any
    text: str
    default: Any
    layer: str
    layer_words: str
    source: str
    bounds: dict[str, float]
    limited: str
    choices: tuple[tuple[str, str], ...]
    locked: bool
    reason: str
    policy: str
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def explain(key: str, loaded: Loaded | None = None) -> Explanation:
    """Everything about one key, in the person's language.

    Raises:
        SettingsError: there is no such key.
    """
    key = known(key)
    loaded = loaded or load_all()
    about, extra = field_of(key), extra_of(key)
    layer = loaded.layer[key]
    value = getattr(loaded.values, key)
    limits = bounds(key, loaded)
    help_ = _(about.description or "")
    if limits:
        span = _("From {min} to {max}{unit}.")
        unit = f" {_(extra['unit'])}" if extra["unit"] else ""
        help_ = f"{help_} {span.format(min=as_text(limits['min']), max=as_text(limits['max']), unit=unit)}"
    return Explanation(
        key=key,
        title=_(about.title or key),
        description=help_,
        group=_(extra["group"]),
        effect=_(extra["effect"]),
        unit=_(extra["unit"]) if extra["unit"] else "",
        step=extra["step"],
        kind=kind_of(key),
        value=plain(value),
        text=as_text(value),
        default=plain(loaded.beneath(key)),
        layer=layer.value,
        layer_words=_(_LAYERS[layer]),
        source=_source(loaded, key),
        bounds=limits,
        limited=_limited(loaded, key),
        choices=tuple((each, _label(key, each)) for each in choices(key)),
        locked=layer in MANDATORY,
        reason=_reason(loaded, key) if layer in MANDATORY else "",
        policy=extra["policy"],
        problems=tuple(
            each.message for each in loaded.own_problems if each.key.lower().removeprefix("ergobreak_") == key
        ),
    )


def rows(loaded: Loaded | None = None) -> list[dict[str, Any]]:
    """Every key, in the order of the settings screen."""
    loaded = loaded or load_all()
    return [explain(key, loaded).as_dict() for key in KEYS]


def bounds(key: str, loaded: Loaded | None = None) -> dict[str, float]:
    """The smallest and greatest number of a key, if it is a number; with ``loaded``, inside an organisation's bound."""
    found = {}
    for each in field_of(key).metadata:
        if (low := getattr(each, "ge", None)) is not None:
            found["min"] = cast("float", low)
        if (high := getattr(each, "le", None)) is not None:
            found["max"] = cast("float", high)
    limit = loaded.limits.get(key) if loaded else None
    if limit is not None:
        found["max" if limit.kind is Limit.AT_MOST else "min"] = limit.value
    return found


def _limited(loaded: Loaded, key: str) -> str:
    limit = loaded.limits.get(key)
    if limit is None:
        return ""
    words = _("at most {value}{unit} ({source})")
    if limit.kind is Limit.AT_LEAST:
        words = _("at least {value}{unit} ({source})")
    given = extra_of(key)["unit"]
    unit = f" {_(given)}" if given else ""
    source = f"{limit.source}:{limit.line}" if limit.line else limit.source
    return words.format(value=as_text(limit.value), unit=unit, source=source)


def _reason(loaded: Loaded, key: str) -> str:
    voice = loaded.voice(key)
    own = voice.layer.reasons.get(key, "") if voice else ""
    return own or str(organisation(loaded)["managed_reason"])


def _label(key: str, value: str) -> str:
    return _(profiles()[value].title) if key == "profile" else _(_LABELS[value])


def _source(loaded: Loaded, key: str) -> str:
    voice = loaded.voice(key)
    if voice is None:
        return ""
    line = voice.layer.lines.get(key, 0)
    return f"{voice.layer.source}:{line}" if line else voice.layer.source
