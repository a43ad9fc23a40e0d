"""The scheduled job: its lock, its report, its feeds and its incidents."""
