"""What of the duties is done and what is missing, by track; and the story of a response."""

import re
from datetime import date

import pytest

from oscr.flow.attachment.models import Attachment
from oscr.flow.response import assessing, contacting, meeting, serving, standing, story, telling
from oscr.flow.response.allowed import responds
from oscr.flow.response.guarding import Guarded, Whom
from oscr.flow.response.models import ResponseFile
from oscr.law import meetings, safety
from oscr.people.models import Participant
from tests import making
from tests.flow.response.responding import HOUR, LATER, child, contact, responded
from tests.making import NOW

pytestmark = pytest.mark.django_db
FORM = safety.current(date(2026, 3, 3))
THEN = {"happened_at": NOW + HOUR, "at": LATER}


def open_duties(case) -> set[str]:
    return {duty.kind for duty in standing.missing(case.alert)}


def assess(case):
    said = {"answers": {item.id: "no" for item in FORM.items}, "decided": {"A": "safe", "B": "safe"}}
    said |= {"capacities": [], "interventions": [], "plan": [], "note": "", "form": FORM.id}
    return assessing.assess(alert=case.alert, **said, by=case.worker, **THEN)


def test_an_investigation_begins_with_everything_to_do_and_ends_with_nothing():
    case = responded()
    everything = {"initiate", "observe child", "household children", "safety assessment", "reporter contact"}
    assert open_duties(case) == everything | {"rights", "parent notice", "team"}
    contact(case, Whom("reporter"), place="phone")
    assert "reporter contact" not in open_duties(case) and "initiate" in open_duties(case)
    contact(case, child(case.a), Whom("suspect", case.suspect), guarded=Guarded(rights="given", rights_minutes=2))
    assert open_duties(case) == {"household children", "safety assessment", "parent notice", "team"}
    contact(case, child(case.b))
    assess(case)
    telling.use_team(alert=case.alert, used=True, why_not="", by=case.worker, at=LATER)
    telling.inform(alert=case.alert, kind="parent", named="Sam", what="CS-24", by=case.worker, **THEN)
    assert standing.missing(case.alert) == ()
    assert all(duty.cite and duty.words for duty in standing.standing(case.alert))


def test_what_is_missing_is_said_by_the_codes_of_the_children():
    case = responded()
    contact(case, child(case.b))
    words = {duty.kind: duty.words for duty in standing.missing(case.alert)}
    assert words["observe child"] == "Not seen: A." and words["household children"].endswith("located: A.")


def test_a_correction_opens_what_was_done():
    case = responded()
    wrong = contact(case, child(case.a), child(case.b))
    assert "household children" not in open_duties(case)
    contact(case, child(case.a), corrects=wrong, reason="B was not there.")
    assert "household children" in open_duties(case)


def test_no_team_is_done_too_where_it_is_said_why():
    case = responded()
    telling.use_team(alert=case.alert, used=False, why_not="Nobody came.", by=case.worker, at=LATER)
    assert "team" not in open_duties(case)


def test_a_safety_assessment_of_fewer_children_is_not_done():
    case = responded()
    made = assess(case)
    assert "safety assessment" not in open_duties(case)
    told = {"first": "Late", "last": "Cloverfield", "age_estimated": False}
    case.report.involved.create(
        participant=Participant.objects.create(**told), part="child", code="C", victim=False, suspect=False
    )
    duty = next(one for one in standing.missing(case.alert) if one.kind == "safety assessment")
    assert made and duty.words.endswith("nothing about C.")


def test_a_meeting_asks_that_everybody_was_told():
    case = responded()
    assert "meeting told" not in {duty.kind for duty in standing.standing(case.alert)}
    meeting.invite(alert=case.alert, role="parent", named="Sam", by=case.worker, at=NOW + HOUR)
    others = [one.id for one in meetings.roles() if one.right and one.id != "parent"]
    how = {"takes_place_at": LATER + 24 * HOUR, "where": "Our office", "about": "The plan", "none": others}
    made = meeting.set_meeting(alert=case.alert, **how, by=case.worker, at=NOW + HOUR)
    assert "meeting told" in open_duties(case)
    row = made.invitations.get()
    meeting.tell(invitation=row, told="phone", told_at=NOW + 2 * HOUR, by=case.worker, at=LATER)
    assert "meeting told" not in open_duties(case)


def test_a_second_incident_asks_for_the_school(monkeypatch):
    case = responded()
    monkeypatch.setattr(standing, "is_second", lambda _report: True)
    assert "school" in open_duties(case)
    said = {"named": "Liaison Example", "what": "That there is an investigation", "by": case.worker, **THEN}
    telling.inform(alert=case.alert, kind="liaison", involved=case.a, **said)
    assert "school" not in open_duties(case)


def test_a_family_assessment_asks_for_needs_risk_and_outcome_and_for_no_team():
    case = responded("family assessment")
    assert {"needs", "risk", "assessment outcome"} <= open_duties(case) and "team" not in open_duties(case)
    need = serving.need(alert=case.alert, what="Food", known_from="The family", by=case.worker, at=LATER)
    serving.assess_risk(alert=case.alert, level="high", why="Alone at night.", by=case.worker, **THEN)
    assert not standing.refused_at_high_risk(case.report)
    until = date(2026, 4, 3)
    service = serving.offer(need=need, what="Pantry", why="Hunger", until=until, by=case.worker, **THEN)
    serving.step(service=service, kind="refused", attempts="Twice", note="Proud.", by=case.worker, **THEN)
    assert standing.refused_at_high_risk(case.report)
    said = {"outcome": "They eat.", "services": "None", "risk_removed": "The aunt is there."}
    serving.document_outcome(alert=case.alert, **said, by=case.worker, at=LATER)
    assert not {"needs", "risk", "assessment outcome"} & open_duties(case)


def test_a_referral_asks_for_its_reporter_only():
    case = responded("N")
    assert [duty.kind for duty in standing.standing(case.alert)] == ["reporter contact"]


def test_another_outcome_asks_for_nothing():
    assert standing.standing(responded("NCA").alert) == ()


def test_the_story_is_told_from_the_newest_back_and_without_what_was_corrected():
    case = responded()
    wrong = contact(case, child(case.a), happened_at=NOW + 5 * HOUR)
    contact(case, child(case.a), corrects=wrong, reason="It was earlier.", happened_at=NOW + 4 * HOUR)
    assess(case)
    said = {"where": "There", "well_being": "Well", "verified_by": "A call", "happened_at": NOW + 6 * HOUR}
    contacting.locate(alert=case.alert, involved=case.b, **said, by=case.worker, at=LATER)
    told = story.story(case.report)
    assert [one.kind for one in told] == ["located", "contact", "safety"]


def test_rows_call_themselves_by_keys_and_name_nobody():
    case = responded()
    made = contact(case, child(case.a), Whom("collateral", named="Neighbor Example"))
    safe = assess(case)
    step = safe.plan.create(who="Aunt Example", what="Sleeps there", until=date(2026, 3, 20))
    aunt = meeting.invite(
        alert=case.alert, role="family", named="Aunt Example", asked_by="Sam", by=case.worker, at=NOW + HOUR
    )
    meeting.invite(alert=case.alert, role="parent", named="Sam", by=case.worker, at=NOW + HOUR)
    others = [one.id for one in meetings.roles() if one.right and one.id != "parent"]
    how = {"takes_place_at": LATER, "where": "Our office", "about": "The plan", "none": others}
    held = meeting.set_meeting(alert=case.alert, **how, by=case.worker, at=NOW + HOUR)
    wish = meeting.invite_no_longer(invitee=aunt, by=case.worker, at=NOW + HOUR)
    rows = [made, *made.met.all(), safe, *safe.decisions.all(), step, aunt, held, wish, *held.invitations.all()]
    file = ResponseFile(contact=made, attachment=Attachment(pk=7))
    assert all(re.search(r"\d", str(row)) for row in rows) and str(file).startswith("attachment 7 of contact")
    assert not [row for row in rows if "Example" in str(row)]
    assert [row.invitee.named for row in meeting.untold(case.report)] == ["Aunt Example", "Sam"]


def test_who_may_not_respond_at_all():
    case = responded()
    assert responds(case.worker, case.alert) and not responds(making.user("screener"), case.alert)


def test_of_a_child_who_died_nobody_asks_whether_it_was_seen_or_is_safe():
    case = responded(settled=[("A", "child died", "yes")])
    assert {"observe child", "household children"} & open_duties(case) == {"household children"}
    contact(case, child(case.b))
    assert not {"observe child", "household children", "initiate"} & open_duties(case)
    met = case.report.clocks.exclude(met_at=None).values_list("kind", flat=True)
    assert {"observe child", "household children", "initiate"} & set(met) >= {"household children", "initiate"}
    said = {"answers": {item.id: "no" for item in FORM.items}, "decided": {"B": "safe"}, "form": FORM.id}
    said |= {"capacities": [], "interventions": [], "plan": [], "note": ""}
    assessing.assess(alert=case.alert, **said, by=case.worker, **THEN)
    assert "safety assessment" not in open_duties(case)
