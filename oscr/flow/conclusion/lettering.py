"""Letters about a conclusion: an outbox of paper. Written with the approval, printed and posted by the office.

To whoever a finding names (RSMo 210.183), to the parents, to the parents of a juvenile, to the prosecutor. Each tells of the Office of
Child Advocate (RSMo 210.145.19); who reported stands in none. What a letter says is made from the conclusion when it is printed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion.models import Conclusion, Letter, Posted, read_by
from oscr.flow.report.models import Involvement, Part
from oscr.law import conclusions, happened, languages
from oscr.law.refusal import Refused
from oscr.people.words import full_name, months_old
from oscr.record.actions import write

ADULT = 18 * 12  # months
REFERRAL = "harassment referral"  # the kind of clock that the letter to the prosecutor meets
PARENT_WORDS = ("parent", "mother", "father", "mom", "dad", "guardian", "madre", "padre")


def write_all(*, conclusion: Conclusion, by: User, at: datetime) -> list[Letter]:
    """Write every letter that an approved conclusion asks for. A part of `approve`."""
    made = [
        write_one(conclusion=conclusion, kind=kind, person=person, by=by, at=at)
        for kind, person in (*_to_named(conclusion), *_to_others(conclusion))
    ]
    if made:
        report = conclusion.alert.classification.report
        write(act="letters.written", subject=report, by=by, at=at, kinds=[one.kind for one in made])
    return made


def write_one(
    *, conclusion: Conclusion, kind: str, person: Involvement | None, by: User, at: datetime, to: str = ""
) -> Letter:
    """Write one letter: to a person of the report at the address that was told, or to whom `to` says."""
    report = conclusion.alert.classification.report
    last = Letter.objects.filter(report=report).order_by("-place").first()
    law = conclusions.letters()[kind]
    with override(read_by(law, report, person)):
        name = full_name(person.participant) if person else ""
        if person and name and (law.to == "juvenile" or _is_minor(person, at)):
            name = _("The parents of %(name)s") % {"name": name}
        addressed = to or name or _to_nobody(law)
    return Letter.objects.create(
        conclusion=conclusion,
        report=report,
        place=last.place + 1 if last else 1,
        kind=kind,
        person=person,
        to=addressed[:200],
        address=_address(person, conclusion),
        by=by,
        at=at,
    )


@transaction.atomic
def post(
    *, letter: Letter, how: str, sent_at: datetime, by: User, at: datetime, language: str = languages.ENGLISH
) -> Posted:
    """Say that a letter was printed and sent: the time for an appeal runs from this notice. Raises Refused when it was sent already,
    for a language in which none is made, and for a moment before it was written or still to come."""
    require(by, Permission.CONCLUDE)
    if language not in languages.languages():
        raise Refused(_("Choose the language of the letter."), field="language")
    row = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    if not Letter.objects.visible_to(by).filter(pk=row.pk).exists():
        raise Refused(_("You do not answer for this letter's office."))
    if first := Posted.objects.filter(letter=row).select_related("by").first():
        raise Refused(_("%(name)s has sent this letter already.") % {"name": first.by})
    happened.check(sent_at, at, row.at - timedelta(minutes=1), field="sent_at")
    made = Posted.objects.create(letter=row, how=Posted.How(how), language=language, sent_at=sent_at, by=by, at=at)
    _start(row, row.conclusion.alert, sent_at, by, at)
    write(act="letter.posted", subject=row.report, by=by, at=at, kind=row.kind, place=row.place, how=made.how)
    return made


def _start(letter: Letter, alert: Alert, sent_at: datetime, by: User, at: datetime) -> None:
    """What a letter that was sent begins or meets."""
    if letter.law.appeal and letter.person:
        code, office = letter.person.code, alert.office
        clock.start_upon(report=letter.report, event="noticed", since=sent_at, office=office, about=code, by=by, at=at)
    if letter.law.to == "prosecutor":
        clock.meet_kind(report=letter.report, kind=REFERRAL, by=by, at=at, happened_at=sent_at)


def _to_named(conclusion: Conclusion) -> Iterator[tuple[str, Involvement]]:
    """Whoever a finding names gets the letter of the weightiest one; of a child it goes to the parents."""
    named = list(conclusion.findings.exclude(suspect=None).select_related("suspect__participant"))
    people = {one.suspect.pk: one.suspect for one in named if one.suspect}
    plain = [conclusions.Found("", "", str(one.suspect_id), one.result) for one in named]
    for pk, person in people.items():
        result = conclusions.weightiest(plain, str(pk))
        if result and result.letter:
            yield result.letter, person


def _to_others(conclusion: Conclusion) -> Iterator[tuple[str, Involvement | None]]:
    report = conclusion.alert.classification.report
    involved = list(report.involved.select_related("participant"))
    for kind in conclusion.law.letters:
        to = conclusions.letters()[kind].to
        people: list[Involvement | None]
        if to == "juvenile":
            people = [one for one in involved if one.suspect]
        else:
            people = [one for one in involved if _is_parent(one) and not one.suspect]
        yield from ((kind, one) for one in people or [None])


def _is_parent(one: Involvement) -> bool:
    """Whether an adult was told of as a parent of the child; not known for sure, so an office looks before it prints."""
    said = one.relation.casefold()
    return one.part == Part.ADULT and any(word in said for word in PARENT_WORDS) and "grand" not in said


def _to_nobody(letter: conclusions.Letter) -> str:
    """To whom it goes where nobody was told of by name."""
    return {
        "perpetrator": _("The person the report is about"),
        "juvenile": _("The parents of the child who is said to have acted"),
        "prosecutor": _("The prosecuting or circuit attorney"),
    }.get(letter.to, _("The parents"))


def _address(person: Involvement | None, conclusion: Conclusion) -> str:
    """The address as told: of the person, else of a child of the report, with whom a parent may live; of nobody else."""
    if person is None:
        return ""
    if person.participant.address:
        return person.participant.address
    if person.suspect:
        return ""
    victims = conclusion.alert.classification.report.involved.filter(victim=True).select_related("participant")
    return next((one.participant.address for one in victims if one.participant.address), "")


def _is_minor(person: Involvement, at: datetime) -> bool:
    """Whether somebody is under 18 at a moment, as far as it is known."""
    months = months_old(person.participant, person.report.received_at, at)
    return months is not None and months < ADULT
