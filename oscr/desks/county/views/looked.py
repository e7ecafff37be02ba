"""Who looked at a record and what was done with it, for supervisors (ASVS 16.3; RSMo 210.150).

The reporter's own acts are in the record too: they are shown without who they are.
"""

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import reads
from oscr.flow.assignment.models import Alert
from oscr.record.actions import name_of
from oscr.record.models import SEARCHED, Entry

MOST = 200
SAID = {  # acts of the record in words; an act without words shows its code alone
    "looked": _("Looked at it"),
    "report.sent": _("Sent the report online"),
    "report.taken_down": _("Wrote the call down"),
    "report.made_of_calls": _("Made it of several calls"),
    "report.claimed": _("Claimed it at the hotline"),
    "report.released": _("Put it back into the queue"),
    "report.settled": _("Settled facts"),
    "classification.made": _("Classified it"),
    "classification.lower_proposed": _("Proposed a lower outcome"),
    "classification.lower_ruled": _("Ruled on the proposal"),
    SEARCHED: _("Was shown it by a search for people"),
    "report.restricted": _("Restricted it"),
    "alert.sent": _("Sent the alert"),
    "alert.acknowledged": _("Acknowledged the alert"),
    "callout.climbed": _("Called the next level of the office"),
    "callout.attempted": _("Called somebody of the office by phone"),
    "report.corrected": _("Corrected it and sent it again"),
    "clocks.moved": _("Handed clocks over to another office"),
    "clocks.lifted": _("Ended duties that a correction took away"),
    "dispute.opened": _("Disputed the screening"),
    "dispute.answered": _("Answered the dispute"),
    "transfer.proposed": _("Asked another office to take it over"),
    "transfer.answered": _("Answered the transfer"),
    "response.assigned": _("Assigned a worker"),
    "reporter.disclosed": _("Disclosed the reporter to somebody"),
    "reporter.asked_for": _("Asked to see the reporter"),
    "reporter.refused": _("Refused to disclose the reporter"),
    "reporter.released": _("Took a copy that names the reporter, with its cover sheet"),
    "disposition.asked": _("Asked how it ended"),
    "disposition.answered": _("Told the reporter how it ended"),
    "findings.decided": _("Decided whether the reporter learns the findings"),
    "advocate.referred": _("Referred it to the Office of Child Advocate"),
    "report.shared": _("Shared something of it with an agency elsewhere"),
    "clocks.started": _("Started clocks"),
    "clock.met": _("Marked a duty as done"),
    "clock.rang": _("Told the next level that a duty is overdue"),
}


@reads(Alert, key=KEY)
def looked(request, alert):
    """The newest entries of the record about this alert and its report."""
    report = alert.classification.report
    about = [name_of(alert), name_of(report), *(name_of(one) for one in report.involved.all()[:1])]
    newest = Entry.objects.select_related("by", "by__office").order_by("-seq")
    of_it = newest.filter(subject__in=about)[:MOST]
    showed_it = newest.filter(act=SEARCHED, details__contains={"shown": [report.number]})[:MOST]
    entries = sorted({*of_it, *showed_it}, key=lambda entry: -entry.seq)
    said = [(entry, SAID.get(entry.act, "")) for entry in entries[:MOST]]
    context = {"alert": alert, "entries": said, "most": MOST}
    return TemplateResponse(request, "county/looked.html", context)
