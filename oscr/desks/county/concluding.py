"""What is typed to conclude a response: the form of each conclusion is made from the law's list, and works without scripts.

Used by `views/conclusion`. Whether something is allowed is for the action to say; its refusal stands beside the field it names.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import protocol_for
from oscr.flow.conclusion import closing
from oscr.flow.conclusion.actions import Found
from oscr.flow.conclusion.models import AppealResult, Conclusion, Posted, standing_of
from oscr.flow.report.models import Involvement
from oscr.law import conclusions
from oscr.law.languages import languages
from oscr.people.words import name_words
from oscr.ui.forms import Choice, Choices, DateParts, Words

NOBODY = "0"  # the code that stands for nobody in the name of a field


class FindingField(forms.ChoiceField):
    """What is found of one child, one allegation and one person; the first choice is that nothing is."""

    def __init__(self, *, child: str, allegation: str, suspect: str, **kwargs) -> None:
        super().__init__(required=False, **kwargs)
        self.about = (child, allegation, suspect)


class ConclusionForm(forms.Form):
    """One conclusion of one alert: its fields, its findings, why what is undone cannot be done any more."""

    use_required_attribute = False

    def __init__(self, data=None, *, alert: Alert, how: conclusions.Conclusion, at, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.how, self.alert = how, alert
        self.names = (*how.needs, *closing.needed_besides(alert))
        for name in self.names:
            self.fields[name] = _field(conclusions.fields()[name])
        if how.results:
            self.fields["findings"] = forms.CharField(required=False, widget=forms.HiddenInput())
            self._add_findings()
        self.concluded = standing_of(alert.classification.report)
        if self.concluded:
            because = Conclusion.Because.choices
            self.fields["because"] = Choice(label=_("What does the later finding follow from?"), choices=because)
        else:
            self._add_duties(at)

    def said(self) -> dict[str, Any]:
        """What `propose` takes of it."""
        given = self.cleaned_data
        custodians = given.get("custodians", ())
        found = [
            Found(*field.about, given[name], custodian=field.about[2] in custodians)
            for name, field in self.fields.items()
            if isinstance(field, FindingField) and given[name]
        ]
        explained = {name.removeprefix("explain-"): text for name, text in given.items() if name.startswith("explain-")}
        return {
            "kind": self.how.id,
            "said": {name: given[name] for name in self.names},
            "found": found,
            "explained": explained,
            "jurisdiction": given.get("jurisdiction", ""),
            "because": given.get("because", ""),
        }

    def asked(self) -> list[forms.BoundField]:
        """The fields of this conclusion."""
        return [self[name] for name in self.names]

    def finding_rows(self) -> list[forms.BoundField]:
        """The findings, by child, allegation and person."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, FindingField)]

    def duties(self) -> list[forms.BoundField]:
        """Why what is undone cannot be done any more."""
        return [self[name] for name in self.fields if name.startswith("explain-")]

    def _add_findings(self) -> None:
        rows = list(_abouts(self.alert, self.how))
        results = [("", _("no finding"))]
        results += [(one, conclusions.results()[one].label) for one in self.how.results]
        for child, slug, suspect, label in rows:
            name = f"found-{child}-{slug}-{suspect or NOBODY}"
            about = {"child": child, "allegation": slug, "suspect": suspect}
            self.fields[name] = FindingField(label=label, choices=results, **about)
            if len(rows) == 1:
                self.fields[name].initial = self.how.chief
        if any(conclusions.results()[one].registry for one in self.how.results):
            named = [(one.code, _person(one)) for one in _suspects(self.alert)]
            self.fields["custodians"] = Choices(
                label=_("Who of them is the child's parent, guardian or custodian?"), choices=named
            )
            told = _(
                "Only where a court took jurisdiction in a custody proceeding under RSMo 211.031.1(1)(d): court and case number"
            )
            self.fields["jurisdiction"] = Words(label=told)

    def _add_duties(self, at) -> None:
        for line in closing.lines(alert=self.alert, at=at, kind=self.how.id):
            if line.undone and line.explain:
                label = _("%(duty)s: why can it not be done any more?") % {"duty": line.label}
                why = f"{line.why} ({line.cite})"
                self.fields[f"explain-{line.id}"] = Words(label=label, help_text=why, lines=2)


class AnswerForm(forms.Form):
    """A supervisor's answer to a conclusion."""

    use_required_attribute = False
    answer = Choice(
        label=gettext_lazy("Answer"),
        required=True,
        choices=[("approved", gettext_lazy("Approve: it is concluded")), ("returned", gettext_lazy("Send it back"))],
    )
    reason = Words(label=gettext_lazy("What is missing or wrong? Needed to send it back."), lines=3)


class PostedForm(forms.Form):
    """How a letter was sent, and in which language."""

    how = forms.ChoiceField(choices=Posted.How, label=gettext_lazy("How was it sent?"))
    language = forms.ChoiceField(
        choices=lambda: [(one.id, _(one.label)) for one in languages().values()],
        label=gettext_lazy("In which language?"),
    )


class HarassmentForm(forms.Form):
    """Signs of harassment, and what the suspicion rests on."""

    use_required_attribute = False
    indicators = Choices(label=gettext_lazy("Signs"), choices=())
    evidence = Words(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("The prosecutor reads it. Do not name the reporter: the prosecutor asks for that."),
        lines=4,
    )
    prosecutor = Words(label=gettext_lazy("Prosecuting or circuit attorney of which county?"))

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["indicators"].choices = list(conclusions.indicators().items())


class _OfPersonForm(forms.Form):
    """Something about one person whom a finding names, at a day."""

    use_required_attribute = False
    person = forms.ChoiceField(label=gettext_lazy("Who"), choices=())

    def __init__(self, data=None, *, people: Mapping[str, Involvement], **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.people = people
        self.fields["person"].choices = [(code, _person(one)) for code, one in people.items()]

    def whom(self) -> Involvement:
        """The person chosen."""
        return self.people[self.cleaned_data["person"]]


class AppealForm(_OfPersonForm):
    """An appeal that was filed."""

    way = forms.ChoiceField(label=gettext_lazy("Where"), choices=())
    filed_on = DateParts(label=gettext_lazy("Filed on"), required=True)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["way"].choices = [(one.id, one.label) for one in conclusions.ways().values()]

    def said(self) -> dict[str, Any]:
        """What `file` takes of it."""
        given = self.cleaned_data
        return {"person": self.whom(), "way": given["way"], "filed_on": date.fromisoformat(given["filed_on"])}


class ChargesForm(_OfPersonForm):
    """Criminal charges, pending or ended."""

    ended_on = DateParts(label=gettext_lazy("Ended on; leave it empty while they are pending"))

    def said(self) -> dict[str, Any]:
        """What `charge` takes of it."""
        ended = self.cleaned_data["ended_on"]
        return {"person": self.whom(), "ended_on": date.fromisoformat(ended) if ended else None}


class DecidedForm(forms.Form):
    """What became of an appeal."""

    use_required_attribute = False
    result = forms.ChoiceField(choices=AppealResult.Result, label=gettext_lazy("What became of it"))
    decided_on = DateParts(label=gettext_lazy("Decided on"), required=True)
    note = Words(label=gettext_lazy("Note"))

    def said(self) -> dict[str, Any]:
        """What `decide` takes of it."""
        given = self.cleaned_data
        return {"result": given["result"], "note": given["note"], "decided_on": date.fromisoformat(given["decided_on"])}


def allegation_words(alert: Alert, slug: str) -> str:
    """An allegation in words: the pathway of the protocol of the report's day."""
    known = protocol_for(alert.classification.report).pathways
    return known[slug].name if slug in known else slug


def _field(field: conclusions.Field) -> forms.Field:
    told = {"label": _(field.label), "help_text": field.cite}
    if field.kind == "date":
        return DateParts(**told)
    return Words(**told, lines=3) if field.kind == "text" else Words(**told)


def _abouts(alert: Alert, how: conclusions.Conclusion) -> Iterator[tuple[str, str, str, str]]:
    """Child, allegation and person of each finding that may be made, with its words."""
    report = alert.classification.report
    victims = report.involved.filter(victim=True).select_related("participant").order_by("code")
    slugs = list(alert.classification.decision["conditions"]) or sorted(alert.classification.case["pathways"] or ())
    people: list[Involvement | None] = [*_suspects(alert)]
    if how.names != "somebody" or not people:
        people.append(None)
    for child in victims:
        for slug in slugs or ["not told"]:
            for person in people:
                said = {
                    "child": _person(child),
                    "allegation": allegation_words(alert, slug),
                    "person": _person(person) if person else _("nobody named"),
                }
                label = _("%(child)s · %(allegation)s · %(person)s") % said
                yield child.code, slug, person.code if person else "", label


def _suspects(alert: Alert) -> list[Involvement]:
    return list(
        alert.classification.report.involved.filter(suspect=True).select_related("participant").order_by("code")
    )


def _person(one: Involvement) -> str:
    return f"{one.code} {name_words(one.participant)}"
