"""`make bench`: measure everything, print a table, write bench/latest.json (name -> value, unit, ratio, against)."""

import json
from itertools import chain
from pathlib import Path

from bench import engine, pages, whatif
from bench.figures import Figure

LATEST = Path(__file__).with_name("latest.json")


def main() -> None:
    figures = list(chain(engine.measure(), whatif.measure(), pages.measure()))
    for figure in figures:
        print(_line(figure), flush=True)
    LATEST.write_text(json.dumps({figure.name: figure.to_json() for figure in figures}, indent=2) + "\n", "utf-8")


def _line(figure: Figure) -> str:
    compared = f"{figure.ratio:8.2f} x {figure.against}" if figure.ratio is not None else ""
    return f"{figure.name:<55} {figure.value:>12,.2f} {figure.unit:<12} {compared}"


if __name__ == "__main__":
    main()
