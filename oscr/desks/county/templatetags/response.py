"""What the story of a response needs in words: a safety decision, a guard that was broken, and whether a contact was with the reporter."""

from django import template
from django.utils.translation import gettext as _

from oscr.flow.response.models import Contact, Part
from oscr.law import safety, visiting

register = template.Library()


@register.filter
def safety_words(decision: str) -> str:
    """What was decided about a child."""
    return _(safety.decisions()[decision])


@register.filter
def guard_words(guard: str) -> str:
    """What was broken."""
    return _(visiting.guards()[guard].label)


@register.filter
def with_reporter(contact: Contact) -> bool:
    """Whether what was learnt at a contact may show who reported."""
    return any(met.part == Part.REPORTER for met in contact.met.all())
