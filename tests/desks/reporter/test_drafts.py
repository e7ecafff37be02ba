"""Drafts in the portal: nothing typed is lost, nothing wrong is saved, nobody else's draft opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oscr.desks import stash
from oscr.flow.report.actions import begin_draft, save_page
from oscr.flow.report.models import Draft, Report
from tests import making
from tests.desks.reporter.portal import at, draft_of, hidden, press, text, tree

pytestmark = pytest.mark.django_db
OVER = timedelta(hours=72, minutes=1)


@pytest.fixture
def teacher(client):
    user = making.reporter()
    client.force_login(user)
    return user


def saved(draft) -> dict:
    return Draft.objects.get(pk=draft.pk).answers


def test_buttons_lead_where_they_say(client, teacher):
    draft = draft_of(teacher, adults=[], suspects=[], places={}, worries={"pathways": []}, questions={})
    story = at("page", draft.pk, "story")
    for go, there in (
        ("continue", at("page", draft.pk, "done")),
        ("back", at("page", draft.pk, "questions")),
        ("exit", at("home")),
        ("es", story),
    ):
        answer = press(client, story, go, what=f"By {go}")
        assert (answer.status_code, answer.url) == (302, there)
        assert saved(draft)["story"]["what"] == f"By {go}"
    assert answer.cookies["django_language"].value == "es"


def test_a_change_from_the_check_page_leads_back_there(client, teacher):
    draft = draft_of(teacher)
    answer = press(client, at("page", draft.pk, "story") + "?to=check", what="Changed")
    assert answer.url == at("check", draft.pk)
    entry = press(client, at("entry", draft.pk, "children", "c1") + "?to=check", first="Robin")
    assert entry.url == at("page", draft.pk, "children") + "?to=check"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"birth_date_month": "2", "birth_date_day": "31", "birth_date_year": "2015"}, "This date does not exist"),
        ({"birth_date_month": "1", "birth_date_day": "1", "birth_date_year": "2999"}, "in the future"),
        ({"birth_date_month": "1", "birth_date_day": "1", "birth_date_year": "1980"}, "This child would be"),
        ({"age": "many"}, "whole number"),
        ({"sex": "robot"}, "Select a valid choice"),
        ({"last": "a\x00b"}, "cannot be saved"),
        ({"last": "x" * 101}, "100 can be saved"),
    ],
)
def test_wrong_input_comes_back_as_typed_and_is_not_saved(client, teacher, typed, words):
    draft = draft_of(teacher)
    answer = press(client, at("entry", draft.pk, "children", "new"), first="Quill", **typed)
    assert answer.status_code == 200
    assert words in text(answer)
    assert tree(answer).xpath("//input[@name='first']/@value") == ["Quill"]
    assert len(saved(draft)["children"]) == 1


def test_hostile_text_is_shown_as_text(client, teacher):
    draft = draft_of(teacher, children=[{"id": "c1", "first": "<script>alert(1)</script>", "last": "\u202eevil"}])
    for address in (at("page", draft.pk, "children"), at("page", draft.pk, "places"), at("check", draft.pk)):
        assert b"<script>alert" not in client.get(address).content
        assert b"&lt;script&gt;alert" in client.get(address).content


def test_undecodable_bytes_are_no_error_of_ours(client, teacher):
    draft = draft_of(teacher)
    body = f"go=continue&version={draft.version}&what=%ED%A0%80%FF".encode()
    address = at("page", draft.pk, "story")
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert "\ufffd" in saved(draft)["story"]["what"]


def test_a_second_tab_shows_both_and_the_second_save_keeps_what_was_typed(client, teacher):
    draft = draft_of(teacher)
    address = at("page", draft.pk, "story")
    old = hidden(client.get(address))
    press(client, address, what="From the first window")
    stale = client.post(address, {**old, "go": "continue", "what": "From the second window"})
    assert stale.status_code == 200
    assert "From the first window" in text(stale)
    assert tree(stale).xpath("string(//textarea[@name='what'])").strip() == "From the second window"
    assert saved(draft)["story"]["what"] == "From the first window"
    again = client.post(address, {**hidden(stale), "go": "continue", "what": "From the second window"})
    assert again.status_code == 302
    assert saved(draft)["story"]["what"] == "From the second window"


def test_a_person_added_in_two_tabs_is_added_twice_only_when_meant(client, teacher):
    draft = draft_of(teacher)
    address = at("entry", draft.pk, "children", "new")
    old = hidden(client.get(address))
    client.post(address, {**old, "first": "Ash"})
    stale = client.post(address, {**old, "first": "Elm"})
    assert "another tab or window" in text(stale)
    assert [child["first"] for child in saved(draft)["children"]] == ["Robin", "Ash"]
    client.post(address, {**hidden(stale), "first": "Elm"})
    assert [(child["id"], child["first"]) for child in saved(draft)["children"]][1:] == [("c2", "Ash"), ("c3", "Elm")]


@pytest.mark.parametrize("version", ["", "\u0661x", "-3", "9" * 5000])
def test_a_version_that_is_none_is_stale(client, teacher, version):
    draft = draft_of(teacher)
    answer = client.post(at("page", draft.pk, "story"), {"go": "continue", "what": "x", "version": version})
    assert "another tab or window" in text(answer)


def test_people_are_changed_and_removed(client, teacher):
    draft = draft_of(teacher)
    press(client, at("entry", draft.pk, "children", "c1"), first="Rowan")
    assert saved(draft)["children"][0]["first"] == "Rowan"
    assert "Rowan" in text(client.get(at("remove", draft.pk, "children", "c1")))
    answer = press(client, at("remove", draft.pk, "children", "c1"))
    assert answer.url == at("page", draft.pk, "children")
    assert saved(draft)["children"] == []
    for gone in (
        at("entry", draft.pk, "children", "c1"),
        at("remove", draft.pk, "children", "new"),
        at("page", draft.pk, "x"),
    ):
        assert client.get(gone).status_code == 404
    assert client.get(at("entry", draft.pk, "story", "new")).status_code == 404


def test_somebody_suspected_can_be_taken_off_the_list(client, teacher):
    draft = draft_of(
        teacher,
        adults=[{"id": "p1", "first": "Sam"}],
        suspects=[{"id": "s1", "person": "p1", "facts": {"suspect had care": "yes"}}],
    )
    press(client, at("remove", draft.pk, "adults", "p1"))
    for page in ("adults", "suspects", "questions"):
        assert client.get(at("page", draft.pk, page)).status_code == 200
    assert "Somebody no longer listed" in text(client.get(at("page", draft.pk, "suspects")))
    assert client.get(at("entry", draft.pk, "suspects", "s1")).status_code == 200
    assert client.get(at("check", draft.pk)).status_code == 200
    assert client.post(at("send", draft.pk)).status_code == 302
    assert Report.objects.get().involved.filter(suspect=True).count() == 1


def test_a_removal_in_a_stale_tab_removes_nothing(client, teacher):
    draft = draft_of(teacher)
    answer = client.post(at("remove", draft.pk, "children", "c1"), {"version": "0"})
    assert answer.status_code == 200
    assert len(saved(draft)["children"]) == 1


def test_a_person_of_eighteen_is_questioned_but_kept(client, teacher):
    draft = draft_of(teacher, children=[{"id": "c1", "first": "Rue", "age": 19, "age_unit": "years"}])
    assert "This person is 19" in text(client.get(at("page", draft.pk, "children")))


def test_an_empty_list_says_that_nobody_is_known(client, teacher):
    draft = draft_of(teacher)
    press(client, at("page", draft.pk, "suspects"))
    assert saved(draft)["suspects"] == []


def test_a_stale_list_page_saves_nothing(client, teacher):
    draft = draft_of(teacher)
    answer = client.post(at("page", draft.pk, "adults"), {"version": "0", "go": "continue"})
    assert "another tab or window" in text(answer)
    assert "adults" not in saved(draft)


def test_a_draft_ends_after_72_hours_and_what_is_typed_then_can_be_begun_with(client, teacher):
    draft = draft_of(teacher, ago=OVER)
    assert "No saved reports" in text(client.get(at("home")))
    assert client.get(at("check", draft.pk)).status_code == 410
    assert client.get(at("entry", draft.pk, "adults", "new")).status_code == 410
    answer = client.post(
        at("page", draft.pk, "story"), {"version": draft.version, "go": "continue", "what": "Typed too late"}
    )
    assert answer.status_code == 410
    assert "Typed too late" in text(answer)
    form = tree(answer).xpath(f"//main//form[@action='{at('begin')}']")[0]
    begun = client.post(form.get("action"), {one.get("name"): one.get("value") for one in form.xpath(".//input")})
    new = Draft.objects.exclude(pk=draft.pk).get()
    assert begun.url == at("page", new.pk, "story")
    page = client.get(begun.url)
    assert "not yet saved" in text(page)
    assert tree(page).xpath("string(//textarea[@name='what'])").strip() == "Typed too late"
    assert new.answers == {}
    assert client.post(begun.url, {**hidden(page), "go": "continue", "what": "Typed too late"}).status_code == 302


def test_a_person_typed_into_an_ended_report_is_not_lost_even_over_a_log_out(client, teacher):
    draft = draft_of(teacher, ago=OVER)
    answer = client.post(
        at("entry", draft.pk, "children", "new"), {"version": draft.version, "first": "Typed too late"}
    )
    form = tree(answer).xpath(f"//main//form[@action='{at('begin')}']")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    client.logout()
    away = client.post(at("begin"), fields)
    assert "log-in/mologin" in away.url
    client.force_login(teacher)
    again = client.get(at("begin"))
    assert "Typed too late" in text(again)
    begun = client.post(at("begin"), fields).url
    assert begun.endswith("/children/new/")
    assert "Typed too late" in client.get(begun).content.decode()


def test_begin_without_its_button_leads_home(client, teacher):
    assert client.get(at("begin")).url == at("home")
    assert not Draft.objects.exists()


def test_the_exact_end_is_shown(client, teacher):
    draft_of(teacher)
    shown = text(client.get(at("home")))
    assert "Kept until" in shown
    assert "Central" in shown
    assert "1 child, 3 of 9 pages answered" in shown


def test_throwing_away_asks_first(client, teacher):
    draft = draft_of(teacher)
    assert client.get(at("discard", draft.pk)).status_code == 200
    assert Draft.objects.exists()
    assert client.post(at("discard", draft.pk)).url == at("home")
    assert not Draft.objects.exists()
    assert client.post(at("discard", draft.pk)).status_code == 410


def test_the_name_of_the_log_in_is_offered_once(client, teacher):
    begun = client.post(at("begin")).url
    assert tree(client.get(begun)).xpath("//input[@name='name']/@value") == [teacher.name]


def test_danger_raises_the_bar_on_every_page_and_blocks_nothing(client, teacher):
    draft = draft_of(teacher)
    calm = client.get(at("page", draft.pk, "story"))
    assert "Call 911 now" not in text(calm)
    assert "Call 911." in tree(calm).xpath("string(//main)")  # before the first question, not only at the foot
    press(client, at("page", draft.pk, "questions"), general_danger_now="yes")
    for address in (at("page", draft.pk, "story"), at("page", draft.pk, "children"), at("check", draft.pk)):
        assert "Call 911 now" in text(client.get(address))
    assert client.post(at("send", draft.pk)).status_code == 302
    assert Report.objects.get().emergency


def test_nobody_opens_somebody_elses_draft(client, teacher):
    other = draft_of(making.reporter())
    for address in (at("page", other.pk, "story"), at("check", other.pk), at("discard", other.pk)):
        assert client.get(address).status_code == 410
    assert "absent from school" not in text(client.get(at("check", other.pk)))
    client.post(at("discard", other.pk))
    client.post(at("send", other.pk))
    client.post(at("page", other.pk, "story"), {"version": other.version, "what": "mine"})
    assert saved(other)["story"]["what"].startswith("He has been absent")
    assert not Report.objects.exists()


@pytest.mark.parametrize("role", ["screener", "worker"])
def test_staff_have_no_business_here(client, role):
    draft = draft_of(making.reporter())
    client.force_login(making.user(role))
    assert client.get(at("check", draft.pk)).status_code == 403
    assert client.post(at("begin")).status_code == 403


def test_without_a_log_in_what_was_typed_waits_in_the_session(client):
    user = making.reporter()
    draft = draft_of(user)
    address = at("page", draft.pk, "story")
    answer = client.post(address, {"version": draft.version, "go": "continue", "what": "Typed before the log-out"})
    assert answer.status_code == 302
    assert "log-in/mologin" in answer.url
    assert stash.KEY in client.session
    client.force_login(user)
    assert "Typed before the log-out" in text(client.get(address))


def test_saving_is_counted_by_the_action(client, teacher):
    draft = draft_of(teacher)
    kept = save_page(draft=draft, page="done", answers={}, version=draft.version, by=teacher, at=draft.saved_at)
    assert hidden(client.get(at("page", draft.pk, "story")))["version"] == str(kept.version)


@pytest.mark.parametrize("mine", [True, False], ids=["own", "another's"])
def test_words_typed_into_a_report_that_ended_during_a_log_out_come_back_to_their_writer_alone(client, teacher, mine):
    draft = draft_of(teacher)
    address = at("page", draft.pk, "story")
    client.logout()
    client.post(address, {"go": "continue", "version": "0", "what": "She came back crying."})
    Draft.objects.all().delete()
    client.force_login(teacher if mine else making.reporter())
    answer = client.get(address)
    assert answer.status_code == 410
    assert ("She came back crying." in text(answer)) is mine
    assert "oscr.stash" not in client.session


def test_a_report_begun_in_the_middle_goes_on_with_what_was_not_asked_yet(client, teacher):
    draft = begin_draft(by=teacher, at=timezone.now())
    assert press(client, at("page", draft.pk, "story"), what="He told me.").url == at("page", draft.pk, "you")
    told = {"name": "Teacher Example", "phone": "573-555-0142"}
    assert press(client, at("page", draft.pk, "you"), **told).url == at("page", draft.pk, "children")
