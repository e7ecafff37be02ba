"""What else an office has in hand: chief investigators, law enforcement told and answering, a track changed, help asked of a neighbour.

Everybody is invented. Everything is written by the actions that the desks call.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from oscr.agency.models import ChiefInvestigator, LawEnforcementAgency, Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.demo import working
from oscr.demo.staff import DOMAIN, HOME
from oscr.demo.working import HOUR, MINUTE, Work
from oscr.flow.assignment import assisting
from oscr.flow.assignment.models import Alert
from oscr.flow.enforcement import actions as enforcement
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.flow.track import actions as track
from oscr.law import counties

FORGOT = "29227"  # Worth County: nobody named its chief investigator either
NEIGHBOUR = "29027"  # Callaway County, of the same circuit
Send = Callable[[dict[str, Any], Office, datetime], Alert | None]


def name_chiefs(*, at: datetime) -> None:
    """The supervisor of each office but one, as its circuit manager named them."""
    offices = Office.objects.exclude(kind=OfficeKind.HOTLINE).exclude(fips=FORGOT)
    leads = {one.office_id: one for one in User.objects.filter(role=Role.COUNTY_SUPERVISOR).order_by("-pk")}
    ChiefInvestigator.objects.bulk_create(
        ChiefInvestigator(office=office, user=leads[office.pk], since=at, entered_at=at) for office in offices
    )


def know_agencies() -> None:
    """A sheriff's office in each county; that of the last one has no e-mail."""
    every = list(counties.every())
    LawEnforcementAgency.objects.bulk_create(
        LawEnforcementAgency(
            name=f"{county.name} Sheriff (demonstration)",
            fips=county.fips,
            phone=f"573-555-01{number % 100:02d}",
            email=f"sheriff{number}@{DOMAIN}" if county != every[-1] else "",
        )
        for number, county in enumerate(every)
    )


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """Of investigations in Boone County: one with a link out, one that is assisted, one refused on the phone, one to which nobody
    answers, one that ended; of the family assessments one that became an investigation, and one with which the neighbour helps."""
    office, draw = Office.objects.get(fips=HOME), Random(17)
    for pathway, hours, then in CASES:
        told = next(story for story in stories if story["pathway"] == pathway)
        alert = send(told, office, at - hours * HOUR)
        if alert:
            work = working.of(alert, at)
            working.take(work)
            working.respond(work, draw, without=("police", "answer"))
            then(work)


def _told(work: Work, how: str, spoke_with: str = "") -> EnforcementNotice:
    return working.notify(work, work.alert.at + 25 * MINUTE, how=how, spoke_with=spoke_with)


def _link(work: Work) -> None:
    _told(work, "link")


def _assisted(work: Work) -> None:
    notice = _told(work, "phone", "Sergeant Example")
    said = {"result": "assists", "officer": "Deputy Example", "phone": "573-555-0199", "written": False}
    moment = work.until - HOUR
    enforcement.record_answer(notice=notice, **said, happened_at=moment, by=work.worker, at=moment)


def _refused(work: Work) -> None:
    notice = _told(work, "phone", "the dispatcher")
    said = {
        "result": "unable",
        "officer": "Deputy Example",
        "phone": "573-555-0199",
        "because": "Nobody is free this week.",
        "written": False,
    }
    moment = work.until - HOUR
    enforcement.record_answer(notice=notice, **said, happened_at=moment, by=work.worker, at=moment)


def _silent(work: Work) -> None:
    """Told by a link that nobody opened: the 24 hours are over."""
    _told(work, "link")


def _ended(work: Work) -> None:
    _told(work, "phone", "Sergeant Example")
    reason = "It was another family of the same name; what is left is a worry about food."
    agency, moment = LawEnforcementAgency.objects.get(fips=HOME), work.until - HOUR
    told = {"agency": agency, "how": "paper", "reason": reason}
    enforcement.notify_of_ending(alert=work.alert, **told, happened_at=moment, by=work.lead, at=moment)
    track.change(alert=work.alert, to="family assessment", reason=reason, by=work.lead, at=work.until - 50 * MINUTE)


def _begun(work: Work) -> None:
    reason = "The child showed the worker marks that the school had not seen."
    track.change(alert=work.alert, to="investigation", reason=reason, by=work.lead, at=work.until - 20 * MINUTE)


def _helped(work: Work) -> None:
    what = "The younger child stays with the grandmother in Fulton until Sunday: see him there, please."
    neighbour = Office.objects.get(fips=NEIGHBOUR)
    assisting.ask(alert=work.alert, office=neighbour, what=what, by=work.lead, at=work.until - 30 * MINUTE)


CASES: tuple[tuple[str, int, Callable[[Work], None]], ...] = (  # story, told so many hours ago, what came then
    ("beaten", 4, _link),
    ("sexual", 9, _assisted),
    ("beaten", 12, _refused),
    ("sexual", 32, _silent),
    ("beaten", 7, _ended),
    ("bruises", 20, _begun),
    ("hungry", 23, _helped),
)
