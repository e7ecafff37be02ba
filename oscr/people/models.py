"""Participants and reporters, as told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.triggers import append_only
from oscr.people.seal import unseal

IDENTITY = ("name", "employer", "phone", "email", "address", "relation", "best_time", "language")  # what is sealed


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
        return " ".join(part for part in (self.first, self.last) if part) or str(_("Name unknown"))


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
