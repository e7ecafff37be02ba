"""A small world for the table's tests: reports at every stage, in offices near and far, written through the flow's own actions.

What a person may see of it is worked out here anew, from offices and owners, and not asked of `visible_to`: two answers that agree.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.test import Client

from oscr.agency.models import LawEnforcementAgency, Office, User
from oscr.agency.permissions import COUNTY_ROLES, Role
from oscr.agency.sessions import METHODS, METHODS_OF
from oscr.desks.county.views.alert import MET_BY_AN_ACT
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment import assisting
from oscr.flow.attachment.models import Attachment, Content
from oscr.flow.birth_match import taking_in
from oscr.flow.birth_match.models import Pair
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.clock import feeding
from oscr.flow.conclusion.models import Conclusion, Letter
from oscr.flow.correction import transferring
from oscr.flow.disposition import actions as disposition
from oscr.flow.ending import actions as ending
from oscr.flow.enforcement import actions as enforcement
from oscr.flow.history import actions as linking
from oscr.flow.quality.models import Doubt, Drawn, Reading, Walk
from oscr.flow.report.models import Draft, Report
from oscr.flow.review.actions import send_to_office
from oscr.flow.review.opening import open_due
from oscr.notices.one_time import secret
from oscr.people.seal import seal_bytes
from tests import making
from tests.agency import writing
from tests.flow.birth_match.births import born, entry
from tests.flow.ending.calls import settled
from tests.flow.inquiry import asking
from tests.making import MINUTE, NOW

BOONE, SAME_CIRCUIT, SAME_REGION, FAR = "29019", "29027", "29007", "29015"
TRANSFER = "transfer"
REPORT, ALERT, DRAFT, VERSION, PAGE = "report", "alert", "draft", "version", "page"
TELLING, REOPENED, PAIR, REVIEW = "telling", "reopened", "pair", "review"
QUESTION = "question"
CALL = "call"
FEED = "feed"
DRAWN, DOUBT, WALK = "drawn", "doubt", "walk"
ASKED, COURT, STATE = "asked", "court", "state"
NOTICE, HELP, LINK = "notice", "help", "link"


@dataclass(frozen=True)
class Thing:
    """Something an address can name: what kind it is, at which stage, who owns it or which office has it, and its keys."""

    kind: str
    stage: str
    keys: dict[str, Any]
    owner: User | None = None
    office: Office | None = None
    subject: str = ""  # how the record names it
    beside: str = ""  # and another record that the same page shows
    disclosed_to: tuple[User, ...] = ()
    helper: Office | None = None  # the office that is asked to help: it reads

    def __str__(self) -> str:
        return f"{self.kind} ({self.stage})"


@dataclass
class World:
    """Everybody and everything."""

    people: dict[str, User] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    half_logged_in: dict[str, Client] = field(default_factory=dict)  # a password, but no second factor

    def within(self, relation: str, person: User, thing: Thing, *, helping: bool = False) -> bool:
        """Whether a thing lies within this relation to a person (authorization.RELATIONS); `helping`: for who is asked to help too."""
        home = person.office
        places = [one for one in (thing.office, thing.helper if helping else None) if one and home]
        return {
            "all": True,
            "self": True,  # shows nobody's record, whatever the address names
            "own": thing.owner == person,
            "disclosed": person in thing.disclosed_to,
            "office": home in places,
            "circuit": any(there.circuit == home.circuit for there in places),
            "region": any(there.region == home.region for there in places),
        }[relation]


def build() -> World:
    """One report at each stage; alerts at four offices; drafts online and by phone; somebody of each role, logged in."""
    world = World()
    for role in Role:
        world.people[role] = making.user(role)
    for role, person in world.people.items():
        world.clients[role] = logged_in(person, "password", "mfa")
        world.half_logged_in[role] = logged_in(person, "password")
    world.clients["nobody"] = Client()
    _drafts(world)
    _reports(world)
    _alerts(world)
    _transfers(world)
    _calls(world)
    _inquiries(world)
    _protocol(world)
    _tellings(world)
    _reopened(world)
    _births(world)
    _reviews(world)
    _questions(world)
    _second_readings(world)
    _walks(world)
    _enforcement(world)
    _helped(world)
    _feed(world)
    _files()
    return world


def logged_in(person: User, *by: str) -> Client:
    """A browser in which this person is logged in, by these methods."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[METHODS] = [{"method": method} for method in by]
    session[METHODS_OF] = str(person.pk)
    session.save()
    return client


def _drafts(world: World) -> None:
    screeners = (world.people[Role.SCREENER], world.people[Role.HOTLINE_SUPERVISOR], making.user(Role.SCREENER))
    for owner in (world.people[Role.REPORTER], making.reporter(), *screeners):
        draft = making.draft(owner, NOW)
        entry = draft.answers["children"][0]["id"]
        keys = {"key": draft.pk, "pk": draft.pk, "page": "children", "entry": entry, "place": 1}
        world.things.append(Thing(DRAFT, "begun", keys, owner=owner, subject=f"report.draft:{draft.pk}"))


def _reports(world: World) -> None:
    """Own and another's; waiting, held by the screener, and with a proposal that waits for the supervisor."""
    screener = world.people[Role.SCREENER]
    for owner in (world.people[Role.REPORTER], making.reporter()):
        world.things.append(_report(making.sent(owner), "waiting"))
    held = making.sent()
    call.claim(report=held, by=screener, at=NOW + MINUTE)
    proposed = making.sent()
    call.claim(report=proposed, by=screener, at=NOW + MINUTE)
    call.settle(report=proposed, answers=[("A", "child died", "yes")], by=screener, at=NOW + MINUTE)
    lowest = "documented call"
    classification.propose_lower(report=proposed, outcome=lowest, reason="For the test.", by=screener, at=NOW + MINUTE)
    classified = making.classified(screener).report
    world.things += [_report(held, "held"), _report(proposed, "proposed"), _report(classified, "classified")]


def _alerts(world: World) -> None:
    """An alert at the office of the county's people, one in their circuit, one in their region, and one far away."""
    screener = world.people[Role.SCREENER]
    supervisor = world.people[Role.COUNTY_SUPERVISOR]
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION, FAR):
        alert = making.alerted(screener, Office.objects.get(fips=fips))
        world.things += [_report(alert.classification.report, "alerted"), _alert(alert, "alerted")]
    given = making.alerted(screener, Office.objects.get(fips=BOONE))
    assignment.acknowledge(alert=given, by=supervisor, at=NOW + 3 * MINUTE)
    assignment.assign(alert=given, worker=world.people[Role.WORKER], by=supervisor, at=NOW + 4 * MINUTE)
    to = tuple(person for role, person in world.people.items() if role in COUNTY_ROLES)
    for person in to:
        assignment.disclose_reporter(alert=given, to=person, purpose="contact", by=supervisor, at=NOW + 5 * MINUTE)
    world.things.append(_alert(given, "disclosed", to))


def _transfers(world: World) -> None:
    """What each of those offices is asked to take over, by an office elsewhere."""
    elsewhere = Office.objects.get(fips=making.COLE)
    lead = making.user(Role.COUNTY_SUPERVISOR, elsewhere)
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION, FAR):
        alert, office = making.alerted(world.people[Role.SCREENER], elsewhere), Office.objects.get(fips=fips)
        asked = {"to": office, "reason": "moved", "note": "For the test.", "by": lead, "at": NOW + 3 * MINUTE}
        row = transferring.propose(alert=alert, **asked)
        subject = f"correction.transfer:{row.pk}"
        world.things.append(Thing(TRANSFER, "waiting", {"pk": row.pk}, office=office, subject=subject))


def _calls(world: World) -> None:
    """A call that each of those offices was told of."""
    screener = world.people[Role.SCREENER]
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION, FAR):
        report, office = settled(screener, "documented call"), Office.objects.get(fips=fips)
        how = {"kind": "administrative-referral", "office": office, "text": "For the test."}
        ending.end(report=report, **how, by=screener, at=NOW + MINUTE)
        keys = {"number": report.number}
        world.things.append(Thing(CALL, "passed on", keys, office=office, subject=f"ending.ending:{report.number}"))


def _inquiries(world: World) -> None:
    """What a reporter, a court and another state ask of each of those offices."""
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION, FAR):
        office = Office.objects.get(fips=fips)
        lead = making.user(Role.COUNTY_SUPERVISOR, office)
        report = making.alerted(world.people[Role.SCREENER], office).classification.report
        request = disposition.ask(report=report, kind="findings", by=report.owner, at=NOW + 5 * MINUTE)
        subject = f"disposition.dispositionrequest:{report.number}"
        world.things.append(Thing(ASKED, "waiting", {"pk": request.pk}, office=office, subject=subject))
        for kind, row in ((COURT, asking.of_court(lead)), (STATE, asking.of_state(lead))):
            subject = f"inquiry.{row._meta.model_name}:{row.pk}"
            world.things.append(Thing(kind, "waiting", {"pk": row.pk}, office=office, subject=subject))


def _protocol(world: World) -> None:
    """A version that an analyst wrote, and pages of the book. Neither is a child's record: no look is recorded."""
    version = writing.saved(writing.changed(), by=world.people[Role.ANALYST])
    world.things.append(Thing(VERSION, "draft", {"pk": version.pk, "name": "facts"}))
    world.things += [Thing(PAGE, "in force", {"page": "beaten"}), Thing(PAGE, "in force", {"page": "tracks"})]


def _tellings(world: World) -> None:
    """A child of two reports, said to be one."""
    one, other = (making.sent().involved.get(code="A") for _number in range(2))
    how = {"reason": "For the test.", "by": world.people[Role.SCREENER], "at": NOW}
    linking.link(one=one.participant, other=other.participant, **how)
    keys = {"participant": one.participant_id}
    subjects = [f"report.involvement:{each.number}" for each in (one, other)]
    world.things.append(Thing(TELLING, "linked", keys, subject=subjects[0], beside=subjects[1]))
    pair = {"one": one.participant_id, "other": other.participant_id}
    world.things.append(Thing(TELLING, "side by side", pair, subject=subjects[0], beside=subjects[1]))


def _reopened(world: World) -> None:
    """A report that was classified before somebody said that its child had been told of earlier."""
    screener = world.people[Role.SCREENER]
    earlier, classified = making.sent(), making.classified(screener).report
    one, other = (report.involved.get(code="A").participant for report in (classified, earlier))
    linking.link(one=one, other=other, reason="For the test.", by=screener, at=NOW + 2 * MINUTE)
    row = classified.reopened.get()
    world.things.append(Thing(REOPENED, "open", {"pk": row.pk}, subject=f"history.reopened:{row.pk}"))


def _births(world: World) -> None:
    """A parent on a birth certificate who may be a person on the list."""
    taking_in.take_list(name="list", digest="list", rows=[entry()], by=None, at=NOW)
    taking_in.take_births(name="week", digest="week", replaces="", rows=[born()], by=None, at=NOW)
    pair = Pair.objects.get()
    world.things.append(Thing(PAIR, "waiting", {"pk": pair.pk}, subject=f"birth_match.pair:{pair.pk}"))


def _questions(world: World) -> None:
    """A reporter asks why a report was classified as it was."""
    report = making.classified(making.user(Role.SCREENER)).report
    asked = addendum.ask(report=report, text="For the test.", by=report.owner, at=NOW + 3 * MINUTE)
    world.things.append(Thing(QUESTION, "open", {"pk": asked.pk}, subject=f"addendum.question:{asked.pk}"))


def _second_readings(world: World) -> None:
    """A call drawn to be read again, and one whose second reading protects more."""
    first, second = making.user(Role.SCREENER), making.user(Role.SCREENER)
    for kind in (DRAWN, DOUBT):
        made = making.classified(first, "investigation")
        drawn = Drawn.objects.create(classification=made, at=NOW)
        subject, keys = f"quality.drawn:{drawn.pk}", {"pk": drawn.pk}
        if kind == DOUBT:
            told = {"outcome": "investigation", "recommended": "investigation", "case": made.case}
            reading = Reading.objects.create(drawn=drawn, **told, first=first, by=second, at=NOW)
            doubt = Doubt.objects.create(reading=reading, at=NOW)
            subject, keys = f"quality.doubt:{doubt.pk}", {"pk": doubt.pk}
        beside = f"report.report:{made.report.number}"
        world.things.append(Thing(kind, "open", keys, subject=subject, beside=beside))


def _walks(world: World) -> None:
    """Walks through an invented call of the training, one's own and another's."""
    for owner in (world.people[Role.SCREENER], world.people[Role.HOTLINE_SUPERVISOR], making.user(Role.SCREENER)):
        walk = Walk.objects.create(example="washing-day", by=owner, at=NOW)
        world.things.append(Thing(WALK, "begun", {"pk": walk.pk}, owner=owner, subject=f"quality.walk:{walk.pk}"))


def _enforcement(world: World) -> None:
    """A notice to law enforcement by each of those offices, and the link of one of them."""
    screener = world.people[Role.SCREENER]
    agency = LawEnforcementAgency.objects.create(
        name="Sheriff of Sample", fips=BOONE, phone="555-0150", email="desk@sheriff.example.org"
    )
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION, FAR):
        office = Office.objects.get(fips=fips)
        alert = making.alerted(screener, office)
        told = {"how": "link", "text": "For the test.", "happened_at": NOW + 3 * MINUTE, "at": NOW + 3 * MINUTE}
        row = enforcement.notify(alert=alert, agency=agency, **told, by=making.user(Role.WORKER, office))
        subject = f"assignment.alert:{alert.number}"
        keys = {"number": alert.number, "pk": row.pk}
        world.things.append(Thing(NOTICE, "waiting", keys, office=office, subject=subject))
    world.things.append(Thing(LINK, "sent", {"token": secret(f"enforcement-{row.pk}-1")}))


def _helped(world: World) -> None:
    """Reports far away of which each of those offices is asked to help with one."""
    far = Office.objects.get(fips=FAR)
    lead = making.user(Role.COUNTY_SUPERVISOR, far)
    for fips in (BOONE, SAME_CIRCUIT, SAME_REGION):
        office, alert = Office.objects.get(fips=fips), making.alerted(world.people[Role.SCREENER], far)
        row = assisting.ask(alert=alert, office=office, what="For the test.", by=lead, at=NOW + 3 * MINUTE)
        world.things.append(replace(_alert(alert, "helped"), helper=office))
        subject, keys = f"assignment.alert:{alert.number}", {"number": alert.number, "pk": row.pk}
        world.things.append(Thing(HELP, "asked", keys, office=far, subject=subject, helper=office))


def _feed(world: World) -> None:
    """A calendar's secret address."""
    token = feeding.make_feed(by=world.people[Role.WORKER], at=NOW)
    world.things.append(Thing(FEED, "made", {"token": token}))


def _files() -> None:
    """A file with every report and draft."""
    for token in (*Report.objects.values_list("token", flat=True), *Draft.objects.values_list("pk", flat=True)):
        name = uuid4().hex
        content = {"kind": "jpeg", "pages": 1, "size": 3, "sha256": "0", "sent_sha256": "0", "names_reporter": False}
        by, at = User.objects.earliest("pk"), NOW
        Attachment.objects.create(token=token, place=1, stored_as=name, by=by, at=at, **content)
        Content.objects.create(name=name, sealed=seal_bytes(b"\xff\xd8\xff", name))


def _reviews(world: World) -> None:
    """Three calls about a child, reviewed at the hotline; and at four offices those of which one was alerted there."""
    screener, at = world.people[Role.SCREENER], NOW + 5 * MINUTE
    names = ("Ambrose Vanderquill", "Zelda Thistlewood", "Ophelia Brambleby", "Quentin Juniper", "Isadora Fennimore")
    for whole, fips in zip(names, (None, BOONE, SAME_CIRCUIT, SAME_REGION, FAR), strict=True):
        office = fips and Office.objects.get(fips=fips)
        first, last = whole.split()
        name = {"first": first, "last": last, "age": 9, "age_unit": "years"}
        children = [{"id": "c1", **name}]
        calls = [making.sent(children=children, at=NOW + hours * 60 * MINUTE) for hours in (-3, -2)]
        third = making.sent(children=children, at=NOW - 60 * MINUTE)
        if office:
            making.alerted(screener, office, of=third)
        open_due(at=at, most=1000)
        review = third.reviews.get().review
        if office:
            send_to_office(review=review, by=screener, at=at)
        keys = {"pk": review.pk, "number": calls[0].number}
        stage = "at an office" if office else "at the hotline"
        world.things.append(Thing(REVIEW, stage, keys, office=office, subject=f"review.review:{review.pk}"))


def _report(report, stage: str) -> Thing:
    keys = {"number": report.number, "place": 1, "kind": "other"}
    return Thing(REPORT, stage, keys, owner=report.owner, subject=f"report.report:{report.number}")


def _letter(alert) -> None:
    """A letter about a conclusion that waits."""
    told = {"by": alert.by, "at": NOW}
    row = Conclusion.objects.create(alert=alert, kind="inappropriate-report", said={}, **told)
    report = alert.classification.report
    Letter.objects.create(conclusion=row, report=report, place=1, kind="parents-closed", to="The parents", **told)


def _alert(alert, stage: str, disclosed_to: tuple[User, ...] = ()) -> Thing:
    clocks = alert.classification.report.clocks.filter(office=alert.office)
    clocks.filter(kind="complete").update(kind="new duty")  # what the law's data adds, and no act meets
    clock = clocks.exclude(kind__in=MET_BY_AN_ACT).first()
    keys = {"number": alert.number, "pk": clock.pk, "place": 1}
    _letter(alert)
    subject = f"assignment.alert:{alert.number}"
    return Thing(ALERT, stage, keys, office=alert.office, subject=subject, disclosed_to=disclosed_to)
