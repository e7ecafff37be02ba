"""Every telling is compared with the archive: what is proposed, what is not, and never a second time."""

from datetime import date, timedelta

import pytest

from oscr.agency.permissions import Role
from oscr.people import actions, linking
from oscr.people.linking import Counts
from oscr.people.links import said_between
from oscr.people.models import Link, LinkKind, Participant, Person, Uncompared
from oscr.record.models import Entry
from tests.making import NOW, sent, user

pytestmark = pytest.mark.django_db
ADDRESS = "12 Pretend Lane, Columbia 65201"
ROBERT = {"first": "Robert", "last": "Quigley", "birth_date": "2018-03-05", "sex": "male"}
BOBBY = ROBERT | {"first": "Bobby", "birth_date": "2018-05-03"}
WREN = {"first": "Wren", "last": "Quigley", "birth_date": "2020-07-19", "sex": "female"}


def told(*children: dict, adults: tuple[dict, ...] = ()) -> list[Participant]:
    """Who is told of in a new report, children first: participants in the order given."""
    listed = [{"id": f"c{place}", **child} for place, child in enumerate(children)]
    grown = [{"id": f"p{place}", **adult} for place, adult in enumerate(adults)]
    report = sent(children=listed, adults=grown, places={"home_address": ADDRESS})
    involved = report.involved.exclude(participant__first="").select_related("participant")
    people = {one.code: one.participant for one in involved}
    return [people[code] for code in sorted(people, key=lambda code: (code.isdigit(), code))]


def compared() -> Counts:
    """What came of comparing everything that waits."""
    return linking.compare_waiting(at=NOW, most=100)


def proposed() -> set[tuple[int, int]]:
    """(later telling, earlier telling) of every proposal, as first told of."""
    firsts = dict(Link.objects.filter(kind=LinkKind.FIRST).values_list("person_id", "participant_id"))
    rows = Link.objects.filter(kind=LinkKind.PROBABLE).values_list("participant_id", "person_id")
    return {(one, firsts[person]) for one, person in rows}


def test_a_telling_waits_from_its_receipt_until_it_is_compared():
    told(ROBERT)
    assert Uncompared.objects.count() == 1
    assert compared() == Counts(compared=2)  # the child, and whoever may have done it
    assert not Uncompared.objects.exists() and not Link.objects.exists() and compared() == Counts()


def test_the_same_child_is_proposed_and_the_guarded_rule_marks_it():
    (first,), (second,) = told(ROBERT), told(ROBERT)
    assert compared().guarded == 1 and proposed() == {(second.pk, first.pk)}
    link = Link.objects.get(kind=LinkKind.PROBABLE)
    assert link.guarded and link.by is None and link.at == NOW and link.score > 20
    assert "same birth date" in link.reason and "Robert" not in link.reason and "Quigley" not in link.reason
    assert {entry.act for entry in Entry.objects.filter(by=None)} >= {"person.first", "person.probable"}


def test_a_nickname_and_a_swapped_birth_date_are_suggested():
    (first,), (second,) = told(ROBERT), told(BOBBY)
    counts = compared()
    assert (counts.guarded, counts.suggested) == (0, 1) and proposed() == {(second.pk, first.pk)}
    link = Link.objects.get(kind=LinkKind.PROBABLE)
    assert not link.guarded and "forms of one name" in link.reason and "day and month swapped" in link.reason


def test_brothers_and_sisters_are_not():
    told(ROBERT), told(WREN)
    assert compared() == Counts(compared=4) and not Link.objects.exists()


def test_a_child_without_a_name_or_a_birth_date_is_anybody_of_the_household():
    told(ROBERT), told({"last": "Quigley", "sex": "male"})
    assert compared().suggested == 0


def test_of_twins_each_is_proposed_for_one():
    jaden, jayden = ROBERT | {"first": "Jaden"}, ROBERT | {"first": "Jayden"}
    one, other = told(jaden, jayden)
    again, too = told(jaden, jayden)
    counts = compared()
    assert proposed() == {(again.pk, one.pk), (too.pk, other.pk)} and counts.guarded == 0


def test_junior_and_senior_are_not_one():
    told({"first": "Robert", "last": "Quigley Jr"}, adults=({"first": "Zoe", "last": "Quigley"},))
    told(WREN, adults=({"first": "Robert", "last": "Quigley Sr"},))
    compared()
    assert not proposed()


def test_what_was_said_is_not_proposed_again():
    (first,), (second,) = told(ROBERT), told(ROBERT)
    screener = user(Role.SCREENER)
    actions.different(one=first, other=second, reason="Cousins of one name.", by=screener, at=NOW)
    counts = compared()
    assert (counts.guarded, counts.suggested, counts.said_before) == (0, 0, 2) and not proposed()
    linking.compare_later(households=[second.involvement.report_id])
    linking.compare_later(households=[second.involvement.report_id])
    assert compared().said_before == 1 and not proposed()


def test_what_was_said_of_somebody_stays_said_when_they_are_put_to_another_person():
    (first,), (second,), (third,), (fourth,) = told(ROBERT), told(ROBERT), told(ROBERT), told(ROBERT)
    how = {"reason": "As the school says.", "by": user(Role.SCREENER), "at": NOW}
    actions.different(one=fourth, other=first, **how)
    actions.same(one=second, other=third, **how)
    actions.same(one=first, other=third, **how)
    assert [link.kind for link in said_between(fourth.pk, first.pk)] == [LinkKind.NOT_SAME]
    compared()
    assert not Link.objects.filter(kind=LinkKind.PROBABLE).exists()


def test_a_person_told_of_often_is_proposed_once():
    (first,), (second,) = told(ROBERT), told(ROBERT)
    actions.same(one=second, other=first, reason="Same child.", by=user(Role.SCREENER), at=NOW)
    (third,) = told(BOBBY)
    counts = compared()
    assert (counts.guarded, counts.suggested) == (0, 1)
    assert Link.objects.get(kind=LinkKind.PROBABLE).participant == third and Person.objects.count() == 1


def test_who_is_of_one_person_is_no_rival_to_the_guarded_rule():
    (first,), (second,), (third,) = told(ROBERT), told(ROBERT), told(ROBERT)
    actions.same(one=second, other=first, reason="Same child.", by=user(Role.SCREENER), at=NOW)
    assert compared().guarded == 1
    assert Link.objects.get(kind=LinkKind.PROBABLE).participant == third


def test_the_earlier_telling_is_proposed_where_only_the_later_is_known():
    (first,), (second,), (third,) = told(BOBBY), told(ROBERT), told(ROBERT)
    person = actions.same(one=third, other=second, reason="Same child.", by=user(Role.SCREENER), at=NOW)
    compared()
    link = Link.objects.get(kind=LinkKind.PROBABLE)
    assert (link.participant, link.person) == (first, person)


def test_who_is_known_to_be_one_person_is_not_compared_with_themselves():
    (first,), (second,) = told(ROBERT), told(ROBERT)
    actions.same(one=second, other=first, reason="Same child.", by=user(Role.SCREENER), at=NOW)
    assert compared() == Counts(compared=4)


def test_when_it_is_not_the_one_twin_the_other_is_proposed():
    (jaden,) = told(ROBERT | {"first": "Jaden"})
    exact, alike = told(ROBERT | {"first": "Jaden"}, ROBERT | {"first": "Jayden"})
    actions.different(one=exact, other=jaden, reason="As the school says.", by=user(Role.SCREENER), at=NOW)
    compared()
    assert proposed() == {(alike.pk, jaden.pk)}


def test_trying_writes_nothing():
    told(ROBERT), told(ROBERT)
    household = Uncompared.objects.order_by("household").last().household
    pairs, counts = linking.found(household)
    assert len(pairs) == counts.guarded == 1 and counts.compared == 2 and not Link.objects.exists()


def test_a_stop_leaves_the_rest_waiting():
    told(ROBERT), told(WREN), told(BOBBY)
    linking.compare_waiting(at=NOW, most=2)
    assert Uncompared.objects.count() == 1


def test_a_report_that_fails_waits_and_is_in_nobodys_way(monkeypatch, caplog):
    (first,), (second,), (bad,) = told(ROBERT), told(ROBERT), told(WREN)
    broken = bad.involvement.report_id

    def refused(household):
        if household == broken:
            Participant.objects.get(first="Nobody of this name")
        return found(household)

    found = linking.found
    with monkeypatch.context() as patched:
        patched.setattr(linking, "found", refused)
        counts = compared()
        assert (counts.failed, counts.guarded) == (1, 1) and proposed() == {(second.pk, first.pk)}
        left = Uncompared.objects.get()
        assert (left.household, left.tries, left.next_try_at) == (broken, 1, NOW + timedelta(seconds=2))
        assert compared() == Counts()  # not before its time
        later = NOW + timedelta(minutes=1)
        assert linking.compare_waiting(at=later, most=9).failed == 1 and Uncompared.objects.get().tries == 2
    assert "DoesNotExist" in caplog.text and "Wren" not in caplog.text and "Nobody" not in caplog.text
    assert linking.compare_waiting(at=later + timedelta(seconds=4), most=9) == Counts(compared=2)
    assert not Uncompared.objects.exists()


@pytest.mark.parametrize(
    ("levels", "answer"),
    [
        ({"first": "exact"}, True),
        ({"birth": "swapped"}, True),
        ({"first": "exact", "birth": "near"}, True),
        ({"birth": "near"}, False),
        ({"first": "else", "birth": "exact"}, False),
        ({"first": "exact", "birth": "else"}, False),
        ({"first": "exact", "age": "else"}, False),
        ({"first": "exact", "suffix": "else"}, False),
        ({"last": "exact", "phone": "own", "place": "own", "school": "same"}, False),
    ],
)
def test_who_may_be_one(levels, answer):
    assert linking.may_be_one(levels) is answer


def test_a_birth_date_is_what_was_told():
    (child,) = told(ROBERT)
    assert child.birth_date == date(2018, 3, 5)
