"""The person's page: every telling as told, whoever may be the same apart, who said so; taken back and split from here."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.desks.history.person import _letters, history
from oscr.flow.history import actions
from oscr.flow.report.models import Conflict
from oscr.people import actions as people
from oscr.people import links
from oscr.people.models import Link, LinkKind
from oscr.record.models import Entry
from tests import making
from tests.desks.history import families
from tests.desks.history.families import DAY, NEW, NOW, OLD, who
from tests.house.world import logged_in

pytestmark = pytest.mark.django_db
WHY = {"reason": "Said by the mother."}


@pytest.fixture
def told():
    """The family, and the clock of the doors at its last day."""
    with time_machine.travel(NOW, tick=False):
        yield families.family()


def browser(person) -> Client:
    return logged_in(person, "password", "mfa")


def page(person, participant) -> html.HtmlElement:
    answer = browser(person).get(reverse("history:person", args=[participant.pk]))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def section(of: html.HtmlElement, heading: str) -> str:
    """The words of the part of the page below a heading."""
    return " ".join(of.xpath(f"string(//section[h2[@id='{heading}-heading']])").split())


def links_in(of: html.HtmlElement, heading: str) -> list[str]:
    return of.xpath(f"//section[h2[@id='{heading}-heading']]//a/@href")


def test_every_telling_stands_as_it_was_told(told):
    shown = page(told.screener, who(told.first, "A"))
    tellings = section(shown, "tellings")
    for words in ("Robin Cloverfield", "Bobby Cloverfeild", "6 years", "Nov 2, 2018", "3 years", OLD, NEW):
        assert words in tellings, words
    for report in (told.first, told.second, told.fourth):
        assert reverse("hotline:report", args=[report.number]) in links_in(shown, "tellings")
    assert told.fifth.number not in tellings  # only probably the same
    assert shown.xpath("string(//h1)") == "Robin Cloverfield"
    assert "Bobby Cloverfeild" in shown.xpath("string(//main/p[1])")


def test_the_page_is_the_same_whichever_telling_it_is_opened_by(told):
    one, other = (section(page(told.screener, who(of, "A")), "tellings") for of in (told.first, told.fourth))
    assert one == other


def test_a_probable_one_stands_apart_with_its_reason(told):
    shown = page(told.boss, who(told.first, "A"))
    likely = section(shown, "likely")
    assert told.fifth.number in likely
    assert "Bobby is Robert" in likely
    assert reverse("history:person", args=[who(told.fifth, "A").pk]) in links_in(shown, "likely")
    back = section(page(told.screener, who(told.fifth, "A")), "likely")  # seen from the other side
    assert "Told of 3 times" in back


def test_what_was_answered_is_no_longer_probable(told):
    how = {"reason": "Seen together.", "by": told.boss, "at": NOW}
    actions.deny(one=who(told.fifth, "A"), other=who(told.first, "A"), **how)
    shown = page(told.screener, who(told.first, "A"))
    assert not shown.xpath("//h2[@id='likely-heading']")
    assert "Not the same person" in section(shown, "said")
    actions.link(one=who(told.fifth, "A"), other=who(told.first, "A"), **how)
    assert told.fifth.number in section(page(told.screener, who(told.first, "A")), "tellings")


def test_of_two_proposals_about_one_person_the_surest_is_shown(told):
    one, other = (families.told(NOW - n * DAY, NEW, [families.BOBBY], adults=[]) for n in (1, 2))
    people = {"reason": "same birth date", "at": NOW}
    families.people.propose(one=who(one, "A"), other=who(told.fifth, "A"), score=3.0, **people)
    families.people.propose(one=who(other, "A"), other=who(told.fifth, "A"), score=12.0, guarded=True, **people)
    actions.link(one=who(one, "A"), other=who(other, "A"), reason="Same.", by=told.boss, at=NOW)
    found = history(who(told.fifth, "A").involvement, told.screener, NOW).likely
    assert [(one.link.score, one.link.guarded) for one in found] == [(12.0, True), (9.5, False)]
    assert "Very probably" in section(page(told.screener, who(told.fifth, "A")), "likely")


def test_whoever_was_told_of_together_has_a_page_of_their_own(told):
    shown = page(told.screener, who(told.first, "A"))
    together = section(shown, "family")
    assert "Ada Cloverfield" in together and "Mother" in together and "told of 3 times" in together
    assert "Wren Cloverfield" in together and "13 months now" in together
    assert reverse("history:person", args=[who(told.fourth, "B").pk]) in links_in(shown, "family")


def test_tellings_of_one_name_share_a_row_that_says_nobody_linked_them(told):
    again = families.told(NOW - 2 * DAY, NEW, [families.ROBIN, families.WREN, families.WREN | {"id": "c3"}], adults=[])
    actions.link(one=who(again, "A"), other=who(told.first, "A"), reason="Same.", by=told.boss, at=NOW)
    family = history(who(told.first, "A").involvement, told.screener, NOW).family
    assert [(one.code, one.name, len(one.mentions), one.linked) for one in family if one.child] == [
        ("A", "Robin Cloverfield", 4, True),
        ("B", "Wren Cloverfield", 2, False),
        ("C", "Wren Cloverfield", 1, True),  # twice in one report: two children
    ]
    shown = page(told.screener, who(told.first, "A"))
    assert "told of 2 times under this name: nobody said that it is one person" in section(shown, "family")
    drawn = " ".join(shown.xpath("//*[local-name()='svg']//*[local-name()='text']/text()"))
    assert "not linked; 13 months now" in drawn
    people.propose(one=who(again, "B"), other=who(told.fourth, "B"), score=20.0, reason="same name", at=NOW)
    assert "told of 2 times under this name: nobody said" in section(
        page(told.screener, who(told.first, "A")), "family"
    )
    actions.link(one=who(again, "B"), other=who(told.fourth, "B"), reason="Same.", by=told.boss, at=NOW)
    family = history(who(told.first, "A").involvement, told.screener, NOW).family
    assert [(one.name, len(one.mentions), one.linked) for one in family if one.child][1] == (
        "Wren Cloverfield",
        2,
        True,
    )


def test_namesakes_who_were_told_apart_have_a_row_each(told):
    again = families.told(NOW - 2 * DAY, NEW, [families.ROBIN, families.WREN], adults=[])
    actions.link(one=who(again, "A"), other=who(told.first, "A"), reason="Same.", by=told.boss, at=NOW)
    actions.deny(one=who(again, "B"), other=who(told.fourth, "B"), reason="Cousins.", by=told.boss, at=NOW)
    family = history(who(told.first, "A").involvement, told.screener, NOW).family
    assert [(one.name, len(one.mentions)) for one in family if one.child][1:] == [("Wren Cloverfield", 1)] * 2


def test_children_are_lettered_beyond_z():
    assert [_letters(number) for number in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_the_drawing_shows_homes_calls_and_roles(told):
    shown = page(told.screener, who(told.first, "A"))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in shown.xpath("//details//tbody/tr")]
    assert rows[0][3:] == ["CA/N report", "Investigation", "A Robin Cloverfield", "victim child", f"H1 {OLD}"]
    assert ["1 Ada Cloverfield", "adult, alleged perpetrator", f"H1 {OLD}"] in rows
    assert ["B Wren Cloverfield", "child", f"H2 {NEW}"] in rows
    assert ["1 Ada Cloverfield", "adult, alleged perpetrator", "not told"] in rows
    drawn = " ".join(shown.xpath("//*[local-name()='svg']//*[local-name()='text']/text()"))
    assert "3 years then, 7 years now" in drawn


def test_an_earlier_call_about_the_mother_alone_is_in_her_childs_history(told):
    before = families.told(NOW - 2000 * DAY, OLD, [families.WREN | {"first": "Lark", "birth_date": ""}])
    how = {"reason": "Same phone.", "by": told.boss, "at": NOW}
    actions.link(one=who(before, "1"), other=who(told.first, "1"), **how)
    found = history(who(told.first, "A").involvement, told.screener, NOW)
    assert before.number in {one.report.number for member in found.family for one in member.mentions}
    assert "Lark" not in {name for member in found.family for name in member.names}  # not told of with this child


def test_what_is_restricted_is_counted_and_shown_to_supervisors_alone(told):
    shown = page(told.screener, who(told.first, "A"))
    assert "1 restricted report about these people is not shown: ask a hotline supervisor." in shown.text_content()
    assert told.hidden.number not in shown.text_content()
    assert "of a restricted report" in section(shown, "said")
    boss = page(told.boss, who(told.first, "A"))
    assert "restricted report" not in boss.xpath("string(//main)")
    assert told.hidden.number in section(boss, "tellings")
    assert browser(told.screener).get(reverse("history:person", args=[who(told.hidden, "A").pk])).status_code == 404


def test_the_county_opens_what_was_sent_to_it_and_reads_the_rest(told):
    worker = making.user(Role.WORKER, Office.objects.get(fips=making.BOONE))
    shown = page(worker, who(told.first, "A"))
    assert links_in(shown, "tellings") == [reverse("county:alert", args=[told.first.number])]
    assert told.second.number in section(shown, "tellings")
    far = page(making.user(Role.WORKER, Office.objects.get(fips=making.COLE)), who(told.first, "A"))
    assert links_in(far, "tellings") == []


def test_a_look_leaves_a_trace_on_every_report_shown_without_a_name(told):
    before = Entry.objects.count()
    page(told.screener, who(told.first, "A"))
    entries = Entry.objects.order_by("seq")[before:]
    assert {(entry.act, entry.by) for entry in entries} == {("looked", told.screener)}
    shown = (told.first, told.second, told.fourth, told.fifth)
    assert sorted(entry.subject for entry in entries) == sorted(f"report.involvement:{of.number}" for of in shown)
    assert all(entry.details == {"route": "history:person"} for entry in entries)


def test_somebody_told_of_once_has_a_page_with_nothing_to_split(told):
    shown = page(told.screener, who(told.fourth, "B"))
    assert "Told of once." in shown.text_content()
    assert not shown.xpath("//form[@id='split']")
    assert not shown.xpath("//h2[@id='said-heading']")


def test_a_page_needs_as_many_questions_for_many_calls_as_for_few(told, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        history(who(told.first, "A").involvement, told.boss, NOW)


def last_said(of, kind=LinkKind.CONFIRMED) -> Link:
    return Link.objects.get(participant=who(of, "A"), kind=kind)


def test_what_was_said_is_taken_back_with_a_reason(told):
    link, to = last_said(told.second), reverse("history:withdraw", args=[who(told.first, "A").pk])
    answer = browser(told.screener).post(to, {"link": link.pk, **WHY}, follow=True)
    assert "Taken back." in answer.content.decode()
    shown = html.fromstring(answer.content.decode())
    assert told.second.number not in section(shown, "tellings")
    assert told.second.number in section(shown, "said")
    assert "Said by the mother." in section(page(told.boss, who(told.first, "A")), "said")
    assert who(told.second, "A").pk not in links.persons_of([who(told.second, "A").pk])


def test_taking_back_without_a_reason_changes_nothing_and_says_where(told):
    link, to = last_said(told.second), reverse("history:withdraw", args=[who(told.first, "A").pk])
    answer = browser(told.screener).post(to, {"link": link.pk, "reason": " "})
    shown = html.fromstring(answer.content.decode())
    target = shown.xpath("//div[@id='error-summary']//a/@href")[0]
    assert shown.xpath(f"//*[@id='{target[1:]}']/ancestor::details/@open")
    assert not Link.objects.filter(kind=LinkKind.WITHDRAWN).exists()


@pytest.mark.thorough
@pytest.mark.parametrize("link", ["", "0", "x", "1' OR 1=1", "99999999999999999999", "\x00"])
def test_a_link_that_does_not_stand_here_cannot_be_taken_back(told, link):
    to = reverse("history:withdraw", args=[who(told.first, "A").pk])
    assert browser(told.screener).post(to, {"link": link, **WHY}).status_code == 409


def test_what_a_restricted_report_told_is_taken_back_by_supervisors_alone(told):
    link, to = last_said(told.hidden), reverse("history:withdraw", args=[who(told.first, "A").pk])
    assert browser(told.screener).post(to, {"link": link.pk, **WHY}).status_code == 409
    assert browser(told.boss).post(to, {"link": link.pk, **WHY}).status_code == 302


def test_a_link_of_somebody_else_cannot_be_taken_back_from_here(told):
    mother = Link.objects.get(participant=who(told.second, "1"), kind=LinkKind.CONFIRMED)
    to = reverse("history:withdraw", args=[who(told.first, "A").pk])
    assert browser(told.screener).post(to, {"link": mother.pk, **WHY}).status_code == 409


def test_two_people_taken_for_one_are_split(told):
    to = reverse("history:split", args=[who(told.first, "A").pk])
    answer = browser(told.screener).post(to, {"tellings": [who(told.second, "A").pk], **WHY}, follow=True)
    shown = html.fromstring(answer.content.decode())
    assert "Split:" in shown.text_content()
    assert told.second.number not in section(shown, "tellings")
    assert not links.same_person(who(told.first, "A"), who(told.second, "A"))
    assert links.same_person(who(told.first, "A"), who(told.fourth, "A"))


def test_what_was_told_once_cannot_be_split(told):
    lone = who(told.fourth, "B").pk
    to = reverse("history:split", args=[lone])
    assert browser(told.screener).post(to, {"tellings": [lone], **WHY}).status_code == 409


def test_a_split_that_cannot_be_keeps_what_was_chosen(told):
    client, own = browser(told.boss), [who(of, "A").pk for of in (told.first, told.second, told.hidden, told.fourth)]
    to = reverse("history:split", args=[own[0]])
    for sent, words in (
        ({"tellings": own, **WHY}, "Choose some, but not all"),
        ({"tellings": own[1:2], "reason": ""}, "Say why"),
        ({**WHY}, "Choose what was told about somebody else"),
        ({"tellings": [who(told.fifth, "A").pk], **WHY}, "no longer told of this person"),
        ({"tellings": ["x"], **WHY}, "no longer told of this person"),
    ):
        answer = client.post(to, sent)
        shown = html.fromstring(answer.content.decode())
        assert words in shown.text_content(), sent
        ticked = {int(box.get("value")) for box in shown.xpath("//input[@name='tellings'][@checked]")}
        assert ticked == set(own) & set(sent.get("tellings", []))
        assert shown.xpath("//form[@id='split']/ancestor::details/@open")
    assert not Link.objects.filter(kind=LinkKind.WITHDRAWN).exists()


def test_ages_are_counted_from_what_is_surest(told):
    member = history(who(told.second, "A").involvement, told.screener, NOW + timedelta(days=365)).focus
    assert (member.age_then, member.age_now) == ("3 years", "8 years")


def test_why_is_read_by_supervisors_alone_where_a_restricted_telling_is_spoken_of(told):
    for somebody, reads in ((told.screener, False), (told.boss, True)):
        shown = page(somebody, who(told.first, "A"))
        assert ("Same mother and birth date." in section(shown, "said")) is reads
        assert ("Bobby is Robert" in section(shown, "likely")) is reads and (
            "bits" in section(shown, "likely")
        ) is reads
        assert ("of a restricted report: ask a hotline supervisor" in section(shown, "likely")) is not reads


def test_who_is_related_to_the_family_finds_none_of_its_pages(told):
    kin = making.user(Role.WORKER)
    telling = who(told.first, "A")
    Conflict.objects.create(report=told.fourth, user=kin, reason="A niece.", by=kin, at=NOW)
    mine = browser(kin)
    assert mine.get(reverse("history:person", args=[telling.pk])).status_code == 404
    for act in ("withdraw", "split"):
        assert mine.post(reverse(f"history:{act}", args=[telling.pk])).status_code == 404
    both = mine.get(reverse("history:compare", args=[telling.pk, who(told.fifth, "A").pk]))
    assert both.status_code == 403
    for asked in (
        {"last": "Cloverfield"},
        {"number": told.first.number},
        {"parent": "Ada Cloverfield", "first": "Robin"},
    ):
        found = mine.post(reverse("history:search"), asked).content.decode()
        assert "/people/" + str(telling.pk) not in found and OLD not in found, asked
    queue = mine.get(reverse("history:duplicates"), {"queue": "all"}).content.decode()
    assert OLD not in queue and told.first.number not in queue
    assert browser(making.user(Role.WORKER)).get(reverse("history:person", args=[telling.pk])).status_code == 200
