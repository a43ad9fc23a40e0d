"""The prepared questions: SQL files whose first comment lines are a title and a description."""

from dataclasses import dataclass
from importlib.resources import files

#: In the order of Datasette's page.
NAMES = (
    "suche",
    "karte",
    "projekte_am",
    "profile_am",
    "aenderungen_seit",
    "chronik",
    "bausteine_nach_land",
    "institutionen",
    "herkunft",
    "ohne_erfolg",
    "befunde",
)


@dataclass(frozen=True, slots=True)
class Query:
    """One question, with its title in German and its description in both languages."""

    name: str
    title: str
    description: str
    sql: str


def queries() -> tuple[Query, ...]:
    """All of them."""
    folder = files("jsiq_scrape.database").joinpath("queries")
    return tuple(_query(name, folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")) for name in NAMES)


def _query(name: str, text: str) -> Query:
    title, description, sql = text.split("\n", 2)
    return Query(name, title.removeprefix("-- "), description.removeprefix("-- "), sql.rstrip("\n"))
