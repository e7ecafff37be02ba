"""Beginning, saving and ending drafts; writing a report down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.report import asked, receiving
from oscr.flow.report.models import Channel, Draft, Involvement, Named, Part, Report, Restriction
from oscr.flow.report.telling import Told, age_in_months, birth_date, case_of, is_emergency, people_of, stored
from oscr.law import reporters
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.people import index
from oscr.people.linking import compare_later
from oscr.people.models import IDENTITY, Participant, Reporter, Sex
from oscr.people.seal import seal
from oscr.record.actions import write


class StaleVersion(Refused):
    """The draft was saved elsewhere since this page was opened; `draft` is as it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("This report was changed in another tab or window."))
        self.draft = draft


class DraftEnded(Refused):
    """The 72 hours are over, or the draft was sent or thrown away."""


@transaction.atomic
def begin_draft(*, by: User, at: datetime) -> Draft:
    """Start an empty draft that belongs to `by`: a reporter's own, or a call that a screener is taking."""
    _may_write(by)
    draft = Draft.objects.create(owner=by, begun_at=at, saved_at=at)
    write(act="draft.begun", subject=draft, by=by, at=at)
    return draft


@transaction.atomic
def save_page(*, draft: Draft, page: str, answers: Any, version: int, by: User, at: datetime) -> Draft:
    """Keep one page's answers and start the 72 hours anew.

    `version` is the draft's version when the page was opened: raises StaleVersion when somebody saved since, DraftEnded
    when there is nothing left to save to.
    """
    return save_pages(draft=draft, pages={page: answers}, version=version, by=by, at=at)


@transaction.atomic
def save_pages(*, draft: Draft, pages: Mapping[str, Any], version: int, by: User, at: datetime) -> Draft:
    """Keep the answers of several pages at once, as the hotline's one screen has them. Otherwise as `save_page`."""
    kept = _alive(draft, by, at)
    if kept.version != version:
        raise StaleVersion(kept)
    kept.answers = {**kept.answers, **pages}
    kept.version += 1
    kept.saved_at = at
    kept.save(update_fields=["answers", "version", "saved_at"])
    write(act="draft.saved", subject=kept, by=by, at=at, pages=sorted(pages))
    return kept


@transaction.atomic
def discard_draft(*, draft: Draft, by: User, at: datetime) -> None:
    """Throw a draft away at its owner's wish."""
    kept = _alive(draft, by, at)
    write(act="draft.discarded", subject=kept, by=by, at=at)
    kept.delete()


@transaction.atomic
def end_drafts(*, at: datetime) -> int:
    """Remove every draft whose 72 hours are over from the table (OSCR FAQ); returns how many."""
    ended = list(Draft.objects.ended(at).select_for_update(skip_locked=True))
    for draft in ended:
        write(act="draft.ended", subject=draft, by=None, at=at)
        draft.delete()
    return len(ended)


@transaction.atomic
def send(*, draft: Draft, by: User, at: datetime) -> tuple[Report, bool]:
    """Turn a draft into a report, once: the same draft again gives the same report. Returns it and whether it is new.

    Raises Refused for what is missing. The draft is gone afterwards; its id lives on as the report's token.
    """
    require(by, Permission.REPORT)
    try:
        kept = _alive(draft, by, at)  # whoever sends it twice at once waits here for the first
    except DraftEnded:
        sent = Report.objects.filter(token=draft.pk, owner=by).first()
        if sent is None:
            raise
        return sent, False
    missing = missing_in(kept.answers)
    if missing:
        raise Refused(missing[0][1], field=missing[0][0])
    report = _write_down(
        token=kept.pk, channel=Channel.ONLINE, answers=kept.answers, mandated=True, owner=by, at=at, entered_at=at
    )
    kept.delete()
    write(act="report.sent", subject=report, by=by, at=at, emergency=report.emergency)
    return report, True


@transaction.atomic
def take_down(
    *,
    token: UUID,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    channel: str = Channel.PHONE,
    received_at: datetime | None = None,
) -> tuple[Report, bool]:
    """Write down what a caller says, or what came on paper at `received_at`. The same token again gives the same report.

    Raises Refused for what is missing; only a mandated reporter must say who they are (RSMo 210.115). The draft that was
    kept during the call, under the same token, is gone afterwards.
    """
    require(by, Permission.TAKE_CALL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(token)])
    taken = Report.objects.filter(token=token).first()
    if taken:
        return taken, False
    mandated = reporters.is_mandated(answers["you"].get("occupation", ""))
    missing = [(page, told) for page, told in missing_in(answers) if mandated or page != "you"]
    missing += receiving.unsaid(answers, channel)
    if missing:
        raise Refused(missing[0][1], field=missing[0][0])
    received = receiving.received(channel, received_at, at)
    report = _write_down(
        token=token,
        channel=Channel(channel),
        answers=answers,
        mandated=mandated,
        taken_by=by,
        at=received,
        entered_at=at,
    )
    Draft.objects.filter(pk=token, owner=by).delete()
    write(act="report.taken_down", subject=report, by=by, at=at, channel=channel, emergency=report.emergency)
    return report, True


@transaction.atomic
def take_birth(*, token: UUID, answers: Mapping[str, Any], by: User, at: datetime) -> tuple[Report, bool]:
    """Write down a birth record that somebody verified to meet the Birth Match criteria (manual 2.1.3.4.1): nobody reported it.

    The same token, one for each certificate, again gives the same report.
    """
    require(by, Permission.VERIFY_BIRTHS)
    taken = Report.objects.filter(token=token).first()
    if taken:
        return taken, False
    report = _write_down(
        token=token, channel=Channel.BIRTHS, answers=answers, mandated=False, taken_by=by, at=at, entered_at=at
    )
    write(act="report.taken_from_birth", subject=report, by=by, at=at)
    return report, True


@transaction.atomic
def take_review(
    *, token: UUID, answers: Mapping[str, Any], channel: str, mandated: bool, by: User, at: datetime
) -> tuple[Report, bool]:
    """Write down the one report that is made of the calls of a review (manual 2.1.4.1); its reporters are those calls'.

    The same token, one for each review, again gives the same report.
    """
    require(by, Permission.REVIEW_CALLS)
    taken = Report.objects.filter(token=token).first()
    if taken:
        return taken, False
    report = _write_down(
        token=token,
        channel=Channel(channel),
        answers=answers,
        mandated=mandated,
        taken_by=by,
        at=at,
        entered_at=at,
    )
    write(act="report.made_of_calls", subject=report, by=by, at=at)
    return report, True


@transaction.atomic
def restrict(*, report: Report, why: str, by: User, at: datetime) -> Restriction:
    """Let those alone see a report who may see what is restricted. The same again changes nothing; another reason is refused."""
    require(by, Permission.SEE_RESTRICTED)
    restriction, new = Restriction.objects.get_or_create(report=report, defaults={"why": why, "by": by, "at": at})
    if restriction.why != why:
        raise Refused(_("This report is restricted for another reason already."), field="why")
    if new:
        write(act="report.restricted", subject=report, by=by, at=at, why=why)
    return restriction


@transaction.atomic
def restrict_to(*, report: Report, named: Sequence[User], by: User, at: datetime) -> Restriction:
    """Let these supervisors alone see a report at the hotline: it concerns somebody who works here. More may be named later, by one
    who is named. Raises Refused where nobody is named, or somebody who may not see what is restricted."""
    require(by, Permission.TAKE_CALL)
    if not named or not all(one.is_hotline and can(one, Permission.SEE_RESTRICTED) for one in named):
        raise Refused(_("Name at least one hotline supervisor."), field="named")
    new = {"why": Restriction.Why.CONFLICT, "by": by, "at": at}
    restriction, _new = Restriction.objects.get_or_create(report=report, defaults=new)
    rows = [Named(restriction=restriction, user=one, by=by, at=at) for one in named]
    Named.objects.bulk_create(rows, ignore_conflicts=True)
    write(act="report.restricted", subject=report, by=by, at=at, why=restriction.why, named=[one.pk for one in named])
    return restriction


def missing_in(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What must be said before an online report can be sent: (page, plain sentence) pairs. Unknown is always an answer."""
    you = answers.get("you", {})
    missing = []
    if not you.get("name") or not you.get("phone"):
        missing.append(("you", _("Give your name and a phone number. Mandated reporters must say who they are.")))
    if not answers.get("children"):
        missing.append(("children", _("Add at least one child. You can say that you do not know the name.")))
    if not answers.get("story", {}).get("what"):
        missing.append(("story", _("Say in your own words what happened or what worries you.")))
    return missing


def _may_write(by: User) -> None:
    if not can(by, Permission.TAKE_CALL):
        require(by, Permission.REPORT)


def _alive(draft: Draft, by: User, at: datetime) -> Draft:
    _may_write(by)
    kept = Draft.objects.select_for_update().visible_to(by).alive(at).filter(pk=draft.pk).first()
    if kept is None:
        raise DraftEnded(_("This saved report is no longer available: 72 hours have passed since it was last saved."))
    return kept


def _write_down(
    *,
    token: UUID,
    channel: Channel,
    answers: Mapping[str, Any],
    mandated: bool,
    at: datetime,
    entered_at: datetime,
    **who: User,
) -> Report:
    """`at` is the moment of receipt: ages, emergencies and the protocol are those of then."""
    case, law = case_of(answers, at), versions.in_force(at)
    report = Report.objects.create(
        number=_next_number(entered_at),
        token=token,
        channel=channel,
        received_at=at,
        entered_at=entered_at,
        reporter=_reporter(answers["you"], mandated, who.get("owner")),
        emergency=is_emergency(asked.laid_over(case, asked.settled(answers, case, law), law), law),
        narrative=answers.get("story", {}).get("what", ""),
        told={
            **asked.told_by_caller(answers, case, law),
            "you": {name: said for name, said in answers["you"].items() if name not in IDENTITY},
        },
        case=stored(case),
        language=answers["you"].get("site_language", "en"),
        **who,
    )
    involved = [_involve(report, told, answers) for told in people_of(answers)]
    known = index.described(involved, local(at).date())
    index.file(rows=[index.row(one, telling, report.pk) for one, telling in known.items()])
    compare_later(households=[report.pk])
    return report


def _next_number(at: datetime) -> str:
    """The next call number: year, day of the year, and a serial that never repeats."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('report_number')")
        (serial,) = cursor.fetchone()
    return f"{local(at):%y%j}-{serial:05d}"


def _reporter(you: Mapping[str, Any], mandated: bool, owner: User | None) -> Reporter:
    identity = {name: you.get(name, "") for name in IDENTITY} | ({"email": owner.email} if owner else {})
    occupation = you.get("occupation", "")
    return Reporter.objects.create(mandated=mandated, occupation=occupation, sealed=seal(identity, "reporter"))


def as_told(told: Told, answers: Mapping[str, Any]) -> Participant:
    """Somebody of a report as they would be written down; nothing is written."""
    person, places = told.person, answers.get("places", {})
    text = {
        name: person.get(name, "") for name in ("first", "middle", "last", "other_names", "phone", "school", "language")
    }
    return Participant(
        birth_date=birth_date(person),
        age_months=age_in_months(person),
        age_estimated=bool(person.get("estimated")),
        sex=person.get("sex") or Sex.UNKNOWN,
        address=person.get("address") or (places.get("home_address", "") if told.child else ""),
        county=person.get("county") or (places.get("home_county", "") if told.child else ""),
        **text,
    )


def _involve(report: Report, told: Told, answers: Mapping[str, Any]) -> Participant:
    person, places = told.person, answers.get("places", {})
    participant = as_told(told, answers)
    participant.save()
    now = places.get("children", {}).get(person["id"], {})
    Involvement.objects.create(
        report=report,
        participant=participant,
        part=Part.CHILD if told.child else Part.ADULT,
        code=told.code,
        victim=told.victim,
        suspect=told.suspect,
        relation=person.get("relation", ""),
        now_at=now.get("where", ""),
    )
    return participant
