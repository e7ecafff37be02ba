"""Offices, users, the on-call roster, and the versions of the protocol that people wrote and published."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.permissions import COUNTY_ROLES, HOTLINE_ROLES, STAFF_ROLES, Role
from oscr.agency.triggers import append_only


class OfficeKind(models.TextChoices):
    """What an office is for."""

    COUNTY = "county", _("County office")
    OHI = "ohi", _("Out-of-home investigation unit")
    HOTLINE = "hotline", _("Hotline unit")


class OfficeQuerySet(models.QuerySet["Office"]):
    """Which offices."""

    def overseen_by(self, user) -> "OfficeQuerySet":
        """The field offices whose work a county user may see: their own, their circuit's or their region's."""
        if user.role not in COUNTY_ROLES or user.office is None:
            return self.none()
        field = self.exclude(kind=OfficeKind.HOTLINE)
        if user.role == Role.REGIONAL_DIRECTOR:
            return field.filter(region=user.office.region)
        if user.role == Role.CIRCUIT_MANAGER and user.office.circuit:
            return field.filter(circuit=user.office.circuit)
        return field.filter(pk=user.office_id)


class Office(models.Model):
    """A place that receives alerts: one for each of the 115 counties, the out-of-home units, and the hotline itself."""

    kind = models.CharField(max_length=8, choices=OfficeKind)
    name = models.CharField(max_length=120, unique=True)
    fips = models.CharField(max_length=5, null=True, unique=True, help_text="County, for a county office")
    circuit = models.PositiveSmallIntegerField(null=True)
    region = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="office_county_has_fips", condition=Q(kind="county", fips__isnull=False) | ~Q(kind="county")
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """How a user comes to be."""

    def create_user(self, email: str, *, role: str, name: str = "", office=None, password=None) -> "User":
        """Write one user; a reporter has no password here (they log in at the identity provider)."""
        user = self.model(email=self.normalize_email(email), role=role, name=name, office=office)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who logs in: a reporter through the identity provider, staff with a password and a second factor."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.REPORTER)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="staff")
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_staff_has_office",
                condition=Q(role=Role.REPORTER, office__isnull=True)
                | (~Q(role=Role.REPORTER) & Q(office__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff_member(self) -> bool:
        """Whether a second factor is needed."""
        return self.role in STAFF_ROLES

    @property
    def is_hotline(self) -> bool:
        """Whether they sit at the hotline desk."""
        return self.role in HOTLINE_ROLES

    @property
    def is_analyst(self) -> bool:
        """Whether they write the protocol."""
        return self.role == Role.ANALYST

    @property
    def is_county(self) -> bool:
        """Whether they sit at a county desk."""
        return self.role in COUNTY_ROLES


class Level(models.IntegerChoices):
    """The call-out chain of an office, climbed upward (manual section 2.4.1)."""

    PRIMARY = 1, _("Primary worker")
    BACK_UP = 2, _("Back-up supervisor")
    CIRCUIT = 3, _("Circuit manager")
    REGION = 4, _("Regional director")


class OnCallQuerySet(models.QuerySet["OnCall"]):
    """Which line of the roster."""

    def at(self, *, office, level: int, at) -> "OnCall | None":
        """Who is on call then and still works here; of two entries for one slot the most recent wins (manual 2.4.1)."""
        return self.covering(at).filter(office=office, level=level).first()

    def covering(self, at) -> "OnCallQuerySet":
        """The lines of that moment whose people still work here, for each slot the one that wins first."""
        now = self.filter(starts_at__lte=at, ends_at__gt=at, user__is_active=True)
        return now.select_related("user").order_by("-entered_at", "-pk")


class OnCall(models.Model):
    """One line of the roster: this person answers for this office at this level from then until then.

    A line is never changed: who corrects it enters another one, and the most recent entry wins (manual 2.4.1).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="roster")
    level = models.PositiveSmallIntegerField(choices=Level)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="on_call")
    phone = models.CharField(max_length=40, help_text="The number to try first; text messages go there too")
    other_phones = ArrayField(models.CharField(max_length=40), default=list, help_text="Further numbers, in order")
    instructions = models.TextField(blank=True, help_text="What whoever calls must know, as the office wrote it")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OnCallQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["office", "level", "starts_at"], name="on_call_slot")]
        constraints = [
            models.CheckConstraint(name="on_call_ends_after_start", condition=Q(ends_at__gt=models.F("starts_at")))
        ]

    def __str__(self) -> str:
        return f"{self.office} level {self.level}: {self.user}"

    @property
    def phones(self) -> list[str]:
        """Every number, in the order in which to try them."""
        return [self.phone, *self.other_phones]


class ChiefInvestigatorQuerySet(models.QuerySet["ChiefInvestigator"]):
    """Which entry counts."""

    def at(self, at) -> "ChiefInvestigatorQuerySet":
        """For each office the entry that counts at that moment: the newest that holds by then."""
        return self.filter(since__lte=at).order_by("office_id", "-entered_at", "-pk").distinct("office_id")


class ChiefInvestigator(models.Model):
    """Whom the director's people named as chief investigator of an office (RSMo 210.145.9). The newest entry wins; none is changed."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="chiefs")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="chief_of")
    since = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChiefInvestigatorQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["office", "-entered_at"], name="chief_of_office")]

    def __str__(self) -> str:
        return f"{self.office}: {self.user}"


class LawEnforcementAgency(models.Model):
    """A police department or sheriff's office that the offices notify. Kept up to date by their leads, as an office's telephone is."""

    name = models.CharField(max_length=120, unique=True)
    fips = models.CharField(max_length=5, help_text="The county in which it has jurisdiction")
    phone = models.CharField(max_length=40)
    email = models.EmailField(blank=True, help_text="Where a link is sent; nothing of a report is ever in the e-mail")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="enforcement_has_name_and_phone", condition=~Q(name="") & ~Q(phone=""))
        ]

    def __str__(self) -> str:
        return self.name


class ProtocolVersion(models.Model):
    """One text of the classification protocol, as somebody wrote it. Its number is its key; number 0 is what is shipped."""

    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the files, as law.protocol computes it")
    files = models.JSONField(help_text="File name -> TOML text: law.protocol.text.reading")
    note = models.TextField(help_text="What was changed, and why")
    based_on = models.CharField(max_length=64, help_text="The hash of the version that was changed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        triggers = append_only()
        constraints = [models.CheckConstraint(name="version_has_note", condition=~Q(note=""))]

    def __str__(self) -> str:
        return f"version {self.pk}"


class Nomination(models.Model):
    """An analyst's wish to put a version in force. Waits for a second person, who publishes."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="nominations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.version} proposed"


class Publication(models.Model):
    """A version put in force by two people: it decides about every call received from `since` until the next one."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="publication")
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="publications")
    replaced = models.CharField(max_length=64, help_text="The hash of the version that decided until then")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField(unique=True, help_text="Receipt from then on is decided by it")

    class Meta:
        ordering = ["-since"]
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="publication_two_people", condition=~Q(proposed_by=F("by"))),
            models.CheckConstraint(name="publication_never_backward", condition=Q(since__gte=F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.version} in force from {self.since}"
