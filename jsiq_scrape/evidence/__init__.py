"""The evidence store: every body once, one line for each capture, append-only."""
