"""What courts and agencies elsewhere ask, for tests."""

from oscr.flow.inquiry import court, sharing
from oscr.flow.inquiry.models import CourtInquiry, StateRequest
from tests.making import NOW

COURT = {
    "asker": "court",
    "court": "Circuit Court of Example County",
    "case_number": "26-EX-0001",
    "judge": "Example Judge",
    "spoke_with": "The judge's clerk",
    "verified": "Called back at the court's own number",
    "about": "Robin Cloverfield, born 2018; parents Alex and Kim Cloverfield",
}
STATE = {
    "agency": "welfare",
    "name": "Example Department for Children",
    "place": "state",
    "where": "KS",
    "person": "Example Worker",
    "contact": "785-555-0142",
    "authority": "Its own child protection statute",
    "purpose": "They investigate the same family.",
    "about": "Robin Cloverfield",
}


def of_court(by, at=NOW, **said) -> CourtInquiry:
    """An inquiry of a court, or of somebody else."""
    return court.ask(**(COURT | said), by=by, at=at)


def of_state(by, at=NOW, **said) -> StateRequest:
    """A request of an agency elsewhere."""
    return sharing.ask(**(STATE | said), by=by, at=at)
