"""The database's tellings as `oscr people train` takes them: read a few thousand at a time, whatever the archive's size."""

from collections.abc import Callable, Iterator

from oscr.config.people.in_splink import columns
from oscr.config.people.sources import Row
from oscr.people import links
from oscr.people.matching.stored import restored
from oscr.people.models import TellingIndex

AT_ONCE = 5_000


def tellings() -> tuple[Callable[[], Iterator[Row]], list[tuple[str, str]]]:
    """Every telling on file, as rows for Splink, and the pairs that workers confirmed to be one person."""
    return _rows, [(str(one), str(other)) for one, other in links.confirmed_pairs()]


def _rows() -> Iterator[Row]:
    filed = TellingIndex.objects.order_by("pk").values_list("participant_id", "household", "described")
    for participant, household, described in filed.iterator(AT_ONCE):
        home = f"report {household}" if household is not None else f"alone {participant}"
        yield columns(str(participant), home, restored(described))
