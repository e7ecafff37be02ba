"""Leaving a notice in the outbox, and sending what is due."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import override

from oscr.notices import one_time
from oscr.notices.models import Channel, Notice

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=10)
FAILURES = (SMTPException, ValueError, TemplateDoesNotExist, TemplateSyntaxError)  # of one notice


def leave(
    *, kind: str, key: str, to: str, at: datetime, language: str = "en", channel: str = Channel.EMAIL, **context: str
) -> None:
    """Put one notice into the outbox, in the caller's transaction. The same key twice leaves one notice."""
    how = {"kind": kind, "channel": channel, "to": to, "language": language}
    Notice.objects.bulk_create(
        [Notice(key=key, **how, context=context, left_at=at, next_try_at=at)], ignore_conflicts=True
    )


def leave_all(*, kind: str, notices: Iterable[dict[str, str]], at: datetime) -> None:
    """Put many e-mails of a kind into the outbox at once: `key` and `to` of each, and beside them what its template says."""
    rows = []
    for one in notices:
        context = {name: said for name, said in one.items() if name not in ("key", "to")}
        how = {"kind": kind, "channel": Channel.EMAIL, "to": one["to"]}
        rows.append(Notice(key=one["key"], **how, context=context, left_at=at, next_try_at=at))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def text_message(*, kind: str, key: str, phone: str, at: datetime, **context: str) -> None:
    """Leave a notice as a text message to a telephone, through the gateway of settings.SMS_GATEWAY; nothing without one."""
    digits = "".join(re.findall(r"[0-9]", phone))
    if settings.SMS_GATEWAY and digits:
        to = settings.SMS_GATEWAY.format(number=digits)
        leave(kind=kind, key=f"sms-{key}", to=to, at=at, channel=Channel.SMS, **context)


def message(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: first line of its template is the subject, the rest is the body. A text message is that first line."""
    with override(notice.language):
        told = {**notice.context, "site": settings.SITE_URL, "secret": one_time.secret(notice.key)}
        text = render_to_string(f"notices/{notice.kind}.txt", told)
    subject, _, body = text.strip().partition("\n")
    if notice.channel == Channel.SMS:
        subject, body = "", subject
    headers = {"Message-ID": f"<{notice.key}@{settings.MAIL_DOMAIN}>"}
    return EmailMessage(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [notice.to], headers=headers)


def send_due(*, at: datetime, most: int = 50) -> int:
    """Send up to `most` due notices, each in a transaction of its own; returns how many the mail server took.

    A notice is marked as sent only after the server took it: a crash in between sends it again under the same
    Message-ID. A server that cannot be reached costs no notice anything: the next round tries again. A notice that fails
    is tried again later, at growing intervals, for ever: no notice is given up, and none stands in the way of others.
    """
    due = list(Notice.objects.due(at).values_list("pk", flat=True)[:most])
    sent = 0
    if not due:
        return sent
    server = get_connection()
    try:
        server.open()
        for pk in due:
            sent += _send(pk, server, at)
    except OSError as error:
        log.warning("mail server away", due=len(due), sent=sent, error=type(error).__name__)
    finally:
        server.close()
    return sent


def _send(pk: int, server: BaseEmailBackend, at: datetime) -> bool:
    """Send one notice, unless somebody else is sending it or has; whether the server took it. Raises when it hung up."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at__isnull=True).first()
        if notice is None:
            return False
        notice.tries += 1
        failure = _failure(notice, server)
        if failure is None:
            notice.sent_at = max(at, notice.left_at)
        else:
            log.warning("notice not sent", key=notice.key, tries=notice.tries, error=type(failure).__name__)
            notice.next_try_at = at + min(timedelta(seconds=2 ** min(notice.tries, 10)), LONGEST_WAIT)
        notice.save(update_fields=["tries", "next_try_at", "sent_at"])
    if isinstance(failure, SMTPServerDisconnected):
        raise failure
    return failure is None


def _failure(notice: Notice, server: BaseEmailBackend) -> Exception | None:
    try:
        server.send_messages([message(notice)])
    except FAILURES as error:
        return error
    return None
