"""The search for suppressed persons finds what their removal leaves, in spellings that the removal does not know."""

import ast
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from persons_and_pages import ERIKA, MAX, Person, Store, page, suppress

import jsiq_scrape.privacy
from jsiq_scrape.database import build
from jsiq_scrape.privacy.leak_check import check_leaks
from jsiq_scrape.privacy.person_search import PersonSearch
from jsiq_scrape.workspace import Workspace

NAMES = {
    "as it is": "Erika Sorgenfrei-Müller",
    "a soft hyphen": "Erika Sorgen\u00adfrei-Müller",
    "a mark without width": "Eri\u200bka Sorgenfrei-Müller",
    "decomposed": "Erika Sorgenfrei-Mu\u0308ller",
    "spaced": "E r i k a   S o r g e n f r e i - M ü l l e r",
    "dotted": "E.r.i.k.a S.o.r.g.e.n.f.r.e.i-M.ü.l.l.e.r",
    "wide": "Ｅｒｉｋａ Ｓｏｒｇｅｎｆｒｅｉ－Ｍüｌｌｅｒ",
    "small capitals of a style sheet": "ERIKA SORGENFREI-MÜLLER",
    "in two parts": "Erika Sorgen-\nfrei-Müller",
    "without the hyphen": "Erika SorgenfreiMüller",
    "with two letters": "Erika Sorgenfrei-Mueller",
    "without the dots": "Erika Sorgenfrei-Muller",
    "percent": "?q=Erika%20Sorgenfrei-M%C3%BCller",
    "percent of Latin-1": "?q=Erika+Sorgenfrei-M%FCller",
    "entities": "&#69;rika Sorgenfrei-M&uuml;ller",
    "entities twice": "Erika Sorgenfrei-M&amp;uuml;ller",
    "escapes": "Erika Sorgenfrei-M\\u00fcller",
    "turned": "Sorgenfrei-Müller, Erika",
    "turned with a title": "Sorgenfrei-Müller, Prof. Dr. Erika",
    "a slug": "mueller_erika-sorgenfrei",
    "whose": "Erika Sorgenfrei-Müllers Büro",
    "an initial": "E. Sorgenfrei-Müller",
    "an initial without its dot": "E Sorgenfrei-Müller",
    "addressed": "Frau Dipl.-Päd. Sorgenfrei-Müller",
}
REACHED = {
    "as it is": "e.sorgenfrei@musterau.example",
    "spaced": "e . sorgenfrei @ musterau . example",
    "letter by letter": "e . s o r g e n f r e i @ m u s t e r a u . e x a m p l e",
    "words": "e punkt sorgenfrei ät musterau punkt example",
    "brackets": "e[dot]sorgenfrei {at} musterau (dot) example",
    "an entity": "e.sorgenfrei&#64;musterau&#x2e;example",
    "percent": "mailto:e%2Esorgenfrei%40musterau.example",
    "a soft hyphen": "e.sorgen\u00adfrei@muster\u00adau.example",
    "number": "02421/22-1117",
    "number in pairs": "0 24 21 / 22 11 17",
    "number with dashes": "(02421) 22\u201311\u201317",
    "number of the country": "+49\u00a0(0)\u00a02421.221117",
    "number from abroad": "0049 2421 22 1117",
    "number of a link": "tel:+49-2421-22-1117",
    "number with a mark without width": "02421 22\u200b1117",
    "wide number": "０２４２１ ２２１１１７",
}
OTHERS = [
    "Max Muster", "Frau Müller", "Erika Sorgenlos-Müller", "Erika Sorgenfrei-Müllerin", "Lerika Sorgenfrei-Müller",
    "Erika und Frau Sorge", "Herr Sorgenfrei", "m.muster@musterau.example", "sorgenfrei@musterau.example.org",
    "02421 / 22-1118", "02421 / 22-11178", "1 02421 / 22-111", "12.04.2018 - 22.11.2017", "52351 Musterau",
]  # fmt: skip


def places(workspace: Workspace) -> list[str]:
    return [place.rpartition(": ")[2] for place in check_leaks(workspace).found]


def leak(database: Path, text: str) -> None:
    """Break the removal: a row has the text, as if nobody had taken anything out of it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE project SET services = ? WHERE profile = 'nw-stadt-nordfelde'", (text,))
        connection.commit()


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
@pytest.mark.few(4)
def test_a_name_that_was_left_is_found_however_it_is_spelled(text: str, suppressed: Workspace, tmp_path: Path) -> None:
    place = copied(suppressed, tmp_path)
    assert places(place) == []
    leak(place.database, f"Fragen an {text} am Montag.")
    found = set(places(place))
    assert "table project, column services" in found
    # The tables of the search show what the rows have.
    shown = {"table project_search, column services", "table project_trigram, column text"}
    assert found - shown <= {"table project, column services", "bytes of the file"}


@pytest.mark.parametrize("text", REACHED.values(), ids=REACHED)
@pytest.mark.few(3)
def test_an_address_or_a_number_is_found_however_it_is_spelled(
    text: str, suppressed: Workspace, tmp_path: Path
) -> None:
    place = copied(suppressed, tmp_path)
    leak(place.database, f"Fragen: {text}, montags.")
    assert "table project, column services" in places(place)


@pytest.mark.parametrize("text", OTHERS)
@pytest.mark.few(3)
def test_others_are_left_alone(text: str, suppressed: Workspace, tmp_path: Path) -> None:
    place = copied(suppressed, tmp_path)
    leak(place.database, f"Fragen an {text}, montags.")
    assert places(place) == []


def test_what_only_the_index_of_the_search_still_has_is_found(suppressed: Workspace, tmp_path: Path) -> None:
    place = copied(suppressed, tmp_path)
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute(
            "INSERT INTO project_search(rowid, services) VALUES (99, 'bei E r i k a Sorgenfrei-Mu\u0308ller')"
        )
        connection.commit()
    assert places(place) == ["search table project_search"]


def test_what_a_deleted_row_left_in_the_file_is_found(suppressed: Workspace, tmp_path: Path) -> None:
    place = copied(suppressed, tmp_path)
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE left_over (text TEXT)")
        connection.execute("INSERT INTO left_over VALUES ('xErika SORGENFREI-MÜLLERx')")
        connection.commit()
        connection.execute("DELETE FROM left_over")
        connection.commit()
    assert places(place) == ["bytes of the file"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_name_over_two_lines_is_found_in_a_file_of_any_encoding(
    encoding: str, suppressed: Workspace, tmp_path: Path
) -> None:
    place = copied(suppressed, tmp_path)
    (place.db / "notes.txt").write_bytes("eins\nzwei: Erika\nSorgenfrei-Müller\nvier\n".encode(encoding))
    assert places(place) == ["line 3"]


def test_an_entry_that_no_page_explains_is_counted_and_found_once_the_person_is_given(mine: Workspace, jsiq) -> None:
    hidden = "Fragen an O l g a  O s t e r m a n n."
    Store(mine).capture(30, "osten", page(MAX, municipality="Stadt Osten", services=hidden))
    suppress(mine, name="Olga Ostermann")
    build(mine)
    blind = jsiq("suppress", "--report", "--json", "--root", mine.root)
    assert (blind.returncode, json.loads(blind.stdout)["unknown"]) == (0, 1)
    said = jsiq("suppress", "--report", "--root", mine.root)
    assert "1 entry could not be searched for" in said.stderr
    done = jsiq("suppress", "--report", "--name", "--json", "--root", mine.root, stdin=b"Olga Ostermann\n")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["unknown"], answer["pages"]) == (1, 0, 1)
    assert any("table project, column services" in place for place in answer["found"])
    assert "ostermann" not in done.stdout.casefold() + done.stderr.casefold()


@pytest.mark.sweep
def test_what_is_given_is_searched_for_whether_it_is_suppressed_or_not(mine: Workspace, jsiq) -> None:
    build(mine)
    for flag, value in (("--email", MAX.email), ("--phone", MAX.phone), ("--name", MAX.name)):
        done = jsiq("suppress", "--report", flag, "--root", mine.root, stdin=f"{value}\n".encode())
        assert done.returncode == 1
        assert "table contact, column" in done.stdout
    nobody = jsiq("suppress", "--report", "--phone", "--root", mine.root, stdin=b"Max\n")
    assert (nobody.returncode, nobody.stdout) == (2, "")


def test_what_another_person_shares_is_no_sign_of_this_one(mine: Workspace) -> None:
    office = Person("Oskar Ostmann", ERIKA.email, ERIKA.phone)
    Store(mine).capture(30, "osten", page(office, municipality="Stadt Osten"))
    suppress(mine, name=ERIKA.name)
    build(mine)
    assert places(mine) == []


def test_the_search_shares_nothing_with_the_removal() -> None:
    folder = Path(jsiq_scrape.privacy.__file__).parent
    shared = {"erasure", "identifiers", "redaction", "name_detection", "withheld"}
    for name in ("leak_check.py", "person_search.py", "stored_pages.py"):
        tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        imported = {
            part
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for text in (getattr(node, "module", None) or "", *(one.name for one in node.names))
            for part in text.split(".")
        }
        assert imported & shared == set()


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Jan Ott", "Jan Otto", False),
        ("Jan Ott", "Jan Otts Büro", True),
        ("Frau Prof. Dr. med. Änne Groß", "aenne gross", True),
        ("Groß, Änne", "A. Groß", True),
        ("Anna Lena von Berg", "A. L. v. Berg", True),
        ("Anna Lena von Berg", "von Berg, Anna Lena", True),
        ("José Núñez", "Jose Nunez", True),
        ("Berg", "am Berg", False),
        ("Berg", "Herrn Berg", True),
    ],
)
def test_a_name_stands_for_itself_and_for_no_longer_one(name: str, text: str, found: bool) -> None:
    assert PersonSearch({("name", name)}).found(text) is found


def test_who_is_nobody_is_found_nowhere() -> None:
    assert not PersonSearch(()).found("Erika Sorgenfrei-Müller")
    assert not PersonSearch({("name", "-"), ("email", "@"), ("phone", "+491")}).found("1 @ -")


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """A workspace of the same evidence and database, without the cache."""
    place = Workspace(folder / "copy")
    place.root.mkdir()
    place.snapshots.symlink_to(workspace.snapshots)
    place.parsers.mkdir()
    place.db.mkdir()
    (place.parsers / "suppressions.toml").write_bytes((workspace.parsers / "suppressions.toml").read_bytes())
    place.database.write_bytes(workspace.database.read_bytes())
    return place
