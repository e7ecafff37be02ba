"""Participants and reporters, as told; persons, the links between them, and under which keys a telling is found."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.backlog import Left
from oscr.agency.triggers import append_only
from oscr.people.seal import unseal

IDENTITY = (
    "name",
    "employer",
    "phone",
    "callback",
    "email",
    "address",
    "relation",
    "best_time",
    "language",
)  # what is sealed


class Sex(models.TextChoices):
    """As told."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Unknown")


class Participant(models.Model):
    """Somebody, as one telling described them. Any field may be empty: unknown is an answer."""

    first = models.CharField(max_length=100, blank=True)
    middle = models.CharField(max_length=100, blank=True)
    last = models.CharField(max_length=100, blank=True)
    other_names = models.CharField(max_length=200, blank=True, help_text="Nicknames, former names")
    birth_date = models.DateField(null=True)
    age_months = models.PositiveSmallIntegerField(
        null=True, help_text="Age as told, in months, at the time of the report"
    )
    age_estimated = models.BooleanField(help_text="The age or birth date was a guess")
    sex = models.CharField(max_length=7, choices=Sex)
    address = models.TextField(blank=True, help_text="As told; may be directions")
    county = models.CharField(max_length=5, blank=True, help_text="FIPS code of the county, where known")
    phone = models.CharField(max_length=60, blank=True)
    school = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=60, blank=True)

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="participant_age_plausible", condition=Q(age_months__isnull=True) | Q(age_months__lte=1440)
            )
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"  # never a name: this text ends in logs; people/words.py has it for pages


class Reporter(models.Model):
    """Who told us. The identity is sealed, also from a copy of the tables; each disclosure is approved and recorded."""

    mandated = models.BooleanField(help_text="Required to report under RSMo 210.115; cannot be anonymous")
    occupation = models.CharField(max_length=40, blank=True, help_text="Id in law/data/reporters.toml")
    sealed = models.BinaryField(help_text="IDENTITY, encrypted: people.seal")

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"reporter {self.pk}"

    @property
    def identity(self) -> dict[str, str]:
        """Name, employer, ways to reach them: for the hotline, and for whoever it was disclosed to."""
        return unseal(self.sealed, "reporter")


class Person(models.Model):
    """An identity: somebody whom several tellings are about, or may be. Who they are is what those tellings say.

    Made when a second telling is linked to a first one; somebody told of once needs none.
    """

    made_at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"person {self.pk}"


class LinkKind(models.TextChoices):
    """What a link says about a telling and a person."""

    FIRST = "first", _("The telling by which this person became known")
    CONFIRMED = "confirmed", _("The same person")
    PROBABLE = "probable", _("Probably the same person")
    NOT_SAME = "not the same", _("Not the same person")
    WITHDRAWN = "withdrawn", _("Nothing is said any more")


THE_SAME = (LinkKind.FIRST, LinkKind.CONFIRMED)  # what makes a telling be about a person


class LinkQuerySet(models.QuerySet["Link"]):
    """Which links."""

    def standing(self, at: datetime | None = None) -> "LinkQuerySet":
        """What is said last of each telling and person, and not withdrawn; with `at`, what stood at that moment."""
        said = Q() if at is None else Q(at__lte=at)
        later = Link.objects.filter(
            said, participant=OuterRef("participant"), person=OuterRef("person"), pk__gt=OuterRef("pk")
        )
        return self.filter(said, ~Exists(later)).exclude(kind=LinkKind.WITHDRAWN)


class Link(models.Model):
    """Who says that a telling is about a person, probably is, or is not. Never edited: the last one said is what stands."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    score = models.FloatField(null=True, help_text="Bits, where the machine compared them: people.matching.score")
    guarded = models.BooleanField(default=False, help_text="The guarded rule vouches for it: people.matching.guard")
    reason = models.TextField(help_text="Why, in words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["participant", "person", "-id"], name="link_last_said"),
            models.Index(
                F("guarded").desc(), F("score").desc(), "id", name="link_proposed", condition=Q(kind="probable")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="link_machine_only_proposes",
                condition=Q(by__isnull=False) | Q(kind__in=(LinkKind.PROBABLE, LinkKind.FIRST)),
            ),
            models.UniqueConstraint(fields=["person"], name="link_first_once", condition=Q(kind=LinkKind.FIRST)),
            models.CheckConstraint(
                name="link_guarded_is_probable", condition=Q(guarded=False) | Q(kind=LinkKind.PROBABLE)
            ),
            models.CheckConstraint(
                name="link_probable_has_score", condition=~Q(kind=LinkKind.PROBABLE) | Q(score__isnull=False)
            ),
            models.CheckConstraint(name="link_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"participant {self.participant_id} {self.kind} person {self.person_id}"


class TellingIndex(models.Model):
    """Under which keys a telling is found, and what of it is compared: one row for every participant of every report."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, primary_key=True, related_name="index")
    household = models.BigIntegerField(null=True, help_text="The same number: told of together, in one report")
    keys = ArrayField(models.TextField(), help_text="people.matching.keys")
    names = ArrayField(models.TextField(), help_text="Names as they are counted: people.matching.score.frequency_keys")
    described = models.TextField(help_text="What is compared: people.matching.stored")

    class Meta:
        indexes = [
            # Without a list of pending entries: cleaning it up would make one search in many slow.
            GinIndex(fields=["keys"], name="telling_index_keys", fastupdate=False)
        ]

    def __str__(self) -> str:
        return f"index of participant {self.participant_id}"


class Uncompared(Left):
    """A report whose tellings were filed and are not compared with the archive yet: people.linking takes it away."""

    household = models.BigIntegerField(primary_key=True, help_text="As in TellingIndex")

    def __str__(self) -> str:
        return f"household {self.household} to be compared"


class KeyFrequency(models.Model):
    """How many tellings a key or a name finds; rare ones are not kept. Counted anew now and then."""

    key = models.TextField(primary_key=True)
    n = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.n} under {self.key}"
