"""Finding somebody: half a name, bad input, what is restricted, and the trace it leaves; on its own page, beside a call, on a report."""

from datetime import timedelta

import pytest
import time_machine

from oscr.agency.permissions import Role
from oscr.flow.report import actions as report_actions
from oscr.people import actions as people
from oscr.record.models import SEARCHED, Entry
from tests.desks.hotline.conftest import SAID, logged_in
from tests.desks.hotline.reading import text, tree
from tests.making import MINUTE, NOW, alerted, phoned, sent, user

pytestmark = pytest.mark.django_db
PAGE = "/people/"
HTMX = {"HTTP_HX_REQUEST": "true"}
BORN = {"birth_date_month": "3", "birth_date_day": "5", "birth_date_year": "2018"}
ROBIN = {**SAID["children"][0], "age": None, "birth_date": "2018-03-05"}


@pytest.fixture(autouse=True)
def at():
    with time_machine.travel(NOW + 72 * MINUTE, tick=False) as clock:
        yield clock


@pytest.fixture
def known():
    """A report of Robin and Wren Cloverfield that Boone County has."""
    return alerted(
        user(Role.SCREENER), of=sent(**{**SAID, "children": [ROBIN, SAID["children"][1]]})
    ).classification.report


@pytest.fixture
def me():
    return user(Role.SCREENER)


@pytest.fixture
def mine(me):
    return logged_in(me)


def traces():
    return list(Entry.objects.filter(act=SEARCHED).order_by("seq"))


def found(response) -> list[str]:
    """The names of those who are shown as meant."""
    return [link.text_content() for link in tree(response).xpath("//*[@class='hist-who']/a")]


class TestThePage:
    def test_half_a_name_finds_the_whole_family_with_why_and_what_became_of_it(self, mine, known):
        page = mine.post(PAGE, {"last": "Clo", "first": "rob"})
        assert found(page) == ["Robin Cloverfield"]
        words = text(page)
        assert "one last name begins like the other: Clo, Cloverfield" in words
        assert known.number in words and "Investigation" in words and "Boone County" in words
        assert "8 years" not in words or "born Mar 5, 2018" in words
        assert "victim child" in words and "Told of with them:" in words and "Wren Cloverfield" in words
        assert f"/hotline/reports/{known.number}/" in page.content.decode()

    def test_what_was_typed_stays(self, mine, known):
        page = tree(mine.post(PAGE, {"last": "Clo", **BORN, "age": "about 5", "sex": "female", "parent": "Alex C"}))
        values = {field.name: field.value for field in page.forms[-1].inputs if field.name}
        assert (values["last"], values["age"], values["parent"], values["birth_date_year"]) == (
            "Clo",
            "about 5",
            "Alex C",
            "2018",
        )
        assert values["sex"] == "female"

    def test_while_typing_only_what_was_found_comes_back(self, mine, known):
        page = mine.post(PAGE, {"last": "Clover"}, **HTMX)
        assert b"<html" not in page.content and set(found(page)) == {
            "Robin Cloverfield",
            "Wren Cloverfield",
            "Alex Cloverfield",
        }
        (count,) = tree(page).xpath("//*[@id='known-count']")
        assert count.text_content().strip() == "Clover: 3 people on file."

    @pytest.mark.parametrize(
        ("typed", "who"),
        [
            ({"first": "Robin", "age": "8"}, "Robin Cloverfield"),
            ({"first": "Robin", "age": "about 7"}, "Robin Cloverfield"),
            (BORN, "Robin Cloverfield"),
            ({"birth_date_month": "5", "birth_date_day": "3", "birth_date_year": "2018"}, "Robin Cloverfield"),
            ({"first": "Wren", "age": "10 months"}, "Wren Cloverfield"),
            ({"phone": "555 0101"}, "Alex Cloverfield"),
            ({"first": "Robin", "school": "example school"}, "Robin Cloverfield"),
            ({"parent": "Cloverfield, Alex", "first": "Wren"}, "Wren Cloverfield"),
            ({"parent": "Alex Cloverfield", "age": "8"}, "Robin Cloverfield"),
        ],
    )
    def test_any_of_what_may_be_known_finds(self, mine, known, typed, who):
        assert found(mine.post(PAGE, typed))[:1] == [who]

    def test_a_call_number_finds_the_report_wherever_it_is_typed(self, mine, known):
        for field in ("number", "last", "first"):
            page = mine.post(PAGE, {field: f" {known.number} "})
            assert "Robin Cloverfield" in found(page) and len(found(page)) == 3
        assert "No report has this call number." in text(mine.post(PAGE, {"number": "26001-99999"}))

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"first": "R"},
            {"last": "x" * 400},
            {"last": "x" * 6000},
            {"first": "Роман", "last": "Иванов"},
            {"first": "🙂🙂🙂", "last": "👨‍👩‍👧"},
            {"first": "unknown", "last": "N/A"},
            {"first": "Baby"},
            {"first": "\x00"},
            {"address": "blue trailer behind the store on Route J"},
            {"sex": "female"},
            {"sex": "teapot"},
            {"number": "'; --"},
            {"parent": ","},
            {"of": "children-c1"},
            {"of": "../x", "last": "Nobodysname"},
        ],
        ids=lambda typed: str(typed)[:40],
    )
    def test_odd_input_finds_nobody_and_breaks_nothing(self, mine, known, typed):
        for more in ({}, HTMX):
            page = mine.post(PAGE, typed, **more)
            assert page.status_code == 200 and found(page) == []

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"birth_date_month": "2", "birth_date_day": "31", "birth_date_year": "2019"}, "This date does not exist"),
            ({"birth_date_month": "2", "birth_date_day": "1", "birth_date_year": "2031"}, "This date is in the future"),
            ({"birth_date_year": "2019"}, "Add the month, day"),
            ({"age": "five"}, "Write the age as a number"),
            ({"age": "500"}, "Write the age as a number"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(self, mine, known, typed, said):
        page = mine.post(PAGE, {"last": "Cloverfield", **typed})
        (error,) = tree(page).xpath("//*[contains(@class, 'usa-error-message')]")
        assert said in error.text_content() and found(page) == []
        inputs = {field.name: field.value for field in tree(page).forms[-1].inputs if field.name}
        assert inputs | {"last": "Cloverfield", **typed} == inputs
        while_typing = mine.post(PAGE, {"last": "Cloverfield", **typed}, **HTMX)
        assert len(found(while_typing)) == 3 and "it was not understood" in text(while_typing)

    @pytest.mark.parametrize(
        ("said", "months", "about"),
        [
            ("8", 96, False),
            ("about 5", 60, True),
            ("5 or 6", 60, True),
            ("5?", 60, True),
            ("7 months", 7, False),
            ("7mo", 7, False),
            ("3 weeks", 0, False),
            ("10 years old", 120, False),
        ],
    )
    def test_an_age_may_be_said_in_many_ways(self, mine, known, monkeypatch, said, months, about):
        asked = []
        monkeypatch.setattr("oscr.desks.searching.find", lambda told, *_, **__: asked.append(told))
        with pytest.raises(AttributeError):
            mine.post(PAGE, {"age": said})
        assert (asked[0].age_months, asked[0].estimated) == (months, about)

    def test_too_many_are_said_to_be_too_many(self, mine, known, monkeypatch):
        monkeypatch.setattr("oscr.people.index.BUDGET", 2)
        page = mine.post(PAGE, {"last": "Clo"})
        assert "Too many people fit" in text(page) and found(page) == [] and traces() == []


class TestTheTrace:
    def test_a_search_that_shows_somebody_is_written_down_without_names(self, mine, me, known):
        mine.post(PAGE, {"last": "Cloverfield"})
        (entry,) = traces()
        assert entry.details == {"shown": [known.number], "restricted": 0}
        assert (entry.by, entry.subject) == (me, f"agency.user:{me.pk}")

    def test_typing_on_does_not_flood_it(self, mine, known, at):
        for typed in ("Clo", "Clov", "Cloverfield"):
            mine.post(PAGE, {"last": typed}, **HTMX)
        assert len(traces()) == 1
        at.shift(timedelta(seconds=61))
        mine.post(PAGE, {"last": "Cloverfield"}, **HTMX)
        assert len(traces()) == 2

    def test_nobody_found_nothing_written(self, mine, known):
        mine.post(PAGE, {"last": "Nobodysname"})
        mine.get(PAGE)
        assert traces() == []

    def test_the_supervisor_of_the_county_sees_who_was_shown_a_report(self, mine, me, known):
        other = sent()
        mine.post(PAGE, {"last": "Cloverfield", "first": "Wren"})
        boss = logged_in(user(Role.COUNTY_SUPERVISOR))
        page = text(boss.get(f"/county/alerts/{known.number}/looked/"))
        assert "Was shown it by a search for people" in page and me.name in page
        assert other.number not in str([entry.details for entry in traces()])


class TestWhatIsRestricted:
    @pytest.fixture
    def boss(self, known):
        boss = user(Role.HOTLINE_SUPERVISOR)
        report_actions.restrict(report=known, why="conflict", by=boss, at=NOW)
        return boss

    def test_it_is_counted_everywhere_and_shown_nowhere(self, mine, known, boss):
        again = sent(children=[ROBIN])
        for page in (
            mine.post(PAGE, {"last": "Cloverfield", "first": "Robin"}, **HTMX),
            mine.post(PAGE, {"number": known.number}),
            mine.post(f"/people/reports/{again.number}/"),
        ):
            assert "restricted: ask a hotline supervisor" in text(page)
            assert "Wren" not in text(page) and f"reports/{known.number}" not in page.content.decode()
        assert known.number not in str([entry.details for entry in traces()])
        assert max(entry.details["restricted"] for entry in traces()) == 1

    def test_a_supervisor_sees_it(self, known, boss):
        page = logged_in(boss).post(PAGE, {"last": "Cloverfield", "first": "Robin"})
        assert found(page) == ["Robin Cloverfield"] and "restricted" not in text(page)

    def test_its_addresses_are_closed_to_others(self, mine, known, boss):
        worker, circuit = logged_in(user(Role.WORKER)), logged_in(user(Role.CIRCUIT_MANAGER))
        for browser, address, open_to in (
            (mine, f"/hotline/reports/{known.number}/", logged_in(boss)),
            (worker, f"/county/alerts/{known.number}/", circuit),
        ):
            assert browser.get(address).status_code == 404 and open_to.get(address).status_code == 200
        assert mine.post(f"/people/reports/{known.number}/").status_code == 404
        assert worker.post(f"/people/alerts/{known.number}/").status_code == 404
        assert circuit.post(f"/people/alerts/{known.number}/").status_code == 200
        for browser, lists in ((mine, ("/hotline/", "/hotline/done/")), (worker, ("/county/",))):
            assert all(known.number not in text(browser.get(address)) for address in lists)
        assert "No report has this call number" in text(mine.get(f"/hotline/done/?number={known.number}"))

    def test_the_screener_who_classified_it_no_longer_finds_it_among_what_they_did(self, known, boss):
        by = known.classifications.get().by
        assert known.number not in text(logged_in(by).get("/hotline/done/"))

    def test_a_supervisor_restricts_on_the_report_s_page(self, mine):
        open_report, boss = sent(), logged_in(user(Role.HOTLINE_SUPERVISOR))
        address = f"/hotline/reports/{open_report.number}/"
        assert "Restrict this report" in text(boss.get(address)) and "Restrict this report" not in text(
            mine.get(address)
        )
        assert mine.post(f"{address}restrict/", {"why": "sealed"}).status_code == 403
        asked_again = boss.post(f"{address}restrict/", {})
        assert "needs a look" in text(asked_again) and not hasattr(open_report, "restriction")
        assert boss.post(f"{address}restrict/", {"why": "sealed"}).headers["Location"] == address
        assert "Restricted: Sealed by a court or by law" in text(boss.get(address))
        assert open_report.number not in text(mine.get("/hotline/")) and mine.get(address).status_code == 404
        assert open_report.number in text(boss.get("/hotline/"))
        assert "for another reason already" in text(boss.post(f"{address}restrict/", {"why": "conflict"}))

    def test_whoever_restricts_hears_who_held_it(self, me):
        held, boss = phoned(me), logged_in(user(Role.HOTLINE_SUPERVISOR))
        answer = boss.post(f"/hotline/reports/{held.number}/restrict/", {"why": "conflict"}, follow=True)
        assert f"{me.name} held it and may not see it any more" in text(answer)


class TestFromARecord:
    def test_everybody_of_a_report_is_looked_for_in_earlier_ones(self, mine, known):
        again = sent(children=[ROBIN, {"id": "c2", "first": "Zoe"}], at=NOW + MINUTE)
        page = mine.post(f"/people/reports/{again.number}/")
        headings = [one.text_content() for one in tree(page).xpath("//h3")]
        assert headings[0].startswith("A Robin Cloverfield: 1 person") and "B Zoe: 0 people" in headings[1]
        assert known.number in text(page) and again.number not in [link.text for link in tree(page).xpath("//li/a")]
        one, other = (of.involved.get(code="A").participant_id for of in (again, known))
        assert f"/people/{one}/with/{other}/" in page.content.decode()
        assert [entry.subject for entry in traces()] == [f"report.report:{again.number}"]
        part = mine.post(f"/people/reports/{again.number}/", **HTMX)
        assert b"<html" not in part.content and found(part) == found(page) and len(traces()) == 1

    def test_a_county_worker_looks_from_an_alert_and_opens_what_is_their_own(self, me, known):
        again = alerted(me, of=sent(children=[ROBIN], at=NOW + MINUTE)).classification.report
        elsewhere = sent(children=[ROBIN])
        page = logged_in(user(Role.WORKER)).post(f"/people/alerts/{again.number}/")
        links = [link.get("href") for link in tree(page).xpath("//li/a")]
        assert f"/county/alerts/{known.number}/" in links and elsewhere.number not in str(links)
        assert elsewhere.number in text(page)
        assert [entry.subject for entry in traces()] == [f"assignment.alert:{again.number}"]

    def test_what_somebody_said_is_shown(self, mine, me, known):
        again, third = sent(children=[ROBIN], at=NOW + MINUTE), sent(children=[ROBIN], at=NOW + 2 * MINUTE)
        new, old, newest = (of.involved.get(code="A").participant for of in (again, known, third))
        people.same(one=new, other=old, reason="Same child.", by=me, at=NOW)
        people.different(one=newest, other=old, reason="A cousin.", by=me, at=NOW)
        assert "✓ Said to be the same person" in text(mine.post(f"/people/reports/{again.number}/"))
        assert "✕ Said to be somebody else" in text(mine.post(f"/people/reports/{third.number}/"))

    def test_both_pages_lead_there(self, mine, me, known):
        assert (
            f'hx-post="/people/reports/{known.number}/"'
            in mine.get(f"/hotline/reports/{known.number}/").content.decode()
        )
        worker = logged_in(user(Role.WORKER))
        assert (
            f'hx-post="/people/alerts/{known.number}/"'
            in worker.get(f"/county/alerts/{known.number}/").content.decode()
        )


class TestBesideACall:
    @pytest.fixture
    def draft(self, me):
        return report_actions.begin_draft(by=me, at=NOW)

    def test_one_person_is_looked_for_as_they_are_typed(self, mine, known, draft):
        typed = {"children-c1-first": "Bob", "children-c1-last": "Cloverfield", "children-c1-sex": "unknown"}
        more = {"children-c1-age": "8", "children-c1-age_unit": "years", "places-home_address": "1 Example Lane"}
        page = mine.post(PAGE, {**typed, **more, "of": "children-c1", "draft": draft.pk}, **HTMX)
        assert "Robin Cloverfield" in found(page) and "same house number and street" in text(page)
        (entry,) = traces()
        assert entry.subject == f"report.draft:{draft.pk}"

    def test_an_age_in_months_and_a_guess_are_read_from_their_own_fields(self, mine, known, draft, monkeypatch):
        asked = []
        monkeypatch.setattr("oscr.desks.searching.find", lambda told, *_, **__: asked.append(told))
        typed = {"children-c1-age": "10", "children-c1-age_unit": "months", "children-c1-estimated": "on"}
        with pytest.raises(AttributeError):
            mine.post(PAGE, {**typed, "of": "children-c1"}, **HTMX)
        assert (asked[0].age_months, asked[0].estimated) == (10, True)

    def test_a_draft_of_somebody_else_is_no_place_to_search_from(self, known, draft):
        other = logged_in(user(Role.SCREENER))
        for key in (draft.pk, "not-a-key"):
            assert other.post(PAGE, {"last": "Cloverfield", "draft": key}, **HTMX).status_code == 404

    def test_without_scripts_a_button_keeps_the_sheet_and_shows_who_is_known(self, mine, known, draft):
        address = f"/hotline/phone/{draft.pk}/"
        typed = {"version": "0", "caller-caller": "anonymous", "story-what": "He sleeps in the car.", "look": "all"}
        page = mine.post(
            address, {**typed, "children-c1-first": "Robin", "children-c1-last": "Clov", "adults-p1-phone": "555-0101"}
        )
        assert {"Robin Cloverfield", "Alex Cloverfield"} <= set(found(page))
        draft.refresh_from_db()
        assert draft.answers["story"]["what"] == "He sleeps in the car." and draft.version == 1
        assert "He sleeps in the car." in page.content.decode()
        assert [entry.subject for entry in traces()] == [f"report.draft:{draft.pk}"]


@pytest.mark.parametrize("role", [Role.WORKER, Role.COUNTY_SUPERVISOR, Role.REGIONAL_DIRECTOR, Role.HOTLINE_SUPERVISOR])
def test_whoever_answers_for_children_may_search(role, known):
    browser = logged_in(user(role))
    assert browser.get(PAGE).status_code == 200
    assert found(browser.post(PAGE, {"last": "Cloverfield", "first": "Robin"})) == ["Robin Cloverfield"]


@pytest.mark.parametrize("role", [Role.REPORTER, Role.ANALYST])
def test_nobody_else_may(role, known):
    browser = logged_in(user(role))
    assert browser.post(PAGE, {"last": "Cloverfield"}).status_code in (302, 403) and traces() == []
