"""A pair becomes a Newborn Crisis Assessment by a person's word, once a certificate, through the protocol."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment.models import Alert
from oscr.flow.birth_match.actions import delist, export, verify
from oscr.flow.birth_match.models import Assessment, Listed, Pair, Verdict
from oscr.flow.birth_match.taking_in import take_births, take_list
from oscr.flow.call.actions import receive_birth
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Channel, Report
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making, racing
from tests.flow.birth_match.births import BOONE, NOW, TODAY, born, entry

pytestmark = pytest.mark.django_db
FATHER = {
    "first": "Alder",
    "middle": "",
    "last": "Larkspur",
    "other_names": "",
    "birth_date": date(1996, 1, 9),
    "sex": "male",
}
CRIME = {
    "category": "crime",
    "event": "plea",
    "registry_on": date(2018, 1, 1),
    "terminated_on": None,
    "crime": "568.020",
}


def taken(*entries: dict, births: tuple[dict, ...] = ()) -> list[Pair]:
    """A list and a batch of births; the pairs that wait."""
    take_list(name="list", digest="a" * 64, rows=entries or [entry()], by=None, at=NOW)
    take_births(name="week", digest="b" * 64, replaces="", rows=births or [born()], by=None, at=NOW)
    return list(Pair.objects.waiting())


def the_same(pair: Pair, by=None) -> Verdict:
    by = by or making.user(Role.SCREENER)
    return verify(pair=pair, same=True, reason="Same name, maiden name and birth date.", by=by, at=NOW)


def test_the_same_person_becomes_a_newborn_crisis_assessment_at_the_county_of_the_birth_address():
    (pair,) = taken()
    screener = making.user(Role.SCREENER)
    verdict = the_same(pair, screener)
    report = verdict.assessment.report
    assert (report.channel, report.taken_by, report.received_at) == (Channel.BIRTHS, screener, NOW)
    made = Classification.objects.get(report=report)
    assert made.outcome == made.recommended == "NCA"
    assert made.decision["rule"]["text"] == "Individual on child's birth certificate meets Birth Match criteria"
    alert = Alert.objects.get(classification=made)
    assert alert.office.fips == making.BOONE and alert.rule == "PRESENT"
    assert Clock.objects.filter(report=report, kind="respond", office=alert.office).exists()
    assert not Waiting.objects.filter(report=report).exists()


def test_nobody_reported_it_and_nobody_is_suspected():
    (pair,) = taken()
    report = the_same(pair).assessment.report
    assert not any(report.reporter.identity.values())
    assert not report.reporter.mandated
    people = {(one.code, one.part, one.relation, one.suspect) for one in report.involved.all()}
    assert people == {("A", "child", "", False), ("1", "adult", "Mother", False), ("2", "adult", "Father", False)}
    assert report.case["suspects"] == {} and report.case["call"]["birth match"] == "yes"
    assert "Parental rights terminated on 02/02/2019." in report.narrative


def test_not_the_same_makes_nothing():
    (pair,) = taken()
    verdict = verify(pair=pair, same=False, reason="A cousin.", by=making.user(Role.SCREENER), at=NOW)
    assert verdict.assessment is None
    assert Report.objects.count() == 0 and not Pair.objects.waiting().exists()


def test_another_parent_of_the_certificate_is_added_to_the_first_assessment():
    lead = making.user(Role.COUNTY_SUPERVISOR)  # of the county of the birth address: told where nobody is on call
    mother, father = sorted(taken(entry(), entry("L2", **FATHER, **CRIME)), key=lambda pair: pair.parent == "father")
    first = the_same(mother).assessment
    told = Notice.objects.filter(kind="birth_parent")
    assert not told.exists()
    assert the_same(father).assessment == first
    assert Report.objects.count() == 1
    assert [notice.to for notice in told] == [lead.email]


def test_the_office_that_has_the_assessment_is_told_not_the_one_that_had_it_first():
    first, later = (making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=fips)) for fips in (BOONE, making.COLE))
    mother, father = sorted(taken(entry(), entry("L2", **FATHER, **CRIME)), key=lambda pair: pair.parent == "father")
    alert = Alert.objects.get(classification__report=the_same(mother).assessment.report)
    assert alert.office == first.office
    Alert.objects.create(
        classification=alert.classification,
        office=later.office,
        rule="",
        supersedes=alert,
        reason="The family moved.",
        by=alert.by,
        at=NOW,
    )
    the_same(father)
    assert [notice.to for notice in Notice.objects.filter(kind="birth_parent")] == [later.email]


def test_a_correction_of_a_parent_who_was_verified_tells_nobody_again():
    making.user(Role.COUNTY_SUPERVISOR)
    mother, father = sorted(taken(entry(), entry("L2", **FATHER, **CRIME)), key=lambda pair: pair.parent == "father")
    the_same(mother), the_same(father)
    told, added = Notice.objects.filter(kind="birth_parent"), Entry.objects.filter(act="birth_match.parent_added")
    assert (told.count(), added.count()) == (1, 1)
    corrected = born(mother_birth_date=date(1998, 5, 14), father_birth_date=date(1996, 1, 19))
    take_births(name="week b", digest="c" * 64, replaces="week", rows=[corrected], by=None, at=NOW)
    again = [the_same(pair) for pair in list(Pair.objects.waiting())]
    assert len(again) == 2 and {verdict.assessment for verdict in again} == {Assessment.objects.get()}
    assert (told.count(), added.count()) == (1, 1)


def test_a_certificate_has_one_assessment():
    pairs = taken(entry(), entry("L2", **FATHER, **CRIME))
    assert len(pairs) == 2
    the_same(pairs[0])
    again = Assessment(certificate="C1", report=making.sent(), by=making.user(Role.SCREENER), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_wait_for_each_other():
    pairs = taken(entry(), entry("L2", **FATHER, **CRIME))
    by = [making.user(Role.SCREENER), making.user(Role.HOTLINE_SUPERVISOR)]
    outcomes = racing.race(
        *(lambda pair=pair, who=who: the_same(pair, who) for pair, who in zip(pairs, by, strict=True))
    )
    assert [type(one) for one in outcomes] == [Verdict, Verdict]
    assert Assessment.objects.count() == Report.objects.count() == 1


def test_a_crime_is_told_to_the_county():
    (pair,) = taken(entry("L2", **FATHER, **CRIME))
    assert "Section 568.020 RSMo, Incest." in the_same(pair).assessment.report.narrative


def test_an_address_out_of_missouri_leaves_the_office_to_the_screener():
    (pair,) = taken(births=(born(county="", mother_last=""),))
    screener = making.user(Role.SCREENER)
    report = the_same(pair, screener).assessment.report
    assert Waiting.objects.get(report=report).held_by == screener
    assert not Alert.objects.exists()


def test_a_child_of_a_year_or_more_goes_through_the_protocol_too():
    (pair,) = taken(births=(born(birth_date=TODAY - timedelta(days=400)),))
    report = the_same(pair).assessment.report
    assert Classification.objects.get(report=report).outcome == "documented call"
    assert not Alert.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(reason: str):
    (pair,) = taken()
    with pytest.raises(Refused, match="Say why"):
        verify(pair=pair, same=True, reason=reason, by=making.user(Role.SCREENER), at=NOW)


def test_once_is_enough():
    (pair,) = taken()
    the_same(pair)
    with pytest.raises(Refused, match="verified this pair already"):
        the_same(pair)


def test_a_person_taken_off_the_list_is_not_verified_any_more():
    (pair,) = taken()
    delist(
        listed=Listed.objects.get(), reason="The finding was reversed.", by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW
    )
    with pytest.raises(Refused, match="closed"):
        the_same(pair)


def test_taking_off_the_list_needs_a_reason_and_happens_once():
    taken()
    listed = Listed.objects.get()
    with pytest.raises(Refused, match="Say why"):
        delist(listed=listed, reason=" ", by=None, at=NOW)
    delist(listed=listed, reason="Reversed.", by=None, at=NOW)
    with pytest.raises(Refused, match="already"):
        delist(listed=listed, reason="Reversed.", by=None, at=NOW)


def test_only_the_hotline_verifies():
    (pair,) = taken()
    with pytest.raises(Refused, match="role"):
        the_same(pair, making.user(Role.WORKER))
    assert not Pair.objects.visible_to(making.user(Role.WORKER)).exists()
    assert Pair.objects.visible_to(making.user(Role.SCREENER)).exists()


def test_the_record_knows_who_verified_and_holds_no_names():
    (pair,) = taken()
    screener = making.user(Role.SCREENER)
    report = the_same(pair, screener).assessment.report
    written = Entry.objects.get(act="birth_match.verified")
    assert (written.by, written.subject) == (screener, f"birth_match.pair:{pair.pk}")
    assert written.details == {"same": True, "parent": "mother", "report": report.number}
    everything = str(list(Entry.objects.values_list("details", flat=True)))
    assert not any(name in everything for name in ("Ottilie", "Featherly", "Larkspur", "Juniper"))


def test_a_parent_who_joins_an_assessment_without_an_office_tells_nobody():
    pairs = taken(entry(), entry("L2", **FATHER, **CRIME), births=(born(county=""),))
    for pair in pairs:
        the_same(pair)
    assert Assessment.objects.count() == 1
    assert not Notice.objects.filter(kind="birth_parent").exists()


def test_a_certificate_without_a_father_names_none():
    (pair,) = taken(births=(born(father_first="", father_last="", father_birth_date=None),))
    assert [one.relation for one in the_same(pair).assessment.report.involved.exclude(relation="")] == ["Mother"]


def test_a_certificate_that_was_written_down_already_is_not_written_twice():
    (pair,) = taken()
    report = the_same(pair).assessment.report
    again = receive_birth(token=report.token, answers={}, by=making.user(Role.SCREENER), at=NOW)
    assert again == report


def test_rows_say_what_they_are():
    (pair,) = taken()
    verdict = the_same(pair)
    kept, _content = export(by=None, at=NOW)
    off = delist(listed=pair.listed, reason="Reversed.", by=None, at=NOW)
    rows = (
        pair.birth.batch,
        pair.listed,
        off,
        kept,
        pair.birth,
        pair,
        verdict.assessment,
        verdict,
        Verdict(pair=pair, same=False),
    )
    number = verdict.assessment.report.number
    assert [str(row) for row in rows] == [
        "births week", "entry L1", "entry L1 taken off", "list of 2026-03-03", f"birth {pair.birth.pk}", f"pair {pair.pk}",
        f"assessment {number}", f"pair {pair.pk}: the same", f"pair {pair.pk}: not the same",
    ]  # fmt: skip
    assert pair.listed.why == "Parental rights terminated, and a finding of abuse or neglect"


def test_what_belongs_to_a_restricted_assessment_is_for_supervisors():
    (pair,) = taken()
    screener, boss = making.user(Role.SCREENER), making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=the_same(pair, screener).assessment.report, why="conflict", by=boss, at=NOW)
    assert not Pair.objects.visible_to(screener).exists() and list(Pair.objects.hidden_from(screener)) == [pair]
    assert list(Pair.objects.visible_to(boss)) == [pair] and not Pair.objects.hidden_from(boss).exists()
