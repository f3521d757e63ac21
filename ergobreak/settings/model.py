"""What may be set: one flat model. Flat, because a nested group would mix layers inside one value.

``Settings`` is built from layers, highest first, through pydantic-settings; ``layers.py`` says which layers there are.
Every value that reaches it here has been checked alone before, so one bad value never voids the rest.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import TypeAdapter
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ergobreak.settings.break_keys import BreakKeys, QuietKeys
from ergobreak.settings.person_keys import CheckKeys, LookKeys, RoutineKeys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic.fields import FieldInfo
    from pydantic_settings import InitSettingsSource


class Settings(LookKeys, CheckKeys, RoutineKeys, QuietKeys, BreakKeys, BaseSettings):
    """Everything that may be set."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, defer_build=False)

    @classmethod
    def of(cls, layers: Sequence[Mapping[str, Any]]) -> Settings:
        """From the checked values of the layers, highest first."""
        given: dict[str, Any] = {"layers": layers}
        return cls(**given)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - our own layer reads the environment key by key
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not a place for settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not a place for settings
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """One source a layer, the first the highest; the defaults follow by themselves."""
        layers = cast("InitSettingsSource", init_settings).init_kwargs.get("layers", ())
        return tuple(LayerSource(settings_cls, values) for values in layers) or (LayerSource(settings_cls, {}),)


class LayerSource(PydanticBaseSettingsSource):
    """The checked values of one layer: the file, the environment, or a policy."""

    def __init__(self, settings_cls: type[BaseSettings], values: Mapping[str, Any]) -> None:
        super().__init__(settings_cls)
        self._values = values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - base class
        """The layer's value of one key."""
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All values of the layer; a key that it does not set is left to the layer below."""
        return {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
            if name in self._values
        }


KEYS: tuple[str, ...] = tuple(
    name for part in (BreakKeys, QuietKeys, RoutineKeys, CheckKeys, LookKeys) for name in part.model_fields
)


def field_of(key: str) -> FieldInfo:
    """What the model says about a key."""
    return Settings.model_fields[key]


def extra_of(key: str) -> dict[str, Any]:
    """Group, effect, unit, step and what policy may do."""
    return cast("dict[str, Any]", field_of(key).json_schema_extra)


@cache
def adapter_of(key: str) -> TypeAdapter[Any]:
    """The check of one key alone."""
    field = field_of(key)
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
