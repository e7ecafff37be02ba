"""Families over time for tests: as small as one call, as dense as forty. Names are invented."""

from datetime import date, timedelta

from oscr.ui.drawing.shape import (
    ALLEGED,
    BOTH,
    CONCLUSION,
    DOCUMENTED,
    ELSEWHERE,
    OTHER,
    REFERRAL,
    REPORT,
    VICTIM,
    WAITING,
    Event,
    Home,
    Life,
    Lives,
    Named,
)

ROLE = {
    VICTIM: "victim child",
    ALLEGED: "alleged perpetrator",
    BOTH: "victim child, alleged perpetrator",
    OTHER: "other",
}
TODAY = date(2026, 3, 3)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = {
    "calls": "Calls",
    "conclusions": "Conclusions",
    "today": "today",
    "lately": "last 30 days",
    "more": "Others are in the table only.",
    "lived": "A band is a home as told, from the first to the last call that told of it.",
    **ROLE,
}
HOMES = (Home("H1", "12 Elm Street, Columbia"), Home("H2", "blue trailer behind the store on Route J"))
WORD = {
    REPORT: "CA/N report",
    REFERRAL: "Referral",
    DOCUMENTED: "Documented call",
    ELSEWHERE: "Out of state",
    WAITING: "Not yet classified",
    CONCLUSION: "Conclusion",
}


def event(day: date, kind: str = REPORT, number: str = "26062-00001") -> Event:
    return Event(day, f"{day:%b %d, %Y}", kind, WORD[kind], number, "Investigation", f"/calls/{number}/")


def named(place: int, role: str = VICTIM, home: str = "H1") -> Named:
    return Named(place, role, ROLE[role], home)


def family(*, days: list[date], lives: tuple[Life, ...] = (), **told) -> Lives:
    events = tuple(event(day, number=f"26062-{number:05}") for number, day in enumerate(days, 1))
    plain = {"key": "k", "title": "Robin & family", "told": "Told", "today": TODAY, "homes": HOMES}
    return Lives(**(plain | {"events": events, "lives": lives, "words": WORDS, "months": MONTHS} | told))


def usual() -> Lives:
    """Four calls in as many years, the last two within a month; a conclusion; a move; three people."""
    days = [date(2022, 5, 3), date(2024, 11, 20), date(2026, 2, 20), date(2026, 3, 1)]
    kinds = (REPORT, DOCUMENTED, REFERRAL, WAITING)
    events = [event(day, kind, f"26062-0000{n}") for n, (day, kind) in enumerate(zip(days, kinds, strict=True))]
    events.insert(1, event(date(2022, 6, 17), CONCLUSION, "26062-00000"))
    robin = (named(0), named(1), named(2), named(3, OTHER, "H2"), named(4, VICTIM, "H2"))
    lives = (
        Life("A", "Robin Cloverfield", "3 years then, 7 now", robin, focus=True),
        Life("B", "Baby Girl Cloverfield", "2 months then and now", (named(3, VICTIM, "H2"), named(4, VICTIM, "H2"))),
        Life(
            "1", "Jordan Cloverfield", "about 30 years now", (named(0, ALLEGED), named(1, ALLEGED), named(4, OTHER, ""))
        ),
    )
    return family(days=[], lives=lives, events=tuple(events))


def dense(calls: int = 40, people: int = 12) -> Lives:
    """Forty calls, half of them in the last three weeks, and twelve people in fourteen homes."""
    old = [date(2014, 1, 5) + timedelta(days=190 * number) for number in range(calls // 2)]
    new = [TODAY - timedelta(days=20 - number) for number in range(calls - len(old))]
    kinds = (REPORT, REFERRAL, DOCUMENTED, WAITING, ELSEWHERE)
    events = tuple(event(day, kinds[n % 5], f"26062-{n:05}") for n, day in enumerate([*old, *new]))
    homes = tuple(Home(f"H{number}", f"{number} Long Street Name, City of Somewhere") for number in range(1, 15))
    lives = tuple(
        Life(
            str(one),
            f"Given-Name-Number-{one} Middle Surname-Of-Some-Length",
            "3 years then, 15 now",
            tuple(
                named(place, (VICTIM, ALLEGED, OTHER, BOTH)[(place + one) % 4], f"H{1 + (place // 3 + one) % 14}")
                for place in range(one % 5, calls, 1 + one % 3)
            ),
        )
        for one in range(1, people + 1)
    )
    return family(days=[], lives=lives, events=events, homes=homes)
