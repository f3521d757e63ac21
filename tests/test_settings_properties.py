"""Settings against chance: garbage, round trips, and layers against an oracle that knows nothing of the machinery."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.errors import SettingsError
from ergobreak.settings import KEYS, Layer, LayerName, load, profiles, resolve, set_value, unset
from ergobreak.settings.describe import bounds
from ergobreak.settings.model import field_of
from ergobreak.settings.texts import as_text, choices, kind_of, parse, plain, validate

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
RANGES = (("09:00-12:30", "13:00-17:00"), (), ("00:00-24:00",), ("08:15-16:45",))


def good_values(key: str) -> st.SearchStrategy[Any]:
    """Any value that the key may have, written down again from the kinds rather than taken from the validator."""
    if key.startswith("hours_"):
        return st.sampled_from(RANGES).map(list)
    special: dict[str, st.SearchStrategy[Any]] = {
        "lunch": st.sampled_from(["", "12:30-13:15", "00:00-24:00"]),
        "country": st.sampled_from(["system", "DE", "NZ"]),
        "language": st.sampled_from(["system", "de", "pt_BR"]),
        "intention": WORDS,
        **dict.fromkeys(("first_aider", "occupational_health"), st.sampled_from(["", "reception, ext. 2222", "Ann 7"])),
        "office_phone": st.sampled_from(["", "9 999", "0112"]),
        "snooze_min": st.sets(st.integers(1, 60), max_size=3).map(sorted),
    }
    if key in special:
        return special[key]
    if kind_of(key) == "list":
        return st.lists(WORDS.map(str.strip).filter(bool), max_size=4, unique=True)
    if kind_of(key) == "switch":
        return st.booleans()
    if kind_of(key) == "choice":
        return st.sampled_from(choices(key))
    low, high = bounds(key)["min"], bounds(key)["max"]
    return st.floats(low, high) if field_of(key).annotation is float else st.integers(int(low), int(high))


BAD: list[object] = [None, -1, 10**30, "", "\x00", [[]], {"a": 1}, "0:00-99:00", float("inf"), [3.5], ["x" * 99]]


def is_bad(key: str, value: object) -> bool:
    try:
        validate(key, value)
    except ValueError:
        return True
    return False


pairs = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), good_values(key)))


def in_file(use: Callable[[Path], None]) -> None:
    with TemporaryDirectory() as folder:
        use(Path(folder) / "config.toml")


@given(st.binary(max_size=80) | st.text('theme="dark"[]{}#\n,.\'\\=1', max_size=80).map(str.encode))
def test_no_file_stops_the_programme(raw: bytes) -> None:
    def use(path: Path) -> None:
        path.write_bytes(raw)
        loaded = load(path=path, environ={}, last_good={"theme": "dark"})
        assert {each.file for each in loaded.problems} <= {str(path)}
        assert all(each.message for each in loaded.problems)
        assert loaded.values.theme in {"system", "dark"}
        try:
            set_value("voice", "on", path=path)
        except SettingsError:
            assert path.read_bytes() == raw
        else:
            assert load(path=path, environ={}).values.voice

    in_file(use)


@given(
    st.dictionaries(st.sampled_from(KEYS), st.none(), max_size=6).flatmap(
        lambda keys: st.fixed_dictionaries({key: good_values(key) for key in keys})
    ),
    st.dictionaries(st.text("abc_ -.", min_size=1, max_size=8).filter(lambda key: key not in KEYS), st.integers()),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["x" * 200, 10**12, [[1]], {"k": 1}, -7, 2.5]), max_size=4),
)
def test_garbage_beside_them_never_costs_good_keys(
    good: dict[str, Any], unknown: dict[str, int], bad: dict[str, object]
) -> None:
    bad = {key: value for key, value in bad.items() if key not in good and is_bad(key, value)}

    def use(path: Path) -> None:
        path.write_text(tomlkit.dumps({**bad, **unknown, **good}), encoding="utf-8", newline="")
        loaded = load(path=path, environ={})
        for key, value in good.items():
            assert plain(getattr(loaded.values, key)) == plain(validate(key, value))
            assert loaded.layer[key] is LayerName.FILE
        assert {each.key for each in loaded.problems} == {*bad, *unknown}
        assert all(each.line >= 1 for each in loaded.problems)

    in_file(use)


@given(pairs)
def test_what_is_shown_as_text_can_be_typed_again(pair: tuple[str, Any]) -> None:
    key, raw = pair
    value = validate(key, raw)
    assert parse(key, as_text(value)) == value


@settings(max_examples=60)
@given(st.lists(pairs, min_size=1, max_size=4))
def test_what_is_set_is_read_again_and_can_be_taken_out(changes: list[tuple[str, Any]]) -> None:
    def use(path: Path) -> None:
        path.write_text("# first\n\n# last\n")
        final = {}
        for key, raw in changes:
            final[key] = validate(key, raw)
            assert set_value(key, as_text(final[key]), path=path) == final[key]
        loaded = load(path=path, environ={})
        assert loaded.problems == ()
        assert {key: getattr(loaded.values, key) for key in final} == final
        assert set(loaded.own) == set(final)
        for key in final:
            unset(key, path=path)
        assert load(path=path, environ={}).own == {}
        assert "# first" in path.read_text()

    in_file(use)


OPEN_KEYS = ["micro_every_min", "theme", "snooze_min", "corner", "hold_ceiling_min", "edge_cue"]
FIXABLE = frozenset({"corner", "hold_ceiling_min", "edge_cue"})  # the others an organisation may only recommend
FIXING = frozenset({LayerName.USER_MANDATORY, LayerName.MACHINE_MANDATORY})
SOFT = frozenset({LayerName.MACHINE_RECOMMENDED, LayerName.USER_RECOMMENDED})
NAMES = [each for each in LayerName if each not in {LayerName.DEFAULT, LayerName.PROFILE}]
TYPED = {LayerName.ENVIRONMENT, LayerName.COMMAND_LINE}


@st.composite
def layers(draw: st.DrawFn) -> tuple[LayerName, dict[str, Any], dict[str, object]]:
    name = draw(st.sampled_from(NAMES))
    keys = draw(st.sets(st.sampled_from([each for each in OPEN_KEYS if name not in FIXING or each in FIXABLE])))
    good = {key: draw(good_values(key)) for key in sorted(keys)}
    others = sorted(set(OPEN_KEYS) - keys)
    bad = {key: draw(st.sampled_from(BAD)) for key in others if draw(st.booleans())}
    return name, good, {key: value for key, value in bad.items() if is_bad(key, value)}


@given(st.lists(layers(), max_size=7), st.sampled_from(["balanced", "gentle", "intensive"]))
def test_the_highest_valid_layer_wins(
    given_: list[tuple[LayerName, dict[str, Any], dict[str, object]]], profile: str
) -> None:
    built = [
        Layer(
            name=name,
            source=name.value,
            values={key: as_text(validate(key, value)) for key, value in good.items()} if name in TYPED else good | bad,
            typed=name in TYPED,
        )
        for name, good, bad in given_
    ]
    loaded = resolve([*built, Layer(name=LayerName.FILE, source="own", values={"profile": profile})])

    for key in OPEN_KEYS:  # the oracle: ask each place in turn, the strongest first
        answer, who = None, LayerName.DEFAULT
        for name in reversed(NAMES):
            said = [good[key] for each, good, _bad in given_ if each is name and key in good]
            if said and who is LayerName.DEFAULT:
                answer, who = said[-1], name
        if who in SOFT | {LayerName.DEFAULT} and key in profiles()[profile].numbers:  # the person chose the profile
            answer, who = profiles()[profile].numbers[key], LayerName.PROFILE
        if who is LayerName.DEFAULT:
            answer = plain(field_of(key).default)
        assert loaded.layer[key] is who
        assert plain(getattr(loaded.values, key)) == answer
    wrong = sum(len(bad) for name, _good, bad in given_ if name not in TYPED)
    assert len(loaded.problems) == wrong
