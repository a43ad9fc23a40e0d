"""One truth: tables, records, descriptions, generated files and the codebook say the same."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from captures_and_pages import Store, reading

from jsiq_scrape.database import build
from jsiq_scrape.database.codebook import markdown
from jsiq_scrape.database.generate import main, stale
from jsiq_scrape.database.metadata import metadata_yaml
from jsiq_scrape.database.schema import schema
from jsiq_scrape.demo.site import Response
from jsiq_scrape.records import Contact, FundingArea, Place, Profile, Project
from jsiq_scrape.tables import TABLES, VIEWS, Kind, table
from jsiq_scrape.tables.rows import Rows, cell


@pytest.mark.parametrize(
    ("record", "name", "elsewhere"),
    [
        (Profile, "profile", set()),
        (Place, "profile", set()),
        (Contact, "contact", set()),
        (FundingArea, "funding_area", set()),
        (Project, "project", {"institutions", "extras"}),
        (Project, "project_version", set()),
    ],
)
def test_every_field_of_a_record_has_its_column(record: type[Project], name: str, elsewhere: set[str]) -> None:
    assert set(record.model_fields) - elsewhere <= set(table(name).names)


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    rows = Rows()
    with pytest.raises(KeyError, match="kind"):
        rows.add("run", {"id": "20180412T100000Z-live-000000"})
    with pytest.raises(TypeError, match="no cell of a table"):
        cell(["a", "list"])
    assert rows.by_table == {}


def test_every_table_and_column_is_described_in_both_languages() -> None:
    for one in (*TABLES, *VIEWS):
        assert one.german
        assert one.english
        for column in one.columns:
            assert column.german, f"{one.name}.{column.name}"
            assert column.english, f"{one.name}.{column.name}"
            assert column.null != "", f"{one.name}.{column.name}"


def test_every_reference_is_to_a_table_with_one_key_column() -> None:
    for one in TABLES:
        for column in one.columns:
            if column.references:
                assert len(table(column.references).key) == 1


def test_every_key_label_facet_and_index_is_a_column() -> None:
    for one in (*TABLES, *VIEWS):
        named = {*one.key, *one.facets, *(name for names in one.indexes for name in names)}
        named |= {name for name in (one.label, one.sort) if name}
        assert named <= set(one.names), one.name


def test_yes_no_columns_and_the_land_are_facets() -> None:
    for name in ("profile", "project"):
        answers = {column.name for column in table(name).columns if column.kind is Kind.BOOLEAN}
        assert answers <= set(table(name).facets)
    assert "state" in table("profile").facets


def test_every_rule_of_the_schema_has_a_name() -> None:
    for line in schema().splitlines():
        assert not line.strip().startswith(("CHECK", "FOREIGN KEY", "UNIQUE")), line


def test_the_schema_is_what_sqlite_accepts_and_names_what_it_made() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema())
        made = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
    assert {one.name for one in (*TABLES, *VIEWS)} <= made


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("profile", "soziale_stadt", 2),
        ("profile", "soziale_stadt", "ja"),
        ("profile", "postal_code", "5235"),
        ("profile", "latitude", "north"),
        ("profile", "first_seen", "2018-04-12"),
        ("profile", "first_seen", None),
        ("profile", "latitude", 0.0),
        ("profile", "page", "nowhere"),
        ("project", "period_start", "01.01.2015"),
        ("project", "period_precision", "week"),
        ("project", "period_end", "2014-12-31"),
        ("project", "profile", "nobody"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(name: str, column: str, value: object, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(demo.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        kept = "period_start IS NOT NULL" if name == "project" else "1"
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f'UPDATE "{name}" SET "{column}" = ? WHERE {kept}', (value,))


def test_the_generated_files_are_current(repository: Path) -> None:
    assert stale(repository / "db") == []


def test_a_stale_file_is_named_and_written_anew(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    (tmp_path / "schema.sql").write_text("-- old", encoding="utf-8")
    asked = [sys.executable, "-m", "jsiq_scrape.database.generate", "--check", str(tmp_path)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "schema.sql" in answer.stderr
    assert main([str(tmp_path)]) == 0
    assert subprocess.run(asked, check=False).returncode == 0


def test_the_metadata_names_every_column() -> None:
    found = yaml.safe_load(metadata_yaml())["databases"]["jsiq"]["tables"]
    for one in (*TABLES, *VIEWS):
        assert set(found[one.name]["columns"]) == set(one.names)


def test_the_codebook_names_every_column() -> None:
    text = markdown()
    for one in (*TABLES, *VIEWS):
        assert f"### {one.name}\n" in text
        for column in one.columns:
            assert f"| `{column.name}` | {column.german}" in text


def test_the_fill_rates_of_the_codebook_are_those_of_the_tables(demo: Path) -> None:
    with closing(sqlite3.connect(demo)) as connection:
        rows = connection.execute('SELECT "table", "column", "rows", filled FROM codebook').fetchall()
        assert len(rows) == sum(len(one.columns) for one in TABLES)
        for name, column, number, filled in rows:
            described = table(name)
            counted = connection.execute(f'SELECT count(*), count("{column}") FROM "{name}"').fetchone()
            if not described.content:
                assert (number, filled) == (None, None)
            elif not described.column(column).content:
                assert (number, filled) == (counted[0], None)
            else:
                assert (number, filled) == counted, f"{name}.{column}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, editions: dict[int, dict[str, Response]]) -> Path:
    """A database of the demo site's pages."""
    from jsiq_scrape.workspace import Workspace

    store = Store(Workspace(tmp_path_factory.mktemp("demo")))
    store.collect(0, dict(editions[1]))
    store.collect(7, dict(editions[2]))
    return build(store.workspace).path


def test_the_page_of_the_tests_fills_every_field_of_a_profile() -> None:
    page = reading()
    assert page.profile is not None
    assert None not in dict(page.profile).values()
