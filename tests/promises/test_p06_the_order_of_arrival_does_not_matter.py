"""P6: the order in which captures arrive, and the runs they arrive in, do not matter."""

import random
import shutil
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from faults import LATER

from jsiq_scrape.captures import Look
from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Fetched, Snapshots
from jsiq_scrape.release.compare import compare, same_content
from jsiq_scrape.workspace import Workspace


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_looks_in_another_order_and_other_runs_give_the_same_content(
    seed: int, looked: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    """Seen failing when looks were taken in the order of their runs' names instead of the time they show."""
    there, here = looked[1], Workspace(tmp_path)
    shutil.copytree(there.parsers, here.parsers)
    evidence, store = Snapshots(there.snapshots), Snapshots(here.snapshots)
    looks = [
        Fetched(
            body=evidence.body(capture.digest) if capture.digest else None,
            **{one.name: getattr(capture, one.name) for one in fields(Look)},
        )
        for capture in evidence.captures()
    ]
    assert len(looks) >= 8
    random.Random(seed).shuffle(looks)
    for number in range(0, len(looks), seed):  # runs of one, two and three looks
        started = LATER + timedelta(days=1, seconds=-number)  # and the later ones are named as if they were earlier
        with store.run("live", started, suffix=f"{number:06x}") as run:
            run.add_all([(look, None) for look in looks[number : number + seed]])
            run.add(looks[number])  # once more: a look that arrives twice is one look
    report = build(here)
    assert report.damages == ()
    assert compare(there.database, here.database) == []
    assert same_content(there.database, here.database)
