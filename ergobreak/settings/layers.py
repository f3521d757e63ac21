"""Who may say what a key is, from the weakest voice to the strongest, and how each voice is checked.

    built-in default < profile < machine recommended < user recommended < the person's file < environment
                     < command line < user mandatory < machine mandatory

A profile that the person chose is their own word: its numbers then stand just below their file, above what is
recommended (``store.resolve``).

The strongest layer that sets a key wins, key by key; lists are replaced whole. Every value is checked alone: a wrong or
unknown one is told with file, line and key, and left out. In the person's own file the last good value of that key
then stays, if there was one; else the next layer below speaks. Policy layers are handed in by whoever can read them on
this system; this module only knows their names, their rank, and which keys they may not touch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ergobreak.content import Problem, read_toml
from ergobreak.settings.model import KEYS
from ergobreak.settings.policy_check import check_policy, near
from ergobreak.settings.policy_model import Levels
from ergobreak.settings.texts import as_text, parse, validate
from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "ERGOBREAK_"


class LayerName(StrEnum):
    """The layers, lowest first."""

    DEFAULT = "default"
    PROFILE = "profile"
    MACHINE_RECOMMENDED = "machine_recommended"
    USER_RECOMMENDED = "user_recommended"
    FILE = "file"
    ENVIRONMENT = "environment"
    COMMAND_LINE = "command_line"
    USER_MANDATORY = "user_mandatory"
    MACHINE_MANDATORY = "machine_mandatory"


RANK = {name: rank for rank, name in enumerate(LayerName)}
MANDATORY = frozenset({LayerName.USER_MANDATORY, LayerName.MACHINE_MANDATORY})
POLICY = MANDATORY | {LayerName.MACHINE_RECOMMENDED, LayerName.USER_RECOMMENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one voice says, before it is checked.

    Args:
        source: the file, or the name of the place, as a person would look for it.
        values: as read; text still to be parsed where ``typed`` is true.
        lines: where the keys stand in the source.
        reasons: why an organisation set a key, in its own words.
        broken: why nothing could be read at all.
        faults: single keys that were already wrong when the source was read.
        pascal: whether names are written ``LikeThis`` there, as in the registry.
        watch: files and folders whose change means: read again.
    """

    name: LayerName
    source: str
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    typed: bool = False
    broken: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    pascal: bool = False
    watch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A layer whose values have been checked.

    Args:
        values: of the settings' own keys.
        policies: of a policy layer all that is good, bounds and the organisation's own keys too, by policy name.
    """

    layer: Layer
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    policies: Mapping[str, Any] = field(default_factory=dict)


PolicySource = Callable[[], Sequence[Layer]]


def no_policy() -> Sequence[Layer]:
    """Nobody manages this machine."""
    return ()


def file_layer(path: Path) -> Layer:
    """The person's own file; a missing one says nothing."""
    if is_missing(path):
        return Layer(name=LayerName.FILE, source=str(path), values={}, watch=(str(path),))
    toml = read_toml(path)
    lines = {str(key[0]): line for key, line in toml.lines.items() if len(key) == 1}
    return Layer(
        name=LayerName.FILE,
        source=str(path),
        values=toml.values,
        lines=lines,
        broken=toml.problems,
        watch=(str(path),),
    )


def is_missing(path: Path) -> bool:
    """Whether there is no such file; one that cannot be reached is not missing, it is unreadable."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """``ERGOBREAK_THEME=dark``; other ``ERGOBREAK_`` variables are none of the settings' business."""
    values = {key: environ[PREFIX + key.upper()] for key in KEYS if PREFIX + key.upper() in environ}
    return Layer(name=LayerName.ENVIRONMENT, source=_("environment"), values=values, typed=True)


def command_line_layer(options: Mapping[str, str]) -> Layer:
    """What was said for this one run."""
    return Layer(name=LayerName.COMMAND_LINE, source=_("command line"), values=options, typed=True)


def profile_layer(name: str, numbers: Mapping[str, Any]) -> Layer:
    """The numbers of the chosen profile."""
    return Layer(name=LayerName.PROFILE, source=name, values=numbers)


def check(layer: Layer, last_good: Mapping[str, Any] | None = None) -> Voice:
    """Each value of the layer checked alone; ``last_good`` fills in where the person's file is wrong. Never raises."""
    if layer.name in POLICY:
        return _check_policies(layer)
    good: dict[str, Any] = {}
    problems = list(layer.broken)
    kept = _usable(last_good or {}) if layer.name is LayerName.FILE else {}
    if layer.broken:
        note = _("Your last good settings stay in force.") if kept else _("Nothing in it is used.")
        problems = [_noted(each, note) for each in problems]
        return Voice(layer=layer, values=kept, problems=tuple(problems))
    for key, raw in layer.values.items():
        if key not in KEYS:
            problems.append(_problem(layer, key, _("there is no such key.") + _meant(key)))
            continue
        try:
            good[key] = parse(key, raw) if layer.typed else validate(key, raw)
        except ValueError as error:
            problem = _problem(layer, key, str(error))
            if key in kept:
                good[key] = kept[key]
                problem = _noted(problem, _("It stays at {value}.").format(value=as_text(kept[key])))
            problems.append(problem)
    return Voice(layer=layer, values=good, problems=tuple(problems))


def _meant(key: str) -> str:
    guess = near(key, KEYS)
    return " " + _('Did you mean "{guess}"?').format(guess=guess) if guess else ""


def _check_policies(layer: Layer) -> Voice:
    if layer.broken:
        note = _("Nothing in it is used.")
        return Voice(layer=layer, values={}, problems=tuple(_noted(each, note) for each in layer.broken))
    good: dict[str, Any] = {}
    problems = list(layer.faults)
    level = Levels.MANDATORY if layer.name in MANDATORY else Levels.RECOMMENDED
    for name, raw in layer.values.items():
        try:
            value = check_policy(name, raw, level, pascal=layer.pascal)
        except ValueError as error:
            problems.append(_problem(layer, name, str(error)))
        else:
            if value is not None:  # "not set", said aloud
                good[name] = value
    own = {name: value for name, value in good.items() if name in KEYS}
    return Voice(layer=layer, values=own, problems=tuple(problems), policies=good)


def _usable(values: Mapping[str, Any]) -> dict[str, Any]:
    usable = {}
    for key, value in values.items():
        if key in KEYS:
            try:
                usable[key] = validate(key, value)
            except ValueError:  # written by another version
                continue
    return usable


def _problem(layer: Layer, key: str, message: str) -> Problem:
    shown = PREFIX + key.upper() if layer.name is LayerName.ENVIRONMENT else key
    return Problem(file=layer.source, line=layer.lines.get(key, 0), key=shown, message=message)


def _noted(problem: Problem, note: str) -> Problem:
    return Problem(file=problem.file, line=problem.line, key=problem.key, message=f"{problem.message} {note}")
