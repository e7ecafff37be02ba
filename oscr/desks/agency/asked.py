"""The version that an address names by its number; used by every page of a version."""

from django.http import Http404

from oscr.agency.models import ProtocolVersion
from oscr.agency.versions import digest_of


def digest_asked(number: int) -> str:
    """The hash of the version with this number, 0 for what is shipped. Errors: Http404."""
    try:
        return digest_of(number)
    except ProtocolVersion.DoesNotExist:
        raise Http404 from None
