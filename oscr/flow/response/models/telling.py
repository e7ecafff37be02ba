"""The multidisciplinary team, and who was informed in writing or by word: the school and the parents."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.triggers import append_only
from oscr.flow.report.models import Involvement
from oscr.flow.response.models.deeds import Deed, DeedQuerySet


class TeamUse(Deed):
    """Whether a multidisciplinary team is used, and if not why (RSMo 210.145.13). The last one counts."""

    used = models.BooleanField()
    why_not = models.TextField(blank=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="team_or_why_not", condition=Q(used=True) | ~Q(why_not=""))]


class TeamMember(Deed):
    """Somebody of the multidisciplinary team: of which agency, as what."""

    named = models.CharField(max_length=200)
    agency = models.CharField(max_length=200)
    role = models.CharField(max_length=200)

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()


class Informed(Deed):
    """Somebody whom the law wants to know was informed: a school about an investigation, a parent in writing."""

    class Kind(models.TextChoices):
        """Who."""

        LIAISON = "liaison", _("The public school district's liaison")
        PRINCIPAL = "principal", _("The principal of a nonpublic school")
        PARENT = "parent", _("A parent, by the written notice")

    kind = models.CharField(max_length=9, choices=Kind)
    involved = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")
    named = models.CharField(max_length=200, help_text="Who was informed, of which school")
    what = models.TextField(help_text="What they were given")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="informed_is_named", condition=~Q(named=""))]
