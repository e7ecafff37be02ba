"""What was known before, what runs, and what was corrected or added since: in order, each with its time and who."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.agency import versions
from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.desks.can1.blocks import Block, Item, Items, Prose, Section, Table, rows
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.correction.models import Correction
from oscr.flow.history.known import Earlier, known_at
from oscr.flow.report.models import Report
from oscr.law.calendar import local
from oscr.ui.templatetags.ui import local_time

Event = tuple[datetime, str, str]  # when, what and by whom, in what words


def history(made: Classification, user: User) -> Section:
    """Earlier reports as they were known when this one was decided; those the reader may not see are counted."""
    known = known_at(made.report, user, made.at)
    heads = (_("Call number"), _("Received"), _("Outcome"), _("About"))
    blocks: list[Block] = [Prose((_("As known on %(time)s, not since.") % {"time": local_time(made.at)},))]
    if known.reports:
        blocks.append(Table(heads, tuple(_earlier(one) for one in known.reports)))
    else:
        blocks.append(Prose((_("No earlier report about anybody named here was known."),)))
    if known.restricted:
        told = ngettext("%(n)d more report is restricted.", "%(n)d more reports are restricted.", known.restricted) % {
            "n": known.restricted
        }
        blocks.append(Prose((told,)))
    return Section("history", _("Prior history"), tuple(blocks))


def clocks(report: Report) -> Section:
    """Every clock of the report: the duty with its source, when it started, when it is due, and when it was met."""
    heads = (_("Duty"), _("Started"), _("Due"), _("Done"))
    lines = tuple(
        (f"{one.label} ({one.cite})", _moment(one.started_at), _due(one.due_at), _moment(one.met_at) or _("not yet"))
        for one in report.clocks.order_by("due_at", "pk")
    )
    none = Prose((_("No clock was started."),))
    return Section("clocks", _("Clocks"), (Table(heads, lines) if lines else none,))


def changes(report: Report, user: User) -> Section:
    """Decisions, sendings, corrections and additions in order."""
    events = sorted((*_decisions(report), *_sendings(report), *_corrections(report), *_added(report)), key=_when)
    lines = tuple((_moment(at), what, text) for at, what, text in events)
    blocks: list[Block] = [Table((_("When"), _("What"), _("In words")), lines)] if lines else []
    calls = _of_review(report, user)
    if calls:
        blocks.insert(0, Prose((calls,)))
    return Section("changes", _("Corrections and additions"), tuple(blocks))


def provenance(made: Classification) -> Section:
    """Who decided, by which version of the protocol, and what the marks beside conditions and rules mean."""
    known = rows(
        (_("Classified by"), f"{made.by}, {local_time(made.at)}"),
        (_("Approved by"), made.supervisor),
        (_("Protocol as of"), date_format(made.as_of, _("M j, Y"))),
        (_("Protocol version"), made.protocol_hash),
    )
    marks = (
        Item(_("published text: words of the Child Welfare Manual")),
        Item(_("statute or regulation: what the law says, in short words")),
        Item(_("draft, not approved: written for OSCR, to be replaced by the Division's own text")),
    )
    return Section("provenance", _("Who decided, and by what"), (known, Items(marks, _("What the marks mean"))))


def _earlier(one: Earlier) -> tuple[str, ...]:
    about = ", ".join(one.about)
    about = about if one.confirmed else _("%(codes)s, probably: nobody confirmed it") % {"codes": about}
    outcome = one.outcome or str(_("not decided then"))
    return one.report.number, _day(one.report.received_at), outcome, about


def _decisions(report: Report) -> Iterator[Event]:
    law = versions.in_force(report.received_at)
    for one in report.classifications.select_related("by").order_by("pk"):
        yield one.at, _("Classified by %(name)s") % {"name": one.by}, law.label(one.outcome)


def _sendings(report: Report) -> Iterator[Event]:
    for one in Alert.objects.filter(classification__report=report).select_related("office", "by").order_by("pk"):
        yield one.at, _("Sent by %(name)s") % {"name": one.by}, " ".join(filter(None, (str(one.office), one.reason)))


def _corrections(report: Report) -> Iterator[Event]:
    made = Correction.objects.filter(classification__report=report).select_related("by").prefetch_related("additions")
    for one in made:
        facts = _("Settled anew: %(facts)s.") % {"facts": ", ".join(one.facts)} if one.facts else ""
        more = (
            f"{addition.code}: {addition.text}" if addition.code else addition.text for addition in one.additions.all()
        )
        yield one.at, _("Corrected by %(name)s") % {"name": one.by}, "\n".join(filter(None, (one.reason, facts, *more)))


def _added(report: Report) -> Iterator[Event]:
    for one in report.addenda.order_by("pk"):
        yield one.at, _("%(kind)s from the reporter") % {"kind": one.get_kind_display()}, one.text


def _of_review(report: Report, user: User) -> str:
    """That the report results from a review of calls, and of which (RSMo 210.145.6)."""
    calls = Report.objects.filter(reviews__review__combined__report=report).order_by("received_at")
    seen = calls if can(user, Permission.SEE_RESTRICTED) else calls.filter(restriction=None)
    numbers = ", ".join(seen.values_list("number", flat=True).distinct())
    return _("This report results from a review of the calls %(numbers)s.") % {"numbers": numbers} if numbers else ""


def _when(event: Event) -> datetime:
    return event[0]


def _moment(at: datetime | None) -> str:
    """On Missouri's clock, short: a column has little room."""
    return date_format(local(at), _("M j, Y, g:i a")) if at else ""


def _due(at: datetime) -> str:
    """A window in days ends with a day: its midnight is the end of the day before."""
    there = local(at)
    if there.time() == time():
        return _("end of %(day)s") % {"day": date_format(there - timedelta(hours=1), _("M j, Y"))}
    return _moment(at)


def _day(at: datetime) -> str:
    return date_format(local(at), _("M j, Y"))
