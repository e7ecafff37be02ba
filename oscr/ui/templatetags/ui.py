"""What pages need to show: local time, durations, defined words, icons, steps, age bars, form parts.

Used by every desk's templates. Times are stored in UTC and shown in America/Chicago with the zone named (DESIGN 5).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.ui.glossary import in_the_readers_language

register = template.Library()
CENTRAL = ZoneInfo("America/Chicago")
BAR = 100  # the width of an age bar, in units of its view box


@register.filter
def local_time(moment: datetime | None) -> str:
    """An aware datetime in Missouri's time: "Nov 21, 2026, 3:05 p.m. Central"."""
    return _in_central(moment, _("M j, Y, g:i a"))


@register.filter
def exact_time(moment: datetime | None) -> str:
    """As `local_time`, to the second: what a receipt or an expiry shows."""
    return _in_central(moment, _("M j, Y, g:i:s a"))


@register.filter
def duration(span: timedelta | None) -> str:
    """A timedelta in its two largest units, "2 hours 5 minutes"; less than a minute is said so, a minus is dropped."""
    if span is None:
        return ""
    minutes = int(abs(span.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else "",
        ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours} if hours else "",
        ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else "",
    ]
    return " ".join([part for part in parts if part][:2]) or _("less than a minute")


@register.filter
def since(moment: datetime, now: datetime) -> str:
    """How long `moment` lies before (or after) `now`, in words."""
    return duration(now - moment)


@register.filter
def is_invalid(attrs: dict) -> bool:
    """Whether a widget belongs to a field with an error."""
    return attrs.get("aria-invalid") == "true"


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """Whether a field is one checkbox, whose label stands beside it and not above it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def focus_id(field: BoundField) -> str:
    """The id of the first thing inside a field that can take the focus."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms) -> dict:
    """All errors of these forms in one box at the top of the page, each linking to its field."""
    problems = []
    for form in forms:
        problems += [{"label": "", "text": text, "target": ""} for text in form.non_field_errors()]
        for field in form:
            problems += [{"label": field.label, "text": text, "target": focus_id(field)} for text in field.errors]
    return {"problems": problems}


@register.inclusion_tag("ui/define.html")
def define(word: str) -> dict:
    """A word of the field that opens to its definition. A word that is not in the glossary is a mistake: KeyError."""
    return {"entry": in_the_readers_language()[word]}


@register.inclusion_tag("ui/icon.html")
def icon(name: str, label: str = "") -> dict:
    """An icon of the USWDS sprite; without a label it is decoration and hidden from screen readers."""
    return {"name": name, "label": label}


@register.inclusion_tag("ui/steps.html")
def steps(items, current: str) -> dict:
    """The USWDS step indicator. Items are (slug, title, address or "", done)."""
    rows = list(items)
    slugs = [slug for slug, *_rest in rows]
    at = slugs.index(current)
    return {"rows": rows, "current": current, "number": at + 1, "title": rows[at][1], "count": len(rows)}


@register.inclusion_tag("ui/age_bar.html")
def age_bar(start: datetime, due: datetime, now: datetime) -> dict:
    """How much of the time from `start` to `due` is used at `now`: a bar, and the same in words."""
    share = max(0.0, (now - start) / (due - start)) if due > start else 1.0
    level = "late" if now > due else "soon" if share >= 0.75 else "calm"
    words = _("%(span)s overdue") if now > due else _("%(span)s left")
    return {"width": round(min(share, 1.0) * BAR, 1), "level": level, "text": words % {"span": duration(due - now)}}


def _in_central(moment: datetime | None, pattern: str) -> str:
    if moment is None:
        return ""
    return _("%(time)s Central") % {"time": date_format(moment.astimezone(CENTRAL), pattern)}
