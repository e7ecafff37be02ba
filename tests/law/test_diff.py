"""Two versions compared: every change that the calls would see, with an example that is true and as small as can be."""

from datetime import date
from itertools import product
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given

from oscr.law import protocol
from oscr.law.protocol import Protocol
from oscr.law.protocol.comparing.diff import NOBODY, Difference, Edit, compared, lowers
from oscr.law.protocol.engine.logic import Logic
from oscr.law.protocol.inforce import opened
from tests.law import books
from tests.law.drawn import QUIET, VALUES, versions

ON = date(2026, 3, 2)


def version(folder: Path, **texts: str) -> Protocol:
    folder.mkdir()
    return opened(books.write(folder, **texts), ON)


@pytest.mark.thorough
@QUIET
@given(versions(), versions())
def test_every_shift_is_found_and_no_other_and_its_example_is_the_smallest(old: Protocol, new: Protocol) -> None:
    found: dict[tuple[str, str], int] = {}
    names = [name for name in VALUES if name in old.facts or name in new.facts]
    for values in product(*([*VALUES[name], "unknown"] for name in names)):
        told = {name: value for name, value in zip(names, values, strict=True) if value != "unknown"}
        pair = old.classify(told), new.classify(told)
        if pair[0] != pair[1]:
            found[pair] = min(found.get(pair, 99), len(told))
    shifts = compared(old, new).shifts
    assert {(shift.old, shift.new): len(shift.example) for shift in shifts} == found
    for shift in shifts:
        assert (old.classify(shift.example), new.classify(shift.example)) == (shift.old, shift.new)
        assert shift.lowers == lowers(old, new, shift.old, shift.new)
    assert [shift.lowers for shift in shifts] == sorted((shift.lowers for shift in shifts), reverse=True)


@pytest.mark.thorough
@QUIET
@given(versions())
def test_a_version_does_not_differ_from_itself(law: Protocol) -> None:
    assert compared(law, law) == Difference((), ())


def test_what_is_written_otherwise_is_told_by_key(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(
        tmp_path / "new",
        referrals=books.REFERRALS.replace("Hurt by another.", "Somebody else hurt the child."),
        pathway=books.PATHWAY.replace('text = "Hurt."', 'text = "Hurt badly."'),
    )
    difference = compared(old, new)
    assert difference.shifts == ()
    assert not difference.lowers
    assert difference.edits == (
        Edit("condition", "H-1", "changed", {"text": ("Hurt.", "Hurt badly.")}),
        Edit("rule", "INV", "follows", through=("H-1",)),
        Edit("rule", "N", "changed", {"text": ("Hurt by another.", "Somebody else hurt the child.")}),
    )


def test_a_rule_taken_out_lowers_and_says_for_whom(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(tmp_path / "new", tracks=books.TRACKS.replace('all = ["harm", "care"]', 'all = ["harm", "not care"]'))
    difference = compared(old, new)
    assert difference.lowers
    told = {(shift.old, shift.new): shift.example for shift in difference.shifts if shift.lowers}
    assert told == {
        ("investigation", "documented call"): {"hurt": "yes", "age": "old"},
        ("investigation", "N"): {"hurt": "yes"},
    }
    assert Edit("rule", "INV", "changed", {"all": (["harm", "care"], ["harm", "not care"])}) in difference.edits


@pytest.mark.thorough
def test_entries_come_and_go_with_the_day() -> None:
    before, after = protocol.in_force(date(2020, 9, 1)), protocol.in_force(ON)
    added = {(edit.kind, edit.id) for edit in compared(before, after).edits if edit.what == "added"}
    removed = {(edit.kind, edit.id) for edit in compared(after, before).edits if edit.what == "removed"}
    assert ("fact", "birth match") in added
    assert added <= removed


def test_an_assumption_that_changes_is_a_difference_of_its_own(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(tmp_path / "new", facts=books.FACTS.replace('unknown = "yes"', 'unknown = "no"'))
    shift = compared(old, new).shifts[0]
    assert (shift.old, shift.new, shift.lowers) == ("investigation", "N", True)
    assert shift.example == {"hurt": "yes"}


def test_outcomes_are_weighed_by_the_new_ranks_then_by_the_old_then_with_care(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(
        tmp_path / "new",
        tracks=books.TRACKS.replace('id = "N"', 'id = "M"'),
        referrals=books.REFERRALS.replace('"N"', '"M"'),
    )
    assert lowers(old, new, "investigation", "documented call")
    assert not lowers(old, new, "documented call", "investigation")
    assert not lowers(old, new, "documented call", "N")
    assert lowers(old, new, "N", "M")
    assert not lowers(old, new, NOBODY, NOBODY)


def test_a_version_without_a_rule_for_somebody_is_compared_too(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(tmp_path / "new", referrals=books.REFERRALS.replace("all = []", 'all = ["hurt"]'))
    assert [(shift.old, shift.new, shift.lowers) for shift in compared(old, new).shifts] == [
        ("documented call", NOBODY, True)
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("on", [date(2020, 9, 1), ON])
def test_the_whole_protocol_is_compared_about_as_fast_as_its_diagram_is_built(on: date) -> None:
    old, new = protocol.in_force(on), protocol.in_force(ON)
    start = process_time()
    Logic(new.engine.book)
    built = process_time()
    compared(old, new)
    assert process_time() - built < 2 * (built - start)


def test_the_order_in_which_facts_are_written_changes_nothing(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    hurt, care, age = books.FACTS.split("[[fact]]")[1:]
    age, named = age.split("[[define]]")
    facts = f"[[fact]]{age}[[fact]]{care}[[fact]]{hurt}[[define]]{named}"
    new = version(tmp_path / "new", facts=facts)
    assert old.engine.order != new.engine.order
    assert compared(old, new) == Difference((), ())
    assert compared(new, old) == Difference((), ())
