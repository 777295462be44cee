"""Settings of all tests."""

import os

from hypothesis import settings

# No test may fail for the machine being slow, nor on one run and not on the next where nobody is looking.
settings.register_profile("pullquote", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pullquote")
