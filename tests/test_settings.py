"""Settings as people and organisations live with them: layers, mistakes, locks."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.errors import SettingsError
from ergobreak.settings import KEYS, Layer, LayerName, Loaded, explain, load, profiles, resolve, rows, set_value, unset
from ergobreak.settings.describe import bounds
from ergobreak.settings.model import extra_of, field_of
from ergobreak.settings.texts import kind_of, plain, validate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def read(
    config: Path,
    text: str = "",
    *,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    policy: Sequence[Layer] = (),
    last_good: Mapping[str, object] | None = None,
) -> Loaded:
    if text:
        config.write_text(text, encoding="utf-8")
    return load(path=config, environ=environ or {}, options=options, policy=lambda: policy, last_good=last_good)


def fixed(**values: object) -> Layer:
    return Layer(name=LayerName.MACHINE_MANDATORY, source="/etc/ergobreak/policies/managed/10.json", values=values)


def recommended(**values: object) -> Layer:
    return Layer(
        name=LayerName.MACHINE_RECOMMENDED, source="/etc/ergobreak/policies/recommended/10.json", values=values
    )


# -- who has the word --------------------------------------------------------------------------------------------------


def test_with_nothing_set_the_balanced_profile_is_in_force(config: Path) -> None:
    loaded = read(config)
    assert loaded.profile.name == "balanced"
    assert loaded.problems == ()
    assert loaded.locked == frozenset()
    assert loaded.plain() == {key: plain(field_of(key).default) for key in KEYS}


def test_a_profile_is_chosen_and_ones_own_number_goes_before_it(config: Path) -> None:
    loaded = read(config, 'profile = "gentle"\nmicro_every_min = 40\n')
    assert (loaded.values.micro_every_min, loaded.layer["micro_every_min"]) == (40, LayerName.FILE)
    assert (loaded.values.movement_every_min, loaded.layer["movement_every_min"]) == (90, LayerName.PROFILE)
    assert loaded.values.snooze_min == (5, 15, 30)


def test_each_layer_goes_before_the_one_below(config: Path) -> None:
    spoken: dict[str, object] = {"text": "", "environ": None, "options": None, "policy": []}

    def now() -> tuple[int, str]:
        loaded = read(config, **spoken)  # type: ignore[arg-type] # one layer more each time
        return loaded.values.hold_ceiling_min, loaded.layer["hold_ceiling_min"].value

    policy: list[Layer] = []
    spoken["policy"] = policy
    assert now() == (120, "default")
    policy.append(recommended(hold_ceiling_min=31))
    assert now() == (31, "machine_recommended")
    policy.append(Layer(name=LayerName.USER_RECOMMENDED, source="u", values={"hold_ceiling_min": 32}))
    assert now() == (32, "user_recommended")
    spoken["text"] = "hold_ceiling_min = 33\n"
    assert now() == (33, "file")
    spoken["environ"] = {"ERGOBREAK_HOLD_CEILING_MIN": "34"}
    assert now() == (34, "environment")
    spoken["options"] = {"hold_ceiling_min": "35"}
    assert now() == (35, "command_line")
    policy.append(Layer(name=LayerName.USER_MANDATORY, source="u", values={"hold_ceiling_min": 36}))
    assert now() == (36, "user_mandatory")
    policy.insert(0, fixed(hold_ceiling_min=37))
    assert now() == (37, "machine_mandatory")


def test_of_two_policy_files_of_one_rank_the_later_wins_and_lists_are_replaced_whole(config: Path) -> None:
    loaded = read(config, policy=[recommended(hold_apps=["a", "b"]), recommended(hold_apps=["c"])])
    assert loaded.values.hold_apps == ("c",)


def test_a_profile_that_the_person_chose_goes_before_a_recommendation(config: Path) -> None:
    soft = [recommended(profile="gentle", micro_every_min=50)]
    assert read(config, policy=soft).values.micro_every_min == 50
    assert read(config, policy=soft).values.movement_every_min == 90
    own = read(config, 'profile = "intensive"\n', policy=soft)
    assert (own.values.micro_every_min, own.layer["micro_every_min"]) == (15, LayerName.PROFILE)
    assert read(config, 'profile = "intensive"\nmicro_every_min = 20\n', policy=soft).values.micro_every_min == 20


def test_the_profile_of_a_stronger_layer_brings_its_numbers(config: Path) -> None:
    loaded = read(config, 'profile = "gentle"\n', options={"profile": "intensive"})
    assert loaded.values.micro_every_min == 15


def test_variables_that_are_no_settings_are_left_alone(config: Path) -> None:
    loaded = read(config, environ={"ERGOBREAK_HOME": "/x", "ERGOBREAK_DEBUG": "1", "THEME": "dark", "theme": "dark"})
    assert loaded.problems == ()
    assert loaded.values.theme == "system"


# -- mistakes ----------------------------------------------------------------------------------------------------------


def test_one_wrong_value_does_not_void_the_rest(config: Path) -> None:
    loaded = read(config, 'theme = "dark"\n\nmicro_every_min = 5\nmicro_lenght_s = 30\n[breaks]\nx = 1\n')
    assert loaded.values.theme == "dark"
    assert loaded.values.micro_every_min == 25
    assert [(each.line, each.key, each.message) for each in loaded.problems] == [
        (3, "micro_every_min", "must be at least 10."),
        (4, "micro_lenght_s", 'there is no such key. Did you mean "micro_length_s"?'),
        (5, "breaks", "there is no such key."),
    ]
    assert {each.file for each in loaded.problems} == {str(config)}


def test_the_last_good_value_of_a_key_stays_when_it_is_mistyped(config: Path) -> None:
    good = read(config, "micro_every_min = 35\nsnooze_min = [5]\n")
    later = read(config, 'micro_every_min = "often"\nsnooze_min = [5]\n', last_good=good.own)
    assert later.values.micro_every_min == 35
    assert later.problems[0].message == 'needs a whole number, not "often". It stays at 35.'
    still = read(config, last_good=later.own)
    assert still.values.micro_every_min == 35
    gone = read(config, "snooze_min = [5]\n", last_good=still.own)
    assert gone.values.micro_every_min == 25


@pytest.mark.parametrize("broken", [b'micro_every_min = 35\ntheme = "da', b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_cannot_be_read_keeps_all_the_last_good_values(broken: bytes, config: Path) -> None:
    good = read(config, 'micro_every_min = 35\ntheme = "dark"\n')
    config.write_bytes(broken)
    later = read(config, last_good=good.own)
    assert (later.values.micro_every_min, later.values.theme) == (35, "dark")
    assert later.own == good.own
    assert "Your last good settings stay in force." in later.problems[0].message
    config.unlink()
    assert read(config, last_good=good.own).values.theme == "system"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says of such a name that there is no such file")
def test_a_file_that_cannot_be_reached_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    far = tmp_path / ("x" * 300)
    loaded = read(far, last_good={"theme": "dark"})
    assert loaded.values.theme == "dark"
    assert "cannot be read" in loaded.problems[0].message
    with pytest.raises(SettingsError, match="cannot be read"):
        set_value("voice", "on", path=far)


def test_last_good_values_of_another_version_that_no_longer_fit_are_forgotten(config: Path) -> None:
    config.write_text("x = [")
    loaded = read(config, last_good={"micro_every_min": 3, "gone_key": 1, "theme": "dark"})
    assert loaded.own == {"theme": "dark"}


def test_a_wrong_variable_is_told_by_its_name_and_the_file_speaks(config: Path) -> None:
    loaded = read(config, "voice = true\n", environ={"ERGOBREAK_VOICE": "loud"})
    assert loaded.values.voice
    assert str(loaded.problems[0]) == "environment: ERGOBREAK_VOICE: must be on or off."


def test_nothing_is_taken_for_something_like_it(config: Path) -> None:
    loaded = read(config, "text_scale = true\nmicro_every_min = 25.5\nvoice = 1\nsnooze_min = 3\nclock = 24\n")
    assert len(loaded.problems) == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('hours_monday = ["22:00-06:00"]', "ends before it starts; write a night as two ranges"),
        ('hours_monday = ["09:00-12:00", "11:00-13:00"]', "09:00-12:00 and 11:00-13:00 overlap"),
        ('hours_monday = ["9 to 5"]', "is not a range such as 09:00-12:30"),
        ('hours_monday = ["09:00-24:30"]', "is not a time of day"),
        ('hours_monday = ["09:60-10:00"]', "is not a time of day"),
        ('lunch = "noon"', "is not a range such as"),
        ("snooze_min = [1, 2, 3, 4]", "may have at most 3 items"),
        ("snooze_min = [0]", "item 1: must be at least 1."),
        ("text_scale = nan", "must be an ordinary number"),
        ('country = "Germany"', "does not have the right form"),
        ('theme = "drak"', "must be one of 'system', 'light', 'dark' or 'contrast'"),
    ],
)
def test_a_wrong_value_is_explained_in_plain_words(text: str, says: str, config: Path) -> None:
    (problem,) = read(config, text).problems
    assert says in problem.message


def test_hours_are_put_in_order_and_written_alike() -> None:
    assert validate("hours_friday", ["13:00 - 17:00", "9:00-12:30"]) == ("09:00-12:30", "13:00-17:00")
    assert validate("hours_friday", ["09:00-12:00", "12:00-17:00"]) == ("09:00-12:00", "12:00-17:00")


# -- what an organisation may do ---------------------------------------------------------------------------------------


def test_a_fixed_key_is_locked_and_says_by_whom(config: Path) -> None:
    policy = Layer(
        name=LayerName.MACHINE_MANDATORY,
        source="managed/10.json",
        values={"corner": "top_left", "managed_reason": "so that help is quick"},
        lines={"corner": 4},
    )
    loaded = read(config, 'corner = "bottom_left"\n', environ={"ERGOBREAK_CORNER": "bottom_right"}, policy=[policy])
    about = explain("corner", loaded)
    assert (about.value, about.locked, about.layer) == ("top_left", True, "machine_mandatory")
    assert (about.source, about.reason) == ("managed/10.json:4", "so that help is quick")
    with pytest.raises(SettingsError, match=r"managed by your organisation \(managed/10\.json\)"):
        set_value("corner", "top_right", path=config, policy=lambda: [policy])
    with pytest.raises(SettingsError, match="managed by your organisation"):
        unset("corner", path=config, policy=lambda: [policy])
    assert config.read_text() == 'corner = "bottom_left"\n'


def test_a_bad_policy_value_is_reported_and_locks_nothing(config: Path) -> None:
    loaded = read(config, policy=[fixed(hold_ceiling_min=9999), recommended(hold_ceiling_min=60)])
    assert loaded.values.hold_ceiling_min == 60
    assert loaded.layer["hold_ceiling_min"] is LayerName.MACHINE_RECOMMENDED
    assert [each.message for each in loaded.problems] == ["must be at most 720."]
    assert set_value("hold_ceiling_min", "90", path=config, policy=lambda: [fixed(hold_ceiling_min=9999)]) == 90


def test_what_would_keep_a_person_from_more_breaks_cannot_be_fixed_and_says_what_can_be_done(config: Path) -> None:
    loaded = read(config, policy=[fixed(micro_every_min=60, theme="dark", hours_monday=[])])
    assert loaded.locked == frozenset()
    assert {each.key: each.message for each in loaded.problems} == {
        "micro_every_min": "a policy may recommend this key or set micro_every_min_at_most.",
        "theme": "a policy may recommend this key, but not fix it.",
        "hours_monday": "a policy may recommend this key, but not fix it.",
    }


def test_a_bound_narrows_every_lower_layer_and_leaves_the_file_as_it_is(config: Path) -> None:
    bound = fixed(micro_every_min_at_most=20)

    def micro(text: str = "", **given: object) -> tuple[int, str]:
        loaded = read(config, text, policy=[bound, recommended(micro_every_min=55)], **given)  # type: ignore[arg-type] # as read
        return loaded.values.micro_every_min, loaded.layer["micro_every_min"].value

    assert micro() == (20, "machine_recommended")
    assert micro("micro_every_min = 40\n") == (20, "file")
    assert micro(environ={"ERGOBREAK_MICRO_EVERY_MIN": "50"}) == (20, "environment")
    assert micro(options={"micro_every_min": "45"}) == (20, "command_line")
    assert micro("micro_every_min = 15\n") == (15, "file")
    assert read(config, 'profile = "gentle"\n', policy=[bound]).values.micro_every_min == 20
    assert read(config, "micro_every_min = 40\n", policy=[bound]).own == {"micro_every_min": 40}
    assert read(config, "micro_every_min = 40\n").values.micro_every_min == 40


def test_of_two_bounds_the_machines_holds_and_of_one_rank_the_tighter(config: Path) -> None:
    def user(**values: object) -> Layer:
        return Layer(name=LayerName.USER_MANDATORY, source="u", values=values)

    loaded = read(config, policy=[user(micro_every_min_at_most=12), fixed(micro_every_min_at_most=20)])
    assert loaded.values.micro_every_min == 20
    for order in (1, -1):
        both = [fixed(micro_length_s_at_least=60), fixed(micro_length_s_at_least=90)][::order]
        assert read(config, policy=both).values.micro_length_s == 90
    assert (
        read(config, policy=[recommended(micro_every_min_at_most=12)])
        .problems[0]
        .message.startswith("this policy is always fixed")
    )


def test_nothing_can_be_set_outside_a_bound_and_the_range_shown_is_the_one_that_holds(config: Path) -> None:
    policy = [fixed(micro_every_min_at_most=20, movement_length_min_at_least=4)]
    with pytest.raises(SettingsError, match=r"at most 20, limited by your organisation \(.*10\.json\)"):
        set_value("micro_every_min", "30", path=config, policy=lambda: policy)
    with pytest.raises(SettingsError, match="at least 4"):
        set_value("movement_length_min", "2", path=config, policy=lambda: policy)
    assert not config.exists()
    assert set_value("micro_every_min", "15", path=config, policy=lambda: policy) == 15
    about = explain("micro_every_min", read(config, policy=policy))
    assert (about.bounds, about.locked) == ({"min": 10, "max": 20}, False)
    assert about.description.endswith("From 10 to 20 min.")
    assert about.limited == "at most 20 min (/etc/ergobreak/policies/managed/10.json)"
    assert explain("movement_length_min", read(config, policy=policy)).bounds["min"] == 4
    assert explain("theme", read(config, policy=policy)).limited == ""


@pytest.mark.parametrize(
    "values",
    [
        {"style": "firm"},
        {"check_in_mode": "off"},
        {"hold_camera": False},
        {"hold_microphone": False},
        {"hold_sharing": False},
        {"weight_shift": True},
        {"conditions": ["pregnancy"]},
        {"check_in_per_day": 3},
        {"full_screen": True},
        {"profile": "intensive"},
        {"country": "DE"},
        {"office_phone": "9 999"},
    ],
)
def test_no_policy_can_force_a_person(values: dict[str, object], config: Path) -> None:
    loaded = read(config, policy=[fixed(**values)])
    assert loaded.plain() == read(config).plain()
    assert loaded.locked == frozenset()
    assert len(loaded.problems) == 1


def test_a_policy_may_recommend_a_profile_and_soften_what_is_firm(config: Path) -> None:
    loaded = read(config, 'style = "firm"\n', policy=[recommended(profile="gentle"), fixed(style="gentle")])
    assert loaded.values.style == "gentle"
    assert loaded.values.micro_every_min == 45


# -- writing -----------------------------------------------------------------------------------------------------------


def test_writing_keeps_comments_order_and_the_rest(config: Path) -> None:
    config.write_text("# mine\nmicro_every_min = 30  # half an hour\n\n[later]\nx = 1\n")
    set_value("micro-every-min", " 35 ", path=config)
    set_value("theme", "dark", path=config)
    assert config.read_text() == '# mine\nmicro_every_min = 35  # half an hour\ntheme = "dark"\n\n[later]\nx = 1\n'
    unset("micro_every_min", path=config)
    assert "micro_every_min" not in config.read_text()
    assert config.read_text().startswith("# mine\n")


def test_the_first_setting_makes_a_private_file(tmp_path: Path) -> None:
    config = tmp_path / "new" / "config.toml"
    assert set_value("hold_apps", "soffice, Blender", path=config) == ("soffice", "Blender")
    assert read(config).values.hold_apps == ("soffice", "Blender")
    if sys.platform != "win32":
        assert stat.S_IMODE(config.stat().st_mode) == 0o600
        assert stat.S_IMODE(config.parent.stat().st_mode) == 0o700


def test_windows_line_ends_stay(config: Path) -> None:
    config.write_bytes(b"# mine\r\nvoice = true\r\n")
    set_value("sounds", "on", path=config)
    assert config.read_bytes() == b"# mine\r\nvoice = true\r\nsounds = true\r\n"


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("thme", "dark", 'There is no setting "thme".\nDid you mean "theme"?'),
        ("xyzzy", "1", 'There is no setting "xyzzy".'),
        ("theme", "pink", "theme: must be one of"),
        ("voice", "perhaps", "voice: must be on or off."),
        ("micro_every_min", "soon", 'micro_every_min: needs a number, not "soon".'),
        ("snooze_min", "[3", "snooze_min: this is not a list such as [3, 10]."),
        ("snooze_min", "3, ten", 'snooze_min: needs a number, not "ten".'),
    ],
)
def test_what_cannot_be_set_changes_nothing(key: str, text: str, says: str, config: Path) -> None:
    config.write_text("voice = true\n")
    with pytest.raises(SettingsError) as caught:
        set_value(key, text, path=config)
    assert says in str(caught.value)
    assert config.read_text() == "voice = true\n"


def test_a_broken_file_is_not_written_over(config: Path) -> None:
    config.write_text("voice = tru\n")
    with pytest.raises(SettingsError, match=r"config\.toml:1: this is not TOML"):
        set_value("voice", "on", path=config)
    assert config.read_text() == "voice = tru\n"


def test_taking_out_what_was_never_set_is_no_fault(config: Path) -> None:
    unset("voice", path=config)
    assert not config.exists()


def test_a_file_that_cannot_be_written_is_told(config: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        set_value("voice", "on", path=tmp_path / "file" / "config.toml")


# -- explaining --------------------------------------------------------------------------------------------------------


def test_explaining_says_what_is_in_force_and_what_would_be(config: Path) -> None:
    about = explain("Micro-Every-Min", read(config, '# x\nmicro_every_min = 40\nprofile = "gentle"\n'))
    assert (about.value, about.text, about.default, about.layer) == (40, "40", 45, "file")
    assert about.source == f"{config}:2"
    assert about.bounds == {"min": 10, "max": 60}
    assert about.title == "Micro-break every"
    assert about.description == "Time at the screen before a short change of position. From 10 to 60 min."


def test_explaining_tells_what_is_wrong_with_the_key(config: Path) -> None:
    loaded = read(config, "voice = 3\n", environ={"ERGOBREAK_VOICE": "loud"})
    assert explain("voice", loaded).problems == ("needs true or false, not 3.", "must be on or off.")
    with pytest.raises(SettingsError, match="no setting"):
        explain("nothing", loaded)


def test_the_screen_gets_every_key_with_all_it_needs(config: Path) -> None:
    found = rows(read(config))
    assert [each["key"] for each in found] == list(KEYS)
    for each in found:
        assert each["title"], each["key"]
        assert each["description"].endswith("."), each["key"]
        assert each["effect"].endswith("."), each["key"]
        assert each["group"], each["key"]
        if each["kind"] == "choice":
            assert all(label for _value, label in each["choices"])
        if each["kind"] == "number":
            assert set(each["bounds"]) == {"min", "max"}


def test_words_for_people_are_short_and_calm() -> None:
    for key in KEYS:
        words = f"{field_of(key).title} {field_of(key).description}"
        assert "!" not in words
        assert "should" not in words.lower()
        assert all(len(sentence.split()) <= 20 for sentence in str(field_of(key).description).split(". "))


# -- profiles ----------------------------------------------------------------------------------------------------------


def test_every_profile_holds_numbers_that_may_be_set() -> None:
    assert len(profiles()) == 8
    for profile in profiles().values():
        for key, value in profile.numbers.items():
            validate(key, value)
        assert set(profiles()["gentle"].numbers) - {"max_still_stand_min"} <= set(profile.numbers)
        assert profile.offer in {"", *profiles()}
        assert all((profile.why, profile.source, profile.line))


def test_the_defaults_are_the_balanced_profile() -> None:
    for key, value in profiles()["balanced"].numbers.items():
        assert validate(key, value) == field_of(key).default, key


def test_every_default_is_a_value_that_may_be_set() -> None:
    for key in KEYS:
        assert validate(key, plain(field_of(key).default)) == field_of(key).default
        assert extra_of(key)["policy"] in {"yes", "no", "listed", "recommend"}
        if kind_of(key) == "number":
            assert set(bounds(key)) == {"min", "max"}


def test_nothing_at_all_resolves() -> None:
    assert resolve(()).values.profile == "balanced"


@pytest.mark.slow
def test_the_manual_and_the_first_snapshot_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "settings_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
        env=os.environ,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
