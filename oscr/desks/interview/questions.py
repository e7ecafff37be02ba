"""The forms about the concern itself: which pathways it takes, and the key questions of those (manual 2.1.1.2)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.interview.base import NOT_PROVIDED, OF_CHILD, SETTING, TIES, PageForm, Row, field_of, gate_facts
from oscr.desks.interview.people import name_of
from oscr.desks.interview.wording import said
from oscr.flow.report.telling import case_of
from oscr.law.protocol import Fact
from oscr.ui.forms import Choices, Words

GENERAL = "general"
STAFF = ("custody taken for danger", "prior reports")  # the hotline asks where custody was taken; records say the rest
TOLD = ("time since incident", "happened before")  # only who tells it knows: asked before any outcome reads it


class WorriesForm(PageForm):
    """Which kinds of concern a report is about, in the words a teacher would pick."""

    pathways = Choices(
        label=gettext_lazy("What are you worried about?"),
        help_text=gettext_lazy("Tick everything that may fit. You do not need to be sure."),
    )
    other = Words(label=gettext_lazy("Something else"), lines=3, max_length=5000)

    def build(self) -> None:
        """Offers the pathways of the protocol in force under their headings."""
        self.fields["pathways"].choices = [
            (said(heading) or _("Other"), [(way.slug, said(way.plain)) for way in members])
            for heading, members in self.protocol.groups
        ]


class QuestionsForm(PageForm):
    """The key questions that can still change what happens: of the call as a whole, then of each chosen pathway.

    A question that two pathways share is asked once. "Which child" and "who" are asked only where there is a choice.
    """

    def build(self) -> None:
        """Adds the questions, the general ones first, then those of each chosen pathway."""
        book, chosen = self.protocol, self.draft.get("worries", {}).get("pathways", ())
        self.slug_of: dict[str, str] = {}
        self.whom_of: dict[str, tuple[str, str]] = {}  # field -> (whom it asks for, of which questions)
        matters = self._mattering(book)
        general = [fact.id for fact in book.facts.values() if self._general(fact)]
        asked = {fact.id for fact in gate_facts(book, "call", "suspect", "pair")} | {*OF_CHILD, *general}
        ids = self._still_asked(GENERAL, general, matters)
        self.groups = ((_("The children and the home"), self._group(GENERAL, [book.facts[name] for name in ids])),)
        for way in (book.pathways[slug] for slug in chosen if slug in book.pathways):
            ids = self._still_asked(way.slug, [name for name in way.ask if name not in asked], matters)
            asked.update(ids)
            self.groups = (*self.groups, (said(way.plain), self._group(way.slug, [book.facts[name] for name in ids])))

    def read(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        """Saved answers as initial values; a question concerns everybody until said otherwise."""
        initial = {
            name: saved.get(self.slug_of[name], {}).get("facts", {}).get(fact, "")
            for name, fact in self.facts_of.items()
        }
        for name, (part, slug) in self.whom_of.items():
            everybody = [value for value, _label in self.fields[name].choices]
            initial[name] = saved.get(slug, {}).get(part, everybody)
        return initial

    def saved_facts(self) -> dict[str, str]:
        """The saved answers of every pathway together."""
        return {fact: value for one in self.saved.values() for fact, value in one.get("facts", {}).items()}

    def answered(self) -> dict[str, Any]:
        """Slug to the children and suspects it concerns and the facts; what concerns the whole call stands under "general"."""
        said: dict[str, dict[str, Any]] = {}
        chosen = [way for way in self.draft.get("worries", {}).get("pathways", ()) if way in self.protocol.pathways]
        for slug in (GENERAL, *chosen):
            facts = {
                fact: self.cleaned_data[name] for name, fact in self.facts_of.items() if self.slug_of[name] == slug
            }
            said[slug] = {"facts": {fact: value for fact, value in facts.items() if value}}
            said[slug] |= {part: self._concerned(part, slug) for part in ("children", "suspects")}
        return said

    def _row(self, field) -> Row:
        """As on any page; whom it concerns is an answer only where one of the questions before it was answered."""
        part, slug = self.whom_of.get(field.name, ("", ""))
        row = super()._row(field)
        about = {"children": ("child", "pair"), "suspects": ("suspect", "pair")}.get(part, ())
        answered = self.saved.get(slug, {}).get("facts", ())
        if slug and not any(
            self.protocol.facts[name].scope in about for name in answered if name in self.protocol.facts
        ):
            return Row(row.label, str(NOT_PROVIDED), given=False)
        return row

    def _general(self, fact: Fact) -> bool:
        """Whether a question belongs to no pathway and no other page, and is one for a reporter."""
        if fact.pathway or fact.derived or fact.id in (*TIES, *OF_CHILD, SETTING):
            return False
        return fact.scope == "call" or (fact.scope == "child" and (fact.critical or fact.emergency))

    def _still_asked(self, slug: str, ids: list[str], matters: set[str]) -> list[str]:
        """The questions that still matter, and those answered already: before, or on the page that was just sent."""
        known = self.saved.get(slug, {}).get("facts", {})
        return [
            name
            for name in ids
            if name in matters or name in known or self.data.get(self.add_prefix(field_of(name, slug)))
        ]

    def _group(self, slug: str, facts: list[Fact]) -> tuple[str, ...]:
        names = self.ask(facts, prefix=slug)
        self.slug_of |= dict.fromkeys(names, slug)
        scopes = {fact.scope for fact in facts}
        children = _("If so, which children?") if slug == GENERAL else _("Which children is this about?")
        if scopes & {"child", "pair"}:
            names += self._whom("children", children, slug)
        if scopes & {"suspect", "pair"}:
            names += self._whom("suspects", _("Who may have done this?"), slug)
        return names

    def _mattering(self, book) -> set[str]:
        """The questions that can still change the outcome, and those that are always asked.

        An emergency of a pathway is asked as long as it can be one: of a child of six nobody asks how the baby is fed.
        """
        case = case_of({**self.draft, "questions": {}}, self.at)
        decision = book.decide(case)
        always = {fact.id for fact in book.facts.values() if fact.critical or (fact.emergency and not fact.pathway)}
        open_now = {question.fact for question in (*decision.questions, *decision.also_ask)}
        return (always | set(TOLD) | open_now) - set(STAFF)

    def _whom(self, part: str, label: str, slug: str) -> tuple[str, ...]:
        people = [(one["id"], name_of(one, self.draft)) for one in self._people(part)]
        if len(people) < 2:
            return ()
        name = f"{part}_for_{slug}"
        self.fields[name] = Choices(label=label, choices=people)
        self.whom_of[name] = part, slug
        return (name,)

    def _people(self, part: str) -> list[dict[str, Any]]:
        people = list(self.draft.get(part, ()))
        if part == "children":
            return [child for child in people if child.get("worried", True)] or people
        return people

    def _concerned(self, part: str, slug: str) -> list[str]:
        chosen = self.cleaned_data.get(f"{part}_for_{slug}")
        return chosen or [one["id"] for one in self._people(part)]
