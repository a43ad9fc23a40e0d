"""The limits of an archive hold for all processes of a user together, and a cool-down outlives the run."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsiq_scrape.archives.quota import PLAYBACK, SEARCH, Quota, Resume
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.errors import ConfigurationError, Incomplete

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
USUAL = {SEARCH: 24.0, PLAYBACK: 480.0}


def quota(folder: Path, clock: StandingClock, pause: float = 60.0) -> Quota:
    return Quota(folder / "state" / "archive.json", USUAL, clock, pause_seconds=pause)


def test_no_minute_has_more_turns_than_the_limit(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    mine = quota(tmp_path, clock)
    for kind, number in ((SEARCH, 24), (PLAYBACK, 480)):
        started = clock.now()
        for _ in range(number + 1):
            mine.wait(kind)
        assert (clock.now() - started).total_seconds() == pytest.approx(60.0)


def test_two_that_share_the_file_share_the_turns(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    one, other = quota(tmp_path, clock), quota(tmp_path, clock)
    for _ in range(12):
        one.wait(SEARCH)
        other.wait(SEARCH)
    other.wait(SEARCH)
    assert (clock.now() - NOW).total_seconds() == pytest.approx(60.0)


PROCESS = """
import sys, time
from pathlib import Path
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.archives.quota import Quota
mine = Quota(Path(sys.argv[1]), {"playback": 1200.0}, SystemClock(), pause_seconds=1)
for _ in range(20):
    mine.wait("playback")
    print(time.time(), flush=True)
"""


@pytest.mark.sweep
def test_two_processes_share_the_turns(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS, str(tmp_path / "archive.json")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    turns = sorted(float(line) for process in running for line in process.communicate(timeout=60)[0].split())
    assert len(turns) == 40
    # 39 spaces of 50 ms; a process may be late for its turn, and then the next one is as close as that.
    assert turns[-1] - turns[0] > 39 * 0.05 - 0.2


def test_a_refusal_makes_everyone_pause_for_as_long_as_the_archive_says(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    one, other = quota(tmp_path, clock), quota(tmp_path, clock)
    clock.sleep(1)
    one.refused(clock.now(), 30.0)
    other.wait(PLAYBACK)
    assert (clock.now() - NOW).total_seconds() == pytest.approx(31.0)


def test_refusals_of_questions_put_before_the_pause_count_once(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    mine = quota(tmp_path, clock)
    asked_at = clock.now()
    clock.sleep(1)
    for _ in range(16):
        mine.refused(asked_at, None)
    mine.wait(PLAYBACK)
    assert (clock.now() - NOW).total_seconds() == pytest.approx(61.0)


def test_the_third_refusal_in_a_row_ends_the_run_for_an_hour_and_then_for_two(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    ends = []
    for _ in range(2):
        mine = quota(tmp_path, clock, pause=10)
        with pytest.raises(Resume) as told:  # noqa: PT012
            for _ in range(3):
                mine.wait(PLAYBACK)
                clock.sleep(1)
                mine.refused(clock.now(), None)
        ends.append((told.value.moment - clock.now()).total_seconds())
        with pytest.raises(Incomplete, match="resume after 2024-05-01"):
            quota(tmp_path, clock).check()
        clock.moment = told.value.moment + timedelta(seconds=1)
        quota(tmp_path, clock).check()
    assert ends[0] == pytest.approx(3600, abs=2)
    assert ends[1] == pytest.approx(7200, abs=2)


def test_an_answer_after_the_pause_forgets_the_refusals(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    mine = quota(tmp_path, clock, pause=10)
    for _ in range(10):
        clock.sleep(1)
        mine.refused(clock.now(), None)
        mine.wait(PLAYBACK)
        clock.sleep(1)
        mine.answered(clock.now())
    mine.check()


@pytest.mark.parametrize(("wish", "seconds"), [(600.0, 600), (1e11, 24 * 3600)])
def test_a_long_wish_ends_the_run_and_an_absurd_one_is_a_day(tmp_path: Path, wish: float, seconds: float) -> None:
    clock = StandingClock(NOW)
    with pytest.raises(Resume) as told:
        quota(tmp_path, clock).refused(NOW, wish)
    assert (told.value.moment - NOW).total_seconds() == pytest.approx(seconds)


def test_a_clock_that_was_set_back_does_not_stop_the_work(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    quota(tmp_path, clock).wait(SEARCH)
    with pytest.raises(Resume):
        quota(tmp_path, clock).refused(clock.now(), 1e6)
    clock.moment -= timedelta(days=300)
    before = clock.now()
    quota(tmp_path, clock).wait(SEARCH)
    assert (clock.now() - before).total_seconds() < 60


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"next": {"search": "soon"}}', b"\x00" * 400])
def test_a_state_that_cannot_be_read_begins_anew(tmp_path: Path, rubbish: bytes) -> None:
    file = tmp_path / "state" / "archive.json"
    file.parent.mkdir()
    file.write_bytes(rubbish)
    clock = StandingClock(NOW)
    mine = quota(tmp_path, clock)
    mine.wait(SEARCH)
    mine.wait(SEARCH)
    assert (clock.now() - NOW).total_seconds() == pytest.approx(2.5)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(ConfigurationError, match="XDG_STATE_HOME"):
        quota(tmp_path, StandingClock(NOW))
