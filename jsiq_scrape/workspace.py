"""Where parsers/, snapshots/ and db/ are: the only module that knows."""

import os
from dataclasses import dataclass
from pathlib import Path

from jsiq_scrape.errors import MissingFile

PACKAGE = Path(__file__).resolve().parent

#: The TOML files a user may edit; each has a packaged copy that serves where the user has none.
RESOURCES = ("office_page.toml", "sources.toml", "identities.toml", "decisions.toml", "suppressions.toml")


@dataclass(frozen=True, slots=True, init=False)
class Workspace:
    """A folder with the vocabulary, the evidence and the database of one collection."""

    root: Path

    def __init__(self, root: str | os.PathLike[str]) -> None:
        object.__setattr__(self, "root", Path(root))

    @property
    def parsers(self) -> Path:
        return self.root / "parsers"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def db(self) -> Path:
        return self.root / "db"

    @property
    def database(self) -> Path:
        return self.db / "jsiq.db"

    @property
    def reported(self) -> Path:
        """What the scheduled job has reported."""
        return self.db / "reported.json"

    @property
    def lock(self) -> Path:
        return self.root / ".jsiq-scrape.lock"

    @property
    def expected(self) -> Path | None:
        """The list of municipalities that somebody expects to find, where there is one."""
        return next(
            (path for path in (self.root / "expected.csv", self.parsers / "expected.csv") if path.is_file()), None
        )

    def resource(self, name: str) -> Path:
        """The file of that name under parsers/: the user's own, else the packaged one, else the one beside the package.

        Raises MissingFile when there is none of them.
        """
        if (self.parsers / name).is_file():
            return self.parsers / name
        found = packaged(name)
        if found is None:
            raise MissingFile(f"no {name} in {self.parsers} and none came with the program")
        return found

    def differing(self, name: str) -> Path | None:
        """The user's own file under parsers/, where it says something else than the one that came with the program."""
        own, other = self.parsers / name, packaged(name)
        if not own.is_file() or other is None or own.read_bytes() == other.read_bytes():
            return None
        return own


def packaged(name: str) -> Path | None:
    """The file of that name that came with the program, or beside an editable installation; None when there is none."""
    folders = (PACKAGE / "parsers", PACKAGE.parent / "parsers")
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def state_folder() -> Path:
    """Where a user's processes share how often they asked an archive, whatever workspace they work in."""
    named = os.environ.get("XDG_STATE_HOME", "")
    home = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "state"
    return home / "jsiq-scrape" / "archives"
