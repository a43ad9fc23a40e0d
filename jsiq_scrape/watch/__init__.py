"""The scheduled look: one writer at a time, what changed since the last time, and how it is told."""
