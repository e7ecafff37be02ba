"""The machine says "probably this one" only where a twin, a father or a namesake cannot be meant."""

import pytest

from bench.people.mistakable import mistakable
from bench.people.population import TODAY, peopled
from bench.people.watching import archive
from bench.people.weighing import told
from oscr.people.matching import weights
from oscr.people.matching.describing import describe
from oscr.people.matching.guard import Hit, sure
from oscr.people.matching.index import BUDGET, Index, affordable, inherited
from tests.people.matching.telling import known

WEIGHTS = weights.load()
HOME = {"address": "12 Oak St 65201"}


def choice(asked, *people, on_file: int = 50) -> object:
    """Whom the guarded rule chooses among people of (id, known, household), and fifty strangers."""
    index = Index()
    for number in range(50):
        index.add(number, known(f"Zed{number}", f"Quux{number}"))
    for person, one, household in people:
        index.add(person, one, household)
    found = sure(index.search(asked, WEIGHTS), WEIGHTS, on_file)
    return found and found.person


EMMA = ("emma", known("Emma", "Smithers", "2018-03-05", **HOME), "h1")
EMILY = ("emily", known("Emily", "Smithers", "2018-03-05", **HOME), "h1")


def test_the_same_child_told_again():
    assert choice(EMMA[1], EMMA) == "emma"
    assert choice(known("Emma", "Smithers", "2018-05-03", **HOME), EMMA) == "emma"


def test_a_listed_twin_makes_it_a_question():
    assert choice(EMMA[1], EMMA, EMILY) is None


def test_somebody_of_the_household_who_comes_near_makes_it_a_question():
    kelly, kylie = (known(name, "Smithers", "2018-03-05", **HOME) for name in ("Kelly", "Kylie"))
    assert choice(kelly, ("kelly", kelly, "h1"), ("kylie", kylie, "h1")) is None
    assert choice(kelly, ("kelly", kelly, "h1"), ("kylie", kylie, "h2")) == "kelly"


def test_a_twin_who_is_not_listed_is_not_taken_for_the_other():
    assert choice(EMMA[1], EMILY) is None
    assert choice(known("Emmaa", "Smithers", "2018-03-06", **HOME), EMMA) is None


def test_junior_is_not_senior():
    senior = ("senior", known("John", "Smithers", "1980-03-05", suffix="Sr", **HOME), "h1")
    assert choice(known("John", "Smithers", "1980-03-05", suffix="Jr", **HOME), senior) is None
    assert choice(known("John", "Smithers", "1980-03-05", **HOME), senior) == "senior"


def test_a_namesake_born_the_same_day_makes_it_a_question():
    other = ("other", known("Emma", "Smithers", "2018-03-06", **HOME), "h2")
    assert choice(EMMA[1], EMMA, other) is None


def test_a_name_and_an_age_are_not_enough():
    assert choice(known("Emma", "Smithers", age=8, **HOME), EMMA) is None


def test_the_more_are_on_file_the_more_it_takes():
    assert choice(EMMA[1], EMMA, on_file=1000) == "emma"
    assert choice(EMMA[1], EMMA, on_file=10**15) is None


def test_name_and_birth_date_at_another_address_take_more():
    moved = {"address": "7 Elm St 63101"}
    assert choice(known("Emma", "Smithers", "2018-03-05"), EMMA, on_file=1000) == "emma"
    assert choice(known("Emma", "Smithers", "2018-03-05", **moved), EMMA, on_file=10) == "emma"
    assert choice(known("Emma", "Smithers", "2018-03-05", **moved), EMMA, on_file=1000) is None
    for more in ({"phone": "573 555 0123"}, {"school": "Oak Elementary"}, {"middle": "Louise"}):
        filed = known("Emma", "Smithers", "2018-03-05", **HOME, **more)
        asked = known("Emma", "Smithers", "2018-03-05", **moved, **more)
        assert choice(asked, ("emma", filed, "h1"), on_file=1000) == "emma", more


def test_another_middle_name_is_somebody_elses():
    filed = ("alex", known("Alejandro", "Lopez Diaz", "2017-05-24", middle="Ramon", **HOME), "h1")
    for middle, found in (("Ramon", "alex"), ("R", "alex"), ("", "alex"), ("Luis", None), ("L", None)):
        assert choice(known("Alejandro", "Diaz", "2017-05-24", middle=middle, **HOME), filed) == found, middle


def test_another_spelling_or_a_nickname_may_be_the_twins():
    emily = ("emily", known("Emily", "Smithers", "2018-03-05", middle="Grace", **HOME), "h1")
    for first in ("Emly", "Em", "Emilyy"):
        asked = known(first, "Smithers", "2018-03-05", middle="Grace", **HOME)
        assert choice(asked, emily) is None, first


def test_names_in_each_others_place_are_no_twins_where_the_birth_date_is_the_same():
    quill = ("emma", known("Emma", "Quillfeather", "2018-03-05", **HOME), "h1")
    assert choice(known("Quillfeather", "Emma", "2018-03-05", **HOME), quill) == "emma"
    assert choice(known("Quillfeather", "Emma", "2018-05-03", **HOME), quill) is None
    assert choice(known("Quillfeather", "Ema", "2018-03-05", **HOME), quill) is None


def test_a_cousin_of_the_same_name_is_born_about_the_same_time_in_the_same_town():
    school = {"school": "Oak Academy"}
    emma = (
        "emma",
        known("Emma", "Quillfeather", "2018-03-05", middle="Grace", phone="573 555 0142", **HOME, **school),
        "h1",
    )

    def choose(born: str, **more) -> object:
        return choice(known("Emma", "Quillfeather", born, **more), emma)

    assert choose("2018-03-06", address="9 Elm St 65201", **school) is None
    assert choose("2018-03-06") is None
    for own in (HOME, {"phone": "573 555 0142"}, {"middle": "Grace"}):
        assert choose("2018-03-06", **own) == "emma", own
    assert choose("2018-05-03", address="9 Elm St 65201", **school) == "emma"


def test_somebody_of_the_household_called_nearly_the_same_makes_it_a_question_however_far_off():
    """The one who is meant may be the one of whom less is known."""
    other = known("Emma", "Smiters")
    assert choice(EMMA[1], EMMA, ("other", other, "h1")) is None
    assert choice(EMMA[1], EMMA, ("other", other, "h2")) == "emma"
    mother = known("Emma", "Smithers", "1988-03-05", **HOME)
    assert choice(EMMA[1], EMMA, ("mother", mother, "h1")) == "emma"
    assert choice(EMMA[1], EMMA, ("mother", known("Emma", "Smithers", age=38, **HOME), "h1")) == "emma"


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [20261123, 20261124])
def test_twins_cousins_juniors_and_later_babies_are_never_joined(seed: int):
    """The rule is silent about them or right; and it is not silent about everybody."""
    world = peopled(seed, 8000)
    asked = mistakable(world, 500)
    index, right = archive(world), 0
    for question in asked:
        hit = sure(index.search(describe(told(question.asked), TODAY), WEIGHTS), WEIGHTS, len(index.known))
        assert hit is None or hit.person == question.person, question
        right += hit is not None
    assert right > 40


def test_nobody_is_found_for_nothing():
    assert Index().search(known("Emma"), WEIGHTS) == [] and sure([], WEIGHTS, 1) is None


def test_the_rarest_keys_are_looked_under_first():
    assert affordable({"a": 5, "b": 990, "c": 10, "d": 1}) == ["d", "a", "c"]
    assert affordable({"common": 9 * BUDGET}) == ["common"]
    assert affordable({}) == []


def test_a_common_key_cannot_make_a_search_long():
    index = Index()
    for number in range(3 * BUDGET):
        index.add(number, known("Ann", f"Smith{number:04}", phone="573 555 0123"))
    index.add("her", known("Ann", "Quigley", phone="573 555 0123"))
    assert index.search(known("Ann", "Quigley", phone="573 555 0123"), WEIGHTS)[0].person == "her"
    asked = known("Ann", phone="573 555 0123")
    assert len(index.search(asked, WEIGHTS, shown=10**6)) == 3 * BUDGET + 1  # the only key there is


def test_those_who_live_with_nobody_known_inherit_nothing():
    people = {"a": known("A", phone="555-0123"), "b": known("B"), "c": known("C")}
    found = inherited(people, {"a": 1, "b": 1, "c": None})
    assert found["b"].near_phones == {"5550123"} and not found["a"].near_phones and not found["c"].near_phones


def test_hits_are_always_in_the_same_order():
    index = Index()
    for number in (3, 1, 2):
        index.add(number, known("Ann", "Quigley"))
    hits = index.search(known("Ann", "Quigley"), WEIGHTS)
    assert [hit.person for hit in hits] == [1, 2, 3] and isinstance(hits[0], Hit)
