"""The CA/N-1 on screen: everything that was told and decided, nothing of who told it; who may see it, and the trace of each look."""

import json

import pytest
from lxml import html

from oscr.desks.can1 import document
from oscr.desks.can1.blocks import Items, Rows
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment.restricting import restrict
from oscr.flow.call.actions import case_now
from oscr.flow.classification.models import Classification
from oscr.flow.correction.actions import correct
from oscr.flow.history import actions as linking
from oscr.law import can1
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.desks.can1 import families
from tests.desks.can1.conftest import LATER
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
AT_SCHOOL = families.WHOLE["places"] | {"setting": "school"}
STAFF = [{"id": "s1", "person": "p1", "facts": {"suspect is staff": "yes", "suspect had care": "yes"}}]


def decided(report, outcome: str, by) -> Classification:
    """A decision as it would be stored, whatever the protocol says on these facts."""
    law = document.protocol_for(report)
    decision = law.decide(case_now(report))
    said = {"recommended": decision.outcome, "case": report.case, "decision": json.loads(decision.to_json())}
    how = {"protocol_hash": law.hash, "as_of": law.as_of, "reason": "For the test.", "by": by, "at": NOW + MINUTE}
    return Classification.objects.create(report=report, outcome=outcome, **said, **how)


def page_of(alert) -> str:
    return f"/county/alerts/{alert.number}/can1/"


def words(response) -> str:
    """The text of a page with single spaces."""
    return " ".join(html.fromstring(response.content).text_content().split())


def part(response, slug: str) -> str:
    """The text of one section."""
    (found,) = html.fromstring(response.content).xpath(f'//section[@id="{slug}"]')
    return " ".join(found.text_content().split())


def section(made: document.Document, slug: str):
    return next(one for one in made.sections if one.slug == slug)


def test_everything_the_manual_lists_stands_in_its_place(alerted, staff, browser_of):
    alert = alerted()
    got = browser_of(staff.worker).get(page_of(alert))
    said = {
        "classification": (
            "Investigation",
            "respond within 3 hours",
            "Boone County",
            "Online",
            "For the test.",
        ),
        "actions": ("RSMo 210.145",),
        "children": (
            "A. Robin Cloverfield",
            "Victim child",
            "8 years",
            "At school: Example School",
            "Bosnian",
            "B. Wren",
        ),
        "adults": ("1. Alex Cloverfield", "Alleged perpetrator", "555-0101", "2. Sam Cloverfield", "Grandparent"),
        "places": (
            "1 Example Lane",
            "Boone",
            "Behind the mill",
            "Grandparent works at the depot",
            "within 24 hours No",
        ),
        "caretakers": ("A Robin Cloverfield, 1 Alex Cloverfield", "Parent, step-parent", "Yes", "Unknown", "not asked"),
        "incident": (
            "Sunday evening",
            "In the kitchen",
            "Cole",
            "did not want to go home",
            "She said that it hurt.",
            "dog",
        ),
        "danger": ("Child in danger now No", "Afraid to go home Yes"),
        "household": (
            "Other children named 1 (B)",
            "hurt or threatened Yes",
            "domestic violence Yes",
            "knows of the report Yes",
        ),
        "done": ("Police were told", "The nurse looked at it."),
        "history": ("As known on Mar 3, 2026, 9:01 a.m. Central, not since.", "No earlier report"),
        "clocks": ("Response initiated", "Mar 4, 2026, 9:00 a.m.", "end of Apr 17, 2026", "not yet"),
        "changes": (str(staff.screener), "Boone County"),
        "provenance": (str(staff.screener), alert.classification.protocol_hash, "draft, not approved"),
    }
    for slug, texts in said.items():
        for text in texts:
            assert text in part(got, slug), slug


def test_each_pathway_ends_with_its_conditions_met_and_not_met_with_source_and_standing(alerted, staff):
    """Manual 2.1.2.1: several pathways, one meets a condition, one does not."""
    alert = alerted()
    made = document.of_report(alert.classification.report, staff.worker)
    conditions = alert.classification.decision["conditions"]
    by_name = {one.title: one.blocks for one in section(made, "pathways").parts}
    assert set(conditions) == set(families.PATHWAYS)
    assert any(met for met, _not_met in conditions.values()) and not all(met for met, _not_met in conditions.values())
    law = document.protocol_for(alert.classification.report)
    for slug, (met, not_met) in conditions.items():
        lists = {one.title: one.items for one in by_name[law.pathways[slug].name] if isinstance(one, Items)}
        assert len(lists.get("Conditions for a CA/N Report", ())) == len(met)
        assert len(lists.get("Non CA/N Conditions", ())) == len(not_met)
        assert all(item.cite and item.tag for items in lists.values() for item in items)
    rows = [one for one in by_name["Beaten/injured"] if isinstance(one, Rows)]
    assert ("Choked, smothered or breath cut off", "No") in rows[0].rows


def test_who_reported_is_nowhere_not_even_by_their_profession(alerted, staff, browser_of):
    alert = alerted()
    for person, address in ((staff.worker, page_of(alert)), (staff.lead, f"/hotline/reports/{alert.number}/can1/")):
        text = browser_of(person).get(address).content.decode()
        for said in (*families.SEALED, "physician", alert.classification.report.owner.email):
            assert said not in text
        for fact in can1.sealed():
            assert document.protocol_for(alert.classification.report).facts[fact].screener not in text


@pytest.mark.parametrize(
    ("setting", "suspects", "name"),
    [("school", STAFF, "3. Example School"), ("school", families.WHOLE["suspects"], ""), ("home", STAFF, "")],
)
def test_a_school_is_listed_as_a_parent_out_of_home_only(alerted, staff, browser_of, setting, suspects, name):
    alert = alerted(places=AT_SCHOOL | {"setting": setting}, suspects=suspects)
    text = part(browser_of(staff.worker).get(page_of(alert)), "adults")
    assert ("Listed as a parent: facility" in text) is bool(name)
    assert name in text
    assert ("CWM 5.6" in text) is bool(name)


def test_a_facility_that_nobody_named_is_still_listed(alerted, staff, browser_of):
    children = [{"id": "c1", "first": "Robin"}]
    places = {"setting": "residential", "children": {"c1": {"kind": "residential", "where": "House on the hill"}}}
    text = part(
        browser_of(staff.worker).get(page_of(alerted(places=places, suspects=STAFF, children=children))), "adults"
    )
    assert "3. House on the hill" in text
    bare = alerted(places={"setting": "school"}, suspects=STAFF, children=children)
    assert "3. Name of the facility not known" in part(browser_of(staff.worker).get(page_of(bare)), "adults")


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("P", "Non-CA/N Referral"),
        ("N", "Non-CA/N Referral"),
        ("family assessment", "CA/N-1"),
        ("NCA", "Non-CA/N Referral"),
    ],
)
def test_each_outcome_has_its_title(staff, browser_of, outcome, title):
    made = decided(making.sent(**families.WHOLE), outcome, staff.screener)
    got = browser_of(staff.screener).get(f"/hotline/reports/{made.report.number}/can1/")
    (heading,) = html.fromstring(got.content).xpath("//h1")
    assert heading.text_content().startswith(title)
    assert document.protocol_for(made.report).label(outcome) in words(got)


@pytest.mark.parametrize("tail", ["", "paper/"])
def test_what_is_not_classified_has_none(staff, browser_of, tail):
    got = browser_of(staff.screener).get(f"/hotline/reports/{making.sent().number}/can1/{tail}")
    assert got.status_code == 409
    assert "not classified yet" in words(got)
    with pytest.raises(Refused):
        document.of_report(making.sent(), staff.screener)


def test_of_a_call_with_nothing_in_it_everything_says_so(alerted, staff, browser_of):
    made = making.alerted(staff.screener, staff.office, of=making.sent(**families.empty()))
    got = browser_of(staff.worker).get(page_of(made))
    assert "Name unknown" in part(got, "children")
    assert "Nothing is known." in part(got, "places")
    assert "No pathway was taken." in part(got, "pathways")
    assert "?" in part(got, "incident")


def test_earlier_reports_are_told_as_they_were_known_and_restricted_ones_counted(alerted, staff, browser_of):
    earlier, hidden = (
        making.classified(staff.screener, at=NOW - 60 * MINUTE, of=making.sent(at=NOW - 90 * MINUTE)) for _n in (1, 2)
    )
    report = making.sent(**families.WHOLE)
    child = report.involved.get(code="A").participant
    for one in (earlier, hidden):
        other = one.report.involved.get(code="A").participant
        linking.link(one=child, other=other, reason="For the test.", by=staff.screener, at=NOW)
    restrict(report=hidden.report, why="conflict", by=staff.lead, at=NOW)
    alert = making.alerted(staff.screener, staff.office, of=report)
    text = part(browser_of(staff.worker).get(page_of(alert)), "history")
    assert f"{earlier.report.number} Mar 3, 2026 Investigation A" in text
    assert hidden.report.number not in text
    assert "1 more report is restricted." in text


def test_corrections_and_additions_stand_in_order_with_their_times(alerted, staff, browser_of):
    alert = alerted()
    report = alert.classification.report
    at = NOW + 4 * MINUTE
    addendum.add(report=report, kind="added", text="There is a second dog.", by=report.owner, at=at)
    correct(
        alert=alert,
        facts=[],
        outcome="investigation",
        office=alert.office,
        additions=[("A", "Her birthday is in May.")],
        reason="It was misheard.",
        by=staff.lead,
        at=at + MINUTE,
    )
    got = browser_of(staff.worker).get(page_of(alert))
    text = part(got, "changes")
    places = [
        text.index(one) for one in ("Investigation", "There is a second dog.", "It was misheard.", "A: Her birthday")
    ]
    assert places == sorted(places)
    assert "Mar 3, 2026, 9:04 a.m. Something new from the reporter" in text
    assert "Corrected yes: see the corrections at the end" in words(got)


def test_a_restricted_report_follows_its_rule_and_says_so(alerted, staff, browser_of):
    alert = alerted()
    restrict(report=alert.classification.report, why="sealed", by=staff.lead, at=LATER)
    assert browser_of(staff.worker).get(page_of(alert)).status_code == 404
    assert browser_of(staff.screener).get(f"/hotline/reports/{alert.number}/can1/").status_code == 404
    assert "Restricted yes" in words(browser_of(staff.circuit).get(page_of(alert)))


def test_every_look_and_every_copy_is_recorded(alerted, staff, browser_of):
    alert = alerted()
    for tail in ("", "paper/"):
        browser_of(staff.worker).get(page_of(alert) + tail)
        browser_of(staff.lead).get(f"/hotline/reports/{alert.number}/can1/{tail}")
    looks = Entry.objects.filter(act="looked").values_list("details__route", "by")
    assert set(looks) == {
        ("county:can1", staff.worker.pk),
        ("county:can1_paper", staff.worker.pk),
        ("hotline:can1", staff.lead.pk),
        ("hotline:can1_paper", staff.lead.pk),
    }


def test_both_pages_lead_to_it(alerted, staff, browser_of):
    alert = alerted()
    assert page_of(alert) in browser_of(staff.worker).get(f"/county/alerts/{alert.number}/").content.decode()
    own = f"/hotline/reports/{alert.number}/"
    assert f"{own}can1/" in browser_of(staff.screener).get(own).content.decode()
