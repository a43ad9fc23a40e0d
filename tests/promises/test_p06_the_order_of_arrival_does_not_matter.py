"""P6: the order in which captures arrive, and the runs they arrive in, do not matter."""

import random
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from faults import LATER

from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.release.differences import compare
from jsiq_scrape.workspace import Workspace


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_captures_in_another_order_and_other_runs_give_the_same_content(
    seed: int, collected: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    """Seen failing when captures were taken in the order of their runs' names instead of the time they show."""
    there, here = collected[1], Workspace(tmp_path)
    shutil.copytree(there.parsers, here.parsers)
    evidence, store = Snapshots(there.snapshots), Snapshots(here.snapshots)
    captures = [
        replace(capture, body=evidence.body(capture.digest) if capture.digest else None, digest=None)
        for capture in evidence.captures()
    ]
    assert len(captures) >= 8
    random.Random(seed).shuffle(captures)
    for number in range(0, len(captures), seed):  # runs of one, two and three captures
        started = LATER + timedelta(days=1, seconds=-number)  # and the later ones are named as if they were earlier
        with store.run("live", started, suffix=f"{number:06x}") as run:
            run.add_all(captures[number : number + seed])
            run.add(captures[number])  # once more: a capture that arrives twice is one capture
    report = build(here)
    assert report.damages == ()
    assert compare(there.database, here.database) == []
