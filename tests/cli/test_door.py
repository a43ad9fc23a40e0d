"""The door of the command line: help, version, exit codes, streams and signals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from jsiq_scrape import __version__
from jsiq_scrape.commands import VERBS, program

PREFIX = "jsiq-scrape: "


def error_line(said: str) -> str:
    lines = said.splitlines()
    assert len(lines) == 1, said
    assert lines[0].startswith(PREFIX), said
    return lines[0].removeprefix(PREFIX)


def test_the_version_is_printed_on_stdout(jsiq) -> None:
    done = jsiq("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"jsiq-scrape {__version__}\n", "")


def test_the_version_among_other_options_is_the_same() -> None:
    done = CliRunner().invoke(program, ["--root", ".", "--version"])
    assert (done.exit_code, done.stdout) == (0, f"jsiq-scrape {__version__}\n")


def test_a_version_is_printed_without_loading_click(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", script, "--version"], capture_output=True, text=True, check=True
    )
    loaded = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "jsiq_scrape.cli" in loaded
    assert {"click", "pydantic", "httpx", "sqlite3", "rich"} & loaded == set()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.few(8)
def test_help_of_each_verb_explains_it_and_loads_no_heavy_library(verb: str, script: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", script, verb, "--help"], capture_output=True, text=True, check=True
    )
    loaded = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert done.stdout.startswith(f"Usage: jsiq-scrape {verb}")
    assert "--root DIR" in done.stdout
    assert {"pydantic", "httpx", "sqlite3", "rich", "selectolax", "datasette"} & loaded == set()


def test_help_lists_the_verbs_in_the_order_of_the_work_and_the_exit_codes() -> None:
    done = CliRunner().invoke(program, ["--help"])
    assert done.exit_code == 0
    listed = [line.split()[0] for line in done.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()]
    assert listed == list(VERBS)
    assert "75 busy" in done.stdout
    assert "..." not in done.stdout.partition("Commands:")[2], "a one-line description is cut off"


def test_no_command_at_all_shows_the_help_and_is_a_usage_error(jsiq) -> None:
    done = jsiq()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: jsiq-scrape")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frobnicate"], "no such command 'frobnicate'"),
        (["--frobnicate"], "--frobnicate"),
        (["read"], "missing argument 'FILE...'"),
        (["verify", "--root"], "--root"),
        (["verify", "--root", "nowhere"], "no such folder"),
        (["changes", "--format", "xml"], "'xml' is not one of"),
        (["serve", "--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_done_as_asked_is_named_in_one_line_with_exit_code_2(jsiq, arguments, words) -> None:
    done = jsiq(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in error_line(done.stderr)


def test_root_is_taken_before_and_after_the_command(jsiq, tmp_path: Path) -> None:
    (tmp_path / "kept" / "snapshots").mkdir(parents=True)
    for arguments in (
        ["--root", "kept", "verify"],
        ["verify", "--root", "kept"],
        ["--root", "gone", "verify", "--root", "kept"],
    ):
        assert jsiq(*arguments).returncode == 0, arguments
    assert jsiq("verify").returncode == 2


def test_a_root_that_is_a_file_is_named(jsiq, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "is a file" in error_line(jsiq("verify", "--root", "file").stderr)


def test_a_reader_that_goes_away_is_no_traceback(script: Path) -> None:
    with subprocess.Popen([script, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(), said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_stdout_is_one_line(script: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([script, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, error_line(done.stderr)) == (1, "no space left on device")


def test_a_closed_stdout_is_no_traceback(script: Path) -> None:
    done = subprocess.run(["/bin/sh", "-c", '"$0" --help >&-', script], stderr=subprocess.PIPE, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_a_command_with_their_exit_code_and_no_traceback(script: Path, number, code, tmp_path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([script, "read", pipe], stderr=subprocess.PIPE, text=True) as process:
        descriptor = open_when_read(pipe, process)
        process.send_signal(number)
        assert process.stderr is not None
        said = process.stderr.read()
        os.close(descriptor)
        assert process.wait(timeout=20) == code
    assert "Traceback" not in said


def open_when_read(pipe: Path, reader: subprocess.Popen[str]) -> int:
    """The writing end of a named pipe, once somebody reads from it."""
    while reader.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    pytest.fail("the command ended before it read anything")
