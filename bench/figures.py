"""One measured figure, and the percentiles that figures are made of."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


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
