"""What was told, in the order of the manual's list (2.1.1.1): where the family is, who was in charge, the incident, the danger."""

from django.utils.translation import gettext as _

from oscr.desks.can1.answers import Answers
from oscr.desks.can1.blocks import Block, Part, Prose, Rows, Section, Table, prose, rows
from oscr.desks.can1.people import Person
from oscr.desks.interview.base import yes_no
from oscr.desks.interview.pages import BY_SLUG
from oscr.desks.interview.summary import parts_of
from oscr.desks.reading import value_label
from oscr.flow.report.models import Report
from oscr.law import counties

NOBODY_SAID = "unknown"
OF_PAIR = ("suspect relation", "suspect had care", "suspect in household", "suspect has access now")
OF_SUSPECT = ("suspect is staff", "suspect is foster family", "suspect has other children")
INCIDENT = ("time since incident", "happened before", "setting")
DANGER = (
    "danger now",
    "law enforcement needed",
    "needs a doctor now",
    "afraid to go home",
    "in a safe place",
    "chronic illness",
    "custody taken",
    "custody taken for danger",
    "family may flee",
    "suspect would be alerted",
)
OTHERS = ("siblings remain", "children in care")
VIOLENCE = ("domestic violence history",)


def people(found: list[Person], facility: Person | None) -> tuple[Section, Section]:
    """Children by letters; adults by numbers, the facility last where it stands as a parent."""
    children = tuple(_person(one) for one in found if one.child)
    adults = tuple(_person(one) for one in (*found, *((facility,) if facility else ())) if not one.child)
    nobody: tuple[Block, ...] = (Prose((_("Nobody was named."),)),)
    return (
        Section("children", _("Children"), () if children else nobody, children),
        Section("adults", _("Adults and alleged perpetrators"), () if adults else nobody, adults),
    )


def places(report: Report) -> Section:
    """Where the family can be found."""
    said = report.told.get("places", {})
    known = rows(
        (_("Address of the home"), said.get("home_address")),
        (_("County"), counties.name_of(said["home_county"]) if said.get("home_county") else ""),
        (_("Directions"), said.get("directions")),
        (_("Other ways to find the family"), said.get("other_means")),
        (_("A child could be moved within 24 hours"), yes_no(said.get("leaving") or "")),
    )
    return Section("places", _("Where the family is"), _or_unknown(known))


def caretakers(answers: Answers, found: list[Person]) -> Section:
    """Whether each alleged perpetrator had care, custody and control of each child, and who they are to the child."""
    law, pairs = answers.law, answers.case.pairs
    known = {one.code: one.name for one in found}
    asked = [name for name in OF_PAIR if name in law.facts]
    heads = (_("Child, alleged perpetrator"), *(law.facts[name].screener for name in asked))
    lines = []
    for (child, suspect), said in sorted(pairs.items(), key=lambda one: _places(one[0])):
        who = f"{child} {known.get(child, '')}, {suspect} {known.get(suspect, '')}"
        told = [value_label(law.facts[name], said[name]) if name in said else _("not asked") for name in asked]
        lines.append((who, *told))
    answers.shown.update(asked)
    blocks: list[Block] = [Table(heads, tuple(lines))] if lines else []
    more = answers.rows(OF_SUSPECT)
    blocks += [more] if more.rows else []
    nobody = _("Nobody said who was in charge of the child.")
    return Section("caretakers", _("Caretaker status"), tuple(blocks) or (Prose((nobody,)),))


def incident(report: Report, answers: Answers) -> Section:
    """What happened, when and where, and what made the reporter call."""
    story, said = report.told.get("story", {}), report.told.get("places", {})
    county = counties.name_of(said["incident_county"]) if said.get("incident_county") else ""
    known = rows(
        (_("Time"), story.get("when")),
        (_("Place"), story.get("where")),
        (_("County"), county),
        (_("What led to the report"), story.get("why_now")),
        (_("What it rests on"), story.get("told_by")),
        (_("Further worry"), report.told.get("worries", {}).get("other")),
    )
    blocks = (Rows((*known.rows, *answers.rows(INCIDENT).rows)),)
    text = prose(report.narrative) if report.narrative.strip() else Prose((_("Nothing was told in words."),))
    return Section("incident", _("The incident"), blocks if blocks[0].rows else (), (Part(_("As told"), (text,)),))


def danger(answers: Answers) -> Section:
    """Whether a child is in danger now."""
    return Section("danger", _("Immediate danger"), _or_unknown(answers.rows(DANGER)))


def household(report: Report, answers: Answers, found: list[Person]) -> Section:
    """The other children, violence against others, and whether those concerned know of the report."""
    others = [one for one in found if one.child and not one.marks]
    codes = ", ".join(one.code for one in others)
    violence = report.told.get("story", {}).get("violence_others") or ""
    aware = report.told.get("you", {}).get("aware") or NOBODY_SAID
    known = rows(
        (_("Other children named"), f"{len(others)} ({codes})" if others else _("none")),
        (_("Anybody else in the home hurt or threatened"), yes_no(violence)),
    )
    asked = answers.rows((*OTHERS, *VIOLENCE)).rows
    knows = answers.rows(("subjects aware",)).rows or ((_("Family or suspect knows of the report"), yes_no(aware)),)
    return Section("household", _("Others in the home"), (Rows((*known.rows, *asked, *knows)),))


def done(report: Report) -> Section | None:
    """What was done already; None where nothing was told."""
    told = parts_of(BY_SLUG["done"], report.told, report.received_at)
    known = rows(*((row.label, row.text) for part in told for row in part.answered))
    return Section("done", _("Done so far"), (known,)) if known.rows else None


def _person(one: Person) -> Part:
    blocks = (rows((_("Part"), "; ".join(one.marks)), *one.rows),)
    return Part(f"{one.code}. {one.name}", blocks)


def _or_unknown(known: Rows) -> tuple[Block, ...]:
    return (known,) if known.rows else (Prose((_("Nothing is known."),)),)


def _places(pair: tuple[str, str]) -> tuple[int, str, int, str]:
    """A before AA, 2 before 10."""
    child, suspect = pair
    return len(child), child, len(suspect), suspect
