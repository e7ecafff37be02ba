"""What only the hotline's pages show: short times and the age of a waiting report.

Times are Missouri's; the zone is named on the full times (`ui` tags), left out in the dense lists.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.flow.report.models import Channel
from oscr.law.calendar import local
from oscr.ui.templatetags.ui import duration

register = template.Library()
SOON = 0.66  # the share of the time from which a bar warns
WIDTH = 100


@register.filter
def clock_time(moment: datetime | None) -> str:
    """The time of day: "4:12 p.m."."""
    return date_format(local(moment), _("g:i a")) if moment else ""


@register.filter
def short_time(moment: datetime) -> str:
    """Day and time without the year: "Nov 21, 4:12 p.m."."""
    return date_format(local(moment), _("M j, g:i a"))


@register.filter
def call_about(answers: Mapping[str, Any]) -> str:
    """What tells one unfinished call from another without a name: "Phone, 2 children, 310 letters of notes"."""
    channel = str(Channel(answers.get("intake", {}).get("channel") or Channel.PHONE).label)
    children = len(answers.get("children", ()))
    letters = len(answers.get("story", {}).get("what") or "")
    named = ngettext("%(n)s child", "%(n)s children", children) % {"n": children}
    return ", ".join((channel, named, _("%(n)s letters of notes") % {"n": letters}))


@register.inclusion_tag("hotline/age.html")
def queue_age(received: datetime, due: datetime, now: datetime, promised: bool) -> dict:
    """The age of a report as a bar against its due time and in words; late and nearly late differ in shape and word too."""
    share = (now - received) / (due - received)
    level = "late" if now > due else "soon" if share >= SOON else "calm"
    same_day = local(due).date() == local(now).date()
    return {
        "age": duration(now - received),
        "due": clock_time(due) if same_day else short_time(due),
        "promised": promised,
        "level": level,
        "over": duration(now - due) if level == "late" else "",
        "width": round(max(0.0, min(share, 1.0)) * WIDTH, 1),
    }
