"""Training: invented calls whose answers are known, walked through by asking an invented caller, then scored and explained.

Every page says that it is training. Nothing of it is a report or a call, and no figure of the hotline counts it. A supervisor sees
how many walks each has made and with which points, never the steps.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.permissions import Permission, can
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.reading import value_label
from oscr.flow.quality import training as actions
from oscr.flow.quality.models import Walk
from oscr.law import training as law_of
from oscr.ui.forms import Choice

LAST = 20
HOURS = (("", gettext_lazy("no response")), ("3", gettext_lazy("within 3 hours")), ("24", gettext_lazy("within 24 hours")),
         ("72", gettext_lazy("within 72 hours")))  # fmt: skip


class DecideForm(forms.Form):
    """What a trainee decides."""

    use_required_attribute = False
    outcome = Choice(label=gettext_lazy("Outcome"), required=True, choices=())
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Response"), required=False, coerce=int, empty_value=None, choices=HOURS
    )
    actions = forms.MultipleChoiceField(
        label=gettext_lazy("Also to do"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, law, **kwargs):
        super().__init__(*args, **kwargs)
        ordered = sorted(law.outcomes, key=lambda one: one.rank)
        self.fields["outcome"].choices = [(one.id, one.label) for one in ordered]
        self.fields["actions"].choices = [(one.id, one.text) for one in law.engine.book.actions]


@writes()
def training(request):
    """The examples, my scores, the group's for a supervisor; on POST a walk begins."""
    if request.method == "POST":
        walk = actions.begin(example=request.POST.get("example", ""), by=request.user, at=request.at)
        return HttpResponseRedirect(reverse("hotline:walk", args=[walk.pk]))
    best: dict[str, int] = {}
    scores = list(actions.scores_of(request.user))
    for one in scores:
        best[one.walk.example] = max(best.get(one.walk.example, 0), one.points)
    examples = law_of.every()
    context = {
        "examples": [(one, best.get(one.slug)) for one in examples.values()],
        "scores": [(one, examples[one.walk.example].title) for one in scores[:LAST] if one.walk.example in examples],
        "mean": round(sum(one.points for one in scores) / len(scores)) if scores else None,
        "group": actions.group(request.user) if can(request.user, Permission.OVERSEE) else None,
        "here": "overview",
    }
    return render(request, "hotline/training.html", context)


@reads(Walk, key="pk")
def walk(request, walk):
    """One walk: what the caller tells, what was asked, and when it has ended its score with the reasons."""
    return _page(request, walk, DecideForm(law=law_of.law()))


@writes(Walk, key="pk")
def walk_ask(request, walk):
    """Open a pathway or put a question."""
    said = {"walk": walk, "by": request.user, "at": request.at}
    if pathway := request.POST.get("pathway"):
        actions.open_pathway(pathway=pathway, **said)
        return HttpResponseRedirect(reverse("hotline:walk", args=[walk.pk]) + "#ask")
    actions.ask(fact=request.POST.get("fact", ""), **said)
    return HttpResponseRedirect(reverse("hotline:walk", args=[walk.pk]) + "#said")


@writes(Walk, key="pk")
def walk_decide(request, walk):
    """Decide, and see the score."""
    form = DecideForm(request.POST, law=law_of.law())
    said = {"walk": walk, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.finish, **form.cleaned_data, **said):
        messages.success(request, _("This is how you did."))
        return HttpResponseRedirect(reverse("hotline:walk", args=[walk.pk]))
    return _page(request, walk, form)


def _page(request, walk, form):
    example, law, now = law_of.every()[walk.example], law_of.law(), actions.stand(walk)
    score = getattr(walk, "score", None)
    context = {
        "walk": walk,
        "example": example,
        "told": _words(law, example.told, example.told),
        "asked": _words(law, example.answers, [fact for fact in now.asked if fact not in example.told]),
        "questions": _questions(law, now, example),
        "groups": law.groups,
        "opened": now.ways,
        "form": form,
        "score": score,
        "explained": _explained(law, example, score.marks) if score else None,
        "here": "overview",
    }
    return render(request, "hotline/walk.html", context)


def _words(law, answers, facts):
    return [
        (
            law.facts[fact].ask or law.facts[fact].screener,
            value_label(law.facts[fact], answers.get(fact, law_of.UNKNOWN)),
        )
        for fact in facts
    ]


def _questions(law, now, example):
    """The questions that can be put, by pathway: those of what is open, without what was said already."""
    done = {*now.asked, *example.told}
    ways = [law.pathways[slug] for slug in now.ways]
    return [(way.name, [law.facts[fact] for fact in way.ask if fact not in done]) for way in ways]


def _explained(law, example, marks):
    """The score in words: the right answer with its rule, and what was missed or needless."""
    decision = law.decide(law_of.whole(example))
    texts = {one.id: one.text for one in law.engine.book.actions}
    facts = {
        name: [law.facts[fact].screener for fact in marks[name]] for name in ("questions_missed", "questions_needless")
    }
    acts = {
        name: [texts[one] for one in marks[name] if one in texts] for name in ("actions_missed", "actions_needless")
    }
    return {
        "outcome": law.label(example.outcome),
        "hours": example.hours,
        "rule": decision.rule,
        "actions": decision.actions,
        "outcome_right": marks["outcome"],
        "priority_right": marks["priority"],
        **facts,
        **acts,
    }
