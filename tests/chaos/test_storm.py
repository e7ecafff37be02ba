"""No acknowledged report is lost or doubled, whatever dies; and the same check catches a system that promises too early."""

import pytest

from tests.chaos.storm import storm

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("whole system")]


def test_nothing_acknowledged_is_lost_under_twenty_kills():
    told, found = storm(port=8470, kills=20)
    assert len(told.acknowledged) > 5
    assert found == {name: [] for name in found}
    assert 500 not in told.statuses


def test_the_check_catches_a_system_that_acknowledges_before_it_commits():
    _told, found = storm(port=8480, kills=12, settings="tests.chaos.control_settings", targets=("web",))
    assert found["lost"]
