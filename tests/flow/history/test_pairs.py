"""Probable duplicates wait for an answer: who sees which, in which order, and what an answer settles."""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.history import actions, pairs
from oscr.flow.report import actions as reports
from oscr.law.refusal import Refused
from oscr.people import actions as people
from oscr.people.links import same_person
from oscr.people.models import Link, LinkKind, Participant
from tests.making import BOONE, COLE, MINUTE, NOW, alerted, sent, user
from tests.racing import race

pytestmark = pytest.mark.django_db
WHY = {"reason": "As the school says.", "at": NOW}


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def robin(**told) -> Participant:
    return sent(**told).involved.get(code="A").participant


def proposed(score: float = 20.0, one=None, other=None, *, guarded: bool = False) -> Link:
    """A proposal about two children of two reports."""
    first = other or robin()
    return people.propose(
        one=one or robin(), other=first, score=score, reason="same birth date", guarded=guarded, at=NOW
    )


def first_told(link: Link) -> Participant:
    return Link.objects.get(person=link.person, kind=LinkKind.FIRST).participant


def answered(link: Link, by, *, same: bool, last: int | None = None) -> None:
    newest = link.pk if last is None else last
    pairs.answer(one=first_told(link), other=link.participant, same=same, last=newest, by=by, **WHY)


def test_the_guarded_come_first_then_the_likeliest(screener):
    low, guarded, high = proposed(13.0), proposed(12.5, guarded=True), proposed(30.0)
    queue = pairs.waiting(screener)
    assert list(queue) == [guarded, high, low]
    assert [list(pairs.after(queue, link)) for link in (guarded, high, low)] == [[high, low], [low], []]
    assert not pairs.waiting(user(Role.ANALYST)).exists()


@pytest.mark.parametrize("same", [True, False])
def test_an_answer_takes_a_pair_out_whichever_is_named_first(screener, same):
    link = proposed()
    answered(link, screener, same=same)
    assert not pairs.waiting(screener).exists() and same_person(first_told(link), link.participant) is same
    (row,) = Link.objects.filter(by=screener)  # nobody is put to another person without need
    assert row.reason == WHY["reason"] and row.person == link.person


def test_one_answer_settles_every_proposal_about_the_two(screener):
    a, b, c = robin(), robin(), robin()
    proposed(one=b, other=a), proposed(one=c, other=a), people.same(one=c, other=b, by=screener, **WHY)
    assert pairs.waiting(screener).count() == 2
    pairs.answer(one=a, other=b, same=False, last=Link.objects.latest("pk").pk, by=screener, **WHY)
    assert not pairs.waiting(screener).exists()
    assert Link.objects.filter(kind=LinkKind.NOT_SAME).count() == 2


def test_joining_two_people_settles_what_was_proposed_of_them(screener):
    a, b, c = robin(), robin(), robin()
    proposed(one=b, other=a), people.same(one=a, other=c, by=screener, **WHY)
    pairs.answer(one=a, other=b, same=True, last=Link.objects.latest("pk").pk, by=screener, **WHY)
    assert not pairs.waiting(screener).exists() and same_person(b, c)


def test_two_of_whom_nothing_was_proposed_are_told_apart(screener):
    a, b = robin(), robin()
    pairs.answer(one=a, other=b, same=False, last=0, by=screener, **WHY)
    said, one = pairs.said_of(a, b)
    assert [link.kind for link in said] == [LinkKind.NOT_SAME] and not one


def test_two_who_are_known_to_be_one_are_not_told_apart_here(screener):
    a, b = robin(), robin()
    pairs.answer(one=a, other=b, same=True, last=0, by=screener, **WHY)
    said, one = pairs.said_of(a, b)
    assert one
    with pytest.raises(Refused, match="Take that back first"):
        pairs.answer(one=a, other=b, same=False, last=said[-1].pk, by=screener, **WHY)


def test_whoever_answers_second_is_told(screener):
    link, other = proposed(), user(Role.SCREENER)
    answered(link, screener, same=True)
    with pytest.raises(Refused, match=f"{screener.name} answered while you were looking: The same person"):
        answered(link, other, same=False)
    assert same_person(first_told(link), link.participant)


def test_what_the_machine_said_meanwhile_stops_nobody(screener):
    link = proposed()
    answered(link, screener, same=False, last=0)
    assert not pairs.waiting(screener).exists()


def test_only_staff_answer():
    link = proposed()
    with pytest.raises(Refused, match="role does not allow"):
        answered(link, user(Role.ANALYST), same=True)


def test_what_is_restricted_on_both_sides_is_left_out_and_on_one_side_is_not_shown(screener):
    supervisor, link = user(Role.HOTLINE_SUPERVISOR), proposed()
    one, other = link.participant, first_told(link)
    (pair,) = pairs.shown(pairs.waiting(screener), screener)
    assert (pair.mention.participant, pair.counterpart.participant, pair.tellings) == (one, other, 1)
    reports.restrict(report=other.involvement.report, why="conflict", by=supervisor, at=NOW)
    (pair,) = pairs.shown(pairs.waiting(screener), screener)
    assert (pair.one, pair.other) == (one.pk, other.pk) and pair.mention and pair.counterpart is None
    reports.restrict(report=one.involvement.report, why="conflict", by=supervisor, at=NOW)
    assert not pairs.waiting(screener).exists()
    (pair,) = pairs.shown(pairs.waiting(supervisor), supervisor)
    assert pair.mention and pair.counterpart


def test_the_first_telling_that_may_be_seen_stands_for_a_person(screener):
    link = proposed()
    first, second = first_told(link), robin(children=[{"id": "c1", "first": "Bobby"}])
    people.same(one=second, other=first, by=screener, **WHY)
    (pair,) = pairs.shown(pairs.waiting(screener), screener)
    assert (pair.other, pair.names) == (first.pk, ("Bobby",))
    reports.restrict(report=first.involvement.report, why="sealed", by=user(Role.HOTLINE_SUPERVISOR), at=NOW)
    (pair,) = pairs.shown(pairs.waiting(screener), screener)
    assert (pair.other, pair.counterpart.participant, pair.tellings, pair.names) == (second.pk, second, 2, ())


def test_the_queue_of_an_office_is_what_was_alerted_to_it_or_lives_in_its_county(screener):
    boone, cole = (Office.objects.get(fips=fips) for fips in (BOONE, COLE))
    alert = alerted(screener, boone)
    child = alert.classification.report.involved.get(code="A").participant
    by_alert = proposed(one=child)
    by_home = proposed(other=robin(places={"home_county": BOONE}))
    nowhere = proposed()
    assert set(pairs.waiting(screener)) == {by_alert, by_home, nowhere}
    assert set(pairs.waiting(screener, [boone, cole])) == {by_alert, by_home}
    assert not pairs.waiting(screener, [cole]).exists() and not pairs.waiting(screener, []).exists()


def test_a_withdrawn_proposal_waits_no_longer(screener):
    link = proposed()
    actions.withdraw(participant=link.participant, person=link.person, by=screener, **WHY)
    assert not pairs.waiting(screener).exists()


def test_a_page_of_the_queue_asks_the_same_number_of_questions(screener, django_assert_max_num_queries):
    for _more in range(5):
        proposed()
    with django_assert_max_num_queries(10):
        assert len(pairs.shown(pairs.waiting(screener)[:5], screener)) == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_opposite_answers_at_once_one_stands_and_the_other_is_told():
    for _turn in range(5):
        link, workers = proposed(), (user(Role.SCREENER), user(Role.WORKER))
        before = Link.objects.count()
        said = race(
            lambda link=link, workers=workers: answered(link, workers[0], same=True),
            lambda link=link, workers=workers: answered(link, workers[1], same=False),
        )
        refused = [one for one in said if isinstance(one, Refused)]
        assert len(refused) == 1 and said.count(None) == 1
        assert "answered while you were looking" in str(refused[0])
        assert same_person(first_told(link), link.participant) is (said[0] is None)
        assert Link.objects.count() > before and not pairs.waiting(workers[0]).filter(pk=link.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_opposite_acts_at_once_both_rows_are_kept_and_the_later_stands():
    """Below the page: whoever did not look before is not refused, and nothing is lost."""
    a, b = robin(), robin()
    workers = user(Role.SCREENER), user(Role.WORKER)
    said = race(
        lambda: actions.link(one=b, other=a, by=workers[0], **WHY),
        lambda: actions.deny(one=b, other=a, by=workers[1], reason="Cousins.", at=NOW + MINUTE),
    )
    assert not [one for one in said if isinstance(one, Exception)]
    kinds = list(Link.objects.filter(participant=b).order_by("pk").values_list("kind", flat=True))
    assert sorted(kinds) == [LinkKind.CONFIRMED, LinkKind.NOT_SAME]
    assert same_person(a, b) is (kinds[-1] == LinkKind.CONFIRMED)


def test_why_is_said_only_where_every_telling_it_speaks_of_may_be_seen(screener):
    supervisor, link = user(Role.HOTLINE_SUPERVISOR), proposed(guarded=True)
    (first,) = Link.objects.filter(kind=LinkKind.FIRST)  # bears the same reason
    whole = pairs.Why("same birth date", 20.0, guarded=True)
    assert pairs.reasons([link], screener) == {link.pk: whole}
    report = link.participant.involvement.report
    reports.restrict(report=report, why="conflict", by=supervisor, at=NOW)
    (pair,) = pairs.shown(pairs.waiting(screener), screener)
    sealed = pairs.Why("of a restricted report: ask a hotline supervisor", None, guarded=False)
    assert pair.why == sealed and pairs.reasons([first], screener) == {first.pk: sealed}
    assert (pair.numbers, pair.restricted) == ({pair.counterpart.report.number}, 1)
    (pair,) = pairs.shown(pairs.waiting(supervisor), supervisor)
    assert pair.why == whole and (len(pair.numbers), pair.restricted) == (2, 0)


def test_what_joined_two_people_speaks_of_all_their_tellings(screener):
    supervisor, (a, b, c, d) = user(Role.HOTLINE_SUPERVISOR), (robin() for _one in range(4))
    people.same(one=b, other=a, reason="Same aunt.", by=supervisor, at=NOW)
    people.same(one=d, other=c, reason="Same school.", by=supervisor, at=NOW)
    people.same(one=b, other=c, reason="Zelda is Robin.", by=supervisor, at=NOW)
    reports.restrict(report=d.involvement.report, why="conflict", by=supervisor, at=NOW)
    said = Link.objects.all()
    assert {why.reason for why in pairs.reasons(said, supervisor).values()} == {
        "Same aunt.",
        "Same school.",
        "Zelda is Robin.",
    }
    told = pairs.reasons(said, screener)
    assert {said.get(pk=key).participant for key, why in told.items() if why.reason == "Same aunt."} == {a, b}
    assert not {"Same school.", "Zelda is Robin."} & {why.reason for why in told.values()}
