"""The board: what is due at the offices somebody answers for. Call numbers, times and workers; no names of a family."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from oscr.agency import versions
from oscr.agency.models import Office
from oscr.desks.county.assisting import asked_of
from oscr.desks.county.reading import label_of
from oscr.desks.doors import reads
from oscr.flow import docket

LEVEL_TWO = 24  # hours; level one is less
SHOWS = {
    "": _("All"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "overdue": _("Overdue"),
    docket.DIRECTING: _("I direct"),
}


@reads()
def board(request):
    """Emergencies nobody has acknowledged, what is overdue, what else is new, and the rest by its next clock."""
    offices = Office.objects.overseen_by(request.user)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    wanted = request.GET.get("office", "")
    office = offices.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdecimal() else None
    whole = docket.board(request.user, at=request.at, show=show, office=office)
    counts = {"": whole.open, "mine": whole.mine, "unassigned": whole.unassigned, "overdue": whole.overdue}
    counts[docket.DIRECTING] = whole.directing
    context = {
        "board": whole,
        "groups": _groups(whole, request.at),
        "show": show,
        "shows": [(name, label, counts[name]) for name, label in SHOWS.items()],
        "asked_of_us": asked_of(request.user),
        "office": office,
        "offices": list(offices),
        "here": "board",
    }
    return TemplateResponse(request, "county/board.html", context)


def _urgent(duty: docket.Duty) -> bool:
    """Whether a child may be in danger now: told as an emergency, or to be answered within three hours."""
    return duty.alert.classification.report.emergency or (duty.track.hours or LEVEL_TWO) < LEVEL_TWO


def _groups(whole: docket.Board, at) -> list[tuple[str, str, list[tuple[docket.Duty, str]]]]:
    """The lines under their headings: (kind, heading, lines with their outcome in words); empty groups are left out."""
    late = [duty for duty in whole.duties if duty.overdue(at)]
    unseen = [duty for duty in whole.duties if not duty.overdue(at) and not duty.acknowledged]
    first = [duty for duty in unseen if _urgent(duty)]
    new = [duty for duty in unseen if not _urgent(duty)]
    rest = [duty for duty in whole.duties if not duty.overdue(at) and duty.acknowledged]
    laws = versions.timeline()
    groups = (
        ("first", _("Emergencies that nobody has acknowledged yet"), first),
        ("overdue", _("Overdue"), late),
        ("new", _("New: not acknowledged yet"), new),
        ("open", _("In work, by the next thing due"), rest),
    )
    return [
        (kind, heading, [(duty, label_of(duty.track.outcome, laws.at(_received(duty)))) for duty in duties])
        for kind, heading, duties in groups
        if duties
    ]


def _received(duty: docket.Duty):
    return duty.alert.classification.report.received_at
