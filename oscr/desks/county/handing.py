"""What is typed to dispute a screening, and to hand a report over to another office; what an alert's page says of both.

Used by `views/handing` and by the alert page. Whether something is allowed is for the action to say.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Permission, can
from oscr.desks.county.forms import staff_of
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import protocol_for
from oscr.flow.correction.models import Correction, Dispute, Transfer
from oscr.law import transfers
from oscr.ui.forms import Choice, Words


class DisputeForm(forms.Form):
    """What is wrong with the screening, and with whom it was talked over."""

    use_required_attribute = False
    consulted = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("With whom did you talk it over?"),
        empty_label=gettext_lazy("Choose"),
    )
    reason = Words(label=gettext_lazy("What is wrong with the screening, and why?"), lines=4)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["consulted"].queryset = staff_of(office)


class TransferForm(forms.Form):
    """To which office, why, and what it rests on. Offers the reasons that may hold for an office of this kind."""

    use_required_attribute = False
    reason = Choice(label=gettext_lazy("Why"), required=True, choices=())
    to = forms.ModelChoiceField(
        queryset=Office.objects.none(),
        label=gettext_lazy("Which office takes it over?"),
        empty_label=gettext_lazy("Choose"),
    )
    note = Words(label=gettext_lazy("What does it rest on? Dates and places; the other office reads it."), lines=3)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        reasons = [one for one in transfers.reasons() if office.kind in {here for here, _there in one.between}]
        self.fields["reason"].choices = [(one.id, _(one.label)) for one in reasons]
        kinds = {there for one in reasons for here, there in one.between if here == office.kind}
        others = Office.objects.exclude(kind=OfficeKind.HOTLINE).exclude(pk=office.pk)
        self.fields["to"].queryset = others.filter(kind__in=kinds).order_by("name")


class TransferReplyForm(forms.Form):
    """Accepted or not."""

    use_required_attribute = False
    accepted = Choice(
        label=gettext_lazy("Answer"),
        required=True,
        choices=[
            ("yes", gettext_lazy("Accept: we respond from now on")),
            ("no", gettext_lazy("Refuse: it stays where it is")),
        ],
    )
    note = Words(label=gettext_lazy("Why? Needed to refuse."), lines=2)


def of_alert(alert: Alert, user: User) -> Mapping[str, Any]:
    """What an alert's page says of corrections, disputes and transfers of its report."""
    report = alert.classification.report
    acts = Alert.objects.in_hand_of(user).filter(pk=alert.pk).exists()
    law = protocol_for(report)
    corrections = Correction.objects.filter(classification__report=report).select_related("by")
    proposed = Transfer.objects.filter(alert__classification__report=report).select_related("to", "alert__office", "by")
    return {
        "corrections": [
            (one, [_in_words(law, said) for said in one.facts]) for one in corrections.prefetch_related("additions")
        ],
        "disputes": Dispute.objects.about(report).select_related("by", "consulted", "reply__by"),
        "transfers": [(one, transfers.reason(one.reason)) for one in proposed.select_related("reply__by")],
        "may_dispute": acts and can(user, Permission.DISPUTE),
        "may_transfer": acts and can(user, Permission.TRANSFER),
    }


def _in_words(law, said: str) -> str:
    """ "A/1 some fact" as "A/1: its question"; a fact that no version knows any more stays as it is."""
    unit, _space, fact = said.partition(" ")
    if said in law.facts:
        return law.facts[said].screener
    return f"{unit}: {law.facts[fact].screener}" if fact in law.facts else said
