"""Who is related to a family does not meet it in its history: no read of people tells of its reports; each counts what it hides."""

from collections.abc import Callable
from uuid import UUID

import pytest

from oscr.agency.permissions import Role
from oscr.flow.history import actions, mentions, pairs, priors
from oscr.flow.history.finding import Found, find, find_again, find_report
from oscr.flow.history.known import known_at
from oscr.flow.history.receiving import receive
from oscr.flow.report.asked import SAME
from oscr.flow.report.models import Conflict, Involvement, Report
from oscr.people import actions as people
from oscr.people.matching.describing import Told
from oscr.people.models import Link
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
EARLIER = NOW - 600 * MINUTE


class Family:
    """An earlier report of a child, one that somebody of the staff is related to, and a new one that tells of the child too."""

    def __init__(self) -> None:
        self.boss = making.user(Role.HOTLINE_SUPERVISOR)
        self.before, self.related = making.sent(at=EARLIER), making.sent(at=EARLIER + MINUTE)
        self.new, self.other = making.sent(), making.sent(at=NOW + MINUTE)
        for one in (self.before, self.new):
            actions.link(one=child(one), other=child(self.related), reason="Same child.", by=self.boss, at=NOW)
        score = {"score": 9.0, "reason": "Alike.", "at": NOW}
        people.propose(one=child(self.other), other=child(self.before), **score)

    @property
    def keys(self) -> list[int]:
        """Of the child, as the two earlier reports told of it."""
        return [child(self.before).pk, child(self.related).pk]


@pytest.fixture
def family():
    return Family()


def child(of: Report):
    return of.involved.get(code="A").participant


def relate(family: Family, user) -> None:
    Conflict.objects.create(report=family.related, user=user, reason="A sister's.", by=user, at=NOW)


def numbers(found: Found) -> set[str]:
    return set(found.numbers)


def _links(family: Family, user) -> set[str]:
    return {number for pair in pairs.shown(Link.objects.all(), user) for number in pair.numbers}


def _said(family: Family, user) -> set[str]:
    why = pairs.reasons(Link.objects.filter(participant__in=family.keys), user).values()
    return {one.reason for one in why if "ask a hotline supervisor" not in one.reason}


def _known(family: Family, user) -> set[str]:
    return {one.report.number for one in known_at(family.new, user, NOW + MINUTE).reports}


READS: dict[str, Callable[[Family, object], set[str]]] = {
    "involvements": lambda f, u: set(Involvement.objects.visible_to(u).values_list("report__number", flat=True)),
    "a telling": lambda f, u: {one.report.number for one in mentions.of_tellings(f.keys, u).seen},
    "a family": lambda f, u: {one.report.number for one in mentions.of_families(f.keys, u).seen},
    "typed": lambda f, u: numbers(find(Told(first="Robin", last="Cloverfield"), u, NOW)),
    "a parent typed": lambda f, u: numbers(find(Told(first="Robin"), u, NOW, parent=Told(last="Cloverfield"))),
    "of a report on file": lambda f, u: numbers(find_again(f.other.involved.get(code="A"), u, NOW)),
    "of a call number": lambda f, u: numbers(find_report(f.related.number, u, NOW)),
    "of another of its numbers": lambda f, u: numbers(find_report(f.before.number, u, NOW)),
    "known then": _known,
    "prior reports of a call": lambda f, u: set(
        priors.of_call({SAME: [{"participant": f.keys[0], "same": True}]}, u).numbers
    ),
    "pairs": _links,
    "why linked": _said,
}


@pytest.mark.parametrize("role", [Role.WORKER, Role.SCREENER, Role.HOTLINE_SUPERVISOR])
def test_no_read_of_people_tells_who_is_related_of_the_family(family, role):
    kin, colleague = making.user(role), making.user(role)
    relate(family, kin)
    theirs = {family.before.number, family.related.number}
    for name, read in READS.items():
        seen, hidden = read(family, colleague), read(family, kin)
        assert seen, f"{name}: everybody else reads on"
        assert not hidden & theirs and hidden < seen, name
    assert pairs.waiting(kin).count() == 1  # of one side at least somebody else
    Conflict.objects.create(report=family.other, user=kin, reason="A cousin's.", by=kin, at=NOW)
    assert not pairs.waiting(kin) and pairs.waiting(colleague)


def test_what_is_hidden_is_counted(family):
    kin = making.user(Role.WORKER)
    relate(family, kin)
    assert mentions.of_tellings(family.keys, kin).restricted == 2
    assert find_report(family.related.number, kin, NOW).restricted == 3  # with the new one, of the same child
    assert known_at(family.new, kin, NOW + MINUTE).restricted == 2
    assert priors.of_call({SAME: [{"participant": family.keys[0], "same": True}]}, kin).restricted == 3


def test_a_hotline_reader_finds_no_report_of_a_family_to_whom_they_are_related(family):
    for role in (Role.SCREENER, Role.HOTLINE_SUPERVISOR):
        kin = making.user(role)
        relate(family, kin)
        assert list(Report.objects.visible_to(kin)) == [family.other]
        assert Report.objects.visible_to(making.user(role)).count() == 4


def test_a_link_that_was_taken_back_hides_nothing_more(family):
    kin = making.user(Role.WORKER)
    relate(family, kin)
    link = Link.objects.get(participant=child(family.before), kind="confirmed")
    actions.withdraw(participant=link.participant, person=link.person, reason="Twins.", by=family.boss, at=NOW)
    assert {one.report for one in mentions.of_tellings(family.keys, kin).seen} == {family.before}


def test_who_was_told_of_with_another_family_hides_nothing_of_that_one(family):
    kin = making.user(Role.WORKER)
    coach = {"adults": [{"id": "p1", "first": "Sam", "last": "Coach"}], "suspects": [{"id": "s1", "person": "p1"}]}
    one, other = (making.sent(children=[{"id": "c1", "first": name}], **coach) for name in ("Wren", "Jay"))
    adults = [told.involved.get(code="1").participant for told in (one, other)]
    actions.link(one=adults[0], other=adults[1], reason="Same coach.", by=family.boss, at=NOW)
    Conflict.objects.create(report=one, user=kin, reason="A nephew.", by=kin, at=NOW)
    assert {line.report for line in mentions.of_tellings([adult.pk for adult in adults], kin).seen} == {other}


def test_who_is_related_links_nobody_of_the_family_while_they_take_a_call(family):
    kin = making.user(Role.SCREENER)
    relate(family, kin)
    row = {"of": "c1", "participant": family.keys[0], "same": True, "reason": "Said so."}
    answers = making.answers(intake=making.TOLD, **{SAME: [row]})
    taken = receive(token=UUID(int=7), answers=answers, by=kin, at=NOW)
    assert not Link.objects.filter(participant__involvement__report=taken.report).exists()
