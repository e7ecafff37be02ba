"""`make bench`: measure everything, print a table, write bench/latest.json."""

import subprocess
import sys
from itertools import chain

from bench import clocks, engine, overseeing, pages, whatif
from bench.figures import show
from bench.people import measuring


def main() -> None:
    show(
        chain(
            engine.measure(),
            whatif.measure(),
            pages.measure(),
            clocks.measure(),
            overseeing.measure(),
            measuring.measure(),
        )
    )
    subprocess.run([sys.executable, "-m", "bench.calling"], check=True)  # a process can set one database up


if __name__ == "__main__":
    main()
