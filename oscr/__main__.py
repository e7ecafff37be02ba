"""``python -m oscr``: the same as the ``oscr`` command."""

import sys

from oscr.config.cli import main

sys.exit(main())
