"""What is typed on a response's pages: contacts, what comes before a visit, and where an absent child is.

Used by `views/response`. Whether something is allowed is for the act to say; a field has the name under which it refuses.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import User
from oscr.flow.report.models import Involvement
from oscr.flow.report.models import Part as Named
from oscr.flow.response.guarding import Breach, Guarded, Whom
from oscr.flow.response.models import Contact, Part, Place, Result
from oscr.law import visiting
from oscr.people.words import name_words
from oscr.ui.forms import YES_NO_UNKNOWN, Choice, Choices, Moment, Words, with_now

REPORTER, SOMEBODY = "reporter", "somebody"
YES_NO = [("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))]
AT_HOME = ("called_ahead", "left_sign", "suspect_there", "rights", "rights_minutes", "rights_why")
WITH_A_CHILD = ("interviewed", "parent_told", "parent_told_at", "parent_not_told", "same_building", "seen_by")
BROKEN = ("broken", "broken_why", "broken_told")
FOLDED = (*AT_HOME, *WITH_A_CHILD, *BROKEN, "place")  # beside `place` stands what was met in the wrong building


def person_label(one: Involvement) -> str:
    """Code and name of somebody of the report, and that they are suspected."""
    mark = " " + _("(alleged perpetrator)") if one.suspect else ""
    return f"{one.code} {name_words(one.participant)}{mark}"


class ContactForm(forms.Form):
    """One contact or attempt: with whom, where, when, how it went; children seen; what the guards ask."""

    use_required_attribute = False
    whom = Choices(label=gettext_lazy("With whom"), choices=())
    named = Words(label=gettext_lazy("Somebody else: who, and how they know the child"), max_length=200)
    place = Choice(label=gettext_lazy("Where and how"), required=True, choices=Place.choices)
    result = Choice(label=gettext_lazy("How it went"), required=True, choices=Result.choices, initial=Result.REACHED)
    happened_at = Moment(label=gettext_lazy("When"))
    seen = Choices(label=gettext_lazy("Children seen: directly observed"), choices=())
    what = Words(label=gettext_lazy("What was seen, said and done"), lines=4)
    called_ahead = Choice(label=gettext_lazy("Did anybody call ahead?"), choices=YES_NO, initial="no")
    left_sign = Choice(
        label=gettext_lazy("Was a card or another sign of the visit left?"), choices=YES_NO, initial="no"
    )
    suspect_there = Choice(label=gettext_lazy("Was an alleged perpetrator present?"), choices=YES_NO, initial="no")
    rights = Choice(label=gettext_lazy("If so: the rights in writing"), choices=())
    rights_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to read them: five at most"),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rights_why = Words(label=gettext_lazy("Not given: what that rested on"), lines=2)
    interviewed = Choices(label=gettext_lazy("Children interviewed"), choices=())
    parent_told = Words(label=gettext_lazy("Before the interview: which parent was told"))
    parent_told_at = Moment(label=gettext_lazy("When that parent was told"), empty_is_now=False)
    parent_not_told = Words(label=gettext_lazy("Or why none was told"), lines=2)
    same_building = Choice(
        label=gettext_lazy("In a school or child care: is it the building where it is alleged to have happened?"),
        choices=YES_NO_UNKNOWN,
    )
    seen_by = Words(label=gettext_lazy("Seen by somebody of the multidisciplinary team: who"))
    broken = Choices(label=gettext_lazy("What was broken"), choices=())
    broken_why = Words(label=gettext_lazy("How that came about"), lines=2)
    broken_told = forms.ModelChoiceField(
        label=gettext_lazy("Which supervisor is told: by e-mail, at once"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose"),
        required=False,
    )
    reason = Words(label=gettext_lazy("Why it is corrected"), lines=2)

    def __init__(
        self,
        data=None,
        *,
        people: Iterable[Involvement],
        supervisors: QuerySet[User],
        corrects: Contact | None = None,
        **kwargs,
    ) -> None:
        self.people = {one.code: one for one in people}
        if corrects:
            kwargs["initial"] = told_of(corrects)
        super().__init__(data, **kwargs)
        named = [(code, person_label(one)) for code, one in self.people.items()]
        self.fields["whom"].choices = [*named, (REPORTER, _("The reporter"))]
        children = [(code, person_label(one)) for code, one in self.people.items() if one.part == Named.CHILD]
        self.fields["seen"].choices = self.fields["interviewed"].choices = children
        self.fields["rights"].choices = [("given", _("Given, to read or read aloud")), *_exceptions()]
        self.fields["broken"].choices = [(one.id, _(one.label)) for one in visiting.guards().values()]
        self.fields["broken_told"].queryset = supervisors
        if not corrects:
            del self.fields["reason"]

    def at_home(self) -> list:
        """What is asked of a visit, as fields."""
        return [self[name] for name in AT_HOME]

    def with_a_child(self) -> list:
        """What is asked of a child who was interviewed or met in a school."""
        return [self[name] for name in WITH_A_CHILD]

    def otherwise(self) -> list:
        """What is told of a guard that was broken."""
        return [self[name] for name in BROKEN]

    @property
    def tells_breach(self) -> bool:
        """Whether the part about a broken guard stands open: something of it is said, or a guard may have been what was refused."""
        return self.opens or bool(self["broken"].value())

    @property
    def opens(self) -> bool:
        """Whether one of the parts that are folded has something wrong in it: then all stand open."""
        return any(name in self.errors for name in FOLDED) if self.is_bound else False

    def said(self, at: datetime) -> dict[str, Any]:
        """What was typed, as the act takes it; no moment is `at`."""
        typed = with_now(self, at)
        told = {name: typed[name] for name in ("place", "result", "what", "happened_at")}
        guarded = Guarded(
            called_ahead=typed["called_ahead"] == "yes",
            left_sign=typed["left_sign"] == "yes",
            same_building=typed["same_building"],
            suspect_there=typed["suspect_there"] == "yes",
            parent_told=typed["parent_told"],
            parent_told_at=typed["parent_told_at"],
            parent_not_told=typed["parent_not_told"],
            rights=typed["rights"],
            rights_minutes=typed["rights_minutes"],
            rights_why=typed["rights_why"],
        )
        breach = Breach(typed["broken"], typed["broken_why"], typed["broken_told"] if typed["broken"] else None)
        about = {"whom": self._whom(typed), "guarded": guarded, "breach": breach}
        return {**told, "reason": typed.get("reason", ""), **about}

    def _whom(self, typed: dict[str, Any]) -> list[Whom]:
        """Everybody of the contact; a child who was seen or interviewed was met, ticked there or not."""
        codes = dict.fromkeys([*typed["whom"], *typed["seen"], *typed["interviewed"]])
        whom = [Whom(Part.REPORTER) if code == REPORTER else self._one(code, typed) for code in codes]
        return [*whom, Whom(Part.COLLATERAL, named=typed["named"])] if typed["named"] else whom

    def _one(self, code: str, typed: dict[str, Any]) -> Whom:
        one = self.people[code]
        if one.part != Named.CHILD:
            return Whom(Part.SUSPECT if one.suspect else Part.ADULT, one)
        seen = code in typed["seen"]
        by = typed["seen_by"] if seen else ""
        return Whom(Part.CHILD, one, seen=seen, seen_by=by, interviewed=code in typed["interviewed"])


def told_of(contact: Contact) -> dict[str, Any]:
    """A contact as the form that corrects it begins."""
    met = list(contact.met.select_related("involved"))
    known = [one for one in met if one.involved]
    plain = ("place", "result", "happened_at", "what", "parent_told", "parent_told_at", "parent_not_told")
    told = {name: getattr(contact, name) for name in (*plain, "rights", "rights_minutes", "rights_why", *BROKEN)}
    return told | {
        "whom": [*(one.involved.code for one in known), *([REPORTER] if any(_is_reporter(one) for one in met) else [])],
        "named": next((one.named for one in met if one.named), ""),
        "seen": [one.involved.code for one in known if one.seen],
        "interviewed": [one.involved.code for one in known if one.interviewed],
        "seen_by": next((one.seen_by for one in met if one.seen_by), ""),
        "called_ahead": "yes" if contact.called_ahead else "no",
        "left_sign": "yes" if contact.left_sign else "no",
        "suspect_there": "yes" if contact.rights or "rights" in contact.broken else "no",
    }


class WithdrawForm(forms.Form):
    """Why a contact is taken back."""

    use_required_attribute = False
    reason = Words(label=gettext_lazy("Why it is taken back: it never was"), lines=2)

    def __init__(self, data=None) -> None:
        super().__init__(data, auto_id="id_withdraw_%s")


class PrecautionForm(forms.Form):
    """The questions before a visit. What the hotline knows is chosen already; not known is an answer."""

    use_required_attribute = False

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        for one in visiting.questions():
            hint = f"{one.note} {one.cite}".strip()
            self.fields[one.id] = Choice(label=_(one.ask), choices=YES_NO_UNKNOWN, help_text=hint)


class LocatedForm(forms.Form):
    """Where a child is who is absent from home, and how it is."""

    use_required_attribute = False
    child = Choice(label=gettext_lazy("Which child"), required=True, choices=())
    where = Words(label=gettext_lazy("Where the child is"), lines=2)
    well_being = Words(label=gettext_lazy("How the child is"), lines=2)
    verified_by = Words(label=gettext_lazy("By whom and how it was verified"), lines=2)
    happened_at = Moment(label=gettext_lazy("When"))

    def __init__(self, data=None, *, people: Iterable[Involvement], **kwargs) -> None:
        super().__init__(data, **kwargs)
        children = [one for one in people if one.part == Named.CHILD]
        self.fields["child"].choices = [(one.code, person_label(one)) for one in children]


def _exceptions() -> list[tuple[str, str]]:
    return [(name, _(label)) for name, label in visiting.exceptions().items()]


def _is_reporter(met) -> bool:
    return met.part == Part.REPORTER
