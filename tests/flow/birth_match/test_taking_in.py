"""Files are taken in whole, once; what waits follows from the list, the day and the batches that stand."""

from datetime import date, timedelta

import pytest

from oscr.agency.permissions import Role
from oscr.flow.birth_match.actions import delist, export, verify
from oscr.flow.birth_match.listing import on_list
from oscr.flow.birth_match.models import Batch, Birth, Export, Listed, Pair, Verdict
from oscr.flow.birth_match.taking_in import take_births, take_list
from oscr.law.refusal import Refused
from oscr.people.models import Participant, Sex
from oscr.record.models import Entry
from tests import making
from tests.flow.birth_match.births import NOW, TODAY, born, entry

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


def listed(*rows: dict, name: str = "list", at=NOW, by=None):
    return take_list(name=name, digest=name * 4, rows=rows or [entry()], by=by, at=at)


def births(*rows: dict, name: str = "week 9", replaces: str = "", at=NOW, by=None):
    return take_births(name=name, digest=name, replaces=replaces, rows=rows or [born()], by=by, at=at)


def test_a_mother_is_found_by_her_maiden_name():
    listed()
    assert births().pairs == 1
    pair = Pair.objects.get()
    assert (pair.parent, pair.levels["birth"], pair.levels["first"]) == ("mother", "exact", "usual")
    assert pair.bits > 0
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    "known",
    [
        {"last": "Gingerroot", "other_names": "Featherly"},
        {"sex": Sex.UNKNOWN},
        {"birth_date": None, "middle": "", "address": ""},
        {"birth_date": date(1998, 4, 5)},
        {"last": "Featherley"},
        {"first": "Tillie"},
    ],
    ids=["former name", "sex unknown", "birth date unknown", "day and month swapped", "misspelt", "short for it"],
)
def test_what_differs_or_is_unknown_keeps_nobody_out(known: dict):
    listed(entry(**known))
    assert births().pairs == 1


def test_somebody_else_is_no_pair():
    listed(entry(first="Barnaby", last="Quillfeather", other_names="", birth_date=date(1980, 1, 1)))
    assert births().pairs == 0


def test_the_same_file_again_changes_nothing():
    listed()
    first = births()
    again = births()
    assert (again.batch, again.new, again.pairs) == (first.batch, False, 0)
    assert not listed().new
    assert (Birth.objects.count(), Listed.objects.count(), Pair.objects.count()) == (1, 1, 1)


def test_a_name_of_other_content_is_refused():
    births()
    with pytest.raises(Refused, match="other content"):
        take_births(name="week 9", digest="other", replaces="", rows=[born("C2")], by=None, at=NOW)


def test_a_certificate_stands_in_one_batch():
    births()
    with pytest.raises(Refused, match="certificate 'C1' came in batch 'week 9' already"):
        births(born("C2"), born("C1"), name="week 10")
    assert (Batch.objects.count(), Birth.objects.count()) == (1, 1)


def test_an_entry_is_listed_once():
    listed()
    with pytest.raises(Refused, match="Entry L1 is on file already"):
        listed(entry("L0"), entry("L1"), name="more")
    assert Listed.objects.count() == 1


def test_a_corrected_batch_closes_what_waits_and_keeps_what_was_verified():
    listed(
        entry(),
        entry(
            "L2", first="Alder", middle="", last="Larkspur", other_names="", birth_date=date(1996, 1, 9), sex=Sex.MALE
        ),
    )
    births()
    mother, father = (Pair.objects.get(parent=parent) for parent in ("mother", "father"))
    verdict = verify(pair=mother, same=True, reason="Both.", by=making.user(Role.SCREENER), at=NOW)
    assert (
        births(born(), name="week 9 b", replaces="week 9").pairs == 1
    )  # the father: nobody is asked twice about the mother
    assert list(Pair.objects.waiting()) == [Pair.objects.get(parent="father", birth__batch__name="week 9 b")]
    assert father not in Pair.objects.waiting()
    assert Verdict.objects.get() == verdict


def test_what_was_corrected_is_asked_again():
    listed()
    births()
    verify(pair=Pair.objects.get(), same=False, reason="Another year.", by=making.user(Role.SCREENER), at=NOW)
    assert births(born(mother_birth_date=date(1998, 5, 14)), name="week 9 b", replaces="week 9").pairs == 1


@pytest.mark.parametrize("replaces", ["week 8", "week 9"])
def test_only_a_batch_that_stands_is_replaced(replaces: str):
    births()
    births(born(), name="b", replaces="week 9")
    with pytest.raises(Refused, match="no batch 'week 8'" if replaces == "week 8" else "replaced already"):
        births(born("C2"), name="c", replaces=replaces)


def test_whoever_is_listed_later_is_looked_for_among_the_births_of_the_last_year():
    births(born(), born("C2", birth_date=TODAY - YEAR - timedelta(days=1)))
    assert listed().pairs == 1
    assert Pair.objects.get().birth.certificate == "C1"


def test_who_is_on_the_list_follows_from_the_day():
    listed(entry(event_date=date(2016, 3, 3)), entry("L2", event_date=date(2016, 3, 2)), entry("L3", event_date=TODAY))
    assert [one.entry for one in on_list(date(2026, 3, 3))] == ["L1", "L3"]
    assert [one.entry for one in on_list(date(2026, 3, 4))] == ["L3"]
    assert [one.entry for one in on_list(date(2026, 3, 2))] == ["L1", "L2"]


def test_somebody_who_was_on_the_list_when_the_child_was_born_is_found():
    listed(entry(event_date=TODAY - timedelta(days=3660)))
    assert not on_list(TODAY).exists()
    assert births(born(birth_date=TODAY - timedelta(days=15))).pairs == 1


def test_somebody_whose_ten_years_were_over_is_not():
    listed(entry(event_date=date(2016, 2, 19)))
    assert births(born(birth_date=date(2026, 2, 20))).pairs == 0
    assert births(born("C2", birth_date=date(2026, 2, 19)), name="other").pairs == 1


def test_the_list_is_given_away_with_its_digest_and_without_reasons():
    supervisor = making.user(Role.HOTLINE_SUPERVISOR)
    listed(entry(), entry("L2", event_date=date(2001, 1, 1)), by=supervisor)
    kept, content = export(by=supervisor, at=NOW)
    assert content.decode().splitlines() == [
        "entry,first,middle,last,other_names,birth_date,sex,address",
        "L1,Ottilie,June,Featherly,Gingerroot,1998-05-04,female,12 Sample Street 65201",
    ]
    assert (kept.rows, kept.day, Export.objects.count()) == (1, TODAY, 1)
    again, same = export(by=None, at=NOW)
    assert same == content and again.digest == kept.digest


def test_every_file_is_in_the_record_without_names():
    supervisor = making.user(Role.HOTLINE_SUPERVISOR)
    listed(by=supervisor)
    births(by=supervisor)
    export(by=supervisor, at=NOW)
    delist(listed=Listed.objects.get(), reason="Reversed.", by=supervisor, at=NOW)
    acts = Entry.objects.filter(act__startswith="birth_match").order_by("seq")
    assert [one.act.removeprefix("birth_match.") for one in acts] == [
        "list_taken_in", "births_taken_in", "exported", "delisted",
    ]  # fmt: skip
    assert {one.by for one in acts} == {supervisor}
    assert "Featherly" not in str([one.details for one in acts])


def off(by):
    listed()
    delist(listed=Listed.objects.get(), reason="Reversed.", by=by, at=NOW)


@pytest.mark.parametrize("act", [listed, births, lambda by: export(by=by, at=NOW), off])
def test_only_who_may_exchanges_files(act):
    with pytest.raises(Refused, match="role"):
        act(by=making.user(Role.SCREENER))


def test_nothing_in_a_file_is_nothing_to_do():
    listed()
    assert take_births(name="none", digest="none", replaces="", rows=[], by=None, at=NOW).pairs == 0
