"""Leaving a notice in the outbox, and sending what is due."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from oscr.notices.models import Notice

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=10)


def leave(*, kind: str, key: str, to: str, at: datetime, language: str = "en", **context: str) -> None:
    """Put one notice into the outbox, in the caller's transaction. The same key twice leaves one notice."""
    Notice.objects.bulk_create(
        [Notice(key=key, kind=kind, to=to, language=language, context=context, left_at=at, next_try_at=at)],
        ignore_conflicts=True,
    )


def message(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: first line of its template is the subject, the rest is the body."""
    with override(notice.language):
        text = render_to_string(f"notices/{notice.kind}.txt", {**notice.context, "site": settings.SITE_URL})
    subject, _, body = text.strip().partition("\n")
    headers = {"Message-ID": f"<{notice.key}@{settings.MAIL_DOMAIN}>"}
    return EmailMessage(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [notice.to], headers=headers)


def send_due(*, at: datetime, most: int = 50) -> int:
    """Send up to `most` due notices, each in a transaction of its own; returns how many the mail server took.

    A notice is marked as sent only after the server took it: a crash in between sends it again under the same Message-ID.
    A refusal is tried again later, at growing intervals, for ever: no notice is given up.
    """
    sent = 0
    for pk in list(Notice.objects.due(at).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at__isnull=True).first()
            if notice is None:
                continue
            notice.tries += 1
            try:
                message(notice).send()
            except (SMTPException, OSError) as error:
                log.warning("notice not sent", key=notice.key, tries=notice.tries, error=type(error).__name__)
                notice.next_try_at = at + min(timedelta(seconds=2**notice.tries), LONGEST_WAIT)
            else:
                notice.sent_at = max(at, notice.left_at)
                sent += 1
            notice.save(update_fields=["tries", "next_try_at", "sent_at"])
    return sent
