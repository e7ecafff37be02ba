"""The ordered rules of manual 2.3, one line each, and their boundaries."""

import pytest

from oscr.law import counties, reporters, routing

BOONE, COLE, KANSAS = "29019", "29051", "20091"


@pytest.mark.parametrize(
    ("known", "kind", "county", "rule"),
    [
        ({}, "unknown", None, "UNKNOWN"),
        ({"child_now": BOONE, "incident": BOONE}, "county", BOONE, "SAME-PLACE"),
        ({"child_now": BOONE, "incident": BOONE, "residence": COLE}, "county", BOONE, "SAME-PLACE"),
        ({"child_now": BOONE, "incident": BOONE, "residence": COLE, "leaving": True}, "county", COLE, "LEAVING"),
        ({"child_now": BOONE, "incident": BOONE, "leaving": True}, "county", BOONE, "PRESENT"),
        ({"child_now": BOONE, "incident": COLE, "residence": COLE}, "county", BOONE, "OTHER-PLACE"),
        ({"child_now": BOONE, "incident": KANSAS}, "county", BOONE, "OTHER-PLACE"),
        ({"child_now": BOONE}, "county", BOONE, "PRESENT"),
        ({"child_now": BOONE, "residence": COLE}, "county", BOONE, "PRESENT"),
        (
            {"hospitalized": True, "child_now": BOONE, "incident": BOONE, "residence": COLE},
            "county",
            COLE,
            "HOSPITAL",
        ),
        ({"hospitalized": True, "child_now": BOONE, "incident": BOONE}, "county", BOONE, "SAME-PLACE"),
        ({"residence": COLE}, "county", COLE, "AWAY"),
        ({"child_now": KANSAS, "residence": COLE}, "county", COLE, "AWAY"),
        ({"incident": BOONE}, "county", BOONE, "INCIDENT"),
        ({"child_now": KANSAS, "residence": KANSAS, "incident": BOONE}, "county", BOONE, "INCIDENT"),
        (
            {"child_now": KANSAS, "residence": KANSAS, "incident": "out of state"},
            "out of state",
            None,
            "ELSEWHERE",
        ),
        ({"child_now": KANSAS, "residence": KANSAS}, "unknown", None, "UNKNOWN"),
        ({"suspect_is_staff": True, "setting": "school", "child_now": BOONE}, "ohi", None, "OHI-STAFF"),
        ({"suspect_is_staff": True, "setting": "home", "child_now": BOONE}, "county", BOONE, "PRESENT"),
        (
            {"victim_in_foster_care": True, "suspect_is_foster_family": True, "child_now": BOONE},
            "ohi",
            None,
            "OHI-FOSTER",
        ),
        ({"victim_in_foster_care": True, "child_now": BOONE}, "county", BOONE, "PRESENT"),
    ],
)
def test_route(known: dict, kind: str, county: str | None, rule: str) -> None:
    route = routing.route(known)
    assert (route.kind, route.county_fips, route.rule) == (kind, county, rule)
    assert route.text
    assert route.cite


def test_the_local_worker_who_helps() -> None:
    staff = {"suspect_is_staff": True, "setting": "child care"}
    assert routing.route(staff | {"child_now": BOONE, "residence": COLE}).assist_fips == BOONE
    assert routing.route(staff | {"child_now": KANSAS, "residence": COLE}).assist_fips == COLE
    assert routing.route(staff).assist_fips is None


def test_a_code_that_is_no_county() -> None:
    with pytest.raises(ValueError, match="'29999' is no county"):
        routing.route({"residence": "29999"})


def test_every_rule_is_sound() -> None:
    for rule in routing.every():
        assert rule.cite
        assert rule.provenance in ("published", "regulation", "authored")
        assert set(rule.when) <= set(routing.TESTS)
        assert rule.to in ("child_now", "incident", "residence", "ohi", "out of state")


def test_counties() -> None:
    assert len(counties.every()) == 115
    assert {county.circuit for county in counties.every()} == set(range(1, 47))
    assert counties.name_of("29186") == "Ste. Genevieve"
    assert counties.name_of("29510") == "St. Louis City"
    assert counties.name_of("29999") == ""
    offices = {county.fips: county.office for county in counties.every()}
    assert (offices["29019"], offices["29510"]) == ("Boone County", "St. Louis City")
    assert next(county.region for county in counties.every() if county.name == "Jefferson") == "Southeast"


def test_reporters() -> None:
    ids = [one.id for one in reporters.every()]
    assert len(ids) == len(set(ids)) > 20
    assert reporters.is_mandated(ids[0])
    assert not reporters.is_mandated("")
    examiners = {one for one in ids if reporters.is_medical_examiner(one)}
    assert examiners
    assert any(reporters.is_medical(one) for one in ids)
    assert not all(reporters.is_medical(one) for one in ids)
