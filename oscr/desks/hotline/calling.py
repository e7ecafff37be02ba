"""A call as one sheet: what is typed of it as forms on one screen, filled from a draft and from what was typed and pressed.

Used by the phone page. The left side is the interview's pages in the order in which a caller tells: the story, the people, the
places, who calls last; the protocol's own questions stand on the right (`panel`), so the forms ask none of them. What a page
needs of another one comes from the answers so far. What cannot be understood stays on the screen with its error and leaves the
draft as it was there.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency import versions
from oscr.agency.models import User
from oscr.desks.hotline.caller import MANDATED, CallerForm, IntakeForm
from oscr.desks.hotline.pressed import pressed
from oscr.desks.interview.base import PageForm, scrubbed
from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.pages import PAGES, Page, new_id
from oscr.flow.report.asked import OF_THE_SHEET
from oscr.law import reporters
from oscr.ui.templatetags.ui import error_summary

ORDER = ("story", "children", "adults", "suspects", "places", "done", "you")
PRESSED = ("worries", *OF_THE_SHEET)  # kept too, and not typed: see `pressed`
TITLES = {
    "story": gettext_lazy("In the caller's words"),
    "you": gettext_lazy("The caller"),
}  # of pages that speak to "you"
MAIN = ("person", "first", "last", "relation", "age", "age_unit", "birth_date", "sex", "school", "worried")
SILENT = {"age_unit", "worried", "remove"}  # fields that say nothing about somebody by themselves


class RemoveForm(forms.Form):
    """Takes one person off the sheet."""

    remove = forms.BooleanField(label=gettext_lazy("Take off the list"), required=False)


@dataclass(frozen=True)
class Entry:
    """One person of a list page, or the one form of any other page."""

    id: str
    form: PageForm
    removal: RemoveForm | None
    blank: bool

    @property
    def main(self) -> list[forms.BoundField]:
        """What is asked of everybody, in the order in which callers tell it."""
        return [self.form[name] for name in MAIN if name in self.form.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is seldom told."""
        return [field for field in self.form if field.name not in MAIN]

    @property
    def told_more(self) -> bool:
        """Whether any of that was told, or was not understood."""
        return any(field.errors or field.value() not in (None, "", False, ["", "", ""]) for field in self.more)


@dataclass(frozen=True)
class Section:
    """One page of the interview as a part of the sheet."""

    slug: str
    title: str | Promise
    lists: bool
    entries: list[Entry]


class Sheet:
    """The forms of a call. After it is made with what was posted, `answers` is what can be kept and `forms` hold the errors."""

    def __init__(self, saved: dict[str, Any], *, at: datetime, user: User, data=None, complete: bool = False) -> None:
        self.saved, self.at, self.complete = saved, at, complete
        self.data = data = scrubbed(data)
        self.law = versions.in_force(at)
        self.answers = dict(saved)
        self.forms: list[forms.Form] = []
        self.intake = IntakeForm(data, saved=saved.get("intake", {}), complete=complete)
        self.caller = CallerForm(data, prefix="caller", initial={"caller": MANDATED, **saved.get("you", {})})
        if data is not None:
            self.caller.is_valid()
            if self.intake.is_valid():
                self.answers["intake"] = self.intake.answered()
        made = {page.slug: self._section(page) for page in PAGES if page.slug in ORDER}
        self.sections = [made[slug] for slug in ORDER]
        self.refused: list[str] = []
        if data is not None:
            self._check_caller()
            self.refused = pressed(self.answers, saved, data, self.law, user)
        elif not saved.keys() - {"intake"}:  # new: the caller is already talking, or the letter lies there
            self.sections[0].entries[0].form.fields["what"].widget.attrs["autofocus"] = True

    @property
    def valid(self) -> bool:
        """Whether everything typed was understood."""
        return not any(form.errors for form in (self.intake, self.caller, *self.forms))

    @property
    def problems(self) -> list[dict[str, str]]:
        """What was not understood, each with the place of its field."""
        return [
            problem for form in (self.intake, self.caller, *self.forms) for problem in error_summary(form)["problems"]
        ]

    @property
    def pages(self) -> dict[str, Any]:
        """The pages whose answers are to be kept."""
        return {slug: self.answers[slug] for slug in ("intake", *ORDER, *PRESSED) if slug in self.answers}

    def _section(self, page: Page) -> Section:
        entries = self._people(page) if page.lists else [self._single(page)]
        return Section(page.slug, TITLES.get(page.slug, page.title), page.lists, entries)

    def _single(self, page: Page) -> Entry:
        needed = self.complete and (page.slug != "you" or self._kind == MANDATED)
        form = self._form(page.slug, page.slug, self.saved.get(page.slug), complete=needed)
        if self.data is not None and form.is_valid():
            said = form.answered()
            self.answers[page.slug] = self.caller.only(said) if page.slug == "you" else said
        return Entry("", form, None, blank=False)

    def _people(self, page: Page) -> list[Entry]:
        saved = {one["id"]: one for one in self.saved.get(page.slug, ())}
        posted = self._posted(page.slug)
        entries, kept = [], []
        for key in sorted({*saved, *posted}, key=lambda name: int(name[1:])):
            entry = self._person(page.slug, key, saved.get(key))
            if entry is None:
                continue
            entries.append(entry)
            understood = self.data is None or entry.form.is_valid()
            person = saved.get(key) if self.data is None or not understood else entry.form.answered()
            kept += [person] if person else []
        if entries or kept or self.data is not None:
            self.answers[page.slug] = kept
        ids = {page.slug: [{"id": entry.id} for entry in entries]}
        return [*entries, self._new(page.slug, new_id(ids, page.slug))]

    def _person(self, slug: str, key: str, saved) -> Entry | None:
        """One person, or None who was taken off or of whom nothing is left."""
        prefix = f"{slug}-{key}"
        if self.data is not None and (f"{prefix}-remove" in self.data or not self._said(prefix)):
            return None
        form = self._form(slug, prefix, saved, entry_id=key)
        return Entry(key, form, RemoveForm(prefix=prefix), blank=False)

    def _new(self, slug: str, key: str) -> Entry:
        how = {"at": self.at, "law": self.law, "answers": self.answers, "complete": False, "entry_id": key}
        return Entry(key, _without_facts(FORMS[slug](None, prefix=f"{slug}-{key}", **how)), None, blank=True)

    def _form(self, slug: str, prefix: str, saved, *, complete: bool = False, **kwargs) -> PageForm:
        form = FORMS[slug](
            self.data,
            at=self.at,
            law=self.law,
            saved=saved,
            answers=self.answers,
            complete=complete,
            prefix=prefix,
            **kwargs,
        )
        self.forms.append(_without_facts(form))
        return form

    def _posted(self, slug: str) -> set[str]:
        named = re.compile(rf"{slug}-([cps]\d{{1,4}})-")
        found = (named.match(name) for name in self.data or ())
        return {match[1] for match in found if match}

    def _said(self, prefix: str) -> bool:
        return any(
            value.strip()
            for name in self.data
            if name.startswith(f"{prefix}-") and name.removeprefix(f"{prefix}-") not in SILENT
            for value in self.data.getlist(name)
        )

    @property
    def _kind(self) -> str:
        return self.caller.cleaned_data.get("caller", "") if self.data is not None else ""

    def _check_caller(self) -> None:
        work = self.answers.get("you", {}).get("occupation", "")
        if self.complete and self._kind == MANDATED and not reporters.is_mandated(work):
            told = _("Choose the caller's work below, or say that they are no mandated reporter.")
            self.caller.add_error("caller", told)


def _without_facts(form: PageForm) -> PageForm:
    """The form without the protocol's questions, which the right side asks."""
    for name in form.facts_of:
        del form.fields[name]
    form.facts_of = {}
    return form
