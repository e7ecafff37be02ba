"""Who is listed, what the Registrar reported, which pairs are to be looked at, and what people said of them.

Which pairs wait follows from the rows: nobody has given a verdict, no batch replaced theirs, and nobody took the person off the list.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.report.models import Report
from oscr.law import birth_match
from oscr.people.models import Sex

NAME, PLACE = 100, 200  # letters


class BatchKind(models.TextChoices):
    """What a file held."""

    LIST = "list", _("People for the list")
    BIRTHS = "births", _("Birth records")


class Batch(models.Model):
    """One file that was taken in whole. The same file again is known by its digest; a corrected one names whom it replaces."""

    kind = models.CharField(max_length=6, choices=BatchKind)
    name = models.CharField(max_length=40, help_text="As its sender calls it")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hex")
    rows = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="batch_file_once"),
            models.UniqueConstraint(fields=["kind", "name"], name="batch_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Listed(models.Model):
    """Why somebody is on the list, and how they are known: one entry of a source. Ends by its own date, or by a `Delisting`."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="listed")
    entry = models.CharField(max_length=60, unique=True, help_text="The source's own key")
    source = models.CharField(max_length=100, help_text="Who says so: a court, the Central Registry")
    first = models.CharField(max_length=NAME, blank=True)
    middle = models.CharField(max_length=NAME, blank=True)
    last = models.CharField(max_length=NAME, blank=True)
    other_names = models.CharField(max_length=PLACE, blank=True, help_text="Former and other surnames, separated by ;")
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=7, choices=Sex)
    address = models.CharField(max_length=PLACE, blank=True, help_text="The last one known, as imported")
    category = models.CharField(max_length=20, help_text="Id in law/data/birth_match.toml")
    event = models.CharField(max_length=20, help_text="Id in law/data/birth_match.toml")
    event_date = models.DateField(help_text="From which the years count")
    terminated_on = models.DateField(null=True, help_text="When parental rights were terminated")
    registry_on = models.DateField(null=True, help_text="When the Central Registry took them in")
    crime = models.CharField(max_length=10, blank=True, help_text="Section of the statutes")

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["event_date"], name="listed_event")]
        verbose_name_plural = "listed"

    def __str__(self) -> str:
        return f"entry {self.entry}"

    @property
    def why(self) -> str:
        """The statutory category in a few words."""
        return birth_match.categories()[self.category].title


class Delisting(models.Model):
    """Somebody is taken off the list: a reversal, a mistaken identity. They were on it until then."""

    listed = models.OneToOneField(Listed, on_delete=models.PROTECT, related_name="delisting")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="delisting_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.listed} taken off"


class Export(models.Model):
    """The list as it was given to the Registrar: which day's, how long, and the digest of the file."""

    day = models.DateField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hex")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"list of {self.day}"


class Birth(models.Model):
    """One birth record as the Registrar gave it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="births")
    certificate = models.CharField(max_length=40)
    child_first = models.CharField(max_length=NAME, blank=True)
    child_middle = models.CharField(max_length=NAME, blank=True)
    child_last = models.CharField(max_length=NAME, blank=True)
    birth_date = models.DateField()
    sex = models.CharField(max_length=7, choices=Sex)
    hospital = models.CharField(max_length=PLACE, blank=True)
    mother_first = models.CharField(max_length=NAME, blank=True)
    mother_middle = models.CharField(max_length=NAME, blank=True)
    mother_last = models.CharField(max_length=NAME, blank=True)
    mother_maiden = models.CharField(max_length=NAME, blank=True)
    mother_birth_date = models.DateField(null=True)
    father_first = models.CharField(max_length=NAME, blank=True)
    father_middle = models.CharField(max_length=NAME, blank=True)
    father_last = models.CharField(max_length=NAME, blank=True)
    father_birth_date = models.DateField(null=True)
    street = models.CharField(max_length=PLACE, blank=True)
    city = models.CharField(max_length=NAME, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=5, blank=True, help_text="FIPS code; empty where it is not in Missouri")

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["certificate"], name="birth_certificate")]
        constraints = [models.UniqueConstraint(fields=["batch", "certificate"], name="birth_once_a_batch")]

    def __str__(self) -> str:
        return f"birth {self.pk}"

    @property
    def address(self) -> str:
        """The address on the certificate in one line."""
        return " ".join(filter(None, (self.street, self.city, self.zip)))


class Parent(models.TextChoices):
    """Which of the parents on a certificate."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")


class PairQuerySet(models.QuerySet["Pair"]):
    """Which pairs."""

    def visible_to(self, user: User) -> "PairQuerySet":
        """Whoever may verify sees all but those whose assessment is restricted from them; nobody else sees any."""
        if not can(user, Permission.VERIFY_BIRTHS):
            return self.none()
        return self if can(user, Permission.SEE_RESTRICTED) else self.filter(~_restricted())

    def hidden_from(self, user: User) -> "PairQuerySet":
        """Those that are left out because the report of their assessment is restricted."""
        return self.none() if can(user, Permission.SEE_RESTRICTED) else self.filter(_restricted())

    def waiting(self) -> "PairQuerySet":
        """Those that nobody has verified, of batches that stand and people who are on the list still, the likeliest first."""
        standing = self.filter(verdict=None, birth__batch__replaced_by=None, listed__delisting=None)
        return standing.order_by("-bits", "pk").select_related("birth", "listed")


def _restricted() -> Exists:
    """Whether the assessment of a pair's certificate is of a restricted report."""
    certificate = OuterRef("birth__certificate")
    return Exists(Assessment.objects.filter(certificate=certificate, report__restriction__isnull=False))


class Pair(models.Model):
    """A parent on a certificate who may be somebody on the list: a proposal of the machine, for a person to verify."""

    birth = models.ForeignKey(Birth, on_delete=models.PROTECT, related_name="pairs")
    parent = models.CharField(max_length=6, choices=Parent)
    listed = models.ForeignKey(Listed, on_delete=models.PROTECT, related_name="pairs")
    bits = models.FloatField(help_text="log2 of the odds: flow.birth_match.matching")
    levels = models.JSONField(help_text="Field to level of agreement; a field that nobody knows is left out")
    at = models.DateTimeField()

    objects = PairQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["birth", "parent", "listed"], name="pair_once")]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Assessment(models.Model):
    """The one Newborn Crisis Assessment of a certificate, however many batches, parents and verifiers it had."""

    certificate = models.CharField(max_length=40, unique=True)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="birth_match")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"assessment {self.report}"


class Verdict(models.Model):
    """What a person said of a pair after looking at both records, and to which assessment it led."""

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="verdict")
    same = models.BooleanField()
    reason = models.TextField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="verdict_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="verdict_same_is_assessed", condition=Q(same=True) ^ Q(assessment__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair}: {'the same' if self.same else 'not the same'}"
