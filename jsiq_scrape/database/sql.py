"""Views and prepared questions: .sql files with lists of the declared fields in place of $names.

A question begins with comment lines: its title, its description, what is asked for, and a chart.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal, cast, get_args

from jsiq_scrape.records import Profile, Project
from jsiq_scrape.tables import Column
from jsiq_scrape.tables.model import answers_of, columns_of
from jsiq_scrape.tables.views import OFFICE, POINT, PROJECT_LONG, PROJECT_SHORT, SEARCH

#: In the order in which people ask them.
NAMES = (
    "suche",
    "karte",
    "bausteine_nach_land",
    "mit_und_ohne",
    "laufen_ueber",
    "projekte_nach_jahr",
    "aenderungen_jahr",
    "institutionen",
    "projekte_am",
    "profile_am",
    "aenderungen_seit",
    "chronik",
    "herkunft",
    "ohne_erfolg",
    "befunde",
)
#: What may be filled in: a day, a year, a number, a Land, a building block, an entity, a value that the column of that
#: name has in the answer, or any text.
Answer = Literal["day", "year", "number", "land", "block", "entity", "choice", "text"]
#: Bars that count rows, that stand one behind the other, or one below the other.
Bars = Literal["count", "stack", "side"]

_PARAMETER = re.compile(r"-- :(?P<name>\w+) (?P<answer>\w+) \| (?P<german>.+) \| (?P<english>.+)")
_CHART = re.compile(r"-- chart: (?P<bars>\w+) (?P<label>\w+)(?P<values>(?: [\w=]+)*)(?: -> (?P<rows>\S+))?")
_INCLUDED = re.compile(r"^-- include (\w+)\n", re.MULTILINE)


#: What pages write in one word too.
_ONE_WORD = {"case_management": "Casemanagement"}
_YES_NO = frozenset((*answers_of(Profile), *answers_of(Project)))


def statement(name: str) -> str:
    """The text of a file of this folder, such as "queries/suche.sql", complete."""
    folder = files("jsiq_scrape.database")
    text = folder.joinpath(name).read_text(encoding="utf-8")
    included = (
        folder.joinpath("queries", f"{part}.sql").read_text(encoding="utf-8") for part in _INCLUDED.findall(text)
    )
    text = _INCLUDED.sub(lambda _: next(included), text)
    return Template(text).substitute(_lists())


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for, with its name in German and English."""

    name: str
    answer: Answer
    german: str
    english: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The chart of a question: the column of its labels, the columns that are drawn, and the rows that a bar counts.

    `rows` is an address below the database.  In braces it names columns of the bar's row, what was asked for, and
    `part`: what stands behind "=" after the name of a drawn column, or that name.
    """

    bars: Bars
    label: str
    values: tuple[tuple[str, str], ...]
    rows: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question; its title and its description in both languages, "German | English"."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    chart: Bar | None
    sql: str


def queries() -> tuple[Query, ...]:
    """All of them."""
    return tuple(_query(name, statement(f"queries/{name}.sql")) for name in NAMES)


def _query(name: str, text: str) -> Query:
    title, description, *lines = text.splitlines()
    parameters: list[Parameter] = []
    chart = None
    while (found := _PARAMETER.fullmatch(lines[0]) or _CHART.fullmatch(lines[0])) is not None:
        groups = found.groupdict()
        if "bars" in groups:
            assert groups["bars"] in get_args(Bars), f"{name}.sql: {lines[0]}"
            parts = (part.partition("=") for part in groups["values"].split())
            values = tuple((column, given or column) for column, _, given in parts)
            # A chart that counts the rows of its own question leads to them: the label is one of the things asked for.
            own = f"{name}?{'&'.join(f'{one.name}={{{one.name}}}' for one in parameters)}"
            chart = Bar(cast("Bars", groups["bars"]), groups["label"], values, groups["rows"] or own)
        else:
            assert groups["answer"] in get_args(Answer), f"{name}.sql: {lines[0]}"
            answer = cast("Answer", groups["answer"])
            parameters.append(Parameter(groups["name"], answer, groups["german"], groups["english"]))
        del lines[0]
    return Query(
        name,
        title.removeprefix("-- "),
        description.removeprefix("-- "),
        tuple(parameters),
        chart,
        "\n".join(lines).rstrip("\n"),
    )


@cache
def _lists() -> dict[str, str]:
    projects = columns_of(Project)
    answers = answers_of(Project)
    return {
        "office_columns": _listed(_shown("profile", column) for column in OFFICE),
        "place_columns": _listed(f"profile.{column.name}" for column in POINT),
        "other_office_columns": _listed(_shown("profile", column) for column in OFFICE[1:]),
        "project_columns": _listed(_shown("project", column) for column in PROJECT_SHORT),
        "long_project_columns": _listed(f"project.{column.name}" for column in PROJECT_LONG),
        "profile_answers": _listed(_answer("version", name) for name in answers_of(Profile)),
        "project_answers": _listed(_answer("version", name) for name in answers),
        "answer_names": " ".join(answers),
        "offers_block": " OR ".join(f"trim(:baustein) = '{name}' AND version.{name} IS 1" for name in answers),
        "sums_of_yes": _listed(f"sum(version.{name} IS 1) AS {name}" for name in answers),
        "nothing_said": " AND ".join(f"version.{name} IS NULL" for name in answers),
        "answers": "\n    UNION ALL\n    ".join(
            f"SELECT profile, '{name}' AS block, {name} AS offered FROM project WHERE removed_at IS NULL"  # noqa: S608
            for name in answers
        ),
        "blocks": "\n            || ".join(
            f"CASE project.{column.name} WHEN 1 THEN char(10) || '{_block(column)}: ja' ELSE '' END"
            for column in projects
            if column.name in answers
        ),
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


def _block(column: Column) -> str:
    """The name of a building block, also as pages write it in one word."""
    return f"{column.german} ({_ONE_WORD[column.name]})" if column.name in _ONE_WORD else column.german


def _joined(names: Iterable[str]) -> str:
    """The texts that are there, one a line."""
    lines = "\n        || ".join(f"coalesce(char(10) || nullif({name}, ''), '')" for name in names)
    return f"substr(\n        {lines},\n        2\n    )"
