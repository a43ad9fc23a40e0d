"""README.md and CITATION.cff of a release: what it holds, what it lacks, and how to cite it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

from jsiq_scrape.database.codebook import RIGHTS
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats.registry import Format
from jsiq_scrape.templates import environment

UNNAMED = "Unnamed compilers"
#: The tables whose rows say how much a release holds.
COUNTED = ("profile", "project", "funding_area", "institution", "contact", "change", "capture", "body", "claim")
_SHOWING = "FROM capture WHERE counted IN ('shown', 'stale')"
#: What the README asks of the database, by the name under which its template has the rows.
_ROWS = {
    "phases": "SELECT phase, begins, ends, expected, found, read, missing, basis FROM coverage ORDER BY phase",
    "missing": "SELECT phase, name, ags FROM expected WHERE profile IS NULL ORDER BY 1, 2, 3",
    "unread": "SELECT count(*), state FROM roster WHERE state <> 'read' GROUP BY state ORDER BY 2",
    # Captures that show a profile, by the year of the page, with the profiles whose last capture it holds.
    "years": f"""SELECT substr(captured_at, 1, 4) AS year, count(*), count(DISTINCT profile),
        (SELECT count(*) FROM profile WHERE substr(last_verified, 1, 4) = substr(captured_at, 1, 4))
        {_SHOWING} GROUP BY year ORDER BY year""",  # noqa: S608
}
#: And each single number.
_NUMBERS = {
    "captures": f"SELECT count(*) {_SHOWING}",
    "archived": f"SELECT count(archive) {_SHOWING}",
    "profiles": "SELECT count(*) FROM profile",
    "once": f"SELECT count(*) FROM (SELECT 1 {_SHOWING} GROUP BY profile HAVING count(*) = 1)",  # noqa: S608
}


def citation(dataset: Dataset, released: str) -> str:
    """CITATION.cff (version 1.2.0)."""
    return _rendered("CITATION.cff", dataset=dataset, released=released)


def readme(
    dataset: Dataset,
    released: str,
    counts: Mapping[str, int],
    connection: sqlite3.Connection,
    built: Mapping[str, str],
    *,
    contacts: bool,
    formats: Iterable[Format],
) -> str:
    """README.md: what the release holds and what it lacks."""
    nouns = {name: name.replace("_", " ") for name in counts} | {"body": "stored page"}
    return _rendered(
        "README.md",
        dataset=dataset,
        released=released,
        counts=[counted(number, nouns[name]) for name, number in counts.items() if number],
        built=built,
        contacts=contacts,
        formats=formats,
        rights=rights(dataset, warc=contacts),
        **{name: connection.execute(query).fetchall() for name, query in _ROWS.items()},
        **{name: connection.execute(query).fetchone()[0] for name, query in _NUMBERS.items()},
    )


def rights(dataset: Dataset, *, warc: bool) -> str:
    """Whose what is, in plain words."""
    licence = dataset.licence
    ours = (
        f"What the compilers added (selection, arrangement, keys, codebook) is given under "
        f"[{licence.name}]({licence.url}); that licence covers nothing else."
        if licence
        else "No licence is given for what the compilers added; ask them."
    )
    pages = (
        " `snapshots.warc.gz` holds whole pages: keep it for research, and do not put it on the open web."
        if warc
        else ""
    )
    return f"{RIGHTS} {ours}{pages}"


def _rendered(template: str, **values: object) -> str:
    made = environment("jsiq_scrape.release.formats")
    # A YAML string: what JSON calls one is one there too.
    made.filters["quoted"] = lambda text: json.dumps(" ".join(text.split()), ensure_ascii=False)
    return made.get_template(template).render(unnamed=UNNAMED, **values)
