"""The door of the command line: streams, signals and the version; the commands themselves stand in `commands/`."""

import signal
import sys
from types import FrameType
from typing import NoReturn


def main() -> NoReturn:
    """Run `jsiq-scrape` with the arguments of this process and end it with a documented exit code."""
    speak_utf8()
    signal.signal(signal.SIGTERM, end_on_sigterm)
    if sys.argv[1:] == [
        "--version"
    ]:  # answered before click is imported: a version is asked for often and must be quick
        from jsiq_scrape import __version__

        sys.stdout.write(f"jsiq-scrape {__version__}\n")
        sys.exit(0)
    try:
        from jsiq_scrape.commands import program
    except KeyboardInterrupt:
        sys.exit(130)
    program.main(prog_name="jsiq-scrape")
    raise AssertionError("program.main ends the process")


def speak_utf8() -> None:
    """Make the streams UTF-8 in every locale: umlauts survive `LC_ALL=C`, and JSON is UTF-8 by definition.

    A lone surrogate (an undecodable byte of a file's name) becomes `\\udcXX`, which is its escape in JSON too.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a process may be started with a closed stream
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def end_on_sigterm(number: int, frame: FrameType | None) -> NoReturn:
    """Leave through every `finally`: locks are released and half-written files removed on the way."""
    raise SystemExit(128 + number)
