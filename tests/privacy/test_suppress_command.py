"""`suppress` takes a name by standard input only, writes hashes only, and reports places only."""

import json
import os
import pty
import subprocess
import tomllib
from pathlib import Path

import pytest
from persons_and_pages import ERIKA, Store, page, suppress

from jsiq_scrape.database import build
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.privacy.suppressions import Suppressions, normalised
from jsiq_scrape.workspace import Workspace


def test_it_writes_hashes_and_says_how_many_contacts_they_meet(mine: Workspace, jsiq) -> None:
    given = f"{ERIKA.name}\n{ERIKA.email}\n+49 2421 221117\n".encode()
    done = jsiq("suppress", "--phone", "--email", "--name", "--why", "Az. 12", "--root", mine.root, stdin=given)
    assert done.returncode == 0, done.stderr
    assert "3 contacts on 6 stored pages are suppressed" in done.stderr
    written = (mine.parsers / "suppressions.toml").read_text(encoding="utf-8")
    assert done.stdout.strip() in written
    printed = tomllib.loads(written)
    assert [one["kind"] for one in printed["suppressed"]] == ["name", "email", "phone"]
    assert {one["why"] for one in printed["suppressed"]} == {"Az. 12"}
    for text in (written, done.stdout, done.stderr.replace(str(mine.root), "")):
        assert not any(part in text.casefold() for part in ("erika", "sorgenfrei", "musterau", "221117"))


@pytest.mark.sweep
def test_the_report_finds_her_before_the_next_build_and_not_after(mine: Workspace, jsiq) -> None:
    jsiq("suppress", "--name", "--root", mine.root, stdin=ERIKA.name.encode())
    before = jsiq("suppress", "--report", "--root", mine.root)
    assert before.returncode == 1
    assert "jsiq.db: table contact_version, column name" in before.stdout
    assert "readings.sqlite: table reading" in before.stdout
    assert "sorgenfrei" not in before.stdout.casefold()
    assert jsiq("build", "--root", mine.root).returncode == 0
    after = jsiq("suppress", "--report", "--root", mine.root)
    assert (after.returncode, after.stderr) == (0, "")
    assert "suppress 3 contacts on 6 stored pages" in after.stdout
    assert "0 places found" in after.stdout
    (mine.db / "notes.txt").write_text("frau SORGENFREI  mueller, erika\n", encoding="utf-8")
    again = jsiq("suppress", "--report", "--root", mine.root)
    assert again.returncode == 1
    assert "notes.txt: line 1" in again.stdout


@pytest.mark.sweep
def test_a_program_gets_lines_and_places_as_json(mine: Workspace, jsiq) -> None:
    printed = jsiq("suppress", "--name", "--json", "--root", mine.root, stdin=ERIKA.name.encode())
    answer = json.loads(printed.stdout)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert (answer["contacts"], answer["pages"]) == (3, 6)
    assert "\n".join(answer["lines"]).strip() in (mine.parsers / "suppressions.toml").read_text(encoding="utf-8")
    report = jsiq("suppress", "--report", "--json", "--root", mine.root)
    assert report.returncode == 1
    assert json.loads(report.stdout)["found"]
    assert "sorgenfrei" not in report.stdout.casefold()


def test_at_a_terminal_the_name_is_asked_for(mine: Workspace, script: Path) -> None:
    terminal, end = pty.openpty()
    os.write(terminal, f"{ERIKA.name}\n".encode())
    done = subprocess.run(
        [script, "suppress", "--name", "--root", mine.root], stdin=end, capture_output=True, check=False
    )
    os.close(end)
    os.close(terminal)
    assert done.returncode == 0
    assert b"name" in done.stderr.splitlines()[0].lower()
    assert b"[[suppressed]]" in done.stdout


@pytest.mark.parametrize("given", [b"", b"Erika\n", b"\xff\xfe\n"], ids=["nothing", "one word", "no text"])
def test_what_is_no_name_is_refused_and_nothing_is_written(given: bytes, mine: Workspace, jsiq) -> None:
    done = jsiq("suppress", "--name", "--root", mine.root, stdin=given)
    assert done.returncode == 2
    assert "Erika" not in done.stderr
    assert not (mine.parsers / "suppressions.toml").exists()


def test_a_name_as_an_argument_is_refused(mine: Workspace, jsiq) -> None:
    assert jsiq("suppress", "--name", ERIKA.name, "--root", mine.root).returncode == 2
    assert jsiq("suppress", "--root", mine.root).returncode == 2


@pytest.mark.sweep
def test_nobody_is_suppressed_twice_and_the_remarks_of_the_file_stay(mine: Workspace, jsiq) -> None:
    mine.parsers.mkdir(exist_ok=True)
    file = mine.parsers / "suppressions.toml"
    file.write_text("# a remark of ours\n", encoding="utf-8")
    assert jsiq("suppress", "--name", "--root", mine.root, stdin=ERIKA.name.encode()).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# a remark of ours\n")
    again = jsiq("suppress", "--name", "--root", mine.root, stdin=b"Sorgenfrei-Mueller, Erika\n")
    assert again.returncode == 2
    assert "suppressed already" in again.stderr


@pytest.mark.parametrize(
    "text",
    [
        '[[suppressed]]\nkind = "name"\ndigest = "Erika Sorgenfrei"\nadded = 2026-01-01\n',
        f'[[suppressed]]\nkind = "name"\ndigest = "{"0" * 64}"\nadded = 2026-01-01\n',
        f'salt = "{"0" * 32}"\n[[suppressed]]\nkind = "name"\ndigest = "{"0" * 64}"\nname = "Erika"\n',
        'name = "Erika Sorgenfrei"\n',
    ],
    ids=["a name for a digest", "no salt", "a key that is not known", "a name"],
)
def test_a_file_that_says_anything_else_is_refused_without_repeating_it(text: str, tmp_path: Path) -> None:
    file = tmp_path / "suppressions.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        suppressions.load_suppressions(file)
    assert "suppressions.toml: " in str(raised.value)
    assert "Erika" not in str(raised.value)


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("name", ("Dr. Änne Groß-Beispiel", "aenne gross beispiel", "Frau Änne Groß Beispiel", "GROSS-BEISPIEL, Änne")),
        (
            "email",
            ("A.Beispiel@Musterau.Example", "mailto:a.beispiel@musterau.example", "a.beispiel(at)musterau.example"),
        ),
        ("phone", ("02421 22-1117", "+49 (0) 2421 / 22 11 17", "0049 2421 221117")),
    ],
)
def test_spellings_of_one_value_are_one_entry(kind: suppressions.Known, spellings: tuple[str, ...]) -> None:
    assert len({normalised(kind, spelling) for spelling in spellings}) == 1


def test_the_digest_for_the_table_of_builds_changes_with_every_entry_and_not_with_remarks(mine: Workspace) -> None:
    def digest() -> str:
        return suppressions.load_suppressions(mine.parsers / "suppressions.toml").digest

    suppress(mine, name=ERIKA.name)
    first = digest()
    file = mine.parsers / "suppressions.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert digest() == first != Suppressions().digest
    suppress(mine, email=ERIKA.email)
    assert digest() != first


def test_a_store_without_her_takes_her_out_when_she_comes(mine: Workspace) -> None:
    suppress(mine, email="niemand@musterau.example")
    build(mine)
    Store(mine).capture(70, "neu", page(ERIKA, municipality="Stadt Neuheim"))
    suppress(mine, name=ERIKA.name)
    report = build(mine)
    assert b"Sorgenfrei" not in report.path.read_bytes()
