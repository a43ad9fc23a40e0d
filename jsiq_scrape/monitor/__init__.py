"""The scheduled job: its lock, its reports, feeds and notifications, and its incidents."""
