"""Adding to a report, verifying a caller, asking about a classification, sending an e-mail again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, require
from oscr.flow.addendum.agreeing import agrees
from oscr.flow.addendum.models import Addendum, Heeded, Question, Reply, Verification
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.responding import responding
from oscr.flow.attachment.actions import attach
from oscr.flow.call.models import Waiting
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.notices.models import Notice
from oscr.record.actions import write

MOST_TRIES = 5  # wrong ones about one report in a day, by all screeners together
DAY = timedelta(days=1)
MAILS = ("received", "classified")  # what a reporter is sent: the kinds of notices
AGAIN_AFTER = timedelta(minutes=10)
MOST_MAILS = 5  # of one kind about one report


@transaction.atomic
def add(
    *,
    report: Report,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    file: Mapping[str, Any] | None = None,
    verification: Verification | None = None,
) -> Addendum:
    """Add to a report what its reporter says, online or, `verification` in hand, by phone; with a file, as `attach` takes it.

    Whoever has the report is told at once: its holder at the hotline, or whoever responds in the county.
    """
    must_be_reporter(report, verification, by, at)
    if not text.strip():
        raise Refused(_("Say what is new or wrong, in your own words."), field="text")
    made = Addendum.objects.create(
        report=report,
        kind=Addendum.Kind(kind),
        text=text.strip(),
        attachment=attach(to=report, **file, by=by, at=at) if file else None,
        verification=verification,
        by=by,
        at=at,
    )
    alert = alert_of(report)
    for person in responding(alert=alert, at=at) if alert else _hotline(report, at):
        if person.pk != by.pk:
            desk, key = "county" if alert else "hotline", f"added-{made.pk}-{person.pk}"
            leave(kind="added", key=key, to=person.email, at=at, number=report.number, desk=desk)
    write(act="report.added_to", subject=report, by=by, at=at, addendum=made.pk, kind=kind)
    return made


@transaction.atomic
def heed(*, addendum: Addendum, note: str, by: User, at: datetime) -> Heeded:
    """Say that an addendum was taken into account, by whoever has the report: the hotline until an office was alerted."""
    report = addendum.report
    require(by, Permission.ACKNOWLEDGE if alert_of(report) else Permission.TAKE_CALL)
    row, new = Heeded.objects.get_or_create(addendum=addendum, defaults={"note": note.strip(), "by": by, "at": at})
    if new:
        write(act="report.addendum_heeded", subject=report, by=by, at=at, addendum=addendum.pk)
    return row


@transaction.atomic
def verify(*, report: Report, said: Mapping[str, str], by: User, at: datetime) -> Verification:
    """Compare what a caller says of themselves with the sealed identity; see `agreeing.agrees` for `said`.

    The try is kept, what was said is not. Raises Refused for a report that nobody signed, and after too many wrong tries.
    """
    require(by, Permission.VERIFY_CALLER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [str(report.token)])
    identity = report.reporter.identity
    if not identity.get("name"):
        raise Refused(
            _("This report was made without a name: nobody can be verified. Take what you hear as a new call.")
        )
    wrong = Verification.objects.filter(report=report, matched=False, at__gt=at - DAY).count()
    if wrong >= MOST_TRIES:
        raise Refused(_("Too many wrong tries today. Take what you hear as a new call, and tell a supervisor."))
    matched = agrees(said, identity, report.reporter.occupation)
    made = Verification.objects.create(report=report, matched=matched, by=by, at=at)
    write(act="reporter.verified" if matched else "reporter.not_verified", subject=report, by=by, at=at)
    return made


def verified(*, report: Report, by: User, at: datetime) -> Verification | None:
    """The verification by which this screener may go on with the caller now, if there is one."""
    last = Verification.objects.filter(report=report, by=by).order_by("-pk").first()
    return last if last and last.holds(by=by, at=at) else None


@transaction.atomic
def ask(*, report: Report, text: str, by: User, at: datetime, verification: Verification | None = None) -> Question:
    """Put a reporter's question about the classification to the hotline's supervisors. One waits at a time."""
    must_be_reporter(report, verification, by, at)
    if not report.classifications.exists():
        raise Refused(_("The hotline has not decided yet. Ask again when you were told that it has."))
    if not text.strip():
        raise Refused(_("Say what you want to know."), field="text")
    if report.questions.filter(reply=None).exists():
        raise Refused(_("A question about this report waits for its answer already."))
    made = Question.objects.create(report=report, text=text.strip(), verification=verification, by=by, at=at)
    for person in to_call(office=_hotline_office(), level=Level.BACK_UP, at=at):
        leave(kind="asked", key=f"asked-{made.pk}-{person.pk}", to=person.email, at=at, number=report.number)
    write(act="classification.asked_about", subject=report, by=by, at=at, question=made.pk)
    return made


@transaction.atomic
def reply(*, question: Question, text: str, by: User, at: datetime) -> Reply:
    """A supervisor's answer. Whoever reported online finds it on the report's page and is told so."""
    require(by, Permission.ANSWER_REPORTERS)
    if not text.strip():
        raise Refused(_("Write the answer, or what you said on the phone."), field="text")
    row, new = Reply.objects.get_or_create(question=question, defaults={"text": text.strip(), "by": by, "at": at})
    if not new:
        raise Refused(_("Somebody has answered this already."))
    report = question.report
    if report.owner:
        to, language = report.owner.email, report.language
        leave(kind="answered", key=f"answered-{question.pk}", to=to, at=at, language=language, number=report.number)
    write(act="classification.answered", subject=report, by=by, at=at, question=question.pk)
    return row


def mails_of(report: Report) -> list[Notice]:
    """What was sent, or waits to be sent, to whoever reported online; the last of each kind."""
    found = Notice.objects.filter(
        key__in=[f"{kind}-{report.number}{_nth(n)}" for kind in MAILS for n in range(MOST_MAILS)]
    )
    last = {notice.kind: notice for notice in found.order_by("pk")}
    return [last[kind] for kind in MAILS if kind in last]


@transaction.atomic
def send_again(*, report: Report, kind: str, by: User, at: datetime, verification: Verification | None = None) -> str:
    """Send an e-mail that did not arrive once more, to the address of the reporter's log-in; returns its key."""
    must_be_reporter(report, verification, by, at)
    notice = next((one for one in mails_of(report) if one.kind == kind), None)
    if notice is None:
        raise Refused(_("This e-mail was not due yet: there is nothing to send again."))
    if notice.sent_at is None:
        raise Refused(_("This e-mail is on its way: it is tried again and again until the mail server takes it."))
    if at < notice.left_at + AGAIN_AFTER:
        raise Refused(_("This e-mail was sent less than 10 minutes ago. Look into the folder for spam, too."))
    n = int(notice.key.rpartition("-again-")[2]) + 1 if "-again-" in notice.key else 1
    if n >= MOST_MAILS:
        raise Refused(_("This e-mail was sent again and again. Check the address of your log-in, or call the hotline."))
    key = f"{kind}-{report.number}{_nth(n)}"
    leave(kind=kind, key=key, to=notice.to, at=at, language=notice.language, **notice.context)
    write(act="notice.sent_again", subject=report, by=by, at=at, kind=kind)
    return key


def alert_of(report: Report) -> Alert | None:
    """The alert by which an office has the report, if one does."""
    standing = Alert.objects.filter(classification__report=report, classification__superseded_by=None)
    return standing.select_related("office").order_by("-pk").first()


def _nth(n: int) -> str:
    return f"-again-{n}" if n else ""


def must_be_reporter(report: Report, verification: Verification | None, by: User, at: datetime) -> None:
    """Raise Refused unless `by` reported this online, or has the reporter on the phone."""
    if report.owner_id == by.pk:
        return require(by, Permission.REPORT)
    require(by, Permission.VERIFY_CALLER)
    if verification is None or verification.report_id != report.pk or not verification.holds(by=by, at=at):
        raise Refused(_("Verify first that the caller is the reporter."))
    return None


def _hotline_office() -> Office:
    return Office.objects.get(kind=OfficeKind.HOTLINE)


def _hotline(report: Report, at: datetime) -> list[User]:
    """Who of the hotline is told: the holder; while nobody holds it, nobody, since the queue shows it; supervisors once it is done."""
    waiting = Waiting.objects.select_related("held_by").filter(report=report).first()
    if waiting:
        return [waiting.held_by] if waiting.held_by else []
    return to_call(office=_hotline_office(), level=Level.BACK_UP, at=at)
