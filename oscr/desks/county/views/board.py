"""The board: what is due at the offices somebody answers for. Call numbers, times and workers; no names of a family."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from oscr.agency import versions
from oscr.agency.models import Office, User
from oscr.agency.permissions import Role
from oscr.desks.county.assisting import asked_of
from oscr.desks.county.carrying import bars_of
from oscr.desks.county.reading import label_of
from oscr.desks.doors import reads
from oscr.flow import docket
from oscr.flow.load import Wish

LEVEL_TWO = 24  # hours; level one is less
SHOWS = {
    "": _("All"),
    "mine": _("Mine"),
    "overdue": _("Overdue"),
    "today": _("Due today"),
    "soon": _("Due within 24 h"),
    "unassigned": _("Unassigned"),
    "left": _("Worker has left"),
    docket.DIRECTING: _("I direct"),
}
FIRST = ("", "mine", "overdue", "today", "soon", "unassigned")  # shown with no report in them, too
ABOVE = (Role.CIRCUIT_MANAGER, Role.REGIONAL_DIRECTOR)  # they see offices first, and workers of the one they choose


@reads()
def board(request):
    """Emergencies nobody has acknowledged, what is overdue, what else is new, and the rest by its next clock."""
    wish = chosen(request)
    whole = docket.board(request.user, at=request.at, wish=wish)
    context = {
        "board": whole,
        "groups": _groups(whole, request.at),
        "asked_of_us": asked_of(request.user),
        "here": "board",
        **narrowed(request, wish, whole),
    }
    return TemplateResponse(request, "county/board.html", context)


@reads()
def spread(request):
    """Who carries how much: a bar for each office, and for each worker of one."""
    wish = chosen(request)
    whole = docket.board(request.user, at=request.at, wish=wish, most=0)
    rows = bars_of(whole.carried, by_worker=bool(wish.office) or request.user.role not in ABOVE)
    context = {"board": whole, "rows": rows, "here": "spread", **narrowed(request, wish, whole)}
    return TemplateResponse(request, "county/spread.html", context)


def chosen(request) -> Wish:
    """What the address asks for; what is no state, office or worker is left out."""
    show = request.GET.get("show", "")
    return Wish(show if show in SHOWS else "", _key(request, "office"), _key(request, "worker"))


def narrowed(request, wish: Wish, whole: docket.Board) -> dict:
    """What the tools above a board need: the states with their numbers, the offices, the worker that was chosen."""
    offices = Office.objects.overseen_by(request.user)
    return {
        "show": wish.show,
        "shows": [
            (name, label, whole.counts[name]) for name, label in SHOWS.items() if name in FIRST or whole.counts[name]
        ],
        "office": offices.filter(pk=wish.office).first(),
        "worker": User.objects.filter(pk=wish.worker, clocks__office__in=offices).first() if wish.worker else None,
        "offices": list(offices),
    }


def _key(request, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


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
