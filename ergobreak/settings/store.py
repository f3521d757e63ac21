"""Reading all layers into one answer, explaining one key, and writing the person's own file.

Reading never raises: what cannot be used is a ``Problem``. Writing raises ``SettingsError`` before anything is
changed, and replaces the file in one step, with its comments kept.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ergobreak.content import Problem, read_toml
from ergobreak.errors import SettingsError
from ergobreak.paths import config_file, write_private
from ergobreak.settings.fields import ByPolicy, Limit
from ergobreak.settings.layers import (
    MANDATORY,
    POLICY,
    RANK,
    Layer,
    LayerName,
    PolicySource,
    Voice,
    check,
    command_line_layer,
    environment_layer,
    file_layer,
    is_missing,
    profile_layer,
)
from ergobreak.settings.limits import Bound, bounds_in, narrowed
from ergobreak.settings.model import KEYS, Settings, extra_of, field_of
from ergobreak.settings.policy_check import near
from ergobreak.settings.profiles import Profile, profiles
from ergobreak.settings.sources import policy_source
from ergobreak.settings.texts import as_text, parse, plain
from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """All layers, read.

    Args:
        values: what is in force.
        voices: the checked layers, lowest first; ``default`` is not among them.
        layer: for each key, which layer has the word.
        limits: the bounds of an organisation, by key.
        own: the person's file as far as it is good: what stays in force if the file is broken next time.
    """

    values: Settings
    profile: Profile
    voices: tuple[Voice, ...]
    layer: Mapping[str, LayerName]
    problems: tuple[Problem, ...]
    limits: Mapping[str, Bound] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def locked(self) -> frozenset[str]:
        """The keys that an organisation has fixed."""
        return frozenset(key for key, name in self.layer.items() if name in MANDATORY)

    def voice(self, key: str) -> Voice | None:
        """Who has the word on that key; ``None`` is the built-in default."""
        return next((each for each in reversed(self.voices) if key in each.values), None)

    def beneath(self, key: str) -> Any:  # noqa: ANN401 - each key has its own type
        """What would apply if the person said nothing."""
        rank = RANK[LayerName.FILE]
        lower = (each for each in reversed(self.voices) if RANK[each.layer.name] < rank and key in each.values)
        voice = next(lower, None)
        value = field_of(key).default if voice is None else voice.values[key]
        return self.limits[key].inside(value) if key in self.limits else value

    @property
    def own_problems(self) -> tuple[Problem, ...]:
        """What is wrong in the person's own layers; a policy's faults are for whoever wrote it."""
        return tuple(each for voice in self.voices if voice.layer.name not in POLICY for each in voice.problems)

    def plain(self) -> dict[str, Any]:
        """What is in force, as JSON knows it."""
        return {key: plain(getattr(self.values, key)) for key in KEYS}


def load(
    *,
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    policy: PolicySource = policy_source,
    last_good: Mapping[str, Any] | None = None,
) -> Loaded:
    """Everything that is set, by every layer. Never raises over what a file holds.

    Args:
        path: the person's file; the usual one by default.
        options: keys and texts of the command line.
        policy: reads the organisation's layers on this system.
        last_good: the person's own values as they were when the file was last right (``Snapshot.own``).
    """
    layers: list[Layer] = [
        *policy(),
        file_layer(path or config_file()),
        environment_layer(os.environ if environ is None else environ),
        command_line_layer(options or {}),
    ]
    return resolve(layers, last_good)


def resolve(layers: Sequence[Layer], last_good: Mapping[str, Any] | None = None) -> Loaded:
    """The layers in order and checked, with the profile's numbers put in; of two layers of one rank the later wins.

    A profile that the person chose (in their file, the environment or on the command line) speaks with their voice: its
    numbers stand above what is recommended. One that is built in or recommended stands below everybody, and brings
    nothing that is the person's own, such as how often they are asked how they are.
    """
    voices = [check(each, last_good) for each in layers]
    voices.sort(key=lambda each: RANK[each.layer.name])
    chooser = next((each for each in reversed(voices) if "profile" in each.values), None)
    profile = profiles()[chooser.values["profile"] if chooser else field_of("profile").default]
    persons = chooser is not None and RANK[chooser.layer.name] >= RANK[LayerName.FILE]
    at = sum(RANK[each.layer.name] < RANK[LayerName.FILE] for each in voices) if persons else 0
    voices.insert(at, check(profile_layer(profile.name, profile.numbers if persons else _without_own(profile.numbers))))
    owner = {key: voice.layer.name for voice in voices for key in voice.values}
    values, limits = Settings.of(tuple(each.values for each in reversed(voices))), bounds_in(voices)
    return Loaded(
        values=values.model_copy(update=narrowed({key: getattr(values, key) for key in limits}, limits)),
        profile=profile,
        voices=tuple(voices),
        layer={key: owner.get(key, LayerName.DEFAULT) for key in KEYS},
        problems=tuple(problem for voice in voices for problem in voice.problems),
        limits=limits,
        own={
            key: plain(value)
            for voice in voices
            if voice.layer.name is LayerName.FILE
            for key, value in voice.values.items()
        },
    )


def _without_own(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in numbers.items() if extra_of(key)["policy"] != ByPolicy.NO}


def known(key: str) -> str:
    """The key itself.

    Raises:
        SettingsError: there is none of that name; the hint names the nearest.
    """
    tidy = key.strip().lower().replace("-", "_")
    if tidy in KEYS:
        return tidy
    guess = near(tidy, KEYS)
    hint = _('Did you mean "{guess}"?').format(guess=guess) if guess else ""
    raise SettingsError(_('There is no setting "{key}".').format(key=key[:80]), hint)


def set_value(key: str, text: str, *, path: Path | None = None, policy: PolicySource = policy_source) -> Any:  # noqa: ANN401 - each key has its own type
    """Write one value into the person's file; gives back the value as it is now in the file.

    Raises:
        SettingsError: no such key, a value that does not fit or lies outside a bound, a locked key, or a file that
            cannot be changed.
    """
    key = known(key)
    path = path or config_file()
    voices = [check(each) for each in policy()]
    _not_locked(key, path, voices)
    try:
        value = parse(key, text)
    except ValueError as error:
        raise SettingsError(f"{key}: {error}", _("Nothing was changed.")) from None
    _inside(key, value, voices)
    _rewrite(path, key, plain(value))
    return value


def unset(key: str, *, path: Path | None = None, policy: PolicySource = policy_source) -> None:
    """Take one value out of the person's file, so that the layer below speaks again.

    Raises:
        SettingsError: no such key, a locked key, or a file that cannot be changed.
    """
    path = path or config_file()
    key = known(key)
    _not_locked(key, path, [check(each) for each in policy()])
    if not is_missing(path):
        _rewrite(path, key, None)


def _not_locked(key: str, path: Path, voices: Sequence[Voice]) -> None:
    locking = [each.layer for each in voices if each.layer.name in MANDATORY and key in each.values]
    if locking:
        source = max(locking, key=lambda each: RANK[each.name]).source
        raise SettingsError(
            _("{key} is managed by your organisation ({source}).").format(key=key, source=source),
            _("Your file {path} is unchanged.").format(path=path),
        )


def _inside(key: str, value: Any, voices: Sequence[Voice]) -> None:  # noqa: ANN401 - each key has its own type
    limit = bounds_in(voices).get(key)
    if limit is None or limit.inside(value) == value:
        return
    words = _("{key}: at most {value}, limited by your organisation ({source}).")
    if limit.kind is Limit.AT_LEAST:
        words = _("{key}: at least {value}, limited by your organisation ({source}).")
    raise SettingsError(
        words.format(key=key, value=as_text(limit.value), source=limit.source), _("Nothing was changed.")
    )


def _rewrite(path: Path, key: str, value: object) -> None:
    """The file with that one key changed, or taken out for ``None``."""
    import tomlkit  # noqa: PLC0415 - only writers need it

    text = ""
    if not is_missing(path):
        toml = read_toml(path)
        if toml.problems:
            raise SettingsError(str(toml.problems[0]), _("Mend the file first; nothing was changed."))
        text = path.read_bytes().decode("utf-8-sig")
    try:
        document = tomlkit.parse(text)
        if value is None:
            document.pop(key, None)
        else:
            document[key] = value
        changed = tomlkit.dumps(document)
        if "\r\n" in text and not re.search(r"(?<!\r)\n", text):  # tomlkit ends a new line its own way
            changed = re.sub(r"(?<!\r)\n", "\r\n", changed)
        sound = tomllib.loads(changed).get(key) == value
    except (ValueError, RecursionError, KeyError) as error:  # tomlkit's errors are ValueErrors
        raise SettingsError(_("{path} cannot be changed.").format(path=path), str(error)) from None
    if not sound:
        raise SettingsError(
            _("{path} cannot be changed: {key} is used in another way there.").format(path=path, key=key),
            _("Edit the file by hand."),
        )
    try:
        write_private(path, changed)
    except OSError as error:
        raise SettingsError(
            _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror),
            _("Nothing was changed."),
        ) from None
