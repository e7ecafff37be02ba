"""Who is chief investigator of each office of mine, and naming one (RSMo 210.145.9)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.chiefs import in_charge, may_be, named
from oscr.agency.models import ChiefInvestigator, Office, User
from oscr.agency.permissions import COUNTY_ROLES, Permission, can
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.directing import name_chief
from oscr.ui.forms import Moment, with_now

LATEST = 20


class ChiefForm(forms.Form):
    """Whom, from when on."""

    use_required_attribute = False
    user = forms.ModelChoiceField(
        label=gettext_lazy("Chief investigator"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    since = Moment(label=gettext_lazy("Since"))

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        region = User.objects.filter(is_active=True, role__in=COUNTY_ROLES, office__region=office.region)
        near = [one.pk for one in region.select_related("office") if may_be(one, office)]
        self.fields["user"].queryset = User.objects.filter(pk__in=near).order_by("name", "email")


@reads()
def chiefs(request):
    """Every office of mine with its chief investigator; those without one first, with who is in charge instead."""
    offices = list(Office.objects.overseen_by(request.user).order_by("name"))
    rows = named(offices, request.at)
    without = [(one, in_charge(office=one, at=request.at)) for one in offices if one.pk not in rows]
    entries = ChiefInvestigator.objects.filter(office__in=offices).select_related("office", "user", "entered_by")
    context = {
        "without": without,
        "rows": [rows[one.pk] for one in offices if one.pk in rows],
        "lately": entries.order_by("-entered_at", "-pk")[:LATEST],
        "may_name": can(request.user, Permission.NAME_CHIEF),
        "here": "chiefs",
    }
    return TemplateResponse(request, "county/chiefs.html", context)


@writes()
def name(request):
    """Name the chief investigator of one office of mine."""
    offices = Office.objects.overseen_by(request.user)
    wanted = request.GET.get("office", "")
    office = offices.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdecimal() else None
    office = office or request.user.office
    form = ChiefForm(stash.typed(request), office=office)
    if request.method == "POST" and form.is_valid():
        said = with_now(form, request.at)
        if attempt(form, name_chief, office=office, **said, by=request.user, at=request.at):
            told = _("%(name)s is chief investigator of %(office)s.")
            messages.success(request, told % {"name": said["user"], "office": office})
            return HttpResponseRedirect(reverse("county:chiefs"))
    return TemplateResponse(request, "county/name_chief.html", {"form": form, "office": office, "here": "chiefs"})
