"""The CA/N-1 put together: what a worker reads first at the top, the story and the pathways after, who decided at the end.

Only reads. The reporter is not in it: of what they said of themselves it takes whether the family knows of the report. Serves
manual 2.1.1.1 and 2.1.2.1.
"""

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.desks.can1 import decided, since, told
from oscr.desks.can1.answers import Answers
from oscr.desks.can1.blocks import Document, Pair, Section
from oscr.desks.can1.people import facility_of, people_of
from oscr.desks.reading import Reading, reading
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import protocol_for
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report
from oscr.flow.report.telling import restored
from oscr.flow.track.now import current
from oscr.law import can1
from oscr.law.protocol import Protocol
from oscr.law.refusal import Refused


def of_report(report: Report, user: User) -> Document:
    """The document of a report as it is decided now, for somebody who may see it. Raises Refused while nothing is decided."""
    made = report.classifications.filter(superseded_by=None).select_related("by", "supervisor").first()
    if made is None:
        raise Refused(_("This report is not classified yet: there is no CA/N-1."), cite="CWM 2.1.2.1")
    alert = made.alerts.select_related("office").order_by("-pk").first()
    law, case = protocol_for(report), restored(made.case)
    answers, words = Answers(law, case), reading(law, made.decision)
    title = can1.title(decided.told_kind(made, law)).text
    return Document(
        number=report.number,
        title=_("%(title)s, call %(number)s") % {"title": title, "number": report.number},
        outcome=law.label(made.outcome),
        seal=_(
            "Confidential (RSMo 210.150). Who reported is not in this document: it is told under a supervisor's approval only."
        ),
        key=_key(report, made, words, alert, law),
        sections=tuple(_sections(report, made, answers, words, alert, user)),
    )


def _key(report: Report, made: Classification, words: Reading, alert: Alert | None, law: Protocol) -> tuple[Pair, ...]:
    """What must be known before anything else."""
    now = current(report)
    changed = law.label(now.outcome) if now and now.change else ""
    down = _("%(hours)s hours, taken down by the office") % {"hours": now.hours} if now and now.override else ""
    known = (
        (_("Track now"), changed),
        (_("Response priority"), down or decided.priority_words(words)),
        (_("Emergency"), _("reported as an emergency") if report.emergency else ""),
        (_("Office"), str(alert.office) if alert else ""),
        (_("Restricted"), _("yes: only those may see it who answer for it") if hasattr(report, "restriction") else ""),
        (_("Corrected"), _("yes: see the corrections at the end") if made.supersedes_id else ""),
    )
    return tuple((label, text) for label, text in known if text)


def _sections(
    report: Report, made: Classification, answers: Answers, words: Reading, alert: Alert | None, user: User
) -> list[Section]:
    """In the order in which they are read; the answers that no section has shown come after the pathways."""
    found = people_of(report)
    facility = facility_of(report, answers.case, [one["id"] for one in words.actions])
    front = [
        decided.classified(made, words, answers.law, alert),
        decided.to_do(words),
        *told.people(found, facility),
        told.places(report),
        told.caretakers(answers, found),
        told.incident(report, answers),
        told.danger(answers),
        told.household(report, answers, found),
        decided.pathways(answers, words, made.decision),
    ]
    rest = answers.rest()
    more = [Section("rest", _("Other answers"), (rest,))] if rest.rows else []
    done = told.done(report)
    after = [since.history(made, user), since.clocks(report), since.changes(report, user), since.provenance(made)]
    return [*front, *more, *([done] if done else []), *after]
