"""The call-out and what follows it, walked in a browser: by keys, narrow and wide, no barrier, without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.models import Level, Office, OnCall
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.callout.actions import call_out_due
from oscr.flow.correction import disputing, transferring
from tests import making
from tests.desks.hotline.test_browser import access
from tests.flow.callout.calling import FACTS, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def sent(office: Office, ago: timedelta, **told):
    """An alert of so long ago."""
    at, screener = timezone.now() - ago, making.user(Role.SCREENER)
    made = making.classified(screener, at=at, of=making.sent(at=at, **told))
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=screener, at=at)


def emergency(office: Office, ago: timedelta = 2 * MINUTE):
    return sent(office, ago, worries={"pathways": ["abandoned"]}, questions=FACTS)


def on_call(user, level: int) -> None:
    now = timezone.now()
    OnCall.objects.create(
        office=user.office,
        level=level,
        user=user,
        phone=f"573-555-011{level}",
        starts_at=now - 8 * HOUR,
        ends_at=now + 8 * HOUR,
        entered_at=now - 8 * HOUR,
    )


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, axe, size):
    field, there = people(), people(making.COLE)
    on_call(field[Level.PRIMARY], Level.PRIMARY)
    alert, boss = emergency(field[1].office), making.user(Role.HOTLINE_SUPERVISOR)
    ordinary = sent(field[1].office, HOUR)
    now = timezone.now()
    call_out_due(at=now)
    disputing.dispute(alert=ordinary, consulted=field[1], reason="He is nine.", by=field[2], at=now)
    said = {"to": there[1].office, "reason": "moved", "note": "Their new address.", "by": field[2], "at": now}
    row = transferring.propose(alert=ordinary, **said)
    hotline = ["/hotline/out/", *(f"/hotline/reports/{alert.number}/{name}/" for name in ("callout", "correct"))]
    hotline += [f"/hotline/reports/{ordinary.number}/{name}/" for name in ("callout", "correct", "dispute")]
    county = [f"/county/alerts/{ordinary.number}/{name}" for name in ("", "dispute/", "move/")]
    county += [f"/county/alerts/{alert.number}/{name}/" for name in ("dispute", "move")]
    county += ["/county/transfers/", "/county/roster/", "/county/roster/line/"]
    visits = [(boss, hotline), (field[2], county), (there[2], ["/county/transfers/", f"/county/transfers/{row.pk}/"])]
    for user, addresses in visits:
        page = open_as(user, viewport=size)
        for address in addresses:
            assert page.goto(address).status == 200, address
            assert axe(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                f"{address} scrolls sideways"
            )


def test_nobody_answers_the_next_level_takes_it_by_keys_alone(open_as):
    field = people()
    for level in (Level.PRIMARY, Level.BACK_UP):
        on_call(field[level], level)
    alert = emergency(field[1].office)
    call_out_due(at=timezone.now())
    page = open_as(making.user(Role.SCREENER), viewport=WIDE)
    page.goto("/hotline/")
    access(page, "j")
    expect(page.locator("h1")).to_have_text("Alerts out")
    access(page, "c")
    expect(page.locator("h1")).to_contain_text(f"Call out {alert.number}")
    page.get_by_label("No answer").focus()
    page.keyboard.press("Space")
    access(page, "s")
    expect(page.locator("main")).to_contain_text("Written down: No answer.")
    access(page, "n")
    expect(page.locator(".hl-chain__now")).to_contain_text("Back-up supervisor")
    page.get_by_label("Reached: takes it").focus()
    page.keyboard.press("Space")
    access(page, "s")
    expect(page.locator("main")).to_contain_text(f"{field[Level.BACK_UP]} has {alert.number}.")
    expect(page.locator("main")).to_contain_text("Every alert is acknowledged.")
    assert alert.acknowledgement.by == field[Level.BACK_UP]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_disputed_corrected_acknowledged_anew_and_handed_over(open_as, scripts):
    field, there = people(), people(making.COLE)
    alert = sent(field[1].office, HOUR)
    assignment.acknowledge(alert=alert, by=field[2], at=timezone.now())
    county = open_as(field[2], viewport=NARROW, java_script_enabled=scripts)
    county.goto(f"/county/alerts/{alert.number}/")
    county.click("text=Dispute the screening with the hotline")
    county.select_option("#id_consulted", index=1)
    county.fill("#id_reason", "The school says that he is there every day.")
    county.click("button >> text=Send to the hotline")
    expect(county.locator("main")).to_contain_text("supervisors were told")

    boss = open_as(making.user(Role.HOTLINE_SUPERVISOR), viewport=WIDE, java_script_enabled=scripts)
    boss.goto("/hotline/out/")
    boss.click(f"text=Answer {alert.number}")
    boss.click("text=The office is right: correct it")
    boss.fill("#id_reason", "The teacher had mixed up two children.")
    boss.fill("#id_add-A", "Sits in the other class.")
    boss.click("button >> text=Send it again")
    expect(boss.locator("main")).to_contain_text("It must be acknowledged anew.")

    county.goto(f"/county/alerts/{alert.number}/")
    expect(county.locator("main")).to_contain_text("Sits in the other class.")
    expect(county.locator("main")).to_contain_text("The report was corrected.")
    county.click("button >> text=Acknowledge")
    county.click("text=Hand it over to another office")
    county.get_by_text("The family has moved", exact=True).first.click()
    county.select_option("#id_to", label="Cole County")
    county.fill("#id_note", "Their new address is in Cole County.")
    county.click("button >> text=Ask the other office")
    expect(county.locator("main")).to_contain_text("You respond until it accepts.")

    other = open_as(there[2], viewport=NARROW, java_script_enabled=scripts)
    other.goto("/county/transfers/")
    other.click(f"text={alert.number}")
    other.get_by_text("Accept: we respond from now on").click()
    other.click("button >> text=Answer")
    expect(other.locator("main")).to_contain_text("Yours now, and acknowledged.")
    county.goto("/county/")
    expect(county.locator("main")).to_contain_text("Nothing is due here.")
