"""What the reporter added to a report that this office has."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import writes
from oscr.flow.addendum import actions
from oscr.flow.assignment.models import Alert
from oscr.ui.forms import Words


class HeedForm(forms.Form):
    """Which addendum, and what followed from it."""

    addendum = forms.IntegerField(min_value=1)
    note = Words(max_length=1000)


@writes(Alert, key=KEY)
def heed(request, alert):
    """Say that something added was taken into account."""
    form = HeedForm(request.POST)
    if form.is_valid():
        found = get_object_or_404(alert.classification.report.addenda, pk=form.cleaned_data["addendum"])
        actions.heed(addendum=found, note=form.cleaned_data["note"], by=request.user, at=request.at)
        messages.success(request, _("Taken into account."))
    return HttpResponseRedirect(reverse("county:alert", args=[alert.number]))
