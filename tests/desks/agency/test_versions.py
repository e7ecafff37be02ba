"""The page of a version: check, what is decided otherwise, the stored calls; proposing and publishing by two people."""

import pytest

from oscr.agency import versions
from oscr.agency.models import Nomination, Publication
from oscr.flow.classification import archive
from oscr.flow.publishing.actions import propose
from oscr.law.protocol.inforce import shipped
from tests import making
from tests.agency.writing import changed, saved
from tests.desks.agency.conftest import text, tree
from tests.flow.publishing.test_publishing import UNSOUND, weaker
from tests.making import NOW

pytestmark = pytest.mark.django_db
KEPT = {
    "worries": {"pathways": ["education"], "other": ""},
    "children": [{"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 9, "age_unit": "years"}],
    "questions": {"education": {"facts": {"kept from school": "yes"}}},
}


@pytest.fixture
def mine(staff, browser_of):
    return browser_of(staff.one)


@pytest.fixture
def others(staff, browser_of):
    return browser_of(staff.two)


def page(pk: int, act: str = "") -> str:
    return f"/agency/versions/{pk}/{act}"


def test_the_list_says_what_is_in_force_proposed_and_drafted(mine, staff):
    draft = saved(changed(more="# draft\n"), by=staff.one)
    wanted = saved(changed(more="# wanted\n"), by=staff.one)
    Nomination.objects.create(version=wanted, by=staff.one, at=NOW)
    rows = {
        row.xpath("string(th/a)"): " ".join(row.text_content().split())
        for row in tree(mine.get("/agency/")).xpath("//tbody/tr")
    }
    assert "● in force" in rows["Version 0"]
    assert "▷ proposed: waits for a second person" in rows[f"Version {wanted.pk}"]
    assert f" draft For the test. {staff.one}" in rows[f"Version {draft.pk}"]
    links = tree(mine.get("/agency/")).xpath("//main//p/a/@href")
    assert links == ["/agency/versions/0/files/", f"/agency/versions/{draft.pk}/files/"]


@pytest.mark.thorough
def test_what_would_change_is_said_with_an_example_and_by_entry(mine, staff):
    version = saved(weaker(), by=staff.one)
    whole = tree(mine.get(page(version.pk)))
    shift = " ".join(whole.xpath("//section[@id='otherwise']//tbody/tr")[0].text_content().split())
    assert shift.startswith("Family Assessment")
    assert "▼ weaker" in shift
    assert "yes" in shift
    edits = " ".join(whole.xpath("//section[@id='written']")[0].text_content().split())
    assert "EDU-3 condition changed pathways/education.toml:" in edits
    assert "+ of school age; kept from school; hurt by somebody" in edits
    assert "✓ No error" in whole.xpath("//section[@id='check']")[0].text_content()


def test_stored_calls_are_counted_drawn_and_named_by_number_only(mine, staff, browser_of):
    report = making.sent(**KEPT)
    making.classified(staff.screener, of=report)
    archive.pack(at=NOW)
    version = saved(weaker(), by=staff.one)
    whole = tree(mine.get(page(version.pk)))
    told = " ".join(whole.xpath("//section[@id='whatif']")[0].text_content().split())
    assert "1 stored call; 1 with another outcome, 1 of them with a weaker response." in told
    assert f"{report.number}: Family Assessment →" in told
    assert whole.xpath("//section[@id='whatif']//*[local-name()='rect'][contains(@class,'ag-cell--weaker')]")
    moved = whole.xpath("//section[@id='whatif']//td[@class='ag-moved']")
    assert [cell.text for cell in moved] == ["1"]
    assert not [link for link in whole.xpath("//main//a/@href") if "/hotline/" in link]
    assert "Cloverfield" not in told
    boss = tree(browser_of(staff.boss).get(page(version.pk)))
    assert f"/hotline/reports/{report.number}/" in boss.xpath("//section[@id='whatif']//a/@href")


@pytest.mark.thorough
def test_a_call_that_was_deleted_is_counted_without_a_number(mine, staff, monkeypatch):
    making.classified(staff.screener, of=making.sent(**KEPT))
    archive.pack(at=NOW)
    monkeypatch.setattr(archive, "numbers", lambda keys: {})
    version = saved(weaker(), by=staff.one)
    assert "a call that was deleted: Family Assessment →" in text(mine.get(page(version.pk)))


@pytest.mark.thorough
def test_one_proposes_and_another_publishes_what_lowers_nothing(mine, others, staff):
    version = saved(changed("tracks.toml", 'label = "Investigation"', 'label = "An investigation"'), by=staff.one)
    assert "Propose it when" in text(mine.get(page(version.pk)))
    done = mine.post(page(version.pk, "propose/"), follow=True)
    assert "You proposed it: another analyst must publish it." in text(done)
    assert not tree(mine.get(page(version.pk))).xpath("//form[contains(@action,'publish')]")
    shown = tree(others.get(page(version.pk)))
    (form,) = shown.xpath("//form[contains(@action,'publish')]")
    assert not form.xpath(".//input[@type='checkbox']")
    (against,) = form.xpath(".//input[@name='against']/@value")
    done = others.post(page(version.pk, "publish/"), {"against": against}, follow=True)
    assert "Published. It decides about every call received from a minute later on." in text(done)
    assert versions.timeline().newest == version.hash
    assert Publication.objects.get().by == staff.two
    assert "there is nothing to compare it with" in text(others.get(page(version.pk)))
    assert "published, in force within a minute" in text(others.get("/agency/"))


def test_what_lowers_is_published_only_by_who_ticks_to_have_read_it(mine, others, staff):
    version = saved(weaker(), by=staff.one)
    propose(digest=version.hash, by=staff.one, at=NOW)
    refused = others.post(page(version.pk, "publish/"), {"against": shipped().hash})
    assert "It lowers outcomes: read which ones" in text(refused)
    assert "▼ weaker" in text(refused)
    assert versions.timeline().newest == shipped().hash
    others.post(page(version.pk, "publish/"), {"against": shipped().hash, "read_lowered": "on"})
    assert versions.timeline().newest == version.hash


@pytest.mark.thorough
def test_the_proposer_who_posts_by_hand_is_refused(mine, staff):
    version = saved(changed(), by=staff.one)
    propose(digest=version.hash, by=staff.one, at=NOW)
    refused = mine.post(page(version.pk, "publish/"), {"against": shipped().hash})
    assert "You proposed this version: somebody else must publish it." in text(refused)
    assert not Publication.objects.exists()


@pytest.mark.thorough
def test_an_unsound_version_shows_its_errors_with_file_and_line_and_no_button(mine, staff):
    version = saved(changed("invariants.toml", more=UNSOUND), by=staff.one)
    shown = mine.get(page(version.pk))
    assert "✕ 1 error: this version cannot be proposed or published." in text(shown)
    line = version.files["invariants.toml"].split("\n").index('id = "S-TEST"')
    assert f"invariants.toml:{line} S-TEST: never without a source: add cite" in text(shown)
    assert not tree(shown).xpath("//section[@id='act']//form")
    refused = mine.post(page(version.pk, "propose/"))
    assert refused.status_code == 409
    assert b"1 errors" in refused.content


@pytest.mark.parametrize("address", [page(99), page(99, "files/"), page(99, "files/facts/"), page(0, "files/nothing/")])
def test_what_is_not_there_is_not_found(mine, address):
    assert mine.get(address).status_code == 404


@pytest.mark.parametrize("act", ["propose/", "publish/"])
def test_nothing_is_done_with_what_is_not_there(mine, act):
    assert mine.post(page(99, act), {"against": "x"}).status_code == 404


@pytest.mark.thorough
def test_a_supervisor_reads_and_may_do_nothing(staff, browser_of):
    version = saved(changed(), by=staff.one)
    client = browser_of(staff.boss)
    assert not tree(client.get(page(version.pk))).xpath("//section[@id='act']//form")
    assert client.post(page(version.pk, "propose/")).status_code == 403
    assert not tree(client.get("/agency/")).xpath("//a[contains(@href,'/files/')]")
