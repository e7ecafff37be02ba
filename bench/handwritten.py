"""The classification of one unit as a programmer would write it by hand: what the engine is measured beside.

Written from the rules, for the first ten pathways; `bench.engine` and a test assert that it decides as the engine does.
"""

from collections.abc import Mapping

YOUNGEST = (None, "unknown", "under 18, not known closer", "under 31 days", "31 to 45 days")
INFANT = (*YOUNGEST, "46 days to 11 months")
UNDER_SEVEN = (*INFANT, "1 to 3", "4 to 6")
ADULT = ("18 to 20", "21 or older")
SCHOOL = (None, "unknown", "under 18, not known closer", "7 to 13", "14 to 17")


def classify(facts: Mapping[str, str]) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one plain function is the point
    """The outcome of one unit from its answers; missing and unknown facts count as the protocol assumes them."""
    get = facts.get
    if get("child tie") == "no" and get("suspect tie") == "no" and get("incident in Missouri") == "no":
        return "out of state"
    age = get("child age")
    if age in ADULT:
        return "P" if get("in Division custody") == "yes" else "documented call"
    care = get("suspect had care") != "no" or get("suspect in household") == "yes"
    kept = age in YOUNGEST
    handed_over = get("safe place hand-over") == "yes"
    died = get("child died") == "yes"
    fatality = died and get("abuse ruled out") != "yes"
    commercial = get("commercial sex") == "yes"
    if commercial or (fatality and care):
        return "investigation"
    sexual = get("sexual contact") == "yes" or get("sexual images") == "yes" or get("signs of sexual abuse") == "yes"
    young = get("suspect age") == "under 14"
    if sexual and care and not young:
        return "investigation"
    accident = get("injury was an accident") == "yes"
    burned = get("burn or poisoning") == "yes"
    injury = (
        (get("worst injury") == "serious" and not accident)
        or (burned and not accident)
        or get("cruel measures") == "yes"
        or get("drug given after birth") == "yes"
    )
    if injury and care:
        return "investigation"
    untreated = get("care not given") == "yes"
    alone = get("left alone") == "yes"
    helpless = age in UNDER_SEVEN or get("cannot look after self") != "no"
    impaired = get("carer too impaired") == "yes"
    marks = get("marks on the child") == "yes" and get("marks explained") != "yes"
    suspicious = marks and (
        get("cannot move alone") != "no" or (get("marks in a pattern") != "no" and get("marks on head or body") != "no")
    )
    attempt = get("attempt to kill") == "yes"
    threat = get("parent asks for placement") == "yes" and get("threatens harm or abandonment") != "no"
    physical = (get("hurt by somebody") == "yes" and get("worst injury") != "none seen") or marks
    if care:
        neglect = (
            (untreated and get("life at risk without care") != "no")
            or get("psychiatric care refused") == "yes"
            or (alone and helpless and get("alone now") != "no")
            or (get("left behind") == "yes" and get("caretaker away for cause") != "yes" and not (handed_over and kept))
            or (handed_over and not kept)
            or get("fails to grow") == "yes"
        )
        if neglect or suspicious or attempt or threat or (impaired and age in INFANT):
            return "investigation"
        if died and get("custody taken") != "no":
            return "investigation"
        lesser = (
            physical
            or (burned and accident)
            or (
                alone
                and (
                    helpless
                    or get("danger while alone") != "no"
                    or (get("alone overnight") != "no" and age != "14 to 17")
                )
            )
            or get("left with unsafe person") == "yes"
            or impaired
            or (get("too little food") == "yes" and get("other food") != "yes")
            or get("food as punishment") == "yes"
            or (untreated and get("care out of reach") != "yes" and get("faith is the only reason") != "yes")
        )
        education = age in SCHOOL and (
            (get("misses school") == "yes" and get("school has tried") != "no" and get("caretaker is trying") != "yes")
            or (get("no enrolment") == "yes" and get("taught at home") != "yes")
        )
        if (lesser or education or sexual) and get("danger now") == "yes" and get("law enforcement needed") != "no":
            return "investigation"
        if lesser:
            if get("suspect is staff") == "yes" or get("suspect is foster family") == "yes":
                return "investigation"
            if get("suspect in household") != "yes" and get("suspect relation") not in ("parent", "other family"):
                return "investigation"
        if sexual:
            return "juvenile assessment"
        if lesser or education:
            return "family assessment"
    elif sexual and young:
        return "juvenile assessment"
    medical = get("reporter is medical") == "yes"
    if age in INFANT and (
        get("birth match") == "yes"
        or (
            medical
            and (
                get("exposed before birth") == "yes"
                or get("concern about going home") == "yes"
                or get("concern within 24 hours") == "yes"
            )
        )
    ):
        return "NCA"
    if not care and (sexual or injury or suspicious or physical or fatality or attempt or threat):
        return "N"
    if (
        (handed_over and kept)
        or (get("caretaker away for cause") == "yes" and get("care plan in place") != "yes")
        or get("wants child removed") == "yes"
        or (
            get("parent asks for placement") == "yes"
            and get("only for mental health care") == "yes"
            and get("threatens harm or abandonment") == "no"
        )
        or get("open case") == "yes"
        or get("in licensed residential facility") == "yes"
        or (get("parents with history") == "yes" and not medical and age in (*YOUNGEST[:3], "under 31 days"))
        or get("self-harm") == "yes"
        or get("child asks for services") == "yes"
        or get("offender has access") == "yes"
    ):
        return "P"
    return "F" if died and get("abuse ruled out") == "yes" else "documented call"
