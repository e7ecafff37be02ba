"""Which office must respond: the routing rules of manual section 2.3 on what one report says about places.

Used by the hotline before it sends an alert. Nothing is written here; the rules are law (law/data/routing.toml).
"""

from collections.abc import Mapping
from typing import Any

from oscr.agency.models import Office, OfficeKind
from oscr.flow.call.actions import case_now
from oscr.flow.report.models import Report
from oscr.law import routing
from oscr.law.protocol.model import UNKNOWN, YES


def places_known(report: Report) -> dict[str, str | bool]:
    """What the routing rules may read, as told and as settled since. What nobody said is left out."""
    places: Mapping[str, Any] = report.told.get("places", {})
    case = case_now(report)
    now = _whereabouts(report.told)
    at_home = now.get("kind", "home") in ("", "home")
    in_care = now.get("kind") == "foster home" or _any(case.children, "in Division custody")
    known: dict[str, str | bool | None] = {
        "child_now": now.get("county") or (places.get("home_county") if at_home else None),
        "incident": places.get("incident_county"),
        "residence": places.get("home_county"),
        "hospitalized": now.get("kind") == "hospital",
        "leaving": places.get("leaving") == YES,
        "setting": case.call.get("setting") or places.get("setting"),
        "suspect_is_staff": _any(case.suspects, "suspect is staff"),
        "suspect_is_foster_family": _any(case.suspects, "suspect is foster family"),
        "victim_in_foster_care": in_care,
    }
    return {name: value for name, value in known.items() if value and value != UNKNOWN}


def route_of(report: Report) -> routing.Route:
    """The office's kind and county, the rule that says so, and its source."""
    return routing.route(places_known(report))


def office_for(route: routing.Route) -> Office | None:
    """The office a route means; None where the rules leave it open or the child is out of state."""
    if route.kind == "county":
        return _of_county(route.county_fips)
    if route.kind != OfficeKind.OHI:
        return None
    units = Office.objects.filter(kind=OfficeKind.OHI).order_by("name")
    county = _of_county(route.county_fips or route.assist_fips)
    return (county and units.filter(region=county.region).first()) or units.first()


def assisting(route: routing.Route) -> Office | None:
    """The county office that is asked to see the child for an out-of-home unit, where the rules name one."""
    return _of_county(route.assist_fips)


def _of_county(fips: str | None) -> Office | None:
    return Office.objects.filter(kind=OfficeKind.COUNTY, fips=fips).first() if fips else None


def _whereabouts(told: Mapping[str, Any]) -> Mapping[str, str]:
    """Where the first child the concern is about is now, as told."""
    children = told.get("children", ())
    worried = [child["id"] for child in children if child.get("worried", True)] or [child["id"] for child in children]
    places: Mapping[str, Mapping[str, str]] = told.get("places", {}).get("children", {})
    return next((places[one] for one in worried if one in places), {})


def _any(units: Mapping[str, Mapping[str, str]], fact: str) -> bool:
    """Whether it is known to be so for anybody."""
    return any(unit.get(fact) == YES for unit in units.values())
