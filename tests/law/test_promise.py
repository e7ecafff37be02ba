"""The curve of the promise: plain shares where all is done, and what still waits counts while it waits."""

import pytest

from oscr.law.promise import kept, share_within


def test_without_anything_waiting_it_is_the_plain_share():
    assert kept([(10, 1), (70, 2), (200, 1)], []) == [(10, 0.25), (70, 0.75), (200, 1.0)]


def test_what_waits_lowers_the_curve_from_its_age_on():
    """Ten reports: five done at 30 minutes; four wait at 60; one is done at 90: it was the only one left to be seen by then."""
    curve = kept([(30, 5), (90, 1)], [(60, 4)])
    assert curve == [(30, pytest.approx(0.5)), (90, pytest.approx(1.0))]
    assert share_within(curve, 60) == pytest.approx(0.5)


def test_a_report_that_waits_as_long_as_another_took_is_not_processed():
    assert kept([(60, 1)], [(60, 1)]) == [(60, 0.5)]


def test_nothing_yet():
    assert kept([], []) == []
    assert kept([], [(5, 3)]) == []
    assert share_within([], 60) == 0
    assert share_within([(30, 0.5)], 29) == 0
