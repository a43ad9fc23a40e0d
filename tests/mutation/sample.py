"""How much broken code the tests notice: a random sample of small mutations, each tried by all tests that reach it.

python tests/mutation/sample.py --seed 1 --sample 150 --tests tests/reader tests/verdicts -- jsiq_scrape/parse

A mutation (`mutations.py`) is one of: a comparison turned or moved by one, `and` for `or`, a `not` taken away, a
condition that always or never holds, a number one more, a text changed, True for False, `+` for `-`, a returned value
that is None, a statement left out.  Not drawn from: docstrings, annotations, decorators, `__all__`, f-strings and
messages of errors (their wording is free).

First all tests run once, under coverage, which tells what each reaches and how long it takes; this is kept in the
folder named by --memory for further samples of the same code.  Then each mutation gets a process of its own, forked
when the tests are collected: nothing is written into the checkout.  In it the functions of the mutated module get their
new code, and the tests that reach the line run, the cheap ones first, until one fails (noticed), takes ten times as
long as it may (noticed) or all pass.  What is broken while modules are imported needs a process that has imported
nothing yet, and is tried by all tests that reach the module.
"""

import argparse
import gc
import importlib.util
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from random import Random
from types import CodeType, FunctionType

import pytest
from mutations import Mutation, mutated, mutations
from reach import ROOT, Quiet, Reach, empty_caches, pytest_arguments, remembered, watch


class Trials:
    """A run in which the collected tests are handed to what it is made with, instead of being run in turn."""

    def __init__(self, use: Callable[[list[pytest.Item], "Trials"], None]) -> None:
        self.use = use
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.use(session.items, self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def run(self, items: list[pytest.Item], reach: Reach, tests: list[str], say: Callable[[str], None]) -> None:
        """Run these tests until one fails."""
        collected = {item.nodeid: item for item in items}
        chosen = [collected[test] for test in tests if test in collected]
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            if self.failed:
                break
            say(f"too slow {item.nodeid}")
            signal.setitimer(signal.ITIMER_PROF, 10 + 10 * reach.seconds[item.nodeid])  # nobody waits for the signal
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        say(f"noticed {self.failed}" if self.failed else f"survived {len(chosen)}")


def apart(work: Callable[[Callable[[str], None]], None]) -> str:
    """Do something in a process of its own; the last that it said."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            work(lambda said: _write(writing, said))
        except BaseException as error:  # noqa: BLE001 - whatever it is, this process ends and says so
            _write(writing, f"noticed {error!r}")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        lines = said.read().splitlines()
    os.waitpid(process, 0)
    return lines[-1] if lines else "noticed nothing said"


def _write(descriptor: int, said: str) -> None:
    os.write(descriptor, (said.replace("\n", " ") + "\n").encode("utf-8"))


def swap(mutation: Mutation) -> None:
    """Give the functions of an imported module the code of the mutated one."""
    path = str(ROOT / mutation.path)
    whole = compile(mutated(Path(path), mutation), path, "exec", dont_inherit=True)
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(whole)}
    swapped = 0
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == path:
            code = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if code is not None and code != function.__code__:
                function.__code__ = code
                swapped += 1
    if not swapped:
        raise LookupError(f"no function holds {mutation}")
    empty_caches()


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


class MutatedModule(MetaPathFinder, SourceFileLoader):
    """Imports one module with its mutation."""

    def __init__(self, mutation: Mutation) -> None:
        name = mutation.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        SourceFileLoader.__init__(self, name, str(ROOT / mutation.path))
        self.mutation = mutation

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return compile(mutated(Path(self.path), self.mutation), self.path, "exec", dont_inherit=True)


def tried_at_import(mutation: Mutation, reach: Reach, tests: list[str]) -> str:
    """What becomes of a mutation that is there before anything is imported."""

    def work(say: Callable[[str], None]) -> None:
        say("too slow import")
        signal.setitimer(signal.ITIMER_PROF, 120)
        sys.meta_path.insert(0, MutatedModule(mutation))
        trials = Trials(lambda items, trials: trials.run(items, reach, tests, say))
        pytest.main(pytest_arguments(sorted({test.partition("::")[0] for test in tests})), plugins=[trials, Quiet()])
        if trials.failed:
            say(f"noticed {trials.failed}")

    return apart(work)


def tried(mutation: Mutation, reach: Reach, tests: list[str], items: list[pytest.Item], trials: Trials) -> str:
    """What becomes of a mutation of functions that are imported already."""

    def work(say: Callable[[str], None]) -> None:
        swap(mutation)
        trials.run(items, reach, tests, say)

    return apart(work)


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("modules", nargs="+", help="files or folders of the package")
    arguments.add_argument("--tests", nargs="+", required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--sample", type=int, default=150)
    arguments.add_argument("--memory", type=Path, default=ROOT / ".mutation", help="what the tests reach")
    arguments.add_argument("--told", type=Path, help="the outcomes, one JSON object a line (standard error without)")
    arguments.add_argument("--functions", action="store_true", help="only what no import runs")
    arguments.add_argument("--shortest", type=float, default=0, help="leave out tests of fewer seconds")
    arguments.add_argument("--longest", type=float, default=math.inf, help="leave out tests of more seconds")
    arguments.add_argument("--again", type=Path, help="instead of a sample those that this --told says were missed")
    arguments.add_argument("--only", help="only mutations of the sample whose place contains this")
    asked = arguments.parse_args()
    os.chdir(ROOT)
    asked.memory = asked.memory.resolve()
    named = [Path(name) for name in asked.modules]
    paths = sorted(file for each in named for file in ([each] if each.is_file() else each.rglob("*.py")))
    every = [one for path in paths for one in mutations(path, path.as_posix())]
    if not (asked.memory / "tests.json").exists():
        failure = apart(lambda say: watch(asked.tests, asked.memory))
        if not (asked.memory / "tests.json").exists():
            sys.exit(failure)
    reach = remembered(asked.memory, [path.as_posix() for path in paths])
    if asked.functions:
        every = [one for one in every if not reach.at_import(one)]
    sample = Random(asked.seed).sample(every, min(asked.sample, len(every)))
    if asked.again:
        left = [json.loads(line) for line in asked.again.read_text(encoding="utf-8").splitlines()]
        missed = {tuple(each["key"]) for each in left if each["outcome"].startswith(("survived", "unreached"))}
        sample = [one for one in every if (one.path, one.node, one.way) in missed]
    if asked.only:
        sample = [one for one in sample if asked.only in f"{one.path}:{one.lines[0]}"]
    times = reach.seconds.items()
    reach.seconds = {test: seconds for test, seconds in times if asked.shortest <= seconds <= asked.longest}
    told = asked.told.open("a", encoding="utf-8") if asked.told else os.fdopen(os.dup(2), "w", encoding="utf-8")
    outcomes: list[str] = []

    def tell(one: Mutation, tests: list[str], outcome: str) -> None:
        place = f"{one.path}:{one.lines[0]}"
        key = (one.path, one.node, one.way)
        line = {"outcome": outcome, "place": place, "change": one.said, "tests": len(tests), "key": key}
        told.write(json.dumps(line, ensure_ascii=False) + "\n")
        told.flush()
        outcomes.append(outcome.split(maxsplit=1)[0])

    def try_functions(items: list[pytest.Item], trials: Trials) -> None:
        for one in sample:
            if not reach.at_import(one):
                tests = reach.tests(one)
                tell(one, tests, tried(one, reach, tests, items, trials) if tests else "unreached")

    for one in sample:
        if reach.at_import(one):
            tests = reach.tests(one)
            tell(one, tests, tried_at_import(one, reach, tests) if tests else "unreached")
    pytest.main(pytest_arguments(asked.tests), plugins=[Trials(try_functions), Quiet()])
    noticed = sum(outcome in ("noticed", "too") for outcome in outcomes)
    low, high = interval(noticed, len(outcomes))
    sys.stdout.write(
        f"{noticed} of {len(outcomes)} noticed: {noticed / len(outcomes):.1%} (95 %: {low:.1%} to {high:.1%}); "
        f"of {len(every)} possible; seed {asked.seed}\n"
    )


if __name__ == "__main__":
    main()
