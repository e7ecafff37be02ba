"""How a report came in, who tells, and what every caller is told: on the sheet and on the report's page."""

import pytest

from oscr.flow.report.models import Draft, Report
from tests.desks.hotline.conftest import LATER
from tests.desks.hotline.reading import posted, text, tree
from tests.desks.hotline.test_phone import ENOUGH
from tests.making import NOW, on_paper

pytestmark = pytest.mark.django_db
FAXED = {
    "intake-channel": "fax",
    "intake-received_on_month": "3",
    "intake-received_on_day": "2",
    "intake-received_on_year": "2026",
}
NOT_A_CALL = "Needed for whatever is no call, even where it came just now."
FAXED |= {"intake-received_time": "4:30 pm", "intake-danger": "paper", "intake-right": "paper"}


@pytest.fixture
def sheet(mine, db):
    return mine.post("/hotline/phone/").headers["Location"]


def receive(client, sheet, **said):
    return client.post(f"{sheet}receive/", posted(client.get(sheet)) | ENOUGH | said)


def test_a_fax_is_received_then_and_entered_now(mine, sheet):
    receive(mine, sheet, **FAXED)
    report = Report.objects.get()
    assert (report.channel, report.received_at.isoformat()) == ("fax", "2026-03-02T22:30:00+00:00")
    assert report.entered_at == LATER
    page = text(mine.get(f"/hotline/reports/{report.number}/"))
    assert "fax, received Mar 2, 2026, 4:30 p.m. Central, entered Mar 3, 2026, 10:12 a.m. Central" in page
    assert "Told to call 911 in danger Could not: nobody was on the line" in page


@pytest.mark.parametrize(("key", "channel"), [("letter", "letter"), ("fax", "fax"), ("pigeon", None), ("", None)])
def test_a_button_begins_what_came_by_its_channel(mine, staff, key, channel):
    sheet = mine.post("/hotline/phone/", {"channel": key}).headers["Location"]
    assert Draft.objects.get().answers.get("intake", {}).get("channel") == channel
    (chosen,) = tree(mine.get(sheet)).xpath("//select[@name='intake-channel']/option[@selected]/@value")
    assert chosen == (channel or "phone")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"intake-received_on_month": "", "intake-received_on_day": "", "intake-received_on_year": ""}, NOT_A_CALL),
        ({"intake-received_on_year": "2027"}, "not come yet"),
        ({"intake-received_on_year": "2025"}, "more than 10 days ago"),
        ({"intake-received_time": ""}, NOT_A_CALL),
        ({"intake-received_time": "25:00"}, "Write hours and minutes"),
        ({"intake-received_time": "13 pm"}, "Write hours and minutes"),
        ({"intake-received_time": "noonish"}, "Write hours and minutes"),
        ({"intake-danger": ""}, "Say it now, or choose why it could not be said."),
        ({"intake-danger": "ended"}, "or say why not"),
        ({"caller-callback": "12"}, "Write the whole number"),
    ],
)
def test_what_cannot_be_comes_back_with_everything_typed(mine, sheet, said, words):
    response = receive(mine, sheet, **FAXED | said)
    assert not Report.objects.exists()
    assert words in text(response)
    assert tree(response).xpath("//textarea[@name='story-what']")[0].text.strip() == ENOUGH["story-what"]


def test_a_field_workers_report_says_at_once_all_that_is_missing(mine, db):
    sheet = mine.post("/hotline/phone/", {"channel": "worker"}).headers["Location"]
    page = text(receive(mine, sheet, **{"intake-danger": "", "intake-right": "said"}))
    assert page.count(NOT_A_CALL) == 4  # day and time, each in the summary and at its place
    assert "Say it now, or choose why it could not be said." in page
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("typed", "utc"),
    [("9:15 a.m.", "15:15"), ("12:05 am", "06:05"), ("12 p", "18:00"), ("14:05", "20:05"), ("0.30", "06:30")],
)
def test_times_are_read_as_people_write_them(mine, sheet, typed, utc):
    receive(mine, sheet, **FAXED | {"intake-received_time": typed})
    assert f"{Report.objects.get().received_at:%H:%M}" == utc


def test_what_was_told_is_kept_while_the_call_goes_on(mine, sheet):
    mine.post(sheet, posted(mine.get(sheet)) | {"intake-danger": "said", "caller-callback": "573-555-0199"})
    page = tree(mine.get(sheet))
    assert page.xpath("//input[@name='intake-danger'][@checked]/@value") == ["said"]
    assert page.xpath("//input[@name='caller-callback']/@value") == ["573-555-0199"]


def test_the_number_to_call_back_is_sealed_and_shown_at_the_hotline(mine, sheet):
    receive(mine, sheet, **{"caller-callback": "573-555-0199"})
    report = Report.objects.get()
    assert "callback" not in report.told["you"]
    assert "Call back at 573-555-0199" in text(mine.get(f"/hotline/reports/{report.number}/"))


def test_who_stays_unnamed_may_be_called_back_and_is_anonymous_still(mine, sheet):
    receive(mine, sheet, **{"caller-caller": "anonymous", "caller-callback": "573-555-0199", "intake-right": "unnamed"})
    page = text(mine.get(f"/hotline/reports/{Report.objects.get().number}/"))
    assert "Anonymous reporter" in page
    assert "Call back at 573-555-0199" in page
    assert "Sealedname" not in page


def test_a_report_that_was_entered_as_it_came_says_one_time(mine, staff):
    report = on_paper(staff.me, NOW)
    assert "letter, Mar 3, 2026, 9:00 a.m. Central" in text(mine.get(f"/hotline/reports/{report.number}/"))
