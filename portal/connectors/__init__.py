"""Outside systems, each behind a small port of its own."""
