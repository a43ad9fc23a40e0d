"""WACZ files, as Browsertrix and Webrecorder write them: their pages are taken in, and what is damaged is named."""

import hashlib
import json
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from made_warcs import DATE, URL, Taken, answer, by_warcio, packed, page, record, response, sha1

NAME = "crawl.wacz"
PAGES = {URL.format(name): page(name) for name in "abc"}


def wacz(
    folder: Path, members: dict[str, bytes], *, listed: dict[str, bytes] | None = None, method: int = ZIP_STORED
) -> Path:
    """A WACZ of these WARC files; its datapackage.json describes them, or those that are `listed` instead."""
    told = members if listed is None else listed
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "bytes": len(content),
        }
        for name, content in told.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "software": "Browsertrix", "resources": resources}
    with ZipFile(folder / NAME, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n', ZIP_DEFLATED)
        file.writestr("indexes/index.cdx.gz", b"\x1f\x8b")
        file.writestr("__MACOSX/archive/._data.warc.gz", b"\0")
        file.writestr("datapackage.json", json.dumps(package), ZIP_DEFLATED)
    return folder / NAME


def packs(*names: str) -> bytes:
    return packed(map(response, names))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made, which must be empty again afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_every_warc_file_in_it_is_taken_in(method: int, taken: Taken, temporary: Path) -> None:
    members = {
        "archive/rec-0.warc.gz": by_warcio("a"),
        "archive/rec-1.warc.gz": packs("b"),
        "archive/plain.warc": response("c"),
    }
    report = taken.take(wacz(taken.root, members, method=method))
    assert (report.stored, report.damages, report.incidents) == (3, [], [])
    assert taken.bodies() == PAGES
    found = {capture.url: capture for capture in taken.captures}[URL.format("b")]
    assert found.found_on == "crawl.wacz/archive/rec-1.warc.gz"
    assert found.archive is not None
    assert found.archive.requested_url == "crawl.wacz/archive/rec-1.warc.gz#0"
    assert f"{found.captured_at:%Y-%m-%dT%H:%M:%SZ}" == DATE
    assert list(temporary.iterdir()) == []


def test_the_same_file_twice_stores_nothing_new(taken: Taken) -> None:
    file = wacz(taken.root, {"archive/data.warc.gz": packs("a")})
    assert (taken.take(file).stored, taken.take(file).known) == (1, 1)


def test_a_revisit_finds_its_original_in_another_warc_file_of_the_package(taken: Taken) -> None:
    again = record(
        "revisit", answer(b""), URL.format("b"), WARC_Refers_To_Target_URI=URL.format("a"), WARC_Refers_To_Date=DATE,
        WARC_Date="2019-04-12T10:00:00Z", WARC_Payload_Digest=sha1(page("a")),
    )  # fmt: skip
    report = taken.take(wacz(taken.root, {"archive/1.warc.gz": packed([again]), "archive/2.warc": response("a")}))
    assert report.incidents == []
    assert taken.bodies()[URL.format("b")] == page("a")


def test_a_damaged_member_is_named_and_its_whole_records_are_kept(taken: Taken, temporary: Path) -> None:
    first, second, third = packs("a"), packs("b"), packs("c")
    file = wacz(taken.root, {"archive/1.warc.gz": first + second + third, "archive/2.warc.gz": packs("d")})
    content = bytearray(file.read_bytes())
    content[content.index(second) + len(second) // 2] ^= 0xFF
    file.write_bytes(content)
    report = taken.take(file)
    places = [place for place, _ in report.damages]
    assert places == [f"{file}/archive/1.warc.gz byte {len(first)}", f"{file}/archive/1.warc.gz"]
    assert report.damages[1][1] == "is damaged: the zip file names another checksum"
    assert set(taken.bodies()) == {URL.format(name) for name in "acd"}
    assert list(temporary.iterdir()) == []


def test_what_the_description_says_is_held_against_what_is_there(taken: Taken) -> None:
    described = {"archive/1.warc.gz": b"something else", "archive/2.warc.gz": packs("b")}
    file = wacz(taken.root, {"archive/1.warc.gz": packs("a")}, listed=described)
    report = taken.take(file)
    assert report.damages == [
        (f"{file}/archive/2.warc.gz", "is named in datapackage.json and is not there"),
        (f"{file}/archive/1.warc.gz", "is not what datapackage.json says: its hash is another"),
    ]
    assert list(taken.bodies()) == [URL.format("a")]


def test_a_member_that_breaks_off_is_given_as_far_as_it_goes(taken: Taken) -> None:
    records = b"".join(
        record("response", answer(page(name) + os.urandom(60_000)), URL.format(name)) for name in "abcdefgh"
    )
    file = wacz(taken.root, {"archive/1.warc": records}, method=ZIP_DEFLATED)
    content = bytearray(file.read_bytes())
    start = content.index(b"PK\x01\x02") * 3 // 4
    content[start : start + 2000] = b"\xff" * 2000
    file.write_bytes(content)
    report = taken.take(file)
    assert {place.partition(" byte")[0] for place, _ in report.damages} == {f"{file}/archive/1.warc"}
    assert list(taken.bodies())[:4] == [URL.format(name) for name in "abcd"]
    assert len(taken.bodies()) < 8


@pytest.mark.parametrize("description", [b"{", b"[]", b"\xff", b'{"resources": [{"path": 7}]}', b"[" * 200_000])
def test_a_description_that_cannot_be_read_is_named(description: bytes, taken: Taken) -> None:
    with ZipFile(taken.root / NAME, "w") as file:
        file.writestr("archive/1.warc.gz", packs("a"))
        file.writestr("datapackage.json", description)
    report = taken.take(taken.root / NAME)
    ((place, what),) = report.damages
    assert place == f"{taken.root / NAME}/datapackage.json"
    assert what.startswith("cannot be read: ")
    assert list(taken.bodies()) == [URL.format("a")]


def test_a_package_without_a_description_or_without_warc_files(taken: Taken) -> None:
    with ZipFile(taken.root / "mine.zip", "w") as file:
        file.writestr("mine.warc", response("a"))
    with ZipFile(taken.root / "none.wacz", "w") as file:
        file.writestr("page.html", page("b"))
    report = taken.take(taken.root / "mine.zip", taken.root / "none.wacz")
    assert report.damages == [(str(taken.root / "none.wacz"), "the zip file holds no WARC file")]
    assert list(taken.bodies()) == [URL.format("a")]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_package_that_ends_early_is_named_and_its_whole_records_are_kept(share: float, taken: Taken) -> None:
    file = wacz(taken.root, {f"archive/{name}.warc.gz": packs(name) for name in "abc"})
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    report = taken.take(file)
    assert report.damages
    assert all(place.startswith(f"{file} byte ") for place, _ in report.damages)
    assert taken.bodies().items() <= PAGES.items()
    assert len(taken.bodies()) >= (1 if share < 0.9 else 3)


def test_a_package_that_unpacks_to_far_more_than_it_holds_is_refused(taken: Taken, temporary: Path) -> None:
    file = wacz(
        taken.root,
        {"archive/1.warc.gz": packs("a"), "archive/2.warc": response("b") + bytes(20_000_000), "archive/3.warc": b""},
        method=ZIP_DEFLATED,
    )
    assert file.stat().st_size < 100_000
    report = taken.take(file)
    ((place, what),) = report.damages
    assert place == f"{file}/archive/2.warc"
    assert "too many for the size of the zip file" in what
    assert list(taken.bodies()) == [URL.format("a")]
    assert list(temporary.iterdir()) == []


def test_an_encrypted_member_is_named(taken: Taken) -> None:
    file = wacz(taken.root, {"archive/1.warc.gz": packs("a"), "archive/2.warc.gz": packs("b")})
    content = bytearray(file.read_bytes())
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 6] |= 1  # the flag that says so, in both places where it stands
    content[central + 8] |= 1
    file.write_bytes(content)
    ((place, what),) = taken.take(file).damages
    assert place == f"{file}/archive/1.warc.gz"
    assert "encrypted" in what
    assert list(taken.bodies()) == [URL.format("b")]


def test_a_name_that_leads_out_of_the_package_writes_nothing_there(taken: Taken) -> None:
    with ZipFile(taken.root / NAME, "w") as file:
        file.writestr("../../outside.warc", response("a"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the same name twice
            file.writestr("../../outside.warc", response("b"))
    taken.take(taken.root / NAME)
    assert not any((taken.root / up / "outside.warc").exists() for up in (".", "..", "../..", "../../.."))
    assert set(taken.bodies()) == {URL.format("a"), URL.format("b")}


def test_the_command_takes_warc_and_wacz_files_together(
    jsiq: Callable[..., CompletedProcess[str]], tmp_path: Path, temporary: Path
) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "a.warc.gz").write_bytes(packs("a"))
    wacz(tmp_path, {"archive/data.warc.gz": packs("b")})
    environment = {"TMPDIR": os.fspath(temporary)}
    done = jsiq("collect", "warc", "a.warc.gz", NAME, "--all-hosts", "--root", "w", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"a.warc.gz, {NAME}: 2 captures stored\n"
    assert list(temporary.iterdir()) == []
