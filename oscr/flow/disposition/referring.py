"""An unsubstantiated investigation goes to the Office of Child Advocate when its reporter asks; the Division has no choice in it.

RSMo 210.145.18. Not for a family assessment, which finds nothing. That it was unsubstantiated is known to the reporter only once the
office has told them: until then they hear what everybody hears to whom this is not open, whatever was concluded.
"""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.addendum.actions import must_be_reporter
from oscr.flow.addendum.models import Verification
from oscr.flow.conclusion.models import Conclusion, standing_of
from oscr.flow.disposition.actions import CITE
from oscr.flow.disposition.models import AdvocateReferral, DispositionAnswer
from oscr.flow.report.models import Report
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def refer(*, report: Report, by: User, at: datetime, verification: Verification | None = None) -> AdvocateReferral:
    """Refer an unsubstantiated investigation to the Office of Child Advocate, because its reporter asks online or, `verification` in
    hand, by phone. Raises Refused where the office has not told them that it was unsubstantiated, and when it was referred already."""
    must_be_reporter(report, verification, by, at)
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    first = AdvocateReferral.objects.filter(report=report).first()
    if first:
        when = date_format(local(first.at), _("M j, Y"))
        raise Refused(_("Your report was referred on %(when)s already.") % {"when": when}, CITE)
    conclusion = _told(report)
    if conclusion is None:
        raise Refused(
            _("This is open once the office has told you that an investigation of your report was unsubstantiated."),
            CITE,
        )
    row = AdvocateReferral.objects.create(report=report, conclusion=conclusion, verification=verification, by=by, at=at)
    if report.owner:
        to, language = report.owner.email, report.language
        leave(
            kind="advocate_referred",
            key=f"advocate_referred-{row.pk}",
            to=to,
            at=at,
            language=language,
            number=report.number,
        )
    write(act="advocate.referred", subject=report, by=by, at=at)
    return row


def may_refer(report: Report) -> bool:
    """Whether the reporter may ask for the referral: they were told that the investigation was unsubstantiated, which still stands."""
    return _told(report) is not None and not AdvocateReferral.objects.filter(report=report).exists()


def _told(report: Report) -> Conclusion | None:
    """The unsubstantiated conclusion that stands and that the reporter was told of."""
    conclusion = standing_of(report)
    if conclusion is None or not conclusion.law.unsubstantiated:
        return None
    told = DispositionAnswer.objects.filter(request__report=report, conclusion=conclusion)
    return conclusion if told.exists() else None
