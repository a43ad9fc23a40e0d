"""P2: every stored byte can be re-verified; whatever is damaged is named by file and line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from damage import BODY_HARMS, HARMS, PARTS, Part, part

from jsiq_scrape.evidence.store import DamageKind, Snapshots
from jsiq_scrape.workspace import Workspace

Harm = Callable[[bytes, Part, Part], bytes]
LINE, OTHER = 3, 4


def last_run(workspace: Workspace) -> Path:
    return max((workspace.snapshots / "runs").iterdir())


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", PARTS)
def test_damage_to_any_part_of_a_line_is_named(name: str, harm: Harm, mine: Workspace) -> None:
    """Seen failing when a line's check was not compared: of 60 damages 16 went unnoticed."""
    path = last_run(mine)
    whole = path.read_bytes()
    damaged = harm(whole, part(whole, LINE, name), part(whole, OTHER, name))
    if damaged == whole:  # both lines have the same there
        return
    path.write_bytes(damaged)
    found = [one for one in Snapshots(mine.snapshots).verify() if one.file == f"runs/{path.name}"]
    if harm.__name__ == "truncated":  # what was never written and what was cut off look alike: told, and harmless
        assert {one.kind for one in found} - {DamageKind.TORN_LINE} == {DamageKind.INTERRUPTED_RUN}
        # A line is whole without its line feed, and the byte before its first one is the end of another.
        assert [one.line for one in found if one.kind is DamageKind.TORN_LINE] in ([LINE], [])
        assert len(Snapshots(mine.snapshots).runs()) == 2
    else:
        assert {one.line for one in found if not one.harmless} & {LINE, LINE + 1}, found


def test_every_bit_of_the_store_counts(mine: Workspace) -> None:
    """A bit of every 97th byte of every file, the last byte of each included."""
    store = Snapshots(mine.snapshots)
    assert store.verify() == []
    for path in sorted(mine.snapshots.rglob("*.*")):
        whole = path.read_bytes()
        for place in {*range(0, len(whole), 97), len(whole) - 1}:
            if path.suffix == ".html" and place % 970 and place != len(whole) - 1:
                continue  # of a body each byte counts in the same way
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            found = store.verify() if path.suffix == ".html" else (list(store.captures()), store.damages)[1]
            name = path.relative_to(mine.snapshots).as_posix()
            last_line_feed = path.suffix == ".jsonl" and place == len(whole) - 1
            assert [one for one in found if one.file == name and (not one.harmless or last_line_feed)], (name, place)
        path.write_bytes(whole)
    assert store.verify() == []


@pytest.mark.parametrize("harm", BODY_HARMS)
def test_damage_to_a_body_is_named(harm: str, mine: Workspace) -> None:
    """Seen failing when only the size of a body was compared."""
    store = Snapshots(mine.snapshots)
    capture = next(one for one in store.captures() if one.purpose == "profile" and one.digest)
    other = next(one for one in store.captures() if one.digest not in (None, capture.digest))
    path = store.bodies.path(str(capture.digest))
    BODY_HARMS[harm](path, store.bodies.path(str(other.digest)))
    found = [one for one in store.verify() if not one.harmless]
    if harm == "gone":
        assert [(one.kind, one.file) for one in found] == [(DamageKind.MISSING_BODY, f"runs/{capture.run}.jsonl")]
        assert found[0].line == capture.line
    else:
        assert {one.kind for one in found} == {DamageKind.WRONG_DIGEST}
        assert path.relative_to(mine.snapshots).as_posix() in {one.file for one in found}
        assert len(found) == (2 if harm == "the bytes of another" else 1)


def test_the_command_names_file_and_line(mine: Workspace, jsiq) -> None:
    path = last_run(mine)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"status":200', b'"status":201', 1))
    body = next(mine.snapshots.glob("bodies/*/*.html"))
    body.write_bytes(b"other")
    done = jsiq("verify", "--json", "--root", mine.root)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert {(one["file"], one["line"]) for one in told if not one["harmless"]} == {
        (f"runs/{path.name}", 1 + whole[: whole.index(b'"status":200')].count(b"\n")),
        (body.relative_to(mine.snapshots).as_posix(), None),
    }
