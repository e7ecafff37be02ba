"""Invented staff: somebody of every role, in every county office, and this month's call-out roster."""

from datetime import datetime, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password

from oscr.agency.models import Level, Office, OfficeKind, OnCall, User
from oscr.agency.permissions import Role

PASSWORD = "only-for-the-demonstration"  # noqa: S105 - printed by `make run`; nobody real logs in with it
DOMAIN = "staff.example.org"
FIRST = (
    "Ada",
    "Ben",
    "Cleo",
    "Dov",
    "Esme",
    "Finn",
    "Gail",
    "Hugo",
    "Iris",
    "Jude",
    "Kai",
    "Lena",
    "Milo",
    "Nell",
    "Omar",
)
LAST = ("Alder", "Birch", "Cedar", "Elm", "Fern", "Hazel", "Juniper", "Larch", "Maple", "Rowan", "Spruce", "Willow")
HOME = "29019"  # Boone County: where the demonstration's county log-ins work
ROSTER = timedelta(days=31)
FORGOT = "29227"  # Worth County: nobody entered its roster


def hire(*, at: datetime) -> None:
    """Write all staff with their second factors, the offices' telephones, and the roster for a month."""
    offices = list(Office.objects.exclude(kind=OfficeKind.HOTLINE))
    for number, office in enumerate(offices):
        office.phone = f"573-555-01{number % 100:02d}"
    Office.objects.bulk_update(offices, ["phone"])
    people = [*_hotline(), *_analysts(), *_counties()]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=one, type=Authenticator.Type.TOTP, data={"secret": encrypt(totp.generate_totp_secret())})
        for one in people
    )
    OnCall.objects.bulk_create(_roster(people, at))


def logins() -> list[tuple[str, str, str, str]]:
    """Who can log in to the demonstration: role, e-mail, how, where; reporters come from the identity provider."""
    home = Office.objects.get(fips=HOME)
    rows = [("Mandated reporter", "teacher, nurse or officer", "pick one at the log-in", "/")]
    for role in Role.values[1:]:
        staff = User.objects.filter(role=role)
        place = (
            staff.filter(office__region=home.region) if role == Role.REGIONAL_DIRECTOR else staff.filter(office=home)
        )
        person = place.order_by("pk").first() or staff.order_by("pk").first()
        if person is None:
            continue
        desk = "/hotline/" if person.is_hotline else "/agency/" if person.is_analyst else "/county/"
        rows.append((str(Role(role).label), person.email, PASSWORD, desk))
    return rows


def _hotline() -> list[User]:
    office = Office.objects.get(kind=OfficeKind.HOTLINE)
    screeners = [_person(f"screener{number}", Role.SCREENER, office, number) for number in range(1, 9)]
    return screeners + [
        _person(f"supervisor{number}", Role.HOTLINE_SUPERVISOR, office, number + 8) for number in range(1, 4)
    ]


def _analysts() -> list[User]:
    """Two: nobody publishes what they proposed themselves."""
    office = Office.objects.get(kind=OfficeKind.HOTLINE)
    return [_person(f"analyst{number}", Role.ANALYST, office, number + 20) for number in (1, 2)]


def _counties() -> list[User]:
    people, circuits, regions = [], set(), set()
    for number, office in enumerate(Office.objects.exclude(kind=OfficeKind.HOTLINE).order_by("fips", "name")):
        place = office.fips or f"ohi{office.pk}"
        people += [_person(f"worker{which}.{place}", Role.WORKER, office, number + which) for which in (1, 2)]
        people.append(_person(f"supervisor.{place}", Role.COUNTY_SUPERVISOR, office, number + 5))
        if office.circuit and office.circuit not in circuits:
            circuits.add(office.circuit)
            people.append(_person(f"circuit{office.circuit}", Role.CIRCUIT_MANAGER, office, number + 7))
        if office.region not in regions:
            regions.add(office.region)
            people.append(_person(f"director{len(regions)}", Role.REGIONAL_DIRECTOR, office, number + 9))
    return people


def _person(box: str, role: Role, office: Office, number: int) -> User:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 7 % len(LAST)]}"
    return User(email=f"{box}@{DOMAIN}", name=name, role=role, office=office, password=_hash())


@cache
def _hash() -> str:
    """One hash for everybody: hashing four hundred times would take a minute and protect nothing here."""
    return make_password(PASSWORD)


def _roster(people: list[User], at: datetime) -> list[OnCall]:
    levels = {
        Role.WORKER: Level.PRIMARY,
        Role.COUNTY_SUPERVISOR: Level.BACK_UP,
        Role.CIRCUIT_MANAGER: Level.CIRCUIT,
        Role.REGIONAL_DIRECTOR: Level.REGION,
    }
    return [
        OnCall(
            office=person.office,
            level=levels[person.role],
            user=person,
            phone=f"555-01{number % 100:02d}",
            other_phones=["555-0177"] if number % 3 == 0 else [],
            instructions="Let it ring long: the telephone lies in the kitchen." if number % 5 == 0 else "",
            starts_at=at,
            ends_at=at + ROSTER,
            entered_at=at,
        )
        for number, person in enumerate(people)
        if person.role in levels and person.office.fips != FORGOT
    ]
