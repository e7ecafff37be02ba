"""After sending: the confirmation, the reporter's own record of it, and where the report stands (RSMo 210.145.18; OSCR FAQ)."""

from datetime import timedelta

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oscr.desks import rights
from oscr.desks.attached import rows
from oscr.desks.doors import reads
from oscr.desks.interview.summary import Part, summary
from oscr.flow import docket
from oscr.flow.addendum.actions import mails_of
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Report
from oscr.notices.pdf import report_pdf
from oscr.ui.templatetags.ui import exact_time

REVIEWED_FROM, REVIEWED_BY = timedelta(hours=1), timedelta(hours=3)  # OSCR FAQ: "processed within 1-3 hours"


@reads(Report)
def confirmation(request, report):
    """The call number, when it arrived, until when a person reviews it, and what happens next."""
    context = {
        "report": report,
        "from": report.received_at + REVIEWED_FROM,
        "by": report.received_at + REVIEWED_BY,
    }
    return TemplateResponse(request, "reporter/confirmation.html", context)


@reads(Report)
def status(request, report):
    """Where a report stands, whom to call about it, and the reporter's rights."""
    context = {"report": report, "line": docket.line(report), "by": report.received_at + REVIEWED_BY}
    context |= {"addenda": report.addenda.select_related("heeded"), "mails": mails_of(report)}
    context |= {
        "questions": report.questions.select_related("reply"),
        "files": rows(Attachment.objects.of(report.token)),
    }
    context |= {"rights": rights.of(report, get_language() or "en")}
    return TemplateResponse(request, "reporter/status.html", context)


@reads(Report)
def record(request, report):
    """Everything that was sent, as a PDF that a screen reader can read: every question, skipped ones too.

    Who reported is sealed from others; this is the reporter's own copy, so it says what they said of themselves, too.
    """
    told = {**report.told, "you": {**report.told["you"], **report.reporter.identity}}
    parts = [
        {"title": _heading(part), "rows": [{"label": row.label, "text": row.text} for row in part.rows]}
        for part in summary(told, report.received_at)
    ]
    data = {
        "lang": get_language() or "en",
        "title": _("Report %(number)s") % {"number": report.number},
        "number": report.number,
        "received": _("Received by the hotline on %(time)s") % {"time": exact_time(report.received_at)},
        "printed": _("This copy was made on %(time)s") % {"time": exact_time(request.at)},
        "note": _("Keep this copy safe: it names children. To add or correct something, call 1-800-392-3738."),
        "boxes": _("A box stands for a letter that cannot be printed here. The hotline has it as you typed it."),
        "question": _("Question"),
        "answer": _("Answer"),
        "page": _("Page {page} of {pages}"),
        "parts": parts,
    }
    response = HttpResponse(report_pdf(data, request.at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="report-{report.number}.pdf"'
    return response


def _heading(part: Part) -> str:
    """On paper one person's answers stand under their page's title, too: the same name may come as parent and as suspect."""
    return f"{part.page.title}: {part.title}" if part.entry else str(part.title)
