"""Forms come out in USWDS markup: each label, hint and error tied to its field, and a summary that leads there."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from lxml import html

from oscr.ui.forms import Choice, Choices, DateParts, MemorableDate, Moment, Words, storable, with_now


class Example(forms.Form):
    name = Words(label="Name", help_text="As on the card", required=True)
    story = Words(label="Story", lines=4)
    day = DateParts(label="Day", help_text="Any day")
    sure = Choice(label="Sure?")
    which = Choices(label="Which", choices=[("a", "A"), ("b", "B")])
    one = forms.ChoiceField(label="One", choices=[("", "-"), ("G", [("x", "X")])], required=False)
    agree = forms.BooleanField(label="I agree", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def page(data=None):
    form = Example(data, use_required_attribute=False)
    return form, html.fromstring(f"<div>{form}</div>")


def test_every_field_that_is_shown_has_a_label():
    _form, tree = page()
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")


def test_groups_of_boxes_have_a_legend():
    _form, tree = page()
    assert [legend.text.strip() for legend in tree.xpath("//fieldset/legend")] == ["Day", "Sure?", "Which"]


def test_hints_and_errors_are_tied_to_their_field():
    _form, tree = page({"day_month": "2", "day_day": "30", "day_year": "2020", "sure": "maybe"})
    ids = set(tree.xpath("//@id"))
    described = tree.xpath("//*[@aria-describedby]")
    assert {one.get("aria-describedby") for one in described} >= {
        "id_name_helptext id_name_error",
        "id_day_helptext id_day_error",
        "id_sure_error",
    }
    for one in described:
        assert set(one.get("aria-describedby").split()) <= ids
    assert tree.xpath("//input[@name='name']")[0].get("aria-invalid") == "true"
    assert "usa-input--error" in tree.xpath("//input[@name='name']")[0].get("class")


def test_the_summary_leads_to_the_first_box_of_each_wrong_field():
    _form, tree = page({"day_month": "2", "sure": "maybe"})
    targets = [link.get("href")[1:] for link in tree.xpath("//*[@id='error-summary']//a")]
    assert targets == ["id_name", "id_day_0", "id_sure_0"]
    for target in targets:
        assert tree.xpath(f"//input[@id='{target}']")
    assert "3 answers need a look" in tree.xpath("string(//*[@id='error-summary'])")


def test_without_errors_there_is_no_summary():
    _form, tree = page()
    assert not tree.xpath("//*[@id='error-summary']")


def test_an_error_of_the_whole_form_is_in_the_summary():
    form = Example({"name": "A"})
    form.add_error(None, "Together this cannot be.")
    assert "Together this cannot be." in str(form)


def test_what_was_typed_is_shown_as_text():
    _form, tree = page({"name": "<script>alert(1)</script>", "story": "</textarea><script>x</script>"})
    assert not tree.xpath("//script")
    assert tree.xpath("//input[@name='name']")[0].get("value") == "<script>alert(1)</script>"
    assert tree.xpath("string(//textarea)").strip() == "</textarea><script>x</script>"


def test_ids_are_used_once():
    _form, tree = page({})
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("value", "shown"), [("2016-04-08", ["4", "8", "2016"]), ("", ["", "", ""]), (None, ["", "", ""])]
)
def test_a_date_is_shown_in_three_boxes(value, shown):
    assert MemorableDate().decompress(value) == shown


@pytest.mark.parametrize(
    "parts", [["2", "29", "2023"], ["0", "1", "2020"], ["1", "1", "0000"], ["1", "", "2020"], ["a", "b", "cdef"]]
)
def test_a_date_that_cannot_be_is_refused(parts):
    with pytest.raises(ValidationError):
        DateParts().clean(parts)


def test_a_required_date_may_not_be_empty():
    with pytest.raises(ValidationError):
        DateParts(required=True).clean(["", "", ""])


def test_storable_text_can_be_written_anywhere():
    assert storable("a\ud83db\x1f\x85c") == "a\ufffdb\ufffd\ufffdc"
    assert storable("line\r\n\ttab \U0001f600") == "line\r\n\ttab \U0001f600"


def test_what_cannot_be_saved_is_said_in_plain_words():
    class Line(forms.Form):
        text = Words(max_length=3)

    assert Line({"text": "abcd"}).errors["text"] == ["This is 4 characters long; 3 can be saved here. Shorten it."]
    assert "cannot be saved" in Line({"text": "a\0"}).errors["text"][0]


class Moments(forms.Form):
    happened_at, told_at = Moment(), Moment(empty_is_now=False)


def test_a_moment_left_empty_is_now_where_the_field_says_so():
    form, at = Moments({}), datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
    assert form.is_valid() and with_now(form, at) == {"happened_at": at, "told_at": None}
    assert "Leave it empty for now" in str(form["happened_at"].as_field_group())
    assert "Leave it empty" not in str(form["told_at"].as_field_group())
    said = Moments({"happened_at": "2026-03-02T10:00"})
    assert said.is_valid() and with_now(said, at)["happened_at"] != at
