"""What a person does with a review: contact the reporters, settle what they say, and end it one of the ways of manual 2.1.4.1.

A review ends only when each reporter has been contacted, or cannot be (RSMo 210.145.6); one report made of all calls does not wait
for that. Suspected harassment is said when the calls stay documented and lowers nothing. Each act is refused where the review is
at another desk, where it is closed, and where it has a call that the user may not see.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import climb
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.models import Alert
from oscr.flow.call.models import Waiting
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Report
from oscr.flow.review import making
from oscr.flow.review.collective import Collective, calls_seen, collective
from oscr.flow.review.models import Answer, Combined, Contact, Ending, Identified, Result, Review, Sent
from oscr.flow.review.opening import CLOCK, consider, one_after_the_other
from oscr.law import clocks, protocol
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

DOCUMENTED = "documented"  # the kind of an outcome
How = Contact.How


@transaction.atomic
def contact(
    *, review: Review, report: Report, how: str, said: str, again_by: datetime | None, by: User, at: datetime
) -> Contact:
    """Write down what came of contacting the reporter of a call. Raises Refused for "impossible" where there is a way to do it."""
    reports = _work(review, by)
    if report not in reports:
        raise Refused(_("This call is not part of the review."))
    if how == How.IMPOSSIBLE and reachable(report):
        raise Refused(_("This reporter left a way to be reached: say that it was tried, and when again."), field="how")
    if how != How.IMPOSSIBLE and not said.strip():
        raise Refused(_("Say what the reporter told you, or how you tried."), field="said")
    if how == How.TRIED and (again_by is None or again_by <= at):
        raise Refused(_("Say by when it is tried again."), field="again_by")
    when = again_by if how == How.TRIED else None
    made = Contact.objects.create(
        review=review, report=report, how=How(how), said=said.strip(), again_by=when, by=by, at=at
    )
    write(act="review.reporter_contacted", subject=review, by=by, at=at, call=report.number, how=how)
    return made


@transaction.atomic
def settle(*, review: Review, answers: Iterable[tuple[str, str, str]], by: User, at: datetime) -> Collective:
    """Keep a reviewer's own answers about the calls together, as (unit, fact, value); returns what they make."""
    reports = _work(review, by)
    before = collective(review, reports, at)
    rows = []
    for unit, fact, value in answers:
        child, suspect = before.about(unit)
        if not before.takes(fact, value):
            raise Refused(_("This question cannot be answered so."))
        rows.append(Answer(review=review, child=child, suspect=suspect, fact=fact, value=value, by=by, at=at))
    Answer.objects.bulk_create(rows)
    after = collective(review, reports, at)
    if added := set(after.wrong) - set(before.wrong):
        raise Refused(" ".join(sorted(added)))
    write(act="review.settled", subject=review, by=by, at=at, facts=[row.fact for row in rows])
    return after


@transaction.atomic
def combine(*, review: Review, reason: str, by: User, at: datetime) -> Combined:
    """Make one report of all calls, which says that it results from the review; ends the review where all reporters are contacted.

    It goes the usual way: classified by the protocol on the facts together, and sent to the office by an alert. Where the same
    calls were made one report for another child of them, that report is this review's too.
    """
    reports = _work(review, by, holds=True)
    if Combined.objects.filter(review=review).exists():
        raise Refused(_("One report was made of these calls already."))
    _say_why(reason)
    made = making.combined(review=review, reports=reports, by=by, at=at)
    if not _uncontacted(review, reports):
        ending = Ending.OFFICE_REPORT if by.is_county else Ending.COMBINED
        _end(review, ending, reason, by, at)
    return made


@transaction.atomic
def finish(*, review: Review, ending: str, reason: str, by: User, at: datetime, tell: Office | None = None) -> Result:
    """End a review that is done. `tell`: the office whose manager is told of suspected harassment, by e-mail, without a name.

    Raises Refused while a call waits to be classified or a reporter to be contacted; and for calls that cannot stay documented:
    one is with an office already, or the protocol finds more in them together.
    """
    reports = _work(review, by, holds=ending != Ending.LAPSED)
    _say_why(reason)
    if ending == Ending.LAPSED:
        return _lapse(review, reason, by, at)
    _check_place(Ending(ending), by)
    _check_done(review, reports)
    made = Combined.objects.filter(review=review).exists()
    if made != (ending in (Ending.COMBINED, Ending.OFFICE_REPORT)):
        raise Refused(_("One report was made of these calls: say so.") if made else _("First make the report."))
    if ending in (Ending.DOCUMENTED, Ending.HARASSMENT):
        check_stays_documented(review, reports, at)
    if (ending == Ending.HARASSMENT) != (tell is not None):
        raise Refused(_("Choose the office whose manager is told, for suspected harassment alone."), field="tell")
    result = _end(review, Ending(ending), reason, by, at, tell)
    if tell is not None:
        _tell_of_harassment(review, reports, tell, at)
    return result


@transaction.atomic
def send_to_office(*, review: Review, by: User, at: datetime) -> Sent:
    """Send all calls to the supervisor of the office that has one of them already: the review is done there (manual 2.1.4.1)."""
    reports = _work(review, by, holds=True)
    alert = alerted(reports)
    if alert is None:
        raise Refused(_("None of these calls was sent to an office: the review is done here."))
    made = Sent.objects.create(review=review, office=alert.office, report=alert.classification.report, by=by, at=at)
    _meet(review, by, at)
    due = clocks.due("review", {}, {"received": at})
    clock.start(report=made.report, due=due, office=made.office, by=by, at=at)
    restricted = any(hasattr(report, "restriction") for report in reports)
    _level, people = climb(office=made.office, level=Level.CIRCUIT if restricted else Level.BACK_UP, at=at)
    for person in people:
        key = f"review-sent-{made.pk}-{person.pk}"
        leave(kind="review_sent", key=key, to=person.email, at=at, number=made.report.number, office=made.office.name)
    write(act="review.sent", subject=review, by=by, at=at, office=made.office.name)
    return made


@transaction.atomic
def identify(*, review: Review, to: User, by: User, at: datetime) -> Identified:
    """Let one person of the office see who the reporters are, so that they can be contacted (RSMo 210.150, 210.145.6)."""
    require(by, Permission.DISCLOSE_REPORTER)
    reports = _work(review, by)
    office = review.sent.office
    if to.office_id != office.pk or not to.is_active:
        raise Refused(_("Choose somebody who works in %(office)s.") % {"office": office}, field="to")
    row, new = Identified.objects.get_or_create(review=review, to=to, defaults={"by": by, "at": at})
    if new:
        calls = [report.number for report in reports]
        write(act="review.reporters_disclosed", subject=review, by=by, at=at, to=to.pk, calls=calls)
    return row


def may_see_reporters(user: User, review: Review) -> bool:
    """Whether the identities were disclosed to this person; the hotline may read them (RSMo 210.150)."""
    return user.is_hotline or Identified.objects.filter(review=review, to=user).exists()


def reachable(report: Report) -> bool:
    """Whether the reporter left a name or a way to be reached."""
    return any(report.reporter.identity.get(name) for name in ("name", "phone", "email", "address"))


def alerted(reports: Iterable[Report]) -> Alert | None:
    """The newest alert of these calls: one of them is with an office already."""
    sent = Alert.objects.filter(classification__report__in=list(reports), classification__superseded_by=None)
    return sent.select_related("office", "classification__report").order_by("-pk").first()


def contacts(review: Review, reports: Iterable[Report]) -> dict[int, list[Contact]]:
    """The contacts about each of these calls (key) since the review was opened, for whichever child of it they were made.

    Whoever sent several of the calls is one reporter.
    """
    owners = {report.pk: report.owner_id for report in reports}
    rows = Contact.objects.filter(report__in=owners, at__gte=review.at).select_related("by", "report").order_by("pk")
    found: dict[int, list[Contact]] = {pk: [] for pk in owners}
    for row in rows:
        for pk, owner in owners.items():
            if pk == row.report_id or (owner is not None and owner == row.report.owner_id):
                found[pk].append(row)
    return found


def check_stays_documented(review: Review, reports: list[Report], at: datetime) -> None:
    """Raise Refused where the calls together are, or may be, more than documented calls."""
    if alerted(reports):
        raise Refused(_("One of these calls is with an office already: send all of them there."), field="ending")
    together = collective(review, reports, at)
    if together.wrong:
        raise Refused(" ".join(together.wrong))
    decision, law = together.decision, together.law
    least = min(one.rank for one in law.outcomes if one.kind == DOCUMENTED)
    if law.rank(decision.outcome) < least:
        told = _("Together the calls are more than documented: %(outcome)s. Make one report of them.")
        raise Refused(told % {"outcome": law.label(decision.outcome)}, cite="CWM 2.1.4.1", field="ending")
    if _may_be_more(law, decision, least):
        told = _(
            "Open questions can still make the calls more than documented: answer them first. Unknown is an answer."
        )
        raise Refused(told, cite="13 CSR 35-31.020", field="ending")


def _may_be_more(law: protocol.Protocol, decision: protocol.Decision, least: int) -> bool:
    return min(map(law.rank, decision.possible)) < least


def _work(review: Review, by: User, *, holds: bool = False) -> list[Report]:
    """The calls of a review that this user may go on with, under its lock. Raises Refused otherwise."""
    require(by, Permission.REVIEW_CALLS)
    one_after_the_other()
    if Result.objects.filter(review=review).exists():
        raise Refused(_("This review is closed."))
    if by.is_hotline == Sent.objects.filter(review=review).exists():
        raise Refused(_("This review was sent to an office.") if by.is_hotline else _("The hotline does this review."))
    reports, hidden = calls_seen(review, by)
    if hidden:
        raise Refused(_("One of the calls is restricted: a supervisor who may see it does this review."))
    last = review.standings.last()
    if holds and last and not last.holds:
        raise Refused(_("These calls are no longer about one child. Close the review, and say why."))
    return reports


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")


def _check_place(ending: Ending, by: User) -> None:
    office = ending in (Ending.OFFICE_REPORT, Ending.OFFICE_NONE)
    if office != by.is_county:
        raise Refused(_("A review does not end so here."), field="ending")


def _check_done(review: Review, reports: list[Report]) -> None:
    waiting = Waiting.objects.filter(report__in=reports).values_list("report__number", flat=True)
    if waiting:
        told = _("%(numbers)s is still with the hotline: it is classified first.")
        raise Refused(told % {"numbers": ", ".join(sorted(waiting))})
    if missing := _uncontacted(review, reports):
        raise Refused(_("Contact the reporter first, or say why not: %(calls)s.") % {"calls": ", ".join(missing)})


def _uncontacted(review: Review, reports: list[Report]) -> list[str]:
    done = contacts(review, reports)
    return [report.number for report in reports if not done[report.pk]]


def _lapse(review: Review, reason: str, by: User, at: datetime) -> Result:
    """Close a review that no longer holds, or whose calls another review has."""
    consider(tellings=list(review.calls.values_list("involvement__participant_id", flat=True)), at=at)
    last = review.standings.last()
    if not (last and not last.holds) and taken_up_by(review) is None:
        raise Refused(_("These calls are still about one child: the review goes on."), field="ending")
    return _end(review, Ending.LAPSED, reason, by, at)


def taken_up_by(review: Review) -> Review | None:
    """An earlier open review that has all calls of this one, because a later call joined the two."""
    calls = set(review.calls.values_list("involvement", flat=True))
    older = Review.objects.open().filter(pk__lt=review.pk, calls__involvement__in=calls).distinct()
    return next((one for one in older if calls <= set(one.calls.values_list("involvement", flat=True))), None)


def _end(review: Review, ending: Ending, reason: str, by: User, at: datetime, tell: Office | None = None) -> Result:
    made = Result.objects.create(review=review, ending=ending, reason=reason.strip(), told=tell, by=by, at=at)
    _meet(review, by, at)
    write(act="review.ended", subject=review, by=by, at=at, ending=ending)
    return made


def _meet(review: Review, by: User, at: datetime) -> None:
    """Meet the clock, unless another review of the same call still runs on it."""
    sent = Sent.objects.filter(review=review).first()
    report = sent.report if sent else review.completed_by.report
    others = Review.objects.open().exclude(pk=review.pk)
    if sent and others.filter(sent__report=report).exists():
        return
    if not sent and others.at_hotline().filter(completed_by__report=report).exists():
        return
    clock.meet_kind(report=report, kind=CLOCK, by=by, at=at)


def _tell_of_harassment(review: Review, reports: list[Report], office: Office, at: datetime) -> None:
    numbers = ", ".join(report.number for report in reports)
    _level, people = climb(office=office, level=Level.CIRCUIT, at=at)
    for person in people:
        key = f"harassment-{review.pk}-{person.pk}"
        leave(kind="harassment_suspected", key=key, to=person.email, at=at, number=numbers, office=office.name)


def can_review(user: User, review: Review) -> bool:
    """Whether this user may act on a review now: the buttons and the refusals agree."""
    here = user.is_hotline != Sent.objects.filter(review=review).exists()
    open_now = not Result.objects.filter(review=review).exists()
    return can(user, Permission.REVIEW_CALLS) and here and open_now and not calls_seen(review, user)[1]
