"""The board: what is due at the offices somebody answers for. Call numbers, times and workers; no names of a family."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office
from oscr.desks.county.reading import outcome_label
from oscr.desks.doors import reads
from oscr.flow import docket

SHOWS = {"": _("All"), "mine": _("Mine"), "unassigned": _("Unassigned"), "overdue": _("Overdue")}


@reads()
def board(request):
    """What is overdue, what nobody has acknowledged, and the rest by its next clock."""
    offices = Office.objects.overseen_by(request.user)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    wanted = request.GET.get("office", "")
    office = offices.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdecimal() else None
    whole = docket.board(request.user, at=request.at, show=show, office=office)
    counts = {"": whole.open, "mine": whole.mine, "unassigned": whole.unassigned, "overdue": whole.overdue}
    context = {
        "board": whole,
        "groups": _groups(whole, request.at),
        "show": show,
        "shows": [(name, label, counts[name]) for name, label in SHOWS.items()],
        "office": office,
        "offices": list(offices),
    }
    return TemplateResponse(request, "county/board.html", context)


def _groups(whole: docket.Board, at) -> list[tuple[str, str, list[tuple[docket.Duty, str]]]]:
    """The lines under their headings: (kind, heading, lines with their outcome in words); empty groups are left out."""
    late = [duty for duty in whole.duties if duty.overdue(at)]
    new = [duty for duty in whole.duties if not duty.overdue(at) and not duty.acknowledged]
    rest = [duty for duty in whole.duties if not duty.overdue(at) and duty.acknowledged]
    groups = (
        ("overdue", _("Overdue"), late),
        ("new", _("New: not acknowledged yet"), new),
        ("open", _("In work, by the next thing due"), rest),
    )
    return [
        (kind, heading, [(duty, outcome_label(duty.alert.classification)) for duty in duties])
        for kind, heading, duties in groups
        if duties
    ]
