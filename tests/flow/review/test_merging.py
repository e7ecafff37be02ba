"""Who of several calls is taken for one, and which of several answers counts."""

from datetime import date

from oscr.flow.review.merging import Conflict, Said, Somebody, answered, grouped
from oscr.people.matching import weights
from oscr.people.matching.describing import Told, describe

DAY = date(2026, 3, 3)
ADA = {"first": "Ada", "last": "Cloverfield", "address": "12 Oak St 65201"}


def one(telling: int, call: int, *, child: bool = False, person=None, apart=(), **told) -> Somebody:
    known = describe(Told(as_of=DAY, **told), DAY) if told else None
    return Somebody(telling, call, child, person, frozenset(apart), known)


def groups(*people: Somebody, same=()) -> list[tuple[int, ...]]:
    return grouped(people, same or [people[0].telling], weights.load())


def test_links_join_whoever_they_are_about_and_likeness_the_others():
    mother, again = one(1, 10, **ADA), one(2, 11, **ADA)
    assert groups(mother, again) == [(1, 2)]
    assert groups(one(1, 10, person=5), one(2, 11, person=5)) == [(1, 2)]
    assert groups(one(1, 10, **ADA), one(2, 11, **{**ADA, "first": "Zelda"})) == [(1,), (2,)]


def test_the_child_of_the_review_is_one_however_unlike():
    assert groups(one(1, 10, child=True, first="Robin"), one(2, 11, child=True, first="Zed"), same=[1, 2]) == [(1, 2)]


def test_a_child_is_no_adult_and_two_of_one_call_are_two():
    assert groups(one(1, 10, child=True, **ADA), one(2, 11, **ADA)) == [(1,), (2,)]
    assert groups(one(1, 10, **ADA), one(2, 10, **ADA)) == [(1,), (2,)]
    assert groups(one(1, 10, **ADA), one(2, 10, **ADA), one(3, 11, **ADA)) == [(1, 3), (2,)]


def test_whom_staff_told_apart_is_not_joined_and_two_whom_the_machine_knows_are():
    assert groups(one(1, 10, person=5, **ADA), one(2, 11, apart=[5], **ADA)) == [(1,), (2,)]
    assert groups(one(1, 10, person=5, **ADA), one(2, 11, person=6, **ADA)) == [(1, 2)]


def test_somebody_of_whom_nothing_is_known_stays_alone():
    assert groups(one(1, 10), one(2, 11)) == [(1,), (2,)]


def said(*values: str, fact: str = "fact") -> list[Said]:
    return [Said(("c1", fact), value, f"call {place}") for place, value in enumerate(values)]


def the_same(_taken) -> int:
    return 0


def test_yes_before_not_known_before_no():
    for values, taken in ((("no", "yes", "unknown"), "yes"), (("no", "unknown"), "unknown"), (("no", "no"), "no")):
        answers, _conflicts = answered(said(*values), the_same)
        assert answers == {("c1", "fact"): taken}


def test_a_listed_answer_before_not_known_and_of_two_the_first_said():
    assert answered(said("unknown", "home"), the_same)[0] == {("c1", "fact"): "home"}
    assert answered(said("school", "home"), the_same)[0] == {("c1", "fact"): "school"}


def test_what_would_protect_less_than_what_a_caller_said_does_not_count():
    def rank(taken) -> int:
        return {"yes": 7, "no": 2}[taken["c1", "somebody else looks after the child"]]

    found, conflicts = answered(said("no", "yes", "no", fact="somebody else looks after the child"), rank)
    assert found == {("c1", "somebody else looks after the child"): "no"}
    key = ("c1", "somebody else looks after the child")
    assert conflicts == [Conflict(key, (("no", "call 0, call 2"), ("yes", "call 1")), "no")]


def test_where_all_agree_there_is_nothing_to_show():
    assert answered(said("yes", "yes"), the_same)[1] == []
