"""What holds a report that is due to be removed: asked anew every night. Only reads; the holds are law (law/data/retention.toml)."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from oscr.agency.models import OfficeKind
from oscr.flow.addendum.models import Question
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion.models import Appeal, Flag
from oscr.flow.disposition.models import AdvocateReferral, DispositionRequest
from oscr.flow.ending.models import Ending
from oscr.flow.history.models import Reopened
from oscr.flow.report.models import Involvement, Report, Restriction
from oscr.flow.retention.belonging import rests_on
from oscr.flow.review.models import Call, Combined
from oscr.law import clocks
from oscr.law.retention import Hold, holds
from oscr.people.links import everything_about, persons_of


def held_by(report: Report, at: datetime) -> list[Hold]:
    """Everything that holds a report at a moment, in the order of the law; nothing where it goes."""
    found = (_of_report(hold, report, at) for hold in holds().values())
    return [hold for hold in found if hold]


def _of_report(hold: Hold, report: Report, at: datetime) -> Hold | None:
    """The hold where it holds this report, with its end where it has one."""
    if hold.id == "advocate":
        return _with_advocate(hold, report, at)
    return hold if (_clock_runs(report, at) if hold.id == "clock" else ASKED[hold.id](report)) else None


def _clock_runs(report: Report, at: datetime) -> bool:
    """A duty of the Division runs, or somebody's time to ask for something is not over: nobody marks that as met."""
    over = Q(kind__in=clocks.of_others(), due_at__lte=at)
    return Clock.objects.running().filter(report=report).exclude(over).exists()


def _appealed(report: Report) -> bool:
    return Appeal.objects.filter(person__report=report, result=None).exists()


def _flagged(report: Report) -> bool:
    """The last that was said of somebody is that they are flagged."""
    later = Flag.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    flags = Flag.objects.filter(person__report=report, state=Flag.State.FLAGGED)
    return flags.filter(~Exists(later)).exists()


def _requested(report: Report) -> bool:
    return DispositionRequest.objects.open().filter(report=report).exists()


def _with_advocate(hold: Hold, report: Report, at: datetime) -> Hold | None:
    """The Office of Child Advocate is another house: nobody here hears when it has done with a report."""
    referral = AdvocateReferral.objects.filter(report=report).first()
    held = hold.since(referral.at) if referral else None
    return held if held and held.until and held.until > at else None


def _in_review(report: Report) -> bool:
    return Call.objects.filter(report=report, review__result=None).exists()


def _reopened(report: Report) -> bool:
    return Reopened.objects.open().filter(report=report).exists()


def _sealed(report: Report) -> bool:
    return Restriction.objects.filter(report=report, why=Restriction.Why.SEALED).exists()


def _of_open_report(report: Report) -> bool:
    """Put to a report that an office responds to, made part of one, or telling of somebody in one."""
    linked = {*Ending.objects.filter(report=report).values_list("earlier", flat=True)}
    linked |= {*Combined.objects.filter(review__calls__report=report).values_list("report", flat=True)}
    tellings = list(report.involved.values_list("participant_id", flat=True))
    about = everything_about(persons_of(tellings).values())
    linked |= {*Involvement.objects.filter(participant__in=about).values_list("report", flat=True)}
    response = Clock.objects.running().owed().exclude(office__kind=OfficeKind.HOTLINE)
    return response.filter(report__in=linked - {None, report.pk}).exists()


def _asked(report: Report) -> bool:
    return Question.objects.open().filter(report=report).exists()


ASKED: dict[str, Callable[[Report], bool]] = {
    "appeal": _appealed,
    "registry": _flagged,
    "requested": _requested,
    "review": _in_review,
    "reopened": _reopened,
    "sealed": _sealed,
    "open-report": _of_open_report,
    "asked": _asked,
    "relied-on": rests_on,
}
