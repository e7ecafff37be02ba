"""The screen of a call in a real browser: from the empty sheet to the classified report without a hand leaving the keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from oscr.flow.call.models import Answer
from oscr.flow.classification.models import Classification
from oscr.flow.report.actions import begin_draft, save_pages
from oscr.flow.report.models import Draft, Report
from tests.desks.hotline.conftest import SAID
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE, WIDEST = {"width": 320, "height": 720}, {"width": 1280, "height": 900}, {"width": 1600, "height": 1000}
SHOTS = os.environ.get("OSCR_SHOTS")


def shot(page, name):
    """A picture to look at, where somebody asked for it."""
    if SHOTS:
        page.screenshot(
            path=Path(SHOTS) / f"{name}.png", full_page=page.viewport_size["width"] < WIDE["width"], caret="initial"
        )


def access(page, key):
    """Press the access key: Alt and a letter, as Chromium's own keyboard sends it."""
    typed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key, "text": key}
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": ord(key.upper()), **typed}
    )


def kept(page, words):
    """Waits until the draft holds these words."""
    expect(page.locator("#kept [data-kept]")).to_contain_text("Kept")
    expect(page.locator("#sheet:not(.htmx-request)")).to_have_count(1)
    for _try in range(100):
        if words in str(Draft.objects.get().answers):
            return
        page.wait_for_timeout(100)
    raise AssertionError(Draft.objects.get().answers)


def answered(page, key, unit, fact, value):
    """Press a key and wait until the server has that answer."""
    page.keyboard.press(key)
    for _try in range(100):
        rows = Draft.objects.get().answers.get("asked", [])
        if {"unit": unit, "fact": fact, "value": value} in rows:
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError(rows)
    expect(page.locator("#sheet:not(.htmx-request)")).to_have_count(1)


def current(page):
    """The question that has the focus."""
    return page.evaluate("document.activeElement.closest('[data-q]')?.id || document.activeElement.id")


def test_from_the_empty_sheet_to_the_classified_report_by_keyboard_alone(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/phone/")
    access(page, "n")
    page.wait_for_url("**/hotline/phone/*/")
    expect(page.locator(".hl-cur")).to_have_count(1)
    expect(page.locator("#id_story-what")).to_be_focused()
    page.keyboard.type("Grandmother crying. He has a bite mark on his face. you know nothing yet")
    page.keyboard.press("Escape")
    assert current(page) == "q-call-danger-now"
    answered(page, "n", "", "danger now", "no")
    page.keyboard.press("c")
    page.keyboard.type("Robin")
    page.keyboard.press("Tab")
    page.keyboard.type("Cloverfield")
    page.keyboard.press("Tab")
    page.keyboard.type("8")
    kept(page, "'age': 8")
    expect(page.locator("#home svg")).to_contain_text("Robin Cloverfield")
    expect(page.locator("#at-children-c2")).to_have_count(1)  # the place for one more came by itself
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("Alex")
    kept(page, "Alex")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("bite mark")
    expect(page.locator(".hl-found [data-way]").first).to_contain_text("Bruises")
    page.keyboard.press("Enter")
    kept(page, "bruises")
    page.keyboard.press("Escape")
    expect(page.locator("#q-a-marks-on-the-child")).to_contain_text("bruises, welts")
    page.focus("#q-a-marks-on-the-child")
    answered(page, "y", "c1", "marks on the child", "yes")
    answered(page, "n", "c1", "marks explained", "no")
    answered(page, "y", "c1", "marks on head or body", "yes")
    shot(page, "sheet-1280")
    page.set_viewport_size(WIDEST)
    shot(page, "sheet-1600")
    page.set_viewport_size(NARROW)
    shot(page, "sheet-320")
    page.set_viewport_size(WIDE)
    page.keyboard.press("m")
    expect(page.locator("#you :focus")).to_have_count(1)
    for field, steps in (("intake-danger", "Space"), ("intake-right", "Space")):
        page.focus(f"[name={field}] >> nth=0")
        page.keyboard.press(steps)
    page.focus("[name=caller-caller]:checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=caller-caller]:checked")).to_have_value("anonymous")
    access(page, "z")
    page.wait_for_url("**/classify/")
    report = Report.objects.get()
    assert set(Answer.objects.values_list("unit", "fact", "value")) >= {
        ("", "danger now", "no"),
        ("A", "marks on the child", "yes"),
        ("A", "marks explained", "no"),
    }
    assert report.narrative.startswith("Grandmother crying.")
    page.focus("input[name=outcome]:checked")
    while page.locator("input[name=outcome]:checked").get_attribute("value") != "investigation":
        page.keyboard.press("ArrowUp")
    access(page, "s")
    page.wait_for_url("**/alert/")
    assert Classification.objects.get().outcome == "investigation"


@pytest.mark.parametrize("size", [NARROW, WIDE, WIDEST], ids=["320", "1280", "1600"])
def test_the_screen_is_open_to_everybody(open_as, staff, axe, size):
    draft = begin_draft(by=staff.me, at=NOW)
    pages = ("children", "adults", "suspects", "places", "worries", "story")
    said = {page: SAID[page] for page in pages}
    rows = [("c1", "child died", "yes"), ("c1", "needs a doctor now", "yes"), ("", "danger now", "no")]
    said["asked"] = [dict(zip(("unit", "fact", "value"), row, strict=True)) for row in rows]
    save_pages(draft=draft, pages=said, version=0, by=staff.me, at=NOW)
    page = open_as(staff.me, viewport=size)
    assert page.goto(f"/hotline/phone/{draft.pk}/").status == 200
    expect(page.locator(".hl-cur")).to_have_count(1)
    page.fill("#words", "left alone")
    expect(page.locator(".hl-found [data-way]").first).to_contain_text("Unsupervised")
    shot(page, f"open-{size['width']}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(1500)
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    expect(page.locator(".hl-clash")).to_contain_text("cannot be true together")


def test_single_keys_can_be_switched_off_and_never_fire_in_a_text_field(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/phone/")
    access(page, "n")
    page.wait_for_url("**/hotline/phone/*/")
    expect(page.locator(".hl-cur")).to_have_count(1)
    page.keyboard.type("yes, no and unknown: j k / ?")
    expect(page.locator("#id_story-what")).to_have_value("yes, no and unknown: j k / ?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-keys]")).not_to_be_checked()
    page.focus("#q-call-danger-now")
    page.keyboard.press("y")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    assert Draft.objects.get().answers.get("asked", []) == []
    page.reload()
    expect(page.locator("[data-keys]")).not_to_be_checked()


def test_nobody_who_types_fast_waits_for_the_screen(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/phone/")
    access(page, "n")
    page.wait_for_url("**/hotline/phone/*/")
    expect(page.locator(".hl-cur")).to_have_count(1)
    keys = page.keyboard
    keys.press("Escape")
    keys.press("/")
    keys.type("bite mark")
    keys.press("Enter")  # before anything was found
    for name in ("Robin", "Wren", "Kit"):  # before an empty place for one more has come
        keys.press("c")
        keys.type(name)
        keys.press("Escape")
    keys.press("w")
    keys.press("Tab")
    keys.type("Dale")
    kept(page, "Dale")
    kept(page, "bruises")
    said = Draft.objects.get().answers
    assert [one["first"] for one in said["children"]] == ["Robin", "Wren", "Kit"]
    assert (said["worries"]["pathways"], said["suspects"][0]["first"]) == (["bruises"], "Dale")
    assert said.get("asked", []) == []
    places = [one.get_attribute("id") for one in page.locator("#list-children > *").all()]
    assert places == [f"at-children-c{number}" for number in range(1, len(places) + 1)]
    assert page.locator("#typed-children-c3").count() == 1


def test_who_leaves_while_a_save_is_on_its_way_meets_no_second_window(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/phone/")
    access(page, "n")
    page.wait_for_url("**/hotline/phone/*/")
    page.route("**/hotline/phone/*/", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.keyboard.type("A letter about Robin.")
    expect(page.locator("#sheet.htmx-request")).to_have_count(1)
    page.keyboard.type(" And more.")
    access(page, "i")
    page.wait_for_url("**/files/")
    assert Draft.objects.get().answers["story"]["what"] == "A letter about Robin. And more."


def test_three_keys_at_once_are_three_answers(open_as, staff):
    page = open_as(staff.me, viewport=WIDE)
    draft = begin_draft(by=staff.me, at=NOW)
    said = {"story": {"what": "x"}, "children": SAID["children"][:1], "worries": {"pathways": ["bruises"]}}
    save_pages(draft=draft, pages=said, version=0, by=staff.me, at=NOW)
    page.goto(f"/hotline/phone/{draft.pk}/")
    page.focus("#q-a-marks-on-the-child")
    for key in "ynu":
        page.keyboard.press(key)
    for _try in range(100):
        if len(Draft.objects.get().answers.get("asked", [])) == 3:
            break
        page.wait_for_timeout(100)
    rows = [(row["fact"], row["value"]) for row in Draft.objects.get().answers["asked"]]
    assert rows[0] == ("marks on the child", "yes")
    assert [value for _fact, value in rows] == ["yes", "no", "unknown"]


def test_without_scripts_the_whole_road_is_buttons(open_as, staff):
    page = open_as(staff.me, viewport=NARROW, java_script_enabled=False)
    page.goto("/hotline/phone/")
    page.click("text=New call")
    page.fill("[name=story-what]", "He takes bread home.")
    page.fill("[name=children-c1-first]", "Robin")
    page.fill("#words", "no food")
    page.click("#find button")
    page.click(".hl-found button >> nth=0")
    page.click("#q-a-too-little-food button[data-key=y]")
    expect(page.locator("[name=story-what]")).to_have_value("He takes bread home.")
    expect(page.locator("#ask")).to_contain_text("Hungry")
    page.click("text=Somebody else who stays unnamed")
    page.click("label[for=id_intake-danger_0]")
    page.click("text=Not owed: the caller stays unnamed")
    page.click("button[name=then]")
    page.wait_for_url("**/classify/")
    assert Answer.objects.get(fact="too little food").value == "yes"
