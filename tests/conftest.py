"""Settings of all tests."""

import os

from hypothesis import settings

# No test may fail for the machine being slow, nor on one run and not on the next where nobody is looking.
settings.register_profile("pullquote", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pullquote")

# Programs that tests start, a few hundred in a run, keep what they compiled: else each spends half its time on that anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
