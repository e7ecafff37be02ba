"""Which clocks run for what, from which event, until when, and whom they ring."""

from datetime import UTC, datetime, timedelta

import pytest

from oscr.law import clocks, protocol
from oscr.law.calendar import CENTRAL, local

RECEIVED = datetime(2026, 3, 7, 12, 0, tzinfo=CENTRAL)
SCREENED = RECEIVED + timedelta(hours=1)
ALERTED = RECEIVED + timedelta(hours=2)
EVENTS = {"received": RECEIVED, "screened_in": SCREENED, "alerted": ALERTED}
DAY = {"priority": "24", "mandated reporter": "yes", "channel": "online"}
NOW = DAY | {"priority": "3"}


def running(outcome: str, flags: dict[str, str], events: dict[str, datetime] = EVENTS) -> dict[str, timedelta]:
    """Kind -> elapsed time from receipt."""
    due = clocks.due(outcome, flags, events)
    assert len({one.kind for one in due}) == len(due), "one clock of a kind at most"
    return {one.kind: one.due_at - RECEIVED.astimezone(UTC) for one in due}


def hours(**given: float) -> dict[str, timedelta]:
    """Kinds (underscores for blanks) and hours."""
    return {kind.replace("_", " "): timedelta(hours=value) for kind, value in given.items()}


COMPLETE = {"complete": datetime(2026, 4, 22, tzinfo=CENTRAL).astimezone(UTC) - RECEIVED.astimezone(UTC)}


def test_an_investigation_on_level_one() -> None:
    expected = hours(
        acknowledge=2.5,
        law_enforcement=3,
        respond=4,
        initiate=24,
        observe_child=24,
        household_children=72,
        reporter_contact=48,
        safety_assessment=72,
    )
    assert running("investigation", NOW) == expected | COMPLETE


@pytest.mark.parametrize("rule", ["INV-INJURY", "INV-NEGLECT", "INV-DANGER", "INV-RISK"])
def test_a_child_whose_life_is_threatened_is_seen_within_a_day_on_any_level(rule: str) -> None:
    for flags in (DAY, NOW):
        assert running("investigation", flags | {"rule": rule})["observe child"] == timedelta(hours=24)
    assert "observe child" not in running("investigation", DAY | {"rule": "INV-SEXUAL"})
    assert rule in {one.id for one in protocol.in_force(RECEIVED.date()).engine.rules}


def test_a_family_assessment_on_level_two() -> None:
    expected = hours(acknowledge=6, initiate=24, household_children=72, reporter_contact=48, safety_assessment=72)
    assert running("family assessment", DAY) == expected | COMPLETE


def test_educational_neglect_only() -> None:
    assert running("family assessment", DAY | {"priority": "72"})["initiate"] == timedelta(hours=72)


def test_a_permissive_reporter_need_not_be_contacted() -> None:
    assert "reporter contact" not in running("family assessment", DAY | {"mandated reporter": "no"})


@pytest.mark.parametrize("outcome", ["P", "N"])
def test_referrals_contact_any_reporter(outcome: str) -> None:
    assert running(outcome, DAY | {"mandated reporter": "no"}) == hours(acknowledge=6, reporter_contact=48)


def test_a_newborn_crisis_assessment() -> None:
    assert running("NCA", NOW) == hours(acknowledge=2.5, respond=4)


def test_a_fatality_referral_is_only_acknowledged() -> None:
    assert running("F", DAY) == hours(acknowledge=6)


def test_no_response_no_clock() -> None:
    assert running("documented call", DAY) == {}


@pytest.mark.parametrize(("emergency", "within"), [("no", 25), ("yes", 2)])
def test_another_state_is_told(emergency: str, within: float) -> None:
    assert running("out of state", {"emergency": emergency}) == hours(transmission=within)


AT_NOON = {"received": RECEIVED, "notified": RECEIVED, "ran_out": RECEIVED, "updated": RECEIVED, "concluded": RECEIVED}
AT_NOON |= {"requested": RECEIVED, "noticed": RECEIVED, "board_decided": RECEIVED}


def on(outcome: str, **flags: str) -> dict[str, str]:
    """Kind and which of it -> the day in Missouri that it closes, or the hour."""
    due = clocks.due(outcome, {flag.replace("_", " "): value for flag, value in flags.items()}, AT_NOON)
    return {f"{one.kind} {one.about}".strip(): f"{local(one.due_at):%m-%d %H}" for one in due}


@pytest.mark.parametrize(
    ("outcome", "flags", "expected"),
    [
        ("notified", {}, {"enforcement answer": "03-08 13"}),  # a day later, an hour was left out
        ("ran out", {}, {"update": "04-07 00"}),
        ("updated", {}, {"update": "04-07 00"}),
        ("requested", {}, {"disposition": "04-22 00"}),
        ("concluded", {"findings_asked": "yes"}, {"findings": "03-13 00"}),
        ("concluded", {"harassment": "yes"}, {"harassment referral": "04-22 00"}),
        ("concluded", {}, {}),
        ("noticed", {}, {"appeal court": "04-07 00", "appeal board": "05-07 00"}),
        ("board decided", {}, {"appeal new trial": "05-07 00"}),
    ],
)
def test_what_happens_later_starts_clocks_of_its_own(
    outcome: str, flags: dict[str, str], expected: dict[str, str]
) -> None:
    assert on(outcome, **flags) == expected


def test_completing_meets_the_update_too_and_not_the_other_way() -> None:
    assert clocks.met_with("complete") == ("update",)
    assert clocks.met_with("update") == ()
    assert clocks.of_others() == ("appeal",)
    assert {"enforcement answer", "update", "disposition", "findings", "appeal"} <= set(clocks.later())
    assert not {"complete", "acknowledge", "respond", "law enforcement"} & set(clocks.later())


def test_processing_runs_from_receipt_of_what_came_online() -> None:
    assert running("received", {"channel": "online"}, {"received": RECEIVED}) == hours(processing=3)
    assert running("received", {"channel": "phone"}, {"received": RECEIVED}) == {}


def test_a_clock_whose_event_has_not_happened_has_not_started() -> None:
    assert set(running("investigation", NOW, {"received": RECEIVED})) == {
        "initiate",
        "observe child",
        "household children",
        "reporter contact",
        "safety assessment",
        "complete",
    }


def test_hours_are_elapsed_across_daylight_saving() -> None:
    due = next(one for one in clocks.due("investigation", NOW, EVENTS) if one.kind == "safety assessment")
    assert local(due.due_at).strftime("%d %H:%M") == "10 13:00"


def test_the_law_of_the_day_of_receipt() -> None:
    old = datetime(2020, 8, 27, 23, 0, tzinfo=CENTRAL)
    assert clocks.due("investigation", NOW, {"received": old}) == ()
    assert clocks.due("investigation", NOW, {"received": old + timedelta(hours=1)})


def test_a_clock_that_the_law_ended() -> None:
    one = clocks.every()[0]
    ended = clocks.Clock(**{name: getattr(one, name) for name in one.__slots__} | {"until": RECEIVED.date()})
    assert not ended.applies("received", {"channel": "online"}, RECEIVED.date())
    assert ended.applies("received", {"channel": "online"}, RECEIVED.date() - timedelta(days=1))


def test_errors() -> None:
    with pytest.raises(ValueError, match="'heard' starts no clock"):
        clocks.due("P", DAY, {"received": RECEIVED, "heard": RECEIVED})
    with pytest.raises(KeyError):
        clocks.due("P", DAY, {})


def test_rings_climb_and_end() -> None:
    kinds = {one.kind for one in clocks.every()}
    for kind in kinds:
        rung, waited, levels = 0, timedelta(-1), []
        while following := clocks.next_ring(kind, rung):
            assert following[1] > waited
            rung, waited = following
            levels.append(rung)
        assert levels == ([] if kind in clocks.of_others() else [2, 3, 4]), kind
    assert clocks.next_ring("initiate", 0) == (2, timedelta(0))


def test_every_clock_is_sound() -> None:
    for one in clocks.every():
        assert one.cite
        assert one.met_by
        assert one.owed_by in (clocks.DIVISION, clocks.SUBJECT)
        assert one.note or one.provenance != "authored" or one.kind == "acknowledge"
        assert one.provenance in ("published", "regulation", "authored")
        assert one.start in clocks.EVENTS
        assert (one.hours is None) != (one.days is None)
