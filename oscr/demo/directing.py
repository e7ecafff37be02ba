"""What else an office has in hand: chief investigators, law enforcement told and answering, a track changed, help asked of a neighbour.

Everybody is invented. Everything is written by the actions that the desks call.
"""

from datetime import datetime, timedelta

from oscr.agency.models import ChiefInvestigator, LawEnforcementAgency, Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.demo.staff import DOMAIN, HOME
from oscr.flow.assignment import assisting
from oscr.flow.assignment.models import Alert
from oscr.flow.enforcement import actions as enforcement
from oscr.flow.track import actions as track
from oscr.flow.track.now import current_of
from oscr.law import counties

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FORGOT = "29227"  # Worth County: nobody named its chief investigator either
NEIGHBOUR = "29027"  # Callaway County, of the same circuit
COUNTIES = (HOME, NEIGHBOUR, "29051", "29007", "29077", "29095", "29097", "29099", "29165", "29183", "29189", "29510")
TRACKS = ("investigation", "family assessment")
TOLD = "A child is said to be hurt at home. The call number is above; the worker who called tells the rest."


def name_chiefs(*, at: datetime) -> None:
    """The supervisor of each office but one, as its circuit manager named them."""
    offices = Office.objects.exclude(kind=OfficeKind.HOTLINE).exclude(fips=FORGOT)
    leads = {one.office_id: one for one in User.objects.filter(role=Role.COUNTY_SUPERVISOR).order_by("-pk")}
    ChiefInvestigator.objects.bulk_create(
        ChiefInvestigator(office=office, user=leads[office.pk], since=at, entered_at=at) for office in offices
    )


def know_agencies() -> None:
    """A sheriff's office in each of a dozen counties; one has no e-mail."""
    LawEnforcementAgency.objects.bulk_create(
        LawEnforcementAgency(
            name=f"{counties.name_of(fips)} Sheriff (demonstration)",
            fips=fips,
            phone=f"555-02{number:02d}",
            email=f"sheriff{number}@{DOMAIN}" if number != len(COUNTIES) - 1 else "",
        )
        for number, fips in enumerate(COUNTIES)
    )


def seed(*, at: datetime) -> None:
    """Of the investigations in Boone County: one with a link out, one that is assisted, one refused on the phone, one that ended; of the
    family assessments one that became an investigation, and one with which the neighbour helps."""
    office = Office.objects.get(fips=HOME)
    people = User.objects.filter(office=office).order_by("pk")
    lead, worker = people.filter(role=Role.COUNTY_SUPERVISOR)[0], people.filter(role=Role.WORKER)[0]
    sheriff = LawEnforcementAgency.objects.get(fips=HOME)
    found = Alert.objects.current().filter(office=office, acknowledgement__isnull=False)
    free = found.filter(classification__report__restriction=None).select_related("classification__report", "office")
    alerts = list(free.order_by("-pk"))
    tracks = current_of([one.classification.report_id for one in alerts])
    of = {name: [one for one in alerts if tracks[one.classification.report_id].outcome == name] for name in TRACKS}
    for alert, tell in zip(of["investigation"], (_link, _assisted, _refused, _ended), strict=False):
        tell(alert, sheriff, lead, worker, at)
    for alert, change in zip(of["family assessment"], (_begun, _helped), strict=False):
        change(alert, lead, at)


def _told(alert: Alert, sheriff: LawEnforcementAgency, worker: User, at: datetime, how: str, spoke_with: str = ""):
    moment = max(at - 5 * HOUR, alert.at + MINUTE)
    said = {"how": how, "spoke_with": spoke_with, "text": TOLD, "happened_at": moment}
    return enforcement.notify(alert=alert, agency=sheriff, **said, by=worker, at=moment)


def _link(alert: Alert, sheriff: LawEnforcementAgency, _lead: User, worker: User, at: datetime) -> None:
    _told(alert, sheriff, worker, at, "link")


def _assisted(alert: Alert, sheriff: LawEnforcementAgency, _lead: User, worker: User, at: datetime) -> None:
    notice = _told(alert, sheriff, worker, at, "phone", "Sergeant Example")
    said = {"result": "assists", "officer": "Deputy Example", "phone": "555-0199", "written": False}
    enforcement.record_answer(notice=notice, **said, happened_at=at - HOUR, by=worker, at=at - HOUR)


def _refused(alert: Alert, sheriff: LawEnforcementAgency, _lead: User, worker: User, at: datetime) -> None:
    notice = _told(alert, sheriff, worker, at, "phone", "the dispatcher")
    said = {"result": "unable", "because": "Nobody is free this week.", "written": False}
    enforcement.record_answer(notice=notice, **said, happened_at=at - HOUR, by=worker, at=at - HOUR)


def _ended(alert: Alert, sheriff: LawEnforcementAgency, lead: User, worker: User, at: datetime) -> None:
    _told(alert, sheriff, worker, at, "phone", "Sergeant Example")
    reason = "It was another family of the same name; what is left is a worry about food."
    told = {"agency": sheriff, "how": "paper", "reason": reason}
    enforcement.notify_of_ending(alert=alert, **told, happened_at=at - HOUR, by=lead, at=at - HOUR)
    track.change(alert=alert, to="family assessment", reason=reason, by=lead, at=at - 50 * MINUTE)


def _begun(alert: Alert, lead: User, at: datetime) -> None:
    reason = "The child showed the worker marks that the school had not seen."
    track.change(alert=alert, to="investigation", reason=reason, by=lead, at=at - 20 * MINUTE)


def _helped(alert: Alert, lead: User, at: datetime) -> None:
    what = "The younger child stays with the grandmother in Fulton until Sunday: see him there, please."
    neighbour = Office.objects.get(fips=NEIGHBOUR)
    assisting.ask(alert=alert, office=neighbour, what=what, by=lead, at=at - 30 * MINUTE)
