"""The protocol as a book: every entry in force stands on a page, with its source, its rule in words, and why."""

import pytest

from oscr.agency.permissions import Role
from oscr.desks.agency.reading import PARTS, Reader
from oscr.desks.agency.words import anchor
from oscr.law import protocol
from tests import making
from tests.agency.writing import changed, published, saved
from tests.desks.agency.conftest import LATER, text, tree
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
LAW = protocol.in_force(NOW.date())


@pytest.fixture
def mine(staff, browser_of):
    return browser_of(staff.one)


def test_the_contents_name_every_part_and_every_pathway(mine):
    page = tree(mine.get("/agency/protocol/"))
    links = {link.get("href"): link.text_content() for link in page.xpath("//main//a")}
    assert {f"/agency/protocol/{part}/" for part in PARTS} <= set(links)
    for way in LAW.pathways.values():
        assert links[f"/agency/protocol/pathways/{way.slug}/"] == way.name


@pytest.mark.thorough
def test_every_entry_in_force_stands_on_its_page_once(mine):
    reader, pages = Reader(LAW), {}
    pieces = [piece for part in PARTS for piece in reader.part(part)]
    for way in LAW.pathways.values():
        pieces += [*reader.conditions_of(way), *reader.facts(way.slug)]
    for piece in pieces:
        address, _, place = piece.link.partition("#")
        if address not in pages:
            pages[address] = tree(mine.get(address))
        assert len(pages[address].xpath(f"//*[@id='{place}']")) == 1, piece.link
    kept = {entry.id for entry in LAW.source.entries if entry.in_force(LAW.as_of)}
    unread = kept - {piece.item.id for piece in pieces}
    assert unread <= {way.name for way in LAW.pathways.values()} | set(LAW.engine.rank) | unused(LAW)


def unused(law) -> set[str]:
    """Definitions that nothing uses, and what is no entry of its own page."""
    return {
        entry.id for entry in law.source.entries if entry.kind not in ("fact", "rule", "condition", "action", "never")
    }


def test_every_link_of_a_page_leads_to_a_place(mine):
    pages = {}
    for start in ("/agency/protocol/tracks/", "/agency/protocol/pathways/beaten/"):
        for link in tree(mine.get(start)).xpath("//article/div[@class='ag-rule']//a/@href"):
            address, _, place = link.partition("#")
            if address not in pages:
                pages[address] = tree(mine.get(address))
            assert pages[address].xpath(f"//*[@id='{place}']"), link


def test_a_condition_is_said_in_words_with_source_tags_and_why(mine):
    page = tree(mine.get("/agency/protocol/pathways/beaten/"))
    (condition,) = page.xpath(f"//*[@id='{anchor('BEA-1')}']")
    said = " ".join(condition.text_content().split())
    way = LAW.pathways["beaten"]
    one = next(one for one in way.conditions if one.id == "BEA-1")
    assert one.text in said
    assert one.cite in said
    assert "published manual or statute" in said
    assert "not approved yet" in said
    assert "all of these:" in said
    assert "Worst injury: A broken bone" in said
    assert "not: Injury known to be accidental" in said
    (note,) = (one.note for one in way.conditions if one.id == "BEA-2")
    assert f"Why: {note}" in " ".join(page.xpath(f"//*[@id='{anchor('BEA-2')}']")[0].text_content().split())


def test_an_analyst_sees_where_an_entry_is_written_and_others_do_not(mine, staff, browser_of):
    address = "/agency/protocol/pathways/beaten/"
    (piece,) = tree(mine.get(address)).xpath(f"//*[@id='{anchor('BEA-1')}']")
    where = piece.xpath("string(.//code)")
    assert where.startswith("pathways/beaten.toml:")
    line = int(where.partition(":")[2])
    assert LAW.source.files["pathways/beaten.toml"].split("\n")[line - 1 : line + 1] == [
        "[[condition]]",
        'id = "BEA-1"',
    ]
    assert piece.xpath(".//a[text()='write']/@href") == ["/agency/versions/0/files/pathways_beaten/"]
    assert not tree(browser_of(staff.screener).get(address)).xpath("//a[text()='write']")


def test_a_pathway_is_drawn_and_asked_in_order(mine):
    page = tree(mine.get("/agency/protocol/pathways/hungry/"))
    asked = page.xpath("//section[@id='asked']/ol/li")
    assert [row.text.strip() for row in asked] == [LAW.facts[name].ask for name in LAW.pathways["hungry"].ask]
    assert page.xpath("//*[@id='drawn']//*[local-name()='svg']")


@pytest.mark.parametrize("page", ["tracks", "referrals"])
def test_rules_stand_under_their_outcomes_beside_the_ladder(mine, page):
    drawn = tree(mine.get(f"/agency/protocol/{page}/"))
    assert drawn.xpath("//*[@id='drawn']//*[local-name()='svg']")
    headings = [heading.text for heading in drawn.xpath("//main//h2")]
    assert ("Investigation" in headings) == (page == "tracks")
    assert ("Documented call" in headings) == (page == "referrals")


def test_search_finds_words_in_conditions_notes_and_questions(mine):
    found = tree(mine.get("/agency/protocol/", {"q": "broken bone"}))
    assert "entries with “broken bone”" in found.xpath("//h2[@id='found-title']")[0].text_content()
    assert "/agency/protocol/pathways/beaten/#item-worst-injury" in found.xpath("//main//li/a/@href")
    assert "Nothing. Try fewer" in text(mine.get("/agency/protocol/", {"q": "zeppelin"}))
    assert "0 entries with “<script>”" in text(mine.get("/agency/protocol/", {"q": "<script>"}))


def test_holes_say_the_conflict_the_resolution_and_the_reason(mine):
    page = text(mine.get("/agency/protocol/holes/"))
    hole = LAW.engine.book.holes[0]
    assert all(part in page for part in (hole.title, hole.resolution, hole.reason))


def test_what_carries_a_hole_out_and_reaches_an_offence_is_linked(mine):
    hole = next(one for one in LAW.engine.book.holes if one.items)
    links = tree(mine.get("/agency/protocol/holes/")).xpath(f"//*[@id='{anchor(hole.id)}']//p[@class='ag-through']/a")
    assert [link.text for link in links] == list(hole.items)
    offence = LAW.engine.book.offences[0]
    there = tree(mine.get("/agency/protocol/offences/")).xpath(
        f"//*[@id='{anchor(offence.id)}']//p[@class='ag-through']/a"
    )
    assert [link.text for link in there] == list(offence.conditions)
    for link in (*links, *there):
        address, _, place = link.get("href").partition("#")
        assert tree(mine.get(address)).xpath(f"//*[@id='{place}']"), link.get("href")


@pytest.mark.thorough
def test_another_version_can_be_read(mine):
    version = saved(changed("pathways/beaten.toml", 'plain = "Hurt, hit or beaten"', 'plain = "Hurt by somebody"'))
    page = mine.get(f"/agency/protocol/pathways/beaten/?version={version.pk}")
    assert "“Hurt by somebody”" in text(page)
    assert f"version {version.pk} ·" in text(page)
    links = tree(page).xpath("//article/div[@class='ag-rule']//a/@href")
    assert links
    assert all(f"?version={version.pk}" in link for link in links)
    assert "“Hurt, hit or beaten”" in text(mine.get("/agency/protocol/pathways/beaten/"))
    assert "version 0, in force" in text(mine.get("/agency/protocol/"))


@pytest.mark.thorough
def test_the_book_is_what_is_in_force(mine):
    made = published(saved(changed("pathways/beaten.toml", "Hurt, hit or beaten", "Hit")), since=LATER - MINUTE)
    page = text(mine.get("/agency/protocol/pathways/beaten/"))
    assert "“Hit”" in page
    assert f"version {made.version.pk}, in force" in page


@pytest.mark.parametrize(
    "address", ["nothing/", "pathways/nothing/", "?version=99", "?version=x", "?version=" + "1" * 30]
)
def test_what_is_not_there_is_not_found(mine, address):
    assert mine.get(f"/agency/protocol/{address}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SCREENER, 200), (Role.HOTLINE_SUPERVISOR, 200), (Role.COUNTY_SUPERVISOR, 200), (Role.WORKER, 403)],
)
def test_hotline_staff_and_supervisors_read_it(browser_of, role, status):
    client = browser_of(making.user(role))
    assert client.get("/agency/protocol/pathways/beaten/").status_code == status
    assert client.get("/agency/versions/0/files/").status_code == 403
