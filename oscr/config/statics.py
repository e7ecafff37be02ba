"""How static files are stored: under a name that holds their digest, with a compressed twin. Used by settings and `make
setup`.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Far-future names for everything that our pages name; a file missing from the manifest is an error at once."""

    keep_only_hashed_files = False
