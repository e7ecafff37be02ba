"""The queue of probable duplicates and the page that compares two tellings: what is shown, to whom, and what an answer does."""

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.history import actions
from oscr.flow.report import actions as reports
from oscr.people import actions as people
from oscr.people import linking
from oscr.people.links import same_person
from oscr.people.models import Link, LinkKind, Participant, TellingIndex
from oscr.record.models import SEARCHED, Entry
from tests import making
from tests.house.world import logged_in
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
NONE = "\u2013"  # nothing was told
HOME = "12 Pretend Lane, Columbia 65201"
ROBERT = {"id": "c1", "first": "Robert", "last": "Quigley", "birth_date": "2018-03-05", "sex": "male", "school": "Oak"}
BOBBY = ROBERT | {"first": "Bobby", "birth_date": "2018-05-03", "school": ""}
WREN = {"id": "c2", "first": "Wren", "last": "Quigley", "age": 2, "age_unit": "years", "worried": False}
ADA = {"id": "p1", "first": "Ada", "last": "Quigley"}
WHY = {"same-quick": "Another record shows it", "answer": "same"}


@pytest.fixture(autouse=True)
def _at():
    with time_machine.travel(NOW + MINUTE, tick=False):
        yield


@pytest.fixture
def screener():
    return making.user(Role.SCREENER)


@pytest.fixture
def client(screener):
    return logged_in(screener, "password", "mfa")


def told(child: dict, *others: dict, adults: tuple[dict, ...] = (), **places) -> Participant:
    """A child of a new report with its family."""
    report = making.sent(children=[child, *others], adults=list(adults), places={"home_address": HOME} | places)
    return report.involved.get(code="A").participant


def proposed(*children: dict) -> list[Participant]:
    """Children told of one after the other, compared with each other."""
    made = [told(child) for child in children]
    linking.compare_waiting(at=NOW, most=100)
    return made


def where(one: Participant, other: Participant, queue: str = "") -> str:
    query = {"query": {"queue": queue}} if queue else {}
    return reverse("history:compare", args=[one.pk, other.pk], **query)


def page(response) -> html.HtmlElement:
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def row(of, label: str) -> list[str]:
    """Both tellings and the comparison of one field."""
    (found,) = of.xpath(f'//table//tr[th[normalize-space()="{label}"]]')
    return [words(cell) for cell in found.xpath("td")]


# --- side by side


def test_every_field_stands_as_told_with_what_the_machine_makes_of_it(client):
    one, other = proposed(ROBERT, BOBBY)
    shown = page(client.get(where(one, other)))
    assert row(shown, "First name")[:2] == ["Robert", "Bobby"]
    assert "nearly agrees Bobby is a form of Robert" in row(shown, "First name")[2]
    assert row(shown, "Last name")[2].startswith("agrees same last name, Quigley +")
    assert row(shown, "Birth date")[:2] == ["Mar 5, 2018", "May 3, 2018"]
    assert "birth day and month swapped" in row(shown, "Birth date")[2]
    assert row(shown, "Age then, and now")[:2] == ["7 years then, 7 years now"] * 2
    assert row(shown, "Age then, and now")[2] == "not weighed"
    assert row(shown, "School") == ["Oak", NONE, "unknown"] and row(shown, "Phone") == [NONE, NONE, "unknown"]
    assert row(shown, "Address")[:2] == [HOME, HOME] and "same house number and ZIP" in row(shown, "Address")[2]
    assert row(shown, "Role then")[:2] == ["victim child", "victim child"]
    assert "bits speak for one person" in words(shown.xpath("//tfoot")[0])


def test_what_differs_is_said_by_word(client):
    one, other = told(ROBERT), told(WREN | {"first": "Zoe", "sex": "female", "language": "Spanish"})
    shown = page(client.get(where(one, other)))
    assert row(shown, "First name")[2].startswith("differs different first names: Robert, Zoe -")
    assert row(shown, "Sex")[2].startswith("differs different sex -")
    assert row(shown, "Language") == [NONE, "Spanish", "unknown"]
    assert shown.xpath('//tr[contains(@class, "oscr-beside__row--differs")]')


def test_names_in_each_others_place_and_junior(client):
    one, other = told(ROBERT | {"last": "Quigley Jr"}), told(ROBERT | {"first": "Quigley", "last": "Robert Sr"})
    shown = page(client.get(where(one, other)))
    assert "First and last name seem to stand in each other's place" in words(shown.xpath("//tfoot")[0])
    assert "first and last name in each other's place" in row(shown, "First name")[2]
    assert "one is Jr, the other Sr" in row(shown, "Junior or senior")[2]


def test_two_tellings_of_which_one_is_not_filed_are_shown_without_the_machine(client):
    one, other = told(ROBERT), told(ROBERT)
    TellingIndex.objects.filter(participant=one).delete()
    shown = page(client.get(where(one, other)))
    assert row(shown, "First name") == ["Robert", "Robert", "not weighed"] and not shown.xpath("//tfoot")


def test_the_families_stand_beside_with_who_is_in_both(client):
    one, other = told(ROBERT, WREN, adults=(ADA,)), told(BOBBY, WREN | {"first": "Rowan", "age": 3}, adults=(ADA,))
    first, second = page(client.get(where(one, other))).xpath('//div[@class="cmp-families"]/div')
    assert "Wren Quigley, 2 years then, about 2 years now; child" in words(first)
    assert "Rowan Quigley, 3 years then" in words(second) and "in both" not in words(first.xpath(".//li")[0])
    assert "= in both Ada Quigley" in words(first) and "= in both Ada Quigley" in words(second)


def test_what_was_said_before_stands_below(client, screener):
    one, other = proposed(ROBERT, BOBBY)
    actions.deny(one=other, other=one, reason="Cousins, says the aunt.", by=screener, at=NOW)
    shown = page(client.get(where(one, other)))
    first, second = (words(line) for line in shown.xpath('//ul[@class="cmp-said"]/li'))
    assert first == f"Not the same person, {screener.name}, Mar 3, 2026, 9:00 a.m. Central: Cousins, says the aunt."
    assert second.startswith("Probably the same person, the machine, Mar 3, 2026, 9:00 a.m. Central, ")
    assert "these two are not the same" in words(shown.xpath('//div[@class="cmp-state"]')[0])


def test_a_look_leaves_a_trace_on_both(client, screener):
    one, other = told(ROBERT), told(BOBBY)
    client.get(where(one, other))
    looks = Entry.objects.filter(act="looked", by=screener).values_list("subject", flat=True)
    assert set(looks) == {f"report.involvement:{each.involvement.number}" for each in (one, other)}


def test_what_is_restricted_has_a_page_of_its_own_and_no_trace(client, screener):
    one, other = proposed(ROBERT, BOBBY)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    reports.restrict(report=other.involvement.report, why="conflict", by=boss, at=NOW)
    for query in ("", "all"):
        response = client.get(where(one, other, query))
        assert response.status_code == 403 and "ask a hotline supervisor" in response.content.decode()
        assert "Quigley" not in response.content.decode()
    assert client.post(where(one, other), WHY).status_code == 403 and not same_person(one, other)
    assert not Entry.objects.filter(act="looked", by=screener).exists()
    assert logged_in(boss, "password", "mfa").get(where(one, other)).status_code == 200


def test_nobody_is_compared_with_themselves_or_with_nobody(client):
    one = told(ROBERT)
    assert client.get(where(one, one)).status_code == 404
    assert client.get(reverse("history:compare", args=[one.pk, one.pk + 9999])).status_code == 404


def test_a_worker_reaches_reports_of_their_offices_only():
    worker = making.user(Role.WORKER)
    alert = making.alerted(making.user(Role.SCREENER), worker.office, of=told(ROBERT).involvement.report)
    one, other = alert.classification.report.involved.get(code="A").participant, told(BOBBY)
    links = page(logged_in(worker, "password", "mfa").get(where(one, other))).xpath("//thead//a/@href")
    assert reverse("county:alert", args=[alert.number]) in links
    assert not any(other.involvement.number in link for link in links)


# --- the answers


def test_the_same_person(client, screener):
    one, other = proposed(ROBERT, BOBBY)
    response = client.post(
        where(one, other), WHY | {"last": Link.objects.latest("pk").pk, "same-words": "School file."}
    )
    assert response.headers["Location"] == reverse("history:person", args=[one.pk]) and same_person(one, other)
    link = Link.objects.get(kind=LinkKind.CONFIRMED)
    assert (link.by, link.reason) == (screener, "Another record shows it: School file.")
    shown = page(client.get(where(one, other)))
    assert "these two are one person" in words(shown.xpath('//div[@class="cmp-state"]')[0])
    assert not shown.xpath('//form[@class="cmp-answer"]')


def test_not_the_same_in_words_alone(client):
    one, other = proposed(ROBERT, BOBBY)
    client.post(where(one, other), {"answer": "different", "different-words": "Cousins.", "last": "x"})
    assert Link.objects.get(kind=LinkKind.NOT_SAME).reason == "Cousins."


@pytest.mark.parametrize(("answer", "field"), [("same", "same-quick"), ("different", "different-quick")])
def test_a_reason_is_needed(client, answer, field):
    one, other = proposed(ROBERT, BOBBY)
    shown = page(client.post(where(one, other), {"answer": answer, "last": 0}))
    assert shown.xpath(f'//*[@id="error-summary"]//a[@href="#id_{field}_0"]')
    assert not Link.objects.exclude(by=None).exists()


def test_neither_answer_is_none(client):
    one, other = proposed(ROBERT, BOBBY)
    page(client.post(where(one, other), {"answer": "perhaps"}))
    assert not Link.objects.exclude(by=None).exists()


def test_whoever_answers_second_sees_who_answered_and_may_answer_then(client):
    one, other = proposed(ROBERT, BOBBY)
    before, boss = Link.objects.latest("pk").pk, making.user(Role.HOTLINE_SUPERVISOR)
    actions.deny(one=other, other=one, reason="Cousins.", by=boss, at=NOW)
    shown = page(client.post(where(one, other), WHY | {"last": before}))
    assert f"{boss.name} answered while you were looking" in words(shown.xpath('//*[@id="error-summary"]')[0])
    assert shown.xpath('//input[@name="same-quick"][@checked]') and not same_person(one, other)
    client.post(where(one, other), WHY | {"last": shown.xpath('//input[@name="last"]/@value')[0]})
    assert same_person(one, other)


# --- the queue


def onward(client, response) -> str:
    """Where an answer leads in the end."""
    assert response.headers["Location"].startswith(reverse("history:next"))
    return client.get(response.headers["Location"]).headers["Location"]


def test_the_queue_says_who_and_why_and_leads_to_the_pair(client):
    one, other = proposed(ROBERT, BOBBY)
    shown = page(client.get(reverse("history:duplicates")))
    assert "1 pair waits" in words(shown)
    pair, first, again, why = shown.xpath("//tbody/tr/*")
    assert pair.xpath(".//a/@href") == [where(one, other, "all")]
    assert "Robert Quigley, 7 years then" in words(first) and "Bobby Quigley" in words(again)
    assert "forms of one name" in words(why) and "Quigley" not in words(why)


def test_an_answer_goes_on_to_the_next_pair_and_then_back(client):
    a, b = proposed(ROBERT, BOBBY)
    zoe = WREN | {"id": "c1", "first": "Zoe", "last": "Umber", "birth_date": "2019-01-31", "worried": True}
    c, d = proposed(zoe, zoe)
    link = Link.objects.get(kind=LinkKind.PROBABLE, participant=d)
    assert page(client.get(where(c, d, "all"))).xpath('//a[@accesskey="l"]/@href') == [where(a, b, "all")]
    response = client.post(where(c, d, "all"), WHY | {"last": link.pk})
    assert onward(client, response) == where(a, b, "all")
    response = client.post(where(a, b, "all"), WHY | {"last": Link.objects.latest("pk").pk})
    assert onward(client, response) == reverse("history:duplicates", query={"queue": "all"})
    assert "No pair waits here" in words(page(client.get(reverse("history:duplicates"))))


def test_a_pair_without_a_proposal_goes_on_too(client):
    a, b = told(ROBERT), told(WREN)
    response = client.post(where(a, b, "all"), {"answer": "different", "different-quick": "Brother or sister"})
    assert onward(client, response) == reverse("history:duplicates", query={"queue": "all"})


def test_nobody_waits_for_whoever_answers_while_the_next_pair_is_looked_for(client, monkeypatch):
    one, other = proposed(ROBERT, BOBBY)
    link = Link.objects.get(kind=LinkKind.PROBABLE)

    def looking(*_):
        raise AssertionError("the next pair is looked for while the answer is being written")

    with monkeypatch.context() as patched:
        patched.setattr("oscr.desks.history.waiting.following", looking)
        response = client.post(where(one, other, "all"), WHY | {"last": link.pk})
    assert response.headers["Location"] == reverse("history:next", query={"queue": "all", "after": link.pk})


@pytest.mark.parametrize("after", ["", "x", "²", "9" * 30, "0"])
def test_a_place_in_the_queue_that_is_none_is_its_beginning(client, after):
    one, other = proposed(ROBERT, BOBBY)
    response = client.get(reverse("history:next", query={"queue": "all", "after": after}))
    assert response.headers["Location"] == where(one, other, "all")


def test_a_county_sees_its_own_and_may_see_all():
    worker = making.user(Role.WORKER)
    cole = Office.objects.get(fips=making.COLE)
    here = [told(child, home_county=making.BOONE) for child in (ROBERT, BOBBY)]
    umber = WREN | {"id": "c1", "first": "Zoe", "last": "Umber", "birth_date": "2019-01-31"}
    proposed(umber, umber)
    client = logged_in(worker, "password", "mfa")
    shown = page(client.get(reverse("history:duplicates")))
    assert shown.xpath("//tbody//a/@href") == [where(*here, "mine")]
    assert shown.xpath("//option[@selected]/@value") == ["mine"] and str(cole.pk) not in shown.xpath("//option/@value")
    count = {key: len(page(client.get(reverse("history:duplicates", query={"queue": key}))).xpath("//tbody/tr"))
             for key in ("all", str(worker.office_id), str(cole.pk), "²", "x")}  # fmt: skip
    assert list(count.values()) == [2, 1, 1, 1, 1]


def test_the_hotline_chooses_an_office(client, screener):
    proposed(ROBERT, BOBBY)
    office = Office.objects.get(fips=making.COLE)
    assert "No pair waits" in words(page(client.get(reverse("history:duplicates", query={"queue": office.pk}))))
    assert "1 pair waits" in words(page(client.get(reverse("history:duplicates", query={"queue": "nonsense"}))))


def test_a_pair_with_a_restricted_side_is_told_so_and_not_next(client):
    one, _other = proposed(ROBERT, BOBBY)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    reports.restrict(report=one.involvement.report, why="sealed", by=boss, at=NOW)
    shown = page(client.get(reverse("history:duplicates")))
    assert "1 pair waits" in words(shown)
    assert "restricted: ask a hotline supervisor" in words(shown.xpath("//tbody/tr/td")[0])
    assert words(shown.xpath("//tbody/tr/td")[2]) == "of a restricted report: ask a hotline supervisor"
    a, b = told(WREN), told(WREN)
    assert not page(client.get(where(a, b, "all"))).xpath('//a[@accesskey="l"]')


def test_more_than_a_page_is_paged(client, monkeypatch):
    monkeypatch.setattr("oscr.desks.history.views.duplicates.PAGE", 1)
    zoe = WREN | {"id": "c1", "first": "Zoe", "last": "Umber", "birth_date": "2019-01-31", "worried": True}
    proposed(ROBERT, BOBBY), proposed(zoe, zoe)
    shown = page(client.get(reverse("history:duplicates")))
    assert "very probably" in words(shown.xpath("//tbody")[0]) and shown.xpath('//a[@rel="next"]/@href') == [
        "?queue=all&page=2"
    ]
    second = page(client.get(reverse("history:duplicates", query={"queue": "all", "page": 2})))
    assert "Compare pair 2" in words(second) and second.xpath('//a[@rel="prev"]')


def test_who_goes_through_the_queue_leaves_a_trace_of_the_calls_it_showed(client, screener):
    one, other = proposed(ROBERT, BOBBY)
    reports.restrict(report=other.involvement.report, why="sealed", by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW)
    page(client.get(reverse("history:duplicates")))
    searched = Entry.objects.get(act=SEARCHED, by=screener)
    assert searched.subject == f"agency.user:{screener.pk}"
    assert searched.details == {"shown": [one.involvement.report.number], "restricted": 1}
    assert not Entry.objects.filter(act="looked", by=screener).exists()  # the queue is nobody's record


def test_what_was_said_before_of_a_restricted_telling_is_not_said_again(client):
    one, other, hidden = told(ROBERT), told(BOBBY), told(ROBERT)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    actions.link(one=hidden, other=one, reason="Robert of the sealed call.", by=boss, at=NOW)
    people.propose(one=other, other=hidden, score=30.0, reason="same birth date", guarded=True, at=NOW)
    reports.restrict(report=hidden.involvement.report, why="sealed", by=boss, at=NOW)
    where_to = where(one, other)
    said = words(page(client.get(where_to)).xpath('//ul[@class="cmp-said"]')[0])
    assert "of a restricted report: ask a hotline supervisor" in said and "birth" not in said and "bits" not in said
    assert "same birth date" in words(page(logged_in(boss, "password", "mfa").get(where_to)))
