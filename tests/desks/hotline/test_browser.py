"""The hotline's desk in a real browser: no barrier at any width, by keyboard alone, and live where scripts run."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from oscr.flow.call import actions as call
from oscr.flow.call.models import Answer, Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Classification
from oscr.flow.report.actions import begin_draft, save_pages
from oscr.flow.report.models import Draft, Report
from tests.desks.hotline.conftest import LATER, SAID
from tests.making import MINUTE, NOW, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
OVERFLOWING = """[...document.querySelectorAll("svg.oscr-drawing")].flatMap(drawing => {
  const wide = drawing.viewBox.baseVal.width;
  const out = box => box.x < 0 || box.x + box.width > wide;
  return [...drawing.querySelectorAll("text")].filter(text => out(text.getBBox())).map(text => text.textContent);
})"""


def access(page, key):
    """Press the access key: Alt and a letter, as Chromium's own keyboard sends it."""
    typed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key, "text": key}
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": ord(key.upper()), **typed}
    )


@pytest.fixture
def pages(staff, report):
    """The address of every page, with something on each."""
    danger = SAID | {"questions": {"general": {"facts": {"danger now": "yes"}}}}
    urgent, lower, ready = sent(at=NOW + MINUTE, **danger), sent(at=LATER - 200 * MINUTE, **SAID), sent(**SAID)
    for one in (report, lower, ready):
        call.claim(report=one, by=staff.me, at=NOW)
    told = {"reason": "The school corrected itself.", "by": staff.me, "at": NOW}
    classification.propose_lower(report=lower, outcome="documented call", **told)
    classification.classify(report=ready, outcome="investigation", **told)
    draft = begin_draft(by=staff.me, at=NOW)
    kept = {page: SAID[page] for page in ("children", "adults", "suspects", "places", "worries", "questions", "story")}
    save_pages(draft=draft, pages=kept, version=0, by=staff.me, at=NOW)
    mine = [
        "", "?show=mine", f"reports/{urgent.number}/", f"reports/{report.number}/", f"reports/{lower.number}/",
        f"reports/{report.number}/?pathway=education", f"reports/{report.number}/classify/",
        f"reports/{ready.number}/alert/", f"reports/{ready.number}/", "phone/", f"phone/{draft.pk}/", "done/",
        "done/?number=1",
    ]  # fmt: skip
    return {"me": mine, "boss": [f"reports/{lower.number}/proposal/", f"reports/{lower.number}/"]}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, staff, pages, axe, size):
    wrong = []
    for who, tails in pages.items():
        page = open_as(getattr(staff, who), viewport=size)
        for tail in tails:
            assert page.goto(f"/hotline/{tail}").status == 200, tail
            wrong += [f"{tail} {told}" for told in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append(f"{tail} scrolls sideways")
            assert "911" in page.inner_text("footer"), tail
    assert wrong == []


def test_a_report_is_worked_from_claim_to_alert_by_keyboard_alone(open_as, staff, report):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/")
    access(page, "c")
    page.wait_for_url(f"**/reports/{report.number}/")
    assert Waiting.objects.get().held_by == staff.me
    access(page, "a")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    access(page, "s")
    expect(page.locator("main")).to_contain_text("Kept. This is what follows")
    assert Answer.objects.count() == 1
    page.wait_for_load_state()  # an access key that is not there yet would be lost
    access(page, "c")
    page.wait_for_url("**/classify/")
    page.focus("input[name=outcome]:checked")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("Afraid to go home.")
    access(page, "s")
    page.wait_for_url("**/alert/")
    access(page, "s")
    page.wait_for_url("**/hotline/")
    expect(page.locator("main")).to_contain_text("was sent to Boone County")


def test_from_a_rule_that_is_open_to_its_question_and_its_answer(open_as, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    page = open_as(staff.me, viewport=WIDE)
    page.goto(f"/hotline/reports/{report.number}/")
    page.focus(".hl-open a:text-is('Child died')")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", "a-child-died")
    page.keyboard.press("Space")
    access(page, "s")
    expect(page.locator("main")).to_contain_text("Kept. This is what follows")
    page.wait_for_load_state()  # what is no longer there may not be looked for before
    expect(page.locator(".hl-outcome")).to_have_text(re.compile(r"^\s*Investigation"))
    expect(page.locator(".oscr-drawn .oscr-rung").last).to_have_text("INV-COMMERCIAL")
    expect(page.locator(".hl-open a:text-is('Child died')")).to_have_count(0)


def test_every_word_of_a_drawing_lies_on_its_paper(open_as, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    page = open_as(staff.me, viewport=WIDE)
    for tail in ("", "classify/"):
        page.goto(f"/hotline/reports/{report.number}/{tail}")
        assert page.locator("svg.oscr-drawing text").count() > 10
        assert page.evaluate(OVERFLOWING) == []
        page.evaluate("document.querySelectorAll('svg.oscr-drawing text')[1].textContent = 'W'.repeat(200)")
        assert page.evaluate(OVERFLOWING) != []


def test_the_list_renews_itself_and_the_focus_stays(open_as, staff, report):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/")
    page.focus(f"#claim-{report.number}")
    newer = sent(**SAID)
    page.evaluate("htmx.ajax('GET', '/hotline/?show=all', {target: '#queue', swap: 'innerHTML'})")
    expect(page.locator(f"#claim-{newer.number}")).to_be_visible()
    expect(page.locator(f"#claim-{report.number}")).to_be_focused()


def kept(page, words):
    """Waits for the answer to the first saving that holds these words."""
    return page.expect_response(lambda answer: quote(words) in (answer.request.post_data or ""))


def test_a_call_is_kept_while_it_is_typed(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/phone/")
    page.click("text=New call")
    page.wait_for_url("**/hotline/phone/*/")  # before its scripts run, nothing is kept
    page.fill("[name=story-what]", "He takes bread home.")
    with kept(page, "He takes bread home."):
        page.press("[name=story-what]", "Tab")
    expect(page.locator("#kept")).to_contain_text("✓ Kept")
    assert Draft.objects.get().answers["story"]["what"] == "He takes bread home."
    expect(page.locator("[name=story-when]")).to_be_focused()
    page.fill("[name=story-when]", "This week")
    with kept(page, "This week"):
        page.press("[name=story-when]", "Tab")
    assert Draft.objects.get().answers["story"]["when"] == "This week"


def test_without_scripts_a_call_becomes_a_report(open_as, staff):
    page = open_as(staff.me, viewport=NARROW, java_script_enabled=False)
    page.goto("/hotline/phone/")
    page.click("text=New call")
    page.fill("[name=story-what]", "He takes bread home.")
    page.fill("[name=children-c1-first]", "Robin")
    page.click("text=Somebody else who stays unnamed")
    page.click("label[for=id_intake-danger_0]")
    page.click("text=Not owed: the caller stays unnamed")
    page.click("text=make it a report")
    expect(page.locator("main")).to_contain_text("The call is a report now")
    assert Report.objects.get().taken_by == staff.me
    assert not Classification.objects.exists()
