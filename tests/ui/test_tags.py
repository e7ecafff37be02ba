"""What pages show of times, durations, words and ages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override

from oscr.ui.glossary import glossary
from oscr.ui.templatetags import ui

MOMENT = datetime(2026, 11, 21, 21, 5, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 4, 3, 59, tzinfo=UTC)


def rendered(text: str, **context) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


def test_times_are_missouris_and_say_so():
    assert ui.local_time(MOMENT) == "Nov 21, 2026, 3:05 p.m. Central"
    assert ui.local_time(SUMMER) == "Jul 3, 2026, 10:59 p.m. Central"
    assert ui.exact_time(MOMENT) == "Nov 21, 2026, 3:05:12 p.m. Central"
    assert ui.local_time(None) == ""


def test_the_clock_change_is_not_smoothed_over():
    before, after = datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert ui.local_time(before) == ui.local_time(after) == "Nov 1, 2026, 1:30 a.m. Central"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=2, minutes=5), "2 hours 5 minutes"),
        (timedelta(days=1, hours=3, minutes=9), "1 day 3 hours"),
        (timedelta(minutes=-61), "1 hour 1 minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(days=3), "3 days"),
        (None, ""),
    ],
)
def test_durations_in_words(span, words):
    assert ui.duration(span) == words


def test_how_long_ago():
    assert ui.since(MOMENT - timedelta(minutes=20), MOMENT) == "20 minutes"


@pytest.mark.parametrize(
    ("hours", "level", "text", "width"),
    [
        (0, "calm", "4 hours left", "0.0"),
        (3, "soon", "1 hour left", "75.0"),
        (4, "soon", "less than a minute left", "100.0"),
        (5, "late", "1 hour overdue", "100.0"),
    ],
)
def test_an_age_bar_is_drawn_and_said(hours, level, text, width):
    start, due = MOMENT, MOMENT + timedelta(hours=4)
    drawn = rendered("{% age_bar start due now %}", start=start, due=due, now=start + timedelta(hours=hours))
    assert f"oscr-age--{level}" in drawn
    assert text in drawn
    assert f'width="{width}"' in drawn
    assert "style=" not in drawn


def test_a_clock_without_length_is_used_up():
    assert ui.age_bar(MOMENT, MOMENT, MOMENT)["width"] == 100


def test_every_word_of_the_glossary_is_defined_and_cited():
    assert all(entry.means.endswith(".") and entry.cite for entry in glossary().values())
    assert "What must be true" in rendered('{% define "condition" %}')
    with override("es"):
        assert "condición" in rendered('{% define "condition" %}')
    assert all(entry.means.endswith(".") for entry in glossary("es").values())
    with pytest.raises(KeyError):
        rendered('{% define "gibberish" %}')


def test_icons_are_silent_unless_named():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in rendered('{% icon "check" "Done" %}')


def test_the_step_indicator_counts_and_links_what_may_be_opened():
    rows = [("a", "First", "/a/", True), ("b", "Second", "/b/", False), ("c", "Third", "", False)]
    drawn = rendered('{% steps rows "b" %}', rows=rows)
    assert drawn.count("usa-step-indicator__segment--complete") == 1
    assert 'href="/a/"' in drawn
    assert 'href="/b/"' not in drawn
    assert "of 3" in drawn


def test_times_in_spanish():
    with override("es"):
        assert "2026" in ui.local_time(MOMENT)
