"""A version is written, proposed and published by two people; whatever goes wrong, the one in force stays."""

from datetime import timedelta

import pytest

from oscr.agency import versions
from oscr.agency.models import Nomination, ProtocolVersion, Publication
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.classification import archive
from oscr.flow.publishing.actions import NOTICE, Unreadable, open_nomination, propose, publish, write_version
from oscr.flow.publishing.trial import findings, trial
from oscr.law.protocol import inforce
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.inforce import shipped
from oscr.law.protocol.text.reading import read
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.agency.writing import changed, saved
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
TRACKS = shipped().files["tracks.toml"]
WORDS = 'label = "Investigation"', 'label = "An investigation"'
UNSOUND = '\n[[never]]\nid = "S-TEST"\nwhy = "For the test."\ncite = ""\nall = ["minor", "not minor"]\n'
WEAKER = 'all = ["of school age", "kept from school"', 'all = ["of school age", "kept from school", "hurt by somebody"'


@pytest.fixture
def one():
    return making.user(Role.ANALYST)


@pytest.fixture
def two():
    return making.user(Role.ANALYST)


def written(by, file="tracks.toml", old=WORDS[0], new=WORDS[1], at=NOW):
    """A version with one harmless change of words."""
    text = shipped().files[file].replace(old, new, 1)
    return write_version(based_on=shipped().hash, file=file, text=text, note="Clearer.", by=by, at=at)


def weaker() -> dict[str, str]:
    """Files with which a child who is kept from school and not beaten gets a weaker response."""
    return changed("pathways/education.toml", *WEAKER)


def in_force(by, other, version, at=NOW):
    """That version, proposed by one and published by another."""
    propose(digest=version.hash, by=by, at=at)
    return publish(version=version, against=versions.timeline().newest, read_lowered=False, by=other, at=at)


class TestWriting:
    def test_a_file_written_anew_is_a_version(self, one):
        version = written(one)
        assert version.files["tracks.toml"] == TRACKS.replace(*WORDS, 1)
        assert {**version.files, "tracks.toml": TRACKS} == shipped().files
        assert (version.based_on, version.by, version.note) == (shipped().hash, one, "Clearer.")
        assert versions.source_of(version.hash).hash == version.hash
        entry = Entry.objects.get(act="protocol.written")
        assert (entry.by, entry.subject) == (one, f"agency.protocolversion:{version.pk}")
        assert entry.details == {"hash": version.hash, "file": "tracks.toml"}

    def test_line_ends_of_a_browser_are_no_change(self, one):
        with pytest.raises(Refused, match="Nothing was changed"):
            written(one, old="\n", new="\r\n")
        assert not ProtocolVersion.objects.exists()

    def test_it_says_what_was_changed(self, one):
        with pytest.raises(Refused, match="Say what you changed") as refused:
            write_version(based_on=shipped().hash, file="tracks.toml", text=TRACKS + "#", note=" ", by=one, at=NOW)
        assert refused.value.field == "note"

    @pytest.mark.parametrize(
        ("file", "old", "new", "told", "words"),
        [
            ("tracks.toml", "[[rule]]", "[[rule]", "tracks.toml:", "not readable as TOML"),
            ("tracks.toml", "[[rule]]", "[[rul]]", "tracks.toml:", "no kind of entry"),
            ("facts.toml", 'id = "danger now"', 'id = "danger"', ".toml:", "unknown name 'danger now'"),
        ],
    )
    def test_what_is_no_protocol_is_refused_with_file_line_and_remedy(self, one, file, old, new, told, words):
        with pytest.raises(Unreadable, match=words) as refused:
            written(one, file, old, new)
        assert told in str(refused.value)
        assert refused.value.fault.line
        assert refused.value.fault.remedy
        assert refused.value.field == "text"
        assert not ProtocolVersion.objects.exists()

    def test_what_cannot_be_read_on_a_later_day_is_refused_now(self, one):
        with pytest.raises(Unreadable, match="unknown name 'danger now'"):
            written(one, "facts.toml", 'id = "danger now"', 'id = "danger now"\nuntil = 2027-01-01')

    def test_the_same_text_is_not_kept_twice(self, one):
        version = written(one)
        with pytest.raises(Refused, match=f"word for word, version {version.pk}"):
            written(one)
        told = {"based_on": version.hash, "file": "tracks.toml", "text": TRACKS, "note": "Back.", "by": one, "at": NOW}
        with pytest.raises(Refused, match="word for word, version 0"):
            write_version(**told)

    @pytest.mark.thorough
    @pytest.mark.parametrize("role", [Role.SCREENER, Role.HOTLINE_SUPERVISOR, Role.REGIONAL_DIRECTOR])
    def test_only_analysts_write_propose_and_publish(self, one, role):
        other = making.user(role)
        version = written(one)
        propose(digest=version.hash, by=one, at=NOW)
        for act, told in (
            (write_version, {"based_on": shipped().hash, "file": "tracks.toml", "text": TRACKS + "#", "note": "n"}),
            (propose, {"digest": version.hash}),
            (publish, {"version": version, "against": shipped().hash, "read_lowered": True}),
        ):
            with pytest.raises(Refused, match="role does not allow"):
                act(**told, by=other, at=NOW)
        assert versions.timeline().newest == shipped().hash


class TestPublishing:
    def test_two_people_put_a_version_in_force(self, one, two):
        version = written(one)
        made = in_force(one, two, version)
        assert (made.proposed_by, made.by, made.replaced) == (one, two, shipped().hash)
        assert made.since == NOW + NOTICE
        assert versions.in_force(NOW).hash == shipped().hash
        assert versions.in_force(NOW + NOTICE).hash == version.hash
        acts = list(Entry.objects.filter(subject__startswith="agency").order_by("seq").values_list("act", "by"))
        assert acts[1:] == [("protocol.proposed", one.pk), ("protocol.published", two.pk)]
        last = Entry.objects.get(act="protocol.published")
        assert last.details == {"hash": version.hash, "replaced": shipped().hash, "lowers": False}

    def test_nobody_publishes_what_they_proposed(self, one):
        version = written(one)
        propose(digest=version.hash, by=one, at=NOW)
        with pytest.raises(Refused, match="somebody else must publish"):
            publish(version=version, against=shipped().hash, read_lowered=True, by=one, at=NOW)

    def test_what_nobody_proposed_is_not_published(self, one, two):
        with pytest.raises(Refused, match="Nobody has proposed"):
            publish(version=written(one), against=shipped().hash, read_lowered=True, by=two, at=NOW)

    def test_a_version_is_proposed_once(self, one, two):
        version = written(one)
        nomination = propose(digest=version.hash, by=one, at=NOW)
        assert open_nomination(version) == nomination
        with pytest.raises(Refused, match="proposed already"):
            propose(digest=version.hash, by=two, at=NOW)

    def test_what_is_in_force_is_neither_proposed_nor_published_again(self, one, two):
        version = written(one)
        in_force(one, two, version)
        with pytest.raises(Refused, match="in force already"):
            propose(digest=version.hash, by=one, at=NOW + MINUTE)
        Nomination.objects.create(version=version, by=one, at=NOW)
        with pytest.raises(Refused, match="in force already"):
            publish(version=version, against=version.hash, read_lowered=True, by=two, at=NOW + MINUTE)
        assert Publication.objects.count() == 1

    @pytest.mark.thorough
    def test_who_compared_with_another_version_reads_again(self, one, two):
        first, second = written(one), written(one, new='label = "Investigated"')
        propose(digest=first.hash, by=one, at=NOW)
        in_force(one, two, second)
        with pytest.raises(Refused, match="Another version was published"):
            publish(version=first, against=shipped().hash, read_lowered=True, by=two, at=NOW + MINUTE)
        assert versions.timeline().newest == second.hash

    def test_an_unsound_version_is_neither_proposed_nor_published(self, one, two):
        version = saved(changed("invariants.toml", more=UNSOUND), by=one)
        with pytest.raises(Refused, match=r"1 errors.*invariants\.toml:\d+: .* without a source"):
            propose(digest=version.hash, by=one, at=NOW)
        Nomination.objects.create(version=version, by=one, at=NOW)
        with pytest.raises(Refused, match="1 errors"):
            publish(version=version, against=shipped().hash, read_lowered=True, by=two, at=NOW)
        assert versions.timeline().newest == shipped().hash

    @pytest.mark.thorough
    def test_what_lowers_an_outcome_is_published_by_who_read_it(self, one, two):
        version = saved(weaker(), by=one)
        propose(digest=version.hash, by=one, at=NOW)
        told = {"version": version, "against": shipped().hash, "by": two, "at": NOW}
        with pytest.raises(Refused, match="It lowers outcomes") as refused:
            publish(**told, read_lowered=False)
        assert refused.value.field == "read_lowered"
        assert versions.timeline().newest == shipped().hash
        publish(**told, read_lowered=True)
        assert Entry.objects.get(act="protocol.published").details["lowers"] is True

    @pytest.mark.thorough
    def test_what_is_shipped_can_be_put_in_force_again(self, one, two):
        in_force(one, two, written(one))
        later = NOW + timedelta(days=1)
        nomination = propose(digest=shipped().hash, by=two, at=later)
        assert nomination.version.hash == shipped().hash
        publish(version=nomination.version, against=versions.timeline().newest, read_lowered=False, by=one, at=later)
        assert versions.in_force(later + NOTICE).hash == shipped().hash


class TestTrying:
    @pytest.mark.thorough
    def test_without_a_change_nothing_differs(self):
        tried = trial(shipped().hash, versions.timeline(), at=NOW)
        assert (tried.errors, tried.lowers) == ((), False)
        assert tried.difference is not None
        assert (tried.difference.shifts, tried.difference.edits) == ((), ())
        assert tried.replay is not None
        assert tried.replay.total == 0

    @pytest.mark.thorough
    def test_stored_calls_of_the_last_year_are_decided_anew(self):
        making.classified(making.user(Role.SCREENER))
        archive.pack(at=NOW)
        version = saved(weaker())
        tried = trial(version.hash, versions.timeline(), at=NOW + timedelta(days=300))
        assert tried.replay is not None
        assert tried.replay.total == 1
        assert tried.lowers
        late = trial(version.hash, versions.timeline(), at=NOW + timedelta(days=400))
        assert late.replay is not None
        assert late.replay.total == 0

    def test_a_version_that_cannot_decide_has_its_finding_only(self, monkeypatch):
        version = saved(changed(more="\n# too large\n"))
        monkeypatch.setattr(inforce, "Engine", lambda book: Engine(book, cap=10))
        tried = trial(version.hash, versions.timeline(), at=NOW)
        assert (tried.difference, tried.replay, tried.lowers) == (None, None, False)
        assert "nodes" in tried.errors[0].text

    @pytest.mark.thorough
    def test_the_check_looks_at_every_later_day(self):
        fact = '\n[[fact]]\nid = "later"\nscope = "call"\nscreener = "Later"\ncite = "RSMo 1.010"\nfrom = 2030-01-01\n'
        found = findings(read(changed(more=fact)), NOW.date())
        assert [one.item for one in found if one.severity == "error"] == ["later"]  # no question for the reporter


class TestCalls:
    def test_a_call_received_before_is_decided_by_what_was_in_force_then(self, one, two):
        old, screener = making.sent(), making.user(Role.SCREENER)
        version = in_force(one, two, written(one), at=NOW + MINUTE).version
        new = making.sent(at=NOW + 5 * MINUTE)
        made = []
        for report in (old, new):
            call.claim(report=report, by=screener, at=NOW + 6 * MINUTE)
            told = {"outcome": "investigation", "reason": "For the test.", "by": screener, "at": NOW + 6 * MINUTE}
            made.append(classification.classify(report=report, **told))
        assert [one.protocol_hash for one in made] == [shipped().hash, version.hash]

    @pytest.mark.thorough
    def test_a_draft_whose_facts_are_gone_is_sent_and_keeps_what_was_said(self, one, two):
        by = making.reporter()
        child = {"id": "c1", "first": "Robin", "facts": {"afraid to go home": "yes", "gone fact": "yes"}}
        draft = making.draft(by, children=[child], worries={"pathways": ["hungry", "gone"]})
        in_force(one, two, written(one))
        report = call.receive_online(draft=draft, by=by, at=NOW + 5 * MINUTE)
        assert report.case["children"]["A"] == {"child age": "unknown", "afraid to go home": "yes"}
        assert report.case["pathways"] == ["hungry"]
        assert report.told["children"][0]["facts"]["gone fact"] == "yes"
