"""`make bench`: measure everything, print a table, write bench/latest.json."""

from itertools import chain

from bench import engine, pages, whatif
from bench.figures import kept, line


def main() -> None:
    figures = []
    for figure in chain(engine.measure(), whatif.measure(), pages.measure()):
        print(line(figure), flush=True)
        figures.append(figure)
    kept(figures)


if __name__ == "__main__":
    main()
