"""The whole job on the demo site: two fetches a week apart, and what changed between them."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import BuildReport, build
from jsiq_scrape.demo.edits import PLAN, PlannedChange
from jsiq_scrape.demo.facts import Edition
from jsiq_scrape.demo.server import serve
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.live import CollectReport, collect
from jsiq_scrape.monitor.change_log import Change, changes
from jsiq_scrape.workspace import Workspace

#: The file that marks a folder as one that the tour made and may delete.
MARKER = ".jsiq-scrape-demo"

_SOURCES = Path(__file__).with_name("sources.toml").read_text("utf-8")

#: When the tour's clock stands at each fetch.
ROUNDS: tuple[tuple[Edition, datetime], ...] = (
    (1, datetime(2018, 4, 12, 10, 0, tzinfo=UTC)),
    (2, datetime(2018, 4, 19, 10, 0, tzinfo=UTC)),
)


@dataclass(frozen=True, slots=True)
class Tour:
    """What the tour did: two fetches, two builds, and the changes between them beside those that were planned."""

    workspace: Workspace
    fetches: tuple[CollectReport, ...]
    builds: tuple[BuildReport, ...]
    changes: tuple[Change, ...]
    missing: tuple[PlannedChange, ...]  # planned and not found
    unplanned: tuple[Change, ...]  # found, and not planned


def tour(root: Path, say: Callable[[str], None]) -> Tour:
    """Make a new workspace in `root`, fetch both editions, build after each; `say` gets a line for each step.

    Raises UsageError, and touches nothing, when `root` is anything but absent, empty or an earlier demo.
    """
    workspace = _workspace(root)
    fetches, builds = [], []
    for edition, moment in ROUNDS:
        say(f"fetch {edition}: the demo site as on {moment:%Y-%m-%d}")
        fetches.append(_fetch(workspace, edition, moment))
        say(f"  {_heartbeat(fetches[-1])}")
        builds.append(build(workspace))
        say(f"  {_contents(builds[-1])}")
    found = changes(workspace.database)
    missing = Counter(PLAN)
    unplanned = []
    for change in found:
        what = PlannedChange(change.profile, change.entity, change.kind, change.field, change.old, change.new)
        if missing[what]:
            missing[what] -= 1
        else:
            unplanned.append(change)
    return Tour(workspace, tuple(fetches), tuple(builds), tuple(found), tuple(missing.elements()), tuple(unplanned))


@contextmanager
def keep(workspace: Workspace) -> Iterator[None]:
    """Serve the second edition meanwhile, and lead the workspace's source to it, so that any command can ask the site.

    Afterwards the source leads nowhere again: somebody else may get the port.
    """
    file = workspace.parsers / "sources.toml"
    with serve(2) as server:
        pairs = ", ".join(f'"{name}" = "{address}"' for name, address in server.connect_to.items())
        file.write_text(f"{_SOURCES}connect_to = {{ {pairs} }} # while `jsiq-scrape demo` keeps running\n", "utf-8")
        try:
            yield
        finally:
            file.write_text(_SOURCES, "utf-8")


def _workspace(root: Path) -> Workspace:
    """A fresh workspace for the demo's own source; an earlier demo is deleted."""
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file; the demo takes a folder")
    if root.exists() and any(root.iterdir()):
        if not (root / MARKER).is_file():
            raise UsageError(f"{root} is not empty and was not made by the demo: name another folder or remove it")
        shutil.rmtree(root)
    root.mkdir(parents=True, exist_ok=True)  # the marker first: a demo that is killed here can be made again
    (root / MARKER).write_text("Made by `jsiq-scrape demo`, which deletes this folder when it runs again.\n", "utf-8")
    workspace = Workspace(root)
    for folder in (workspace.parsers, workspace.snapshots, workspace.db):
        folder.mkdir()
    (workspace.parsers / "sources.toml").write_text(_SOURCES, "utf-8")
    return workspace


def _fetch(workspace: Workspace, edition: Edition, moment: datetime) -> CollectReport:
    known = sources.load_sources(workspace.resource("sources.toml"))
    with serve(edition) as server:
        source = known.named("demo").model_copy(update={"connect_to": server.connect_to})
        suffix = f"{edition:06x}"  # not a random one, so that running the tour again gives the same
        return collect(workspace, source, StandingClock(moment), settings=known.client, suffix=suffix)


def _heartbeat(report: CollectReport) -> str:
    """What came of one fetch of the site, without the outcomes that did not occur."""
    outcomes = ("new", "changed", "unchanged", "gone", "missing", "unreachable", "refused")
    counts = (f"{getattr(report, outcome)} {outcome}" for outcome in outcomes if getattr(report, outcome))
    return f"{report.listings} lists read, {report.checked} pages checked: {', '.join(counts)}"


def _contents(built: BuildReport) -> str:
    """What the database now holds, of what a person would count."""
    tables = ("profile", "contact", "funding_area", "project", "claim", "change")
    return "database built: " + ", ".join(counted(built.counts[name], name.replace("_", " ")) for name in tables)
