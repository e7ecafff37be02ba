"""How long something takes, by the wall and in processor time."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from django.db import connection

from bench.figures import Figure, percentile

SHARES = (0.5, 0.95, 0.99)


class Clock:
    """Times what is done within it: by the wall, and what this process and its database server's worked for it.

    On a machine where others work too, the second says what the first would be without them.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            worked = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.worked = worked if worked.exists() else None  # a server on another machine
        self.walls: list[float] = []
        self.works: list[float] = []

    def __enter__(self) -> None:
        self.began = perf_counter(), self._work()

    def __exit__(self, *_) -> None:
        wall, work = self.began
        self.walls.append(1000 * (perf_counter() - wall))
        self.works.append(1000 * (self._work() - work))

    def figures(self, name: str) -> Iterator[Figure]:
        for share in SHARES:
            yield Figure(f"{name}, p{100 * share:.0f}", percentile(self.walls, share), "ms")
        yield Figure(f"{name}, longest", max(self.walls), "ms")
        if self.worked:
            for share in SHARES:
                yield Figure(f"{name}, p{100 * share:.0f} of processor time", percentile(self.works, share), "ms")

    def _work(self) -> float:
        server = int(self.worked.read_text().split()[0]) / 1e9 if self.worked else 0.0
        return process_time() + server
