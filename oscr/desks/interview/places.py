"""The form about places: the family's home, each child now, where it happened (manual 2.1.1.1; routing: manual 2.3)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.interview.base import SETTING, TIES, PageForm, county_field
from oscr.desks.interview.people import name_of
from oscr.ui.forms import Choice, Words

KINDS = [
    ("home", gettext_lazy("At home")),
    ("school", gettext_lazy("At school")),
    ("child care", gettext_lazy("In child care")),
    ("hospital", gettext_lazy("In a hospital")),
    ("foster home", gettext_lazy("In a foster home")),
    ("residential", gettext_lazy("In a group home or residential facility")),
    ("other", gettext_lazy("Somewhere else")),
    ("unknown", gettext_lazy("I don't know")),
]
AS_FACT = {"residential": "residential facility"}  # the protocol's word, where it is another
SETTINGS = [choice for choice in KINDS if choice[0] != "hospital"]


class PlacesForm(PageForm):
    """Where everybody is and where it happened."""

    home_address = Words(
        label=gettext_lazy("Address of the family's home"),
        help_text=gettext_lazy("Street, number, apartment, town. Parts of it help too."),
        lines=3,
        max_length=2000,
    )
    home_county = county_field(gettext_lazy("County of the home"))
    directions = Words(
        label=gettext_lazy("How to get there, if the address is hard to find"),
        help_text=gettext_lazy("For example: white trailer behind the gas station on Route J."),
        lines=2,
        max_length=2000,
    )
    other_means = Words(
        label=gettext_lazy("Other ways to find the family"),
        help_text=gettext_lazy("Relatives, workplace, a car, phone numbers."),
        lines=2,
        max_length=2000,
    )
    interpreter = Choice(label=gettext_lazy("Does the family need an interpreter, or sign language?"))
    family_language = Words(
        label=gettext_lazy("Which language does the family speak best, if not English?"), max_length=60
    )
    setting = forms.ChoiceField(
        label=gettext_lazy("Where did it happen?"),
        choices=[("", gettext_lazy("Choose one")), *SETTINGS],
        required=False,
    )
    incident_county = county_field(gettext_lazy("County where it happened"))
    leaving = Choice(label=gettext_lazy("Could a child be moved away within the next 24 hours?"))

    def build(self) -> None:
        """Adds, for each child, where the child is now; and what decides whether Missouri may take the report."""
        now = [name for child in self.draft.get("children", ()) for name in self._child_fields(child)]
        ties = self.ask(self.protocol.facts[name] for name in TIES)
        self.groups = (
            (_("The family's home"), ("home_address", "home_county", "directions", "other_means")),
            (_("The family's language"), ("family_language", "interpreter")),
            (_("The children now"), tuple(now)),
            (_("Where it happened"), ("setting", "incident_county", "leaving")),
            (_("Missouri or elsewhere (skip what the counties above already say)"), ties),
        )

    def read(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        """Saved answers as initial values; each child's place has fields of its own."""
        children = saved.get("children", {})
        now = {f"{part}_{child}": value for child, places in children.items() for part, value in places.items()}
        return {**super().read(saved), **now}

    def answered(self) -> dict[str, Any]:
        """The answers, with each child's place under the child's id."""
        said = self.cleaned_data
        ids = [child["id"] for child in self.draft.get("children", ())]
        plain = {name: said[name] for name in self.base_fields}
        now = {one: {part: said[f"{part}_{one}"] for part in ("kind", "where", "county")} for one in ids}
        return {**plain, "children": now, "facts": self.answered_facts()}

    def answered_facts(self) -> dict[str, str]:
        """The facts as answered, and those that a county already says: nobody is asked twice."""
        said = self.cleaned_data
        here = [said["home_county"], *(said[f"county_{child['id']}"] for child in self.draft.get("children", ()))]
        known = {
            "child tie": "yes" if any(here) else "",
            "incident in Missouri": "yes" if said["incident_county"] else "",
        }
        known[SETTING] = AS_FACT.get(said["setting"], said["setting"])
        return {**{fact: value for fact, value in known.items() if value}, **super().answered_facts()}

    def _child_fields(self, child: Mapping[str, Any]) -> tuple[str, ...]:
        one, name = child["id"], {"name": f"\u2068{name_of(child)}\u2069"}  # isolated: it may run right to left
        self.fields[f"kind_{one}"] = forms.ChoiceField(
            label=_("Where is %(name)s now?") % name, choices=[("", _("Choose one")), *KINDS], required=False
        )
        self.fields[f"where_{one}"] = Words(
            label=_("Name or address of the place where %(name)s is") % name,
            help_text=_("Leave it empty if it is the family's home."),
            max_length=2000,
        )
        self.fields[f"county_{one}"] = county_field(_("County of the place where %(name)s is") % name)
        return f"kind_{one}", f"where_{one}", f"county_{one}"
