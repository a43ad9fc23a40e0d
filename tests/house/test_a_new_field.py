"""A new yes/no field is one line in records.py and one block in office_page.toml: everything else follows.

Seen failing: with the names of the building blocks written out again in parse/labels/vocabulary.py, or in views.sql.
"""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

FIELD = (
    '    micro_projects: Annotated[bool | None, Meaning(FieldKind.YES_NO, "Mikroprojekte", "micro-projects")] = None\n'
)
SPELLINGS = '\n[fields.micro_projects]\nlabels = ["Mikroprojekte", "Mikro-Projekte (MP)"]\n'
PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Musterau</title></head><body>
<h1>Fachdienst Jugend</h1><h2>Landkreis Musterau</h2><h3>Kontakt</h3><p>Weg 1<br>19055 Schwerin</p>
<h3>Fördergebiete</h3><p>FG 1: Nord</p><h3>Projekte</h3><h4>Wegweiser</h4>
<dl><dt>Umsetzende Institution</dt><dd>Verein Lernwege e. V.</dd><dt>Zeitraum</dt><dd>2015 - 2018</dd>
<dt>Mikroprojekte</dt><dd>{}</dd></dl></body></html>"""


class Copy:
    """A copy of the project, with one more field, and a workspace for it."""

    def __init__(self, repository: Path, folder: Path) -> None:
        self.repository, self.folder, self.root = repository, folder, folder / "workspace"
        for name in ("jsiq_scrape", "parsers"):
            shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        records = folder / "jsiq_scrape" / "records.py"
        text = records.read_text(encoding="utf-8")
        project = text.index("class Project(Record)")
        end = text.index("    extras:", project)
        records.write_text(text[:end] + FIELD + text[end:], encoding="utf-8")
        with (folder / "parsers" / "office_page.toml").open("a", encoding="utf-8") as file:
            file.write(SPELLINGS)
        self.page = folder / "musterau.html"
        self.page.write_text(PAGE.format("ja"), encoding="utf-8")

    def run(self, *arguments: str | Path, project: Path | None = None) -> str:
        """The standard output of a command of the copy, or of another copy of the project."""
        folder = project or self.folder
        done = subprocess.run(
            [sys.executable, "-m", "jsiq_scrape", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.root / "db" / "jsiq.db")) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def copy(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy, with two captures of a page that answered ja and then nein, built and released.

    The first build is made before the field is declared: the gates compare with that.
    """
    made = Copy(repository, tmp_path_factory.mktemp("copy"))
    made.run("init", made.root)
    for when, answer in (("2017-03-01", "ja"), ("2018-03-01", "nein")):
        folder = made.folder / when
        folder.mkdir()
        (folder / "musterau.html").write_text(PAGE.format(answer), encoding="utf-8")
        made.run("collect", "folder", folder, "--captured-at", when, "--root", made.root)
    vocabulary = made.root / "parsers" / "office_page.toml"
    with_field = vocabulary.read_bytes()
    shutil.copy(repository / "parsers" / "office_page.toml", vocabulary)
    made.run("build", "--root", made.root, project=repository)
    shutil.copy(made.root / "db" / "jsiq.db", made.folder / "before.db")
    vocabulary.write_bytes(with_field)
    made.run("build", "--root", made.root)
    made.run("export", made.folder / "release", "--root", made.root)
    return made


def test_the_reader_finds_it(copy: Copy) -> None:
    (line,) = copy.run("read", copy.page, "--json").splitlines()
    printed = json.loads(line)
    assert printed["projects"][0]["micro_projects"] is True
    assert printed["projects"][0]["extras"] == []
    (claim,) = [one for one in printed["claims"] if one["field"] == "projects[0].micro_projects"]
    assert (claim["label"], claim["text"], claim["outcome"]) == ("Mikroprojekte", "ja", "understood")
    assert "micro projects yes" in copy.run("read", copy.page)


def test_neither_the_contract_of_the_vocabulary_nor_golden_records_need_an_edit(copy: Copy) -> None:
    tests = ("conftest.py", "reader/conftest.py", "reader/test_vocabulary_contract.py", "reader/test_corpus_golden.py")
    for name in ("reader/corpus", "fixtures/pages"):
        shutil.copytree(copy.repository / "tests" / name, copy.folder / "tests" / name)
    for name in ("pyproject.toml", *(f"tests/{name}" for name in tests)):
        shutil.copy(copy.repository / name, copy.folder / name)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", "micro_projects or meaning or more"],
        cwd=copy.folder,
        env={**os.environ, "PYTHONPATH": str(copy.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "[micro_projects-Mikroprojekte] PASSED" in done.stdout


def test_the_database_has_it_in_the_current_table_the_versions_and_the_views(copy: Copy) -> None:
    assert copy.ask("SELECT micro_projects FROM project") == [(0,)]
    assert copy.ask("SELECT micro_projects FROM project_version ORDER BY version") == [(1,), (0,)]
    assert copy.ask("SELECT micro_projects FROM project_overview") == [("nein",)]


def test_its_change_is_an_event(copy: Copy) -> None:
    assert copy.ask("SELECT kind, old, new FROM change WHERE field = 'micro_projects'") == [
        ("changed", "true", "false")
    ]
    assert "micro_projects changed" in " ".join(copy.run("changes", "--root", copy.root).split())


def test_its_meaning_is_in_the_codebook_and_in_the_metadata(copy: Copy) -> None:
    rows = copy.ask(
        """SELECT german, english, on_page, type FROM codebook
        WHERE "table" = 'project' AND "column" = 'micro_projects'"""
    )
    assert rows == [("Mikroprojekte", "micro-projects", "Mikroprojekte", "boolean")]
    metadata = yaml.safe_load((copy.root / "db" / "metadata.yaml").read_text(encoding="utf-8"))
    tables = metadata["databases"]["jsiq"]["tables"]
    for name in ("project", "project_version", "project_overview"):
        assert tables[name]["columns"]["micro_projects"].startswith("Mikroprojekte | micro-projects")
    assert "micro_projects" in tables["project"]["facets"]
    queries = metadata["databases"]["jsiq"]["queries"]
    assert "micro_projects" in queries["projekte_am"]["sql"]
    assert "micro_projects" in queries["bausteine_nach_land"]["sql"]


def test_a_person_can_correct_it(copy: Copy) -> None:
    ((key,),) = copy.ask("SELECT id FROM project")
    printed = copy.run(
        "correct", "project", str(key), "micro_projects", "ja", "--who", "E. M.", "--why", "asked", "--root", copy.root
    )
    assert 'field = "projects[0].micro_projects"\nvalue = true' in printed


def _printed(copy: Copy, code: str, *arguments: Path) -> str:
    """What a program prints that imports the package of the copy."""
    made = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=copy.folder,
        env={**os.environ, "PYTHONPATH": str(copy.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


def test_its_answers_are_said_in_both_languages(copy: Copy) -> None:
    code = (
        "from jsiq_scrape.explore.web.language import LANGUAGE, LANGUAGES, code; "
        "print(*(code('micro_projects', 'ja') for one in LANGUAGES if LANGUAGE.set(one)))"
    )
    assert _printed(copy, code) == "ja yes"


def test_the_start_page_has_its_chart(copy: Copy) -> None:
    code = (
        "import sqlite3, sys; from jsiq_scrape.explore.web.overview import overview; "
        "bar = overview(sqlite3.connect(sys.argv[1])).charts[0].bars[-1]; "
        "print((bar.label, {part.name: part.value for part in bar.segments}['nein']))"
    )
    assert _printed(copy, code, copy.root / "db" / "jsiq.db") == "('Mikroprojekte', 1)"


def test_a_database_without_it_can_be_compared(copy: Copy) -> None:
    printed = copy.run("compare", copy.folder / "before.db", copy.root / "db" / "jsiq.db", "--root", copy.root)
    assert "extra-mikroprojekte`: removed" in printed  # an unknown label became a field


def test_a_release_gives_it_in_every_format(copy: Copy) -> None:
    release = copy.folder / "release"
    with (release / "csv" / "project_overview.csv").open(encoding="utf-8", newline="") as file:
        assert [row["micro_projects"] for row in csv.DictReader(file)] == ["nein"]
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in package["resources"]
    }
    assert fields["project"]["micro_projects"] == "boolean"
    assert fields["project_version"]["micro_projects"] == "boolean"
    pyarrow = pytest.importorskip("pyarrow.parquet")
    assert str(pyarrow.read_schema(release / "parquet" / "project.parquet").field("micro_projects").type) == "bool"
