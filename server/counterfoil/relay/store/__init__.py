"""Where a relay keeps its logs: a small interface and its backends."""
