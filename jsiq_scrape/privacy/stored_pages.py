"""All stored pages read anew, from no cache, and the lines of each."""

from collections.abc import Iterator
from contextlib import contextmanager

from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.privacy.suppressions import Suppressions
from jsiq_scrape.readings import corrections
from jsiq_scrape.readings.cache import ReadingCache
from jsiq_scrape.readings.judged import Evidence, gather
from jsiq_scrape.readings.readings import Body, Readings
from jsiq_scrape.workspace import Workspace


@contextmanager
def read_anew(workspace: Workspace, suppressions: Suppressions) -> Iterator[tuple[Readings, Evidence]]:
    words = vocabulary.load_vocabulary(workspace.resource("office_page.toml"))
    decisions = corrections.load_decisions(workspace.resource("decisions.toml"))
    snapshots = Snapshots(workspace.snapshots)
    with ReadingCache(None, "") as nothing:
        readings = Readings(snapshots, words, nothing, decisions, suppressions.suppresses)
        yield readings, gather(snapshots, readings)


def lines_of(readings: Readings, body: Body) -> list[str]:
    """The lines of a page; none of what is no page, and of a damaged one, which `gather` reported."""
    if body.lines is None:
        return []
    try:
        content = readings.snapshots.body(body.digest)
    except DamagedBody:
        return []
    return [line.text for line in parse_document(content, content_type=body.content_type).lines()]
