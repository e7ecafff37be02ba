"""What a page of the sheet shows beside its forms, and what it takes from a post beside them. Used by the phone pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from oscr.desks.hotline.calling import Entry, Sheet
from oscr.desks.hotline.panel import PARTS, panel
from oscr.desks.hotline.people import household
from oscr.desks.interview.summary import whereabouts
from oscr.flow.history import priors
from oscr.flow.report.actions import as_told
from oscr.flow.report.asked import ASKED, PLACE, SAME
from oscr.flow.report.models import Involvement, Part, Report
from oscr.flow.report.telling import people_of

PRESSED = ("answer", "take", "drop", "who")  # buttons whose press must not get lost
REASONS = ("why-prior-reports", "who-")


def number(text: str | None) -> int:
    """A version as posted; -1 for none."""
    return int(text) if text and text.isdecimal() else -1


def unkept(data: QueryDict | None) -> list[tuple[str, str]]:
    """What was pressed and not kept: it is posted again with the next save."""
    if data is None:
        return []
    return [
        (name, value) for name in data for value in data.getlist(name) if name in PRESSED or name.startswith(REASONS)
    ]


def beside(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """The right side, the household, and what the page of a browser with scripts does not have yet."""
    posted = request.POST
    parts = posted.getlist("part") if request.htmx else PARTS
    shown = panel(sheet.answers, request.user, request.at, posted.get("words", ""), parts)
    overruled = next((row.get("why", "") for row in sheet.answers.get(ASKED, ()) if row["fact"] == priors.PRIOR), "")
    return {
        "panel": shown,
        "dropping": set(sheet.answers.get("worries", {}).get("pathways", ())),
        "overruled": posted.get("why-prior-reports", overruled),
        "parts": parts,
        "house": home(sheet.answers, request),
        "nowhere": shown.ways and not _county_told(sheet.answers),
        "refused": sheet.refused,
        "resume": sheet.answers.get(PLACE, ""),
        "number_of_errors": sum(len(form.errors) for form in (sheet.intake, sheet.caller, *sheet.forms)),
        **(_missing(sheet, posted) if request.htmx else {}),
    }


def home(answers: Mapping[str, Any], request: HttpRequest):
    """Everybody named so far, laid out as on the report."""
    involved = [
        Involvement(
            participant=as_told(told, answers),
            part=Part.CHILD if told.child else Part.ADULT,
            code=told.code,
            victim=told.victim,
            suspect=told.suspect,
            relation=told.person.get("relation", ""),
        )
        for told in people_of(answers)
        if told.person["id"]
    ]
    return household(involved, answers.get("places", {}).get("home_address", ""), whereabouts(answers), request.at)


def _county_told(answers: Mapping[str, Any]) -> bool:
    """Whether any county is known, from which an office could follow (manual 2.3)."""
    places = answers.get("places", {})
    children = (one.get("county") for one in places.get("children", {}).values())
    return any((places.get("home_county"), places.get("incident_county"), *children))


def as_kept(report: Report) -> dict[str, Any]:
    """A report's pages as a sheet has them: with the reporter's identity, and with what was settled since."""
    settled = [
        {"unit": row.unit, "fact": row.fact, "value": row.value} for row in report.settled.order_by("pk") if not row.why
    ]
    return {**report.told, "you": {**report.reporter.identity, **report.told["you"]}, ASKED: settled}


def _missing(sheet: Sheet, posted: QueryDict) -> dict[str, Any]:
    """What a page with scripts must add: an empty place for one more, who may be picked as a suspect, where a new child is."""
    lists = [part for part in sheet.sections if part.lists]
    places = next(part.entries[0] for part in sheet.sections if part.slug == "places")
    children = {f"places-kind_{one['id']}" for one in sheet.answers.get("children", ())}
    named = _names(sheet.answers, "children") != _names(sheet.saved, "children")
    changed = named or _names(sheet.answers, "adults") != _names(sheet.saved, "adults")
    return {
        "new_entries": [(part.slug, entry) for part in lists for entry in part.entries if not _there(entry, posted)],
        "picks": [
            e for part in lists if changed and part.slug == "suspects" for e in part.entries if _there(e, posted)
        ],
        "places": places if named or not children <= posted.keys() else None,
        "said": list(_said(posted, sheet)),
    }


def _there(entry: Entry, posted: QueryDict) -> bool:
    """Whether the page has this entry's fields."""
    return any(name.startswith(f"{entry.form.prefix}-") for name in posted)


def _names(answers: Mapping[str, Any], page: str) -> list[tuple[str, str, str]]:
    return [(one["id"], one.get("first", ""), one.get("last", "")) for one in answers.get(page, ())]


def _said(posted: QueryDict, sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Of whom the screener said just now who they are: (id of the sheet, key of the telling on file)."""
    for value in posted.getlist("who"):
        of, _bar, rest = value.partition("|")
        participant = rest.partition("|")[0]
        known = {row["of"] for row in sheet.answers.get(SAME, ())} | {
            one.id for part in sheet.sections for one in part.entries
        }
        if of in known and participant.isdecimal():
            yield of, int(participant)
