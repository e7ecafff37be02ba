"""Responses that are ready to be concluded, and conclusions, for tests."""

from datetime import date, timedelta
from types import SimpleNamespace

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion import actions
from oscr.flow.conclusion.actions import Found
from oscr.flow.response import assessing, contacting, serving, telling
from oscr.flow.response.guarding import UNGUARDED, Guarded, Whom
from oscr.law import conclusions, safety
from oscr.law.outcomes import REPORTS
from tests import making
from tests.flow.ending import calls
from tests.making import MINUTE, NOW

DAY = timedelta(days=1)
DONE = NOW + 20 * DAY  # when the work is done
BEFORE = ("complete", "update")  # what only the conclusion meets
TOLD = {
    "you": {"name": "Teresa Sealedname", "occupation": "teacher", "phone": "555-0177", "aware": "no"},
    "children": [
        {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years", "sex": "unknown"},
        {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 2, "age_unit": "years", "worried": False},
    ],
    "adults": [
        {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Father"},
        {"id": "p2", "first": "Kim", "last": "Cloverfield", "relation": "Mother"},
    ],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
    "places": {"home_address": "1 Example Lane", "home_county": making.BOONE},
    "story": {"what": "He has bruises and is afraid to go home."},
}
SAID = {name: f"For the test: {name}." for name in conclusions.fields()} | {
    "died_on": "2026-03-04",
    "court_on": "2026-03-05",
    "death_complete_on": "2026-03-06",
}


def people() -> SimpleNamespace:
    """Who works in Boone County."""
    office = Office.objects.get(fips=making.BOONE)
    return SimpleNamespace(
        office=office,
        worker=making.user(Role.WORKER, office),
        lead=making.user(Role.COUNTY_SUPERVISOR, office),
        other=making.user(Role.COUNTY_SUPERVISOR, office),
    )


def given(staff: SimpleNamespace, outcome: str = "investigation", **told) -> Alert:
    """An alert that the office acknowledged and gave to its worker."""
    if outcome == "investigation":
        alert = making.alerted(office=staff.office, of=making.sent(**(TOLD | told)))
    else:
        alert = calls.with_office(making.user(Role.SCREENER), outcome, NOW, staff.office, **(TOLD | told))
    assignment.acknowledge(alert=alert, by=staff.worker, at=NOW + 5 * MINUTE)
    assignment.assign(alert=alert, worker=staff.worker, by=staff.lead, at=NOW + 6 * MINUTE)
    return alert


def ready(staff: SimpleNamespace, outcome: str = "investigation", **told) -> Alert:
    """The same, with every duty done but the conclusion."""
    alert = given(staff, outcome, **told)
    worked(alert, staff.worker)
    return alert


def worked(alert: Alert, by) -> None:
    """Everybody seen and told, the safety assessed, and every clock met but what the conclusion meets."""
    report, then = alert.classification.report, {"by": by, "at": NOW + DAY}
    when = {"happened_at": NOW + 3 * MINUTE * 60}
    _met(alert, report, when | then)
    if alert.classification.outcome in REPORTS:
        form = safety.current(date(2026, 3, 3))
        decided = dict.fromkeys(report.involved.filter(part="child").values_list("code", flat=True), "safe")
        said = {"answers": {item.id: "no" for item in form.items}, "decided": decided, "form": form.id, "note": ""}
        assessing.assess(alert=alert, **said, capacities=[], interventions=[], plan=[], **when, **then)
        telling.inform(alert=alert, kind="parent", named="A parent", what="The notice", **when, **then)
        telling.use_team(alert=alert, used=False, why_not="For the test.", **then)
    if "assessment" in alert.classification.outcome:
        serving.need(alert=alert, what="A ride", known_from="The family", **then)
        serving.assess_risk(alert=alert, level="low", why="For the test.", **when, **then)
        serving.document_outcome(alert=alert, outcome="Done.", services="none", risk_removed="none", **then)
    for kind in Clock.objects.running().filter(report=report).exclude(kind__in=BEFORE).values_list("kind", flat=True):
        clock.meet_kind(report=report, kind=kind, by=by, at=NOW + DAY)


def _met(alert: Alert, report, how) -> None:
    """One contact with everybody: the children seen, the rights given."""
    children = [Whom("child", one, seen=True) for one in report.involved.filter(part="child")]
    suspects = [Whom("suspect", one) for one in report.involved.filter(suspect=True)]
    guarded = Guarded(rights="given", rights_minutes=2) if suspects else UNGUARDED
    told = {"place": "elsewhere", "result": "reached", "what": "For the test."}
    contacting.contact(alert=alert, whom=[*children, *suspects, Whom("reporter")], guarded=guarded, **told, **how)


def proposed(alert: Alert, by, kind: str = "unsubstantiated", found=None, at=DONE, **how):
    """A conclusion that waits."""
    law = conclusions.one(kind)
    said = {name: SAID[name] for name in (*law.needs, "death_complete_on")} | how.pop("said", {})
    if found is None:
        found = [Found("A", "beaten", "1" if law.names != "nobody" else "", law.chief)] if law.chief else []
    return actions.propose(alert=alert, kind=kind, said=said, found=found, **how, by=by, at=at)


def concluded(alert: Alert, staff: SimpleNamespace, kind: str = "unsubstantiated", at=DONE, **how):
    """A conclusion that stands."""
    row = proposed(alert, staff.worker, kind, at=at, **how)
    actions.approve(conclusion=row, by=staff.lead, at=at + MINUTE)
    return row
