"""Runs `jsiq-scrape` in one forked child after the other, each with a fault of `fault_at.c`; started by `faults.py`.

Forking after everything is imported makes a run of a few pages cheap; each child is a process of its own that really
dies or really gets the error.  Standard input takes one JSON object a line, standard output gives one for each.
"""

import ctypes
import gc
import json
import os
import sys
import traceback
from pathlib import Path

from jsiq_scrape import cli

#: How many calls `struct report` of fault_at.c remembers.
REMEMBERED = 4096


class Call(ctypes.Structure):
    """One call that alters something, and on which file."""

    _fields_ = (("call", ctypes.c_char * 16), ("path", ctypes.c_char * 240))


class Report(ctypes.Structure):
    """`struct report` of fault_at.c."""

    _fields_ = (("counted", ctypes.c_long), ("struck", ctypes.c_int), ("calls", Call * REMEMBERED))


library = ctypes.CDLL(None)
library.told.restype = ctypes.POINTER(Report)
#: The exit code of a child that an exception left.
ESCAPED = 70
KINDS = {
    "quiet": 0,
    "kill": 1,
    "full": 2,
    "broken": 3,
    "ctrl-c": 4,
    "term": 5,
    "misread": 6,
    "unreadable": 7,
    "reading": 8,
}


def perform(arguments: list[str]) -> int:
    """The command in this process; gives its exit code."""
    sys.argv = ["jsiq-scrape", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


def forked(order: dict[str, object]) -> dict[str, object]:
    """The command in a child, with its fault; gives how it ended and what it said."""
    folder = str(order["folder"])
    reading, writing = os.pipe()
    library.arm(0, ctypes.c_long(0))
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        os.chdir(folder)
        library.stand_still(ctypes.c_long(int(order["moment"])))
        library.watch(os.fsencode(os.path.realpath(folder)))
        library.arm(KINDS[str(order["fault"])], ctypes.c_long(int(order["at"])))
        code = ESCAPED
        try:
            code = perform(order["arguments"])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:  # noqa: BLE001  # what the program let through is told, as the interpreter would
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = library.told().contents
    calls = [
        (one.call.decode(), os.path.relpath(Path(folder, os.fsdecode(one.path)), folder))
        for one in told.calls[: min(told.counted, REMEMBERED)]
    ]
    return {"code": status, "said": said, "points": told.counted, "struck": bool(told.struck), "calls": calls}


# Once in this process, so that everything a run imports is there before the first fork.
warming = json.loads(sys.stdin.readline())
answers = os.dup(1)
silent = os.open(os.devnull, os.O_WRONLY)
os.dup2(silent, 1)
os.chdir(Path(warming["folder"]))
library.stand_still(ctypes.c_long(int(warming["moment"])))
warmed = perform(warming["arguments"])
library.stand_still(ctypes.c_long(0))
gc.collect()
gc.freeze()  # or collecting in a child would copy every page of memory
with os.fdopen(answers, "w", encoding="utf-8") as out:
    out.write(json.dumps({"code": warmed}) + "\n")
    out.flush()
    for line in sys.stdin:
        out.write(json.dumps(forked(json.loads(line))) + "\n")
        out.flush()
