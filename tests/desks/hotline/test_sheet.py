"""The screen of a call: what is pressed beside what is typed, whom the screener recognises, and nothing lost between two windows."""

import pytest
import time_machine

from oscr.flow.call.models import Answer
from oscr.flow.report.models import Draft, Report
from oscr.people.models import Link, LinkKind
from tests import making
from tests.agency.writing import changed, published, saved
from tests.desks.hotline.conftest import LATER, SAID
from tests.desks.hotline.reading import posted, text, tree
from tests.desks.hotline.test_phone import ENOUGH, HTMX, keep
from tests.making import MINUTE

pytestmark = pytest.mark.django_db
FAMILY = {"adults-p1-first": "Alex", "suspects-s1-person": "p1"}


@pytest.fixture
def sheet(mine, db):
    """The address of a new call's sheet, with enough typed to be a report."""
    begun = mine.post("/hotline/phone/").headers["Location"]
    keep(mine, begun, **ENOUGH)
    return begun


def asked():
    """What the draft keeps of the questions, as (unit, fact, value)."""
    return [(row["unit"], row["fact"], row["value"]) for row in Draft.objects.get().answers.get("asked", [])]


def question(response, key):
    """The buttons of a question: value -> pressed."""
    (found,) = tree(response).xpath(f"//*[@id='{key}']")
    return {one.get("value"): one.get("aria-pressed") for one in found.xpath(".//button[@data-key]")}


def test_a_question_names_about_whom_and_each_answer_is_a_button_that_posts_the_sheet(mine, sheet):
    keep(mine, sheet, **FAMILY)
    page = tree(mine.get(sheet))
    assert any("A \u2068Robin\u2069 with 1 \u2068Alex\u2069" in one.text_content() for one in page.xpath("//h3"))
    pressed = keep(mine, sheet, answer="c1/s1|suspect had care|yes", **{"story-what": "And more."})
    assert pressed.headers["Location"].endswith("#ask")
    assert asked() == [("c1/s1", "suspect had care", "yes")]
    assert Draft.objects.get().answers["story"]["what"] == "And more."
    assert question(mine.get(sheet), "q-a-1-suspect-had-care")["c1/s1|suspect had care|yes"] == "true"
    keep(mine, sheet, answer="c1/s1|suspect had care|")
    assert asked() == []


def test_danger_is_asked_first_also_where_the_outcome_does_not_wait_for_it(mine, sheet):
    keep(mine, sheet, take="bruises")
    page = tree(mine.get(sheet))
    assert page.xpath("(//section[@aria-labelledby='head-first']//*[@data-q])[1]/@id") == ["q-call-danger-now"]
    assert len(page.xpath("//*[@id='q-call-danger-now']")) == 1
    keep(mine, sheet, answer="|danger now|no")
    assert not tree(mine.get(sheet)).xpath("//section[@aria-labelledby='head-first']//*[@id='q-call-danger-now']")


@pytest.mark.thorough
def test_before_the_caller_hangs_up_the_screen_says_that_no_office_would_follow(mine, sheet):
    assert "no office follows" not in text(mine.get(sheet))
    keep(mine, sheet, take="bruises")
    assert "no office follows" in text(mine.get(sheet))
    for told in ("places-home_county", "places-incident_county", "places-county_c1"):
        keep(mine, sheet, **{told: "29019"})
        assert "no office follows" not in text(mine.get(sheet))
        keep(mine, sheet, **{told: ""})
        assert "no office follows" in text(mine.get(sheet))


def test_the_calls_i_have_not_finished_are_told_apart_without_a_name(mine, sheet):
    page = text(mine.get("/hotline/phone/"))
    assert "Phone, 1 child, " in page and "letters of notes" in page
    assert "Robin" not in page


def test_a_closed_list_is_answered_by_digits(mine, sheet):
    keep(mine, sheet, take="bruises")
    (found,) = tree(mine.get(sheet)).xpath("//*[@id='q-a-worst-injury']")
    keys = [one.get("data-key") for one in found.xpath(".//button[@data-key]")]
    assert keys == ["1", "2", "3", "4", "u"]


@pytest.mark.parametrize(
    "odd", ["", "x", "c1|child died|perhaps", "c1|no such fact|yes", "p1|child died|yes", "c1;|child died|yes"]
)
def test_an_odd_answer_is_refused_in_words(mine, sheet, odd):
    response = mine.post(sheet, posted(mine.get(sheet)) | {"answer": odd}, headers=HTMX)
    assert "was not understood" in text(response)
    assert asked() == []


def test_the_outcome_and_what_is_possible_change_with_an_answer(mine, sheet):
    before = text(mine.get(sheet))
    answer = {"answer": "c1|child died|yes"}
    after = mine.post(sheet, posted(mine.get(sheet)) | answer, headers=HTMX)
    assert "● Investigation" not in before
    assert "● Investigation" in text(after)
    assert {one.get("id") for one in tree(after).xpath("//*[@hx-swap-oob]")} >= {"ask", "home"}


def test_contradictions_stand_beside_their_causes(mine, sheet):
    keep(mine, sheet, answer="c1|child died|yes")
    response = mine.post(sheet, posted(mine.get(sheet)) | {"answer": "c1|needs a doctor now|yes"}, headers=HTMX)
    (clash,) = tree(response).xpath("//*[contains(@class, 'hl-clash')]")
    assert "cannot need a doctor now" in clash.text_content()
    assert [one.get("id") for one in clash.xpath(".//*[@data-q]")] == ["x-a-child-died", "x-a-needs-a-doctor-now"]
    refused = mine.post(f"{sheet}receive/", posted(mine.get(sheet)))
    assert "cannot need a doctor now" in text(refused)
    assert not Report.objects.exists()


def test_an_age_that_contradicts_an_answer_is_named_where_it_was_typed(mine, sheet):
    response = mine.post(sheet, posted(mine.get(sheet)) | {"answer": "c1|unsafe sleep|yes"}, headers=HTMX)
    (clash,) = tree(response).xpath("//*[contains(@class, 'hl-clash')]")
    assert "Child's age: 7 to 13" in " ".join(clash.text_content().split())


def test_who_is_taken_off_takes_the_answers_along(mine, sheet):
    keep(mine, sheet, **{"children-c2-first": "Wren"})
    for code in ("c1", "c2"):
        keep(mine, sheet, answer=f"{code}|child died|no")
    keep(mine, sheet, **{"children-c1-remove": "on"})
    assert asked() == [("c2", "child died", "no")]


def test_what_a_page_with_scripts_lacks_comes_with_the_answer(mine, sheet):
    typed = posted(mine.get(sheet)) | {"children-c2-first": "Wren"}
    page = tree(mine.post(sheet, typed, headers=HTMX))
    added = [one.get("hx-swap-oob") for one in page.xpath("//*[starts-with(@hx-swap-oob, 'beforeend')]")]
    assert added == ["beforeend:#list-children", "beforeend:#known-people"]
    assert page.xpath("//*[@id='at-children-c3']")
    assert page.xpath("//select[@name='places-kind_c2']")
    assert "Wren" in page.get_element_by_id("pick-suspects-s1").text_content()


def test_nothing_is_asked_twice_and_the_classification_is_one_step_away(mine, sheet):
    keep(mine, sheet, answer="c1|child died|no", **FAMILY)
    response = mine.post(f"{sheet}receive/", posted(mine.get(sheet)) | {"then": "classify"})
    report = Report.objects.get()
    assert response.headers["Location"] == f"/hotline/reports/{report.number}/classify/"
    assert list(Answer.objects.values_list("unit", "fact", "value")) == [("A", "child died", "no")]
    page = tree(mine.get(f"/hotline/reports/{report.number}/"))
    field = page.xpath("//input[@name='a-child-died'][@checked]")
    assert [one.get("value") for one in field] == ["no"]


def test_a_second_window_is_refused_and_its_answer_waits(mine, sheet):
    opened = posted(mine.get(sheet))
    keep(mine, sheet, **{"story-what": "First window."})
    refused = mine.post(sheet, opened | {"answer": "c1|child died|no", "who-c1-7": "why"}, headers=HTMX)
    strip = tree(refused).get_element_by_id("kept")
    assert strip.get("data-stale") is not None
    assert [(one.get("name"), one.get("value")) for one in strip.xpath(".//input")] == [
        ("version", opened["version"]), ("answer", "c1|child died|no"), ("who-c1-7", "why")]  # fmt: skip
    assert asked() == []
    (over,) = strip.xpath(".//button[@name='over']/@value")
    mine.post(sheet, opened | {"answer": "c1|child died|no", "over": over})
    assert asked() == [("c1", "child died", "no")]


def test_a_second_window_cannot_make_a_report_of_what_it_has_not_seen(mine, sheet):
    opened = posted(mine.get(sheet))
    keep(mine, sheet, **{"story-what": "First window."})
    assert "changed in another window" in text(mine.post(f"{sheet}receive/", opened))
    assert not Report.objects.exists()


def test_a_window_that_comes_after_the_report_loses_nothing(mine, staff, sheet):
    opened = posted(mine.get(sheet))
    mine.post(f"{sheet}receive/", opened)
    late = mine.post(f"{sheet}receive/", opened | {"story-what": "And the sister, too."})
    assert "This call is a report already" in text(late)
    assert str(staff.me) in text(late)
    (row,) = tree(late).xpath("//table[contains(@class, 'hl-both')]//tbody/tr")
    assert [one.text_content().strip() for one in row.xpath("td")] == [ENOUGH["story-what"], "And the sister, too."]
    assert Report.objects.get().narrative == ENOUGH["story-what"]


def test_the_place_is_found_again(mine, sheet):
    keep(mine, sheet, place="id_story-when")
    assert tree(mine.get(sheet)).get_element_by_id("sheet").get("data-resume") == "id_story-when"
    keep(mine, sheet, place="<script>")
    assert tree(mine.get(sheet)).get_element_by_id("sheet").get("data-resume") == "id_story-when"


# --- who is known before ---


@pytest.fixture
def before(staff):
    """An earlier report about Robin, with its telling of him."""
    report = making.sent(at=LATER - 60 * 24 * 30 * MINUTE, **SAID)
    return report.involved.select_related("participant", "report").get(code="A")


def say(mine, sheet, before, said, reason="Same mother, same school."):
    """Say of the earlier telling who it is."""
    pk = before.participant_id
    return keep(mine, sheet, **{"who": f"c1|{pk}|{said}", f"who-c1-{pk}": reason})


def test_whoever_comes_up_can_be_said_to_be_the_same_or_not(mine, sheet, before):
    of = {
        "of": "children-c1",
        "draft": sheet.split("/")[3],
        "children-c1-first": "Robin",
        "children-c1-last": "Cloverfield",
    }
    found = tree(mine.post("/people/", of, headers=HTMX))
    buttons = found.xpath("//button[@form='sheet'][@name='who']/@value")
    assert buttons == [f"c1|{before.participant_id}|yes", f"c1|{before.participant_id}|no"]
    assert "Say why" in text(mine.post(sheet, posted(mine.get(sheet)) | {"who": buttons[0]}, headers=HTMX))
    say(mine, sheet, before, "yes")
    assert "You say: the same person." in text(mine.post("/people/", of, headers=HTMX))


def test_prior_reports_answer_the_protocol_with_their_source(mine, sheet, before):
    say(mine, sheet, before, "yes")
    page = mine.get(sheet)
    assert f"By the records: {before.report.number}" in text(page)
    assert question(page, "q-call-prior-reports")["|prior reports|yes"] == "true"
    mine.post(f"{sheet}receive/", posted(page))
    answer = Answer.objects.get(fact="prior reports")
    assert (answer.value, answer.why) == ("yes", before.report.number)
    link = Link.objects.get(participant__involvement__report=answer.report)
    assert (link.kind, link.reason) == (LinkKind.CONFIRMED, "Same mother, same school.")


@pytest.mark.thorough
def test_the_records_are_overruled_only_with_a_reason(mine, sheet, before):
    say(mine, sheet, before, "yes")
    no = {"answer": "|prior reports|no"}
    assert "Say why they do not count" in text(mine.post(sheet, posted(mine.get(sheet)) | no, headers=HTMX))
    keep(mine, sheet, **no, **{"why-prior-reports": "That call was about a namesake."})
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)))
    answer = Answer.objects.get(fact="prior reports")
    assert (answer.value, answer.why) == ("no", "That call was about a namesake.")


def test_not_the_same_is_kept_and_answers_nothing(mine, sheet, before):
    say(mine, sheet, before, "no", "Another birth date.")
    assert "By the records" not in text(mine.get(sheet))
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)))
    link = Link.objects.get(participant__involvement__report__channel="phone")
    assert (link.kind, link.reason) == (LinkKind.NOT_SAME, "Another birth date.")
    assert not Answer.objects.filter(fact="prior reports").exists()


def test_what_was_said_is_taken_back_before_it_is_on_file(mine, sheet, before):
    say(mine, sheet, before, "yes")
    say(mine, sheet, before, "")
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)))
    assert not Link.objects.filter(participant__involvement__report__channel="phone").exists()


# --- another version of the protocol ---


@pytest.mark.thorough
def test_the_pages_say_that_the_version_of_receipt_decides(mine, at):
    with time_machine.travel(at - 20 * MINUTE, tick=False):
        begun = mine.post("/hotline/phone/").headers["Location"]
        mine.post(f"{begun}receive/", posted(mine.get(begun)) | ENOUGH)
    report = Report.objects.get()
    pages = [f"/hotline/reports/{report.number}/{tail}" for tail in ("", "classify/")]
    assert not any("Another version of the protocol" in text(mine.get(page)) for page in pages)
    published(saved(changed()), since=at - MINUTE)
    assert all("Another version of the protocol" in text(mine.get(page)) for page in pages)


def test_an_answer_to_a_question_that_is_gone_is_kept_and_not_used(mine, sheet):
    keep(mine, sheet, answer="c1|child died|no")
    Draft.objects.update(
        answers=Draft.objects.get().answers | {"asked": [{"unit": "c1", "fact": "gone", "value": "no"}]}
    )
    assert "1 answer is kept and not used" in text(mine.get(sheet))
    mine.post(f"{sheet}receive/", posted(mine.get(sheet)))
    assert Report.objects.get().told["asked"] == [{"unit": "c1", "fact": "gone", "value": "no"}]
