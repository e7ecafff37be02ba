"""The closed list of conclusions: what each needs and finds, the registry's gate cell by cell, the days of an appeal."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from oscr.law import clocks, conclusions
from oscr.law.calendar import local
from oscr.law.conclusions import Found
from oscr.law.outcomes import REFERRALS, REPORTS
from oscr.law.refusal import Refused

DAY = date(2026, 3, 3)
INVESTIGATION = {
    "unsubstantiated",
    "unsubstantiated-services",
    "preponderance",
    "perpetrator-unidentified",
    "perpetrator-deceased",
    "court-adjudicated",
}
ANY_REPORT = {"unable-to-locate", "inappropriate-report", "located-out-of-state", "already-investigated"}


def offered(outcome: str, on: date = DAY) -> set[str]:
    return {one.id for one in conclusions.offered(outcome, on)}


def test_each_track_has_its_closed_list():
    assert offered("investigation") == INVESTIGATION | ANY_REPORT
    assert offered("family assessment") == {"services-needed", "services-not-needed", "not-cooperating"} | ANY_REPORT
    assert offered("juvenile assessment") == {"juvenile-services", "juvenile-no-services"} | ANY_REPORT
    referral = {f"referral-{name}" for name in ("helped", "declined", "reported", "not-reached")}
    assert offered("P") == offered("NCA") == referral
    assert offered("N") == offered("F") == referral | {"referral-passed-on"}
    assert offered("documented call") == set()
    assert offered("investigation", date(2019, 1, 1)) == set()


def test_the_data_names_only_what_there_is():
    for one in conclusions.every():
        assert set(one.needs) <= set(conclusions.fields()), one.id
        assert set(one.results) <= set(conclusions.results()), one.id
        assert set(one.letters) <= set(conclusions.letters()), one.id
        assert one.cite and one.text and one.provenance in ("published", "authored")
        assert (one.chief in one.results) == bool(one.results), one.id
        assert one == conclusions.one(one.id)
    kinds = {clock.kind for clock in clocks.every()}
    for outcome in REPORTS + REFERRALS:
        for duty in conclusions.duties(outcome):
            assert set(duty.clocks) | set(duty.overdue) <= kinds, duty.id
            assert set(duty.unless) <= {one.id for one in conclusions.every()}
    assert conclusions.runs_on() <= kinds


def test_an_investigation_is_described_as_subsection_10_has_it():
    for name in INVESTIGATION:
        assert {"nature", "household", "home", "violence"} <= set(conclusions.one(name).needs)
    for name in ("services-needed", "services-not-needed", "not-cooperating"):
        assert {"outcome", "services", "risk"} <= set(conclusions.one(name).needs)


def test_what_is_missing_is_refused_in_order_and_days_to_come_are_too():
    how = conclusions.one("perpetrator-deceased")
    said = dict.fromkeys(how.needs, "Said.") | {"died_on": "2026-03-03"}
    conclusions.check_said(how, said, DAY)
    for name in how.needs:
        with pytest.raises(Refused) as told:
            conclusions.check_said(how, {key: text for key, text in said.items() if key != name}, DAY)
        assert told.value.field == name and told.value.cite
    with pytest.raises(Refused) as told:
        conclusions.check_said(how, said, date(2026, 3, 2))
    assert told.value.field == "died_on"
    with pytest.raises(Refused) as told:
        conclusions.check_said(how, said, DAY, also=["death_complete_on"])
    assert told.value.field == "death_complete_on"


def may_find(name: str, *found: Found, children=("A",)) -> bool:
    try:
        conclusions.check_findings(conclusions.one(name), found, children)
    except Refused as refused:
        return not refused.message
    return True


@pytest.mark.parametrize("how", conclusions.every(), ids=lambda one: one.id)
def test_a_finding_alone_makes_a_conclusion_as_the_list_says(how):
    assert may_find(how.id) == (not how.results)
    for result, suspect in product(conclusions.results(), ("1", "")):
        named = {"somebody": suspect == "1", "nobody": suspect == "", "either": True}[how.names]
        may = result == how.chief and named
        assert may_find(how.id, Found("A", "beaten", suspect, result)) == may, (how.id, result, suspect)


def test_each_child_needs_a_finding_and_none_twice():
    one = Found("A", "beaten", "1", "unsubstantiated")
    assert may_find("unsubstantiated", one) and not may_find("unsubstantiated", one, one)
    assert not may_find("unsubstantiated", one, children=("A", "B"))
    assert may_find("unsubstantiated", one, Found("B", "beaten", "", "unsubstantiated"), children=("A", "B"))


def test_beside_the_chief_finding_others_may_stand():
    chief, other = Found("A", "beaten", "1", "preponderance"), Found("A", "hungry", "", "unsubstantiated")
    assert may_find("preponderance", chief, other) and not may_find("preponderance", other)
    assert not may_find(
        "court-adjudicated", Found("A", "beaten", "1", "court"), Found("A", "hungry", "", "preponderance")
    )


def test_the_weightiest_finding_of_somebody_counts():
    found = [Found("A", "beaten", "1", "unsubstantiated"), Found("A", "hungry", "1", "preponderance")]
    assert conclusions.weightiest(found, "1") == conclusions.results()["preponderance"]
    assert conclusions.weightiest(found, "2") is None


def test_the_registry_cell_by_cell():
    for result, custodian, jurisdiction in product(
        [None, *conclusions.results().values()], (True, False), ("", "26BA")
    ):
        may = result is not None and result.id in ("preponderance", "court") and not (custodian and jurisdiction)
        if may:
            conclusions.check_registry(result, custodian=custodian, jurisdiction=jurisdiction)
            continue
        with pytest.raises(Refused) as told:
            conclusions.check_registry(result, custodian=custodian, jurisdiction=jurisdiction)
        barred = result is not None and result.registry
        assert told.value.cite == ("RSMo 210.145.22" if barred else "RSMo 210.152")


def test_the_days_of_an_appeal_end_with_a_day_in_missouri():
    sent = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)  # a week before the change of daylight saving time
    days = {way.id: conclusions.last_day(way, sent) for way in conclusions.ways().values()}
    assert {name: (local(end).date() - local(sent).date()).days - 1 for name, end in days.items()} == {
        "board": 60,
        "court": 30,
        "de-novo": 60,
    }
    assert {local(end).hour for end in days.values()} == {0}
    board = next(one for one in clocks.every() if one.id == "appeal-board")
    assert board.ends(sent) == days["board"]


def test_the_federal_disposition():
    assert conclusions.disposition(conclusions.one("preponderance"), harassing=False) == "1"
    assert conclusions.disposition(conclusions.one("unsubstantiated"), harassing=False) == "5"
    assert conclusions.disposition(conclusions.one("unsubstantiated"), harassing=True) == "6"
    assert conclusions.disposition(conclusions.one("services-needed"), harassing=True) == "4"
    assert conclusions.disposition(conclusions.one("unable-to-locate"), harassing=False) == "7"


def test_signs_of_harassment_have_words():
    assert len(conclusions.indicators()) == 7 and "custody" in conclusions.indicators()
    assert conclusions.harassment()["cite"].startswith("RSMo 210.145.12")
