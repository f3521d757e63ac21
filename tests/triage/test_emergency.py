"""Which number to call, and an employer who may add but never touch."""

from __future__ import annotations

import pytest

from ergobreak.triage import region
from ergobreak.triage.emergency import Employer, employer_lines, find, help_for, is_number, spoken
from ergobreak.triage.safety import packaged_countries

COUNTRIES = packaged_countries()


def test_the_setting_comes_before_the_system() -> None:
    assert help_for(COUNTRIES, setting="NZ", system_region="US").number == "111"
    assert help_for(COUNTRIES, system_region="US").number == "911"
    assert help_for(COUNTRIES, setting="system", system_region="IN").number == "112"


def test_a_setting_that_nobody_knows_is_not_replaced_by_a_guess() -> None:
    assert help_for(COUNTRIES, setting="ZZ", system_region="US").number == ""


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("GB", "999"),
        ("UK", "999"),
        ("ie", "112"),
        ("DE", "112"),
        ("US", "911"),
        ("AU", "000"),
        ("NZ", "111"),
        ("CH", "144"),
    ],
)
def test_numbers_of_some_countries(code: str, number: str) -> None:
    assert help_for(COUNTRIES, setting=code).number == number


def test_all_countries_of_the_eu_answer_112() -> None:
    union = [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
    for code in union:
        country = find(code, COUNTRIES)
        assert country is not None
        assert "112" in {country.number, *country.also}


def test_the_advice_line_is_there_only_where_there_is_one() -> None:
    assert help_for(COUNTRIES, setting="GB").advice_line == "111"
    assert help_for(COUNTRIES, setting="US").advice_line == ""
    assert help_for(COUNTRIES).advice_line == ""


def test_a_person_may_set_a_number_that_can_be_dialled() -> None:
    assert help_for(COUNTRIES, own_number="0 112", system_region="XX").number == "0 112"
    assert help_for(COUNTRIES, own_number="call me", system_region="GB").number == "999"
    assert help_for(COUNTRIES, own_number="  ", system_region="GB").number == "999"


@pytest.mark.parametrize("text", ["", " ", "9", "# *", "nine", "1234567890123", "99\n9"])
def test_what_cannot_be_dialled(text: str) -> None:
    assert not is_number(text)


def test_the_number_is_spoken_digit_by_digit() -> None:
    assert spoken("0800 611 116") == "0 8 0 0 6 1 1 1 1 6"


def test_an_employer_may_add_two_contacts_and_the_office_prefix() -> None:
    given = {
        "first_aider": "reception, ext. 2222",
        "occupational_health": "Dr May, 020 7946 0000",
        "office_phone": "9 999",
    }
    kept, refused = employer_lines(given, COUNTRIES, "GB")
    assert kept == Employer(
        first_aider="reception, ext. 2222",
        occupational_health="Dr May, 020 7946 0000",
        office_phone="9 999",
    )
    assert refused == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("emergency_number", "555"),
        ("number", ""),
        ("headline", "Call your manager"),
        ("order", "employer first"),
        ("first_aider", ""),
        ("first_aider", "reception before you call"),
        ("first_aider", "Call reception first"),
        ("first_aider", "reception. Wait for them"),
        ("first_aider", "ext. 2222 instead of 999"),
        ("first_aider", "{number}"),
        ("first_aider", "x" * 61),
        ("first_aider", "the person on duty who will decide with you what is best"),
        ("occupational_health", "Don\u2019t see a doctor"),
        ("occupational_health", "a\nb"),
        ("occupational_health", 4410),
        ("office_phone", "555"),
        ("office_phone", "999"),
        ("office_phone", "9 911"),
        ("office_phone", ""),
    ],
)
def test_what_would_touch_the_advice_is_refused_and_named(key: str, value: object) -> None:
    kept, refused = employer_lines({key: value}, COUNTRIES, "GB")
    assert kept == Employer()
    assert refused == (key,)


def test_an_office_prefix_means_nothing_where_the_country_is_unknown() -> None:
    assert employer_lines({"office_phone": "9 999"}, COUNTRIES, "")[1] == ("office_phone",)
    assert help_for(COUNTRIES, employer=Employer(office_phone="9 999")).employer.office_phone == ""


# The region of the system.


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en_GB.UTF-8", "GB"),
        ("en-Latn-GB", "GB"),
        ("de_AT@euro", "AT"),
        ("C.UTF-8", ""),
        ("en", ""),
        ("", ""),
        ("es_419", ""),
    ],
)
def test_the_region_in_a_locale_name(name: str, code: str) -> None:
    assert region.from_locale(name) == code


def test_place_comes_before_language() -> None:
    assert region.from_environment({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_DE.UTF-8"}) == "DE"
    assert region.from_environment({"LANG": "C"}) == ""


def test_this_system_answers_with_a_code_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("LC_ALL", "en_NZ.UTF-8")
    assert region.system_region() == "NZ"


def test_a_mac_is_asked_for_its_region(monkeypatch: pytest.MonkeyPatch) -> None:
    class Answered:
        stdout = "en_IE\n"

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("subprocess.run", lambda *_args, **_settings: Answered())
    assert region.system_region() == "IE"


def test_a_mac_without_an_answer_falls_back_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_settings: object) -> object:
        raise OSError

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("subprocess.run", fails)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert region.system_region() == "FR"
