"""Views and prepared questions: .sql files with lists of the declared fields in place of $names.

The first two comment lines of a question are its title and its description.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from jsiq_scrape.records import Profile, Project
from jsiq_scrape.tables import Column
from jsiq_scrape.tables.model import answers_of, columns_of
from jsiq_scrape.tables.views import OFFICE, POINT, SEARCH

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


_YES_NO = frozenset((*answers_of(Profile), *answers_of(Project)))


def statement(name: str) -> str:
    """The text of a file of this folder, such as "queries/suche.sql", complete."""
    text = files("jsiq_scrape.database").joinpath(name).read_text(encoding="utf-8")
    return Template(text).substitute(_lists())


@dataclass(frozen=True, slots=True)
class Query:
    """One question, with its title in German and its description in both languages."""

    name: str
    title: str
    description: str
    sql: str


def queries() -> tuple[Query, ...]:
    """All of them."""
    return tuple(_query(name, statement(f"queries/{name}.sql")) for name in NAMES)


def _query(name: str, text: str) -> Query:
    title, description, sql = text.split("\n", 2)
    return Query(name, title.removeprefix("-- "), description.removeprefix("-- "), sql.rstrip("\n"))


@cache
def _lists() -> dict[str, str]:
    projects = columns_of(Project)
    answers = answers_of(Project)
    return {
        "office_columns": _listed(_shown("profile", column) for column in OFFICE),
        "place_columns": _listed(f"profile.{column.name}" for column in POINT),
        "project_columns": _listed(_shown("project", column) for column in projects),
        "profile_answers": _listed(_answer("version", name) for name in answers_of(Profile)),
        "project_answers": _listed(_answer("version", name) for name in answers),
        "sums_of_yes": _listed(f"sum({name} = 'ja') AS {name}" for name in answers),
        "nothing_said": " AND ".join(f"{name} = 'keine Angabe'" for name in answers),
        "profile_searched": _listed(SEARCH["profile"]),
        "profile_texts": _listed(f"profile.{name}" for name in SEARCH["profile"] if name in Profile.model_fields),
        "profile_text": _joined(SEARCH["profile"]),
        "project_searched": _listed(SEARCH["project"]),
        "project_texts": _listed(f"project.{column.name}" for column in projects if column.name in SEARCH["project"]),
        "project_text": _joined(SEARCH["project"]),
    }


def _listed(expressions: Iterable[str]) -> str:
    return ",\n    ".join(expressions)


def _shown(table: str, column: Column) -> str:
    return _answer(table, column.name) if column.name in _YES_NO else f"{table}.{column.name}"


def _answer(table: str, name: str) -> str:
    return f"CASE {table}.{name} WHEN 1 THEN 'ja' WHEN 0 THEN 'nein' ELSE 'keine Angabe' END AS {name}"


def _joined(names: Iterable[str]) -> str:
    """The texts that are there, one a line."""
    lines = "\n        || ".join(f"coalesce(char(10) || nullif({name}, ''), '')" for name in names)
    return f"substr(\n        {lines},\n        2\n    )"
