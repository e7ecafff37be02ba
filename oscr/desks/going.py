"""The page of what will be kept no longer, for whoever leads: at the hotline and in the counties. Names nobody.

Which reports somebody sees there is asked by `Term.objects.visible_to`; how far ahead and of which period stands in the address.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oscr.flow.retention.actions import due
from oscr.flow.retention.models import Term
from oscr.law.retention import periods

MOST = 25
AHEAD = {"1": _("tonight"), "30": _("within 30 days"), "90": _("within 90 days")}


def context(request, route: str) -> dict:
    """What the list shows. In: the request, of which `days` and `period` are read, and the route of one report's page."""
    days = request.GET.get("days", "")
    days = days if days in AHEAD else "1"
    ending = {one.id: one for one in periods() if not one.for_good}
    period = request.GET.get("period", "")
    seen = Term.objects.visible_to(request.user)
    among = seen.filter(period=period) if period in ending else seen
    found = due(at=request.at + timedelta(days=int(days)), now=request.at, among=among, most=MOST)
    return {
        "due": [(one, reverse(route, args=[one.report.number])) for one in found],
        "days": days,
        "ahead": AHEAD.items(),
        "until": AHEAD[days],
        "period": period,
        "periods": ending.values(),
        "most": MOST,
        "here": "retention",
    }
