"""The demo site led to a port, and the scheduled job on a day; imported by the tests beside it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsiq_scrape.demo
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.job import RunReport, run
from jsiq_scrape.monitor.notifications import Notifications
from jsiq_scrape.workspace import Workspace

SOURCES = Path(jsiq_scrape.demo.__file__).with_name("sources.toml")
BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)


def led_to(port: int) -> str:
    """The demo's sources.toml, with its site led to this port of the loopback address."""
    text = SOURCES.read_text(encoding="utf-8").replace("threads = 1", "threads = 8")
    text = text.replace("attempts = 2", "attempts = 1")
    return f'{text}connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{port}" }}\n'


def run_on(
    workspace: Workspace, day: int, notifications: Notifications | None = None, *, accept: tuple[str, ...] = ()
) -> RunReport:
    """Run the job in a workspace on a day, counted from 0."""
    known = sources.load_sources(workspace.resource("sources.toml"))
    clock = StandingClock(BEGIN + timedelta(days=day))
    return run(workspace, known, clock, notifications=notifications, accept=accept)
