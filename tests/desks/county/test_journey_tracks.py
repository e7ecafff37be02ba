"""A family assessment that becomes an investigation, and goes back only after law enforcement was told in writing.

RSMo 210.145, subsections 15 and 16(3); Child Welfare Manual 3.6.
"""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from tests import making
from tests.desks.county.walking import SAID, field, go, press, save, says, silent, taken_on, tick, unfold
from tests.flow.ending import calls
from tests.flow.enforcement.telling import agency
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def test_an_assessment_becomes_an_investigation_and_not_back_without_notice(walk):
    office = Office.objects.get(fips=making.BOONE)
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    alert = calls.with_office(making.user(Role.SCREENER), "family assessment", NOW, office, **SAID)
    sheriff = agency()
    walk.wait(minutes=20)
    taken_on(walk, lead, worker, alert.number)
    walk.wait(days=2)
    refused_at_high_risk(walk, worker, alert.number)
    investigated(walk, lead, alert.number)
    walk.wait(hours=5)
    back_again(walk, lead, worker, sheriff, alert.number)


def refused_at_high_risk(walk, worker, number):
    """The worker writes down that the risk is high and services are refused; the page says what may follow, and who decides it."""
    page = walk.sit(worker)
    go(page, number)
    silent(page, "Law enforcement contacted")
    go(page, "Response")
    says(page, "No need was assessed.", "The risk was not assessed.")
    silent(page, "Nobody said whether a multidisciplinary team")
    go(page, "Services and risk")
    walk.look(page, "services")
    part = unfold(page, "A need")
    field(part, "What the family needs").fill("Food")
    field(part, "From whom that is known").fill("The family")
    press(part, "Write it down")
    says(page, "Written down.")
    part = unfold(page, "A service was offered")
    field(part, "For which need").select_option(label="Food")
    field(part, "Which service").fill("A pantry")
    field(part, "Why it matters").fill("Nobody goes hungry")
    field(part, "Until which day").fill("2026-04-30")
    press(part, "Write it down")
    says(page, "Service offered until")
    part = unfold(page, "What became of a service")
    field(part, "Which service").select_option(label="A pantry")
    tick(part, "What", "Refused")
    field(part, "Refused: what was tried").fill("Two visits")
    field(part, "Refused: the family's reasons").fill("They want nobody in the house")
    press(part, "Write it down")
    says(page, "Two visits")
    part = unfold(page, "The risk")
    tick(part, "How high", "High")
    field(part, "Why").fill("There has been no food for days")
    press(part, "Write it down")
    says(page, "Risk: High.")
    walk.look(page, "services-refused")
    go(page, "Back to the response")
    says(page, "an investigation may be begun")
    go(page, "To the track")
    says(page, "A supervisor changes the track")
    walk.look(page, "track-worker")


def investigated(walk, lead, number):
    """The supervisor begins the investigation, with the reason in writing; it has the clocks of one, from now on."""
    page = walk.sit(lead)
    go(page, number)
    go(page, "Track")
    tick(page, "To which track?", "Investigation")
    save(page)
    says(page, "Document the reason.")
    walk.look(page, "track-refused")
    field(page, "Why?").fill("No food for days, and no help is let in.")
    save(page)
    says(page, "Changed, as of now", "Family Assessment → Investigation", "No food for days, and no help is let in.")
    walk.look(page, "track-changed")
    go(page, "Report")
    says(page, "Law enforcement contacted", "Completed and entered")
    walk.look(page, "alert-investigation")


def back_again(walk, lead, worker, sheriff, number):
    """Back to an assessment: refused until law enforcement was told in writing, with the reason."""
    page = walk.sit(lead)
    says(page, "Investigation")
    go(page, number)
    go(page, "Track")
    says(page, "No investigation is ended before law enforcement was told in writing, with the reason.")
    tick(page, "To which track?", "Family assessment")
    field(page, "Why? It is documented").fill("Grandmother brings food every day.")
    save(page)
    says(page, "RSMo 210.145.15", "needs a look")
    walk.look(page, "track-not-back")
    field(page, "Agency").select_option(index=1)
    tick(page, "How", "On paper")
    field(page, "Why the investigation is ended").fill("Grandmother brings food every day.")
    press(page, "The notice was given")
    says(page, "Now the investigation can be ended", f"✓ {sheriff.name} was told in writing")
    tick(page, "To which track?", "Family assessment")
    field(page, "Why? It is documented").fill("Grandmother brings food every day.")
    save(page)
    says(page, "Investigation → Family Assessment", f"{sheriff.name} was told in writing")
    walk.look(page, "track-back")
    page = walk.sit(worker)
    says(page, "Family Assessment")
    go(page, number)
    go(page, "Time")
    says(page, "The law gives good cause for investigations only")
    walk.look(page, "longer-assessment")
