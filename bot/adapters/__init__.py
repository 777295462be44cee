"""Chat platforms: one module or folder each. An adapter carries messages and never sees an article."""
