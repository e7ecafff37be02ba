"""On paper and afterwards, in a real browser: a fax is entered by keyboard, files are shown, a reporter adds and calls again."""

import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.addendum.actions import add
from oscr.flow.addendum.models import Addendum, Heeded, Question
from oscr.flow.attachment.actions import attach
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Report
from tests import making
from tests.desks.hotline.conftest import LATER, SAID
from tests.desks.hotline.test_browser import access
from tests.flow.attachment import files
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def at():
    with time_machine.travel(LATER, tick=True):
        yield


@pytest.fixture
def teacher():
    return making.reporter()


@pytest.fixture
def report(teacher):
    return making.sent(teacher, **SAID)


def scan(tmp_path, content: bytes, name: str = "scan.tif"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_fax_is_entered_by_keyboard_with_its_scan(open_as, tmp_path):
    page = open_as(making.user(Role.SCREENER), viewport=WIDE)
    page.goto("/hotline/phone/")
    access(page, "x")
    page.wait_for_url("**/hotline/phone/*/")
    page.wait_for_load_state()
    assert page.input_value("[name=intake-channel]") == "fax"
    access(page, "i")
    page.wait_for_url("**/files/")
    page.fill("[name=shows]", "The fax, two pages")
    page.set_input_files("[name=file]", scan(tmp_path, files.fax(2)))
    access(page, "s")
    expect(page.locator("main")).to_contain_text("The fax, two pages: PDF, 2 pages")
    access(page, "b")
    page.wait_for_url(re.compile(r"/phone/[^/]+/$"))
    for name, value in {
        "story-what": "He has not been at school for a month.",
        "children-c1-first": "Robin",
        "intake-received_on_month": "3",
        "intake-received_on_day": "2",
        "intake-received_on_year": "2026",
        "intake-received_time": "4:30 pm",
        "you-name": "Teresa Sealedname",
        "you-phone": "573-555-0177",
    }.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=you-occupation]", "teacher")
    for name in ("danger", "right"):
        page.focus(f"[name=intake-{name}][value=paper]")
        page.keyboard.press("Space")
    access(page, "g")
    page.wait_for_url("**/hotline/reports/*/")
    expect(page.locator("main")).to_contain_text("fax, received Mar 2, 2026, 4:30 p.m. Central, entered Mar 3, 2026")
    expect(page.locator("main")).to_contain_text(
        re.compile(r"The fax, two pages:\s+PDF, 2 pages, .*\s+\(sealed from the county\)")
    )
    assert Report.objects.get().token == Attachment.objects.get().token


def test_a_photograph_opens_by_itself_and_runs_nothing(open_as, report, teacher):
    attach(to=report, sent=files.telephone(), shows="A drawing", names_reporter=False, by=teacher, at=NOW)
    page = open_as(making.user(Role.SCREENER), viewport=WIDE)
    page.goto(f"/hotline/reports/{report.number}/")
    page.click("text=A drawing")
    page.wait_for_url("**/files/1/")
    assert page.evaluate("document.images[0].naturalWidth") == 40


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_file_that_is_too_large_leaves_every_word(open_as, report, teacher, tmp_path, scripts):
    page = open_as(teacher, viewport=NARROW, java_script_enabled=scripts)
    page.goto(f"/report/sent/{report.number}/add/")
    page.click("text=Something new")
    page.fill("[name=text]", "He has a brother.")
    page.set_input_files("[name=file]", scan(tmp_path, bytes(12 << 20), "film.pdf"))
    if not scripts:
        page.click("main button:has-text('Send')")
    expect(page.locator("main")).to_contain_text("10 MB is the most")
    assert page.input_value("[name=text]") == "He has a brother."
    page.set_input_files("[name=file]", scan(tmp_path, files.picture(), "x.jpg"))
    page.click("main button:has-text('Send')")
    expect(page.locator("main")).to_contain_text("We have it")
    assert Addendum.objects.get().attachment is not None


def test_a_reporter_adds_calls_again_and_is_answered(open_as, report, teacher):
    screener, boss = making.user(Role.SCREENER), making.user(Role.HOTLINE_SUPERVISOR)
    portal = open_as(teacher, viewport=NARROW, java_script_enabled=False)
    portal.goto(f"/report/sent/{report.number}/")
    portal.click("main a:has-text('Add or correct something')")
    portal.click("text=A correction")
    portal.fill("[name=text]", "He is 9, not 8.")
    portal.click("main button:has-text('Send')")
    expect(portal.locator("main")).to_contain_text("Sent, not read yet")
    desk = open_as(screener, viewport=WIDE)
    desk.goto("/hotline/")
    expect(desk.locator("#queue")).to_contain_text("● Added to")
    access(desk, "c")
    desk.wait_for_url(f"**/reports/{report.number}/")
    desk.wait_for_load_state()
    desk.fill("[name=note]", "Settled: 9 years.")
    access(desk, "h")
    expect(desk.locator("#added")).to_contain_text("Settled: 9 years.")
    assert Heeded.objects.get().by == screener
    making.classified(screener, of=report)
    access(desk, "d")
    desk.wait_for_url("**/done/")
    desk.wait_for_load_state()
    desk.fill("[name=number]", report.number)
    access(desk, "i")
    desk.wait_for_url("**/caller/")
    desk.wait_for_load_state()
    desk.fill("[name=verify-name]", "Tess Sealedname")
    desk.fill("[name=verify-phone]", "555-0177")
    access(desk, "s")
    expect(desk.locator("main")).to_contain_text("this is the reporter")
    desk.fill("[name=ask-text]", "Why an investigation?")
    desk.click("text=Ask a supervisor")
    expect(desk.locator("main")).to_contain_text("waits for a supervisor's answer")
    office = open_as(boss, viewport=WIDE)
    office.goto("/hotline/added/")
    office.click(f"text={report.number}")
    office.fill("[name=text]", "There was nothing to eat.")
    access(office, "s")
    expect(office.locator("main")).to_contain_text("Answered.")
    portal.reload()
    expect(portal.locator("main")).to_contain_text("There was nothing to eat.")
    expect(portal.locator("main")).to_contain_text("Read and taken into account")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, report, teacher, axe, size):
    screener, boss, worker = (making.user(role) for role in (Role.SCREENER, Role.HOTLINE_SUPERVISOR, Role.WORKER))
    draft = making.draft(teacher, at=timezone.now())
    for to in (report, draft):
        attach(to=to, sent=files.picture(), shows="A drawing", names_reporter=True, by=teacher, at=NOW)
    add(report=report, kind="added", text="He has a brother.", by=teacher, at=NOW)
    alert = making.alerted(screener, of=report)
    teacher_client = Client()
    teacher_client.force_login(teacher)
    teacher_client.post(f"/report/sent/{report.number}/ask/", {"text": "Why?"})
    number, asked = report.number, Question.objects.get().pk
    mine = ["added/", f"reports/{number}/", f"reports/{number}/files/", f"reports/{number}/caller/", "phone/"]
    pages = {
        teacher: [f"/report/sent/{number}/{tail}" for tail in ("", "add/", "ask/")]
        + [f"/report/drafts/{draft.pk}/files/"],
        screener: [f"/hotline/{tail}" for tail in mine],
        boss: [f"/hotline/questions/{asked}/"],
        worker: [f"/county/alerts/{alert.number}/"],
    }
    wrong = []
    for who, addresses in pages.items():
        page = open_as(who, viewport=size)
        for address in addresses:
            assert page.goto(address).status == 200, address
            wrong += [f"{address} {told}" for told in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append(f"{address} scrolls sideways")
    assert wrong == []
