"""Who may be meant: found by little, shown with why, as a family, once each; what may not be seen is counted."""

from datetime import date

import pytest

from oscr.agency.permissions import Role
from oscr.flow.history import finding
from oscr.flow.history.finding import find, find_again, find_report
from oscr.flow.report import actions as report
from oscr.people import actions as people
from oscr.people.matching.describing import Told
from oscr.people.models import TellingIndex
from oscr.people.words import full_name
from tests.making import MINUTE, NOW, alerted, sent, user

pytestmark = pytest.mark.django_db
ROBERT = {
    "id": "c1",
    "first": "Robert",
    "middle": "Lee",
    "last": "Cloverfield",
    "other_names": "Bo",
    "birth_date": "2018-03-05",
    "sex": "male",
    "school": "Example School",
}
WREN = {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 4, "worried": False}
ALEX = {"id": "p1", "first": "Alex", "last": "Cloverfield", "phone": "573-555-0123"}
HOME = {"home_address": "12 Oak Street 65201"}


@pytest.fixture
def screener():
    return user(Role.SCREENER)


@pytest.fixture
def family(screener):
    """A family of whom a report told, which became an investigation in Boone County."""
    whole = {"children": [ROBERT, WREN], "adults": [ALEX], "places": HOME, "suspects": [{"id": "s1", "person": "p1"}]}
    return alerted(screener, of=sent(**whole)).classification.report


def told(of, code="A"):
    return of.involved.get(code=code)


def names(found):
    return [full_name(one.told.participant) for family in found.families for one in family.found]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (Told(first="Bobby", last="Cloverfield"), "Robert Lee Cloverfield"),
        (Told(last="Clo", age_months=96, as_of=date(2026, 3, 3)), "Robert Lee Cloverfield"),
        (Told(first="Wren", last="clo"), "Wren Cloverfield"),
        (Told(last="Klovrfield", first="Rob"), "Robert Lee Cloverfield"),
        (Told(first="Bo"), None),
        (Told(birth_date=date(2018, 5, 3)), "Robert Lee Cloverfield"),
        (Told(phone="555 0123"), "Alex Cloverfield"),
        (Told(address="12 oak st 65201", first="Wren"), "Wren Cloverfield"),
        (Told(address="12 oak st"), "Wren Cloverfield"),
        (Told(first="Rob", school="example school"), "Robert Lee Cloverfield"),
        (Told(first="Rob", age_months=90, as_of=date(2026, 3, 3), estimated=True), "Robert Lee Cloverfield"),
    ],
)
def test_any_of_what_may_be_known_finds(family, screener, asked, first):
    found = find(asked, screener, NOW)
    assert names(found)[:1] == ([first] if first else [])


def test_a_hit_says_why_and_what_became_of_it(family, screener):
    found = find(Told(first="Bobby", last="Cloverfield", birth_date=date(2018, 5, 3)), screener, NOW)
    robert = found.families[0].found[0]
    assert "Bobby is a form of Robert" in robert.why and "birth day and month swapped" in robert.why
    (mention,) = robert.mentions
    assert (mention.report, mention.kind, mention.role) == (family, "report", "victim child")
    assert mention.office and found.numbers == (family.number,)


def test_who_was_told_of_together_is_shown_together(family, screener):
    found = find(Told(last="Cloverfield"), screener, NOW)
    (together,) = found.families
    assert len(together.found) == 3 and not together.others
    found = find(Told(birth_date=date(2018, 3, 5)), screener, NOW)
    (alone,) = found.families
    assert [one.participant.first for one in alone.others] == ["Wren", "Alex"] and found.people == 1


def test_whoever_was_told_of_with_them_is_named_once(family, screener):
    boss, at = user(Role.HOTLINE_SUPERVISOR), NOW + MINUTE
    him = {"children": [ROBERT], "adults": [ALEX], "suspects": [{"id": "s1", "person": "p1"}]}
    again = sent(at=at, **him)
    third = sent(at=at + MINUTE, **him)
    robert, alex = [[told(one, code).participant for one in (family, again, third)] for code in ("A", "1")]
    for other in robert[1:]:
        people.same(one=robert[0], other=other, reason="His mother.", by=boss, at=at)

    def others():
        return [one.participant for one in find_again(told(third), screener, at).families[0].others]

    wren = told(family, "B").participant
    assert others() == [wren, alex[1]]  # by name, though nobody said that it is one person
    people.propose(one=alex[1], other=alex[0], score=19.0, reason="same name", at=at)
    assert others() == [wren, alex[1]]  # nor did the machine
    people.different(one=alex[1], other=alex[0], reason="Father and son.", by=boss, at=at)
    assert others() == [wren, alex[1], alex[0]]
    called_al = told(sent(children=[ROBERT], adults=[ALEX | {"first": "Al"}], at=at), "1").participant
    people.same(one=called_al, other=alex[0], reason="For the test.", by=boss, at=at)
    people.same(
        one=robert[0],
        other=called_al.involvement.report.involved.get(code="A").participant,
        reason="His mother.",
        by=boss,
        at=at,
    )
    assert sorted(one.first for one in others() if one.first) == [
        "Al",
        "Alex",
        "Wren",
    ]  # a person once, whatever the name


def test_a_parent_s_name_finds_the_children(family, screener):
    sent(children=[{"id": "c1", "first": "Zoe", "last": "Winter"}])
    found = find(Told(), screener, NOW, parent=Told(first="Alex", last="Cloverfield"))
    assert names(found) == ["Wren Cloverfield", "Robert Lee Cloverfield"]
    assert found.families[0].found[0].why[0].startswith("Alex Cloverfield, in the same report: same first name")
    found = find(Told(first="Bob"), screener, NOW, parent=Told(last="Cloverfield"))
    assert names(found) == ["Robert Lee Cloverfield"]  # Wren is no Bob
    assert find(Told(), screener, NOW, parent=Told(last="Nobody")).people == 0


def test_tellings_of_one_person_are_one_and_no_rivals(family, screener):
    again = sent(children=[ROBERT], places=HOME, at=NOW + MINUTE)
    asked = Told(first="Robert", last="Cloverfield", birth_date=date(2018, 3, 5), address="12 Oak St 65201")
    apart = find(asked, screener, NOW)
    assert names(apart).count("Robert Lee Cloverfield") == 2
    assert not any(one.sure for one in apart.families[0].found)  # two of the same name, nobody said that they are one
    one = {"one": told(again).participant, "other": told(family).participant}
    people.same(**one, reason="Same child.", by=screener, at=NOW)
    found = find(asked, screener, NOW)
    robert = found.families[0].found[0]
    assert robert.sure and [mention.report for mention in robert.mentions] == [again, family]
    assert names(found).count("Robert Lee Cloverfield") == 1


def test_families_that_one_person_ties_are_one(family, screener):
    other = sent(children=[{**ROBERT, "last": "Winter"}], adults=[{"id": "p1", "first": "Ada", "last": "Winter"}])
    assert len(find(Told(first="Bob", birth_date=date(2018, 3, 5)), screener, NOW).families) == 2
    one = {"one": told(other).participant, "other": told(family).participant}
    people.same(**one, reason="Same child.", by=screener, at=NOW)
    (both,) = find(Told(last="Clover"), screener, NOW).families
    assert {one.participant.first for one in both.others} == {"Ada", ""}  # and whoever did it, unknown
    both = find(Told(last="Winter", phone="573-555-0123", birth_date=date(2018, 3, 5)), screener, NOW)
    assert len(both.families) == 1


def test_what_is_restricted_is_counted_and_not_shown(family, screener):
    supervisor = user(Role.HOTLINE_SUPERVISOR)
    report.restrict(report=family, why="conflict", by=supervisor, at=NOW)
    asked = Told(first="Robert", last="Cloverfield")
    for somebody, shown, restricted in ((screener, 0, 1), (user(Role.WORKER), 0, 1), (supervisor, 1, 0)):
        found = find(asked, somebody, NOW)
        assert (found.people, found.restricted) == (shown, restricted)
        again = find_report(family.number, somebody, NOW)
        assert (again.people, again.restricted) == (3 * shown, restricted)


def test_nothing_of_a_restricted_telling_is_said_beside_one_that_may_be_seen(family, screener):
    again = sent(children=[{**ROBERT, "birth_date": "2018-03-06", "school": ""}])
    one = {"one": told(again).participant, "other": told(family).participant}
    people.same(**one, reason="Same child.", by=screener, at=NOW)
    report.restrict(report=family, why="sealed", by=user(Role.HOTLINE_SUPERVISOR), at=NOW)
    found = find(Told(first="Robert", last="Cloverfield", birth_date=date(2018, 3, 5)), screener, NOW)
    (robert,) = found.families[0].found
    assert [mention.report for mention in robert.mentions] == [again] and found.restricted == 1
    assert "birth date differs by one digit" in robert.why and "same birth date" not in robert.why


def test_of_a_telling_on_file_its_own_report_is_left_out(family, screener):
    again = sent(children=[{**ROBERT, "birth_date": "", "age": 7}, WREN], places=HOME, at=NOW + MINUTE)
    found = find_again(told(again), screener, NOW)
    assert names(found)[0] == "Robert Lee Cloverfield"
    assert {mention.report for one in found.families for x in one.found for mention in x.mentions} == {family}
    one = {"one": told(again).participant, "other": told(family).participant}
    people.same(**one, reason="Same child.", by=screener, at=NOW)
    robert = find_again(told(again), screener, NOW).families[0].found[0]
    assert robert.confirmed and not robert.sure and [mention.report for mention in robert.mentions] == [family]


def test_who_is_known_to_be_the_same_is_shown_though_nothing_fits(family, screener):
    other = sent(children=[{"id": "c1", "first": "Zoe", "last": "Winter"}])
    one = {"one": told(other).participant, "other": told(family).participant}
    people.same(**one, reason="Adopted, new name.", by=screener, at=NOW)
    found = find_again(told(other), screener, NOW)
    assert found.families[0].found[0].confirmed and found.families[0].found[0].why == ()


def test_who_was_told_apart_is_marked(family, screener):
    again = sent(children=[ROBERT], places=HOME, at=NOW + MINUTE)
    one = {"one": told(again).participant, "other": told(family).participant}
    people.different(**one, reason="Cousins.", by=screener, at=NOW)
    for asked in (again, family):
        robert = find_again(told(asked), screener, NOW).families[0].found[0]
        assert robert.apart and not robert.sure and not robert.confirmed


def test_a_call_number_finds_its_people(family, screener):
    found = find_report(family.number, screener, NOW)
    assert (
        names(found) == ["Robert Lee Cloverfield", "Wren Cloverfield", "Alex Cloverfield"] and len(found.families) == 1
    )
    assert find_report("26062-99999", screener, NOW) == finding.Found()


def test_nothing_typed_and_nobody_on_file(family, screener):
    assert find(Told(), screener, NOW) == finding.Found()
    assert find(Told(first="unknown", last="N/A"), screener, NOW).people == 0
    TellingIndex.objects.filter(participant=told(family).participant).delete()
    assert find_again(told(family), screener, NOW) == finding.Found()


def test_too_many_are_said_to_be_too_many(family, screener, monkeypatch):
    monkeypatch.setattr(finding.index, "BUDGET", 2)
    found = find(Told(last="Clo"), screener, NOW)
    assert found.many and not found.people


def test_a_search_asks_the_database_few_questions(family, screener, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        find(Told(first="Bobby", last="Cloverfield", birth_date=date(2018, 5, 3)), screener, NOW)


def test_only_so_many_are_shown(family, screener):
    sent(children=[{**ROBERT, "birth_date": ""}], at=NOW + MINUTE)
    found = find(Told(first="Bob", last="Cloverfield", birth_date=date(2018, 3, 5)), screener, NOW, shown=1)
    assert found.people == 1 and found.numbers == (family.number,)


def test_two_families_are_one_once_somebody_was_told_of_in_both(screener):
    robin, roben = (
        {"id": key, "first": name, "last": "Cloverfield"} for key, name in (("c1", "Robin"), ("c2", "Roben"))
    )
    first, second = sent(children=[robin, roben]), sent(children=[robin, roben], at=NOW + MINUTE)
    asked = Told(first="Robin", last="Cloverfield")
    assert len(find(asked, screener, NOW).families) == 2
    how = {"reason": "The same school.", "by": screener, "at": NOW}
    people.same(one=told(second, "B").participant, other=told(first, "B").participant, **how)
    (family,) = find(asked, screener, NOW).families
    assert [one.told.participant.first for one in family.found] == ["Robin", "Robin", "Roben"]
