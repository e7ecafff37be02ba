"""`make bench`: measure everything, print a table, write bench/latest.json."""

from itertools import chain

from bench import engine, pages, whatif
from bench.figures import show
from bench.people import measuring


def main() -> None:
    show(chain(engine.measure(), whatif.measure(), pages.measure(), measuring.measure()))


if __name__ == "__main__":
    main()
