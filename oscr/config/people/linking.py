"""`oscr people link`: compare what was told of people with the archive, and propose who may be the same.

A worker does the same for each report some seconds after its receipt; this is for an archive that was brought in, for new weights,
and for looking first. What is proposed waits in the work queue of the desks.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice

import django
from django.utils import timezone
from django.utils.module_loading import import_string

from oscr.config import database
from oscr.config.protocol.inputs import day
from oscr.law.calendar import CENTRAL

AT_ONCE = 1000  # reports
SAID = {
    "compared": "tellings compared",
    "guarded": "proposed by the guarded rule",
    "suggested": "suggested",
    "said_before": "said before",
    "failed": "reports that failed: tried again later",
    "seconds": "seconds",
}


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `link`."""
    told = "compare tellings with the archive and propose who may be the same person; a worker of the staff answers"
    parser = verbs.add_parser("link", help=told, description=told)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--since", type=day, metavar="DAY", help="compare what was received since this day in Missouri")
    which.add_argument("--all", action="store_true", help="compare the whole archive")
    parser.add_argument("--dry-run", action="store_true", help="only count what would be proposed")
    parser.add_argument("--json", action="store_true", help="the counts as JSON")
    parser.set_defaults(verb=_link)


def _link(options: argparse.Namespace) -> int:
    with database.running():
        django.setup()
        began = time.monotonic()
        chosen = _reports(options.since) if options.all or options.since else None
        counts = asdict((_tried if options.dry_run else _proposed)(chosen))
    _say(counts | {"seconds": round(time.monotonic() - began, 1)}, as_json=options.json)
    return 0


def _proposed(reports: Iterator[int] | None):
    """Leave these reports to be compared, and compare all that waits; a stop leaves the rest waiting."""
    compare_later, compare_waiting = (_of_linking(name) for name in ("compare_later", "compare_waiting"))
    if reports is not None:
        import_string("oscr.people.index.count_keys")()
        for some in _some(reports):
            compare_later(households=some)
    nothing = counts = _of_linking("Counts")()
    while (done := compare_waiting(at=timezone.now(), most=AT_ONCE)) != nothing:
        counts += done
    return counts


def _tried(reports: Iterator[int] | None):
    found = _of_linking("found")
    if reports is None:
        waiting = import_string("oscr.people.models.Uncompared").objects
        reports = waiting.values_list("household", flat=True).iterator(AT_ONCE)
    return sum((found(report)[1] for report in reports), start=_of_linking("Counts")())


def _of_linking(name: str):
    """Something of the room that compares, which can be read only when Django is set up."""
    return import_string(f"oscr.people.linking.{name}")


def _reports(since: date | None) -> Iterator[int]:
    """The reports received since a day, or all."""
    reports = import_string("oscr.flow.report.models.Report").objects.order_by("pk")
    if since:
        reports = reports.filter(received_at__gte=datetime(since.year, since.month, since.day, tzinfo=CENTRAL))
    return reports.values_list("pk", flat=True).iterator(AT_ONCE)


def _some(every: Iterable[int]) -> Iterator[list[int]]:
    turn = iter(every)
    while some := list(islice(turn, AT_ONCE)):
        yield some


def _say(counts: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(counts, indent=2))
        return
    for name, value in counts.items():
        print(f"{SAID[name]:<{max(map(len, SAID.values()))}}  {value}")
