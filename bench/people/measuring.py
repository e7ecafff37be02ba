"""The figures of the search for people: `make bench` asks for those of 100,000, `python -m bench.people` for any number.

Measured in PostgreSQL: the server of DATABASE_URL, or an embedded one in a state folder of its own that goes afterwards.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench.figures import Figure
from oscr.config import database

SIZE, SEED, QUESTIONS = 100_000, 1, 2_000


def measure(
    size: int = SIZE, seed: int = SEED, count: int = QUESTIONS, *, beside: bool = True, processes: int = 2
) -> Iterator[Figure]:
    """Figures of the search among `size` people; `beside`: of trigrams and Splink on the same people, too."""
    with on_a_server() as folder:
        from bench.people import scale  # once there is a database to speak of

        yield from scale.measure(size, seed, count, folder if beside else None, processes)


@contextmanager
def on_a_server() -> Iterator[Path]:
    """Django on a migrated database; gives a folder for files that goes afterwards, and with it an embedded server."""
    folder = Path(tempfile.mkdtemp(prefix="oscr-people-"))
    os.environ["OSCR_STATE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "oscr.config.settings"
    try:
        with database.running():
            django.setup()
            django.core.management.call_command("migrate", verbosity=0)
            yield folder
            django.db.connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
