"""The classification of one unit as a programmer would write it by hand: what the engine is measured beside.

Written from the rules of all thirty pathways, one function for each kind of abuse or neglect (those of neglect are in
`handwritten_neglect`) and one for each half of the road; `bench.engine` and a test assert that it decides as the engine does.
A missing or unknown fact counts as the protocol assumes it: `== "yes"` where that is "no", `!= "no"` where it is "yes".
"""

from collections.abc import Mapping

from bench.handwritten_neglect import (
    ADULT,
    INFANT,
    NEWBORN,
    SAFE_PLACE,
    SMALL,
    UNDER_SEVEN,
    Get,
    educational_neglect,
    home_and_food,
    serious_neglect,
    supervision,
    untreated,
)

MARKED = frozenset(("hit with marks", "badly hurt or killed"))
KIN = frozenset(("parent", "other family"))


def classify(facts: Mapping[str, str]) -> str:  # noqa: C901, PLR0911, PLR0912 - plain if/else is the point
    """The outcome of one unit from its answers."""
    get = facts.get
    if get("child tie") == "no" and get("suspect tie") == "no" and get("incident in Missouri") == "no":
        return "out of state"
    age = get("child age")
    if age in ADULT:
        return "P" if get("in Division custody") == "yes" else "documented call"
    if get("commercial sex") == "yes":
        return "investigation"
    if get("suspect had care") != "no" or get("suspect in household") == "yes":
        found = by_somebody_in_charge(get, age)
        if found:
            return found
        if newborn_crisis(get, age):
            return "NCA"
    else:
        young = get("suspect age") == "under 14"
        sexual = sexual_abuse(get, age, young)
        if sexual and young:
            return "juvenile assessment"
        if newborn_crisis(get, age):
            return "NCA"
        if sexual or harmed_by_another(get, age, young):
            return "N"
    if preventive_services(get, age):
        return "P"
    return "F" if get("child died") == "yes" and get("abuse ruled out") == "yes" else "documented call"


def by_somebody_in_charge(get: Get, age: str | None) -> str:  # noqa: C901, PLR0911 - as above
    """A report about somebody who had care, custody and control of a minor; empty without any condition."""
    died = get("child died") == "yes"
    if died and get("abuse ruled out") != "yes":
        return "investigation"
    young = get("suspect age") == "under 14"
    sexual = sexual_abuse(get, age, young)
    if (sexual and not young) or serious_injury(get, age) or serious_neglect(get, age, young) or danger(get, age):
        return "investigation"
    lesser = (
        physical_abuse(get)
        or supervision(get, age)
        or home_and_food(get, age)
        or untreated(get)
        or emotional_abuse(get)
    )
    education = educational_neglect(get, age)
    custody = get("custody taken") == "yes"
    if custody and (died or ((lesser or education) and get("custody taken for danger") != "no")):
        return "investigation"
    if (lesser or education or sexual) and get("danger now") == "yes" and get("law enforcement needed") != "no":
        return "investigation"
    if lesser:
        if get("suspect is staff") == "yes" or get("suspect is foster family") == "yes":
            return "investigation"
        if get("suspect in household") != "yes" and get("suspect relation") not in KIN:
            return "investigation"
    if sexual:
        return "juvenile assessment"
    return "family assessment" if lesser or education else ""


def harmed_by_another(get: Get, age: str | None, young: bool) -> bool:
    """Whatever but sexual abuse was done by somebody who was not in charge."""
    return (
        (get("child died") == "yes" and get("abuse ruled out") != "yes")
        or serious_injury(get, age)
        or serious_neglect(get, age, young)
        or danger(get, age)
        or physical_abuse(get)
        or emotional_abuse(get)
    )


def danger(get: Get, age: str | None) -> bool:
    """What is no serious injury or neglect yet and may become one."""
    return (
        attempt_or_threat(get)
        or suspicious_injury(get, age)
        or risk_from_carers(get, age)
        or risk_around_the_child(get, age)
        or severe_emotional_abuse(get)
    )


# --- the child's body ---


def sexual_abuse(get: Get, age: str | None, young: bool) -> bool:
    """Sexual acts, images, exposure, and what another child does beyond play."""
    if get("sexual contact") == "yes" and not (
        young
        and age in SMALL
        and get("sexual act by force") != "yes"
        and get("sexual behavior beyond play") == "no"
        and get("sexual behavior unwelcome") == "no"
        and get("trauma from sexual abuse") == "no"
        and get("coaxed or tricked") == "no"
    ):
        return True
    if get("sexual behavior of another child") == "yes" and (
        get("sexual act by force") == "yes"
        or get("sexual behavior beyond play") != "no"
        or get("sexual behavior unwelcome") != "no"
        or get("trauma from sexual abuse") != "no"
        or get("coaxed or tricked") != "no"
    ):
        return True
    return (
        get("sexual images") == "yes"
        or get("signs of sexual abuse") == "yes"
        or get("asked for something sexual") == "yes"
        or get("shown sexual things on purpose") == "yes"
        or get("watched or talked to sexually") == "yes"
        or (get("knows sexual things too early") == "yes" and get("learned from somebody") == "yes")
    )


def serious_injury(get: Get, age: str | None) -> bool:
    """Injuries and measures that are serious by themselves."""
    if get("injury was an accident") != "yes" and (
        get("worst injury") == "serious" or get("burn or poisoning") == "yes"
    ):
        return True
    if get("held or tied") == "yes" and get("held to keep safe") != "yes" and get("held too long") != "no":
        return True
    if age in UNDER_SEVEN and (
        get("drugged to be quiet") == "yes" or (get("shaken") == "yes" and get("bounced in play") != "yes")
    ):
        return True
    return (
        get("cruel measures") == "yes"
        or get("choked") == "yes"
        or get("drug given after birth") == "yes"
        or (get("head injury found") == "yes" and get("illness explains it") != "yes")
    )


def suspicious_injury(get: Get, age: str | None) -> bool:
    """Injuries that nobody explains, or that do not fit."""
    if get("marks on the child") == "yes" and get("marks explained") != "yes":
        on_body = get("marks on head or body") != "no"
        odd = get("marks in a pattern") != "no" or get("older injuries") == "yes"
        if (on_body and odd) or age in INFANT or get("cannot move alone") == "yes":
            return True
    if (
        get("unexplained injury") == "yes"
        and get("child could have done it") != "yes"
        and (age in INFANT or get("story changes") != "no" or get("injury hidden") != "no")
    ):
        return True
    return (
        get("medical suspicion") == "yes"
        or (get("seems drugged or dazed") == "yes" and get("behavior explained") != "yes")
        or (get("signs of head injury") == "yes" and get("illness explains it") != "yes" and age in UNDER_SEVEN)
    )


def physical_abuse(get: Get) -> bool:
    """Being hurt, held, shaken or hit, without a serious injury."""
    return (
        (get("hurt by somebody") == "yes" and get("worst injury") != "none seen")
        or (get("marks on the child") == "yes" and get("marks explained") != "yes")
        or (get("unexplained injury") == "yes" and get("child could have done it") != "yes")
        or (get("shaken") == "yes" and get("bounced in play") != "yes")
        or (get("held or tied") == "yes" and get("held to keep safe") != "yes")
        or get("drugged to be quiet") == "yes"
        or get("caught in the violence") == "yes"
        or ((get("heard blows") == "yes" or get("heard child plead") == "yes") and get("ordinary noise") != "yes")
        or (
            get("said will happen") in MARKED
            and get("only a way of speaking") != "yes"
            and get("hurt there before") != "no"
        )
    )


def attempt_or_threat(get: Get) -> bool:
    """Somebody tried or threatens to kill or badly hurt the child."""
    return (
        get("attempt to kill") == "yes"
        or get("weapon aimed at child") == "yes"
        or get("ill parent may harm child") == "yes"
        or (get("parent asks for placement") == "yes" and get("threatens harm or abandonment") != "no")
        or (get("said will happen") == "badly hurt or killed" and get("only a way of speaking") != "yes")
        or (
            get("threat to kill or hurt badly") == "yes"
            and get("threat only words") != "yes"
            and (get("means for the threat") != "no" or get("violent before") != "no")
        )
    )


# --- risk ---


def risk_from_carers(get: Get, age: str | None) -> bool:
    """What those in charge do, or cannot do, that may end badly."""
    infant = age in INFANT
    helped = get("another able adult") == "yes"
    return (
        get("driven dangerously") == "yes"
        or get("reckless danger") == "yes"
        or get("made part of a crime") == "yes"
        or get("child used for drugs") == "yes"
        or get("forced to work") == "yes"
        or get("images of children in home") == "yes"
        or get("child part of false beliefs") == "yes"
        or (not helped and get("parent tried suicide") == "yes")
        or (not helped and infant and get("too ill to care") == "yes")
        or (infant and get("carer too impaired") == "yes")
        or (infant and get("hurt by somebody") == "yes")
        or (infant and get("left with unsafe person") == "yes")
        or (age in UNDER_SEVEN and get("parent at the end") == "yes")
        or (age in UNDER_SEVEN and get("drugs in reach") == "yes" and get("carer too impaired") == "yes")
    )


def risk_around_the_child(get: Get, age: str | None) -> bool:
    """Danger in the home, fights, and what a neighbour hears."""
    if (
        (get("heard blows") == "yes" or get("heard child plead") == "yes")
        and get("ordinary noise") != "yes"
        and (get("heard now") != "no" or get("child fell silent") == "yes")
    ):
        return True
    return (
        get("weapon or choking between adults") == "yes"
        or get("held or used in the violence") == "yes"
        or (age in INFANT and get("in reach of the violence") == "yes")
        or (age != "14 to 17" and get("found in danger") == "yes")
        or (age in UNDER_SEVEN and get("deadly danger in reach") == "yes")
        or (age in UNDER_SEVEN and get("fire or fumes inside") == "yes")
        or (get("accident happened") == "yes" and get("deadly danger") == "yes" and get("danger known before") != "no")
        or (
            get("utility cut off") == "yes"
            and get("needs power to be well") == "yes"
            and get("family gets by") != "yes"
        )
    )


# --- the child's mind ---


def severe_emotional_abuse(get: Get) -> bool:
    """Treatment that harmed the mind severely."""
    if get("told to hurt self or others") == "yes":
        return True
    return get("harm to the mind") == "severe" and (
        get("put down or rejected") == "yes"
        or get("terrified or made to watch cruelty") == "yes"
        or get("shut off from others") == "yes"
        or get("caught between parents") == "yes"
        or get("behavior tied to treatment") == "yes"
        or get("saw or heard the violence") == "yes"
    )


def emotional_abuse(get: Get) -> bool:
    """Treatment that harmed the mind less, or whose harm nobody knows."""
    mind = get("harm to the mind")
    if mind not in ("none seen", "severe") and (
        get("put down or rejected") == "yes"
        or get("terrified or made to watch cruelty") == "yes"
        or get("shut off from others") == "yes"
    ):
        return True
    if mind != "none seen" and (
        get("behavior tied to treatment") == "yes" or get("saw or heard the violence") == "yes"
    ):
        return True
    return (
        (mind in ("moderate", "severe") and get("caught between parents") == "yes")
        or (get("terrified or made to watch cruelty") == "yes" and get("strong signs of fear") != "no")
        or (
            get("strange behavior") == "yes"
            and get("freezes near one person") == "yes"
            and get("behavior explained") != "yes"
        )
        or (get("threat to kill or hurt badly") == "yes" and get("threat only words") != "yes")
    )


# --- referrals ---


def newborn_crisis(get: Get, age: str | None) -> bool:
    """A baby whom medical personnel worry about, or whose birth record matches."""
    if age not in INFANT:
        return False
    return get("birth match") == "yes" or (
        get("reporter is medical") == "yes"
        and (
            get("exposed before birth") == "yes"
            or get("concern about going home") == "yes"
            or get("concern within 24 hours") == "yes"
        )
    )


def preventive_services(get: Get, age: str | None) -> bool:
    """The reasons for a P referral of a minor."""
    return (
        (age in SAFE_PLACE and get("safe place hand-over") == "yes")
        or (get("caretaker away for cause") == "yes" and get("care plan in place") != "yes")
        or get("wants child removed") == "yes"
        or (
            get("parent asks for placement") == "yes"
            and get("only for mental health care") == "yes"
            and get("threatens harm or abandonment") == "no"
        )
        or get("open case") == "yes"
        or get("in licensed residential facility") == "yes"
        or (age in NEWBORN and get("parents with history") == "yes" and get("reporter is medical") != "yes")
        or get("self-harm") == "yes"
        or get("child asks for services") == "yes"
        or get("offender has access") == "yes"
    )
