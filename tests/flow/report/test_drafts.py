"""Drafts: saved at every page, readable for 72 hours, then gone from the table too."""

from datetime import timedelta

import pytest

from oscr.flow.report import actions
from oscr.flow.report.models import Draft
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, draft, reporter

pytestmark = pytest.mark.django_db
LAST_SECOND = timedelta(hours=71, minutes=59, seconds=59)
TOO_LATE = timedelta(hours=72, seconds=1)


def test_a_draft_is_readable_until_the_last_second_and_gone_afterwards():
    kept = draft(reporter())
    assert actions.end_drafts(at=NOW + LAST_SECOND) == 0
    assert list(Draft.objects.alive(NOW + LAST_SECOND)) == [kept]
    assert not Draft.objects.alive(NOW + TOO_LATE).exists()
    assert actions.end_drafts(at=NOW + TOO_LATE) == 1
    assert not Draft.objects.exists()
    assert Entry.objects.get(act="draft.ended").subject == f"report.draft:{kept.pk}"


def test_every_save_starts_the_72_hours_anew():
    by = reporter()
    kept = draft(by)
    later = NOW + timedelta(hours=70)
    actions.save_page(draft=kept, page="done", answers={}, version=kept.version, by=by, at=later)
    assert Draft.objects.alive(NOW + TOO_LATE).exists()
    assert Draft.objects.get().expires_at == later + timedelta(hours=72)


def test_a_second_tab_cannot_overwrite_silently():
    by = reporter()
    opened = draft(by)
    actions.save_page(draft=opened, page="story", answers={"what": "First tab"}, version=opened.version, by=by, at=NOW)
    with pytest.raises(actions.StaleVersion) as refused:
        actions.save_page(draft=opened, page="story", answers={"what": "Second"}, version=opened.version, by=by, at=NOW)
    assert refused.value.draft.answers["story"] == {"what": "First tab"}


def test_a_draft_that_ended_while_it_was_open_says_so():
    by = reporter()
    opened = draft(by)
    with pytest.raises(actions.DraftEnded):
        actions.save_page(draft=opened, page="story", answers={}, version=opened.version, by=by, at=NOW + TOO_LATE)
    with pytest.raises(actions.DraftEnded):
        actions.send(draft=opened, by=by, at=NOW + TOO_LATE)


def test_somebody_elses_draft_is_not_there():
    opened = draft(reporter())
    other = reporter()
    assert not Draft.objects.visible_to(other).exists()
    with pytest.raises(actions.DraftEnded):
        actions.save_page(draft=opened, page="story", answers={}, version=opened.version, by=other, at=NOW)
    with pytest.raises(actions.DraftEnded):
        actions.discard_draft(draft=opened, by=other, at=NOW)


def test_the_owner_can_throw_a_draft_away():
    by = reporter()
    actions.discard_draft(draft=draft(by), by=by, at=NOW + MINUTE)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("page", "said"),
    [("you", {"name": "", "phone": "555-0100"}), ("children", []), ("story", {"what": ""})],
)
def test_what_is_missing_is_said_with_its_page(page, said):
    by = reporter()
    with pytest.raises(Refused) as refused:
        actions.send(draft=draft(by, **{page: said}), by=by, at=NOW)
    assert refused.value.field == page
    assert Draft.objects.exists()
