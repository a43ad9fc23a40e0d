"""A sample can be drawn again, filled in by a spreadsheet and read back; its rates come with honest intervals."""

import csv
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.release.error_rates import kept_as_text, rates, sample, wilson
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace


def drawn(demo: Workspace, number: int, seed: int) -> str:
    with closing(connect(demo.database)) as connection:
        return sample(connection, number, seed)


def fill(text: str, path: Path, verdict: Callable[[int, dict[str, str]], str], delimiter: str = ";") -> Path:
    """The sample as a person saves it, with a verdict for each row."""
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True), delimiter=";"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(row | {"verdict": verdict(index, row)} for index, row in enumerate(rows))
    return path


def test_the_same_seed_draws_the_same_sample_and_another_one_another(demo: Workspace) -> None:
    assert drawn(demo, 40, 7) == drawn(demo, 40, 7)
    assert drawn(demo, 40, 7) != drawn(demo, 40, 8)


def test_a_row_holds_value_text_and_where_the_page_is(demo: Workspace) -> None:
    rows = list(csv.DictReader(drawn(demo, 10_000, 1).removeprefix("\ufeff").splitlines(keepends=True), delimiter=";"))
    with closing(connect(demo.database)) as connection:
        assert [(len(rows),)] == connection.execute("SELECT count(*) FROM claim").fetchall()
    (row,) = (
        row for row in rows if row["entry"] == "th-stadt-musterfurt--werkstatt-neuer-weg"
        and row["field"] == "project.period_end" and row["value"] == "'2022-06-30"
    )  # fmt: skip
    assert row["text"].endswith("2022")
    assert row["link"].startswith("http://www.programm.invalid/")
    assert (demo.root / row["stored_page"]).is_file()
    assert row["verdict"] == ""


def test_each_field_gets_its_share(demo: Workspace) -> None:
    with closing(connect(demo.database)) as connection:
        fields = connection.execute("SELECT count(DISTINCT entity || variable) FROM claim").fetchone()[0]
    text = drawn(demo, 2 * fields, 3).removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines(keepends=True), delimiter=";"))
    assert Counter(Counter(row["field"] for row in rows).values()) == {2: fields}


@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_filled_sample_gives_the_rate_of_each_field(demo: Workspace, tmp_path: Path, delimiter: str) -> None:
    def verdict(index: int, row: dict[str, str]) -> str:
        seen[row["field"]] += 1
        number = seen[row["field"]]
        return "Wrong" if number <= 5 else "richtig" if number <= 20 else "unsure" if number == 21 else ""

    seen: Counter[str] = Counter()
    found = {rate.field: rate for rate in rates(fill(drawn(demo, 10_000, 1), tmp_path / "a.csv", verdict, delimiter))}
    assert found.keys() == seen.keys()
    title = found["project.title"]
    assert (title.wrong, title.judged, title.rate) == (5, 20, 0.25)
    assert (title.low, title.high) == pytest.approx((0.1119, 0.4687), abs=1e-4)


@pytest.mark.parametrize(
    ("wrong", "judged", "low", "high"),
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (10, 10, 0.7225, 1.0), (5, 100, 0.0215, 0.1118)],
)
def test_the_interval_is_that_of_wilson(wrong: int, judged: int, low: float, high: float) -> None:
    assert wilson(wrong, judged) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("field;verdict\nproject.title;perhaps\n", "line 2: verdict 'perhaps' is none of right, richtig"),
        ("field;verdict\nproject.title;\n", "no row has a verdict"),
        ("a;b\n1;2\n", "names the columns.*: field, verdict"),
    ],
)
def test_a_sample_that_cannot_be_read_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        rates(tmp_path / "a.csv")
    with pytest.raises(MissingFile):
        rates(tmp_path / "b.csv")


def test_the_command_draws_and_reads_back(
    demo: Workspace, tmp_path: Path, jsiq: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = jsiq("audit", "--root", demo.root, "--sample", "30", "--seed", "4")
    assert (done.returncode, done.stderr) == (0, "")
    fill(done.stdout, tmp_path / "checked.csv", lambda index, row: "right")
    found = jsiq("audit", "--read", "checked.csv")
    assert re.search(r"^project\.title +0 of 1 wrong: 0\.0% \(95 %: 0\.0% to 79\.3%\)$", found.stdout, re.MULTILINE)
    assert jsiq("audit").returncode == 2


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://evil.invalid")', '\'=HYPERLINK("http://evil.invalid")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("+492421221111", "'+492421221111"),
        ("05358", "'05358"),
        ("3E5", "'3E5"),
        ("2018-04-12", "'2018-04-12"),
        ("1/2", "'1/2"),
        ("Weg in Arbeit", "Weg in Arbeit"),
        ("3 Projekte", "3 Projekte"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_change_is_kept_as_text(text: str, cell: str) -> None:
    assert kept_as_text(text) == cell
