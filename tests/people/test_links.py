"""Who is the same person is said by people, one row after another; the last row stands and none is lost."""

import pytest
from django.db import Error, IntegrityError, transaction

from oscr.agency.permissions import Role
from oscr.law.refusal import Refused
from oscr.people import actions
from oscr.people.links import persons_of, same_person, suggestions_for, tellings_of
from oscr.people.models import Link, LinkKind, Participant, Person
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, reporter, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def telling(first: str = "Robin") -> Participant:
    return Participant.objects.create(first=first, age_estimated=False, sex="unknown")


def somebody() -> Person:
    return Person.objects.create(made_at=NOW)


def how(by) -> dict:
    return {"reason": "Same birth date and address.", "by": by, "at": NOW}


def test_two_tellings_of_one_child(screener):
    first, second, third = telling(), telling("Rob"), telling()
    assert not same_person(first, second)
    person = actions.identify(participant=first, **how(screener))
    actions.confirm(participant=second, person=person, **how(screener))
    assert same_person(first, second) and same_person(third, third) and not same_person(first, third)
    assert persons_of([first, second, third]) == {first.pk: person, second.pk: person}
    assert tellings_of(person) == [first, second]


def test_two_unknown_tellings_are_not_the_same(screener):
    assert not same_person(telling(), telling())


def test_a_probable_link_makes_nobody_the_same(screener):
    first, second = telling(), telling()
    person = actions.identify(participant=first, **how(screener))
    link = actions.propose(participant=second, person=person, score=19.5, reason="same birth date", at=NOW)
    assert suggestions_for(second) == [link] and link.by is None and not same_person(first, second)
    assert actions.propose(participant=second, person=person, score=20.0, reason="again", at=NOW) is None
    actions.confirm(participant=second, person=person, **how(screener))
    assert suggestions_for(second) == [] and same_person(first, second)


def test_what_was_denied_is_not_proposed_again(screener):
    first, second = telling(), telling()
    person = actions.identify(participant=first, **how(screener))
    actions.deny(participant=second, person=person, **how(screener))
    assert actions.propose(participant=second, person=person, score=30.0, reason="twins", at=NOW) is None
    assert not same_person(first, second) and Link.objects.standing().get(participant=second).kind == LinkKind.NOT_SAME


def test_the_likeliest_suggestion_is_first(screener):
    one, people = telling(), [somebody(), somebody(), somebody()]
    for person, score in zip(people, (12.0, 30.0, 20.0), strict=True):
        actions.propose(participant=one, person=person, score=score, reason="same phone", at=NOW)
    assert [link.score for link in suggestions_for(one)] == [30.0, 20.0, 12.0]


def test_unlinking_is_a_row_and_linking_again_is_another(screener):
    first, second = telling(), telling()
    person = actions.identify(participant=first, **how(screener))
    actions.confirm(participant=second, person=person, **how(screener))
    actions.withdraw(participant=second, person=person, **how(screener))
    assert not same_person(first, second) and tellings_of(person) == [first]
    actions.confirm(participant=second, person=person, **how(screener))
    assert same_person(first, second)
    kinds = list(Link.objects.filter(participant=second).order_by("pk").values_list("kind", flat=True))
    assert kinds == [LinkKind.CONFIRMED, LinkKind.WITHDRAWN, LinkKind.CONFIRMED]


def test_one_telling_is_about_one_person(screener):
    one = telling()
    person = actions.identify(participant=one, **how(screener))
    for act in (lambda: actions.identify(participant=one, **how(screener)),
                lambda: actions.confirm(participant=one, person=somebody(), **how(screener))):  # fmt: skip
        with pytest.raises(Refused, match="somebody else"):
            act()
    actions.confirm(participant=one, person=person, **how(screener))
    assert persons_of([one]) == {one.pk: person}


def test_nothing_said_cannot_be_taken_back(screener):
    one, person = telling(), somebody()
    with pytest.raises(Refused, match="taken back"):
        actions.withdraw(participant=one, person=person, **how(screener))
    actions.deny(participant=one, person=person, **how(screener))
    actions.withdraw(participant=one, person=person, **how(screener))
    with pytest.raises(Refused, match="taken back"):
        actions.withdraw(participant=one, person=person, **how(screener))


def test_twins_who_were_taken_for_one_are_parted(screener):
    tellings = [telling(), telling(), telling()]
    person = actions.identify(participant=tellings[0], **how(screener))
    for one in tellings[1:]:
        actions.confirm(participant=one, person=person, **how(screener))
    other = actions.split(person=person, participants=tellings[1:], **how(screener))
    assert tellings_of(person) == tellings[:1] and tellings_of(other) == tellings[1:]
    for wrong in ([], tellings[:1], [tellings[1], tellings[0]]):
        with pytest.raises(Refused, match="some, but not all"):
            actions.split(person=person, participants=wrong, **how(screener))


def test_every_link_says_why_and_who(screener):
    one, person = telling(), somebody()
    with pytest.raises(Refused, match="Say why") as refused:
        actions.confirm(participant=one, person=person, reason="  ", by=screener, at=NOW)
    assert refused.value.field == "reason" and not Link.objects.exists()
    actions.confirm(participant=one, person=person, **how(screener))
    entry = Entry.objects.latest("seq")
    assert (entry.act, entry.by, entry.details) == ("person.confirmed", screener, {"person": person.pk})
    assert entry.subject == f"people.participant:{one.pk}"


def test_reporters_and_analysts_link_nobody(screener):
    one, person = telling(), somebody()
    for stranger in (reporter(), user(Role.ANALYST)):
        for act in (actions.confirm, actions.deny, actions.withdraw):
            with pytest.raises(Refused, match="same person"):
                act(participant=one, person=person, **how(stranger))
        with pytest.raises(Refused, match="same person"):
            actions.identify(participant=one, **how(stranger))
        with pytest.raises(Refused, match="same person"):
            actions.split(person=person, participants=[one], **how(stranger))
    actions.confirm(participant=one, person=person, **how(user(Role.WORKER)))


def test_the_database_refuses_what_must_never_be(screener):
    one, person = telling(), somebody()
    row = {"participant": one, "person": person, "at": NOW + MINUTE}
    for wrong in (
        {"kind": LinkKind.CONFIRMED, "reason": "the machine thinks so"},
        {"kind": LinkKind.PROBABLE, "reason": "without a score"},
        {"kind": LinkKind.NOT_SAME, "reason": "", "by": screener},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(**row, **wrong)
    link = actions.confirm(participant=one, person=person, **how(screener))
    for write in (lambda: Link.objects.filter(pk=link.pk).update(reason="other"), link.delete, person.delete):
        with pytest.raises((Error, IntegrityError)), transaction.atomic():
            write()
    assert Link.objects.get() == link
