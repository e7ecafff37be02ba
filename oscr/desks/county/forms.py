"""The forms of this desk: who responds, and to whom a reporter is disclosed. Used by the alert page."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from oscr.agency.chiefs import may_be
from oscr.agency.models import Office, User
from oscr.agency.permissions import ALLOWED, COUNTY_ROLES, Permission
from oscr.flow.assignment.models import Purpose


def staff_of(office: Office) -> QuerySet[User]:
    """Who works in an office now, by name."""
    return office.staff.filter(is_active=True, role__in=COUNTY_ROLES).order_by("name", "email")


def who_may(permission: Permission, office: Office) -> QuerySet[User]:
    """Who may do something about what an office has: its own people, and those of the region who answer for it; by name."""
    roles = [role for role, allowed in ALLOWED.items() if permission in allowed]
    region = User.objects.filter(is_active=True, role__in=roles, office__region=office.region)
    near = [one.pk for one in region.select_related("office") if may_be(one, office)]
    return User.objects.filter(pk__in=near).order_by("name", "email")


class AssignForm(forms.Form):
    """Who responds to an alert."""

    worker = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Worker"), empty_label=_("Choose"))

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["worker"].queryset = staff_of(office)


class IdentifyForm(forms.Form):
    """Who may see the reporters of a review, to contact them (RSMo 210.145.6, 210.150)."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("To whom"), empty_label=_("Choose"))

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].queryset = staff_of(office)


class DiscloseForm(forms.Form):
    """Who may see the reporter, and what for (RSMo 210.150)."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("To whom"), empty_label=_("Choose"))
    purpose = forms.ChoiceField(choices=Purpose, label=_("What for"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].queryset = staff_of(office)
