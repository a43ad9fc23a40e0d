"""Where pages come from: the live site, and all that kept copies of it."""

import sys

# The command line of httpx, which imports rich, pygments and click, is a part that httpx can do without: it took a
# quarter of the time that a command needs to import what fetches.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
