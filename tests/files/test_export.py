"""The exported evidence is valid WARC, and taking it in again gives the same database."""

import io
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastArchive
from made_warcs import Taken, TidyWriter, sha1
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import build
from jsiq_scrape.demo.tour import tour
from jsiq_scrape.errors import SnapshotError, UsageError
from jsiq_scrape.evidence.store import Capture, ErrorKind, Hop, Snapshots
from jsiq_scrape.files.folder import collect as collect_folder
from jsiq_scrape.files.warc.warc_export import export
from jsiq_scrape.release.differences import compare
from jsiq_scrape.workspace import Workspace

URL = "https://www.jugend-staerken.example/standorte/details/a.html"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo's evidence, and one capture of every other kind."""
    root = tmp_path_factory.mktemp("world")
    workspace = tour(root / "demo", lambda line: None).workspace
    snapshots = Snapshots(workspace.snapshots)
    profile = next(capture for capture in snapshots.captures() if capture.purpose == "profile" and capture.digest)
    assert profile.digest is not None
    at = datetime(2019, 1, 1, tzinfo=UTC)

    def capture(**values: object) -> Capture:
        nonlocal at
        at += timedelta(days=1, microseconds=3)
        told = {"source": "live", "url": URL, "final_url": URL, "asked_at": at, "captured_at": at, "retrieved_at": at}
        return Capture(**{**told, **values})  # type: ignore[arg-type]

    headers = (
        ("content-type", "text/html"),
        ("content-encoding", "gzip"),
        ("content-length", "3"),
    )
    with snapshots.run("live", at) as run:
        run.add(capture(status=200, body=b"<p>other</p>", headers=headers))
        run.add(capture(status=304, confirms=profile.digest, url=profile.url, final_url=profile.url))
        run.add(capture(confirms=profile.digest, url=profile.url, final_url=profile.url))
        run.add(capture(status=200, confirms=profile.digest, url=profile.url, final_url=profile.url))
        run.add(capture(status=404, body=b""))
        run.add(capture(status=410))
        run.add(capture(final_url=None, error="no such host", error_kind=ErrorKind.DNS))
        odd = (("x-name", "Größe"), ("server", "two\twords"))  # warcio writes such headers in another way
        run.add(capture(status=200, error="damaged", error_kind=ErrorKind.DECODING, headers=odd))
        run.add(capture(status=200, body=b"<p>cut", error="too large", error_kind=ErrorKind.TOO_LARGE))
        hops = (Hop(URL, 301, "/b.html"), Hop("https://www.jugend-staerken.example/b.html", 302))
        run.add(
            capture(status=200, body=b"<p>moved</p>", hops=hops, final_url="https://www.jugend-staerken.example/c.html")
        )
    saved = root / "saved"
    saved.mkdir()
    (saved / "Größe 1.html").write_bytes(snapshots.body(profile.digest))
    (saved / "Seite 2.txt").write_text("Projekte\nUmsetzende Institution(en) Verein Probe e. V.\n", "utf-8")
    collect_folder(workspace, saved, StandingClock(at), captured_at=at)
    build(workspace)
    return workspace


@pytest.fixture(params=["all.warc.gz", "all.warc"])
def exported(request: pytest.FixtureRequest, world: Workspace, tmp_path: Path) -> Path:
    return export(Snapshots(world.snapshots), tmp_path / request.param).path


@pytest.mark.few(1)
def test_taking_it_in_again_gives_the_same_content(exported: Path, world: Workspace, taken: Taken) -> None:
    report = taken.take(exported)
    assert (report.damages, report.incidents) == ([], [])
    assert report.stored == len(list(Snapshots(world.snapshots).captures()))
    assert taken.snapshots.verify() == []
    again = build(taken.workspace)
    assert compare(world.database, again.path) == []


def test_exporting_what_was_taken_in_gives_the_same_captures(exported: Path, taken: Taken, tmp_path: Path) -> None:
    taken.take(exported)
    second = export(taken.snapshots, tmp_path / "second.warc")
    other = Taken(tmp_path / "other")
    other.root.mkdir()
    other.take(second.path)
    told = [
        [(each.captured_at, each.url, each.content_digest, each.error_kind, each.source) for each in one.captures]
        for one in (taken, other)
    ]
    assert sorted(told[0]) == sorted(told[1])


def test_the_same_evidence_gives_the_same_bytes(exported: Path, world: Workspace, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    assert export(Snapshots(world.snapshots), again / exported.name).path.read_bytes() == exported.read_bytes()


def test_warcio_finds_every_digest_right(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Arguments:
        inputs = (str(exported),)
        verbose = False

    checker = Checker(Arguments())
    checker.process_all()
    assert (checker.exit_value, capsys.readouterr().out) == (0, "")


def test_two_other_readers_read_the_same_records(exported: Path) -> None:
    with exported.open("rb") as file:
        usual = [(record.rec_type, record.rec_headers["WARC-Target-URI"]) for record in ArchiveIterator(file)]
    with exported.open("rb") as file:
        fast = [(record.headers["WARC-Type"], record.headers.get("WARC-Target-URI")) for record in FastArchive(file)]
    assert usual == fast
    assert {kind for kind, _ in usual} == {"warcinfo", "response", "request", "revisit", "resource", "metadata"}


def test_headers_agree_with_the_decoded_body(exported: Path) -> None:
    seen = 0
    with exported.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=False):
            if record.rec_type == "response":
                body = record.raw_stream.read()
                assert record.http_headers["content-length"] == str(len(body))
                assert record.http_headers["content-encoding"] is None
                assert record.http_headers["transfer-encoding"] is None
                assert record.rec_headers["WARC-Payload-Digest"] == sha1(body)
                seen += 1
    assert seen > 60


def test_a_foreign_reader_of_ours_gets_the_pages_without_the_marks(
    exported: Path, world: Workspace, taken: Taken
) -> None:
    """What the file says apart from our own records is enough for the pages, their times and their confirmations."""
    stripped = exported.with_name("stripped.warc")
    with exported.open("rb") as file, stripped.open("wb") as out:
        writer = TidyWriter(out, gzip=False)
        for record in ArchiveIterator(file):
            if record.rec_type in ("response", "revisit"):
                writer.write_record(record)
    report = taken.take(stripped, patterns=("/**",))
    assert (report.damages, report.incidents) == ([], [])
    wanted = {
        (capture.final_url, capture.captured_at, capture.content_digest)
        for capture in Snapshots(world.snapshots).captures()
        if capture.content_digest and capture.status and capture.error is None
        if (capture.final_url or "").startswith("http")
    }
    found = {(capture.final_url, capture.captured_at, capture.content_digest) for capture in taken.captures}
    empty = {key for key in wanted if Snapshots(world.snapshots).body(str(key[2])) == b""}
    assert wanted - empty <= found


def test_a_changed_look_in_the_file_is_noticed(exported: Path, taken: Taken, tmp_path: Path) -> None:
    if exported.suffix == ".gz":
        pytest.skip("the plain file shows it")
    data = exported.read_bytes().replace(b'"status":410', b'"status":404')
    (tmp_path / "changed.warc").write_bytes(data)
    assert taken.take(tmp_path / "changed.warc").damages != []


def test_nothing_is_overwritten(exported: Path, world: Workspace) -> None:
    before = exported.read_bytes()
    with pytest.raises(UsageError, match="overwrites nothing"):
        export(Snapshots(world.snapshots), exported)
    assert exported.read_bytes() == before


def test_damaged_evidence_is_not_exported(world: Workspace, tmp_path: Path) -> None:
    shutil.copytree(world.snapshots, tmp_path / "snapshots")
    snapshots = Snapshots(tmp_path / "snapshots")
    capture = next(capture for capture in snapshots.captures() if capture.digest)
    assert capture.digest is not None
    snapshots.bodies.path(capture.digest).write_bytes(b"other")
    with pytest.raises(SnapshotError):
        export(snapshots, tmp_path / "x.warc")
    assert list(tmp_path.glob("x.warc*")) == []


def test_the_command_writes_a_file(world: Workspace, jsiq, tmp_path: Path) -> None:
    done = jsiq("export", "--warc", "out.warc.gz", "--root", world.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("out.warc.gz: ")
    with io.BytesIO((tmp_path / "out.warc.gz").read_bytes()) as file:
        assert next(iter(ArchiveIterator(file))).rec_type == "warcinfo"
    assert jsiq("export", "--root", world.root).returncode == 2
