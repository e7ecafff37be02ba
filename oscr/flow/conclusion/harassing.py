"""A report that was made maliciously or to harass, referred to the prosecutor: after the conclusion and never before (RSMo 210.145.12).

Whoever screened, responded or concluded hears nothing of it until the report is concluded as unsubstantiated, and it lowers nothing:
it is asked for when the work is done. From then on the report counts no more among the prior reports of the people it names.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion import lettering
from oscr.flow.conclusion.models import Conclusion, Suspicion, standing_of
from oscr.flow.report.models import Report
from oscr.law import conclusions
from oscr.law.refusal import Refused
from oscr.record.actions import write

PROSECUTOR = "prosecutor"


@transaction.atomic
def refer(
    *, conclusion: Conclusion, indicators: Sequence[str], evidence: str, prosecutor: str, by: User, at: datetime
) -> Suspicion:
    """Refer a report to the prosecutor of `prosecutor` (a county, in words): its letter is written, and is due 45 days after the
    conclusion. Raises Refused unless the conclusion stands and is unsubstantiated, without a sign, and without evidence."""
    require(by, Permission.APPROVE_CONCLUSION)
    alert = Alert.objects.select_for_update(of=("self",), no_key=True).get(pk=conclusion.alert_id)
    if not Alert.objects.in_hand_of(by).filter(pk=alert.pk).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": alert.office})
    if not may_follow(conclusion):
        raise Refused(_("Only after a report was concluded as unsubstantiated."), "RSMo 210.145.12")
    if Suspicion.objects.filter(conclusion=conclusion).exists():
        raise Refused(_("This report was referred already."))
    chosen = [one for one in conclusions.indicators() if one in indicators]
    if not chosen:
        raise Refused(_("Choose at least one sign."), field="indicators")
    if not evidence.strip():
        raise Refused(_("Say what the suspicion rests on: the prosecutor reads it."), field="evidence")
    to = (
        _("The prosecuting or circuit attorney, %(county)s") % {"county": prosecutor.strip()}
        if prosecutor.strip()
        else ""
    )
    letter = lettering.write_one(conclusion=conclusion, kind=PROSECUTOR, person=None, by=by, at=at, to=to)
    row = Suspicion.objects.create(
        conclusion=conclusion, indicators=chosen, evidence=evidence.strip(), letter=letter, by=by, at=at
    )
    report = alert.classification.report
    since, flags = conclusion.reply.at, {"harassment": "yes"}
    clock.start_upon(report=report, event="concluded", since=since, flags=flags, office=alert.office, by=by, at=at)
    write(act="harassment.referred", subject=report, by=by, at=at, indicators=chosen)
    return row


def may_follow(conclusion: Conclusion) -> bool:
    """Whether a suspicion may be raised at all: the conclusion stands, and is unsubstantiated."""
    standing = standing_of(conclusion.alert.classification.report)
    return standing == conclusion and conclusion.law.unsubstantiated


def may_refer(conclusion: Conclusion, user: User) -> bool:
    """Whether a user is asked for signs of harassment: a supervisor, where it may follow and did not yet."""
    leads = can(user, Permission.APPROVE_CONCLUSION)
    in_hand = Alert.objects.in_hand_of(user).filter(pk=conclusion.alert_id).exists()
    asked = leads and in_hand and may_follow(conclusion)
    return asked and not Suspicion.objects.filter(conclusion=conclusion).exists()


def harassing(reports: Collection[int]) -> set[int]:
    """Which of these reports (keys) were referred as harassing, by a conclusion that stands."""
    referred = Suspicion.objects.filter(
        conclusion__alert__classification__report=OuterRef("pk"), conclusion__reply__replaced_by=None
    )
    return set(Report.objects.filter(Exists(referred), pk__in=reports).values_list("pk", flat=True))
