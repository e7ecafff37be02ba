"""The trace that a call leaves while it is taken: of the calls that its page shows, and of no others."""

import pytest

from oscr.flow.report.models import Draft
from oscr.record.models import SEARCHED, Entry
from tests.desks.hotline.reading import posted, text
from tests.making import NOW, sent

pytestmark = pytest.mark.django_db
ROBIN = {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years"}
HOME = {"home_address": "12 Oak Street, Columbia 65201"}
TYPED = {
    "children-c1-first": "Robin",
    "children-c1-last": "Cloverfield",
    "children-c1-age": "8",
    "places-home_address": HOME["home_address"],
}


def test_the_trace_of_a_call_names_the_calls_that_its_page_shows(mine):
    sheet = mine.post("/hotline/phone/").headers["Location"]

    def shown() -> set[str]:
        mine.post(sheet, posted(mine.get(sheet)) | TYPED)
        page = text(mine.get(sheet))
        traced = Entry.objects.filter(act=SEARCHED, subject=f"report.draft:{Draft.objects.get().pk}")
        numbers = {number for entry in traced for number in entry.details["shown"]}
        assert all(number in page for number in numbers)
        return numbers

    first = sent(at=NOW, children=[ROBIN])
    sent(at=NOW, children=[ROBIN | {"first": "Wren", "age": 3}], places=HOME)  # of the household, at most
    assert shown() == set()  # one other call is no flag: the page shows none
    second = sent(at=NOW, children=[ROBIN])
    assert shown() == {first.number, second.number}
