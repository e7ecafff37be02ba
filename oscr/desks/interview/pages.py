"""The pages of a report in the order in which they are asked, from simple to hard (manual 2.1.1.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """One topic: its place in the address and in the answers, its heading, and whether it holds several people."""

    slug: str
    title: str | Promise
    lists: bool = False


PAGES = (
    Page("you", _("About you")),
    Page("children", _("Children"), lists=True),
    Page("adults", _("Adults in the family or home"), lists=True),
    Page("suspects", _("Who may have done it"), lists=True),
    Page("places", _("Where the children are")),
    Page("worries", _("What worries you")),
    Page("questions", _("A few questions")),
    Page("story", _("In your own words")),
    Page("done", _("What was done so far")),
)
BY_SLUG = {page.slug: page for page in PAGES}
LISTS = {page.slug for page in PAGES if page.lists}
CHECK, NEW = "check", "new"  # in addresses: the last look; one more person


def after(slug: str) -> str:
    """The page that follows, or `check` after the last one."""
    place = PAGES.index(BY_SLUG[slug]) + 1
    return PAGES[place].slug if place < len(PAGES) else CHECK


def before(slug: str) -> str | None:
    """The page that comes before, or None for the first."""
    place = len(PAGES) if slug == CHECK else PAGES.index(BY_SLUG[slug])
    return PAGES[place - 1].slug if place else None


def first_open(answers: Mapping[str, Any]) -> str:
    """Where to go on: the first page that was never saved, or `check`."""
    return next((page.slug for page in PAGES if page.slug not in answers), CHECK)


def listed(answers: Mapping[str, Any], slug: str) -> list[dict[str, Any]]:
    """The people entered on a list page so far."""
    return list(answers.get(slug, ()))


def new_id(answers: Mapping[str, Any], slug: str) -> str:
    """An id for one more person of a list page that no earlier one had: c1, c2 ...; p1 ...; s1 ..."""
    letter = {"children": "c", "adults": "p", "suspects": "s"}[slug]
    used = [int(entry["id"][1:]) for entry in listed(answers, slug)]
    return f"{letter}{max(used, default=0) + 1}"


def with_entry(answers: Mapping[str, Any], slug: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The list of a page with one entry added, or replaced where its id is already there."""
    entries = listed(answers, slug)
    places = [place for place, old in enumerate(entries) if old["id"] == entry["id"]]
    if places:
        entries[places[0]] = entry
    else:
        entries.append(entry)
    return entries


def without_entry(answers: Mapping[str, Any], slug: str, entry_id: str) -> list[dict[str, Any]]:
    """The list of a page without one entry."""
    return [entry for entry in listed(answers, slug) if entry["id"] != entry_id]
