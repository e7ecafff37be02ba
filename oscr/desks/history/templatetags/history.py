"""Somebody, and what was found of them, in words, for the templates of this desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from oscr.flow.history.mentions import Mention
from oscr.flow.report.asked import recognised
from oscr.flow.report.models import Draft
from oscr.law import counties
from oscr.people.models import Participant
from oscr.people.words import age_words

register = template.Library()


@register.filter
def age_told(participant: Participant, told_at: datetime) -> str:
    """The age as it was when told; "" when unknown."""
    return age_words(participant, told_at)


@register.filter
def of_number(addresses: Mapping[str, str], mention: Mention) -> str:
    """Where the report of a mention can be opened; "" where its reader may not."""
    return addresses.get(mention.report.number, "")


@register.filter
def ages(mention: Mention, at: datetime) -> str:
    """The age when it was told and the age now, where that is another: "5 years then, about 7 years now"; "age unknown"."""
    one, told_at = mention.participant, mention.received_at
    then, now = age_words(one, told_at), age_words(one, told_at, at)
    if not now:
        return _("age unknown")
    if then and now in (then, _("about %(age)s") % {"age": then}):
        return then
    return _("%(then)s then, %(now)s now") % {"then": then or _("not born"), "now": now}


@register.filter
def county_told(mention: Mention) -> str:
    """The office that was alerted, else the county as told; "" where neither is known."""
    return mention.office or counties.name_of(mention.participant.county)


@register.inclusion_tag("history/say.html")
def say(draft: Draft, of: str, participant: int, name: str, swapped: bool = False) -> dict[str, Any]:
    """What the screener of a call says of somebody on file and of one person (`of`) of the sheet; kept with the call's draft."""
    row = recognised(draft.answers, of).get(participant)
    return {"of": of, "participant": participant, "row": row, "name": name, "swapped": swapped}
