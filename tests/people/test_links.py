"""Who is the same person is said by people, one row after another; the last row stands and none is lost."""

import pytest
from django.db import Error, IntegrityError, transaction

from oscr.agency.permissions import Role
from oscr.law.refusal import Refused
from oscr.people import actions
from oscr.people.links import persons_of, same_person, standing_among, tellings_of, told_apart
from oscr.people.models import Link, LinkKind, Participant, Person
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, reporter, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    return user(Role.SCREENER)


@pytest.fixture
def how(screener):
    return {"reason": "Same birth date and address.", "by": screener, "at": NOW}


def telling(first: str = "Robin") -> Participant:
    return Participant.objects.create(first=first, age_estimated=False, sex="unknown")


def tellings(number: int) -> list[Participant]:
    return [telling() for _ in range(number)]


def suggested(one: Participant) -> list[Link]:
    """The proposals about a telling that nobody has answered."""
    return list(Link.objects.filter(participant=one).standing().filter(kind=LinkKind.PROBABLE))


def test_two_tellings_of_one_child(how):
    first, second, third = tellings(3)
    assert not same_person(first, second)
    person = actions.same(one=second, other=first, **how)
    assert same_person(first, second) and same_person(third, third) and not same_person(first, third)
    assert persons_of([first.pk, second.pk, third.pk]) == {first.pk: person.pk, second.pk: person.pk}
    assert tellings_of(person) == [first, second]
    assert Link.objects.get(participant=first).kind == LinkKind.FIRST
    with pytest.raises(Refused, match="known to be the same"):
        actions.same(one=first, other=second, **how)


def test_two_unknown_tellings_are_not_the_same():
    assert not same_person(telling(), telling())


def test_two_people_become_one_with_everything_told_of_them(how):
    a, b, c, d = tellings(4)
    actions.same(one=b, other=a, **how)
    actions.same(one=d, other=c, **how)
    person = actions.same(one=d, other=b, **how)
    assert tellings_of(person) == [a, b, c, d]
    kinds = list(Link.objects.filter(participant=c).order_by("pk").values_list("kind", flat=True))
    assert kinds == [LinkKind.FIRST, LinkKind.WITHDRAWN, LinkKind.CONFIRMED]


def test_joining_does_not_go_over_what_somebody_said_of_another(how):
    a, b, c = tellings(3)
    person = actions.same(one=b, other=a, **how)
    actions.different(one=c, other=a, **how)
    d = telling()
    actions.same(one=d, other=c, **how)  # c became known by d's link: c's word about `person` stands
    with pytest.raises(Refused, match="Take that back first"):
        actions.same(one=d, other=b, **how)
    actions.same(one=c, other=b, **how)  # of c itself somebody now says otherwise
    assert tellings_of(person) == [a, b, c, d]


def test_nor_over_what_was_said_of_one_who_stays(how):
    a, b, c, d = tellings(4)
    actions.same(one=c, other=a, **how)
    actions.different(one=d, other=a, **how)
    actions.same(one=d, other=b, **how)
    for one, other in ((a, b), (b, a)):
        with pytest.raises(Refused, match="Take that back first"):
            actions.same(one=one, other=other, **how)


def test_a_probable_link_makes_nobody_the_same(how):
    first, second = tellings(2)
    link = actions.propose(one=second, other=first, score=19.5, reason="same birth date", guarded=True, at=NOW)
    assert suggested(second) == [link] and link.by is None and not same_person(first, second)
    assert actions.propose(one=second, other=first, score=20.0, reason="again", at=NOW) is None
    actions.same(one=second, other=first, **how)
    assert suggested(second) == [] and same_person(first, second)
    assert actions.propose(one=first, other=second, score=20.0, reason="again", at=NOW) is None


def test_what_was_denied_is_not_proposed_again(how):
    first, second = tellings(2)
    actions.different(one=second, other=first, **how)
    assert actions.propose(one=second, other=first, score=30.0, reason="twins", at=NOW) is None
    assert not same_person(first, second) and Link.objects.standing().get(participant=second).kind == LinkKind.NOT_SAME
    assert told_apart([second.pk]) == {(second.pk, persons_of([first.pk])[first.pk])}


def test_who_was_told_apart_stays_apart_when_the_other_is_put_to_another_person(how):
    a, b, c, d = tellings(4)
    actions.same(one=b, other=a, **how)
    actions.different(one=d, other=b, **how)
    split = actions.split(person=Person.objects.get(), participants=[b], **how)
    assert (d.pk, split.pk) in told_apart([d.pk])
    actions.same(one=b, other=c, **how)
    assert (d.pk, persons_of([c.pk])[c.pk]) in told_apart([d.pk])


def test_nobody_is_told_apart_from_whom_they_were_put_to_since(how):
    a, c, d = tellings(3)
    person = actions.same(one=c, other=a, **how)
    actions.different(one=d, other=a, **how)
    split = actions.split(person=person, participants=[c], **how)
    assert told_apart([d.pk]) == {(d.pk, person.pk), (d.pk, split.pk)}
    actions.same(one=d, other=c, **how)
    assert told_apart([d.pk]) == {(d.pk, person.pk)}


def test_unlinking_is_a_row_and_linking_again_is_another(how):
    first, second = tellings(2)
    person = actions.same(one=second, other=first, **how)
    actions.withdraw(participant=second, person=person, **how)
    assert not same_person(first, second) and tellings_of(person) == [first]
    actions.same(one=second, other=first, **how)
    assert same_person(first, second)
    kinds = list(Link.objects.filter(participant=second).order_by("pk").values_list("kind", flat=True))
    assert kinds == [LinkKind.CONFIRMED, LinkKind.WITHDRAWN, LinkKind.CONFIRMED]


def test_what_stands_is_what_was_said_last_and_not_taken_back(how):
    first, second, third = tellings(3)
    person = actions.same(one=second, other=first, **how)
    actions.different(one=third, other=first, **how)
    actions.withdraw(participant=second, person=person, **how)
    actions.same(one=third, other=first, **how)
    said = list(Link.objects.order_by("-pk"))
    assert [(link.participant, link.kind) for link in standing_among(said)] == [
        (third, LinkKind.CONFIRMED),
        (first, LinkKind.FIRST),
    ]
    kinds = {kind: list(Link.objects.filter(kind=kind).standing()) for kind in (LinkKind.NOT_SAME, LinkKind.FIRST)}
    assert kinds == {LinkKind.NOT_SAME: [], LinkKind.FIRST: [said[-1]]}  # what was chosen before makes nothing stand


def test_a_telling_is_not_compared_with_itself(how):
    one = telling()
    for act in (actions.same, actions.different):
        with pytest.raises(Refused, match="one telling"):
            act(one=one, other=one, **how)


def test_nothing_said_cannot_be_taken_back(how):
    first, second = tellings(2)
    person = Person.objects.create(made_at=NOW)
    with pytest.raises(Refused, match="taken back"):
        actions.withdraw(participant=first, person=person, **how)
    person = actions.different(one=second, other=first, **how).person
    actions.withdraw(participant=second, person=person, **how)
    with pytest.raises(Refused, match="taken back"):
        actions.withdraw(participant=second, person=person, **how)


def test_twins_who_were_taken_for_one_are_parted(how):
    first, second, third = tellings(3)
    person = actions.same(one=second, other=first, **how)
    actions.same(one=third, other=first, **how)
    other = actions.split(person=person, participants=[third, second], **how)
    assert tellings_of(person) == [first] and tellings_of(other) == [second, third]
    for wrong in ([], [first], [second, first]):
        with pytest.raises(Refused, match="some, but not all"):
            actions.split(person=person, participants=wrong, **how)


def test_every_link_says_why_and_who(how, screener):
    first, second = tellings(2)
    for act in (actions.same, actions.different):
        with pytest.raises(Refused, match="Say why") as refused:
            act(one=second, other=first, **how | {"reason": "  "})
        assert refused.value.field == "reason" and not Link.objects.exists()
    person = actions.same(one=second, other=first, **how)
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw(participant=second, person=person, **how | {"reason": ""})
    entry = Entry.objects.latest("seq")
    assert (entry.act, entry.by, entry.details) == ("person.confirmed", screener, {"person": person.pk})
    assert entry.subject == f"people.participant:{second.pk}"


def test_reporters_and_analysts_link_nobody(how):
    first, second = tellings(2)
    person = actions.same(one=second, other=first, **how)
    for stranger in (reporter(), user(Role.ANALYST)):
        by = how | {"by": stranger}
        for act in (actions.same, actions.different):
            with pytest.raises(Refused, match="same person"):
                act(one=second, other=first, **by)
        with pytest.raises(Refused, match="same person"):
            actions.withdraw(participant=first, person=person, **by)
        with pytest.raises(Refused, match="same person"):
            actions.split(person=person, participants=[second], **by)
    actions.withdraw(participant=second, person=person, **how | {"by": user(Role.WORKER)})


def test_the_database_refuses_what_must_never_be(how, screener):
    first, second = tellings(2)
    person = actions.same(one=second, other=first, **how)
    row = {"participant": second, "person": person, "at": NOW + MINUTE}
    for wrong in (
        {"kind": LinkKind.CONFIRMED, "reason": "the machine thinks so"},
        {"kind": LinkKind.PROBABLE, "reason": "without a score"},
        {"kind": LinkKind.NOT_SAME, "reason": "", "by": screener},
        {"kind": LinkKind.CONFIRMED, "reason": "vouched for", "by": screener, "guarded": True},
        {"kind": LinkKind.FIRST, "reason": "a second first one"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(**row, **wrong)
    link = Link.objects.get(participant=second)
    for write in (lambda: Link.objects.filter(pk=link.pk).update(reason="other"), link.delete, person.delete):
        with pytest.raises((Error, IntegrityError)), transaction.atomic():
            write()
    assert Link.objects.filter(participant=second).get() == link
