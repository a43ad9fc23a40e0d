"""Where pages come from: the live site, and all that kept copies of it."""
