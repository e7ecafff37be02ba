"""The other pages: the reporter, places, worries, key questions, the story; and the whole of it in words."""

import pytest

from oscr.desks.interview import pages
from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.summary import summary
from oscr.flow.report.telling import case_of, emergencies
from oscr.law import protocol, reporters
from tests.desks.interview.asking import NOW, answered, filled, opened

pytestmark = pytest.mark.django_db
CHILDREN = [
    {"id": "c1", "first": "Robin", "age": 8, "age_unit": "years"},
    {"id": "c2", "first": "Alex", "age": 3, "age_unit": "years"},
]
BEATEN = {"children": CHILDREN, "worries": {"pathways": ["beaten"], "other": ""}}


def test_every_page_has_a_form_and_knows_its_neighbours():
    assert list(FORMS) == [page.slug for page in pages.PAGES]
    assert pages.before("you") is None
    assert pages.after("done") == "check"
    assert pages.before("check") == "done"
    assert pages.first_open({"you": {}}) == "children"
    assert pages.first_open(dict.fromkeys(FORMS)) == "check"


def test_ids_of_entries_are_never_used_twice():
    answers = {"children": [{"id": "c1"}, {"id": "c4"}]}
    assert pages.new_id(answers, "children") == "c5"
    assert pages.new_id({}, "suspects") == "s1"
    assert pages.with_entry(answers, "children", {"id": "c4", "first": "B"})[1] == {"id": "c4", "first": "B"}
    assert pages.without_entry(answers, "children", "c1") == [{"id": "c4"}]
    assert answers == {"children": [{"id": "c1"}, {"id": "c4"}]}


def test_only_the_reporter_must_say_who_they_are():
    empty = filled("you")
    assert set(empty.errors) == {"name", "phone"}
    assert filled("you", complete=False).is_valid()
    assert all(filled(page).is_valid() for page in FORMS if page not in ("you", "story"))
    assert "own words" in filled("story").errors["what"][0]


@pytest.mark.parametrize(
    ("phone", "right"),
    [("573-555-0142", True), ("(573) 555 0142 ext. 3", True), ("5550142", True), ("none", False), ("573", False)],
)
def test_a_phone_number_can_be_called(phone, right):
    assert ("phone" not in filled("you", name="A", phone=phone).errors) is right


def test_the_occupation_is_one_that_the_law_names():
    known = reporters.every()[0].id
    assert answered(filled("you", name="A", phone="573-555-0142", occupation=known))["occupation"] == known
    assert "occupation" in filled("you", name="A", phone="573-555-0142", occupation="king").errors


def test_a_long_story_is_taken_and_a_book_is_not():
    assert answered(filled("story", what="a" * 200_000))["what"] == "a" * 200_000
    assert "250000" in filled("story", what="a" * 250_001).errors["what"][0]


def test_each_child_has_a_place_and_the_setting_is_asked_once():
    answers = {"children": CHILDREN}
    said = answered(
        filled(
            "places", answers=answers, kind_c1="school", where_c1="Elm School", county_c2="29019", setting="residential"
        )
    )
    assert said["children"] == {
        "c1": {"kind": "school", "where": "Elm School", "county": ""},
        "c2": {"kind": "", "where": "", "county": "29019"},
    }
    assert said["facts"] == {"setting": "residential facility", "child tie": "yes"}
    again = opened("places", answers=answers, saved=said)
    assert 'value="Elm School"' in str(again["where_c1"])
    assert case_of({**answers, "places": said}, NOW).call["setting"] == "residential facility"


def test_what_somebody_answers_is_not_overruled_by_a_county():
    said = answered(filled("places", incident_county="29019", fact_incident_in_Missouri="unknown"))
    assert said["facts"] == {"incident in Missouri": "unknown"}
    assert answered(filled("places", incident_county="29019"))["facts"] == {"incident in Missouri": "yes"}
    assert answered(filled("places"))["facts"] == {}


def test_every_setting_is_a_value_of_the_protocol_or_unknown():
    values = {*protocol.in_force(NOW.date()).facts["setting"].values, "unknown"}
    for setting, _label in opened("places").fields["setting"].choices[1:]:
        assert answered(filled("places", setting=setting))["facts"]["setting"] in values


def test_no_question_is_asked_on_two_pages():
    book = protocol.in_force(NOW.date())
    baby = {"id": "c3", "age": 2, "age_unit": "weeks"}
    answers = {"children": [*CHILDREN, baby], "worries": {"pathways": list(book.pathways)}}
    asked = [
        fact
        for page in ("children", "suspects", "places", "questions")
        for fact in opened(page, answers=answers).facts_of.values()
    ]
    assert len(asked) == len(set(asked))
    emergencies_of = {fact.id for fact in book.facts.values() if fact.emergency}
    assert sorted(emergencies_of - set(asked)) == []
    no_baby = opened("questions", answers={**answers, "children": CHILDREN}).facts_of.values()
    assert "baby fed wrongly" not in no_baby


def test_who_tells_is_asked_when_it_was_and_not_what_only_the_division_knows():
    asked = set(opened("questions", answers=BEATEN).facts_of.values())
    assert {"time since incident", "happened before"} <= asked
    assert not {"prior reports", "custody taken for danger"} & asked
    suspect = list(opened("suspects", answers=BEATEN).facts_of.values())
    assert suspect[0] == "suspect relation"
    assert "suspect has other children" not in suspect


def test_only_chosen_pathways_ask():
    chosen = set(opened("questions", answers=BEATEN).facts_of.values())
    none = set(opened("questions", answers={"children": CHILDREN}).facts_of.values())
    assert "hurt by somebody" in chosen
    assert "hurt by somebody" not in none
    assert "danger now" in none


def test_a_question_that_cannot_matter_any_more_is_not_asked(monkeypatch):
    form = opened("questions", answers=BEATEN)
    monkeypatch.setattr(type(form), "_mattering", lambda self, book: {"hurt by somebody"})
    left = set(opened("questions", answers=BEATEN).facts_of.values())
    assert "hurt by somebody" in left
    assert "worst injury" not in left
    saved = {"beaten": {"facts": {"worst injury": "mild"}}}
    assert "worst injury" in opened("questions", answers=BEATEN, saved=saved).facts_of.values()


def test_an_answer_concerns_the_children_ticked():
    form = opened("questions", answers=BEATEN)
    assert str(form["children_for_beaten"]).count("checked") == 2
    said = answered(filled("questions", answers=BEATEN, beaten_hurt_by_somebody="yes", children_for_beaten=["c2"]))
    assert said["beaten"] == {"facts": {"hurt by somebody": "yes"}, "children": ["c2"], "suspects": []}
    case = case_of({**BEATEN, "questions": said}, NOW)
    assert "hurt by somebody" not in case.children["A"]
    assert case.children["B"]["hurt by somebody"] == "yes"


def test_danger_now_is_an_emergency():
    said = answered(filled("questions", answers=BEATEN, general_danger_now="yes"))
    assert list(emergencies(case_of({**BEATEN, "questions": said}, NOW), protocol.in_force(NOW.date()))) == [
        "danger now"
    ]


def test_the_summary_leaves_nothing_out():
    answers = {
        **BEATEN,
        "you": {"name": "Teacher Example", "aware": "unknown"},
        "suspects": [{"id": "s1", "person": "c2", "facts": {"suspect had care": "no"}}],
        "story": {"what": "What he said"},
    }
    parts = summary(answers, NOW)
    rows = [(part.page.slug, row.label, row.text, row.given) for part in parts for row in part.rows]
    assert ("you", "Your full name", "Teacher Example", True) in rows
    assert any(row[2] == "I don't know" and row[3] for row in rows if row[0] == "you")
    assert ("you", "Your work", "Not provided", False) in rows
    assert ("story", "What happened, or what worries you?", "What he said", True) in rows
    assert [part.title for part in parts if part.page.slug == "children"] == ["Robin", "Alex"]
    suspect = next(part for part in parts if part.page.slug == "suspects")
    assert suspect.title == "Alex"
    assert [row.text for row in suspect.rows[:2]] != []
    assert not any(row.label == "First name" for row in suspect.rows)
    asked = {
        (page.slug, str(field.label))
        for page in pages.PAGES
        if not page.lists
        for field in opened(page.slug, answers=answers)
    }
    assert asked <= {(slug, label) for slug, label, _text, _given in rows}


def test_nobody_named_is_said():
    texts = {
        part.page.slug: part.rows[0].text for part in summary({"suspects": [], "adults": []}, NOW) if part.page.lists
    }
    assert texts == {"children": "Not provided", "adults": "Nobody named", "suspects": "I don't know"}


def test_of_the_whole_call_is_asked_only_what_the_law_still_reads():
    def asked(setting):
        return set(opened("questions", answers={**BEATEN, "places": {"setting": setting}}).facts_of.values())

    assert {"danger now", "law enforcement needed", "suspect would be alerted"} <= asked("home") & asked("child care")
    assert "children in care" not in asked("home")
    assert "children in care" in asked("child care")


def test_an_answer_to_what_is_no_longer_asked_stays():
    typed_now = filled("questions", answers=BEATEN, general_time_since_incident="within 30 days")
    assert answered(typed_now)["general"]["facts"] == {"time since incident": "within 30 days"}
    saved = {"general": {"facts": {"time since incident": "over one year"}}}
    assert "time since incident" in opened("questions", answers=BEATEN, saved=saved).facts_of.values()


@pytest.mark.parametrize("age", ["-1", "7.5", "seven"])
def test_a_wrong_age_is_answered_in_plain_words(age):
    assert filled("children", age=age).errors["age"] == ["Write the age as a whole number, for example 7."]


def test_whom_a_question_concerns_is_told_only_where_it_was_answered():
    facts = {"danger now": "yes"}
    answers = {**BEATEN, "questions": {"general": {"facts": facts, "children": ["c1", "c2"], "suspects": []}}}

    def told():
        return {row.label: row.given for part in summary(answers, NOW) for row in part.rows}["If so, which children?"]

    assert told() is False
    facts["self-harm"] = "yes"
    assert told() is True


def test_what_an_earlier_version_asked_is_still_shown_and_decides_nothing():
    said = {"beaten": {"facts": {"a gone question": "yes"}}, "a gone pathway": {"facts": {"another one": "many"}}}
    answers = {**BEATEN, "questions": said}
    (part,) = (part for part in summary(answers, NOW) if part.page.slug == "questions")
    rows = {row.label: row.text for row in part.answered}
    assert rows["A gone question (asked by an earlier version)"] == "Yes"
    assert rows["Another one (asked by an earlier version)"] == "many"
    assert "a gone question" not in case_of(answers, NOW).to_json()
    (child,) = (
        part
        for part in summary({**answers, "children": [CHILDREN[0] | {"facts": {"gone": "no"}}]}, NOW)
        if part.entry == "c1"
    )
    assert {row.label: row.text for row in child.answered}["Gone (asked by an earlier version)"] == "No"


def test_nobody_is_given_an_answer_that_they_did_not_choose():
    ways = {"worries": {"pathways": list(opened("worries").protocol.pathways), "other": ""}}
    form = opened("questions", answers=ways)
    assert [form[name].initial for name in form.facts_of if form[name].initial] == []
    said = {"general": {"facts": {"custody taken for danger": "no"}}}
    rows = {row.label: row for row in opened("questions", answers=ways, saved=said).rows()}
    assert rows[form.protocol.facts["custody taken for danger"].ask].text == "No"
