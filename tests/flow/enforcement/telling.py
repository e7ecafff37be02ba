"""Agencies and notices for tests."""

from oscr.agency.models import LawEnforcementAgency
from oscr.flow.enforcement import actions
from tests import making
from tests.making import MINUTE, NOW

TOLD = NOW + 30 * MINUTE


def agency(**said) -> LawEnforcementAgency:
    """A sheriff's office with an e-mail."""
    how = {"name": "Sheriff of Sample", "fips": making.BOONE, "phone": "555-0150", "email": "desk@sheriff.example.org"}
    return LawEnforcementAgency.objects.create(**how | said)


def notify(alert, by, to=None, at=TOLD, **how):
    """A notice by phone, unless said otherwise."""
    said = {"how": "phone", "spoke_with": "Sergeant Sample", "text": "A child is absent.", "happened_at": at} | how
    return actions.notify(alert=alert, agency=to or agency(), **said, by=by, at=at)


def told_of_ending(alert, by, to=None, at=TOLD, **how):
    """The written notice before an investigation is ended."""
    said = {"how": "paper", "reason": "Nothing was found that is a crime.", "happened_at": at} | how
    return actions.notify_of_ending(alert=alert, agency=to or agency(), **said, by=by, at=at)
