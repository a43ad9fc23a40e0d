"""Every damage of the store is named, and the rest goes on."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from jsiq_scrape.errors import MissingFile
from jsiq_scrape.evidence.store import Capture, Damage, DamageKind, Snapshots

START = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
MakeCapture = Callable[..., Capture]


@pytest.fixture
def run_file(store: Snapshots, make_capture: MakeCapture) -> Path:
    """The file of a closed run with the captures a, b, c."""
    with store.run("live", START, suffix="000000") as run:
        for number, name in enumerate("abc"):
            run.add(make_capture(name, minutes=number))
    assert store.verify() == []
    return store.folder / "runs" / f"{run.id}.jsonl"


def names(store: Snapshots) -> str:
    return "".join(capture.url[-1] for capture in store.captures())


def kinds(damages: list[Damage]) -> list[DamageKind]:
    return [damage.kind for damage in damages]


def test_a_torn_last_line_is_left_out_and_reported(store: Snapshots, run_file: Path) -> None:
    whole = run_file.read_bytes().splitlines(keepends=True)
    for length in range(1, len(whole[2]) - 1):
        run_file.write_bytes(b"".join(whole[:2]) + whole[2][:length])
        assert names(store) == "ab"
        (damage,) = store.damages
        assert (damage.kind, damage.line, damage.harmless) == (DamageKind.TORN_LINE, 3, True)


def test_a_last_line_that_lost_only_its_line_feed_is_whole(store: Snapshots, run_file: Path) -> None:
    run_file.write_bytes(run_file.read_bytes().removesuffix(b"\n"))
    assert names(store) == "abc"
    assert store.verify() == []


def test_a_damaged_inner_line_is_named_and_the_rest_goes_on(store: Snapshots, run_file: Path) -> None:
    first, second, *rest = run_file.read_bytes().splitlines(keepends=True)
    run_file.write_bytes(first + second.replace(b"/b", b"/x", 1) + b"".join(rest))
    assert names(store) == "ac"
    (damage,) = store.damages
    assert damage.file == f"runs/{run_file.name}"
    assert (damage.kind, damage.line, damage.harmless) == (DamageKind.UNREADABLE_LINE, 2, False)
    assert str(damage).endswith(f"@ runs/{run_file.name} line 2")


@pytest.mark.sweep
def test_every_changed_byte_of_a_run_file_is_noticed(store: Snapshots, run_file: Path) -> None:
    whole = run_file.read_bytes()
    for place in range(len(whole)):
        for byte in {whole[place] ^ 1, whole[place] ^ 0x20, 0, 10} - {whole[place]}:
            run_file.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
            list(store.captures())
            assert store.damages or place == len(whole) - 1, (place, byte)


def test_a_lost_a_doubled_and_a_swapped_line_are_told_apart(store: Snapshots, run_file: Path) -> None:
    a, b, c, end = run_file.read_bytes().splitlines(keepends=True)
    run_file.write_bytes(a + c + end)
    assert names(store) == "ac"
    assert kinds(store.damages) == [DamageKind.LOST_LINE]
    run_file.write_bytes(a + b + b + c + end)
    assert names(store) == "abc"
    assert kinds(store.damages) == [DamageKind.DUPLICATE_LINE]
    run_file.write_bytes(a + c + b + end)
    assert names(store) == "abc"
    assert DamageKind.LOST_LINE in kinds(store.damages)


def test_a_run_cut_between_two_lines_is_reported_as_interrupted(store: Snapshots, run_file: Path) -> None:
    run_file.write_bytes(b"".join(run_file.read_bytes().splitlines(keepends=True)[:2]))
    assert names(store) == "ab"
    damages = store.verify()
    assert set(kinds(damages)) == {DamageKind.INTERRUPTED_RUN, DamageKind.UNUSED_BODY}
    assert all(damage.harmless for damage in damages)


def test_an_emptied_run_file_is_reported(store: Snapshots, run_file: Path) -> None:
    run_file.write_bytes(b"")
    assert DamageKind.INTERRUPTED_RUN in kinds(store.verify())


def test_a_renamed_run_file_is_not_taken_for_another_run(store: Snapshots, run_file: Path) -> None:
    run_file.rename(run_file.with_name("20200101T000000Z-live-000000.jsonl"))
    assert names(store) == ""
    assert set(kinds(store.damages)) == {DamageKind.UNREADABLE_LINE}


def test_a_line_of_a_newer_format_or_with_an_unknown_field_is_named(store: Snapshots, run_file: Path) -> None:
    run = run_file.stem
    first = run_file.read_bytes().splitlines(keepends=True)[0]
    for change in ({"format": 2}, {"mood": "good"}, {"status": "200"}, {"asked_at": "2021-03-01T12:00:00+00:00"},
                   {"digest": "../../etc/passwd"}, {"purpose": "fun"}, {"hops": [{"url": "x"}]}):  # fmt: skip
        fields = json.loads(first) | change
        del fields["check"]
        data = json.dumps(fields, separators=(",", ":")).encode()[:-1]
        check = sha256(run.encode() + b"\n" + data).hexdigest()[:16].encode()
        run_file.write_bytes(data + b',"check":"' + check + b'"}\n')
        assert names(store) == ""
        (damage,) = store.damages
        assert next(iter(change)) in damage.message


def test_every_changed_truncated_or_deleted_body_is_named(store: Snapshots, run_file: Path) -> None:
    digest = sha256(b"b").hexdigest()
    path = store.bodies.path(digest)
    for wrong in (b"", b"B", b"bb"):
        path.write_bytes(wrong)
        (damage,) = store.verify()
        assert (damage.kind, damage.file) == (DamageKind.WRONG_DIGEST, f"bodies/{digest[:2]}/{digest}.html")
    path.unlink()
    (damage,) = store.verify()
    assert (damage.kind, damage.file, damage.line) == (DamageKind.MISSING_BODY, f"runs/{run_file.name}", 2)
    assert digest in damage.message


def test_two_swapped_bodies_are_both_named(store: Snapshots, run_file: Path) -> None:
    one, two = (store.bodies.path(sha256(name).hexdigest()) for name in (b"a", b"b"))
    one_bytes, two_bytes = one.read_bytes(), two.read_bytes()
    one.write_bytes(two_bytes)
    two.write_bytes(one_bytes)
    assert kinds(store.verify()) == [DamageKind.WRONG_DIGEST] * 2


def test_foreign_files_are_named_and_the_read_me_is_not(store: Snapshots, run_file: Path) -> None:
    digest = sha256(b"a").hexdigest()
    for name in ("README.md", "runs/.gitkeep", "bodies/.gitkeep"):
        (store.folder / name).touch()
    foreign = (
        "notes.txt", "runs/notes.txt", f"runs/Kopie von {run_file.name}", "runs/20210231T120000Z-live-000000.jsonl",
        "bodies/notes.txt", f"bodies/{digest}.html", f"bodies/{digest[:2]}/{digest.upper()}.html", "bodies/00/x.html",
    )  # fmt: skip
    for name in foreign:
        (store.folder / name).parent.mkdir(exist_ok=True)
        (store.folder / name).write_bytes(b"a")
    shutil.copy(store.bodies.path(digest), store.folder / "bodies" / "00" / f"{digest}.html")
    damages = store.verify()
    assert {damage.file for damage in damages} == {*foreign, f"bodies/00/{digest}.html"}
    assert set(kinds(damages)) == {DamageKind.FOREIGN_FILE}


def test_a_link_in_the_store_is_foreign(store: Snapshots, run_file: Path, tmp_path: Path) -> None:
    outside = run_file.rename(tmp_path / run_file.name)
    run_file.symlink_to(outside)
    assert names(store) == ""
    assert kinds(store.damages) == [DamageKind.FOREIGN_FILE]


def test_what_a_kill_between_body_and_line_leaves_is_harmless(store: Snapshots, run_file: Path) -> None:
    digest = store.bodies.keep(b"a body without a line")
    leftover = store.bodies.path(digest).with_suffix(".00c0de.tmp")
    leftover.write_bytes(b"half a bo")
    damages = store.verify()
    assert sorted(kinds(damages)) == [DamageKind.LEFTOVER, DamageKind.UNUSED_BODY]
    assert all(damage.harmless for damage in damages)


def test_a_store_that_is_not_there_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        Snapshots(tmp_path / "nothing").verify()
    assert list(Snapshots(tmp_path / "nothing").captures()) == []


@pytest.mark.parametrize(
    "content", [b"\x00" * 5000, b"\xff\xfe" + b"x\n" * 300, b"{}\n[]\nnull\n\n", b"[" * 100_000 + b"\n"]
)
def test_any_bytes_in_place_of_a_run_are_named(store: Snapshots, run_file: Path, content: bytes) -> None:
    run_file.write_bytes(content)
    assert names(store) == ""
    assert store.damages
