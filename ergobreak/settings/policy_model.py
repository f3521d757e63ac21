"""The policy model: one flat list of everything that an organisation may say, and how far.

It follows from the settings, so there is nothing to keep in step:

* a key whose rule is ``yes`` or ``listed`` may be recommended (the person can change it) or fixed (locked);
* a key whose rule is ``recommend`` may only be recommended: fixing it could keep a person from more breaks, from
  reading, or from hearing;
* a number with a ``limit`` has a bound beside it, ``<key>_at_most`` or ``<key>_at_least``, which is always mandatory
  and only ever points towards more or gentler breaks;
* a key whose rule is ``no`` is not here at all: it is the person's own;
* the organisation's own keys (``organisation.py``) are mandatory.

There is no policy about the signs that need help, the emergency number, the text of the check-in or its answers, and
none that makes a break come over a call: see ``docs/decisions/0017-policy-is-a-bound-or-a-default.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

from pydantic import TypeAdapter

from ergobreak.settings.fields import ByPolicy, Limit
from ergobreak.settings.model import KEYS, adapter_of, extra_of, field_of
from ergobreak.settings.organisation import OrganisationKeys
from ergobreak.settings.texts import NUMBER_LISTS, as_text, choices, kind_of, plain, validate_with
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

SINCE = "0.1"


def _N(text: str) -> str:  # noqa: N802 - the usual name for "translate this later"
    return text


class Levels(StrEnum):
    """At which level an organisation may set a policy."""

    BOTH = "both"
    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy.

    Args:
        name: in files and in ``ergobreak policy``; ``pascal`` is its name in the registry and in profiles.
        key: the setting behind it; empty for the organisation's own.
        bound: whether it limits ``key`` instead of giving its value.
        kind: ``switch``, ``number``, ``choice``, ``list`` (of texts), ``numbers`` (a list) or ``text``.
        choices: the only values allowed, where there are such.
        minimum: of a number; with ``maximum`` also of each item of ``numbers``.
        default: what applies when nobody says anything.
        group: the heading under which it stands, the same as on the settings screen.
        since: the version that brought it.
    """

    name: str
    key: str
    bound: Limit
    kind: str
    levels: Levels
    choices: tuple[str | bool, ...]
    minimum: float | None
    maximum: float | None
    default: Any
    title: str
    help: str
    unit: str
    group: str
    since: str = SINCE

    @property
    def pascal(self) -> str:
        """``micro_every_min`` as Windows and macOS administrators write names: ``MicroEveryMin``."""
        return "".join(part.capitalize() for part in self.name.split("_"))


@cache
def policies() -> tuple[Policy, ...]:
    """Every policy, in the order of the settings screen; the organisation's own come last."""
    return (*_of_settings(), *_of_organisation())


@cache
def by_name() -> dict[str, Policy]:
    """Every policy by its name."""
    return {each.name: each for each in policies()}


@cache
def by_pascal() -> dict[str, Policy]:
    """Every policy by its name in the registry and in profiles, in lower case: Windows does not tell case apart."""
    return {each.pascal.lower(): each for each in policies()}


def check_value(policy: Policy, value: object) -> Any:  # noqa: ANN401 - each policy has its own type
    """The value, checked alone and strictly.

    Raises:
        ValueError: it does not fit; the message says why in plain words.
    """
    checked = validate_with(adapter_for(policy), value)
    if policy.choices and plain(checked) not in policy.choices:
        raise ValueError(_("a policy may not set this value: {value}.").format(value=as_text(checked)))
    return checked


def adapter_for(policy: Policy) -> TypeAdapter[Any]:
    """The check of one value alone: that of the setting behind the policy, or the organisation's own."""
    return adapter_of(policy.key) if policy.key else _organisation_adapter(policy.name)


def _of_settings() -> Iterator[Policy]:
    for key in KEYS:
        extra, field = extra_of(key), field_of(key)
        rule = ByPolicy(extra["policy"])
        if rule is ByPolicy.NO:
            continue
        listed = tuple(extra.get("policy_values", ()))
        yield _policy(
            key,
            field,
            extra,
            kind=_kind(key),
            levels=Levels.RECOMMENDED if rule is ByPolicy.RECOMMEND else Levels.BOTH,
            choices=listed or choices(key),
        )
        limit = Limit(extra["limit"])
        if limit is not Limit.NONE:
            words = _N("{title}: at most") if limit is Limit.AT_MOST else _N("{title}: at least")
            helps = (
                _N("The person may choose less, never more than this.")
                if limit is Limit.AT_MOST
                else _N("The person may choose more, never less than this.")
            )
            yield _policy(
                key,
                field,
                extra,
                kind="number",
                levels=Levels.MANDATORY,
                bound=limit,
                title=_(words).format(title=_(field.title or key)),
                help_=_(helps),
            )


def _of_organisation() -> Iterator[Policy]:
    kinds = {"start_at_login": "switch", "report_group_size": "number", "reporting": "choice"}
    for name, field in OrganisationKeys.model_fields.items():
        kind = kinds.get(name, "text")
        extra = cast("dict[str, Any]", field.json_schema_extra)
        listed = get_args(field.annotation) if kind == "choice" else ()
        yield _policy("", field, extra, name=name, kind=kind, levels=Levels.MANDATORY, choices=listed)


def _policy(  # noqa: PLR0913 - one description with many sides
    key: str,
    field: FieldInfo,
    extra: dict[str, Any],
    *,
    kind: str,
    levels: Levels,
    choices: tuple[Any, ...] = (),
    bound: Limit = Limit.NONE,
    name: str = "",
    title: str = "",
    help_: str = "",
) -> Policy:
    minimum, maximum = _bounds(field, kind)
    return Policy(
        name=name or (key if bound is Limit.NONE else f"{key}_{bound.value}"),
        key=key,
        bound=bound,
        kind=kind,
        levels=levels,
        choices=choices,
        minimum=minimum,
        maximum=maximum,
        default=None if bound is not Limit.NONE else plain(field.default),
        title=title or _(field.title or key),
        help=help_ or _(field.description or ""),
        unit=_(extra["unit"]) if extra["unit"] else "",
        group=_(extra["group"]),
    )


def _kind(key: str) -> str:
    kind = kind_of(key)
    return "numbers" if kind == "list" and key in NUMBER_LISTS else kind


def _bounds(field: FieldInfo, kind: str) -> tuple[float | None, float | None]:
    holder: Any = field
    if kind == "numbers":
        inner = get_args(field.annotation)[0]  # tuple[Annotated[int, Field(...)], ...]
        holder = get_args(inner)[1]
    elif kind != "number":
        return None, None
    low = next((each.ge for each in holder.metadata if getattr(each, "ge", None) is not None), None)
    high = next((each.le for each in holder.metadata if getattr(each, "le", None) is not None), None)
    return low, high


@cache
def _organisation_adapter(name: str) -> TypeAdapter[Any]:
    field = OrganisationKeys.model_fields[name]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
