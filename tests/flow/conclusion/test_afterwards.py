"""What a conclusion leaves: flags of the registry, letters, the time for an appeal, the referral of harassment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion import appealing, flagging, harassing, lettering
from oscr.flow.conclusion.actions import Found, approve
from oscr.flow.conclusion.models import AppealResult, Explanation, Flag, Letter, Posted, Suspicion
from oscr.law.calendar import CENTRAL
from oscr.law.refusal import Refused
from tests import making
from tests.flow.conclusion.concluding import DAY, DONE, TOLD, concluded, people, proposed, ready
from tests.making import COLE, MINUTE

pytestmark = pytest.mark.django_db
SENT = DONE + DAY
SENT_ON = SENT.astimezone(CENTRAL).date()
HELD = "Boone County Circuit Court, 26BA-DR00001"


@pytest.fixture
def staff():
    return people()


@pytest.fixture
def alert(staff):
    return ready(staff)


@pytest.fixture
def found(alert, staff):
    """A preponderance of evidence against the father."""
    return concluded(alert, staff, "preponderance")


def father(alert):
    return alert.classification.report.involved.get(code="1")


def posted(row, kind, by, at=SENT):
    return lettering.post(letter=row.letters.get(kind=kind), how="post", sent_at=at, by=by, at=at)


def refused(act, **how) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**how)
    return caught.value


# --- the registry


def test_a_preponderance_flags_whom_it_names(alert, found):
    flag = Flag.objects.get()
    assert (flag.state, flag.person, flag.result) == ("flagged", father(alert), "preponderance")
    assert "Flagged for the registry: Preponderance" in flagging.words(flag)


@pytest.mark.parametrize("kind", ["unsubstantiated", "perpetrator-deceased", "perpetrator-unidentified"])
def test_nothing_else_flags_anybody(alert, staff, kind):
    row = concluded(alert, staff, kind)
    assert not Flag.objects.exists()
    told = refused(flagging.check_flag, conclusion=row, person=father(alert))
    assert told.cite == "RSMo 210.152"
    how = {"conclusion": row, "person": father(alert), "why": "No.", "cite": "", "by": staff.lead, "at": DONE}
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(**how, state="flagged", result="unsubstantiated")


def test_jurisdiction_in_a_custody_case_bars_a_parent_and_nobody_else(staff):
    suspects = [*TOLD["suspects"], {"id": "s2", "first": "Sam", "last": "Coach", "relation": "coach", "facts": {}}]
    alert = ready(staff, suspects=suspects)
    codes = list(alert.classification.report.involved.filter(suspect=True).values_list("code", flat=True))
    findings = [Found("A", "beaten", code, "preponderance", custodian=code == "1") for code in codes]
    row = concluded(alert, staff, "preponderance", found=findings, jurisdiction=HELD)
    states = {flag.person.code: flag for flag in row.flags.all()}
    assert states["1"].state == "barred" and HELD in states["1"].why and states["1"].cite == "RSMo 210.145.22"
    assert {states[code].state for code in codes if code != "1"} == {"flagged"}


def test_without_jurisdiction_a_parent_is_flagged(alert, staff):
    row = concluded(alert, staff, "preponderance", found=[Found("A", "beaten", "1", "preponderance", custodian=True)])
    assert row.flags.get().state == "flagged"


def test_a_later_finding_takes_out_whom_it_does_not_name(alert, staff, found):
    later = proposed(alert, staff.worker, because="judicial", at=DONE + DAY)
    approve(conclusion=later, by=staff.lead, at=DONE + DAY)
    flag = later.flags.get()
    assert (flag.state, flag.why, flag.result) == ("removed", "A court", "unsubstantiated")


def test_a_later_finding_that_names_nobody_takes_out_too(alert, staff, found):
    later = proposed(alert, staff.worker, "perpetrator-unidentified", because="evidence", at=DONE + DAY)
    approve(conclusion=later, by=staff.lead, at=DONE + DAY)
    assert (later.flags.get().state, later.flags.get().result) == ("removed", "")


def test_a_later_finding_of_the_same_keeps_the_flag(alert, staff, found):
    later = proposed(alert, staff.worker, "preponderance", because="evidence", at=DONE + DAY)
    approve(conclusion=later, by=staff.lead, at=DONE + DAY)
    assert [flag.state for flag in later.flags.all()] == ["flagged"]


# --- letters


def test_each_person_gets_the_letter_of_the_weightiest_finding(alert, staff):
    findings = [Found("A", "beaten", "1", "preponderance"), Found("A", "hungry", "1", "unsubstantiated")]
    row = concluded(alert, staff, "preponderance", found=findings)
    letters = {letter.kind: letter for letter in row.letters.all()}
    assert set(letters) == {"preponderance", "parents-found"}
    assert letters["preponderance"].to == "Alex Cloverfield" and letters["parents-found"].to == "Kim Cloverfield"
    assert letters["parents-found"].address == "1 Example Lane"
    assert [letter.place for letter in Letter.objects.order_by("pk")] == [1, 2]


def test_where_no_parent_was_told_of_the_letter_goes_to_the_parents(staff):
    alert = ready(
        staff, adults=[], suspects=[{"id": "s1", "first": "Sam", "last": "Coach", "relation": "coach", "facts": {}}]
    )
    row = concluded(alert, staff)
    letters = {letter.kind: letter for letter in row.letters.all()}
    assert letters["parents-insufficient"].to == "The parents" and letters["parents-insufficient"].address == ""
    assert letters["insufficient"].to == "Sam Coach" and letters["insufficient"].address == ""


def test_a_parent_who_lives_elsewhere_is_written_to_there(staff):
    adults = [TOLD["adults"][0], TOLD["adults"][1] | {"address": "9 Other Road"}]
    row = concluded(ready(staff, adults=adults), staff)
    assert row.letters.get(kind="parents-insufficient").address == "9 Other Road"


def test_a_grandmother_is_no_parent_and_a_child_is_written_to_by_its_parents(staff):
    adults = [{"id": "p1", "first": "Pat", "last": "Elder", "relation": "Grandmother"}]
    suspects = [
        {
            "id": "s1",
            "first": "Sam",
            "last": "Younger",
            "age": 15,
            "age_unit": "years",
            "relation": "sitter",
            "facts": {},
        }
    ]
    row = concluded(
        ready(staff, adults=adults, suspects=suspects), staff, found=[Found("A", "beaten", "2", "unsubstantiated")]
    )
    assert {letter.to for letter in row.letters.all()} == {"The parents", "The parents of Sam Younger"}


def test_a_juvenile_assessment_is_told_to_the_parents_of_the_juvenile(staff):
    row = concluded(ready(staff, "juvenile assessment"), staff, "juvenile-services")
    assert {letter.kind for letter in row.letters.all()} == {"juvenile"}


def test_a_nameless_juvenile_is_written_to_as_such(staff):
    suspects = [{"id": "s1", "relation": "a boy at school", "facts": {}}]
    row = concluded(ready(staff, "juvenile assessment", adults=[], suspects=suspects), staff, "juvenile-no-services")
    assert row.letters.get().to == "The parents of the child who is said to have acted"


def test_a_letter_is_posted_once_and_not_before_it_was_written(alert, staff, found):
    letter = found.letters.get(kind="parents-found")
    how = {"letter": letter, "how": "post", "by": staff.worker}
    assert refused(lettering.post, **how, sent_at=DONE - DAY, at=SENT).field == "sent_at"
    assert refused(lettering.post, **how, sent_at=SENT + DAY, at=SENT).field == "sent_at"
    lettering.post(**how, sent_at=SENT, at=SENT)
    assert "already" in refused(lettering.post, **how, sent_at=SENT, at=SENT).message
    assert Posted.objects.get().how == "post" and letter not in Letter.objects.to_print()
    assert Letter.objects.to_print().count() == 1
    elsewhere = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    other = found.letters.get(kind="preponderance")
    assert refused(lettering.post, letter=other, how="post", sent_at=SENT, by=elsewhere, at=SENT)


# --- appeals


def test_the_time_for_an_appeal_runs_from_the_notice(alert, staff, found):
    waiting = appealing.rights(found)
    assert [right.way.id for right in waiting] == ["board", "court"] and all(right.until is None for right in waiting)
    assert "not been sent" in waiting[0].why and not waiting[0].over(SENT)
    posted(found, "preponderance", staff.worker)
    until = {right.way.id: right.until for right in appealing.rights(found)}
    assert until["board"].astimezone(CENTRAL).date() == SENT_ON + timedelta(days=61)
    assert until["court"].astimezone(CENTRAL).date() == SENT_ON + timedelta(days=31)
    running = Clock.objects.running().filter(kind="appeal")
    assert {clock.about for clock in running} == {"board 1", "court 1"}
    assert {clock.due_at for clock in running} == set(until.values())


def test_a_letter_without_appeal_starts_nothing(alert, staff):
    row = concluded(alert, staff)
    posted(row, "insufficient", staff.worker)
    assert appealing.rights(row) == [] and not Clock.objects.filter(kind="appeal").exists()
    told = {"conclusion": row, "person": father(alert), "by": staff.worker, "at": SENT}
    assert refused(appealing.file, way="board", filed_on=SENT_ON, **told).field == "person"


def test_either_the_board_or_a_court(alert, staff, found):
    posted(found, "preponderance", staff.worker)
    told = {"conclusion": found, "person": father(alert), "by": staff.worker, "at": SENT + 3 * DAY}
    assert refused(appealing.file, way="de-novo", filed_on=SENT_ON, **told).field == "way"
    assert refused(appealing.file, way="letter", filed_on=SENT_ON, **told).field == "way"
    assert refused(appealing.file, way="court", filed_on=SENT_ON + timedelta(days=9), **told).field == "filed_on"
    row = appealing.file(way="court", filed_on=SENT_ON, **told)
    assert not row.late and not Clock.objects.running().filter(kind="appeal").exists()
    assert "not both" in refused(appealing.file, way="board", filed_on=SENT_ON, **told).message
    assert "already" in refused(appealing.file, way="court", filed_on=SENT_ON, **told).message


def test_what_is_filed_late_is_entered_as_late(alert, staff, found):
    posted(found, "preponderance", staff.worker)
    told = {"conclusion": found, "person": father(alert), "by": staff.worker, "at": SENT + 90 * DAY}
    on_time, late = SENT_ON + timedelta(days=60), SENT_ON + timedelta(days=61)
    with transaction.atomic():
        assert not appealing.file(way="board", filed_on=on_time, **told).late
        transaction.set_rollback(True)
    assert appealing.file(way="board", filed_on=late, **told).late


def test_while_charges_are_pending_the_boards_time_does_not_run(alert, staff, found):
    posted(found, "preponderance", staff.worker)
    told = {"conclusion": found, "person": father(alert), "by": staff.worker, "at": SENT + 100 * DAY}
    appealing.charge(ended_on=None, **told)
    until = {right.way.id: right for right in appealing.rights(found)}
    assert until["board"].until is None and "charges" in until["board"].why and until["court"].until
    assert {clock.about for clock in Clock.objects.running().filter(kind="appeal")} == {"court 1"}
    assert refused(appealing.charge, ended_on=SENT_ON + timedelta(days=101), **told).field == "ended_on"
    ended = SENT_ON + timedelta(days=90)
    appealing.charge(ended_on=ended, **told)
    until = {right.way.id: right.until for right in appealing.rights(found)}
    assert until["board"].astimezone(CENTRAL).date() == ended + timedelta(days=61)
    assert Clock.objects.running().get(about="board 1").due_at == until["board"]


def test_after_the_board_a_court_hears_it_anew(alert, staff, found):
    posted(found, "preponderance", staff.worker)
    told = {"conclusion": found, "person": father(alert), "by": staff.worker, "at": SENT + 50 * DAY}
    row = appealing.file(way="board", filed_on=SENT_ON, **told)
    waits = next(right for right in appealing.rights(found) if right.way.id == "de-novo")
    assert waits.until is None and "has not decided" in waits.why
    how = {"appeal": row, "result": "upheld", "note": "", "by": staff.worker, "at": SENT + 50 * DAY}
    for day in (SENT_ON - timedelta(days=1), SENT_ON + timedelta(days=51)):
        assert refused(appealing.decide, decided_on=day, **how).field == "decided_on"
    decided = SENT_ON + timedelta(days=40)
    appealing.decide(decided_on=decided, **how)
    assert refused(appealing.decide, decided_on=decided, **how)
    until = next(right.until for right in appealing.rights(found) if right.way.id == "de-novo")
    assert until.astimezone(CENTRAL).date() == decided + timedelta(days=61)
    again = appealing.file(way="de-novo", filed_on=decided, **told)
    assert again.law.after == "board" and not Clock.objects.running().filter(kind="appeal").exists()
    appealing.decide(appeal=again, result="reversed", decided_on=decided, note="", by=staff.worker, at=SENT + 50 * DAY)
    assert AppealResult.objects.count() == 2


def test_nobody_enters_an_appeal_for_another_office(alert, found):
    elsewhere = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    told = {"conclusion": found, "person": father(alert), "by": elsewhere, "at": SENT}
    assert "answer for" in refused(appealing.file, way="court", filed_on=SENT_ON, **told).message


def test_a_letter_to_nobody_in_particular_gives_no_right(alert, staff, found):
    told = {"conclusion": found, "report": found.alert.classification.report, "place": 9, "kind": "preponderance"}
    Letter.objects.create(**told, to="Whom it concerns", by=staff.lead, at=DONE)
    assert {right.person for right in appealing.rights(found)} == {father(alert)}


# --- harassment


def refer(row, by, at=SENT, **changed):
    how = {
        "indicators": ["custody", "motive"],
        "evidence": "Two calls on the eve of two hearings.",
        "prosecutor": "Boone County",
    }
    return harassing.refer(conclusion=row, **(how | changed), by=by, at=at)


def test_harassment_is_referred_to_the_prosecutor_with_its_evidence(alert, staff):
    row = concluded(alert, staff)
    assert harassing.may_refer(row, staff.lead) and not harassing.may_refer(row, staff.worker)
    made = refer(row, staff.lead)
    assert made.letter.to == "The prosecuting or circuit attorney, Boone County" and made.letter.law.to == "prosecutor"
    assert made.signs == ["The reporter admitted a motive", "A case about custody or support is pending"]
    clock = Clock.objects.running().get(kind="harassment referral")
    assert clock.due_at.astimezone(CENTRAL).date() == (row.reply.at.astimezone(CENTRAL) + timedelta(days=46)).date()
    posted(row, "prosecutor", staff.worker, at=SENT + MINUTE)
    assert not Clock.objects.running().filter(kind="harassment referral").exists()
    assert not harassing.may_refer(row, staff.lead)
    assert "already" in refused(refer, row=row, by=staff.lead).message


def test_never_before_the_conclusion_and_never_after_another_one(alert, staff):
    waiting = proposed(alert, staff.worker)
    assert not harassing.may_refer(waiting, staff.lead)
    assert "Only after" in refused(refer, row=waiting, by=staff.lead).message
    approve(conclusion=waiting, by=staff.lead, at=DONE + MINUTE)
    assert harassing.may_refer(waiting, staff.lead)
    other = concluded(ready(staff), staff, "preponderance")
    assert not harassing.may_refer(other, staff.lead)
    assert refused(refer, row=other, by=staff.lead)


def test_a_referral_needs_a_sign_evidence_and_a_supervisor_of_the_office(alert, staff):
    row = concluded(alert, staff)
    assert refused(refer, row=row, by=staff.lead, indicators=["no such"]).field == "indicators"
    assert refused(refer, row=row, by=staff.lead, evidence=" ").field == "evidence"
    assert refused(refer, row=row, by=staff.worker)
    assert refused(refer, row=row, by=making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE)))
    assert refer(row, staff.lead, prosecutor=" ").letter.to == "The prosecuting or circuit attorney"


def test_which_reports_were_referred(alert, staff):
    row = concluded(alert, staff)
    report = alert.classification.report
    assert harassing.harassing([report.pk]) == set()
    refer(row, staff.lead)
    assert harassing.harassing([report.pk]) == {report.pk} and Suspicion.objects.exists()
    later = proposed(alert, staff.worker, "preponderance", because="evidence", at=SENT + DAY)
    approve(conclusion=later, by=staff.lead, at=SENT + DAY)
    assert harassing.harassing([report.pk]) == set()


def test_the_texts_of_rows_name_nobody(alert, staff, found):
    posted(found, "preponderance", staff.worker)
    charges = appealing.charge(conclusion=found, person=father(alert), ended_on=None, by=staff.worker, at=SENT)
    appeal = appealing.file(
        conclusion=found, person=father(alert), way="court", filed_on=SENT_ON, by=staff.worker, at=SENT
    )
    result = appealing.decide(appeal=appeal, result="upheld", decided_on=SENT_ON, note="", by=staff.worker, at=SENT)
    other = concluded(ready(staff), staff, explained={})
    suspicion = refer(other, staff.lead)
    Explanation.objects.create(conclusion=found, duty="safety", text="For the test.")
    rows = [
        Explanation.objects.get(),
        found,
        found.reply,
        found.findings.get(),
        found.flags.get(),
        Posted.objects.get(),
        charges,
        appeal,
        result,
        suspicion,
    ]
    for row in (*rows, *found.letters.all()):
        assert alert.number in str(row) or other.alert.number in str(row)
        assert "Cloverfield" not in str(row)


CHILD = {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years", "language": "Spanish"}
MOTHER = {"id": "p2", "first": "Kim", "last": "Cloverfield", "relation": "Mother"}


def test_parents_read_what_their_child_speaks_unless_more_is_known_and_a_prosecutor_reads_english():
    staff = people()
    young = {"id": "p1", "first": "Sam", "last": "Young", "age": 15, "age_unit": "years", "language": "español"}
    told = {"children": [CHILD], "adults": [young, MOTHER], "suspects": [{"id": "s1", "person": "p1", "facts": {}}]}
    row = concluded(ready(staff, **told), staff)
    assert {one.language for one in row.letters.all()} == {"es"}
    assert "Los padres de Sam Young" in {one.to for one in row.letters.all()}
    signs = {"indicators": ["motive"], "evidence": "For the test.", "prosecutor": "Boone County"}
    made = harassing.refer(conclusion=row, **signs, by=staff.lead, at=DONE + DAY)
    assert made.letter.language == "en"


def test_a_letter_is_sent_in_a_language_in_which_it_is_made():
    staff = people()
    row = concluded(ready(staff), staff)
    letter = row.letters.first()
    how = {"letter": letter, "how": "post", "sent_at": DONE + DAY, "by": staff.worker, "at": DONE + DAY}
    with pytest.raises(Refused, match="language"):
        lettering.post(**how, language="tlh")
    assert lettering.post(**how, language="es").language == "es"
