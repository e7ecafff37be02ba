"""Whether a call may be put to an earlier report: the matrix, the questions, the state and the urgency of both. Only reads.

CWM 3.3 (duplicates), 3.3.1 (already investigated), 2.1.4 (added information to an open report). Nothing urgent is put aside: a call
that asks for a faster response than the earlier report, or that makes more of it, is classified.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import decision_now, protocol_for
from oscr.flow.ending.models import Ending, complete_or_open
from oscr.flow.ending.together import NO_HURRY, decided_together, hours
from oscr.flow.report.models import Report
from oscr.law import call_kinds, duplicates
from oscr.law.call_kinds import Kind
from oscr.law.refusal import Refused

ADDED, INVESTIGATED = "added-information", "already-investigated"
AT_ONCE = 3  # hours: an answer that nobody may wait for, even where an office was done with the incident


def check(
    *, how: Kind, report: Report, earlier: Report | None, answers: Mapping[str, str], text: str, by: User
) -> Alert:
    """The alert of the earlier report, locked, where this call may be put to it. Raises Refused, which says why not."""
    if earlier is None or not Report.objects.visible_to(by).filter(pk=earlier.pk).exists():
        raise Refused(_("Give the call number of the earlier report."), field="earlier")
    if earlier.pk == report.pk:
        raise Refused(_("This is the call itself: give the number of the earlier report."), field="earlier")
    if first := Ending.objects.filter(report=earlier, earlier__isnull=False).select_related("earlier").first():
        told = _("That call was put to %(number)s itself: use that number.")
        raise Refused(told % {"number": first.earlier and first.earlier.number}, field="earlier")
    said = _outcome_of(earlier)
    if how.id != ADDED:
        _check_cell(report, said, text)
    alert = standing(alert=alert_for(earlier))
    _check_state(how, earlier, alert)
    if against := call_kinds.first_against(how.id, answers):
        raise Refused(against.otherwise, cite=against.cite, field=against.id)
    _check_urgency(how, report, alert)
    if how.id == ADDED:
        _check_adds_nothing_more(report, earlier, said)
    return alert


def cell_for(report: Report, earlier: Report) -> duplicates.Cell:
    """What the matrix says of this call and the earlier report. Raises Refused where the earlier one is not classified."""
    return duplicates.cell(decision_now(report).outcome, _outcome_of(earlier))


def alert_for(earlier: Report) -> Alert:
    """The alert by which an office has the earlier report. Raises Refused where none has it."""
    found = Alert.objects.current().filter(classification__report=earlier).select_related("office", "classification")
    alert = found.order_by("-pk").first()
    if alert is None:
        raise Refused(_("No office has that report: nobody there would read this call. Classify it."), field="earlier")
    return alert


def _outcome_of(earlier: Report) -> str:
    decided = earlier.classifications.filter(superseded_by=None).first()
    if decided is None:
        raise Refused(_("That report still waits at the hotline: it is classified first."), field="earlier")
    return decided.outcome


def _check_cell(report: Report, said: str, text: str) -> None:
    cell = duplicates.cell(decision_now(report).outcome, said)
    if not cell.allowed:
        raise Refused(cell.text, cite=cell.cite, field="earlier")
    if cell.with_care and not text:
        raise Refused(_("Referrals are put together with care: say why the two are one."), cite=cell.cite, field="text")


def _check_state(how: Kind, earlier: Report, alert: Alert) -> None:
    complete = complete_or_open(earlier, alert.office) == "complete"
    if how.id == INVESTIGATED and not complete:
        raise Refused(_("The office still responds to that report: this call is a duplicate of it, or adds to it."))
    if how.id != INVESTIGATED and complete:
        raise Refused(_("The office is done with that report: nobody would respond. Classify this call."))


def _check_urgency(how: Kind, report: Report, alert: Alert) -> None:
    now = hours(decision_now(report))
    before = alert.classification.decision["priority"]["hours"] or NO_HURRY
    if now <= AT_ONCE if how.id == INVESTIGATED else now < before:
        told = _("This call asks for a faster response than the earlier report has. Classify it, and send its alert.")
        raise Refused(told, cite="13 CSR 35-31.020")


def _check_adds_nothing_more(report: Report, earlier: Report, said: str) -> None:
    law = protocol_for(earlier)
    alone = decision_now(report)
    together = decided_together(report=earlier, call=report)
    before = decision_now(earlier)
    found = min(alone.outcome, together.outcome, key=law.rank)
    faster = hours(together) < hours(before)
    if law.rank(found) < law.rank(said) or faster:
        told = _(
            "With what this call adds the protocol says more than the report was: %(outcome)s. Classify this call."
        )
        raise Refused(told % {"outcome": law.label(found)}, cite="13 CSR 35-31.020")
