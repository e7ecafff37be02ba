"""The report page: what was told, what the law says, and the questions that settle it."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from oscr.desks import stash
from oscr.desks.hotline.asking import questions_of, units_of
from oscr.flow.call import actions as call
from oscr.flow.call.models import Answer
from oscr.law import protocol
from oscr.record.models import Entry
from tests.desks.hotline.conftest import SAID
from tests.desks.hotline.reading import names, posted, text, tree
from tests.making import NOW, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(report, staff):
    call.claim(report=report, by=staff.me, at=NOW)
    return report


def test_what_was_told_is_there(mine, held):
    page = text(mine.get(f"/hotline/reports/{held.number}/"))
    for said in (
        "Robin Cloverfield", "8 years", "Alex Cloverfield", "Parent", "alleged perpetrator", "concern about this child",
        "Example School, room 4", "1 Example Lane", "He says the cupboard is empty.", "Teresa Sealedname", "555-0177",
        "Mandated reporter",
    ):  # fmt: skip
        assert said in page


def test_where_a_child_is_now_is_said_where_the_people_are(mine, held, staff):
    home = sent(
        places={"home_address": "2 Example Lane", "children": {"c1": {"kind": "home"}}}, children=SAID["children"]
    )
    (row,) = tree(mine.get(f"/hotline/reports/{held.number}/")).xpath("//tr[th[contains(., 'Robin')]]")
    assert "At school: Example School, room 4" in row.text_content()
    rows = tree(mine.get(f"/hotline/reports/{home.number}/")).xpath("//table[contains(@class, 'hl-people')]//tr")
    assert "At home" in next(row.text_content() for row in rows if "Robin" in row.text_content())
    assert "not told where now" in next(row.text_content() for row in rows if "Wren" in row.text_content())


def test_open_questions_stand_under_whom_and_what_they_are_about(mine, staff):
    open_to_all = sent(children=SAID["children"], worries={"pathways": [], "other": "Wants him taken away."})
    call.claim(report=open_to_all, by=staff.me, at=NOW)
    page = tree(mine.get(f"/hotline/reports/{open_to_all.number}/"))
    headings = [one.text_content() for one in page.xpath("//form[@id='ask']/*[self::h2 or self::h3]")]
    also = next(place for place, text in enumerate(headings) if text.strip().startswith("For safety and priority"))
    first = headings[1:also]
    assert {"Child A", "Child A: Hungry", "Child A: Fatality"} <= set(first)
    assert first.index("Child A") < first.index("Child A: Hungry")


def test_after_keeping_the_page_begins_at_its_top_where_danger_is_said(mine, held):
    address = f"/hotline/reports/{held.number}/"
    form = posted(mine.get(address), "ask", **{"call-danger-now": "yes"})
    assert mine.post(f"{address}settle/", form).headers["Location"] == address


def test_the_household_is_drawn_and_the_table_says_the_same(mine, held):
    page = tree(mine.get(f"/hotline/reports/{held.number}/"))
    codes = [one.text for one in page.find_class("hl-figure__code")]
    assert codes == ["1", "A", "B"]
    assert len(page.find_class("hl-figure--suspect")) == len(page.find_class("hl-figure__mark")) == 1
    assert [
        row.text_content().split()[0] for row in page.xpath("//table[contains(@class, 'hl-people')]/tbody//th")
    ] == codes


def test_each_grown_up_is_joined_to_the_children_by_a_line_with_the_relation_on_it(mine):
    adults = [
        {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "mother"},
        {"id": "p2", "first": "Sam", "address": "9 Other Road"},
    ]
    suspects = [{"id": "s1", "person": "", "first": "Dale", "relation": "mother's boyfriend"}]
    report = sent(adults=adults, suspects=suspects, places={"home_address": "12 Sample Street"})
    page = tree(mine.get(f"/hotline/reports/{report.number}/"))
    ties = ["mother", "relation not told", "mother's boyfriend"]
    assert [one.text for one in page.find_class("hl-house__word")] == ties
    assert len(page.find_class("hl-house__tie--untold")) == 1
    said = page.xpath("//table[contains(@class, 'hl-people')]/tbody//th/span[@class='hl-sub']/text()")
    assert said == ties
    outline = max(map(int, re.findall(r"L(\d+) 26", page.find_class("hl-house__home")[0].get("d"))))
    across = [int(re.search(r"\((\d+)", one.getparent().get("transform"))[1]) for one in page.find_class("hl-figure")]
    assert [place < outline for place in across] == [True, False, False, True]  # the mother and the child are at home


def test_the_outcome_its_rule_and_what_could_still_change_it(mine, held):
    page = text(mine.get(f"/hotline/reports/{held.number}/"))
    assert "Family Assessment provisional" in page
    assert "Still possible:" in page
    assert "FA-LESSER" in page
    assert "13 CSR" in page or "CWM" in page
    assert "draft, not approved" in page
    assert "Conditions for a CA/N Report" in page
    assert "Non CA/N Conditions" in page


def test_the_ladder_and_its_twin_have_the_same_rules(mine, held):
    page = tree(mine.get(f"/hotline/reports/{held.number}/"))
    drawn = [one.text_content() for one in page.find_class("oscr-rung")]
    said = page.xpath("//ol[@class='oscr-twin__rungs']/li/strong[last()]/text()")
    assert drawn == said
    (applies,) = [one for one in page.xpath("//ol[@class='oscr-twin__rungs']/li") if "✓ applies" in one.text_content()]
    assert drawn.index("FA-LESSER") == len(drawn) - 2
    assert "FA-LESSER" in applies.text_content()


def test_what_leaves_a_rule_open_leads_to_its_question(mine, held):
    page = tree(mine.get(f"/hotline/reports/{held.number}/"))
    rows = page.xpath("//table[contains(@class, 'hl-open')]/tbody/tr")
    (died,) = [row for row in rows if row.text_content().split()[:2] == ["Child", "died"]]
    assert "INV-FATALITY" in died.text_content()
    (link,) = died.xpath(".//a/@href")
    assert "a-child-died" in link
    assert page.get_element_by_id(link.removeprefix("#")).get("value") == "yes"
    every = [href for row in rows for href in row.xpath(".//a/@href")]
    assert len(every) == len(rows)
    for href in every:
        assert page.get_element_by_id(href.removeprefix("#")) is not None


def test_who_only_reads_is_told_what_is_open_without_a_way_to_answer(mine, others, held):
    page = tree(others.get(f"/hotline/reports/{held.number}/"))
    rows = page.xpath("//table[contains(@class, 'hl-open')]/tbody/tr")
    assert rows
    assert [href for row in rows for href in row.xpath(".//a/@href")] == []


def test_looking_is_recorded_with_who_and_which_page(mine, staff, report):
    mine.get(f"/hotline/reports/{report.number}/")
    entry = Entry.objects.get(act="looked")
    assert (entry.by, entry.subject) == (staff.me, f"report.report:{report.number}")
    assert entry.details == {"route": "hotline:report"}


def test_somebody_who_does_not_hold_it_reads_and_changes_nothing(others, staff, held):
    response = others.get(f"/hotline/reports/{held.number}/")
    assert f"held by {staff.me.name}" in text(response)
    assert not [form for form in tree(response).forms if form.action.startswith("/hotline/")]
    refused = others.post(f"/hotline/reports/{held.number}/settle/", {"call-danger-now": "yes"})
    assert f"{staff.me.name} holds this report." in text(refused)
    assert not Answer.objects.exists()


def test_answering_there_changes_the_decision_there(mine, held):
    address = f"/hotline/reports/{held.number}/"
    response = mine.get(address)
    assert "call-danger-now" in names(response, "ask")
    form = posted(response, "ask", **{"call-danger-now": "yes", "call-law-enforcement-needed": "yes"})
    done = mine.post(f"{address}settle/", form, follow=True)
    assert "Investigation" in text(done)
    assert "Do this now" in text(done)
    assert "911" in text(done)
    kept = {(one.unit, one.fact, one.value) for one in Answer.objects.all()}
    assert kept == {("", "danger now", "yes"), ("", "law enforcement needed", "yes")}


def test_an_earlier_answer_can_be_changed(mine, held):
    address = f"/hotline/reports/{held.number}/"
    form = posted(mine.get(address), "ask", **{"a-too-little-food": "no"})
    mine.post(f"{address}settle/", form)
    assert Answer.objects.get().fact == "too little food"
    assert call.case_now(held).children["A"]["too little food"] == "no"


def test_answers_that_a_log_in_came_between_are_still_there_for_who_holds_the_report(mine, others, held):
    address = f"/hotline/reports/{held.number}/"
    stranger = Client()
    typed = posted(mine.get(address), "ask", **{"call-danger-now": "yes"})
    away = stranger.post(f"{address}settle/", typed, headers={"Referer": f"http://testserver{address}"})
    assert away.headers["Location"] == f"/staff/log-in/?next={quote(address, safe='')}"
    for browser, kept in ((mine, "yes"), (others, None)):
        session = browser.session
        session[stash.KEY] = stranger.session[stash.KEY]
        session.save()
        page = tree(browser.get(address))
        chosen = page.xpath("//input[@name='call-danger-now'][@checked]/@value")
        assert chosen == ([kept] if kept else [])
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "came", ["", "http://elsewhere.example.org/hotline/", "http://testserver/hotline/reports/{}/claim/"]
)
def test_a_button_pressed_nowhere_leads_to_the_start_after_the_log_in(held, came):
    address = f"/hotline/reports/{held.number}/claim/"
    away = Client().post(address, headers={"Referer": came.format(held.number)})
    assert away.headers["Location"] == "/staff/log-in/?next=%2F"


def test_nothing_answered_says_so(mine, held):
    address = f"/hotline/reports/{held.number}/"
    response = mine.post(f"{address}settle/", posted(mine.get(address), "ask"))
    assert "Nothing was changed" in text(response)


def test_an_answer_that_is_none_is_refused_beside_the_question(mine, held):
    address = f"/hotline/reports/{held.number}/"
    response = mine.post(f"{address}settle/", {"call-danger-now": "perhaps"})
    assert "Select a valid choice" in text(response)
    assert not Answer.objects.exists()


def test_the_questions_of_another_pathway_can_be_asked(mine, held):
    address = f"/hotline/reports/{held.number}/"
    response = mine.get(f"{address}?pathway=education")
    assert "a-misses-school" in names(response, "ask")
    form = posted(response, "ask", **{"a-misses-school": "yes"})
    mine.post(f"{address}settle/?pathway=education", form)
    assert "education" in call.case_now(held).pathways


def test_a_pathway_asks_everybody_its_questions_are_about(staff):
    law = protocol.in_force(NOW.date())
    case = protocol.Case(children={"A": {}, "B": {}}, suspects={"1": {}}, pairs={("A", "1"): {}, ("B", "1"): {}})
    asked = {scope: units_of(case, scope) for scope in ("call", "child", "suspect", "pair")}
    assert asked == {"call": [""], "child": ["A", "B"], "suspect": ["1"], "pair": ["A/1", "B/1"]}
    assert questions_of(law, case, "no such pathway") == []


def test_an_emergency_puts_what_to_do_on_top(mine, staff):
    danger = sent(questions={"general": {"facts": {"danger now": "yes"}}})
    page = tree(mine.get(f"/hotline/reports/{danger.number}/"))
    assert "911" in page.find_class("hl-now")[0].text_content()
    assert "Child in danger now" in page.find_class("hl-now")[0].text_content()


@pytest.mark.parametrize("story", ["<script>alert(1)</script>", "שלום " * 40, "x" * 200_000])
def test_whatever_was_told_is_shown_as_text(mine, staff, story):
    odd = sent(story={"what": story})
    response = mine.get(f"/hotline/reports/{odd.number}/")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert story.strip()[:100] in tree(response).text_content()


def test_a_call_number_that_is_none_is_not_found(mine, report):
    assert mine.get("/hotline/reports/26001-99999/").status_code == 404


def test_a_birth_date_is_shown_as_the_age_on_the_day_of_the_call(mine, staff):
    child = {"id": "c1", "first": "Robin", "birth_date": "2018-03-04", "estimated": True}
    told = sent(children=[child])
    assert "about 7 years" in text(mine.get(f"/hotline/reports/{told.number}/"))


def test_what_was_told_of_is_asked_first_and_what_most_calls_lack_is_folded_away(mine, staff):
    beaten = sent(children=SAID["children"], worries={"pathways": ["beaten"], "other": ""})
    call.claim(report=beaten, by=staff.me, at=NOW)
    form = tree(mine.get(f"/hotline/reports/{beaten.number}/")).get_element_by_id("ask")
    plain = form.xpath(".//fieldset[not(ancestor::details)]/@id | .//select[not(ancestor::details)]/@id")
    folded = form.xpath(".//details[1]//fieldset/@id")
    assert plain[0].endswith("danger-now")
    assert plain[1].endswith("hurt-by-somebody")
    assert any(place.endswith("child-died") for place in plain)
    assert any(place.endswith("wants-child-removed") for place in folded)
    visit = form.xpath(".//details[2]//fieldset/@id")
    assert any(place.endswith("domestic-violence-history") for place in visit)
    assert not set(plain) & set(folded)


@pytest.mark.parametrize(("relation", "first"), [("parent", False), ("other family", True)])
def test_whether_somebody_is_staff_is_asked_up_front_of_who_is_no_parent(mine, staff, relation, first):
    facts = {"suspect had care": "yes", "suspect in household": "yes", "suspect relation": relation}
    suspects = [{"id": "s1", "person": "p1", "facts": facts}]
    worries = {"pathways": ["beaten"], "other": ""}
    told = sent(children=SAID["children"], adults=SAID["adults"], suspects=suspects, worries=worries)
    call.claim(report=told, by=staff.me, at=NOW)
    form = tree(mine.get(f"/hotline/reports/{told.number}/")).get_element_by_id("ask")
    (place,) = [one for one in form.xpath(".//fieldset") if one.get("id").endswith("suspect-is-staff")]
    assert (place.xpath("ancestor::details") == []) is first
