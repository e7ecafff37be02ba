"""Asking how a report ended, answering that, and deciding whether the findings are told (RSMo 210.145.18)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, User
from oscr.agency.permissions import Permission, require
from oscr.flow.addendum.actions import alert_of, must_be_reporter
from oscr.flow.addendum.models import Verification
from oscr.flow.assignment.actions import may_see_reporter, standing
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.responding import responding
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion.models import standing_of
from oscr.flow.disposition.models import DispositionAnswer, DispositionRequest, FindingsDecision
from oscr.flow.report.models import Report
from oscr.law import dispositions
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

CITE = "RSMo 210.145.18"
DISPOSITION, FINDINGS = "disposition", "findings"  # the kinds of clocks
Kind, How = DispositionRequest.Kind, DispositionAnswer.How


@transaction.atomic
def ask(
    *, report: Report, kind: str, helps: str = "", by: User, at: datetime, verification: Verification | None = None
) -> DispositionRequest:
    """A reporter asks how the report ended, online or, `verification` in hand, by phone. The office has 45 days from now.

    `helps` says how the reporter can help to protect the child, where the findings are asked for. Raises Refused for whoever is not the
    reporter or stayed unnamed, while no office has the report, and where the same is asked for or answered already.
    """
    must_be_reporter(report, verification, by, at)
    _check_named(report)
    if kind not in Kind.values:
        raise Refused(_("Choose what you want to know."), CITE, "kind")
    alert = standing(alert=_with_office(report))
    if why := why_not_again(report, kind):
        raise Refused(why, CITE, "kind")
    said = helps.strip() if kind == Kind.FINDINGS else ""
    row = DispositionRequest.objects.create(
        report=report, kind=kind, helps=said, verification=verification, by=by, at=at
    )
    clock.start_upon(report=report, event="requested", since=at, office=alert.office, about=row.about, by=by, at=at)
    _tell_office(row, alert, at)
    if kind == Kind.FINDINGS and standing_of(report):
        tell_director(request=row, alert=alert, at=at)
    write(act="disposition.asked", subject=report, by=by, at=at, request=row.pk, kind=kind)
    return row


@transaction.atomic
def answer(*, request: DispositionRequest, words: str, how: str, by: User, at: datetime) -> DispositionAnswer:
    """Tell a reporter how the report ended, in the words that the law's data has for its conclusion.

    `words` is the id that the page showed: what was concluded since is read before it is told. `how` it reaches them: on the report's
    page where they reported online; else by phone or letter, for whom the reporter was disclosed to, or when they call again.
    Raises Refused when the same was told already.
    """
    require(by, Permission.ANSWER_DISPOSITION)
    alert = in_hand(request, by)
    report = request.report
    now, conclusion = to_tell(report, at), standing_of(report)
    if now.id != words:
        raise Refused(
            _("It was concluded, or found otherwise, since you opened this page: read it, then answer."), CITE
        )
    if first := request.answers.filter(conclusion__isnull=conclusion is None).select_related("by").first():
        raise Refused(_("%(name)s has answered this request.") % {"name": first.by})
    _check_way(request, how, alert, by)
    row = DispositionAnswer.objects.create(request=request, words=now.id, conclusion=conclusion, how=how, by=by, at=at)
    _meet(request, by, at)
    _tell_reporter(request, f"answer-{row.pk}", at)
    write(act="disposition.answered", subject=report, by=by, at=at, request=request.pk, words=now.id, how=how)
    return row


@transaction.atomic
def decide(
    *,
    request: DispositionRequest,
    granted: bool,
    assists: str,
    harm: str,
    words: str = "",
    reason: str = "",
    by: User,
    at: datetime,
) -> FindingsDecision:
    """Decide for the director whether a reporter learns what was found, after weighing what the statute names: how far they can help
    to protect the child, and what harm may come of it. Granted with the words they read; refused with a reason that stays in the office.

    Raises Refused beside the field that lacks something, before there is a conclusion, and when somebody has decided.
    """
    require(by, Permission.RELEASE_FINDINGS)
    in_hand(request, by)
    if request.kind != Kind.FINDINGS:
        raise Refused(_("The reporter did not ask for the findings."), CITE)
    if standing_of(request.report) is None:
        raise Refused(_("There are no findings before it is concluded."), CITE)
    if first := FindingsDecision.objects.filter(request=request).select_related("by").first():
        raise Refused(_("%(name)s has decided about the findings.") % {"name": first.by})
    said = _weighed(granted, assists, harm, words, reason)
    row = FindingsDecision.objects.create(request=request, granted=granted, **said, by=by, at=at)
    _meet(request, by, at)
    _tell_reporter(request, f"findings-{row.pk}", at)
    write(act="findings.decided", subject=request.report, by=by, at=at, request=request.pk, granted=granted)
    return row


def to_tell(report: Report, at: datetime) -> dispositions.Words:
    """What a reporter is told now: the words of the conclusion that stands, or that it is not finished."""
    conclusion = standing_of(report)
    if conclusion is None:
        return dispositions.words(dispositions.OPEN)
    return dispositions.of(conclusion.kind, local(at).date())


def why_not_yet(report: Report) -> str:
    """Why nobody may ask yet, or at all, how this report ended; "" where they may."""
    if alert_of(report):
        return ""
    if not report.classifications.filter(superseded_by=None).exists():
        return _("The hotline has not decided yet. Ask again when you were told that it has.")
    return _("No local office has this report: it was documented. Ask the hotline how it was decided.")


def why_not_again(report: Report, kind: str) -> str:
    """Why the same is not asked for once more: it waits, or it was answered and nothing has changed; "" otherwise."""
    covers = {kind, Kind.FINDINGS}  # whoever asks what was found is told how it ended, too
    asked = report.disposition_requests.filter(kind__in=covers)
    if asked.filter(pk__in=DispositionRequest.objects.open()).exists():
        return _("You have asked for this already. The office answers within 45 days of your request.")
    told = DispositionAnswer.objects.filter(request__in=asked, conclusion=standing_of(report)).exclude(conclusion=None)
    return _("You have the answer already, and it has not changed.") if told.exists() else ""


def is_named(report: Report) -> bool:
    """Whether whoever reported must report, or gave a name: somebody unnamed has no right to be told."""
    return report.reporter.mandated or bool(report.reporter.identity.get("name"))


def in_hand(request: DispositionRequest, by: User) -> Alert:
    """The alert by which somebody answers for the report, locked."""
    alert = alert_of(request.report)
    if alert is None or not Alert.objects.in_hand_of(by).filter(pk=alert.pk).exists():
        raise Refused(_("Your office does not have this report."))
    return standing(alert=alert)


def tell_director(*, request: DispositionRequest, alert: Alert, at: datetime) -> None:
    """Tell whoever decides for the director that a concluded report's findings are asked for."""
    for person in to_call(office=alert.office, level=Level.REGION, at=at):
        key = f"findings_asked-{request.pk}-{person.pk}"
        leave(kind="findings_asked", key=key, to=person.email, at=at, number=request.number, pk=str(request.pk))


def _with_office(report: Report) -> Alert:
    alert = alert_of(report)
    if alert is None:
        raise Refused(why_not_yet(report), CITE)
    return alert


def _check_named(report: Report) -> None:
    if not is_named(report):
        raise Refused(_("This report was made without a name: nobody is told how it ended."), CITE)


def _check_way(request: DispositionRequest, how: str, alert: Alert, by: User) -> None:
    """The answer must be able to reach the reporter, and nobody learns who they are on the way."""
    if how not in How.values:
        raise Refused(_("Choose how the answer reaches the reporter."), CITE, "how")
    online = request.report.owner_id is not None
    if how == How.PAGE and not online:
        raise Refused(_("This reporter has no log-in: choose another way."), CITE, "how")
    if how == How.CALLS and online:
        raise Refused(_("This reporter reads it on the report's page."), CITE, "how")
    if how in (How.PHONE, How.LETTER) and not may_see_reporter(by, alert):
        raise Refused(
            _("Ask first to be told who the reporter is, to answer about the disposition."), "RSMo 210.150", "how"
        )


def _weighed(granted: bool, assists: str, harm: str, words: str, reason: str) -> dict[str, str]:
    said = {"assists": assists.strip(), "harm": harm.strip()}
    if not said["assists"]:
        raise Refused(_("Say how far the reporter can help to protect the child."), CITE, "assists")
    if not said["harm"]:
        raise Refused(_("Say what harm to the child or other children may come of it."), CITE, "harm")
    if granted and not words.strip():
        raise Refused(_("Write what the reporter reads."), CITE, "words")
    if not granted and not reason.strip():
        raise Refused(_("Say why it is refused."), CITE, "reason")
    return said | ({"words": words.strip()} if granted else {"reason": reason.strip()})


def _meet(request: DispositionRequest, by: User, at: datetime) -> None:
    """Meet what an answer or a decision fulfils: the 45 days by a first answer, and by both where the findings are asked for and
    there are some; the 5 days after the outcome by whatever was still missing then."""
    done = not DispositionRequest.objects.open().filter(pk=request.pk).exists()
    unfinished = request.answers.filter(conclusion=None).exists()
    met = [kind for kind, fulfilled in ((DISPOSITION, done or unfinished), (FINDINGS, done)) if fulfilled]
    for kind in met:
        clock.meet_kind(report=request.report, kind=kind, about=request.about, by=by, at=at)


def _tell_reporter(request: DispositionRequest, key: str, at: datetime) -> None:
    """E-mail whoever reported online that there is an answer, and nothing of it."""
    report = request.report
    if report.owner:
        to, language = report.owner.email, report.language
        key = f"disposition_answered-{key}"
        leave(kind="disposition_answered", key=key, to=to, at=at, language=language, number=report.number)


def _tell_office(request: DispositionRequest, alert: Alert, at: datetime) -> None:
    """E-mail whoever responds that the reporter asks; not whoever wrote it down for them."""
    for person in responding(alert=alert, at=at):
        if person.pk != request.by_id:
            key = f"disposition_asked-{request.pk}-{person.pk}"
            leave(kind="disposition_asked", key=key, to=person.email, at=at, number=request.number, pk=str(request.pk))
