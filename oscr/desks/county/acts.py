"""Pages with several small forms: each has a name, and what is posted says which one it is.

Used by the response's pages of meetings, of whom was told, and of services. A form gives what its act takes; a refusal goes beside
the field, and that form alone is shown again as it was typed.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from oscr.desks.doors import attempt
from oscr.flow.assignment.models import Alert
from oscr.ui.forms import with_now


class ActForm(forms.Form):
    """A form of one act upon an alert's response."""

    use_required_attribute = False
    name: ClassVar[str]
    title: ClassVar[str]
    act: ClassVar[Callable[..., Any]]

    def __init__(self, data=None, *, alert: Alert, **kwargs) -> None:
        super().__init__(data, auto_id=f"id_{self.name}_%s", **kwargs)
        self.alert = alert
        self.begin()

    def begin(self) -> None:
        """Fill what depends on the alert: the people to choose from."""

    def said(self, at: datetime) -> dict[str, Any]:
        """What the act takes besides `by` and `at`; a moment that was left empty is `at`."""
        return {"alert": self.alert, **with_now(self, at)}


def acted(request, alert: Alert, kinds: Mapping[str, type[ActForm]]) -> ActForm | None:
    """Do what was posted; the form when it was refused, else None. A name that is none does nothing."""
    kind = kinds.get(request.POST.get("act", ""))
    if kind is None:
        return None
    form = kind(request.POST, alert=alert)
    if form.is_valid() and attempt(form, kind.act, **form.said(request.at), by=request.user, at=request.at):
        return None
    return form


def shown(alert: Alert, kinds: Mapping[str, type[ActForm]], refused: ActForm | None) -> list[ActForm]:
    """Every form of a page; the one that was refused as it was typed."""
    return [refused if refused and refused.name == name else kind(alert=alert) for name, kind in kinds.items()]
