"""Completeness can be checked: what is expected, what was found, what was read, and what is missing by name."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from captures_and_pages import Store, fetched

from jsiq_scrape.database import build
from jsiq_scrape.database.expected import Expected, Found, assign, load_expected
from jsiq_scrape.demo.site import Response
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.evidence.store import ErrorKind, Snapshots

Asked = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def asked(store: Store, editions: dict[int, dict[str, Response]]) -> Asked:
    """Ask the database of the demo's first edition, built with what stands in the workspace by then."""

    def ask(query: str) -> list[tuple[object, ...]]:
        with Snapshots(store.workspace.snapshots).run("live", datetime(2018, 1, 1, tzinfo=UTC)) as run:
            for path, answer in editions[1].items():
                run.add(fetched(0, path, answer))
            folder = "/no_cache/standorte/details/"
            run.add(fetched(0, f"{folder}weg.html", 410))
            run.add(fetched(0, f"{folder}fort.html", 404))
            run.add(fetched(0, f"{folder}zu.html", 503))
            run.add(fetched(0, f"{folder}stumm.html", 200, status=None, error="refused", error_kind=ErrorKind.REFUSED))
            run.add(fetched(0, f"{folder}anders.html", b"<h1>Willkommen</h1><p>Ein Text ohne Profil.</p>"))
            listing = "".join(
                f'<p><a href="{folder}{name}.html">{name}</a></p>' for name in ("nie", "weg", "zu", "fort")
            )
            run.add(fetched(0, "/no_cache/standorte.html", listing.encode(), purpose="listing"))
        with closing(sqlite3.connect(build(store.workspace).path)) as connection:
            return connection.execute(query).fetchall()

    return ask


def test_the_roster_shows_what_came_of_every_known_url(asked: Asked) -> None:
    states = dict(asked("SELECT replace(url, rtrim(url, replace(url, '/', '')), ''), state FROM roster"))
    assert {name: state for name, state in states.items() if state != "read"} == {
        "weg.html": "gone",
        "fort.html": "missing",
        "zu.html": "unreachable",
        "stumm.html": "unreachable",
        "anders.html": "unreadable",
        "nie.html": "never captured",
        "ueberblick-139001": "unreadable",  # of the demo: on the profiles' path, and none
        "werkhof-musterau-139302": "unreadable",
    }
    assert list(states.values()).count("read") > 10


def test_without_a_list_counts_stand_against_those_of_the_programme(asked: Asked) -> None:
    rows = asked("SELECT phase, expected, found, read, missing, basis FROM coverage")
    assert [(row[0], row[1], row[5]) for row in rows] == [(1, 178, "programme"), (2, 161, "programme")]
    for _, expected, found, _read, missing, _ in rows:
        assert isinstance(expected, int)
        assert isinstance(found, int)
        assert missing == expected - found
    assert rows[0][2] == rows[0][3] > 10  # all were read in 2018
    assert rows[1][3] == 0  # and none in phase 2


def test_with_a_list_each_municipality_is_found_or_missing_by_name(store: Store, asked: Asked) -> None:
    store.workspace.root.mkdir(exist_ok=True)
    text = "AGS;name;phase;source\n05358000;Kreis Düren;1;list\n05358000;Kreis Düren;2;list\n1001000;Stadt Nirgend;1;\n"
    (store.workspace.root / "expected.csv").write_text(f"\ufeff{text}", "utf-8")
    missing = "SELECT name FROM expected WHERE profile IS NULL"
    rows = asked(f"SELECT phase, expected, found, read, missing, basis, ({missing}) FROM coverage ORDER BY phase")
    assert rows == [
        (1, 2, 1, 1, 1, "expected.csv", "Stadt Nirgend"),
        (2, 1, rows[1][2], 0, 1 - int(str(rows[1][2])), "expected.csv", "Stadt Nirgend"),
    ]


@pytest.mark.parametrize(
    ("row", "profile"),
    [
        (("05358000", "Kreis Düren"), "a"),
        (("05358008", "Düren, Stadt"), "b"),
        (("05358", "Landkreis Düren"), "a"),
        (("09162000", "Landeshauptstadt München"), "m"),
        (("09162000", "Referat für Soziales"), "m"),
        (("01001000", "Kreis Düren"), None),
    ],
)
def test_a_municipality_is_matched_by_name_and_land_then_by_its_kreis(
    row: tuple[str, str], profile: str | None
) -> None:
    known = [
        Found("a", "Kreis Düren", "05358"),
        Found("b", "Stadt Düren", "05358"),
        Found("m", "Stadt München", "09162"),
    ]
    one = Expected(*row, 1, "")
    assert assign([one], known) == [(one, profile)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,phase\nA,1\n", "ags, name, phase"),
        ("AGS,name,phase\n12,A,1\n", "line 2: AGS '12'"),
        ("AGS,name,phase\n05358000,A,3\n", "phase '3'"),
        ("AGS,name,phase\n05358000,,1\n", "name is missing"),
        ("AGS,name,phase\n05358000,A,1\n05358000,A,1\n", "line 3: A stands there twice"),
        ("AGS,name,phase\n,,\n\n05358000,A,1\n05358000,A,9\n", "line 5: phase '9'"),
        ('AGS,name,phase\n05358000,"A"B,1\n', "line 2: .* expected after"),
        ("AGS,name,phase\n05358000,D\udcfcren,1\n", "is not UTF-8"),
    ],
)
def test_a_list_that_cannot_be_understood_is_named_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "expected.csv"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError, match=said):
        load_expected(file)
