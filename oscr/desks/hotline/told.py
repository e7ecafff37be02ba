"""The report as it was told, in the order in which a screener reads it, and who told it.

Used by the report page. The questions and their wording are the interview's; people have a drawing of their own (`people`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oscr.desks.hotline.caller import IntakeForm
from oscr.desks.interview.pages import BY_SLUG
from oscr.desks.interview.summary import parts_of
from oscr.flow.report.models import Channel, Report
from oscr.flow.report.receiving import ANONYMOUS, DUTIES
from oscr.law import reporters

READ = ("worries", "story", "places", "questions", "done")  # people first, drawn; the reporter last, apart


@dataclass(frozen=True)
class Section:
    """One page of the report: what was answered, and which questions were not."""

    slug: str
    title: str | Promise
    rows: list[tuple[str, str]]
    silent: list[str]


def sections(report: Report) -> list[Section]:
    """Everything told but the people and the reporter."""
    return [_section(slug, report.told, report.received_at) for slug in READ]


def _section(slug: str, told: Mapping[str, Any], at: datetime) -> Section:
    rows = [row for part in parts_of(BY_SLUG[slug], told, at) for row in part.rows]
    return Section(
        slug=slug,
        title=BY_SLUG[slug].title,
        rows=[(row.label, row.text) for row in rows if row.given],
        silent=[row.label for row in rows if not row.given],
    )


def reporter_of(report: Report) -> dict[str, Any]:
    """Who reported: the kind in the law's words, the occupation, and the identity, which the hotline may read (RSMo 210.150)."""
    who = report.reporter
    identity = who.identity
    labels = {
        "name": _("Name"),
        "employer": _("Works at"),
        "phone": _("Phone"),
        "callback": _("Call back at"),
        "email": _("E-mail"),
        "address": _("Address"),
        "relation": _("Knows the children as"),
        "best_time": _("Best reached"),
        "language": _("To be called in"),
    }
    rows = [(label, identity[name]) for name, label in labels.items() if identity.get(name)]
    if report.channel == Channel.REVIEW:
        return {"kind": _("Nobody called: made of the calls of a review"), "occupation": "", "rows": [], "told": []}
    if report.channel == Channel.BIRTHS:
        return {
            "kind": _("Nobody reported: the Registrar of Vital Statistics (Birth Match)"),
            "occupation": "",
            "rows": [],
            "told": [],
        }
    unnamed = not identity.get("name") and report.told["you"].get("caller", ANONYMOUS) == ANONYMOUS
    kind = _("Anonymous reporter") if unnamed else _("Mandated reporter") if who.mandated else _("Permissive reporter")
    work = next((one.label for one in reporters.every() if one.id == who.occupation), "")
    return {"kind": kind, "occupation": work, "rows": rows, "told": _duties(report)}


def _duties(report: Report) -> list[tuple[str, str]]:
    """What a screener told the reporter, or why not: RSMo 210.145, subsections 8 and 18. Online the pages themselves say it."""
    labels = {"danger": _("Told to call 911 in danger"), "right": _("Told of the right to know how it ends")}
    words = {name: dict(IntakeForm.base_fields[name].choices) for name in DUTIES}
    said = report.told.get("intake", {})
    return [(labels[name], str(words[name][said[name]])) for name in DUTIES if said.get(name)]
