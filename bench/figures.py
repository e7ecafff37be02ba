"""One measured figure, how it is printed and kept, and the percentiles that figures are made of."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).with_name("latest.json")


@dataclass(frozen=True)
class Figure:
    """A value with its unit; where it is a comparison, the ratio and against what."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""

    def to_json(self) -> dict[str, object]:
        return {key: value for key, value in asdict(self).items() if key != "name" and value not in (None, "")}


def percentile(times: Iterable[float], share: float) -> float:
    """The smallest time that at least `share` (0 to 1) of them do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(figures: Iterable[Figure]) -> None:
    """Print each figure as soon as it is there, then keep all of them."""
    shown = []
    for figure in figures:
        print(_line(figure), flush=True)
        shown.append(figure)
    _keep(shown)


def _line(figure: Figure) -> str:
    compared = f"{figure.ratio:8.2f} x {figure.against}" if figure.ratio is not None else ""
    return f"{figure.name:<75} {figure.value:>12,.3f} {figure.unit:<12} {compared}".rstrip()


def _keep(figures: Iterable[Figure]) -> None:
    """Write figures into bench/latest.json (name -> value, unit, ratio, against), in place of those of the same groups.

    A group is what stands before the colon: sizes that were not measured this time stay as they were.
    """
    new = {figure.name: figure.to_json() for figure in figures}
    groups = {name.partition(":")[0] for name in new}
    old = json.loads(LATEST.read_text("utf-8")) if LATEST.exists() else {}
    left = {name: value for name, value in old.items() if name.partition(":")[0] not in groups}
    LATEST.write_text(json.dumps(left | new, indent=2) + "\n", "utf-8")
