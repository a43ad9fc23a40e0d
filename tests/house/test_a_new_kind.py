"""A new kind of value is a member of FieldKind and a converter: reading, printing and correcting follow."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jsiq_scrape.database.correction import converted
from jsiq_scrape.errors import UsageError
from jsiq_scrape.records import Place, fields_of

#: Edits by file: the text before which a line is put, and the line.
EDITS = {
    "records.py": (
        ('    YES_NO = "yes/no"\n', '    EURO = "sum in euro"\n'),
        (
            "    extras: tuple[Extra, ...] = ()\n\n\nclass Place",
            (
                '    grant: Annotated[int | None, Meaning(FieldKind.EURO, "Fördersumme", "grant")] = None\n'
                '    places: Annotated[int | None, Meaning(FieldKind.NUMBER, "Plätze", "places")] = None\n'
            ),
        ),
    ),
    "parse/values/__init__.py": (
        (
            "#: Kinds of fields whose whole text",
            (
                "def euros(text: str) -> int | None:\n"
                '    match = re.fullmatch(r"([0-9]{1,3}(?:\\.[0-9]{3})*) (?:Euro|€)", clean(text))\n'
                '    return int(match[1].replace(".", "")) if match else None\n\n\n'
            ),
        ),
        ("        FieldKind.YES_NO: yes_no,\n", "        FieldKind.EURO: euros,\n"),
    ),
}
PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Musterau</title></head><body>
<h1>Fachdienst Jugend</h1><h2>Landkreis Musterau</h2><h3>Kontakt</h3><p>Weg 1<br>19055 Schwerin</p>
<h3>Fördergebiete</h3><p>FG 1: Nord</p><h3>Projekte</h3><h4>Wegweiser</h4>
<dl><dt>Umsetzende Institution</dt><dd>Verein Lernwege e. V.</dd><dt>Fördersumme</dt><dd>{}</dd>
<dt>Plätze</dt><dd>{}</dd><dt>Zeitraum</dt><dd>2015 - 2018</dd></dl></body></html>"""

Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run Python in a copy of the project that has the kind and two fields."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("jsiq_scrape", "parsers"):
        shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, edits in EDITS.items():
        file = folder / "jsiq_scrape" / name
        text = file.read_text(encoding="utf-8")
        for before, line in edits:
            assert text.count(before) == 1, before
            text = text.replace(before, line + before)
        file.write_text(text, encoding="utf-8")
    with (folder / "parsers" / "office_page.toml").open("a", encoding="utf-8") as file:
        file.write('\n[fields.grant]\nlabels = ["Fördersumme"]\n\n[fields.places]\nlabels = ["Plätze"]\n')

    def run_python(*arguments: str | Path, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    return run_python


def test_the_reader_converts_it_and_keeps_what_it_does_not_understand(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("1.400.000 Euro", "etwa zwölf"), encoding="utf-8")
    reading = json.loads(run("-m", "jsiq_scrape", "read", "--json", page))
    (project,) = reading["projects"]
    assert (project["grant"], project["places"], project["period_start"]) == (1_400_000, None, "2015-01-01")
    outcomes = {claim["field"].rpartition(".")[2]: (claim["text"], claim["outcome"]) for claim in reading["claims"]}
    assert outcomes["grant"] == ("1.400.000 Euro", "understood")
    assert outcomes["places"] == ("etwa zwölf", "not_understood")
    assert [finding["kind"] for finding in reading["findings"]] == ["not_understood"]


def test_the_printed_record_shows_it(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("400 €", "12"), encoding="utf-8")
    printed = [line.strip() for line in run("-m", "jsiq_scrape", "read", page).splitlines()]
    assert {"grant: 400", "places: 12"} <= {*printed}


def test_a_person_may_decide_it(run: Run) -> None:
    code = (
        "from jsiq_scrape.database.correction import converted\n"
        "from jsiq_scrape.records import Project, fields_of\n"
        "print([converted(fields_of(Project)[name], name, text)"
        " for name, text in (('grant', '1.400.000 Euro'), ('places', '12'))])\n"
    )
    assert run("-c", code).strip() == "[1400000, 12]"


def test_a_kind_without_a_converter_is_no_text() -> None:
    """Seen failing: a number was written into decisions.toml as a string."""
    with pytest.raises(UsageError, match="kind latitude cannot be decided"):
        converted(fields_of(Place)["latitude"], "latitude", "52.1")
