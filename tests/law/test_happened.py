"""When something happened: between receipt and entry."""

from datetime import UTC, datetime, timedelta

import pytest

from oscr.law import happened
from oscr.law.refusal import Refused

RECEIVED = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # half an hour before clocks go forward in Missouri
NOW = RECEIVED + timedelta(hours=30)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("moment", [RECEIVED, RECEIVED + SECOND, NOW - SECOND, NOW])
def test_between_receipt_and_entry_it_passes(moment):
    happened.check(moment, NOW, RECEIVED)


@pytest.mark.parametrize(
    ("moment", "words"), [(NOW + SECOND, "still to come"), (RECEIVED - SECOND, "before the report was received")]
)
def test_outside_it_is_refused_beside_its_field(moment, words):
    with pytest.raises(Refused, match=words) as refused:
        happened.check(moment, NOW, RECEIVED, field="seen_at")
    assert refused.value.field == "seen_at"


def test_what_may_be_older_than_the_report_has_no_receipt_and_still_no_future():
    happened.check(RECEIVED - timedelta(days=400), NOW, None)
    with pytest.raises(Refused):
        happened.check(NOW + SECOND, NOW, None)


def test_a_time_without_a_zone_is_a_defect():
    with pytest.raises(ValueError, match="zone"):
        happened.check(NOW.replace(tzinfo=None), NOW, RECEIVED)


@pytest.mark.parametrize(("late", "shown"), [(timedelta(hours=1), False), (timedelta(hours=1, seconds=1), True)])
def test_the_page_says_when_it_was_entered_after_more_than_an_hour(late, shown):
    assert happened.entered_later(NOW, NOW + late) is shown
