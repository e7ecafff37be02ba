"""Somebody in words, for the templates of this desk."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from oscr.people.models import Participant
from oscr.people.words import age_words, full_name

register = template.Library()


@register.filter
def name_told(participant: Participant) -> str:
    """The name as told."""
    return full_name(participant) or _("Name unknown")


@register.filter
def age_told(participant: Participant, told_at: datetime) -> str:
    """The age as it was when told; "" when unknown."""
    return age_words(participant, told_at)
