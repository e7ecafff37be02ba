"""A long list shows what a select shows, and takes as little again."""

from django import forms
from lxml import html

from oscr.ui.long_lists import LongList

CHOICES = [("", "Not known"), ("29019", "Boone"), ('x"y', "<b>Bold</b> & more")]


class Example(forms.Form):
    short = forms.ChoiceField(choices=CHOICES, required=False)
    long = forms.ChoiceField(choices=CHOICES, required=False, widget=LongList, help_text="Any", label="Long")


def options(form: Example, name: str) -> list[tuple[str, str, bool]]:
    (select,) = html.fromstring(f"<form>{form}</form>").xpath(f"//select[@name='{name}']")
    return [(one.get("value"), one.text_content(), one.get("selected") is not None) for one in select.iter("option")]


def test_the_same_answers_as_in_a_select():
    for data in (None, {}, {"short": "29019", "long": "29019"}, {"short": 'x"y', "long": 'x"y'}):
        form = Example(data)
        assert options(form, "long") == options(form, "short")
    assert options(Example(initial={"long": "29019"}), "long")[1] == ("29019", "Boone", True)


def test_hint_and_error_are_tied_to_it():
    (select,) = html.fromstring(f"<form>{Example({'long': 'other'})}</form>").xpath("//select[@name='long']")
    assert select.get("aria-invalid") == "true" and select.get("aria-describedby") == "id_long_helptext id_long_error"
    assert select.get("class").split() == ["usa-select", "usa-input--error"]
