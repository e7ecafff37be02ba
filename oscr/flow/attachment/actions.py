"""Taking a file in, giving its content out, letting go of what belongs to no report."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.attachment.looking import Looked, look
from oscr.flow.attachment.models import Attachment, Cleared
from oscr.flow.report.models import Draft, Report
from oscr.law.refusal import Refused
from oscr.people.seal import seal_bytes, unseal_bytes
from oscr.record.actions import write


@transaction.atomic
def attach(
    *,
    to: Draft | Report,
    sent: bytes,
    shows: str,
    names_reporter: bool,
    by: User,
    at: datetime,
    response: bool = False,
) -> Attachment:
    """Keep a file with a report, or with the draft that may become it. The same file again gives the same attachment.

    `shows` says in words what can be seen on it; `names_reporter` that it may show who reported; `response` that the office took it
    in. Raises Refused (field "file") for what is no PDF or picture, too large, harmful, or one too many.
    """
    if response:
        require(by, Permission.RESPOND)
    elif not can(by, Permission.TAKE_CALL):
        require(by, Permission.REPORT)
    looked = look(sent)
    token = to.pk if isinstance(to, Draft) else to.token
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(token)])
    every = Attachment.objects
    before = list(every.of_response(token) if response else every.of(token))
    same = next((one for one in before if one.sent_sha256 == looked.sent_sha256), None)
    if same:
        return same
    if len(before) >= settings.ATTACHMENT_MOST:
        told = _("This report has %(most)d files already: more cannot be added.")
        raise Refused(told % {"most": settings.ATTACHMENT_MOST}, field="file")
    said = {"response": response, "names_reporter": names_reporter, "shows": shows, "by": by, "at": at}
    made = _kept(looked, token=token, place=before[-1].place + 1 if before else 1, **said)
    write(act="attachment.added", subject=to, by=by, at=at, place=made.place, kind=made.kind, sha256=made.sha256)
    return made


def content_of(attachment: Attachment) -> bytes:
    """The file as it is kept. Raises cryptography's InvalidTag where the store does not hold what was put there."""
    with _store().open(attachment.stored_as) as stored:
        return unseal_bytes(stored.read(), attachment.stored_as)


@transaction.atomic
def take_away(*, attachment: Attachment, draft: Draft, by: User, at: datetime) -> None:
    """Remove a file from a draft that is not sent: afterwards it stays with the report."""
    if not Draft.objects.visible_to(by).filter(pk=draft.pk).exists() or attachment.token != draft.pk:
        raise Refused(_("This file belongs to a report that was sent: it stays with it."))
    write(act="attachment.removed", subject=draft, by=by, at=at, place=attachment.place)
    _remove(attachment)


@transaction.atomic
def clear(*, attachment: Attachment, report: Report, by: User, at: datetime) -> Cleared:
    """Say, after looking, that a file does not show who reported: the county may then see it. Twice changes nothing."""
    require(by, Permission.TAKE_CALL)
    row, new = Cleared.objects.get_or_create(attachment=attachment, defaults={"by": by, "at": at})
    if new:
        write(act="attachment.cleared", subject=report, by=by, at=at, place=attachment.place)
    return row


@transaction.atomic
def let_go(*, at: datetime) -> int:
    """Remove the files whose draft ended unsent or whose report was removed by law; returns how many."""
    adrift = list(Attachment.objects.adrift().select_for_update(skip_locked=True))
    for attachment in adrift:
        write(act="attachment.let_go", subject=attachment, by=None, at=at)
        _remove(attachment)
    return len(adrift)


def _kept(looked: Looked, **said: Any) -> Attachment:
    """The row of a file that was looked at; its content is sealed first."""
    name = uuid4().hex
    _store().save(name, ContentFile(seal_bytes(looked.content, name)))
    return Attachment.objects.create(
        kind=looked.kind,
        pages=looked.pages,
        size=len(looked.content),
        sha256=looked.sha256,
        sent_sha256=looked.sent_sha256,
        removed=looked.removed,
        stored_as=name,
        **said,
    )


def _remove(attachment: Attachment) -> None:
    """The row first, whose trigger refuses while there is a report; then its content, when that is sure."""
    name = attachment.stored_as
    attachment.delete()
    transaction.on_commit(lambda: _store().delete(name))


def _store() -> Storage:
    return storages["attachments"]
