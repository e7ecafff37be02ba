"""A guard that was broken all the same: told as it was, explained, a supervisor told; shown as a breach, neither met nor missing."""

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.flow.response import standing
from oscr.flow.response.guarding import Breach, Guarded, Whom
from oscr.flow.response.models import Contact
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.response.responding import HOUR, careful, child, contact, responded
from tests.making import NOW

pytestmark = pytest.mark.django_db
SCHOOL = [("", "setting", "school")]
STRANGER = [("A/1", "suspect relation", "not family")]


@pytest.fixture
def case():
    return responded()


def breach(case, *guards, **changed):
    return Breach(**{"guards": guards, "why": "The clerk telephoned.", "told": case.lead, **changed})


def duty(case, kind):
    return next((one for one in standing.standing(case.alert) if one.kind == kind), None)


def test_a_call_before_a_visit_is_told_as_it_was(case):
    careful(case, violence="yes")
    said = {"place": "home", "guarded": Guarded(called_ahead=True, left_sign=True)}
    with pytest.raises(Refused) as refused:
        contact(case, child(case.a), **said, breach=breach(case, "sign"))
    assert refused.value.field == "called_ahead"
    made = contact(case, child(case.a), **said, breach=breach(case, "sign", "call"))
    assert (made.broken, made.broken_why, made.broken_told) == (["call", "sign"], "The clerk telephoned.", case.lead)
    assert Notice.objects.get(kind="guard_broken").to == case.lead.email
    assert Entry.objects.get(act="guard.broken").details["guards"] == ["call", "sign"]


@pytest.mark.parametrize(
    ("settled", "said", "guard"),
    [
        (SCHOOL, {"place": "school", "guarded": Guarded(same_building="yes")}, "building"),
        (STRANGER, {"guarded": Guarded(parent_told="Sam", parent_told_at=NOW + 3 * HOUR)}, "parent"),
        ((), {"guarded": Guarded(suspect_there=True)}, "rights"),
        ((), {"guarded": Guarded(suspect_there=True, rights="given", rights_minutes=20)}, "minutes"),
    ],
)
def test_every_other_guard_too(settled, said, guard):
    case = responded(settled=settled)
    with pytest.raises(Refused):
        contact(case, child(case.a, interviewed=True), **said)
    assert contact(case, child(case.a, interviewed=True), **said, breach=breach(case, guard)).broken == [guard]


def test_what_was_not_broken_is_not_told_of(case):
    careful(case)
    with pytest.raises(Refused, match="not broken") as refused:
        contact(case, child(case.a), place="home", guarded=Guarded(called_ahead=True), breach=breach(case, "call"))
    assert refused.value.field == "broken" and not Contact.objects.exists()


def test_it_says_how_it_came_about_and_who_is_told(case):
    far = making.user("county_supervisor", Office.objects.get(fips="29015"))
    said = {"guarded": Guarded(suspect_there=True)}
    for changed, field in (
        ({"why": " "}, "broken_why"),
        ({"told": None}, "broken_told"),
        ({"told": case.worker}, "broken_told"),
        ({"told": far}, "broken_told"),
        ({"told": making.user("worker", case.alert.office)}, "broken_told"),
    ):
        with pytest.raises(Refused) as refused:
            contact(case, child(case.a), **said, breach=breach(case, "rights", **changed))
        assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        contact(case, child(case.a), **said, breach=breach(case, "rights"), by=case.lead)
    assert refused.value.field == "broken_told"


def test_a_breach_is_neither_done_nor_missing(case):
    assert duty(case, "guards") is None
    contact(case, Whom("suspect", case.suspect), breach=breach(case, "rights"))
    shown = duty(case, "guards")
    assert (shown.done, shown.explained) == (False, True) and str(case.lead) in shown.words
    rights = duty(case, "rights")
    assert (rights.done, rights.explained) == (False, True) and rights.words.endswith(f"{case.suspect.code}.")
    assert not {"guards", "rights"} & {one.kind for one in standing.missing(case.alert)}


def test_rights_that_are_given_later_are_given(case):
    contact(case, Whom("suspect", case.suspect), breach=breach(case, "rights"))
    contact(case, Whom("suspect", case.suspect), guarded=Guarded(rights="given", rights_minutes=3))
    assert duty(case, "rights").done and not duty(case, "rights").explained


def test_a_correction_takes_a_breach_back_that_never_was(case):
    wrong = contact(case, Whom("suspect", case.suspect), breach=breach(case, "rights"))
    given = Guarded(rights="given", rights_minutes=3)
    contact(case, Whom("suspect", case.suspect), guarded=given, corrects=wrong, reason="They were given.")
    assert duty(case, "guards") is None and duty(case, "rights").done


def test_the_database_holds_it_too(case):
    how = {"place": "elsewhere", "result": "reached", "happened_at": NOW, "what": "For the test.", "by": case.worker}
    how |= {"alert": case.alert, "at": NOW}
    for wrong in ({"broken": ["call"]}, {"rights_minutes": 6}, {"parent_told_at": NOW + HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.create(**how, **wrong)
