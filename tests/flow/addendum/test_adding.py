"""What is added goes to whoever has the report, stays beside it, and comes from its reporter alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from oscr.agency.models import Level, OnCall
from oscr.agency.permissions import Role
from oscr.flow.addendum import actions
from oscr.flow.addendum.models import HOLDS_FOR, Addendum, Question, Verification
from oscr.flow.assignment import actions as assignment
from oscr.flow.attachment.models import Attachment
from oscr.flow.call import actions as call
from oscr.flow.report import actions as reports
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.attachment import files
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + 20 * MINUTE


@pytest.fixture
def teacher():
    return making.reporter()


@pytest.fixture
def report(teacher):
    return making.sent(teacher, you={"name": "Teacher Example", "occupation": "teacher", "phone": "573-555-0100"})


@pytest.fixture
def screener():
    return making.user(Role.SCREENER)


@pytest.fixture
def boss():
    return making.user(Role.HOTLINE_SUPERVISOR)


def add(report, by, at=LATER, **how):
    return actions.add(**{"report": report, "kind": "added", "text": "He has a brother.", "by": by, "at": at} | how)


def told(kind="added") -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def verify(report, by, at=LATER, **said):
    whole = {"name": "Teacher Example", "phone": "573-555-0100", "work": "teacher", "employer": ""} | said
    return actions.verify(report=report, said=whole, by=by, at=at)


class TestWhoIsTold:
    def test_the_holder(self, report, teacher, screener):
        call.claim(report=report, by=screener, at=NOW)
        add(report, teacher)
        assert told() == [screener.email]
        assert Notice.objects.get(kind="added").context == {"number": report.number, "desk": "hotline"}

    def test_nobody_while_nobody_holds_it(self, report, teacher):
        made = add(report, teacher)
        assert told() == []
        assert list(Addendum.objects.waiting().at_hotline()) == [made]

    def test_not_the_holder_who_took_it_down(self, report, screener):
        call.claim(report=report, by=screener, at=NOW)
        add(report, screener, verification=verify(report, screener))
        assert told() == []

    def test_supervisors_where_the_hotline_was_done_with_it(self, report, teacher, screener, boss):
        making.classified(screener, "documented call", of=_settled(report, screener))
        add(report, teacher)
        assert told() == [boss.email]

    def test_who_is_on_call_in_the_county(self, report, teacher, screener):
        alert = making.alerted(screener, of=report)
        ready = making.user(Role.WORKER)
        slot = {"starts_at": NOW - MINUTE, "ends_at": LATER + MINUTE, "entered_at": NOW}
        OnCall.objects.create(office=alert.office, level=Level.PRIMARY, user=ready, phone="1", **slot)
        made = add(report, teacher)
        assert told() == [ready.email]
        assert Notice.objects.get(kind="added").context["desk"] == "county"
        assert not Addendum.objects.at_hotline().exists()
        assert list(Addendum.objects.waiting()) == [made]

    def test_who_responds(self, report, teacher, screener):
        alert, lead = making.alerted(screener, of=report), making.user(Role.COUNTY_SUPERVISOR)
        worker = making.user(Role.WORKER)
        assignment.acknowledge(alert=alert, by=lead, at=NOW + 3 * MINUTE)
        assignment.assign(alert=alert, worker=worker, by=lead, at=NOW + 4 * MINUTE)
        add(report, teacher)
        assert told() == [worker.email]

    def test_of_a_restricted_report_who_leads_the_circuit(self, report, teacher, screener, boss):
        alert = making.alerted(screener, of=report)
        making.user(Role.WORKER)
        circuit = making.user(Role.CIRCUIT_MANAGER)
        reports.restrict(report=report, why="conflict", by=boss, at=NOW)
        add(report, teacher)
        assert told() == [circuit.email]
        assert alert.number == report.number


def _settled(report, screener):
    """A report of which nothing is left open, so that it may be documented."""
    call.claim(report=report, by=screener, at=NOW)
    law = call.protocol_for(report)
    decision = law.decide(call.case_now(report))
    while decision.questions:
        no = [("/".join(filter(None, one.unit)), one.fact, _no(law, one.fact)) for one in decision.questions]
        decision = law.decide(call.settle(report=report, answers=no, by=screener, at=NOW))
    return report


def _no(law, fact):
    ties = ("child tie", "suspect tie", "incident in Missouri")
    return "yes" if fact in ties else "no" if "no" in law.facts[fact].values else "unknown"


def test_a_report_is_never_edited(report, teacher):
    before = Report.objects.filter(pk=report.pk).values().get()
    made = add(report, teacher, kind="corrected", text="  He is 9, not 8. ")
    assert (made.kind, made.text) == ("corrected", "He is 9, not 8.")
    assert Report.objects.filter(pk=report.pk).values().get() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Addendum.objects.update(text="Something else.")


def test_a_file_comes_with_it(report, teacher):
    file = {"sent": files.picture(), "shows": "A drawing", "names_reporter": False}
    made = add(report, teacher, file=file)
    assert made.attachment == Attachment.objects.get()
    assert made.attachment.token == report.token


def test_nothing_is_added_without_a_word(report, teacher):
    with pytest.raises(Refused) as refused:
        add(report, teacher, text="  ")
    assert refused.value.field == "text"


def test_only_the_reporter_adds(report, screener):
    for stranger in (making.reporter(), making.user(Role.ANALYST)):
        with pytest.raises(Refused, match="role"):
            add(report, stranger)
    for listener in (screener, making.user(Role.WORKER)):
        with pytest.raises(Refused, match="Verify first"):
            add(report, listener)


class TestVerifying:
    def test_who_agrees_may_go_on_for_half_an_hour(self, report, screener):
        found = verify(report, screener)
        assert found.matched
        last = LATER + HOLDS_FOR - timedelta(microseconds=1)
        assert actions.verified(report=report, by=screener, at=last) == found
        assert actions.verified(report=report, by=screener, at=LATER + HOLDS_FOR) is None
        assert actions.verified(report=report, by=making.user(Role.SCREENER), at=LATER) is None
        assert add(report, screener, at=last, verification=found).verification == found
        with pytest.raises(Refused, match="Verify first"):
            add(report, screener, at=LATER + HOLDS_FOR, verification=found)

    def test_who_does_not_agree_may_not(self, report, screener):
        found = verify(report, screener, phone="573-555-0199")
        assert not found.matched
        with pytest.raises(Refused, match="Verify first"):
            add(report, screener, verification=found)
        assert Entry.objects.filter(act="reporter.not_verified").count() == 1

    def test_a_verification_is_of_one_report_and_one_screener(self, report, screener):
        found = verify(report, screener)
        for other in ({"report": making.sent()}, {"by": making.user(Role.SCREENER)}):
            with pytest.raises(Refused, match="Verify first"):
                add(**{"report": report, "by": screener, "verification": found} | other)

    def test_after_five_wrong_tries_nobody_is_verified_for_a_day(self, report, screener):
        for _try in range(actions.MOST_TRIES):
            verify(report, screener, phone="573-555-0199")
        with pytest.raises(Refused, match="Too many"):
            verify(report, making.user(Role.SCREENER))
        assert verify(report, screener, at=LATER + actions.DAY).matched

    def test_nothing_that_was_said_is_kept(self, report, screener):
        verify(report, screener, name="Nadia Guessname")
        kept = str([*Verification.objects.values(), *Entry.objects.values("details", "act")])
        assert "Guessname" not in kept
        assert str(Verification.objects.get()) == f"{report.number}: not verified"

    def test_who_stayed_unnamed_cannot_be_verified(self, screener):
        unnamed = making.phoned(screener, you={"name": "", "occupation": ""})
        with pytest.raises(Refused, match="without a name"):
            verify(unnamed, screener)

    def test_a_reporter_verifies_nobody(self, report, teacher):
        with pytest.raises(Refused, match="role"):
            verify(report, teacher)


class TestHeeding:
    def test_the_hotline_heeds_what_it_has(self, report, teacher, screener):
        made = add(report, teacher)
        assert actions.heed(addendum=made, note=" Settled. ", by=screener, at=LATER).note == "Settled."
        again = actions.heed(addendum=made, note="Again", by=screener, at=LATER)
        assert (again.note, str(again)) == ("Settled.", f"addendum {made.pk} to {report.number} heeded")
        assert not Addendum.objects.waiting().exists()
        assert Entry.objects.filter(act="report.addendum_heeded").count() == 1

    def test_each_desk_heeds_its_own(self, report, teacher, screener):
        made, worker = add(report, teacher), making.user(Role.WORKER)
        with pytest.raises(Refused, match="role"):
            actions.heed(addendum=made, note="", by=worker, at=LATER)
        making.alerted(screener, of=report)
        with pytest.raises(Refused, match="role"):
            actions.heed(addendum=made, note="", by=screener, at=LATER)
        assert actions.heed(addendum=made, note="", by=worker, at=LATER)


class TestAsking:
    def test_a_question_goes_to_the_supervisors_and_its_answer_back(self, report, teacher, screener, boss):
        making.classified(screener, of=report)
        question = actions.ask(report=report, text=" Why? ", by=teacher, at=LATER)
        assert (question.text, told("asked")) == ("Why?", [boss.email])
        assert list(Question.objects.open()) == [question]
        answer = actions.reply(question=question, text="Because of the bruises.", by=boss, at=LATER)
        assert told("answered") == [teacher.email]
        assert str(answer) == f"reply to question {question.pk} about {report.number}"
        assert not Question.objects.open().exists()

    def test_who_asked_by_phone_is_answered_by_phone(self, screener, boss):
        you = {"name": "Teacher Example", "occupation": "teacher", "phone": "573-555-0100"}
        report = making.phoned(screener, you=you)
        making.classified(screener, of=report)
        question = actions.ask(report=report, text="Why?", by=screener, at=LATER, verification=verify(report, screener))
        actions.reply(question=question, text="Said on the phone.", by=boss, at=LATER)
        assert told("answered") == []

    @pytest.mark.parametrize("words", ["not decided yet", "what you want", "waits for its answer"])
    def test_what_is_no_question_yet(self, report, teacher, screener, words):
        if words != "not decided yet":
            making.classified(screener, of=report)
        if words == "waits for its answer":
            actions.ask(report=report, text="Why?", by=teacher, at=LATER)
        with pytest.raises(Refused, match=words):
            actions.ask(report=report, text="" if words == "what you want" else "Why?", by=teacher, at=LATER)

    def test_only_supervisors_answer_and_once(self, report, teacher, screener, boss):
        making.classified(screener, of=report)
        question = actions.ask(report=report, text="Why?", by=teacher, at=LATER)
        with pytest.raises(Refused, match="role"):
            actions.reply(question=question, text="Because.", by=screener, at=LATER)
        with pytest.raises(Refused, match="Write the answer"):
            actions.reply(question=question, text=" ", by=boss, at=LATER)
        actions.reply(question=question, text="Because.", by=boss, at=LATER)
        with pytest.raises(Refused, match="already"):
            actions.reply(question=question, text="No.", by=boss, at=LATER)

    def test_who_may_see_the_report_sees_its_questions(self, report, teacher, screener):
        making.classified(screener, of=report)
        add(report, teacher)
        question = actions.ask(report=report, text="Why?", by=teacher, at=LATER)
        for who, sees in ((teacher, 1), (screener, 1), (making.reporter(), 0), (making.user(Role.WORKER), 0)):
            assert Question.objects.visible_to(who).count() == sees
            assert Addendum.objects.visible_to(who).count() == sees
        assert str(question) == f"question {question.pk} about {report.number}"


class TestMails:
    def test_what_was_sent_is_known_and_sent_again(self, report, teacher):
        Notice.objects.update(sent_at=NOW)
        assert [one.kind for one in actions.mails_of(report)] == ["received"]
        actions.send_again(report=report, kind="received", by=teacher, at=LATER)
        (last,) = actions.mails_of(report)
        assert (last.key, last.to, last.sent_at) == (f"received-{report.number}-again-1", teacher.email, None)
        assert last.context == {"number": report.number}
        with pytest.raises(Refused, match="on its way"):
            actions.send_again(report=report, kind="received", by=teacher, at=LATER)

    def test_not_every_minute_and_not_for_ever(self, report, teacher):
        Notice.objects.update(sent_at=NOW)
        with pytest.raises(Refused, match="10 minutes"):
            actions.send_again(report=report, kind="received", by=teacher, at=NOW + 9 * MINUTE)
        for n in range(1, actions.MOST_MAILS):
            actions.send_again(report=report, kind="received", by=teacher, at=NOW + n * 20 * MINUTE)
            Notice.objects.update(sent_at=NOW + n * 20 * MINUTE)
        with pytest.raises(Refused, match="again and again"):
            actions.send_again(report=report, kind="received", by=teacher, at=NOW + timedelta(days=1))

    @pytest.mark.parametrize("kind", ["classified", "alert"])
    def test_what_was_not_sent_cannot_be_sent_again(self, report, teacher, kind):
        with pytest.raises(Refused, match="not due yet"):
            actions.send_again(report=report, kind=kind, by=teacher, at=LATER)

    def test_a_screener_sends_it_for_a_verified_caller(self, report, screener, teacher):
        Notice.objects.update(sent_at=NOW)
        with pytest.raises(Refused, match="Verify first"):
            actions.send_again(report=report, kind="received", by=screener, at=LATER)
        actions.send_again(report=report, kind="received", by=screener, at=LATER, verification=verify(report, screener))
        assert actions.mails_of(report)[0].to == teacher.email
