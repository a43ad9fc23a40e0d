"""A damaged or truncated WARC file is named, with the place, and what is whole in it is kept."""

import gzip
import random
from pathlib import Path

import pytest
from made_warcs import URL, Taken, answer, by_warcio, packed, page, record, response, sha1

from jsiq_scrape.files.warc import warc_records

NAMES = ["a", "b", "c"]
ALL = {URL.format(name): page(name) for name in NAMES}


def whole(name: str) -> bytes:
    """A record that carries a digest of itself."""
    block = answer(page(name), Content_Type="text/html")
    return record("response", block, URL.format(name), WARC_Block_Digest=sha1(block))


PACKED, PLAIN = packed(map(whole, NAMES)), b"".join(map(whole, NAMES))
STARTS = {True: [len(packed(map(whole, NAMES[:n]))) for n in range(4)],
          False: [len(b"".join(map(whole, NAMES[:n]))) for n in range(4)]}  # fmt: skip


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_that_ends_early_is_noticed_wherever_it_ends(gzipped: bool, tmp_path: Path) -> None:
    data, starts = (PACKED, STARTS[True]) if gzipped else (PLAIN, STARTS[False])
    for number, cut in enumerate(
        sorted({*range(1, len(data), 31), *(start + n for start in starts for n in (-5, -1, 1))})
    ):
        if not 0 < cut < len(data) or cut in starts:
            continue
        root = tmp_path / str(number)
        root.mkdir()
        taken = Taken(root)
        report = taken.take(data[:cut])
        before = sum(start <= cut for start in starts[1:])
        assert len(report.damages) == 1, (cut, report.damages)
        # The record at the cut may be whole: its digest says so, and only its end is missing.
        assert list(ALL)[:before] == list(taken.bodies())[:before]
        assert len(taken.bodies()) <= before + 1
        assert taken.bodies().items() <= ALL.items()


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_changed_byte_never_changes_a_page_unnoticed(gzipped: bool, tmp_path: Path) -> None:
    data = PACKED if gzipped else PLAIN
    chosen = random.Random(7)
    for number in range(120):
        place = chosen.randrange(len(data))
        changed = bytearray(data)
        changed[place] ^= 1 << chosen.randrange(8)
        root = tmp_path / str(number)
        root.mkdir()
        taken = Taken(root)
        report = taken.take(bytes(changed))
        bodies = taken.bodies()
        pages = {url: body for url, body in bodies.items() if body is not None}
        if pages != ALL:
            assert set(pages.values()) <= set(ALL.values())
            # Plain files check blocks only: a changed byte of a header may hide a record or move it to another URL.
            assert report.damages or report.skipped or report.incidents or not gzipped


def by_each_way(data: bytes, file: Path) -> list[tuple[list[tuple[int, bytes | None]], list[tuple[int, str]]]]:
    """The records and flaws of a file as `records` gives them, and as our own framing does from the first byte on."""
    file.write_bytes(data)
    found = []
    for read in (warc_records.records, lambda *given: warc_records._framed(given[0], 0, *given[1:])):
        flaws: list[tuple[int, str]] = []
        whole = [(one.offset, one.block) for one in read(file, lambda _: True, 10_000, flaws)]
        found.append((whole, flaws))
    return found


@pytest.mark.parametrize("gzipped", [True, False])
def test_fastwarc_loses_nothing_of_a_damaged_file_that_our_own_framing_finds(gzipped: bool, tmp_path: Path) -> None:
    data = PACKED if gzipped else PLAIN
    chosen = random.Random(11)
    damaged = [data, data[:-1], data[:-9], data + bytes(512), data + b"junk", data[: len(data) // 2]]
    for _ in range(150):
        place = chosen.randrange(len(data))
        damaged.append(data[:place] + bytes([data[place] ^ (1 << chosen.randrange(8))]) + data[place + 1 :])
        damaged.append(data[:place] + data[place + chosen.randrange(40) :])
    for one in damaged:
        ours, framed = by_each_way(one, tmp_path / "file.warc")
        assert ours == framed


def test_a_length_that_reaches_over_a_whole_record_is_noticed(tmp_path: Path) -> None:
    swallowed = response("b")
    lying = record("response", answer(page("a")), URL.format("a"))
    length = len(answer(page("a"))) + len(b"\r\n\r\n") + len(swallowed) - len(b"\r\n\r\n")
    lying = lying.replace(f"Content-Length: {len(answer(page('a')))}".encode(), f"Content-Length: {length}".encode())
    ours, framed = by_each_way(packed([lying, swallowed, response("c"), response("d")]), tmp_path / "file.warc.gz")
    assert ours == framed
    assert len(ours[1]) == 1
    assert len(ours[0]) == 3


def test_what_follows_a_damaged_record_is_kept(taken: Taken) -> None:
    data = bytearray(PACKED)
    data[(STARTS[True][1] + STARTS[True][2]) // 2] ^= 0xFF
    report = taken.take(bytes(data))
    assert set(taken.bodies()) == {URL.format("a"), URL.format("c")}
    ((place, what),) = report.damages
    assert place.endswith(f"byte {STARTS[True][1]}")
    assert what


@pytest.mark.parametrize("length", ["5", "100000", "-1", "x", ""])
@pytest.mark.parametrize("gzipped", [True, False])
def test_a_lying_length_costs_one_record(length: str, gzipped: bool, taken: Taken) -> None:
    records = [response("a"), response("b", Content_Length=length), response("c")]
    report = taken.take(packed(records) if gzipped else b"".join(records))
    assert set(taken.bodies()) == {URL.format("a"), URL.format("c")}
    assert len(report.damages) == 1


@pytest.mark.parametrize("digest", ["WARC_Block_Digest", "WARC_Payload_Digest"])
@pytest.mark.parametrize("written", ["sha1:" + "A" * 32, "sha256:" + "0" * 64, "md5:" + "0" * 32])
def test_content_that_is_not_what_its_digest_says_is_not_taken(digest: str, written: str, taken: Taken) -> None:
    report = taken.take(packed([response("a", **{digest: written}), response("b")]))
    assert list(taken.bodies()) == [URL.format("b")]
    assert len(report.damages) == 1


def test_one_gzip_member_for_all_gives_what_stands_before_the_cut(taken: Taken) -> None:
    data = gzip.compress(b"".join(map(whole, [f"{n}" for n in range(200)])), 0)
    report = taken.take(data[: len(data) // 2])
    assert len(report.damages) == 1
    assert report.stored in range(90, 101)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + bytes(99), "is a zip file that is cut off or damaged"),
        (b"<html>", "no WARC"),
        (gzip.compress(b"<html>", mtime=0), "no record"),
    ],
)
def test_what_is_no_warc_file_is_named(data: bytes, said: str, taken: Taken) -> None:
    report = taken.take(data, by_warcio(["a"]))
    assert said in report.damages[0][1]
    assert list(taken.bodies()) == [URL.format("a")]


def test_the_command_names_the_damage_and_exits_with_1(jsiq, tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "cut.warc.gz").write_bytes(PACKED[:-20])
    done = jsiq("collect", "warc", "cut.warc.gz", "--all-hosts", "--root", "w")
    assert done.returncode == 1
    assert "cut.warc.gz byte" in done.stderr
    assert done.stdout == "cut.warc.gz: 2 captures stored, 1 damaged\n"
    missing = jsiq("collect", "warc", "cut.warc.gz", "none.warc", "--root", "w")
    assert (missing.returncode, missing.stdout) == (2, "")
