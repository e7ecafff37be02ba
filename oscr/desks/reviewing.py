"""A review on a page: the calls side by side, what they answered differently, who was contacted. And the forms of its acts.

Used by the hotline and the county, which do a review in different places and see the same (RSMo 210.145.6; manual 2.1.4.1). Only
reads. Names a reporter only where the desk says that this user may see them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency import versions
from oscr.agency.models import User
from oscr.flow.history import mentions
from oscr.flow.report.models import Report
from oscr.flow.review import actions
from oscr.flow.review.collective import Collective, calls_seen
from oscr.flow.review.models import Call, Contact, Review
from oscr.law import protocol
from oscr.people.words import age_words, name_words
from oscr.ui.forms import Choice, Words

AGAIN = {2: gettext_lazy("in 2 hours"), 8: gettext_lazy("in 8 hours"), 24: gettext_lazy("tomorrow at this time")}
LONGEST = 1_200  # letters of a story that stand in the table; the report has the rest
Rows = list[tuple[str, str]]


class ContactForm(forms.Form):
    """What came of contacting one reporter."""

    use_required_attribute = False
    how = Choice(label=gettext_lazy("What came of it"), required=True, choices=Contact.How.choices)
    said = Words(label=gettext_lazy("What they said, or how you tried"), lines=3)
    again_by = forms.TypedChoiceField(
        label=gettext_lazy("If not reached: try again"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("not needed")), *AGAIN.items()],
    )

    def told(self, at: datetime) -> dict:
        """What was typed, as the action takes it."""
        hours = self.cleaned_data["again_by"]
        return {**self.cleaned_data, "again_by": at + timedelta(hours=hours) if hours else None}


class WhyForm(forms.Form):
    """Why, in words."""

    use_required_attribute = False
    reason = Words(label=gettext_lazy("Why"), lines=2, required=True)


@dataclass(frozen=True)
class Column:
    """One call: what stands in its column. `reporter` is empty where the reader may not see who it was."""

    report: Report
    child: str
    others: tuple[str, ...]
    pathways: tuple[str, ...]
    story: str
    cut: bool
    kind: str
    outcome: str
    office: str
    joined: datetime
    contacts: tuple[Contact, ...]
    reporter: Rows
    reachable: bool
    form: ContactForm
    address: str


@dataclass(frozen=True)
class Fallen:
    """A call that is about somebody else now: its number, and when it was put to the review."""

    number: str
    joined: datetime


def columns(
    review: Review,
    reports: Iterable[Report],
    user: User,
    desk: str,
    kind: Callable[[Report], str],
    reporter: Callable[[Report], Rows],
) -> list[Column]:
    """The calls, the first first, on a page of this desk (its name in addresses).

    `kind` and `reporter` say who told, as far as this desk shows it to this user.
    """
    asked = list(reports)
    calls = {one.report_id: one for one in review.calls.select_related("involvement")}
    tellings = [calls[report.pk].involvement.participant_id for report in asked]
    lines = {one.report.pk: one for one in mentions.of_tellings(tellings, user).seen}
    done = actions.contacts(review, asked)
    return [
        Column(
            report=report,
            child=_described(lines[report.pk].participant, report),
            others=tuple(_others(report, lines[report.pk].participant.pk)),
            pathways=tuple(_pathways(report)),
            story=report.narrative[:LONGEST],
            cut=len(report.narrative) > LONGEST,
            kind=kind(report),
            outcome=lines[report.pk].label,
            office=lines[report.pk].office,
            joined=calls[report.pk].at,
            contacts=tuple(done[report.pk]),
            reporter=reporter(report),
            reachable=actions.reachable(report),
            form=ContactForm(prefix=report.number),
            address=reverse(f"{desk}:review_contact", args=[review.pk, report.number]),
        )
        for report in asked
    ]


def fallen(review: Review, user: User) -> list[Fallen]:
    """The calls that fell out of a review and that this user may see."""
    last = review.standings.last()
    rows = Call.objects.filter(review=review, report__in=last.out if last else []).select_related("report")
    seen = {
        one.report.number
        for one in mentions.of_tellings(rows.values_list("involvement__participant", flat=True), user).seen
    }
    return [Fallen(row.report.number, row.at) for row in rows if row.report.number in seen]


def people(together: Collective) -> list[tuple[str, str, str]]:
    """Everybody of the calls together: code, name, and as whom which call told of them."""
    found = []
    for one in together.people:
        names = list(dict.fromkeys(name_words(row.participant) for row in one.tellings))
        said = [f"{row.report.number} {row.code}" for row in reversed(one.tellings)]
        part = _("alleged perpetrator") if one.suspect else ""
        found.append((one.code, ", ".join([*names, part] if part else names), ", ".join(said)))
    return found


def conflicts(together: Collective, value_label: Callable[[protocol.Fact, str], str]) -> list[dict]:
    """The questions to which the calls gave several answers, in words, with the answer that counts."""
    codes = {name: one.code for one in together.people for name in one.ids if name}
    found = []
    for one in together.conflicts:
        unit, name = one.key
        fact = together.law.facts[name]
        about = "/".join(codes[part] for part in unit.split("/") if part)
        said = [(value_label(fact, value), by) for value, by in one.said]
        found.append({"about": about, "asked": fact.screener, "said": said, "taken": value_label(fact, one.taken)})
    return found


def name_of(columns: Iterable[Column]) -> str:
    """The child's name, as the newest of the calls tells it."""
    return next((one.child for one in reversed(list(columns))), "")


def state(review: Review) -> str:
    """Where a review stands, in words."""
    result = getattr(review, "result", None)
    if result:
        return str(result.get_ending_display())
    last = review.standings.last()
    if last and not last.holds:
        return _("No longer holds: a person closes it")
    if hasattr(review, "combined"):
        return _("One report was made; reporters are still to be contacted")
    sent = getattr(review, "sent", None)
    return _("With %(office)s") % {"office": sent.office} if sent else _("To be reviewed here")


def listed(reviews: Iterable[Review], desk: str) -> list[dict]:
    """Lines of a list of this desk: names nobody."""
    return [
        {
            "review": one,
            "calls": one.calls.count(),
            "last": one.completed_by.report,
            "state": state(one),
            "address": reverse(f"{desk}:review", args=[one.pk]),
        }
        for one in reviews
    ]


def marks(reports: Iterable[int], user: User) -> set[int]:
    """Which of these reports (keys) are in an open review that this user may see."""
    rows = Call.objects.filter(report__in=list(reports), review__in=Review.objects.visible_to(user).open())
    return set(rows.values_list("report", flat=True))


def of_report(report: Report, user: User) -> dict:
    """What the page of a report says of reviews: those that it is in and this user may see, and those that it was made of."""
    seen = Review.objects.visible_to(user).select_related("result", "sent__office", "combined")
    return {
        "reviews": [(one, state(one)) for one in seen.filter(calls__report=report)],
        "made_of": [(one, list(calls_seen(one, user)[0])) for one in seen.filter(combined__report=report)],
    }


def _described(participant, report: Report) -> str:
    age = age_words(participant, report.received_at)
    return f"{name_words(participant)}, {age}" if age else name_words(participant)


def _others(report: Report, child: int) -> Iterable[str]:
    for row in report.involved.select_related("participant").exclude(participant=child):
        marks = [row.relation, _("alleged perpetrator") if row.suspect else ""]
        yield ", ".join(part for part in (f"{row.code} {_described(row.participant, report)}", *marks) if part)


def _pathways(report: Report) -> Iterable[str]:
    known = versions.in_force(report.received_at).pathways
    return [str(known[slug].name) for slug in report.told.get("worries", {}).get("pathways", ()) if slug in known]
