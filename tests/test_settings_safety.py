"""The floor under every policy: what no organisation can do, whatever it writes. Held over the whole model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.plan import HoldReason, PromptKind, Style
from ergobreak.planning import to_plan
from ergobreak.settings import KEYS, Layer, LayerName, Loaded, profiles, resolve
from ergobreak.settings.fields import Limit
from ergobreak.settings.model import extra_of
from ergobreak.settings.policies import as_snapshot, policy_hash
from ergobreak.settings.policy_check import check_policy
from ergobreak.settings.policy_model import Levels, Policy, by_name, by_pascal, policies

if TYPE_CHECKING:
    from pathlib import Path

MANDATORY = (LayerName.MACHINE_MANDATORY, LayerName.USER_MANDATORY)
LEVELS = (*MANDATORY, LayerName.MACHINE_RECOMMENDED, LayerName.USER_RECOMMENDED)
# What is about the body or its history, and what keeps somebody safe: the person's own, all of it.
OF_THE_BODY = frozenset({
    "avoid_moves", "check_in_per_day", "conditions", "country", "floor_ok", "intention", "office_phone", "place",
    "share_weekly_number", "strength_sets", "weight_shift", "weight_shift_every_min", "weight_shift_length_s",
    "welcomed",
})  # fmt: skip
CALLS = {"hold_camera": HoldReason.CAMERA, "hold_microphone": HoldReason.MICROPHONE, "hold_sharing": HoldReason.SHARING}
SHORTER_IS_MORE = ("micro_every_min", "movement_every_min", "eye_every_min", "max_still_stand_min")
LONGER_IS_MORE = ("micro_length_s", "movement_length_min", "eye_length_s")
REVEALING = frozenset({"pregnancy", "seated_only", "back_return", "hands_and_neck"})


def values_of(policy: Policy) -> list[Any]:
    """Every value that an organisation may try, or the edges and the middle where there are too many."""
    if policy.kind == "switch":
        return [True, False]
    if policy.kind == "choice":
        return list(policy.choices)
    if policy.kind == "number":
        assert policy.minimum is not None
        assert policy.maximum is not None
        return [int(policy.minimum), int(policy.maximum), int((policy.minimum + policy.maximum) // 2)]
    if policy.kind == "numbers":
        return [[], [1], [60]]
    if policy.name.startswith("hours_"):
        return [[], ["09:00-10:00"], ["00:00-24:00"]]
    return [[], ["soffice"]] if policy.kind == "list" else ["", "de", "12:30-13:15", "reception, ext. 2222"]


def with_policy(level: LayerName, values: dict[str, Any], own: dict[str, Any]) -> Loaded:
    layers = [Layer(name=level, source="policy", values=values), Layer(name=LayerName.FILE, source="own", values=own)]
    return resolve(layers)


UNTOUCHED = frozenset({
    "eye_mode", "max_prompts_per_hour", "min_gap_min", "posture_per_day", "text_scale", "theme", "voice",
})  # fmt: skip


# -- what there is no policy about -------------------------------------------------------------------------------------


def test_there_is_no_policy_about_the_body_its_history_or_what_keeps_somebody_safe() -> None:
    keys = {each.key for each in policies()}
    assert OF_THE_BODY & keys == set()
    assert {key for key in KEYS if extra_of(key)["policy"] == "no"} == OF_THE_BODY
    for word in ("flag", "emergency", "triage", "answer", "symptom", "pain", "journal", "history", "routine"):
        named = {each.name for each in policies() if word in each.name}
        assert named <= {"check_in_history", "routine_cap_s"}, word


def test_of_the_check_in_only_less_can_be_asked_and_its_signposts_stay() -> None:
    assert by_name()["check_in_mode"].choices == ("signpost", "guided")
    assert by_name()["check_in_history"].choices == (False,)
    assert by_name()["check_in_patterns"].choices == (False,)
    assert all(each.levels is Levels.MANDATORY for each in policies() if not each.key)


def test_nothing_breaks_into_a_call_and_nothing_is_made_firm() -> None:
    for key in CALLS:
        assert by_name()[key].choices == (True,)
    assert by_name()["style"].choices == ("gentle",)
    for key in ("full_screen", "dim_others", "sounds"):
        assert by_name()[key].choices == (False,)


def test_no_profile_that_tells_of_the_body_can_be_recommended() -> None:
    assert set(by_name()["profile"].choices) == set(profiles()) - REVEALING
    assert by_name()["profile"].levels is Levels.RECOMMENDED


def test_bounds_point_one_way_only() -> None:
    bounds = {each.key: each.bound for each in policies() if each.bound is not Limit.NONE}
    assert {key for key, kind in bounds.items() if kind is Limit.AT_MOST} == set(SHORTER_IS_MORE)
    assert {key for key, kind in bounds.items() if kind is Limit.AT_LEAST} == {*LONGER_IS_MORE, "prelude_s"}
    assert all(by_name()[key].levels is Levels.RECOMMENDED for key in bounds)


def test_each_name_has_one_spelling_in_each_place() -> None:
    assert len(by_pascal()) == len(by_name()) == len(policies())
    assert not set(by_name()) & {each.lower() for each in by_pascal() if each not in by_name()}


# -- what every policy at every level leaves as it is ------------------------------------------------------------------

PEOPLE: tuple[dict[str, Any], ...] = (
    {},
    {"profile": "intensive"},
    {"profile": "pregnancy"},
    {
        "micro_every_min": 10, "micro_length_s": 120, "movement_every_min": 20, "movement_length_min": 20,
        "eye_mode": "passive", "eye_every_min": 10, "eye_length_s": 60, "max_prompts_per_hour": 8, "min_gap_min": 2,
        "weight_shift": True, "posture_per_day": 8, "theme": "dark", "text_scale": 2, "voice": True,
    },
)  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("policy", policies(), ids=lambda each: each.name)
def test_no_policy_takes_breaks_from_a_person(policy: Policy, level: LayerName) -> None:
    for own in PEOPLE:
        without = with_policy(level, {}, own)
        for value in values_of(policy):
            found = with_policy(level, {policy.name: value}, own)
            hold_to(found, without, own)


def hold_to(found: Loaded, without: Loaded, own: dict[str, Any]) -> None:
    """What the person has chosen themselves, by key or by profile, is never thinned out."""
    chosen = {key for key in KEYS if key in own or ("profile" in own and key in without.profile.numbers)}
    for key in SHORTER_IS_MORE:
        if key in chosen:
            assert getattr(found.values, key) <= getattr(without.values, key), key
    for key in LONGER_IS_MORE:
        if key in chosen:
            assert getattr(found.values, key) >= getattr(without.values, key), key
    for key in chosen & UNTOUCHED:
        assert getattr(found.values, key) == getattr(without.values, key), key
    for key in OF_THE_BODY:
        assert getattr(found.values, key) == getattr(without.values, key), key
        assert key not in found.locked
    plan, before = to_plan(found.values, found.profile), to_plan(without.values, without.profile)
    assert plan.style is Style.GENTLE or own.get("style") == "firm"
    assert set(CALLS.values()) <= plan.holds.enabled
    for kind in (PromptKind.MICRO, PromptKind.MOVEMENT):
        assert plan.layer(kind) is not None
    if chosen:
        for layer in before.breaks:
            now = plan.layer(layer.kind)
            if now is not None and layer.kind is not PromptKind.EYE_CUE:
                assert now.limit_s <= layer.limit_s
                assert now.duration_s >= layer.duration_s


@st.composite
def anything(draw: st.DrawFn) -> list[Layer]:
    """Any number of layers of policies, good and bad."""
    junk: st.SearchStrategy[Any] = st.sampled_from(
        [None, -1, 10**9, "x", [], {}, True, 0.5, "off", "firm", "pregnancy", ["a"]]
    )
    names = st.sampled_from([*by_name(), *sorted(OF_THE_BODY), "micro_evry_min", ""])
    found = []
    for _each in range(draw(st.integers(0, 4))):
        values = draw(st.dictionaries(names, junk, max_size=4))
        for policy in draw(st.lists(st.sampled_from(policies()), max_size=8)):
            values[policy.name] = draw(st.sampled_from(values_of(policy)))
        found.append(Layer(name=draw(st.sampled_from(LEVELS)), source="policy", values=values))
    return found


@given(anything(), st.sampled_from(PEOPLE))
def test_no_heap_of_policies_takes_breaks_from_a_person(layers: list[Layer], own: dict[str, Any]) -> None:
    mine = Layer(name=LayerName.FILE, source="own", values=own)
    hold_to(resolve([*layers, mine]), resolve([mine]), own)


@given(anything())
def test_one_bad_value_never_voids_the_rest(layers: list[Layer]) -> None:
    """With the bad values taken out by hand, everything is the same, and so is the hash."""

    def good(layer: Layer) -> Layer:
        level = Levels.MANDATORY if layer.name in MANDATORY else Levels.RECOMMENDED
        kept = {}
        for name, value in layer.values.items():
            try:
                check_policy(name, value, level)
            except ValueError:
                continue
            kept[name] = value
        return Layer(name=layer.name, source=layer.source, values=kept)

    found, clean = resolve(layers), resolve([good(each) for each in layers])
    assert clean.problems == ()
    assert len(found.problems) == sum(len(each.values) for each in layers) - sum(
        len(good(each).values) for each in layers
    )
    assert (found.plain(), found.layer, found.limits) == (clean.plain(), clean.layer, clean.limits)
    assert policy_hash(found) == policy_hash(clean)
    assert as_snapshot(found) == as_snapshot(clean) | {"errors": len(found.problems)}


def test_the_hash_names_what_holds_and_not_where_it_stands(tmp_path: Path) -> None:
    one = Layer(
        name=LayerName.MACHINE_MANDATORY, source=str(tmp_path / "a"), values={"corner": "top_left", "edge_cue": True}
    )
    two = [
        Layer(name=LayerName.MACHINE_MANDATORY, source="b", values={"corner": "bottom_left", "edge_cue": True}),
        Layer(name=LayerName.MACHINE_MANDATORY, source="c", values={"corner": "top_left"}),
    ]
    assert policy_hash(resolve([one])) == policy_hash(resolve(two)) == "3f60d63e"
    assert policy_hash(resolve([])) == ""
    other = Layer(name=LayerName.MACHINE_RECOMMENDED, source="a", values=one.values)
    assert policy_hash(resolve([other])) not in {"", policy_hash(resolve([one]))}
