"""The reporter's sealed page, under the CA/N Records Cover Sheet: for the person to whom it was disclosed, for that purpose.

RSMo 210.150; CWM 5.3.1. The act that allows and records it is `flow.assignment.releasing`. Nothing of it is kept.
"""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.can1.served import as_file, texts
from oscr.flow.assignment.models import Disclosure
from oscr.flow.inquiry.models import Release
from oscr.flow.report.models import Report
from oscr.law import can1, reporters
from oscr.notices.pdf import release_pdf
from oscr.people.models import Reporter
from oscr.ui.templatetags.ui import exact_time, local_time

LABELS = {
    "name": gettext_lazy("Name"),
    "employer": gettext_lazy("Employer"),
    "phone": gettext_lazy("Phone"),
    "callback": gettext_lazy("Call back at"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "relation": gettext_lazy("Relation to the child"),
    "best_time": gettext_lazy("Best time and way to reach them"),
    "language": gettext_lazy("Language they want to be called in"),
}


def identity_of(told_by: Reporter) -> list[tuple[str, str]]:
    """Who told, as far as they said: what the sealed page shows on screen and on paper."""
    identity = told_by.identity
    return [(str(label), identity[name]) for name, label in LABELS.items() if identity.get(name)]


def paper(report: Report, given: Disclosure, at: datetime) -> HttpResponse:
    """Cover sheet and sealed page as PDF/UA, under a disclosure that was approved."""
    to = f"{given.to}, {given.to.get_role_display()}, {given.to.office}"
    return _paper(report, to, given.get_purpose_display(), given, at)


def paper_outside(report: Report, given: Release, at: datetime) -> HttpResponse:
    """The same under a release to somebody outside the Division."""
    return _paper(report, f"{given.person}, {given.agency} ({_(given.law.label)})", given.need, given, at)


def _paper(report: Report, to: str, purpose: str, given: Disclosure | Release, at: datetime) -> HttpResponse:
    work = next((one.label for one in reporters.every() if one.id == report.reporter.occupation), "")
    who = identity_of(report.reporter) or [(str(LABELS["name"]), _("The reporter did not say."))]
    who += [(_("Work"), work)] if work else []
    who += [(_("Mandated"), _("Yes") if report.reporter.mandated else _("No"))]
    data = {
        **texts(_("CA/N Records Cover Sheet, call %(number)s") % {"number": report.number}, at),
        "number": report.number,
        "cover": _("CA/N Records Cover Sheet"),
        "sealed": _("Who reported"),
        "keep": _("Keep this page apart from the CA/N-1."),
        "rules": [{"text": one.text, "cite": one.cite} for one in can1.cover()],
        "given": [
            (_("Call number"), report.number),
            (_("Given to"), to),
            (_("For the purpose"), purpose),
            (_("Approved by"), f"{given.by}, {local_time(given.at)}"),
            (_("Date of this copy"), exact_time(at)),
        ],
        "who": who,
    }
    return as_file(release_pdf(data, at), f"sealed-{report.number}.pdf")
