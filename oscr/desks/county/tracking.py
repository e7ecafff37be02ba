"""What is typed to change the track of a report, to give law enforcement the written notice, and to take an emergency down.

Used by `views/track`. Whether something is allowed is for the action to say; the form offers what the matrix leaves open.
"""

from django import forms
from django.utils.translation import gettext_lazy

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission
from oscr.desks.county.enforcing import AgencyField
from oscr.desks.county.forms import who_may
from oscr.desks.county.reading import label_of
from oscr.flow.enforcement.models import WRITTEN
from oscr.law import protocol, track_changes
from oscr.ui.forms import Choice, Moment, Words


class TrackForm(forms.Form):
    """To which track, and why."""

    use_required_attribute = False
    to = Choice(label=gettext_lazy("To which track?"), required=True, choices=())
    reason = Words(label=gettext_lazy("Why? It is documented in the record."), lines=4)

    def __init__(self, data=None, *, was: str, law: protocol.Protocol, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].choices = [(to, label_of(to, law)) for to in track_changes.open_to(was)]


class EndingForm(forms.Form):
    """The written notice before an investigation is ended."""

    use_required_attribute = False
    prefix = "ending"
    agency = AgencyField()
    how = Choice(label=gettext_lazy("How"), required=True, choices=[(one.value, one.label) for one in WRITTEN])
    happened_at = Moment(label=gettext_lazy("When was it sent?"))
    reason = Words(label=gettext_lazy("Why the investigation is ended: the agency reads it"), lines=4)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["agency"].near(office)


class DownForm(forms.Form):
    """Who approved that an emergency is taken down, when, and why."""

    use_required_attribute = False
    prefix = "down"
    approved_by = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Which supervisor approved?"),
        empty_label=gettext_lazy("Choose"),
    )
    consulted_at = Moment(label=gettext_lazy("When were they consulted?"))
    reason = Words(label=gettext_lazy("Why the child can wait for an ordinary response"), lines=3)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["approved_by"].queryset = who_may(Permission.CHANGE_TRACK, office)
