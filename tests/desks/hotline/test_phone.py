"""Taking a call on one screen: kept as it is typed, sent once, and who must say who they are."""

from datetime import timedelta

import pytest
from django.test import Client

from oscr.desks import stash
from oscr.flow.call.models import Waiting
from oscr.flow.report.models import Draft, Report
from tests.desks.hotline.reading import posted, text, tree

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ENOUGH = {
    "caller-caller": "mandated",
    "intake-danger": "said",
    "intake-right": "said",
    "you-name": "Teresa Sealedname",
    "you-phone": "573-555-0177",
    "you-occupation": "teacher",
    "children-c1-first": "Robin",
    "children-c1-age": "8",
    "story-what": "He takes bread home from lunch.",
}


@pytest.fixture
def sheet(mine, db):
    """The address of a new call's sheet."""
    return mine.post("/hotline/phone/").headers["Location"]


def keep(client, sheet, **said):
    """Press Keep with these fields typed over what the page has."""
    return client.post(sheet, posted(client.get(sheet)) | said)


def test_a_new_call_is_one_of_mine(mine, others, sheet):
    assert sheet in mine.get("/hotline/phone/").content.decode()
    assert sheet not in others.get("/hotline/phone/").content.decode()
    assert others.get(sheet).status_code == 404


def test_the_notes_come_first_then_the_people_and_the_caller_last(mine, sheet):
    page = tree(mine.get(sheet))
    parts = [one.get("id") for one in page.xpath("//div[@class='hl-phone']/section")]
    assert parts == ["story", "children", "adults", "suspects", "home", "places", "done", "you"]
    assert page.get_element_by_id("head-you").text_content() == "7. The caller"


def test_danger_is_what_is_asked_first(mine, sheet):
    page = tree(mine.get(sheet))
    (first, *_rest) = page.xpath("//section[@aria-labelledby='head-first']//*[@data-q]")
    assert first.get("id") == "q-call-danger-now"


def test_the_cursor_waits_in_a_new_call_and_not_in_one_that_goes_on(mine, sheet):
    (field,) = tree(mine.get(sheet)).xpath("//*[@autofocus]")
    assert field.get("name") == "story-what"
    keep(mine, sheet, **ENOUGH)
    assert not tree(mine.get(sheet)).xpath("//*[@autofocus]")


def test_each_answer_not_understood_is_named_on_top_with_the_way_to_it(mine, sheet):
    typed = {
        "children-c1-birth_date_month": "13",
        "children-c1-birth_date_day": "1",
        "children-c1-birth_date_year": "2020",
    }
    page = tree(mine.post(f"{sheet}receive/", posted(mine.get(sheet)) | ENOUGH | typed))
    (link,) = page.xpath("//*[@id='error-summary']//a")
    assert "This date does not exist" in link.text_content()
    assert page.get_element_by_id(link.get("href").removeprefix("#")).get("name").startswith("children-c1-birth_date")


@pytest.mark.parametrize("channel", ["", "letter"])
def test_what_is_new_begins_in_the_notes(mine, db, channel):
    begun = mine.post("/hotline/phone/", {"channel": channel}).headers["Location"]
    assert [one.get("name") for one in tree(mine.get(begun)).xpath("//*[@autofocus]")] == ["story-what"]
    keep(mine, begun, **ENOUGH)
    assert not tree(mine.get(begun)).xpath("//*[@autofocus]")


def test_what_is_typed_is_kept_and_shown_again(mine, sheet):
    keep(mine, sheet, **ENOUGH)
    answers = Draft.objects.get().answers
    assert answers["children"][0]["first"] == "Robin"
    assert answers["you"]["caller"] == "mandated"
    fields = posted(mine.get(sheet))
    assert {name: fields.get(name) for name in ENOUGH} == ENOUGH


def test_with_scripts_only_the_line_comes_back_with_the_new_version(mine, sheet):
    typed = posted(mine.get(sheet)) | ENOUGH
    response = mine.post(sheet, typed, headers=HTMX)
    assert b"<html" not in response.content
    assert b"Kept" in response.content
    (version,) = tree(response).xpath("//input[@name='version']/@value")
    assert int(version) == Draft.objects.get().version == 1
    again = mine.post(sheet, typed | {"version": version, "story-what": "More."}, headers=HTMX)
    assert b"Kept" in again.content
    assert Draft.objects.get().answers["story"]["what"] == "More."


def test_another_window_does_not_overwrite_silently(mine, sheet):
    opened = posted(mine.get(sheet))
    keep(mine, sheet, **{"story-what": "First window."})
    refused = mine.post(sheet, opened | {"story-what": "Second window."})
    assert "changed in another window" in text(refused)
    (row,) = tree(refused).xpath("//table[contains(@class, 'hl-both')]//tbody/tr")
    assert [one.text_content().strip() for one in row.xpath("td")] == ["First window.", "Second window."]
    again = mine.post(sheet, posted(refused))
    assert "changed in another window" in text(again)
    assert Draft.objects.get().answers["story"]["what"] == "First window."
    (over,) = tree(again).xpath("//button[@name='over']/@value")
    mine.post(sheet, posted(again) | {"over": over})
    assert Draft.objects.get().answers["story"]["what"] == "Second window."


def test_what_was_not_understood_stays_on_the_screen_and_the_rest_is_kept(mine, sheet):
    keep(mine, sheet, **ENOUGH)
    response = keep(mine, sheet, **{"children-c1-age": "eight", "story-what": "Even more."})
    assert "1 answer is missing or was not understood" in text(response)
    assert "Write the age as a whole number" in text(response)
    assert 'value="eight"' in response.content.decode()
    answers = Draft.objects.get().answers
    assert answers["story"]["what"] == "Even more."
    assert answers["children"][0]["age"] == 8


def test_people_are_added_and_taken_off(mine, sheet):
    keep(mine, sheet, **ENOUGH)
    keep(mine, sheet, **{"children-c2-first": "Wren", "adults-p1-first": "Alex", "adults-p1-relation": "Parent"})
    answers = Draft.objects.get().answers
    assert [one["first"] for one in answers["children"]] == ["Robin", "Wren"]
    assert answers["adults"][0]["relation"] == "Parent"
    keep(mine, sheet, **{"children-c1-remove": "on"})
    assert [one["first"] for one in Draft.objects.get().answers["children"]] == ["Wren"]


def test_an_empty_place_for_one_more_is_nobody(mine, sheet):
    keep(mine, sheet)
    answers = Draft.objects.get().answers
    assert [answers[page] for page in ("children", "adults", "suspects")] == [[], [], []]


@pytest.mark.thorough
def test_a_pathway_is_found_by_any_words_and_brings_its_questions(mine, sheet):
    keep(mine, sheet, **ENOUGH)
    found = keep(mine, sheet, words="no food at home", find="ways")
    assert tree(found).xpath("//button[@name='take'][@data-way]/@value")[0] == "hungry"
    assert "No pathway has these words" in text(keep(mine, sheet, words="zzz", find="ways"))
    assert keep(mine, sheet, take="hungry").headers["Location"] == f"{sheet}#ask"
    assert "Is the child often hungry" in text(mine.get(sheet))
    keep(mine, sheet, drop="hungry")
    assert Draft.objects.get().answers["worries"]["pathways"] == []


def test_danger_is_said_at_once(mine, sheet):
    kept = mine.post(sheet, posted(mine.get(sheet)) | {"answer": "|danger now|yes"}, headers=HTMX)
    assert b"Child in danger: 911 now." in kept.content


def test_a_call_becomes_a_report_that_i_hold(mine, staff, sheet):
    response = mine.post(f"{sheet}receive/", posted(mine.get(sheet)) | ENOUGH)
    report = Report.objects.get()
    assert response.headers["Location"] == f"/hotline/reports/{report.number}/"
    assert (report.channel, report.taken_by, report.reporter.mandated) == ("phone", staff.me, True)
    assert Waiting.objects.get().held_by == staff.me
    assert not Draft.objects.exists()


def test_the_way_back_from_a_log_in_leads_to_the_sheet(mine, others, sheet):
    assert mine.get(f"{sheet}receive/").headers["Location"] == sheet
    assert others.get(f"{sheet}receive/").status_code == 404


def test_pressed_twice_it_is_one_report(mine, others, sheet):
    typed = posted(mine.get(sheet)) | ENOUGH
    first = mine.post(f"{sheet}receive/", typed)
    again = mine.post(f"{sheet}receive/", typed)
    assert first.headers["Location"] == again.headers["Location"]
    assert Report.objects.count() == 1
    assert others.post(f"{sheet}receive/", typed).status_code == 404


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("you-name", "A full name is needed"),
        ("you-occupation", "Choose the caller"),
        ("story-what", "in your own words"),
        ("children-c1-first", "Add at least one child"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(mine, sheet, without, told):
    typed = posted(mine.get(sheet)) | ENOUGH | {without: ""}
    if without.startswith("children"):
        typed |= {"children-c1-age": ""}
    response = mine.post(f"{sheet}receive/", typed)
    assert told in text(response)
    assert not Report.objects.exists()
    shown = posted(response)
    kept = {name: value for name, value in ENOUGH.items() if typed[name] == value and not name.startswith("children")}
    assert {name: shown.get(name) for name in kept} == kept


def test_somebody_else_may_stay_unnamed(mine, sheet):
    unnamed = ENOUGH | {"caller-caller": "anonymous"}
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)) | unnamed)
    report = Report.objects.get()
    assert not report.reporter.mandated
    assert not any(report.reporter.identity.values())
    assert "Teresa" not in str(report.told)
    assert "Anonymous reporter" in text(mine.get(f"/hotline/reports/{report.number}/"))


def test_a_neighbor_who_gives_a_name_is_no_mandated_reporter(mine, sheet):
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)) | ENOUGH | {"caller-caller": "permissive"})
    report = Report.objects.get()
    assert (report.reporter.mandated, report.reporter.identity["name"]) == (False, "Teresa Sealedname")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "typed",
    [
        {"story-what": "<script>alert(1)</script>"},
        {"story-what": "x" * 200_000},
        {"children-c9999-first": "Far"},
        {"children-c1-birth_date_0": "2", "children-c1-birth_date_1": "31", "children-c1-birth_date_2": "2020"},
        {"version": "x"},
    ],
)
def test_odd_input_never_breaks_the_page(mine, sheet, typed):
    response = mine.post(sheet, posted(mine.get(sheet)) | ENOUGH | typed)
    assert response.status_code in (200, 302)
    page = mine.get(sheet)
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_typing_on_after_the_log_in_ended_loses_nothing(mine, sheet):
    typed = posted(mine.get(sheet)) | {"story-what": "Typed after the end."}
    stranger = Client()
    response = stranger.post(sheet, typed, headers=HTMX)
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")
    session = mine.session
    session[stash.KEY] = stranger.session[stash.KEY]
    session.save()
    assert "Typed after the end." in mine.get(sheet).content.decode()


def test_a_call_whose_72_hours_are_over_is_gone(mine, sheet, at):
    Draft.objects.update(saved_at=at - timedelta(hours=73))
    assert sheet not in mine.get("/hotline/phone/").content.decode()
