"""What the reader and the vocabulary of today would alter in a database that was built with others."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jsiq_scrape.database import build
from jsiq_scrape.database.building import Progress, as_before
from jsiq_scrape.release.differences import DATA, Difference, compare
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

#: The addresses at which a profile was seen, and the titles that a project had: what identities.toml knows them by.
_URLS = "SELECT profile, url FROM page WHERE profile IS NOT NULL ORDER BY profile, url"
_TITLES = (
    "SELECT project, profile, title FROM project_version WHERE title IS NOT NULL ORDER BY project, version, position"
)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A profile or project whose key would change."""

    table: str
    old: str
    new: str
    decision: str  # what to write into identities.toml so that it keeps the old key


@dataclass(frozen=True, slots=True)
class Reread:
    """What a build would alter, and why it might not all be the reader's doing."""

    differences: list[Difference]
    rekeyed: list[Rekeyed]
    captures: int  # captures in the snapshots that the database does not know: what they bring is among the differences


def reread(workspace: Workspace, progress: Progress | None = None) -> Reread:
    """Build into a temporary folder and compare with the database; nothing of the workspace but its cache is written.

    No gate is asked: they stand between a build and its publication, and nothing is published here.
    """
    with TemporaryDirectory(prefix="jsiq-scrape-") as folder:
        contacts = as_before(workspace.database)
        new = build(workspace, Path(folder) / "reread.db", progress=progress, contacts=contacts).path
        differences = compare(workspace.database, new, DATA)
        captures = sum(one.kind == "added" for one in compare(workspace.database, new, ("capture",)))
        with closing(connect(workspace.database)) as before, closing(connect(new)) as after:
            return Reread(differences, list(_rekeyed(before, after)), captures)


def _rekeyed(before: sqlite3.Connection, after: sqlite3.Connection) -> Iterator[Rekeyed]:
    """Keys that only the database has, with the one that what they stood for would have."""
    profiles = dict(_profiles(before, after))
    for old, new in profiles.items():
        urls = [url for profile, url in before.execute(_URLS) if profile == old]
        yield Rekeyed("profile", old, new, f"[[profile]]\nurls = {_toml(urls)}\nid = {_toml(old)}")
    there = {row[0] for row in after.execute("SELECT id FROM project")}
    known = {row[0] for row in before.execute("SELECT id FROM project")}
    came: dict[tuple[str, str], str] = {
        (profile, title): project for project, profile, title in after.execute(_TITLES) if project not in known
    }
    titles: dict[str, list[str]] = {}
    replaced: dict[str, str] = {}
    owners: dict[str, str] = {}
    for project, profile, title in before.execute(_TITLES):
        if project in there:
            continue
        titles.setdefault(project, []).append(title)
        key = (profiles.get(profile, profile), title)
        if key in came:
            replaced.setdefault(project, came[key])
            owners[project] = profile
    for old, new in replaced.items():
        profile = owners[old]
        if new.partition("--")[2] == old.partition("--")[2]:  # it follows its profile, and so does its key
            continue
        named = _toml(list(dict.fromkeys(titles[old])))
        decision = f"[[project]]\nprofile = {_toml(profile)}\ntitles = {named}\nid = {_toml(old)}"
        yield Rekeyed("project", old, new, decision)


def _profiles(before: sqlite3.Connection, after: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    now = {url: profile for profile, url in after.execute(_URLS)}
    there = {row[0] for row in after.execute("SELECT id FROM profile")}
    for profile, url in before.execute(_URLS):
        if profile not in there and url in now:
            yield profile, now[url]


def _toml(value: str | list[str]) -> str:
    """A string or a list of strings as TOML, whose basic strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
