"""Every address that OSCR answers: its name, its view, and what stands in it. Used by the tests of doors and of the table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: `county:alert`, the view behind it, and its arguments with their converters."""

    name: str
    view: Callable
    arguments: dict[str, str]

    @property
    def desk(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    @property
    def door(self) -> str:
        """Which door the view wears: public, reads, writes; empty when it wears none."""
        return getattr(self.view, "door", "")


def routes() -> list[Route]:
    """Every route of the whole site, the demonstration's too."""
    return list(_below(get_resolver(), ()))


def _below(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _below(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            arguments = {name: type(converter).__name__ for name, converter in entry.pattern.converters.items()}
            yield Route(":".join((*spaces, entry.name or "")), entry.callback, arguments)
