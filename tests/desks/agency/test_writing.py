"""Writing a file: saved it is a new version; refused, everything typed is there still with file, line and what to do."""

import pytest
from django.test import Client

from oscr.agency.models import ProtocolVersion
from oscr.desks import stash
from oscr.law.protocol.inforce import shipped
from tests.desks.agency.conftest import text, tree

pytestmark = pytest.mark.django_db
TRACKS = shipped().files["tracks.toml"]
ADDRESS = "/agency/versions/0/files/tracks/"
GOOD = TRACKS.replace('label = "Investigation"', 'label = "An investigation"', 1)


@pytest.fixture
def mine(staff, browser_of):
    return browser_of(staff.one)


def typed_in(response) -> str:
    """What stands in the text area of a page; a browser leaves out the first line end."""
    return tree(response).get_element_by_id("id_text").text.removeprefix("\n")


def test_every_file_can_be_opened(mine):
    rows = tree(mine.get("/agency/versions/0/files/")).xpath("//tbody/tr")
    assert [row.xpath("string(th/a)") for row in rows] == list(shipped().files)
    links = [row.xpath("string(th/a/@href)") for row in rows]
    assert ADDRESS in links
    assert "/agency/versions/0/files/pathways_beaten/" in links
    assert "1 pathway" in text(mine.get("/agency/versions/0/files/"))


def test_the_text_stands_there_as_it_is_with_numbers_beside_it(mine):
    page = mine.get(ADDRESS)
    assert typed_in(page) == TRACKS
    numbers = tree(page).find_class("ag-numbers")[0].text.split("\n")
    assert len(numbers) == int(tree(page).get_element_by_id("id_text").get("rows")) > TRACKS.count("\n")


@pytest.mark.thorough
def test_what_is_saved_is_a_new_version(mine, staff):
    done = mine.post(ADDRESS, {"text": GOOD.replace("\n", "\r\n"), "note": "Clearer."}, follow=True)
    version = ProtocolVersion.objects.get()
    assert (version.files["tracks.toml"], version.by) == (GOOD, staff.one)
    assert f"Saved as version {version.pk}. Here is what it would change." in text(done)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"minor"', '"minors"', "unknown name 'minors'"),
        ('cite = "', "cite = ", "not readable as TOML"),
        ("[[rule]]", "[[ruel]]", "'ruel' is no kind of entry"),
    ],
    ids=["unknown name", "no TOML", "unknown kind"],
)
def test_a_fault_comes_back_with_file_line_and_everything_typed(mine, old, new, words):
    broken = TRACKS.replace(old, new, 1)
    page = mine.post(ADDRESS, {"text": broken.replace("\n", "\r\n"), "note": "Kept note."})
    assert words in text(page)
    assert "What to do:" in text(page)
    assert typed_in(page).replace("\r\n", "\n") == broken
    assert tree(page).get_element_by_id("id_note").text.strip() == "Kept note."
    (here,) = tree(page).find_class("ag-here")
    number = int(here.get("value"))
    assert f"tracks.toml:{number}" in tree(page).get_element_by_id("fault").text_content()
    assert here.xpath("string(.//code)") == broken.split("\n")[number - 1]
    assert not ProtocolVersion.objects.exists()


def test_a_fault_in_another_file_shows_that_file(mine):
    facts = shipped().files["facts.toml"].replace('id = "danger now"', 'id = "danger"', 1)
    page = mine.post("/agency/versions/0/files/facts/", {"text": facts, "note": "n"})
    where = tree(page).get_element_by_id("fault").xpath("string(.//strong)")
    file, _, line = where.partition(":")
    assert file != "facts.toml"
    (here,) = tree(page).find_class("ag-here")
    assert here.xpath("string(.//code)") == shipped().files[file].split("\n")[int(line) - 1]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": TRACKS, "note": "n"}, "Nothing was changed in this file."),
        ({"text": GOOD, "note": ""}, "This field is required"),
        ({"text": "", "note": "n"}, "This field is required"),
        ({"text": GOOD + "\x00", "note": "n"}, "Null characters"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(mine, typed, words):
    assert words in text(mine.post(ADDRESS, typed))
    assert not ProtocolVersion.objects.exists()


def test_what_a_log_in_came_between_is_still_there(mine):
    stranger = Client()
    stranger.post(ADDRESS, {"text": GOOD, "note": "Mine."})
    session = mine.session
    session[stash.KEY] = stranger.session[stash.KEY]
    session.save()
    assert typed_in(mine.get(ADDRESS)) == GOOD


def test_a_new_pathway_begins_with_an_empty_file(mine):
    done = mine.get("/agency/versions/0/files/", {"new": " Cold house "}, follow=True)
    assert done.redirect_chain == [("/agency/versions/0/files/pathways_cold-house/", 302)]
    assert "pathways/cold-house.toml, from version 0" in text(done)
    typed = (
        typed_in(done)
        .replace('[[fact]]\nid = ""\nask = ""\nscreener = ""\ncite = ""\n', "")
        .replace('id = ""', 'id = "Cold house"', 1)
        .replace('plain = ""', 'plain = "A cold house"')
        .replace('cite = ""', 'cite = "CWM 2.1.1.2"')
        .replace("ask = []", 'ask = ["harm from neglect"]')
        .replace('id = ""', 'id = "COL-1"')
        .replace('text = ""', 'text = "Hurt by the cold."')
        .replace('ground = ""', 'ground = "serious neglect"')
        .replace("all = []", 'all = ["harm from neglect is serious"]')
    )
    mine.post("/agency/versions/0/files/pathways_cold-house/", {"text": typed, "note": "Asked for by the Division."})
    version = ProtocolVersion.objects.get()
    page = mine.get(f"/agency/protocol/pathways/cold-house/?version={version.pk}")
    assert "COL-1 Hurt by the cold." in text(page)


@pytest.mark.parametrize("name", ["../facts", "1", "x" * 80, ""])
def test_a_name_that_no_file_can_have_begins_none(mine, name):
    assert mine.get("/agency/versions/0/files/", {"new": name}).status_code == 200
