"""The hand-written classification, second half: neglect in all its kinds, and the ages that every part of it uses."""

from collections.abc import Callable

Get = Callable[[str], str | None]

SAFE_PLACE = frozenset((None, "unknown", "under 18, not known closer", "under 31 days", "31 to 45 days"))
NEWBORN = SAFE_PLACE - {"31 to 45 days"}
INFANT = SAFE_PLACE | {"46 days to 11 months"}
SMALL = frozenset(("1 to 3", "4 to 6"))
UNDER_SEVEN = INFANT | SMALL
SCHOOL = frozenset((None, "unknown", "under 18, not known closer", "7 to 13", "14 to 17"))
ADULT = frozenset(("18 to 20", "21 or older"))
NEEDED_CARE = frozenset(("moderate", "serious"))


def serious_neglect(get: Get, age: str | None, young: bool) -> bool:
    """Neglect that harmed seriously, or that by its kind can."""
    if get("harm from neglect") == "serious" and neglected(get):
        return True
    if left_or_shut_out(get, age) or (get("knew and let it happen") == "yes" and not young):
        return True
    if age in UNDER_SEVEN and (
        get("out in dangerous weather") == "yes"
        or get("nothing to eat for a day") == "yes"
        or (get("accident happened") == "yes" and get("watched well") != "yes" and get("worst injury") == "serious")
    ):
        return True
    return (
        get("harmed by cold or heat") == "yes"
        or get("fails to grow") == "yes"
        or get("repeated ingestion") == "yes"
        or get("drugs made at home") == "yes"
        or get("psychiatric care refused") == "yes"
        or (get("care not given") == "yes" and get("life at risk without care") != "no")
    )


def neglected(get: Get) -> bool:
    """Any of the kinds of neglect whose harm is graded."""
    return (
        get("dirty or ill-dressed") == "yes"
        or get("home filthy") == "yes"
        or get("home dangerous") == "yes"
        or get("too little food") == "yes"
        or get("food as punishment") == "yes"
        or get("too ill to care") == "yes"
        or get("put out of home") == "yes"
        or get("shut in") == "yes"
        or get("care not given") == "yes"
        or get("care came too late") == "yes"
        or get("utility cut off") == "yes"
    )


def left_or_shut_out(get: Get, age: str | None) -> bool:
    """Left behind, put out, shut in or left alone so that the child has nobody."""
    handed_over = get("safe place hand-over") == "yes"
    if handed_over and age not in SAFE_PLACE:
        return True
    if get("left behind") == "yes" and not handed_over and get("caretaker away for cause") != "yes":
        return True
    if (
        get("put out of home") == "yes"
        and get("stays with somebody") != "yes"
        and (age in UNDER_SEVEN or get("may not come back") != "no")
    ):
        return True
    if (
        get("left alone") == "yes"
        and get("alone now") != "no"
        and (age in UNDER_SEVEN or get("cannot look after self") != "no")
    ):
        return True
    return (get("shut in") == "yes" and get("shut in dangerously") != "no") or (
        get("will not take child back") == "yes"
        and get("somebody takes child") != "yes"
        and get("nowhere to go tonight") != "no"
    )


def supervision(get: Get, age: str | None) -> bool:
    """Nobody watches or looks after the child well enough."""
    if get("left alone") == "yes" and (
        age in UNDER_SEVEN
        or get("cannot look after self") != "no"
        or get("danger while alone") != "no"
        or (age != "14 to 17" and get("alone overnight") != "no")
    ):
        return True
    if get("accident happened") == "yes" and (
        get("watched well") != "yes" or get("danger known before") != "no" or get("accident before") != "no"
    ):
        return True
    if get("put out of home") == "yes" and (age != "14 to 17" or get("stays with somebody") != "yes"):
        return True
    return (
        get("left with unsafe person") == "yes"
        or get("carer too impaired") == "yes"
        or get("in reach of the violence") == "yes"
        or get("parent at the end") == "yes"
        or get("grown-up's duties") == "yes"
        or (get("burn or poisoning") == "yes" and get("injury was an accident") == "yes")
        or (get("shut in") == "yes" and get("shut in often") != "no")
        or (get("will not take child back") == "yes" and get("somebody takes child") != "yes")
        or (get("parent out of control") == "yes" and get("another carer was fit") != "yes")
        or (get("too ill to care") == "yes" and get("another able adult") != "yes")
        or (age in UNDER_SEVEN and get("cries unanswered") == "yes")
        or (get("knows sexual things too early") == "yes" and get("sexual knowledge explained") != "yes")
        or (get("sees sexual things at home") == "yes" and get("seen once by accident") != "yes")
        or (
            get("return is overdue") == "yes"
            and get("care plan in place") != "yes"
            and get("caretaker away for cause") != "yes"
        )
    )


def home_and_food(get: Get, age: str | None) -> bool:
    """Too little food, a home that can hurt, cold, dirt."""
    harmed = get("harm from neglect") in NEEDED_CARE
    if (get("home filthy") == "yes" or get("home dangerous") == "yes") and (
        harmed or (get("child meets the danger") != "no" and get("family makes it safe") != "yes")
    ):
        return True
    if (get("dirty or ill-dressed") == "yes") and (
        harmed or (get("shut out for dirt") != "no" and get("better when helped") != "yes")
    ):
        return True
    if get("utility cut off") == "yes" and (
        harmed or (get("family gets by") != "yes" and (age in INFANT or get("loss is dangerous") != "no"))
    ):
        return True
    return (
        (get("too little food") == "yes" and get("other food") != "yes")
        or get("food as punishment") == "yes"
        or get("nothing to eat for a day") == "yes"
        or get("out in dangerous weather") == "yes"
        or get("fire or fumes inside") == "yes"
        or (age in INFANT and (get("baby fed wrongly") == "yes" or get("unsafe sleep") == "yes"))
        or (age != "14 to 17" and (get("drugs in reach") == "yes" or get("deadly danger in reach") == "yes"))
    )


def untreated(get: Get) -> bool:
    """Care that a sick or hurt child did not get, or got too late."""
    if get("care out of reach") == "yes":
        return False
    if get("care not given") == "yes" and get("faith is the only reason") != "yes":
        return True
    return get("care came too late") == "yes" and get("harm from neglect") in NEEDED_CARE


def educational_neglect(get: Get, age: str | None) -> bool:
    """A child of school age who is not taught."""
    return age in SCHOOL and (
        get("kept from school") == "yes"
        or get("hardly taught") == "yes"
        or (get("no enrolment") == "yes" and get("taught at home") != "yes")
        or (get("misses school") == "yes" and get("school has tried") != "no" and get("caretaker is trying") != "yes")
    )
